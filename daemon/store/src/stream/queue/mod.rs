//! Queues on streams: the records of a stream, received, hidden, acknowledged, set aside when received too often.
//!
//! Goals: a queue is a view. It holds no record and keeps none alive; memory grows with what was received and is not gone,
//! and not with the backlog; a record that was acknowledged never comes back, and a count that a receiver was shown never
//! goes back. Non-goals: AWS's texts and request forms, which are the service's.
//!
//! A queue is one track of the log beside its stream: the journal of what became of records. Every receive, acknowledgement
//! and change of visibility writes to it, and is durable before its answer; at a start only the journal is read, and
//! everything is as it was: what is in flight stays hidden until its time, and receipt handles stay good.
//!
//! Invariants: a queue's document is in the catalog before its first record is staged and gone before its journal is
//! dropped. Records of a shard are received for the first time only once those of its parents all were.
//!
//! A queue forgets a record with the stream: what retention, a quota or a full log takes from the stream is gone from every
//! queue, dead letters as well.

mod document;
mod error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod handle;
mod journal;
mod live;
mod receiving;
mod runs;
mod settings;
mod settling;
mod state;
#[cfg(test)]
mod tests;

pub(crate) use document::Document;
pub use error::{ChangeError, OpenError};
pub use live::StreamQueue;
pub use receiving::{Delivery, Receive, ReceiveError, Receiving};
pub use settings::{Settings, Start};
pub use settling::{HandleError, Path, Settling};

use crate::Catalog;
use crate::keyring::Keyring;
use crate::renewing::{self, Renewal};
use crate::stream::{ResourcePolicy, Stream, StreamId, Streams};
use millpond_base::{AccountId, Entropy, Now, Region, Seq, TrackId, WallMs};
use millpond_log::Log;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// The documents' kind in the catalog.
pub(crate) const KIND: &str = "stream-queue";
/// Characters of a generated id: 36^20 leave no chance that two are the same.
const ID_CHARS: usize = 20;
const HOUR_MS: u64 = 3_600_000;

/// `arn:aws:kinesis:<region>:<account>:queue/`.
pub(crate) fn arn_prefix(account: &AccountId, region: &Region) -> String {
    format!("arn:aws:kinesis:{region}:{account}:queue/")
}

/// Every queue on a stream of this gateway.
pub struct StreamQueues {
    catalog: Arc<Catalog>,
    log: Arc<Log>,
    keyring: Arc<Keyring>,
    entropy: Arc<dyn Entropy>,
    arn_prefix: String,
    /// Held while a queue is made, changed or deleted, or a stream that may have some is deleted.
    control: Mutex<()>,
    by_name: RwLock<BTreeMap<String, Arc<StreamQueue>>>,
}

/// What a new queue shall be like.
#[derive(Clone, Debug)]
pub struct Making {
    /// Its name, unique among the queues on streams that there are.
    pub name: String,
    /// Where it begins.
    pub start: Start,
    /// The moment, for [`Start::AtTimestamp`].
    pub at: WallMs,
    /// How it behaves.
    pub settings: Settings,
    /// Labels for people and policies.
    pub tags: BTreeMap<String, String>,
    /// Queues and registered consumers that its stream may have together, this one included.
    pub per_stream_max: usize,
}

impl StreamQueues {
    /// Loads every queue, registers its journal in the log and replays it.
    ///
    /// # Errors
    /// [`OpenError`], which names the queue.
    pub(crate) fn open(
        catalog: Arc<Catalog>,
        log: Arc<Log>,
        keyring: Arc<Keyring>,
        entropy: Arc<dyn Entropy>,
        arn_prefix: String,
    ) -> Result<Self, OpenError> {
        let mut by_name = BTreeMap::new();
        for (id, bytes) in catalog.all(KIND)? {
            let document = Document::decode(&bytes).ok_or(OpenError::Document { id })?;
            renewing::register(&log, &keyring, &document.wrapped_key, [document.journal])
                .map_err(|cause| OpenError::Key { id, cause })?;
            let queue = StreamQueue::open(id, &arn_prefix, document, Arc::clone(&log), nonce(&*entropy))
                .map_err(|cause| OpenError::Read { id, cause })?;
            by_name.insert(queue.name().to_owned(), Arc::new(queue));
        }
        let (control, by_name) = (Mutex::new(()), RwLock::new(by_name));
        Ok(Self { catalog, log, keyring, entropy, arn_prefix, control, by_name })
    }

