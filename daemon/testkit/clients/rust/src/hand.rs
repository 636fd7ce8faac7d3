//! Makes one call of the SDK per line of standard input, and answers with one line; suites/hands.py is the driver.

use crate::queues;
use aws_sdk_kinesis::Client;
use aws_sdk_kinesis::client::Waiters;
use aws_sdk_kinesis::error::{BuildError, DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_kinesis::primitives::{Blob, DateTime, DateTimeFormat};
use aws_sdk_kinesis::types::{
    ChildShard, PutRecordsRequestEntry, Record, Shard, StartingPosition, SubscribeToShardEvent,
    SubscribeToShardEventStream,
};
use aws_smithy_types::base64;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::error::Error;
use std::fmt::Debug;
use std::io::{self, BufRead, Write};
use std::time::Duration;

/// How long one call may take, so that this program ends whatever happens.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why there is no result.
pub(crate) enum Trouble {
    /// The service refused.
    Refused { code: String, message: String },
    /// The client failed.
    Broken(String),
}

impl<E, R> From<SdkError<E, R>> for Trouble
where
    E: ProvideErrorMetadata + Error + 'static,
    R: Debug + 'static,
{
    fn from(error: SdkError<E, R>) -> Self {
        let told =
            error.as_service_error().and_then(|e| Some((e.code()?.to_owned(), e.message()?.to_owned())));
        match told {
            Some((code, message)) => Self::Refused { code, message },
            None => Self::Broken(DisplayErrorContext(error).to_string()),
        }
    }
}

impl From<BuildError> for Trouble {
    fn from(error: BuildError) -> Self {
        Self::Broken(error.to_string())
    }
}

pub async fn serve(client: &Client, queues: &aws_sdk_sqs::Client) -> Result<(), Box<dyn Error>> {
    for line in io::stdin().lock().lines() {
        let order: Value = serde_json::from_str(&line?)?;
        let answer = match tokio::time::timeout(PATIENCE, obey(client, queues, &order)).await {
            Ok(Ok(result)) => json!({ "result": result }),
            Ok(Err(Trouble::Refused { code, message })) => {
                json!({ "error": { "code": code, "message": message } })
            }
            Ok(Err(Trouble::Broken(why))) => json!({ "broken": why }),
            Err(_) => json!({ "broken": "no answer in time" }),
        };
        writeln!(io::stdout().lock(), "{answer}")?;
    }
    Ok(())
}

async fn obey(client: &Client, sqs: &aws_sdk_sqs::Client, order: &Value) -> Result<Value, Trouble> {
    let with = With(&order["with"]);
    match order["call"].as_str().unwrap_or_default() {
        call if order["service"] == "sqs" => queues::obey(sqs, call, with).await,
        call @ ("PutRecord" | "PutRecords" | "GetShardIterator" | "GetRecords") => {
            records(client, call, with).await
        }
        "SubscribeToShard" => listen(client, with, order["records"].as_u64().unwrap_or_default()).await,
        call if call.contains("Consumer") => consumers(client, call, with).await,
        call if call.contains("Shard") => shards(client, call, with).await,
        call => streams(client, call, with).await,
    }
}

async fn streams(client: &Client, call: &str, with: With<'_>) -> Result<Value, Trouble> {
    let name = with.text("StreamName");
    match call {
        "CreateStream" => {
            let request = client.create_stream().set_stream_name(name).set_tags(with.map("Tags"));
            request.set_shard_count(with.number("ShardCount")).send().await?;
        }
        "DeleteStream" => {
            let enforce = with.0["EnforceConsumerDeletion"].as_bool();
            client
                .delete_stream()
                .set_stream_name(name)
                .set_enforce_consumer_deletion(enforce)
                .send()
                .await?;
        }
        "WaitUntilStreamExists" => {
            let waiter = client.wait_until_stream_exists().set_stream_name(name);
            waiter.wait(PATIENCE).await.map_err(|e| Trouble::Broken(format!("{e:?}")))?;
        }
        "WaitUntilStreamNotExists" => {
            let waiter = client.wait_until_stream_not_exists().set_stream_name(name);
            waiter.wait(PATIENCE).await.map_err(|e| Trouble::Broken(format!("{e:?}")))?;
        }
        "AddTagsToStream" => {
            client.add_tags_to_stream().set_stream_name(name).set_tags(with.map("Tags")).send().await?;
        }
        "RemoveTagsFromStream" => {
            let request = client.remove_tags_from_stream().set_stream_name(name);
            request.set_tag_keys(Some(with.texts("TagKeys"))).send().await?;
        }
        "ListTagsForStream" => {
            let reply = client.list_tags_for_stream().set_stream_name(name).send().await?;
            let tags = reply.tags().iter().map(|tag| json!({ "Key": tag.key(), "Value": tag.value() }));
            return Ok(json!({ "Tags": tags.collect::<Vec<_>>() }));
        }
        "DescribeStreamSummary" => {
            let reply = client.describe_stream_summary().set_stream_name(name).send().await?;
            let summary = reply.stream_description_summary();
            return Ok(json!({ "StreamDescriptionSummary": {
                "StreamARN": summary.map(|s| s.stream_arn()),
                "StreamStatus": summary.map(|s| s.stream_status().as_str()),
            } }));
        }
        _ => return Err(Trouble::Broken(format!("no story needed {call} yet"))),
    }
    Ok(json!({}))
}

async fn shards(client: &Client, call: &str, with: With<'_>) -> Result<Value, Trouble> {
    let name = with.text("StreamName");
    match call {
        "SplitShard" => {
            let request =
                client.split_shard().set_stream_name(name).set_shard_to_split(with.text("ShardToSplit"));
            request.set_new_starting_hash_key(with.text("NewStartingHashKey")).send().await?;
        }
        "MergeShards" => {
            let request =
                client.merge_shards().set_stream_name(name).set_shard_to_merge(with.text("ShardToMerge"));
            request.set_adjacent_shard_to_merge(with.text("AdjacentShardToMerge")).send().await?;
        }
        "ListShards" => {
            let reply = client.list_shards().set_stream_name(name).send().await?;
            return Ok(json!({ "Shards": reply.shards().iter().map(shard).collect::<Vec<_>>() }));
        }
        _ => return Err(Trouble::Broken(format!("no story needed {call} yet"))),
    }
    Ok(json!({}))
}

async fn records(client: &Client, call: &str, with: With<'_>) -> Result<Value, Trouble> {
    let name = with.text("StreamName");
    match call {
        "PutRecord" => {
            let request =
                client.put_record().set_stream_name(name).set_partition_key(with.text("PartitionKey"));
            let reply = request
                .set_explicit_hash_key(with.text("ExplicitHashKey"))
                .set_sequence_number_for_ordering(with.text("SequenceNumberForOrdering"))
                .set_data(with.blob("Data"))
                .send()
                .await?;
            Ok(json!({ "ShardId": reply.shard_id(), "SequenceNumber": reply.sequence_number() }))
        }
        "PutRecords" => {
            let mut entries = Vec::new();
            for given in with.each("Records") {
                let entry = PutRecordsRequestEntry::builder().set_partition_key(given.text("PartitionKey"));
                let entry = entry.set_explicit_hash_key(given.text("ExplicitHashKey"));
                entries.push(entry.set_data(given.blob("Data")).build()?);
            }
            let reply = client.put_records().set_stream_name(name).set_records(Some(entries)).send().await?;
            let stored = reply.records().iter().map(
                |record| json!({ "ShardId": record.shard_id(), "SequenceNumber": record.sequence_number() }),
            );
            let stored: Vec<_> = stored.collect();
            Ok(json!({ "FailedRecordCount": reply.failed_record_count(), "Records": stored }))
        }
        "GetShardIterator" => {
            let request =
                client.get_shard_iterator().set_stream_name(name).set_shard_id(with.text("ShardId"));
            let reply = request
                .set_shard_iterator_type(with.text("ShardIteratorType").map(|kind| kind.as_str().into()))
                .set_starting_sequence_number(with.text("StartingSequenceNumber"))
                .set_timestamp(with.time("Timestamp"))
                .send()
                .await?;
            Ok(json!({ "ShardIterator": reply.shard_iterator() }))
        }
        _ => {
            let reply = client.get_records().set_shard_iterator(with.text("ShardIterator")).send().await?;
            Ok(json!({
                "Records": reply.records().iter().map(record).collect::<Vec<_>>(),
                "NextShardIterator": reply.next_shard_iterator(),
                "MillisBehindLatest": reply.millis_behind_latest(),
                "ChildShards": reply.child_shards().iter().map(child).collect::<Vec<_>>(),
            }))
        }
    }
}

async fn consumers(client: &Client, call: &str, with: With<'_>) -> Result<Value, Trouble> {
    match call {
        "RegisterStreamConsumer" => {
            let request = client.register_stream_consumer().set_stream_arn(with.text("StreamARN"));
            let reply = request.set_consumer_name(with.text("ConsumerName")).send().await?;
            Ok(json!({ "Consumer": { "ConsumerARN": reply.consumer().map(|c| c.consumer_arn()) } }))
        }
        "DescribeStreamConsumer" => {
            let request = client.describe_stream_consumer().set_consumer_arn(with.text("ConsumerARN"));
            let reply = request.send().await?;
            let status = reply.consumer_description().map(|c| c.consumer_status().as_str());
            Ok(json!({ "ConsumerDescription": { "ConsumerStatus": status } }))
        }
        _ => {
            let reply = client.list_stream_consumers().set_stream_arn(with.text("StreamARN")).send().await?;
            let listed = reply.consumers().iter().map(|c| json!({ "ConsumerName": c.consumer_name() }));
            Ok(json!({ "Consumers": listed.collect::<Vec<_>>() }))
        }
    }
}

/// Listens until so many records have come, or until the subscription ends when that is 0.
async fn listen(client: &Client, with: With<'_>, wanted: u64) -> Result<Value, Trouble> {
    let place = With(&with.0["StartingPosition"]);
    let start = StartingPosition::builder()
        .set_type(place.text("Type").map(|kind| kind.as_str().into()))
        .set_sequence_number(place.text("SequenceNumber"))
        .set_timestamp(place.time("Timestamp"))
        .build()?;
    let request = client.subscribe_to_shard().set_consumer_arn(with.text("ConsumerARN"));
    let mut reply = request.set_shard_id(with.text("ShardId")).starting_position(start).send().await?;
    let (mut events, mut count) = (Vec::new(), 0);
    while let Some(item) = reply.event_stream.recv().await? {
        if let SubscribeToShardEventStream::SubscribeToShardEvent(pushed) = item {
            count += pushed.records().len() as u64;
            events.push(event(&pushed));
        }
        if wanted > 0 && count >= wanted {
            break;
        }
    }
    Ok(json!({ "Events": events }))
}

fn event(pushed: &SubscribeToShardEvent) -> Value {
    json!({
        "Records": pushed.records().iter().map(record).collect::<Vec<_>>(),
        "ContinuationSequenceNumber": pushed.continuation_sequence_number(),
        "MillisBehindLatest": pushed.millis_behind_latest(),
        "ChildShards": pushed.child_shards().iter().map(child).collect::<Vec<_>>(),
    })
}

fn record(record: &Record) -> Value {
    let arrived = record.approximate_arrival_timestamp().and_then(|t| t.fmt(DateTimeFormat::DateTime).ok());
    json!({
        "SequenceNumber": record.sequence_number(),
        "PartitionKey": record.partition_key(),
        "Data": base64::encode(record.data()),
        "ApproximateArrivalTimestamp": arrived,
    })
}

fn child(child: &ChildShard) -> Value {
    json!({ "ShardId": child.shard_id(), "ParentShards": child.parent_shards() })
}

fn shard(shard: &Shard) -> Value {
    json!({
        "ShardId": shard.shard_id(),
        "ParentShardId": shard.parent_shard_id(),
        "AdjacentParentShardId": shard.adjacent_parent_shard_id(),
        "HashKeyRange": shard.hash_key_range().map(|range| json!({
            "StartingHashKey": range.starting_hash_key(), "EndingHashKey": range.ending_hash_key(),
        })),
        "SequenceNumberRange": shard.sequence_number_range().map(|range| json!({
            "StartingSequenceNumber": range.starting_sequence_number(),
            "EndingSequenceNumber": range.ending_sequence_number(),
        })),
    })
}

/// What is given to a call.
#[derive(Clone, Copy)]
pub(crate) struct With<'a>(pub(crate) &'a Value);

impl<'a> With<'a> {
    /// The structures of a list.
    pub(crate) fn each(self, name: &str) -> impl Iterator<Item = With<'a>> {
        self.0[name].as_array().into_iter().flatten().map(With)
    }

    pub(crate) fn text(self, name: &str) -> Option<String> {
        self.0[name].as_str().map(str::to_owned)
    }

    pub(crate) fn texts(self, name: &str) -> Vec<String> {
        self.0[name]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|each| each.as_str().map(str::to_owned))
            .collect()
    }

    pub(crate) fn number(self, name: &str) -> Option<i32> {
        self.0[name].as_i64().and_then(|number| number.try_into().ok())
    }

    pub(crate) fn map(self, name: &str) -> Option<HashMap<String, String>> {
        let pairs = self.0[name].as_object()?.iter();
        Some(pairs.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect())
    }

    fn blob(self, name: &str) -> Option<Blob> {
        self.0[name].as_str().and_then(|text| base64::decode(text).ok()).map(Blob::new)
    }

    fn time(self, name: &str) -> Option<DateTime> {
        self.0[name].as_str().and_then(|text| DateTime::from_str(text, DateTimeFormat::DateTime).ok())
    }
}
