//! AcknowledgeQueueRecords.

use crate::api::{
    self, AcknowledgeQueueRecordsErrorEntry, AcknowledgeQueueRecordsInput, AcknowledgeQueueRecordsOutput,
    AcknowledgeQueueRecordsResultEntry,
};
use crate::queues::{self, Outcome, Refused};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::queue::Path;

pub(super) fn handler() -> Handler {
    Handler::new::<api::AcknowledgeQueueRecords>(access, run)
}

fn access(_: &Call, _: &Store, input: &AcknowledgeQueueRecordsInput) -> Vec<Access> {
    queues::access("kinesis:AcknowledgeQueueRecords", &input.queue_arn)
}

/// Acknowledges up to ten records, each by itself: nobody receives them from this queue again.
///
/// # Durability
/// What succeeds is on flash before the reply, all in one atomic write.
fn run(
    ctx: &mut Context<'_>,
    input: &mut AcknowledgeQueueRecordsInput,
) -> Result<Answer<AcknowledgeQueueRecordsOutput>, Fault> {
    let entries = &input.entries;
    let handles = entries.iter().map(|entry| &entry.receipt_handle);
    queues::each(
        ctx,
        &input.queue_arn,
        handles,
        |settling, _, handle| settling.acknowledge(handle, Path::Normal),
        output,
    )
}

fn output(Outcome { successful, failed }: Outcome) -> AcknowledgeQueueRecordsOutput {
    let success = |receipt_handle| AcknowledgeQueueRecordsResultEntry { receipt_handle };
    let failure = |Refused { receipt_handle, error_code, error_message }| AcknowledgeQueueRecordsErrorEntry {
        receipt_handle,
        error_code,
        error_message,
    };
    AcknowledgeQueueRecordsOutput {
        successful: successful.into_iter().map(success).collect(),
        failed: failed.into_iter().map(failure).collect(),
    }
}
