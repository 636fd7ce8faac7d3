//! PurgeQueue.

use crate::api::{self, PurgeQueueInput, PurgeQueueOutput};
use crate::{address, fault};
use millpond_log::Batch;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::PurgeQueue>(access, run)
}

fn access(call: &Call, _: &Store, input: &PurgeQueueInput) -> Vec<Access> {
    address::access("sqs:PurgeQueue", call, &input.queue_url)
}

/// Deletes every message that was sent before.
///
/// # Durability
/// The deletion is on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut PurgeQueueInput) -> Result<Answer<PurgeQueueOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let mut deleting = queue.purging(ctx.now).map_err(|_| fault::purge_too_soon(queue.name()))?;
    let mut batch = Batch::new();
    deleting.write(&mut batch);
    let receipt = ctx.stage(batch.essential()).map_err(|cause| fault::stage(&cause, ctx.call))?;
    deleting.staged(&receipt);
    Ok(Answer::Durable(receipt.map(|_| PurgeQueueOutput {})))
}
