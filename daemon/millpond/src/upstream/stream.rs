//! A shard as a source.

use super::dead_letters::Letter;
use super::lane::{self, Gone};
use super::parcel::{Load, Origin, Parcel};
use super::shared;
use crate::journal;
use millpond_base::{Now, Seq, TrackId};
use millpond_forward::{Entry, Event};
use millpond_log::{ReadError, ReadLimit};
use millpond_pack::{Shaping, kpl};
use millpond_store::Store;
use millpond_store::stream::{HashKey, SequenceNumber, Shard, StreamRecord};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Bits of a position that number the parts of a record that holds several. A record of 10 MiB has fewer parts, and a shard fewer
/// records than the other bits count.
pub(super) const PART_BITS: u32 = 22;

/// A shard.
pub(super) struct Source {
    store: Arc<Store>,
    origin: Arc<Origin>,
    shard: Shard,
    /// What decides the order, where that is not the record's own key.
    shaping: Option<Arc<Shaping>>,
    /// Records that hold several are taken apart.
    deaggregate: bool,
}

/// A record, or one of the parts of one.
pub(super) struct Item {
    record: StreamRecord,
    part: Option<u64>,
}

/// How far a route has come in a shard: the place before which everything has arrived or can no longer be read.
fn arrived(store: &Store, route: &str, shard: &Shard) -> u64 {
    let saved = store.outbox().position(route, &shared::progress(shard.track));
    saved.unwrap_or(0).max(store.streams().bounds(shard).first.0)
}

/// True when a shard is closed and a route has come to its end.
pub(super) fn is_forwarded(store: &Store, route: &str, shard: &Shard) -> bool {
    shard.closed.is_some_and(|closed| arrived(store, route, shard) >= closed.end.0)
}

/// True when a shard is closed and a route has sent what was new in it; ranges may be pending.
pub(super) fn is_sent(store: &Store, route: &str, shard: &Shard) -> bool {
    let kept = store.outbox().progress(route, &shared::progress(shard.track));
    let position = kept.map_or(0, |kept| kept.position).max(store.streams().bounds(shard).first.0);
    shard.closed.is_some_and(|closed| position >= closed.end.0)
}

/// Records of a shard that a route has not forwarded.
pub(super) fn lag(store: &Store, route: &str, shard: &Shard) -> u64 {
    store.streams().bounds(shard).next.0.saturating_sub(arrived(store, route, shard))
}

impl Source {
    pub(super) fn new(
        store: Arc<Store>,
        origin: Arc<Origin>,
        shard: Shard,
        shaping: Option<Arc<Shaping>>,
        deaggregate: bool,
    ) -> Self {
        let shaping = shaping.filter(|shaping| shaping.key.is_some());
        Self { store, origin, shard, shaping, deaggregate }
    }

    /// Bits of a position that are not the record's place in its shard.
    const fn bits(&self) -> u32 {
        if self.deaggregate { PART_BITS } else { 0 }
    }

    fn entry(&self, position: u64, item: Item) -> Entry<Item> {
        let record = &item.record;
        let shaped = self.shaping.as_ref().and_then(|shaping| {
            let parcel = self.parcel(position, &item);
            shaping.key(&parcel.facts(&self.origin), &parcel.body).ok().flatten()
        });
        let key = shaped.as_deref().or(record.partition_key.as_deref());
        Entry {
            position,
            key: key.map(hash),
            bytes: record.body.len() + key.map_or(0, str::len),
            since: record.line,
            payload: item,
        }
    }

    /// A record's entries: one, or as many as it has parts.
    fn entries(&self, record: StreamRecord) -> Vec<Entry<Item>> {
        let first = record.seq.0 << self.bits();
        let parts = if self.deaggregate { kpl::unpack(&record.body) } else { None };
        // One without parts is none that anybody could miss, and still has to be passed.
        let Some(parts) = parts.filter(|parts| !parts.is_empty() && parts.len() < 1 << PART_BITS) else {
            return vec![self.entry(first, Item { record, part: None })];
        };
        let of = |(part, held): (u64, kpl::Part<'_>)| {
            let record = StreamRecord {
                partition_key: Some(held.key.to_owned()),
                explicit: held.explicit.map(HashKey),
                body: held.data.to_vec(),
                ..record
            };
            self.entry(first | part, Item { record, part: Some(part) })
        };
        (0..).zip(parts).map(of).collect()
    }

