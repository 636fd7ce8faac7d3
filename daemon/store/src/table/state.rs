//! What a table's memory holds: where each item is, in the order of every index. All of it is read back at a start.

use super::definition::{IndexDefinition, Projection, Settings};
use super::key::KeySchema;
use super::record::Done;
use super::value::{Item, Value, item_bytes};
use millpond_base::{LineMs, Ticket};
use roaring::RoaringTreemap;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Memory of one entry beside its key: the entry, its share of a tree's node and two counted pointers.
const ENTRY_BYTES: u64 = 208;
/// The same for each secondary index it is in.
const SECONDARY_BYTES: u64 = 96;
/// How long the token of a transaction counts, on the device timeline.
///
/// # Source
/// DynamoDB API Reference, TransactWriteItems, ClientRequestToken: 10 minutes.
pub(super) const TOKEN_MS: u64 = 600_000;

/// A place in an index.
pub(super) type Place = Arc<[u8]>;

/// Where an item is.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its record.
    pub(super) seq: u64,
    /// The item's bytes until its record can be read.
    pub(super) staged: Option<Arc<[u8]>>,
    /// Size as AWS counts it.
    pub(super) bytes: u32,
    /// When it expires, in seconds since 1970; never, when zero.
    expires: u64,
    /// Its places in the secondary indexes, in their order.
    secondary: Box<[Option<Place>]>,
}

/// A secondary index.
pub(super) struct Secondary {
    pub(super) definition: IndexDefinition,
    /// Places in it, and in the table.
    pub(super) places: BTreeMap<Place, Place>,
    bytes: u64,
}

/// Memory of all tables' indexes together.
#[derive(Default)]
pub(super) struct Budget {
    used: AtomicU64,
}

impl Budget {
    pub(super) fn has_room(&self, bytes: u64) -> bool {
        self.used.load(Ordering::Relaxed).saturating_add(bytes) <= super::INDEX_BYTES_MAX
    }

    pub(super) fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }
}

/// A table's memory.
///
/// Invariants: `items` has what is staged, whether durable or not; `live` has every place that a start needs, which are
/// those of the newest record of each key, a removal included, unless it is before the floor.
pub(super) struct State {
    key: KeySchema,
    expiry: Option<String>,
    budget: Arc<Budget>,
    pub(super) items: BTreeMap<Place, Entry>,
    pub(super) secondary: Vec<Secondary>,
    live: RoaringTreemap,
    /// Places that nobody needs once the ticket is durable.
    dying: VecDeque<(Ticket, u64)>,
    /// Items whose records can be read once the ticket is durable.
    warm: VecDeque<(Ticket, Place, u64)>,
    expiring: BTreeSet<(u64, Place)>,
    /// By token, with the place of the record.
    pub(super) done: BTreeMap<String, (Done, u64)>,
    /// The newest record that says where the floor is.
    floor_at: Option<u64>,
    /// Nothing before this place counts.
    pub(super) floor: u64,
    floor_pending: Option<(Ticket, u64)>,
    /// The place after the last one staged.
    pub(super) next: u64,
    /// What was staged last.
    pub(super) last: Ticket,
    pub(super) item_bytes: u64,
    /// Bytes of records that only say that an item is gone.
    pub(super) gone_bytes: u64,
}

impl State {
    pub(super) fn new(settings: &Settings, budget: Arc<Budget>) -> Self {
        let mut state = Self {
            key: settings.key.clone(),
            expiry: settings.expiry.clone(),
            budget,
            items: BTreeMap::new(),
            secondary: Vec::new(),
            live: RoaringTreemap::new(),
            dying: VecDeque::new(),
            warm: VecDeque::new(),
            expiring: BTreeSet::new(),
            done: BTreeMap::new(),
            floor_at: None,
            floor: 0,
            floor_pending: None,
            next: 0,
            last: Ticket(0),
            item_bytes: 0,
            gone_bytes: 0,
        };
        state.secondary = settings.indexes.iter().cloned().map(Secondary::empty).collect();
        state
    }

