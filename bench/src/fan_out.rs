//! Single records pushed to subscribers: how long after its acknowledgement a record arrives.

use crate::Request;
use crate::client::Client;
use crate::figure::{at, at_most, median};
use crate::put_records::create_sharded;
use crate::rig::Rig;
use millpond_aws::eventstream;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

const STREAM: &str = "fan-out";
const SHARD: &str = "shardId-000000000000";
const SUBSCRIBERS: usize = 5;
/// Records of all connections together in a second.
const RATE: u32 = 1_000;
/// Connections, so calls that may be under way at once.
const CONNECTIONS: u32 = 8;
/// Seconds of one round.
const ROUND_SECS: u32 = 8;
/// How long after the last acknowledgement a record may still arrive.
const LATE: Duration = Duration::from_secs(5);

/// What happened to a record, by its sequence number.
enum Told {
    Put { number: String, sent: Instant, acknowledged: Instant },
    Pushed { number: String, at: Instant },
}

/// Times of one round in milliseconds, sorted.
struct Round {
    /// From sent to acknowledged.
    committed: Vec<f64>,
    /// From acknowledged to delivered; less than nothing when a subscriber was faster than the producer.
    pushed: Vec<f64>,
    /// From sent to delivered.
    whole: Vec<f64>,
}

pub(crate) fn fan_out(request: &Request) -> Result<(), String> {
    let rig = Rig::start(request)?;
    let mut client = rig.client()?;
    create_sharded(&mut client, STREAM, 1)?;
    let arn = call(&mut client, "DescribeStreamSummary", &json!({ "StreamName": STREAM }))?
        ["StreamDescriptionSummary"]["StreamARN"]
        .take();
    let (told, heard) = channel();
    for number in 0..SUBSCRIBERS {
        let asked = json!({ "StreamARN": arn, "ConsumerName": format!("subscriber-{number}") });
        let consumer = call(&mut client, "RegisterStreamConsumer", &asked)?["Consumer"]["ConsumerARN"].take();
        subscribe(rig.client()?, &consumer, told.clone())?;
    }
    let mut above = Vec::new();
    for number in 1..=request.rounds {
        let round = round(&rig, &told, &heard)?;
        println!(
            "round {number}: {} records; acknowledged after {}; delivered {} after that, {} after sent (p50 / p99 ms)",
            round.committed.len(),
            both(&round.committed),
            both(&round.pushed),
            both(&round.whole)
        );
        above.push(at(&round.whole, 0.99) - at(&round.committed, 0.99));
    }
    let above = median(&mut above);
    println!(
        "fan-out: p99 of delivery median {above:.2} ms above p99 of the commit ({}); resident {} KiB",
        at_most(above, 20.0),
        rig.memory_kib("VmRSS")?
    );
    Ok(())
}

/// Opens a subscription whose events a thread of its own reads until the gateway is gone.
fn subscribe(mut client: Client, consumer: &Value, told: Sender<Told>) -> Result<(), String> {
    let asked =
        json!({ "ConsumerARN": consumer, "ShardId": SHARD, "StartingPosition": { "Type": "LATEST" } });
    client.open("kinesis", "Kinesis_20131202.SubscribeToShard", asked.to_string().as_bytes())?;
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        while let Ok(true) = client.chunk(&mut bytes) {
            let at = Instant::now();
            while let Ok(Some((message, taken))) = eventstream::decode(&bytes) {
                let pushed = numbers(message.payload).map(|number| Told::Pushed { number, at });
                pushed.for_each(|pushed| drop(told.send(pushed)));
                bytes.drain(..taken);
            }
        }
    });
    Ok(())
}

/// The sequence numbers of an event's records, in JSON.
fn numbers(payload: &[u8]) -> impl Iterator<Item = String> {
    const BEFORE: &str = "{\"SequenceNumber\":\"";
    let payload = String::from_utf8_lossy(payload);
    let all: Vec<String> =
        payload.split(BEFORE).skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect();
    all.into_iter()
}

