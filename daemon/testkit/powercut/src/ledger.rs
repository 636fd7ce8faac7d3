//! What was said at which point of the device's history, and what must therefore be found after a cut at any point.

use std::collections::{BTreeMap, BTreeSet};

/// Track and place.
pub(crate) type Place = (u32, u64);

/// Everything a log showed when it was opened, and what it complained of.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) records: BTreeMap<Place, u64>,
    pub(crate) problems: Vec<String>,
}

/// Records by nonce, with the position from which on they must be there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    /// What every batch that was ever begun consists of.
    begun: BTreeMap<u64, Begun>,
    promised: Vec<(usize, Place, u64)>,
    /// Everything of the track before the place may go.
    released: Vec<(usize, Place)>,
}

#[derive(Clone, Debug)]
struct Begun {
    /// Tracks and nonces.
    records: Vec<(u32, u64)>,
    /// How many releases there had been.
    releases: usize,
}

impl Ledger {
    /// A batch is about to be staged; each record by track and nonce.
    pub(crate) fn begin(&mut self, batch: u64, records: Vec<(u32, u64)>) {
        self.begun.insert(batch, Begun { records, releases: self.released.len() });
    }

    /// A batch was acknowledged at these places, in order. False when that batch was never begun.
    pub(crate) fn acknowledge(&mut self, position: usize, batch: u64, seqs: &[u64]) -> bool {
        let Some(begun) = self.begun.get(&batch).filter(|begun| begun.records.len() == seqs.len()) else {
            return false;
        };
        let places =
            begun.records.iter().zip(seqs).map(|((track, nonce), seq)| (position, (*track, *seq), *nonce));
        self.promised.extend(places);
        true
    }

    /// From now on what lies before the place may be gone.
    pub(crate) fn release(&mut self, position: usize, track: u32, before: u64) {
        self.released.push((position, (track, before)));
    }

    /// What a log showed once it must show always.
    pub(crate) fn adopt(&mut self, position: usize, listing: &Listing) {
        self.promised.extend(listing.records.iter().map(|(place, nonce)| (position, *place, *nonce)));
    }

    /// The points at which something was promised.
    pub(crate) fn promises(&self) -> impl Iterator<Item = usize> {
        self.promised.iter().map(|(position, ..)| *position)
    }

    /// How many records must be there after a cut at a position.
    pub(crate) fn owed(&self, position: usize) -> usize {
        self.must(position).len()
    }

    /// The ledger of a history that begins after a cut at this position.
    pub(crate) fn after(&self, position: usize) -> Self {
        Self {
            begun: self.begun.clone(),
            promised: self.must(position).into_iter().map(|(place, nonce)| (0, place, nonce)).collect(),
            released: self.releases(position).map(|floor| (0, *floor)).collect(),
        }
    }

    fn releases(&self, position: usize) -> impl Iterator<Item = &Place> {
        self.released.iter().filter(move |(at, _)| *at <= position).map(|(_, floor)| floor)
    }

    /// Per track, the first place that may not be gone.
    fn floors(&self, position: usize) -> BTreeMap<u32, u64> {
        let mut floors = BTreeMap::new();
        for (track, before) in self.releases(position) {
            let floor = floors.entry(*track).or_insert(0);
            *floor = (*before).max(*floor);
        }
        floors
    }

    fn must(&self, position: usize) -> BTreeMap<Place, u64> {
        let floors = self.floors(position);
        let there = |place: &Place| floors.get(&place.0).is_none_or(|floor| place.1 >= *floor);
        let promised = self.promised.iter().filter(|(at, place, _)| *at <= position && there(place));
        promised.map(|(_, place, nonce)| (*place, *nonce)).collect()
    }

    /// What is wrong with a listing after a cut at this position; empty when nothing is.
    pub(crate) fn judge(&self, position: usize, listing: &Listing) -> Vec<String> {
        let mut wrong = listing.problems.clone();
        let must = self.must(position);
        let lost: Vec<_> =
            must.iter().filter(|(place, nonce)| listing.records.get(place) != Some(nonce)).collect();
        if let Some(((track, seq), _)) = lost.first() {
            wrong.push(format!(
                "{} acknowledged records are lost, first track {track} place {seq}",
                lost.len()
            ));
        }
        self.phantoms(listing, &mut wrong);
        self.halves(position, listing, &mut wrong);
        wrong
    }

