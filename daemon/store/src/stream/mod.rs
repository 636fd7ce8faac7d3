//! Streams: named sets of shards, each an ordered track of records in the log.
//!
//! Goals: a plain interface for everyone who writes or reads streams (the Kinesis service, the sensor link, the
//! forwarder); what is in memory is derived from the catalog and the log; deleting a stream destroys its key first.
//! Non-goals: AWS's texts and request forms, which are the service's.
//!
//! Invariants: a stream's document is in the catalog before its first record is staged and gone before its records
//! are dropped; identifiers and tracks are never used again.

mod account;
mod attributes;
mod changing;
pub(crate) mod consumer;
pub(crate) mod document;
mod error;
mod extras;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod hash;
mod metrics;
mod model;
mod policy;
pub mod queue;
pub(crate) mod quota;
mod reading;
mod rekeying;
#[cfg(test)]
mod renewing_tests;
mod resharding;
mod scaling;
mod sequence;
mod settling;
mod subscriptions;
mod throttle;
mod tokens;

pub use account::{Commitment, CommitmentStatus};
pub use attributes::Label;
pub use consumer::{Consumer, ConsumerId};
pub use error::{ChangeError, CreateError, DeleteError, DeregisterError, OpenError, RegisterError};
pub use extras::Extras;
pub use hash::{HashKey, HashRange};
pub use metrics::{ShardMetric, ShardMetrics};
pub(crate) use model::END_UNKNOWN;
pub use model::{Closed, Distribution, Mode, Parts, Settings, Shard, Stream, StreamId};
pub use policy::{POLICY_BYTES_MAX, ResourcePolicy};
pub use reading::{Page, Passed, StreamRecord, StreamRecordRef};
pub use rekeying::RekeyError;
pub use resharding::{PLAN_MS, Pending, Plan, Resharding};
pub use scaling::{ON_DEMAND_SHARDS_MAX, SHARDS_KEPT_MAX, SHARDS_MAX};
pub use sequence::{SEQUENCE_DIGITS, SequenceError, SequenceNumber};
pub use settling::Routing;
pub use subscriptions::{SubscribeError, Subscription, SubscriptionTerms};
pub use throttle::{PerSecond, Throttle, Used};
pub use tokens::Tokens;

use crate::Catalog;
use crate::keyring::Keyring;
use crate::renewing;
use crate::rot::Sightings;
use account::Account;
use consumer::Consumers;
use millpond_base::{AccountId, Entropy, LineMs, Now, Region, Seq, TrackId, WallMs};
use millpond_log::{Batch, Bounds, Log};
use quota::Quotas;
use scaling::Meters;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, RwLock, RwLockReadGuard, RwLockWriteGuard};
use subscriptions::Subscriptions;

const HOUR_MS: u64 = 3_600_000;

/// `arn:aws:kinesis:<region>:<account>:stream/`.
pub(crate) fn arn_prefix(account: &AccountId, region: &Region) -> String {
    format!("arn:aws:kinesis:{region}:{account}:stream/")
}

/// Every stream of this gateway.
pub struct Streams {
    catalog: Arc<Catalog>,
    log: Arc<Log>,
    keyring: Arc<Keyring>,
    tokens: Tokens,
    arn_prefix: String,
    sightings: Arc<Sightings>,
    quotas: Quotas,
    meters: Meters,
    throttle: Throttle,
    consumers: Consumers,
    subscriptions: Arc<Subscriptions>,
    account: Account,
    /// Read by whoever finds a shard for a record, until the record is staged; written while shards end.
    routing: RwLock<()>,
    /// Held while a stream or a consumer is made, changed or deleted; never together with a wait for flash by readers or
    /// writers of records.
    /// Holds the latest creation second of a deleted stream: see [`Streams::create`].
    control: Mutex<u64>,
    by_name: RwLock<BTreeMap<String, Arc<Stream>>>,
}

