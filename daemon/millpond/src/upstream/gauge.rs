//! How fast a lane goes and how large its records are, from which follows what a backlog weighs and when it will be gone.

use millpond_base::LineMs;

/// How often the pace is looked at.
const LOOK_MS: u64 = 1_000;
/// What of the pace is carried over from one look to the next, in eighths: half of it is gone after five seconds of sending.
const CARRIED: u64 = 7;
/// The pace is kept in thousandths of a record a second.
const MILLI: u64 = 1_000;

/// A lane's pace.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gauge {
    looked: LineMs,
    forwarded: u64,
    /// Thousandths of a record a second; 0 while nothing is known.
    pace: u64,
    records: u64,
    bytes: u64,
}

impl Gauge {
    /// Takes note of the records of a call, before encoding.
    pub(super) fn sends(&mut self, records: usize, bytes: usize) {
        self.records = self.records.saturating_add(records as u64);
        self.bytes = self.bytes.saturating_add(bytes as u64);
        if self.records >= 1 << 20 {
            // What was sent long ago says little.
            (self.records, self.bytes) = (self.records / 2, self.bytes / 2);
        }
    }

    /// Takes note of how many records have been forwarded; `lag` have not. While there is nothing to forward the pace is not
    /// that of the link.
    pub(super) fn look(&mut self, now: LineMs, forwarded: u64, lag: u64) {
        let passed_ms = now.since_ms(self.looked);
        if passed_ms < LOOK_MS {
            return;
        }
        let more = forwarded.saturating_sub(self.forwarded);
        let is_first = self.looked == LineMs(0);
        (self.looked, self.forwarded) = (now, forwarded);
        if is_first || (more == 0 && lag == 0) {
            return;
        }
        let now = more.saturating_mul(MILLI * 1_000) / passed_ms;
        self.pace = if self.pace == 0 { now } else { (self.pace * CARRIED + now) / (CARRIED + 1) };
    }

    /// Bytes of so many records, by the mean of those that were sent.
    pub(super) fn weigh(&self, lag: u64) -> Option<u64> {
        let mean = u128::from(self.bytes).checked_div(u128::from(self.records));
        match lag {
            0 => Some(0),
            _ => mean.map(|_| {
                let bytes = u128::from(lag) * u128::from(self.bytes) / u128::from(self.records);
                u64::try_from(bytes).unwrap_or(u64::MAX)
            }),
        }
    }

    /// Seconds in which so many records are forwarded at the pace of late.
    pub(super) fn drains_in_secs(&self, lag: u64) -> Option<u64> {
        match lag {
            0 => Some(0),
            _ => lag.saturating_mul(MILLI).checked_div(self.pace),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backlog_is_weighed_and_timed_by_what_went_before() {
        let mut gauge = Gauge::default();
        assert_eq!((gauge.weigh(5), gauge.drains_in_secs(5)), (None, None));
        assert_eq!((gauge.weigh(0), gauge.drains_in_secs(0)), (Some(0), Some(0)));

        gauge.sends(10, 2_000);
        for second in 1..60 {
            gauge.look(LineMs(second * 1_000), second * 50, 1_000);
        }

        assert_eq!((gauge.weigh(1_000), gauge.drains_in_secs(1_000)), (Some(200_000), Some(20)));
    }

    #[test]
    fn idle_times_do_not_slow_the_pace() {
        let mut gauge = Gauge::default();
        for second in 1..20 {
            gauge.look(LineMs(second * 1_000), second * 50, 10);
        }
        for second in 20..90 {
            gauge.look(LineMs(second * 1_000), 950, 0);
        }

        assert_eq!(gauge.drains_in_secs(100), Some(2));
    }
}
