//! ChangeMessageVisibilityBatch.

use super::change_message_visibility::change;
use crate::api::{
    self, ChangeMessageVisibilityBatchInput, ChangeMessageVisibilityBatchOutput,
    ChangeMessageVisibilityBatchResultEntry,
};
use crate::{address, batch};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ChangeMessageVisibilityBatch>(access, run)
}

fn access(call: &Call, _: &Store, input: &ChangeMessageVisibilityBatchInput) -> Vec<Access> {
    address::access("sqs:ChangeMessageVisibility", call, &input.queue_url)
}

/// Changes the visibility of up to ten messages; each succeeds or fails by itself. An entry without a timeout makes
/// its message available at once.
fn run(
    ctx: &mut Context<'_>,
    input: &mut ChangeMessageVisibilityBatchInput,
) -> Result<Answer<ChangeMessageVisibilityBatchOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let ids = input.entries.iter().map(|entry| entry.id.as_str());
    batch::check("ChangeMessageVisibilityBatchRequestEntry", ids)?;
    let mut output = ChangeMessageVisibilityBatchOutput::default();
    for entry in &input.entries {
        match change(&queue, &entry.receipt_handle, entry.visibility_timeout.unwrap_or(0), ctx.now) {
            Ok(()) => {
                output.successful.push(ChangeMessageVisibilityBatchResultEntry { id: entry.id.clone() });
            }
            Err(fault) => output.failed.push(batch::failed(&entry.id, &fault)),
        }
    }
    ctx.ring(queue.track());
    Ok(Answer::Now(output))
}
