//! Drives one lane: turns its effects into reads, calls and waits, and what comes of them into events.

use super::Board;
use super::connection::{Meter, metered};
use super::dead_letters::{DeadLetters, Letter, Reason};
use super::desk::{Desk, Permit, Seat};
use super::gate::{self, Account, Freshness};
use super::gauge::Gauge;
use super::shard;
use super::shared::Shared;
use crate::engine::Waiting;
use crate::entropy::KernelEntropy;
use crate::journal;
use crate::status::RouteStatus;
use millpond_base::{LineMs, Now, Ticket, TrackId};
use millpond_forward::{
    CallId, Cause, Effect, Ending, Entry, Event, Failure, Lane, Outcome, Plan, Rank, Settings, Start, State,
};
use millpond_log::Batch;
use millpond_store::Store;
use millpond_store::outbox::{Extent, Progress};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

/// How soon something the log was too busy for is tried again.
const BUSY: Duration = Duration::from_millis(200);
/// How soon a dead letter is tried again whose queue took nothing: it may have to be created first.
const UNBURIED: Duration = Duration::from_secs(2);

/// What every lane of a route is connected to.
#[derive(Clone)]
pub(super) struct Ports {
    pub(super) route: String,
    pub(super) store: Arc<Store>,
    pub(super) waiting: Arc<Waiting>,
    pub(super) board: Arc<Board>,
    /// Who pays for calls, and says when they may go.
    pub(super) account: Arc<Account>,
    /// Where entries go that the upstream rejects; without, they stay.
    pub(super) dead_letters: Option<DeadLetters>,
    /// Changes when the upstream is back.
    pub(super) returns: watch::Receiver<u64>,
    pub(super) stop: watch::Receiver<bool>,
    /// Grants the upstream's calls.
    pub(super) desk: Arc<Desk>,
    /// What the route's calls count as there.
    pub(super) rank: Rank,
}

/// The source was deleted.
#[derive(Debug)]
pub(super) struct Gone;

/// The log cannot take a write now.
#[derive(Debug)]
pub(super) struct NotNow;

/// Where a lane's entries come from.
pub(super) trait Source: Send {
    /// What the driver needs to send an entry.
    type Item: Send + 'static;
    /// Entries on their way, ready for the caller.
    type Load: Send + 'static;

    /// The track whose bell announces new entries. Never used again after the source is deleted, so it also names
    /// the lane's progress.
    fn track(&self) -> TrackId;
    /// Where a lane starts that has no progress yet.
    fn start(&self) -> u64;
    /// What is written down of a position: the place in the source before which everything has arrived.
    fn kept(&self, position: u64) -> u64 {
        position
    }
    /// Where a lane goes on that wrote this down.
    fn resume(&self, kept: u64) -> u64 {
        kept
    }
    /// Reads entries from `from` on.
    fn read(&mut self, from: u64, records: usize, bytes: usize) -> Result<Event<Self::Item>, Gone>;
    /// Makes a load of the entries of one call. Everything before the position `floor` has arrived.
    fn load<'e>(&self, floor: u64, entries: impl Iterator<Item = &'e Entry<Self::Item>>) -> Self::Load
    where
        Self::Item: 'e;
    /// Lets the source forget entries that have arrived, where it hands them out one by one.
    fn acknowledge(&mut self, _: &[Self::Item]) -> Result<(), NotNow> {
        Ok(())
    }
    /// Hides an entry for another lease, where it has one.
    fn extend(&mut self, _: &Self::Item) {}
    /// Words an entry that the upstream rejects.
    fn letter(&self, item: &Self::Item) -> Letter;
    /// How long ago an entry came, in milliseconds.
    fn age_ms(&self, item: &Self::Item, now: Now) -> u64;
    /// Entries that have not arrived, when everything before `arrived` has.
    fn lag(&self, arrived: u64) -> u64;
    /// Where the next new entry will be; for sources with a cursor.
    fn tip(&self) -> u64;
    /// True when everything before `arrived` is all there ever will be.
    fn is_over(&self, _: u64) -> bool {
        false
    }
}

