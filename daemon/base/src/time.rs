//! Time on a device whose clock may be wrong.
//!
//! Two scales exist. The wall clock is what people and clients see; it may jump. The device timeline
//! only ever moves forward, continues across restarts, and drives retention, visibility, delay and
//! deduplication.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Wall-clock milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallMs(pub u64);

impl WallMs {
    /// Whole seconds since 1970.
    #[must_use]
    pub const fn secs(self) -> u64 {
        self.0 / 1000
    }
}

/// Milliseconds on the device timeline, which never goes backwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineMs(pub u64);

impl LineMs {
    /// The point `ms` later.
    #[must_use]
    pub const fn after_ms(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// How long ago `earlier` was; 0 when it lies ahead.
    #[must_use]
    pub const fn since_ms(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// One reading of both scales.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// What the wall clock shows.
    pub wall: WallMs,
    /// Where the device timeline stands.
    pub line: LineMs,
    /// False when there is evidence that the wall clock is wrong.
    pub trusted: bool,
}

/// Where time comes from. The binary has a real one, tests and simulation a manual one.
pub trait Clock: Send + Sync {
    /// Reads both scales at once.
    fn now(&self) -> Now;
}

/// A clock that moves only when told to.
#[derive(Debug)]
pub struct ManualClock {
    wall: AtomicU64,
    line: AtomicU64,
    distrusted: AtomicBool,
}

impl ManualClock {
    /// Starts both scales at `ms`.
    #[must_use]
    pub const fn at_ms(ms: u64) -> Self {
        Self { wall: AtomicU64::new(ms), line: AtomicU64::new(ms), distrusted: AtomicBool::new(false) }
    }

    /// Moves both scales forward.
    pub fn advance_ms(&self, ms: u64) {
        self.wall.fetch_add(ms, Ordering::Relaxed);
        self.line.fetch_add(ms, Ordering::Relaxed);
    }

    /// From now on nobody trusts the wall clock.
    pub fn distrust(&self) {
        self.distrusted.store(true, Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Now {
        Now {
            wall: WallMs(self.wall.load(Ordering::Relaxed)),
            line: LineMs(self.line.load(Ordering::Relaxed)),
            trusted: !self.distrusted.load(Ordering::Relaxed),
        }
    }
}
