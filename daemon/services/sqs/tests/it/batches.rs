//! Batch operations.

use crate::rig::{Rig, bodies, handle, refused, refused_parameter, text};
use millpond_base::Provenance;
use millpond_service::Fault;
use millpond_sqs::api;

fn entry(id: &str, body: &str) -> api::SendMessageBatchRequestEntry {
    api::SendMessageBatchRequestEntry {
        id: id.to_owned(),
        message_body: body.to_owned(),
        ..Default::default()
    }
}

fn send(
    rig: &Rig,
    url: &str,
    entries: Vec<api::SendMessageBatchRequestEntry>,
) -> Result<api::SendMessageBatchOutput, Fault> {
    rig.call::<api::SendMessageBatch>(api::SendMessageBatchInput { queue_url: url.to_owned(), entries })
}

fn delete(rig: &Rig, url: &str, entries: &[(&str, &str)]) -> Result<api::DeleteMessageBatchOutput, Fault> {
    let entries = entries.iter().map(|(id, handle)| api::DeleteMessageBatchRequestEntry {
        id: (*id).to_owned(),
        receipt_handle: (*handle).to_owned(),
    });
    let entries = entries.collect();
    rig.call::<api::DeleteMessageBatch>(api::DeleteMessageBatchInput { queue_url: url.to_owned(), entries })
}

#[test]
fn a_batch_arrives_whole_and_in_order() {
    let (rig, url) = Rig::with_queue("q");
    let entries = (0..10).map(|n| entry(&format!("id-{n}"), &format!("body {n}"))).collect();

    let sent = send(&rig, &url, entries).unwrap();

    let received = rig.receive(&url);
    assert_eq!(bodies(&received), (0..10).map(|n| format!("body {n}")).collect::<Vec<_>>());
    for (sent, received) in sent.successful.iter().zip(&received) {
        assert_eq!(Some(&sent.message_id), received.message_id.as_ref());
        assert_eq!(Some(&sent.md5_of_message_body), received.md5_of_body.as_ref());
    }
    assert!(sent.failed.is_empty());
}

#[test]
fn an_entry_fails_by_itself() {
    let (rig, url) = Rig::with_queue("q");
    let late = api::SendMessageBatchRequestEntry { delay_seconds: Some(1800), ..entry("late", "x") };

    let sent =
        send(&rig, &url, vec![entry("good", "a"), entry("bad", "\0"), late, entry("empty", "")]).unwrap();

    assert_eq!(sent.successful.iter().map(|e| &e.id[..]).collect::<Vec<_>>(), ["good"]);
    let failed: Vec<_> = sent.failed.iter().map(|e| (&e.id[..], e.sender_fault, &e.code[..])).collect();
    let expected = [
        ("bad", true, "InvalidMessageContents"),
        ("late", true, "InvalidParameterValue"),
        ("empty", true, "MissingParameter"),
    ];
    assert_eq!(failed, expected);
    let text =
        "Value 1800 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.";
    assert_eq!(sent.failed[1].message.as_deref(), Some(text));
    assert_eq!(rig.receive(&url).len(), 1);
}

#[test]
fn what_is_wrong_with_the_whole_batch_is_said_once() {
    let rig = Rig::large();
    let url = rig.create("q", &[]);
    let prefix = "AWS.SimpleQueueService.";
    let wrong = |outcome: Result<api::SendMessageBatchOutput, Fault>, code: &str, text: &str| {
        refused(outcome, code, &format!("{prefix}{code}"), text);
    };
    let id_text = "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most \
                   80 letters long.";
    wrong(
        send(&rig, &url, vec![]),
        "EmptyBatchRequest",
        "There should be at least one SendMessageBatchRequestEntry in the request.",
    );
    wrong(
        send(&rig, &url, (0..20).map(|n| entry(&n.to_string(), "a")).collect()),
        "TooManyEntriesInBatchRequest",
        "Maximum number of entries per request are 10. You have sent 20.",
    );
    for id in ["", "invalid:id", &"x".repeat(81)] {
        wrong(send(&rig, &url, vec![entry(id, "a")]), "InvalidBatchEntryId", id_text);
    }
    wrong(
        send(&rig, &url, vec![entry("a", "1"), entry("a", "2")]),
        "BatchEntryIdsNotDistinct",
        "Id a repeated.",
    );
    let half = "x".repeat(524_288);
    let named = [("n".to_owned(), text("String", "v"))];
    let second =
        api::SendMessageBatchRequestEntry { message_attributes: Some(named.into()), ..entry("2", &half) };
    wrong(
        send(&rig, &url, vec![entry("1", &half), second]),
        "BatchRequestTooLong",
        "Batch requests cannot be longer than 1048576 bytes. You have sent 1048584 bytes.",
    );
    assert!(send(&rig, &url, vec![entry("1", &half), entry("2", &half)]).is_ok());
}

