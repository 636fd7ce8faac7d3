//! Compares what a gateway holds with what it acknowledged.

use crate::appliance::{Appliance, Cut};
use crate::check_table::check_table;
use crate::model::{Model, Put, QueueModel, StreamModel};
use crate::workload::{drain, group_of, name_of, url};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt;

/// After this every delay and visibility timeout of the day is over.
const ALL_VISIBLE_MS: u64 = 60_000;
/// More pages than a simulated stream has.
const PAGES_MAX: u32 = 1_000;
/// So many receives in a row without a message say that there is none.
const EMPTY_RECEIVES: u32 = 3;

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach(pub String);

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Cut> for Breach {
    fn from(_: Cut) -> Self {
        Self("the gateway does not answer on a healthy disk".into())
    }
}

/// Reads everything back, compares it with the model, and empties the queues; then the model knows all for certain.
///
/// # Errors
/// The first [`Breach`] found.
pub fn check(appliance: &Appliance, model: &mut Model) -> Result<(), Breach> {
    match missing(appliance, model)?.first() {
        Some(first) => Err(Breach(first.clone())),
        None => Ok(()),
    }
}

/// As [`check`], and lists what was acknowledged and is not there, or was deleted and is there again: what a device
/// that destroys synced bytes can cause, and nothing else may.
///
/// # Errors
/// The first [`Breach`] that not even damage excuses: phantoms, duplicates, wrong order.
pub fn missing(appliance: &Appliance, model: &mut Model) -> Result<Vec<String>, Breach> {
    let mut missing = Vec::new();
    for (name, stream) in std::mem::take(&mut model.streams) {
        if let Some(found) = check_stream(appliance, &name, &stream, &mut missing)? {
            model.streams.insert(name, StreamModel { records: found, ..StreamModel::default() });
        }
    }
    for (name, table) in std::mem::take(&mut model.tables) {
        if let Some(found) = check_table(appliance, &name, &table, &mut missing)? {
            model.tables.insert(name, found);
        }
    }
    // Whatever was in flight or delayed before becomes visible.
    appliance.clock().advance_ms(ALL_VISIBLE_MS);
    for (name, queue) in std::mem::take(&mut model.queues) {
        if let Some(deleted) = check_queue(appliance, &name, &queue, &mut missing)? {
            let sent_ms = queue.sent_ms;
            model.queues.insert(name, QueueModel { deleted, sent_ms, ..QueueModel::default() });
        }
    }
    if let Some(view) = &mut model.view {
        drain(appliance, view, &mut missing)?;
    }
    Ok(missing)
}

/// The records of a stream that keeps its promises; `None` when it does not exist and need not.
fn check_stream(
    appliance: &Appliance,
    name: &str,
    model: &StreamModel,
    missing: &mut Vec<String>,
) -> Result<Option<Vec<Put>>, Breach> {
    let breach = |text: String| Err(Breach(format!("stream {name}: {text}")));
    let Some(shards) = read_stream(appliance, name)? else {
        // Its creation was never acknowledged when nothing was ever put into it.
        let may_be = model.maybe_gone || model.records.is_empty();
        return if may_be { Ok(None) } else { breach("it is gone".into()) };
    };
    for shard in &shards {
        if !shard.is_sorted_by_key(|put| (put.number.len(), put.number.clone())) {
            return breach("sequence numbers do not ascend".into());
        }
    }
    let found = shards.concat();
    let keys: BTreeSet<&String> = model.records.iter().chain(&found).map(|put| &put.key).collect();
    let rest: Vec<&Put> =
        keys.into_iter().flat_map(|key| check_key(name, key, &model.records, &found, missing)).collect();
    let extra: BTreeSet<&String> = rest.iter().map(|put| &put.body).collect();
    missing.extend(
        partial(&model.maybe, |body| extra.contains(body)).map(|text| format!("stream {name}: {text}")),
    );
    let known: BTreeSet<&String> = model.maybe.iter().flatten().collect();
    if let Some(phantom) = extra.iter().find(|body| !known.contains(*body)) {
        return breach(format!("nobody put {phantom}, or it was refused or of a deleted stream"));
    }
    if extra.len() != rest.len() {
        return breach("a record is there twice".into());
    }
    Ok(Some(found))
}

