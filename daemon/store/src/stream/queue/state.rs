//! What a queue remembers of its stream: pure, no I/O. Events go in (time passed, a record was read, one was acknowledged),
//! claims come out, and what must be written down.
//!
//! Memory: of each shard a cursor, and one entry for every record that was received and is not gone: in flight, back, or a
//! dead letter. A record that nobody asked for yet costs nothing, and so does one that is gone.

use super::journal::Part;
use super::runs::Runs;
use crate::queue::IN_FLIGHT_MAX;
use millpond_base::{LineMs, WallMs};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Records remembered at once, dead letters included: beyond it no record is received for the first time. Ours: the records
/// that may be in flight, two thirds as many dead letters, and one snapshot of all of them in one commit of the log.
pub(super) const HELD_MAX: usize = 200_000;

const _: () = assert!(HELD_MAX > IN_FLIGHT_MAX, "what is in flight is remembered");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Claimed for a receiver, who does not have it yet.
    Reading,
    /// Somebody has it.
    InFlight,
    /// It can be received again.
    Visible,
}

/// One record that was received, or is about to be, and is not gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// When it becomes visible; meaningless once it is.
    pub(super) due: LineMs,
    pub(super) first_received: WallMs,
    pub(super) receives: u32,
    /// Names the last receive. 0 before the first.
    pub(super) nonce: u32,
    pub(super) phase: Phase,
    /// It was received too often: another path leads to it.
    pub(super) dead: bool,
}

const _: () = assert!(size_of::<Entry>() <= 32, "an entry per record in flight stays small");

/// A record of a stream: the shard's index, and the place in it.
pub(super) type Place = (u32, u64);

/// What is to become of records; `None`: they are gone.
pub(super) type Changes = BTreeMap<Place, Option<Entry>>;

/// A shard as one receive finds it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shore {
    pub(super) shard: u32,
    /// The oldest record there is.
    pub(super) first: u64,
    /// The place after the newest.
    pub(super) next: u64,
    /// Records may be received for the first time: no parent has any left.
    pub(super) open: bool,
}

/// A queue's memory of one shard.
///
/// Invariant: a place before `cursor` is gone unless `held` or `unread` has it; one at or after it was never looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Shard {
    /// Before this nothing can be read.
    first: u64,
    cursor: u64,
    /// Up to where the journal says what was looked at.
    journaled: u64,
    /// Passed over, and to be received still.
    unread: Runs,
    held: BTreeMap<u64, Entry>,
    /// The visible of `held` that are no dead letters, and those that are.
    visible: BTreeSet<u64>,
    dead: BTreeSet<u64>,
}

/// A queue's memory.
#[derive(Debug)]
pub(super) struct State {
    shards: BTreeMap<u32, Shard>,
    due: BTreeSet<(u64, Place)>,
    /// Became dead letters, and the journal does not say so yet.
    newly_dead: BTreeSet<Place>,
    in_flight: usize,
    held: usize,
    nonce: u32,
    receives_max: Option<u32>,
    turn: usize,
}

impl State {
    /// Nothing was received yet; each shard begins at a place.
    pub(super) fn new(starts: &BTreeMap<u32, u64>, receives_max: Option<u32>, nonce: u32) -> Self {
        let shards = starts.iter().map(|(&shard, &start)| (shard, Shard::at(start))).collect();
        Self {
            shards,
            due: BTreeSet::new(),
            newly_dead: BTreeSet::new(),
            in_flight: 0,
            held: 0,
            nonce,
            receives_max,
            turn: 0,
        }
    }

    /// What the journal says: records are replayed in their order.
    pub(super) fn replay(&mut self, part: Part) {
        if part.base {
            self.forget(part.shard);
            self.shards.insert(part.shard, Shard::at(part.looked.start));
        }
        let shard = self.shards.entry(part.shard).or_default();
        // A damaged record told of the places between; they are delivered again.
        shard.unread.insert(shard.cursor..part.looked.start);
        shard.cursor = shard.cursor.max(part.looked.end);
        shard.journaled = shard.cursor;
        for run in part.unread {
            shard.unread.insert(run);
        }
        let gone = part.gone.into_iter().map(|place| (place, None));
        let held = part.held.into_iter().map(|(place, entry)| (place, Some(entry)));
        for (place, entry) in gone.chain(held) {
            self.set((part.shard, place), entry);
        }
    }

