//! What was produced, acknowledged, stored and forwarded, and what is missing.

use super::client::Client;
use super::pond::Pond;
use super::site::{Facts, Place, QUEUES, READING_BYTES, SEED, SENSORS, STREAMS, Site};
use crate::trouble::{Step, Trouble};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_node_sim::{NodeReport, parse_payload, payload};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One reading: its sensor and its number.
type Reading = (u64, u64);

/// The comparison.
pub(super) struct Ledger {
    rows: Vec<Row>,
    /// Readings that arrived with other bytes than were sent, or at another place, or out of order.
    wrong: Vec<String>,
}

/// One stream or queue.
#[derive(Default)]
struct Row {
    name: String,
    produced: u64,
    acknowledged: u64,
    stored: u64,
    forwarded: u64,
    duplicated: u64,
    lost: u64,
}

impl Ledger {
    /// Reads both ends back and compares them with what the sensors were told.
    pub(super) fn take(site: &Site, reports: &[NodeReport]) -> Result<Self, Trouble> {
        let mut ledger = Self { rows: Vec::new(), wrong: Vec::new() };
        let places = STREAMS.map(Place::Stream).into_iter().chain(QUEUES.map(Place::Queue));
        for place in places {
            let upstream = arrived(&site.hub, place)?;
            let mut here: BTreeMap<Reading, u64> = count(&arrived(&site.gateway, place)?);
            let there = count(&upstream);
            if let Place::Queue(_) = place {
                // A forwarded message leaves the gateway's queue: stored is what is still there and what went on.
                here.extend(there.iter().map(|(reading, n)| (*reading, *n)));
            }
            ledger.row(place, reports, &here, &there);
            ledger.inspect(place, &upstream);
        }
        Ok(ledger)
    }

    fn row(
        &mut self,
        place: Place,
        reports: &[NodeReport],
        here: &BTreeMap<Reading, u64>,
        there: &BTreeMap<Reading, u64>,
    ) {
        let mut row = Row { name: describe(place), ..Row::default() };
        for report in reports.iter().filter(|r| SENSORS.contains(&(r.device, place))) {
            row.produced += report.produced;
            for number in report.acked.clone() {
                row.acknowledged += 1;
                row.lost += u64::from(!there.contains_key(&(report.device, number)));
            }
        }
        row.stored = u64::try_from(here.len()).unwrap_or(u64::MAX);
        row.forwarded = u64::try_from(there.len()).unwrap_or(u64::MAX);
        row.duplicated = there.values().map(|n| n - 1).sum();
        self.rows.push(row);
    }

    /// Checks every byte, that each reading is where its sensor reports, and the order per sensor.
    fn inspect(&mut self, place: Place, upstream: &[Vec<u8>]) {
        let mut newest: BTreeMap<u64, u64> = BTreeMap::new();
        for bytes in upstream {
            let Some((device, number)) = parse_payload(bytes) else {
                self.wrong.push(format!("{}: not a reading", describe(place)));
                continue;
            };
            if *bytes != payload(SEED, device, number, READING_BYTES) {
                self.wrong
                    .push(format!("{}: reading {number} of sensor {device} was altered", describe(place)));
            }
            if !SENSORS.contains(&(device, place)) {
                self.wrong.push(format!("{}: reading of sensor {device} went astray", describe(place)));
            }
            // A repeated batch steps back; a gap that is filled later would be disorder. Standard queues have no order.
            let last = newest.entry(device).or_insert(number);
            if number > *last + 1 && place != Place::Queue("jobs") {
                self.wrong
                    .push(format!("{}: sensor {device} jumps from {last} to {number}", describe(place)));
            }
            *last = (*last).max(number);
        }
    }

    /// True when nothing acknowledged is missing and nothing is wrong.
    pub(super) fn is_clean(&self) -> bool {
        self.wrong.is_empty() && self.total(|row| row.lost) == 0 && self.total(|row| row.acknowledged) > 0
    }

    /// Why it is not clean.
    pub(super) fn verdict(&self) -> String {
        if self.total(|row| row.acknowledged) == 0 {
            return "nothing was acknowledged, so nothing was shown".to_owned();
        }
        let first = self
            .wrong
            .first()
            .map_or(String::new(), |wrong| format!("; first of {}: {wrong}", self.wrong.len()));
        format!("{} acknowledged readings are missing upstream{first}", self.total(|row| row.lost))
    }

