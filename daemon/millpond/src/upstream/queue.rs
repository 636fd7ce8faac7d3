//! A queue as a source.

use super::dead_letters::Letter;
use super::lane::{self, Gone, NotNow};
use super::parcel::{Load, Parcel};
use super::stream::hash;
use crate::journal;
use crate::upstream::LEASE_MS;
use millpond_base::{Now, TrackId, uuid};
use millpond_forward::{Entry, Event};
use millpond_log::{Batch, ReadError};
use millpond_store::Store;
use millpond_store::queue::{Attribute, AttributeValue, Message, Queue, Receive};
use std::collections::HashMap;
use std::sync::Arc;

/// Messages received at once. SQS's own largest; the store knows no other bound.
const RECEIVE_MAX: usize = 10;

/// A queue.
pub(super) struct Source {
    store: Arc<Store>,
    queue: Arc<Queue>,
    /// The newest receipt handle of each message on its way, by its place in the queue.
    handles: HashMap<u64, String>,
}

impl Source {
    pub(super) fn new(store: Arc<Store>, queue: Arc<Queue>) -> Self {
        Self { store, queue, handles: HashMap::new() }
    }

    /// Takes a message; `None` when it is on its way already and only its handle is new.
    fn take(&mut self, message: Message, position: u64) -> Option<Entry<Message>> {
        if self.handles.insert(message.seq, message.receipt_handle.clone()).is_some() {
            return None;
        }
        let attributes: usize = message.attributes.iter().map(attribute_bytes).sum();
        // Only a FIFO queue promises an order; groups of other queues are about fairness.
        let group = message.group.as_deref().filter(|_| self.queue.settings().is_fifo());
        Some(Entry {
            position,
            key: group.map(hash),
            bytes: message.body.len() + attributes,
            since: self.store.clock().now().line,
            payload: message,
        })
    }
}

impl lane::Source for Source {
    type Item = Message;
    type Load = Load;

    fn track(&self) -> TrackId {
        self.queue.track()
    }

    fn start(&self) -> u64 {
        0
    }

    fn read(&mut self, from: u64, records: usize, _: usize) -> Result<Event<Message>, Gone> {
        let visibility_s = u32::try_from(LEASE_MS / 1000).ok();
        let asking =
            Receive { count_max: records.min(RECEIVE_MAX), visibility_s, attempt_id: None, barred: &[] };
        match self.store.queues().receive(&self.queue, &asking, self.store.clock().now()) {
            Ok(received) => {
                // Places in a lane rise; a message that comes back has an old place in its queue.
                let mut next = from;
                let mut entries = Vec::new();
                for message in received.messages {
                    if let Some(entry) = self.take(message, next) {
                        entries.push(entry);
                        next += 1;
                    }
                }
                Ok(Event::Read { entries, next })
            }
            Err(ReadError::UnknownTrack(_)) => Err(Gone),
            Err(error) => {
                journal::error("a queue cannot be read", &[("queue", &self.queue.name()), ("cause", &error)]);
                Ok(Event::Read { entries: Vec::new(), next: from })
            }
        }
    }

    fn load<'e>(&self, _: u64, entries: impl Iterator<Item = &'e Entry<Message>>) -> Load {
        let parcels = entries.map(|entry| Parcel::of_message(entry.position, &entry.payload)).collect();
        Load { floor: self.queue.gone_before(), parcels }
    }

    fn acknowledge(&mut self, messages: &[Message]) -> Result<(), NotNow> {
        let now = self.store.clock().now();
        let mut deleting = self.queue.deleting(now);
        for handle in messages.iter().filter_map(|message| self.handles.get(&message.seq)) {
            // One that no longer holds belongs to a message that is visible again: it is forwarded once more.
            let _ = deleting.push(handle);
        }
        let mut batch = Batch::new();
        deleting.write(&mut batch);
        if !batch.is_empty() {
            // A group goes on only when its deletes are durable, so a FIFO queue must not wait for a lazy commit.
            let batch = if self.queue.settings().is_fifo() { batch } else { batch.lazy() }.essential();
            let receipt = self.store.log().stage(batch, now).map_err(|_| NotNow)?;
            deleting.staged(&receipt);
        }
        for message in messages {
            self.handles.remove(&message.seq);
        }
        Ok(())
    }

    fn extend(&mut self, message: &Message) {
        let Some(handle) = self.handles.get(&message.seq) else { return };
        let lease_s = u32::try_from(LEASE_MS / 1000).expect("two minutes");
        // After twelve hours no extension is possible. The message then shows again, and is met in `take`.
        let _ = self.queue.change_visibility(handle, lease_s, self.store.clock().now());
    }

    fn letter(&self, message: &Message) -> Letter {
        let queue = self.queue.name();
        let dedup_id = message.dedup_id.clone();
        Letter {
            body: message.body.clone(),
            attributes: message.attributes.clone(),
            facts: vec![
                ("From", format!("queue/{queue}")),
                ("MessageId", uuid(&message.message_id)),
                ("MessageGroupId", message.group.clone().unwrap_or_default()),
                ("SenderId", message.sender_id.clone()),
            ],
            group: message.group.clone().unwrap_or_else(|| "dead".to_owned()),
            dedup_id: dedup_id.unwrap_or_else(|| format!("{}-{}", self.queue.track().0, message.seq)),
        }
    }

    fn age_ms(&self, message: &Message, now: Now) -> u64 {
        now.wall.0.saturating_sub(message.sent.0)
    }

    fn lag(&self, _: u64) -> u64 {
        let counts = self.queue.counts(self.store.clock().now());
        counts.visible + counts.in_flight + counts.delayed
    }

    fn tip(&self) -> u64 {
        u64::MAX
    }
}

fn attribute_bytes(attribute: &Attribute) -> usize {
    let value = match &attribute.value {
        AttributeValue::Text(text) => text.len(),
        AttributeValue::Bytes(bytes) => bytes.len(),
    };
    attribute.name.len() + attribute.data_type.len() + value
}
