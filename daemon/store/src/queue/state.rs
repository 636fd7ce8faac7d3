//! What a queue remembers: pure, no I/O. Events go in (time passed, a record was read, a message was deleted), and
//! claims come out.
//!
//! Memory: two cursors, one bitmap of deleted messages that lie above the head, one entry for every message in flight,
//! returned or delayed, and after a start a receive count for those that were. A message that nobody asked for yet costs
//! nothing, unless a FIFO queue or a noisy tenant made somebody look at it: see `groups` and `tenants`.

use super::groups::Groups;
use super::settings::Order;
use super::tenants::Tenants;
use millpond_base::{LineMs, WallMs};
use roaring::RoaringTreemap;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Messages in flight at once.
///
/// # Source
/// SQS Developer Guide, "Amazon SQS quotas": 120,000 for standard and FIFO queues.
pub const IN_FLIGHT_MAX: usize = 120_000;
/// Delayed messages remembered at once; reading stops there until some become due. As many as may be in flight, so
/// that both bounds cost the same memory.
pub(super) const DELAYED_MAX: usize = 120_000;
/// FIFO messages looked at ahead of the oldest.
///
/// # Source
/// SQS Developer Guide, "FIFO delivery logic": the first 120,000 messages are searched for available groups.
pub(super) const WINDOW_MAX: usize = 120_000;

/// Places looked at in one step of a move task, so that the lock is held for a moment only; we chose it.
const LOOKED_AT_MAX: u64 = 100_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Delayed,
    InFlight,
    Returned,
}

/// One message that is neither untouched nor gone.
#[derive(Clone, Copy, Debug)]
struct Tracked {
    /// When it becomes visible, on the device timeline; meaningless once returned.
    due_ms: u64,
    first_received_ms: u64,
    group: u64,
    /// Seconds on the device timeline at which it was received last.
    received_s: u32,
    receives: u32,
    nonce: u32,
    phase: Phase,
}

const _: () = assert!(size_of::<Tracked>() <= 48, "an entry per message in flight stays small");

/// A message taken for one receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) seq: u64,
    pub(super) nonce: u32,
    /// This receive included.
    pub(super) receives: u32,
    pub(super) first_received: WallMs,
    pub(super) due: LineMs,
}

/// Where a receipt handle's message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// In flight under this very handle, received at the given point.
    InFlight { received_s: u32 },
    /// Deleted, expired or purged.
    Gone,
    /// In flight or available again, and received by someone else since.
    Superseded,
    /// Available again.
    Visible,
    /// Not received since the start: the handle is from before it.
    Untouched,
}

/// Who asks, and for how long messages are to be hidden.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asking {
    pub(super) now_line: LineMs,
    pub(super) now_wall: WallMs,
    pub(super) hide_ms: u64,
}

/// A queue's memory.
///
/// Invariants: every message before `head` is gone; one at or after `head` is gone when `gone` has it, and untouched
/// when it is at or after `cursor` and not tracked.
pub(super) struct State {
    order: Order,
    head: u64,
    cursor: u64,
    gone: RoaringTreemap,
    tracked: BTreeMap<u64, Tracked>,
    due: BTreeSet<(u64, u64)>,
    /// Standard: messages that wait, though the cursor has passed them.
    tenants: Tenants,
    /// FIFO: the window.
    groups: Groups,
    /// How often messages were received before the start that nobody has received since.
    recalled: BTreeMap<u64, u32>,
    in_flight: usize,
    delayed: usize,
    nonce: u32,
}

impl State {
    /// The state after a start: what was deleted is known, nothing is in flight.
    pub(super) fn new(order: Order, head: u64, gone: RoaringTreemap, nonce: u32) -> Self {
        let mut state = Self {
            order,
            head: 0,
            cursor: 0,
            gone,
            tracked: BTreeMap::new(),
            due: BTreeSet::new(),
            tenants: Tenants::default(),
            groups: Groups::default(),
            recalled: BTreeMap::new(),
            in_flight: 0,
            delayed: 0,
            nonce,
        };
        state.raise_head(head);
        state
    }

    /// The oldest message that is not gone.
    pub(super) const fn head(&self) -> u64 {
        self.head
    }

