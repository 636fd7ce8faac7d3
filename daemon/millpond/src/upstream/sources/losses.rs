//! The loss ledger as a source: each entry as its export words it, once it no longer grows.

use super::trail::{entry, letter};
use crate::upstream::dead_letters::Letter;
use crate::upstream::lane::{self, Gone};
use crate::upstream::parcel::{Load, Origin, Parcel};
use millpond_base::{Now, TrackId};
use millpond_forward::{Entry, Event};
use millpond_store::Store;
use std::sync::Arc;

/// The ledger of this gateway.
pub(in crate::upstream) struct Source {
    store: Arc<Store>,
    origin: Arc<Origin>,
}

impl Source {
    pub(in crate::upstream) const fn new(store: Arc<Store>, origin: Arc<Origin>) -> Self {
        Self { store, origin }
    }
}

impl lane::Source for Source {
    type Item = Parcel;
    type Load = Load;

    fn track(&self) -> TrackId {
        self.store.losses().track()
    }

    fn start(&self) -> u64 {
        0
    }

    /// Positions are the entries' indexes, which count up over the device's life.
    fn read(&mut self, from: u64, records: usize, _: usize) -> Result<Event<Parcel>, Gone> {
        let now = self.store.clock().now();
        let losses = self.store.losses();
        let end = losses.settled_end(now).max(from);
        let settled = losses.settled(from, records, now);
        let last = settled.last().map_or(from, |signed| signed.entry.index + 1);
        // What is missing between was damaged; the chain of the others shows it.
        let next = if settled.len() < records { end } else { last };
        let entries = settled.iter().map(|signed| {
            let index = signed.entry.index;
            let parcel = Parcel {
                position: index,
                body: losses.to_json(signed).to_string().into_bytes(),
                key: None,
                explicit: None,
                sequence: index.to_string(),
                id: self.origin.id(index),
                arrived: signed.entry.until,
                message: None,
            };
            entry(parcel, now.line)
        });
        Ok(Event::Read { entries: entries.collect(), next })
    }

    fn load<'e>(&self, floor: u64, entries: impl Iterator<Item = &'e Entry<Parcel>>) -> Load {
        Load { floor, parcels: entries.map(|entry| entry.payload.clone()).collect() }
    }

    fn letter(&self, parcel: &Parcel) -> Letter {
        letter(parcel, &self.origin)
    }

    fn age_ms(&self, parcel: &Parcel, now: Now) -> u64 {
        now.wall.0.saturating_sub(parcel.arrived.0)
    }

    fn lag(&self, arrived: u64) -> u64 {
        self.store.losses().settled_end(self.store.clock().now()).saturating_sub(arrived)
    }

    fn tip(&self) -> u64 {
        self.store.losses().settled_end(self.store.clock().now())
    }
}