    fn phantoms(&self, listing: &Listing, wrong: &mut Vec<String>) {
        let known: BTreeSet<(u32, u64)> =
            self.begun.values().flat_map(|begun| &begun.records).copied().collect();
        let mut seen = BTreeSet::new();
        for ((track, seq), nonce) in &listing.records {
            if !known.contains(&(*track, *nonce)) {
                wrong.push(format!("track {track} place {seq} holds what nobody wrote there"));
            }
            if !seen.insert(nonce) {
                wrong.push(format!("track {track} place {seq} holds a record a second time"));
            }
        }
    }

    /// A batch is there whole or not at all. Of those begun before the last release, parts may have been let go.
    fn halves(&self, position: usize, listing: &Listing, wrong: &mut Vec<String>) {
        let found: BTreeSet<u64> = listing.records.values().copied().collect();
        let releases = self.releases(position).count();
        for (batch, begun) in self.begun.iter().filter(|(_, begun)| begun.releases >= releases) {
            let there = begun.records.iter().filter(|(_, nonce)| found.contains(nonce)).count();
            if there != 0 && there != begun.records.len() {
                wrong.push(format!("batch {batch}: {there} of {} records are there", begun.records.len()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(records: &[(u32, u64, u64)]) -> Listing {
        let records = records.iter().map(|(track, seq, nonce)| ((*track, *seq), *nonce)).collect();
        Listing { records, problems: Vec::new() }
    }

    fn ledger() -> Ledger {
        let mut ledger = Ledger::default();
        ledger.begin(1, vec![(1, 10), (2, 20)]);
        assert!(ledger.acknowledge(5, 1, &[0, 0]));
        ledger.begin(2, vec![(1, 11), (1, 12)]);
        assert!(ledger.acknowledge(9, 2, &[1, 2]));
        ledger
    }

    #[test]
    fn what_was_acknowledged_before_the_cut_is_owed() {
        let ledger = ledger();

        assert!(ledger.judge(4, &listing(&[])).is_empty());
        assert_eq!(
            ledger.judge(5, &listing(&[])),
            ["2 acknowledged records are lost, first track 1 place 0"]
        );
        assert!(ledger.judge(5, &listing(&[(1, 0, 10), (2, 0, 20)])).is_empty());
        assert_eq!(ledger.judge(9, &listing(&[(1, 0, 10), (2, 0, 20)])).len(), 1);
        assert_eq!((ledger.owed(4), ledger.owed(5), ledger.owed(9)), (0, 2, 4));
    }

    #[test]
    fn strangers_doubles_and_halves_are_found() {
        let ledger = ledger();
        let whole = [(1, 0, 10), (2, 0, 20), (1, 1, 11), (1, 2, 12)];

        assert!(ledger.judge(9, &listing(&whole)).is_empty());
        assert_eq!(
            ledger.judge(0, &listing(&[(1, 0, 99)])),
            ["track 1 place 0 holds what nobody wrote there"]
        );
        assert_eq!(ledger.judge(0, &listing(&[(1, 0, 10)])), ["batch 1: 1 of 2 records are there"]);
        let twice = ledger.judge(9, &listing(&[&whole[..], &[(1, 3, 12)]].concat()));
        assert_eq!(twice, ["track 1 place 3 holds a record a second time"]);
    }

    #[test]
    fn what_was_let_go_is_not_owed() {
        let mut ledger = ledger();
        ledger.release(12, 1, 2);

        assert!(!ledger.judge(11, &listing(&[(2, 0, 20), (1, 2, 12)])).is_empty());
        assert!(ledger.judge(12, &listing(&[(2, 0, 20), (1, 2, 12)])).is_empty());
    }

    #[test]
    fn a_new_history_owes_what_the_old_one_did_and_what_was_seen() {
        let mut ledger = ledger().after(5);
        assert_eq!(ledger.owed(0), 2);

        ledger.adopt(3, &listing(&[(1, 0, 10), (2, 0, 20), (1, 1, 11), (1, 2, 12)]));

        assert_eq!((ledger.owed(2), ledger.owed(3)), (2, 4));
    }
}
