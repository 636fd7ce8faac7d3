//! Reading a segment that has no footer: every block is verified, every frame is whole or none.

use crate::format::block::{self, BLOCK_BYTES, Place, Spot, Trailer};
use crate::format::chunk::{CHUNK_EXTRA_BYTES, MOVED, RECORDS};
use crate::format::footer::FooterChunk;
use crate::format::frame::{self, FrameHeader};
use crate::format::{ChunkHeader, narrow, wide};
use crate::seal::Epoch;
use crate::writer::directory_entry;

/// A frame that was found, and the chunks of it that can be located.
#[derive(Clone, Debug)]
pub(crate) struct FoundFrame {
    pub(crate) lsn: u64,
    pub(crate) header: FrameHeader,
    pub(crate) chunks: Vec<FooterChunk>,
    /// Tracks that got new records with it; those of which it only moves some are not among them.
    pub(crate) grown: Vec<u32>,
}

impl FoundFrame {
    /// A frame with the chunks that were found of it.
    pub(crate) fn of(header: FrameHeader, found: &[(ChunkHeader, Spot)]) -> Self {
        let grown = found.iter().filter(|(chunk, _)| chunk.flags & MOVED == 0);
        Self {
            lsn: header.lsn,
            header,
            grown: grown.map(|(chunk, _)| chunk.track).collect(),
            chunks: found.iter().map(|(chunk, spot)| directory_entry(chunk, *spot)).collect(),
        }
    }

    pub(crate) fn epoch(&self) -> Epoch {
        Epoch { number: self.header.epoch, salt: self.header.epoch_salt }
    }

    pub(crate) fn end_block(&self) -> u32 {
        self.header.block + self.header.blocks
    }
}

/// What lies behind the last whole frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Behind {
    Nothing,
    /// Blocks of a frame, some of them missing: it was being written.
    Torn,
    /// All blocks of a frame are there, and a checksum fails: torn inside a block, or rotten.
    Complete,
}

/// What a scan found.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    pub(crate) generation: u32,
    /// Whole frames, in order.
    pub(crate) frames: Vec<FoundFrame>,
    /// Frames with a good header and damaged blocks, in order, with the chunks that can be located.
    pub(crate) damaged: Vec<FoundFrame>,
    /// The block after everything that was written in this generation.
    pub(crate) end_block: u32,
    pub(crate) behind: Behind,
    /// Nothing but zeros lies from `end_block` on.
    pub(crate) zeros_behind: bool,
}

/// A segment's blocks with the trailers that verified.
struct Blocks<'a> {
    segment: u32,
    bytes: &'a [u8],
    good: Vec<Option<Trailer>>,
}

impl Blocks<'_> {
    fn count(&self) -> u32 {
        narrow(self.good.len())
    }

    fn block(&self, number: u32) -> &[u8] {
        &self.bytes[wide(number) * BLOCK_BYTES..][..BLOCK_BYTES]
    }

    /// The frame header at a block, which must be good itself.
    fn header(&self, number: u32, generation: u32) -> Option<FrameHeader> {
        let trailer = self.good[wide(number)]?;
        let place = Place { segment: self.segment, block: number };
        let header = frame::header(self.block(number), place)?;
        let ours = Trailer { crc: trailer.crc, ..frame::trailer(&header, 0) };
        let fits = header.blocks <= self.count() - number;
        (header.generation == generation && trailer == ours && fits).then_some(header)
    }

    fn is_whole(&self, header: &FrameHeader) -> bool {
        (0..header.blocks).all(|index| {
            let good = self.good[wide(header.block + index)];
            good.is_some_and(|found| found == Trailer { crc: found.crc, ..frame::trailer(header, index) })
        })
    }

    /// The chunks of a frame, up to the first whose header lies in a damaged block.
    fn chunks(&self, header: &FrameHeader) -> Vec<(ChunkHeader, Spot)> {
        let start = Spot::of_block(header.block);
        let end = FrameHeader::BYTES + wide(header.body_bytes);
        let mut at = FrameHeader::BYTES;
        let mut found = Vec::new();
        while at + CHUNK_EXTRA_BYTES <= end {
            let spot = start.after(at);
            let Some(chunk) = self.chunk_header(header, spot) else { break };
            if chunk.kind != RECORDS || chunk.count == 0 || wide(chunk.bytes) > end - at - CHUNK_EXTRA_BYTES {
                break;
            }
            found.push((chunk, spot));
            at += chunk.chunk_bytes();
        }
        found
    }

    fn chunk_header(&self, frame: &FrameHeader, spot: Spot) -> Option<ChunkHeader> {
        let last = spot.after(ChunkHeader::BYTES - 1);
        for number in spot.block()..=last.block() {
            let good = self.good[wide(number)]?;
            let index = number - frame.block;
            if good != (Trailer { crc: good.crc, ..frame::trailer(frame, index) }) {
                return None;
            }
        }
        let mut bytes = [0; ChunkHeader::BYTES];
        block::gather(self.bytes, wide(spot.0), &mut bytes);
        Some(ChunkHeader::decode(&bytes))
    }

    fn found(&self, header: FrameHeader) -> FoundFrame {
        FoundFrame::of(header, &self.chunks(&header))
    }

    /// Trailers of this generation's frames as they stand, verified or not.
    fn raw(&self, number: u32, generation: u32) -> Option<Trailer> {
        let trailer = block::trailer(self.block(number));
        (trailer.generation == generation && trailer.flags & block::FOOTER == 0).then_some(trailer)
    }

    fn behind(&self, from: u32, end: u32, generation: u32) -> Behind {
        if from == end {
            return Behind::Nothing;
        }
        let mut run: Option<Trailer> = None;
        for number in from..end {
            run = self.raw(number, generation).filter(|trailer| match run {
                None => trailer.index == 0,
                Some(before) => trailer.lsn_low == before.lsn_low && trailer.index == before.index + 1,
            });
            if run.is_some_and(|trailer| trailer.flags & block::LAST != 0) {
                return Behind::Complete;
            }
        }
        Behind::Torn
    }
}

/// Scans all bytes of a segment; `None` when no block of it is good.
pub(crate) fn scan(segment: u32, bytes: &[u8]) -> Option<Scan> {
    let place = |block| Place { segment, block };
    let numbered = (0u32..).zip(bytes.chunks_exact(BLOCK_BYTES));
    let good: Vec<_> = numbered.map(|(block, bytes)| block::verify(bytes, place(block))).collect();
    let generation = good.iter().flatten().map(|trailer| trailer.generation).max()?;
    let blocks = Blocks { segment, bytes, good };
    let (mut frames, mut damaged) = (Vec::new(), Vec::new());
    let mut number = 0;
    while number < blocks.count() {
        match blocks.header(number, generation) {
            Some(header) if blocks.is_whole(&header) => {
                frames.push(blocks.found(header));
                number += header.blocks;
            }
            Some(header) => {
                damaged.push(blocks.found(header));
                number += 1;
            }
            None => number += 1,
        }
    }
    let written = (0..blocks.count()).rev().find(|number| blocks.raw(*number, generation).is_some());
    let last_end = frames.last().map_or(0, FoundFrame::end_block);
    let end_block = written.map_or(0, |number| number + 1).max(last_end);
    Some(Scan {
        generation,
        behind: blocks.behind(last_end, end_block, generation),
        zeros_behind: bytes[wide(end_block) * BLOCK_BYTES..].iter().all(|byte| *byte == 0),
        frames,
        damaged,
        end_block,
    })
}