/// Compares the records of one key, which keep their order from shard to shard, and returns what follows those that
/// were acknowledged.
fn check_key<'f>(
    name: &str,
    key: &str,
    wanted: &[Put],
    found: &'f [Put],
    missing: &mut Vec<String>,
) -> Vec<&'f Put> {
    let found: Vec<&Put> = found.iter().filter(|put| put.key == key).collect();
    let mut rest = found.as_slice();
    for wanted in wanted.iter().filter(|put| put.key == key) {
        match rest.split_first() {
            Some((first, tail)) if *first == wanted => rest = tail,
            other => missing.push(format!(
                "stream {name}: acknowledged {wanted:?}, found {:?}",
                other.map(|(first, _)| first)
            )),
        }
    }
    rest.to_vec()
}

/// Every record of every shard of a stream, parents first; `None` when the stream does not exist.
fn read_stream(appliance: &Appliance, stream: &str) -> Result<Option<Vec<Vec<Put>>>, Breach> {
    let known = appliance.store().streams().find(stream);
    let indexes =
        known.map_or_else(|| vec![0], |known| known.shards().iter().map(|shard| shard.index).collect());
    let mut shards = Vec::new();
    for index in indexes {
        let Some(records) = read_shard(appliance, stream, index)? else { return Ok(None) };
        shards.push(records);
    }
    Ok(Some(shards))
}

