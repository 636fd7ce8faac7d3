//! Takes a virtual MFA device away from its user.

use crate::api::{self, DeactivateMFADeviceInput, DeactivateMFADeviceOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &DeactivateMFADeviceInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:DeactivateMFADevice", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeactivateMFADeviceInput,
) -> Result<Answer<DeactivateMFADeviceOutput>, Fault> {
    let name = names::own_or_named(context, "iam:DeactivateMFADevice", input.user_name.as_deref())?;
    let principals = context.store.principals();
    principals.deactivate_device(&name, &input.serial_number).map_err(fault::principal)?;
    Ok(Answer::Now(DeactivateMFADeviceOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeactivateMFADevice>(access, run)
}
