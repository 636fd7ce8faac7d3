//! AWS's rates, for gateways whose configuration asks for them: what is counted where, and how it is refused.
//!
//! The buckets are `millpond_store::stream::Throttle`'s; while it is off everything here lets everything pass.

use crate::{fault, limits};
use millpond_aws::schema::Operation;
use millpond_base::{LineMs, TrackId};
use millpond_service::{Access, Context, Fault, Handler};
use millpond_store::stream::{PerSecond, Shard, Streams, Used};

/// What calls of a kind are counted by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Account,
    Stream,
}

/// Calls that AWS takes only so many of a second.
///
/// # Source
/// Kinesis Developer Guide, "Quotas and limits", control plane APIs; Kinesis API Reference, ListShards. Where the two
/// count by stream, so does this.
const CALLS: [(&str, PerSecond, By); 24] = [
    ("AddTagsToStream", 5, By::Account),
    ("CreateStream", 5, By::Account),
    ("DecreaseStreamRetentionPeriod", 5, By::Stream),
    ("DeleteStream", 5, By::Account),
    ("DeregisterStreamConsumer", 5, By::Stream),
    ("DescribeLimits", 1, By::Account),
    ("DescribeStream", 10, By::Account),
    ("DescribeStreamConsumer", 20, By::Stream),
    ("DescribeStreamSummary", 20, By::Account),
    ("DisableEnhancedMonitoring", 5, By::Stream),
    ("EnableEnhancedMonitoring", 5, By::Stream),
    ("IncreaseStreamRetentionPeriod", 5, By::Stream),
    ("ListShards", 1000, By::Stream),
    ("ListStreamConsumers", 5, By::Stream),
    ("ListStreams", 5, By::Account),
    ("ListTagsForResource", 5, By::Account),
    ("ListTagsForStream", 5, By::Stream),
    ("MergeShards", 5, By::Stream),
    ("RegisterStreamConsumer", 5, By::Stream),
    ("RemoveTagsFromStream", 5, By::Stream),
    ("SplitShard", 5, By::Stream),
    ("TagResource", 5, By::Account),
    ("UntagResource", 5, By::Account),
    ("UpdateShardCount", 5, By::Account),
];

fn rate_of(operation: &str) -> Option<&'static (&'static str, PerSecond, By)> {
    CALLS.iter().find(|(name, ..)| *name == operation)
}

/// Has calls counted whose rate AWS bounds.
pub(crate) fn guard(handler: Handler) -> Handler {
    match rate_of(handler.operation().name) {
        Some(_) => handler.guarded(admit),
        None => handler,
    }
}

fn admit(ctx: &Context<'_>, operation: &'static Operation, access: &[Access]) -> Result<(), Fault> {
    let throttle = ctx.store.streams().throttle();
    let Some((name, rate, by)) = rate_of(operation.name).filter(|_| throttle.is_on()) else { return Ok(()) };
    let resource = access.first().map_or("", |access| access.resource.as_str());
    let counted = if *by == By::Stream { resource } else { "" };
    if throttle.draw(&[(Used::call(name, counted), *rate, 1)], ctx.now.line) {
        return Ok(());
    }
    // `arn:aws:kinesis:REGION:ACCOUNT:stream/NAME`, which may go on with a consumer.
    let stream = resource.split_once(":stream/").map(|(_, rest)| rest.split('/').next().unwrap_or(rest));
    Err(fault::call_rate(stream, &ctx.call.account))
}

/// Counts a record that is to be written; false when its shard takes no more now.
pub(crate) fn write(streams: &Streams, shard: &Shard, bytes: usize, line: LineMs) -> bool {
    streams.throttle().draw(
        &[
            (Used::Shard(shard.track, "records in"), limits::WRITE_RECORDS, 1),
            (Used::Shard(shard.track, "bytes in"), limits::WRITE_BYTES, bytes),
        ],
        line,
    )
}

/// Counts a GetRecords; false when the shard gives no more now.
pub(crate) fn read(streams: &Streams, track: TrackId, line: LineMs) -> bool {
    streams.throttle().draw(
        &[
            (Used::Shard(track, "reads"), limits::READS, 1),
            (Used::Shard(track, "bytes out"), limits::READ_BYTES, 0),
        ],
        line,
    )
}

/// Counts what a GetRecords gave.
pub(crate) fn given(streams: &Streams, track: TrackId, bytes: usize, line: LineMs) {
    streams.throttle().owe(Used::Shard(track, "bytes out"), limits::READ_BYTES, bytes, line);
}

/// Counts a GetShardIterator; false when the shard gives no more now.
pub(crate) fn iterator(streams: &Streams, track: TrackId, line: LineMs) -> bool {
    streams.throttle().draw(&[(Used::Shard(track, "iterators"), limits::ITERATORS, 1)], line)
}
