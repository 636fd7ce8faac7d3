//! DeleteQueue.

use crate::api::{self, DeleteQueueInput, DeleteQueueOutput};
use crate::{fault, queues};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::queue::ChangeError;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DeleteQueue>(access, run)
}

fn access(_: &Call, _: &Store, input: &DeleteQueueInput) -> Vec<Access> {
    queues::access("kinesis:DeleteQueue", &input.queue_arn)
}

/// Deletes a queue at once; AWS's DELETING state is skipped. The stream keeps its records.
///
/// # Durability
/// The queue is gone from flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut DeleteQueueInput) -> Result<Answer<DeleteQueueOutput>, Fault> {
    let queue = queues::find(ctx, &input.queue_arn)?;
    ctx.store.stream_queues().delete(&queue).map_err(|cause| match cause {
        ChangeError::Unknown => fault::queue_not_found(&input.queue_arn),
        _ => Fault::internal(),
    })?;
    // Those who wait for its records learn that there will be none.
    ctx.ring(queue.bell());
    Ok(Answer::Now(DeleteQueueOutput {}))
}
