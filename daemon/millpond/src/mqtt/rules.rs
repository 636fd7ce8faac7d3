//! Where rules lead messages: into streams and queues.

use crate::config::{MqttRule, RulePayload, RulePlace};
use crate::journal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::{Now, Seq, Ticket, hex};
use millpond_broker::codec::Reason;
use millpond_broker::{Publication, topic};
use millpond_log::{Batch, StageError};
use millpond_pack::Facts;
use millpond_store::Store;
use millpond_store::losses::device_of;
use millpond_store::queue::{Attribute, AttributeValue, Outgoing, Queue, Sending};
use millpond_store::stream::Label;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The message attribute that says how a body that is not text was made into text; as the field bus names it.
const ENCODING: &str = "encoding";
/// Longest partition key and longest message group.
///
/// # Source
/// Kinesis API Reference, PutRecord: 256 characters. SQS API Reference, SendMessage: 128 characters.
const KEY_CHARS_MAX: usize = 256;
const GROUP_CHARS_MAX: usize = 128;

/// Rules, in their order.
pub(super) struct Rules {
    rules: Vec<MqttRule>,
    /// Rules that were said to lead nowhere.
    said: Vec<bool>,
    device: String,
    /// Counts messages to FIFO queues, so that each has an id of its own.
    counter: u64,
}

/// A message on its way to a stream or queue, with this round.
pub(super) struct Routed {
    place: Place,
    key: String,
    client: String,
    body: Vec<u8>,
}

enum Place {
    Stream(String),
    Queue(String),
}

impl Routed {
    /// Bytes it takes until it is staged.
    pub(super) const fn bytes(&self) -> usize {
        self.body.len() + self.key.len() + self.client.len()
    }
}

/// A round cannot be staged now, and may be later.
pub(super) struct Later;

impl Rules {
    pub(super) fn new(rules: &[MqttRule], store: &Store) -> Self {
        let device = hex(&device_of(store.losses().public_key()));
        Self { rules: rules.to_vec(), said: vec![false; rules.len()], device, counter: 0 }
    }

    /// Where the first rule leads that takes a message; `None` when none does.
    pub(super) fn route(
        &mut self,
        store: &Store,
        message: &Publication<'_>,
        now: Now,
    ) -> Result<Option<Routed>, Reason> {
        let at = self.rules.iter().position(|rule| topic::matches(&rule.filter.0, message.topic));
        let Some(at) = at else { return Ok(None) };
        let rule = &self.rules[at];
        let facts = Facts {
            device: &self.device,
            source: "",
            shard: "",
            sequence: "",
            arrived: now.wall,
            key: "",
            id: "",
            topic: message.topic,
            client: message.client,
        };
        let text = |template: &millpond_pack::Template| {
            template.text(&facts, message.payload).map_err(|_| Reason::PayloadFormat)
        };
        let key = text(&rule.partition_key.0)?;
        let (place, is_there, chars_max) = match &rule.to {
            RulePlace::Stream(name) => {
                let name = text(&name.0)?;
                let is_there = store.streams().find(&name).is_some();
                (Place::Stream(name), is_there, KEY_CHARS_MAX)
            }
            RulePlace::Queue(name) => {
                let name = text(&name.0)?;
                let is_there = store.queues().find(&name).is_some();
                (Place::Queue(name), is_there, GROUP_CHARS_MAX)
            }
        };
        if !is_there {
            if !std::mem::replace(&mut self.said[at], true) {
                let name = match &place {
                    Place::Stream(name) | Place::Queue(name) => name,
                };
                journal::warn("a rule of [mqtt] leads to what is not there; create it", &[("name", name)]);
            }
            return Err(Reason::Implementation);
        }
        let key: String = key.chars().take(chars_max).collect();
        let key = if key.is_empty() { message.client.to_owned() } else { key };
        let body = match rule.payload {
            RulePayload::AsIs => message.payload.to_vec(),
            RulePayload::Json => json(message, now),
        };
        Ok(Some(Routed { place, key, client: message.client.to_owned(), body }))
    }