impl Streams {
    /// Loads every stream and registers its tracks in the log.
    ///
    /// # Errors
    /// [`OpenError`] when the catalog fails, or a document or key cannot be read.
    pub(crate) fn open(
        catalog: Arc<Catalog>,
        log: Arc<Log>,
        keyring: Arc<Keyring>,
        entropy: &dyn Entropy,
        arn_prefix: String,
        sightings: Arc<Sightings>,
    ) -> Result<Self, OpenError> {
        let tokens = Tokens::open(&catalog, entropy)?;
        let mut by_name = BTreeMap::new();
        for (id, bytes) in catalog.all(document::KIND)? {
            let mut stream = document::decode(StreamId(id), &bytes).ok_or(OpenError::Document { id })?;
            renewing::register(&log, &keyring, &stream.wrapped_key, stream.tracks())
                .map_err(|cause| OpenError::Key { id, cause })?;
            // What was staged when the power went is there now or never will be: every end is known.
            stream.end_shards(|shard| (!shard.is_open()).then(|| log.close_track(shard.track)));
            by_name.insert(stream.name.clone(), Arc::new(stream));
        }
        let consumers = Consumers::open(&catalog, &by_name.values().map(|stream| stream.id).collect())?;
        let subscriptions = Arc::default();
        let account = Account::open(&catalog)?.map_err(|id| OpenError::Document { id })?;
        Ok(Self {
            catalog,
            log,
            keyring,
            tokens,
            arn_prefix,
            sightings,
            quotas: Quotas::default(),
            meters: Meters::default(),
            throttle: Throttle::default(),
            consumers,
            subscriptions,
            account,
            routing: RwLock::default(),
            control: Mutex::new(0),
            by_name: RwLock::new(by_name),
        })
    }

    /// Makes a stream; it takes records when this returns.
    ///
    /// Its shards carry the current second, or a later one when a stream deleted since the start carried that, so that
    /// sequence numbers of a stream are never mistaken for those of another that had its name.
    ///
    /// # Durability
    /// The stream is on flash when this returns.
    /// # Errors
    /// [`CreateError::Exists`] when the name is taken; otherwise nothing was made.
    pub fn create(&self, name: &str, settings: Settings, now: WallMs) -> Result<Arc<Stream>, CreateError> {
        let deleted_secs = self.control.lock().expect("no holder of this lock can panic");
        if self.find(name).is_some() {
            return Err(CreateError::Exists);
        }
        let created_secs = now.secs().max(deleted_secs.saturating_add(1));
        let (key, wrapped) = self.keyring.new_data_key(None)?;
        let mut shards = Vec::new();
        for (range, index) in HashRange::divide(settings.shard_count.max(1)).into_iter().zip(0u32..) {
            let track = self.catalog.next_track()?;
            let (opened, parents) = (now, Vec::new());
            shards.push(Shard { index, range, opened, track, created_secs, parents, closed: None });
        }
        let stream = Stream::assemble(Parts {
            id: StreamId(self.catalog.next_id()?),
            name: name.to_owned(),
            created: now,
            settings,
            resharding: Resharding::default(),
            wrapped_key: wrapped.as_bytes().to_vec(),
            shards,
        })
        .expect("a divided key space is covered");
        self.catalog.put(document::KIND, stream.id.0, &document::encode(&stream))?;
        for shard in stream.shards() {
            self.log.register(shard.track, Arc::clone(&key));
        }
        let stream = Arc::new(stream);
        self.write().insert(name.to_owned(), Arc::clone(&stream));
        Ok(stream)
    }

    /// Deletes a stream and everything in it, its consumers included: first the only copy of its key, then the data.
    ///
    /// # Durability
    /// The key's destruction is on flash when this returns.
    /// # Errors
    /// [`DeleteError::Unknown`] when there is no such stream; the stream is intact after [`DeleteError::Catalog`].
    pub fn delete(&self, name: &str) -> Result<(), DeleteError> {
        let mut deleted_secs = self.control.lock().expect("no holder of this lock can panic");
        self.remove(name, &mut deleted_secs)
    }

    /// Deletes a stream as [`Streams::delete`] does, unless it has consumers.
    ///
    /// # Durability
    /// As [`Streams::delete`].
    /// # Errors
    /// [`DeleteError::Consumed`] when it has consumers; otherwise as [`Streams::delete`].
    pub fn delete_unconsumed(&self, name: &str) -> Result<(), DeleteError> {
        let mut deleted_secs = self.control.lock().expect("no holder of this lock can panic");
        if self.find(name).is_some_and(|stream| self.consumer_count(stream.id) > 0) {
            return Err(DeleteError::Consumed);
        }
        self.remove(name, &mut deleted_secs)
    }

    fn remove(&self, name: &str, deleted_secs: &mut u64) -> Result<(), DeleteError> {
        let stream = self.find(name).ok_or(DeleteError::Unknown)?;
        let consumers = self.consumers.ids(stream.id);
        self.catalog.write(|changes| {
            changes.remove(document::KIND, stream.id.0);
            consumers.iter().for_each(|id| changes.remove(consumer::document::KIND, id.0));
        })?;
        self.write().remove(name);
        self.consumers.forget(stream.id);
        for shard in stream.shards() {
            self.log.drop_track(shard.track);
            *deleted_secs = shard.created_secs.max(*deleted_secs);
        }
        Ok(())
    }

