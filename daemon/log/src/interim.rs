//! The log in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use millpond_base::{Entropy, LineMs, Now, Seq, Ticket, TrackId, WallMs};

use crate::disk::Disk;
use crate::format::varint;
use crate::{
    Batch, Bounds, CommitError, Committed, DataKey, Durable, OpenError, Options, ReadError, ReadLimit,
    ReclaimError, Record, StageError,
};

#[derive(Default)]
struct Track {
    records: Vec<Record>,
    next: u64,
    floor: u64,
    durable: u64,
}

#[derive(Default)]
struct State {
    tracks: BTreeMap<TrackId, Track>,
    staged: u64,
    ticket: u64,
    durable: u64,
    urgent: bool,
    stats: Stats,
}

/// The log.
#[derive(Default)]
pub struct Log {
    state: Mutex<State>,
    bell: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

/// What opening found.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Recovered {
    /// The highest device time seen.
    pub line: LineMs,
    /// The highest wall time seen.
    pub wall: WallMs,
}

/// Counters.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Stats {
    /// Bytes of attributes and bodies committed.
    pub payload_bytes: u64,
    /// Bytes written to the device.
    pub device_bytes_written: u64,
    /// Syncs.
    pub syncs: u64,
    /// Commits.
    pub commits: u64,
    /// Segments that can be written.
    pub segments_free: u32,
    /// Segments that hold data.
    pub segments_used: u32,
}

#[allow(missing_docs, clippy::missing_errors_doc, clippy::needless_pass_by_value)]
impl Log {
    pub fn create(_disk: &dyn Disk, options: &Options, _entropy: &dyn Entropy) -> Result<(), OpenError> {
        options.check()
    }
    pub fn open(
        _disk: Arc<dyn Disk>,
        options: Options,
        _entropy: &dyn Entropy,
        _now_wall: WallMs,
    ) -> Result<(Self, Recovered), OpenError> {
        options.check()?;
        let _ = options.segments_max();
        Ok((Self::default(), Recovered::default()))
    }
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder panics")
    }
    pub fn register(&self, track: TrackId, _key: DataKey) {
        self.state().tracks.entry(track).or_default();
    }
    pub fn forget_unregistered(&self) {}
    pub fn drop_track(&self, track: TrackId) {
        self.state().tracks.remove(&track);
    }
    pub fn stage(&self, batch: Batch, now: Now) -> Result<Durable<Vec<Seq>>, StageError> {
        let mut state = self.state();
        let mut seqs = Vec::new();
        let mut rest = &batch.bytes[..];
        if let Some(part) = batch.parts.iter().find(|part| !state.tracks.contains_key(&part.track)) {
            return Err(StageError::UnknownTrack(part.track));
        }
        for part in &batch.parts {
            let track = state.tracks.get_mut(&part.track).expect("looked up above");
            let attributes = usize::try_from(varint::take(&mut rest).expect("own")).expect("own");
            let body = usize::try_from(varint::take(&mut rest).expect("own")).expect("own");
            let seq = Seq(track.next);
            track.next += 1;
            track.records.push(Record {
                seq,
                wall: now.wall,
                line: now.line,
                attributes: rest[..attributes].to_vec(),
                body: rest[attributes..attributes + body].to_vec(),
            });
            rest = &rest[attributes + body..];
            seqs.push(seq);
        }
        state.staged += batch.bytes.len() as u64;
        state.stats.payload_bytes += batch.payload_bytes;
        state.urgent |= !batch.lazy;
        let _ = batch.essential;
        state.ticket += 1;
        let ticket = Ticket(state.ticket);
        drop(state);
        if let Some(bell) = self.bell.get() {
            bell();
        }
        Ok(Durable::new(ticket, seqs))
    }
    pub fn commit(&self, _now: Now) -> Result<Option<Committed>, CommitError> {
        let mut state = self.state();
        if state.durable == state.ticket {
            return Ok(None);
        }
        state.durable = state.ticket;
        state.staged = 0;
        state.urgent = false;
        state.stats.commits += 1;
        let ticket = Ticket(state.durable);
        let mut tracks = Vec::new();
        for (id, track) in &mut state.tracks {
            if track.durable != track.next {
                track.durable = track.next;
                tracks.push((*id, Seq(track.next)));
            }
        }
        Ok(Some(Committed { ticket, tracks }))
    }
    pub fn staged_bytes(&self) -> u64 {
        self.state().staged
    }
    pub fn urgent(&self) -> bool {
        self.state().urgent
    }
    pub fn durable(&self) -> Ticket {
        Ticket(self.state().durable)
    }
    pub fn on_staged(&self, f: Box<dyn Fn() + Send + Sync>) {
        let _ = self.bell.set(f);
    }
    pub fn read(&self, track: TrackId, from: Seq, limit: ReadLimit) -> Result<Vec<Record>, ReadError> {
        let state = self.state();
        let known = state.tracks.get(&track).ok_or(ReadError::UnknownTrack(track))?;
        let from = from.0.max(known.floor);
        let mut bytes = 0;
        let readable = known.records.iter().filter(|r| (from..known.durable).contains(&r.seq.0));
        let within = readable.take(limit.records).take_while(|r| {
            let first = bytes == 0;
            bytes += r.attributes.len() + r.body.len();
            first || bytes <= limit.bytes
        });
        Ok(within.cloned().collect())
    }
    pub fn bounds(&self, track: TrackId) -> Bounds {
        let state = self.state();
        state.tracks.get(&track).map_or_else(Bounds::default, |t| Bounds {
            first: Seq(t.floor),
            next: Seq(t.durable),
            bytes: 0,
            records: t.durable - t.floor,
        })
    }
    pub fn seek_time(&self, track: TrackId, wall: WallMs) -> Seq {
        let state = self.state();
        state
            .tracks
            .get(&track)
            .map_or(Seq(0), |t| t.records.iter().find(|r| r.wall >= wall).map_or(Seq(t.durable), |r| r.seq))
    }
    pub fn trim(&self, track: TrackId, before: Seq) {
        if let Some(t) = self.state().tracks.get_mut(&track) {
            t.floor = t.floor.max(before.0.min(t.durable));
            let floor = t.floor;
            t.records.retain(|r| r.seq.0 >= floor);
        }
    }
    pub fn trim_older(&self, track: TrackId, line: LineMs) -> Seq {
        let before = {
            let state = self.state();
            let Some(t) = state.tracks.get(&track) else { return Seq(0) };
            t.records.iter().find(|r| r.line >= line).map_or(Seq(t.durable), |r| r.seq)
        };
        self.trim(track, before);
        before
    }
    pub fn reclaim(&self) -> Result<u32, ReclaimError> {
        Ok(0)
    }
    pub fn stats(&self) -> Stats {
        self.state().stats
    }
}
