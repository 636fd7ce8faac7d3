//! Consumers: readers of a stream that are registered under a name, and to whom its records are pushed.
//!
//! Invariants: a consumer's document is in the catalog before anyone can subscribe with it, and is removed in the same
//! change as its stream's; a name that is registered again gets another second in its ARN.

pub(crate) mod document;

use super::error::OpenError;
use super::{DeregisterError, RegisterError, ResourcePolicy, Stream, StreamId, Streams};
use crate::Catalog;
use millpond_base::WallMs;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Unbounded};
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// One registration of a consumer. A name that is registered again has another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConsumerId(pub u64);

/// A registered consumer. Values are never changed in place; a change makes a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// This registration of it.
    pub id: ConsumerId,
    /// The life of the stream it reads.
    pub stream: StreamId,
    /// Its name, unique among the consumers of its stream.
    pub name: String,
    /// When it was registered; the second is part of its ARN.
    pub created: WallMs,
    /// Labels for people and policies.
    pub tags: BTreeMap<String, String>,
    /// What the stream's owner lets others do with it.
    pub policy: Option<Arc<ResourcePolicy>>,
}

type ByName = BTreeMap<String, Arc<Consumer>>;

/// Every consumer of every stream.
#[derive(Default)]
pub(super) struct Consumers(RwLock<Known>);

#[derive(Default)]
struct Known {
    by_stream: BTreeMap<StreamId, ByName>,
    /// The latest second that a consumer carried which is gone.
    gone_secs: u64,
}

impl Consumers {
    /// Loads every consumer. Those whose stream is gone are removed.
    pub(super) fn open(catalog: &Catalog, streams: &BTreeSet<StreamId>) -> Result<Self, OpenError> {
        let mut known = Known::default();
        for (id, bytes) in catalog.all(document::KIND)? {
            let consumer =
                document::decode(ConsumerId(id), &bytes).ok_or(OpenError::ConsumerDocument { id })?;
            if streams.contains(&consumer.stream) {
                known.insert(consumer);
            } else {
                catalog.remove(document::KIND, id)?;
            }
        }
        Ok(Self(RwLock::new(known)))
    }

    /// The numbers of a stream's consumers.
    pub(super) fn ids(&self, stream: StreamId) -> Vec<ConsumerId> {
        self.read().of(stream).map(|consumer| consumer.id).collect()
    }

    /// Forgets the consumers of a stream that is gone.
    pub(super) fn forget(&self, stream: StreamId) {
        let mut known = self.write();
        let gone = known.by_stream.remove(&stream).unwrap_or_default();
        let latest = gone.values().map(|consumer| consumer.created.secs()).max();
        known.gone_secs = known.gone_secs.max(latest.unwrap_or(0));
    }

    fn read(&self) -> RwLockReadGuard<'_, Known> {
        self.0.read().expect("no holder of this lock can panic")
    }

    fn write(&self) -> RwLockWriteGuard<'_, Known> {
        self.0.write().expect("no holder of this lock can panic")
    }
}

impl Known {
    fn of(&self, stream: StreamId) -> impl Iterator<Item = &Arc<Consumer>> {
        self.by_stream.get(&stream).into_iter().flat_map(BTreeMap::values)
    }

    fn find(&self, stream: StreamId, name: &str) -> Option<&Arc<Consumer>> {
        self.by_stream.get(&stream)?.get(name)
    }

    fn insert(&mut self, consumer: Consumer) -> Arc<Consumer> {
        let consumer = Arc::new(consumer);
        let names = self.by_stream.entry(consumer.stream).or_default();
        names.insert(consumer.name.clone(), Arc::clone(&consumer));
        consumer
    }
}

