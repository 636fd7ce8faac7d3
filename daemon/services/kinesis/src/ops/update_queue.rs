//! UpdateQueue.

use crate::api::{self, UpdateQueueInput, UpdateQueueOutput};
use crate::{fault, queues};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::queue::ChangeError;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateQueue>(access, run)
}

fn access(_: &Call, _: &Store, input: &UpdateQueueInput) -> Vec<Access> {
    queues::access("kinesis:UpdateQueue", &input.queue_arn)
}

/// Changes a queue's attributes at once; AWS's UPDATING state is skipped. What is in flight keeps the visibility timeout
/// it was received with.
///
/// # Durability
/// The change is on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut UpdateQueueInput) -> Result<Answer<UpdateQueueOutput>, Fault> {
    let queue = queues::find(ctx, &input.queue_arn)?;
    let settings = queues::settings(Some(&input.queue_attributes), queue.settings())?;
    ctx.store.stream_queues().configure(&queue, settings, ctx.now).map_err(|cause| match cause {
        ChangeError::Unknown => fault::queue_not_found(&input.queue_arn),
        _ => Fault::internal(),
    })?;
    Ok(Answer::Now(UpdateQueueOutput { queue_description: queues::describe(&queue, ctx.call) }))
}
