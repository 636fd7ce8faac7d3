//! GetShardIterator, and what becomes of iterators.

use crate::rig::{Rig, START_MS, bodies, position, refused};
use millpond_kinesis::api;

const INVALID: &str = "InvalidArgumentException";
const MISSING: &str = "ResourceNotFoundException";

/// Three records, one second apart; gives their sequence numbers.
fn three(rig: &Rig) -> [String; 3] {
    [b"a", b"b", b"c"].map(|data| {
        rig.clock.advance_ms(1000);
        rig.put("s", "k", data).sequence_number
    })
}

fn read(rig: &Rig, input: api::GetShardIteratorInput) -> Vec<u8> {
    let iterator = rig.shard_iterator(input).unwrap_or_else(|fault| panic!("{fault:?}"));
    rig.get(&iterator).records.into_iter().flat_map(|record| record.data).collect()
}

fn at_number(kind: &str, number: &str) -> api::GetShardIteratorInput {
    api::GetShardIteratorInput {
        starting_sequence_number: Some(number.to_owned()),
        ..position("s", "shardId-000000000000", kind)
    }
}

fn at_time(ms: u64) -> api::GetShardIteratorInput {
    api::GetShardIteratorInput { timestamp: Some(ms.cast_signed()), ..position("s", "0", "AT_TIMESTAMP") }
}

#[test]
fn each_type_begins_where_it_says() {
    let rig = Rig::with_stream("s", 1);
    let numbers = three(&rig);

    assert_eq!(read(&rig, position("s", "0", "TRIM_HORIZON")), b"abc");
    assert_eq!(read(&rig, position("s", "0", "LATEST")), b"");
    assert_eq!(read(&rig, at_number("AT_SEQUENCE_NUMBER", &numbers[1])), b"bc");
    assert_eq!(read(&rig, at_number("AFTER_SEQUENCE_NUMBER", &numbers[1])), b"c");
    assert_eq!(read(&rig, at_number("AFTER_SEQUENCE_NUMBER", &numbers[2])), b"");
    assert_eq!(read(&rig, at_time(START_MS + 2000)), b"bc");
    assert_eq!(read(&rig, at_time(START_MS + 2001)), b"c");
    assert_eq!(read(&rig, at_time(0)), b"abc");
}

#[test]
fn the_start_of_a_shard_is_a_position_before_its_first_record() {
    let rig = Rig::with_stream("s", 1);
    three(&rig);
    let start = rig.describe("s").unwrap().shards[0].sequence_number_range.starting_sequence_number.clone();

    assert_eq!(read(&rig, at_number("AT_SEQUENCE_NUMBER", &start)), b"abc");
    assert_eq!(read(&rig, at_number("AFTER_SEQUENCE_NUMBER", &start)), b"abc");
}

#[test]
fn latest_sees_what_is_put_right_after_it() {
    let rig = Rig::with_stream("s", 1);
    three(&rig);
    let iterator = rig.iterator("s", "0", "LATEST");

    rig.put("s", "k", b"d");

    assert_eq!(bodies(&rig.get(&iterator).records), [b"d"]);
}

#[test]
fn a_type_and_its_parameters_must_agree() {
    let rig = Rig::with_stream("s", 1);
    let texts = "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) \
                 TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified";

    for kind in ["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"] {
        let text = format!("{texts} {kind} and no StartingSequenceNumber.");
        refused(rig.shard_iterator(position("s", "0", kind)), INVALID, &text);
    }
    for kind in ["LATEST", "TRIM_HORIZON"] {
        let text = format!("{texts} {kind} and also a StartingSequenceNumber.");
        refused(rig.shard_iterator(at_number(kind, "5")), INVALID, &text);
    }
    refused(
        rig.shard_iterator(position("s", "0", "AT_TIMESTAMP")),
        INVALID,
        "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp \
         parameter.",
    );
    refused(
        rig.shard_iterator(at_time(START_MS + 1)),
        INVALID,
        "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: \
         1700000000001, currentTimestampInMillis: 1700000000000",
    );
}

