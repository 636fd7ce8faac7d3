//! The time to sign with: the upstream's, once one of its answers has told it.

use millpond_base::{LineMs, Now, WallMs};

/// Below this difference our own clock is as good, and finer than the whole seconds of a `Date` header.
const AGREES_MS: u64 = 2_000;

/// A difference that explains why a signature was not accepted: AWS allows five minutes, its SDKs act from four on.
const SKEWED_MS: u64 = 240_000;

/// What the upstream's clock shows, tied to the device timeline so that a jump of our own wall clock changes nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct UpstreamClock {
    /// One moment on both clocks.
    seen: Option<(LineMs, WallMs)>,
}

impl UpstreamClock {
    /// Takes an answer's `Date` header, with the times at which the request left and the answer came.
    pub const fn learn(&mut self, date: WallMs, sent: LineMs, received: LineMs) {
        let middle = LineMs(sent.0 + received.since_ms(sent) / 2);
        // The header drops the fraction of a second: half of one is the best guess.
        self.seen = Some((middle, WallMs(date.0 + 500)));
    }

    /// The time to put into a signature.
    #[must_use]
    pub fn signing_time(&self, now: Now) -> WallMs {
        match self.theirs(now) {
            Some(theirs) if theirs.0.abs_diff(now.wall.0) >= AGREES_MS => theirs,
            _ => now.wall,
        }
    }

    /// True when a signature made at `signed` was off by so much that this alone explains why it was refused.
    #[must_use]
    pub fn explains(&self, signed: WallMs, now: Now) -> bool {
        self.theirs(now).is_some_and(|theirs| theirs.0.abs_diff(signed.0) >= SKEWED_MS)
    }

    /// What their clock shows; `None` before the first answer.
    #[must_use]
    pub fn theirs(&self, now: Now) -> Option<WallMs> {
        let (line, wall) = self.seen?;
        Some(WallMs(wall.0 + now.line.since_ms(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn now(wall: u64, line: u64) -> Now {
        Now { wall: WallMs(wall), line: LineMs(line), trusted: false }
    }

    #[test]
    fn our_own_clock_signs_until_an_answer_says_otherwise() {
        let mut clock = UpstreamClock::default();
        assert_eq!(clock.signing_time(now(5_000, 10)), WallMs(5_000));

        clock.learn(WallMs(1_700_000_000_000), LineMs(100), LineMs(300));

        assert_eq!(clock.signing_time(now(6_000, 1_200)), WallMs(1_700_000_001_500));
        assert!(clock.explains(WallMs(6_000), now(6_000, 1_200)));
    }

    #[test]
    fn a_clock_that_agrees_is_used_for_its_finer_grain() {
        let mut clock = UpstreamClock::default();

        clock.learn(WallMs(1_000_000), LineMs(0), LineMs(0));

        assert_eq!(clock.signing_time(now(1_001_234, 0)), WallMs(1_001_234));
        assert!(!clock.explains(WallMs(1_001_234), now(1_001_234, 0)));
    }

    #[test]
    fn a_jump_of_our_own_clock_does_not_move_the_signing_time() {
        let mut clock = UpstreamClock::default();
        clock.learn(WallMs(1_000_000_000), LineMs(0), LineMs(0));

        assert_eq!(clock.signing_time(now(9_000_000_000, 2_000)), WallMs(1_000_002_500));
    }
}
