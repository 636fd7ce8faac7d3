//! Power cuts and failing devices. `cargo xtask sim` sweeps as many seeds as asked for.

use millpond_log::disk::Faults;
use millpond_sim::{Appliance, Model, Setup, Summary, Sweep, TableModel, check, run};
use serde_json::json;

/// About 2,000 cuts: every other operation of a few days, every sixth of more.
#[test]
fn whatever_power_and_device_do_nothing_acknowledged_is_lost_unnoticed() {
    let mut summary = Summary::default();

    for seed in 1..=12 {
        let sweep = Sweep { seed, steps: 40, stride: 6 };
        summary += sweep.run().unwrap_or_else(|breach| panic!("{breach}"));
    }

    assert!(summary.cuts >= 2_000 && summary.cuts_deep > 100 && summary.compared > 10_000, "{summary}");
    assert!(summary.rollbacks > 10 && summary.kills > 50 && summary.reported > 10, "{summary}");
    assert!(summary.renewed > 1_000, "{summary}");
    for fault in
        ["error", "short", "no-space", "sync-lies", "slow", "sync-ignored", "lost", "misdirected", "rot"]
    {
        assert!(summary.faults.contains_key(fault), "{fault}: {summary}");
    }
}

/// About 500 cuts of days with a queue on a stream.
#[test]
fn whatever_power_and_device_do_a_queue_on_a_stream_delivers_until_it_is_told() {
    let mut summary = Summary::default();

    for seed in [7, 14, 21, 28, 35, 42] {
        let sweep = Sweep { seed, steps: 30, stride: 6 };
        summary += sweep.run().unwrap_or_else(|breach| panic!("{breach}"));
    }

    assert!(summary.cuts > 400 && summary.compared > 5_000, "{summary}");
}

#[test]
fn days_that_once_broke_a_promise_keep_it() {
    // Places of a lost commit were given to other messages; a reader never came to the end behind them; after a refused
    // write the last segment was filled, so that nothing could be moved and no message deleted; nor when little room was left.
    for (seed, at) in [(1033, 154), (1002, 156), (20_061, 10), (20_067, 139)] {
        let sweep = Sweep { seed, steps: 40, stride: 1 };
        sweep.case(at).unwrap_or_else(|breach| panic!("{breach}"));
    }
}

/// On these days streams are split, merged and scaled: no record is lost, and those of a key are in their order from
/// shard to shard.
#[test]
fn whatever_power_and_device_do_shards_are_the_old_ones_or_the_new_ones() {
    let mut summary = Summary::default();

    for seed in [15, 20, 25, 30] {
        let sweep = Sweep { seed, steps: 60, stride: 5 };
        summary += sweep.run().unwrap_or_else(|breach| panic!("{breach}"));
    }

    assert!(summary.cuts >= 500 && summary.resharded > 500 && summary.compared > 5_000, "{summary}");
}

#[test]
fn the_same_sweep_has_the_same_history_and_its_text_says_all() {
    let sweep = Sweep { seed: 3, steps: 12, stride: 7 };

    let first = sweep.run().unwrap_or_else(|breach| panic!("{breach}"));

    assert_eq!(sweep.run(), Ok(first.clone()));
    assert_eq!(Summary::parse(&first.to_string()), first);
}

#[test]
fn a_quiet_day_keeps_everything() {
    let appliance = Appliance::new(11);
    let mut model = Model::default();
    run(&appliance, &mut model, 11, 300).expect("a healthy disk");

    check(&appliance, &mut model).unwrap_or_else(|breach| panic!("{breach}"));
}

