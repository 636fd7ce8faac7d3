//! Which tracks there are, which take records, and how much of each its newest key has sealed.

use crate::Log;
use crate::index::Use;
use millpond_base::{Seq, TrackId};

/// What says that nothing sealed with a key is left on flash, once [`SegmentUses::oldest`] is beyond the [`SegmentUses::newest`] of the
/// time when another key took its place: segments are used one after the other, and each use has a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SegmentUses {
    /// Of what there are blocks on flash, alive or not; 0 when that is not known of some segment.
    pub oldest: u32,
    /// What is staged now reaches flash in this one or before.
    pub newest: u32,
}

/// SegmentUses of segments that may begin and hold nothing: opening them failed, or a write to them did.
const USES_SPARE: u32 = 64;

impl Log {
    /// True when a track is registered.
    #[must_use]
    pub fn has_track(&self, track: TrackId) -> bool {
        self.staging().has_track(track)
    }

    /// Ends a track and returns the place that no record of it reaches: from here on a batch with a record for it is
    /// refused. What it has stays, and can be read, trimmed and moved. In memory only: the owner ends it again after
    /// open.
    pub fn close_track(&self, track: TrackId) -> Seq {
        self.staging().close_track(track)
    }

    /// Bytes of records staged for some tracks since their newest key was registered.
    #[must_use]
    pub fn bytes_under_newest_key(&self, tracks: &[TrackId]) -> u64 {
        let staging = self.staging();
        tracks.iter().map(|track| staging.bytes_under_key(*track)).sum()
    }

    /// The uses of segments; see [`SegmentUses`].
    #[must_use]
    pub fn uses(&self) -> SegmentUses {
        let options = &self.shared.options;
        // A frame of little takes a block, so that what is staged fills no more than twice its size in segments.
        let waves = 2 * (options.staged_bytes_max / options.segment_bytes + 1);
        let newest = self.writer().generation.saturating_add(waves + USES_SPARE);
        let index = self.shared.index();
        let there = index.segments.iter().filter(|segment| segment.usage != Use::Absent && !segment.blank);
        SegmentUses { oldest: there.map(|segment| segment.generation).min().unwrap_or(0), newest }
    }
}
