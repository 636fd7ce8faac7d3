//! CreateStream, DeleteStream, DescribeStream, DescribeStreamSummary, ListStreams.

use crate::rig::{ACCOUNT, Rig, START_MS, position, record, refused};
use millpond_kinesis::api;
use std::collections::BTreeMap;

fn arn(name: &str) -> String {
    format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/{name}")
}

fn creation(name: &str) -> api::CreateStreamInput {
    api::CreateStreamInput { stream_name: name.to_owned(), ..Default::default() }
}

fn mode(mode: &str) -> Option<api::StreamModeDetails> {
    Some(api::StreamModeDetails { stream_mode: mode.to_owned() })
}

fn names(rig: &Rig, input: api::ListStreamsInput) -> (Vec<String>, bool, Option<String>) {
    let page = rig.call::<api::ListStreams>(input).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert_eq!(page.stream_summaries.unwrap().len(), page.stream_names.len());
    (page.stream_names, page.has_more_streams, page.next_token)
}

#[test]
fn a_new_stream_is_active_with_the_shards_it_asked_for() {
    let rig = Rig::with_stream("readings", 3);

    let stream = rig.describe("readings").unwrap();

    assert_eq!((stream.stream_name.as_str(), stream.stream_arn), ("readings", arn("readings")));
    assert_eq!((stream.stream_status.as_str(), stream.retention_period_hours), ("ACTIVE", 24));
    assert_eq!(stream.stream_creation_timestamp, START_MS.cast_signed());
    assert_eq!(stream.stream_mode_details.unwrap().stream_mode, "PROVISIONED");
    assert_eq!(stream.encryption_type.as_deref(), Some("NONE"));
    assert!(!stream.has_more_shards);
    let ids: Vec<&str> = stream.shards.iter().map(|shard| shard.shard_id.as_str()).collect();
    assert_eq!(ids, ["shardId-000000000000", "shardId-000000000001", "shardId-000000000002"]);
    assert_eq!(stream.shards[2].hash_key_range.ending_hash_key, "340282366920938463463374607431768211455");
    assert_eq!(stream.shards[0].sequence_number_range.starting_sequence_number.len(), 56);
    assert_eq!(stream.shards[0].sequence_number_range.ending_sequence_number, None);
}

#[test]
fn a_stream_without_shard_count_and_mode_is_on_demand_with_four_shards() {
    let rig = Rig::new();

    rig.call::<api::CreateStream>(creation("s")).unwrap();

    let stream = rig.describe("s").unwrap();
    assert_eq!(stream.stream_mode_details.unwrap().stream_mode, "ON_DEMAND");
    assert_eq!(stream.shards.len(), 4);
}

#[test]
fn a_stream_cannot_be_made_twice() {
    let rig = Rig::with_stream("s", 1);

    let again = rig.create("s", 2);

    refused(again, "ResourceInUseException", "Stream s under account 000000000000 already exists.");
    assert_eq!(rig.describe("s").unwrap().shards.len(), 1);
}

#[test]
fn shards_of_all_streams_together_are_bounded() {
    let rig = Rig::with_stream("s", 3);

    let large = rig.create("t", 1022);

    refused(
        large,
        "LimitExceededException",
        "This request would exceed the shard limit for the account 000000000000 in us-east-1. Current shard count for \
         the account: 3. Limit: 1024. Number of additional shards that would have resulted from this request: 1022. Refer \
         to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for \
         current limits and how to request higher limits.",
    );
    assert!(rig.create("t", 1021).is_ok());
}

#[test]
fn mode_and_shard_count_must_agree() {
    let rig = Rig::new();

    let both = api::CreateStreamInput {
        shard_count: Some(2),
        stream_mode_details: mode("ON_DEMAND"),
        ..creation("s")
    };
    let neither = api::CreateStreamInput { stream_mode_details: mode("PROVISIONED"), ..creation("s") };

    let code = "InvalidArgumentException";
    refused(
        rig.call::<api::CreateStream>(both),
        code,
        "ShardCount is not expected when StreamMode=ON_DEMAND",
    );
    refused(
        rig.call::<api::CreateStream>(neither),
        code,
        "ShardCount is required when StreamMode=PROVISIONED",
    );
}

#[test]
fn constraints_of_the_model_are_refused_as_aws_words_them() {
    let rig = Rig::new();

    let result =
        rig.call::<api::CreateStream>(api::CreateStreamInput { shard_count: Some(0), ..creation("s") });

    refused(
        result,
        "ValidationException",
        "1 validation error detected: Value '0' at 'shardCount' failed to satisfy constraint: Member must have value \
         greater than or equal to 1",
    );
}