    /// Memory that an item takes.
    pub(super) fn cost(&self, place: &[u8], item: &Item) -> u64 {
        let secondary = self.secondary.iter().filter_map(|index| index.place(item, place));
        ENTRY_BYTES
            + place.len() as u64
            + secondary.map(|place| SECONDARY_BYTES + place.len() as u64).sum::<u64>()
    }

    /// An item is now what the record at `seq` says; gives the place of the record before it.
    pub(super) fn put(
        &mut self,
        place: &[u8],
        item: &Item,
        seq: u64,
        staged: Option<Arc<[u8]>>,
    ) -> Option<u64> {
        let before = self.unlink(place);
        let place: Place = place.into();
        let expires = self.expires(item);
        let bytes = u32::try_from(item_bytes(item)).unwrap_or(u32::MAX);
        let mut secondary = Vec::with_capacity(self.secondary.len());
        for index in &mut self.secondary {
            let own = index.place(item, &place).map(Place::from);
            if let Some(own) = &own {
                index.insert(Arc::clone(own), Arc::clone(&place), bytes);
            }
            secondary.push(own);
        }
        if expires > 0 {
            self.expiring.insert((expires, Arc::clone(&place)));
        }
        let entry = Entry { seq, staged, bytes, expires, secondary: secondary.into() };
        self.budget.used.fetch_add(entry.memory(&place), Ordering::Relaxed);
        self.item_bytes += u64::from(bytes);
        self.items.insert(place, entry);
        self.live.insert(seq);
        self.next = self.next.max(seq + 1);
        before
    }

    /// An item is gone, as the record at `seq` says; gives the place of the record before it.
    pub(super) fn remove(&mut self, place: &[u8], seq: u64, record_bytes: usize) -> Option<u64> {
        self.live.insert(seq);
        self.gone_bytes += record_bytes as u64;
        self.next = self.next.max(seq + 1);
        self.unlink(place)
    }

    fn unlink(&mut self, place: &[u8]) -> Option<u64> {
        let (place, entry) = self.items.remove_entry(place)?;
        for (index, own) in self.secondary.iter_mut().zip(&entry.secondary) {
            if let Some(own) = own {
                index.remove(own, entry.bytes);
            }
        }
        if entry.expires > 0 {
            self.expiring.remove(&(entry.expires, Arc::clone(&place)));
        }
        self.budget.used.fetch_sub(entry.memory(&place), Ordering::Relaxed);
        self.item_bytes -= u64::from(entry.bytes);
        Some(entry.seq)
    }

    /// The record of an item is lost.
    pub(super) fn forget(&mut self, place: &[u8], seq: u64) {
        if self.items.get(place).is_some_and(|entry| entry.seq == seq) {
            self.unlink(place);
        }
    }

    /// How many places from `first` to before `end` a start needs.
    pub(super) fn living(&self, first: u64, end: u64) -> u64 {
        let before = |place: u64| place.checked_sub(1).map_or(0, |last| self.live.rank(last));
        before(end).saturating_sub(before(first))
    }

    /// What is staged under `ticket` takes the place of what is at `seq`.
    pub(super) fn supersede(&mut self, seq: u64, ticket: Ticket) {
        self.dying.push_back((ticket, seq));
    }

    /// The item at `place` must be kept in memory until `ticket` is durable.
    pub(super) fn warm(&mut self, place: &[u8], seq: u64, ticket: Ticket) {
        self.warm.push_back((ticket, place.into(), seq));
        self.last = self.last.max(ticket);
    }

    /// A place of which nothing is known but that it must stay.
    pub(super) fn keep(&mut self, seq: u64) {
        self.live.insert(seq);
        self.next = self.next.max(seq + 1);
    }

    /// A place that counts no more; while reading a track back.
    pub(super) fn bury(&mut self, seq: u64) {
        self.live.remove(seq);
    }

    /// A transaction was done, as the record at `seq` says, which is staged under `ticket`.
    pub(super) fn remember(&mut self, done: Done, seq: u64, ticket: Ticket) {
        self.live.insert(seq);
        self.next = self.next.max(seq + 1);
        self.last = self.last.max(ticket);
        if let Some((_, before)) = self.done.insert(done.token.clone(), (done, seq)) {
            self.supersede(before, ticket);
        }
    }

