//! Sets tags of a virtual MFA device.

use crate::api::{self, TagMFADeviceInput, TagMFADeviceOutput};
use crate::{names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::MfaDevice;

fn access(_: &Call, _: &Store, input: &TagMFADeviceInput) -> Vec<Access> {
    names::on_arn("iam:TagMFADevice", &input.serial_number)
}

fn run(
    context: &mut Context<'_>,
    input: &mut TagMFADeviceInput,
) -> Result<Answer<TagMFADeviceOutput>, Fault> {
    let record = names::device(context, &input.serial_number)?;
    let tags = tags::read(Some(std::mem::take(&mut input.tags)))?;
    tags::set::<MfaDevice>(context, &record.name, tags)?;
    Ok(Answer::Now(TagMFADeviceOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::TagMFADevice>(access, run)
}
