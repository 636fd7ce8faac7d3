//! What a lane has read and not yet let go of, and which calls carry it.

use crate::governor::Ask;
use crate::lane::Order;
use crate::progress::Plan;
use millpond_base::LineMs;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, VecDeque};

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
    /// Since when it waits to be forwarded, on the device timeline.
    pub since: LineMs,
    /// What the driver needs to send it.
    pub payload: T,
}

/// Names a call of a lane. Never used twice in a lane's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub u64);

/// A slot's number: counts from the first slot there ever was, so it does not change when slots before it go.
type Number = u64;

/// The window. Choosing, settling and looking ahead cost what a call has entries, not what the window holds.
///
/// Invariants: positions rise; the first slot, if there is one, is held; `bytes` counts the entries held. Entries of one key
/// form a chain in their order: its head is ready, delayed, in flight, or never sent again, and those behind are none of these
/// but, with [`Order::Batch`], in the head's call.
#[derive(Debug)]
pub(crate) struct Window<T> {
    order: Order,
    slots: VecDeque<Slot<T>>,
    /// The number of the first slot.
    base: Number,
    bytes: usize,
    stuck: usize,
    chains: HashMap<u64, Chain>,
    /// What nothing holds back, by number.
    ready: BTreeSet<Number>,
    /// What only time holds back.
    delayed: BTreeSet<(LineMs, Number)>,
    calls: BTreeMap<CallId, Vec<Number>>,
}

#[derive(Debug)]
struct Slot<T> {
    position: u64,
    /// Gone once the upstream has it.
    entry: Option<Entry<T>>,
    /// The next of its key.
    next: Option<Number>,
    in_flight: bool,
    was_sent: bool,
    /// When it was read.
    read: LineMs,
    /// Not to be sent before this.
    due: LineMs,
    attempts: u32,
    stuck: bool,
    /// Until when the source hides it from others.
    lease: LineMs,
}

/// The entries of one key.
#[derive(Clone, Copy, Debug)]
struct Chain {
    head: Number,
    last: Number,
}

/// What could be sent together now.
#[derive(Debug)]
pub(crate) struct Pick {
    numbers: Vec<Number>,
    /// Nothing more has room in the call.
    pub(crate) is_full: bool,
    /// Since when the oldest waits to be forwarded.
    pub(crate) since: LineMs,
    /// When the oldest was read.
    pub(crate) read: LineMs,
    /// Entries that were sent before.
    pub(crate) repeated: usize,
    /// Bytes of all.
    pub(crate) bytes: usize,
}

impl Pick {
    /// What a governor wants to know of it.
    pub(crate) fn ask(&self) -> Ask {
        let part = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        Ask { bytes: self.bytes, repeated: part(self.repeated) / part(self.len().max(1)) }
    }

    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }
}

