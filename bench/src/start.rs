//! From `exec` to the first answered request and the first answered read, with a backlog on flash and no orderly end
//! before.

use crate::Request;
use crate::client::Client;
use crate::figure::{at_most, median};
use crate::put_records::{Load, create_stream};
use crate::rig::Rig;
use serde_json::{Value, json};
use std::time::Instant;

/// How the backlog was written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backlog {
    /// Full batches of 500 x 1 KiB.
    Batches,
    /// One small record per commit: the most index entries per byte of flash.
    Single,
}

pub(crate) fn start(request: &Request, backlog: Backlog) -> Result<(), String> {
    let (load, each, default_mib, name) = match backlog {
        Backlog::Batches => (Load::new("bench", 1, 500, 1024), 500 << 10, 1024, "start"),
        Backlog::Single => (Load::new("bench", 1, 1, 100), 4096, 256, "start-small"),
    };
    let mib = request.mib.unwrap_or(default_mib);
    // Room for overhead, and for what the log keeps free.
    let mut rig = Rig::start_within(request, Some((mib + mib / 4 + 64).max(2048)))?;
    create_stream(&rig, "bench")?;
    let mut client = rig.client()?;
    for _ in 0..(mib << 20).div_ceil(each) {
        load.send(&mut client)?;
    }
    drop(client);
    let mut times = Vec::new();
    for _ in 0..request.rounds {
        rig.kill();
        let begin = Instant::now();
        let took = rig.serve()?;
        let records = first_read(&mut rig.client()?)?;
        let read_ms = begin.elapsed().as_secs_f64() * 1000.0;
        times.push(read_ms);
        println!(
            "{name}: {mib} MiB buffered, killed, first answer after {:.0} ms, first {records} records read after {read_ms:.0} \
             ms, resident {} KiB, {} KiB at most",
            took.as_secs_f64() * 1000.0,
            rig.memory_kib("VmRSS")?,
            rig.memory_kib("VmHWM")?
        );
    }
    let median_ms = median(&mut times);
    println!("{name}: median {median_ms:.0} ms to the first record ({})", at_most(median_ms, 1000.0));
    Ok(())
}

/// Reads the oldest records of a shard that has any; gives how many came.
fn first_read(client: &mut Client) -> Result<usize, String> {
    for shard in 0..4 {
        let ask = json!({
            "StreamName": "bench", "ShardId": format!("shardId-{shard:012}"), "ShardIteratorType": "TRIM_HORIZON"
        });
        let iterator = kinesis(client, "GetShardIterator", &ask)?;
        let ask = json!({ "ShardIterator": iterator["ShardIterator"], "Limit": 100 });
        let records = kinesis(client, "GetRecords", &ask)?["Records"].as_array().map_or(0, Vec::len);
        if records > 0 {
            return Ok(records);
        }
    }
    Err("no shard has a record".to_owned())
}

fn kinesis(client: &mut Client, operation: &str, body: &Value) -> Result<Value, String> {
    let reply =
        client.call("kinesis", &format!("Kinesis_20131202.{operation}"), body.to_string().as_bytes())?;
    serde_json::from_slice(&reply).map_err(|e| e.to_string())
}