#[test]
fn settings_this_gateway_cannot_keep_are_refused() {
    let rig = Rig::new();
    let code = "InvalidArgumentException";

    let even = api::CreateStreamInput {
        shard_count: Some(1),
        record_distribution_strategy: Some("AUTO".to_owned()),
        ..creation("s")
    };
    let warm = api::CreateStreamInput { warm_throughput_mibps: Some(5), ..creation("s") };
    let large = api::CreateStreamInput { max_record_size_in_kib: Some(10_240), ..creation("s") };
    let tag = BTreeMap::from([("a*".to_owned(), String::new())]);
    let tagged = api::CreateStreamInput { tags: Some(tag), ..creation("s") };
    let many = (0..51).map(|n| (format!("tag{n}"), String::new())).collect();
    let many = api::CreateStreamInput { tags: Some(many), ..creation("s") };

    refused(
        rig.call::<api::CreateStream>(even),
        code,
        "RecordDistributionStrategy AUTO is only supported for streams in the ON_DEMAND mode.",
    );
    refused(
        rig.call::<api::CreateStream>(warm),
        code,
        "WarmThroughputMiBps requires MinimumThroughputBillingCommitment to be enabled for the account.",
    );
    refused(
        rig.call::<api::CreateStream>(large),
        code,
        "MaxRecordSizeInKiB 10240 exceeds 4096, the most this endpoint takes.",
    );
    refused(
        rig.call::<api::CreateStream>(tagged),
        code,
        "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :.",
    );
    refused(
        rig.call::<api::CreateStream>(many),
        code,
        "Failed to add tags to stream s under account 000000000000 because a given stream cannot have more than 50 tags \
         associated with it.",
    );
    assert!(rig.describe("s").is_err());
}

#[test]
fn a_deleted_stream_is_gone_at_once() {
    let rig = Rig::with_stream("s", 2);
    rig.put("s", "k", b"x");

    rig.delete("s").unwrap();

    let text = "Stream s under account 000000000000 not found.";
    refused(rig.describe("s"), "ResourceNotFoundException", text);
    refused(rig.delete("s"), "ResourceNotFoundException", text);
    refused(rig.call::<api::PutRecord>(record("s", "k", b"x")), "ResourceNotFoundException", text);
}

#[test]
fn a_stream_made_again_holds_nothing_of_the_old_one() {
    let rig = Rig::with_stream("s", 1);
    let old = rig.put("s", "k", b"old");
    let iterator = rig.iterator("s", "0", "TRIM_HORIZON");
    rig.delete("s").unwrap();
    rig.create("s", 1).unwrap();

    assert!(rig.all("s", "0").is_empty());
    let gone = "Shard shardId-000000000000 in stream s under account 000000000000 does not exist";
    refused(rig.try_get(&iterator), "ResourceNotFoundException", gone);
    let mut at = position("s", "0", "AT_SEQUENCE_NUMBER");
    at.starting_sequence_number = Some(old.sequence_number.clone());
    refused(
        rig.shard_iterator(at),
        "InvalidArgumentException",
        &format!(
            "StartingSequenceNumber {} used in GetShardIterator on shard shardId-000000000000 in stream s under account \
             000000000000 is invalid because it did not come from this stream.",
            old.sequence_number
        ),
    );
}

#[test]
fn describe_shows_shards_page_by_page() {
    let rig = Rig::with_stream("s", 5);
    let page = |after: Option<&str>| {
        let input = api::DescribeStreamInput {
            stream_arn: Some(arn("s")),
            limit: Some(2),
            exclusive_start_shard_id: after.map(str::to_owned),
            ..Default::default()
        };
        let description = rig.call::<api::DescribeStream>(input).unwrap().stream_description;
        let ids: Vec<String> = description.shards.into_iter().map(|shard| shard.shard_id).collect();
        (ids, description.has_more_shards)
    };

    let (first, more) = page(None);
    let (last, end) = page(Some("shardId-000000000002"));

    assert_eq!(
        (first, more),
        (vec!["shardId-000000000000".to_owned(), "shardId-000000000001".to_owned()], true)
    );
    assert_eq!(
        (last, end),
        (vec!["shardId-000000000003".to_owned(), "shardId-000000000004".to_owned()], false)
    );
}

#[test]
fn a_summary_counts_open_shards() {
    let rig = Rig::with_stream("s", 5);
    rig.call::<api::CreateStream>(creation("demand")).unwrap();
    let summary = |name: &str| {
        let input =
            api::DescribeStreamSummaryInput { stream_name: Some(name.to_owned()), ..Default::default() };
        rig.call::<api::DescribeStreamSummary>(input).unwrap().stream_description_summary
    };

    let (provisioned, demand) = (summary("s"), summary("demand"));

    assert_eq!((provisioned.open_shard_count, provisioned.consumer_count), (5, Some(0)));
    assert_eq!(provisioned.max_record_size_in_kib, Some(1024));
    assert_eq!(provisioned.record_distribution_strategy, None);
    assert_eq!(demand.record_distribution_strategy.as_deref(), Some("USER_PARTITION_KEY"));
}

