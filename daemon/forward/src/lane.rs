//! One lane: an ordered source, a window, and at most one call in flight.

use crate::backoff::{REPAIR, THROTTLED, TRANSIENT};
use crate::failure::{Failure, Outcome};
use crate::window::{Entry, NEVER, Window};
use millpond_base::{Entropy, LineMs};

/// How often an idle lane looks at its source without having been rung. A lost ring costs this much and no more.
const LOOK_MS: u64 = 1_000;

/// How often progress is saved under load. A power cut repeats at most what was forwarded in between.
const SAVE_MS: u64 = 1_000;

/// Which order a lane keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Entries of one key never overtake each other: a call carries one of them.
    Key,
    /// Entries of one key may share a call; when it fails in part, those behind the failed one are not recalled.
    Batch,
    /// An entry that failed holds nothing back.
    None,
}

/// How a lane lets its source know what has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// By a cursor that passes what was acknowledged.
    Cursor,
    /// By acknowledging each entry. Until then the source hides it for so long at a time.
    Lease {
        /// How long the source hides an entry, in milliseconds.
        ms: u64,
    },
}

/// How a lane behaves.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Which order it keeps.
    pub order: Order,
    /// How it lets its source know.
    pub keep: Keep,
    /// Entries in one call.
    pub call_records_max: usize,
    /// Bytes in one call, before encoding. A single larger entry is sent alone.
    pub call_bytes_max: usize,
    /// Entries read ahead, counting those that arrived but follow one that did not.
    pub window_records_max: usize,
    /// Bytes read ahead.
    pub window_bytes_max: usize,
    /// Entries that the upstream rejects on their own account are put elsewhere, and no longer hold back their key.
    pub buries: bool,
}

/// What happened.
#[derive(Debug)]
pub enum Event<T> {
    /// The time that [`Lane::wake`] named has come, or the lane has just been made.
    Wake,
    /// The source has something new.
    Rang,
    /// The answer to [`Effect::Read`].
    Read {
        /// What was read, in order.
        entries: Vec<Entry<T>>,
        /// Where to read on.
        next: u64,
    },
    /// The call in flight was answered; one outcome per entry, in the order in which they were sent.
    Answered(Vec<Outcome>),
    /// The call in flight failed as a whole.
    Failed(Failure),
    /// The answer to [`Effect::Renew`]: the next call may try again.
    Renewed,
    /// Another lane's call to the same upstream was answered: it is there.
    Reachable,
    /// The answer to [`Effect::Bury`], once the entry at this position is where it is to be. What is saved from here on must not
    /// reach flash before that does.
    Buried(u64),
    /// The lane is about to end: save what there is to save.
    Stop,
}

/// What the driver has to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect<T> {
    /// Read from the source and come back with [`Event::Read`].
    Read {
        /// The place to read from.
        from: u64,
        /// Entries at most.
        records: usize,
        /// Bytes at most, except that a single entry may be larger.
        bytes: usize,
    },
    /// Send what [`Lane::sending`] shows and come back with [`Event::Answered`] or [`Event::Failed`].
    Send,
    /// Get other credentials if possible and come back with [`Event::Renewed`].
    Renew,
    /// Write down that everything before this place has arrived.
    Save(u64),
    /// Tell the source that these have arrived.
    Acknowledge(Vec<T>),
    /// Hide these in the source for another lease; [`Lane::held`] shows them.
    Extend(Vec<u64>),
    /// The entry at this position is refused by the upstream on its own account. It stays, and holds back its key.
    Stuck(u64),
    /// The same, of a lane that buries: put it elsewhere and come back with [`Event::Buried`]. Until then it holds back its key.
    Bury {
        /// The entry's position.
        position: u64,
        /// Its number in the call that was answered last.
        number: usize,
    },
}

/// What a lane has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Entries the upstream has acknowledged.
    pub forwarded: u64,
    /// Entries that had to be sent again.
    pub retried: u64,
    /// Calls made.
    pub calls: u64,
    /// Entries that were put elsewhere because the upstream rejects them.
    pub buried: u64,
}