/// What carries entries to the upstream, one call at a time; a lane has one for each of its calls in flight.
pub(super) trait Caller: Send + 'static {
    /// What it carries.
    type Load: Send + 'static;

    /// Makes one call.
    fn call(&mut self, load: Self::Load) -> impl Future<Output = Result<Vec<Outcome>, Failure>> + Send;
    /// Why the last call failed that did, in words that say what to do.
    fn why(&self) -> String;
    /// Why an entry of the last call was rejected, by its number in the call.
    fn reason(&self, number: usize) -> Reason;
    /// Gives up credentials that are not accepted.
    fn renew(&mut self) -> impl Future<Output = ()> + Send;
}

/// How a call ended.
type Answer = Result<Vec<Outcome>, Failure>;

/// What is under way, which gives its caller back.
enum Ended<C> {
    Call(CallId, C, Answer),
    Renewal(C),
}

/// What a driver waited for.
enum Woken<C, T> {
    By(Result<Ended<C>, JoinError>),
    To(Event<T>),
}

/// Which part of a source a lane carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What is new.
    Live,
    /// A range that was left behind, known by its end.
    Backfill { from: u64, end: u64 },
}

/// Runs a lane until its source is gone or over, or the program stops. `make` makes the callers.
pub(super) async fn run<S, C, M>(
    ports: Ports,
    name: String,
    settings: Settings,
    source: S,
    make: M,
    shared: Arc<Shared>,
    part: Part,
) -> (Part, shard::Ended)
where
    S: Source,
    C: Caller<Load = S::Load>,
    M: Fn() -> C + Send,
{
    let (start, settings) = match part {
        Part::Live => {
            let from = shared.ledger().position();
            (Start { from, plan: shared.plan, until: None }, settings)
        }
        Part::Backfill { from, end } => {
            let start = Start { from, plan: None, until: Some(end) };
            (start, Settings { live_within_ms: None, ..settings })
        }
    };
    let rank = Rank { is_backfill: part != Part::Live, ..ports.rank };
    let driver = Driver {
        seat: ports.desk.seat(rank),
        permit: None,
        crowds: shared.crowds.subscribe(),
        ports,
        name,
        shared,
        part,
        source,
        lane: Lane::new(settings, start),
        make,
        idle: Vec::new(),
        judged: None,
        under_way: JoinSet::new(),
        plan: start.plan,
        unsaved: false,
        unacknowledged: Vec::new(),
        unburied: Vec::new(),
        said: State::Idle,
        why: String::new(),
        planned: Planned::No,
        gauge: Gauge::default(),
    };
    driver.run().await
}

struct Driver<S: Source, C, M> {
    ports: Ports,
    name: String,
    shared: Arc<Shared>,
    part: Part,
    seat: Seat,
    /// What the event just taken has granted.
    permit: Option<Permit>,
    crowds: watch::Receiver<u64>,
    source: S,
    lane: Lane<S::Item>,
    make: M,
    /// Callers at rest, the last used last: a connection that is needed seldom ends by itself.
    idle: Vec<C>,
    /// The caller of the call that ended last, which knows why entries were rejected.
    judged: Option<C>,
    under_way: JoinSet<Ended<C>>,
    plan: Option<Plan>,
    /// What is kept of the lane is not on its way to flash.
    unsaved: bool,
    /// Entries that arrived and the log was too busy to forget.
    unacknowledged: Vec<S::Item>,
    /// Entries that the upstream rejects, by position, and why; not yet dead letters.
    unburied: Vec<(u64, Reason)>,
    /// Why the last call failed that did.
    why: String,
    said: State,
    planned: Planned,
    gauge: Gauge,
}

/// Where a plan is that the lane waits for.
#[derive(Clone, Copy, Debug)]
enum Planned {
    No,
    Unstaged,
    Staged(Ticket),
}

