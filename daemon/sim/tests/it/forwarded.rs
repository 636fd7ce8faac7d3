//! A gateway that forwards to this one: both lose power at any moment, replies are lost and calls come late, and every record
//! arrives once.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::{Entropy, PROVENANCE_HEADER, Provenance, SeededEntropy};
use millpond_gateway::RawRequest;
use millpond_log::disk::Faults;
use millpond_sim::{Appliance, Reply, request};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const RECORDS: u64 = 150;
const KEYS: u64 = 7;
const PUT: &str = "Kinesis_20131202.PutRecords";

/// The gateway that forwards. Its log keeps every record; of its progress it remembers what it saved.
struct Sender {
    dice: SeededEntropy,
    session: u64,
    saved: u64,
    arrived: BTreeSet<u64>,
    /// The last call, which the network may deliver once more.
    late: Option<RawRequest>,
}

impl Sender {
    fn roll(&self, sides: u64) -> u64 {
        u64::from_le_bytes(self.dice.bytes()) % sides
    }

    fn floor(&self) -> u64 {
        (0..RECORDS).find(|place| !self.arrived.contains(place)).unwrap_or(RECORDS)
    }

    /// Loses power: what it had not saved it does not know.
    fn cut(&mut self) {
        self.session += 1;
        self.arrived = (0..self.saved).collect();
    }

    /// The next entries, in order; now and then some keys are left out, as if they waited.
    fn call(&mut self) -> (Vec<u64>, RawRequest) {
        let held = self.roll(2 * KEYS);
        let open = (0..RECORDS).filter(|place| !self.arrived.contains(place) && place % KEYS != held);
        let count = 1 + usize::try_from(self.roll(20)).expect("small");
        let mut places: Vec<u64> = open.take(count).collect();
        if places.is_empty() {
            places.push(self.floor());
        }
        let provenance = Provenance {
            origin: [9; 16],
            session: self.session,
            next: RECORDS,
            floor: self.floor(),
            places: places.clone(),
        };
        let records: Vec<Value> = places.iter().map(|place| entry(*place)).collect();
        let mut call = request(PUT, &json!({"StreamName": "s", "Records": records}));
        call.headers.push((PROVENANCE_HEADER.to_owned(), provenance.to_string().into_bytes()));
        (places, call)
    }
}

fn entry(place: u64) -> Value {
    let key = format!("key-{}", place % KEYS);
    json!({"PartitionKey": key, "Data": STANDARD.encode(place.to_string())})
}

/// Every record of the stream, in the order of each shard.
fn read(appliance: &Appliance) -> Vec<u64> {
    let mut all = Vec::new();
    for shard in 0..2 {
        let asked =
            json!({"StreamName": "s", "ShardId": shard.to_string(), "ShardIteratorType": "TRIM_HORIZON"});
        let call = |target: &str, body: &Value| appliance.call(target, body).expect("no cut").body;
        let mut iterator = call("Kinesis_20131202.GetShardIterator", &asked)["ShardIterator"].clone();
        loop {
            let page = call("Kinesis_20131202.GetRecords", &json!({"ShardIterator": iterator}));
            let records = page["Records"].as_array().expect("records");
            if records.is_empty() && page["MillisBehindLatest"] == 0 {
                break;
            }
            all.extend(records.iter().map(|record| {
                let data = STANDARD.decode(record["Data"].as_str().expect("data")).expect("base64");
                std::str::from_utf8(&data).expect("a number").parse::<u64>().expect("a number")
            }));
            iterator = page["NextShardIterator"].clone();
        }
    }
    all
}

fn deliver(appliance: Appliance, call: &RawRequest, cut: Option<u64>) -> (Appliance, Option<Value>) {
    if let Some(operations) = cut {
        appliance.script(Faults::cut(appliance.disk_operations() + operations));
    }
    match appliance.exchange(std::slice::from_ref(call)) {
        Ok(replies) => {
            appliance.script(Faults::default());
            let body =
                (replies[0].status == 200).then(|| serde_json::from_slice(&replies[0].body).expect("JSON"));
            (appliance, body)
        }
        Err(_) => (appliance.reboot(Faults::default()), None),
    }
}

fn history(seed: u64) -> (u64, u64, Vec<u64>) {
    let mut appliance = Appliance::new(seed);
    let made: Reply = appliance
        .call("Kinesis_20131202.CreateStream", &json!({"StreamName": "s", "ShardCount": 2}))
        .expect("no cut");
    assert!(made.is_ok());
    let dice = SeededEntropy::new(seed ^ 0xf0);
    let mut sender = Sender { dice, session: 1, saved: 0, arrived: BTreeSet::new(), late: None };
    let (mut calls, mut sent) = (0, 0);
    while sender.floor() < RECORDS {
        calls += 1;
        assert!(calls < 2_000, "seed {seed}: it never ends");
        match sender.roll(12) {
            0 => sender.cut(),
            1 => appliance = appliance.reboot(Faults::default()),
            2 => sender.saved = sender.saved.max(sender.floor()),
            3 => appliance.maintain().expect("no cut"),
            4 => {
                // A copy of the last call is late; whatever it does, its reply reaches nobody.
                if let Some(call) = sender.late.take() {
                    (appliance, _) = deliver(appliance, &call, None);
                }
            }
            _ => {
                let (places, call) = sender.call();
                let cut = (sender.roll(4) == 0).then(|| sender.roll(5));
                let (after, reply) = deliver(appliance, &call, cut);
                appliance = after;
                sent += places.len() as u64;
                sender.late = Some(call);
                let Some(reply) = reply.filter(|_| sender.roll(4) != 0) else { continue };
                let outcomes = reply["Records"].as_array().expect("outcomes");
                let taken = places.iter().zip(outcomes).filter(|(_, outcome)| outcome["ErrorCode"].is_null());
                sender.arrived.extend(taken.map(|(place, _)| *place));
            }
        }
    }
    (calls, sent, read(&appliance))
}

#[test]
fn each_forwarded_record_arrives_once_and_in_the_order_of_its_key() {
    let seeds = std::env::var("MILLPOND_FORWARDED").map_or(30, |n| n.parse().expect("a number of histories"));
    let mut repeated = 0;
    for seed in 0..seeds {
        let (_, sent, arrived) = history(seed);
        repeated += sent - RECORDS;
        let once: BTreeSet<u64> = arrived.iter().copied().collect();
        assert_eq!((once.len(), arrived.len()), (150, 150), "seed {seed}: {arrived:?}");
        let mut last: BTreeMap<u64, u64> = BTreeMap::new();
        for place in arrived {
            let before = last.insert(place % KEYS, place);
            assert!(before < Some(place), "seed {seed}: {place} after {before:?}");
        }
    }
    assert!(repeated > seeds * RECORDS, "{repeated} sent again: too little goes wrong here");
}
