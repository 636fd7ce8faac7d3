//! ListMessageMoveTasks.

use crate::api::{
    self, ListMessageMoveTasksInput, ListMessageMoveTasksOutput, ListMessageMoveTasksResultEntry,
};
use crate::move_task::{self, Handle};
use crate::{fault, limits};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::queue::{MoveStatus, MoveTask};

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListMessageMoveTasks>(access, run)
}

fn access(_: &Call, _: &Store, input: &ListMessageMoveTasksInput) -> Vec<Access> {
    let resource = move_task::resource(&input.source_arn);
    ["sqs:ListMessageMoveTasks", "sqs:GetQueueAttributes"].map(|action| Access::new(action, resource)).into()
}

/// Lists the newest tasks of a queue.
fn run(
    ctx: &mut Context<'_>,
    input: &mut ListMessageMoveTasksInput,
) -> Result<Answer<ListMessageMoveTasksOutput>, Fault> {
    let count = input.max_results.unwrap_or(1);
    if !limits::MOVE_TASKS.contains(&count) {
        return Err(fault::parameter(count, "MaxResults", "Must be between 1 and 10."));
    }
    let source = move_task::queue(ctx, &input.source_arn, "SourceArn")?;
    let count = usize::try_from(count).expect("ten at most are listed");
    let tasks = ctx.store.queues().moves_of(&source);
    let results = tasks.into_iter().take(count).map(|task| entry(task, source.arn())).collect();
    Ok(Answer::Now(ListMessageMoveTasksOutput { results: Some(results) }))
}

fn entry(task: MoveTask, source_arn: &str) -> ListMessageMoveTasksResultEntry {
    let number = |n: u64| Some(i64::try_from(n).unwrap_or(i64::MAX));
    let status = match task.status {
        MoveStatus::Running => "RUNNING",
        MoveStatus::Completed => "COMPLETED",
        MoveStatus::Cancelling => "CANCELLING",
        MoveStatus::Cancelled => "CANCELLED",
        MoveStatus::Failed => "FAILED",
    };
    let handle = Handle { task_id: task.id, source_arn: source_arn.to_owned() };
    ListMessageMoveTasksResultEntry {
        task_handle: (task.status == MoveStatus::Running).then(|| handle.text()),
        status: Some(status.to_owned()),
        source_arn: Some(source_arn.to_owned()),
        destination_arn: task.destination_arn,
        max_number_of_messages_per_second: task.rate.map(i64::from),
        approximate_number_of_messages_moved: number(task.moved),
        approximate_number_of_messages_to_move: number(task.to_move),
        failure_reason: task.failure,
        started_timestamp: number(task.started.0),
    }
}
