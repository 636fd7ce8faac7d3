//! One table: its memory, its track, and the lock between them.

use super::codec;
use super::definition::Definition;
use super::key::{self, SortRange};
use super::record::TableRecord;
use super::state::{Budget, Entry, State};
use super::value::{Item, Value};
use super::writing::TooManyItems;
use crate::keyring::{KeyId, kms_key_of};
use crate::rot::Sightings;
use millpond_base::{LineMs, Seq, Ticket, TrackId};
use millpond_log::{Log, ReadError, ReadLimit, Record, Span};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

/// One read of the track at a start.
const SCAN: ReadLimit = ReadLimit { records: 1_000, bytes: 1024 * 1024 };
/// One record.
const ONE: ReadLimit = ReadLimit { records: 1, bytes: 0 };
/// Places taken from an index at once.
const STEP: usize = 64;

/// A table.
pub struct Table {
    pub(super) id: u64,
    pub(super) arn: String,
    pub(super) log: Arc<Log>,
    pub(super) track: TrackId,
    definition: RwLock<Arc<Definition>>,
    state: Mutex<State>,
    sightings: Arc<Sightings>,
    budget: Arc<Budget>,
    pub(super) moving: Mutex<Option<super::care::Moving>>,
}

/// What a table and an index hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Items.
    pub items: u64,
    /// Their bytes, as AWS counts them.
    pub bytes: u64,
}

/// Which items are walked over.
#[derive(Clone, Copy, Debug)]
pub enum Extent<'a> {
    /// One partition, some sort values.
    Partition(&'a Value, &'a SortRange<'a>),
    /// One of so many equal parts of everything.
    Segment(u32, u32),
}

/// A walk over an index.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'a> {
    /// A secondary index, or the table itself.
    pub index: Option<&'a str>,
    /// Which items.
    pub extent: Extent<'a>,
    /// From the last to the first.
    pub backwards: bool,
    /// The key after which to begin, with the index's own attributes in it.
    pub after: Option<&'a Item>,
}

impl Table {
    /// Reads a table's track, which is registered.
    pub(super) fn open(
        id: u64,
        arn: String,
        definition: Definition,
        (log, sightings): (Arc<Log>, Arc<Sightings>),
        budget: Arc<Budget>,
        now: LineMs,
    ) -> Result<Self, ReadError> {
        let track = definition.track;
        let mut state = State::new(&definition.settings, Arc::clone(&budget));
        state.next = log.bounds(track).next.0;
        log.scan(track, Seq(0), SCAN, |records| {
            records.iter().for_each(|record| replay(&mut state, record));
        })?;
        state.forget_done(now);
        let (definition, state) = (RwLock::new(Arc::new(definition)), Mutex::new(state));
        Ok(Self { id, arn, log, track, definition, state, sightings, budget, moving: Mutex::default() })
    }

    /// What it is now.
    #[must_use]
    pub fn definition(&self) -> Arc<Definition> {
        Arc::clone(&self.definition.read().expect("no holder of this lock can panic"))
    }

    /// The KMS key that its newest data key is wrapped under; `None` when its owner chose none.
    #[must_use]
    pub fn kms_key(&self) -> Option<KeyId> {
        let definition = self.definition();
        definition.settings.kms_key.as_ref()?;
        kms_key_of(&definition.wrapped_key)
    }

    /// `arn:aws:dynamodb:<region>:<account>:table/<name>`.
    #[must_use]
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// The track of its items.
    #[must_use]
    pub const fn track(&self) -> TrackId {
        self.track
    }

