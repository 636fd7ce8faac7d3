//! When the radio, or the UART's driver, is on.

/// How a node spends its battery.
///
/// # Units
/// Milliseconds, and readings.
#[derive(Clone, Copy, Debug)]
pub struct Duty {
    /// How long the radio rests between reports; 0 keeps it on.
    pub report_every_ms: u32,
    /// So many readings that wait end the rest early.
    pub report_at: u32,
    /// How long to listen for commands once everything is acknowledged.
    pub listen_ms: u32,
    /// How long one report may take before the radio rests again with what is left.
    pub report_ms_max: u32,
}

impl Duty {
    /// A node on mains.
    pub const ALWAYS_ON: Self = Self { report_every_ms: 0, report_at: 0, listen_ms: 0, report_ms_max: 0 };
}

/// The radio's state.
#[derive(Clone, Copy, Debug)]
pub struct Power {
    duty: Duty,
    /// On since; `None` while it rests.
    on_since_ms: Option<u64>,
    /// Everything was acknowledged then.
    idle_since_ms: Option<u64>,
    next_report_ms: u64,
}

impl Power {
    /// A node that has just started reports at once.
    #[must_use]
    pub const fn new(duty: Duty, now_ms: u64) -> Self {
        Self { duty, on_since_ms: Some(now_ms), idle_since_ms: None, next_report_ms: now_ms }
    }

    /// Whether the radio is on; `waiting` readings are not acknowledged.
    pub fn on(&mut self, now_ms: u64, waiting: u64, connected: bool) -> bool {
        if self.duty.report_every_ms == 0 {
            return true;
        }
        match self.on_since_ms {
            Some(since_ms) => {
                if waiting == 0 && connected {
                    self.idle_since_ms.get_or_insert(now_ms);
                } else {
                    self.idle_since_ms = None;
                }
                let listened = self
                    .idle_since_ms
                    .is_some_and(|idle_ms| now_ms >= idle_ms + u64::from(self.duty.listen_ms));
                if listened || now_ms >= since_ms + u64::from(self.duty.report_ms_max) {
                    self.on_since_ms = None;
                    self.idle_since_ms = None;
                    self.next_report_ms = now_ms + u64::from(self.duty.report_every_ms);
                }
            }
            None => {
                let enough = self.duty.report_at > 0 && waiting >= u64::from(self.duty.report_at);
                // A report that was cut short is not made up at once: the battery comes first.
                let rested = now_ms + u64::from(self.duty.report_every_ms)
                    >= self.next_report_ms
                        + u64::from(self.duty.report_ms_max).min(u64::from(self.duty.report_every_ms));
                if now_ms >= self.next_report_ms || (enough && rested) {
                    self.on_since_ms = Some(now_ms);
                }
            }
        }
        self.on_since_ms.is_some()
    }

    /// When it changes by itself, at the latest; `None` while it is always on.
    #[must_use]
    pub fn next_ms(&self) -> Option<u64> {
        if self.duty.report_every_ms == 0 {
            return None;
        }
        Some(match (self.on_since_ms, self.idle_since_ms) {
            (None, _) => self.next_report_ms,
            (Some(_), Some(idle_ms)) => idle_ms + u64::from(self.duty.listen_ms),
            (Some(since_ms), None) => since_ms + u64::from(self.duty.report_ms_max),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUTY: Duty = Duty { report_every_ms: 60_000, report_at: 50, listen_ms: 200, report_ms_max: 5_000 };

    #[test]
    fn it_reports_listens_and_rests() {
        let mut power = Power::new(DUTY, 0);
        assert!(power.on(0, 3, false));
        assert!(power.on(100, 0, true));
        assert_eq!(power.next_ms(), Some(300));
        assert!(!power.on(300, 0, true));
        assert_eq!(power.next_ms(), Some(60_300));
        assert!(!power.on(30_000, 10, true));
        assert!(power.on(60_300, 10, true));
    }

    #[test]
    fn many_readings_end_the_rest_early_but_a_dead_gateway_does_not_keep_the_radio_on() {
        let mut power = Power::new(DUTY, 0);
        assert!(power.on(0, 0, true));
        assert!(!power.on(200, 0, true));
        assert!(power.on(20_000, 50, true));
        assert!(power.on(24_999, 60, false));
        assert!(!power.on(25_000, 60, false));
        assert!(!power.on(26_000, 61, false), "just tried");
        assert!(power.on(31_000, 70, false));
    }

    #[test]
    fn on_mains_it_never_rests() {
        let mut power = Power::new(Duty::ALWAYS_ON, 0);
        assert!(power.on(1 << 40, 0, true));
        assert_eq!(power.next_ms(), None);
    }
}
