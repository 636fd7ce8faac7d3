//! UntagQueue.

use crate::api::{self, UntagQueueInput, UntagQueueOutput};
use crate::{address, fault, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use std::collections::BTreeMap;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UntagQueue>(access, run)
}

fn access(call: &Call, _: &Store, input: &UntagQueueInput) -> Vec<Access> {
    address::access("sqs:UntagQueue", call, &input.queue_url)
}

/// Takes tags away by their keys; those that the queue does not have are no matter.
///
/// # Durability
/// On flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut UntagQueueInput) -> Result<Answer<UntagQueueOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    if input.tag_keys.is_empty() {
        return Err(tags::key_length());
    }
    input.tag_keys.iter().try_for_each(|key| tags::check_key(key))?;
    let change = |held: &mut BTreeMap<String, String>| {
        held.retain(|key, _| !input.tag_keys.contains(key));
        Ok::<_, Fault>(())
    };
    let changed = ctx.store.queues().change_tags(&queue, ctx.now, change);
    changed.map_err(|cause| fault::change(&cause, ctx.call))??;
    Ok(Answer::Now(UntagQueueOutput {}))
}
