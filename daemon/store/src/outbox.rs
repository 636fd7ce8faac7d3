//! How far each route of the forwarder has come.
//!
//! Record grammar, version 1: attributes = `01`; body = CBOR array [route, lane, position]. Version 2, of a lane that has a plan
//! or pending ranges: attributes = `02`; body = CBOR array [route, lane, position, plan, ranges], where plan is `null` or the array
//! [first, end, records] and ranges is an array of at most [`RANGES_MAX`] arrays [from, end], which rise up to `position`
//! and do not overlap. The newest record of a (route, lane) counts. Every [`REWRITE_EVERY`] saves the whole table is written again, so that older records die
//! and opening reads a bounded number of them.

use crate::catalog::Catalog;
use crate::keyring::Keyring;
use crate::trail::{TrackError, own_track};
use millpond_base::{Now, Seq, Ticket, TrackId};
use millpond_log::{Batch, Log, ReadLimit};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

pub(crate) const KIND: &str = "outbox";
const VERSION: u8 = 1;
const VERSION_WITH_MORE: u8 = 2;
/// What the names of lanes begin with.
const LANE: &str = "track-";
const REWRITE_EVERY: u32 = 1024;
const PAGE: ReadLimit = ReadLimit { records: 512, bytes: 64 << 10 };

/// Ranges a lane may leave pending. Ours: each is an outage after which newer records went first.
pub const RANGES_MAX: usize = 8;

/// How far a lane has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Everything before it has arrived, but for what is pending.
    pub position: u64,
    /// The extent of a call that may have been made and is to be repeated as it was.
    pub plan: Option<Extent>,
    /// What lies before the position and has not arrived: from and end of each, rising.
    pub pending: Vec<(u64, u64)>,
}

/// The extent of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Position of the first record.
    pub first: u64,
    /// The position after that of the last.
    pub end: u64,
    /// Records in between.
    pub records: u64,
}

impl Progress {
    /// The place before which everything has arrived.
    #[must_use]
    pub fn arrived(&self) -> u64 {
        self.pending.first().map_or(self.position, |(from, _)| *from)
    }
}

impl From<u64> for Progress {
    fn from(position: u64) -> Self {
        Self { position, ..Self::default() }
    }
}

/// The forwarder's progress, by route and lane.
pub struct Outbox {
    log: Arc<Log>,
    track: TrackId,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    lanes: BTreeMap<(String, String), Progress>,
    saves: u32,
    /// Where the newest full rewrite starts, once it is durable everything before is dead.
    rewrite: Option<Seq>,
    /// The same for a rewrite that made room.
    moved: Option<(Ticket, Seq)>,
}

impl Outbox {
    /// Opens the outbox and reads every position back.
    ///
    /// # Errors
    /// When the catalog, the keyring or the log fails.
    pub fn open(catalog: &Catalog, log: Arc<Log>, keyring: &Keyring) -> Result<Self, TrackError> {
        let track = own_track(KIND, catalog, &log, keyring)?;
        let lanes = replay(&log, track);
        let state = Mutex::new(State { lanes, saves: REWRITE_EVERY, rewrite: None, moved: None });
        Ok(Self { log, track, state })
    }

    /// The place before which everything has arrived; `None` when the route never got anywhere.
    #[must_use]
    pub fn position(&self, route: &str, lane: &str) -> Option<u64> {
        self.progress(route, lane).map(|progress| progress.arrived())
    }

    /// What was saved last; `None` when the route never got anywhere.
    #[must_use]
    pub fn progress(&self, route: &str, lane: &str) -> Option<Progress> {
        self.lock().lanes.get(&(route.to_owned(), lane.to_owned())).cloned()
    }

    /// The name of a lane that reads `track`.
    #[must_use]
    pub fn lane(track: TrackId) -> String {
        format!("{LANE}{}", track.0)
    }

    /// Forgets how far lanes came whose tracks are no more, as they are never used again. What is on flash goes with the
    /// next rewrite.
    pub(crate) fn forget(&self, is_there: impl Fn(TrackId) -> bool) {
        self.lock().lanes.retain(|(_, lane), _| {
            let track = lane.strip_prefix(LANE).and_then(|n| n.parse().ok()).map(TrackId);
            track.is_none_or(&is_there)
        });
    }

    /// The track that holds the positions.
    pub(crate) const fn track(&self) -> TrackId {
        self.track
    }

