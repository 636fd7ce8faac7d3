//! RegisterStreamConsumer, DeregisterStreamConsumer, DescribeStreamConsumer, ListStreamConsumers.

use crate::rig::{ACCOUNT, Rig, START_MS, refused};
use millpond_kinesis::api;
use millpond_service::Fault;
use std::collections::BTreeMap;

fn arn(stream: &str) -> String {
    format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/{stream}")
}

fn registration(stream: &str, name: &str) -> api::RegisterStreamConsumerInput {
    api::RegisterStreamConsumerInput {
        stream_arn: arn(stream),
        consumer_name: name.to_owned(),
        ..Default::default()
    }
}

fn register(rig: &Rig, stream: &str, name: &str) -> Result<api::Consumer, Fault> {
    let output = rig.call::<api::RegisterStreamConsumer>(registration(stream, name));
    output.map(|output| output.consumer)
}

fn describe(rig: &Rig, input: api::DescribeStreamConsumerInput) -> Result<api::ConsumerDescription, Fault> {
    rig.call::<api::DescribeStreamConsumer>(input).map(|output| output.consumer_description)
}

fn by_arn(arn: &str) -> api::DescribeStreamConsumerInput {
    api::DescribeStreamConsumerInput { consumer_arn: Some(arn.to_owned()), ..Default::default() }
}

fn by_name(stream: &str, name: &str) -> api::DescribeStreamConsumerInput {
    api::DescribeStreamConsumerInput {
        stream_arn: Some(arn(stream)),
        consumer_name: Some(name.to_owned()),
        ..Default::default()
    }
}

fn list(rig: &Rig, input: api::ListStreamConsumersInput) -> Result<(Vec<String>, Option<String>), Fault> {
    let page = rig.call::<api::ListStreamConsumers>(input)?;
    let names = page.consumers.unwrap().into_iter().map(|consumer| consumer.consumer_name);
    Ok((names.collect(), page.next_token))
}

fn all(stream: &str) -> api::ListStreamConsumersInput {
    api::ListStreamConsumersInput { stream_arn: arn(stream), ..Default::default() }
}

fn consumer_count(rig: &Rig, stream: &str) -> Option<i64> {
    let input =
        api::DescribeStreamSummaryInput { stream_name: Some(stream.to_owned()), ..Default::default() };
    let summary = rig.call::<api::DescribeStreamSummary>(input).unwrap_or_else(|fault| panic!("{fault:?}"));
    summary.stream_description_summary.consumer_count
}

#[test]
fn a_registered_consumer_is_active_and_found_by_arn_name_and_both() {
    let rig = Rig::with_stream("s", 1);

    let made = register(&rig, "s", "dash").unwrap_or_else(|fault| panic!("{fault:?}"));

    let expected = format!("{}/consumer/dash:{}", arn("s"), START_MS / 1000);
    assert_eq!((made.consumer_arn.as_str(), made.consumer_status.as_str()), (expected.as_str(), "ACTIVE"));
    assert_eq!(made.consumer_creation_timestamp, START_MS.cast_signed());
    let both =
        api::DescribeStreamConsumerInput { consumer_arn: Some(expected.clone()), ..by_name("s", "dash") };
    for input in [by_arn(&expected), by_name("s", "dash"), both] {
        let found = describe(&rig, input).unwrap_or_else(|fault| panic!("{fault:?}"));
        assert_eq!((found.consumer_arn, found.stream_arn), (expected.clone(), arn("s")));
    }
    assert_eq!(consumer_count(&rig, "s"), Some(1));
}

#[test]
fn consumers_survive_a_restart_and_a_power_cut() {
    let rig = Rig::with_stream("s", 1);
    register(&rig, "s", "a").unwrap_or_else(|fault| panic!("{fault:?}"));
    let rig = rig.reopen();
    register(&rig, "s", "b").unwrap_or_else(|fault| panic!("{fault:?}"));

    let rig = rig.cut(7);

    assert_eq!(list(&rig, all("s")).unwrap().0, ["a", "b"]);
}

#[test]
fn a_name_is_taken_once() {
    let rig = Rig::with_stream("s", 1);
    register(&rig, "s", "dash").unwrap();

    let text = "Consumer dash under stream s already exists for account 000000000000.";
    refused(register(&rig, "s", "dash"), "ResourceInUseException", text);
}

