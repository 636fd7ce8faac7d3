//! ReceiveDeadLetterQueueRecords.

use crate::api::{self, ReceiveDeadLetterQueueRecordsInput, ReceiveDeadLetterQueueRecordsOutput};
use crate::queues::{self, Asked};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::queue::Path;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ReceiveDeadLetterQueueRecords>(access, run)
}

fn access(_: &Call, _: &Store, input: &ReceiveDeadLetterQueueRecordsInput) -> Vec<Access> {
    queues::access("kinesis:ReceiveDeadLetterQueueRecords", &input.queue_arn)
}

/// Receives up to ten dead letters and hides them, or waits for some.
///
/// # Durability
/// That they were received, and how often, is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut ReceiveDeadLetterQueueRecordsInput,
) -> Result<Answer<ReceiveDeadLetterQueueRecordsOutput>, Fault> {
    let asked = Asked {
        queue_arn: &input.queue_arn,
        limit: input.limit,
        wait_s: &mut input.wait_time_seconds,
        visibility_s: input.visibility_timeout_seconds,
    };
    queues::receive(ctx, asked, Path::DeadLetters, |queue_records| ReceiveDeadLetterQueueRecordsOutput {
        queue_records,
    })
}