    /// Sets after how many receives a record is a dead letter.
    pub(super) const fn set_receives_max(&mut self, receives_max: Option<u32>) {
        self.receives_max = receives_max;
    }

    /// Learns which shards there are and what of them can be read.
    pub(super) fn see(&mut self, shores: &[Shore]) {
        let gone: Vec<u32> =
            self.shards.keys().copied().filter(|shard| shores.iter().all(|s| s.shard != *shard)).collect();
        for shard in gone {
            self.forget(shard);
            self.shards.remove(&shard);
        }
        for shore in shores {
            self.shards.entry(shore.shard).or_default();
            self.forget_before(shore.shard, shore.first);
        }
    }

    /// True when a shard has no record left that was never received, of those before `next`.
    pub(super) fn has_passed(&self, shard: u32, next: u64) -> bool {
        self.shards.get(&shard).is_none_or(|shard| shard.cursor >= next && shard.unread.is_empty())
    }

    /// Lets time pass: hidden records whose time has come are visible again, or dead letters from now on.
    pub(super) fn advance(&mut self, now: LineMs) {
        while let Some(&(at, place)) = self.due.first()
            && at <= now.0
        {
            self.due.pop_first();
            self.in_flight -= 1;
            self.show(place);
        }
    }

    /// When the next hidden record becomes visible.
    pub(super) fn next_due(&self) -> Option<LineMs> {
        self.due.first().map(|&(at, _)| LineMs(at))
    }

    /// Takes up to `count` records for a receiver: those that are back before those never received, and the shards in turn.
    pub(super) fn claim(&mut self, count: usize, shores: &[Shore]) -> Vec<Place> {
        let mut claims = Vec::new();
        self.turn = self.turn.wrapping_add(1);
        for shore in self.in_turn(shores) {
            while claims.len() < count
                && self.in_flight < IN_FLIGHT_MAX
                && let Some(place) = self.next_visible(shore.shard)
            {
                claims.push((shore.shard, place));
            }
        }
        for shore in self.in_turn(shores).into_iter().filter(|shore| shore.open) {
            while claims.len() < count
                && self.in_flight < IN_FLIGHT_MAX
                && self.held < HELD_MAX
                && let Some(place) = self.next_fresh(shore)
            {
                claims.push((shore.shard, place));
            }
        }
        claims
    }

    /// Takes up to `count` dead letters for a receiver.
    pub(super) fn claim_dead(&mut self, count: usize, shores: &[Shore]) -> Vec<Place> {
        let mut claims = Vec::new();
        self.turn = self.turn.wrapping_add(1);
        for shore in self.in_turn(shores) {
            let Some(shard) = self.shards.get_mut(&shore.shard) else { continue };
            while claims.len() < count
                && self.in_flight < IN_FLIGHT_MAX
                && let Some(place) = shard.dead.pop_first()
            {
                if let Some(entry) = shard.held.get_mut(&place) {
                    entry.phase = Phase::Reading;
                }
                self.in_flight += 1;
                claims.push((shore.shard, place));
            }
        }
        claims
    }

    /// The receive that a claim becomes; `None` when its record is gone since.
    pub(super) fn receive(&mut self, place: Place, hide_ms: u64, now: LineMs, wall: WallMs) -> Option<Entry> {
        let entry = self.entry(place).filter(|entry| entry.phase == Phase::Reading)?;
        let first_received = if entry.nonce == 0 { wall } else { entry.first_received };
        let (receives, nonce) = (entry.receives.saturating_add(1), self.next_nonce());
        let due = now.after_ms(hide_ms);
        Some(Entry { due, first_received, receives, nonce, phase: Phase::InFlight, dead: entry.dead })
    }

    /// A claim comes to nothing: its record can be received as before.
    pub(super) fn release(&mut self, place: Place) {
        let Some(entry) = self.entry(place).filter(|entry| entry.phase == Phase::Reading) else { return };
        if entry.nonce == 0 {
            self.set(place, None);
            if let Some(shard) = self.shards.get_mut(&place.0) {
                shard.unread.insert(place.1..place.1 + 1);
            }
        } else {
            self.in_flight -= 1;
            self.show(place);
        }
    }

