//! Queues: messages that are received, hidden, and deleted.
//!
//! Goals: a plain interface for everyone who sends or receives (the SQS service, the sensor link, the forwarder);
//! memory grows with the messages in flight and not with the backlog; a deleted message never comes back.
//! Non-goals: AWS's texts and request forms, which are the service's.
//!
//! A queue is two tracks of the log: its messages, and its acknowledgements. A receive reads the messages at a cursor;
//! a delete writes an acknowledgement. At a start only acknowledgements are read.
//!
//! Invariants: a queue's document is in the catalog before its first record is staged and gone before its records are
//! dropped; a message can be received only once it is durable, because only durable records can be read; a message
//! counts as deleted as soon as its acknowledgement is staged, and its space is given back once that is durable, in the
//! middle of the queue as well.
//! What a restart forgets: visibility timeouts, receive attempts, and the receive counts of a queue without dead
//! letters. Every message that was not deleted is then available.
//!
//! Memory: what `state` says, and once more the bitmap of deleted messages behind the head, for those durably deleted.

mod ack;
mod attempts;
mod dead_letters;
mod dedup;
mod deleting;
mod document;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod groups;
mod handle;
mod keys;
mod live;
mod marks;
mod message;
mod moving;
mod policy;
mod receiving;
mod sending;
mod settings;
mod state;
mod task;
mod tenants;
#[cfg(test)]
mod tests;
mod trail;

pub use deleting::{Deleting, HandleError, PurgeTooSoon, VISIBILITY_S_MAX};
pub use live::{Counts, Queue};
pub use message::{Attribute, AttributeValue, Message, Outgoing, Sent};
pub use policy::{PolicyError, QueuePolicy};
pub use receiving::{Receive, Received};
pub use sending::{SendError, Sending};
pub use settings::{DedupScope, Order, Redrive, Settings, ThroughputLimit};
pub use state::IN_FLIGHT_MAX;
pub use task::{MOVE_RATE_MAX, MOVE_TASKS_KEPT, MOVE_TASKS_MAX, MoveError, MoveStatus, MoveTask};

use crate::keyring::{Keyring, KeyringError};
use crate::renewing;
use crate::rot::Sightings;
use crate::{Catalog, CatalogError};
pub(crate) use document::Document;
pub(crate) use message::group_of;
use millpond_base::{AccountId, Entropy, LineMs, Now, Region, TrackId};
use millpond_log::{Liveness, Log, ReadError};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockWriteGuard};

pub(crate) const KIND: &str = "queue";
/// How long a name rests after its queue was deleted.
///
/// # Source
/// SQS API Reference, DeleteQueue: 60 seconds.
const NAME_REST_MS: u64 = 60_000;
/// Queues of one gateway.
///
/// # Source
/// Chosen: AWS names no bound; each queue costs a few KiB of memory and two tracks, also when nothing is in it.
pub const QUEUES_MAX: usize = 10_000;

/// `arn:aws:sqs:<region>:<account>:`.
pub(crate) fn arn_prefix(account: &AccountId, region: &Region) -> String {
    format!("arn:aws:sqs:{region}:{account}:")
}

/// Every queue of this gateway.
pub struct Queues {
    catalog: Arc<Catalog>,
    log: Arc<Log>,
    keyring: Arc<Keyring>,
    entropy: Arc<dyn Entropy>,
    arn_prefix: String,
    sightings: Arc<Sightings>,
    by_name: RwLock<BTreeMap<String, Arc<Queue>>>,
    by_track: Arc<ByTrack>,
    /// Held while a queue is made, changed or deleted; holds the names that rest. Forgotten at a restart.
    control: Mutex<BTreeMap<String, LineMs>>,
    moves: task::MoveTasks,
}

/// Queues by the track of their messages.
type ByTrack = RwLock<HashMap<TrackId, Arc<Queue>>>;

/// Why the queues could not be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// The catalog failed.
    Catalog(CatalogError),
    /// A queue's data key does not open.
    Key {
        /// The queue's number.
        id: u64,
        /// What failed.
        cause: KeyringError,
    },
    /// A queue's document has a form this binary does not know.
    Document {
        /// The queue's number.
        id: u64,
    },
    /// A queue's acknowledgements cannot be read.
    Read {
        /// The queue's number.
        id: u64,
        /// What failed.
        cause: ReadError,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Catalog(_) => f.write_str("the catalog does not give the queues"),
            Self::Key { id, .. } => write!(f, "the data key of queue {id} does not open; check root.key"),
            Self::Document { id } => {
                write!(f, "the document of queue {id} has an unknown form; use a newer binary")
            }
            Self::Read { id, .. } => {
                write!(f, "the acknowledgements of queue {id} cannot be read; check the device")
            }
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Catalog(cause) => Some(cause),
            Self::Key { cause, .. } => Some(cause),
            Self::Read { cause, .. } => Some(cause),
            Self::Document { .. } => None,
        }
    }
}

