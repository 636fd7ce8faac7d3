//! Which tracks there are, and which take records.

use crate::Log;
use millpond_base::{Seq, TrackId};

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
}
