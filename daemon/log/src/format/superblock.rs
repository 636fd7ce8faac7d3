//! The super block: which epoch is running and how the log is cut into segments. Two copies are
//! written in turn, so that one is whole at any time. It holds no user data and no key.

use super::block::BLOCK_BYTES;
use super::{Sealed, VERSION, close, is_closed, layout};

/// "MPsb", read as a little-endian number.
pub(crate) const MAGIC: u32 = u32::from_le_bytes(*b"MPsb");

layout! {
    /// The start of the super block; zeros follow, and a CRC-32C of it all in the last four bytes.
    SuperBlock {
        magic: u32, "`MPsb`";
        version: u16, "1";
        flags: u16, "0";
        sequence: u64, "counts writes of either copy; the higher one holds";
        log_id: [u8; 16], "drawn when the log was created";
        epoch: u32, "counts epochs";
        segment_bytes: u32, "bytes of a segment";
        epoch_salt: [u8; 32], "drawn when the epoch began";
        durable_lsn: u64, "highest log sequence number known to be on flash";
        checkpoint_slot: u32, "0; reserved for checkpoints";
        reserved: u32, "0";
        checkpoint_lsn: u64, "0; reserved for checkpoints";
    }
}

/// What a copy of the super block turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Good(SuperBlock),
    /// Whole, but written by another version.
    Version(u16),
    Damaged,
}

impl SuperBlock {
    pub(crate) fn build<'a>(&self, out: &'a mut [u8; BLOCK_BYTES]) -> Sealed<'a> {
        out.fill(0);
        out[..Self::BYTES].copy_from_slice(&self.encode());
        close(out);
        Sealed(out)
    }

    pub(crate) fn parse(bytes: &[u8; BLOCK_BYTES]) -> Found {
        let block = Self::decode(bytes.first_chunk().expect("a block is longer than a super block"));
        if block.magic != MAGIC || !is_closed(bytes) {
            return Found::Damaged;
        }
        if block.version == VERSION { Found::Good(block) } else { Found::Version(block.version) }
    }
}