    /// The table.
    pub(super) fn table(&self, facts: &Facts) -> Vec<String> {
        let mut lines = vec![format!(
            "{:<20} {:>9} {:>13} {:>8} {:>10} {:>11} {:>6}",
            "", "produced", "acknowledged", "stored", "forwarded", "duplicated", "lost"
        )];
        let total = Row {
            name: "total".to_owned(),
            produced: self.total(|row| row.produced),
            acknowledged: self.total(|row| row.acknowledged),
            stored: self.total(|row| row.stored),
            forwarded: self.total(|row| row.forwarded),
            duplicated: self.total(|row| row.duplicated),
            lost: self.total(|row| row.lost),
        };
        for row in self.rows.iter().chain([&total]) {
            lines.push(format!(
                "{:<20} {:>9} {:>13} {:>8} {:>10} {:>11} {:>6}",
                row.name, row.produced, row.acknowledged, row.stored, row.forwarded, row.duplicated, row.lost
            ));
        }
        let payload_bytes = total.stored * u64::try_from(READING_BYTES).unwrap_or(u64::MAX);
        #[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
        let amplification = facts.flash_bytes as f64 / payload_bytes.max(1) as f64;
        lines.push(String::new());
        lines.push(format!("flash bytes per payload byte  {amplification:.2}"));
        lines.push(format!(
            "resident memory               gateway {:.1} MiB, upstream {:.1} MiB",
            mib(facts.resident_kib),
            mib(facts.hub_resident_kib)
        ));
        lines.push(format!("lost {}", total.lost));
        lines
    }

    fn total(&self, figure: fn(&Row) -> u64) -> u64 {
        self.rows.iter().map(figure).sum()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

fn describe(place: Place) -> String {
    match place {
        Place::Stream(name) => format!("stream/{name}"),
        Place::Queue(name) => format!("queue/{name}"),
    }
}

fn count(payloads: &[Vec<u8>]) -> BTreeMap<Reading, u64> {
    let mut seen = BTreeMap::new();
    for reading in payloads.iter().filter_map(|bytes| parse_payload(bytes)) {
        *seen.entry(reading).or_insert(0) += 1;
    }
    seen
}

/// Every payload that a stream or queue holds, in order per shard or group.
fn arrived(pond: &Pond, place: Place) -> Result<Vec<Vec<u8>>, Trouble> {
    match place {
        Place::Stream(name) => read_stream(&pond.client(), name),
        Place::Queue(name) => read_queue(pond, name),
    }
}

fn read_stream(client: &Client, name: &str) -> Result<Vec<Vec<u8>>, Trouble> {
    let call = |operation: &str, input: &Value| {
        client.json("kinesis", &format!("Kinesis_20131202.{operation}"), input)
    };
    let shards = call("ListShards", &json!({"StreamName": name}))?;
    let mut payloads = Vec::new();
    for shard in shards["Shards"].as_array().into_iter().flatten() {
        let input =
            json!({"StreamName": name, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"});
        let mut iterator = call("GetShardIterator", &input)?["ShardIterator"].clone();
        loop {
            let page = call("GetRecords", &json!({"ShardIterator": iterator}))?;
            let records = page["Records"].as_array().cloned().unwrap_or_default();
            for record in &records {
                let data = STANDARD.decode(record["Data"].as_str().unwrap_or_default());
                payloads.push(data.step(|| "a record is not base64".into())?);
            }
            if records.is_empty() && page["MillisBehindLatest"] == 0 {
                break;
            }
            iterator = page["NextShardIterator"].clone();
        }
    }
    Ok(payloads)
}

/// Receives and deletes everything; the demo is over, so nobody else wants it.
fn read_queue(pond: &Pond, name: &str) -> Result<Vec<Vec<u8>>, Trouble> {
    let client = pond.client();
    let call = |operation: &str, input: &Value| client.json("sqs", &format!("AmazonSQS.{operation}"), input);
    let url = call("GetQueueUrl", &json!({"QueueName": name}))?["QueueUrl"].clone();
    let mut payloads = Vec::new();
    loop {
        let page = call(
            "ReceiveMessage",
            &json!({"QueueUrl": url, "MaxNumberOfMessages": 10, "WaitTimeSeconds": 1}),
        )?;
        let messages = page["Messages"].as_array().cloned().unwrap_or_default();
        if messages.is_empty() {
            return Ok(payloads);
        }
        let mut entries = Vec::new();
        for (i, message) in messages.iter().enumerate() {
            payloads.push(message["Body"].as_str().unwrap_or_default().as_bytes().to_vec());
            entries.push(json!({"Id": i.to_string(), "ReceiptHandle": message["ReceiptHandle"]}));
        }
        call("DeleteMessageBatch", &json!({"QueueUrl": url, "Entries": entries}))?;
    }
}
