//! What a lane has read and not yet let go of.

use crate::lane::Order;
use millpond_base::LineMs;
use std::collections::{HashSet, VecDeque};

/// When an entry is sent again that is not.
pub(crate) const NEVER: LineMs = LineMs(u64::MAX);

/// One record or message on its way.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// Its place in the source; rises along the window.
    pub position: u64,
    /// Entries with the same key keep their order; `None` is in order with nothing. A hash will do: two keys that
    /// collide are merely kept in order with each other.
    pub key: Option<u64>,
    /// Bytes it adds to a call, before encoding.
    pub bytes: usize,
    /// What the driver needs to send it.
    pub payload: T,
}

/// The window.
///
/// Invariant: positions rise; the first slot, if there is one, is not done unless a call is in flight; `bytes` counts the
/// entries still held.
#[derive(Debug)]
pub(crate) struct Window<T> {
    slots: VecDeque<Slot<T>>,
    bytes: usize,
    /// Slots that are in the call in flight, by index.
    in_flight: Vec<usize>,
}

#[derive(Debug)]
struct Slot<T> {
    position: u64,
    /// Gone once the upstream has it.
    entry: Option<Entry<T>>,
    /// Not to be sent before this.
    due: LineMs,
    attempts: u32,
    stuck: bool,
    /// Until when the source hides it from others.
    lease: LineMs,
}

impl<T> Window<T> {
    pub(crate) const fn new() -> Self {
        Self { slots: VecDeque::new(), bytes: 0, in_flight: Vec::new() }
    }

    /// Slots in use, including those behind an entry that is still held.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Bytes held.
    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Entries that are refused again and again.
    pub(crate) fn stuck(&self) -> usize {
        self.slots.iter().filter(|slot| slot.stuck && slot.entry.is_some()).count()
    }

    /// The oldest position still held.
    pub(crate) fn first(&self) -> Option<u64> {
        self.slots.iter().find(|slot| slot.entry.is_some()).map(|slot| slot.position)
    }

    pub(crate) fn push(&mut self, entry: Entry<T>, lease: LineMs) {
        debug_assert!(self.slots.back().is_none_or(|last| last.position < entry.position), "positions rise");
        self.bytes += entry.bytes;
        let slot = Slot {
            position: entry.position,
            entry: Some(entry),
            due: LineMs(0),
            attempts: 0,
            stuck: false,
            lease,
        };
        self.slots.push_back(slot);
    }

    /// Chooses what to send now, in order, and marks it in flight. True when there is anything.
    pub(crate) fn choose(&mut self, order: Order, records_max: usize, bytes_max: usize, now: LineMs) -> bool {
        debug_assert!(self.in_flight.is_empty(), "one call at a time");
        let mut held: HashSet<u64> = HashSet::new();
        let mut bytes = 0;
        for (index, slot) in self.slots.iter().enumerate() {
            let Some(entry) = &slot.entry else { continue };
            let key = entry.key.filter(|_| order != Order::None);
            if key.is_some_and(|key| held.contains(&key)) {
                continue;
            }
            let waits = slot.due > now;
            if waits || order == Order::Key {
                held.extend(key);
            }
            if waits {
                continue;
            }
            let fits = self.in_flight.is_empty() || bytes + entry.bytes <= bytes_max;
            if !fits || self.in_flight.len() >= records_max {
                break;
            }
            bytes += entry.bytes;
            self.in_flight.push(index);
        }
        !self.in_flight.is_empty()
    }

    /// The entries in flight, in the order in which they were sent.
    pub(crate) fn in_flight(&self) -> impl ExactSizeIterator<Item = &Entry<T>> {
        self.in_flight.iter().map(|index| self.slots[*index].entry.as_ref().expect("in flight means held"))
    }

    /// Ends the call in flight without an answer: everything in it waits again.
    pub(crate) fn recall(&mut self) {
        self.in_flight.clear();
        self.shorten();
    }

    /// Ends the call in flight. `judge` is told each entry's number in the call and its attempts so far, and says
    /// whether the upstream has it (`None`) or when to send it again, and whether it is stuck.
    ///
    /// Returns the payloads the upstream has.
    pub(crate) fn settle(&mut self, mut judge: impl FnMut(usize, u32) -> Option<(LineMs, bool)>) -> Vec<T> {
        let mut done = Vec::new();
        for (number, index) in std::mem::take(&mut self.in_flight).into_iter().enumerate() {
            let slot = &mut self.slots[index];
            match judge(number, slot.attempts) {
                None => {
                    let entry = slot.entry.take().expect("in flight means held");
                    self.bytes -= entry.bytes;
                    done.push(entry.payload);
                }
                Some((due, stuck)) => {
                    slot.attempts = slot.attempts.saturating_add(1);
                    slot.due = due;
                    slot.stuck |= stuck;
                }
            }
        }
        self.shorten();
        done
    }

    /// Gives up the entry at a position, if it is still held and not in flight.
    pub(crate) fn let_go(&mut self, position: u64) -> Option<T> {
        let index = self.slots.binary_search_by_key(&position, |slot| slot.position).ok()?;
        if self.in_flight.contains(&index) {
            return None;
        }
        let entry = self.slots[index].entry.take()?;
        self.bytes -= entry.bytes;
        // Places in flight count from the first slot.
        if self.in_flight.is_empty() {
            self.shorten();
        }
        Some(entry.payload)
    }

    fn shorten(&mut self) {
        while self.slots.front().is_some_and(|slot| slot.entry.is_none()) {
            self.slots.pop_front();
        }
    }

    /// When the next entry may be sent that nothing before it holds back; `None` when nothing is held.
    pub(crate) fn next_due(&self, order: Order) -> Option<LineMs> {
        let mut held: HashSet<u64> = HashSet::new();
        let mut earliest = None;
        for slot in &self.slots {
            let Some(entry) = &slot.entry else { continue };
            let key = entry.key.filter(|_| order != Order::None);
            if key.is_none_or(|key| held.insert(key)) && slot.due != NEVER {
                earliest = Some(earliest.map_or(slot.due, |due: LineMs| due.min(slot.due)));
            }
        }
        earliest
    }

    /// Entries whose lease ends by `limit`; it is moved to `until`.
    pub(crate) fn extend_leases(&mut self, limit: LineMs, until: LineMs) -> Vec<u64> {
        let mut extended = Vec::new();
        for slot in self.slots.iter_mut().filter(|slot| slot.entry.is_some() && slot.lease <= limit) {
            slot.lease = until;
            extended.push(slot.position);
        }
        extended
    }

    /// The earliest end of a lease.
    pub(crate) fn next_lease(&self) -> Option<LineMs> {
        self.slots.iter().filter(|slot| slot.entry.is_some()).map(|slot| slot.lease).min()
    }

    /// The entry at a position, while it is held.
    pub(crate) fn entry(&self, position: u64) -> Option<&Entry<T>> {
        let index = self.slots.binary_search_by_key(&position, |slot| slot.position).ok()?;
        self.slots[index].entry.as_ref()
    }
}
