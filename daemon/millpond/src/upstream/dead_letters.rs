//! Where records go that the upstream rejects for good: a queue on this gateway, as messages that say why. From there they are read,
//! mended and sent again with ordinary SQS calls.
//!
//! A letter is staged before the progress that passes it, and the log keeps that order on flash: a power cut may bring a letter
//! twice, and loses none.

use super::lane::NotNow;
use crate::journal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::LineMs;
use millpond_log::Batch;
use millpond_sqs::is_allowed;
use millpond_store::Store;
use millpond_store::queue::{Attribute, AttributeValue, Outgoing};
use std::sync::Arc;

/// Attributes of one message.
///
/// # Source
/// SQS developer guide, "Message attributes": at most 10.
const ATTRIBUTES_MAX: usize = 10;
/// Characters of the upstream's text that are kept. Ours: AWS's are shorter but for lists of constraints.
const TEXT_CHARS_MAX: usize = 1_024;
/// How soon a queue that is not there is complained about again.
const SAY_AGAIN_MS: u64 = 600_000;

/// What the upstream said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) code: String,
    pub(super) message: String,
}

/// A rejected record, as its source words it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) body: Vec<u8>,
    /// What it had already; nothing of it is left out.
    pub(super) attributes: Vec<Attribute>,
    /// What else is worth knowing, the most useful first; as much as there is room for.
    pub(super) facts: Vec<(&'static str, String)>,
    /// For a queue that keeps an order.
    pub(super) group: String,
    /// Equal for the same record.
    pub(super) dedup_id: String,
}

/// One route's queue for dead letters.
#[derive(Clone)]
pub(super) struct DeadLetters {
    store: Arc<Store>,
    route: String,
    queue: String,
    /// When it was last said that the queue takes nothing.
    said: Option<LineMs>,
}

impl DeadLetters {
    pub(super) const fn new(store: Arc<Store>, route: String, queue: String) -> Self {
        Self { store, route, queue, said: None }
    }

    /// Takes a letter in. What is staged after this does not reach flash before it.
    pub(super) fn take(&mut self, letter: Letter, reason: &Reason) -> Result<(), NotNow> {
        let now = self.store.clock().now();
        let Some(queue) = self.store.queues().find(&self.queue) else {
            self.complain("the queue for dead letters does not exist; create it", now.line);
            return Err(NotNow);
        };
        let fifo = queue.settings().is_fifo();
        let message = Message::of(letter, reason, &self.route);
        let outgoing = Outgoing {
            body: &message.body,
            attributes: message.attributes,
            sender_id: self.store.account().as_str(),
            group: fifo.then_some(message.group.as_str()),
            dedup_id: fifo.then_some(message.dedup_id.as_str()),
            delay_s: None,
            trace_header: None,
        };
        let mut batch = Batch::new();
        let Ok(mut sending) = queue.sending(now) else { return Err(NotNow) };
        if sending.push(&mut batch, outgoing).is_err() {
            return Err(NotNow);
        }
        match self.store.stage(batch, now) {
            Ok(receipt) => {
                let _ = sending.staged(receipt.peek());
                journal::warn(
                    "the upstream rejects a record; it is a dead letter now",
                    &[("route", &self.route), ("queue", &self.queue), ("code", &reason.code)],
                );
                Ok(())
            }
            Err(cause) => {
                drop(sending);
                self.complain(&format!("the queue for dead letters takes nothing: {cause}"), now.line);
                Err(NotNow)
            }
        }
    }

    fn complain(&mut self, what: &str, now: LineMs) {
        if self.said.is_none_or(|said| now >= said.after_ms(SAY_AGAIN_MS)) {
            self.said = Some(now);
            journal::warn(what, &[("route", &self.route), ("queue", &self.queue)]);
        }
    }
}

/// A letter as it goes into the queue.
struct Message {
    body: Vec<u8>,
    attributes: Vec<Attribute>,
    group: String,
    dedup_id: String,
}

impl Message {
    fn of(letter: Letter, reason: &Reason, route: &str) -> Self {
        let Letter { body, mut attributes, facts, group, dedup_id } = letter;
        let is_text =
            std::str::from_utf8(&body).is_ok_and(|text| !text.is_empty() && text.chars().all(is_allowed));
        let (body, encoding) = match is_text {
            true => (body, None),
            false => (STANDARD.encode(&body).into_bytes(), Some(("Encoding", "base64".to_owned()))),
        };
        let said = [("ErrorCode", cut(&reason.code)), ("ErrorMessage", cut(&reason.message))];
        let all = encoding.into_iter().chain(said).chain([("Route", route.to_owned())]).chain(facts);
        for (name, value) in all.filter(|(_, value)| !value.is_empty()) {
            let is_new = attributes.iter().all(|attribute| attribute.name != name);
            if is_new && attributes.len() < ATTRIBUTES_MAX {
                let (name, data_type) = (name.to_owned(), "String".to_owned());
                attributes.push(Attribute { name, data_type, value: AttributeValue::Text(value) });
            }
        }
        attributes.sort_by(|one, other| one.name.cmp(&other.name));
        // An empty body is none that SQS has; of an empty record the attributes tell.
        let body = if body.is_empty() { b"-".to_vec() } else { body };
        Self { body, attributes, group, dedup_id }
    }
}

fn cut(text: &str) -> String {
    text.chars().filter(|&c| is_allowed(c)).take(TEXT_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(name: &str) -> Attribute {
        let (name, data_type) = (name.to_owned(), "Number".to_owned());
        Attribute { name, data_type, value: AttributeValue::Text("1".to_owned()) }
    }

    fn reason() -> Reason {
        Reason { code: "ValidationException".to_owned(), message: "too long\0".to_owned() }
    }

    fn names(message: &Message) -> Vec<&str> {
        message.attributes.iter().map(|attribute| attribute.name.as_str()).collect()
    }

    #[test]
    fn text_stays_text_and_the_reason_goes_along() {
        let facts = vec![("PartitionKey", "mill-7".to_owned()), ("ExplicitHashKey", String::new())];
        let letter = Letter { body: "zu groß".into(), facts, ..Letter::default() };

        let message = Message::of(letter, &reason(), "readings");

        assert_eq!(message.body, "zu groß".as_bytes());
        assert_eq!(names(&message), ["ErrorCode", "ErrorMessage", "PartitionKey", "Route"]);
        assert_eq!(message.attributes[1].value, AttributeValue::Text("too long".to_owned()));
    }

    #[test]
    fn bytes_that_no_message_can_carry_are_encoded_and_marked() {
        for body in [&b"\xff\x00"[..], b"a\0"] {
            let message = Message::of(Letter { body: body.to_vec(), ..Letter::default() }, &reason(), "r");

            assert_eq!(STANDARD.decode(&message.body).unwrap(), body);
            assert!(names(&message).contains(&"Encoding"));
        }
        assert_eq!(Message::of(Letter::default(), &reason(), "r").body, b"-");
    }

    #[test]
    fn what_a_message_has_is_kept_and_ten_are_enough() {
        let attributes: Vec<Attribute> = (0..9).map(|n| attribute(&format!("own-{n}"))).collect();
        let letter = Letter { body: b"x".to_vec(), attributes: attributes.clone(), ..Letter::default() };

        let message = Message::of(letter, &reason(), "r");

        assert_eq!(message.attributes.len(), ATTRIBUTES_MAX);
        assert!(attributes.iter().all(|own| message.attributes.contains(own)));
        assert!(names(&message).contains(&"ErrorCode"));
    }
}
