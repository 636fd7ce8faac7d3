//! A log that overflows, under every policy, through power cuts: what is missing is in the loss ledger.

use millpond_base::WallMs;
use millpond_log::disk::Faults;
use millpond_sim::{Appliance, Cut, Setup};
use millpond_store::full::{Policies, Policy};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

const KEYS: u32 = 5;

/// 16 segments of 64 KiB.
fn appliance(seed: u64, policy: Policy) -> Appliance {
    let appliance = Appliance::with(Setup { log: millpond_log::Options::tiny(), ..Setup::of_seed(seed) });
    set(&appliance, policy);
    let input = json!({"StreamName": "s", "ShardCount": 1});
    assert!(appliance.call("Kinesis_20131202.CreateStream", &input).expect("power").is_ok());
    assert!(appliance.call("AmazonSQS.CreateQueue", &json!({"QueueName": "q"})).expect("power").is_ok());
    appliance
}

fn set(appliance: &Appliance, policy: Policy) {
    appliance.store().full().set(Policies::new(policy, BTreeMap::new(), BTreeMap::new()));
}

/// Ten letters say which record it is.
fn text(n: u32) -> String {
    format!("{n:010}{}", "x".repeat(2_990))
}

/// Puts a record and sends a message; says of each whether it was acknowledged.
fn write(appliance: &Appliance, n: u32) -> Result<[bool; 2], Cut> {
    let (key, url) = (format!("key-{}", n % KEYS), "http://pond:4566/000000000000/q");
    // Its text is base64 of something, which is all that matters.
    let record = json!({"StreamName": "s", "PartitionKey": key, "Data": text(n)});
    let message = json!({"QueueUrl": url, "MessageGroupId": key, "MessageBody": text(n)});
    let calls = [("Kinesis_20131202.PutRecord", record), ("AmazonSQS.SendMessage", message)];
    let replies = appliance.calls(&calls)?;
    Ok([replies[0].is_ok(), replies[1].is_ok()])
}

fn number(text: &str) -> u32 {
    text[..10].parse().expect("ten digits")
}

fn stream(appliance: &Appliance) -> Vec<u32> {
    let input =
        json!({"StreamName": "s", "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON"});
    let reply = appliance.call("Kinesis_20131202.GetShardIterator", &input).expect("power");
    let mut iterator = reply.body["ShardIterator"].clone();
    let mut all = Vec::new();
    loop {
        let input = json!({"ShardIterator": iterator});
        let reply = appliance.call("Kinesis_20131202.GetRecords", &input).expect("power");
        let records = reply.body["Records"].as_array().expect("a list");
        if records.is_empty() && reply.body["MillisBehindLatest"] == 0 {
            return all;
        }
        all.extend(records.iter().map(|record| number(record["Data"].as_str().expect("text"))));
        iterator = reply.body["NextShardIterator"].clone();
    }
}

fn queue(appliance: &Appliance) -> Vec<u32> {
    let input = json!({"QueueUrl": "http://pond:4566/000000000000/q", "MaxNumberOfMessages": 10, "VisibilityTimeout": 600});
    let mut all = Vec::new();
    loop {
        let reply = appliance.call("AmazonSQS.ReceiveMessage", &input).expect("power");
        let messages = reply.body["Messages"].as_array().cloned().unwrap_or_default();
        if messages.is_empty() {
            return all;
        }
        all.extend(messages.iter().map(|message| number(message["Body"].as_str().expect("text"))));
    }
}

/// Records that the ledger says a stream or queue let go of.
fn let_go(appliance: &Appliance, arn_end: &str) -> u64 {
    let export = appliance.store().losses().export(WallMs(0));
    export.verify().expect("a whole ledger");
    let losses = export.entries.iter().map(|signed| &signed.entry.loss);
    losses.filter(|loss| loss.arn.ends_with(arn_end)).map(|loss| loss.count).sum()
}

/// Writes three times what the log holds, cut off again and again; what was acknowledged, and what may be.
fn live(
    mut appliance: Appliance,
    policy: Policy,
    seed: u64,
) -> (Appliance, [BTreeSet<u32>; 2], BTreeSet<u32>) {
    let (mut acknowledged, mut doubtful) = ([BTreeSet::new(), BTreeSet::new()], BTreeSet::new());
    for n in 0..500 {
        if n % 50 == 49 {
            appliance.script(Faults::cut((u64::from(n) * 7 + seed * 13) % 40));
        }
        let mut cut = false;
        match write(&appliance, n) {
            Ok(taken) => {
                for (taken, all) in taken.into_iter().zip(&mut acknowledged) {
                    all.extend(taken.then_some(n));
                }
            }
            Err(Cut) => {
                doubtful.insert(n);
                cut = true;
            }
        }
        appliance.clock().advance_ms(1_000);
        if cut || appliance.maintain().is_err() {
            appliance = appliance.reboot(Faults::default());
            set(&appliance, policy);
        }
    }
    (appliance.reboot(Faults::default()), acknowledged, doubtful)
}

#[test]
fn what_a_full_log_let_go_of_is_in_the_ledger_through_power_cuts() {
    for (seed, policy) in
        [Policy::Reject, Policy::DropOldest, Policy::KeepNewestPerKey, Policy::KeepNewestPerKey]
            .into_iter()
            .enumerate()
    {
        let seed = seed as u64;
        let (appliance, acknowledged, doubtful) = live(appliance(seed, policy), policy, seed);
        let found = [stream(&appliance), queue(&appliance)];

        for ((found, acknowledged), arn) in found.iter().zip(&acknowledged).zip([":stream/s", ":q"]) {
            let what = format!("{policy:?}, seed {seed}, {arn}");
            let gone = let_go(&appliance, arn);
            assert!(found.is_sorted_by(|a, b| a < b), "{what}: order, or something twice");
            assert!(
                found.iter().all(|n| acknowledged.contains(n) || doubtful.contains(n)),
                "{what}: invented"
            );
            let missing = acknowledged.iter().filter(|n| found.binary_search(n).is_err()).count() as u64;
            assert!(missing <= gone, "{what}: {missing} are missing, {gone} are noted");
            match policy {
                Policy::Reject => assert_eq!((missing, gone), (0, 0), "{what}"),
                _ => {
                    assert!(
                        acknowledged.len() > 300 && gone > 50,
                        "{what}: {gone} of {}",
                        acknowledged.len()
                    );
                }
            }
            let newest = (0..KEYS).filter_map(|key| acknowledged.iter().rev().find(|n| **n % KEYS == key));
            for n in newest {
                assert!(found.binary_search(n).is_ok(), "{what}: the newest of its key, {n}, is gone");
            }
        }
    }
}
