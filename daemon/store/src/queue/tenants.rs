//! Whose messages of a standard queue wait and whose are in flight, so that a noisy tenant delays nobody but itself.
//!
//! A message's group is its tenant. A tenant is noisy when at least [`NOISY_MIN`] of its messages are in flight and they
//! are more than a tenth of all that are. Messages of quiet tenants go first, the oldest before others; then those of
//! the noisy tenant that has the fewest in flight. A message without a group is a tenant of its own, and never noisy: a
//! queue whose messages have no groups behaves as if there were no tenants.
//!
//! Groups are known once records are read. While nobody is noisy, messages are claimed at the cursor without looking
//! further. While somebody is, records are read ahead of the cursor, a bounded number for each receive, and wait here
//! until their turn comes; so a quiet tenant's message is found behind a noisy backlog, and every record is read at most
//! twice. Nothing of this is written: after a start nothing is in flight, and so nobody is noisy.
//!
//! Memory: 24 B for each message that waits, which are those returned and at most `WINDOW_MAX` read ahead, and one
//! counter per tenant that has messages in flight.
//!
//! # Source
//! SQS Developer Guide, "How Amazon SQS fair queues work": concurrency share. The share of processing time, which AWS
//! looks at as well, is not looked at here; it shows as concurrency as soon as messages wait.

use std::collections::{BTreeSet, HashMap};

/// Messages in flight that a noisy tenant has at least.
///
/// # Source
/// SQS Developer Guide, "How Amazon SQS fair queues work", "How detection works".
pub(super) const NOISY_MIN: u32 = 30;
/// A noisy tenant has more than one of so many messages in flight.
///
/// # Source
/// The same: 10 %.
const NOISY_SHARE: usize = 10;

/// Messages that wait, and what tenants have in flight.
///
/// Invariants: `ready` holds exactly the first waiting message of every group, after the group's rank; `in_flight` holds
/// no zero and not the group 0, which stands for none; `loud` holds every group whose rank is not 0.
#[derive(Default)]
pub(super) struct Tenants {
    waiting: BTreeSet<(u64, u64)>,
    ready: BTreeSet<(u32, u64, u64)>,
    in_flight: HashMap<u64, u32>,
    loud: BTreeSet<(u32, u64)>,
}

impl Tenants {
    /// Messages that wait.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// True while a tenant is noisy, of `total` messages in flight.
    pub(super) fn is_noisy(&self, total: usize) -> bool {
        self.loud.last().is_some_and(|&(count, _)| is_noisy(count, total))
    }

    /// True when at least `count` messages of quiet tenants wait.
    pub(super) fn has_quiet(&self, count: usize, total: usize) -> bool {
        let mut found = 0;
        self.ready.iter().take_while(|(rank, ..)| !is_noisy(*rank, total)).any(|&(.., group)| {
            found += self.waiting.range((group, 0)..=(group, u64::MAX)).take(count).count();
            found >= count
        })
    }

    /// Adds a message that waits.
    pub(super) fn push(&mut self, group: u64, seq: u64) {
        self.unlist(group);
        self.waiting.insert((group, seq));
        self.list(group);
    }

    /// Takes the next message of a quiet tenant, of those before `next`.
    pub(super) fn take_quiet(&mut self, next: u64, total: usize) -> Option<(u64, u64)> {
        let of_none = self.first_of((0, 0, 0), next).filter(|(rank, ..)| *rank == 0);
        let of_some = self.first_of((NOISY_MIN, 0, 0), next).filter(|(rank, ..)| !is_noisy(*rank, total));
        let (_, seq, group) = of_none.into_iter().chain(of_some).min_by_key(|&(_, seq, _)| seq)?;
        self.remove(group, seq);
        Some((group, seq))
    }

    /// Takes the next message of whoever has the fewest in flight, of those before `next`.
    pub(super) fn take(&mut self, next: u64) -> Option<(u64, u64)> {
        let (_, seq, group) = self.first_of((0, 0, 0), next)?;
        self.remove(group, seq);
        Some((group, seq))
    }

    /// Forgets a waiting message.
    pub(super) fn remove(&mut self, group: u64, seq: u64) {
        self.unlist(group);
        self.waiting.remove(&(group, seq));
        self.list(group);
    }

