//! GetQueueAttributes.

use crate::api::{self, GetQueueAttributesInput, GetQueueAttributesOutput};
use crate::{address, attributes, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::GetQueueAttributes>(access, run)
}

fn access(call: &Call, _: &Store, input: &GetQueueAttributesInput) -> Vec<Access> {
    address::access("sqs:GetQueueAttributes", call, &input.queue_url)
}

/// Shows the attributes asked for that the queue has; none when none is asked for.
fn run(
    ctx: &mut Context<'_>,
    input: &mut GetQueueAttributesInput,
) -> Result<Answer<GetQueueAttributesOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let names = input.attribute_names.as_deref().unwrap_or_default();
    if let Some(unknown) = names.iter().find(|name| !attributes::is_known(name)) {
        return Err(fault::unknown_attribute(unknown));
    }
    let mut shown = attributes::show(&queue, queue.counts(ctx.now));
    if !names.iter().any(|name| name == "All") {
        shown.retain(|name, _| names.contains(name));
    }
    Ok(Answer::Now(GetQueueAttributesOutput { attributes: (!shown.is_empty()).then_some(shown) }))
}