    /// Makes a queue on a stream; records can be received when this returns.
    ///
    /// # Durability
    /// The queue is on flash when this returns.
    /// # Errors
    /// [`ChangeError`]; nothing was made.
    pub fn create(
        &self,
        streams: &Streams,
        stream: &Stream,
        making: Making,
        now: Now,
    ) -> Result<Arc<StreamQueue>, ChangeError> {
        let _control = self.control();
        if self.find(&making.name).is_some() {
            return Err(ChangeError::Exists);
        }
        // As it is now, and it stays until this is done.
        let stream = streams.find(&stream.name).filter(|found| found.id == stream.id);
        let stream = stream.ok_or(ChangeError::NoStream)?;
        if self.on(stream.id).len() + streams.consumer_count(stream.id) >= making.per_stream_max {
            return Err(ChangeError::TooMany);
        }
        let (key, wrapped) = self.keyring.new_data_key(None).map_err(ChangeError::Key)?;
        let document = Document {
            id: self.generate_id(),
            name: making.name,
            stream: stream.id,
            stream_name: stream.name.clone(),
            journal: self.catalog.next_track()?,
            bell: self.catalog.next_track()?,
            wrapped_key: wrapped.as_bytes().to_vec(),
            created: now.wall,
            start: making.start,
            starts_at: starts_at(&stream, making.start, making.at, now),
            places: places(streams, &stream, making.start, making.at),
            settings: making.settings,
            tags: making.tags,
            policy: None,
        };
        let number = self.catalog.next_id()?;
        self.catalog.put(KIND, number, &document.encode())?;
        self.log.register(document.journal, key);
        let log = Arc::clone(&self.log);
        let queue = StreamQueue::open(number, &self.arn_prefix, document, log, nonce(&*self.entropy));
        let queue = Arc::new(queue.map_err(ChangeError::Read)?);
        self.write().insert(queue.name().to_owned(), Arc::clone(&queue));
        Ok(queue)
    }

    /// Changes a queue's settings. Records in flight keep the visibility they were received with.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`ChangeError::Unknown`] when the queue is gone, [`ChangeError::Catalog`].
    pub fn configure(&self, queue: &StreamQueue, settings: Settings, now: Now) -> Result<(), ChangeError> {
        self.change(queue, |document| document.settings = settings)?;
        // What was received too often under the old setting is a dead letter already.
        queue.lock_at(now).state.set_receives_max(settings.receives_max);
        Ok(())
    }

    /// Changes a queue's tags; `change` sees those that it has.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`StreamQueues::configure`].
    pub fn change_tags(
        &self,
        queue: &StreamQueue,
        change: impl FnOnce(&mut BTreeMap<String, String>),
    ) -> Result<(), ChangeError> {
        self.change(queue, |document| change(&mut document.tags))
    }

    /// Attaches a policy to a queue, or takes the one it has away.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`StreamQueues::configure`].
    pub fn set_policy(
        &self,
        queue: &StreamQueue,
        policy: Option<Arc<ResourcePolicy>>,
    ) -> Result<(), ChangeError> {
        self.change(queue, |document| document.policy = policy)
    }

    fn change(&self, queue: &StreamQueue, f: impl FnOnce(&mut Document)) -> Result<(), ChangeError> {
        let _control = self.control();
        if self.find(queue.name()).is_none_or(|found| found.number != queue.number) {
            return Err(ChangeError::Unknown);
        }
        let mut document = queue.document();
        let mut changed = document.clone();
        f(&mut changed);
        self.catalog.put(KIND, queue.number, &changed.encode())?;
        if changed.wrapped_key != document.wrapped_key {
            renewing::register(&self.log, &self.keyring, &changed.wrapped_key, [changed.journal])
                .map_err(ChangeError::Key)?;
        }
        *document = changed;
        Ok(())
    }

    /// Makes data keys anew that are due. Called every second.
    pub(crate) fn renew_keys(&self, renewal: &mut Renewal<'_>) {
        for queue in self.list(None) {
            let wants = renewal.wants(&queue.document().wrapped_key, &[queue.journal_track()]);
            if wants {
                // A queue whose document cannot be written keeps its key, and is looked at again.
                let _ = self.change(&queue, |document| {
                    if let Some(renewed) = renewal.of(&document.wrapped_key, &[document.journal]) {
                        document.wrapped_key = renewed;
                    }
                });
            }
        }
    }

    /// Deletes a queue: its records stay in the stream.
    ///
    /// # Durability
    /// On flash when this returns; the journal's key is destroyed then.
    /// # Errors
    /// [`ChangeError::Unknown`] when the queue is gone; it is intact after [`ChangeError::Catalog`].
    pub fn delete(&self, queue: &StreamQueue) -> Result<(), ChangeError> {
        let _control = self.control();
        if self.find(queue.name()).is_none_or(|found| found.number != queue.number) {
            return Err(ChangeError::Unknown);
        }
        self.catalog.remove(KIND, queue.number)?;
        self.write().remove(queue.name());
        self.log.drop_track(queue.journal);
        Ok(())
    }

