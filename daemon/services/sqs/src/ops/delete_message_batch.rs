//! DeleteMessageBatch.

use crate::api::{self, DeleteMessageBatchInput, DeleteMessageBatchOutput, DeleteMessageBatchResultEntry};
use crate::{address, batch, fault};
use millpond_log::Batch;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DeleteMessageBatch>(access, run)
}

fn access(call: &Call, _: &Store, input: &DeleteMessageBatchInput) -> Vec<Access> {
    address::access("sqs:DeleteMessage", call, &input.queue_url)
}

/// Deletes up to ten messages; each succeeds or fails by itself.
///
/// # Durability
/// Every deletion that succeeds is on flash before the reply, all in one atomic write.
fn run(
    ctx: &mut Context<'_>,
    input: &mut DeleteMessageBatchInput,
) -> Result<Answer<DeleteMessageBatchOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    batch::check("DeleteMessageBatchRequestEntry", input.entries.iter().map(|entry| entry.id.as_str()))?;
    let mut output = DeleteMessageBatchOutput::default();
    let mut writes = Batch::new();
    let mut deleting = queue.deleting(ctx.now);
    for entry in &input.entries {
        match deleting.push(&entry.receipt_handle) {
            Ok(()) => output.successful.push(DeleteMessageBatchResultEntry { id: entry.id.clone() }),
            Err(cause) => {
                let fault = fault::handle(cause, &entry.receipt_handle, 0);
                output.failed.push(batch::failed(&entry.id, &fault));
            }
        }
    }
    deleting.write(&mut writes);
    let receipt = ctx.stage(writes.essential()).map_err(|cause| fault::stage(&cause, ctx.call))?;
    deleting.staged(&receipt);
    if queue.settings().is_fifo() {
        ctx.ring(queue.track());
    }
    Ok(Answer::Durable(receipt.map(|_| output)))
}
