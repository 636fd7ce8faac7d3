//! SplitShard, MergeShards, UpdateShardCount, UpdateStreamMode.

use crate::rig::{Rig, position, record, refused};
use millpond_kinesis::api;
use millpond_service::Fault;

const INVALID: &str = "InvalidArgumentException";
const LIMIT: &str = "LimitExceededException";
const NOT_FOUND: &str = "ResourceNotFoundException";
const ARN: &str = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
const DAY_MS: u64 = 24 * 3_600_000;
/// How long a change is under way.
const UNDER_WAY_MS: u64 = 500;

fn name() -> Option<String> {
    Some("s".to_owned())
}

impl Rig {
    pub(crate) fn split(&self, shard: &str, at: &str) -> Result<(), Fault> {
        let input = api::SplitShardInput {
            stream_name: name(),
            shard_to_split: shard.to_owned(),
            new_starting_hash_key: at.to_owned(),
            ..Default::default()
        };
        self.call::<api::SplitShard>(input).map(drop)
    }

    pub(crate) fn merge(&self, shard: &str, adjacent: &str) -> Result<(), Fault> {
        let input = api::MergeShardsInput {
            stream_name: name(),
            shard_to_merge: shard.to_owned(),
            adjacent_shard_to_merge: adjacent.to_owned(),
            ..Default::default()
        };
        self.call::<api::MergeShards>(input).map(drop)
    }

    pub(crate) fn scale(&self, target: i64) -> Result<api::UpdateShardCountOutput, Fault> {
        self.call::<api::UpdateShardCount>(api::UpdateShardCountInput {
            stream_name: name(),
            target_shard_count: target,
            scaling_type: "UNIFORM_SCALING".to_owned(),
            ..Default::default()
        })
    }

    fn switch(&self, mode: &str) -> Result<(), Fault> {
        let input = api::UpdateStreamModeInput {
            stream_arn: ARN.to_owned(),
            stream_mode_details: api::StreamModeDetails { stream_mode: mode.to_owned() },
            ..Default::default()
        };
        self.call::<api::UpdateStreamMode>(input).map(drop)
    }

    /// Waits until what was begun is done.
    pub(crate) fn settle(&self) {
        self.clock.advance_ms(UNDER_WAY_MS);
    }

    fn status(&self) -> String {
        self.describe("s").unwrap().stream_status
    }

    fn summary(&self) -> api::StreamDescriptionSummary {
        let input = api::DescribeStreamSummaryInput { stream_name: name(), ..Default::default() };
        self.call::<api::DescribeStreamSummary>(input).unwrap().stream_description_summary
    }

    fn ranges(&self) -> Vec<(String, String)> {
        let shards = self.describe("s").unwrap().shards;
        let open = shards.into_iter().filter(|s| s.sequence_number_range.ending_sequence_number.is_none());
        let mut ranges: Vec<(String, String)> =
            open.map(|s| (s.hash_key_range.starting_hash_key, s.hash_key_range.ending_hash_key)).collect();
        ranges.sort_by_key(|(first, _)| first.parse::<u128>().unwrap());
        ranges
    }
}

fn id(index: u32) -> String {
    format!("shardId-{index:012}")
}

/// Record index and second of arrival of a sequence number.
fn fields(number: &str) -> (u64, u64) {
    let mut limbs = [0u64; 3];
    for digit in number.bytes() {
        let mut carry = u128::from(digit - b'0');
        for limb in &mut limbs {
            let wide = u128::from(*limb) * 10 + carry;
            *limb = u64::try_from(wide & u128::from(u64::MAX)).unwrap();
            carry = wide >> 64;
        }
    }
    let [lo, mid, hi] = limbs;
    ((hi << 48) | (mid >> 16), (lo >> 36) | ((mid & 0xff) << 28))
}

