//! DescribeStreamSummary.

use crate::address::{Address, arn};
use crate::api::{self, DescribeStreamSummaryInput, DescribeStreamSummaryOutput, StreamDescriptionSummary};
use crate::{encryption, views, warm};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeStreamSummary>(access, run)
}

fn address(input: &DescribeStreamSummaryInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &DescribeStreamSummaryInput) -> Vec<Access> {
    address(input).access("kinesis:DescribeStreamSummary", call)
}

/// Shows a stream without its shards.
fn run(
    ctx: &mut Context<'_>,
    input: &mut DescribeStreamSummaryInput,
) -> Result<Answer<DescribeStreamSummaryOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    let (encryption_type, key_id) = encryption::describe(&stream);
    let summary = StreamDescriptionSummary {
        stream_name: stream.name.clone(),
        stream_arn: arn(ctx.call, &stream.name),
        stream_status: views::status(&stream).to_owned(),
        stream_mode_details: Some(views::mode_details(&stream)),
        retention_period_hours: i64::from(stream.retention_hours),
        stream_creation_timestamp: views::millis(stream.created),
        enhanced_monitoring: views::monitoring(&stream),
        encryption_type,
        key_id,
        open_shard_count: views::count(stream.open_shards().count()),
        consumer_count: Some(views::count(ctx.store.streams().consumer_count(stream.id))),
        max_record_size_in_kib: Some(i64::from(stream.record_kib_max)),
        warm_throughput: warm::show(&stream),
        record_distribution_strategy: views::distribution(&stream),
        ..StreamDescriptionSummary::default()
    };
    Ok(Answer::Now(DescribeStreamSummaryOutput { stream_description_summary: summary }))
}
