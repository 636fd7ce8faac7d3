//! When the watchdog may be fed: only while the node gets on.

/// Feeds only while sampling keeps its times and the gateway is not silent for too long.
///
/// # Units
/// Milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Watchdog {
    /// How late a sample may be.
    pub sample_late_ms_max: u64,
    /// How long the gateway may be silent while it is awaited; a restart may then cure a stuck radio. 0: for ever.
    pub silent_ms_max: u64,
}

impl Watchdog {
    /// Whether to feed it: `due_ms` is the next sample's time, `heard_ms` when the gateway was heard last or the wait
    /// for it began, `None` while nobody waits for it.
    #[must_use]
    pub const fn feed(&self, now_ms: u64, due_ms: Option<u64>, heard_ms: Option<u64>) -> bool {
        let late = match due_ms {
            Some(due_ms) => now_ms.saturating_sub(due_ms) > self.sample_late_ms_max,
            None => false,
        };
        !late && !self.silent(now_ms, heard_ms)
    }

    /// Whether the gateway was silent for too long.
    #[must_use]
    pub const fn silent(&self, now_ms: u64, heard_ms: Option<u64>) -> bool {
        match heard_ms {
            Some(heard_ms) => self.silent_ms_max > 0 && now_ms.saturating_sub(heard_ms) > self.silent_ms_max,
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_starves_when_sampling_stands_still_or_nobody_answers() {
        let dog = Watchdog { sample_late_ms_max: 500, silent_ms_max: 60_000 };

        assert!(dog.feed(1_000, Some(900), Some(0)));
        assert!(!dog.feed(1_500, Some(900), Some(1_400)));
        assert!(!dog.feed(60_001, Some(60_100), Some(0)));
        assert!(dog.feed(90_000, None, None));
        assert!(Watchdog { silent_ms_max: 0, ..dog }.feed(1 << 40, None, Some(0)));
    }
}
