//! Looking at one segment block by block, whatever state it is in: the common ground of verifying and rescuing.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::DataKey;
use crate::disk::{Area, Disk};
use crate::format::block::{self, BLOCK_BYTES, Place, Spot, Trailer};
use crate::format::chunk::{CHUNK_EXTRA_BYTES, RECORDS};
use crate::format::footer::{self, Footer, FooterChunk};
use crate::format::frame::{self, FrameHeader};
use crate::format::record::{Entries, Times};
use crate::format::{ChunkHeader, narrow, wide};
use crate::scan::{FoundFrame, Scan, scan};
use crate::seal::{Epoch, ReadyKeys, TAG_BYTES, open_chunk};
use millpond_base::{LineMs, TrackId, WallMs};

/// Blocks read at once; one that fails is read again block by block.
const STEP_BLOCKS: usize = 64;

/// A segment's bytes, as far as the device gives them. What it does not give is zero.
pub(crate) struct Image {
    pub(crate) bytes: Vec<u8>,
    /// Blocks that the device did not give.
    lost: Vec<bool>,
}

impl Image {
    /// Reads a segment whose file may be too short and whose device may fail here and there.
    pub(crate) fn read(disk: &dyn Disk, number: u32, segment_bytes: u32, file_bytes: u64) -> Self {
        let count = wide(segment_bytes) / BLOCK_BYTES;
        let mut image = Self { bytes: vec![0; count * BLOCK_BYTES], lost: vec![false; count] };
        let area = Area::Segment(number);
        let there = usize::try_from(file_bytes / BLOCK_BYTES as u64).unwrap_or(usize::MAX).min(count);
        image.lost[there..].fill(true);
        for start in (0..there).step_by(STEP_BLOCKS) {
            let blocks = start..(start + STEP_BLOCKS).min(there);
            let out = &mut image.bytes[blocks.start * BLOCK_BYTES..blocks.end * BLOCK_BYTES];
            if disk.read(area, (start * BLOCK_BYTES) as u64, out).is_ok() {
                continue;
            }
            for at in blocks {
                let out = &mut image.bytes[at * BLOCK_BYTES..(at + 1) * BLOCK_BYTES];
                if disk.read(area, (at * BLOCK_BYTES) as u64, out).is_err() {
                    out.fill(0);
                    image.lost[at] = true;
                }
            }
        }
        image
    }

    /// True when the device gave no block at all.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost.iter().all(|lost| *lost)
    }
}

/// What a block turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Good(Trailer),
    Zero,
    Bad,
    /// The device does not give it.
    Lost,
}

/// Whether a chunk's bytes are all there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Whole,
    Rotten,
    Lost,
}

/// Blocks before the end of what was written that belong to no whole frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) blocks: Range<u32>,
    /// The whole frames on both sides, by log sequence number.
    pub(crate) before: Option<u64>,
    pub(crate) after: Option<u64>,
}

/// What opening a chunk's seal gave.
pub(crate) enum Opening {
    Opened,
    /// No key of its track and version is known.
    NoKey,
    /// The seal does not open, or what is inside is not what the header says.
    Broken,
}

/// A segment, looked at.
pub(crate) struct Examined {
    pub(crate) number: u32,
    image: Image,
    pub(crate) blocks: Vec<Block>,
    /// `None` when no block is good.
    pub(crate) scan: Option<Scan>,
    /// A good footer, and the block it starts at.
    pub(crate) footer: Option<(u32, Footer)>,
}

impl Examined {
    pub(crate) fn of(number: u32, image: Image) -> Self {
        let place = |block| Place { segment: number, block };
        let look = |(at, bytes): (u32, &[u8])| match block::verify(bytes, place(at)) {
            _ if image.lost[wide(at)] => Block::Lost,
            Some(trailer) => Block::Good(trailer),
            None if bytes.iter().all(|byte| *byte == 0) => Block::Zero,
            None => Block::Bad,
        };
        let blocks: Vec<Block> = (0..).zip(image.bytes.chunks_exact(BLOCK_BYTES)).map(look).collect();
        let scan = scan(number, &image.bytes);
        let footer = footer_of(number, &image.bytes);
        Self { number, image, blocks, scan, footer }
    }