#[test]
fn a_gateway_that_lost_or_invented_something_does_not_pass() {
    let lived = || {
        let (appliance, mut model) = (Appliance::new(11), Model::default());
        run(&appliance, &mut model, 11, 90).expect("a healthy disk");
        (appliance, model)
    };
    let stream = |model: &mut Model| model.streams.get_mut("readings").expect("it was made").records.len();
    let breached = |change: fn(&mut Model)| {
        let (appliance, mut model) = lived();
        assert!(stream(&mut model) > 1 && !model.queues["jobs"].messages.is_empty(), "the day is too quiet");
        change(&mut model);
        check(&appliance, &mut model).is_err()
    };

    assert!(!breached(|_| {}));
    assert!(
        breached(|model| _ = model.streams.get_mut("readings").map(|s| s.records.pop())),
        "phantom record"
    );
    assert!(breached(|model| _ = model.streams.get_mut("readings").map(|s| s.records.swap(0, 1))), "order");
    assert!(breached(|model| _ = model.queues.get_mut("jobs").map(|q| q.messages.pop())), "phantom message");
    let lost = |model: &mut Model| _ = model.queues.get_mut("jobs").map(|q| q.messages.push("0".into()));
    assert!(breached(lost), "lost message");
    let invented = |model: &mut Model| model.tables.values_mut().for_each(|t| *t = TableModel::default());
    assert!(breached(invented), "phantom item");
}

#[test]
fn the_same_seed_has_the_same_history() {
    let history = |seed| {
        let appliance = Appliance::new(seed);
        let mut model = Model::default();
        run(&appliance, &mut model, seed, 80).expect("a healthy disk");
        (model, appliance.disk_operations(), appliance.flash())
    };

    let first = history(5);

    assert!(first == history(5), "two runs of one seed differ");
    assert!(first != history(6), "two seeds do not differ");
}

#[test]
fn a_full_disk_refuses_and_keeps_what_it_acknowledged() {
    for capacity_kib in [384, 512, 640, 896] {
        let appliance = Appliance::with(Setup::of_seed(capacity_kib));
        appliance.script(Faults { capacity_bytes: Some(capacity_kib << 10), ..Faults::default() });
        let mut model = Model::default();
        let _ = run(&appliance, &mut model, capacity_kib, 300);
        let full = json!({"StreamName": "readings", "Records": [{"PartitionKey": "k", "Data": "eA=="}]});
        let reply = appliance.call("Kinesis_20131202.PutRecords", &full).expect("the power is on");
        assert_eq!(reply.body["FailedRecordCount"], 1, "{capacity_kib} KiB should be full: {}", reply.body);

        let appliance = appliance.reboot(Faults::default());
        model.restarted();

        check(&appliance, &mut model).unwrap_or_else(|breach| panic!("{capacity_kib} KiB: {breach}"));
    }
}

#[test]
fn records_past_their_retention_are_gone_and_younger_ones_are_not() {
    let appliance = Appliance::new(1);
    let put = |appliance: &Appliance, data: &str| {
        let input = json!({"StreamName": "s", "Data": data, "PartitionKey": "k"});
        assert!(appliance.call("Kinesis_20131202.PutRecord", &input).expect("power").is_ok());
    };
    let read = |appliance: &Appliance| {
        let input = json!({"StreamName": "s", "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON"});
        let reply = appliance.call("Kinesis_20131202.GetShardIterator", &input).expect("power");
        let input = json!({"ShardIterator": reply.body["ShardIterator"]});
        let reply = appliance.call("Kinesis_20131202.GetRecords", &input).expect("power");
        let records = reply.body["Records"].as_array().expect("a list").clone();
        records.iter().map(|r| r["Data"].as_str().expect("text").to_owned()).collect::<Vec<_>>()
    };
    let input = json!({"StreamName": "s", "ShardCount": 1});
    assert!(appliance.call("Kinesis_20131202.CreateStream", &input).expect("power").is_ok());
    put(&appliance, "b2xk");
    appliance.clock().advance_ms(25 * 3_600_000);
    put(&appliance, "bmV3");

    appliance.maintain().expect("power");
    assert_eq!(read(&appliance), ["bmV3"]);

    let appliance = appliance.reboot(Faults::default());
    appliance.maintain().expect("power");
    assert_eq!(read(&appliance), ["bmV3"]);
}
