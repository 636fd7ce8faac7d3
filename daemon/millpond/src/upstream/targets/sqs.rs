//! SendMessageBatch: messages as they are, and anything else as the body of one.

use crate::upstream::connection::Connection;
use crate::upstream::dead_letters::Reason;
use crate::upstream::once::Once;
use crate::upstream::parcel::{Load, Parcel};
use crate::upstream::remote::{Manner, Remote};
use crate::upstream::stream::hash;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_forward::{Failure, Outcome};
use millpond_sqs::api::{
    self, GetQueueUrl, GetQueueUrlInput, MessageAttributeValue, MessageSystemAttributeValue,
    SendMessageBatch, SendMessageBatchInput, SendMessageBatchRequestEntry,
};
use millpond_sqs::is_allowed;
use millpond_store::queue::{Attribute, AttributeValue, Message};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Characters of a message group's name.
///
/// # Source
/// SQS API Reference, SendMessage.
const GROUP_CHARS_MAX: usize = 128;

/// A queue upstream.
pub(super) struct Caller {
    remote: Arc<Remote>,
    connection: Connection,
    queue: String,
    url: Option<String>,
    /// Towards another gateway, which takes each message once.
    once: Option<Once>,
    /// The whole call is compressed.
    gzip: bool,
    /// Why messages of the last call were rejected, by their number in it.
    rejected: HashMap<usize, Reason>,
}

impl Caller {
    pub(super) fn new(remote: Arc<Remote>, queue: String, once: Option<Once>, gzip: bool) -> Self {
        let connection = Connection::default();
        Self { remote, connection, queue, url: None, once, gzip, rejected: HashMap::new() }
    }

    pub(super) async fn call(&mut self, load: Load) -> Result<Vec<Outcome>, Failure> {
        let count = load.parcels.len();
        self.rejected.clear();
        let queue_url = self.url().await?;
        let provenance = self.once.map(|once| once.of(&load).to_string());
        let numbered = load.parcels.into_iter().enumerate();
        let entries = numbered.map(|(number, parcel)| self.entry(number, parcel)).collect();
        let input = SendMessageBatchInput { queue_url, entries };
        let manner = Manner { cbor: false, gzip: self.gzip, provenance: provenance.as_deref() };
        let (connection, service) = (&mut self.connection, &api::SERVICE);
        let called = self.remote.call_in::<SendMessageBatch>(connection, service, input, manner).await;
        let output = called.inspect_err(|failure| {
            if *failure == Failure::Missing {
                // It may come back under another URL.
                self.url = None;
            }
        })?;
        // An entry that is in neither list may or may not have arrived.
        let mut outcomes = vec![Outcome::Failed; count];
        let at = |id: &str| id.parse::<usize>().ok().filter(|number| *number < count);
        for number in output.successful.iter().filter_map(|entry| at(&entry.id)) {
            outcomes[number] = Outcome::Accepted;
        }
        for entry in output.failed {
            if let Some(number) = at(&entry.id) {
                outcomes[number] = Outcome::of(&entry.code, entry.sender_fault);
                let message = entry.message.unwrap_or_default();
                self.rejected.insert(number, Reason { code: entry.code, message });
            }
        }
        Ok(outcomes)
    }

    async fn url(&mut self) -> Result<String, Failure> {
        if let Some(url) = &self.url {
            return Ok(url.clone());
        }
        let input = GetQueueUrlInput { queue_name: self.queue.clone(), ..GetQueueUrlInput::default() };
        let output = self.remote.call::<GetQueueUrl>(&mut self.connection, &api::SERVICE, input).await?;
        self.url = output.queue_url;
        self.url.clone().ok_or(Failure::Unreachable)
    }

    fn entry(&self, number: usize, parcel: Parcel) -> SendMessageBatchRequestEntry {
        let fifo = self.queue.ends_with(".fifo");
        match parcel.message {
            Some(message) => self.message(number, fifo, &parcel.body, parcel.key, *message),
            None => self.record(number, fifo, parcel),
        }
    }

