//! CancelMessageMoveTask.

use crate::api::{self, CancelMessageMoveTaskInput, CancelMessageMoveTaskOutput};
use crate::fault;
use crate::move_task::{self, Handle};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::CancelMessageMoveTask>(access, run)
}

fn access(_: &Call, _: &Store, input: &CancelMessageMoveTaskInput) -> Vec<Access> {
    // A handle that says no queue is refused by the operation; nobody is denied more than that.
    let source = Handle::read(&input.task_handle).map_or("*".to_owned(), |handle| handle.source_arn);
    move_task::access("sqs:CancelMessageMoveTask", &source)
}

/// Stops a task. What it has moved stays where it went.
///
/// # Durability
/// The task moves nothing more from the reply on, after a restart neither.
fn run(
    ctx: &mut Context<'_>,
    input: &mut CancelMessageMoveTaskInput,
) -> Result<Answer<CancelMessageMoveTaskOutput>, Fault> {
    let handle = Handle::read(&input.task_handle)
        .ok_or_else(|| fault::invalid_parameter("Value for parameter TaskHandle is invalid."))?;
    let source = move_task::queue(ctx, &handle.source_arn, "SourceArn")?;
    let moved =
        ctx.store.queues().cancel_move(&source, handle.task_id).map_err(|cause| fault::move_task(&cause))?;
    let moved = i64::try_from(moved).unwrap_or(i64::MAX);
    Ok(Answer::Now(CancelMessageMoveTaskOutput { approximate_number_of_messages_moved: Some(moved) }))
}
