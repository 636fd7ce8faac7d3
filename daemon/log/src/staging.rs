//! What waits for a commit: batches get their places here and are copied into per-track buffers,
//! under one short lock and without allocating per record.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use millpond_base::{LineMs, Now, Seq, Ticket, TrackId};

use crate::batch::Claim;
use crate::format::block::BLOCK_BYTES;
use crate::format::chunk::CHUNK_EXTRA_BYTES;
use crate::format::frame::FrameHeader;
use crate::format::record::{MARK_BYTES_MAX, Times};
use crate::format::{PAYLOAD_BYTES, footer, frame, wide};
use crate::piece::Origin;
use crate::{Batch, DataKey, Options, StageError};

/// Records of one track that will be sealed together.
#[derive(Debug)]
pub(crate) struct StagedChunk {
    pub(crate) track: TrackId,
    pub(crate) key: Arc<DataKey>,
    pub(crate) first_seq: u64,
    pub(crate) count: u32,
    pub(crate) start: Times,
    pub(crate) last: Times,
    pub(crate) records: Vec<u8>,
    /// Which of the wave's origins it takes the place of; `None` for new records.
    pub(crate) origin: Option<usize>,
}

/// Segments that only batches that free segments may begin: without one in hand, nothing could be moved out of the way.
pub(crate) const MOVE_RESERVE: u32 = 1;

/// What one commit will write: a frame.
#[derive(Debug)]
pub(crate) struct Wave {
    number: u64,
    /// The frame begins another segment.
    pub(crate) roll: bool,
    pub(crate) chunks: Vec<StagedChunk>,
    /// Chunks on flash that some of these take the place of.
    pub(crate) origins: Vec<Origin>,
    body_bytes: usize,
    pub(crate) payload_bytes: u64,
    pub(crate) staged_bytes: u64,
    pub(crate) ticket: Ticket,
    urgent: bool,
}

#[derive(Debug)]
struct StagedTrack {
    key: Arc<DataKey>,
    next: u64,
    line: LineMs,
    /// The chunk that takes the next record: number of the wave, place in it.
    open: Option<(u64, usize)>,
    /// Bytes of records since its key was registered.
    bytes: u64,
    /// The last call of `stage` that named the track, to count tracks of a batch.
    touched: u64,
    /// It takes no more records.
    closed: bool,
}

/// Where the waves that wait will lie, so that space is known to suffice before a batch is accepted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) segment_blocks: u32,
    /// The block after the last planned frame; `segment_blocks` when no segment is open.
    pub(crate) block: u32,
    /// Chunks of the segment so far.
    pub(crate) chunks: usize,
    /// Epochs of the segment, the running one counted.
    pub(crate) epochs: usize,
    /// Free segments no wave is planned to begin.
    pub(crate) free: u32,
}

impl Plan {
    fn fits(&self, need: Need, heads: usize) -> bool {
        let footer_blocks = footer::blocks(self.epochs, self.chunks + need.chunks, heads);
        self.block.saturating_add(frame::blocks(need.bytes)).saturating_add(footer_blocks)
            <= self.segment_blocks
    }

    fn fresh(&self) -> Self {
        Self { block: 0, chunks: 0, epochs: 1, ..*self }
    }

    fn place(&mut self, wave: &Wave) {
        if wave.roll {
            *self = Self { free: self.free.saturating_sub(1), ..self.fresh() };
        }
        self.block += frame::blocks(wave.body_bytes);
        self.chunks += wave.chunks.len();
    }
}

/// An upper bound of what a batch adds to a frame.
#[derive(Clone, Copy, Debug)]
struct Need {
    bytes: usize,
    chunks: usize,
}

/// Where a batch goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placement {
    Join,
    Begin { roll: bool },
}

/// What a batch that finds no free segment is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Space {
    pub(crate) used_bytes: u64,
    pub(crate) budget_bytes: u64,
    /// Another segment can still be created.
    pub(crate) can_grow: bool,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Staging {
    tracks: HashMap<TrackId, StagedTrack>,
    waves: VecDeque<Wave>,
    /// Where the closed waves end. The last wave is open while `open` is true, and not yet in it.
    pub(crate) plan: Plan,
    open: bool,
    waves_begun: u64,
    attempts: u64,
    ticket: u64,
    staged_bytes: u64,
    pub(crate) space: Space,
    /// Tracks with a head in the next footer that are not registered.
    pub(crate) strangers: usize,
    heads: usize,
    spare: Vec<Vec<u8>>,
    spare_bytes: usize,
    staged_bytes_max: u64,
    commit_bytes_max: usize,
    chunk_bytes_target: usize,
    reserve: u32,
    /// The segment of the last wave was begun out of the reserve, or may have been: before the start, or because another
    /// was refused by the device.
    pub(crate) in_reserve: bool,
}

