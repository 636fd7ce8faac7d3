//! SetQueueAttributes.

use crate::api::{self, SetQueueAttributesInput, SetQueueAttributesOutput};
use crate::attributes::{self, Place};
use crate::{address, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::queue::Settings;

pub(super) fn handler() -> Handler {
    Handler::new::<api::SetQueueAttributes>(access, run)
}

fn access(call: &Call, _: &Store, input: &SetQueueAttributesInput) -> Vec<Access> {
    address::access("sqs:SetQueueAttributes", call, &input.queue_url)
}

/// Changes a queue's attributes: all those given, or none. Receivers are woken, because a delay may have ended.
///
/// # Durability
/// On flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut SetQueueAttributesInput,
) -> Result<Answer<SetQueueAttributesOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let place = Place { queues: ctx.store.queues(), arn: queue.arn() };
    let change = |settings: &Settings| attributes::apply(settings.clone(), &input.attributes, &place);
    let changed = place.queues.configure(&queue, ctx.now, change);
    changed.map_err(|cause| fault::change(&cause, ctx.call))??;
    ctx.ring(queue.track());
    Ok(Answer::Now(SetQueueAttributesOutput {}))
}