/// What a lane does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Everything has arrived.
    Idle,
    /// Sending, or about to.
    Sending,
    /// Waiting before it tries again.
    Waiting(Failure),
    /// Stopped by something only a person can repair; it probes now and then.
    Paused(Failure),
    /// Going on, except for records that are refused and those behind them.
    Stuck(usize),
}

/// One lane.
#[derive(Debug)]
pub struct Lane<T> {
    settings: Settings,
    window: Window<T>,
    phase: Phase,
    /// Where to read on.
    read_from: u64,
    reading: bool,
    /// The source had nothing more when it was last read.
    drained: bool,
    look_at: LineMs,
    saved: u64,
    save_at: LineMs,
    /// Calls that failed as a whole since the last that did not.
    failures: u32,
    /// Why calls fail, until one does not.
    trouble: Option<Failure>,
    /// Credentials were renewed since the last call that was answered.
    renewed: bool,
    /// Entries per call while the upstream rejects whole calls.
    limit: usize,
    counters: Counters,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Open,
    Calling,
    Renewing,
    Waiting { until: LineMs, failure: Failure },
}

impl Settings {
    /// When an entry that is rejected is sent again.
    fn again(&self, attempts: u32, now: LineMs, entropy: &dyn Entropy) -> LineMs {
        if self.buries { NEVER } else { now.after_ms(REPAIR.half_jitter_ms(attempts, entropy)) }
    }
}

impl<T> Lane<T> {
    /// A lane that goes on from `from`. Feed it [`Event::Wake`] to start.
    #[must_use]
    pub const fn new(settings: Settings, from: u64) -> Self {
        Self {
            settings,
            window: Window::new(),
            phase: Phase::Open,
            read_from: from,
            reading: false,
            drained: false,
            look_at: LineMs(0),
            saved: from,
            save_at: LineMs(0),
            failures: 0,
            trouble: None,
            renewed: false,
            limit: settings.call_records_max,
            counters: Counters { forwarded: 0, retried: 0, calls: 0, buried: 0 },
        }
    }

    /// Takes an event and says what to do. `entropy` spreads the delays.
    pub fn step(&mut self, event: Event<T>, now: LineMs, entropy: &dyn Entropy) -> Vec<Effect<T>> {
        let mut effects = Vec::new();
        let stopping = matches!(event, Event::Stop);
        match event {
            Event::Wake | Event::Stop => {}
            Event::Rang => self.drained = false,
            Event::Read { entries, next } => self.take(entries, next, now),
            Event::Answered(outcomes) => self.answered(&outcomes, now, entropy, &mut effects),
            Event::Failed(failure) => self.failed(failure, now, entropy, &mut effects),
            Event::Renewed => self.renewed(),
            Event::Reachable => self.reachable(),
            Event::Buried(position) => self.buried(position, &mut effects),
        }
        if !stopping {
            self.advance(now, &mut effects);
        }
        self.save(now, stopping, &mut effects);
        effects
    }

    /// The entries of the call in flight.
    pub fn sending(&self) -> impl ExactSizeIterator<Item = &Entry<T>> {
        self.window.in_flight()
    }

    /// An entry that has been read and not yet acknowledged.
    #[must_use]
    pub fn held(&self, position: u64) -> Option<&Entry<T>> {
        self.window.entry(position)
    }

    /// When to come back with [`Event::Wake`] if nothing else happens before.
    #[must_use]
    pub fn wake(&self) -> Option<LineMs> {
        let go_on = match self.phase {
            Phase::Waiting { until, .. } => Some(until),
            Phase::Open => {
                let look = (self.has_room() && !self.reading).then_some(self.look_at);
                self.window.next_due(self.settings.order).into_iter().chain(look).min()
            }
            Phase::Calling | Phase::Renewing => None,
        };
        let save = self.unsaved().map(|_| self.save_at);
        let lease = match self.settings.keep {
            Keep::Lease { ms } => self.window.next_lease().map(|end| LineMs(end.0.saturating_sub(ms / 2))),
            Keep::Cursor => None,
        };
        go_on.into_iter().chain(save).chain(lease).min()
    }