impl Staging {
    pub(crate) fn new(options: &Options, plan: Plan, space: Space, strangers: usize) -> Self {
        Self {
            tracks: HashMap::new(),
            waves: VecDeque::new(),
            plan,
            open: false,
            waves_begun: 0,
            attempts: 0,
            ticket: 0,
            staged_bytes: 0,
            space,
            strangers,
            heads: 0,
            spare: Vec::new(),
            spare_bytes: 0,
            staged_bytes_max: u64::from(options.staged_bytes_max),
            commit_bytes_max: wide(options.commit_bytes_max),
            chunk_bytes_target: wide(options.chunk_bytes_target).max(1),
            reserve: options.reserve_segments,
            in_reserve: true,
        }
    }

    pub(crate) fn staged_bytes(&self) -> u64 {
        self.staged_bytes
    }

    pub(crate) fn urgent(&self) -> bool {
        self.waves.iter().any(|wave| wave.urgent)
    }

    /// Makes a track ready for records; `next` is its durable end.
    pub(crate) fn register(&mut self, id: TrackId, key: Arc<DataKey>, next: u64) {
        if let Some(known) = self.tracks.get_mut(&id) {
            known.key = key;
            known.open = None;
            known.bytes = 0;
            return;
        }
        if next > 0 {
            self.strangers = self.strangers.saturating_sub(1);
            self.heads += 1;
        }
        let track =
            StagedTrack { key, next, line: LineMs(0), open: None, bytes: 0, touched: 0, closed: false };
        self.tracks.insert(id, track);
    }

    /// Ends a track: the place that no record of it reaches.
    pub(crate) fn close_track(&mut self, id: TrackId) -> Seq {
        self.tracks.get_mut(&id).map_or(Seq(0), |track| {
            track.closed = true;
            Seq(track.next)
        })
    }

    pub(crate) fn has_track(&self, id: TrackId) -> bool {
        self.tracks.contains_key(&id)
    }

    /// Bytes of records since the track's key was registered; what is moved is sealed with it too, and not counted.
    pub(crate) fn bytes_under_key(&self, id: TrackId) -> u64 {
        self.tracks.get(&id).map_or(0, |track| track.bytes)
    }

    pub(crate) fn remove(&mut self, id: TrackId) {
        if self.tracks.remove(&id).is_some_and(|track| track.next > 0) {
            self.heads -= 1;
        }
    }

    /// Takes a batch in: all of it, or nothing.
    pub(crate) fn stage(&mut self, batch: &Batch, now: Now) -> Result<(Ticket, Vec<Seq>), StageError> {
        if batch.is_empty() {
            return Ok((Ticket(self.ticket), Vec::new()));
        }
        let tracks = self.touch(batch)?;
        let need = self.need(batch, tracks);
        let placement = self.placement(need, tracks, batch.claim())?;
        let bytes = batch.staged_bytes();
        if self.staged_bytes + bytes > self.staged_bytes_max {
            return Err(StageError::Busy {
                staged_bytes: self.staged_bytes,
                staged_bytes_max: self.staged_bytes_max,
            });
        }
        if let Placement::Begin { roll } = placement {
            self.close();
            if roll {
                self.in_reserve = self.plan.free <= self.reserve_before(Claim::Ordinary);
            }
            self.begin(roll);
        }
        self.ticket += 1;
        let seqs = self.copy(batch, now);
        self.copy_anew(batch);
        self.staged_bytes += bytes;
        let ticket = Ticket(self.ticket);
        let wave = self.waves.back_mut().expect("a wave was just begun or joined");
        wave.ticket = ticket;
        wave.staged_bytes += bytes;
        wave.payload_bytes += batch.payload_bytes;
        wave.urgent |= !batch.lazy;
        Ok((ticket, seqs))
    }

    /// Counts the tracks of a batch, all of which must be registered and take records.
    fn touch(&mut self, batch: &Batch) -> Result<usize, StageError> {
        self.attempts += 1;
        let mut count = 0;
        let mut last = None;
        for part in &batch.parts {
            if last == Some(part.track) {
                continue;
            }
            last = Some(part.track);
            let track = self.tracks.get_mut(&part.track).ok_or(StageError::UnknownTrack(part.track))?;
            if track.closed {
                return Err(StageError::Closed(part.track));
            }
            if track.touched != self.attempts {
                track.touched = self.attempts;
                count += 1;
            }
        }
        for replaced in &batch.replaced {
            let track = replaced.origin.track;
            self.tracks.get(&track).ok_or(StageError::UnknownTrack(track))?;
        }
        Ok(count)
    }