    /// The first message that was not looked at.
    pub(super) const fn cursor(&self) -> u64 {
        self.cursor
    }

    /// True when a message was deleted, expired or purged.
    pub(super) fn is_gone(&self, seq: u64) -> bool {
        seq < self.head || self.gone.contains(seq)
    }

    /// True while somebody has received a message.
    pub(super) fn is_in_flight(&self, seq: u64) -> bool {
        self.tracked.get(&seq).is_some_and(|entry| entry.phase == Phase::InFlight)
    }

    /// True when a message could be received now, as far as is known without reading it.
    pub(super) fn is_available(&self, seq: u64) -> bool {
        !self.is_gone(seq) && self.tracked.get(&seq).is_none_or(|entry| entry.phase == Phase::Returned)
    }

    /// FIFO: true when something of the group is in flight.
    pub(super) fn is_blocked(&self, group: u64) -> bool {
        self.groups.is_blocked(group)
    }

    /// Up to `count` messages that could be received now, of the places from `from` and before `to`, and the place up
    /// to which was looked. Groups of messages in flight are added to `blocked`.
    pub(super) fn available(
        &self,
        from: u64,
        to: u64,
        count: usize,
        blocked: &mut HashSet<u64>,
    ) -> (Vec<u64>, u64) {
        let mut found = Vec::with_capacity(count);
        let mut at = from.max(self.head);
        let last = to.min(at.saturating_add(LOOKED_AT_MAX));
        while at < last && found.len() < count {
            if self.is_available(at) {
                found.push(at);
            } else if let Some(entry) = self.tracked.get(&at).filter(|entry| entry.phase == Phase::InFlight) {
                blocked.insert(entry.group);
            }
            at += 1;
        }
        (found, at)
    }

    /// Deleted messages at or after the head.
    pub(super) const fn gone(&self) -> &RoaringTreemap {
        &self.gone
    }

    /// Messages hidden because someone received them.
    pub(super) const fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Messages known to be hidden because of a delay.
    pub(super) const fn delayed(&self) -> usize {
        self.delayed
    }

    /// Messages that are not gone, of those before `next`.
    pub(super) fn live(&self, next: u64) -> u64 {
        next.saturating_sub(self.head).saturating_sub(self.gone.len())
    }

    /// Messages that are not gone, of those from `from` and before `to`.
    pub(super) fn live_between(&self, from: u64, to: u64) -> u64 {
        let from = from.max(self.head);
        let before = |place: u64| place.checked_sub(1).map_or(0, |last| self.gone.rank(last));
        to.saturating_sub(from).saturating_sub(before(to).saturating_sub(before(from)))
    }

    /// The next point at which a hidden message becomes visible.
    pub(super) fn next_due(&self) -> Option<LineMs> {
        self.due.first().map(|&(at, _)| LineMs(at))
    }

    /// FIFO: messages looked at that are not gone.
    pub(super) fn window(&self) -> usize {
        self.groups.len() + self.in_flight
    }

    /// FIFO: true when `count` messages could be claimed at once.
    pub(super) fn has_ready(&self, count: usize) -> bool {
        self.groups.has_ready(count, |seq| self.is_gone(seq))
    }

    /// True when a receiver may find something, of what lies before `next`.
    pub(super) fn has_more(&self, next: u64) -> bool {
        self.cursor < next || self.has_waiting() || self.has_ready(1)
    }

    /// Lets time pass: hidden messages whose time has come are available again.
    pub(super) fn advance(&mut self, now: LineMs) {
        while let Some(&(at, seq)) = self.due.first()
            && at <= now.0
        {
            self.due.pop_first();
            self.reappear(seq);
        }
    }

    /// Forgets everything before `seq`: it expired, was purged, or is lost.
    pub(super) fn forget_before(&mut self, seq: u64) {
        if seq <= self.head {
            return;
        }
        let kept = self.tracked.split_off(&seq);
        for (old, entry) in std::mem::replace(&mut self.tracked, kept) {
            self.untrack(old, entry);
        }
        self.groups.forget_before(seq);
        self.tenants.forget_before(seq);
        self.raise_head(seq);
    }