/// Every record of a shard; `None` when it does not exist.
fn read_shard(appliance: &Appliance, stream: &str, index: u32) -> Result<Option<Vec<Put>>, Breach> {
    let shard = format!("shardId-{index:012}");
    let input = json!({"StreamName": stream, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"});
    let reply = appliance.call("Kinesis_20131202.GetShardIterator", &input)?;
    if reply.body["__type"] == "ResourceNotFoundException" {
        return Ok(None);
    }
    let mut iterator = reply.body["ShardIterator"].clone();
    let mut records = Vec::new();
    for _ in 0..PAGES_MAX {
        let reply = appliance.call("Kinesis_20131202.GetRecords", &json!({"ShardIterator": iterator}))?;
        if !reply.is_ok() {
            return Err(Breach(format!("stream {stream} does not read: {}", reply.body)));
        }
        let page = reply.body["Records"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        records.extend(page.iter().map(|record| Put {
            key: text(&record["PartitionKey"]),
            body: data_name(&record["Data"]),
            number: text(&record["SequenceNumber"]),
        }));
        iterator = reply.body["NextShardIterator"].clone();
        let is_closed = iterator.is_null();
        if is_closed && reply.body["ChildShards"].as_array().is_none_or(Vec::is_empty) {
            return Err(Breach(format!("stream {stream}: {shard} ends without children")));
        }
        if is_closed || (page.is_empty() && reply.body["MillisBehindLatest"] == 0) {
            return Ok(Some(records));
        }
    }
    Err(Breach(format!("stream {stream}: the end of {shard} is never reached")))
}

fn data_name(data: &Value) -> String {
    let bytes = STANDARD.decode(data.as_str().unwrap_or_default()).unwrap_or_default();
    name_of(&Value::String(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Empties a queue that keeps its promises and returns everything deleted from it so far; `None` when it does not
/// exist and need not.
fn check_queue(
    appliance: &Appliance,
    name: &str,
    model: &QueueModel,
    missing: &mut Vec<String>,
) -> Result<Option<BTreeSet<String>>, Breach> {
    let breach = |text: String| Err(Breach(format!("queue {name}: {text}")));
    let Some(found) = drain_queue(appliance, name)? else {
        let may_be = model.maybe_gone || (model.messages.is_empty() && model.deleted.is_empty());
        return if may_be { Ok(None) } else { breach("it is gone".into()) };
    };
    let distinct: BTreeSet<&String> = found.iter().collect();
    let gone = model.messages.iter().filter(|m| !distinct.contains(m) && !model.maybe_deleted.contains(*m));
    missing.extend(gone.map(|body| format!("queue {name}: acknowledged {body} is gone")));
    let back = distinct.iter().filter(|body| model.deleted.contains(**body));
    missing
        .extend(back.map(|body| format!("queue {name}: {body} came back after its delete was acknowledged")));
    missing.extend(
        partial(&model.maybe, |body| distinct.contains(body)).map(|text| format!("queue {name}: {text}")),
    );
    let maybe_sent: BTreeSet<&String> = model.maybe.iter().flatten().collect();
    let known = |body: &String| {
        model.messages.contains(body) || maybe_sent.contains(body) || model.deleted.contains(body)
    };
    if let Some(phantom) = found.iter().find(|body| !known(body)) {
        return breach(format!("nobody sent {phantom}, or it was refused or of a deleted queue"));
    }
    if distinct.len() != found.len() {
        return breach("a message is there twice".into());
    }
    if name.ends_with(".fifo") {
        check_order(name, model, &found)?;
    }
    Ok(Some(model.deleted.iter().cloned().chain(found).collect()))
}

/// Calls of unknown fate of which only a part is there.
fn partial<'a>(
    calls: &'a [Vec<String>],
    there: impl Fn(&String) -> bool + 'a,
) -> impl Iterator<Item = String> + 'a {
    calls.iter().filter_map(move |call| {
        let present = call.iter().filter(|body| there(body)).count();
        (present != 0 && present != call.len()).then(|| format!("{present} of {} of one call", call.len()))
    })
}

/// Within each group, messages come in the order in which they were sent, those of unknown fate last.
fn check_order(name: &str, model: &QueueModel, found: &[String]) -> Result<(), Breach> {
    let sent: Vec<&String> = model
        .messages
        .iter()
        .chain(model.maybe.iter().flatten())
        .filter(|body| found.contains(body))
        .collect();
    for group in 0..3 {
        let wanted: Vec<&&String> = sent.iter().filter(|body| group_of(body) == group).collect();
        // What came back after its delete is told apart from this.
        let seen: Vec<&String> =
            found.iter().filter(|body| group_of(body) == group && sent.contains(body)).collect();
        if !wanted.iter().map(|body| **body).eq(seen.iter().copied()) {
            return Err(Breach(format!("queue {name}: a group sent as {wanted:?} is received as {seen:?}")));
        }
    }
    Ok(())
}

/// Receives and deletes everything; `None` when the queue does not exist.
fn drain_queue(appliance: &Appliance, queue: &str) -> Result<Option<Vec<String>>, Breach> {
    let mut found = Vec::new();
    let mut empty = 0;
    loop {
        let input = json!({"QueueUrl": url(queue), "MaxNumberOfMessages": 10, "VisibilityTimeout": 600});
        let reply = appliance.call("AmazonSQS.ReceiveMessage", &input)?;
        if reply.body["__type"] == "com.amazonaws.sqs#QueueDoesNotExist" {
            return Ok(None);
        }
        if !reply.is_ok() {
            return Err(Breach(format!("queue {queue} does not read: {}", reply.body)));
        }
        let messages = reply.body["Messages"].as_array().cloned().unwrap_or_default();
        // A receive may find only damage, and the next one what lies behind it.
        empty = if messages.is_empty() { empty + 1 } else { 0 };
        if empty == EMPTY_RECEIVES {
            return Ok(Some(found));
        }
        for message in messages {
            found.push(name_of(&message["Body"]));
            let input = json!({"QueueUrl": url(queue), "ReceiptHandle": message["ReceiptHandle"]});
            let reply = appliance.call_patiently("AmazonSQS.DeleteMessage", &input)?;
            if !reply.is_ok() {
                return Err(Breach(format!("queue {queue}: a fresh handle does not delete: {}", reply.body)));
            }
        }
    }
}
