//! DeregisterStreamConsumer.

use crate::api::{self, DeregisterStreamConsumerInput, DeregisterStreamConsumerOutput};
use crate::consumer::ConsumerAddress;
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DeregisterStreamConsumer>(access, run)
}

fn address(input: &DeregisterStreamConsumerInput) -> ConsumerAddress<'_> {
    ConsumerAddress::new(input.stream_arn.as_ref(), input.consumer_name.as_ref(), input.consumer_arn.as_ref())
}

fn access(call: &Call, store: &Store, input: &DeregisterStreamConsumerInput) -> Vec<Access> {
    address(input).access("kinesis:DeregisterStreamConsumer", call, store)
}

/// Ends a registration at once; AWS's DELETING state is skipped. Its subscriptions end.
///
/// # Durability
/// The consumer is gone from flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut DeregisterStreamConsumerInput,
) -> Result<Answer<DeregisterStreamConsumerOutput>, Fault> {
    let (stream, consumer) = address(input).find(ctx)?;
    ctx.store
        .streams()
        .deregister_consumer(&consumer)
        .map_err(|cause| fault::deregister(&cause, &consumer.name, &stream.name, &ctx.call.account))?;
    stream.shards().iter().for_each(|shard| ctx.ring(shard.track));
    Ok(Answer::Now(DeregisterStreamConsumerOutput {}))
}
