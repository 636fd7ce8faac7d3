//! ReceiveQueueRecords.

use crate::api::{self, ReceiveQueueRecordsInput, ReceiveQueueRecordsOutput};
use crate::queues::{self, Asked};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::queue::Path;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ReceiveQueueRecords>(access, run)
}

fn access(_: &Call, _: &Store, input: &ReceiveQueueRecordsInput) -> Vec<Access> {
    queues::access("kinesis:ReceiveQueueRecords", &input.queue_arn)
}

/// Receives up to ten records and hides them, or waits for some.
///
/// # Durability
/// That they were received, and how often, is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut ReceiveQueueRecordsInput,
) -> Result<Answer<ReceiveQueueRecordsOutput>, Fault> {
    let asked = Asked {
        queue_arn: &input.queue_arn,
        limit: input.limit,
        wait_s: &mut input.wait_time_seconds,
        visibility_s: input.visibility_timeout_seconds,
    };
    queues::receive(ctx, asked, Path::Normal, |queue_records| ReceiveQueueRecordsOutput { queue_records })
}
