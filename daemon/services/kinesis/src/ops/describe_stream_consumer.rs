//! DescribeStreamConsumer.

use crate::api::{self, DescribeStreamConsumerInput, DescribeStreamConsumerOutput};
use crate::consumer::ConsumerAddress;
use crate::views;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeStreamConsumer>(access, run)
}

fn address(input: &DescribeStreamConsumerInput) -> ConsumerAddress<'_> {
    ConsumerAddress::new(input.stream_arn.as_ref(), input.consumer_name.as_ref(), input.consumer_arn.as_ref())
}

fn access(call: &Call, store: &Store, input: &DescribeStreamConsumerInput) -> Vec<Access> {
    address(input).access("kinesis:DescribeStreamConsumer", call, store)
}

/// Shows a consumer.
fn run(
    ctx: &mut Context<'_>,
    input: &mut DescribeStreamConsumerInput,
) -> Result<Answer<DescribeStreamConsumerOutput>, Fault> {
    let (stream, consumer) = address(input).find(ctx)?;
    let consumer_description = views::consumer_description(ctx.call, &stream, &consumer);
    Ok(Answer::Now(DescribeStreamConsumerOutput { consumer_description }))
}
