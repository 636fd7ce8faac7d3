//! Which lane of an upstream may make its next call, and when.
//!
//! One upstream has one [`Governor`], shared by the lanes of all its routes. A lane asks before every call and says
//! afterwards how it ended. From that the governor learns how many calls the upstream and the link take at once, how large they may
//! be, and when to leave the upstream alone.

use crate::backoff::TRANSIENT;
use millpond_base::{Entropy, LineMs};
use std::collections::BTreeMap;

/// Calls that get no answer one after the other before the upstream counts as away. Ours: one or two are bad luck on a radio
/// link.
const AWAY_AFTER: u32 = 3;

/// What every answered call adds to the budget for repeats, of which a call made of repeats costs 1: over time one call in ten.
///
/// # Source
/// Ours, of the order of the AWS SDKs' standard retry mode, in which a repeat costs 5 to 10 and a success gives 1.
const BUDGET_PER_ANSWER: f64 = 0.1;
/// What the budget gets without any answer, a second: a repeat every five seconds, so that a small route is never stuck.
const BUDGET_PER_S: f64 = 0.2;
/// The most that is saved up, and what there is at the start: a short hiccup of a few lanes is repeated at once.
const BUDGET_MAX: f64 = 10.0;

/// Calls at once to begin with. TCP's first window is about as careful.
const LIMIT_FIRST: f64 = 4.0;
/// What is left of the calls at once when the upstream throttles, and when calls get no answer.
const THROTTLED_TO: f64 = 0.7;
const UNANSWERED_TO: f64 = 0.5;
/// A call this much slower than the quickest of its size, and [`SLOW_MS`] more, waited in a queue somewhere: more at once would
/// wait longer and carry nothing more.
const SLOW_TIMES: u64 = 2;
const SLOW_MS: u64 = 200;

/// Bytes of a call that every link carries in time. At 2 kB/s it takes 8 s of the minute a call has.
const BYTES_MIN: usize = 16 << 10;
/// No answer after this long may be the call's size; before, it is not.
const TIMED_OUT_MS: u64 = 5_000;
/// Bytes of a call that asks whether an upstream is back.
const PROBE_BYTES: usize = 8 << 10;
/// A call of a backfill is to take about this long, so that the lane of what is new, which is always beside it, never waits for it
/// longer; and neither so long that the calls of a lane bring a shard more at once than it takes in a second, nor so short that they do
/// not fill a link with a long round trip. Smaller ones than [`BESIDE_LIVE_BYTES_MIN`] would be more headers than records.
const BESIDE_LIVE_MS: f64 = 400.0;
const BESIDE_LIVE_BYTES_MIN: usize = 32 << 10;

/// Names a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LaneId(pub u64);

/// What a lane's calls count as beside those of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// Its route. Lanes of one route share what is due to it.
    pub route: u64,
    /// A lane goes before all of larger numbers.
    pub priority: u8,
    /// What it gets, in bytes, relative to other routes of the same priority.
    pub share: u32,
    /// It carries what is old, after those of its priority that carry what is new.
    pub is_backfill: bool,
}

/// What a lane would send.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ask {
    /// Bytes, before encoding.
    pub bytes: usize,
    /// How much of it was sent before, from 0 to 1.
    pub repeated: f64,
}

/// A call that may be made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// By this lane.
    pub lane: LaneId,
    /// Of so many bytes, except for a single larger entry.
    pub bytes_max: usize,
    /// To be handed back with [`Ended`].
    pub is_backfill: bool,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The upstream answered, whatever it said of the content.
    Answered,
    /// The upstream asked to slow down.
    Throttled,
    /// There was no answer.
    Unreachable,
    /// It was not made, or cut off by us.
    Cut,
}

/// A call that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// How.
    pub ending: Ending,
    /// Bytes it carried, before encoding.
    pub bytes: usize,
    /// When it was granted.
    pub began: LineMs,
    /// What [`Grant::is_backfill`] said.
    pub is_backfill: bool,
}