#[test]
fn a_split_stream_is_updating_and_takes_records_and_then_has_two_shards_more() {
    let rig = Rig::with_stream("s", 1);

    rig.split("shard-0", "2").unwrap();
    let updating = rig.describe("s").unwrap();
    refused(
        rig.split("shard-0", "2"),
        "ResourceInUseException",
        "Stream s under account 000000000000 not ACTIVE, instead in state UPDATING",
    );
    let old = rig.put("s", "a", b"old");
    rig.settle();
    let active = rig.describe("s").unwrap();
    let low = api::PutRecordInput { explicit_hash_key: Some("1".to_owned()), ..record("s", "a", b"low") };
    let new = rig.call::<api::PutRecord>(low).unwrap();

    assert_eq!((updating.stream_status.as_str(), updating.shards.len()), ("UPDATING", 1));
    assert_eq!((active.stream_status.as_str(), active.shards.len()), ("ACTIVE", 3));
    assert_eq!((old.shard_id, new.shard_id), (id(0), id(1)));
    let [parent, low, high] = &active.shards[..] else { panic!("three shards") };
    for child in [low, high] {
        assert_eq!(child.parent_shard_id, Some(id(0)));
        assert_eq!(child.adjacent_parent_shard_id, None);
    }
    assert_eq!(
        (low.hash_key_range.ending_hash_key.as_str(), high.hash_key_range.starting_hash_key.as_str()),
        ("1", "2")
    );
    let end = parent.sequence_number_range.ending_sequence_number.as_deref().unwrap();
    let start = fields(&low.sequence_number_range.starting_sequence_number);
    assert_eq!(fields(end).0, 0x7fff_ffff_ffff_ffff);
    assert_eq!(start, (0, fields(end).1 + 1), "children begin a second later");
}

#[test]
fn merged_shards_have_one_child_with_both_as_parents() {
    let rig = Rig::with_stream("s", 3);

    rig.merge("0", "1").unwrap();
    rig.settle();

    let shards = rig.describe("s").unwrap().shards;
    assert_eq!(shards.len(), 4);
    assert_eq!(shards[3].parent_shard_id, Some(id(0)));
    assert_eq!(shards[3].adjacent_parent_shard_id, Some(id(1)));
    assert_eq!(shards[3].hash_key_range.ending_hash_key, shards[1].hash_key_range.ending_hash_key);
    assert_eq!(rig.summary().open_shard_count, 2);
}

#[test]
fn a_split_is_refused_in_the_words_of_aws() {
    let rig = Rig::with_stream("s", 3);
    let third = "113427455640312821154458202477256070484";
    let beyond = "999999999999999999999999999999999999999";
    let out = |at: &str, shard: u32, first: &str, last: &str| {
        format!(
            "NewStartingHashKey {at} used in SplitShard() on shard {} in stream s under account 000000000000 is not both \
             greater than one plus the shard's StartingHashKey {first} and less than the shard's EndingHashKey {last}.",
            id(shard)
        )
    };

    refused(rig.split("shard-0", "1"), INVALID, &out("1", 0, "0", third));
    refused(rig.split("shard-0", third), INVALID, &out(third, 0, "0", third));
    let last = ("226854911280625642308916404954512140970", "340282366920938463463374607431768211455");
    refused(rig.split("shard-2", beyond), INVALID, &out(beyond, 2, last.0, last.1));
    refused(
        rig.split("shardId-5", "0"),
        NOT_FOUND,
        "Could not find shard shardId-000000000005 in stream s under account 000000000000.",
    );
    refused(
        rig.split("ABKLFD8", "0"),
        NOT_FOUND,
        "Could not find shard ABKLFD8 in stream s under account 000000000000.",
    );
    rig.split("0", "5").unwrap();
    rig.settle();
    refused(
        rig.split("0", "5"),
        INVALID,
        "Shard shardId-000000000000 in stream s under account 000000000000 has already been merged or split, and thus is \
         not eligible for merging or splitting.",
    );
    rig.delete("s").unwrap();
    refused(rig.split("0", "5"), NOT_FOUND, "Stream s under account 000000000000 not found.");
}

