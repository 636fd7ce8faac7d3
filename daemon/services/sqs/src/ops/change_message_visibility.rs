//! ChangeMessageVisibility.

use crate::api::{self, ChangeMessageVisibilityInput, ChangeMessageVisibilityOutput};
use crate::{address, fault, limits};
use millpond_base::Now;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::queue::Queue;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ChangeMessageVisibility>(access, run)
}

fn access(call: &Call, _: &Store, input: &ChangeMessageVisibilityInput) -> Vec<Access> {
    address::access("sqs:ChangeMessageVisibility", call, &input.queue_url)
}

/// Hides a received message for as long as asked, from now on. Receivers are woken: the message may be available, or
/// become so sooner than they think.
///
/// # Durability
/// None of its own: after a restart every message that was not deleted is available.
fn run(
    ctx: &mut Context<'_>,
    input: &mut ChangeMessageVisibilityInput,
) -> Result<Answer<ChangeMessageVisibilityOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    change(&queue, &input.receipt_handle, input.visibility_timeout, ctx.now)?;
    ctx.ring(queue.track());
    Ok(Answer::Now(ChangeMessageVisibilityOutput {}))
}

/// Changes one message's visibility.
pub(super) fn change(queue: &Queue, handle: &str, visibility_s: i64, now: Now) -> Result<(), Fault> {
    let valid = Some(visibility_s).filter(|s| limits::VISIBILITY_S.contains(s));
    let Some(seconds) = valid.and_then(|s| u32::try_from(s).ok()) else {
        let reason = "Must be between 0 and 43200.";
        return Err(fault::parameter(visibility_s, "VisibilityTimeout", reason));
    };
    queue.change_visibility(handle, seconds, now).map_err(|cause| fault::handle(cause, handle, visibility_s))
}
