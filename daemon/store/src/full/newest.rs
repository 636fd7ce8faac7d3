//! Which records were superseded: newer ones of their keys are on flash.
//!
//! A track is read once, from its oldest record on, in bounded steps while space is short, and read on from there. Of each
//! key only the newest place is known; meeting the key again supersedes that place.
//!
//! Memory of a stream or queue: at most [`KEYS_MAX`] keys, under 2.5 MB, and [`SUPERSEDED_MAX`] places, under 600 kB.
//! Records of further keys survive. Keys are known by 64 bits of a keyed hash: among as many keys, one in 10^9 streams
//! takes two of them for one.

use crate::stream::Label;
use millpond_base::{LineMs, Seq, TrackId};
use millpond_log::{Log, ReadError, ReadLimit, Record, after_rot};
use roaring::RoaringTreemap;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};

/// Keys known of one stream or queue.
pub(super) const KEYS_MAX: usize = 64 << 10;
/// Superseded places known of one track: reading goes on when these are let go of.
const SUPERSEDED_MAX: u64 = 64 << 10;
const PAGE: ReadLimit = ReadLimit { records: 1024, bytes: 256 << 10 };

/// What is known of one stream or queue.
#[derive(Default)]
pub(super) struct Newest {
    /// Keyed anew at each start, so that nobody can choose keys that collide.
    hasher: RandomState,
    tracks: BTreeMap<TrackId, Known>,
    /// When it was of use last.
    pub(super) used: LineMs,
}

/// What is known of one track. Order is within a track, so keys are too.
#[derive(Default)]
pub(super) struct Known {
    newest: HashMap<u64, u64>,
    read_to: u64,
    pub(super) superseded: RoaringTreemap,
    /// Where to look on for pieces to write anew.
    pub(super) swept_to: u64,
}

impl Newest {
    /// What is known of a track.
    pub(super) fn of(&mut self, track: TrackId) -> &mut Known {
        self.tracks.entry(track).or_default()
    }

    /// Reads on until so many places are superseded, or the end, or so many bytes.
    pub(super) fn read_on(
        &mut self,
        log: &Log,
        track: TrackId,
        key_of: impl Fn(&Record) -> Option<String>,
        wanted: u64,
        bytes_max: u64,
    ) {
        let first = log.bounds(track).first.0;
        let mut room = KEYS_MAX.saturating_sub(self.tracks.values().map(|known| known.newest.len()).sum());
        let known = self.tracks.entry(track).or_default();
        known.superseded.remove_range(..first);
        if room == 0 {
            let before = known.newest.len();
            known.newest.retain(|_, place| *place >= first);
            room = before - known.newest.len();
        }
        let mut bytes = 0;
        while known.superseded.len() < wanted.min(SUPERSEDED_MAX) && bytes < bytes_max {
            match log.read(track, Seq(known.read_to), PAGE) {
                Ok(records) => {
                    let Some(last) = records.last() else { return };
                    known.read_to = last.seq.0 + 1;
                    for record in &records {
                        bytes += (record.attributes.len() + record.body.len()) as u64;
                        if let Some(key) = key_of(record) {
                            known.meet(self.hasher.hash_one(key), record.seq.0, &mut room);
                        }
                    }
                }
                Err(ReadError::Rot { first, count, .. }) => {
                    known.read_to = after_rot(Seq(known.read_to), first, count).0;
                }
                Err(_) => return,
            }
        }
    }
}

impl Known {
    fn meet(&mut self, key: u64, place: u64, room: &mut usize) {
        if let Some(newest) = self.newest.get_mut(&key) {
            self.superseded.insert(std::mem::replace(newest, place));
        } else if *room > 0 {
            *room -= 1;
            self.newest.insert(key, place);
        }
    }

    /// The first superseded place from one on.
    pub(super) fn next_superseded(&self, from: u64) -> Option<u64> {
        let before = from.checked_sub(1).map_or(0, |last| self.superseded.rank(last));
        self.superseded.select(before)
    }
}

/// The key of a stream's record.
pub(super) fn partition_key(record: &Record) -> Option<String> {
    Label::decode(&record.attributes)?.partition_key.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_met_again_supersedes_its_newest_place_alone() {
        let (mut known, mut room) = (Known::default(), KEYS_MAX);
        for (place, key) in [1, 2, 1, 3, 1].into_iter().enumerate() {
            known.meet(key, place as u64, &mut room);
        }

        assert_eq!(known.superseded.iter().collect::<Vec<_>>(), [0, 2]);
        assert_eq!(
            [known.next_superseded(0), known.next_superseded(1), known.next_superseded(3)],
            [Some(0), Some(2), None]
        );
    }

    #[test]
    fn records_of_keys_beyond_the_bound_are_never_superseded() {
        let (mut known, mut room) = (Known::default(), 2);
        for (place, key) in [1, 2, 3, 3, 1, 3].into_iter().enumerate() {
            known.meet(key, place as u64, &mut room);
        }

        assert_eq!(known.superseded.iter().collect::<Vec<_>>(), [0]);
        assert_eq!(known.newest.len(), 2);
    }
}
