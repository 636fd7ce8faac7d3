//! PutRecord and PutRecords.

use crate::rig::{Rig, bodies, entry, record, refused};
use millpond_kinesis::api;

const KIB: usize = 1024;

fn put_records(rig: &Rig, name: &str, records: Vec<api::PutRecordsRequestEntry>) -> api::PutRecordsOutput {
    let input = api::PutRecordsInput { records, stream_name: Some(name.to_owned()), ..Default::default() };
    rig.call::<api::PutRecords>(input).unwrap_or_else(|fault| panic!("{fault:?}"))
}

#[test]
fn a_record_is_read_with_the_number_its_producer_was_given() {
    let rig = Rig::with_stream("s", 1);
    rig.clock.advance_ms(1234);

    let put = rig.put("s", "key", b"hello");
    rig.clock.advance_ms(5000);

    let read = rig.all("s", &put.shard_id);
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].sequence_number, put.sequence_number);
    assert_eq!(read[0].partition_key.as_deref(), Some("key"));
    assert_eq!(read[0].approximate_arrival_timestamp, Some(1_700_000_001_234));
    assert_eq!(bodies(&read), [b"hello"]);
}

#[test]
fn an_empty_record_is_a_record() {
    let rig = Rig::with_stream("s", 1);

    rig.put("s", "key", b"");

    assert_eq!(bodies(&rig.all("s", "0")), [b""]);
}

#[test]
fn records_go_to_the_shard_that_owns_their_hash() {
    let rig = Rig::with_stream("s", 2);
    // MD5("a") begins with 0c, MD5("b") with 92.
    let put = |key: &str, hash: Option<&str>| {
        let input =
            api::PutRecordInput { explicit_hash_key: hash.map(str::to_owned), ..record("s", key, b"") };
        rig.call::<api::PutRecord>(input).unwrap().shard_id
    };

    assert_eq!(put("a", None), "shardId-000000000000");
    assert_eq!(put("b", None), "shardId-000000000001");
    assert_eq!(put("b", Some("0")), "shardId-000000000000");
    assert_eq!(put("a", Some("340282366920938463463374607431768211455")), "shardId-000000000001");
}

#[test]
fn an_explicit_hash_key_beyond_the_key_space_is_refused() {
    let rig = Rig::with_stream("s", 1);
    let beyond = "340282366920938463463374607431768211456";
    let text = format!(
        "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {beyond}"
    );

    let one = api::PutRecordInput { explicit_hash_key: Some(beyond.to_owned()), ..record("s", "k", b"") };
    let mut bad = entry("k", b"");
    bad.explicit_hash_key = Some(beyond.to_owned());
    let many = api::PutRecordsInput {
        records: vec![entry("k", b"x"), bad],
        stream_name: Some("s".to_owned()),
        ..Default::default()
    };

    refused(rig.call::<api::PutRecord>(one), "InvalidArgumentException", &text);
    refused(rig.call::<api::PutRecords>(many), "InvalidArgumentException", &text);
    assert!(rig.all("s", "0").is_empty(), "a refused request writes nothing");
}

#[test]
fn the_key_counts_towards_the_size_of_a_record() {
    let rig = Rig::large("s");
    let most = vec![1; 1024 * KIB - 3];

    rig.put("s", "key", &most);
    let result = rig.call::<api::PutRecord>(record("s", "keys", &most));

    refused(
        result,
        "ValidationException",
        "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than or \
         equal to 1048576",
    );
}

#[test]
fn a_stream_for_large_records_takes_them() {
    let rig = Rig::large("other");
    let input = api::CreateStreamInput {
        stream_name: "s".to_owned(),
        shard_count: Some(1),
        max_record_size_in_kib: Some(4096),
        ..Default::default()
    };
    rig.call::<api::CreateStream>(input).unwrap();
    let large = vec![7; 4096 * KIB - 1];

    rig.put("s", "k", &large);

    assert!(rig.all("s", "0")[0].data == large);
}

