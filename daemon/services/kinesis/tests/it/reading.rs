//! GetRecords.

use crate::rig::{Rig, bodies, refused};
use millpond_kinesis::api;

fn get(rig: &Rig, iterator: &str, limit: i64) -> api::GetRecordsOutput {
    let input = api::GetRecordsInput {
        shard_iterator: iterator.to_owned(),
        limit: Some(limit),
        ..Default::default()
    };
    rig.call::<api::GetRecords>(input).unwrap_or_else(|fault| panic!("{fault:?}"))
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    let rig = Rig::with_stream("s", 1);
    for n in 0..10u8 {
        rig.put("s", "k", &[n]);
    }
    let mut iterator = rig.iterator("s", "0", "TRIM_HORIZON");
    let mut found = Vec::new();

    for _ in 0..4 {
        let page = get(&rig, &iterator, 3);
        found.extend(page.records.iter().map(|record| record.data[0]));
        iterator = page.next_shard_iterator.unwrap();
    }

    assert_eq!(found, (0..10).collect::<Vec<u8>>());
}

#[test]
fn only_the_tip_is_zero_milliseconds_behind() {
    let rig = Rig::with_stream("s", 1);
    rig.put("s", "k", b"a");
    rig.put("s", "k", b"b");
    rig.clock.advance_ms(7000);
    let iterator = rig.iterator("s", "0", "TRIM_HORIZON");

    let first = get(&rig, &iterator, 1);
    let second = get(&rig, first.next_shard_iterator.as_deref().unwrap(), 1);
    let third = get(&rig, second.next_shard_iterator.as_deref().unwrap(), 1);

    assert_eq!(first.millis_behind_latest, Some(7000));
    assert_eq!(second.millis_behind_latest, Some(0));
    assert_eq!((third.records.len(), third.millis_behind_latest), (0, Some(0)));
    assert!(first.child_shards.is_none());
}

#[test]
fn an_empty_read_gives_an_iterator_with_a_life_of_its_own() {
    let rig = Rig::with_stream("s", 1);
    let first = rig.iterator("s", "0", "LATEST");
    rig.clock.advance_ms(200_000);

    let second = rig.get(&first).next_shard_iterator.unwrap();
    rig.clock.advance_ms(200_000);
    rig.put("s", "k", b"x");

    assert_ne!(first, second);
    assert_eq!(bodies(&rig.get(&second).records), [b"x"]);
}

#[test]
fn one_reply_holds_at_most_ten_mebibytes() {
    let rig = Rig::large("s");
    for n in 0..12u8 {
        rig.put("s", "k", &vec![n; 1000 << 10]);
    }
    let iterator = rig.iterator("s", "0", "TRIM_HORIZON");

    let page = rig.get(&iterator);

    let bytes: usize = page.records.iter().map(|record| record.data.len()).sum();
    assert!((1..=10 << 20).contains(&bytes), "{bytes} B");
    assert!(page.millis_behind_latest > Some(0));
    assert_eq!(rig.all("s", "0").len(), 12);
}

#[test]
fn retention_counts_on_the_device_timeline() {
    let rig = Rig::with_stream("s", 1);
    rig.put("s", "k", b"old");
    rig.clock.advance_ms(23 * 3_600_000);
    let kept = rig.put("s", "k", b"young");
    rig.clock.advance_ms(2 * 3_600_000);

    rig.store.streams().trim(millpond_base::Clock::now(&*rig.clock));

    let found = rig.all("s", "0");
    assert_eq!(bodies(&found), [b"young"]);
    assert_eq!(found[0].sequence_number, kept.sequence_number);
}

#[test]
fn an_iterator_before_the_trim_horizon_reads_from_it() {
    let rig = Rig::with_stream("s", 1);
    rig.put("s", "k", b"old");
    rig.clock.advance_ms(24 * 3_600_000 - 60_000);
    let iterator = rig.iterator("s", "0", "TRIM_HORIZON");
    rig.clock.advance_ms(120_000);
    rig.put("s", "k", b"young");

    rig.store.streams().trim(millpond_base::Clock::now(&*rig.clock));

    assert_eq!(bodies(&rig.get(&iterator).records), [b"young"]);
}

#[test]
fn an_arn_beside_the_iterator_must_be_its_streams() {
    let rig = Rig::with_stream("s", 1);
    let arn = "arn:aws:kinesis:us-east-1:000000000000:stream/t";
    let input = api::GetRecordsInput {
        shard_iterator: rig.iterator("s", "0", "LATEST"),
        stream_arn: Some(arn.to_owned()),
        ..Default::default()
    };

    let text = format!("StreamName s does not match the stream name in StreamARN {arn}.");
    refused(rig.call::<api::GetRecords>(input), "InvalidArgumentException", &text);
}

#[test]
fn a_dry_run_reads_nothing() {
    let rig = Rig::with_stream("s", 1);
    let input = api::GetRecordsInput {
        shard_iterator: rig.iterator("s", "0", "LATEST"),
        dry_run: Some(true),
        ..Default::default()
    };

    let text = "The request would have succeeded, but the DryRun option is set.";
    refused(rig.call::<api::GetRecords>(input), "DryRunOperationException", text);
}

#[test]
fn a_page_of_many_pieces_has_every_record_once() {
    let rig = Rig::large("s");
    for n in 0..40u8 {
        rig.put("s", "k", &vec![n; 100 << 10]);
    }
    let iterator = rig.iterator("s", "0", "TRIM_HORIZON");

    let first = get(&rig, &iterator, 30);
    let second = get(&rig, first.next_shard_iterator.as_deref().unwrap(), 30);

    let numbers = |page: &api::GetRecordsOutput| -> Vec<u8> {
        page.records.iter().map(|record| record.data[0]).collect()
    };
    assert_eq!(numbers(&first), (0..30).collect::<Vec<u8>>());
    assert_eq!(numbers(&second), (30..40).collect::<Vec<u8>>());
    assert!(first.millis_behind_latest > Some(0));
    assert_eq!(second.millis_behind_latest, Some(0));
}

#[test]
fn a_page_has_at_most_ten_mebibytes() {
    let rig = Rig::large("s");
    for n in 0..12u8 {
        rig.put("s", "k", &vec![n; (1 << 20) - 1]);
    }
    let iterator = rig.iterator("s", "0", "TRIM_HORIZON");

    let first = get(&rig, &iterator, 10_000);
    let second = get(&rig, first.next_shard_iterator.as_deref().unwrap(), 10_000);

    // A record with its key is a mebibyte.
    assert_eq!((first.records.len(), second.records.len()), (10, 2));
    assert_eq!(second.records[0].data[0], 10);
}
