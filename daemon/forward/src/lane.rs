//! One lane: an ordered source, a window, and a few calls in flight.

mod terms;

pub use terms::{Counters, Effect, Event, Keep, Order, Settings, State};

use crate::backoff::{REPAIR, THROTTLED, TRANSIENT};
use crate::failure::{Failure, Outcome};
use crate::pace::Pace;
use crate::progress::{Plan, Start};
use crate::window::{CallId, Entry, Pick, Window};
use millpond_base::{Entropy, LineMs};
use std::collections::BTreeMap;

/// How often an idle lane looks at its source without having been rung. A lost ring costs this much and no more.
const LOOK_MS: u64 = 1_000;

/// How often progress is saved under load. A power cut repeats at most what was forwarded in between.
const SAVE_MS: u64 = 1_000;

/// How long an entry waits beside a call in flight before it leaves in another that is not full. While a call travels the
/// window fills, so calls grow with the load; an upstream that is slow to answer must not make the lane late as well.
const BESIDE_MS: u64 = 500;

/// One lane.
#[derive(Debug)]
pub struct Lane<T> {
    settings: Settings,
    window: Window<T>,
    calls: BTreeMap<CallId, Sent>,
    next_call: u64,
    pace: Pace,
    asked: bool,
    /// Bytes of a call that may be made now.
    grant: Option<usize>,
    /// What the call in flight, or the next, carries; and whether that is on flash.
    plan: Option<(Plan, bool)>,
    phase: Phase,
    /// When there is something to send that waits now.
    send_at: Option<LineMs>,
    /// Where to read on.
    read_from: u64,
    reading: bool,
    /// Where the lane ends.
    until: Option<u64>,
    /// To be looked at: is what comes next too old?
    doubts: bool,
    /// The source had nothing more when it was last read.
    drained: bool,
    look_at: LineMs,
    saved: u64,
    save_at: LineMs,
    /// Counts what the lane has learnt from calls that failed: one that was sent before the last of it says nothing new.
    lesson: u64,
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

/// What was so when a call was sent.
#[derive(Clone, Copy, Debug)]
struct Sent {
    lesson: u64,
    /// Fewer entries than usual, to find the one to blame.
    halved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Open,
    Renewing,
    Waiting { until: LineMs, failure: Failure },
}

impl<T> Lane<T> {
    /// A lane that goes on from where it starts. Feed it [`Event::Wake`] to start.
    #[must_use]
    pub fn new(settings: Settings, start: impl Into<Start>) -> Self {
        let start = start.into();
        let plan = start.open_plan().filter(|_| settings.plans);
        Self {
            settings,
            window: Window::new(if settings.plans { Order::None } else { settings.order }),
            calls: BTreeMap::new(),
            next_call: 0,
            pace: Pace::default(),
            asked: false,
            grant: None,
            plan: plan.map(|plan| (plan, true)),
            phase: Phase::Open,
            send_at: None,
            read_from: plan.map_or(start.from, |plan| plan.first),
            reading: false,
            until: start.until,
            doubts: true,
            drained: false,
            look_at: LineMs(0),
            saved: start.from,
            save_at: LineMs(0),
            lesson: 0,
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
            Event::Answered(call, outcomes) => self.answered(call, &outcomes, now, entropy, &mut effects),
            Event::Failed(call, failure) => self.failed(call, failure, now, entropy, &mut effects),
            Event::Renewed => self.renewed(),
            Event::Reachable => self.reachable(),
            Event::Granted(bytes_max) => (self.asked, self.grant) = (false, Some(bytes_max)),
            Event::Crowded => self.pace.throttled(now),
            Event::Planned => self.plan = self.plan.map(|(plan, _)| (plan, true)),
            Event::Buried(position) => self.buried(position, now, &mut effects),
        }
        if !stopping {
            self.advance(now, &mut effects);
        }
        if self.grant.take().is_some() {
            effects.push(Effect::Unused);
        }
        self.save(now, stopping, &mut effects);
        effects
    }