    /// Standard: takes messages of those before `next`: those that wait and are of quiet tenants, then such as were never
    /// looked at, unless somebody is noisy, then any that wait.
    pub(super) fn claim_next(&mut self, count: usize, next: u64, asking: &Asking) -> Vec<Claim> {
        let noisy = self.tenants.is_noisy(self.in_flight);
        let mut claims = Vec::with_capacity(count.min(10));
        self.claim_waiting(&mut claims, count, asking, |tenants, total| tenants.take_quiet(next, total));
        if !noisy {
            let fresh = self.claim_fresh(count - claims.len(), next, asking);
            claims.extend(fresh);
        }
        self.claim_waiting(&mut claims, count, asking, |tenants, _| tenants.take(next));
        claims
    }

    fn claim_waiting(
        &mut self,
        claims: &mut Vec<Claim>,
        count: usize,
        asking: &Asking,
        take: impl Fn(&mut Tenants, usize) -> Option<(u64, u64)>,
    ) {
        while claims.len() < count && self.in_flight < IN_FLIGHT_MAX {
            let Some((group, seq)) = take(&mut self.tenants, self.in_flight) else { break };
            // What was read ahead may have been deleted meanwhile, with a handle from before a restart.
            if !self.is_gone(seq) {
                claims.push(self.claim(seq, group, asking));
            }
        }
    }

    /// Standard: true when somebody is noisy, fewer than `count` messages of others wait, and more can be looked at of
    /// those before `next`.
    pub(super) fn wants_ahead(&self, count: usize, next: u64) -> bool {
        self.tenants.is_noisy(self.in_flight)
            && self.cursor < next
            && self.in_flight < IN_FLIGHT_MAX
            && self.delayed < DELAYED_MAX
            && self.tenants.len() < WINDOW_MAX
            && !self.tenants.has_quiet(count, self.in_flight)
    }

    /// Standard: true when a message waits that the cursor has passed.
    pub(super) fn has_waiting(&self) -> bool {
        self.tenants.len() > 0
    }

    /// Standard: the next record at or after the cursor was read ahead: whose it is and when it becomes visible. `None`
    /// when it counts as gone.
    pub(super) fn look(&mut self, seq: u64, found: Option<(u64, Option<LineMs>)>) {
        if seq < self.cursor {
            return;
        }
        // A gap holds records that were lost; nobody can receive them.
        self.gone.insert_range(self.cursor..seq);
        match found {
            Some((group, Some(due))) => self.delay(seq, due, group),
            Some((group, None)) if !self.is_gone(seq) && !self.tracked.contains_key(&seq) => {
                self.tenants.push(group, seq);
            }
            Some(_) => {}
            None => self.remove(seq),
        }
        self.cursor = seq + 1;
        self.raise_head(self.head);
    }

    /// Standard: a claimed message was read, and its tenant is known.
    pub(super) fn assign(&mut self, seq: u64, nonce: u32, group: u64) {
        if self.order == Order::Standard
            && let Some(entry) = self.tracked.get_mut(&seq)
            && entry.phase == Phase::InFlight
            && entry.nonce == nonce
            && entry.group == 0
        {
            entry.group = group;
            self.tenants.started(group);
        }
    }

    /// Before the start, messages had been received so often.
    pub(super) fn recall(&mut self, receives: BTreeMap<u64, u32>) {
        self.recalled = receives;
        self.recalled.retain(|&seq, _| seq >= self.head && !self.gone.contains(seq));
    }

    /// How often messages were received that are not gone, by place.
    pub(super) fn receives(&self) -> BTreeMap<u64, u32> {
        let mut receives = self.recalled.clone();
        let received = self.tracked.iter().filter(|(_, entry)| entry.receives > 0);
        receives.extend(received.map(|(&seq, entry)| (seq, entry.receives)));
        receives
    }

    /// Standard: takes messages never looked at, of those before `next`.
    pub(super) fn claim_fresh(&mut self, count: usize, next: u64, asking: &Asking) -> Vec<Claim> {
        let room = IN_FLIGHT_MAX.saturating_sub(self.in_flight).min(DELAYED_MAX.saturating_sub(self.delayed));
        let count = count.min(room);
        let mut claims = Vec::with_capacity(count.min(10));
        while claims.len() < count && self.cursor < next {
            let seq = self.cursor;
            self.cursor += 1;
            if !self.gone.contains(seq) && !self.tracked.contains_key(&seq) {
                claims.push(self.claim(seq, 0, asking));
            }
        }
        claims
    }