/// Decides for one upstream.
#[derive(Debug)]
pub struct Governor {
    calls_max: f64,
    /// Calls at once, as learnt.
    limit: f64,
    /// When the limit was last lowered: calls granted before say nothing new.
    lowered: LineMs,
    in_flight: u32,
    backfills_in_flight: u32,
    lanes: BTreeMap<LaneId, Rank>,
    waiting: BTreeMap<LaneId, Waiting>,
    arrivals: u64,
    /// Served bytes by share of each route; the least goes next.
    served: BTreeMap<u64, f64>,
    budget: f64,
    budget_at: LineMs,
    unanswered: u32,
    away: Option<Away>,
    bytes_max: usize,
    /// The quickest answer by size, in powers of two.
    quickest_ms: [u64; 32],
    /// Bytes a second, as they arrive.
    speed: f64,
    speed_bytes: f64,
    speed_since: LineMs,
}

#[derive(Clone, Copy, Debug)]
struct Waiting {
    ask: Ask,
    arrival: u64,
}

#[derive(Clone, Copy, Debug)]
struct Away {
    probes: u32,
    probe_at: LineMs,
}

impl Governor {
    /// Knows nothing yet; never allows more than `calls_max` calls at once.
    #[must_use]
    pub fn new(calls_max: u32) -> Self {
        let calls_max = f64::from(calls_max.max(1));
        Self {
            calls_max,
            limit: LIMIT_FIRST.min(calls_max),
            lowered: LineMs(0),
            in_flight: 0,
            backfills_in_flight: 0,
            lanes: BTreeMap::new(),
            waiting: BTreeMap::new(),
            arrivals: 0,
            served: BTreeMap::new(),
            budget: BUDGET_MAX,
            budget_at: LineMs(0),
            unanswered: 0,
            away: None,
            bytes_max: usize::MAX,
            quickest_ms: [u64::MAX; 32],
            speed: 0.0,
            speed_bytes: 0.0,
            speed_since: LineMs(0),
        }
    }

    /// A lane begins, or its rank changes.
    pub fn join(&mut self, lane: LaneId, rank: Rank) {
        // A route that comes later is owed nothing for the time before.
        let least = self.served.values().copied().fold(f64::INFINITY, f64::min);
        self.served.entry(rank.route).or_insert(if least.is_finite() { least } else { 0.0 });
        self.lanes.insert(lane, rank);
    }

    /// A lane ends. Its calls in flight are ended with [`Governor::ended`] as always.
    pub fn leave(&mut self, lane: LaneId) {
        self.waiting.remove(&lane);
        if let Some(Rank { route, .. }) = self.lanes.remove(&lane)
            && self.lanes.values().all(|other| other.route != route)
        {
            self.served.remove(&route);
        }
    }

    /// A lane has something to send. One question of a lane counts, the last.
    pub fn ask(&mut self, lane: LaneId, ask: Ask) {
        self.arrivals += 1;
        let arrival = self.arrivals;
        self.waiting.entry(lane).or_insert(Waiting { ask, arrival }).ask = ask;
    }

    /// Who may make a call now; ask again until nobody may.
    pub fn grant(&mut self, now: LineMs) -> Option<Grant> {
        self.refill(now);
        let is_probe = self.away.is_some();
        if let Some(away) = self.away
            && (self.in_flight > 0 || now < away.probe_at)
        {
            return None;
        }
        let (lane, waiting) = self.next(if is_probe { f64::INFINITY } else { self.budget })?;
        let rank = self.lanes[&lane];
        if !is_probe {
            self.budget -= waiting.ask.repeated;
        }
        self.waiting.remove(&lane);
        let mut bytes_max = self.bytes_max;
        if is_probe {
            bytes_max = bytes_max.min(PROBE_BYTES);
        }
        if rank.is_backfill {
            bytes_max = bytes_max.min(size(self.speed * BESIDE_LIVE_MS / 1_000.0).max(BESIDE_LIVE_BYTES_MIN));
        }
        let bytes = waiting.ask.bytes.min(bytes_max);
        *self.served.entry(rank.route).or_default() += amount(bytes.max(1)) / f64::from(rank.share.max(1));
        self.in_flight += 1;
        self.backfills_in_flight += u32::from(rank.is_backfill);
        Some(Grant { lane, bytes_max, is_backfill: rank.is_backfill })
    }

