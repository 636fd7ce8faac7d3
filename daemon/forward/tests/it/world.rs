//! A source, a lane and an upstream, in one thread and on one invented clock.

use millpond_base::{Entropy, LineMs, SeededEntropy};
use millpond_forward::{
    CallId, Effect, Entry, Event, Failure, Keep, Lane, Outcome, Plan, Settings, Start, State,
};
use std::collections::{BTreeMap, BTreeSet};

/// How often, in a thousand, each thing goes wrong.
#[derive(Clone, Copy)]
pub(crate) struct Faults {
    /// The call never arrives.
    pub(crate) lost_call: u64,
    /// The call takes effect and the answer is lost.
    pub(crate) lost_answer: u64,
    /// The whole call is throttled.
    pub(crate) throttled_call: u64,
    /// One entry is throttled.
    pub(crate) throttled: u64,
    /// One entry fails.
    pub(crate) failed: u64,
    /// The credentials are not accepted.
    pub(crate) refused: u64,
}

impl Faults {
    pub(crate) const NONE: Self =
        Self { lost_call: 0, lost_answer: 0, throttled_call: 0, throttled: 0, failed: 0, refused: 0 };
}

pub(crate) struct World {
    seed: u64,
    settings: Settings,
    faults: Faults,
    dice: SeededEntropy,
    jitter: SeededEntropy,
    now: LineMs,
    /// Key of each record; its position is its index.
    source: Vec<u64>,
    lane: Lane<u64>,
    /// Answers on their way.
    inbox: Vec<(LineMs, Event<u64>)>,
    saved: u64,
    plan: Option<Plan>,
    /// Staged and not yet on flash.
    planning: Option<Plan>,
    acknowledged: BTreeSet<u64>,
    /// What the upstream holds, in the order of arrival.
    upstream: Vec<u64>,
    calls: Vec<(usize, usize)>,
    /// The extents of calls that were planned.
    objects: BTreeSet<(u64, u64)>,
    refuse_all: bool,
    poison: Option<u64>,
    /// What the lane gave up and when that is done; on flash from then on.
    burials: Vec<(LineMs, u64)>,
    pub(crate) buried: Vec<u64>,
}

const RECORD_BYTES: usize = 150;

impl World {
    pub(crate) fn new(seed: u64, settings: Settings, faults: Faults, records: u64, keys: u64) -> Self {
        let dice = SeededEntropy::new(seed);
        let source = (0..records).map(|_| roll(&dice, keys)).collect();
        Self {
            seed,
            settings,
            faults,
            dice,
            jitter: SeededEntropy::new(seed ^ 1),
            now: LineMs(1),
            source,
            lane: Lane::new(settings, 0),
            inbox: Vec::new(),
            saved: 0,
            plan: None,
            planning: None,
            acknowledged: BTreeSet::new(),
            upstream: Vec::new(),
            calls: Vec::new(),
            objects: BTreeSet::new(),
            refuse_all: false,
            poison: None,
            burials: Vec::new(),
            buried: Vec::new(),
        }
    }

    pub(crate) fn refuse_all(&mut self, refuse: bool) {
        self.refuse_all = refuse;
    }

    pub(crate) fn poison(&mut self, position: u64) {
        self.poison = Some(position);
    }

    pub(crate) fn now(&self) -> LineMs {
        self.now
    }

    pub(crate) fn state(&self) -> State {
        self.lane.state()
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.len()
    }

    pub(crate) fn arrivals(&self) -> usize {
        self.upstream.len()
    }

    /// The process dies: what was saved is all that remains of the lane.
    pub(crate) fn cut_power(&mut self) {
        self.planning = None;
        self.lane = Lane::new(self.settings, Start { from: self.saved, plan: self.plan, until: None });
        self.inbox.clear();
        self.burials.clear();
    }

    pub(crate) fn run_for(&mut self, ms: u64) {
        let end = self.now.after_ms(ms);
        self.run(|world| world.now >= end, end);
    }

    pub(crate) fn run_until_drained(&mut self) {
        let records = self.source.len() as u64;
        let end = self.now.after_ms(48 * 3_600_000);
        self.run(|world| world.lane.arrived() >= records && world.inbox.is_empty(), end);
        for effect in self.lane.step(Event::Stop, self.now, &self.jitter) {
            self.carry_out(effect);
        }
    }

