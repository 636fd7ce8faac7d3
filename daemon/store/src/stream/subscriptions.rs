//! Who reads which shard for which consumer, while they do. Nothing of it outlives the process.

use super::{Consumer, ConsumerId, Streams};
use millpond_base::LineMs;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// What a subscription must respect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubscriptionTerms {
    /// How long nobody can take over, in milliseconds on the device timeline.
    pub held_ms: u64,
    /// Subscriptions there may be of all consumers together, those that were taken over and have not ended included.
    pub subscriptions_max: usize,
}

/// Why a subscription was not begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubscribeError {
    /// Another one of this consumer and shard is too young to be taken over.
    Active,
    /// There are as many as there may be.
    Full,
}

type Place = (ConsumerId, u32);

/// Every subscription.
#[derive(Default)]
pub(super) struct Subscriptions(Mutex<Table>);

#[derive(Default)]
struct Table {
    /// The serial number of the latest subscription of each place, and when it began.
    latest: BTreeMap<Place, (u64, LineMs)>,
    /// The serial number that was given last.
    serial: u64,
    /// Subscriptions that have not ended.
    live: usize,
}

/// A subscription; it ends when this is dropped.
pub struct Subscription {
    all: Arc<Subscriptions>,
    place: Place,
    serial: u64,
}

impl Subscriptions {
    fn lock(&self) -> MutexGuard<'_, Table> {
        self.0.lock().expect("no holder of this lock can panic")
    }
}

impl Subscription {
    /// False once another has taken over.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.all.lock().latest.get(&self.place).is_some_and(|(serial, _)| *serial == self.serial)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut table = self.all.lock();
        table.live -= 1;
        if table.latest.get(&self.place).is_some_and(|(serial, _)| *serial == self.serial) {
            table.latest.remove(&self.place);
        }
    }
}

impl Streams {
    /// Begins a subscription of a consumer to a shard, in the place of an older one if there is one. The caller rings for
    /// the shard, so that the older one learns of it.
    ///
    /// # Errors
    /// [`SubscribeError`]; nothing changed then.
    pub fn subscribe(
        &self,
        consumer: &Consumer,
        shard: u32,
        terms: SubscriptionTerms,
        now: LineMs,
    ) -> Result<Subscription, SubscribeError> {
        let place = (consumer.id, shard);
        let mut table = self.subscriptions.lock();
        if table.latest.get(&place).is_some_and(|(_, since)| now.since_ms(*since) < terms.held_ms) {
            return Err(SubscribeError::Active);
        }
        if table.live >= terms.subscriptions_max {
            return Err(SubscribeError::Full);
        }
        table.live += 1;
        table.serial += 1;
        let serial = table.serial;
        table.latest.insert(place, (serial, now));
        Ok(Subscription { all: Arc::clone(&self.subscriptions), place, serial })
    }

    /// Subscriptions that have not ended.
    #[must_use]
    pub fn subscription_count(&self) -> usize {
        self.subscriptions.lock().live
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::tests::{Rig, rig};
    use millpond_base::Clock;

    const TERMS: SubscriptionTerms = SubscriptionTerms { held_ms: 5_000, subscriptions_max: 3 };

    fn consumer(rig: &Rig) -> Arc<Consumer> {
        let stream = rig.create("s", 2);
        let now = rig.clock.now().wall;
        rig.store.streams().register_consumer(&stream, "c", BTreeMap::new(), 5, now).unwrap()
    }

    fn subscribe(rig: &Rig, consumer: &Consumer, shard: u32) -> Result<Subscription, SubscribeError> {
        rig.store.streams().subscribe(consumer, shard, TERMS, rig.clock.now().line)
    }

    #[test]
    fn a_young_subscription_is_not_taken_over_and_an_older_one_is() {
        let rig = rig();
        let consumer = consumer(&rig);
        let first = subscribe(&rig, &consumer, 0).unwrap();

        rig.clock.advance_ms(4_999);
        assert_eq!(subscribe(&rig, &consumer, 0).err(), Some(SubscribeError::Active));
        assert!(subscribe(&rig, &consumer, 1).is_ok(), "another shard is another place");
        rig.clock.advance_ms(1);
        let second = subscribe(&rig, &consumer, 0).unwrap();

        assert_eq!((first.is_held(), second.is_held()), (false, true));
        drop(first);
        assert!(second.is_held(), "the end of the old one is none of the new one");
    }

    #[test]
    fn one_that_has_ended_makes_room_at_once() {
        let rig = rig();
        let consumer = consumer(&rig);

        drop(subscribe(&rig, &consumer, 0).unwrap());

        assert_eq!(rig.store.streams().subscription_count(), 0);
        assert!(subscribe(&rig, &consumer, 0).is_ok());
    }

    #[test]
    fn those_that_were_taken_over_count_until_they_have_ended() {
        let rig = rig();
        let consumer = consumer(&rig);
        let held: Vec<_> = (0..3)
            .map(|_| {
                rig.clock.advance_ms(5_000);
                subscribe(&rig, &consumer, 0).unwrap()
            })
            .collect();
        rig.clock.advance_ms(5_000);

        assert_eq!(subscribe(&rig, &consumer, 0).err(), Some(SubscribeError::Full));
        drop(held);
        assert!(subscribe(&rig, &consumer, 0).is_ok());
    }
}
