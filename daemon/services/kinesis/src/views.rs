//! Streams and shards as replies show them.

use crate::address::arn;
use crate::fault::shard_id;
use crate::{api, consumer, monitoring};
use millpond_base::WallMs;
use millpond_service::Call;
use millpond_store::stream::{Consumer, Distribution, Mode, SequenceNumber, Shard, Stream};

/// Streams and consumers are of use as soon as they exist, and are gone as soon as they are deleted.
pub(crate) const ACTIVE: &str = "ACTIVE";
/// Something becomes of the shards; records go on coming and going meanwhile.
pub(crate) const UPDATING: &str = "UPDATING";

pub(crate) fn shard(shard: &Shard) -> api::Shard {
    let end = shard.closed.map(|closed| SequenceNumber::end(shard, closed.wall));
    api::Shard {
        shard_id: shard_id(shard.index),
        parent_shard_id: shard.parents.first().copied().map(shard_id),
        adjacent_parent_shard_id: shard.parents.get(1).copied().map(shard_id),
        hash_key_range: hash_key_range(shard),
        sequence_number_range: api::SequenceNumberRange {
            starting_sequence_number: SequenceNumber::start(shard).into(),
            ending_sequence_number: end.map(Into::into),
        },
    }
}

pub(crate) fn child(shard: &Shard) -> api::ChildShard {
    api::ChildShard {
        shard_id: shard_id(shard.index),
        parent_shards: shard.parents.iter().copied().map(shard_id).collect(),
        hash_key_range: hash_key_range(shard),
    }
}

pub(crate) fn consumer(call: &Call, stream: &Stream, of: &Consumer) -> api::Consumer {
    api::Consumer {
        consumer_name: of.name.clone(),
        consumer_arn: consumer::arn(call, stream, of),
        consumer_status: ACTIVE.to_owned(),
        consumer_creation_timestamp: millis(of.created),
    }
}

pub(crate) fn consumer_description(call: &Call, stream: &Stream, of: &Consumer) -> api::ConsumerDescription {
    let shown = consumer(call, stream, of);
    api::ConsumerDescription {
        consumer_name: shown.consumer_name,
        consumer_arn: shown.consumer_arn,
        consumer_status: shown.consumer_status,
        consumer_creation_timestamp: shown.consumer_creation_timestamp,
        stream_arn: arn(call, &stream.name),
    }
}

fn hash_key_range(shard: &Shard) -> api::HashKeyRange {
    api::HashKeyRange {
        starting_hash_key: shard.range.first().to_string(),
        ending_hash_key: shard.range.last().to_string(),
    }
}

pub(crate) fn summary(stream: &Stream, call: &Call) -> api::StreamSummary {
    api::StreamSummary {
        stream_name: stream.name.clone(),
        stream_arn: arn(call, &stream.name),
        stream_status: status(stream).to_owned(),
        stream_mode_details: Some(mode_details(stream)),
        stream_creation_timestamp: Some(millis(stream.created)),
    }
}

pub(crate) const fn status(stream: &Stream) -> &'static str {
    if stream.resharding.pending.is_some() { UPDATING } else { ACTIVE }
}

pub(crate) fn mode_details(stream: &Stream) -> api::StreamModeDetails {
    let stream_mode = match stream.mode {
        Mode::Provisioned => "PROVISIONED",
        Mode::OnDemand => "ON_DEMAND",
    };
    api::StreamModeDetails { stream_mode: stream_mode.to_owned() }
}

/// Shown for on-demand streams only, as AWS does.
pub(crate) fn distribution(stream: &Stream) -> Option<String> {
    let strategy = match stream.distribution {
        Distribution::PartitionKey => "USER_PARTITION_KEY",
        Distribution::Even => "AUTO",
    };
    (stream.mode == Mode::OnDemand).then(|| strategy.to_owned())
}

/// The metrics that are reported for each shard.
pub(crate) fn monitoring(stream: &Stream) -> Vec<api::EnhancedMetrics> {
    vec![api::EnhancedMetrics { shard_level_metrics: Some(monitoring::words(stream.extras.metrics)) }]
}

pub(crate) fn tag((key, value): (&String, &String)) -> api::Tag {
    api::Tag { key: key.clone(), value: Some(value.clone()) }
}

/// A moment as the wire has it.
pub(crate) fn millis(moment: WallMs) -> i64 {
    i64::try_from(moment.0).unwrap_or(i64::MAX)
}

/// A moment from the wire; one before 1970 is 1970.
pub(crate) fn moment(millis: i64) -> WallMs {
    WallMs(u64::try_from(millis).unwrap_or(0))
}

/// A count as the wire has it.
pub(crate) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A limit from the wire, which the model has bounded.
pub(crate) fn limit(asked: Option<i64>, default: usize) -> usize {
    asked.and_then(|n| usize::try_from(n).ok()).unwrap_or(default)
}
