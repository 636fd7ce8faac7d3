//! Describes a user's MFA device.

use crate::api::{self, GetMFADeviceInput, GetMFADeviceOutput};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &GetMFADeviceInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:GetMFADevice", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetMFADeviceInput,
) -> Result<Answer<GetMFADeviceOutput>, Fault> {
    let name = names::own_or_named(context, "iam:GetMFADevice", input.user_name.as_deref())?;
    let principals = context.store.principals();
    let user = principals.user(&name).ok_or_else(|| fault::no_such_user(&name))?;
    let device = names::device(context, &input.serial_number)?;
    if device.user_id.as_ref() != Some(&user.user_id) {
        return Err(fault::no_such_device(&input.serial_number));
    }
    Ok(Answer::Now(GetMFADeviceOutput {
        user_name: Some(user.name.clone()),
        serial_number: device.arn.clone(),
        enable_date: device.enabled.map(views::date),
        ..GetMFADeviceOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetMFADevice>(access, run)
}
