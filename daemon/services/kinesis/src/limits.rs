//! Bounds that the model does not state, each with its unit and source.

use millpond_store::stream::PerSecond;

/// Shards of all streams together that take records.
pub(crate) const SHARDS_MAX: usize = millpond_store::stream::SHARDS_MAX;

/// Shards of all streams together, those included that ended and whose records are kept.
pub(crate) const SHARDS_KEPT_MAX: usize = millpond_store::stream::SHARDS_KEPT_MAX;

/// How often the number of a stream's shards can be set within 24 hours on the device timeline.
///
/// # Source
/// Kinesis API Reference, UpdateShardCount.
pub(crate) const SCALINGS_A_DAY_MAX: usize = 10;

/// How often the mode of a stream can be set within 24 hours on the device timeline.
///
/// # Source
/// Kinesis Developer Guide, switching between data stream capacity modes: twice.
pub(crate) const SWITCHES_A_DAY_MAX: usize = 2;

/// Shards of a stream created without saying how many.
///
/// # Source
/// Observed at AWS: an on-demand stream begins with four.
pub(crate) const ON_DEMAND_SHARDS: u32 = 4;

/// Hours for which a new stream keeps records.
///
/// # Source
/// Kinesis API Reference, CreateStream.
pub(crate) const RETENTION_HOURS: u32 = 24;

/// Hours for which records can be kept at most.
///
/// # Source
/// Kinesis API Reference, IncreaseStreamRetentionPeriod: 365 days.
pub(crate) const RETENTION_HOURS_MAX: u32 = 8760;

/// Most that an on-demand stream can be warmed up to, in MiB a second.
///
/// # Source
/// Kinesis API Reference, UpdateStreamWarmThroughput: 10 GiB a second.
pub(crate) const WARM_MIBPS_MAX: u32 = 10_240;

/// Largest record of a stream that does not say otherwise, data and partition key together, in KiB.
///
/// # Source
/// Kinesis API Reference, CreateStream: MaxRecordSizeInKiB.
pub(crate) const RECORD_KIB: u32 = 1024;

/// Largest MaxRecordSizeInKiB taken here, in KiB. AWS takes 10,240; a record must fit one commit of the log.
pub(crate) const RECORD_KIB_MAX: u32 = 4096;

/// Data and partition keys of one PutRecords, in bytes.
///
/// # Source
/// Kinesis API Reference, PutRecords: 10 MiB for the entire request.
pub(crate) const PUT_RECORDS_BYTES_MAX: usize = 10 << 20;

/// What one PutRecords hands to the log, in bytes; later entries are answered as throttled and come again.
///
/// Chosen below the log's bounds on a batch and on what may wait for a commit, so that every request makes progress.
pub(crate) const STAGE_BYTES_MAX: usize = 6 << 20;

/// Records of one GetRecords when it does not say otherwise.
///
/// # Source
/// Kinesis API Reference, GetRecords: at most 10,000.
pub(crate) const GET_RECORDS: usize = 10_000;

/// Bytes of one GetRecords.
///
/// # Source
/// Kinesis API Reference, GetRecords: at most 10 MiB.
pub(crate) const GET_BYTES_MAX: usize = 10 << 20;

/// Bytes of records that a reply of GetRecords holds in memory at once, but for the rest of a chunk of the log.
///
/// Chosen so that a piece ends with the first full chunk: half of what the log puts in one.
pub(crate) const GET_PIECE_BYTES: usize = 128 << 10;

/// Records a second that a shard takes where AWS's rates are asked for.
///
/// # Source
/// Kinesis Developer Guide, quotas and limits: 1,000 records and 1 MiB a second.
pub(crate) const WRITE_RECORDS: PerSecond = 1000;

/// Bytes a second that a shard takes, data and partition keys together; same source.
pub(crate) const WRITE_BYTES: PerSecond = 1 << 20;

/// Calls of GetRecords a second on a shard.
///
/// # Source
/// Kinesis API Reference, GetRecords: five transactions and 2 MiB a second; after 10 MiB none for five seconds.
pub(crate) const READS: PerSecond = 5;

/// Bytes a second that a shard gives to GetRecords; same source.
pub(crate) const READ_BYTES: PerSecond = 2 << 20;

/// Calls of GetShardIterator a second on a shard.
///
/// # Source
/// Kinesis API Reference, GetShardIterator.
pub(crate) const ITERATORS: PerSecond = 5;

