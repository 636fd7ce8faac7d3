//! Takes tags off a virtual MFA device.

use crate::api::{self, UntagMFADeviceInput, UntagMFADeviceOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::MfaDevice;

fn access(_: &Call, _: &Store, input: &UntagMFADeviceInput) -> Vec<Access> {
    names::on_arn("iam:UntagMFADevice", &input.serial_number)
}

fn run(
    context: &mut Context<'_>,
    input: &mut UntagMFADeviceInput,
) -> Result<Answer<UntagMFADeviceOutput>, Fault> {
    let record = names::device(context, &input.serial_number)?;
    context.store.principals().untag::<MfaDevice>(&record.name, &input.tag_keys).map_err(fault::principal)?;
    Ok(Answer::Now(UntagMFADeviceOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UntagMFADevice>(access, run)
}