    fn run(&mut self, done: impl Fn(&Self) -> bool, end: LineMs) {
        let mut event = Event::Wake;
        for _ in 0..1_000_000 {
            for effect in self.lane.step(event, self.now, &self.jitter) {
                self.carry_out(effect);
            }
            assert!(self.inbox.len() <= self.settings.calls_max + 1, "seed {}", self.seed);
            if done(self) {
                return;
            }
            let wake = self.lane.wake().unwrap_or(end);
            let answer = self.inbox.iter().map(|(at, _)| *at).min().unwrap_or(end);
            let burial = self.burials.iter().map(|(at, _)| *at).min().unwrap_or(end);
            let next = wake.min(answer).min(burial).min(end);
            self.now = next.max(self.now);
            if let Some(done) = self.burials.iter().position(|(at, _)| *at <= self.now) {
                let (_, position) = self.burials.swap_remove(done);
                self.buried.push(position);
                event = Event::Buried(position);
                continue;
            }
            let arrived = self.inbox.iter().position(|(at, _)| *at <= self.now);
            event = arrived.map_or(Event::Wake, |index| self.inbox.swap_remove(index).1);
            if matches!(event, Event::Planned) {
                self.plan = self.planning.take();
            }
        }
        panic!("seed {}: the lane does not come to an end; it is {:?}", self.seed, self.lane.state());
    }

    fn carry_out(&mut self, effect: Effect<u64>) {
        match effect {
            Effect::Read { from, records, bytes } => {
                let event = self.read(from, records, bytes);
                for effect in self.lane.step(event, self.now, &self.jitter) {
                    self.carry_out(effect);
                }
            }
            Effect::Send(call) => {
                let event = self.call(call);
                // Answers of calls that travel together overtake each other.
                let travel = 5 + roll(&self.dice, 40);
                self.inbox.push((self.now.after_ms(travel), event));
            }
            Effect::Ask(_) => self.inbox.push((self.now.after_ms(1), Event::Granted(usize::MAX))),
            Effect::Unused | Effect::Behind | Effect::Crowds => {}
            Effect::Plan(plan) => {
                self.planning = Some(plan);
                self.inbox.push((self.now.after_ms(2), Event::Planned));
            }
            Effect::Renew => self.inbox.push((self.now.after_ms(20), Event::Renewed)),
            Effect::Save(position) => self.saved = position,
            Effect::Acknowledge(positions) => self.acknowledged.extend(positions),
            Effect::Extend(positions) => assert!(positions.iter().all(|at| self.lane.held(*at).is_some())),
            Effect::Stuck(position) => assert_eq!(Some(position), self.poison),
            Effect::Bury { position, number, .. } => {
                assert_eq!(Some(position), self.poison);
                assert!(number < self.settings.call_records_max);
                self.burials.push((self.now.after_ms(roll(&self.dice, 3_000)), position));
            }
        }
    }

    fn read(&self, from: u64, records: usize, bytes: usize) -> Event<u64> {
        let count = records.min((bytes / RECORD_BYTES).max(1)) as u64;
        let next = (from + count).min(self.source.len() as u64);
        let entries = (from..next)
            .map(|position| {
                let key = Some(self.key(position));
                Entry { position, key, bytes: RECORD_BYTES, since: LineMs(0), payload: position }
            })
            .collect();
        Event::Read { entries, next }
    }

