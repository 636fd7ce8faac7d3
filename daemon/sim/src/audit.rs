//! What the log gives to a reader, seen from below: every track, every damaged chunk.

use crate::appliance::Appliance;
use millpond_base::{Seq, TrackId};
use millpond_log::{Bounds, ReadError, ReadLimit, Record, after_rot};
use std::collections::BTreeMap;

/// More tracks than a simulated gateway makes: a start that makes any reserves 64.
const TRACKS_MAX: u32 = 4096;
const PAGE: ReadLimit = ReadLimit { records: usize::MAX, bytes: usize::MAX };

/// All that can be read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Audit {
    tracks: BTreeMap<u32, (Bounds, Vec<Record>)>,
    /// What the log reports as damaged or unreadable.
    pub(crate) reports: Vec<String>,
}

impl Audit {
    pub(crate) fn of(appliance: &Appliance) -> Self {
        let mut audit = Self::default();
        (0..TRACKS_MAX).for_each(|track| audit.look(appliance, TrackId(track)));
        audit
    }

    fn look(&mut self, appliance: &Appliance, track: TrackId) {
        let log = appliance.store().log();
        let bounds = log.bounds(track);
        if bounds == Bounds::default() {
            return;
        }
        let (_, records) = self.tracks.entry(track.0).or_insert((bounds, Vec::new()));
        let mut from = Seq(0);
        loop {
            match log.read(track, from, PAGE) {
                Ok(more) => {
                    let Some(last) = more.last() else { return };
                    from = last.seq.next();
                    records.extend(more);
                }
                Err(rot @ ReadError::Rot { first, count, .. }) => {
                    from = after_rot(from, first, count);
                    self.reports.push(rot.to_string());
                }
                Err(other) => return self.reports.push(format!("track {}: {other}", track.0)),
            }
        }
    }

    /// The first difference to a later look at the same flash.
    pub(crate) fn difference(&self, later: &Self) -> Option<String> {
        let tracks = self.tracks.keys().chain(later.tracks.keys());
        tracks.copied().find_map(|track| {
            let (before, after) = (self.tracks.get(&track), later.tracks.get(&track));
            let shape = |found: Option<&(Bounds, Vec<Record>)>| {
                found.map(|(bounds, records)| (*bounds, records.len()))
            };
            (before != after)
                .then(|| format!("track {track} was {:?} and is {:?}", shape(before), shape(after)))
        })
    }
}