impl From<CatalogError> for OpenError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

/// Why a queue was not made or changed.
#[derive(Debug)]
#[non_exhaustive]
pub enum ChangeError {
    /// There is a queue of that name; it may have the very settings that were asked for.
    Exists(Arc<Queue>),
    /// A queue of that name was deleted less than 60 seconds ago.
    DeletedRecently,
    /// There is no such queue.
    Unknown,
    /// There are as many queues as there may be.
    TooMany,
    /// Its KMS key was changed as often as can be remembered for its messages.
    TooManyKeys,
    /// The KMS key named for the queue cannot be used.
    Key(KeyringError),
    /// The catalog failed; nothing was changed.
    Catalog(CatalogError),
    /// The new queue cannot be read.
    Read(ReadError),
}

impl fmt::Display for ChangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exists(_) => "a queue of that name exists; choose another name",
            Self::DeletedRecently => "a queue of that name was deleted less than 60 s ago; try again later",
            Self::Unknown => "there is no such queue",
            Self::TooMany => "there are as many queues as there may be; delete some",
            Self::TooManyKeys => {
                "the queue's KMS key was changed too often; wait until older messages are gone"
            }
            Self::Key(_) => "no data key can be made for the queue",
            Self::Catalog(_) => "the catalog does not take the queue's document",
            Self::Read(_) => "the queue's tracks cannot be read; check the device",
        })
    }
}

impl std::error::Error for ChangeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Key(cause) => Some(cause),
            Self::Catalog(cause) => Some(cause),
            Self::Read(cause) => Some(cause),
            Self::Exists(_) | Self::DeletedRecently | Self::Unknown | Self::TooMany | Self::TooManyKeys => {
                None
            }
        }
    }
}

impl From<CatalogError> for ChangeError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Queue({}, {})", self.id, self.name())
    }
}

impl Queues {
    /// Loads every queue, registers its tracks in the log and replays its acknowledgements.
    ///
    /// # Errors
    /// [`OpenError`], which names the queue.
    pub(crate) fn open(
        catalog: Arc<Catalog>,
        log: Arc<Log>,
        keyring: Arc<Keyring>,
        entropy: Arc<dyn Entropy>,
        arn_prefix: String,
        sightings: Arc<Sightings>,
        now: Now,
    ) -> Result<Self, OpenError> {
        let mut by_name = BTreeMap::new();
        for (id, bytes) in catalog.all(KIND)? {
            let document = Document::decode(&bytes).ok_or(OpenError::Document { id })?;
            renewing::register(&log, &keyring, &document.wrapped_key, document.tracks())
                .map_err(|cause| OpenError::Key { id, cause })?;
            let arn = format!("{arn_prefix}{}", document.name);
            let shared = (Arc::clone(&log), Arc::clone(&sightings));
            let queue = Queue::open(id, arn, document, shared, &*entropy, now)
                .map_err(|cause| OpenError::Read { id, cause })?;
            by_name.insert(queue.name().to_owned(), Arc::new(queue));
        }
        let moves = task::MoveTasks::open(&catalog, &by_name, now)?;
        let by_track = by_name.values().map(|queue: &Arc<Queue>| (queue.messages, Arc::clone(queue)));
        let by_track = Arc::new(RwLock::new(by_track.collect()));
        let (by_name, control) = (RwLock::new(by_name), Mutex::new(BTreeMap::new()));
        Ok(Self { catalog, log, keyring, entropy, arn_prefix, sightings, by_name, by_track, control, moves })
    }

    /// Says which messages are dead, for [`Log::set_liveness`]; nothing of other tracks. The log lives in every queue, so
    /// what it is given holds no queue in return.
    pub(crate) fn liveness(&self) -> Liveness {
        let by_track = Arc::downgrade(&self.by_track);
        Box::new(move |track, first, end| {
            let Some(by_track) = by_track.upgrade() else { return false };
            let queue = by_track.read().expect("no holder of this lock can panic").get(&track).cloned();
            queue.is_some_and(|queue| queue.is_dead(first.0, end.0))
        })
    }

