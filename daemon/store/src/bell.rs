//! Wakes whoever waits for something new on a track.

use millpond_base::TrackId;
use std::sync::OnceLock;

/// Rings for a track. The binary connects it to its waiting requests; unconnected, it is silent.
#[derive(Default)]
pub struct Bell {
    hook: OnceLock<Box<dyn Fn(TrackId) + Send + Sync>>,
}

impl Bell {
    /// Connects the bell. Only the first connection counts.
    pub fn connect(&self, hook: Box<dyn Fn(TrackId) + Send + Sync>) {
        let _ = self.hook.set(hook);
    }

    /// Wakes those who wait for `track`.
    pub fn ring(&self, track: TrackId) {
        if let Some(hook) = self.hook.get() {
            hook(track);
        }
    }
}
