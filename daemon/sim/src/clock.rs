//! Simulated time: a wall clock that runs on while the device is off, and a timeline that does not.

use millpond_base::{Clock, LineMs, Now, WallMs};
use std::sync::atomic::{AtomicU64, Ordering};

/// A clock that moves only when told to.
#[derive(Debug)]
pub struct SimClock {
    wall: AtomicU64,
    line: AtomicU64,
}

impl SimClock {
    /// A new device at a wall time; its timeline starts at 1, as in the binary.
    pub(crate) const fn at_ms(wall_ms: u64) -> Self {
        Self { wall: AtomicU64::new(wall_ms), line: AtomicU64::new(1) }
    }

    /// Another clock that shows the same.
    pub(crate) fn twin(&self) -> Self {
        let copy = |of: &AtomicU64| AtomicU64::new(of.load(Ordering::Relaxed));
        Self { wall: copy(&self.wall), line: copy(&self.line) }
    }

    /// Moves both scales forward.
    pub fn advance_ms(&self, ms: u64) {
        self.wall.fetch_add(ms, Ordering::Relaxed);
        self.line.fetch_add(ms, Ordering::Relaxed);
    }

    /// Starts again after `off_ms` without power: the timeline goes on where flash says it was, as in the binary.
    pub(crate) fn resume(&self, line: LineMs, off_ms: u64) {
        self.wall.fetch_add(off_ms, Ordering::Relaxed);
        self.line.store(line.0 + 1, Ordering::Relaxed);
    }
}

impl Clock for SimClock {
    fn now(&self) -> Now {
        Now {
            wall: WallMs(self.wall.load(Ordering::Relaxed)),
            line: LineMs(self.line.load(Ordering::Relaxed)),
            trusted: true,
        }
    }
}
