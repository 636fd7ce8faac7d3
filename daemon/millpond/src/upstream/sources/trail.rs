//! The audit trail as a source: each event as CloudTrail words it.

use crate::journal;
use crate::upstream::dead_letters::Letter;
use crate::upstream::lane::{self, Gone};
use crate::upstream::parcel::{Load, Origin, Parcel};
use millpond_base::{Now, Seq, TrackId};
use millpond_forward::{Entry, Event};
use millpond_log::{ReadError, ReadLimit};
use millpond_store::Store;
use std::sync::Arc;

/// The trail of this gateway.
pub(in crate::upstream) struct Source {
    store: Arc<Store>,
    origin: Arc<Origin>,
}

impl Source {
    pub(in crate::upstream) const fn new(store: Arc<Store>, origin: Arc<Origin>) -> Self {
        Self { store, origin }
    }

    fn first(&self) -> u64 {
        self.store.log().bounds(self.store.trail().track()).first.0
    }

    fn next(&self) -> u64 {
        self.store.log().bounds(self.store.trail().track()).next.0
    }
}

impl lane::Source for Source {
    type Item = Parcel;
    type Load = Load;

    fn track(&self) -> TrackId {
        self.store.trail().track()
    }

    fn start(&self) -> u64 {
        self.first()
    }

    fn read(&mut self, from: u64, records: usize, bytes: usize) -> Result<Event<Parcel>, Gone> {
        let from = from.max(self.first());
        let page = match self.store.trail().read(Seq(from), ReadLimit { records, bytes }) {
            Ok(page) => page,
            Err(ReadError::UnknownTrack(_)) => return Err(Gone),
            Err(ReadError::Rot { first, count, .. }) => {
                journal::error(
                    "audit events are damaged on flash and cannot be forwarded",
                    &[("position", &first.0), ("events", &count)],
                );
                let next = (first.0 + u64::from(count)).max(from + 1);
                return Ok(Event::Read { entries: Vec::new(), next });
            }
            Err(error) => {
                journal::error("the audit trail cannot be read", &[("position", &from), ("cause", &error)]);
                // Tried again when the lane next looks.
                return Ok(Event::Read { entries: Vec::new(), next: from });
            }
        };
        let mut next = from;
        let mut entries = Vec::new();
        for (seq, event) in page {
            next = seq.0 + 1;
            let Ok(event) = event else {
                journal::error(
                    "an audit event is of a form that this program does not know",
                    &[("position", &seq.0)],
                );
                continue;
            };
            let id = self.origin.id(seq.0);
            let parcel = Parcel {
                position: seq.0,
                body: event.to_json().to_string().into_bytes(),
                key: None,
                explicit: None,
                sequence: seq.0.to_string(),
                id,
                arrived: event.wall,
                message: None,
            };
            entries.push(entry(parcel, self.store.clock().now().line));
        }
        Ok(Event::Read { entries, next })
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
        self.next().saturating_sub(arrived)
    }

    fn tip(&self) -> u64 {
        self.next()
    }
}

/// What is in no order with anything: each tells its own time.
pub(super) fn entry(parcel: Parcel, since: millpond_base::LineMs) -> Entry<Parcel> {
    Entry { position: parcel.position, key: None, bytes: parcel.body.len(), since, payload: parcel }
}

pub(super) fn letter(parcel: &Parcel, origin: &Origin) -> Letter {
    Letter {
        body: parcel.body.clone(),
        attributes: Vec::new(),
        facts: vec![("From", origin.source.clone()), ("Position", parcel.sequence.clone())],
        group: origin.source.clone(),
        dedup_id: parcel.id.clone(),
    }
}