    fn parcel(&self, position: u64, item: &Item) -> Parcel {
        let record = &item.record;
        let id = self.origin.id(record.seq.0);
        Parcel {
            position,
            body: record.body.clone(),
            key: record.partition_key.clone(),
            explicit: record.explicit,
            sequence: SequenceNumber::of(&self.shard, record.seq, record.wall).to_string(),
            id: item.part.map_or_else(|| id.clone(), |part| format!("{id}-{part}")),
            arrived: record.wall,
            message: None,
        }
    }
}

impl lane::Source for Source {
    type Item = Item;
    type Load = Load;

    fn track(&self) -> TrackId {
        self.shard.track
    }

    fn start(&self) -> u64 {
        self.resume(self.store.streams().bounds(&self.shard).first.0)
    }

    fn kept(&self, position: u64) -> u64 {
        position >> self.bits()
    }

    fn resume(&self, kept: u64) -> u64 {
        kept << self.bits()
    }

    fn read(&mut self, from: u64, records: usize, bytes: usize) -> Result<Event<Item>, Gone> {
        let position = from;
        let from = self.kept(position);
        let first = self.store.streams().bounds(&self.shard).first.0;
        if first > from {
            journal::warn(
                "records passed their retention before they could be forwarded",
                &[("shard", &self.shard.index), ("track", &self.shard.track.0), ("records", &(first - from))],
            );
        }
        let from = from.max(first);
        match self.store.streams().read(&self.shard, Seq(from), ReadLimit { records, bytes }) {
            Ok(page) => {
                if page.lost > 0 {
                    journal::error(
                        "records are damaged on flash and cannot be forwarded",
                        &[
                            ("shard", &self.shard.index),
                            ("track", &self.shard.track.0),
                            ("records", &page.lost),
                        ],
                    );
                }
                let all = page.records.into_iter().flat_map(|record| self.entries(record));
                let entries = all.filter(|entry| entry.position >= position).collect();
                Ok(Event::Read { entries, next: self.resume(page.next.0) })
            }
            Err(ReadError::UnknownTrack(_)) => Err(Gone),
            Err(error) => {
                journal::error("a shard cannot be read", &[("shard", &self.shard.index), ("cause", &error)]);
                // Tried again when the lane next looks.
                Ok(Event::Read { entries: Vec::new(), next: position })
            }
        }
    }

    fn load<'e>(&self, floor: u64, entries: impl Iterator<Item = &'e Entry<Item>>) -> Load {
        Load { floor, parcels: entries.map(|entry| self.parcel(entry.position, &entry.payload)).collect() }
    }

    fn letter(&self, item: &Item) -> Letter {
        let record = &item.record;
        let key = record.partition_key.clone().unwrap_or_default();
        let part = item.part.map_or_else(String::new, |part| format!("-{part}"));
        let place = format!("{}-{}{part}", self.shard.track.0, record.seq.0);
        Letter {
            body: record.body.to_vec(),
            attributes: Vec::new(),
            // A partition key may be longer than a group's name, and of other characters.
            group: format!("{:016x}", hash(&key)),
            facts: vec![
                ("PartitionKey", key),
                ("From", format!("stream/{}", self.origin.source)),
                ("ShardId", self.shard.name()),
                ("Position", record.seq.0.to_string()),
                ("ExplicitHashKey", record.explicit.map(|key| key.0.to_string()).unwrap_or_default()),
            ],
            dedup_id: place,
        }
    }

    fn age_ms(&self, item: &Item, now: Now) -> u64 {
        now.line.since_ms(item.record.line)
    }

    fn lag(&self, arrived: u64) -> u64 {
        self.store.streams().bounds(&self.shard).next.0.saturating_sub(self.kept(arrived))
    }

    fn tip(&self) -> u64 {
        self.resume(self.store.streams().bounds(&self.shard).next.0)
    }

    fn is_over(&self, arrived: u64) -> bool {
        let stream = self.store.streams().find(&self.origin.source);
        let shard = stream.as_ref().and_then(|stream| stream.shard(self.shard.index));
        let shard = shard.filter(|shard| shard.track == self.shard.track);
        shard.and_then(|shard| shard.closed).is_some_and(|closed| self.kept(arrived) >= closed.end.0)
    }
}

/// A key as a number. Which numbers come out does not matter, only that equal keys give equal ones.
pub(super) fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
