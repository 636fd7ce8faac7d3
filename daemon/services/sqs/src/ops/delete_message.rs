//! DeleteMessage.

use crate::api::{self, DeleteMessageInput, DeleteMessageOutput};
use crate::{address, fault};
use millpond_log::Batch;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DeleteMessage>(access, run)
}

fn access(call: &Call, _: &Store, input: &DeleteMessageInput) -> Vec<Access> {
    address::access("sqs:DeleteMessage", call, &input.queue_url)
}

/// Deletes a message. Nobody receives it from now on.
///
/// # Durability
/// The deletion is on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut DeleteMessageInput) -> Result<Answer<DeleteMessageOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let mut batch = Batch::new();
    let mut deleting = queue.deleting(ctx.now);
    deleting.push(&input.receipt_handle).map_err(|cause| fault::handle(cause, &input.receipt_handle, 0))?;
    deleting.write(&mut batch);
    let receipt = ctx.stage(batch.essential()).map_err(|cause| fault::stage(&cause, ctx.call))?;
    deleting.staged(&receipt);
    if queue.settings().is_fifo() {
        // Its group may go on.
        ctx.ring(queue.track());
    }
    Ok(Answer::Durable(receipt.map(|_| DeleteMessageOutput {})))
}