#[test]
fn a_record_needs_a_partition_key_unless_the_stream_distributes_evenly() {
    let rig = Rig::with_stream("keyed", 1);
    let input = api::CreateStreamInput {
        stream_name: "even".to_owned(),
        record_distribution_strategy: Some("AUTO".to_owned()),
        ..Default::default()
    };
    rig.call::<api::CreateStream>(input).unwrap();
    let bare = |name: &str| api::PutRecordInput { partition_key: None, ..record(name, "", b"x") };
    let bare_entry = api::PutRecordsRequestEntry { partition_key: None, ..entry("", b"x") };

    refused(
        rig.call::<api::PutRecord>(bare("keyed")),
        "ValidationException",
        "1 validation error detected: Value null at 'partitionKey' failed to satisfy constraint: Member must not be null",
    );
    let many = api::PutRecordsInput {
        records: vec![entry("k", b""), bare_entry],
        stream_name: Some("keyed".to_owned()),
        ..Default::default()
    };
    refused(
        rig.call::<api::PutRecords>(many),
        "ValidationException",
        "1 validation error detected: Value null at 'records.2.member.partitionKey' failed to satisfy constraint: Member \
         must not be null",
    );
    let shards: Vec<String> =
        (0..4).map(|_| rig.call::<api::PutRecord>(bare("even")).unwrap().shard_id).collect();
    assert_eq!(shards.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
    assert_eq!(rig.all("even", "0")[0].partition_key, None);
}

#[test]
fn put_records_keeps_the_order_of_each_shard_and_answers_in_the_order_asked() {
    let rig = Rig::with_stream("s", 3);
    let records: Vec<_> = (0..500u32).map(|n| entry(&format!("key{n}"), &n.to_be_bytes())).collect();

    let reply = put_records(&rig, "s", records);

    assert_eq!((reply.failed_record_count, reply.records.len()), (Some(0), 500));
    for shard in ["shardId-000000000000", "shardId-000000000001", "shardId-000000000002"] {
        let expected: Vec<(Vec<u8>, String)> = (0u32..)
            .zip(&reply.records)
            .filter(|(_, entry)| entry.shard_id.as_deref() == Some(shard))
            .map(|(n, entry)| (n.to_be_bytes().to_vec(), entry.sequence_number.clone().unwrap()))
            .collect();
        let found: Vec<_> = rig.all("s", shard).into_iter().map(|r| (r.data, r.sequence_number)).collect();
        assert!(!expected.is_empty());
        assert_eq!(found, expected);
        assert!(found.windows(2).all(|pair| pair[0].1 < pair[1].1));
    }
}

#[test]
fn more_than_ten_mebibytes_at_once_are_refused() {
    let rig = Rig::with_stream("s", 1);
    let records = (0..11).map(|_| entry("k", &vec![0; 1000 * KIB])).collect();

    let input = api::PutRecordsInput { records, stream_name: Some("s".to_owned()), ..Default::default() };

    refused(
        rig.call::<api::PutRecords>(input),
        "InvalidArgumentException",
        "Records size exceeds 10 MB limit",
    );
}

#[test]
fn what_one_commit_cannot_hold_is_answered_as_throttled() {
    let rig = Rig::large("s");
    let records = (0..10u8).map(|n| entry("k", &vec![n; 1000 * KIB])).collect();

    let reply = put_records(&rig, "s", records);

    let accepted = reply.records.iter().take_while(|entry| entry.sequence_number.is_some()).count();
    assert!((1..10).contains(&accepted));
    assert_eq!(reply.failed_record_count, Some(10 - accepted as i64));
    for entry in &reply.records[accepted..] {
        assert_eq!(entry.error_code.as_deref(), Some("ProvisionedThroughputExceededException"));
        assert_eq!(
            entry.error_message.as_deref(),
            Some("Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000.")
        );
        assert!(entry.sequence_number.is_none() && entry.shard_id.is_none());
    }
    let firsts: Vec<u8> = rig.all("s", "0").iter().map(|record| record.data[0]).collect();
    assert_eq!(firsts, (0..10).take(accepted).collect::<Vec<u8>>());
}

#[test]
fn a_dry_run_writes_nothing() {
    let rig = Rig::with_stream("s", 1);
    let text = "The request would have succeeded, but the DryRun option is set.";

    let one = api::PutRecordInput { dry_run: Some(true), ..record("s", "k", b"x") };
    let many = api::PutRecordsInput {
        records: vec![entry("k", b"x")],
        stream_name: Some("s".to_owned()),
        dry_run: Some(true),
        ..Default::default()
    };

    refused(rig.call::<api::PutRecord>(one), "DryRunOperationException", text);
    refused(rig.call::<api::PutRecords>(many), "DryRunOperationException", text);
    assert!(rig.all("s", "0").is_empty());
}

#[test]
fn an_ordering_number_must_be_believable() {
    let rig = Rig::with_stream("s", 1);
    let first = rig.put("s", "k", b"1");
    let put = |number: &str| {
        let sequence_number_for_ordering = Some(number.to_owned());
        rig.call::<api::PutRecord>(api::PutRecordInput {
            sequence_number_for_ordering,
            ..record("s", "k", b"2")
        })
    };

    let second = put(&first.sequence_number).unwrap();

    assert!(second.sequence_number > first.sequence_number);
    assert!(put("5").is_ok(), "AWS takes numbers of the oldest form");
    let wrong = "9".repeat(129);
    refused(
        put(&wrong),
        "InvalidArgumentException",
        &format!(
            "ExclusiveMinimumSequenceNumber {wrong} used in PutRecord on stream s under account 000000000000 is invalid."
        ),
    );
}