    /// Forgets every waiting message before `seq`.
    pub(super) fn forget_before(&mut self, seq: u64) {
        if self.waiting.iter().any(|&(_, at)| at < seq) {
            self.waiting.retain(|&(_, at)| at >= seq);
            self.ready.clear();
            let groups: BTreeSet<u64> = self.waiting.iter().map(|&(group, _)| group).collect();
            groups.into_iter().for_each(|group| self.list(group));
        }
    }

    /// A message of the group is in flight from now on.
    pub(super) fn started(&mut self, group: u64) {
        self.count(group, 1);
    }

    /// A message of the group is in flight no longer.
    pub(super) fn finished(&mut self, group: u64) {
        self.count(group, -1);
    }

    fn count(&mut self, group: u64, change: i32) {
        if group == 0 {
            return;
        }
        let before = self.rank(group);
        let count = self.in_flight.entry(group).or_default();
        *count = count.saturating_add_signed(change);
        if *count == 0 {
            self.in_flight.remove(&group);
        }
        let after = self.rank(group);
        if before != after {
            if let Some(seq) = self.first(group) {
                self.ready.remove(&(before, seq, group));
                self.ready.insert((after, seq, group));
            }
            self.loud.remove(&(before, group));
            if after > 0 {
                self.loud.insert((after, group));
            }
        }
    }

    /// Messages in flight, of a tenant that has enough of them to be noisy.
    fn rank(&self, group: u64) -> u32 {
        self.in_flight.get(&group).copied().filter(|count| *count >= NOISY_MIN).unwrap_or(0)
    }

    fn first_of(&self, from: (u32, u64, u64), next: u64) -> Option<(u32, u64, u64)> {
        self.ready.range(from..).find(|&&(_, seq, _)| seq < next).copied()
    }

    fn first(&self, group: u64) -> Option<u64> {
        self.waiting.range((group, 0)..=(group, u64::MAX)).next().map(|&(_, seq)| seq)
    }

    fn unlist(&mut self, group: u64) {
        if let Some(seq) = self.first(group) {
            self.ready.remove(&(self.rank(group), seq, group));
        }
    }

    fn list(&mut self, group: u64) {
        if let Some(seq) = self.first(group) {
            self.ready.insert((self.rank(group), seq, group));
        }
    }
}

fn is_noisy(in_flight: u32, total: usize) -> bool {
    in_flight >= NOISY_MIN && in_flight as usize * NOISY_SHARE > total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_is_noisy_from_thirty_messages_and_a_tenth_on() {
        let mut tenants = Tenants::default();
        (0..29).for_each(|_| tenants.started(7));
        assert!(!tenants.is_noisy(29));
        tenants.started(7);

        assert!(tenants.is_noisy(30) && tenants.is_noisy(299) && !tenants.is_noisy(300));
        tenants.finished(7);
        assert!(!tenants.is_noisy(29));
    }

    #[test]
    fn quiet_tenants_go_first_and_then_the_noisy_one_with_the_fewest_in_flight() {
        let mut tenants = Tenants::default();
        for (group, seq) in [(1, 0), (2, 1), (1, 2), (3, 3), (0, 4)] {
            tenants.push(group, seq);
        }
        (0..40).for_each(|_| tenants.started(1));
        (0..35).for_each(|_| tenants.started(2));
        assert!(tenants.has_quiet(2, 75) && !tenants.has_quiet(3, 75));

        let quiet: Vec<_> = std::iter::from_fn(|| tenants.take_quiet(10, 75)).collect();
        let rest: Vec<_> = std::iter::from_fn(|| tenants.take(10)).collect();

        assert_eq!(quiet, [(3, 3), (0, 4)]);
        assert_eq!(rest, [(2, 1), (1, 0), (1, 2)]);
        assert_eq!(tenants.len(), 0);
    }

    #[test]
    fn without_groups_the_oldest_goes_first_however_many_are_in_flight() {
        let mut tenants = Tenants::default();
        for seq in [5, 3, 9] {
            tenants.push(0, seq);
            (0..50).for_each(|_| tenants.started(0));
        }

        assert!(!tenants.is_noisy(150));
        assert_eq!(tenants.take_quiet(9, 150), Some((0, 3)));
        assert_eq!(tenants.take_quiet(9, 150), Some((0, 5)));
        assert_eq!(tenants.take_quiet(9, 150), None, "what is not durable yet waits");
    }
}
