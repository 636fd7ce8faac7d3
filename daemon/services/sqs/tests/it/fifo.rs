//! FIFO queues.

use crate::rig::{Rig, bodies, fifo_message, handle, message, receive, refused, refused_parameter};
use millpond_service::Fault;
use millpond_sqs::api;

fn rig(attributes: &[(&str, &str)]) -> (Rig, String) {
    let rig = Rig::new();
    let mut given = vec![("FifoQueue", "true")];
    given.extend_from_slice(attributes);
    let url = rig.create("q.fifo", &given);
    (rig, url)
}

#[test]
fn sequence_numbers_have_twenty_digits_and_grow() {
    let (rig, url) = rig(&[]);
    let sent: Vec<String> =
        ["1", "2", "3"].iter().map(|id| rig.send_fifo(&url, "g", id).sequence_number.unwrap()).collect();

    assert!(sent.is_sorted() && sent.iter().all(|n| n.len() == 20), "{sent:?}");
    let received = rig.receive(&url);
    let shown = received[0].attributes.as_ref().unwrap();
    assert_eq!(shown["SequenceNumber"], sent[0]);
    assert_eq!((&shown["MessageGroupId"][..], &shown["MessageDeduplicationId"][..]), ("g", "1"));
}

#[test]
fn what_a_fifo_message_needs_is_asked_for() {
    let (rig, url) = rig(&[]);
    refused(
        rig.try_send(message(&url, "a")),
        "MissingRequiredParameterException",
        "MissingParameter",
        "The request must contain the parameter MessageGroupId.",
    );
    let no_id = "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly";
    refused_parameter(
        rig.try_send(api::SendMessageInput { message_group_id: Some("g".into()), ..message(&url, "a") }),
        no_id,
    );
    let delayed = api::SendMessageInput { delay_seconds: Some(2), ..fifo_message(&url, "g", "1") };
    refused_parameter(
        rig.try_send(delayed),
        "Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this \
         queue type.",
    );
    let zero = api::SendMessageInput { delay_seconds: Some(0), ..fifo_message(&url, "g", "1") };
    assert!(rig.try_send(zero).is_ok());
    let long = "x".repeat(129);
    for id in ["", "a b", "ä", &long] {
        refused_parameter(
            rig.try_send(fifo_message(&url, "g", "1").with_group(id)),
            &format!(
                "Value {id} for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric \
                 and punctuation characters. 1 to 128 in length."
            ),
        );
    }
}

trait WithGroup {
    fn with_group(self, group: &str) -> Self;
}

impl WithGroup for api::SendMessageInput {
    fn with_group(self, group: &str) -> Self {
        Self { message_group_id: Some(group.to_owned()), ..self }
    }
}

#[test]
fn a_repeated_message_gets_the_first_ones_answer() {
    let (rig, url) = rig(&[("ContentBasedDeduplication", "true")]);
    let send = || {
        let input = api::SendMessageInput { message_group_id: Some("g".into()), ..message(&url, "same") };
        rig.try_send(input).unwrap()
    };
    let first = send();
    let second = send();

    assert_eq!((&first.message_id, &first.sequence_number), (&second.message_id, &second.sequence_number));
    assert_eq!(rig.receive(&url).len(), 1);
    rig.clock.advance_ms(300_000);
    assert_ne!(send().message_id, first.message_id);
}

#[test]
fn a_lapsed_handle_is_refused_in_awss_words() {
    let (rig, url) = rig(&[("VisibilityTimeout", "1")]);
    rig.send_fifo(&url, "g", "1");
    let message = rig.receive(&url).remove(0);
    rig.clock.advance_ms(1_000);
    let text = format!(
        "Value {} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.",
        handle(&message)
    );

    refused_parameter(rig.delete(&url, handle(&message)), &text);
    refused_parameter(rig.change(&url, handle(&message), 5), &text);
}

#[test]
fn deleting_a_message_lets_its_group_go_on_and_rings_for_waiters() {
    let (rig, url) = rig(&[]);
    rig.send_fifo(&url, "g", "1");
    rig.send_fifo(&url, "g", "2");
    let one = api::ReceiveMessageInput { max_number_of_messages: Some(1), ..receive(&url) };
    let first = rig.try_receive(one).unwrap();
    assert!(rig.receive(&url).is_empty());
    rig.rung.lock().unwrap().clear();

    rig.delete(&url, handle(&first[0])).unwrap();

    let track = rig.store.queues().find("q.fifo").unwrap().track();
    assert!(rig.rung.lock().unwrap().contains(&track));
    assert_eq!(bodies(&rig.receive(&url)), ["2"]);
}

#[test]
fn an_attempt_id_is_for_fifo_queues() {
    let (rig, url) = rig(&[]);
    let standard = rig.create("q", &[]);
    rig.send_fifo(&url, "g", "1");
    let attempt = |url: &str, id: &str| -> Result<Vec<api::Message>, Fault> {
        let receive_request_attempt_id = Some(id.to_owned());
        rig.try_receive(api::ReceiveMessageInput { receive_request_attempt_id, ..receive(url) })
    };

    let (first, second) = (attempt(&url, "try").unwrap(), attempt(&url, "try").unwrap());

    assert_eq!(first[0].message_id, second[0].message_id);
    assert!(attempt(&url, "other").unwrap().is_empty());
    refused_parameter(
        attempt(&standard, "try"),
        "Value try for parameter ReceiveRequestAttemptId is invalid. Reason: The request include parameter that is not \
         valid for this queue type.",
    );
}
