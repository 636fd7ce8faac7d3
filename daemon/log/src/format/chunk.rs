//! A chunk: the records that one track got in one commit, sealed together.

use super::layout;
use crate::seal::{Algorithm, TAG_BYTES};

/// A chunk of sealed records.
pub(crate) const RECORDS: u8 = 1;
/// The chunk takes the place of an older one, wholly or in part.
pub(crate) const MOVED: u8 = 1;
/// The chunk is sealed with ChaCha20-Poly1305.
pub(crate) const CHACHA: u8 = 2;

layout! {
    /// The head of a chunk: in clear, and bound to the records as associated data. It does not say
    /// where it lies, so that a chunk can be rescued without being sealed anew.
    ChunkHeader {
        kind: u8, "1 sealed records";
        flags: u8, "1 moved: the records were written before, and say nothing of how far the track has come; 2 sealed with ChaCha20-Poly1305";
        key_version: u16, "version of the track's data key";
        track: u32, "the track";
        first_seq: u64, "place of the first record; the others follow without gaps";
        count: u32, "records, at least 1";
        bytes: u32, "bytes of the sealed records, without the tag";
        epoch: u32, "epoch of the chunk key and first half of the nonce";
        counter: u64, "second half of the nonce: counts seals of the epoch";
        line_ms: u64, "device timeline at the first record, ms";
        wall_ms: u64, "wall clock at the first record, ms since 1970";
        span_ms: u32, "device time from the first record to the last, ms, saturating";
    }
}

const _: () = assert!(ChunkHeader::BYTES == 56);

/// Bytes that a chunk adds to its records.
pub(crate) const CHUNK_EXTRA_BYTES: usize = ChunkHeader::BYTES + TAG_BYTES;

/// The `flags` of a chunk.
pub(crate) const fn flags(moved: bool, algorithm: Algorithm) -> u8 {
    let sealed = match algorithm {
        Algorithm::Aes256Gcm => 0,
        Algorithm::ChaCha20Poly1305 => CHACHA,
    };
    if moved { sealed | MOVED } else { sealed }
}

impl ChunkHeader {
    /// What the chunk says it is sealed with. The seal covers it.
    pub(crate) const fn algorithm(&self) -> Algorithm {
        if self.flags & CHACHA == 0 { Algorithm::Aes256Gcm } else { Algorithm::ChaCha20Poly1305 }
    }

    /// Bytes of the whole chunk in a frame.
    pub(crate) fn chunk_bytes(&self) -> usize {
        super::wide(self.bytes) + CHUNK_EXTRA_BYTES
    }
}
