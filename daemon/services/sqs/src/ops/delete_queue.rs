//! DeleteQueue.

use crate::api::{self, DeleteQueueInput, DeleteQueueOutput};
use crate::{address, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DeleteQueue>(access, run)
}

fn access(call: &Call, _: &Store, input: &DeleteQueueInput) -> Vec<Access> {
    address::access("sqs:DeleteQueue", call, &input.queue_url)
}

/// Deletes a queue with everything in it, and wakes its receivers so that they learn of it.
///
/// # Durability
/// The queue's key is destroyed on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut DeleteQueueInput) -> Result<Answer<DeleteQueueOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    ctx.store.queues().delete(queue.name(), ctx.now).map_err(|cause| fault::change(&cause, ctx.call))?;
    ctx.ring_out(queue.track());
    Ok(Answer::Now(DeleteQueueOutput {}))
}
