//! AWS's rates, where they are asked for.

use crate::rig::{Rig, entry, record, refused};
use millpond_aws::Op;
use millpond_kinesis::api;
use millpond_service::Fault;

const SHARD_TEXT: &str =
    "Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000.";

fn limited() -> Rig {
    let rig = Rig::large("s");
    rig.store.streams().throttle().set(true);
    rig
}

fn put_many(rig: &Rig, records: usize, bytes: usize) -> api::PutRecordsOutput {
    let input = api::PutRecordsInput {
        stream_name: Some("s".to_owned()),
        records: vec![entry("k", &vec![7; bytes]); records],
        ..Default::default()
    };
    rig.call::<api::PutRecords>(input).unwrap()
}

fn throttled<T>(result: Result<T, Fault>) {
    refused(result, "ProvisionedThroughputExceededException", SHARD_TEXT);
}

#[test]
fn a_shard_takes_a_thousand_records_a_second() {
    let rig = limited();
    assert_eq!(put_many(&rig, 500, 1).failed_record_count, Some(0));

    let second = put_many(&rig, 500, 1);
    let third = put_many(&rig, 500, 1);

    assert_eq!((second.failed_record_count, third.failed_record_count), (Some(0), Some(500)));
    let refused = &third.records[0];
    assert_eq!(refused.error_code.as_deref(), Some("ProvisionedThroughputExceededException"));
    assert_eq!(refused.error_message.as_deref(), Some(SHARD_TEXT));
    throttled(rig.call::<api::PutRecord>(record("s", "k", b"x")));
    rig.clock.advance_ms(500);
    assert_eq!(put_many(&rig, 500, 1).failed_record_count, Some(0));
}

#[test]
fn a_shard_takes_a_mebibyte_a_second_and_says_which_entries_it_took() {
    let rig = limited();

    let reply = put_many(&rig, 5, (300 << 10) - 1);

    let taken: Vec<bool> = reply.records.iter().map(|entry| entry.sequence_number.is_some()).collect();
    assert_eq!(taken, [true, true, true, false, false]);
    assert_eq!(reply.failed_record_count, Some(2));
    assert_eq!(rig.all("s", "0").len(), 3);
}

#[test]
fn an_entry_of_another_shard_is_taken_although_one_before_it_was_not() {
    let rig = limited();
    rig.create("two", 2).unwrap();
    let at = |hash: &str, bytes: usize| api::PutRecordsRequestEntry {
        explicit_hash_key: Some(hash.to_owned()),
        ..entry("k", &vec![7; bytes])
    };
    let last = u128::MAX.to_string();
    let records = vec![at("0", 800 << 10), at("0", 800 << 10), at(&last, 5)];
    let input = api::PutRecordsInput { stream_name: Some("two".to_owned()), records, ..Default::default() };

    let reply = rig.call::<api::PutRecords>(input).unwrap();

    let shards: Vec<_> = reply.records.iter().map(|entry| entry.shard_id.as_deref()).collect();
    assert_eq!(shards, [Some("shardId-000000000000"), None, Some("shardId-000000000001")]);
    assert_eq!((rig.all("two", "0").len(), rig.all("two", "1")[0].data.len()), (1, 5));
}

#[test]
fn a_shard_is_read_five_times_a_second() {
    let rig = limited();
    rig.put("s", "k", b"x");
    let iterator = rig.iterator("s", "0", "TRIM_HORIZON");
    assert!((0..5).all(|_| rig.try_get(&iterator).is_ok()));

    let sixth = rig.try_get(&iterator);

    throttled(sixth);
    rig.clock.advance_ms(200);
    assert!(rig.try_get(&iterator).is_ok());
}

#[test]
fn after_ten_mebibytes_a_shard_is_not_read_for_five_seconds() {
    let rig = limited();
    for _ in 0..10 {
        rig.put("s", "k", &vec![1; (1 << 20) - 1]);
        rig.clock.advance_ms(1000);
    }
    let iterator = rig.iterator("s", "0", "TRIM_HORIZON");
    assert_eq!(rig.get(&iterator).records.len(), 10);

    rig.clock.advance_ms(4999);
    throttled(rig.try_get(&iterator));
    rig.clock.advance_ms(1);

    assert!(rig.try_get(&iterator).is_ok());
}

#[test]
fn a_shard_gives_five_iterators_a_second() {
    let rig = limited();
    assert!((0..5).all(|_| rig.shard_iterator(crate::rig::position("s", "0", "LATEST")).is_ok()));

    throttled(rig.shard_iterator(crate::rig::position("s", "0", "LATEST")));
}

fn again<O: Op>(rig: &Rig, times: usize, input: impl Fn() -> O::Input) -> Result<O::Output, Fault> {
    for _ in 0..times {
        rig.call::<O>(input()).unwrap();
    }
    rig.call::<O>(input())
}

#[test]
fn calls_that_manage_streams_have_rates_of_their_own() {
    let rig = limited();
    let describe = || api::DescribeStreamInput { stream_name: Some("s".to_owned()), ..Default::default() };
    let summary =
        || api::DescribeStreamSummaryInput { stream_name: Some("s".to_owned()), ..Default::default() };

    let described = again::<api::DescribeStream>(&rig, 10, describe);
    let summarised = again::<api::DescribeStreamSummary>(&rig, 20, summary);
    let listed = again::<api::ListStreams>(&rig, 5, api::ListStreamsInput::default);

    let of_stream = "Rate exceeded for stream s under account 000000000000.";
    refused(described, "LimitExceededException", of_stream);
    refused(summarised, "LimitExceededException", of_stream);
    refused(listed, "LimitExceededException", "Rate exceeded under account 000000000000.");
    rig.clock.advance_ms(200);
    assert!(rig.call::<api::ListStreams>(api::ListStreamsInput::default()).is_ok());
}

#[test]
fn nothing_is_counted_by_default() {
    let rig = Rig::large("s");

    for _ in 0..3 {
        assert_eq!(put_many(&rig, 500, 1).failed_record_count, Some(0));
    }
    assert!(again::<api::ListStreams>(&rig, 50, api::ListStreamsInput::default).is_ok());
}