    /// Nothing in it counts any more.
    pub(crate) fn is_retired(&self) -> bool {
        self.footer.as_ref().is_some_and(|(_, footer)| footer.retired)
    }

    /// Which use of the segment its newest blocks belong to.
    pub(crate) fn generation(&self) -> Option<u32> {
        self.scan.as_ref().map(|scan| scan.generation)
    }

    pub(crate) fn frames(&self) -> &[FoundFrame] {
        self.scan.as_ref().map_or(&[], |scan| &scan.frames)
    }

    pub(crate) fn damaged(&self) -> &[FoundFrame] {
        self.scan.as_ref().map_or(&[], |scan| &scan.damaged)
    }

    /// The block after everything written in this generation, the footer left out.
    pub(crate) fn end_block(&self) -> u32 {
        match (&self.footer, &self.scan) {
            (Some((_, footer)), _) => footer.header.end_block,
            (None, Some(scan)) => scan.end_block,
            (None, None) => 0,
        }
    }

    /// Every epoch that the segment tells the salt of.
    pub(crate) fn epochs(&self) -> Vec<Epoch> {
        let listed = self.footer.iter().flat_map(|(_, footer)| &footer.epochs);
        let mut epochs: Vec<Epoch> =
            listed.map(|entry| Epoch { number: entry.epoch, salt: entry.salt }).collect();
        for frame in self.frames().iter().chain(self.damaged()) {
            if !epochs.contains(&frame.epoch()) {
                epochs.push(frame.epoch());
            }
        }
        epochs
    }

