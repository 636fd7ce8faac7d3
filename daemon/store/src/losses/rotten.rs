//! Which ranges the ledger calls rotten, so that damage that is met again and again is noted once.

use super::ENTRIES_MAX;
use super::entry::{Cause, Loss};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The last place of each range, by the stream's shard or the queue and the first place; 24 B an entry of the ledger.
#[derive(Default)]
pub(super) struct Rotten(BTreeMap<(u64, u64), u64>);

impl Rotten {
    /// True when an entry says all that the loss would.
    pub(super) fn covers(&self, loss: &Loss) -> bool {
        let holder = holder(loss);
        let before = self.0.range((holder, 0)..=(holder, loss.first)).next_back();
        before.is_some_and(|(_, last)| *last >= loss.last)
    }

    pub(super) fn add(&mut self, loss: &Loss) {
        let holder = holder(loss);
        // A range inside of this one would hide it.
        self.0
            .extract_if((holder, loss.first)..=(holder, loss.last), |_, last| *last <= loss.last)
            .for_each(drop);
        self.0.insert((holder, loss.first), loss.last);
        // The ledger lets go of its oldest entries too; what is met again after that is noted again.
        if self.0.len() as u64 > ENTRIES_MAX {
            self.0.pop_first();
        }
    }
}

impl<'l> FromIterator<&'l Loss> for Rotten {
    fn from_iter<I: IntoIterator<Item = &'l Loss>>(losses: I) -> Self {
        let mut rotten = Self::default();
        losses.into_iter().filter(|loss| loss.cause == Cause::Rot).for_each(|loss| rotten.add(loss));
        rotten
    }
}

/// 64 bits of a name: two that collide would have to rot in the same places as well.
fn holder(loss: &Loss) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&loss.arn, &loss.part).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::entry::tests::entry;

    fn rot(part: &str, first: u64, last: u64) -> Loss {
        Loss { part: part.into(), first, last, cause: Cause::Rot, ..entry().loss }
    }

    #[test]
    fn a_range_covers_what_lies_in_it_and_nothing_else() {
        let mut rotten: Rotten = [&rot("a", 10, 19), &rot("b", 40, 49), &entry().loss].into_iter().collect();
        rotten.add(&rot("a", 0, 29));

        for covered in [rot("a", 0, 29), rot("a", 10, 19), rot("a", 25, 29), rot("b", 40, 40)] {
            assert!(rotten.covers(&covered), "{covered:?}");
        }
        for new in [rot("a", 0, 30), rot("b", 39, 40), rot("c", 10, 19)] {
            assert!(!rotten.covers(&new), "{new:?}");
        }
    }

    #[test]
    fn no_more_is_remembered_than_the_ledger_holds() {
        let many: Vec<Loss> = (0..2 * ENTRIES_MAX).map(|n| rot("a", n * 2, n * 2)).collect();

        let rotten: Rotten = many.iter().collect();

        assert_eq!(rotten.0.len() as u64, ENTRIES_MAX);
        assert!(many.last().is_some_and(|newest| rotten.covers(newest)));
    }
}
