//! Lists the tags of a virtual MFA device.

use crate::api::{self, ListMFADeviceTagsInput, ListMFADeviceTagsOutput};
use crate::{names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &ListMFADeviceTagsInput) -> Vec<Access> {
    names::on_arn("iam:ListMFADeviceTags", &input.serial_number)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListMFADeviceTagsInput,
) -> Result<Answer<ListMFADeviceTagsOutput>, Fault> {
    let record = names::device(context, &input.serial_number)?;
    let page = tags::page(&record.tags, input.marker.as_deref(), input.max_items);
    Ok(Answer::Now(ListMFADeviceTagsOutput {
        is_truncated: page.is_truncated(),
        tags: page.items,
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListMFADeviceTags>(access, run)
}