#[test]
fn a_stream_has_twenty_consumers_at_most() {
    let rig = Rig::with_stream("s", 1);
    for n in 0..20 {
        register(&rig, "s", &format!("c{n}")).unwrap();
    }

    let text = "Stream s under account 000000000000 cannot have more than 20 registered consumers.";
    refused(register(&rig, "s", "more"), "LimitExceededException", text);
}

#[test]
fn a_consumer_of_a_stream_that_is_not_there_is_refused() {
    let rig = Rig::new();

    let text = "Stream s under account 000000000000 not found.";
    refused(register(&rig, "s", "dash"), "ResourceNotFoundException", text);
}

#[test]
fn what_names_no_consumer_or_contradicts_itself_is_refused() {
    let rig = Rig::with_stream("s", 1);
    rig.create("t", 1).unwrap();
    let made = register(&rig, "s", "dash").unwrap().consumer_arn;
    let gone = "Consumer other under stream s not found for account 000000000000.";
    let invalid = "InvalidArgumentException";

    refused(describe(&rig, by_name("s", "other")), "ResourceNotFoundException", gone);
    let old = made.replace(&(START_MS / 1000).to_string(), "1600000000");
    let text = "Consumer dash under stream s not found for account 000000000000.";
    refused(describe(&rig, by_arn(&old)), "ResourceNotFoundException", text);
    let neither = "Either ConsumerARN or both StreamARN and ConsumerName should be provided.";
    refused(describe(&rig, api::DescribeStreamConsumerInput::default()), invalid, neither);
    let other_name =
        api::DescribeStreamConsumerInput { consumer_arn: Some(made.clone()), ..by_name("s", "x") };
    let text = format!("ConsumerName x does not match the consumer name in ConsumerARN {made}.");
    refused(describe(&rig, other_name), invalid, &text);
    let other_stream =
        api::DescribeStreamConsumerInput { consumer_arn: Some(made.clone()), ..by_name("t", "dash") };
    let text = format!("StreamARN does not match the stream in ConsumerARN {made}.");
    refused(describe(&rig, other_stream), invalid, &text);
    let abroad = made.replace("us-east-1", "eu-west-1");
    let text = "Stream s under account 000000000000 not found.";
    refused(describe(&rig, by_arn(&abroad)), "ResourceNotFoundException", text);
}

#[test]
fn a_deregistered_consumer_is_gone_and_its_name_free() {
    let rig = Rig::with_stream("s", 1);
    let first = register(&rig, "s", "dash").unwrap().consumer_arn;
    let input = api::DeregisterStreamConsumerInput {
        stream_arn: Some(arn("s")),
        consumer_name: Some("dash".to_owned()),
        ..Default::default()
    };

    rig.call::<api::DeregisterStreamConsumer>(input).unwrap();

    assert!(describe(&rig, by_arn(&first)).is_err());
    assert_eq!(consumer_count(&rig, "s"), Some(0));
    let second = register(&rig, "s", "dash").unwrap().consumer_arn;
    assert_ne!(first, second);
}

#[test]
fn a_stream_with_consumers_is_deleted_only_when_that_is_enforced() {
    let rig = Rig::with_stream("s", 1);
    register(&rig, "s", "dash").unwrap();

    refused(
        rig.delete("s"),
        "ResourceInUseException",
        "DeleteStream can't delete arn:aws:kinesis:us-east-1:000000000000:stream/s because there are consumers associated \
         with this data stream. To delete s anyway, set the EnforceConsumerDeletion parameter to true to force the \
         deletion of all the consumers that are associated with it.",
    );
    let enforced = api::DeleteStreamInput {
        stream_name: Some("s".to_owned()),
        enforce_consumer_deletion: Some(true),
        ..Default::default()
    };
    rig.call::<api::DeleteStream>(enforced).unwrap();
    rig.create("s", 1).unwrap();
    assert_eq!(list(&rig, all("s")).unwrap().0, Vec::<String>::new());
}

