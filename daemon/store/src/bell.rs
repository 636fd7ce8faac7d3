//! Wakes whoever waits for something new on a track.

use millpond_base::TrackId;
use std::sync::OnceLock;

/// Why a bell rings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ring {
    /// Something may be there.
    News,
    /// The track is gone, and everybody who waits must learn of it.
    End,
}

/// Rings for a track. The binary connects it to its waiting requests; unconnected, it is silent.
#[derive(Default)]
pub struct Bell {
    hook: OnceLock<Hook>,
}

type Hook = Box<dyn Fn(TrackId, Ring) + Send + Sync>;

impl Bell {
    /// Connects the bell. Only the first connection counts.
    pub fn connect(&self, hook: Hook) {
        let _ = self.hook.set(hook);
    }

    /// Wakes those who wait for `track`.
    pub fn ring(&self, track: TrackId) {
        self.tell(track, Ring::News);
    }

    /// Wakes those who wait for `track`, for the last time.
    pub fn ring_out(&self, track: TrackId) {
        self.tell(track, Ring::End);
    }

    fn tell(&self, track: TrackId, why: Ring) {
        if let Some(hook) = self.hook.get() {
            hook(track, why);
        }
    }
}