    /// What it holds.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let state = self.lock();
        Counts { items: state.items.len() as u64, bytes: state.item_bytes }
    }

    /// What one of its secondary indexes holds.
    #[must_use]
    pub fn index_counts(&self, index: &str) -> Counts {
        let (items, bytes) = self.lock().counts(index).unwrap_or_default();
        Counts { items, bytes }
    }

    /// The ticket that must be durable before anything read from the table may be told: reads see what is staged.
    #[must_use]
    pub fn last(&self) -> Ticket {
        self.lock().last
    }

    /// The item with a key.
    ///
    /// # Durability
    /// It may not be on flash yet: see [`Table::last`], to be asked after this.
    /// # Errors
    /// [`ReadError`] when the device fails or the table was deleted. A damaged item counts as absent.
    pub fn item(&self, key: &Item) -> Result<Option<Item>, ReadError> {
        let Some(place) = self.lock().place(key) else { return Ok(None) };
        self.at(&place)
    }

    fn at(&self, place: &[u8]) -> Result<Option<Item>, ReadError> {
        let mut missed = None;
        loop {
            let Some(entry) = self.lock().items.get(place).cloned() else { return Ok(None) };
            if let Some(item) = self.load(&entry)? {
                return Ok(Some(item));
            }
            // It was replaced, and its space given back, in the meantime: look again. If not, the flash lost it, and one
            // bad block must not stop all who read the table.
            if missed == Some(entry.seq) {
                self.lock().forget(place, entry.seq);
            }
            missed = Some(entry.seq);
        }
    }

    /// The item of an entry; `None` when its record is gone because it was replaced.
    pub(super) fn load(&self, entry: &Entry) -> Result<Option<Item>, ReadError> {
        match &entry.staged {
            Some(bytes) => Ok(codec::decode(bytes)),
            None => self.fetch(entry.seq),
        }
    }

    /// The item whose record is at a place; `None` when it is not there, or damaged, which is noted.
    pub(super) fn fetch(&self, seq: u64) -> Result<Option<Item>, ReadError> {
        let records = match self.log.read(self.track, Seq(seq), ONE) {
            Ok(records) => records,
            Err(ReadError::Rot { track, first, count, .. }) => {
                let count = u64::from(count);
                self.sightings.saw(Span { track, first, count }, || count);
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let record = records.into_iter().find(|record| record.seq.0 == seq);
        Ok(record.and_then(|record| match TableRecord::decode(&record.attributes, &record.body)? {
            TableRecord::Put(item) => Some(item),
            _ => None,
        }))
    }

    /// Gives items in order until `each` wants no more; true when there are no more.
    ///
    /// # Durability
    /// As [`Table::item`].
    /// # Errors
    /// [`ReadError`]; and `Ok(None)` when there is no such index.
    pub fn walk(
        &self,
        walk: &Walk<'_>,
        mut each: impl FnMut(Item) -> bool,
    ) -> Result<Option<bool>, ReadError> {
        let (mut low, mut high) = match walk.extent {
            Extent::Partition(hash, sort) => key::range(hash, sort),
            Extent::Segment(number, total) => key::segment(number, total),
        };
        let mut met = match walk.after {
            Some(key) => self.position(walk.index, key),
            None => None,
        };
        loop {
            if let Some(place) = met.take() {
                if walk.backwards {
                    high = lower(high, Bound::Excluded(place));
                } else {
                    low = higher(low, Bound::Excluded(place));
                }
            }
            let range = (as_slice(&low), as_slice(&high));
            let Some(step) = self.lock().step(walk.index, range, walk.backwards, STEP) else {
                return Ok(None);
            };
            let Some((last, _)) = step.last() else { return Ok(Some(true)) };
            met = Some(last.to_vec());
            for (_, place) in &step {
                if let Some(item) = self.at(place)?
                    && !each(item)
                {
                    return Ok(Some(false));
                }
            }
            if step.len() < STEP {
                return Ok(Some(true));
            }
        }
    }

    /// The place of a key in an index.
    fn position(&self, index: Option<&str>, key: &Item) -> Option<Vec<u8>> {
        let settings = &self.definition().settings;
        let own = settings.key.place(key)?;
        let Some(name) = index else { return Some(own) };
        let index = settings.indexes.iter().find(|index| index.name == name)?;
        let mut place = index.key.place(key)?;
        place.extend_from_slice(&own);
        Some(place)
    }

    /// How many records from `first` to before `end` a start needs.
    pub(crate) fn living(&self, first: Seq, end: Seq) -> u64 {
        self.lock().living(first.0, end.0)
    }

    /// Refuses when the memory for indexes has no room for so many bytes more.
    pub(super) fn room(&self, bytes: u64) -> Result<(), TooManyItems> {
        if self.budget.has_room(bytes) {
            return Ok(());
        }
        Err(TooManyItems { used_bytes: self.budget.used(), bytes_max: super::INDEX_BYTES_MAX })
    }

    /// True when nobody will read the places from `first` to before `end` again, after a start neither.
    pub(super) fn is_dead(&self, first: u64, end: u64) -> bool {
        let mut state = self.lock();
        state.settle(self.log.durable());
        state.is_dead(first, end)
    }

    /// Takes on a new definition, and builds the indexes it has more than before. Others wait meanwhile.
    pub(super) fn change(&self, definition: Definition) -> Result<(), ReadError> {
        let mut state = self.lock();
        state.change(&definition.settings, |entry| self.load(entry))?;
        *self.definition.write().expect("no holder of this lock can panic") = Arc::new(definition);
        Ok(())
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().expect("no holder of this lock can panic");
        state.settle(self.log.durable());
        state
    }
}

/// Takes a record into account that is on flash.
fn replay(state: &mut State, record: &Record) {
    let seq = record.seq.0;
    let durable = Ticket(0);
    match TableRecord::decode(&record.attributes, &record.body) {
        Some(TableRecord::Put(item)) => {
            let Some(place) = state.place(&item) else { return };
            if let Some(before) = state.put(&place, &item, seq, None) {
                state.bury(before);
            }
        }
        Some(TableRecord::Gone(key)) => {
            let Some(place) = state.place(&key) else { return };
            if let Some(before) = state.remove(&place, seq, record.body.len()) {
                state.bury(before);
            }
        }
        Some(TableRecord::Floor(floor)) => {
            state.raise_floor(floor.0, seq, durable);
            state.sink_below(floor.0);
        }
        Some(TableRecord::Done(done)) => state.remember(done, seq, durable),
        // What this binary does not know it must not let go of.
        None => state.keep(seq),
    }
}

fn as_slice(bound: &Bound<Vec<u8>>) -> Bound<&[u8]> {
    match bound {
        Bound::Included(place) => Bound::Included(place),
        Bound::Excluded(place) => Bound::Excluded(place),
        Bound::Unbounded => Bound::Unbounded,
    }
}

fn at(bound: &Bound<Vec<u8>>) -> Option<&Vec<u8>> {
    match bound {
        Bound::Included(place) | Bound::Excluded(place) => Some(place),
        Bound::Unbounded => None,
    }
}

/// The later of two lower bounds; of equal places the second counts.
fn higher(a: Bound<Vec<u8>>, b: Bound<Vec<u8>>) -> Bound<Vec<u8>> {
    match (at(&a), at(&b)) {
        (Some(x), Some(y)) if x > y => a,
        (Some(_), None) => a,
        _ => b,
    }
}

/// The earlier of two upper bounds; of equal places the second counts.
fn lower(a: Bound<Vec<u8>>, b: Bound<Vec<u8>>) -> Bound<Vec<u8>> {
    match (at(&a), at(&b)) {
        (Some(x), Some(y)) if x < y => a,
        (Some(_), None) => a,
        _ => b,
    }
}