#[test]
fn a_shard_that_does_not_exist_is_named_as_aws_names_it() {
    let rig = Rig::with_stream("s", 1);
    let missing =
        |shard: &str| format!("Shard {shard} in stream s under account 000000000000 does not exist");

    refused(
        rig.shard_iterator(position("s", "shardId-5", "LATEST")),
        MISSING,
        &missing("shardId-000000000005"),
    );
    refused(
        rig.shard_iterator(position("s", "2147483648", "LATEST")),
        MISSING,
        "Could not find shard 2147483648 in stream s under account 000000000000.",
    );
    refused(
        rig.shard_iterator(position("t", "x-7", "LATEST")),
        MISSING,
        "Shard shardId-000000000007 in stream t under account 000000000000 does not exist",
    );
}

#[test]
fn numbers_that_are_not_of_this_shard_are_refused() {
    let rig = Rig::with_stream("s", 2);
    let other = rig.describe("s").unwrap().shards[1].sequence_number_range.starting_sequence_number.clone();
    let wrong = |encoded: &str| {
        format!(
            "Invalid StartingSequenceNumber. It encodes {encoded}, while it was used in a call to a shard with \
             shardId-000000000000"
        )
    };
    let used = |number: &str, why: &str| {
        format!(
            "StartingSequenceNumber {number} used in GetShardIterator on shard shardId-000000000000 in stream s under \
             account 000000000000 is invalid{why}."
        )
    };
    let ask = |number: &str| rig.shard_iterator(at_number("AT_SEQUENCE_NUMBER", number));

    refused(ask(&other), INVALID, &wrong("shardId-000000000001"));
    refused(ask("5"), INVALID, &wrong("shardId-000000000005"));
    let foreign = " because it did not come from this stream";
    refused(ask("0"), INVALID, &used("21267647932558653966460912964485513216", foreign));
    let aws = "49594189147623985939251953501666965394405037144469929986";
    refused(ask(aws), INVALID, &used(aws, foreign));
    let garbage = "9".repeat(100);
    refused(ask(&garbage), INVALID, &used(&garbage, ""));
}

#[test]
fn an_iterator_lives_five_minutes() {
    let rig = Rig::with_stream("s", 1);
    let iterator = rig.iterator("s", "0", "LATEST");

    rig.clock.advance_ms(300_000);
    assert!(rig.try_get(&iterator).is_ok());
    rig.clock.advance_ms(1000);

    refused(
        rig.try_get(&iterator),
        "ExpiredIteratorException",
        "Iterator expired. The iterator was created at time Tue Nov 14 22:13:20 UTC 2023 while right now it is Tue Nov 14 \
         22:18:21 UTC 2023 which is further in the future than the tolerated delay of 300000 milliseconds.",
    );
}

#[test]
fn a_changed_iterator_is_refused() {
    let rig = Rig::with_stream("s", 1);
    let iterator = rig.iterator("s", "0", "LATEST");
    assert!(iterator.len() <= 512);

    for at in 0..iterator.len() {
        let mut changed = iterator.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        refused(rig.try_get(&changed), INVALID, "Invalid ShardIterator.");
    }
    refused(rig.try_get("x"), INVALID, "Invalid ShardIterator.");
}

#[test]
fn an_iterator_outlives_a_restart() {
    let rig = Rig::with_stream("s", 1);
    three(&rig);
    let iterator = rig.iterator("s", "0", "TRIM_HORIZON");

    let rig = rig.reopen();

    assert_eq!(bodies(&rig.get(&iterator).records), [b"a", b"b", b"c"]);
}

#[test]
fn an_iterator_of_a_deleted_stream_names_the_shard() {
    let rig = Rig::with_stream("s", 1);
    let iterator = rig.iterator("s", "0", "LATEST");

    rig.delete("s").unwrap();

    let text = "Shard shardId-000000000000 in stream s under account 000000000000 does not exist";
    refused(rig.try_get(&iterator), MISSING, text);
}
