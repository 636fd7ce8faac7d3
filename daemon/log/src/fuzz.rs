//! Doors to the private decoders, for daemon/fuzz alone. What they promise is asserted here, so that
//! a fuzzer needs no view of the types.

use millpond_base::{LineMs, WallMs};

use crate::format::block::{self, BLOCK_BYTES, Place};
use crate::format::footer::{self, Footer};
use crate::format::frame::{self, FrameHeader};
use crate::format::record::{Entries, Times};
use crate::format::superblock::{Found, SuperBlock};
use crate::format::{ChunkHeader, close, footer::FooterHeader, varint, wide};
use crate::scan::scan;

/// Reads a copy of the super block; one that is accepted has one form only.
pub fn super_block(bytes: &[u8]) {
    let Some(bytes) = bytes.first_chunk() else { return };
    if let Found::Good(block) = SuperBlock::parse(bytes) {
        let mut again = [0; BLOCK_BYTES];
        block.build(&mut again);
        assert_eq!(again[..SuperBlock::BYTES], bytes[..SuperBlock::BYTES]);
    }
}

/// Reads a footer in blocks of segment 1, from block 2 on.
pub fn footer(bytes: &[u8]) {
    let start = Place { segment: 1, block: 2 };
    if let Some(footer) = Footer::parse(bytes, start) {
        let lists = (footer.epochs.len(), footer.chunks.len(), footer.heads.len());
        assert!(wide(footer::blocks(lists.0, lists.1, lists.2)) * BLOCK_BYTES <= bytes.len());
    }
    if let Some(last) = bytes.last_chunk::<BLOCK_BYTES>() {
        footer::blocks_from_last(last, start);
    }
}

/// Scans a segment: what is found lies within it, in order, and does not overlap.
pub fn segment(number: u32, bytes: &[u8]) {
    let Some(found) = scan(number, bytes) else { return };
    let blocks = bytes.len() / BLOCK_BYTES;
    assert!(wide(found.end_block) <= blocks);
    let mut free = 0;
    for frame in &found.frames {
        assert!(frame.header.block >= free);
        free = frame.end_block();
    }
    assert!(free <= found.end_block);
    for chunk in found.frames.iter().chain(&found.damaged).flat_map(|frame| &frame.chunks) {
        assert!(wide(chunk.spot) + wide(chunk.bytes) <= blocks * block::PAYLOAD_BYTES);
    }
}

/// Walks the inside of an opened chunk, and reads the number at its start.
pub fn records(bytes: &[u8]) {
    let times = Times { line: LineMs(5), wall: WallMs(9) };
    let mut entries = Entries::new(bytes, times);
    let held: usize = entries.by_ref().map(|entry| entry.attributes.len() + entry.body.len() + 2).sum();
    assert!(held <= bytes.len());
    let mut rest = bytes;
    if let Some(value) = varint::take(&mut rest) {
        let mut again = Vec::new();
        varint::put(&mut again, value);
        assert_eq!(again, bytes[..bytes.len() - rest.len()], "one form only");
    }
    if let Some(head) = bytes.first_chunk() {
        assert_eq!(ChunkHeader::decode(head).encode(), *head);
    }
}

/// Makes the checksums of a block fit its content again, those of a frame's or footer's header too.
pub fn reseal(segment: u32, number: u32, bytes: &mut [u8]) {
    let magic = u32::from_le_bytes(*bytes.first_chunk().expect("a block is longer than a magic number"));
    match magic {
        frame::MAGIC => close(&mut bytes[..FrameHeader::BYTES]),
        footer::MAGIC => close(&mut bytes[..FooterHeader::BYTES]),
        _ => {}
    }
    block::finish(bytes, Place { segment, block: number }, block::trailer(bytes));
}

/// Makes the checksum of a super block fit its content again.
pub fn reseal_super(bytes: &mut [u8]) {
    close(bytes);
}
