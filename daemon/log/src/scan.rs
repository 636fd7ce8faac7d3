//! Reading a segment that has no footer: every block is verified, every frame is whole or none. Blocks come by once and
//! none is kept, so that opening a log takes little memory whatever the size of its segments.

use crate::format::block::{self, BLOCK_BYTES, Place, Spot, Trailer};
use crate::format::chunk::{CHUNK_EXTRA_BYTES, MOVED, RECORDS};
use crate::format::footer::FooterChunk;
use crate::format::frame::{self, FrameHeader};
use crate::format::{ChunkHeader, PAYLOAD_BYTES, narrow, wide};
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

/// What is kept of a block that was looked at.
#[derive(Clone, Copy, Debug)]
struct Looked {
    /// As it stands, verified or not.
    trailer: Trailer,
    good: bool,
    zero: bool,
}

/// Looks at the blocks of a segment one after the other.
pub(crate) struct Scanner {
    segment: u32,
    /// Blocks of the segment.
    count: u32,
    looked: Vec<Looked>,
    /// The highest of all good blocks: what is older was overwritten in part and is not looked for.
    generation: u32,
    /// Every good header of a frame of this generation, in order, with the chunks found so far.
    walks: Vec<Walk>,
    /// The walks before this one have ended.
    ended: usize,
}

impl Scanner {
    pub(crate) fn new(segment: u32, count: u32) -> Self {
        let looked = Vec::with_capacity(wide(count));
        Self { segment, count, looked, generation: 0, walks: Vec::new(), ended: 0 }
    }

    /// Looks at the blocks that come next.
    pub(crate) fn look(&mut self, bytes: &[u8]) {
        bytes.chunks_exact(BLOCK_BYTES).for_each(|block| self.look_at(block));
    }

    fn look_at(&mut self, bytes: &[u8]) {
        let place = Place { segment: self.segment, block: narrow(self.looked.len()) };
        let good = block::verify(bytes, place);
        let zero = good.is_none() && bytes.iter().all(|byte| *byte == 0);
        self.looked.push(Looked { trailer: block::trailer(bytes), good: good.is_some(), zero });
        if let Some(trailer) = good {
            self.see(trailer.generation);
            self.walks.extend(self.header(bytes, place, trailer).map(Walk::new));
        }
        for walk in &mut self.walks[self.ended..] {
            walk.go_on(place.block, bytes, good);
        }
        while self.walks.get(self.ended).is_some_and(|walk| walk.over) {
            self.ended += 1;
        }
    }

    fn see(&mut self, generation: u32) {
        if generation > self.generation {
            self.generation = generation;
            self.walks.clear();
            self.ended = 0;
        }
    }

    /// The header of a frame of this generation in a good block.
    fn header(&self, bytes: &[u8], place: Place, trailer: Trailer) -> Option<FrameHeader> {
        let header = frame::header(bytes, place)?;
        let ours = Trailer { crc: trailer.crc, ..frame::trailer(&header, 0) };
        let fits = header.blocks <= self.count - place.block;
        (header.generation == self.generation && trailer == ours && fits).then_some(header)
    }

    /// True when all blocks so far are zeros.
    pub(crate) fn is_blank(&self) -> bool {
        self.looked.iter().all(|looked| looked.zero)
    }

    /// What the segment holds; `None` when no block of it is good.
    pub(crate) fn finish(self) -> Option<Scan> {
        let Self { looked, generation, walks, .. } = self;
        looked.iter().find(|looked| looked.good)?;
        let blocks = Blocks { looked, generation };
        let (mut frames, mut damaged) = (Vec::new(), Vec::new());
        let mut free = 0;
        for walk in walks {
            if walk.header.block < free {
                continue;
            }
            if blocks.is_whole(&walk.header) {
                free = walk.header.block + walk.header.blocks;
                frames.push(walk.found());
            } else {
                damaged.push(walk.found());
            }
        }
        let last_end = frames.last().map_or(0, FoundFrame::end_block);
        let written = (0..blocks.count()).rev().find(|number| blocks.raw(*number).is_some());
        let end_block = written.map_or(0, |number| number + 1).max(last_end);
        Some(Scan {
            generation,
            behind: blocks.behind(last_end, end_block),
            zeros_behind: blocks.looked[wide(end_block)..].iter().all(|looked| looked.zero),
            frames,
            damaged,
            end_block,
        })
    }
}

