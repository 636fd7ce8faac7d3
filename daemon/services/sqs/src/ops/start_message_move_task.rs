//! StartMessageMoveTask.

use crate::api::{self, StartMessageMoveTaskInput, StartMessageMoveTaskOutput};
use crate::move_task::{self, Handle};
use crate::{fault, limits};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::StartMessageMoveTask>(access, run)
}

fn access(_: &Call, _: &Store, input: &StartMessageMoveTaskInput) -> Vec<Access> {
    let mut access = move_task::access("sqs:StartMessageMoveTask", &input.source_arn);
    if let Some(arn) = &input.destination_arn {
        access.push(Access::new("sqs:SendMessage", arn));
    }
    access
}

/// Begins to move what is in a dead-letter queue.
///
/// # Durability
/// The task is on flash before the reply; it goes on after a restart.
fn run(
    ctx: &mut Context<'_>,
    input: &mut StartMessageMoveTaskInput,
) -> Result<Answer<StartMessageMoveTaskOutput>, Fault> {
    let queues = ctx.store.queues();
    let source = move_task::queue(ctx, &input.source_arn, "SourceArn")?;
    let rate = input.max_number_of_messages_per_second;
    if let Some(rate) = rate.filter(|rate| !limits::MOVE_RATE.contains(rate)) {
        let reason = "You must enter a number that's between 1 and 500.";
        return Err(fault::parameter(rate, "MaxNumberOfMessagesPerSecond", reason));
    }
    if let Some(arn) = &input.destination_arn {
        let destination = move_task::queue(ctx, arn, "DestinationArn")?;
        if destination.arn() == source.arn() {
            return Err(fault::invalid_parameter(
                "Source queue arn and destination queue arn cannot be the same.",
            ));
        }
        if destination.settings().is_fifo() != source.settings().is_fifo() {
            return Err(fault::invalid_parameter(
                "The source queue and destination queue must be of the same queue type.",
            ));
        }
    }
    let rate = rate.and_then(|rate| u32::try_from(rate).ok());
    let task = queues
        .start_move(&source, input.destination_arn.clone(), rate, ctx.now)
        .map_err(|cause| fault::move_task(&cause))?;
    let handle = Handle { task_id: task.id, source_arn: source.arn().to_owned() };
    Ok(Answer::Now(StartMessageMoveTaskOutput { task_handle: Some(handle.text()) }))
}