#[test]
fn consumers_are_listed_in_pages_whose_tokens_expire() {
    let rig = Rig::with_stream("s", 1);
    for name in ["c", "a", "b"] {
        register(&rig, "s", name).unwrap();
    }

    let (first, token) =
        list(&rig, api::ListStreamConsumersInput { max_results: Some(2), ..all("s") }).unwrap();
    let second = api::ListStreamConsumersInput { next_token: token.clone(), ..all("s") };

    assert_eq!(first, ["a", "b"]);
    assert_eq!(list(&rig, second.clone()).unwrap(), (vec!["c".to_owned()], None));
    rig.clock.advance_ms(300_001);
    refused(list(&rig, second), "ExpiredNextTokenException", "NextToken has expired.");
}

#[test]
fn a_token_is_of_its_stream_alone() {
    let rig = Rig::with_stream("s", 1);
    rig.create("t", 1).unwrap();
    for name in ["a", "b"] {
        register(&rig, "s", name).unwrap();
    }
    let (_, token) = list(&rig, api::ListStreamConsumersInput { max_results: Some(1), ..all("s") }).unwrap();

    for input in [
        api::ListStreamConsumersInput { next_token: token.clone(), ..all("t") },
        api::ListStreamConsumersInput { next_token: Some("AAAA".to_owned()), ..all("s") },
    ] {
        refused(list(&rig, input), "InvalidArgumentException", "Invalid NextToken.");
    }
    let both = api::ListStreamConsumersInput {
        next_token: token,
        stream_creation_timestamp: Some(START_MS.cast_signed()),
        ..all("s")
    };
    let text = "NextToken and StreamCreationTimestamp cannot be provided together.";
    refused(list(&rig, both), "InvalidArgumentException", text);
}

#[test]
fn the_time_of_creation_tells_two_lives_of_a_stream_apart() {
    let rig = Rig::with_stream("s", 1);
    register(&rig, "s", "dash").unwrap();
    let at = |ms: u64| api::ListStreamConsumersInput {
        stream_creation_timestamp: Some(ms.cast_signed()),
        ..all("s")
    };

    assert_eq!(list(&rig, at(START_MS)).unwrap().0, ["dash"]);
    let text = "Stream s under account 000000000000 not found.";
    refused(list(&rig, at(START_MS - 60_000)), "ResourceNotFoundException", text);
}

#[test]
fn tags_are_checked_as_those_of_a_stream() {
    let rig = Rig::with_stream("s", 1);
    let tags =
        |count: usize| (0..count).map(|n| (format!("k{n}"), String::new())).collect::<BTreeMap<_, _>>();
    let with = |tags| api::RegisterStreamConsumerInput { tags: Some(tags), ..registration("s", "dash") };

    let text = "Failed to add tags to consumer dash under account 000000000000 because a given consumer cannot have more \
                than 50 tags associated with it.";
    let result = rig.call::<api::RegisterStreamConsumer>(with(tags(51)));
    refused(result.map(drop), "InvalidArgumentException", text);
    let odd = BTreeMap::from([("a;b".to_owned(), String::new())]);
    assert!(rig.call::<api::RegisterStreamConsumer>(with(odd)).is_err());
    assert!(rig.call::<api::RegisterStreamConsumer>(with(tags(50))).is_ok());
}

#[test]
fn policies_judge_the_consumer_by_its_arn() {
    let rig = Rig::with_stream("s", 1);
    let made = register(&rig, "s", "dash").unwrap().consumer_arn;
    let described = |input| rig.access::<api::DescribeStreamConsumer>(input);
    let wanted = |resource: &str| vec![("kinesis:DescribeStreamConsumer".to_owned(), resource.to_owned())];

    assert_eq!(described(by_name("s", "dash")), wanted(&made));
    assert_eq!(described(by_arn(&made)), wanted(&made));
    assert_eq!(described(by_name("s", "none")), wanted(&format!("{}/consumer/none", arn("s"))));
    let tagged = api::RegisterStreamConsumerInput { tags: Some(BTreeMap::new()), ..registration("s", "new") };
    assert_eq!(
        rig.access::<api::RegisterStreamConsumer>(tagged),
        [
            ("kinesis:RegisterStreamConsumer".to_owned(), arn("s")),
            ("kinesis:TagResource".to_owned(), format!("{}/consumer/new", arn("s"))),
        ]
    );
}