    /// Makes a queue; it takes messages when this returns.
    ///
    /// # Durability
    /// The queue is on flash when this returns.
    /// # Errors
    /// [`ChangeError::Exists`] with the queue that has the name, [`ChangeError::DeletedRecently`]; nothing was made.
    pub fn create(
        &self,
        name: &str,
        mut settings: Settings,
        tags: BTreeMap<String, String>,
        now: Now,
    ) -> Result<Arc<Queue>, ChangeError> {
        let mut resting = self.control();
        if let Some(queue) = self.find(name) {
            return Err(ChangeError::Exists(queue));
        }
        resting.retain(|_, deleted| now.line.since_ms(*deleted) < NAME_REST_MS);
        if resting.contains_key(name) {
            return Err(ChangeError::DeletedRecently);
        }
        if self.names().len() >= QUEUES_MAX {
            return Err(ChangeError::TooMany);
        }
        let (key, wrapped) = self.first_key(&mut settings, now).map_err(ChangeError::Key)?;
        let mut secret = [0; 32];
        self.entropy.fill(&mut secret);
        let document = Document {
            name: name.to_owned(),
            messages: self.catalog.next_track()?,
            acks: self.catalog.next_track()?,
            wrapped_key: wrapped.as_bytes().to_vec(),
            secret,
            created: now.wall,
            changed: now.wall,
            tags,
            settings,
            dead_letters: false,
        };
        self.note_target(&document.settings)?;
        let id = self.catalog.next_id()?;
        self.catalog.put(KIND, id, &document.encode())?;
        document.tracks().into_iter().for_each(|track| self.log.register(track, Arc::clone(&key)));
        let arn = self.arn(name);
        let shared = (Arc::clone(&self.log), Arc::clone(&self.sightings));
        let queue = Queue::open(id, arn, document, shared, &*self.entropy, now).map_err(ChangeError::Read)?;
        let queue = Arc::new(queue);
        self.tracks().insert(queue.messages, Arc::clone(&queue));
        self.names().insert(name.to_owned(), Arc::clone(&queue));
        Ok(queue)
    }

    /// Changes a queue's settings to what `f` makes of those it has; nobody else changes a queue meanwhile. What `f` refuses
    /// changes nothing.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`ChangeError::Unknown`] when the queue is gone, [`ChangeError::Catalog`]. The inner error is `f`'s.
    pub fn configure<E>(
        &self,
        queue: &Queue,
        now: Now,
        f: impl FnOnce(&Settings) -> Result<Settings, E>,
    ) -> Result<Result<(), E>, ChangeError> {
        self.change(queue, now, |document| {
            let settings = f(&document.settings)?;
            Ok(Document { settings, changed: now.wall, ..document.clone() })
        })
    }

    /// Changes a queue's tags to what `f` makes of those it has. What `f` refuses changes nothing.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`ChangeError::Unknown`] when the queue is gone, [`ChangeError::Catalog`]. The inner error is `f`'s.
    pub fn change_tags<E>(
        &self,
        queue: &Queue,
        now: Now,
        f: impl FnOnce(&mut BTreeMap<String, String>) -> Result<(), E>,
    ) -> Result<Result<(), E>, ChangeError> {
        self.change(queue, now, |document| {
            let mut tags = document.tags.clone();
            f(&mut tags)?;
            Ok(Document { tags, ..document.clone() })
        })
    }

    fn change<E>(
        &self,
        queue: &Queue,
        now: Now,
        f: impl FnOnce(&Document) -> Result<Document, E>,
    ) -> Result<Result<(), E>, ChangeError> {
        let _changing = self.control();
        if self.find(queue.name()).is_none_or(|found| found.id != queue.id) {
            return Err(ChangeError::Unknown);
        }
        let document = || queue.document.lock().expect("no holder of this lock can panic");
        let before = document().clone();
        let mut changed = match f(&before) {
            Ok(changed) => changed,
            Err(refusal) => return Ok(Err(refusal)),
        };
        self.follow(&mut changed, now)?;
        if changed != before {
            self.note_target(&changed.settings)?;
            let mut document = document();
            changed.dead_letters |= document.dead_letters;
            self.catalog.put(KIND, queue.id, &changed.encode())?;
            if changed.wrapped_key != before.wrapped_key {
                renewing::register(&self.log, &self.keyring, &changed.wrapped_key, changed.tracks())
                    .map_err(ChangeError::Key)?;
            }
            queue.replace_settings(changed.settings.clone());
            *document = changed;
        }
        Ok(Ok(()))
    }