#[test]
fn a_merge_is_refused_in_the_words_of_aws() {
    let rig = Rig::with_stream("s", 3);
    let apart = |a: u32, b: u32| {
        format!(
            "Shards {} and {} in stream s under account 000000000000 are not an adjacent pair of shards eligible for merging",
            id(a),
            id(b)
        )
    };

    refused(rig.merge("0", "2"), INVALID, &apart(0, 2));
    refused(rig.merge("1", "0"), INVALID, &apart(1, 0));
    refused(rig.merge("2", "2"), INVALID, &apart(2, 2));
    refused(
        rig.merge("0", "shardId-5"),
        NOT_FOUND,
        "Could not find shard shardId-000000000005 in stream s under account 000000000000.",
    );
    rig.merge("0", "1").unwrap();
    refused(
        rig.merge("1", "2"),
        "ResourceInUseException",
        "Stream s under account 000000000000 not ACTIVE, instead in state UPDATING",
    );
    rig.settle();
    refused(
        rig.merge("1", "2"),
        INVALID,
        "Shard shardId-000000000001 in stream s under account 000000000000 has already been merged or split, and thus is \
         not eligible for merging or splitting.",
    );
}

#[test]
fn scaling_divides_the_key_space_evenly() {
    let rig = Rig::with_stream("s", 2);

    let reply = rig.scale(3).unwrap();
    let updating = rig.status();
    rig.settle();

    let third = "113427455640312821154458202477256070485";
    let two_thirds = "226854911280625642308916404954512140970";
    assert_eq!((reply.current_shard_count, reply.target_shard_count), (Some(2), Some(3)));
    assert_eq!((reply.stream_name, reply.stream_arn), (name(), Some(ARN.to_owned())));
    assert_eq!((updating.as_str(), rig.status().as_str()), ("UPDATING", "ACTIVE"));
    let starts: Vec<String> = rig.ranges().into_iter().map(|(first, _)| first).collect();
    assert_eq!(starts, ["0", third, two_thirds]);
    assert_eq!(rig.summary().open_shard_count, 3);
}

#[test]
fn scaling_goes_no_further_than_aws_allows() {
    let rig = Rig::with_stream("s", 4);
    let text = |how: &str, target: i64| {
        format!(
            "UpdateShardCount cannot scale {how} your current open shard count. Current open shard count: 4 Target shard \
             count: {target}"
        )
    };

    refused(rig.scale(9), LIMIT, &text("up over double", 9));
    refused(rig.scale(1), LIMIT, &text("down below half", 1));
    refused(
        rig.scale(1_025),
        LIMIT,
        "Target shard count or number of open shards cannot be greater than 1024. Current open shard count: 4, Target shard \
         count: 1025",
    );
    let same = rig.scale(4).unwrap();
    assert_eq!((same.current_shard_count, rig.status().as_str()), (Some(4), "ACTIVE"));
    rig.create("other", 1018).unwrap();
    let over = rig.scale(8).err().unwrap();
    assert_eq!(over.code, LIMIT);
    assert!(over.message.contains("Current shard count for the account: 1022. Limit: 1024. Number of additional shards that would have resulted from this request: 4."));
}

#[test]
fn shards_of_a_change_that_is_under_way_count_for_the_limit() {
    let rig = Rig::with_stream("s", 4);
    rig.create("other", 1016).unwrap();

    rig.scale(8).unwrap();
    let over = rig.create("third", 1).unwrap_err();

    assert_eq!(over.code, LIMIT);
    assert!(over.message.contains("Current shard count for the account: 1024."), "{}", over.message);
}

#[test]
fn a_stream_is_scaled_ten_times_within_24_hours_and_a_restart_does_not_forget() {
    let mut rig = Rig::with_stream("s", 1);
    for target in [2, 1, 2, 1, 2, 1, 2, 1, 2, 1] {
        rig.scale(target).unwrap();
        rig.settle();
    }
    rig = rig.reopen();

    refused(
        rig.scale(2),
        LIMIT,
        "Stream s under account 000000000000 was scaled 10 times in a rolling 24-hour period, which is the limit.",
    );
    rig.clock.advance_ms(DAY_MS);
    assert!(rig.scale(2).is_ok());
}

