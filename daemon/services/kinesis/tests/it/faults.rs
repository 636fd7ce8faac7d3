//! What producers and consumers see of a busy, full or damaged log.

use crate::rig::{Rig, bodies, entry, record, refused};
use millpond_base::{Clock, Entropy, SeededEntropy};
use millpond_kinesis::api;
use millpond_log::Batch;
use millpond_log::disk::Area;
use millpond_store::stream::Label;

const THROTTLED: &str = "ProvisionedThroughputExceededException";
const TEXT: &str = "Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000.";

/// Stages records of 1 MiB and commits none, until the log takes no more.
fn make_busy(rig: &Rig) {
    let stream = rig.store.streams().find("s").unwrap();
    loop {
        let mut batch = Batch::new();
        let shard = &stream.shards()[0];
        rig.store.streams().append(&mut batch, shard, &Label::keyed("filler"), &vec![0; 1 << 20]);
        if rig.store.log().stage(batch, rig.clock.now()).is_err() {
            return;
        }
    }
}

fn put_two(rig: &Rig) -> api::PutRecordsOutput {
    let records = vec![entry("k", &[1; 512 << 10]), entry("k", &[2; 512 << 10])];
    let input = api::PutRecordsInput { records, stream_name: Some("s".to_owned()), ..Default::default() };
    rig.call::<api::PutRecords>(input).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn assert_throttled(reply: &api::PutRecordsOutput) {
    assert_eq!((reply.failed_record_count, reply.records.len()), (Some(2), 2));
    for entry in &reply.records {
        assert_eq!(entry.error_code.as_deref(), Some(THROTTLED));
        assert_eq!(entry.error_message.as_deref(), Some(TEXT));
    }
}

#[test]
fn a_busy_log_throttles_until_it_has_committed() {
    let rig = Rig::large("s");
    make_busy(&rig);
    let large = record("s", "k", &vec![1; 1000 << 10]);

    refused(rig.call::<api::PutRecord>(large.clone()), THROTTLED, TEXT);
    assert_throttled(&put_two(&rig));
    while rig.store.commit(rig.clock.now()).unwrap().is_some() {}

    assert!(rig.call::<api::PutRecord>(large).is_ok());
    assert_eq!(put_two(&rig).failed_record_count, Some(0));
}

#[test]
fn a_full_log_throttles_until_retention_lets_go() {
    let rig = Rig::large("s");
    let large = || record("s", "k", &vec![1; 1000 << 10]);
    let mut taken = 0;
    while rig.call::<api::PutRecord>(large()).is_ok() {
        taken += 1;
    }

    refused(rig.call::<api::PutRecord>(large()), THROTTLED, TEXT);
    assert_throttled(&put_two(&rig));
    assert_eq!(rig.all("s", "0").len(), taken, "a full log is still read");
    rig.clock.advance_ms(25 * 3_600_000);
    rig.store.maintain(rig.clock.now()).unwrap();

    assert!(rig.call::<api::PutRecord>(large()).is_ok());
    assert_eq!(rig.all("s", "0").len(), 1);
}

#[test]
fn damage_costs_readers_a_part_and_never_stops_them() {
    for seed in 0..40 {
        let rig = Rig::with_stream("s", 1);
        let written: Vec<Vec<u8>> = (0..60u8).map(|n| vec![n; 3000]).collect();
        for data in &written {
            rig.put("s", "k", data);
        }
        let dice = SeededEntropy::new(seed);
        // 60 commits of one block each, in the first segment.
        let at = u64::from_le_bytes(dice.bytes()) % (60 * 4096);
        assert!(rig.disk.flip(Area::Segment(0), usize::try_from(at).unwrap(), (seed % 8) as u8));

        let rig = rig.reopen();
        let found = rig.all("s", "0");

        assert!(
            found.len() >= written.len() - 1,
            "seed {seed}: {} of {} are left",
            found.len(),
            written.len()
        );
        let mut rest = written.iter();
        for body in bodies(&found) {
            assert!(rest.any(|data| data == body), "seed {seed}: records are whole and in order");
        }
        let last = rig.put("s", "k", b"later");
        assert_eq!(rig.all("s", "0").last().unwrap().sequence_number, last.sequence_number);
    }
}

#[test]
fn a_record_acknowledged_before_a_power_cut_is_there_after_it() {
    for seed in 0..10 {
        let mut rig = Rig::with_stream("s", 1);
        for n in 0..20u8 {
            rig.put("s", "k", &[n]);
        }
        let acknowledged = rig.all("s", "0");
        make_busy(&rig);

        rig = rig.cut(seed);

        assert!(rig.all("s", "0").starts_with(&acknowledged), "seed {seed}");
    }
}