    /// Forgets transactions whose tokens count no more.
    pub(super) fn forget_done(&mut self, now: LineMs) {
        let live = &mut self.live;
        self.done.retain(|_, (done, seq)| {
            let counts = now.since_ms(done.line) < TOKEN_MS;
            if !counts {
                live.remove(*seq);
            }
            counts
        });
    }

    /// Nothing before `floor` counts, as the record at `seq` says.
    pub(super) fn raise_floor(&mut self, floor: u64, seq: u64, ticket: Ticket) {
        self.live.insert(seq);
        self.next = self.next.max(seq + 1);
        if let Some(before) = self.floor_at.replace(seq) {
            self.dying.push_back((ticket, before));
        }
        self.floor_pending = Some((ticket, floor));
        self.last = self.last.max(ticket);
    }

    /// What is before the floor never was; while reading a track back.
    pub(super) fn sink_below(&mut self, floor: u64) {
        let sunk: Vec<Place> =
            self.items.iter().filter(|(_, e)| e.seq < floor).map(|(p, _)| Arc::clone(p)).collect();
        for place in sunk {
            self.unlink(&place);
        }
        self.done.retain(|_, (_, seq)| *seq >= floor);
        self.settle(Ticket(u64::MAX));
    }

    /// Lets what became durable take effect.
    pub(super) fn settle(&mut self, durable: Ticket) {
        while let Some((_, seq)) = self.dying.pop_front_if(|(ticket, _)| *ticket <= durable) {
            self.live.remove(seq);
        }
        while let Some((_, place, seq)) = self.warm.pop_front_if(|(ticket, ..)| *ticket <= durable) {
            if let Some(entry) = self.items.get_mut(&place).filter(|entry| entry.seq == seq) {
                entry.staged = None;
            }
        }
        if let Some((_, floor)) = self.floor_pending.take_if(|(ticket, _)| *ticket <= durable) {
            self.live.remove_range(..floor);
            self.floor = self.floor.max(floor);
        }
    }

    /// The first place that a start needs.
    pub(super) fn first_live(&self) -> u64 {
        self.live.min().unwrap_or(self.next)
    }

    /// True when a start needs no place from `first` to before `end`.
    pub(super) fn is_dead(&self, first: u64, end: u64) -> bool {
        self.living(first, end) == 0
    }

    /// Takes on new settings; `load` gives an item that is not in memory.
    pub(super) fn change<E>(
        &mut self,
        settings: &Settings,
        mut load: impl FnMut(&Entry) -> Result<Option<Item>, E>,
    ) -> Result<(), E> {
        let same = self.expiry == settings.expiry
            && self
                .secondary
                .iter()
                .map(|index| &index.definition.key)
                .eq(settings.indexes.iter().map(|i| &i.key))
            && self
                .secondary
                .iter()
                .map(|index| &index.definition.name)
                .eq(settings.indexes.iter().map(|i| &i.name));
        if same {
            for (index, definition) in self.secondary.iter_mut().zip(&settings.indexes) {
                index.definition = definition.clone();
            }
            return Ok(());
        }
        let mut loaded = Vec::with_capacity(self.items.len());
        for (place, entry) in &self.items {
            if let Some(item) = load(entry)? {
                loaded.push((Arc::clone(place), entry.clone(), item));
            }
        }
        let entries = std::mem::take(&mut self.items);
        let memory: u64 = entries.iter().map(|(place, entry)| entry.memory(place)).sum();
        self.budget.used.fetch_sub(memory, Ordering::Relaxed);
        self.item_bytes = 0;
        self.expiring.clear();
        self.expiry.clone_from(&settings.expiry);
        self.secondary = settings.indexes.iter().cloned().map(Secondary::empty).collect();
        for (place, entry, item) in loaded {
            self.put(&place, &item, entry.seq, entry.staged);
        }
        Ok(())
    }

    /// Items that expired before `secs`, at most `count`.
    pub(super) fn expired(&self, secs: u64, count: usize) -> Vec<Place> {
        let due = self.expiring.iter().take_while(|(expires, _)| *expires < secs);
        due.take(count).map(|(_, place)| Arc::clone(place)).collect()
    }

