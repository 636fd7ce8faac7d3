//! ListQueueTags.

use crate::address;
use crate::api::{self, ListQueueTagsInput, ListQueueTagsOutput};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListQueueTags>(access, run)
}

fn access(call: &Call, _: &Store, input: &ListQueueTagsInput) -> Vec<Access> {
    address::access("sqs:ListQueueTags", call, &input.queue_url)
}

/// Shows a queue's tags.
fn run(ctx: &mut Context<'_>, input: &mut ListQueueTagsInput) -> Result<Answer<ListQueueTagsOutput>, Fault> {
    let tags = address::queue(ctx, &input.queue_url)?.tags();
    Ok(Answer::Now(ListQueueTagsOutput { tags: (!tags.is_empty()).then_some(tags) }))
}
