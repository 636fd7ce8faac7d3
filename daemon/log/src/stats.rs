//! Flash accounting: what was written, and why.

/// Counters since the log was opened.
///
/// # Units
/// Bytes are those handed to the device; a file system adds its own metadata.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Attributes and bodies that were committed.
    pub payload_bytes: u64,
    /// All bytes written: the four kinds below.
    pub device_bytes_written: u64,
    /// Frames, padding and trailers included.
    pub frame_bytes: u64,
    /// Of these, records that were written again to empty a segment, with their seals.
    pub moved_bytes: u64,
    /// Footers of full segments, and what replaces them when a segment is free or used again.
    pub footer_bytes: u64,
    /// Zeros written ahead of the writer.
    pub zero_bytes: u64,
    /// Super blocks.
    pub super_bytes: u64,
    /// Syncs of data, of super blocks and of directories.
    pub syncs: u64,
    /// Commits that wrote a frame.
    pub commits: u64,
    /// Segments that hold no data and can be written.
    pub segments_free: u32,
    /// Segments that hold data.
    pub segments_used: u32,
    /// Segments that a write failed to since the start; they are used again after the next.
    pub segments_fenced: u32,
    /// Segments that the budget allows.
    pub segments_max: u32,
    /// Segments that only essential batches may begin.
    pub segments_reserved: u32,
    /// Size of a segment.
    pub segment_bytes: u32,
    /// Live chunks; those trimmed off the front of a full segment count until the last of its track is gone.
    pub chunks: u64,
    /// Memory of the index: runs, chunks that no footer lists, tables, and lists read back from footers. Grows with
    /// tracks and segments, not with commits.
    pub index_bytes: u64,
}

/// Segments that should be free beside the reserve: one to go on in while space is made, and one for what comes in
/// meanwhile.
const SEGMENTS_KEPT: u32 = 2;
/// Of a larger log, this fraction should be free as well, so that a burst meets room.
const SHARE_KEPT: u32 = 16;

impl Stats {
    /// How many more segments should be free; 0 when space is not short.
    #[must_use]
    pub fn segments_short(&self) -> u32 {
        let free = self.segments_max.saturating_sub(self.segments_used);
        let wanted = self.segments_reserved + SEGMENTS_KEPT + self.segments_max / SHARE_KEPT;
        wanted.saturating_sub(free)
    }
}
