//! How far a lane has come, as it is kept on flash.

/// The extent of a call that is repeated exactly as it was until it has arrived, also after a restart. For targets that
/// name what they store after it: the same records under the same name are stored once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Position of the first entry.
    pub first: u64,
    /// The position after that of the last entry.
    pub end: u64,
    /// How many entries there are; positions may have gaps.
    pub records: u64,
}

/// Where a lane starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Everything before this place has arrived.
    pub from: u64,
    /// What was planned and may have been sent.
    pub plan: Option<Plan>,
    /// Where the lane ends; without, it goes on with the source.
    pub until: Option<u64>,
}

impl From<u64> for Start {
    fn from(from: u64) -> Self {
        Self { from, plan: None, until: None }
    }
}

impl Start {
    /// The plan, unless it has arrived already.
    pub(crate) fn open_plan(self) -> Option<Plan> {
        self.plan.filter(|plan| plan.first >= self.from && plan.end > self.from)
    }
}

/// Ranges a lane may leave pending; with more it goes on in order. Each is a record's few bytes on flash, and one outage.
pub const RANGES_MAX: usize = 8;

/// What of a source has arrived when what is new goes before what is old: everything before `position`, but for ranges that are
/// pending. One lane carries what is new, from `position` on; those that drain ranges are known by the ends of these.
///
/// Invariant: ranges rise, do not overlap, and end at `position` or before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    position: u64,
    pending: Vec<(u64, u64)>,
    /// Ends of ranges that a lane drains.
    draining: Vec<u64>,
}

impl Ledger {
    /// What was saved.
    #[must_use]
    pub const fn new(position: u64, pending: Vec<(u64, u64)>) -> Self {
        Self { position, pending, draining: Vec::new() }
    }

    /// Where what is new begins.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Everything before this place has arrived.
    #[must_use]
    pub fn arrived(&self) -> u64 {
        self.pending.first().map_or(self.position, |(from, _)| *from)
    }

    /// What is pending: from and end of each range.
    #[must_use]
    pub fn pending(&self) -> &[(u64, u64)] {
        &self.pending
    }

    /// The lane of what is new has sent everything before `position`.
    pub fn live(&mut self, position: u64) {
        self.position = self.position.max(position);
    }

    /// The lane that drains the range up to `end` has sent everything of it before `position`.
    pub fn drained(&mut self, end: u64, position: u64) {
        for range in self.pending.iter_mut().filter(|range| range.1 == end) {
            range.0 = range.0.max(position);
        }
        self.pending.retain(|(from, end)| from < end);
    }

    /// The lane of what is new is late: everything before `arrived` has arrived, it has read up to `read`, and the source
    /// ends at `tip`. From now on it drains a range; another lane starts at the tip.
    ///
    /// Says where the late lane has to end. The range ends at the tip. While another range is being drained the late lane
    /// only sends what it has read, and leaves the rest for later. `None` when there are ranges enough, or nothing is between.
    pub fn split(&mut self, arrived: u64, read: u64, tip: u64) -> Option<u64> {
        if self.pending.len() >= RANGES_MAX || arrived >= tip {
            return None;
        }
        let until = if self.draining.is_empty() { tip } else { read.min(tip) };
        self.pending.push((arrived, tip));
        self.draining.push(tip);
        self.position = tip;
        Some(until)
    }

    /// The oldest range, if no lane drains any; from now on one does.
    pub fn take(&mut self) -> Option<(u64, u64)> {
        let range = self.pending.first().copied().filter(|_| self.draining.is_empty())?;
        self.draining.push(range.1);
        Some(range)
    }

    /// The lane that drained the range up to `end` has ended.
    pub fn left(&mut self, end: u64) {
        self.draining.retain(|other| *other != end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_lane_drains_what_lies_between_and_another_starts_at_the_tip() {
        let mut ledger = Ledger::new(10, Vec::new());
        ledger.live(20);

        assert_eq!(ledger.split(20, 40, 500), Some(500));
        assert_eq!((ledger.position(), ledger.pending()), (500, &[(20, 500)][..]));
        assert_eq!(ledger.take(), None, "it is being drained");

        ledger.live(510);
        ledger.drained(500, 300);
        assert_eq!(ledger.pending(), [(300, 500)]);
        ledger.drained(500, 500);
        ledger.left(500);

        assert_eq!((ledger.position(), ledger.pending().len(), ledger.take()), (510, 0, None));
    }

    #[test]
    fn a_second_outage_leaves_a_second_range_for_later() {
        let mut ledger = Ledger::new(0, Vec::new());
        ledger.split(0, 0, 100);

        assert_eq!(ledger.split(150, 180, 300), Some(180), "it sends what it has read");
        ledger.drained(300, 180);
        ledger.left(300);
        assert_eq!(ledger.pending(), [(0, 100), (180, 300)]);
        assert_eq!(ledger.take(), None, "one at a time");
        ledger.drained(100, 100);
        ledger.left(100);

        assert_eq!(ledger.take(), Some((180, 300)));
    }

    #[test]
    fn ranges_are_few_and_never_empty() {
        let mut ledger = Ledger::new(0, Vec::new());
        assert_eq!(ledger.split(7, 7, 7), None);
        for at in 0..RANGES_MAX as u64 {
            assert!(ledger.split(at * 10, at * 10, at * 10 + 5).is_some());
        }

        assert_eq!(ledger.split(1_000, 1_000, 2_000), None);
        assert_eq!(ledger.pending().len(), RANGES_MAX);
    }
}
