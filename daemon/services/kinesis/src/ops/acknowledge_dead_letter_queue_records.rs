//! AcknowledgeDeadLetterQueueRecords.

use crate::api::{
    self, AcknowledgeDeadLetterQueueRecordsErrorEntry, AcknowledgeDeadLetterQueueRecordsInput,
    AcknowledgeDeadLetterQueueRecordsOutput, AcknowledgeDeadLetterQueueRecordsResultEntry,
};
use crate::queues::{self, Outcome, Refused};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::queue::Path;

pub(super) fn handler() -> Handler {
    Handler::new::<api::AcknowledgeDeadLetterQueueRecords>(access, run)
}

fn access(_: &Call, _: &Store, input: &AcknowledgeDeadLetterQueueRecordsInput) -> Vec<Access> {
    queues::access("kinesis:AcknowledgeDeadLetterQueueRecords", &input.queue_arn)
}

/// Acknowledges up to ten dead letters, each by itself: nobody receives them from this queue again.
///
/// # Durability
/// What succeeds is on flash before the reply, all in one atomic write.
fn run(
    ctx: &mut Context<'_>,
    input: &mut AcknowledgeDeadLetterQueueRecordsInput,
) -> Result<Answer<AcknowledgeDeadLetterQueueRecordsOutput>, Fault> {
    let entries = &input.entries;
    let handles = entries.iter().map(|entry| &entry.receipt_handle);
    queues::each(
        ctx,
        &input.queue_arn,
        handles,
        |settling, _, handle| settling.acknowledge(handle, Path::DeadLetters),
        output,
    )
}

fn output(Outcome { successful, failed }: Outcome) -> AcknowledgeDeadLetterQueueRecordsOutput {
    let success = |receipt_handle| AcknowledgeDeadLetterQueueRecordsResultEntry { receipt_handle };
    let failure = |Refused { receipt_handle, error_code, error_message }| {
        AcknowledgeDeadLetterQueueRecordsErrorEntry { receipt_handle, error_code, error_message }
    };
    AcknowledgeDeadLetterQueueRecordsOutput {
        successful: successful.into_iter().map(success).collect(),
        failed: failed.into_iter().map(failure).collect(),
    }
}