impl<S, C, M> Driver<S, C, M>
where
    S: Source,
    C: Caller<Load = S::Load>,
    M: Fn() -> C + Send,
{
    async fn run(mut self) -> (Part, shard::Ended) {
        let mut event = Event::Wake;
        loop {
            let mark = self.ports.waiting.mark();
            if self.step(event).and_then(|()| self.bury()).is_err() {
                journal::info(
                    "a route's source was deleted",
                    &[("route", &self.ports.route), ("lane", &self.name)],
                );
                self.ports.board.take_down(&self.ports.route, &self.name);
                return (self.part, shard::Ended::Cut);
            }
            let over = self.lane.is_over() || self.source.is_over(self.lane.arrived());
            if over {
                self.keep(self.lane.arrived());
            }
            self.retry_writes();
            if over && !self.unsaved {
                self.ports.board.take_down(&self.ports.route, &self.name);
                if let Part::Backfill { end, .. } = self.part {
                    self.shared.ledger().left(end);
                }
                return (self.part, shard::Ended::Over);
            }
            self.publish();
            let track = self.source.track();
            let waiting = Arc::clone(&self.ports.waiting);
            let wake = self.until_wake();
            let woken = tokio::select! {
                Some(ended) = self.under_way.join_next() => Woken::By(ended),
                Some(()) = on_flash(&waiting, self.planned) => {
                    self.planned = Planned::No;
                    Woken::To(Event::Planned)
                }
                Some(permit) = self.seat.granted() => {
                    let event = Event::Granted(permit.bytes_max);
                    self.permit = Some(permit);
                    Woken::To(event)
                }
                Ok(()) = self.crowds.changed(), if self.part != Part::Live => Woken::To(Event::Crowded),
                () = waiting.bell(track, mark) => Woken::To(Event::Rang),
                Ok(()) = self.ports.returns.changed() => {
                    self.seat.nudge();
                    Woken::To(Event::Reachable)
                }
                () = tokio::time::sleep(wake) => Woken::To(Event::Wake),
                _ = self.ports.stop.wait_for(|stop| *stop) => break,
            };
            event = match woken {
                Woken::To(event) => event,
                Woken::By(Ok(ended)) => self.ended(ended),
                Woken::By(Err(cause)) => match cause.try_into_panic() {
                    Ok(panic) => std::panic::resume_unwind(panic),
                    Err(_) => Event::Wake,
                },
            };
        }
        // Calls under way are cut: at the next start their entries are sent again.
        let _ = self.step(Event::Stop);
        self.retry_writes();
        (self.part, shard::Ended::Cut)
    }

    /// Feeds the lane and carries out what it says, until it waits for something.
    fn step(&mut self, event: Event<S::Item>) -> Result<(), Gone> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let now = self.ports.store.clock().now().line;
            for effect in self.lane.step(event, now, &KernelEntropy) {
                events.extend(self.carry_out(effect)?);
            }
        }
        Ok(())
    }

    fn carry_out(&mut self, effect: Effect<S::Item>) -> Result<Option<Event<S::Item>>, Gone> {
        match effect {
            Effect::Read { from, records, bytes } => return self.source.read(from, records, bytes).map(Some),
            Effect::Send(call) => {
                let load = self.source.load(self.shared.floor(&self.ports.store), self.lane.sending(call));
                let bytes = self.lane.sending(call).map(|entry| entry.bytes).sum();
                let (estimate, freshness) = self.weigh(call);
                let (account, waiting) = (Arc::clone(&self.ports.account), Arc::clone(&self.ports.waiting));
                let (mut caller, mut permit) = (self.caller(), self.permit.take());
                self.under_way.spawn(async move {
                    let mut pass = std::pin::pin!(account.pass(estimate, freshness, &waiting));
                    // Held until the call has ended.
                    let _pass = tokio::select! {
                        biased;
                        pass = &mut pass => pass,
                        // It may take until the hours are over: others make their calls meanwhile.
                        () = std::future::ready(()) => {
                            drop(permit.take());
                            pass.await
                        }
                    };
                    let answer = metered(Arc::clone(&account) as Arc<dyn Meter>, caller.call(load)).await;
                    if let Some(permit) = permit {
                        permit.end(ending(&answer), bytes);
                    }
                    Ended::Call(call, caller, answer)
                });
            }
            Effect::Renew => {
                let (mut caller, account) = (self.caller(), Arc::clone(&self.ports.account));
                self.under_way.spawn(async move {
                    metered(account as Arc<dyn Meter>, caller.renew()).await;
                    Ended::Renewal(caller)
                });
            }
            Effect::Ask(ask) => self.seat.ask(ask),
            Effect::Unused => self.permit = None,
            Effect::Behind => self.fall_behind(),
            Effect::Crowds => self.shared.crowds.send_modify(|count| *count += 1),
            Effect::Save(position) => self.keep(position),
            Effect::Plan(plan) => {
                self.plan = Some(plan);
                self.unsaved = true;
                self.planned = Planned::Unstaged;
            }
            Effect::Acknowledge(items) => {
                self.unacknowledged.extend(items);
                // At once, because a FIFO queue shows no more of a group before.
                self.acknowledge();
            }
            Effect::Extend(positions) => {
                for entry in positions.iter().filter_map(|position| self.lane.held(*position)) {
                    self.source.extend(&entry.payload);
                }
            }
            Effect::Bury { position, number, .. } => {
                let reason = self.judged.as_ref().map(|caller| caller.reason(number));
                self.unburied.push((position, reason.unwrap_or_default()));
            }
            Effect::Stuck(position) => journal::warn(
                "the upstream refuses a record; it holds back those of its key",
                &[("route", &self.ports.route), ("lane", &self.name), ("position", &position)],
            ),
        }
        Ok(None)
    }

    /// Makes dead letters of what is rejected. What cannot be one now is tried again.
    fn bury(&mut self) -> Result<(), Gone> {
        for (position, reason) in std::mem::take(&mut self.unburied) {
            let (Some(entry), Some(letters)) = (self.lane.held(position), &mut self.ports.dead_letters)
            else {
                continue;
            };
            match letters.take(self.source.letter(&entry.payload), &reason) {
                Ok(()) => self.step(Event::Buried(position))?,
                Err(NotNow) => self.unburied.push((position, reason)),
            }
        }
        Ok(())
    }

    /// The most a call may take over the wire, and whether it is of a backlog.
    fn weigh(&mut self, call: CallId) -> (u64, Freshness) {
        let (mut records, mut bytes, mut age_ms) = (0, 0, 0);
        let now = self.ports.store.clock().now();
        for entry in self.lane.sending(call) {
            (records, bytes) = (records + 1, bytes + entry.bytes);
            age_ms = age_ms.max(self.source.age_ms(&entry.payload, now));
        }
        self.gauge.sends(records, bytes);
        (gate::estimate(records, bytes), Freshness::of(age_ms))
    }

    /// A caller at rest, or a new one.
    fn caller(&mut self) -> C {
        self.judged.take().or_else(|| self.idle.pop()).unwrap_or_else(|| (self.make)())
    }

    /// Takes a caller back and says what happened.
    fn ended(&mut self, ended: Ended<C>) -> Event<S::Item> {
        let (event, caller) = match ended {
            Ended::Call(call, caller, Ok(outcomes)) => (Event::Answered(call, outcomes), caller),
            Ended::Call(call, caller, Err(failure)) => {
                self.why = caller.why();
                (Event::Failed(call, failure), caller)
            }
            Ended::Renewal(caller) => (Event::Renewed, caller),
        };
        self.idle.extend(self.judged.replace(caller));
        event
    }

    /// Writes progress. Nobody waits for it: after a power cut the lane repeats what lay between.
    fn retry_writes(&mut self) {
        self.acknowledge();
        if !self.unsaved {
            return;
        }
        // Held until it is staged, so that what is staged last is the newest.
        let ledger = self.shared.ledger();
        let kept = |(from, end): &(u64, u64)| (self.source.kept(*from), self.source.kept(*end));
        let progress = Progress {
            position: self.source.kept(ledger.position()),
            plan: self.plan.map(|Plan { first, end, records }| Extent { first, end, records }),
            pending: ledger.pending().iter().map(kept).collect(),
        };
        let arrived = ledger.arrived();
        let mut batch = Batch::new();
        self.ports.store.outbox().save(&mut batch, &self.ports.route, &self.shared.progress, progress);
        let has_plan = matches!(self.planned, Planned::Unstaged);
        let batch = if has_plan { batch } else { batch.lazy() };
        let Ok(receipt) = self.ports.store.log().stage(batch, self.ports.store.clock().now()) else { return };
        drop(ledger);
        self.unsaved = false;
        self.shared.saved(&self.ports.store, receipt.ticket(), arrived);
        if has_plan {
            self.planned = Planned::Staged(receipt.ticket());
        }
    }

    /// Leaves what is new to another lane and drains what lies before it.
    fn fall_behind(&mut self) {
        let (from, tip) = (self.lane.arrived(), self.source.tip());
        let Some(until) = self.shared.ledger().split(from, self.lane.read_to(), tip) else { return };
        self.lane.end_at(until);
        self.part = Part::Backfill { from, end: tip };
        self.seat.rank(Rank { is_backfill: true, ..self.ports.rank });
        self.ports.board.take_down(&self.ports.route, &self.name);
        self.name = format!("{} (backfill)", self.name);
        self.unsaved = true;
        self.shared.split.notify_one();
    }

    /// Notes that everything before `position` has arrived.
    fn keep(&mut self, position: u64) {
        match self.part {
            Part::Live => self.shared.ledger().live(position),
            Part::Backfill { end, .. } => self.shared.ledger().drained(end, position),
        }
        self.plan = self.plan.filter(|plan| plan.end > position);
        self.unsaved = true;
    }

    fn acknowledge(&mut self) {
        if !self.unacknowledged.is_empty() && self.source.acknowledge(&self.unacknowledged).is_ok() {
            self.unacknowledged.clear();
        }
    }

    fn until_wake(&self) -> Duration {
        let now = self.ports.store.clock().now().line;
        let left = |until: LineMs| Duration::from_millis(until.since_ms(now) + 1);
        let grants = self.seat.serve();
        let wake = self.lane.wake().into_iter().chain(grants).min().map_or(Duration::from_secs(60), left);
        let behind = self.unsaved || !self.unacknowledged.is_empty();
        let wake = if self.unburied.is_empty() { wake } else { wake.min(UNBURIED) };
        if behind { wake.min(BUSY) } else { wake }
    }

    fn publish(&mut self) {
        let state = self.lane.state();
        let counters = self.lane.counters();
        let (now, lag) = (self.ports.store.clock().now(), self.source.lag(self.lane.arrived()));
        self.gauge.look(now.line, counters.forwarded, lag);
        let first = self.lane.held(self.lane.arrived()).map(|entry| self.source.age_ms(&entry.payload, now));
        let status = RouteStatus {
            route: self.ports.route.clone(),
            lane: self.name.clone(),
            state: words(state, &self.why),
            lag,
            lag_bytes: self.gauge.weigh(lag),
            drain_secs: self.gauge.drains_in_secs(lag),
            forwarded: counters.forwarded,
            retried: counters.retried,
            dead_letters: counters.buried,
            ..RouteStatus::default()
        };
        let oldest = first.filter(|_| lag > 0).map(|age_ms| LineMs(now.line.0.saturating_sub(age_ms)));
        self.ports.board.post(status, oldest);
        let grave = |state| matches!(state, State::Paused(_) | State::Stuck(_));
        if grave(state) != grave(self.said) {
            let fields: [(&str, &dyn std::fmt::Display); 3] =
                [("route", &self.ports.route), ("lane", &self.name), ("state", &words(state, &self.why))];
            if grave(state) {
                journal::warn("a route cannot go on by itself; nothing is dropped", &fields);
            } else {
                journal::info("a route goes on", &fields);
            }
        }
        self.said = state;
    }
}

/// What a call's answer says of the upstream.
fn ending(answer: &Answer) -> Ending {
    match answer {
        Err(Failure::Unreachable) => Ending::Unreachable,
        Err(Failure::Throttled) => Ending::Throttled,
        _ => Ending::Answered,
    }
}

/// Ends when the plan is on flash; with nothing if the log has failed and it never will be.
async fn on_flash(waiting: &Waiting, planned: Planned) -> Option<()> {
    match planned {
        Planned::Staged(ticket) => waiting.durable(ticket).await.ok(),
        Planned::No | Planned::Unstaged => std::future::pending().await,
    }
}

fn words(state: State, why: &str) -> String {
    // The upstream's own reason, unless it gave none.
    let known = |failure| match why {
        "" => Cause::of(failure, "", "").advice(),
        why => why,
    };
    match state {
        State::Idle => "idle".into(),
        State::Sending => "sending".into(),
        State::Waiting(failure) => format!("waiting: {}", known(failure)),
        State::Paused(failure) => format!("paused: {}", known(failure)),
        State::Stuck(records) => {
            format!("sending, but {records} records are rejected and hold back their keys")
        }
    }
}
