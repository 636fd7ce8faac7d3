//! Sending, receiving and deleting single messages.

use crate::rig::{Rig, bodies, handle, message, receive, refused, refused_parameter, strings, text};
use millpond_base::Clock;
use millpond_sqs::api;
use std::collections::BTreeMap;

fn attributes(
    pairs: &[(&str, api::MessageAttributeValue)],
) -> Option<BTreeMap<String, api::MessageAttributeValue>> {
    Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

#[test]
fn a_message_arrives_as_it_was_sent() {
    let (rig, url) = Rig::with_queue("q");
    let binary = api::MessageAttributeValue {
        data_type: "Binary.png".to_owned(),
        binary_value: Some(vec![0, 159, 255]),
        ..Default::default()
    };
    let given =
        attributes(&[("Bin", binary), ("Num", text("Number", "-1.5e3")), ("Str", text("String", "ü"))]);
    let input = api::SendMessageInput { message_attributes: given.clone(), ..message(&url, "grüße\t😀") };
    let sent = rig.try_send(input).unwrap();
    rig.clock.advance_ms(1_500);

    let received = rig.receive(&url).remove(0);

    assert_eq!(received.body.as_deref(), Some("grüße\t😀"));
    assert_eq!(received.message_id, sent.message_id);
    assert_eq!(received.md5_of_body, sent.md5_of_message_body);
    assert_eq!(received.md5_of_message_attributes, sent.md5_of_message_attributes);
    assert!(received.message_attributes == given);
    assert_eq!((sent.sequence_number, sent.md5_of_message_system_attributes), (None, None));
    let system = received.attributes.unwrap();
    assert_eq!(system["SentTimestamp"], "1700000000000");
    assert_eq!(system["ApproximateFirstReceiveTimestamp"], "1700000001500");
    assert_eq!(system["ApproximateReceiveCount"], "1");
    assert!(system.contains_key("SenderId"));
    assert_eq!(system.len(), 4);
}

#[test]
fn attributes_are_filtered_and_only_those_shown_are_summed() {
    let (rig, url) = Rig::with_queue("q");
    let given = attributes(&[
        ("General", text("String", "Kenobi")),
        ("Hello", text("String", "There")),
        ("Help.Me", text("String", "Me")),
    ]);
    rig.try_send(api::SendMessageInput { message_attributes: given, ..message(&url, "msg") }).unwrap();
    for (names, expected) in [
        (&[][..], None),
        (&["All"], Some("4c360f3fdafd970e05fae2f149d997f5")),
        (&[".*"], Some("4c360f3fdafd970e05fae2f149d997f5")),
        (&["Foo", "Bar"], None),
        (&["General", "Hello"], Some("fca026605781cb4126a1e9044df24232")),
        (&["Foo", "Hello"], Some("a311262e065454b75da111d535b8dacd")),
        (&["Hel.*"], Some("83fee93c1bcd8b9a5a923ffacdc636c7")),
        (&["AWS."], None),
    ] {
        let input = api::ReceiveMessageInput {
            message_attribute_names: Some(strings(names)),
            attribute_names: None,
            visibility_timeout: Some(0),
            ..receive(&url)
        };
        let received = rig.try_receive(input).unwrap().remove(0);
        assert_eq!(received.md5_of_message_attributes.as_deref(), expected, "{names:?}");
        assert_eq!(received.message_attributes.is_some(), expected.is_some());
        assert_eq!(received.attributes, None);
    }
}

#[test]
fn system_attributes_can_be_asked_for_under_either_name() {
    let (rig, url) = Rig::with_queue("q");
    let trace = api::MessageSystemAttributeValue {
        data_type: "String".to_owned(),
        string_value: Some("Root=1-5759e988-bd862e3fe1be46a994272793".to_owned()),
        ..Default::default()
    };
    let input = api::SendMessageInput {
        message_system_attributes: Some([("AWSTraceHeader".to_owned(), trace)].into()),
        message_group_id: Some("fair".to_owned()),
        ..message(&url, "a")
    };
    assert!(rig.try_send(input).unwrap().md5_of_message_system_attributes.is_some());
    let ask = |old: &[&str], new: &[&str]| {
        let input = api::ReceiveMessageInput {
            attribute_names: Some(strings(old)),
            message_system_attribute_names: Some(strings(new)),
            visibility_timeout: Some(0),
            ..receive(&url)
        };
        rig.try_receive(input).map(|mut messages| {
            let shown = messages.remove(0).attributes.unwrap_or_default();
            shown.into_keys().collect::<Vec<_>>()
        })
    };

    assert_eq!(ask(&["SentTimestamp"], &["MessageGroupId"]).unwrap(), ["MessageGroupId", "SentTimestamp"]);
    assert_eq!(ask(&[], &["AWSTraceHeader"]).unwrap(), ["AWSTraceHeader"]);
    assert!(ask(&["Policy"], &[]).unwrap().is_empty());
    refused(ask(&["Color"], &[]), "InvalidAttributeName", "InvalidAttributeName", "Unknown Attribute Color.");
}

#[test]
fn a_body_must_be_there_fit_and_be_text_that_xml_carries() {
    let (rig, url) = Rig::with_queue("q");
    rig.set(&url, &[("MaximumMessageSize", "1024")]).unwrap();

    refused(
        rig.try_send(message(&url, "")),
        "MissingRequiredParameterException",
        "MissingParameter",
        "The request must contain the parameter MessageBody.",
    );
    let text_bytes = "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.";
    refused_parameter(rig.try_send(message(&url, &"x".repeat(1025))), text_bytes);
    let named = api::SendMessageInput {
        message_attributes: attributes(&[("ab", text("String", "c"))]),
        ..message(&url, &"x".repeat(1024 - 8))
    };
    refused_parameter(rig.try_send(named), text_bytes);
    refused(
        rig.try_send(message(&url, "a\u{7}")),
        "InvalidMessageContents",
        "InvalidMessageContents",
        "Invalid binary character '#x7' was found in the message body, the set of allowed characters is #x9 | #xA | #xD \
         | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].",
    );
    rig.send(&url, &"x".repeat(1024));
    assert_eq!(rig.counts(&url)[0], "1");
}

#[test]
fn a_message_of_a_mebibyte_is_the_largest() {
    let rig = Rig::large();
    let url = rig.create("q", &[]);
    let body = "x".repeat(1_048_576);

    rig.send(&url, &body);
    refused_parameter(
        rig.try_send(message(&url, &format!("{body}y"))),
        "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
    );

    assert_eq!(rig.receive(&url)[0].body.as_deref(), Some(&body[..]));
}

#[test]
fn message_attributes_are_checked() {
    let (rig, url) = Rig::with_queue("q");
    let long = "x".repeat(256);
    let list = api::MessageAttributeValue {
        data_type: "String".into(),
        string_list_values: Some(vec!["a".into()]),
        ..Default::default()
    };
    let no_value = api::MessageAttributeValue { data_type: "Binary".into(), ..Default::default() };
    let send = |name: &str, value: api::MessageAttributeValue| {
        let message_attributes = attributes(&[(name, value)]);
        rig.try_send(api::SendMessageInput { message_attributes, ..message(&url, "m") })
    };
    let reserved = "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are \
                    reserved for internal use. Additionally, they cannot start or end with '.'.";
    let characters = "Message (user) attributes name can only contain upper and lower score characters, digits, \
                      periods, hyphens and underscores. ";
    for name in ["AWS.x", "amazon.x", ".x", "x.", "a..b"] {
        refused_parameter(send(name, text("String", "v")), reserved);
    }
    for name in ["a b", "a/b", "ä"] {
        refused_parameter(send(name, text("String", "v")), characters);
    }
    for (name, value, expected) in [
        (&long[..], text("String", "v"), "Message (user) attribute names must be shorter than 256 Bytes"),
        (
            "n",
            text(&format!("String.{long}"), "v"),
            "Message (user) attribute types must be shorter than 256 Bytes",
        ),
        (
            "n",
            text("Text", "v"),
            "The type of message (user) attribute 'n' is invalid. You must use only the following supported type prefixes: Binary, Number, String.",
        ),
        ("n", text("", "v"), "The message attribute 'n' must contain a non-empty message attribute type."),
        (
            "n",
            text("String", ""),
            "Message (user) attribute 'n' must contain a non-empty value of type 'String'.",
        ),
        ("n", no_value, "Message (user) attribute 'n' must contain a non-empty value of type 'Binary'."),
        ("n", text("Number", "world"), "Can't cast the value of message (user) attribute 'n' to a number."),
    ] {
        refused_parameter(send(name, value), expected);
    }
    refused(
        send("n", list),
        "UnsupportedOperation",
        "AWS.SimpleQueueService.UnsupportedOperation",
        "Message (user) attribute list values in SendMessage operation are not supported.",
    );
    let eleven: Vec<String> = (0..11).map(|n| format!("a{n}")).collect();
    let eleven: Vec<_> = eleven.iter().map(|name| (&name[..], text("String", "v"))).collect();
    refused_parameter(
        rig.try_send(api::SendMessageInput { message_attributes: attributes(&eleven), ..message(&url, "m") }),
        "Number of message attributes [11] exceeds the allowed maximum [10].",
    );
}

#[test]
fn parameters_outside_their_range_are_refused() {
    let (rig, url) = Rig::with_queue("q");
    let send = |delay_seconds| {
        rig.try_send(api::SendMessageInput { delay_seconds: Some(delay_seconds), ..message(&url, "m") })
    };
    let delay = |n| {
        format!(
            "Value {n} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900."
        )
    };
    refused_parameter(send(901), &delay(901));
    refused_parameter(send(-1), &delay(-1));
    let ask = |count: Option<i64>, visibility: Option<i64>, wait: Option<i64>| {
        let input = api::ReceiveMessageInput {
            max_number_of_messages: count,
            visibility_timeout: visibility,
            wait_time_seconds: wait,
            ..receive(&url)
        };
        rig.try_receive(input)
    };
    for count in [0, 11] {
        let text =
            "for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.";
        refused_parameter(ask(Some(count), None, None), &format!("Value {count} {text}"));
    }
    for wait in [-1, 21] {
        let text = "for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.";
        refused_parameter(ask(None, None, Some(wait)), &format!("Value {wait} {text}"));
    }
    for visibility in [-1, 43_201] {
        let text =
            "for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.";
        refused_parameter(ask(None, Some(visibility), None), &format!("Value {visibility} {text}"));
    }
    let dedup = api::SendMessageInput { message_deduplication_id: Some("d".into()), ..message(&url, "m") };
    refused_parameter(
        rig.try_send(dedup),
        "Value d for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not \
         valid for this queue type.",
    );
}

#[test]
fn counts_follow_a_message_through_its_life() {
    let (rig, url) = Rig::with_queue("q");
    rig.try_send(api::SendMessageInput { delay_seconds: Some(2), ..message(&url, "late") }).unwrap();
    rig.send(&url, "now");
    assert_eq!(rig.counts(&url), ["1", "0", "1"]);
    let now = rig.receive(&url);
    assert_eq!((bodies(&now), rig.counts(&url)), (vec!["now"], ["0", "1", "1"].map(str::to_owned)));
    rig.clock.advance_ms(2_000);
    assert_eq!(rig.counts(&url), ["1", "1", "0"]);
    rig.delete(&url, handle(&now[0])).unwrap();
    rig.delete(&url, handle(&rig.receive(&url)[0])).unwrap();

    assert_eq!(rig.counts(&url), ["0", "0", "0"]);
}

#[test]
fn a_handle_is_only_good_for_its_queue() {
    let (rig, url) = Rig::with_queue("q");
    let other = rig.create("other", &[]);
    rig.send(&url, "a");
    let message = rig.receive(&url).remove(0);
    let wrong =
        |handle: &str| format!("The input receipt handle \"{handle}\" is not a valid receipt handle.");
    let code = "ReceiptHandleIsInvalid";

    refused(rig.delete(&other, handle(&message)), code, code, &wrong(handle(&message)));
    refused(rig.delete(&url, "garbage"), code, code, &wrong("garbage"));
    refused(rig.change(&url, "garbage", 5), code, code, &wrong("garbage"));
    assert_eq!(rig.counts(&url), ["0", "1", "0"]);
}

#[test]
fn visibility_can_be_changed_while_a_message_is_in_flight() {
    let (rig, url) = Rig::with_queue("q");
    rig.send(&url, "a");
    let message = rig.receive(&url).remove(0);
    rig.clock.advance_ms(10_000);
    refused_parameter(
        rig.change(&url, handle(&message), 43_200),
        "Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond \
         the limit [43200 seconds]",
    );
    refused_parameter(
        rig.change(&url, handle(&message), 43_201),
        "Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.",
    );
    rig.change(&url, handle(&message), 5).unwrap();
    rig.clock.advance_ms(5_000);

    let fault = rig.change(&url, handle(&message), 5).unwrap_err();
    assert_eq!(
        (fault.code, fault.query_code),
        ("MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight")
    );
    assert_eq!(rig.receive(&url)[0].attributes.as_ref().unwrap()["ApproximateReceiveCount"], "2");
}

#[test]
fn a_purge_empties_the_queue_and_may_come_once_a_minute() {
    let (rig, url) = Rig::with_queue("q");
    rig.send(&url, "a");
    rig.purge(&url).unwrap();
    assert!(rig.receive(&url).is_empty());

    let fault = rig.purge(&url).unwrap_err();

    assert_eq!((fault.status, fault.query_status), (403, 403));
    refused(
        Err::<(), _>(fault),
        "PurgeQueueInProgress",
        "AWS.SimpleQueueService.PurgeQueueInProgress",
        "Only one PurgeQueue operation on q is allowed every 60 seconds.",
    );
    rig.clock.advance_ms(60_000);
    rig.purge(&url).unwrap();
}

#[test]
fn a_full_log_throttles_senders_and_still_takes_deletes() {
    let mut rig = Rig::large();
    let url = rig.create("q", &[]);
    // Audit events live longer than messages and would keep every segment.
    rig.traced = false;
    let body = "x".repeat(1_000_000);
    let mut count = 0;
    let fault = loop {
        match rig.try_send(message(&url, &body)) {
            Ok(_) => count += 1,
            Err(fault) => break fault,
        }
    };
    assert_eq!((fault.code, fault.status, fault.query_status), ("RequestThrottled", 400, 403));

    loop {
        let received = rig.receive(&url);
        if received.is_empty() {
            break;
        }
        for message in received {
            rig.delete(&url, handle(&message)).unwrap();
            count -= 1;
        }
    }
    rig.store.maintain(rig.clock.now()).unwrap();

    assert_eq!(count, 0, "every message that was taken came out");
    rig.send(&url, &body);
}
