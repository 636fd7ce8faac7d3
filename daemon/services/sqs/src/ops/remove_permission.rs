//! RemovePermission.

use crate::api::{self, RemovePermissionInput, RemovePermissionOutput};
use crate::{address, fault, permissions};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::queue::Settings;

pub(super) fn handler() -> Handler {
    Handler::new::<api::RemovePermission>(access, run)
}

fn access(call: &Call, _: &Store, input: &RemovePermissionInput) -> Vec<Access> {
    address::access("sqs:RemovePermission", call, &input.queue_url)
}

/// Takes a statement out of the queue's policy, by its label; the policy goes with its last statement.
///
/// # Durability
/// On flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut RemovePermissionInput,
) -> Result<Answer<RemovePermissionOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let change = |settings: &Settings| {
        let policy = permissions::remove(settings.policy.as_deref(), &input.label)?;
        Ok::<_, Fault>(Settings { policy, ..settings.clone() })
    };
    let changed = ctx.store.queues().configure(&queue, ctx.now, change);
    changed.map_err(|cause| fault::change(&cause, ctx.call))??;
    Ok(Answer::Now(RemovePermissionOutput {}))
}
