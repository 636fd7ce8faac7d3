//! Which of several chunks with the same places counts: after a cut, what was moved may lie where it was and where it is.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A chunk as recovering and rescuing find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Claimant {
    pub(crate) first: u64,
    pub(crate) end: u64,
    /// The higher one counts: which use of a segment it lies in, or 0 when it is damaged.
    pub(crate) rank: u32,
}

/// Says of chunks of one track which of them count: all but those that a chunk of higher rank shares a place with.
///
/// What takes the place of a chunk became durable at once, so that one of its records is enough to say that what the
/// chunk held is elsewhere or was let go of.
pub(crate) fn counting(claimants: &[Claimant]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..claimants.len()).collect();
    order.sort_by_key(|at| (Reverse(claimants[*at].rank), claimants[*at].first));
    let mut taken: BTreeMap<u64, u64> = BTreeMap::new();
    let mut counts = vec![false; claimants.len()];
    for at in order {
        let Claimant { first, end, .. } = claimants[at];
        let before = taken.range(..end).next_back();
        if before.is_none_or(|(_, known_end)| *known_end <= first) {
            taken.insert(first, end);
            counts[at] = true;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claimant(first: u64, end: u64, rank: u32) -> Claimant {
        Claimant { first, end, rank }
    }

    #[test]
    fn the_later_copy_counts_and_a_damaged_one_only_when_it_is_alone() {
        let claimants = [claimant(0, 4, 1), claimant(0, 4, 3), claimant(4, 6, 1), claimant(4, 6, 0)];

        assert_eq!(counting(&claimants), [false, true, true, false]);
        assert_eq!(counting(&claimants[3..]), [true]);
    }

    #[test]
    fn one_record_that_was_kept_speaks_for_the_whole_chunk() {
        let claimants = [claimant(0, 10, 1), claimant(10, 20, 1), claimant(7, 8, 2), claimant(20, 21, 1)];

        assert_eq!(counting(&claimants), [false, true, true, true]);
    }
}
