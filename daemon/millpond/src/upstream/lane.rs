//! Drives one lane: turns its effects into reads, calls and waits, and what comes of them into events.

use super::Board;
use super::connection::{Meter, metered};
use super::dead_letters::{DeadLetters, Letter, Reason};
use super::gate::{self, Account, Freshness};
use super::gauge::Gauge;
use crate::engine::Waiting;
use crate::entropy::KernelEntropy;
use crate::journal;
use crate::status::RouteStatus;
use millpond_base::{LineMs, Now, TrackId};
use millpond_forward::{Cause, Effect, Entry, Event, Failure, Lane, Outcome, Settings, State};
use millpond_log::Batch;
use millpond_store::Store;
use millpond_store::outbox::Outbox;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

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
    /// Reads entries from `from` on.
    fn read(&mut self, from: u64, records: usize, bytes: usize) -> Result<Event<Self::Item>, Gone>;
    /// Makes a load of entries.
    fn load<'e>(&self, entries: impl Iterator<Item = &'e Entry<Self::Item>>) -> Self::Load;
    /// Lets the source forget entries that have arrived.
    fn acknowledge(&mut self, items: &[Self::Item]) -> Result<(), NotNow>;
    /// Hides an entry for another lease.
    fn extend(&mut self, item: &Self::Item);
    /// Words an entry that the upstream rejects.
    fn letter(&self, item: &Self::Item) -> Letter;
    /// How long ago an entry came, in milliseconds.
    fn age_ms(&self, item: &Self::Item, now: Now) -> u64;
    /// Entries that have not arrived, when everything before `arrived` has.
    fn lag(&self, arrived: u64) -> u64;
    /// True when everything before `arrived` is all there ever will be.
    fn is_over(&self, arrived: u64) -> bool;
}

/// What carries entries to the upstream.
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

/// What is under way, which gives the caller back when it ends.
type UnderWay<C, T> = Pin<Box<dyn Future<Output = (C, Event<T>)> + Send>>;

/// What the progress of a lane that reads `track` is kept under.
pub(super) fn progress(track: TrackId) -> String {
    Outbox::lane(track)
}

/// Runs a lane until its source is gone or over, or the program stops. Returns its track.
pub(super) async fn run<S, C>(ports: Ports, name: String, settings: Settings, source: S, caller: C) -> TrackId
where
    S: Source,
    C: Caller<Load = S::Load>,
{
    let track = source.track();
    let progress = progress(track);
    let from = ports.store.outbox().position(&ports.route, &progress).unwrap_or_else(|| source.start());
    let lane = Lane::new(settings, from);
    let driver = Driver {
        ports,
        name,
        progress,
        source,
        lane,
        caller: Some(caller),
        under_way: None,
        unsaved: None,
        unacknowledged: Vec::new(),
        unburied: Vec::new(),
        why: String::new(),
        said: State::Idle,
        gauge: Gauge::default(),
    };
    driver.run().await;
    track
}

struct Driver<S: Source, C: Caller> {
    ports: Ports,
    name: String,
    progress: String,
    source: S,
    lane: Lane<S::Item>,
    /// At rest unless something is under way.
    caller: Option<C>,
    under_way: Option<UnderWay<C, S::Item>>,
    /// Progress the log was too busy to take.
    unsaved: Option<u64>,
    /// Entries that arrived and the log was too busy to forget.
    unacknowledged: Vec<S::Item>,
    /// Entries that the upstream rejects, by position, and why; not yet dead letters.
    unburied: Vec<(u64, Reason)>,
    /// Why the last call failed that did.
    why: String,
    said: State,
    gauge: Gauge,
}

