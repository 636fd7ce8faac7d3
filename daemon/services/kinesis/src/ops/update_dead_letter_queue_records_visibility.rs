//! UpdateDeadLetterQueueRecordsVisibility.

use crate::api::{
    self, UpdateDeadLetterQueueRecordsVisibilityErrorEntry, UpdateDeadLetterQueueRecordsVisibilityInput,
    UpdateDeadLetterQueueRecordsVisibilityOutput, UpdateDeadLetterQueueRecordsVisibilityResultEntry,
};
use crate::queues::{self, Outcome, Refused};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::queue::Path;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateDeadLetterQueueRecordsVisibility>(access, run)
}

fn access(_: &Call, _: &Store, input: &UpdateDeadLetterQueueRecordsVisibilityInput) -> Vec<Access> {
    queues::access("kinesis:UpdateDeadLetterQueueRecordsVisibility", &input.queue_arn)
}

/// Sets for up to ten received dead letters, each by itself, how long they stay hidden from now on.
///
/// # Durability
/// What succeeds is on flash before the reply, all in one atomic write.
fn run(
    ctx: &mut Context<'_>,
    input: &mut UpdateDeadLetterQueueRecordsVisibilityInput,
) -> Result<Answer<UpdateDeadLetterQueueRecordsVisibilityOutput>, Fault> {
    let entries = &input.entries;
    let handles = entries.iter().map(|entry| &entry.receipt_handle);
    queues::each(
        ctx,
        &input.queue_arn,
        handles,
        |settling, at, handle| {
            queues::hide(settling, handle, entries[at].visibility_timeout_seconds, Path::DeadLetters)
        },
        output,
    )
}

fn output(Outcome { successful, failed }: Outcome) -> UpdateDeadLetterQueueRecordsVisibilityOutput {
    let success = |receipt_handle| UpdateDeadLetterQueueRecordsVisibilityResultEntry { receipt_handle };
    let failure = |Refused { receipt_handle, error_code, error_message }| {
        UpdateDeadLetterQueueRecordsVisibilityErrorEntry { receipt_handle, error_code, error_message }
    };
    UpdateDeadLetterQueueRecordsVisibilityOutput {
        successful: successful.into_iter().map(success).collect(),
        failed: failed.into_iter().map(failure).collect(),
    }
}