    /// Everything before this place has arrived.
    #[must_use]
    pub fn arrived(&self) -> u64 {
        self.window.first().unwrap_or(self.read_from)
    }

    /// What the lane does now.
    #[must_use]
    pub fn state(&self) -> State {
        match (self.trouble, self.window.stuck(), self.window.len()) {
            (Some(failure @ (Failure::Unreachable | Failure::Throttled)), ..) => State::Waiting(failure),
            (Some(failure), ..) => State::Paused(failure),
            (None, 0, 0) => State::Idle,
            (None, 0, _) => State::Sending,
            (None, stuck, _) => State::Stuck(stuck),
        }
    }

    /// What the lane has done.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.counters
    }

    fn take(&mut self, entries: Vec<Entry<T>>, next: u64, now: LineMs) {
        let lease = match self.settings.keep {
            Keep::Lease { ms } => now.after_ms(ms),
            Keep::Cursor => LineMs(u64::MAX),
        };
        self.reading = false;
        self.drained = entries.is_empty() && next <= self.read_from;
        self.look_at = now.after_ms(LOOK_MS);
        self.read_from = next.max(self.read_from);
        for entry in entries {
            self.window.push(entry, lease);
        }
    }

    fn answered(
        &mut self,
        outcomes: &[Outcome],
        now: LineMs,
        entropy: &dyn Entropy,
        effects: &mut Vec<Effect<T>>,
    ) {
        if outcomes.len() != self.window.in_flight().len() {
            // An answer that does not belong to the question says nothing about what the upstream has.
            return self.failed(Failure::Unreachable, now, entropy, effects);
        }
        let accepted = outcomes.iter().filter(|outcome| **outcome == Outcome::Accepted).count();
        self.give_up(|number| outcomes[number] == Outcome::Rejected, effects);
        let done = self.window.settle(|number, attempts| {
            let delay_ms = match outcomes[number] {
                Outcome::Accepted => return None,
                Outcome::Throttled => THROTTLED.full_jitter_ms(attempts, entropy),
                Outcome::Failed => TRANSIENT.full_jitter_ms(attempts, entropy),
                Outcome::Rejected => return Some((self.settings.again(attempts, now, entropy), true)),
            };
            Some((now.after_ms(delay_ms), false))
        });
        self.count(accepted, outcomes.len());
        if accepted > 0 {
            self.limit = (self.limit * 2).min(self.settings.call_records_max);
        }
        self.failures = 0;
        self.trouble = None;
        self.renewed = false;
        self.phase = Phase::Open;
        if !done.is_empty() && self.settings.keep != Keep::Cursor {
            effects.push(Effect::Acknowledge(done));
            // A FIFO queue shows no more of a group until what it gave is acknowledged.
            self.drained = false;
        }
    }

    fn failed(&mut self, failure: Failure, now: LineMs, entropy: &dyn Entropy, effects: &mut Vec<Effect<T>>) {
        let sent = self.window.in_flight().len();
        self.count(0, sent);
        let attempt = self.failures;
        self.failures = self.failures.saturating_add(1);
        let delay_ms = match failure {
            Failure::Unreachable => TRANSIENT.full_jitter_ms(attempt, entropy),
            Failure::Throttled => THROTTLED.full_jitter_ms(attempt, entropy),
            Failure::Refused if !self.renewed => {
                self.window.recall();
                self.renewed = true;
                self.phase = Phase::Renewing;
                effects.push(Effect::Renew);
                return;
            }
            Failure::Refused | Failure::Missing => REPAIR.half_jitter_ms(attempt, entropy),
            Failure::Rejected => return self.rejected(sent, now, entropy, effects),
        };
        self.window.recall();
        self.trouble = Some(failure);
        self.phase = Phase::Waiting { until: now.after_ms(delay_ms), failure };
    }

    /// Something in the call is not acceptable, and the upstream does not say what: halve until it stands alone.
    fn rejected(&mut self, sent: usize, now: LineMs, entropy: &dyn Entropy, effects: &mut Vec<Effect<T>>) {
        self.phase = Phase::Open;
        self.failures = 0;
        self.trouble = None;
        if sent > 1 {
            self.window.recall();
            self.limit = (sent / 2).max(1);
            return;
        }
        self.give_up(|_| true, effects);
        self.window.settle(|_, attempts| Some((self.settings.again(attempts, now, entropy), true)));
    }

    /// Says of entries in flight that the upstream rejects them.
    fn give_up(&self, is_rejected: impl Fn(usize) -> bool, effects: &mut Vec<Effect<T>>) {
        let rejected = self.window.in_flight().enumerate().filter(|(number, _)| is_rejected(*number));
        effects.extend(rejected.map(|(number, entry)| match self.settings.buries {
            true => Effect::Bury { position: entry.position, number },
            false => Effect::Stuck(entry.position),
        }));
    }

    fn buried(&mut self, position: u64, effects: &mut Vec<Effect<T>>) {
        let Some(payload) = self.window.let_go(position) else { return };
        self.counters.buried += 1;
        if self.settings.keep != Keep::Cursor {
            effects.push(Effect::Acknowledge(vec![payload]));
            self.drained = false;
        }
    }

    fn renewed(&mut self) {
        if self.phase == Phase::Renewing {
            self.phase = Phase::Open;
        }
    }

    fn reachable(&mut self) {
        if matches!(self.phase, Phase::Waiting { failure: Failure::Unreachable, .. }) {
            self.phase = Phase::Open;
        }
    }

    /// Goes on wherever it is possible to go on.
    fn advance(&mut self, now: LineMs, effects: &mut Vec<Effect<T>>) {
        if let Keep::Lease { ms } = self.settings.keep {
            let extended = self.window.extend_leases(now.after_ms(ms / 2), now.after_ms(ms));
            if !extended.is_empty() {
                effects.push(Effect::Extend(extended));
            }
        }
        if let Phase::Waiting { until, failure } = self.phase
            && now >= until
        {
            self.phase = Phase::Open;
            if failure == Failure::Refused {
                // A probe is worth it only with credentials asked for anew.
                self.phase = Phase::Renewing;
                effects.push(Effect::Renew);
            }
        }
        if self.phase != Phase::Open {
            return;
        }
        if now >= self.look_at {
            self.drained = false;
        }
        if self.window.choose(self.settings.order, self.limit, self.settings.call_bytes_max, now) {
            self.phase = Phase::Calling;
            self.counters.calls += 1;
            effects.push(Effect::Send);
        }
        if self.has_room() && !self.reading && !self.drained {
            self.reading = true;
            effects.push(Effect::Read {
                from: self.read_from,
                records: self.settings.window_records_max - self.window.len(),
                bytes: self.settings.window_bytes_max - self.window.bytes(),
            });
        }
    }

    /// Reading ahead starts when half the window is free, so that reads are few and calls are full.
    fn has_room(&self) -> bool {
        self.window.len() <= self.settings.window_records_max / 2
            && self.window.bytes() <= self.settings.window_bytes_max / 2
    }

    fn unsaved(&self) -> Option<u64> {
        let arrived = self.arrived();
        (self.settings.keep == Keep::Cursor && arrived > self.saved).then_some(arrived)
    }

    fn save(&mut self, now: LineMs, stopping: bool, effects: &mut Vec<Effect<T>>) {
        let Some(arrived) = self.unsaved() else { return };
        if stopping || now >= self.save_at {
            self.saved = arrived;
            self.save_at = now.after_ms(SAVE_MS);
            effects.push(Effect::Save(arrived));
        }
    }

    fn count(&mut self, accepted: usize, sent: usize) {
        let count = |n: usize| u64::try_from(n).expect("a call has few entries");
        self.counters.forwarded += count(accepted);
        self.counters.retried += count(sent - accepted);
    }
}

#[cfg(test)]
mod tests;