impl<T> Window<T> {
    pub(crate) fn new(order: Order) -> Self {
        Self {
            order,
            slots: VecDeque::new(),
            base: 0,
            bytes: 0,
            stuck: 0,
            chains: HashMap::new(),
            ready: BTreeSet::new(),
            delayed: BTreeSet::new(),
            calls: BTreeMap::new(),
        }
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
    pub(crate) const fn stuck(&self) -> usize {
        self.stuck
    }

    /// Calls in flight.
    pub(crate) fn calls(&self) -> usize {
        self.calls.len()
    }

    /// The oldest entry still held.
    pub(crate) fn first(&self) -> Option<&Entry<T>> {
        self.slots.front().and_then(|slot| slot.entry.as_ref())
    }

    pub(crate) fn push(&mut self, entry: Entry<T>, read: LineMs, lease: LineMs) {
        debug_assert!(self.slots.back().is_none_or(|last| last.position < entry.position), "positions rise");
        let number = self.base + self.slots.len() as u64;
        self.bytes += entry.bytes;
        match entry.key.filter(|_| self.order != Order::None) {
            None => _ = self.ready.insert(number),
            Some(key) => match self.chains.get_mut(&key) {
                Some(chain) => {
                    let last = std::mem::replace(&mut chain.last, number);
                    self.slot_mut(last).next = Some(number);
                }
                None => {
                    self.chains.insert(key, Chain { head: number, last: number });
                    self.ready.insert(number);
                }
            },
        }
        self.slots.push_back(Slot {
            position: entry.position,
            entry: Some(entry),
            next: None,
            in_flight: false,
            was_sent: false,
            read,
            due: LineMs(0),
            attempts: 0,
            stuck: false,
            lease,
        });
    }

    /// What could be sent together now, in order; nothing changes yet.
    pub(crate) fn pick(&mut self, records_max: usize, bytes_max: usize, now: LineMs) -> Option<Pick> {
        while let Some((due, number)) = self.delayed.first().copied().filter(|(due, _)| *due <= now) {
            self.delayed.remove(&(due, number));
            self.ready.insert(number);
        }
        let first = self.slot(*self.ready.first()?);
        let since = first.entry.as_ref().map_or(first.read, |entry| entry.since);
        let (read, numbers) = (first.read, Vec::new());
        let mut pick = Pick { numbers, is_full: false, since, read, repeated: 0, bytes: 0 };
        let mut heads = self.ready.iter().copied().peekable();
        // Those behind what is picked already, of the same key.
        let mut behind = BinaryHeap::new();
        loop {
            let number = match (heads.peek(), behind.peek()) {
                (Some(head), Some(Reverse(next))) if head < next => heads.next(),
                (Some(_), None) => heads.next(),
                (_, Some(_)) => behind.pop().map(|Reverse(next)| next),
                (None, None) => break,
            };
            let number = number.expect("it was peeked at");
            let slot = self.slot(number);
            let entry = slot.entry.as_ref().expect("what is ready is held");
            if pick.len() >= records_max || (pick.len() > 0 && pick.bytes + entry.bytes > bytes_max) {
                pick.is_full = true;
                break;
            }
            pick.bytes += entry.bytes;
            pick.repeated += usize::from(slot.was_sent);
            pick.numbers.push(number);
            if self.order == Order::Batch
                && let Some(next) = self.follow(slot.next)
                && self.slot(next).due <= now
            {
                behind.push(Reverse(next));
            }
        }
        pick.is_full |= pick.len() >= records_max || pick.bytes >= bytes_max;
        Some(pick)
    }

    /// What comes first in the source, without leaving anything out, whatever its keys.
    pub(crate) fn pick_first(&self, records_max: usize, bytes_max: usize, now: LineMs) -> Option<Pick> {
        let first = self.slots.front().filter(|slot| slot.due <= now)?;
        let (since, read) = (self.first()?.since, first.read);
        let mut pick = Pick { numbers: Vec::new(), is_full: false, since, read, repeated: 0, bytes: 0 };
        for (number, slot) in (self.base..).zip(&self.slots) {
            // One that is refused is passed only once it is gone.
            let Some(entry) = slot.entry.as_ref().filter(|_| slot.due <= now) else { break };
            if pick.len() >= records_max || (pick.len() > 0 && pick.bytes + entry.bytes > bytes_max) {
                pick.is_full = true;
                break;
            }
            pick.bytes += entry.bytes;
            pick.repeated += usize::from(slot.was_sent);
            pick.numbers.push(number);
        }
        pick.is_full |= pick.len() >= records_max || pick.bytes >= bytes_max;
        Some(pick)
    }

    /// What was planned, if it is there as it was.
    pub(crate) fn pick_planned(&self, plan: Plan, now: LineMs) -> Option<Pick> {
        let end = self.slots.partition_point(|slot| slot.position < plan.end);
        let pick = self.pick_first(end.max(1), usize::MAX, now)?;
        (self.plan(&pick)? == plan).then_some(pick)
    }

    /// The extent of a pick.
    pub(crate) fn plan(&self, pick: &Pick) -> Option<Plan> {
        let position = |number: &Number| self.slot(*number).position;
        Some(Plan {
            first: pick.numbers.first().map(position)?,
            end: pick.numbers.last().map(position)? + 1,
            records: pick.numbers.len() as u64,
        })
    }

    /// When the first entry may be sent, if only time holds it back.
    pub(crate) fn first_due(&self) -> Option<LineMs> {
        self.slots.front().map(|slot| slot.due).filter(|due| *due != NEVER)
    }

    /// Marks what was picked as being on its way.
    pub(crate) fn send(&mut self, call: CallId, pick: Pick) {
        for number in &pick.numbers {
            self.ready.remove(number);
            self.slot_mut(*number).in_flight = true;
        }
        self.calls.insert(call, pick.numbers);
    }

    /// The entries of a call in flight, in the order in which they were sent.
    pub(crate) fn in_flight(&self, call: CallId) -> impl ExactSizeIterator<Item = &Entry<T>> {
        let numbers = self.calls.get(&call).map_or(&[][..], Vec::as_slice);
        numbers.iter().map(|number| self.slot(*number).entry.as_ref().expect("in flight means held"))
    }

    /// Ends a call without an answer: everything in it waits again.
    pub(crate) fn recall(&mut self, call: CallId, now: LineMs) {
        self.end(call, now, |_, _| None);
    }

    /// Ends a call. `judge` is told each entry's number in the call and its attempts so far, and says whether the
    /// upstream has it (`None`) or when to send it again, and whether it is stuck.
    ///
    /// Returns the payloads the upstream has.
    pub(crate) fn settle(
        &mut self,
        call: CallId,
        now: LineMs,
        mut judge: impl FnMut(usize, u32) -> Option<(LineMs, bool)>,
    ) -> Vec<T> {
        let (mut stuck, mut freed) = (0, 0);
        let done = self.end(call, now, |slot, number| match judge(number, slot.attempts) {
            None => {
                freed += usize::from(slot.stuck);
                slot.entry.take()
            }
            Some((due, is_stuck)) => {
                slot.attempts = slot.attempts.saturating_add(1);
                slot.due = due;
                stuck += usize::from(is_stuck && !slot.stuck);
                slot.stuck |= is_stuck;
                None
            }
        });
        self.stuck = self.stuck + stuck - freed;
        done
    }

    /// Ends a call; `each` takes out of a slot what is done with.
    fn end(
        &mut self,
        call: CallId,
        now: LineMs,
        mut each: impl FnMut(&mut Slot<T>, usize) -> Option<Entry<T>>,
    ) -> Vec<T> {
        let numbers = self.calls.remove(&call).unwrap_or_default();
        let keyed = self.order != Order::None;
        let mut done = Vec::new();
        let mut keys = Vec::new();
        for (index, number) in numbers.iter().enumerate() {
            let slot = self.slot_mut(*number);
            slot.in_flight = false;
            slot.was_sent = true;
            let key = slot.entry.as_ref().and_then(|entry| entry.key).filter(|_| keyed);
            let taken = each(slot, index);
            match (key, &taken) {
                (Some(key), _) => keys.push(key),
                (None, None) => self.place(*number, now),
                (None, Some(_)) => {}
            }
            if let Some(entry) = taken {
                self.bytes -= entry.bytes;
                done.push(entry.payload);
            }
        }
        for key in keys {
            self.lead(key, now);
        }
        self.shorten();
        done
    }

    /// Gives up the entry at a position, if it is still held and not in flight.
    pub(crate) fn let_go(&mut self, position: u64, now: LineMs) -> Option<T> {
        let index = self.slots.binary_search_by_key(&position, |slot| slot.position).ok()?;
        if self.slots[index].in_flight {
            return None;
        }
        let entry = self.slots[index].entry.take()?;
        let number = self.base + index as u64;
        let (due, stuck) = (self.slots[index].due, self.slots[index].stuck);
        self.ready.remove(&number);
        self.delayed.remove(&(due, number));
        self.bytes -= entry.bytes;
        self.stuck -= usize::from(stuck);
        if let Some(key) = entry.key.filter(|_| self.order != Order::None) {
            self.lead(key, now);
        }
        self.shorten();
        Some(entry.payload)
    }

    /// Finds the head of a chain and puts it where it belongs.
    fn lead(&mut self, key: u64, now: LineMs) {
        let Some(chain) = self.chains.get(&key).copied() else { return };
        match self.follow(Some(chain.head)) {
            None => _ = self.chains.remove(&key),
            Some(head) => {
                self.chains.insert(key, Chain { head, ..chain });
                self.place(head, now);
            }
        }
    }

    /// The first of a chain from a place on that is still held.
    fn follow(&self, mut number: Option<Number>) -> Option<Number> {
        while let Some(at) = number {
            let slot = self.slot(at);
            if slot.entry.is_some() {
                return number;
            }
            number = slot.next;
        }
        None
    }

    fn place(&mut self, number: Number, now: LineMs) {
        let slot = self.slot(number);
        match slot.due {
            _ if slot.in_flight => {}
            due if due <= now => _ = self.ready.insert(number),
            NEVER => {}
            due => _ = self.delayed.insert((due, number)),
        }
    }

    fn shorten(&mut self) {
        while self.slots.front().is_some_and(|slot| slot.entry.is_none()) {
            self.slots.pop_front();
            self.base += 1;
        }
    }

    /// When the next entry may be sent that only time holds back.
    pub(crate) fn next_due(&self) -> Option<LineMs> {
        self.delayed.first().map(|(due, _)| *due)
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

    fn slot(&self, number: Number) -> &Slot<T> {
        &self.slots[self.index(number)]
    }

    fn slot_mut(&mut self, number: Number) -> &mut Slot<T> {
        let index = self.index(number);
        &mut self.slots[index]
    }

    fn index(&self, number: Number) -> usize {
        usize::try_from(number - self.base).expect("a window has few slots")
    }
}