    /// A call that was granted has ended. True when the upstream is back.
    pub fn ended(&mut self, ended: Ended, now: LineMs, entropy: &dyn Entropy) -> bool {
        let Ended { ending, bytes, began, is_backfill } = ended;
        // Half of what is allowed was used, so more might be.
        let was_full = f64::from(self.in_flight) * 2.0 >= self.limit;
        self.in_flight = self.in_flight.saturating_sub(1);
        if is_backfill {
            self.backfills_in_flight = self.backfills_in_flight.saturating_sub(1);
        }
        let took_ms = now.since_ms(began);
        match ending {
            Ending::Cut => return false,
            Ending::Unreachable => {
                self.unreachable(bytes, began, took_ms, now, entropy);
                return false;
            }
            Ending::Throttled => {
                self.lower(THROTTLED_TO, began, now);
                self.budget = (self.budget + BUDGET_PER_ANSWER).min(BUDGET_MAX);
            }
            Ending::Answered => {
                self.budget = (self.budget + BUDGET_PER_ANSWER).min(BUDGET_MAX);
                self.arrived(bytes, took_ms, was_full, now);
            }
        }
        self.unanswered = 0;
        let is_back = self.away.take().is_some();
        if is_back {
            // What was learnt of the link before it went away says little of the one that came back.
            self.limit = LIMIT_FIRST.min(self.calls_max);
        }
        is_back
    }

    /// The link may be back: ask the upstream at once.
    pub fn nudge(&mut self, now: LineMs) {
        if let Some(away) = &mut self.away {
            *away = Away { probes: 0, probe_at: now };
        }
    }

    /// When to ask for grants again if nothing happens before.
    #[must_use]
    pub fn wake(&self) -> Option<LineMs> {
        if let Some(away) = self.away {
            return (self.in_flight == 0 && !self.waiting.is_empty()).then_some(away.probe_at);
        }
        let (_, waiting) = self.next(f64::INFINITY)?;
        let lacks = waiting.ask.repeated - self.budget;
        Some(self.budget_at.after_ms(whole(lacks.max(0.0) / BUDGET_PER_S * 1_000.0) + 1))
    }

    /// True while calls get no answer, so that there is one at a time.
    #[must_use]
    pub const fn is_away(&self) -> bool {
        self.away.is_some()
    }

    /// Calls allowed at once.
    #[must_use]
    pub fn calls_max(&self) -> u32 {
        // Between 1 and calls_max.
        u32::try_from(whole(self.limit)).unwrap_or(1)
    }

    /// Calls in flight.
    #[must_use]
    pub const fn in_flight(&self) -> u32 {
        self.in_flight
    }

    /// Who is next: by priority, then what is new, then the route that had least of its share, then who has waited longest.
    fn next(&self, budget: f64) -> Option<(LaneId, Waiting)> {
        let limit = self.calls_max();
        // One call is kept free for what is new.
        let spare = u32::from(limit > 1);
        let may_go = |rank: &Rank| {
            self.in_flight < limit && (!rank.is_backfill || self.backfills_in_flight + spare < limit)
        };
        let candidates = self.waiting.iter().filter_map(|(lane, waiting)| {
            let rank = self.lanes.get(lane).filter(|rank| may_go(rank))?;
            if waiting.ask.repeated > budget {
                return None;
            }
            Some((*lane, *waiting, *rank))
        });
        let served = |rank: &Rank| self.served.get(&rank.route).copied().unwrap_or_default();
        let first = candidates.min_by(|(_, one, a), (_, other, b)| {
            let class = |rank: &Rank| (rank.priority, rank.is_backfill);
            class(a)
                .cmp(&class(b))
                .then(served(a).total_cmp(&served(b)))
                .then(one.arrival.cmp(&other.arrival))
        });
        first.map(|(lane, waiting, _)| (lane, waiting))
    }

