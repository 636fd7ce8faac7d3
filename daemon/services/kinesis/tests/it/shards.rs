//! ListShards.

use crate::rig::{Rig, START_MS, refused};
use millpond_kinesis::api;
use millpond_service::Fault;

const INVALID: &str = "InvalidArgumentException";

fn of_stream(name: &str) -> api::ListShardsInput {
    api::ListShardsInput { stream_name: Some(name.to_owned()), ..Default::default() }
}

fn by_token(token: &str) -> api::ListShardsInput {
    api::ListShardsInput { next_token: Some(token.to_owned()), ..Default::default() }
}

fn filtered(kind: &str) -> api::ListShardsInput {
    let filter = api::ShardFilter { r#type: kind.to_owned(), ..Default::default() };
    api::ListShardsInput { shard_filter: Some(filter), ..of_stream("s") }
}

fn list(rig: &Rig, input: api::ListShardsInput) -> Result<(Vec<u32>, Option<String>), Fault> {
    let page = rig.call::<api::ListShards>(input)?;
    let index = |shard: &api::Shard| shard.shard_id.strip_prefix("shardId-").unwrap().parse().unwrap();
    Ok((page.shards.unwrap().iter().map(index).collect(), page.next_token))
}

fn indexes(rig: &Rig, input: api::ListShardsInput) -> Vec<u32> {
    list(rig, input).unwrap_or_else(|fault| panic!("{fault:?}")).0
}

#[test]
fn shards_come_page_by_page_and_a_token_says_everything() {
    let rig = Rig::with_stream("s", 5);
    let first = api::ListShardsInput { max_results: Some(3), ..of_stream("s") };

    let (head, token) = list(&rig, first).unwrap();
    let token = token.unwrap();
    let (tail, end) = list(&rig, by_token(&token)).unwrap();

    assert_eq!((head, tail, end), (vec![0, 1, 2], vec![3, 4], None));
    let arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s".to_owned();
    assert_eq!(rig.access::<api::ListShards>(by_token(&token)), [("kinesis:ListShards".to_owned(), arn)]);
}

#[test]
fn nothing_may_stand_beside_a_token() {
    let rig = Rig::with_stream("s", 2);
    let (_, token) = list(&rig, api::ListShardsInput { max_results: Some(1), ..of_stream("s") }).unwrap();
    let token = token.unwrap();
    let arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s".to_owned();
    let beside = |input: api::ListShardsInput, what: &str| {
        let text = format!("NextToken and {what} cannot be provided together.");
        refused(
            list(&rig, api::ListShardsInput { next_token: Some(token.clone()), ..input }),
            INVALID,
            &text,
        );
    };

    beside(of_stream("s"), "StreamName");
    beside(api::ListShardsInput { stream_arn: Some(arn), ..Default::default() }, "StreamARN");
    let start = Some("shardId-000000000000".to_owned());
    beside(
        api::ListShardsInput { exclusive_start_shard_id: start, ..Default::default() },
        "ExclusiveStartShardId",
    );
    beside(api::ListShardsInput { stream_name: None, ..filtered("AT_LATEST") }, "ShardFilter");
}

#[test]
fn something_must_name_the_stream() {
    let rig = Rig::new();

    let result = list(&rig, api::ListShardsInput::default());

    refused(result, INVALID, "Either NextToken or StreamName should be provided.");
}

#[test]
fn a_token_dies_with_age_or_with_its_stream() {
    let rig = Rig::with_stream("s", 2);
    let page =
        || list(&rig, api::ListShardsInput { max_results: Some(1), ..of_stream("s") }).unwrap().1.unwrap();

    let (old, orphan) = (page(), page());
    rig.clock.advance_ms(300_001);

    refused(list(&rig, by_token(&old)), "ExpiredNextTokenException", "NextToken has expired.");
    drop(orphan);
    let orphan = page();
    rig.delete("s").unwrap();
    rig.create("s", 2).unwrap();
    let text = "Stream s under account 000000000000 not found.";
    refused(list(&rig, by_token(&orphan)), "ResourceNotFoundException", text);
}

#[test]
fn every_filter_shows_the_shards_of_a_stream_that_never_changed() {
    let rig = Rig::with_stream("s", 2);
    rig.clock.advance_ms(60_000);
    let at = |kind: &str, ms: u64| {
        let mut input = filtered(kind);
        input.shard_filter.as_mut().unwrap().timestamp = Some(ms.cast_signed());
        input
    };

    for kind in ["AT_LATEST", "AT_TRIM_HORIZON", "FROM_TRIM_HORIZON"] {
        assert_eq!(indexes(&rig, filtered(kind)), [0, 1], "{kind}");
    }
    for kind in ["AT_TIMESTAMP", "FROM_TIMESTAMP"] {
        assert_eq!(indexes(&rig, at(kind, START_MS + 1000)), [0, 1], "{kind}");
        assert_eq!(indexes(&rig, at(kind, 0)), [0, 1], "{kind}, corrected to the trim horizon");
        let text = "The Timestamp in ShardFilter cannot be greater than the current timestamp.";
        refused(list(&rig, at(kind, START_MS + 60_001)), INVALID, text);
        let text = format!("Timestamp must be specified for ShardFilter type {kind}.");
        refused(list(&rig, filtered(kind)), INVALID, &text);
    }
}

#[test]
fn shards_after_one_are_shown() {
    let rig = Rig::with_stream("s", 3);
    let mut after = filtered("AFTER_SHARD_ID");

    refused(
        list(&rig, after.clone()),
        INVALID,
        "ShardId must be specified for ShardFilter type AFTER_SHARD_ID.",
    );
    after.shard_filter.as_mut().unwrap().shard_id = Some("shardId-000000000000".to_owned());
    let start = Some("shardId-000000000001".to_owned());

    assert_eq!(indexes(&rig, after), [1, 2]);
    assert_eq!(
        indexes(&rig, api::ListShardsInput { exclusive_start_shard_id: start, ..of_stream("s") }),
        [2]
    );
}

#[test]
fn a_creation_time_tells_lives_of_a_stream_apart() {
    let rig = Rig::with_stream("s", 1);
    let made = |ms: u64| api::ListShardsInput {
        stream_creation_timestamp: Some(ms.cast_signed()),
        ..of_stream("s")
    };

    assert_eq!(indexes(&rig, made(START_MS)), [0]);
    let text = "Stream s under account 000000000000 not found.";
    refused(list(&rig, made(START_MS - 5000)), "ResourceNotFoundException", text);
}

/// Two shards; after a minute the first is split (2, 3), and after another the second is merged with the upper half.
fn resharded() -> Rig {
    let rig = Rig::with_stream("s", 2);
    rig.clock.advance_ms(60_000 - 500);
    rig.split("0", "5").unwrap();
    rig.settle();
    let _ = rig.describe("s");
    rig.clock.advance_ms(60_000 - 500);
    rig.merge("3", "1").unwrap();
    rig.settle();
    let _ = rig.describe("s");
    rig.clock.advance_ms(60_000);
    rig
}

#[test]
fn every_filter_tells_open_from_closed_shards() {
    let rig = resharded();
    let at = |kind: &str, ms: u64| {
        let mut input = filtered(kind);
        input.shard_filter.as_mut().unwrap().timestamp = Some((START_MS + ms).cast_signed());
        indexes(&rig, input)
    };

    assert_eq!(indexes(&rig, of_stream("s")), [0, 1, 2, 3, 4]);
    assert_eq!(indexes(&rig, filtered("FROM_TRIM_HORIZON")), [0, 1, 2, 3, 4]);
    assert_eq!(indexes(&rig, filtered("AT_TRIM_HORIZON")), [0, 1]);
    assert_eq!(indexes(&rig, filtered("AT_LATEST")), [2, 4]);
    assert_eq!(at("AT_TIMESTAMP", 59_999), [0, 1]);
    assert_eq!(at("AT_TIMESTAMP", 90_000), [1, 2, 3]);
    assert_eq!(at("AT_TIMESTAMP", 150_000), [2, 4]);
    assert_eq!(at("FROM_TIMESTAMP", 59_999), [0, 1, 2, 3, 4]);
    assert_eq!(at("FROM_TIMESTAMP", 90_000), [1, 2, 3, 4]);
    assert_eq!(at("FROM_TIMESTAMP", 150_000), [2, 4]);
    let mut after = filtered("AFTER_SHARD_ID");
    after.shard_filter.as_mut().unwrap().shard_id = Some("shardId-000000000002".to_owned());
    assert_eq!(indexes(&rig, after), [3, 4]);
}

#[test]
fn a_filter_goes_on_from_page_to_page_and_over_a_restart() {
    let rig = resharded();
    let first = api::ListShardsInput { max_results: Some(1), ..filtered("AT_LATEST") };

    let (head, token) = list(&rig, first).unwrap();
    let rig = rig.reopen();
    let (tail, end) = list(&rig, by_token(&token.unwrap())).unwrap();

    assert_eq!((head, tail, end), (vec![2], vec![4], None));
}

#[test]
fn the_trim_horizon_moves_past_closed_shards() {
    let rig = resharded();
    let day = 24 * 3_600_000;

    rig.clock.advance_ms(day - 90_000);
    rig.store.maintain(millpond_base::Clock::now(&*rig.clock)).unwrap();
    let moved = (indexes(&rig, filtered("AT_TRIM_HORIZON")), indexes(&rig, filtered("FROM_TRIM_HORIZON")));
    rig.clock.advance_ms(60_000);
    rig.store.maintain(millpond_base::Clock::now(&*rig.clock)).unwrap();

    assert_eq!(moved, (vec![1, 2, 3], vec![1, 2, 3, 4]));
    assert_eq!(indexes(&rig, filtered("AT_TRIM_HORIZON")), [2, 4]);
    assert_eq!(indexes(&rig, of_stream("s")), [2, 4]);
}

#[test]
fn a_description_shows_closed_shards_page_by_page() {
    let rig = resharded();
    let page = |after: Option<&str>| {
        let input = api::DescribeStreamInput {
            stream_name: Some("s".to_owned()),
            limit: Some(2),
            exclusive_start_shard_id: after.map(str::to_owned),
            ..Default::default()
        };
        let page = rig.call::<api::DescribeStream>(input).unwrap().stream_description;
        let closed = |shard: &api::Shard| shard.sequence_number_range.ending_sequence_number.is_some();
        let shards = page.shards.iter().map(|shard| (shard.shard_id[19..].to_owned(), closed(shard)));
        (shards.collect::<Vec<_>>(), page.has_more_shards)
    };
    let shown = |list: &[(&str, bool)]| list.iter().map(|(id, closed)| ((*id).to_owned(), *closed)).collect();

    assert_eq!(page(None), (shown(&[("0", true), ("1", true)]), true));
    assert_eq!(page(Some("shardId-000000000001")), (shown(&[("2", false), ("3", true)]), true));
    assert_eq!(page(Some("shardId-000000000003")), (shown(&[("4", false)]), false));
}
