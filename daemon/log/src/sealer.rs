//! Sealing: what waits becomes a frame that has no place yet. Neither the disk nor the place is needed for it, so one
//! frame is sealed while the one before it syncs.

use std::sync::Mutex;

use millpond_base::{LineMs, Ticket};

use crate::Log;
use crate::format::ChunkHeader;
use crate::format::chunk;
use crate::format::frame::FrameBuilder;
use crate::format::narrow;
use crate::piece::Origin;
use crate::seal::{Algorithm, Epoch, ReadyKeys, seal_chunk};
use crate::staging::{StagedChunk, Wave};

/// Gives out nonces. Invariant: there is one for every log, and its counter only grows.
#[derive(Debug)]
pub(crate) struct Sealer {
    pub(crate) epoch: Epoch,
    /// Bytes of the chunks sealed in this epoch, headers and tags included.
    pub(crate) epoch_bytes: u64,
    /// When this epoch began, on the device timeline.
    pub(crate) began: LineMs,
    counter: u64,
}

/// Buffers for frames: one is being written, one is being sealed.
#[derive(Debug, Default)]
pub(crate) struct Frames(Mutex<[Option<FrameBuilder>; 2]>);

/// A wave whose chunks are sealed.
#[derive(Debug)]
pub(crate) struct SealedWave {
    pub(crate) epoch: Epoch,
    /// The frame begins another segment.
    pub(crate) roll: bool,
    pub(crate) ticket: Ticket,
    pub(crate) payload_bytes: u64,
    pub(crate) staged_bytes: u64,
    pub(crate) frame: FrameBuilder,
    pub(crate) chunks: Vec<Placed>,
    /// Chunks on flash that some of these take the place of.
    pub(crate) origins: Vec<Origin>,
}

/// A chunk in a frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    pub(crate) header: ChunkHeader,
    /// Where in the frame's payload it starts.
    pub(crate) start: usize,
    /// Which of the wave's origins it takes the place of.
    pub(crate) origin: Option<usize>,
}

impl Log {
    /// What new records are sealed with.
    #[must_use]
    pub fn seal(&self) -> Algorithm {
        self.shared.ready.algorithm()
    }
}

impl Sealer {
    pub(crate) fn new(epoch: Epoch, began: LineMs) -> Self {
        Self { epoch, epoch_bytes: 0, began, counter: 0 }
    }

    /// Seals all chunks in place and gathers them into a frame.
    pub(crate) fn seal(&mut self, ready: &ReadyKeys, wave: &mut Wave, mut frame: FrameBuilder) -> SealedWave {
        let body_bytes = wave.frame_body_bytes();
        self.epoch_bytes += body_bytes as u64;
        frame.start(body_bytes);
        let mut chunks = Vec::with_capacity(wave.chunks.len());
        for staged in &mut wave.chunks {
            self.counter += 1;
            let algorithm = ready.algorithm();
            let header = chunk_header(staged, self.epoch.number, self.counter, algorithm);
            let cipher = ready.cipher(staged.track, &staged.key, &self.epoch, algorithm);
            let start = frame.push(&seal_chunk(&*cipher, &header, &mut staged.records));
            chunks.push(Placed { header, start, origin: staged.origin });
        }
        SealedWave {
            epoch: self.epoch,
            roll: wave.roll,
            ticket: wave.ticket,
            payload_bytes: wave.payload_bytes,
            staged_bytes: wave.staged_bytes,
            frame,
            chunks,
            origins: std::mem::take(&mut wave.origins),
        }
    }
}

impl SealedWave {
    /// Bytes of chunks that take the place of others.
    pub(crate) fn moved_bytes(&self) -> u64 {
        let moved = self.chunks.iter().filter(|chunk| chunk.origin.is_some());
        moved.map(|chunk| chunk.header.chunk_bytes() as u64).sum()
    }
}

impl Frames {
    pub(crate) fn take(&self) -> FrameBuilder {
        self.0.lock().expect(POISON).iter_mut().find_map(Option::take).unwrap_or_default()
    }

    pub(crate) fn put_back(&self, frame: FrameBuilder) {
        if let Some(place) = self.0.lock().expect(POISON).iter_mut().find(|place| place.is_none()) {
            *place = Some(frame);
        }
    }
}

const POISON: &str = "no holder of this lock can panic";

fn chunk_header(staged: &StagedChunk, epoch: u32, counter: u64, algorithm: Algorithm) -> ChunkHeader {
    ChunkHeader {
        kind: chunk::RECORDS,
        flags: chunk::flags(staged.origin.is_some(), algorithm),
        key_version: staged.key.version(),
        track: staged.track.0,
        first_seq: staged.first_seq,
        count: staged.count,
        bytes: narrow(staged.records.len()),
        epoch,
        counter,
        line_ms: staged.start.line.0,
        wall_ms: staged.start.wall.0,
        span_ms: u32::try_from(staged.last.line.since_ms(staged.start.line)).unwrap_or(u32::MAX),
    }
}
