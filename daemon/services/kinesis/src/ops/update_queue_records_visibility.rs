//! UpdateQueueRecordsVisibility.

use crate::api::{
    self, UpdateQueueRecordsVisibilityErrorEntry, UpdateQueueRecordsVisibilityInput,
    UpdateQueueRecordsVisibilityOutput, UpdateQueueRecordsVisibilityResultEntry,
};
use crate::queues::{self, Outcome, Refused};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::queue::Path;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateQueueRecordsVisibility>(access, run)
}

fn access(_: &Call, _: &Store, input: &UpdateQueueRecordsVisibilityInput) -> Vec<Access> {
    queues::access("kinesis:UpdateQueueRecordsVisibility", &input.queue_arn)
}

/// Sets for up to ten received records, each by itself, how long they stay hidden from now on.
///
/// # Durability
/// What succeeds is on flash before the reply, all in one atomic write.
fn run(
    ctx: &mut Context<'_>,
    input: &mut UpdateQueueRecordsVisibilityInput,
) -> Result<Answer<UpdateQueueRecordsVisibilityOutput>, Fault> {
    let entries = &input.entries;
    let handles = entries.iter().map(|entry| &entry.receipt_handle);
    queues::each(
        ctx,
        &input.queue_arn,
        handles,
        |settling, at, handle| {
            queues::hide(settling, handle, entries[at].visibility_timeout_seconds, Path::Normal)
        },
        output,
    )
}

fn output(Outcome { successful, failed }: Outcome) -> UpdateQueueRecordsVisibilityOutput {
    let success = |receipt_handle| UpdateQueueRecordsVisibilityResultEntry { receipt_handle };
    let failure = |Refused { receipt_handle, error_code, error_message }| {
        UpdateQueueRecordsVisibilityErrorEntry { receipt_handle, error_code, error_message }
    };
    UpdateQueueRecordsVisibilityOutput {
        successful: successful.into_iter().map(success).collect(),
        failed: failed.into_iter().map(failure).collect(),
    }
}