#[test]
fn a_mode_is_switched_twice_within_24_hours_and_keeps_the_shards() {
    let rig = Rig::with_stream("s", 3);

    rig.switch("PROVISIONED").unwrap();
    rig.switch("ON_DEMAND").unwrap();
    let updating = rig.status();
    rig.settle();
    let summary = rig.summary();
    let on_demand = rig.split("0", "5").unwrap_err();
    rig.switch("PROVISIONED").unwrap();
    rig.settle();
    let third = rig.switch("ON_DEMAND");

    assert_eq!((updating.as_str(), summary.open_shard_count), ("UPDATING", 3));
    assert_eq!(summary.stream_mode_details.unwrap().stream_mode, "ON_DEMAND");
    assert_eq!(on_demand.code, "ValidationException");
    assert!(rig.merge("0", "1").is_ok(), "it is a provisioned stream again");
    refused(
        third,
        LIMIT,
        "The mode of stream s under account 000000000000 was switched 2 times in a rolling 24-hour period, which is the \
         limit.",
    );
}

#[test]
fn operations_of_provisioned_streams_are_refused_on_demand() {
    let rig = Rig::with_stream("s", 2);
    rig.switch("ON_DEMAND").unwrap();
    rig.settle();

    for (operation, refusal) in [
        ("SplitShard", rig.split("0", "5").err()),
        ("MergeShards", rig.merge("0", "1").err()),
        ("UpdateShardCount", rig.scale(3).map(drop).err()),
    ] {
        let text = format!(
            "{operation} is not supported for stream s under account 000000000000 because it is in the ON_DEMAND mode."
        );
        refused::<()>(Err(refusal.unwrap()), "ValidationException", &text);
    }
}

#[test]
fn a_change_that_was_begun_is_done_after_a_restart() {
    let rig = Rig::with_stream("s", 1);
    rig.put("s", "a", b"old");
    rig.split("0", "5").unwrap();

    let rig = rig.reopen();
    let before = rig.status();
    rig.settle();

    assert_eq!((before.as_str(), rig.status().as_str()), ("UPDATING", "ACTIVE"));
    assert_eq!(rig.describe("s").unwrap().shards.len(), 3);
    assert_eq!(rig.all("s", "0").len(), 1);
}

#[test]
fn a_reader_comes_to_the_end_of_a_closed_shard_and_hears_of_its_children() {
    let rig = Rig::with_stream("s", 1);
    for body in [b"a", b"b"] {
        rig.put("s", "k", body);
    }
    rig.split("0", "5").unwrap();
    rig.settle();
    let one = api::GetRecordsInput {
        shard_iterator: rig.iterator("s", "0", "TRIM_HORIZON"),
        limit: Some(1),
        ..Default::default()
    };

    let first = rig.call::<api::GetRecords>(one).unwrap();
    let last = rig.get(first.next_shard_iterator.as_deref().unwrap());

    assert_eq!((first.records.len(), last.records.len()), (1, 1));
    assert!(first.millis_behind_latest.unwrap() > 0 && first.child_shards.is_none());
    assert_eq!((last.next_shard_iterator, last.millis_behind_latest), (None, Some(0)));
    let children = last.child_shards.unwrap();
    let ids: Vec<&str> = children.iter().map(|child| child.shard_id.as_str()).collect();
    assert_eq!(ids, [id(1), id(2)]);
    assert!(children.iter().all(|child| child.parent_shards == [id(0)]));
    assert_eq!(children[0].hash_key_range.ending_hash_key, "4");
}

#[test]
fn every_kind_of_iterator_of_a_closed_shard_ends_at_its_end() {
    let rig = Rig::with_stream("s", 1);
    let put = rig.put("s", "k", b"a");
    rig.split("0", "5").unwrap();
    rig.settle();
    let rig = rig.reopen();
    let end = rig.describe("s").unwrap().shards[0].sequence_number_range.ending_sequence_number.clone();
    let at = |kind: &str, number: Option<&String>, timestamp: Option<u64>| {
        let iterator = rig.shard_iterator(api::GetShardIteratorInput {
            starting_sequence_number: number.cloned(),
            timestamp: timestamp.map(|ms| i64::try_from(ms).unwrap()),
            ..position("s", "0", kind)
        });
        let page = rig.get(&iterator.unwrap());
        assert_eq!((page.next_shard_iterator, page.child_shards.unwrap().len()), (None, 2), "{kind}");
        page.records.len()
    };

    let now = millpond_base::Clock::now(&*rig.clock).wall.0;
    assert_eq!(at("TRIM_HORIZON", None, None), 1);
    assert_eq!(at("LATEST", None, None), 0);
    assert_eq!(at("AT_SEQUENCE_NUMBER", Some(&put.sequence_number), None), 1);
    assert_eq!(at("AFTER_SEQUENCE_NUMBER", Some(&put.sequence_number), None), 0);
    assert_eq!(at("AT_SEQUENCE_NUMBER", end.as_ref(), None), 0);
    assert_eq!(at("AFTER_SEQUENCE_NUMBER", end.as_ref(), None), 0);
    assert_eq!(at("AT_TIMESTAMP", None, Some(now - UNDER_WAY_MS)), 1);
    assert_eq!(at("AT_TIMESTAMP", None, Some(now)), 0);
}

