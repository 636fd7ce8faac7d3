//! The real clock: what the wall shows, where the device timeline stands, and whether the wall can be believed.
//!
//! The timeline runs on the kernel's boot-time clock, which counts suspend and ignores every change of the wall
//! clock. After a restart it continues from the highest point the log recorded. The time for which the process did
//! not run is not counted: adding it would need a wall clock, and a wrong one would make retention delete what it
//! must keep.

use millpond_base::{Clock, LineMs, Now, WallMs};
use rustix::time::{ClockId, Timespec, clock_gettime};
use std::sync::atomic::{AtomicU64, Ordering};

/// No honest clock shows a time before this program was written: 2026-11-01T00:00:00Z.
pub(crate) const WALL_MIN: WallMs = WallMs(1_793_491_200_000);

/// A wall clock may step back this far without losing trust, as time synchronisation makes small steps.
const STEP_BACK_MS: u64 = 2_000;

/// Reads the machine's clocks.
pub(crate) struct DeviceClock {
    /// Timeline minus boot time, in milliseconds.
    lead: AtomicU64,
    /// Highest believable wall time, recorded or read.
    wall_highest: AtomicU64,
}

impl DeviceClock {
    /// A clock whose timeline starts at 1; 0 stays free for "before everything".
    pub(crate) fn new() -> Self {
        let clock = Self { lead: AtomicU64::new(0), wall_highest: AtomicU64::new(0) };
        clock.resume(LineMs(0), WallMs(0));
        clock
    }

    /// Continues the timeline after the highest point on flash. `wall` is the highest wall time recorded there.
    pub(crate) fn resume(&self, line: LineMs, wall: WallMs) {
        let boot = read(ClockId::Boottime);
        // Boot time restarts at zero, so the lead may have to be "negative": wrapping arithmetic carries that.
        self.lead.store((line.0 + 1).wrapping_sub(boot), Ordering::Relaxed);
        self.wall_highest.fetch_max(wall.0, Ordering::Relaxed);
    }

    fn judge(&self, wall: WallMs) -> bool {
        if wall < WALL_MIN {
            return false;
        }
        let highest = self.wall_highest.fetch_max(wall.0, Ordering::Relaxed);
        wall.0.saturating_add(STEP_BACK_MS) >= highest
    }
}

impl Clock for DeviceClock {
    fn now(&self) -> Now {
        let wall = WallMs(read(ClockId::Realtime));
        let line = LineMs(read(ClockId::Boottime).wrapping_add(self.lead.load(Ordering::Relaxed)));
        Now { wall, line, trusted: self.judge(wall) }
    }
}

fn read(id: ClockId) -> u64 {
    let Timespec { tv_sec, tv_nsec } = clock_gettime(id);
    let secs = u64::try_from(tv_sec).unwrap_or(0);
    let nanos = u64::try_from(tv_nsec).unwrap_or(0);
    secs * 1000 + nanos / 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_timeline_continues_after_the_highest_recorded_point() {
        let clock = DeviceClock::new();

        clock.resume(LineMs(5_000_000_000_000), WallMs(0));

        let line = clock.now().line;
        assert!(line > LineMs(5_000_000_000_000) && line < LineMs(5_000_000_060_000));
    }

    #[test]
    fn the_timeline_never_goes_backwards() {
        let clock = DeviceClock::new();

        let mut last = clock.now().line;
        for _ in 0..1000 {
            let line = clock.now().line;
            assert!(line >= last);
            last = line;
        }
    }

    #[test]
    fn a_wall_clock_before_the_program_was_written_is_not_trusted() {
        let clock = DeviceClock::new();

        assert!(!clock.judge(WallMs(0)));
        assert!(!clock.judge(WallMs(WALL_MIN.0 - 1)));
        assert!(clock.judge(WALL_MIN));
    }

    #[test]
    fn a_wall_clock_behind_what_the_log_recorded_is_not_trusted() {
        let clock = DeviceClock::new();
        clock.resume(LineMs(0), WallMs(WALL_MIN.0 + 1_000_000));

        assert!(!clock.judge(WallMs(WALL_MIN.0 + 900_000)));
        assert!(clock.judge(WallMs(WALL_MIN.0 + 999_000)), "a small step back is how clocks are corrected");
        assert!(clock.judge(WallMs(WALL_MIN.0 + 1_000_001)));
    }
}
