//! How fast a lane sends once its target has asked to slow down.
//!
//! Until then a lane is as fast as it can. From then on it sends evenly, at what the target was seen to take, a little less
//! after every further throttle and a little more the longer there is none: it stays around the target's limit and wastes
//! few entries on finding out where that is.

use crate::governor::whole;
use millpond_base::LineMs;
use std::collections::VecDeque;

/// Over how long arrivals are counted. Kinesis limits a shard's records and bytes per second.
const SEEN_MS: u64 = 2_000;
/// Throttles within this are one: calls that were under way together.
const ONE_MS: u64 = 500;
/// What is left of the rate after a throttle.
const LESS: f64 = 0.97;
/// Below this part of the rate, what arrived is believed rather than the rate.
const BELIEVED: f64 = 0.7;
/// How much the rate grows in its first second without a throttle; twice that every [`DOUBLING_S`], up to [`GROWTH_MAX`].
const GROWTH: f64 = 0.005;
const DOUBLING_S: f64 = 10.0;
const GROWTH_MAX: f64 = 0.2;
/// Without a throttle for so long there is no limit to be seen any more.
const FORGOTTEN_MS: u64 = 120_000;
/// Part of a second that one call carries, so that what is sent evenly is even for the target too.
const CALL_S: f64 = 0.25;
/// What a call may carry at any rate.
const RECORDS_MIN: f64 = 10.0;
const BYTES_MIN: f64 = 16_384.0;
/// No lane is slower than this, so that one which had little to send when it was throttled is not held to that. A twentieth of
/// what a Kinesis shard takes.
const RECORDS_PER_S_MIN: f64 = 50.0;
const BYTES_PER_S_MIN: f64 = 52_429.0;

/// A lane's pace.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    rate: Option<Rate>,
    /// What arrived lately: when, bytes, records.
    seen: VecDeque<(LineMs, f64, f64)>,
}

#[derive(Clone, Copy, Debug)]
struct Rate {
    bytes_per_s: f64,
    records_per_s: f64,
    /// When the next call may leave, in milliseconds.
    next_ms: f64,
    throttled: LineMs,
    grown: LineMs,
}

impl Pace {
    /// The records and bytes of one call at this pace; no limit before the first throttle.
    pub(crate) fn call(&self) -> (usize, usize) {
        let Some(rate) = self.rate else { return (usize::MAX, usize::MAX) };
        let records = (rate.records_per_s * CALL_S).max(RECORDS_MIN);
        let bytes = (rate.bytes_per_s * CALL_S).max(BYTES_MIN);
        let size = |number| usize::try_from(whole(number)).unwrap_or(usize::MAX);
        (size(records), size(bytes))
    }

    /// Until when the next call waits; `None` when it need not.
    pub(crate) fn wait(&mut self, now: LineMs) -> Option<LineMs> {
        self.grow(now);
        let next = LineMs(whole(self.rate?.next_ms));
        (next > now).then_some(next)
    }

    /// A call leaves.
    pub(crate) fn sent(&mut self, records: usize, bytes: usize, now: LineMs) {
        if let Some(rate) = &mut self.rate {
            let took_s = (number(bytes) / rate.bytes_per_s).max(number(records) / rate.records_per_s);
            // What was not used up in time is lost, but for one call's worth.
            let start = rate.next_ms.max(millis(now) - CALL_S * 1_000.0);
            rate.next_ms = start + took_s * 1_000.0;
        }
    }

    /// The target has taken entries.
    pub(crate) fn arrived(&mut self, records: usize, bytes: usize, now: LineMs) {
        self.seen.push_back((now, number(bytes), number(records)));
        while self.seen.len() > 1 && self.seen.front().is_some_and(|(at, ..)| now.since_ms(*at) > SEEN_MS) {
            self.seen.pop_front();
        }
    }

    /// The target has asked to slow down.
    pub(crate) fn throttled(&mut self, now: LineMs) {
        let (bytes, records) = self.speed(now);
        match &mut self.rate {
            None => {
                let next_ms = millis(now);
                let rate =
                    Rate { bytes_per_s: bytes, records_per_s: records, next_ms, throttled: now, grown: now };
                self.rate = Some(rate);
            }
            Some(rate) if now.since_ms(rate.throttled) < ONE_MS => {}
            Some(rate) => {
                let factor = |seen: f64, rate: f64| {
                    if seen < rate * BELIEVED { (seen / rate).max(0.5) } else { LESS }
                };
                // The nearer of the two is the one that is limited.
                let factor = factor(bytes, rate.bytes_per_s).max(factor(records, rate.records_per_s));
                rate.bytes_per_s = (rate.bytes_per_s * factor).max(BYTES_PER_S_MIN);
                rate.records_per_s = (rate.records_per_s * factor).max(RECORDS_PER_S_MIN);
                (rate.throttled, rate.grown) = (now, now);
            }
        }
    }