    fn message(
        &self,
        number: usize,
        fifo: bool,
        body: &[u8],
        group: Option<String>,
        message: Message,
    ) -> SendMessageBatchRequestEntry {
        let dedup_id = || format!("{}-{}", self.queue.trim_end_matches(".fifo"), message.seq);
        let own_dedup_id = message.dedup_id.clone();
        let trace = message.trace_header.map(|header| {
            let value = MessageSystemAttributeValue {
                string_value: Some(header),
                data_type: "String".to_owned(),
                ..MessageSystemAttributeValue::default()
            };
            BTreeMap::from([("AWSTraceHeader".to_owned(), value)])
        });
        SendMessageBatchRequestEntry {
            id: number.to_string(),
            message_deduplication_id: fifo.then(|| own_dedup_id.unwrap_or_else(dedup_id)),
            message_group_id: group.or_else(|| fifo.then(|| self.queue.clone())),
            message_body: String::from_utf8_lossy(body).into_owned(),
            message_attributes: attributes(message.attributes),
            message_system_attributes: trace,
            ..SendMessageBatchRequestEntry::default()
        }
    }

    /// What is no message yet: it says what names it, and for a queue that keeps an order its key is its group.
    fn record(&self, number: usize, fifo: bool, parcel: Parcel) -> SendMessageBatchRequestEntry {
        let text = String::from_utf8(parcel.body);
        let text = text.map_err(std::string::FromUtf8Error::into_bytes).and_then(|text| {
            let fits = !text.is_empty() && text.chars().all(is_allowed);
            if fits { Ok(text) } else { Err(text.into_bytes()) }
        });
        let mut own = BTreeMap::from([("Id".to_owned(), named(parcel.id.clone()))]);
        if text.is_err() {
            own.insert("Encoding".to_owned(), named("base64".to_owned()));
        }
        // An empty body is none that SQS has.
        let encode = |bytes: Vec<u8>| if bytes.is_empty() { "-".to_owned() } else { STANDARD.encode(bytes) };
        let group = fifo.then(|| parcel.key.map_or_else(|| self.queue.clone(), group));
        SendMessageBatchRequestEntry {
            id: number.to_string(),
            message_deduplication_id: fifo.then_some(parcel.id),
            message_group_id: group,
            message_body: text.unwrap_or_else(encode),
            message_attributes: Some(own),
            ..SendMessageBatchRequestEntry::default()
        }
    }

    pub(super) const fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn remote(&self) -> &Remote {
        &self.remote
    }

    pub(super) fn reason(&self, number: usize) -> Reason {
        self.rejected.get(&number).unwrap_or_else(|| self.connection.refusal()).clone()
    }
}

/// A key as the name of a group; a hash where it is too long or of other characters.
fn group(key: String) -> String {
    let fits = (1..=GROUP_CHARS_MAX).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    if fits { key } else { format!("{:016x}", hash(&key)) }
}

fn named(text: String) -> MessageAttributeValue {
    MessageAttributeValue {
        string_value: Some(text),
        data_type: "String".to_owned(),
        ..MessageAttributeValue::default()
    }
}

fn attributes(attributes: Vec<Attribute>) -> Option<BTreeMap<String, MessageAttributeValue>> {
    let convert = |attribute: Attribute| {
        let (string_value, binary_value) = match attribute.value {
            AttributeValue::Text(text) => (Some(text), None),
            AttributeValue::Bytes(bytes) => (None, Some(bytes)),
        };
        let data_type = attribute.data_type;
        let value = MessageAttributeValue {
            string_value,
            binary_value,
            data_type,
            ..MessageAttributeValue::default()
        };
        (attribute.name, value)
    };
    (!attributes.is_empty()).then(|| attributes.into_iter().map(convert).collect())
}