    /// Adds how far a lane has come to a batch. Nobody needs to wait for a position: after a power cut the route repeats at
    /// most what lay between two saves. A plan has to be on flash before its call is made.
    ///
    /// # Panics
    /// With more than [`RANGES_MAX`] pending ranges.
    pub fn save(&self, batch: &mut Batch, route: &str, lane: &str, progress: impl Into<Progress>) {
        let progress = progress.into();
        assert!(progress.pending.len() <= RANGES_MAX, "a lane splits no further than that");
        let mut state = self.lock();
        state.lanes.insert((route.to_owned(), lane.to_owned()), progress.clone());
        state.saves += 1;
        if state.saves < REWRITE_EVERY {
            append(batch, self.track, route, lane, &progress);
            return;
        }
        state.saves = 0;
        if let Some(start) = state.rewrite.take() {
            // The rewrite before this one has long been durable: over a thousand saves lie in between.
            self.log.trim(self.track, start);
        }
        state.rewrite = Some(self.log.bounds(self.track).next);
        for ((route, lane), progress) in &state.lanes {
            append(batch, self.track, route, lane, progress);
        }
    }

    /// Writes the whole table at the end of the track, when its older records keep a segment from being used again.
    pub(crate) fn move_on(&self, now: Now) {
        let mut state = self.lock();
        if let Some((ticket, start)) = state.moved {
            if ticket <= self.log.durable() {
                self.log.trim(self.track, start);
                state.moved = None;
            }
            return;
        }
        let mut batch = Batch::new();
        for ((route, lane), progress) in &state.lanes {
            append(&mut batch, self.track, route, lane, progress);
        }
        if let Ok(receipt) = self.log.stage(batch.lazy().essential(), now) {
            state.moved = receipt.peek().first().map(|start| (receipt.ticket(), *start));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock can panic")
    }
}

fn replay(log: &Log, track: TrackId) -> BTreeMap<(String, String), Progress> {
    let mut lanes = BTreeMap::new();
    // A position that cannot be read only means that the route repeats from an older one.
    let _ = log.scan(track, log.bounds(track).first, PAGE, |records| {
        for record in &records {
            if let Some((route, lane, progress)) = decode(&record.attributes, &record.body) {
                lanes.insert((route, lane), progress);
            }
        }
    });
    lanes
}

fn append(batch: &mut Batch, track: TrackId, route: &str, lane: &str, progress: &Progress) {
    let has_more = progress.plan.is_some() || !progress.pending.is_empty();
    let version = if has_more { VERSION_WITH_MORE } else { VERSION };
    batch.append(track, &[version], &encode(version, route, lane, progress));
}

fn encode(version: u8, route: &str, lane: &str, progress: &Progress) -> Vec<u8> {
    let mut cbor = Encoder::new(Vec::with_capacity(64));
    let () = (|| {
        let fields = if version == VERSION { 3 } else { 5 };
        cbor.array(fields)?.str(route)?.str(lane)?.u64(progress.position)?;
        if version == VERSION {
            return Ok(());
        }
        match progress.plan {
            None => cbor.null()?,
            Some(plan) => cbor.array(3)?.u64(plan.first)?.u64(plan.end)?.u64(plan.records)?,
        };
        cbor.array(progress.pending.len() as u64)?;
        for (from, end) in &progress.pending {
            cbor.array(2)?.u64(*from)?.u64(*end)?;
        }
        Ok::<_, minicbor::encode::Error<std::convert::Infallible>>(())
    })()
    .expect("writing to a vector cannot fail");
    cbor.into_writer()
}

#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz {
    //! A door to the private decoder, for daemon/fuzz alone.

    /// Reads a record of the forwarder's progress.
    pub fn progress(body: &[u8]) {
        let _ = super::decode(&[super::VERSION], body);
        let _ = super::decode(&[super::VERSION_WITH_MORE], body);
    }
}

fn decode(attributes: &[u8], body: &[u8]) -> Option<(String, String, Progress)> {
    let fields = match attributes {
        [VERSION] => 3,
        [VERSION_WITH_MORE] => 5,
        _ => return None,
    };
    let mut cbor = Decoder::new(body);
    array(&mut cbor, fields)?;
    let (route, lane) = (cbor.str().ok()?.to_owned(), cbor.str().ok()?.to_owned());
    let mut progress = Progress::from(cbor.u64().ok()?);
    if fields == 5 {
        if cbor.datatype().ok()? == Type::Null {
            cbor.null().ok()?;
        } else {
            array(&mut cbor, 3)?;
            let [first, end, records] = [cbor.u64().ok()?, cbor.u64().ok()?, cbor.u64().ok()?];
            progress.plan = (first < end).then_some(Extent { first, end, records });
        }
        progress.pending = pending(&mut cbor, progress.position)?;
    }
    Some((route, lane, progress))
}