    fn call(&mut self, call: CallId) -> Event<u64> {
        let sent: Vec<u64> = self.lane.sending(call).map(|entry| entry.position).collect();
        if self.settings.plans {
            let extent = (sent[0], sent[sent.len() - 1] + 1);
            assert_eq!(self.plan.map(|plan| (plan.first, plan.end)), Some(extent), "seed {}", self.seed);
            self.objects.insert(extent);
        }
        self.calls.push((sent.len(), sent.len() * RECORD_BYTES));
        let faults = self.faults;
        if self.refuse_all || self.happens(faults.refused) {
            return Event::Failed(call, Failure::Refused);
        }
        if self.happens(faults.lost_call) {
            return Event::Failed(call, Failure::Unreachable);
        }
        if self.happens(faults.throttled_call) {
            return Event::Failed(call, Failure::Throttled);
        }
        if self.poison.is_some_and(|poison| sent.contains(&poison)) {
            return Event::Failed(call, Failure::Rejected);
        }
        let mut outcomes = Vec::new();
        for position in sent {
            let outcome = if self.happens(faults.throttled) {
                Outcome::Throttled
            } else if self.happens(faults.failed) {
                Outcome::Failed
            } else {
                self.upstream.push(position);
                Outcome::Accepted
            };
            outcomes.push(outcome);
        }
        if self.happens(faults.lost_answer) {
            Event::Failed(call, Failure::Unreachable)
        } else {
            Event::Answered(call, outcomes)
        }
    }

    fn key(&self, position: u64) -> u64 {
        self.source[usize::try_from(position).expect("a few hundred records")]
    }

    fn happens(&self, per_thousand: u64) -> bool {
        roll(&self.dice, 1000) < per_thousand
    }

    pub(crate) fn assert_all_arrived(&self) {
        let arrived: BTreeSet<u64> = self.upstream.iter().copied().collect();
        assert_eq!(arrived.len(), self.source.len(), "seed {}: records are missing", self.seed);
        if self.settings.keep == Keep::Cursor {
            assert_eq!(
                self.saved,
                self.source.len() as u64,
                "seed {}: the cursor lags at the end",
                self.seed
            );
        }
    }

    pub(crate) fn assert_all_arrived_but(&self, position: u64) {
        let arrived: BTreeSet<u64> = self.upstream.iter().copied().chain([position]).collect();
        assert_eq!(arrived.len(), self.source.len(), "seed {}: records are missing", self.seed);
        assert!(!self.upstream.contains(&position));
        assert_eq!(self.saved, self.source.len() as u64, "seed {}: the cursor lags at the end", self.seed);
    }

    /// Repeats aside, which follow a lost answer, each key's records arrive in order and never step back by more than
    /// the record that is being repeated.
    pub(crate) fn assert_key_order(&self) {
        let mut last: BTreeMap<u64, u64> = BTreeMap::new();
        for position in &self.upstream {
            let last = last.entry(self.key(*position)).or_insert(*position);
            assert!(position >= last, "seed {}: {position} arrived after {last}", self.seed);
            *last = *position;
        }
    }

    pub(crate) fn assert_first_arrivals_in_key_order(&self) {
        let mut seen = BTreeSet::new();
        let mut last: BTreeMap<u64, u64> = BTreeMap::new();
        for position in self.upstream.iter().filter(|position| seen.insert(**position)) {
            let last = last.insert(self.key(*position), *position);
            assert!(last < Some(*position), "seed {}: {position} arrived after {last:?}", self.seed);
        }
    }

    pub(crate) fn assert_calls_within(&self, settings: &Settings) {
        for (records, bytes) in &self.calls {
            assert!(*records <= settings.call_records_max && *bytes <= settings.call_bytes_max);
        }
    }

    pub(crate) fn assert_acknowledged_only_what_arrived(&self) {
        let arrived: BTreeSet<u64> = self.upstream.iter().copied().collect();
        assert_eq!(self.acknowledged, arrived, "seed {}", self.seed);
    }

    /// Objects are named after their extents: with the same extents each record is in one of them.
    pub(crate) fn assert_objects_are_disjoint(&self) {
        let mut end = 0;
        for (first, next) in &self.objects {
            assert_eq!(*first, end, "seed {}: {:?}", self.seed, self.objects);
            end = *next;
        }
        assert_eq!(end, self.source.len() as u64, "seed {}", self.seed);
    }

    pub(crate) fn assert_missing_are_only_of_key_of(&self, position: u64) {
        let key = self.key(position);
        let arrived: BTreeSet<u64> = self.upstream.iter().copied().collect();
        for other in 0..self.source.len() as u64 {
            let held_back = self.key(other) == key && other >= position;
            assert_eq!(arrived.contains(&other), !held_back, "record {other}");
        }
    }
}

fn roll(dice: &SeededEntropy, sides: u64) -> u64 {
    u64::from_le_bytes(dice.bytes()) % sides
}
