//! A set of places that costs memory by its runs and not by its places.

use std::collections::BTreeMap;
use std::ops::Range;

/// Runs of places: start to end, none empty, none touching another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Runs(BTreeMap<u64, u64>);

impl Runs {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn first(&self) -> Option<u64> {
        self.0.first_key_value().map(|(&start, _)| start)
    }

    pub(super) fn insert(&mut self, run: Range<u64>) {
        if run.is_empty() {
            return;
        }
        let Range { mut start, mut end } = run;
        // From the last run that begins at or before our end, back to the first that touches us.
        while let Some((&from, &to)) = self.0.range(..=end).next_back()
            && to >= start
        {
            self.0.remove(&from);
            (start, end) = (start.min(from), end.max(to));
        }
        self.0.insert(start, end);
    }

    /// True when the place was there.
    pub(super) fn remove(&mut self, place: u64) -> bool {
        let Some((&start, &end)) = self.0.range(..=place).next_back().filter(|&(_, &end)| end > place) else {
            return false;
        };
        self.0.remove(&start);
        if start < place {
            self.0.insert(start, place);
        }
        if place + 1 < end {
            self.0.insert(place + 1, end);
        }
        true
    }

    pub(super) fn pop_first(&mut self) -> Option<u64> {
        let place = self.first()?;
        self.remove(place);
        Some(place)
    }

    /// Forgets the places before one.
    pub(super) fn forget_before(&mut self, place: u64) {
        let later = self.0.split_off(&place);
        let cut = self.0.last_key_value().map_or(0, |(_, &end)| end);
        self.0 = later;
        if cut > place {
            self.0.insert(place, cut);
        }
    }

    /// The runs as far as they lie in a range.
    pub(super) fn within(&self, range: &Range<u64>) -> impl Iterator<Item = Range<u64>> {
        let Range { start, end } = *range;
        let first = self.0.range(..=start).next_back().map_or(start, |(&from, _)| from);
        let clipped = self.0.range(first..end.max(first)).map(move |(&a, &b)| a.max(start)..b.min(end));
        clipped.filter(|run| !run.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn places(runs: &Runs) -> BTreeSet<u64> {
        runs.within(&(0..1_000)).flatten().collect()
    }

    proptest! {
        #[test]
        fn runs_are_the_set_of_their_places(steps in proptest::collection::vec((0u8..4, 0u64..60, 0u64..12), 0..40)) {
            let (mut runs, mut model) = (Runs::default(), BTreeSet::new());
            for (step, place, length) in steps {
                match step {
                    0 | 1 => {
                        runs.insert(place..place + length);
                        model.extend(place..place + length);
                    }
                    2 => prop_assert_eq!(runs.remove(place), model.remove(&place)),
                    _ => {
                        runs.forget_before(length);
                        model.retain(|&known| known >= length);
                    }
                }
                prop_assert_eq!(places(&runs), model.clone());
                let part: BTreeSet<u64> = runs.within(&(10..30)).flatten().collect();
                prop_assert_eq!(part, model.range(10..30).copied().collect::<BTreeSet<u64>>());
                prop_assert_eq!(runs.first(), model.first().copied());
                prop_assert!(runs.0.iter().zip(runs.0.iter().skip(1)).all(|(a, b)| a.1 < b.0));
            }
        }
    }

    #[test]
    fn a_run_of_any_length_costs_one_entry() {
        let mut runs = Runs::default();
        runs.insert(0..u64::MAX);

        assert_eq!(runs.pop_first(), Some(0));
        assert!(runs.remove(1 << 40));
        assert_eq!(runs.0.len(), 2);
    }
}