fn pending(cbor: &mut Decoder<'_>, position: u64) -> Option<Vec<(u64, u64)>> {
    let count = cbor.array().ok()?.filter(|count| *count <= RANGES_MAX as u64)?;
    let mut ranges = Vec::new();
    let mut least = 0;
    for _ in 0..count {
        array(cbor, 2)?;
        let (from, end) = (cbor.u64().ok()?, cbor.u64().ok()?);
        (least <= from && from < end && end <= position).then_some(())?;
        least = end;
        ranges.push((from, end));
    }
    Some(ranges)
}

fn array(cbor: &mut Decoder<'_>, fields: u64) -> Option<()> {
    (cbor.array().ok()? == Some(fields)).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::full::Policy;
    use crate::full::tests::{Rig, policies};
    use millpond_base::Clock;

    #[test]
    fn the_progress_of_lanes_whose_tracks_are_gone_is_forgotten() {
        let rig = Rig::new(policies(&[("s", Policy::Reject)], &[]));
        let track = rig.stream("s", 1).shards()[0].track;
        let outbox = rig.store.outbox();
        for lane in [&Outbox::lane(track), &Outbox::lane(TrackId(track.0 + 1_000)), "other"] {
            let mut batch = Batch::new();
            outbox.save(&mut batch, "route", lane, 5);
            drop(rig.store.stage(batch, rig.clock.now()).unwrap());
        }
        rig.commit();

        rig.store.maintain(rig.clock.now()).unwrap();

        let position = |lane: &str| rig.store.outbox().position("route", lane);
        assert_eq!(position(&Outbox::lane(track)), Some(5));
        assert_eq!(position(&Outbox::lane(TrackId(track.0 + 1_000))), None);
        assert_eq!(position("other"), Some(5));
    }

    fn both(progress: &Progress) -> [u8; 2] {
        // What is written in either version is read back as it was.
        let mut versions = [0; 2];
        for (seen, version) in versions.iter_mut().zip([VERSION, VERSION_WITH_MORE]) {
            let body = encode(version, "r", "track-7", progress);
            let read = decode(&[version], &body).expect("what was written is read");
            *seen = u8::from(read == ("r".to_owned(), "track-7".to_owned(), progress.clone()));
            for length in 0..body.len() {
                assert_eq!(decode(&[version], &body[..length]), None);
            }
        }
        versions
    }

    #[test]
    fn a_plan_and_pending_ranges_need_the_second_version() {
        let plan = Some(Extent { first: 5, end: 9, records: 3 });

        assert_eq!(both(&Progress::from(300)), [1, 1]);
        assert_eq!(both(&Progress { plan, ..Progress::from(5) }), [0, 1]);
        assert_eq!(both(&Progress { pending: vec![(1, 4), (4, 90)], ..Progress::from(90) }), [0, 1]);
    }

    #[test]
    fn the_bytes_of_progress_are_what_they_were() {
        let plan = Some(Extent { first: 5, end: 300, records: 3 });
        let progress = Progress { position: 5, plan, pending: vec![(1, 2), (3, 5)] };

        assert_eq!(encode(VERSION, "r", "l", &progress), b"\x83\x61r\x61l\x05");
        assert_eq!(
            encode(VERSION_WITH_MORE, "r", "l", &progress),
            b"\x85\x61r\x61l\x05\x83\x05\x19\x01\x2c\x03\x82\x82\x01\x02\x82\x03\x05"
        );
    }

    #[test]
    fn ranges_that_overlap_fall_back_or_pass_the_position_are_not_progress() {
        for pending in [vec![(4, 4)], vec![(5, 3)], vec![(1, 5), (4, 6)], vec![(1, 100)]] {
            let body = encode(VERSION_WITH_MORE, "r", "l", &Progress { pending, ..Progress::from(90) });
            assert_eq!(decode(&[VERSION_WITH_MORE], &body), None);
        }
        let pending = (0..9).map(|n| (n, n + 1)).collect();
        let body = encode(VERSION_WITH_MORE, "r", "l", &Progress { pending, ..Progress::from(90) });
        assert_eq!(decode(&[VERSION_WITH_MORE], &body), None, "more than there may be");
    }

    #[test]
    fn what_is_pending_has_not_arrived() {
        assert_eq!(Progress::from(9).arrived(), 9);
        assert_eq!(Progress { pending: vec![(2, 4), (6, 8)], ..Progress::from(9) }.arrived(), 2);
    }
}
