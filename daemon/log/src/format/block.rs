//! Blocks: what a segment is made of. Each ends in a trailer that tells torn, stale and misdirected
//! blocks from good ones.

use super::{layout, narrow, wide};

/// Bytes of a block: the unit that flash file systems write at once.
pub(crate) const BLOCK_BYTES: usize = 4096;
/// Bytes of a block before its trailer.
pub(crate) const PAYLOAD_BYTES: usize = BLOCK_BYTES - Trailer::BYTES;

/// The last block of a frame or footer.
pub(crate) const LAST: u16 = 1;
/// A block of a footer, or the claim that stands in for one; not of a frame.
pub(crate) const FOOTER: u16 = 2;
/// With [`FOOTER`]: nothing in the segment counts any more.
pub(crate) const RETIRED: u16 = 4;

layout! {
    /// The end of every block.
    Trailer {
        crc: u32, "CRC-32C of the payload, the rest of the trailer, the segment's number (u32) and the block's number in it (u32)";
        lsn_low: u32, "low half of the log sequence number of the frame (in a footer: of the segment's last frame)";
        generation: u32, "the segment's generation: which use of the segment this block belongs to";
        index: u16, "the block's place in its frame or footer";
        flags: u16, "1 the last block of its frame or footer, 2 a footer's block; 2 alone in the last block: a claim; 4 with 2: the segment is retired";
    }
}

const _: () = assert!(Trailer::BYTES == 16 && PAYLOAD_BYTES == 4080);

/// Where a block lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) segment: u32,
    pub(crate) block: u32,
}

fn checksum(block: &[u8], place: Place) -> u32 {
    let body = crc32c::crc32c(&block[..PAYLOAD_BYTES]);
    let rest = crc32c::crc32c_append(body, &block[PAYLOAD_BYTES + 4..BLOCK_BYTES]);
    let segment = crc32c::crc32c_append(rest, &place.segment.to_le_bytes());
    crc32c::crc32c_append(segment, &place.block.to_le_bytes())
}

/// Writes the trailer of a block whose payload is in place.
pub(crate) fn finish(block: &mut [u8], place: Place, mut trailer: Trailer) {
    block[PAYLOAD_BYTES..BLOCK_BYTES].copy_from_slice(&trailer.encode());
    trailer.crc = checksum(block, place);
    block[PAYLOAD_BYTES..BLOCK_BYTES].copy_from_slice(&trailer.encode());
}

/// The trailer as it stands, good or not.
pub(crate) fn trailer(block: &[u8]) -> Trailer {
    let bytes = block.last_chunk().expect("a block is longer than its trailer");
    Trailer::decode(bytes)
}

/// The trailer, when the block is whole and belongs where it lies.
pub(crate) fn verify(block: &[u8], place: Place) -> Option<Trailer> {
    let trailer = trailer(block);
    (trailer.crc == checksum(block, place)).then_some(trailer)
}

/// A position in a segment that counts payload bytes only, so that bytes of a frame are contiguous.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot(pub(crate) u32);

impl Spot {
    pub(crate) fn of_block(block: u32) -> Self {
        Self(block * narrow(PAYLOAD_BYTES))
    }

    pub(crate) fn block(self) -> u32 {
        self.0 / narrow(PAYLOAD_BYTES)
    }

    /// Bytes into the payload of its block.
    pub(crate) fn within(self) -> usize {
        wide(self.0) % PAYLOAD_BYTES
    }

    /// Byte offset in the segment's file.
    pub(crate) fn file_offset(self) -> u64 {
        u64::from(self.block()) * BLOCK_BYTES as u64 + self.within() as u64
    }

    pub(crate) fn after(self, bytes: usize) -> Self {
        Self(self.0 + narrow(bytes))
    }
}

/// Blocks that hold so many payload bytes.
pub(crate) fn blocks_for(payload_bytes: usize) -> u32 {
    narrow(payload_bytes.div_ceil(PAYLOAD_BYTES))
}

/// Copies `bytes` into the payloads of `blocks` from payload byte `at` on.
pub(crate) fn scatter(blocks: &mut [u8], mut at: usize, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        let (block, within) = (at / PAYLOAD_BYTES, at % PAYLOAD_BYTES);
        let count = bytes.len().min(PAYLOAD_BYTES - within);
        let start = block * BLOCK_BYTES + within;
        blocks[start..start + count].copy_from_slice(&bytes[..count]);
        bytes = &bytes[count..];
        at += count;
    }
}

/// Copies payload bytes from `at` on out of `blocks`.
pub(crate) fn gather(blocks: &[u8], mut at: usize, out: &mut [u8]) {
    let mut done = 0;
    while done < out.len() {
        let (block, within) = (at / PAYLOAD_BYTES, at % PAYLOAD_BYTES);
        let count = (out.len() - done).min(PAYLOAD_BYTES - within);
        let start = block * BLOCK_BYTES + within;
        out[done..done + count].copy_from_slice(&blocks[start..start + count]);
        done += count;
        at += count;
    }
}

/// Drops the trailers out of `blocks` in place, leaving the payloads contiguous.
pub(crate) fn compact(blocks: &mut Vec<u8>) {
    let count = blocks.len() / BLOCK_BYTES;
    for block in 1..count {
        let start = block * BLOCK_BYTES;
        blocks.copy_within(start..start + PAYLOAD_BYTES, block * PAYLOAD_BYTES);
    }
    blocks.truncate(count * PAYLOAD_BYTES);
}
