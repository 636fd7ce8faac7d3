//! Which FIFO messages have been looked at and wait, and which of them may go next.

use std::collections::{BTreeSet, HashMap};

/// The look-ahead window of a FIFO queue.
///
/// Invariants: `ready` holds exactly the first waiting message of every group that has none in flight;
/// `in_flight` holds no zero.
#[derive(Default)]
pub(super) struct Groups {
    waiting: BTreeSet<(u64, u64)>,
    ready: BTreeSet<(u64, u64)>,
    in_flight: HashMap<u64, u32>,
}

impl Groups {
    /// Messages that wait.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// True when at least `count` messages could go now that are not gone.
    pub(super) fn has_ready(&self, count: usize, is_gone: impl Fn(u64) -> bool) -> bool {
        let mut found = 0;
        self.ready.iter().any(|&(_, group)| {
            let waiting = self.waiting.range((group, 0)..=(group, u64::MAX));
            found += waiting.filter(|&&(_, seq)| !is_gone(seq)).take(count).count();
            found >= count
        })
    }

    /// Adds a message that may go when its group's turn comes.
    pub(super) fn push(&mut self, group: u64, seq: u64) {
        self.unlist(group);
        self.waiting.insert((group, seq));
        self.list(group);
    }

    /// Takes the next messages: the oldest group that is free, and as many of it as fit, then the next group.
    ///
    /// Forgets those it meets that are gone: a handle from before a restart may delete a message that waits.
    pub(super) fn take(&mut self, count: usize, is_gone: impl Fn(u64) -> bool) -> Vec<(u64, u64)> {
        let mut taken = Vec::with_capacity(count.min(10));
        while taken.len() < count
            && let Some((_, group)) = self.ready.pop_first()
        {
            while taken.len() < count
                && let Some(seq) = self.first(group)
            {
                self.waiting.remove(&(group, seq));
                if !is_gone(seq) {
                    *self.in_flight.entry(group).or_default() += 1;
                    taken.push((group, seq));
                }
            }
        }
        taken
    }

    /// A message in flight was deleted: its group is free when it was the last one.
    pub(super) fn finish(&mut self, group: u64) {
        if let Some(count) = self.in_flight.get_mut(&group) {
            *count -= 1;
            if *count == 0 {
                self.in_flight.remove(&group);
                self.list(group);
            }
        }
    }

    /// A message in flight is available again, at its old place in the group.
    pub(super) fn give_back(&mut self, group: u64, seq: u64) {
        self.waiting.insert((group, seq));
        self.finish(group);
    }

    /// Forgets a waiting message.
    pub(super) fn remove(&mut self, group: u64, seq: u64) {
        self.unlist(group);
        self.waiting.remove(&(group, seq));
        self.list(group);
    }

    /// Forgets every waiting message before `seq`.
    pub(super) fn forget_before(&mut self, seq: u64) {
        // Only groups whose first message is old can be concerned; blocked groups are looked at as well.
        if self.waiting.iter().any(|&(_, at)| at < seq) {
            self.waiting.retain(|&(_, at)| at >= seq);
            self.ready.clear();
            let groups: BTreeSet<u64> = self.waiting.iter().map(|&(group, _)| group).collect();
            for group in groups {
                self.list(group);
            }
        }
    }

    /// True when something of the group is in flight.
    pub(super) fn is_blocked(&self, group: u64) -> bool {
        self.in_flight.contains_key(&group)
    }

    fn first(&self, group: u64) -> Option<u64> {
        self.waiting.range((group, 0)..=(group, u64::MAX)).next().map(|&(_, seq)| seq)
    }

    fn unlist(&mut self, group: u64) {
        if let Some(seq) = self.first(group) {
            self.ready.remove(&(seq, group));
        }
    }

    fn list(&mut self, group: u64) {
        if !self.in_flight.contains_key(&group)
            && let Some(seq) = self.first(group)
        {
            self.ready.insert((seq, group));
        }
    }
}
