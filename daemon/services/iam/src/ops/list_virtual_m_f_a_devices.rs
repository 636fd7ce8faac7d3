//! Lists the virtual MFA devices of the account.

use crate::api::{self, ListVirtualMFADevicesInput, ListVirtualMFADevicesOutput, VirtualMFADevice};
use crate::page::Page;
use crate::views;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::MfaDevice;
use std::sync::Arc;

fn access(_: &Call, _: &Store, _: &ListVirtualMFADevicesInput) -> Vec<Access> {
    vec![Access::new("iam:ListVirtualMFADevices", "*")]
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListVirtualMFADevicesInput,
) -> Result<Answer<ListVirtualMFADevicesOutput>, Fault> {
    let principals = context.store.principals();
    let status = input.assignment_status.as_deref();
    let devices = principals.listed::<MfaDevice>().into_iter().filter(|device| match status {
        Some("Assigned") => device.user_id.is_some(),
        Some("Unassigned") => device.user_id.is_none(),
        _ => true,
    });
    let page =
        Page::cut(devices, input.marker.as_deref(), input.max_items, |device| device.name.to_lowercase());
    let device = |device: &Arc<MfaDevice>| VirtualMFADevice {
        serial_number: device.arn.clone(),
        user: device
            .user_id
            .as_ref()
            .and_then(|id| principals.user_by_id(id))
            .map(|user| views::user(&user, false)),
        enable_date: device.enabled.map(views::date),
        ..VirtualMFADevice::default()
    };
    Ok(Answer::Now(ListVirtualMFADevicesOutput {
        is_truncated: page.is_truncated(),
        virtual_mfa_devices: page.items.iter().map(device).collect(),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListVirtualMFADevices>(access, run)
}