    fn need(&self, batch: &Batch, tracks: usize) -> Need {
        // A track fills up its open chunk, begins one, and begins another for every target reached.
        let chunks = 2 * tracks + batch.bytes.len() / self.chunk_bytes_target;
        let marks = chunks + tracks;
        let bytes = batch.bytes.len() + chunks * CHUNK_EXTRA_BYTES + marks * MARK_BYTES_MAX;
        let anew = batch.replaced.iter().flat_map(|replaced| &replaced.anew);
        anew.fold(Need { bytes, chunks }, |need, chunk| Need {
            bytes: need.bytes + chunk.records.len() + CHUNK_EXTRA_BYTES,
            chunks: need.chunks + 1,
        })
    }

    fn placement(&self, need: Need, tracks: usize, claim: Claim) -> Result<Placement, StageError> {
        let heads = self.heads + self.strangers + tracks;
        if need.bytes as u64 > self.staged_bytes_max {
            return Err(self.too_large(need, heads));
        }
        let reserve = self.reserve_before(claim);
        // What is left of a segment of the reserve is not for everybody either.
        if self.in_reserve && self.plan.free < reserve {
            return Err(self.no_space());
        }
        let mut after = self.plan;
        if self.open
            && let Some(wave) = self.waves.back()
        {
            let both = Need { bytes: wave.body_bytes + need.bytes, chunks: wave.chunks.len() + need.chunks };
            let plan = if wave.roll { self.plan.fresh() } else { self.plan };
            if both.bytes <= self.commit_bytes_max && plan.fits(both, heads) {
                return Ok(Placement::Join);
            }
            after.place(wave);
        }
        if after.fits(need, heads) {
            return Ok(Placement::Begin { roll: false });
        }
        let fresh = after.fresh();
        if !fresh.fits(need, heads) {
            return Err(self.too_large(need, heads));
        }
        if after.free > reserve {
            return Ok(Placement::Begin { roll: true });
        }
        Err(self.no_space())
    }

    fn too_large(&self, need: Need, heads: usize) -> StageError {
        let blocks = self.plan.segment_blocks.saturating_sub(footer::blocks(1, need.chunks, heads));
        let segment_bytes = (wide(blocks) * PAYLOAD_BYTES).saturating_sub(FrameHeader::BYTES) as u64;
        StageError::TooLarge { bytes: need.bytes as u64, bytes_max: segment_bytes.min(self.staged_bytes_max) }
    }

    fn no_space(&self) -> StageError {
        let Space { used_bytes, budget_bytes, can_grow } = self.space;
        if can_grow && !self.waves.is_empty() {
            let (staged_bytes, staged_bytes_max) = (self.staged_bytes, self.staged_bytes_max);
            return StageError::Busy { staged_bytes, staged_bytes_max };
        }
        StageError::Full { used_bytes, budget_bytes }
    }