    fn expires(&self, item: &Item) -> u64 {
        match self.expiry.as_ref().and_then(|name| item.get(name)) {
            Some(Value::N(secs)) => secs.whole().unwrap_or(0),
            _ => 0,
        }
    }

    /// The place of an item, or of its key.
    pub(super) fn place(&self, key: &Item) -> Option<Vec<u8>> {
        self.key.place(key)
    }

    /// Places of the table in a range of an index, after or before a place already met.
    pub(super) fn step(
        &self,
        index: Option<&str>,
        (low, high): (Bound<&[u8]>, Bound<&[u8]>),
        backwards: bool,
        count: usize,
    ) -> Option<Vec<(Place, Place)>> {
        if is_empty(low, high) {
            return Some(Vec::new());
        }
        Some(match index {
            None => {
                let range = self.items.range::<[u8], _>((low, high));
                let own = |(place, _): (&Place, &Entry)| (Arc::clone(place), Arc::clone(place));
                take(range, backwards, count, own)
            }
            Some(name) => {
                let index = self.secondary.iter().find(|index| index.definition.name == name)?;
                let range = index.places.range::<[u8], _>((low, high));
                take(range, backwards, count, |(at, place)| (Arc::clone(at), Arc::clone(place)))
            }
        })
    }

    /// Items and bytes of a secondary index.
    pub(super) fn counts(&self, index: &str) -> Option<(u64, u64)> {
        let index = self.secondary.iter().find(|secondary| secondary.definition.name == index)?;
        Some((index.places.len() as u64, index.bytes))
    }
}

impl Drop for State {
    fn drop(&mut self) {
        let memory: u64 = self.items.iter().map(|(place, entry)| entry.memory(place)).sum();
        self.budget.used.fetch_sub(memory, Ordering::Relaxed);
    }
}

fn take<T, U>(
    range: impl DoubleEndedIterator<Item = T>,
    backwards: bool,
    count: usize,
    of: impl FnMut(T) -> U,
) -> Vec<U> {
    if backwards { range.rev().take(count).map(of).collect() } else { range.take(count).map(of).collect() }
}

/// A tree refuses to be asked for a range that ends before it begins.
fn is_empty(low: Bound<&[u8]>, high: Bound<&[u8]>) -> bool {
    match (low, high) {
        (Bound::Included(low), Bound::Included(high)) => low > high,
        (Bound::Included(low) | Bound::Excluded(low), Bound::Included(high) | Bound::Excluded(high)) => {
            low >= high
        }
        _ => false,
    }
}

impl Entry {
    /// True when it expired before a second.
    pub(super) const fn expires_before(&self, secs: u64) -> bool {
        self.expires < secs
    }

    fn memory(&self, place: &[u8]) -> u64 {
        let secondary = self.secondary.iter().flatten();
        ENTRY_BYTES
            + place.len() as u64
            + secondary.map(|place| SECONDARY_BYTES + place.len() as u64).sum::<u64>()
    }
}

impl Secondary {
    fn empty(definition: IndexDefinition) -> Self {
        Self { definition, places: BTreeMap::new(), bytes: 0 }
    }

    fn place(&self, item: &Item, place: &[u8]) -> Option<Vec<u8>> {
        let mut own = self.definition.key.place(item)?;
        own.extend_from_slice(place);
        Some(own)
    }

    fn insert(&mut self, own: Place, place: Place, item_bytes: u32) {
        self.bytes += self.share(&own, item_bytes);
        self.places.insert(own, place);
    }

    fn remove(&mut self, own: &Place, item_bytes: u32) {
        self.bytes -= self.share(own, item_bytes);
        self.places.remove(own);
    }

    /// Bytes that an item counts for in the index: all of it, or about its keys.
    fn share(&self, own: &Place, item_bytes: u32) -> u64 {
        match self.definition.projection {
            Projection::All => item_bytes.into(),
            _ => (own.len() as u64).min(item_bytes.into()),
        }
    }
}