    /// What arrives a second, in bytes and records.
    fn speed(&self, now: LineMs) -> (f64, f64) {
        let first = self.seen.front().map_or(now, |(at, ..)| *at);
        let passed_s = millis(LineMs(now.since_ms(first).max(1_000))) / 1_000.0;
        let sum = |part: fn(&(LineMs, f64, f64)) -> f64| self.seen.iter().map(part).sum::<f64>() / passed_s;
        let (bytes, records) = (sum(|(_, bytes, _)| *bytes), sum(|(.., records)| *records));
        (bytes.max(BYTES_PER_S_MIN), records.max(RECORDS_PER_S_MIN))
    }

    fn grow(&mut self, now: LineMs) {
        let Some(rate) = &mut self.rate else { return };
        if now.since_ms(rate.throttled) >= FORGOTTEN_MS {
            self.rate = None;
            return;
        }
        let passed_s = millis(LineMs(now.since_ms(rate.grown))) / 1_000.0;
        if passed_s >= 0.1 {
            let calm_s = millis(LineMs(now.since_ms(rate.throttled))) / 1_000.0;
            let growth = (GROWTH * (calm_s / DOUBLING_S).exp2()).min(GROWTH_MAX);
            let factor = 1.0 + growth * passed_s.min(1.0);
            rate.bytes_per_s *= factor;
            rate.records_per_s *= factor;
            rate.grown = now;
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a call has far less than 2^53 of anything")]
const fn number(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "2^53 ms are more than a device lives")]
const fn millis(at: LineMs) -> f64 {
    at.0 as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends as much as the pace allows for `seconds` to a target that takes `limit` bytes a second and holds back the rest;
    /// returns bytes taken and refused in the second half.
    fn drain(limit: f64, seconds: u64) -> (f64, f64) {
        let mut pace = Pace::default();
        let (mut bucket, mut taken, mut refused) = (limit, 0.0, 0.0);
        for ms in (0..seconds * 1_000).step_by(5) {
            let now = LineMs(ms + 1);
            bucket = (bucket + limit * 0.005).min(limit);
            if pace.wait(now).is_some() {
                continue;
            }
            let (records, bytes) = pace.call();
            let bytes = bytes.min(1 << 20).min(records.min(500) * 1_024) / 1_024 * 1_024;
            pace.sent(bytes / 1_024, bytes, now);
            let accepted = number(bytes).min((bucket / 1_024.0).floor() * 1_024.0);
            bucket -= accepted;
            let accepted_bytes = usize::try_from(whole(accepted)).unwrap();
            pace.arrived(accepted_bytes / 1_024, accepted_bytes, now);
            if accepted_bytes < bytes {
                pace.throttled(now);
            }
            if ms >= seconds * 500 {
                taken += accepted;
                refused += number(bytes) - accepted;
            }
        }
        (taken / (limit * millis(LineMs(seconds)) / 2.0), refused / taken)
    }

    #[test]
    fn a_limit_is_used_to_its_last_twentieth_and_seldom_passed() {
        for limit in [64_000.0, 300_000.0, 1_048_576.0] {
            let (used, refused) = drain(limit, 240);

            assert!(used > 0.95, "{limit}: {used}");
            assert!(refused < 0.03, "{limit}: {refused}");
        }
    }

    #[test]
    fn there_is_no_pace_before_a_throttle_nor_long_after() {
        let mut pace = Pace::default();
        assert_eq!(pace.call(), (usize::MAX, usize::MAX));
        pace.arrived(100, 100_000, LineMs(1));
        pace.throttled(LineMs(1_001));
        pace.sent(50, 50_000, LineMs(1_001));
        assert_eq!(pace.wait(LineMs(1_002)), Some(LineMs(1_501)));

        assert_eq!(pace.wait(LineMs(130_000)), None);
        assert_eq!(pace.call(), (usize::MAX, usize::MAX));
    }
}