#[test]
fn streams_are_listed_by_name_page_by_page() {
    let rig = Rig::new();
    for name in ["c", "a", "b"] {
        rig.create(name, 1).unwrap();
    }

    let (first, more, token) = names(&rig, api::ListStreamsInput { limit: Some(2), ..Default::default() });
    let by_token = api::ListStreamsInput { next_token: token, ..Default::default() };
    let by_name =
        api::ListStreamsInput { exclusive_start_stream_name: Some("b".to_owned()), ..Default::default() };

    assert_eq!((first, more), (vec!["a".to_owned(), "b".to_owned()], true));
    assert_eq!(names(&rig, by_token), (vec!["c".to_owned()], false, None));
    assert_eq!(names(&rig, by_name), (vec!["c".to_owned()], false, None));
}

#[test]
fn a_list_token_dies_after_five_minutes_and_cannot_be_made_up() {
    let rig = Rig::with_stream("a", 1);
    rig.create("b", 1).unwrap();
    let (_, _, token) = names(&rig, api::ListStreamsInput { limit: Some(1), ..Default::default() });
    let with = |token: Option<String>| api::ListStreamsInput { next_token: token, ..Default::default() };

    rig.clock.advance_ms(300_001);

    let old = rig.call::<api::ListStreams>(with(token));
    refused(old, "ExpiredNextTokenException", "NextToken has expired.");
    let forged = rig.call::<api::ListStreams>(with(Some("AAAA".to_owned())));
    refused(forged, "InvalidArgumentException", "Invalid NextToken.");
}

#[test]
fn a_stream_is_found_by_name_by_arn_or_by_both() {
    let rig = Rig::with_stream("s", 1);
    let describe = |name: Option<&str>, arn: Option<&str>| {
        let input = api::DescribeStreamInput {
            stream_name: name.map(str::to_owned),
            stream_arn: arn.map(str::to_owned),
            ..Default::default()
        };
        rig.call::<api::DescribeStream>(input)
    };

    assert!(describe(Some("s"), Some(&arn("s"))).is_ok());
    let (invalid, missing) = ("InvalidArgumentException", "ResourceNotFoundException");
    let text = "Either StreamName or StreamARN should be provided.";
    refused(describe(None, None), invalid, text);
    let text = format!("StreamName t does not match the stream name in StreamARN {}.", arn("s"));
    refused(describe(Some("t"), Some(&arn("s"))), invalid, &text);
    let other = "arn:aws:kinesis:us-east-1:111111111111:stream/s";
    refused(describe(None, Some(other)), missing, "Stream s under account 111111111111 not found.");
    let elsewhere = format!("arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/s");
    refused(describe(None, Some(&elsewhere)), missing, "Stream s under account 000000000000 not found.");
}

#[test]
fn policies_judge_every_stream_a_call_names() {
    let rig = Rig::with_stream("s", 1);
    let iterator = rig.iterator("s", "0", "LATEST");
    let pair = |action: &str, resource: &str| (action.to_owned(), resource.to_owned());

    let both = api::DeleteStreamInput {
        stream_name: Some("s".to_owned()),
        stream_arn: Some(arn("t")),
        ..Default::default()
    };
    let get = api::GetRecordsInput { shard_iterator: iterator, ..Default::default() };
    let tagged = api::CreateStreamInput { tags: Some(BTreeMap::new()), ..creation("n") };

    let action = "kinesis:DeleteStream";
    assert_eq!(rig.access::<api::DeleteStream>(both), [pair(action, &arn("s")), pair(action, &arn("t"))]);
    assert_eq!(rig.access::<api::GetRecords>(get), [pair("kinesis:GetRecords", &arn("s"))]);
    assert_eq!(
        rig.access::<api::CreateStream>(tagged),
        [pair("kinesis:CreateStream", &arn("n")), pair("kinesis:AddTagsToStream", &arn("n"))]
    );
    assert_eq!(
        rig.access::<api::ListStreams>(api::ListStreamsInput::default()),
        [pair("kinesis:ListStreams", "*")]
    );
}

#[test]
fn streams_survive_reopening() {
    let rig = Rig::with_stream("s", 3);
    let before = rig.describe("s").unwrap();

    let rig = rig.reopen();

    assert!(rig.describe("s").unwrap() == before);
}
