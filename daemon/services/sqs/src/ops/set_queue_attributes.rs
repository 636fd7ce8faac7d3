//! SetQueueAttributes.

use crate::api::{self, SetQueueAttributesInput, SetQueueAttributesOutput};
use crate::{address, attributes, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

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
    let queues = ctx.store.queues();
    let settings = attributes::apply((*queue.settings()).clone(), &input.attributes, queues)?;
    queues.configure(queue.name(), settings, ctx.now).map_err(|cause| fault::change(&cause, ctx.call))?;
    ctx.ring(queue.track());
    Ok(Answer::Now(SetQueueAttributesOutput {}))
}
