//! What a perfect gateway would hold: plain lists, no disk, no log.

pub use crate::table_model::TableModel;
use std::collections::{BTreeMap, BTreeSet};

/// A record that was put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Its partition key.
    pub key: String,
    /// Its name, which no other has.
    pub body: String,
    /// Its sequence number.
    pub number: String,
}

/// What is known of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamModel {
    /// Records in the order of their acknowledgement.
    pub records: Vec<Put>,
    /// Records of calls whose outcome is unknown, a group per call: each is there as a whole or not at all.
    pub maybe: Vec<Vec<String>>,
    /// Its deletion was asked for, and the outcome is unknown.
    pub maybe_gone: bool,
}

/// What is known of a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueModel {
    /// Messages that must be there, in the order of their acknowledgement.
    pub messages: Vec<String>,
    /// Messages of calls whose outcome is unknown, a group per call, in the order of the calls.
    pub maybe: Vec<Vec<String>>,
    /// Messages whose delete was acknowledged: they must never be seen again.
    pub deleted: BTreeSet<String>,
    /// Messages whose delete has an unknown outcome: they may be there or not.
    pub maybe_deleted: BTreeSet<String>,
    /// Messages sent not long ago, with the wall time, oldest first: sending one again must not make another.
    pub sent_ms: Vec<(String, u64)>,
    /// Wall time before which a message must not be received: it is delayed.
    pub due_ms: BTreeMap<String, u64>,
    /// Wall time until which a message is hidden. A restart makes all of them visible.
    pub hidden_until_ms: BTreeMap<String, u64>,
    /// Its deletion was asked for, and the outcome is unknown.
    pub maybe_gone: bool,
}

/// What is known of the queue on a stream. Nothing of it is forgotten at a restart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewModel {
    /// Stream and queue are there.
    pub made: bool,
    /// Records of the stream.
    pub put: BTreeSet<String>,
    /// Records of calls whose outcome is unknown.
    pub maybe_put: BTreeSet<String>,
    /// Records whose acknowledgement was answered: they must never be received again.
    pub acknowledged: BTreeSet<String>,
    /// Records whose acknowledgement has an unknown outcome.
    pub maybe_acknowledged: BTreeSet<String>,
    /// The highest count that a receiver was shown, by record: the next must be higher.
    pub receives: BTreeMap<String, u64>,
    /// Device time until which a record is hidden.
    pub hidden_until_ms: BTreeMap<String, u64>,
}

/// What is known after the acknowledgements so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// Streams whose creation was asked for.
    pub streams: BTreeMap<String, StreamModel>,
    /// Queues whose creation was asked for.
    pub queues: BTreeMap<String, QueueModel>,
    /// The queue on a stream, on days that have one.
    pub view: Option<ViewModel>,
    /// Tables whose creation was asked for.
    pub tables: BTreeMap<String, TableModel>,
    /// The device destroys synced bytes: what is missing must be reported, and order cannot be judged on the way.
    pub harmed: bool,
    /// Streams are split, merged and scaled all day.
    pub reshards: bool,
    /// How often that was begun.
    pub resharded: u64,
}

impl Model {
    /// The gateway was started again.
    pub fn restarted(&mut self) {
        for queue in self.queues.values_mut() {
            queue.hidden_until_ms.clear();
        }
    }

    /// Records, messages and items that must be there.
    #[must_use]
    pub fn acknowledged(&self) -> u64 {
        let records: usize = self.streams.values().map(|stream| stream.records.len()).sum();
        let messages: usize = self.queues.values().map(|queue| queue.messages.len()).sum();
        let viewed = self.view.as_ref().map_or(0, |view| view.put.len());
        let items: usize = self.tables.values().map(TableModel::acknowledged).sum();
        (records + messages + viewed + items) as u64
    }
}

impl QueueModel {
    /// A delete was acknowledged.
    pub fn delete(&mut self, body: &str) {
        self.messages.retain(|m| m != body);
        self.deleted.insert(body.to_owned());
    }
}