impl<S, C> Driver<S, C>
where
    S: Source,
    C: Caller<Load = S::Load>,
{
    async fn run(mut self) {
        let mut event = Event::Wake;
        loop {
            let mark = self.ports.waiting.mark();
            if self.step(event).and_then(|()| self.bury()).is_err() {
                journal::info(
                    "a route's source was deleted",
                    &[("route", &self.ports.route), ("lane", &self.name)],
                );
                self.ports.board.take_down(&self.ports.route, &self.name);
                return;
            }
            let over = self.source.is_over(self.lane.arrived());
            if over {
                self.unsaved = Some(self.lane.arrived());
            }
            self.retry_writes();
            if over && self.unsaved.is_none() {
                self.ports.board.take_down(&self.ports.route, &self.name);
                return;
            }
            self.publish();
            let track = self.source.track();
            let waiting = Arc::clone(&self.ports.waiting);
            let wake = self.until_wake();
            let under_way = async {
                match &mut self.under_way {
                    Some(future) => future.await,
                    None => std::future::pending().await,
                }
            };
            event = tokio::select! {
                (caller, event) = under_way => {
                    if matches!(event, Event::Failed(_)) {
                        self.why = caller.why();
                    }
                    self.caller = Some(caller);
                    self.under_way = None;
                    event
                }
                () = waiting.bell(track, mark) => Event::Rang,
                Ok(()) = self.ports.returns.changed() => Event::Reachable,
                () = tokio::time::sleep(wake) => Event::Wake,
                _ = self.ports.stop.wait_for(|stop| *stop) => break,
            };
        }
        // What is under way is cut: at the next start its entries are sent again.
        let _ = self.step(Event::Stop);
        self.retry_writes();
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
            Effect::Send => {
                let load = self.source.load(self.lane.sending());
                let (bytes, freshness) = self.weigh();
                let (account, waiting) = (Arc::clone(&self.ports.account), Arc::clone(&self.ports.waiting));
                self.start(|mut caller| async move {
                    // Held until the call has ended.
                    let _pass = account.pass(bytes, freshness, &waiting).await;
                    let event = match metered(Arc::clone(&account) as Arc<dyn Meter>, caller.call(load)).await
                    {
                        Ok(outcomes) => Event::Answered(outcomes),
                        Err(failure) => Event::Failed(failure),
                    };
                    (caller, event)
                });
            }
            Effect::Renew => {
                let account = Arc::clone(&self.ports.account);
                self.start(|mut caller| async move {
                    metered(account as Arc<dyn Meter>, caller.renew()).await;
                    (caller, Event::Renewed)
                });
            }
            Effect::Save(position) => self.unsaved = Some(position),
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
            Effect::Bury { position, number } => {
                let reason = self.caller.as_ref().map(|caller| caller.reason(number));
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
    fn weigh(&mut self) -> (u64, Freshness) {
        let (mut records, mut bytes, mut age_ms) = (0, 0, 0);
        let now = self.ports.store.clock().now();
        for entry in self.lane.sending() {
            (records, bytes) = (records + 1, bytes + entry.bytes);
            age_ms = age_ms.max(self.source.age_ms(&entry.payload, now));
        }
        self.gauge.sends(records, bytes);
        (gate::estimate(records, bytes), Freshness::of(age_ms))
    }

    fn start<F>(&mut self, work: impl FnOnce(C) -> F)
    where
        F: Future<Output = (C, Event<S::Item>)> + Send + 'static,
    {
        let caller = self.caller.take().expect("a lane starts one thing at a time");
        self.under_way = Some(Box::pin(work(caller)));
    }

    /// Writes progress. Nobody waits for it: after a power cut the lane repeats what lay between.
    fn retry_writes(&mut self) {
        self.acknowledge();
        let Some(position) = self.unsaved else { return };
        let mut batch = Batch::new();
        self.ports.store.outbox().save(&mut batch, &self.ports.route, &self.progress, position);
        if self.ports.store.log().stage(batch.lazy(), self.ports.store.clock().now()).is_ok() {
            self.unsaved = None;
        }
    }

    fn acknowledge(&mut self) {
        if !self.unacknowledged.is_empty() && self.source.acknowledge(&self.unacknowledged).is_ok() {
            self.unacknowledged.clear();
        }
    }

    fn until_wake(&self) -> Duration {
        let now = self.ports.store.clock().now().line;
        let left = |until: LineMs| Duration::from_millis(until.since_ms(now) + 1);
        let wake = self.lane.wake().map_or(Duration::from_secs(60), left);
        let behind = self.unsaved.is_some() || !self.unacknowledged.is_empty();
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
