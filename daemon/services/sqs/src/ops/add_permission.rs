//! AddPermission.

use crate::api::{self, AddPermissionInput, AddPermissionOutput};
use crate::permissions::{self, Permission};
use crate::{address, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::queue::Settings;

pub(super) fn handler() -> Handler {
    Handler::new::<api::AddPermission>(access, run)
}

fn access(call: &Call, _: &Store, input: &AddPermissionInput) -> Vec<Access> {
    address::access("sqs:AddPermission", call, &input.queue_url)
}

/// Adds a statement to the queue's policy that lets accounts do actions. The next call is judged by it.
///
/// # Durability
/// On flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut AddPermissionInput) -> Result<Answer<AddPermissionOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let permission =
        Permission { label: &input.label, accounts: &input.aws_account_ids, actions: &input.actions };
    let statement = permission.statement(queue.arn())?;
    let change = |settings: &Settings| {
        let policy = permissions::add(settings.policy.as_deref(), statement, queue.arn())?;
        Ok::<_, Fault>(Settings { policy, ..settings.clone() })
    };
    let changed = ctx.store.queues().configure(&queue, ctx.now, change);
    changed.map_err(|cause| fault::change(&cause, ctx.call))??;
    Ok(Answer::Now(AddPermissionOutput {}))
}
