//! DescribeQueue.

use crate::api::{self, DescribeQueueInput, DescribeQueueOutput};
use crate::queues;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeQueue>(access, run)
}

fn access(_: &Call, _: &Store, input: &DescribeQueueInput) -> Vec<Access> {
    queues::access("kinesis:DescribeQueue", &input.queue_arn)
}

/// Describes a queue.
fn run(ctx: &mut Context<'_>, input: &mut DescribeQueueInput) -> Result<Answer<DescribeQueueOutput>, Fault> {
    let queue = queues::find(ctx, &input.queue_arn)?;
    Ok(Answer::Now(DescribeQueueOutput { queue_description: queues::describe(&queue, ctx.call) }))
}
