//! How fast a way has been, and so how long a call over it may take.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What a call may take besides the time for its bytes.
const BASE: Duration = Duration::from_secs(60);
/// The slowest link that a call of any size still gets through, in bytes a second: a fraction of what GPRS gives.
const SLOWEST: u64 = 1_000;
/// Times that the measured pace may be missed.
const SLACK: u64 = 4;
/// Smaller calls say more of the way's delay than of its pace.
const TELLING_BYTES: u64 = 4 << 10;

/// Bytes a second that calls have moved; 0 while nothing is known.
#[derive(Debug, Default)]
pub(super) struct Pace(AtomicU64);

impl Pace {
    /// How long a call of so many bytes may take. A dead link is noticed by the socket long before.
    pub(super) fn patience(&self, bytes: u64) -> Duration {
        let sure = match self.0.load(Ordering::Relaxed) {
            0 => SLOWEST,
            pace => (pace / SLACK).max(SLOWEST),
        };
        BASE + Duration::from_millis(bytes.saturating_mul(1_000) / sure)
    }

    /// Takes note of a call that was answered.
    pub(super) fn moved(&self, bytes: u64, took: Duration) {
        if bytes < TELLING_BYTES {
            return;
        }
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
        let now = (bytes.saturating_mul(1_000) / millis).max(1);
        let was = self.0.load(Ordering::Relaxed);
        // A worse pace counts at once, a better one by and by.
        let pace = if was == 0 || now < was { now } else { was + (now - was) / 4 };
        self.0.store(pace, Ordering::Relaxed);
    }

    /// Takes note of a call that was given up.
    pub(super) fn was_late(&self) {
        let was = self.0.load(Ordering::Relaxed);
        self.0.store((was / 2).max(u64::from(was > 0)), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_of_unknown_pace_is_given_the_time_of_the_slowest() {
        let pace = Pace::default();

        assert_eq!(pace.patience(0), BASE);
        assert_eq!(pace.patience(1_000_000), BASE + Duration::from_secs(1_000));
    }

    #[test]
    fn a_fast_way_is_given_up_sooner_and_a_late_answer_gives_the_next_call_more_time() {
        let pace = Pace::default();
        pace.moved(1 << 20, Duration::from_secs(1));

        let before = pace.patience(1 << 20);
        assert_eq!(before, BASE + Duration::from_secs(4));
        pace.was_late();

        assert_eq!(pace.patience(1 << 20), BASE + Duration::from_secs(8));
    }

    #[test]
    fn small_calls_say_nothing_of_the_pace() {
        let pace = Pace::default();

        pace.moved(100, Duration::from_secs(2));

        assert_eq!(pace.patience(1_000), BASE + Duration::from_secs(1));
    }
}
