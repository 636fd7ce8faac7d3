//! What can be set when a log is opened.

use std::sync::Arc;

use crate::OpenError;
use crate::epoch::EPOCH_BYTES_MAX;
use crate::format::BLOCK_BYTES;
use crate::seal::{AwsLcSuite, Suite};

/// The tunables of a log.
#[derive(Clone, Debug)]
pub struct Options {
    /// Flash that segments may use. Bytes; at least four segments; 1 GiB.
    pub budget_bytes: u64,
    /// Size of one segment, fixed when the log is created. Bytes, a multiple of 4 096; 8 MiB.
    pub segment_bytes: u32,
    /// Bytes that may wait for a commit before `stage` answers `Busy`; 8 MiB.
    pub staged_bytes_max: u32,
    /// Bytes that one commit takes at most, unless a single batch is larger; 2.25 MiB, which takes four
    /// full PutRecords of 500 x 1 KiB with their overhead.
    pub commit_bytes_max: u32,
    /// Bytes of one chunk after which a track begins another, so that a read opens little; 256 KiB.
    pub chunk_bytes_target: u32,
    /// Fresh segments are zero-filled ahead of the writer while commits average less; bytes; 64 KiB.
    /// 0 never fills.
    pub zero_ahead_below_bytes: u32,
    /// How far ahead of the writer zeros are written in one step. Bytes, a multiple of 4 096; 256 KiB.
    pub zero_ahead_bytes: u32,
    /// Segments that only essential batches may use, besides the one that is kept for emptying others; 1.
    pub reserve_segments: u32,
    /// Decrypted chunks kept for the next read. Bytes; 1 MiB.
    pub read_cache_bytes: u32,
    /// Lists of chunks kept for the next read, 40 bytes a chunk; one more whatever its size. Bytes; 1 MiB.
    pub directory_cache_bytes: u32,
    /// Expanded chunk keys kept ready; with fewer than there are busy tracks each would be made anew. Keys; 2 048.
    pub key_cache_max: u32,
    /// Bytes of chunks after which a new epoch begins, with the next segment. Bytes, at most 64 GiB, which
    /// is the default; tests set less.
    pub epoch_bytes_max: u64,
    /// Age of an epoch on the device timeline after which a new one begins, with the next segment. Milliseconds; 90 days.
    pub epoch_ms_max: u64,
    /// The cipher of new chunks and who computes it; AES-256-GCM of aws-lc. Chunks of any cipher open.
    pub suite: Arc<dyn Suite>,
}

const KIB: u32 = 1024;
const MIB: u32 = 1024 * KIB;

impl Default for Options {
    fn default() -> Self {
        Self {
            budget_bytes: 1024 * u64::from(MIB),
            segment_bytes: 8 * MIB,
            staged_bytes_max: 8 * MIB,
            commit_bytes_max: 2 * MIB + 256 * KIB,
            chunk_bytes_target: 256 * KIB,
            zero_ahead_below_bytes: 64 * KIB,
            zero_ahead_bytes: 256 * KIB,
            reserve_segments: 1,
            read_cache_bytes: MIB,
            directory_cache_bytes: MIB,
            key_cache_max: 2048,
            epoch_bytes_max: EPOCH_BYTES_MAX,
            epoch_ms_max: 90 * 24 * 3_600_000,
            suite: Arc::new(AwsLcSuite::default()),
        }
    }
}

/// Segments below this could not hold a frame and their own footer.
const SEGMENT_BLOCKS_MIN: u32 = 8;
/// Beyond this a block's place in its frame would not fit its trailer.
const SEGMENT_BLOCKS_MAX: u32 = 32 * 1024;
/// The largest segment.
pub(crate) const SEGMENT_BYTES_MAX: u64 = SEGMENT_BLOCKS_MAX as u64 * BLOCK_BYTES as u64;
/// One to write to, two in reserve, one to free.
const SEGMENTS_MIN: u64 = 4;

impl Options {
    /// Options for tests: the same code with small segments.
    #[must_use]
    pub fn tiny() -> Self {
        Self {
            budget_bytes: u64::from(64 * KIB * 16),
            segment_bytes: 64 * KIB,
            staged_bytes_max: 128 * KIB,
            commit_bytes_max: 32 * KIB,
            chunk_bytes_target: 8 * KIB,
            zero_ahead_bytes: 16 * KIB,
            ..Self::default()
        }
    }

    pub(crate) fn check(&self) -> Result<(), OpenError> {
        let block = u32::try_from(BLOCK_BYTES).expect("a block is 4 KiB");
        let blocks = self.segment_bytes / block;
        if !self.segment_bytes.is_multiple_of(block)
            || !(SEGMENT_BLOCKS_MIN..=SEGMENT_BLOCKS_MAX).contains(&blocks)
        {
            return Err(OpenError::Options(
                "segment_bytes must be a multiple of 4096 from 32 KiB to 128 MiB",
            ));
        }
        if self.budget_bytes / u64::from(self.segment_bytes) < SEGMENTS_MIN {
            return Err(OpenError::Options("budget_bytes must hold at least four segments"));
        }
        if self.zero_ahead_bytes == 0 || !self.zero_ahead_bytes.is_multiple_of(block) {
            return Err(OpenError::Options("zero_ahead_bytes must be a multiple of 4096"));
        }
        if self.epoch_bytes_max > EPOCH_BYTES_MAX {
            return Err(OpenError::Options("epoch_bytes_max must be at most 64 GiB"));
        }
        Ok(())
    }

    pub(crate) fn segments_max(&self) -> u32 {
        let segments = self.budget_bytes / u64::from(self.segment_bytes);
        u32::try_from(segments).unwrap_or(u32::MAX)
    }
}