    /// Deletes a queue and everything in it: first the only copy of its key, then the data.
    ///
    /// # Durability
    /// The key's destruction is on flash when this returns.
    /// # Errors
    /// [`ChangeError::Unknown`] when there is no such queue; the queue is intact after [`ChangeError::Catalog`].
    pub fn delete(&self, name: &str, now: Now) -> Result<Arc<Queue>, ChangeError> {
        let mut resting = self.control();
        let queue = self.find(name).ok_or(ChangeError::Unknown)?;
        self.catalog.remove(KIND, queue.id)?;
        // Those that stay in the catalog now are forgotten at the next start.
        let _ = self.forget_moves(&queue);
        self.names().remove(name);
        self.tracks().remove(&queue.messages);
        self.log.drop_track(queue.messages);
        self.log.drop_track(queue.acks);
        resting.insert(name.to_owned(), now.line);
        Ok(queue)
    }

    /// The queue called `name`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Arc<Queue>> {
        self.by_name.read().expect("no holder of this lock can panic").get(name).cloned()
    }

    /// The queue whose messages are in a track.
    pub(crate) fn of_track(&self, track: TrackId) -> Option<Arc<Queue>> {
        self.by_track.read().expect("no holder of this lock can panic").get(&track).cloned()
    }

    /// The queue with this ARN.
    #[must_use]
    pub fn find_arn(&self, arn: &str) -> Option<Arc<Queue>> {
        self.find(arn.strip_prefix(&self.arn_prefix)?)
    }

    /// The ARN of a queue called `name`, whether it exists or not.
    #[must_use]
    pub fn arn(&self, name: &str) -> String {
        format!("{}{name}", self.arn_prefix)
    }

    /// Up to `limit` queues whose names begin with `prefix`, by name, beginning after `after`.
    #[must_use]
    pub fn list(&self, prefix: &str, after: Option<&str>, limit: usize) -> Vec<Arc<Queue>> {
        use std::ops::Bound::{Excluded, Included, Unbounded};
        let start = match after {
            Some(after) if after >= prefix => Excluded(after),
            _ => Included(prefix),
        };
        let names = self.by_name.read().expect("no holder of this lock can panic");
        let from = names.range::<str, _>((start, Unbounded));
        from.take_while(|(name, _)| name.starts_with(prefix))
            .take(limit)
            .map(|(_, q)| Arc::clone(q))
            .collect()
    }

    /// Up to `limit` queues that use the queue `arn` as their dead-letter queue, by name, beginning after `after`.
    #[must_use]
    pub fn sources(&self, arn: &str, after: Option<&str>, limit: usize) -> Vec<Arc<Queue>> {
        let uses = |queue: &Arc<Queue>| {
            queue.settings().redrive.as_ref().is_some_and(|redrive| redrive.target_arn == arn)
        };
        self.list("", after, usize::MAX).into_iter().filter(uses).take(limit).collect()
    }

    /// Receives messages and hides them. Messages received too often move to the dead-letter queue instead.
    ///
    /// # Durability
    /// None: after a restart every message that was not deleted is available again.
    /// # Errors
    /// [`ReadError`] when the device fails or the queue was deleted; nothing is hidden then.
    pub fn receive(&self, queue: &Queue, asking: &Receive<'_>, now: Now) -> Result<Received, ReadError> {
        let settings = queue.settings();
        let target = settings.redrive.as_ref().and_then(|r| self.find_arn(&r.target_arn));
        queue.receive(asking, target.as_deref(), now)
    }

    /// Gives back the space of messages that are deleted or past their retention. Called every few seconds.
    pub fn trim(&self, now: Now) {
        for queue in self.list("", None, usize::MAX) {
            queue.pass_time(&mut queue.lock(), &queue.settings(), now);
            if queue.has_dead_letters() && !queue.settings().is_fifo() {
                queue.expire(now);
            }
        }
    }

    fn names(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Arc<Queue>>> {
        self.by_name.write().expect("no holder of this lock can panic")
    }

    fn tracks(&self) -> RwLockWriteGuard<'_, HashMap<TrackId, Arc<Queue>>> {
        self.by_track.write().expect("no holder of this lock can panic")
    }

    fn control(&self) -> MutexGuard<'_, BTreeMap<String, LineMs>> {
        self.control.lock().expect("no holder of this lock can panic")
    }
}
