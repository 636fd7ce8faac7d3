//! What is known of one origin: a floor, and stretches above it.

use millpond_base::Ticket;

/// Places taken of one origin.
///
/// Invariant: stretches rise, do not touch, and lie above the floor; `highest` is at least the last place of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    session: u64,
    /// The session before this one.
    ended: Option<u64>,
    /// Everything before it was taken or is never sent.
    floor: u64,
    /// The place after the highest ever taken.
    highest: u64,
    /// First place and the one after the last.
    stretches: Vec<(u64, u64)>,
    /// When it was used last, as the inbox counts.
    pub(super) used: u64,
    /// What must be durable before anything known may be acknowledged again.
    pub(super) ticket: Ticket,
}

impl Known {
    pub(super) const fn session(&self) -> u64 {
        self.session
    }

    pub(super) const fn floor(&self) -> u64 {
        self.floor
    }

    pub(super) const fn highest(&self) -> u64 {
        self.highest
    }

    pub(super) fn stretches(&self) -> &[(u64, u64)] {
        &self.stretches
    }

    /// Number of stretches.
    pub(super) fn ranges(&self) -> usize {
        self.stretches.len()
    }

    /// True for the session that the present one followed: whatever it still says is late.
    pub(super) fn is_stale(&self, session: u64) -> bool {
        self.ended == Some(session)
    }

    /// Takes in what a request says of its sender. True when the sender's log is an older one than was seen before: a log
    /// that lost nothing goes on after the highest place that was ever sent from it.
    pub(super) fn begin(&mut self, session: u64, next: u64, floor: u64) -> bool {
        let is_new = session != self.session;
        let restored = is_new && next < self.highest;
        if restored {
            *self = Self { session: self.session, ticket: self.ticket, ..Self::default() };
        }
        if is_new {
            self.ended = Some(self.session);
            self.session = session;
        }
        self.raise(floor);
        restored
    }

    pub(super) fn has(&self, place: u64) -> bool {
        let at = self.stretches.partition_point(|(_, end)| *end <= place);
        place < self.floor || self.stretches.get(at).is_some_and(|(first, _)| *first <= place)
    }

    pub(super) fn add(&mut self, place: u64) {
        self.add_stretch(place, place.saturating_add(1));
    }

    /// Takes in what a record of the inbox says.
    pub(super) fn replay(&mut self, session: u64, floor: u64, highest: u64, stretches: &[(u64, u64)]) {
        if session != self.session {
            self.ended = Some(self.session);
            self.session = session;
        }
        if highest < self.highest {
            // The sender's log was put back in between.
            (self.stretches, self.floor, self.highest) = (Vec::new(), 0, 0);
        }
        self.raise(floor);
        stretches.iter().for_each(|(first, end)| self.add_stretch(*first, *end));
        self.highest = self.highest.max(highest);
    }

    fn raise(&mut self, floor: u64) {
        self.floor = self.floor.max(floor);
        let gone = self.stretches.partition_point(|(_, end)| *end <= self.floor);
        self.stretches.drain(..gone);
        if let Some((first, end)) = self.stretches.first_mut()
            && *first <= self.floor
        {
            self.floor = *end;
            self.stretches.remove(0);
        }
    }

    fn add_stretch(&mut self, first: u64, end: u64) {
        self.highest = self.highest.max(end);
        let (mut first, mut end) = (first.max(self.floor), end);
        if first >= end {
            return;
        }
        // Those that touch it become one with it.
        let from = self.stretches.partition_point(|(_, before)| *before < first);
        let to = self.stretches.partition_point(|(start, _)| *start <= end);
        if from < to {
            first = first.min(self.stretches[from].0);
            end = end.max(self.stretches[to - 1].1);
        }
        self.stretches.splice(from..to, [(first, end)]);
        self.raise(self.floor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::{Entropy, SeededEntropy};
    use std::collections::BTreeSet;

    fn begun(session: u64, next: u64, floor: u64) -> Known {
        let mut known = Known::default();
        known.begin(session, next, floor);
        known
    }

    #[test]
    fn what_was_added_is_known_and_touching_stretches_join() {
        let mut known = begun(1, 0, 10);
        for place in [12, 14, 13, 20] {
            known.add(place);
        }

        assert_eq!(known.stretches(), [(12, 15), (20, 21)]);
        assert!([0, 9, 12, 13, 14, 20].into_iter().all(|place| known.has(place)));
        assert!([10, 11, 15, 19, 21].into_iter().all(|place| !known.has(place)));
        known.begin(1, 0, 12);
        assert_eq!((known.floor(), known.stretches()), (15, &[(20, 21)][..]));
    }

    #[test]
    fn a_sender_that_was_cut_may_repeat_from_an_older_floor() {
        let mut known = begun(1, 0, 0);
        (0..10).for_each(|place| known.add(place));

        assert!(!known.begin(2, 10, 4), "its log has everything that was sent");

        assert!(known.has(9) && !known.has(10));
    }

    #[test]
    fn places_of_a_log_that_was_put_back_are_new_again() {
        let mut known = begun(1, 0, 0);
        (0..10).for_each(|place| known.add(place));

        assert!(known.begin(2, 7, 5));

        assert!(known.has(4) && !known.has(5) && !known.has(9));
        assert!(known.is_stale(1) && !known.is_stale(2));
        known.add(7);
        assert!(!known.begin(2, 7, 5), "said once");
        assert!(known.has(7));
    }

    #[test]
    fn any_order_of_additions_agrees_with_a_set() {
        for seed in 0..300 {
            let dice = SeededEntropy::new(seed);
            let roll = |sides: u64| u64::from_le_bytes(dice.bytes()) % sides;
            let (mut known, mut model, mut floor) = (begun(1, 0, 0), BTreeSet::new(), 0);
            for _ in 0..roll(60) {
                match roll(8) {
                    0 => {
                        floor = floor.max(roll(80));
                        known.begin(1, 0, floor);
                    }
                    _ => {
                        let place = roll(80);
                        model.insert(place);
                        known.add(place);
                    }
                }
                let stretches = known.stretches();
                assert!(stretches.windows(2).all(|pair| pair[0].1 < pair[1].0), "seed {seed}: {stretches:?}");
                assert!(stretches.first().is_none_or(|(first, _)| *first > known.floor()), "seed {seed}");
                for place in 0..90 {
                    assert_eq!(
                        known.has(place),
                        place < floor || model.contains(&place),
                        "seed {seed}: {place}"
                    );
                }
            }
        }
    }
}