    /// The runs of blocks outside whole frames, up to the end of what was written.
    pub(crate) fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let (mut at, mut before) = (0, None);
        for frame in self.frames() {
            if frame.header.block > at {
                gaps.push(Gap { blocks: at..frame.header.block, before, after: Some(frame.lsn) });
            }
            (at, before) = (frame.end_block(), Some(frame.lsn));
        }
        if self.end_block() > at {
            gaps.push(Gap { blocks: at..self.end_block(), before, after: None });
        }
        gaps
    }

    /// Whether all bytes of a chunk are there and of this generation.
    pub(crate) fn state(&self, chunk: &FooterChunk) -> State {
        let mut state = State::Whole;
        for at in chunk_blocks(chunk) {
            match self.blocks.get(wide(at)) {
                Some(Block::Good(trailer))
                    if Some(trailer.generation) == self.generation()
                        && trailer.flags & block::FOOTER == 0 => {}
                Some(Block::Lost) | None => return State::Lost,
                Some(_) => state = State::Rotten,
            }
        }
        state
    }

    /// Opens the seal of a chunk whose bytes are there.
    pub(crate) fn open(
        &self,
        chunk: &FooterChunk,
        epochs: &[Epoch],
        keys: &[DataKey],
        ready: &ReadyKeys,
    ) -> Opening {
        let mut bytes = self.chunk_bytes(chunk);
        let Some((head, rest)) = bytes.split_first_chunk_mut::<{ ChunkHeader::BYTES }>() else {
            return Opening::Broken;
        };
        let header = ChunkHeader::decode(head);
        let expected = (RECORDS, chunk.track, chunk.first_seq, chunk.count, chunk.bytes);
        if (header.kind, header.track, header.first_seq, header.count, header.bytes) != expected {
            return Opening::Broken;
        }
        let Some(key) = keys.iter().find(|key| key.version() == header.key_version) else {
            return Opening::NoKey;
        };
        let Some(epoch) = epochs.iter().find(|epoch| epoch.number == header.epoch) else {
            return Opening::Broken;
        };
        let Some((records, tag)) = rest.split_last_chunk_mut::<TAG_BYTES>() else { return Opening::Broken };
        let cipher = ready.cipher(TrackId(chunk.track), key, epoch, header.algorithm());
        if open_chunk(&*cipher, &header, records, tag).is_err() {
            return Opening::Broken;
        }
        bytes.drain(..ChunkHeader::BYTES);
        bytes.truncate(wide(chunk.bytes));
        let start = Times { line: LineMs(header.line_ms), wall: WallMs(header.wall_ms) };
        if Entries::new(&bytes, start).count() != wide(chunk.count) {
            return Opening::Broken;
        }
        Opening::Opened
    }

    /// The frame that a damaged block says begins in it, when its header is whole and the heads of its chunks fill it
    /// exactly: enough to name what lay there.
    pub(crate) fn claimed(&self, at: u32) -> Option<FoundFrame> {
        if self.blocks[wide(at)] != Block::Bad {
            return None;
        }
        let bytes = &self.image.bytes[wide(at) * BLOCK_BYTES..][..BLOCK_BYTES];
        let header = frame::header(bytes, Place { segment: self.number, block: at })?;
        let fits = at + header.blocks <= narrow(self.blocks.len());
        (fits && Some(header.generation) == self.generation()).then_some(())?;
        let start = Spot::of_block(at);
        let end = FrameHeader::BYTES + wide(header.body_bytes);
        let (mut from, mut chunks) = (FrameHeader::BYTES, Vec::new());
        while from + CHUNK_EXTRA_BYTES <= end {
            let spot = start.after(from);
            let mut bytes = [0; ChunkHeader::BYTES];
            block::gather(&self.image.bytes, wide(spot.0), &mut bytes);
            let chunk = ChunkHeader::decode(&bytes);
            if chunk.kind != RECORDS || chunk.count == 0 || wide(chunk.bytes) > end - from - CHUNK_EXTRA_BYTES
            {
                return None;
            }
            chunks.push((chunk, spot));
            from += chunk.chunk_bytes();
        }
        let whole = from == end && chunks.len() == wide(header.chunks);
        whole.then(|| FoundFrame::of(header, &chunks))
    }

    /// A chunk as it lies in the segment: header, sealed records, tag.
    pub(crate) fn chunk_bytes(&self, chunk: &FooterChunk) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(vec![0; wide(chunk.bytes) + CHUNK_EXTRA_BYTES]);
        let end = Spot(chunk.spot).after(bytes.len() - 1);
        if wide(end.block()) < self.blocks.len() {
            block::gather(&self.image.bytes, wide(chunk.spot), &mut bytes);
        }
        bytes
    }

    /// The trailer of a block as it stands, good or not.
    pub(crate) fn raw(&self, at: u32) -> Trailer {
        block::trailer(&self.image.bytes[wide(at) * BLOCK_BYTES..][..BLOCK_BYTES])
    }
}

/// The blocks that a chunk touches.
pub(crate) fn chunk_blocks(chunk: &FooterChunk) -> Range<u32> {
    let spot = Spot(chunk.spot);
    let bytes = chunk.bytes.saturating_add(narrow(CHUNK_EXTRA_BYTES)).saturating_sub(1);
    spot.block()..Spot(spot.0.saturating_add(bytes)).block() + 1
}

/// Byte offset of a block in its segment's file.
pub(crate) fn offset(block: u32) -> u64 {
    u64::from(block) * BLOCK_BYTES as u64
}

fn footer_of(number: u32, bytes: &[u8]) -> Option<(u32, Footer)> {
    let last = Place { segment: number, block: narrow(bytes.len() / BLOCK_BYTES) - 1 };
    let count = footer::blocks_from_last(&bytes[wide(last.block) * BLOCK_BYTES..], last)?;
    let start = (last.block + 1).checked_sub(count)?;
    let footer = Footer::parse(&bytes[wide(start) * BLOCK_BYTES..], Place { segment: number, block: start })?;
    (footer.header.end_block <= start).then_some((start, footer))
}