/// Puts for a while at an even rate, and waits until every subscriber has everything.
fn round(rig: &Rig, told: &Sender<Told>, heard: &Receiver<Told>) -> Result<Round, String> {
    let records = RATE * ROUND_SECS / CONNECTIONS;
    let period = Duration::from_secs(1) * CONNECTIONS / RATE;
    std::thread::scope(|scope| {
        let producers: Vec<_> = (0..CONNECTIONS)
            .map(|number| {
                let told = told.clone();
                scope.spawn(move || {
                    let mut client = rig.client()?;
                    let begin = Instant::now() + period * number / CONNECTIONS;
                    (0..records).try_for_each(|n| {
                        std::thread::sleep((begin + period * n).saturating_duration_since(Instant::now()));
                        put(&mut client, &told)
                    })
                })
            })
            .collect();
        let joined =
            producers.into_iter().map(|one| one.join().map_err(|_| "a producer panicked".to_owned()));
        joined.collect::<Result<Vec<_>, _>>()?.into_iter().collect::<Result<(), String>>()
    })?;
    gather(heard, usize::try_from(records * CONNECTIONS).map_err(|e| e.to_string())?)
}

fn put(client: &mut Client, told: &Sender<Told>) -> Result<(), String> {
    // 200 bytes, about what a sensor says.
    let asked = json!({ "StreamName": STREAM, "PartitionKey": "k", "Data": "QUJD".repeat(66) });
    let sent = Instant::now();
    let mut reply = call(client, "PutRecord", &asked)?;
    let acknowledged = Instant::now();
    let number = reply["SequenceNumber"].take().as_str().unwrap_or_default().to_owned();
    told.send(Told::Put { number, sent, acknowledged }).map_err(|e| e.to_string())
}

/// Collects what became of so many records.
fn gather(heard: &Receiver<Told>, records: usize) -> Result<Round, String> {
    let (mut puts, mut pushes) = (HashMap::new(), Vec::new());
    while puts.len() < records || pushes.len() < records * SUBSCRIBERS {
        match heard.recv_timeout(LATE).map_err(|_| missing(records, puts.len(), pushes.len()))? {
            Told::Put { number, sent, acknowledged } => drop(puts.insert(number, (sent, acknowledged))),
            Told::Pushed { number, at } => pushes.push((number, at)),
        }
    }
    let millis = |from: Instant, to: Instant| match to.checked_duration_since(from) {
        Some(after) => after.as_secs_f64() * 1e3,
        None => -(from.duration_since(to).as_secs_f64() * 1e3),
    };
    let mut round = Round { committed: Vec::new(), pushed: Vec::new(), whole: Vec::new() };
    round.committed.extend(puts.values().map(|(sent, acknowledged)| millis(*sent, *acknowledged)));
    for (number, at) in &pushes {
        let (sent, acknowledged) = puts.get(number).ok_or("a record that nobody put was pushed")?;
        round.pushed.push(millis(*acknowledged, *at));
        round.whole.push(millis(*sent, *at));
    }
    for times in [&mut round.committed, &mut round.pushed, &mut round.whole] {
        times.sort_by(f64::total_cmp);
    }
    Ok(round)
}

fn missing(records: usize, puts: usize, pushes: usize) -> String {
    format!(
        "of {records} records {puts} were acknowledged and {pushes} of {} deliveries came",
        records * SUBSCRIBERS
    )
}

fn both(sorted: &[f64]) -> String {
    format!("{:.2} / {:.2}", at(sorted, 0.5), at(sorted, 0.99))
}

fn call(client: &mut Client, operation: &str, body: &Value) -> Result<Value, String> {
    let reply =
        client.call("kinesis", &format!("Kinesis_20131202.{operation}"), body.to_string().as_bytes())?;
    serde_json::from_slice(&reply).map_err(|e| e.to_string())
}
