//! RegisterStreamConsumer.

use crate::address::{Address, canonical};
use crate::api::{self, RegisterStreamConsumerInput, RegisterStreamConsumerOutput};
use crate::{fault, limits, tags, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::RegisterStreamConsumer>(access, run)
}

fn address(input: &RegisterStreamConsumerInput) -> Address<'_> {
    Address::new(None, Some(&input.stream_arn))
}

fn access(call: &Call, _: &Store, input: &RegisterStreamConsumerInput) -> Vec<Access> {
    let mut needed = address(input).access("kinesis:RegisterStreamConsumer", call);
    if input.tags.is_some() {
        let consumer = format!("{}/consumer/{}", canonical(&input.stream_arn, call), input.consumer_name);
        needed.push(Access::new("kinesis:TagResource", consumer));
    }
    needed
}

/// Registers a consumer, which can subscribe at once; AWS's CREATING state is skipped.
///
/// # Durability
/// The consumer is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut RegisterStreamConsumerInput,
) -> Result<Answer<RegisterStreamConsumerOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    let name = &input.consumer_name;
    let account = &ctx.call.account;
    let tags = input.tags.take().unwrap_or_default();
    tags::check(&tags, &format!("consumer {name}"), account)?;
    let consumer = ctx
        .store
        .stream_queues()
        .beside(stream.id, |queues| {
            let consumers_max = limits::CONSUMERS_MAX.saturating_sub(queues);
            ctx.store.streams().register_consumer(&stream, name, tags, consumers_max, ctx.now.wall)
        })
        .map_err(|cause| fault::register(&cause, name, &stream.name, account))?;
    Ok(Answer::Now(RegisterStreamConsumerOutput { consumer: views::consumer(ctx.call, &stream, &consumer) }))
}