    /// There are no records from one place up to another. Places that were looked at are left to their claims.
    pub(super) fn skip(&mut self, shard: u32, gap: Range<u64>) {
        if let Some(shard) = self.shards.get_mut(&shard)
            && shard.cursor == gap.start
        {
            shard.cursor = shard.cursor.max(gap.end);
        }
    }

    /// Nobody can receive a record any more. The journal need not say so: the next start finds the same.
    pub(super) fn remove(&mut self, place: Place) {
        self.set(place, None);
    }

    /// What is known of a record that was received and is not gone.
    pub(super) fn entry(&self, place: Place) -> Option<Entry> {
        self.shards.get(&place.0)?.held.get(&place.1).copied()
    }

    /// True when a record cannot be read any more, whatever became of it here.
    pub(super) fn is_trimmed(&self, place: Place) -> bool {
        self.shards.get(&place.0).is_none_or(|shard| place.1 < shard.first)
    }

    /// True when a record was acknowledged, or lost.
    pub(super) fn is_gone(&self, (shard, place): Place) -> bool {
        self.shards.get(&shard).is_none_or(|shard| {
            let passed = place < shard.cursor && !shard.held.contains_key(&place);
            passed && shard.unread.within(&(place..place + 1)).next().is_none()
        })
    }

    /// A number that no other receive of the same record has.
    pub(super) fn next_nonce(&mut self) -> u32 {
        self.nonce = self.nonce.wrapping_add(1).max(1);
        self.nonce
    }

    /// What must be written so that `changes` survive a restart.
    pub(super) fn parts(&self, changes: &Changes) -> Vec<Part> {
        let parts = self.shards.iter().map(|(&index, shard)| {
            let looked = shard.journaled..shard.cursor.max(shard.journaled);
            let mut part = Part { shard: index, looked, ..Part::default() };
            let mut held = BTreeMap::new();
            for &(_, place) in self.newly_dead.range((index, 0)..=(index, u64::MAX)) {
                held.extend(shard.held.get(&place).map(|entry| (place, *entry)));
            }
            for (&(_, place), change) in changes.range((index, 0)..=(index, u64::MAX)) {
                match change {
                    Some(entry) => drop(held.insert(place, *entry)),
                    None => {
                        held.remove(&place);
                        part.gone.push(place);
                    }
                }
            }
            part.held = held.into_iter().collect();
            part.unread = shard.unreceived(&part.looked, |place| changes.contains_key(&(index, place)));
            // Otherwise that they were looked at can wait: nobody has them.
            if part.gone.is_empty() && part.held.is_empty() {
                part.looked = part.looked.start..part.looked.start;
            }
            part
        });
        parts.filter(|part| !part.is_empty()).collect()
    }

    /// What must be written so that nothing written before is needed.
    pub(super) fn snapshot(&self) -> Vec<Part> {
        let parts = self.shards.iter().map(|(&index, shard)| {
            let known = shard.held.first_key_value().map(|(&place, _)| place);
            let oldest = known.into_iter().chain(shard.unread.first()).min().unwrap_or(shard.cursor);
            let looked = oldest.min(shard.cursor)..shard.cursor;
            let received = shard.held.iter().filter(|(_, entry)| entry.nonce != 0);
            Part {
                shard: index,
                base: true,
                unread: shard.unreceived(&looked, |_| false),
                looked,
                gone: Vec::new(),
                held: received.map(|(&place, entry)| (place, *entry)).collect(),
            }
        });
        parts.collect()
    }

    /// The `parts` of these changes were staged: they count.
    pub(super) fn apply(&mut self, parts: &[Part], changes: &Changes) {
        for part in parts {
            if let Some(shard) = self.shards.get_mut(&part.shard) {
                shard.journaled = shard.journaled.max(part.looked.end);
            }
        }
        self.newly_dead.clear();
        for (&place, change) in changes {
            self.set(place, *change);
        }
    }

