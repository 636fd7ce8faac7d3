//! 1,000 shards over 200 streams beside one shard: memory, and the time a record takes in and out.

use crate::Request;
use crate::client::Client;
use crate::put_records::{CONNECTIONS, Load, RECORD_BYTES, RECORDS, create_sharded, median};
use crate::rig::Rig;
use serde_json::{Value, json};
use std::sync::Barrier;
use std::time::{Duration, Instant};

const STREAMS: usize = 200;
const SHARDS_EACH: u32 = 5;
/// Requests per connection, side and round: every stream comes up several times.
const REQUESTS: usize = 100;
/// Single records per connection, side and round.
const SINGLES: usize = 1000;
/// Shards that are read per round on either side.
const READS: u32 = 40;

pub(crate) fn shards(request: &Request) -> Result<(), String> {
    let rig = Rig::start(request)?;
    let mut client = rig.client()?;
    create_sharded(&mut client, "one", 1)?;
    let before_kib = rig.memory_kib("VmRSS")?;
    let begin = Instant::now();
    (0..STREAMS).try_for_each(|number| create_sharded(&mut client, &name(number), SHARDS_EACH))?;
    println!(
        "shards: {STREAMS} streams of {SHARDS_EACH} made in {:.1} s, resident {} KiB ({before_kib} KiB before)",
        begin.elapsed().as_secs_f64(),
        rig.memory_kib("VmRSS")?
    );
    let many: Vec<String> = (0..STREAMS).map(name).collect();
    let one = vec!["one".to_owned()];
    for (what, records, requests) in [("PutRecords", RECORDS, REQUESTS), ("single records", 1, SINGLES)] {
        let mut ratios = Vec::new();
        for round in 1..=request.rounds {
            let alone = put(&rig, &one, records, requests)?;
            let spread = put(&rig, &many, records, requests)?;
            println!("round {round}: {what} {:.2} us a record to one shard, {:.2} us to many", alone, spread);
            ratios.push(spread / alone);
        }
        println!(
            "shards: {what}: median {:.2} of the time one shard takes (at most 1.15 wanted)",
            median(&mut ratios)
        );
    }
    let mut ratios = Vec::new();
    for _ in 0..request.rounds {
        ratios.push(get(&mut client, &many)? / get(&mut client, &one)?);
    }
    println!(
        "shards: GetRecords: median {:.2} of the time one shard takes (at most 1.15 wanted)",
        median(&mut ratios)
    );
    println!(
        "shards: resident {} KiB, {} KiB at most under load (at most 40960 wanted)",
        rig.memory_kib("VmRSS")?,
        rig.memory_kib("VmHWM")?
    );
    Ok(())
}

fn name(number: usize) -> String {
    format!("many-{number:03}")
}

/// Puts to the streams in turn over all connections; gives the microseconds a record took.
fn put(rig: &Rig, streams: &[String], records: u64, requests: usize) -> Result<f64, String> {
    let connections = usize::try_from(CONNECTIONS).map_err(|e| e.to_string())?;
    let barrier = Barrier::new(connections + 1);
    let took = std::thread::scope(|scope| -> Result<Duration, String> {
        let workers: Vec<_> = (0..connections)
            .map(|worker| {
                let barrier = &barrier;
                scope.spawn(move || {
                    let first = Load::new("", worker as u64, records, RECORD_BYTES);
                    let own = streams.iter().skip(worker % streams.len()).step_by(connections);
                    let loads: Vec<Load> = own.map(|stream| first.to(stream)).collect();
                    let client = rig.client();
                    barrier.wait();
                    let mut client = client?;
                    loads.iter().cycle().take(requests).try_for_each(|load| load.send(&mut client))
                })
            })
            .collect();
        barrier.wait();
        let begin = Instant::now();
        for worker in workers {
            worker.join().map_err(|_| "a worker panicked".to_owned())??;
        }
        Ok(begin.elapsed())
    })?;
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    Ok(took.as_secs_f64() * 1e6 / (connections * requests) as f64 / records as f64)
}

/// Reads 100 records at a time, from the start of many shards in turn or on and on in one; gives the seconds a record took.
fn get(client: &mut Client, streams: &[String]) -> Result<f64, String> {
    let alone = streams.len() == 1;
    let mut iterators = Vec::new();
    for (stream, shard) in streams.iter().cycle().zip(0..READS) {
        let shard = if alone { 0 } else { shard % SHARDS_EACH };
        let ask = json!({
            "StreamName": stream, "ShardId": format!("shardId-{shard:012}"), "ShardIteratorType": "TRIM_HORIZON"
        });
        iterators.push(kinesis(client, "GetShardIterator", &ask)?["ShardIterator"].clone());
    }
    let (mut records, mut next, begin) = (0, Value::Null, Instant::now());
    for iterator in &iterators {
        let iterator = if alone && !next.is_null() { &next } else { iterator };
        let mut page = kinesis(client, "GetRecords", &json!({ "ShardIterator": iterator, "Limit": 100 }))?;
        records += page["Records"].as_array().map_or(0, Vec::len);
        next = page["NextShardIterator"].take();
    }
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    Ok(begin.elapsed().as_secs_f64() / records as f64)
}

fn kinesis(client: &mut Client, operation: &str, body: &Value) -> Result<Value, String> {
    let reply =
        client.call("kinesis", &format!("Kinesis_20131202.{operation}"), body.to_string().as_bytes())?;
    serde_json::from_slice(&reply).map_err(|e| e.to_string())
}