    /// FIFO: takes the next messages of free groups.
    pub(super) fn claim_groups(&mut self, count: usize, asking: &Asking) -> Vec<Claim> {
        let (head, gone) = (self.head, &self.gone);
        let taken = self.groups.take(count, |seq| seq < head || gone.contains(seq));
        taken.into_iter().map(|(group, seq)| self.claim(seq, group, asking)).collect()
    }

    /// FIFO: the next record at or after the cursor was read. `None` when it counts as gone already.
    pub(super) fn absorb(&mut self, seq: u64, group: Option<u64>) {
        if seq < self.cursor {
            return;
        }
        // A gap holds records that were lost; nobody can receive them.
        self.gone.insert_range(self.cursor..seq);
        self.cursor = seq + 1;
        match group {
            Some(group) if !self.is_gone(seq) => self.groups.push(group, seq),
            Some(_) => {}
            None => self.remove(seq),
        }
        self.raise_head(self.head);
    }

    /// A message was sent with a delay, or found to have one when it was read for the first time.
    pub(super) fn delay(&mut self, seq: u64, due: LineMs, group: u64) {
        let known = self.is_gone(seq);
        match self.tracked.get(&seq).copied() {
            Some(entry) if entry.phase == Phase::InFlight => self.untrack(seq, entry),
            Some(_) => return,
            None if known || seq < self.cursor || self.delayed >= DELAYED_MAX => return,
            None => {}
        }
        let entry = Tracked {
            due_ms: due.0,
            first_received_ms: 0,
            group,
            received_s: 0,
            receives: 0,
            nonce: 0,
            phase: Phase::Delayed,
        };
        self.tracked.insert(seq, entry);
        self.due.insert((due.0, seq));
        self.delayed += 1;
    }

    /// A message is gone for good.
    pub(super) fn remove(&mut self, seq: u64) {
        if self.is_gone(seq) {
            return;
        }
        if let Some(entry) = self.tracked.remove(&seq) {
            self.untrack(seq, entry);
        }
        self.gone.insert(seq);
        self.recalled.remove(&seq);
        if seq == self.head {
            self.raise_head(seq);
        }
    }

    /// There are no records from `from` up to `to`, and nobody can receive them. Places below the cursor are left to
    /// their claims.
    pub(super) fn lost(&mut self, from: u64, to: u64) {
        let from = from.max(self.cursor);
        if from == self.cursor && from < to {
            self.gone.insert_range(from..to);
            self.cursor = to;
            self.raise_head(self.head);
        }
    }

    /// Sets when a message in flight becomes visible; at once when `due` has passed.
    pub(super) fn hide(&mut self, seq: u64, nonce: u32, due: LineMs, now: LineMs) -> bool {
        match self.tracked.get_mut(&seq) {
            Some(entry) if entry.phase == Phase::InFlight && entry.nonce == nonce => {
                self.due.remove(&(entry.due_ms, seq));
                entry.due_ms = due.0;
                if due <= now {
                    self.reappear(seq);
                } else {
                    self.due.insert((due.0, seq));
                }
                true
            }
            _ => false,
        }
    }

    /// A claimed message was given to nobody: it is available again, and was not received.
    pub(super) fn unclaim(&mut self, seq: u64, nonce: u32, now: LineMs) {
        let claimed = |entry: &&mut Tracked| {
            entry.phase == Phase::InFlight && entry.nonce == nonce && entry.receives > 0
        };
        if let Some(entry) = self.tracked.get_mut(&seq).filter(claimed) {
            entry.receives -= 1;
            self.hide(seq, nonce, now, now);
        }
    }

    /// The claim that `nonce` stands for, if the message is still in flight under it.
    pub(super) fn claim_of(&self, seq: u64, nonce: u32) -> Option<Claim> {
        let entry = self.tracked.get(&seq)?;
        (entry.phase == Phase::InFlight && entry.nonce == nonce).then(|| entry.claim(seq))
    }