    fn in_turn(&self, shores: &[Shore]) -> Vec<Shore> {
        let mut shores = shores.to_vec();
        let turn = self.turn % shores.len().max(1);
        shores.rotate_left(turn);
        shores
    }

    /// Claims the next visible record; one that was received too often for today's setting is a dead letter instead.
    fn next_visible(&mut self, index: u32) -> Option<u64> {
        loop {
            let shard = self.shards.get_mut(&index)?;
            let place = shard.visible.pop_first()?;
            let entry = shard.held.get_mut(&place)?;
            if is_too_often(entry, self.receives_max) {
                self.show((index, place));
                continue;
            }
            entry.phase = Phase::Reading;
            self.in_flight += 1;
            return Some(place);
        }
    }

    fn next_fresh(&mut self, shore: Shore) -> Option<u64> {
        let shard = self.shards.get_mut(&shore.shard)?;
        let place = match shard.unread.pop_first() {
            Some(place) => place,
            None if shard.cursor < shore.next => {
                shard.cursor += 1;
                shard.cursor - 1
            }
            None => return None,
        };
        let (due, first_received) = (LineMs(0), WallMs(0));
        let entry = Entry { due, first_received, receives: 0, nonce: 0, phase: Phase::Reading, dead: false };
        shard.held.insert(place, entry);
        self.held += 1;
        self.in_flight += 1;
        Some(place)
    }

    /// A record that was hidden and counted so is visible, or a dead letter.
    fn show(&mut self, (index, place): Place) {
        let Some(shard) = self.shards.get_mut(&index) else { return };
        let Some(entry) = shard.held.get_mut(&place) else { return };
        entry.phase = Phase::Visible;
        if is_too_often(entry, self.receives_max) {
            entry.dead = true;
            self.newly_dead.insert((index, place));
        }
        if entry.dead {
            shard.dead.insert(place)
        } else {
            shard.visible.insert(place)
        };
    }

    /// Puts an entry in the place of what was known of a record.
    fn set(&mut self, place: Place, entry: Option<Entry>) {
        let Some(shard) = self.shards.get_mut(&place.0) else { return };
        shard.unread.remove(place.1);
        self.newly_dead.remove(&place);
        if let Some(old) = shard.held.remove(&place.1) {
            shard.visible.remove(&place.1);
            shard.dead.remove(&place.1);
            self.held -= 1;
            if old.phase != Phase::Visible {
                self.in_flight -= 1;
                self.due.remove(&(old.due.0, place));
            }
        }
        if let Some(entry) = entry {
            shard.held.insert(place.1, Entry { phase: Phase::InFlight, ..entry });
            self.held += 1;
            self.in_flight += 1;
            self.due.insert((entry.due.0, place));
        }
    }

    fn forget(&mut self, shard: u32) {
        self.forget_before(shard, u64::MAX);
    }

    fn forget_before(&mut self, index: u32, first: u64) {
        let Some(shard) = self.shards.get_mut(&index).filter(|shard| first > shard.first) else { return };
        shard.first = first;
        shard.cursor = shard.cursor.max(first);
        shard.unread.forget_before(first);
        let old: Vec<u64> = shard.held.range(..first).map(|(&place, _)| place).collect();
        for place in old {
            self.set((index, place), None);
        }
    }
}

impl Shard {
    fn at(cursor: u64) -> Self {
        Self { cursor, journaled: cursor, ..Self::default() }
    }

    /// Places of a range that nobody has received, apart from those `taken`.
    fn unreceived(&self, looked: &Range<u64>, taken: impl Fn(u64) -> bool) -> Vec<Range<u64>> {
        let mut runs = Runs::default();
        for run in self.unread.within(looked) {
            runs.insert(run);
        }
        let reading = self.held.range(looked.clone()).filter(|(_, entry)| entry.nonce == 0);
        for (&place, _) in reading.filter(|(place, _)| !taken(**place)) {
            runs.insert(place..place + 1);
        }
        runs.within(looked).collect()
    }
}

fn is_too_often(entry: &Entry, receives_max: Option<u32>) -> bool {
    !entry.dead && receives_max.is_some_and(|max| entry.receives >= max)
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