#[test]
fn a_fifo_batch_needs_groups_and_ids_in_every_entry() {
    let rig = Rig::new();
    let url = rig.create("q.fifo", &[("FifoQueue", "true")]);
    let entry = |id: &str, group: Option<&str>, dedup: Option<&str>| api::SendMessageBatchRequestEntry {
        message_group_id: group.map(str::to_owned),
        message_deduplication_id: dedup.map(str::to_owned),
        ..entry(id, "a")
    };

    refused_parameter(
        send(&rig, &url, vec![entry("1", None, Some("d"))]),
        "The request must contain the parameter MessageGroupId.",
    );
    refused_parameter(
        send(&rig, &url, vec![entry("1", Some("g"), None)]),
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
    let sent =
        send(&rig, &url, vec![entry("1", Some("g"), Some("d")), entry("2", Some("g"), Some("d"))]).unwrap();
    assert_eq!(sent.successful[0].message_id, sent.successful[1].message_id);
    assert_eq!(rig.receive(&url).len(), 1);
}

#[test]
fn messages_are_deleted_and_changed_in_batches() {
    let (rig, url) = Rig::with_queue("q");
    send(&rig, &url, (0..4).map(|n| entry(&n.to_string(), "a")).collect()).unwrap();
    let received = rig.receive(&url);

    let entries = [("a", handle(&received[0])), ("b", "garbage"), ("c", handle(&received[1]))];
    let deleted = delete(&rig, &url, &entries).unwrap();
    let entries = vec![
        api::ChangeMessageVisibilityBatchRequestEntry {
            id: "back".to_owned(),
            receipt_handle: handle(&received[2]).to_owned(),
            visibility_timeout: None,
        },
        api::ChangeMessageVisibilityBatchRequestEntry {
            id: "gone".to_owned(),
            receipt_handle: handle(&received[0]).to_owned(),
            visibility_timeout: Some(5),
        },
    ];
    let input = api::ChangeMessageVisibilityBatchInput { queue_url: url.clone(), entries };
    let changed = rig.call::<api::ChangeMessageVisibilityBatch>(input).unwrap();

    assert_eq!(deleted.successful.iter().map(|e| &e.id[..]).collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!((&deleted.failed[0].id[..], &deleted.failed[0].code[..]), ("b", "ReceiptHandleIsInvalid"));
    assert_eq!(changed.successful[0].id, "back");
    assert_eq!(changed.failed[0].id, "gone");
    assert_eq!(rig.counts(&url), ["1", "1", "0"]);
    assert_eq!(delete(&rig, &url, &[]).err().map(|fault| fault.code), Some("EmptyBatchRequest"));
}

#[test]
fn messages_that_another_gateway_forwards_are_taken_once() {
    for (name, attributes) in [("q", &[][..]), ("q.fifo", &[("FifoQueue", "true")])] {
        let mut rig = Rig::new();
        let url = rig.create(name, attributes);
        let mut forward = |places: &[u64]| {
            let provenance =
                Provenance { origin: [1; 16], session: 1, next: 9, floor: 0, places: places.to_vec() };
            rig.call.provenance = Some(Box::new(provenance));
            let entries = places.iter().map(|place| api::SendMessageBatchRequestEntry {
                message_group_id: Some("g".to_owned()),
                // Of another attempt: what counts is where the message comes from.
                message_deduplication_id: name.ends_with(".fifo").then(|| format!("{}-{place}", places[0])),
                ..entry(&format!("id-{place}"), &place.to_string())
            });
            send(&rig, &url, entries.collect()).unwrap()
        };
        assert_eq!(forward(&[0, 1]).successful.len(), 2);

        let mixed = forward(&[1, 2]);
        let repeated = forward(&[0, 1, 2]);

        assert_eq!((mixed.successful.len(), repeated.successful.len()), (2, 3));
        assert!(mixed.failed.is_empty() && repeated.failed.is_empty());
        let cut = rig.cut(3);
        assert_eq!(bodies(&cut.receive(&url)), ["0", "1", "2"], "{name}");
    }
}