    /// Stages a round's batch together with the messages that rules lead elsewhere.
    pub(super) fn stage(
        &mut self,
        store: &Store,
        routed: &[Routed],
        mut batch: Batch,
        now: Now,
    ) -> Result<Result<(Ticket, Vec<Seq>), StageError>, Later> {
        // From here on no shard ends before the records are staged.
        let _routing = store.streams().routing();
        let queues = queues(store, routed);
        let mut sendings: BTreeMap<&str, (Sending<'_>, bool)> = BTreeMap::new();
        for (name, queue) in &queues {
            let sending = queue.sending(now).map_err(|_| Later)?;
            sendings.insert(name.as_str(), (sending, queue.settings().is_fifo()));
        }
        for message in routed {
            match &message.place {
                Place::Stream(name) => {
                    let streams = store.streams();
                    // One that was deleted meanwhile took its records along.
                    let Some(stream) = streams.find(name) else { continue };
                    let label = Label::keyed(&message.key);
                    streams.append(&mut batch, streams.route(&stream, &label), &label, &message.body);
                }
                Place::Queue(name) => {
                    let Some((sending, is_fifo)) = sendings.get_mut(name.as_str()) else { continue };
                    self.counter += 1;
                    let dedup_id = format!("mqtt-{}-{}", now.line.0, self.counter);
                    let order = is_fifo.then_some((message.key.as_str(), dedup_id.as_str()));
                    send(sending, &mut batch, message, order).map_err(|_| Later)?;
                }
            }
        }
        match store.stage(batch, now) {
            Ok(staged) => {
                for (sending, _) in sendings.into_values() {
                    // Nobody asks for the message ids.
                    let _ids = sending.staged(staged.peek());
                }
                Ok(Ok((staged.ticket(), staged.peek().clone())))
            }
            // A track that has just ended is noticed when the batch is made again.
            Err(StageError::Busy { .. } | StageError::Closed(_)) => Err(Later),
            Err(error) => Ok(Err(error)),
        }
    }
}

fn queues(store: &Store, routed: &[Routed]) -> BTreeMap<String, Arc<Queue>> {
    let mut queues = BTreeMap::new();
    for message in routed {
        let Place::Queue(name) = &message.place else { continue };
        if !queues.contains_key(name)
            && let Some(queue) = store.queues().find(name)
        {
            queues.insert(name.clone(), queue);
        }
    }
    queues
}

fn send(
    sending: &mut Sending<'_>,
    batch: &mut Batch,
    message: &Routed,
    order: Option<(&str, &str)>,
) -> Result<(), Later> {
    let is_text = is_text(&message.body);
    let encoded = if is_text { String::new() } else { STANDARD.encode(&message.body) };
    let encoding = Attribute {
        name: ENCODING.to_owned(),
        data_type: "String".to_owned(),
        value: AttributeValue::Text("base64".to_owned()),
    };
    let outgoing = Outgoing {
        body: if is_text { &message.body } else { encoded.as_bytes() },
        attributes: if is_text { Vec::new() } else { vec![encoding] },
        sender_id: &message.client,
        group: order.map(|(group, _)| group),
        dedup_id: order.map(|(_, dedup_id)| dedup_id),
        ..Outgoing::default()
    };
    sending.push(batch, outgoing).map_err(|_| Later)
}

/// Whether a payload may be a message body as it is.
///
/// # Source
/// SQS API Reference 2012-11-05, SendMessage: #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD, #x10000 to #x10FFFF.
fn is_text(payload: &[u8]) -> bool {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..);
    std::str::from_utf8(payload).is_ok_and(|text| !text.is_empty() && text.chars().all(allowed))
}

/// A message with what is known of it. A payload that is JSON stands as it is, other text as a string, the rest in base64.
fn json(message: &Publication<'_>, now: Now) -> Vec<u8> {
    let text = |text: &str| serde_json::to_string(text).expect("a string is JSON");
    let payload = match std::str::from_utf8(message.payload) {
        Ok(own) if serde_json::from_str::<serde::de::IgnoredAny>(own).is_ok() => format!("\"payload\":{own}"),
        Ok(own) => format!("\"payload\":{}", text(own)),
        Err(_) => format!("\"payload_base64\":\"{}\"", STANDARD.encode(message.payload)),
    };
    let (topic, client) = (text(message.topic), text(message.client));
    let time = now.wall.to_iso8601();
    format!("{{\"topic\":{topic},\"client\":{client},\"time\":\"{time}\",{payload}}}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::{LineMs, WallMs};

    #[test]
    fn a_message_in_json_keeps_its_payload_whatever_it_is() {
        let now = Now { wall: WallMs(1_700_000_000_000), line: LineMs(0), trusted: true };
        let of = |payload: &[u8]| {
            let message = Publication { client: "c\"1", topic: "a/b", payload };
            serde_json::from_slice::<serde_json::Value>(&json(&message, now)).unwrap()
        };

        let number = of(b"{\"t\": 21.5}");
        assert_eq!((&number["payload"]["t"], &number["topic"]), (&21.5.into(), &"a/b".into()));
        assert_eq!((&number["client"], &number["time"]), (&"c\"1".into(), &"2023-11-14T22:13:20Z".into()));
        assert_eq!(of(b"plain \"text\"")["payload"], "plain \"text\"");
        assert_eq!(of(b"")["payload"], "");
        assert_eq!(of(b"\xff\x00")["payload_base64"], "/wA=");
    }
}
