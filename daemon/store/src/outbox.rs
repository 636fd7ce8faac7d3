//! How far each route of the forwarder has come.
//!
//! Record grammar, version 1: attributes = `01`; body = CBOR array [route, lane, position]. The newest record of a
//! (route, lane) counts. Every [`REWRITE_EVERY`] saves the whole table is written again, so that older records die
//! and opening reads a bounded number of them.

use crate::catalog::Catalog;
use crate::keyring::Keyring;
use crate::trail::{TrackError, own_track};
use millpond_base::{Now, Seq, Ticket, TrackId};
use millpond_log::{Batch, Log, ReadLimit};
use minicbor::{Decoder, Encoder};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

pub(crate) const KIND: &str = "outbox";
const VERSION: u8 = 1;
/// What the names of lanes begin with.
const LANE: &str = "track-";
const REWRITE_EVERY: u32 = 1024;
const PAGE: ReadLimit = ReadLimit { records: 512, bytes: 64 << 10 };

/// The forwarder's progress: a position per route and lane.
pub struct Outbox {
    log: Arc<Log>,
    track: TrackId,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    positions: BTreeMap<(String, String), u64>,
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
        let positions = replay(&log, track);
        let state = Mutex::new(State { positions, saves: REWRITE_EVERY, rewrite: None, moved: None });
        Ok(Self { log, track, state })
    }

    /// The saved position; `None` when the route never got anywhere.
    #[must_use]
    pub fn position(&self, route: &str, lane: &str) -> Option<u64> {
        self.lock().positions.get(&(route.to_owned(), lane.to_owned())).copied()
    }

    /// The name of a lane that reads `track`.
    #[must_use]
    pub fn lane(track: TrackId) -> String {
        format!("{LANE}{}", track.0)
    }

    /// Forgets how far lanes came whose tracks are no more, as they are never used again. What is on flash goes with the
    /// next rewrite.
    pub(crate) fn forget(&self, is_there: impl Fn(TrackId) -> bool) {
        self.lock().positions.retain(|(_, lane), _| {
            let track = lane.strip_prefix(LANE).and_then(|n| n.parse().ok()).map(TrackId);
            track.is_none_or(&is_there)
        });
    }

    /// The track that holds the positions.
    pub(crate) const fn track(&self) -> TrackId {
        self.track
    }

    /// Adds a position to a batch. Nobody needs to wait for it: after a power cut the route repeats at most what lay
    /// between two saves.
    pub fn save(&self, batch: &mut Batch, route: &str, lane: &str, position: u64) {
        let mut state = self.lock();
        state.positions.insert((route.to_owned(), lane.to_owned()), position);
        state.saves += 1;
        if state.saves < REWRITE_EVERY {
            batch.append(self.track, &[VERSION], &encode(route, lane, position));
            return;
        }
        state.saves = 0;
        if let Some(start) = state.rewrite.take() {
            // The rewrite before this one has long been durable: over a thousand saves lie in between.
            self.log.trim(self.track, start);
        }
        state.rewrite = Some(self.log.bounds(self.track).next);
        for ((route, lane), position) in &state.positions {
            batch.append(self.track, &[VERSION], &encode(route, lane, *position));
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
        for ((route, lane), position) in &state.positions {
            batch.append(self.track, &[VERSION], &encode(route, lane, *position));
        }
        if let Ok(receipt) = self.log.stage(batch.lazy().essential(), now) {
            state.moved = receipt.peek().first().map(|start| (receipt.ticket(), *start));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock can panic")
    }
}

fn replay(log: &Log, track: TrackId) -> BTreeMap<(String, String), u64> {
    let mut positions = BTreeMap::new();
    // A position that cannot be read only means that the route repeats from an older one.
    let _ = log.scan(track, log.bounds(track).first, PAGE, |records| {
        for record in &records {
            if let Some((route, lane, position)) = decode(&record.attributes, &record.body) {
                positions.insert((route, lane), position);
            }
        }
    });
    positions
}

fn encode(route: &str, lane: &str, position: u64) -> Vec<u8> {
    let mut cbor = Encoder::new(Vec::with_capacity(32));
    let () = (|| {
        cbor.array(3)?.str(route)?.str(lane)?.u64(position)?;
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
    }
}

fn decode(attributes: &[u8], body: &[u8]) -> Option<(String, String, u64)> {
    if attributes != [VERSION] {
        return None;
    }
    let mut cbor = Decoder::new(body);
    (cbor.array().ok()? == Some(3)).then_some(())?;
    Some((cbor.str().ok()?.to_owned(), cbor.str().ok()?.to_owned(), cbor.u64().ok()?))
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
}