    /// Free segments that batches with this claim leave alone.
    fn reserve_before(&self, claim: Claim) -> u32 {
        match claim {
            Claim::Ordinary => self.reserve + MOVE_RESERVE,
            Claim::Essential => MOVE_RESERVE,
            Claim::Moving => 0,
        }
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.open)
            && let Some(wave) = self.waves.back()
        {
            self.plan.place(wave);
        }
    }

    fn begin(&mut self, roll: bool) {
        self.waves_begun += 1;
        self.open = true;
        self.waves.push_back(Wave {
            number: self.waves_begun,
            roll,
            chunks: Vec::new(),
            origins: Vec::new(),
            body_bytes: 0,
            payload_bytes: 0,
            staged_bytes: 0,
            ticket: Ticket(self.ticket),
            urgent: false,
        });
    }

    /// Copies the records of a batch into the open wave and gives them their places.
    fn copy(&mut self, batch: &Batch, now: Now) -> Vec<Seq> {
        let mut seqs = Vec::with_capacity(batch.parts.len());
        let mut rest = &batch.bytes[..];
        let mut parts = &batch.parts[..];
        while let Some(first) = parts.first() {
            let run = parts.iter().take_while(|part| part.track == first.track).count();
            let (now_parts, later) = parts.split_at(run);
            parts = later;
            let mut left = now_parts;
            while !left.is_empty() {
                let (taken, bytes) = self.copy_some(first.track, left, rest, now, &mut seqs);
                left = &left[taken..];
                rest = &rest[bytes..];
            }
        }
        seqs
    }

    /// Copies what is written anew: into chunks of its own, as it keeps its places and times.
    fn copy_anew(&mut self, batch: &Batch) {
        let wave = self.waves.back_mut().expect("a wave was just begun or joined");
        for replaced in &batch.replaced {
            let track = replaced.origin.track;
            for anew in &replaced.anew {
                wave.body_bytes += anew.records.len() + CHUNK_EXTRA_BYTES;
                wave.chunks.push(StagedChunk {
                    track,
                    key: Arc::clone(&self.tracks.get(&track).expect("checked with the batch").key),
                    first_seq: anew.first_seq,
                    count: anew.count,
                    start: anew.start,
                    last: anew.last,
                    records: anew.records.clone(),
                    origin: Some(wave.origins.len()),
                });
            }
            wave.origins.push(replaced.origin);
        }
    }

    /// Copies records of one track until its chunk has reached the target; at least one.
    fn copy_some(
        &mut self,
        id: TrackId,
        parts: &[crate::batch::Part],
        bytes: &[u8],
        now: Now,
        seqs: &mut Vec<Seq>,
    ) -> (usize, usize) {
        let track = self.tracks.get_mut(&id).expect("touched when the batch was checked");
        let wave = self.waves.back_mut().expect("a wave was just begun or joined");
        // The timeline never goes back within a track, even when two callers read it in turn.
        track.line = track.line.max(now.line);
        let times = Times { line: track.line, wall: now.wall };
        let open = track.open.filter(|(number, _)| *number == wave.number).map(|(_, at)| at);
        let at =
            open.filter(|at| wave.chunks[*at].records.len() < self.chunk_bytes_target).unwrap_or_else(|| {
                let records = self.spare.pop().unwrap_or_default();
                self.spare_bytes -= records.capacity();
                wave.body_bytes += CHUNK_EXTRA_BYTES;
                wave.chunks.push(StagedChunk {
                    track: id,
                    key: Arc::clone(&track.key),
                    first_seq: track.next,
                    count: 0,
                    start: times,
                    last: times,
                    records,
                    origin: None,
                });
                wave.chunks.len() - 1
            });
        track.open = Some((wave.number, at));
        let chunk = &mut wave.chunks[at];
        let before = chunk.records.len();
        if chunk.last != times {
            chunk.last.mark(times, &mut chunk.records);
            chunk.last = times;
        }
        let mut room = self.chunk_bytes_target.saturating_sub(chunk.records.len()).max(1);
        let taken = parts.iter().take_while(|part| {
            let more = room > 0;
            room = room.saturating_sub(part.bytes);
            more
        });
        let (taken, count) = taken.fold((0, 0), |(taken, count), part| (taken + 1, count + part.bytes));
        chunk.records.extend_from_slice(&bytes[..count]);
        wave.body_bytes += chunk.records.len() - before;
        if track.next == 0 {
            self.heads += 1;
        }
        seqs.extend((track.next..).take(taken).map(Seq));
        track.next += taken as u64;
        track.bytes += count as u64;
        chunk.count += crate::format::narrow(taken);
        (taken, count)
    }

    /// The wave that waits longest; it takes no more batches.
    pub(crate) fn take(&mut self) -> Option<Wave> {
        if self.waves.len() == 1 {
            self.close();
        }
        self.waves.pop_front()
    }

    /// Bytes that no commit has taken yet.
    pub(crate) fn untaken_bytes(&self) -> u64 {
        self.waves.iter().map(|wave| wave.staged_bytes).sum()
    }

    /// A wave is on flash: its bytes wait no longer.
    pub(crate) fn written(&mut self, bytes: u64) {
        self.staged_bytes -= bytes;
    }

    /// Takes back a sealed wave, whose buffers are used again.
    pub(crate) fn recycle(&mut self, wave: Wave) {
        for chunk in wave.chunks {
            let mut records = chunk.records;
            if self.spare_bytes + records.capacity() <= self.commit_bytes_max {
                self.spare_bytes += records.capacity();
                records.clear();
                self.spare.push(records);
            }
        }
    }
}

impl Wave {
    /// Drops chunks that nobody can read any more.
    pub(crate) fn retain(&mut self, live: impl Fn(TrackId) -> bool) {
        self.chunks.retain(|chunk| live(chunk.track));
    }

    /// Bytes of all chunks in the frame.
    pub(crate) fn frame_body_bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.records.len() + CHUNK_EXTRA_BYTES).sum()
    }
}

/// Blocks of a segment of so many bytes.
pub(crate) fn segment_blocks(segment_bytes: u32) -> u32 {
    segment_bytes / crate::format::narrow(BLOCK_BYTES)
}
