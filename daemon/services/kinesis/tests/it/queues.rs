//! Queues on streams, as clients see them.

use crate::rig::{ACCOUNT, Rig, START_MS, record, refused};
use millpond_base::Clock;
use millpond_kinesis::api;
use millpond_service::Fault;
use std::collections::BTreeMap;

const NOWHERE: &str = "arn:aws:kinesis:us-east-1:000000000000:queue/abcdefghij0123456789";

fn stream_arn(name: &str) -> String {
    format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/{name}")
}

fn configuration(stream: &str, start: Option<(&str, Option<i64>)>) -> api::QueueStreamConfiguration {
    let starting_position =
        start.map(|(kind, timestamp)| api::QueueStartingPosition { r#type: kind.to_owned(), timestamp });
    api::QueueStreamConfiguration { stream_arn: stream_arn(stream), starting_position }
}

fn making(name: &str, stream: &str, start: &str) -> api::CreateQueueInput {
    api::CreateQueueInput {
        queue_name: name.to_owned(),
        stream_configuration_list: vec![configuration(stream, Some((start, None)))],
        ..Default::default()
    }
}

fn dead_letters(target: &str, count: Option<i64>) -> api::QueueAttributes {
    let configuration =
        api::DeadLetterConfiguration { target_type: target.to_owned(), max_receive_count: count };
    api::QueueAttributes { dead_letter_configuration: Some(configuration), ..Default::default() }
}

fn on_demand(rig: &Rig, name: &str) {
    let input = api::CreateStreamInput { stream_name: name.to_owned(), ..Default::default() };
    rig.call::<api::CreateStream>(input).unwrap();
}

/// A rig with an on-demand stream `s` and a queue from its first record on.
fn rig() -> (Rig, String) {
    let rig = Rig::new();
    on_demand(&rig, "s");
    let arn = create(&rig, making("q", "s", "TRIM_HORIZON")).unwrap().queue_arn;
    (rig, arn)
}

fn create(rig: &Rig, input: api::CreateQueueInput) -> Result<api::QueueDescription, Fault> {
    rig.call::<api::CreateQueue>(input).map(|output| output.queue_description)
}

fn describe(rig: &Rig, arn: &str) -> Result<api::QueueDescription, Fault> {
    let input = api::DescribeQueueInput { queue_arn: arn.to_owned() };
    rig.call::<api::DescribeQueue>(input).map(|output| output.queue_description)
}

fn update(
    rig: &Rig,
    arn: &str,
    queue_attributes: api::QueueAttributes,
) -> Result<api::QueueAttributes, Fault> {
    let input = api::UpdateQueueInput { queue_arn: arn.to_owned(), queue_attributes };
    let output = rig.call::<api::UpdateQueue>(input)?;
    Ok(output.queue_description.queue_attributes.unwrap())
}

fn delete(rig: &Rig, arn: &str) -> Result<(), Fault> {
    rig.call::<api::DeleteQueue>(api::DeleteQueueInput { queue_arn: arn.to_owned() }).map(drop)
}

fn receive(rig: &Rig, arn: &str) -> Vec<api::QueueRecord> {
    let input = api::ReceiveQueueRecordsInput {
        queue_arn: arn.to_owned(),
        wait_time_seconds: Some(1),
        ..Default::default()
    };
    rig.call::<api::ReceiveQueueRecords>(input).unwrap().queue_records
}

fn receive_dead(rig: &Rig, arn: &str) -> Vec<api::QueueRecord> {
    let input = api::ReceiveDeadLetterQueueRecordsInput {
        queue_arn: arn.to_owned(),
        wait_time_seconds: Some(1),
        ..Default::default()
    };
    rig.call::<api::ReceiveDeadLetterQueueRecords>(input).unwrap().queue_records
}

fn acknowledge(rig: &Rig, arn: &str, handles: &[&str]) -> api::AcknowledgeQueueRecordsOutput {
    let entry =
        |handle: &&str| api::AcknowledgeQueueRecordsRequestEntry { receipt_handle: (*handle).to_owned() };
    let entries = handles.iter().map(entry).collect();
    let input = api::AcknowledgeQueueRecordsInput { queue_arn: arn.to_owned(), entries };
    rig.call::<api::AcknowledgeQueueRecords>(input).unwrap()
}

fn hide(rig: &Rig, arn: &str, handle: &str, seconds: i64) -> api::UpdateQueueRecordsVisibilityOutput {
    let entry = api::UpdateQueueRecordsVisibilityRequestEntry {
        receipt_handle: handle.to_owned(),
        visibility_timeout_seconds: seconds,
    };
    let input = api::UpdateQueueRecordsVisibilityInput { queue_arn: arn.to_owned(), entries: vec![entry] };
    rig.call::<api::UpdateQueueRecordsVisibility>(input).unwrap()
}

fn list(rig: &Rig, input: api::ListQueuesInput) -> (Vec<String>, Option<String>) {
    let output = rig.call::<api::ListQueues>(input).unwrap();
    (output.queue_summaries.into_iter().map(|queue| queue.queue_name).collect(), output.next_token)
}

#[test]
fn a_new_queue_is_described_with_its_defaults() {
    let (rig, arn) = rig();

    let queue = describe(&rig, &arn).unwrap();

    let id = arn.strip_prefix("arn:aws:kinesis:us-east-1:000000000000:queue/").unwrap();
    assert!(id.len() == 20 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{id}");
    assert_eq!((queue.queue_name.as_str(), queue.queue_status.as_str()), ("q", "ACTIVE"));
    let attributes = queue.queue_attributes.unwrap();
    assert_eq!(attributes.visibility_timeout_seconds, Some(30));
    let dead_letters = attributes.dead_letter_configuration.unwrap();
    assert_eq!((dead_letters.target_type.as_str(), dead_letters.max_receive_count), ("BUILT_IN", Some(6)));
    let stream = &queue.stream_configuration_list[0];
    assert_eq!(stream.stream_arn, stream_arn("s"));
    let start = stream.starting_position.as_ref().unwrap();
    assert_eq!((start.r#type.as_str(), start.timestamp), ("TRIM_HORIZON", Some(START_MS.cast_signed())));
}

#[test]
fn what_a_queue_cannot_be_is_refused() {
    let rig = Rig::with_stream("p", 1);
    on_demand(&rig, "s");
    let validation = |input, text| refused(create(&rig, input), "ValidationException", text);

    validation(
        making("q", "p", "LATEST"),
        "Queues are supported only for streams with the ON_DEMAND stream mode.",
    );
    let two = vec![configuration("s", None), configuration("s", None)];
    validation(
        api::CreateQueueInput { stream_configuration_list: two, ..making("q", "s", "LATEST") },
        "StreamConfigurationList must contain exactly one entry.",
    );
    let at = |kind, timestamp| api::CreateQueueInput {
        stream_configuration_list: vec![configuration("s", Some((kind, timestamp)))],
        ..making("q", "s", "LATEST")
    };
    validation(
        at("AT_TIMESTAMP", None),
        "Timestamp is required when the starting position type is AT_TIMESTAMP.",
    );
    validation(
        at("LATEST", Some(5)),
        "Timestamp can be specified only when the starting position type is AT_TIMESTAMP.",
    );
    validation(
        at("AT_TIMESTAMP", Some(START_MS.cast_signed() + 1)),
        "Timestamp cannot be greater than the current timestamp.",
    );
    let with = |attributes| api::CreateQueueInput {
        queue_attributes: Some(attributes),
        ..making("q", "s", "LATEST")
    };
    validation(
        with(dead_letters("BUILT_IN", None)),
        "MaxReceiveCount is required when TargetType is BUILT_IN.",
    );
    validation(
        with(dead_letters("NONE", Some(3))),
        "MaxReceiveCount can be specified only when TargetType is BUILT_IN.",
    );
    refused(
        create(&rig, making("q", "nowhere", "LATEST")),
        "ResourceNotFoundException",
        "Stream nowhere under account 000000000000 not found.",
    );
    assert!(list(&rig, api::ListQueuesInput::default()).0.is_empty());
}

#[test]
fn a_name_is_taken_once_and_a_stream_has_twenty_queues() {
    let (rig, arn) = rig();

    refused(
        create(&rig, making("q", "s", "LATEST")),
        "ResourceInUseException",
        "Queue q under account 000000000000 already exists.",
    );
    for n in 1..20 {
        create(&rig, making(&format!("q{n}"), "s", "LATEST")).unwrap();
    }
    refused(
        create(&rig, making("r", "s", "LATEST")),
        "LimitExceededException",
        "Stream s under account 000000000000 cannot have more than 20 registered consumers.",
    );
    delete(&rig, &arn).unwrap();
    create(&rig, making("r", "s", "LATEST")).unwrap();
}

#[test]
fn a_queue_that_is_not_there_is_not_found_by_any_operation() {
    let rig = Rig::new();
    let text = format!("Queue {NOWHERE} not found.");

    refused(describe(&rig, NOWHERE), "ResourceNotFoundException", &text);
    refused(delete(&rig, NOWHERE), "ResourceNotFoundException", &text);
    refused(update(&rig, NOWHERE, api::QueueAttributes::default()), "ResourceNotFoundException", &text);
    let input = api::ReceiveQueueRecordsInput { queue_arn: NOWHERE.to_owned(), ..Default::default() };
    refused(rig.call::<api::ReceiveQueueRecords>(input), "ResourceNotFoundException", &text);
    let entries = vec![api::RestoreDeadLetterQueueRecordsRequestEntry { receipt_handle: "x".to_owned() }];
    let input = api::RestoreDeadLetterQueueRecordsInput { queue_arn: NOWHERE.to_owned(), entries };
    refused(rig.call::<api::RestoreDeadLetterQueueRecords>(input), "ResourceNotFoundException", &text);
}

#[test]
fn attributes_that_are_not_named_stay_as_they_are() {
    let (rig, arn) = rig();
    let visibility = api::QueueAttributes { visibility_timeout_seconds: Some(0), ..Default::default() };

    let first = update(&rig, &arn, visibility).unwrap();
    let second = update(&rig, &arn, dead_letters("NONE", None)).unwrap();

    assert_eq!(first.visibility_timeout_seconds, Some(0));
    assert_eq!(first.dead_letter_configuration.unwrap().max_receive_count, Some(6));
    assert_eq!(second.visibility_timeout_seconds, Some(0));
    assert_eq!(second.dead_letter_configuration.unwrap().target_type, "NONE");
    let rig = rig.reopen();
    let kept = describe(&rig, &arn).unwrap().queue_attributes.unwrap();
    assert_eq!(kept.visibility_timeout_seconds, Some(0));
    assert_eq!(kept.dead_letter_configuration.unwrap().max_receive_count, None);
}

#[test]
fn queues_are_listed_by_name_and_by_stream_a_page_at_a_time() {
    let (rig, _) = rig();
    on_demand(&rig, "t");
    for name in ["c", "a", "b"] {
        create(&rig, making(name, "t", "LATEST")).unwrap();
    }
    let page = |next_token| api::ListQueuesInput { max_results: Some(2), next_token, stream_filter: None };

    let (first, token) = list(&rig, page(None));
    let (second, end) = list(&rig, page(token.clone()));

    assert_eq!((first.join(" "), second.join(" ")), ("a b".to_owned(), "c q".to_owned()));
    assert!(token.is_some() && end.is_none());
    let of = |stream: &str, created| {
        let filter =
            api::QueueStreamFilter { stream_arn: stream_arn(stream), stream_creation_timestamp: created };
        list(&rig, api::ListQueuesInput { stream_filter: Some(vec![filter]), ..Default::default() }).0
    };
    assert_eq!(of("t", None), ["a", "b", "c"]);
    assert_eq!(of("s", Some(START_MS.cast_signed())), ["q"]);
    assert!(of("s", Some(5_000)).is_empty() && of("nowhere", None).is_empty());
    let mut input = page(token);
    rig.clock.advance_ms(300_001);
    refused(
        rig.call::<api::ListQueues>(input.clone()),
        "ExpiredNextTokenException",
        "NextToken has expired.",
    );
    input.next_token = Some("bm9wZQ==".to_owned());
    refused(rig.call::<api::ListQueues>(input), "InvalidArgumentException", "Invalid NextToken.");
}

#[test]
fn records_are_received_from_every_shard_and_acknowledged_for_this_queue_alone() {
    let (rig, arn) = rig();
    let other = create(&rig, making("other", "s", "TRIM_HORIZON")).unwrap().queue_arn;
    let put: BTreeMap<String, Vec<u8>> =
        (0..9).map(|n| (format!("k{n}"), format!("record {n}").into_bytes())).collect();
    for (key, data) in &put {
        rig.put("s", key, data);
    }

    let received = receive(&rig, &arn);

    let found: BTreeMap<String, Vec<u8>> =
        received.iter().map(|r| (r.partition_key.clone().unwrap(), r.data.clone())).collect();
    assert_eq!(found, put);
    assert!(
        received.iter().all(|r| r.receive_count == 1 && r.first_receive_timestamp == START_MS.cast_signed())
    );
    assert!(received.iter().all(|r| r.record_id.len() <= 64 && r.receipt_handle.len() <= 1024));
    let handles: Vec<&str> = received.iter().map(|r| r.receipt_handle.as_str()).collect();
    let output = acknowledge(&rig, &arn, &handles);
    assert_eq!((output.successful.len(), output.failed.len()), (9, 0));
    let ids = |records: &[api::QueueRecord]| {
        let mut ids: Vec<String> = records.iter().map(|r| r.record_id.clone()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&receive(&rig, &other)), ids(&received));
    let rig = rig.cut(5);
    rig.clock.advance_ms(60_000);
    assert!(receive(&rig, &arn).is_empty());
    assert_eq!(receive(&rig, &other).len(), 9);
}

#[test]
fn a_record_without_a_partition_key_is_received_without_one() {
    let rig = Rig::new();
    let input = api::CreateStreamInput {
        stream_name: "s".to_owned(),
        record_distribution_strategy: Some("AUTO".to_owned()),
        ..Default::default()
    };
    rig.call::<api::CreateStream>(input).unwrap();
    let arn = create(&rig, making("q", "s", "TRIM_HORIZON")).unwrap().queue_arn;
    rig.call::<api::PutRecord>(api::PutRecordInput { partition_key: None, ..record("s", "", b"x") }).unwrap();

    assert_eq!(receive(&rig, &arn)[0].partition_key, None);
}

#[test]
fn a_receive_waits_nine_seconds_when_it_does_not_say() {
    let (rig, arn) = rig();
    let begun = rig.clock.now().line;

    let input = api::ReceiveQueueRecordsInput { queue_arn: arn, ..Default::default() };
    let output = rig.call::<api::ReceiveQueueRecords>(input).unwrap();

    assert!(output.queue_records.is_empty());
    assert_eq!(rig.clock.now().line.since_ms(begun), 9_000);
}

#[test]
fn a_receive_that_waits_gets_what_becomes_visible_meanwhile() {
    let (rig, arn) = rig();
    rig.put("s", "k", b"x");
    let begun = rig.clock.now().line;
    let input = |visibility| api::ReceiveQueueRecordsInput {
        queue_arn: arn.clone(),
        wait_time_seconds: Some(20),
        visibility_timeout_seconds: visibility,
        limit: Some(1),
    };
    rig.call::<api::ReceiveQueueRecords>(input(Some(12))).unwrap();

    let again = rig.call::<api::ReceiveQueueRecords>(input(None)).unwrap();

    assert_eq!(again.queue_records[0].receive_count, 2);
    assert_eq!(rig.clock.now().line.since_ms(begun), 12_000);
}

#[test]
fn each_entry_fails_by_itself_with_its_reason() {
    let (rig, arn) = rig();
    rig.put("s", "k", b"x");
    let first = receive(&rig, &arn);
    rig.clock.advance_ms(30_000);
    let second = receive(&rig, &arn);
    let (old, new) = (first[0].receipt_handle.as_str(), second[0].receipt_handle.as_str());

    let output = acknowledge(&rig, &arn, &[old, "nonsense", new]);

    assert_eq!(output.successful.iter().map(|e| e.receipt_handle.as_str()).collect::<Vec<_>>(), [new]);
    let failed: Vec<_> = output
        .failed
        .iter()
        .map(|e| (e.receipt_handle.as_str(), e.error_code.as_str(), e.error_message.as_deref().unwrap()))
        .collect();
    let code = "InvalidArgumentException";
    assert_eq!(
        failed,
        [
            (old, code, "The receipt handle has expired."),
            ("nonsense", code, "The receipt handle is not valid.")
        ]
    );
    let late = hide(&rig, &arn, new, 5);
    assert_eq!(late.failed[0].error_message.as_deref(), Some("The record is not in flight."));
}

#[test]
fn a_dead_letter_is_received_hidden_restored_and_acknowledged_on_its_own_path() {
    let (rig, arn) = rig();
    update(&rig, &arn, dead_letters("BUILT_IN", Some(1))).unwrap();
    rig.put("s", "k", b"bad");
    let normal = receive(&rig, &arn);
    hide(&rig, &arn, &normal[0].receipt_handle, 0);
    assert!(receive(&rig, &arn).is_empty());

    let dead = receive_dead(&rig, &arn);
    assert_eq!((dead[0].data.as_slice(), dead[0].receive_count), (&b"bad"[..], 2));
    let handle = &dead[0].receipt_handle;
    let wrong = acknowledge(&rig, &arn, &[handle]);
    let text = "The receipt handle is of a record on the other receive path of the queue.";
    assert_eq!(wrong.failed[0].error_message.as_deref(), Some(text));
    let entry = api::UpdateDeadLetterQueueRecordsVisibilityRequestEntry {
        receipt_handle: handle.clone(),
        visibility_timeout_seconds: 0,
    };
    let input =
        api::UpdateDeadLetterQueueRecordsVisibilityInput { queue_arn: arn.clone(), entries: vec![entry] };
    let shown = rig.call::<api::UpdateDeadLetterQueueRecordsVisibility>(input).unwrap();
    assert_eq!((shown.successful.len(), shown.failed.len()), (1, 0));
    let again = receive_dead(&rig, &arn);
    let entries = vec![api::RestoreDeadLetterQueueRecordsRequestEntry {
        receipt_handle: again[0].receipt_handle.clone(),
    }];
    let input = api::RestoreDeadLetterQueueRecordsInput { queue_arn: arn.clone(), entries };
    let restored = rig.call::<api::RestoreDeadLetterQueueRecords>(input).unwrap();
    assert_eq!((restored.successful.len(), restored.failed.len()), (1, 0));

    let rig = rig.reopen();
    let normal = receive(&rig, &arn);
    assert_eq!((normal[0].data.as_slice(), normal[0].receive_count), (&b"bad"[..], 1));
    rig.clock.advance_ms(30_000);
    let dead = receive_dead(&rig, &arn);
    let entries = vec![api::AcknowledgeDeadLetterQueueRecordsRequestEntry {
        receipt_handle: dead[0].receipt_handle.clone(),
    }];
    let input = api::AcknowledgeDeadLetterQueueRecordsInput { queue_arn: arn.clone(), entries };
    let done = rig.call::<api::AcknowledgeDeadLetterQueueRecords>(input).unwrap();
    assert_eq!((done.successful.len(), done.failed.len()), (1, 0));
    rig.clock.advance_ms(60_000);
    assert!(receive(&rig, &arn).is_empty() && receive_dead(&rig, &arn).is_empty());
}

#[test]
fn a_stream_goes_and_changes_its_mode_only_after_its_queues() {
    let (rig, arn) = rig();

    refused(
        rig.delete("s"),
        "ResourceInUseException",
        "Stream s under account 000000000000 has queues. Delete every queue on the stream first.",
    );
    let details = api::StreamModeDetails { stream_mode: "PROVISIONED".to_owned() };
    let input = api::UpdateStreamModeInput {
        stream_arn: stream_arn("s"),
        stream_mode_details: details,
        ..Default::default()
    };
    refused(
        rig.call::<api::UpdateStreamMode>(input.clone()),
        "ResourceInUseException",
        "Stream s under account 000000000000 has queues. Delete every queue on the stream first.",
    );
    delete(&rig, &arn).unwrap();
    rig.call::<api::UpdateStreamMode>(input).unwrap();
    refused(
        create(&rig, making("q", "s", "LATEST")),
        "ResourceInUseException",
        "Stream s under account 000000000000 not ACTIVE, instead in state UPDATING",
    );
    rig.clock.advance_ms(60_000);
    rig.delete("s").unwrap();
}

#[test]
fn records_of_many_bytes_come_in_several_receives() {
    let rig = Rig::large("unused");
    on_demand(&rig, "s");
    let arn = create(&rig, making("q", "s", "TRIM_HORIZON")).unwrap().queue_arn;
    for n in 0..12u8 {
        rig.put("s", &format!("k{n}"), &vec![n; 1_000_000]);
    }

    let first = receive(&rig, &arn);
    let second = receive(&rig, &arn);

    assert!(first.iter().map(|r| r.data.len()).sum::<usize>() <= 11 << 20);
    assert_eq!(first.len() + second.len(), 12);
    assert!(second.iter().all(|r| r.receive_count == 1));
}

#[test]
fn policies_judge_the_queue_and_the_stream_it_is_made_on() {
    let (rig, arn) = rig();
    let any = format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:queue/*");
    let tagged = api::CreateQueueInput {
        tags: Some(BTreeMap::from([("a".to_owned(), "b".to_owned())])),
        ..making("r", "s", "LATEST")
    };

    assert_eq!(
        rig.access::<api::CreateQueue>(tagged),
        [
            ("kinesis:CreateQueue".to_owned(), any.clone()),
            ("kinesis:AssociateStreamsWithQueue".to_owned(), stream_arn("s")),
            ("kinesis:TagResource".to_owned(), any.clone()),
        ]
    );
    let input = api::ReceiveQueueRecordsInput { queue_arn: arn.clone(), ..Default::default() };
    assert_eq!(
        rig.access::<api::ReceiveQueueRecords>(input),
        [("kinesis:ReceiveQueueRecords".to_owned(), arn)]
    );
    assert_eq!(rig.access::<api::ListQueues>(Default::default()), [("kinesis:ListQueues".to_owned(), any)]);
}

#[test]
fn a_queue_has_tags_and_a_policy_that_go_with_it() {
    let (rig, arn) = rig();
    let tags = BTreeMap::from([("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())]);
    let input = api::TagResourceInput { resource_arn: arn.clone(), tags, ..Default::default() };
    rig.call::<api::TagResource>(input).unwrap();
    let input = api::UntagResourceInput {
        resource_arn: arn.clone(),
        tag_keys: vec!["a".to_owned()],
        ..Default::default()
    };
    rig.call::<api::UntagResource>(input).unwrap();
    let policy = format!(
        r#"{{"Statement":{{"Effect":"Deny","Principal":"*","Action":"kinesis:DeleteQueue","Resource":"{arn}"}}}}"#
    );
    let input = api::PutResourcePolicyInput {
        resource_arn: arn.clone(),
        policy: policy.clone(),
        ..Default::default()
    };
    rig.call::<api::PutResourcePolicy>(input).unwrap();

    let rig = rig.reopen();

    let tags = rig.call::<api::ListTagsForResource>(input_of(&arn)).unwrap().tags.unwrap();
    assert_eq!(tags.iter().map(|tag| tag.key.as_str()).collect::<Vec<_>>(), ["b"]);
    let asked = api::GetResourcePolicyInput { resource_arn: arn.clone(), ..Default::default() };
    assert_eq!(rig.call::<api::GetResourcePolicy>(asked.clone()).unwrap().policy, policy);
    let caller = rig.store.principals().bench_caller();
    let denied = |action| {
        let decision = rig.store.judge(&caller, action, &arn, &|_| None, None).decision;
        decision == millpond_policy::Decision::ExplicitDeny(millpond_policy::Layer::Resource)
    };
    assert!(denied("kinesis:DeleteQueue") && !denied("kinesis:DescribeQueue"));
    let input = api::DeleteResourcePolicyInput { resource_arn: arn.clone(), ..Default::default() };
    rig.call::<api::DeleteResourcePolicy>(input).unwrap();
    assert_eq!(rig.call::<api::GetResourcePolicy>(asked).unwrap().policy, "{}");
    delete(&rig, &arn).unwrap();
    assert_eq!(
        rig.call::<api::ListTagsForResource>(input_of(&arn)).err().unwrap().code,
        "ResourceNotFoundException"
    );
}

fn input_of(arn: &str) -> api::ListTagsForResourceInput {
    api::ListTagsForResourceInput { resource_arn: arn.to_owned(), ..Default::default() }
}

#[test]
fn a_disabled_kms_key_keeps_records_in_their_queue() {
    let (rig, arn) = rig();
    let key = rig.store.keyring().create_key(millpond_store::keyring::NewKey::default()).unwrap();
    let start = api::StartStreamEncryptionInput {
        stream_name: Some("s".to_owned()),
        encryption_type: "KMS".to_owned(),
        key_id: key.arn().to_owned(),
        ..Default::default()
    };
    rig.call::<api::StartStreamEncryption>(start).unwrap();
    rig.put("s", "k", b"sealed");
    rig.store.keyring().enable(key.id(), false).unwrap();

    let input = api::ReceiveQueueRecordsInput { queue_arn: arn.clone(), ..Default::default() };
    let refusal = rig.call::<api::ReceiveQueueRecords>(input);

    refused(refusal, "KMSDisabledException", &format!("{} is disabled.", key.arn()));
    rig.store.keyring().enable(key.id(), true).unwrap();
    assert_eq!(receive(&rig, &arn)[0].data, b"sealed");
}

#[test]
fn a_childs_records_come_after_its_parents() {
    let rig = Rig::with_stream("s", 1);
    for n in 0..15u8 {
        rig.put("s", "k", &[n]);
    }
    let half = (u128::MAX / 2).to_string();
    let input = api::SplitShardInput {
        stream_name: Some("s".to_owned()),
        shard_to_split: "shardId-000000000000".to_owned(),
        new_starting_hash_key: half,
        ..Default::default()
    };
    rig.call::<api::SplitShard>(input).unwrap();
    rig.clock.advance_ms(60_000);
    for n in 15..25u8 {
        rig.put("s", &format!("k{n}"), &[n]);
    }
    let input = api::UpdateStreamModeInput {
        stream_arn: stream_arn("s"),
        stream_mode_details: api::StreamModeDetails { stream_mode: "ON_DEMAND".to_owned() },
        ..Default::default()
    };
    rig.call::<api::UpdateStreamMode>(input).unwrap();
    rig.clock.advance_ms(60_000);
    let arn = create(&rig, making("q", "s", "TRIM_HORIZON")).unwrap().queue_arn;

    let pages: Vec<Vec<u8>> =
        (0..3).map(|_| receive(&rig, &arn).iter().map(|record| record.data[0]).collect()).collect();

    assert_eq!(pages[0], (0..10).collect::<Vec<u8>>());
    assert_eq!(pages[1], (10..15).collect::<Vec<u8>>(), "the children wait until their parent is done");
    let mut last = pages[2].clone();
    last.sort_unstable();
    assert_eq!(last, (15..25).collect::<Vec<u8>>());
}