    /// The stream called `name`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Arc<Stream>> {
        self.names().get(name).cloned()
    }

    /// The ARN of a stream called `name`, whether it exists or not.
    #[must_use]
    pub fn arn(&self, name: &str) -> String {
        format!("{}{name}", self.arn_prefix)
    }

    /// The resource policy that is attached to `arn`, a stream's or a consumer's.
    #[must_use]
    pub fn policy(&self, arn: &str) -> Option<Arc<ResourcePolicy>> {
        let rest = arn.strip_prefix(&self.arn_prefix)?;
        let Some((stream, consumer)) = rest.split_once("/consumer/") else {
            return self.find(rest)?.extras.policy.clone();
        };
        let (name, secs) = consumer.rsplit_once(':')?;
        let consumer = self.consumer(self.find(stream)?.id, name)?;
        consumer.policy.clone().filter(|_| consumer.created.secs().to_string() == secs)
    }

    /// The ARN of the stream and the name of the shard that a track belongs to.
    pub(crate) fn name_of(&self, track: TrackId) -> Option<(String, String)> {
        self.names().values().find_map(|stream| {
            let shard = stream.shards().iter().find(|shard| shard.track == track)?;
            Some((self.arn(&stream.name), shard.name()))
        })
    }

    /// Up to `limit` streams in the order of their names, beginning after `after`.
    #[must_use]
    pub fn list(&self, after: Option<&str>, limit: usize) -> Vec<Arc<Stream>> {
        use std::ops::Bound::{Excluded, Unbounded};
        let start = after.map_or(Unbounded, Excluded);
        self.names()
            .range::<str, _>((start, Unbounded))
            .take(limit)
            .map(|(_, stream)| Arc::clone(stream))
            .collect()
    }

    /// Shards of all streams together that take records or are about to, and streams.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let names = self.names();
        (names.values().map(|stream| stream.open_soon()).sum(), names.len())
    }

    /// Shards of all streams together that exist or are about to, those that ended included.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.names().values().map(|stream| stream.kept_soon()).sum()
    }

    /// The shard that takes a record with this label.
    #[must_use]
    pub fn route<'s>(&self, stream: &'s Stream, label: &Label<'_>) -> &'s Shard {
        self.route_by(stream, label.hash_key())
    }

    /// As [`Streams::route`], with a hash key that is known already: of many records in a row with one key it is computed once.
    #[must_use]
    pub fn route_by<'s>(&self, stream: &'s Stream, hash_key: Option<HashKey>) -> &'s Shard {
        match (stream.distribution, hash_key) {
            (Distribution::PartitionKey, Some(key)) => stream.owner(key),
            _ => stream.next_in_turn(),
        }
    }

    /// Adds a record to a batch, for the shard that [`Streams::route`] named.
    pub fn append(&self, batch: &mut Batch, shard: &Shard, label: &Label<'_>, body: &[u8]) {
        label.encoded(|attributes| batch.append(shard.track, attributes, body));
    }

    /// What of a shard can be read.
    #[must_use]
    pub fn bounds(&self, shard: &Shard) -> Bounds {
        self.log.bounds(shard.track)
    }

    /// The first record that arrived at or after `wall`; the next one to come when none did.
    #[must_use]
    pub fn seek_time(&self, shard: &Shard, wall: WallMs) -> Seq {
        self.log.seek_time(shard.track, wall)
    }

    /// Makes records older than their stream's retention unreadable, so that their space can be reclaimed, and carries
    /// out what is due in the life of shards.
    ///
    /// Age is counted on the device timeline, so a jump of the wall clock deletes nothing. Of what becomes unreadable
    /// nothing is written; after a restart it is done again.
    pub fn trim(&self, now: Now) {
        self.settle(now);
        self.scale_on_demand(now);
        self.throttle.tidy(now.line);
        let streams: Vec<Arc<Stream>> = self.names().values().cloned().collect();
        for stream in streams {
            self.trim_to_quota(&stream);
            let retention_ms = u64::from(stream.retention_hours) * HOUR_MS;
            let Some(horizon) = now.line.0.checked_sub(retention_ms) else { continue };
            for shard in stream.shards() {
                self.log.trim_older(shard.track, LineMs(horizon));
            }
        }
    }

    /// How fast shards and calls may be used.
    #[must_use]
    pub const fn throttle(&self) -> &Throttle {
        &self.throttle
    }

    /// Makes and checks the tokens that clients carry for us.
    #[must_use]
    pub const fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    fn names(&self) -> RwLockReadGuard<'_, BTreeMap<String, Arc<Stream>>> {
        self.by_name.read().expect("no holder of this lock can panic")
    }

    fn write(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Arc<Stream>>> {
        self.by_name.write().expect("no holder of this lock can panic")
    }
}

#[cfg(test)]
pub(crate) mod tests;