impl Streams {
    /// Registers a consumer of a stream that has less than `consumers_max`.
    ///
    /// It carries the current second, or a later one when a consumer that went since the start carried that, so that
    /// the ARN of one is never mistaken for that of another that had its name.
    ///
    /// # Durability
    /// The consumer is on flash when this returns.
    /// # Errors
    /// [`RegisterError`]; nothing was registered then.
    pub fn register_consumer(
        &self,
        stream: &Stream,
        name: &str,
        tags: BTreeMap<String, String>,
        consumers_max: usize,
        now: WallMs,
    ) -> Result<Arc<Consumer>, RegisterError> {
        let _control = self.control.lock().expect("no holder of this lock can panic");
        if self.find(&stream.name).is_none_or(|found| found.id != stream.id) {
            return Err(RegisterError::UnknownStream);
        }
        let gone_secs = {
            let known = self.consumers.read();
            if known.find(stream.id, name).is_some() {
                return Err(RegisterError::Exists);
            }
            if known.of(stream.id).count() >= consumers_max {
                return Err(RegisterError::Full);
            }
            known.gone_secs
        };
        let later = WallMs(gone_secs.saturating_add(1).saturating_mul(1000));
        let created = if now.secs() > gone_secs { now } else { later };
        let id = ConsumerId(self.catalog.next_id()?);
        let consumer = Consumer { id, stream: stream.id, name: name.to_owned(), created, tags, policy: None };
        self.catalog.put(document::KIND, id.0, &document::encode(&consumer))?;
        Ok(self.consumers.write().insert(consumer))
    }

    /// Ends a registration.
    ///
    /// # Durability
    /// The consumer is gone from flash when this returns.
    /// # Errors
    /// [`DeregisterError::Unknown`] when it is gone already; it is intact after [`DeregisterError::Catalog`].
    pub fn deregister_consumer(&self, consumer: &Consumer) -> Result<(), DeregisterError> {
        let _control = self.control.lock().expect("no holder of this lock can panic");
        if !self.is_registered(consumer) {
            return Err(DeregisterError::Unknown);
        }
        self.catalog.remove(document::KIND, consumer.id.0)?;
        let mut known = self.consumers.write();
        if let Some(names) = known.by_stream.get_mut(&consumer.stream) {
            names.remove(&consumer.name);
        }
        known.gone_secs = known.gone_secs.max(consumer.created.secs());
        Ok(())
    }

    /// Changes the tags of a consumer; `change` sees those that it has.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`DeregisterError::Unknown`] when it is gone; nothing was changed after [`DeregisterError::Catalog`].
    pub fn change_consumer_tags(
        &self,
        consumer: &Consumer,
        change: impl FnOnce(&mut BTreeMap<String, String>),
    ) -> Result<Arc<Consumer>, DeregisterError> {
        self.change_consumer(consumer, |changed| change(&mut changed.tags))
    }

    /// Attaches a policy to a consumer, or takes the one it has away.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Streams::change_consumer_tags`].
    pub fn set_consumer_policy(
        &self,
        consumer: &Consumer,
        policy: Option<Arc<ResourcePolicy>>,
    ) -> Result<Arc<Consumer>, DeregisterError> {
        self.change_consumer(consumer, |changed| changed.policy = policy)
    }

    fn change_consumer(
        &self,
        consumer: &Consumer,
        change: impl FnOnce(&mut Consumer),
    ) -> Result<Arc<Consumer>, DeregisterError> {
        let _control = self.control.lock().expect("no holder of this lock can panic");
        let found = self.consumer(consumer.stream, &consumer.name);
        let found = found.filter(|found| found.id == consumer.id).ok_or(DeregisterError::Unknown)?;
        let mut changed = Consumer::clone(&found);
        change(&mut changed);
        self.catalog.put(document::KIND, changed.id.0, &document::encode(&changed))?;
        Ok(self.consumers.write().insert(changed))
    }

    /// The consumer called `name` of a stream.
    #[must_use]
    pub fn consumer(&self, stream: StreamId, name: &str) -> Option<Arc<Consumer>> {
        self.consumers.read().find(stream, name).cloned()
    }

    /// True until this registration is ended.
    #[must_use]
    pub fn is_registered(&self, consumer: &Consumer) -> bool {
        let known = self.consumers.read();
        known.find(consumer.stream, &consumer.name).is_some_and(|found| found.id == consumer.id)
    }

    /// Up to `limit` consumers of a stream in the order of their names, beginning after `after`.
    #[must_use]
    pub fn consumers(&self, stream: StreamId, after: Option<&str>, limit: usize) -> Vec<Arc<Consumer>> {
        let start = after.map_or(Unbounded, Excluded);
        let known = self.consumers.read();
        let names = known.by_stream.get(&stream);
        let rest = names.into_iter().flat_map(|names| names.range::<str, _>((start, Unbounded)));
        rest.take(limit).map(|(_, consumer)| Arc::clone(consumer)).collect()
    }

    /// How many consumers a stream has.
    #[must_use]
    pub fn consumer_count(&self, stream: StreamId) -> usize {
        self.consumers.read().of(stream).count()
    }
}

#[cfg(test)]
mod tests;
