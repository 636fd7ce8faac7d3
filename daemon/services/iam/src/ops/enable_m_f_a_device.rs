//! Assigns a virtual MFA device to a user who shows two of its codes in a row.

use crate::api::{self, EnableMFADeviceInput, EnableMFADeviceOutput};
use crate::fault::{self, Quota};
use crate::limits::MFA_DEVICES_PER_USER_MAX;
use crate::names;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::PrincipalError;

fn access(_: &Call, store: &Store, input: &EnableMFADeviceInput) -> Vec<Access> {
    names::on_user(store, "iam:EnableMFADevice", &input.user_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut EnableMFADeviceInput,
) -> Result<Answer<EnableMFADeviceOutput>, Fault> {
    let codes = [input.authentication_code1.as_str(), &input.authentication_code2];
    let (user, serial) = (&input.user_name, &input.serial_number);
    let principals = context.store.principals();
    let enabled = principals.enable_device(user, serial, codes, MFA_DEVICES_PER_USER_MAX, context.now);
    enabled.map_err(|error| match error {
        PrincipalError::InUse => fault::device_taken(serial),
        other => fault::change(other, Quota::DevicesOfUser),
    })?;
    Ok(Answer::Now(EnableMFADeviceOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::EnableMFADevice>(access, run)
}
