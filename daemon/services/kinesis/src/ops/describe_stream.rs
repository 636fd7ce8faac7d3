//! DescribeStream.

use crate::address::{Address, arn};
use crate::api::{self, DescribeStreamInput, DescribeStreamOutput, StreamDescription};
use crate::fault::shard_id;
use crate::{encryption, limits, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeStream>(access, run)
}

fn address(input: &DescribeStreamInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &DescribeStreamInput) -> Vec<Access> {
    address(input).access("kinesis:DescribeStream", call)
}

/// Shows a stream and a page of its shards.
fn run(
    ctx: &mut Context<'_>,
    input: &mut DescribeStreamInput,
) -> Result<Answer<DescribeStreamOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    let limit = views::limit(input.limit, limits::DESCRIBE_SHARDS);
    let after = input.exclusive_start_shard_id.as_deref();
    let mut rest =
        stream.shards().iter().filter(|shard| after.is_none_or(|id| shard_id(shard.index).as_str() > id));
    let shards = rest.by_ref().take(limit).map(views::shard).collect();
    let (encryption_type, key_id) = encryption::describe(&stream);
    let description = StreamDescription {
        stream_name: stream.name.clone(),
        stream_arn: arn(ctx.call, &stream.name),
        stream_status: views::status(&stream).to_owned(),
        stream_mode_details: Some(views::mode_details(&stream)),
        shards,
        has_more_shards: rest.next().is_some(),
        retention_period_hours: i64::from(stream.retention_hours),
        stream_creation_timestamp: views::millis(stream.created),
        enhanced_monitoring: views::monitoring(&stream),
        encryption_type,
        key_id,
    };
    Ok(Answer::Now(DescribeStreamOutput { stream_description: description }))
}