    /// The entries of a call in flight, in the order in which they are sent; none of a call that has ended.
    pub fn sending(&self, call: CallId) -> impl ExactSizeIterator<Item = &Entry<T>> {
        self.window.in_flight(call)
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
                let look = (self.wants_more() && !self.reading).then_some(self.look_at);
                self.send_at.into_iter().chain(look).min()
            }
            Phase::Renewing => None,
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
        self.window.first().map_or(self.read_from, |entry| entry.position)
    }

    /// Everything before this place has been read.
    #[must_use]
    pub const fn read_to(&self) -> u64 {
        self.read_from
    }

    /// From now on the lane ends at this place, which it has not read past, and is not behind any more.
    pub const fn end_at(&mut self, until: u64) {
        self.until = Some(until);
        self.settings.live_within_ms = None;
    }

    /// The lane has an end and everything before it has arrived.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.until.is_some_and(|until| self.arrived() >= until)
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
        let until = self.until.unwrap_or(u64::MAX);
        self.read_from = next.min(until).max(self.read_from);
        for entry in entries.into_iter().filter(|entry| entry.position < until) {
            self.window.push(entry, now, lease);
        }
    }

    fn answered(
        &mut self,
        call: CallId,
        outcomes: &[Outcome],
        now: LineMs,
        entropy: &dyn Entropy,
        effects: &mut Vec<Effect<T>>,
    ) {
        if outcomes.len() != self.window.in_flight(call).len() {
            // An answer that does not belong to the question says nothing about what the upstream has.
            return self.failed(call, Failure::Unreachable, now, entropy, effects);
        }
        if self.settings.plans
            && let Some(outcome) = outcomes.iter().find(|outcome| **outcome != Outcome::Accepted)
        {
            // It arrives as a whole or not at all.
            return self.failed(call, outcome.as_failure(), now, entropy, effects);
        }
        let Some(sent) = self.calls.remove(&call) else { return };
        self.plan = None;
        let is_accepted = |outcome: &Outcome| *outcome == Outcome::Accepted;
        let accepted = outcomes.iter().filter(|outcome| is_accepted(outcome)).count();
        let carried = self.window.in_flight(call).zip(outcomes);
        let accepted_bytes =
            carried.filter(|(_, outcome)| is_accepted(outcome)).map(|(entry, _)| entry.bytes).sum();
        self.give_up(call, |number| outcomes[number] == Outcome::Rejected, effects);
        let settings = self.settings;
        let done = self.window.settle(call, now, |number, attempts| {
            let delay_ms = match outcomes[number] {
                Outcome::Accepted => return None,
                Outcome::Throttled => THROTTLED.full_jitter_ms(attempts, entropy),
                Outcome::Failed => TRANSIENT.full_jitter_ms(attempts, entropy),
                Outcome::Rejected => return Some((settings.again(attempts, now, entropy), true)),
            };
            Some((now.after_ms(delay_ms), false))
        });
        self.count(accepted, outcomes.len());
        self.pace.arrived(accepted, accepted_bytes, now);
        if outcomes.contains(&Outcome::Throttled) {
            self.throttled(now, effects);
        }
        if accepted > 0 && sent.halved {
            self.limit = (self.limit * 2).min(self.settings.call_records_max);
        }
        self.heal(sent);
        if !done.is_empty() && self.settings.keep != Keep::Cursor {
            effects.push(Effect::Acknowledge(done));
            // A FIFO queue shows no more of a group until what it gave is acknowledged.
            self.drained = false;
        }
    }

    /// Slows down; what is new does not, and has what is old slow down instead.
    fn throttled(&mut self, now: LineMs, effects: &mut Vec<Effect<T>>) {
        match self.settings.live_within_ms {
            Some(_) => effects.push(Effect::Crowds),
            None => self.pace.throttled(now),
        }
    }

    /// A call was answered: what was wrong before it was sent is over, and whatever else, the upstream is there.
    fn heal(&mut self, sent: Sent) {
        if sent.lesson != self.lesson && self.trouble != Some(Failure::Unreachable) {
            return;
        }
        self.failures = 0;
        self.doubts |= self.trouble.take().is_some();
        self.renewed = false;
        if matches!(self.phase, Phase::Waiting { .. }) {
            self.phase = Phase::Open;
        }
    }

    fn failed(
        &mut self,
        call: CallId,
        failure: Failure,
        now: LineMs,
        entropy: &dyn Entropy,
        effects: &mut Vec<Effect<T>>,
    ) {
        let Some(sent) = self.calls.remove(&call) else { return };
        let count = self.window.in_flight(call).len();
        self.count(0, count);
        if failure == Failure::Rejected {
            return self.rejected(call, sent, now, entropy, effects);
        }
        self.window.recall(call, now);
        if failure == Failure::Throttled {
            self.throttled(now, effects);
        }
        if sent.lesson != self.lesson {
            // Several calls that fail together fail for one reason, which is known already.
            return;
        }
        self.lesson += 1;
        let attempt = self.failures;
        self.failures = self.failures.saturating_add(1);
        let delay_ms = match failure {
            Failure::Throttled => THROTTLED.full_jitter_ms(attempt, entropy),
            Failure::Refused if !self.renewed => {
                self.renewed = true;
                self.phase = Phase::Renewing;
                effects.push(Effect::Renew);
                return;
            }
            Failure::Refused | Failure::Missing => REPAIR.half_jitter_ms(attempt, entropy),
            Failure::Unreachable | Failure::Rejected => TRANSIENT.full_jitter_ms(attempt, entropy),
        };
        self.trouble = Some(failure);
        self.phase = Phase::Waiting { until: now.after_ms(delay_ms), failure };
    }

    /// Something in the call is not acceptable, and the upstream does not say what: halve until it stands alone. Meanwhile
    /// there is one call at a time, so that what is halved stays together.
    fn rejected(
        &mut self,
        call: CallId,
        sent: Sent,
        now: LineMs,
        entropy: &dyn Entropy,
        effects: &mut Vec<Effect<T>>,
    ) {
        self.heal(sent);
        // It was refused, so the upstream has none of it.
        self.plan = None;
        let count = self.window.in_flight(call).len();
        if count > 1 {
            self.window.recall(call, now);
            self.limit = self.limit.min(count / 2);
            return;
        }
        self.give_up(call, |_| true, effects);
        let settings = self.settings;
        self.window.settle(call, now, |_, attempts| Some((settings.again(attempts, now, entropy), true)));
    }

    /// Says of entries in a call that the upstream rejects them.
    fn give_up(&self, call: CallId, is_rejected: impl Fn(usize) -> bool, effects: &mut Vec<Effect<T>>) {
        let rejected = self.window.in_flight(call).enumerate().filter(|(number, _)| is_rejected(*number));
        effects.extend(rejected.map(|(number, entry)| match self.settings.buries {
            true => Effect::Bury { position: entry.position, call, number },
            false => Effect::Stuck(entry.position),
        }));
    }

    fn buried(&mut self, position: u64, now: LineMs, effects: &mut Vec<Effect<T>>) {
        let Some(payload) = self.window.let_go(position, now) else { return };
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
        self.doubt(now, effects);
        if now >= self.look_at {
            self.drained = false;
        }
        match self.settings.plans {
            true => self.send_planned(now, effects),
            false => self.send(now, effects),
        }
        if self.wants_more() && !self.reading && !self.drained {
            self.reading = true;
            effects.push(Effect::Read {
                from: self.read_from,
                records: self.settings.window_records_max.saturating_sub(self.window.len()).max(1),
                bytes: self.settings.window_bytes_max.saturating_sub(self.window.bytes()).max(1),
            });
        }
    }

    /// Looks once, at the start and after every trouble, whether what comes next is too old.
    fn doubt(&mut self, now: LineMs, effects: &mut Vec<Effect<T>>) {
        if let Some(first) = self.window.first().filter(|_| self.doubts && self.trouble.is_none()) {
            self.doubts = false;
            let is_late = |within| now.since_ms(first.since) >= within;
            if self.settings.live_within_ms.is_some_and(is_late) {
                effects.push(Effect::Behind);
            }
        }
    }

    /// Sends what may go, and notes when there will be more.
    fn send(&mut self, now: LineMs, effects: &mut Vec<Effect<T>>) {
        self.send_at = None;
        while self.window.calls() < self.calls_max() {
            self.send_at = self.window.next_due();
            let (records_max, bytes_max) = self.call_size();
            let Some(pick) = self.window.pick(records_max, bytes_max, now) else { return };
            // With a full window nothing can join.
            if !pick.is_full && self.has_room() {
                let due = match self.window.calls() {
                    0 => pick.since.after_ms(self.settings.linger_ms),
                    _ => pick.read.after_ms(BESIDE_MS).max(pick.since.after_ms(self.settings.linger_ms)),
                };
                if now < due {
                    self.send_at = self.send_at.into_iter().chain([due]).min();
                    return;
                }
            }
            if !self.may_send(&pick, now, effects) {
                return;
            }
            self.depart(pick, now, effects);
        }
    }

    /// Records and bytes of the next call.
    fn call_size(&self) -> (usize, usize) {
        let (records, bytes) = self.pace.call();
        let granted = self.grant.unwrap_or(usize::MAX);
        (self.limit.min(records), self.settings.call_bytes_max.min(bytes).min(granted))
    }

    /// One while something is wrong, as a probe or to find the entry to blame.
    fn calls_max(&self) -> usize {
        let is_well = self.trouble.is_none() && self.limit == self.settings.call_records_max;
        if is_well { self.settings.calls_max } else { 1 }
    }

    /// Plans what comes next; sends what is planned once that is on flash.
    fn send_planned(&mut self, now: LineMs, effects: &mut Vec<Effect<T>>) {
        self.send_at = None;
        let is_settled = self.plan.is_none_or(|(plan, on_flash)| on_flash && self.read_from >= plan.end);
        if self.window.calls() > 0 || !is_settled {
            return;
        }
        if let Some((plan, _)) = self.plan.take()
            && let Some(pick) = self.window.pick_planned(plan, now)
        {
            self.plan = Some((plan, true));
            if self.may_send(&pick, now, effects) {
                self.depart(pick, now, effects);
            }
            return;
        }
        // Without a plan, or with one whose records are no longer there as they were.
        let Some(pick) = self.window.pick_first(self.limit, self.settings.call_bytes_max, now) else {
            self.send_at = self.window.first_due();
            return;
        };
        let due = pick.since.after_ms(self.settings.linger_ms);
        if !pick.is_full && self.has_room() && now < due {
            self.send_at = Some(due);
        } else if let Some(plan) = self.window.plan(&pick) {
            self.plan = Some((plan, false));
            effects.push(Effect::Plan(plan));
        }
    }

    /// True when the pace allows a call now, and the governor if there is one.
    fn may_send(&mut self, pick: &Pick, now: LineMs, effects: &mut Vec<Effect<T>>) -> bool {
        if let Some(until) = self.pace.wait(now) {
            self.send_at = Some(until);
            return false;
        }
        if !self.settings.governed || self.grant.take().is_some() {
            return true;
        }
        self.send_at = None;
        if !self.asked {
            self.asked = true;
            effects.push(Effect::Ask(pick.ask()));
        }
        false
    }

    fn depart(&mut self, pick: Pick, now: LineMs, effects: &mut Vec<Effect<T>>) {
        self.pace.sent(pick.len(), pick.bytes, now);
        let call = CallId(self.next_call);
        self.next_call += 1;
        let halved = self.limit < self.settings.call_records_max;
        self.calls.insert(call, Sent { lesson: self.lesson, halved });
        self.window.send(call, pick);
        self.counters.calls += 1;
        effects.push(Effect::Send(call));
        self.send_at = None;
    }

    /// There is room, or what is planned has not been read again.
    fn wants_more(&self) -> bool {
        if self.until.is_some_and(|until| self.read_from >= until) {
            return false;
        }
        self.has_room() || self.plan.is_some_and(|(plan, _)| self.read_from < plan.end)
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
