//! Lists a user's MFA devices.

use crate::api::{self, ListMFADevicesInput, ListMFADevicesOutput, MFADevice};
use crate::page::Page;
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::MfaDevice;
use std::sync::Arc;

fn access(_: &Call, store: &Store, input: &ListMFADevicesInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:ListMFADevices", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListMFADevicesInput,
) -> Result<Answer<ListMFADevicesOutput>, Fault> {
    let name = names::own_or_named(context, "iam:ListMFADevices", input.user_name.as_deref())?;
    let principals = context.store.principals();
    let user = principals.user(&name).ok_or_else(|| fault::no_such_user(&name))?;
    let devices = principals.devices_of(&user);
    let page =
        Page::cut(devices, input.marker.as_deref(), input.max_items, |device| device.name.to_lowercase());
    let device = |device: &Arc<MfaDevice>| MFADevice {
        user_name: user.name.clone(),
        serial_number: device.arn.clone(),
        enable_date: device.enabled.map(views::date).unwrap_or_default(),
    };
    Ok(Answer::Now(ListMFADevicesOutput {
        is_truncated: page.is_truncated(),
        mfa_devices: page.items.iter().map(device).collect(),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListMFADevices>(access, run)
}