/// How long a shard iterator or a page token can be used, in milliseconds on the device timeline.
///
/// # Source
/// Kinesis API Reference, GetShardIterator, ListShards and ListStreamConsumers: five minutes.
pub(crate) const TOKEN_MS: u64 = 300_000;

/// Shards of one DescribeStream when it does not say otherwise.
///
/// # Source
/// Kinesis API Reference, DescribeStream.
pub(crate) const DESCRIBE_SHARDS: usize = 100;

/// Shards of one ListShards when it does not say otherwise.
///
/// # Source
/// Observed at AWS; the reference says 10,000.
pub(crate) const LIST_SHARDS: usize = 1000;

/// Streams of one ListStreams when it does not say otherwise.
///
/// # Source
/// Kinesis API Reference, ListStreams.
pub(crate) const LIST_STREAMS: usize = 100;

/// Records of one receive from a queue when it does not say otherwise.
///
/// # Source
/// Kinesis API Reference, ReceiveQueueRecords.
pub(crate) const QUEUE_RECEIVE: usize = 10;

/// How long a receive from a queue waits when it does not say, in seconds; and at most.
///
/// # Source
/// Kinesis API Reference, ReceiveQueueRecords: 9, at most 20.
pub(crate) const QUEUE_WAIT_S: i64 = 9;
/// See [`QUEUE_WAIT_S`].
pub(crate) const QUEUE_WAIT_S_MAX: u32 = 20;

/// Queues of one ListQueues when it does not say otherwise. None is stated; as for channels.
///
/// # Source
/// Kinesis API Reference, ListChannels: 100.
pub(crate) const LIST_QUEUES: usize = 100;

/// Consumers and queues of a stream together.
///
/// # Source
/// Kinesis API Reference, CreateQueue and RegisterStreamConsumer; the 50 of on-demand Advantage belong to a billing commitment.
pub(crate) const CONSUMERS_MAX: usize = 20;

/// Consumers of one ListStreamConsumers, also when it asks for more.
///
/// # Source
/// Kinesis API Reference, ListStreamConsumers.
pub(crate) const LIST_CONSUMERS: usize = 100;

/// How long a subscription lasts, in milliseconds on the device timeline.
///
/// # Source
/// Kinesis API Reference, SubscribeToShard: up to five minutes.
pub(crate) const SUBSCRIPTION_MS: u64 = 300_000;

/// How long nobody takes over a subscription, in milliseconds on the device timeline.
///
/// # Source
/// Kinesis API Reference, SubscribeToShard: five seconds.
pub(crate) const SUBSCRIPTION_HELD_MS: u64 = 5_000;

/// How long a subscription is silent, in milliseconds on the device timeline.
///
/// # Source
/// Observed at AWS: an event without records every five seconds or so.
pub(crate) const BEAT_MS: u64 = 5_000;

/// Bytes of the records in one event; a larger record has an event of its own. Ours: a client that stops reading costs
/// about so much memory, and more would make nothing faster.
pub(crate) const EVENT_BYTES_MAX: usize = 128 << 10;

/// Records in one event. Ours: in JSON each has about 250 bytes beside its data, so this takes as much again.
pub(crate) const EVENT_RECORDS_MAX: usize = 500;

/// Subscriptions at the same time, of all consumers together. Ours: if none of their clients reads, they take 100 MiB.
pub(crate) const SUBSCRIPTIONS_MAX: usize = 256;

/// Tags of a stream or a consumer.
///
/// # Source
/// Kinesis API Reference, AddTagsToStream and RegisterStreamConsumer.
pub(crate) const TAGS_MAX: usize = 50;

/// Largest shard number that can be asked for.
///
/// # Source
/// Observed at AWS.
pub(crate) const SHARD_INDEX_MAX: u32 = 0x7fff_ffff;

const _: () = assert!(BEAT_MS < SUBSCRIPTION_MS && SUBSCRIPTION_HELD_MS < SUBSCRIPTION_MS);
const _: () = assert!(STAGE_BYTES_MAX < PUT_RECORDS_BYTES_MAX);
const _: () = assert!((RECORD_KIB_MAX as usize) << 10 <= STAGE_BYTES_MAX);
const _: () = assert!(RECORD_KIB <= RECORD_KIB_MAX);
