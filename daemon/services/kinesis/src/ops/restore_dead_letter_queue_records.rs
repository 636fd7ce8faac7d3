//! RestoreDeadLetterQueueRecords.

use crate::api::{
    self, RestoreDeadLetterQueueRecordsErrorEntry, RestoreDeadLetterQueueRecordsInput,
    RestoreDeadLetterQueueRecordsOutput, RestoreDeadLetterQueueRecordsResultEntry,
};
use crate::queues::{self, Outcome, Refused};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::RestoreDeadLetterQueueRecords>(access, run)
}

fn access(_: &Call, _: &Store, input: &RestoreDeadLetterQueueRecordsInput) -> Vec<Access> {
    queues::access("kinesis:RestoreDeadLetterQueueRecords", &input.queue_arn)
}

/// Makes up to ten dead letters, each by itself, records as they were before their first receive.
///
/// # Durability
/// What succeeds is on flash before the reply, all in one atomic write.
fn run(
    ctx: &mut Context<'_>,
    input: &mut RestoreDeadLetterQueueRecordsInput,
) -> Result<Answer<RestoreDeadLetterQueueRecordsOutput>, Fault> {
    let entries = &input.entries;
    let handles = entries.iter().map(|entry| &entry.receipt_handle);
    queues::each(ctx, &input.queue_arn, handles, |settling, _, handle| settling.restore(handle), output)
}

fn output(Outcome { successful, failed }: Outcome) -> RestoreDeadLetterQueueRecordsOutput {
    let success = |receipt_handle| RestoreDeadLetterQueueRecordsResultEntry { receipt_handle };
    let failure = |Refused { receipt_handle, error_code, error_message }| {
        RestoreDeadLetterQueueRecordsErrorEntry { receipt_handle, error_code, error_message }
    };
    RestoreDeadLetterQueueRecordsOutput {
        successful: successful.into_iter().map(success).collect(),
        failed: failed.into_iter().map(failure).collect(),
    }
}