    /// Does something to a stream that depends on how many queues it has: no queue comes or goes meanwhile.
    pub fn beside<T>(&self, stream: StreamId, f: impl FnOnce(usize) -> T) -> T {
        let _control = self.control();
        f(self.on(stream).len())
    }

    /// The queue called `name`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Arc<StreamQueue>> {
        self.names().get(name).cloned()
    }

    /// The queue with this ARN.
    #[must_use]
    pub fn find_arn(&self, arn: &str) -> Option<Arc<StreamQueue>> {
        let id = arn.strip_prefix(&self.arn_prefix)?;
        self.names().values().find(|queue| queue.id() == id).cloned()
    }

    /// The queues on a stream, by name.
    #[must_use]
    pub fn on(&self, stream: StreamId) -> Vec<Arc<StreamQueue>> {
        self.names().values().filter(|queue| queue.stream_id() == stream).cloned().collect()
    }

    /// Every queue after a name, by name.
    #[must_use]
    pub fn list(&self, after: Option<&str>) -> Vec<Arc<StreamQueue>> {
        use std::ops::Bound::{Excluded, Unbounded};
        let start = after.map_or(Unbounded, Excluded);
        self.names().range::<str, _>((start, Unbounded)).map(|(_, queue)| Arc::clone(queue)).collect()
    }

    /// The bells of those queues somebody waits for, and whose stream has grown.
    pub(crate) fn rung(&self, streams: &Streams, grown: &[(TrackId, Seq)]) -> Vec<TrackId> {
        let names = self.names();
        let mut waiting = names.values().filter(|queue| queue.is_waiting()).peekable();
        if waiting.peek().is_none() {
            return Vec::new();
        }
        let grown: HashSet<TrackId> = grown.iter().map(|(track, _)| *track).collect();
        let has_grown = |stream: &Stream| stream.shards().iter().any(|shard| grown.contains(&shard.track));
        waiting
            .filter(|queue| queue.stream(streams).is_none_or(|stream| has_grown(&stream)))
            .filter(|queue| queue.take_waiting())
            .map(|queue| queue.bell())
            .collect()
    }

    /// Gives back the space of journals that were written anew. Called every second.
    pub(crate) fn trim(&self, now: Now) {
        for queue in self.list(None) {
            drop(queue.lock_at(now));
        }
    }

    fn generate_id(&self) -> String {
        let mut random = [0; ID_CHARS];
        self.entropy.fill(&mut random);
        random
            .iter()
            .map(|byte| char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[usize::from(byte % 36)]))
            .collect()
    }

    fn names(&self) -> RwLockReadGuard<'_, BTreeMap<String, Arc<StreamQueue>>> {
        self.by_name.read().expect("no holder of this lock can panic")
    }

    fn write(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Arc<StreamQueue>>> {
        self.by_name.write().expect("no holder of this lock can panic")
    }

    fn control(&self) -> MutexGuard<'_, ()> {
        self.control.lock().expect("no holder of this lock can panic")
    }
}

/// Where a new queue begins in each shard there is. Shards that come later begin with their first record.
fn places(streams: &Streams, stream: &Stream, start: Start, at: WallMs) -> BTreeMap<u32, u64> {
    let place = |shard: &crate::stream::Shard| match start {
        Start::Latest => streams.bounds(shard).next,
        Start::TrimHorizon => streams.bounds(shard).first,
        Start::AtTimestamp => streams.seek_time(shard, at),
    };
    stream.shards().iter().map(|shard| (shard.index, place(shard).0)).collect()
}

/// The moment from which a new queue delivers: as asked, or the earliest the stream can be read from.
fn starts_at(stream: &Stream, start: Start, at: WallMs, now: Now) -> WallMs {
    let kept_ms = u64::from(stream.retention_hours) * HOUR_MS;
    let earliest = WallMs(now.wall.0.saturating_sub(kept_ms)).max(stream.created);
    match start {
        Start::Latest => now.wall,
        Start::TrimHorizon => earliest,
        Start::AtTimestamp => at.max(earliest),
    }
}

/// Nonces of a start begin where those of another hardly did.
fn nonce(entropy: &dyn Entropy) -> u32 {
    let mut random = [0; 4];
    entropy.fill(&mut random);
    u32::from_le_bytes(random)
}
