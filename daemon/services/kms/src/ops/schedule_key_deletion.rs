//! Makes a key go after some days.

use crate::api::{self, ScheduleKeyDeletionInput, ScheduleKeyDeletionOutput};
use crate::{access, fault, key, limits};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:ScheduleKeyDeletion";
const DAY_MS: u64 = 86_400_000;

fn access(_: &Call, store: &Store, input: &ScheduleKeyDeletionInput) -> Vec<Access> {
    let days = input.pending_window_in_days.unwrap_or(limits::DELETION_DAYS_MAX);
    let access = access::on(store, ACTION, &input.key_id);
    vec![access.with("kms:ScheduleKeyDeletionPendingWindowInDays", [days.to_string()])]
}

/// The days are counted on the device timeline. A key under which something is still sealed then stays until that is
/// deleted, and is of no use meanwhile.
fn run(
    context: &mut Context<'_>,
    input: &mut ScheduleKeyDeletionInput,
) -> Result<Answer<ScheduleKeyDeletionOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    let days = input.pending_window_in_days.unwrap_or(limits::DELETION_DAYS_MAX);
    if !(limits::DELETION_DAYS_MIN..=limits::DELETION_DAYS_MAX).contains(&days) {
        return Err(fault::invalid(format!(
            "PendingWindowInDays must be between {} and {}.",
            limits::DELETION_DAYS_MIN,
            limits::DELETION_DAYS_MAX
        )));
    }
    let window_ms = days.unsigned_abs() * DAY_MS;
    let scheduled = context.store.keyring().schedule_deletion(key.id(), window_ms, context.now);
    let key = scheduled.map_err(fault::keyring)?;
    Ok(Answer::Now(ScheduleKeyDeletionOutput {
        key_id: Some(key.arn().to_owned()),
        deletion_date: key.deletion().map(|moment| moment.0.cast_signed()),
        key_state: Some(key.state().as_str().to_owned()),
        pending_window_in_days: Some(days),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ScheduleKeyDeletion>(access, run)
}
