//! Deletes a virtual MFA device that belongs to nobody.

use crate::api::{self, DeleteVirtualMFADeviceInput, DeleteVirtualMFADeviceOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::PrincipalError;

fn access(_: &Call, _: &Store, input: &DeleteVirtualMFADeviceInput) -> Vec<Access> {
    names::on_arn("iam:DeleteVirtualMFADevice", &input.serial_number)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteVirtualMFADeviceInput,
) -> Result<Answer<DeleteVirtualMFADeviceOutput>, Fault> {
    context.store.principals().delete_device(&input.serial_number).map_err(|error| match error {
        PrincipalError::InUse => fault::conflict("MFA VirtualDevice in use. Must deactivate first."),
        other => fault::principal(other),
    })?;
    Ok(Answer::Now(DeleteVirtualMFADeviceOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteVirtualMFADevice>(access, run)
}
