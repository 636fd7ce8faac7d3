//! TagQueue.

use crate::api::{self, TagQueueInput, TagQueueOutput};
use crate::{address, fault, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use std::collections::BTreeMap;

pub(super) fn handler() -> Handler {
    Handler::new::<api::TagQueue>(access, run)
}

fn access(call: &Call, _: &Store, input: &TagQueueInput) -> Vec<Access> {
    address::access("sqs:TagQueue", call, &input.queue_url)
}

/// Adds tags, and gives those it knows their new values.
///
/// # Durability
/// The tags are on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut TagQueueInput) -> Result<Answer<TagQueueOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let added = std::mem::take(&mut input.tags);
    if added.is_empty() {
        return Err(fault::missing("Tags"));
    }
    tags::check(&added, queue.name())?;
    let change = |held: &mut BTreeMap<String, String>| {
        held.extend(added);
        tags::check_count(held, queue.name())
    };
    let changed = ctx.store.queues().change_tags(&queue, ctx.now, change);
    changed.map_err(|cause| fault::change(&cause, ctx.call))??;
    Ok(Answer::Now(TagQueueOutput {}))
}