    fn refill(&mut self, now: LineMs) {
        let passed_s = amount_ms(now.since_ms(self.budget_at)) / 1_000.0;
        self.budget = (self.budget + passed_s * BUDGET_PER_S).min(BUDGET_MAX);
        self.budget_at = self.budget_at.max(now);
        // A route that had nothing to send is owed nothing for that.
        let waits = |route: &u64| {
            self.waiting.keys().any(|lane| self.lanes.get(lane).is_some_and(|other| other.route == *route))
        };
        let busy = self.served.iter().filter(|(route, _)| waits(route)).map(|(_, served)| *served);
        let least = busy.fold(f64::INFINITY, f64::min);
        if least.is_finite() {
            let idle: Vec<u64> = self.served.keys().copied().filter(|route| !waits(route)).collect();
            for route in idle {
                let served = self.served.entry(route).or_default();
                *served = served.max(least);
            }
        }
    }

    fn lower(&mut self, to: f64, began: LineMs, now: LineMs) {
        if began >= self.lowered {
            self.limit = (self.limit * to).max(1.0);
            self.lowered = now;
        }
    }

    fn unreachable(&mut self, bytes: usize, began: LineMs, took_ms: u64, now: LineMs, entropy: &dyn Entropy) {
        self.lower(UNANSWERED_TO, began, now);
        if took_ms >= TIMED_OUT_MS {
            self.bytes_max = (bytes / 2).min(self.bytes_max).max(BYTES_MIN);
        }
        self.unanswered = self.unanswered.saturating_add(1);
        if self.unanswered >= AWAY_AFTER {
            let probes = self.away.map_or(0, |away| away.probes + 1);
            let probe_at = now.after_ms(TRANSIENT.half_jitter_ms(probes, entropy));
            self.away = Some(Away { probes, probe_at });
        }
    }

    fn arrived(&mut self, bytes: usize, took_ms: u64, was_full: bool, now: LineMs) {
        if self.bytes_max < usize::MAX && bytes.saturating_mul(2) >= self.bytes_max {
            let more = self.bytes_max.saturating_mul(2);
            self.bytes_max = if more > 8 << 20 { usize::MAX } else { more };
        }
        let class = (usize::BITS - bytes.leading_zeros()).min(31) as usize;
        let quickest = self.quickest_ms[class].min(took_ms).max(1);
        // Forgotten by and by: the link may have become slower for good.
        self.quickest_ms[class] = quickest + quickest / 64;
        let is_slow = took_ms > quickest.saturating_mul(SLOW_TIMES).saturating_add(SLOW_MS);
        if is_slow {
            self.limit = (self.limit - 1.0 / self.limit).max(1.0);
        } else if was_full {
            self.limit = (self.limit + 1.0 / self.limit).min(self.calls_max);
        }
        self.speed_bytes += amount(bytes);
        let passed_ms = amount_ms(now.since_ms(self.speed_since));
        if passed_ms >= 1_000.0 {
            let speed = self.speed_bytes * 1_000.0 / passed_ms;
            // The fastest counts, as a link that is not asked for all it has is not slow; half a minute forgets it.
            self.speed = speed.max(self.speed * 0.98);
            self.speed_bytes = 0.0;
            self.speed_since = now;
        }
    }
}

/// Bytes as a number to reckon with; exact below 2^53.
#[expect(clippy::cast_precision_loss, reason = "a call has far fewer bytes than 2^53")]
const fn amount(bytes: usize) -> f64 {
    bytes as f64
}

/// Milliseconds as a number to reckon with; exact below 2^53.
#[expect(clippy::cast_precision_loss, reason = "2^53 ms are more than a device lives")]
const fn amount_ms(ms: u64) -> f64 {
    ms as f64
}

/// The whole part; 0 of what is negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast keeps within the type's bounds"
)]
pub(crate) const fn whole(number: f64) -> u64 {
    number as u64
}

fn size(bytes: f64) -> usize {
    usize::try_from(whole(bytes)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
