//! A frame: the chunks of one commit, whole or absent after a power cut.

use super::block::{self, BLOCK_BYTES, PAYLOAD_BYTES, Place, Trailer};
use super::{Sealed, close, is_closed, layout, narrow, wide};
use crate::seal::SealedChunk;

/// "MPfr", read as a little-endian number.
pub(crate) const MAGIC: u32 = u32::from_le_bytes(*b"MPfr");
/// Bytes of an epoch's salt.
pub(crate) const SALT_BYTES: usize = 32;
/// The lane that takes everything.
pub(crate) const LANE_MIXED: u8 = 0;

layout! {
    /// The head of a frame, at the start of its first block.
    FrameHeader {
        magic: u32, "`MPfr`";
        version: u16, "1";
        lane: u8, "0: the lane that takes everything";
        flags: u8, "0";
        lsn: u64, "log sequence number: counts frames, from 1";
        durable_lsn: u64, "highest log sequence number known to be on flash when this frame was built";
        wall_ms: u64, "wall clock at the commit, ms since 1970";
        line_ms: u64, "device timeline at the commit, ms";
        generation: u32, "generation of the segment";
        epoch: u32, "epoch of the process that wrote the frame";
        segment: u32, "the segment's number";
        block: u32, "number in the segment of the frame's first block";
        blocks: u32, "blocks of the frame";
        body_bytes: u32, "bytes of all chunks";
        chunks: u32, "chunks";
        next_segment: u32, "0; reserved for lanes";
        reserved: [u8; 20], "0";
        epoch_salt: [u8; 32], "salt of the epoch's chunk keys";
        crc: u32, "CRC-32C of the header up to here";
    }
}

const _: () = assert!(FrameHeader::BYTES == 128);

/// Blocks of a frame whose chunks take `body_bytes`.
pub(crate) fn blocks(body_bytes: usize) -> u32 {
    block::blocks_for(FrameHeader::BYTES + body_bytes)
}

/// The frame header at the start of a block, when there is a good one for this place.
pub(crate) fn header(first_block: &[u8], place: Place) -> Option<FrameHeader> {
    let bytes = first_block.first_chunk().expect("a block is longer than a frame header");
    let header = FrameHeader::decode(bytes);
    let here = header.magic == MAGIC
        && is_closed(bytes)
        && header.version == super::VERSION
        && (header.segment, header.block) == (place.segment, place.block)
        && header.blocks == blocks(wide(header.body_bytes));
    here.then_some(header)
}

/// Builds a frame in a buffer that is used again for the next.
#[derive(Debug, Default)]
pub(crate) struct FrameBuilder {
    bytes: Vec<u8>,
    /// Where in `bytes` the frame starts: at a multiple of a block in memory, so that the device can fetch it from there.
    from: usize,
    /// The end of the last chunk, in payload bytes.
    at: usize,
    chunks: u32,
}

impl FrameBuilder {
    /// Starts a frame whose chunks will take `body_bytes`.
    pub(crate) fn start(&mut self, body_bytes: usize) {
        let bytes = (wide(blocks(body_bytes)) + 1) * BLOCK_BYTES;
        if self.bytes.len() < bytes {
            self.bytes.resize(bytes, 0);
        }
        self.from = self.bytes.as_ptr().align_offset(BLOCK_BYTES).min(BLOCK_BYTES);
        self.at = FrameHeader::BYTES;
        self.chunks = 0;
    }

    /// Adds a chunk and returns where in the frame's payload it starts.
    pub(crate) fn push(&mut self, chunk: &SealedChunk<'_>) -> usize {
        let start = self.at;
        for part in [chunk.header(), chunk.body(), chunk.tag()] {
            block::scatter(&mut self.bytes[self.from..], self.at, part);
            self.at += part.len();
        }
        self.chunks += 1;
        start
    }

    /// Blocks the frame takes with the chunks it has.
    pub(crate) fn blocks(&self) -> u32 {
        blocks(self.at - FrameHeader::BYTES)
    }

    /// Completes the header, pads, and closes every block. A frame can be finished again, for another place.
    pub(crate) fn finish(&mut self, mut header: FrameHeader) -> Sealed<'_> {
        header.body_bytes = narrow(self.at - FrameHeader::BYTES);
        header.blocks = blocks(wide(header.body_bytes));
        header.chunks = self.chunks;
        let frame = &mut self.bytes[self.from..][..wide(header.blocks) * BLOCK_BYTES];
        let mut head = header.encode();
        close(&mut head);
        block::scatter(frame, 0, &head);
        let last = wide(header.blocks) - 1;
        frame[last * BLOCK_BYTES + self.at - last * PAYLOAD_BYTES..].fill(0);
        for (index, bytes) in (0..header.blocks).zip(frame.chunks_exact_mut(BLOCK_BYTES)) {
            let place = Place { segment: header.segment, block: header.block + index };
            block::finish(bytes, place, trailer(&header, index));
        }
        Sealed(frame)
    }
}

/// The trailer that block `index` of a frame has, but for its checksum.
pub(crate) fn trailer(header: &FrameHeader, index: u32) -> Trailer {
    Trailer {
        crc: 0,
        lsn_low: low(header.lsn),
        generation: header.generation,
        index: u16::try_from(index).expect("a segment has at most 32 768 blocks"),
        flags: if index + 1 == header.blocks { block::LAST } else { 0 },
    }
}

/// The low half of a log sequence number.
pub(crate) fn low(lsn: u64) -> u32 {
    u32::try_from(lsn & 0xffff_ffff).expect("masked to 32 bits")
}