    /// Where the message of a receipt handle stands.
    pub(super) fn standing(&self, seq: u64, nonce: u32) -> Standing {
        if self.is_gone(seq) {
            return Standing::Gone;
        }
        match self.tracked.get(&seq) {
            None => Standing::Untouched,
            Some(entry) if entry.nonce != nonce => {
                if entry.receives == 0 {
                    Standing::Untouched
                } else {
                    Standing::Superseded
                }
            }
            Some(entry) if entry.phase == Phase::InFlight => {
                Standing::InFlight { received_s: entry.received_s }
            }
            Some(_) => Standing::Visible,
        }
    }

    fn claim(&mut self, seq: u64, group: u64, asking: &Asking) -> Claim {
        let due_ms = asking.now_line.after_ms(asking.hide_ms).0;
        self.nonce = self.nonce.wrapping_add(1);
        let recalled = self.recalled.remove(&seq).unwrap_or(0);
        let earlier = self.tracked.get(&seq).filter(|e| e.receives > 0);
        let entry = Tracked {
            due_ms,
            first_received_ms: earlier.map_or(asking.now_wall.0, |e| e.first_received_ms),
            group,
            received_s: u32::try_from(asking.now_line.0 / 1000).unwrap_or(u32::MAX),
            receives: earlier.map_or(recalled, |e| e.receives).saturating_add(1),
            nonce: self.nonce,
            phase: Phase::InFlight,
        };
        self.tracked.insert(seq, entry);
        self.due.insert((due_ms, seq));
        self.in_flight += 1;
        if self.order == Order::Standard {
            self.tenants.started(group);
        }
        entry.claim(seq)
    }

    /// A hidden message is available again. Its entry in `due` is already gone.
    fn reappear(&mut self, seq: u64) {
        let Some(entry) = self.tracked.get_mut(&seq) else { return };
        let was = std::mem::replace(&mut entry.phase, Phase::Returned);
        let group = entry.group;
        match was {
            Phase::Delayed => self.delayed -= 1,
            Phase::InFlight => self.in_flight -= 1,
            Phase::Returned => return,
        }
        match self.order {
            Order::Standard => {
                if was == Phase::InFlight {
                    self.tenants.finished(group);
                }
                self.tenants.push(group, seq);
            }
            Order::Fifo => self.groups.give_back(group, seq),
        }
    }

    /// Takes an entry out of every structure but `tracked`, from which the caller removes or replaces it.
    fn untrack(&mut self, seq: u64, entry: Tracked) {
        match entry.phase {
            Phase::Delayed => {
                self.delayed -= 1;
                self.due.remove(&(entry.due_ms, seq));
            }
            Phase::InFlight => {
                self.in_flight -= 1;
                self.due.remove(&(entry.due_ms, seq));
                match self.order {
                    Order::Standard => self.tenants.finished(entry.group),
                    Order::Fifo => self.groups.finish(entry.group),
                }
            }
            Phase::Returned if self.order == Order::Fifo => self.groups.remove(entry.group, seq),
            Phase::Returned => self.tenants.remove(entry.group, seq),
        }
    }

    /// Moves the head to `seq` or further: past everything that is gone.
    fn raise_head(&mut self, seq: u64) {
        self.head = self.head.max(seq);
        self.gone.remove_range(..self.head);
        if self.recalled.first_key_value().is_some_and(|(&oldest, _)| oldest < self.head) {
            self.recalled = self.recalled.split_off(&self.head);
        }
        while self.gone.remove(self.head) {
            self.head += 1;
        }
        self.cursor = self.cursor.max(self.head);
    }
}

impl Tracked {
    const fn claim(&self, seq: u64) -> Claim {
        Claim {
            seq,
            nonce: self.nonce,
            receives: self.receives,
            first_received: WallMs(self.first_received_ms),
            due: LineMs(self.due_ms),
        }
    }
}

#[cfg(test)]
impl State {
    /// Bytes this state holds on the heap, give or take the containers' slack.
    pub(super) fn heap_bytes(&self) -> usize {
        let tree = 3 * size_of::<u64>() / 2;
        usize::try_from(self.gone.serialized_size() as u64).expect("fits")
            + self.tracked.len() * (size_of::<Tracked>() + tree)
            + self.due.len() * 2 * tree
            + self.tenants.len() * 2 * tree
            + self.recalled.len() * tree
            + self.groups.len() * 4 * tree
    }
}