/// A frame on whose chunk headers a scanner goes from one to the next, as its blocks come by.
struct Walk {
    header: FrameHeader,
    chunks: Vec<(ChunkHeader, Spot)>,
    /// Where in the frame's payload the next chunk header starts.
    at: usize,
    /// That header, and how much of it has come by.
    head: [u8; ChunkHeader::BYTES],
    got: usize,
    /// The last chunk is known, or the next chunk header is damaged.
    over: bool,
}

impl Walk {
    fn new(header: FrameHeader) -> Self {
        Self {
            header,
            chunks: Vec::new(),
            at: FrameHeader::BYTES,
            head: [0; ChunkHeader::BYTES],
            got: 0,
            over: false,
        }
    }

    fn go_on(&mut self, number: u32, bytes: &[u8], good: Option<Trailer>) {
        let index = number - self.header.block;
        let start = wide(index) * PAYLOAD_BYTES;
        let end = FrameHeader::BYTES + wide(self.header.body_bytes);
        while !self.over && self.at + self.got < start + PAYLOAD_BYTES {
            let ours =
                |good: Trailer| good == Trailer { crc: good.crc, ..frame::trailer(&self.header, index) };
            self.over = self.at + CHUNK_EXTRA_BYTES > end || !good.is_some_and(ours);
            if !self.over {
                self.take(&bytes[self.at + self.got - start..PAYLOAD_BYTES], end);
            }
        }
    }

    /// Takes what is here of the next chunk header, and the chunk once its header is complete.
    fn take(&mut self, here: &[u8], end: usize) {
        let count = here.len().min(ChunkHeader::BYTES - self.got);
        self.head[self.got..][..count].copy_from_slice(&here[..count]);
        self.got += count;
        if self.got < ChunkHeader::BYTES {
            return;
        }
        let chunk = ChunkHeader::decode(&self.head);
        let room = end - self.at - CHUNK_EXTRA_BYTES;
        self.over = chunk.kind != RECORDS || chunk.count == 0 || wide(chunk.bytes) > room;
        if !self.over {
            self.chunks.push((chunk, Spot::of_block(self.header.block).after(self.at)));
            self.at += chunk.chunk_bytes();
            self.got = 0;
        }
    }

    fn found(&self) -> FoundFrame {
        FoundFrame::of(self.header, &self.chunks)
    }
}

/// A segment's blocks, once all were looked at.
struct Blocks {
    looked: Vec<Looked>,
    generation: u32,
}

impl Blocks {
    fn count(&self) -> u32 {
        narrow(self.looked.len())
    }

    fn is_whole(&self, header: &FrameHeader) -> bool {
        (0..header.blocks).all(|index| {
            let Looked { trailer, good, .. } = self.looked[wide(header.block + index)];
            good && trailer == Trailer { crc: trailer.crc, ..frame::trailer(header, index) }
        })
    }

    /// Trailers of this generation's frames as they stand, verified or not.
    fn raw(&self, number: u32) -> Option<Trailer> {
        let trailer = self.looked[wide(number)].trailer;
        (trailer.generation == self.generation && trailer.flags & block::FOOTER == 0).then_some(trailer)
    }

    fn behind(&self, from: u32, end: u32) -> Behind {
        if from == end {
            return Behind::Nothing;
        }
        let mut run: Option<Trailer> = None;
        for number in from..end {
            run = self.raw(number).filter(|trailer| match run {
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
    let mut scanner = Scanner::new(segment, narrow(bytes.len() / BLOCK_BYTES));
    scanner.look(bytes);
    scanner.finish()
}
