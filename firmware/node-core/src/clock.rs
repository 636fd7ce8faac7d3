//! The wall clock of a node that has none: an offset to its own time, learnt from the gateway.

use millpond_link::Wall;

/// How far a node's own time may run from the gateway's: one part in two to this, 244 in a million. Ours: twice a poor crystal, and
/// a power of two, as small processors divide long numbers slowly and with 0.5 KB of code.
const DRIFT_SHIFT: u32 = 12;
/// A gateway clock that is so much behind what was believed was set back. Ours: longer than a frame travels.
const STEP_MS: u64 = 10_000;

/// How far a wall time may be believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// No wall time is known.
    #[default]
    None = 0,
    /// From a gateway that has evidence that its clock is wrong.
    Doubtful = 1,
    /// From a gateway that trusts its clock.
    Good = 2,
}

/// Wall time as an offset to the node's own.
///
/// A gateway's time is read before its frame travels, so a sample is never ahead and the highest is the best; drift is
/// allowed for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    /// Wall minus own time, milliseconds.
    offset_ms: u64,
    /// When it was last set, own time.
    set_ms: u64,
    trust: Trust,
}

impl Clock {
    /// Takes what the gateway's clock showed; it has just arrived.
    pub fn hear(&mut self, wall: Wall, now_ms: u64) {
        let offset_ms = wall.ms.saturating_sub(now_ms);
        let trust = if wall.trusted { Trust::Good } else { Trust::Doubtful };
        let drifted_ms = (now_ms.saturating_sub(self.set_ms) >> DRIFT_SHIFT) + 1;
        let floor_ms = self.offset_ms.saturating_sub(drifted_ms);
        let set_back = offset_ms + STEP_MS < floor_ms;
        if trust > self.trust || (trust == self.trust && (offset_ms >= floor_ms || set_back)) {
            *self = Self { offset_ms, set_ms: now_ms, trust };
        }
    }

    /// Milliseconds since 1970 UTC at a time of the node's own, once the gateway has said.
    #[must_use]
    pub fn wall_ms(&self, at_ms: u64) -> Option<u64> {
        (self.trust > Trust::None).then(|| self.offset_ms.saturating_add(at_ms))
    }

    /// How far to believe it.
    #[must_use]
    pub const fn trust(&self) -> Trust {
        self.trust
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;

    fn good(ms: u64) -> Wall {
        Wall { ms, trusted: true }
    }

    #[test]
    fn it_knows_nothing_before_it_is_told() {
        assert_eq!(Clock::default().wall_ms(5), None);
    }

    #[test]
    fn the_quickest_frame_sets_the_clock_and_slow_ones_do_not() {
        let mut clock = Clock::default();
        clock.hear(good(1_000_000 - 40), 0);
        clock.hear(good(1_001_000 - 5), 1_000);
        clock.hear(good(1_002_000 - 900), 2_000);

        assert_eq!(clock.wall_ms(10_000), Some(1_010_000 - 5));
    }

    #[test]
    fn a_node_that_runs_fast_is_led_back() {
        let mut clock = Clock::default();
        // 100 ppm fast, told every 100 s with a delay of at most 3 ms.
        for n in 0..1_000_u64 {
            let true_ms = n * 100_000;
            clock.hear(good(1 << 40 | true_ms).into_delayed(n % 4), true_ms + true_ms / 10_000);
        }
        let own_ms = 100_000_000 + 10_000;
        let error = clock.wall_ms(own_ms).unwrap().abs_diff(1 << 40 | 100_000_000);
        assert!(error < 60, "{error} ms");
    }

    trait Delayed {
        fn into_delayed(self, ms: u64) -> Self;
    }

    impl Delayed for Wall {
        fn into_delayed(self, ms: u64) -> Self {
            Self { ms: self.ms - ms, ..self }
        }
    }

    #[test]
    fn doubt_never_replaces_trust_and_a_clock_set_back_is_followed() {
        let mut clock = Clock::default();
        clock.hear(Wall { ms: 9_000_000, trusted: false }, 0);
        assert_eq!(clock.trust(), Trust::Doubtful);
        clock.hear(good(5_000_000), 10);
        clock.hear(Wall { ms: 9_000_000, trusted: false }, 20);
        assert_eq!((clock.wall_ms(10), clock.trust()), (Some(5_000_000), Trust::Good));

        clock.hear(good(4_000_000), 30);
        assert_eq!(clock.wall_ms(30), Some(4_000_000));
    }
}