#[test]
fn a_closed_shard_that_was_trimmed_ends_at_once_and_then_is_gone() {
    let rig = Rig::with_stream("s", 1);
    rig.put("s", "k", b"old");
    rig.clock.advance_ms(DAY_MS / 2);
    rig.split("0", "5").unwrap();
    rig.settle();
    let _ = rig.status();

    rig.clock.advance_ms(DAY_MS / 2);
    rig.store.maintain(millpond_base::Clock::now(&*rig.clock)).unwrap();
    let iterator = rig.iterator("s", "0", "TRIM_HORIZON");
    let trimmed = rig.get(&iterator);
    rig.clock.advance_ms(DAY_MS / 2);
    let last = rig.iterator("s", "0", "TRIM_HORIZON");
    rig.clock.advance_ms(1);
    rig.store.maintain(millpond_base::Clock::now(&*rig.clock)).unwrap();
    let gone = "Shard shardId-000000000000 in stream s under account 000000000000 does not exist";

    assert!(trimmed.records.is_empty() && trimmed.next_shard_iterator.is_none());
    assert_eq!(trimmed.child_shards.map(|children| children.len()), Some(2));
    refused(rig.try_get(&last), NOT_FOUND, gone);
    refused(rig.shard_iterator(position("s", "0", "TRIM_HORIZON")), NOT_FOUND, gone);
    let shards = rig.describe("s").unwrap().shards;
    assert_eq!(shards.len(), 2);
    assert!(shards.iter().all(|shard| shard.parent_shard_id == Some(id(0))));
}

#[test]
fn an_iterator_of_a_shard_goes_on_after_it_was_closed() {
    let rig = Rig::with_stream("s", 2);
    let iterator = rig.iterator("s", "0", "LATEST");
    let put = api::PutRecordInput { explicit_hash_key: Some("0".to_owned()), ..record("s", "k", b"a") };
    rig.call::<api::PutRecord>(put).unwrap();
    rig.merge("0", "1").unwrap();
    rig.settle();

    let page = rig.get(&iterator);

    assert_eq!((page.records.len(), page.next_shard_iterator), (1, None));
    let children = page.child_shards.unwrap();
    assert_eq!(children[0].parent_shards, [id(0), id(1)]);
}

#[test]
fn a_record_put_at_once_goes_to_all_new_shards_or_to_old_ones() {
    let rig = Rig::with_stream("s", 1);
    rig.scale(2).unwrap();
    rig.settle();
    let records = (0..50).map(|n| crate::rig::entry(&format!("key {n}"), b"x")).collect();
    let input = api::PutRecordsInput { records, stream_name: name(), ..Default::default() };

    let reply = rig.call::<api::PutRecords>(input).unwrap();

    assert_eq!(reply.failed_record_count, Some(0));
    assert!(reply.records.iter().all(|record| record.shard_id != Some(id(0))));
}

#[test]
fn the_policies_are_asked_for_the_stream() {
    let rig = Rig::with_stream("s", 1);
    let pair = |action: &str| vec![(action.to_owned(), ARN.to_owned())];

    let split = api::SplitShardInput { stream_name: name(), ..Default::default() };
    let mode = api::UpdateStreamModeInput { stream_arn: ARN.to_owned(), ..Default::default() };

    assert_eq!(rig.access::<api::SplitShard>(split), pair("kinesis:SplitShard"));
    assert_eq!(rig.access::<api::UpdateStreamMode>(mode), pair("kinesis:UpdateStreamMode"));
}
