//! A site with several routes to one upstream: sources that fill, lanes, a governor, flash that takes its time, a network that
//! reorders, an upstream that does everything an upstream does, and power that goes away. One thread, one invented clock.

mod route;

use millpond_base::{Entropy, LineMs, SeededEntropy};
use millpond_forward::{
    CallId, Effect, Ended, Ending, Event, Failure, Governor, Lane, LaneId, Ledger, Order, Outcome, Plan,
    Rank, Settings, Start,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

const RECORD_BYTES: usize = 150;
const HOUR_MS: u64 = 3_600_000;

/// How a route is set and what it carries.
#[derive(Clone, Debug)]
struct Route {
    settings: Settings,
    rank: Rank,
    /// Key and time of arrival of each record; its position is its index.
    source: Vec<(u64, LineMs)>,
    poison: Option<u64>,
}

/// What is on flash of a route, or staged for it.
#[derive(Clone, Debug, Default)]
struct Kept {
    position: u64,
    pending: Vec<(u64, u64)>,
    plan: Option<Plan>,
}

impl Kept {
    fn covers(&self, position: u64) -> bool {
        position < self.position && self.pending.iter().all(|(from, end)| !(*from..*end).contains(&position))
    }
}

/// What has become of a route.
#[derive(Debug, Default)]
struct Course {
    ledger: Ledger,
    plan: Option<Plan>,
    flash: Kept,
    /// When the last staged write reaches flash.
    flash_at: u64,
    is_live: bool,
    /// What the upstream applied: position, and the lane that sent it.
    applied: Vec<(u64, u64)>,
    acknowledged: BTreeSet<u64>,
    buried: BTreeSet<u64>,
    objects: BTreeSet<(u64, u64)>,
    /// Entries that may have been applied twice: of calls that were applied and not answered, and acknowledged ones that a
    /// power cut made the route forget.
    excused: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Live,
    Backfill(u64),
}

struct Run {
    route: usize,
    part: Part,
    lane: Lane<u64>,
    wake: Option<LineMs>,
    grant: Option<Ended>,
    calls: BTreeMap<CallId, Ended>,
}

#[derive(Debug)]
enum What {
    Record,
    Tell(u64, Event<u64>),
    Wake(u64),
    Serve,
    Apply { lane: u64, route: usize, call: CallId, positions: Vec<u64>, lost: bool },
    Flash(usize, Kept),
    Planned(u64, usize, Kept),
    Outage(bool),
    Token(bool),
    Reboot,
}

/// What a history showed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) records: u64,
    pub(crate) repeats: u64,
    pub(crate) excused: u64,
    pub(crate) reboots: u64,
    pub(crate) splits: u64,
    pub(crate) calls: u64,
    /// A digest of what the upstream saw, in its order.
    pub(crate) digest: u64,
}

pub(crate) struct Site {
    seed: u64,
    dice: SeededEntropy,
    now: u64,
    sequence: u64,
    agenda: BinaryHeap<Reverse<(u64, u64)>>,
    events: BTreeMap<u64, (u64, What)>,
    /// Counts power cuts; what was on its way before one reaches nobody.
    boot: u64,
    routes: Vec<Route>,
    courses: Vec<Course>,
    lanes: BTreeMap<u64, Run>,
    next_lane: u64,
    governor: Governor,
    is_away: bool,
    is_token_good: bool,
    faults: u64,
    throttle_bucket: f64,
    throttle_at: u64,
    figures: Figures,
}

impl Site {
    /// A site whose routes, load and misfortunes all follow from the seed.
    pub(crate) fn new(seed: u64) -> Self {
        let dice = SeededEntropy::new(seed);
        let roll = |sides| u64::from_le_bytes(dice.bytes()) % sides;
        let routes: Vec<Route> = (0..1 + roll(3)).map(|number| Route::rolled(number, &roll)).collect();
        let mut agenda = Vec::new();
        agenda.extend(routes.iter().flat_map(|route| &route.source).map(|(_, at)| (at.0, What::Record)));
        for _ in 0..roll(5) {
            agenda.push((roll(40_000), What::Reboot));
        }
        for _ in 0..roll(3) {
            let from = roll(30_000);
            agenda.push((from, What::Outage(true)));
            agenda.push((from + 1_000 + roll(60_000), What::Outage(false)));
        }
        for _ in 0..roll(3) {
            agenda.push((roll(30_000), What::Token(false)));
        }
        let (calls_max, faults) = (1 + roll(12), roll(120));
        let mut site = Self {
            seed,
            now: 1,
            sequence: 0,
            agenda: BinaryHeap::new(),
            events: BTreeMap::new(),
            boot: 0,
            courses: routes.iter().map(|_| Course::default()).collect(),
            routes,
            lanes: BTreeMap::new(),
            next_lane: 0,
            governor: Governor::new(u32::try_from(calls_max).expect("a small number")),
            is_away: false,
            is_token_good: true,
            faults,
            throttle_bucket: 0.0,
            throttle_at: 0,
            figures: Figures::default(),
            dice,
        };
        for (at, what) in agenda {
            site.later(at, what);
        }
        for route in 0..site.routes.len() {
            site.manage(route);
        }
        site
    }

    /// Runs the history to its end and judges it.
    pub(crate) fn run(mut self) -> Figures {
        for _ in 0..5_000_000_u64 {
            let Some(Reverse((at, sequence))) = self.agenda.pop() else { break };
            let (boot, what) = self.events.remove(&sequence).expect("what is on the agenda is there");
            self.now = self.now.max(at);
            assert!(self.now < 200 * HOUR_MS, "seed {}: it comes to no end: {:?}", self.seed, self.courses);
            let outlives_a_cut = matches!(
                what,
                What::Record | What::Apply { .. } | What::Outage(_) | What::Token(_) | What::Reboot
            );
            if boot == self.boot || outlives_a_cut {
                self.happen(what);
            }
            if self.is_done() {
                return self.judge();
            }
        }
        panic!("seed {}: it comes to no end: {:?}", self.seed, self.courses);
    }

    fn is_done(&self) -> bool {
        let all = self.routes.iter().zip(&self.courses);
        let mut all = all.map(|(route, course)| {
            let count = route.source.len() as u64;
            course.flash.position == count && course.flash.pending.is_empty()
        });
        all.all(|is_done| is_done)
    }

    fn happen(&mut self, what: What) {
        match what {
            What::Record => {
                let ids: Vec<u64> = self.lanes.keys().copied().collect();
                ids.into_iter().for_each(|lane| self.tell(lane, Event::Rang));
            }
            What::Tell(lane, event) => self.tell(lane, event),
            What::Wake(lane) => {
                let run = self.lanes.get_mut(&lane);
                if run.is_some_and(|run| run.wake.take_if(|at| at.0 <= self.now).is_some()) {
                    self.tell(lane, Event::Wake);
                }
            }
            What::Serve => self.serve(),
            What::Apply { lane, route, call, positions, lost } => {
                self.apply(lane, route, call, &positions, lost);
            }
            What::Flash(route, kept) => self.courses[route].flash = kept,
            What::Planned(lane, route, kept) => {
                self.courses[route].flash = kept;
                self.tell(lane, Event::Planned);
            }
            What::Outage(is_away) => self.is_away = is_away,
            What::Token(is_good) => self.is_token_good = is_good,
            What::Reboot => self.reboot(),
        }
    }

    /// The power goes: what is on flash is all that is left.
    fn reboot(&mut self) {
        self.boot += 1;
        self.figures.reboots += 1;
        self.lanes.clear();
        self.governor = Governor::new(8);
        for course in &mut self.courses {
            let forgotten = course.acknowledged.iter().filter(|position| !course.flash.covers(**position));
            course.excused += forgotten.count() as u64;
            course.acknowledged.retain(|position| course.flash.covers(*position));
            course.ledger = Ledger::new(course.flash.position, course.flash.pending.clone());
            course.plan = course.flash.plan;
            course.is_live = false;
            course.flash_at = self.now;
        }
        for route in 0..self.routes.len() {
            self.manage(route);
        }
    }

    /// Starts the lanes a route should have.
    fn manage(&mut self, route: usize) {
        let settings = self.routes[route].settings;
        if let Some((from, end)) = self.courses[route].ledger.take() {
            let settings = Settings { live_within_ms: None, ..settings };
            let start = Start { from, plan: None, until: Some(end) };
            self.begin(route, Part::Backfill(end), settings, start);
        }
        let course = &mut self.courses[route];
        let must_wait = settings.live_within_ms.is_none() && !course.ledger.pending().is_empty();
        if !course.is_live && !must_wait {
            course.is_live = true;
            let start = Start { from: course.ledger.position(), plan: course.plan, until: None };
            self.begin(route, Part::Live, settings, start);
        }
    }

    fn begin(&mut self, route: usize, part: Part, settings: Settings, start: Start) {
        let id = self.next_lane;
        self.next_lane += 1;
        let rank = Rank { is_backfill: part != Part::Live, ..self.routes[route].rank };
        self.governor.join(LaneId(id), rank);
        let lane = Lane::new(settings, start);
        let run = Run { route, part, lane, wake: None, grant: None, calls: BTreeMap::new() };
        self.lanes.insert(id, run);
        self.later(self.now, What::Tell(id, Event::Wake));
    }

    fn tell(&mut self, id: u64, event: Event<u64>) {
        let Some(run) = self.lanes.get_mut(&id) else { return };
        let ended = match &event {
            Event::Answered(call, _) => run.calls.remove(call).map(|ended| (Ending::Answered, ended)),
            Event::Failed(call, failure) => run.calls.remove(call).map(|ended| match failure {
                Failure::Unreachable => (Ending::Unreachable, ended),
                Failure::Throttled => (Ending::Throttled, ended),
                _ => (Ending::Answered, ended),
            }),
            _ => None,
        };
        if let Some((ending, ended)) = ended {
            self.governor.ended(Ended { ending, ..ended }, LineMs(self.now), &self.dice);
        }
        let run = self.lanes.get_mut(&id).expect("it is there");
        for effect in run.lane.step(event, LineMs(self.now), &self.dice) {
            self.carry_out(id, &effect);
        }
        self.after(id);
        self.serve();
    }

    /// Ends a lane that is over, and notes when to wake one that is not.
    fn after(&mut self, id: u64) {
        let Some(run) = self.lanes.get_mut(&id) else { return };
        let (route, arrived) = (run.route, run.lane.arrived());
        if let (Part::Backfill(end), true) = (run.part, run.lane.is_over()) {
            self.courses[route].ledger.drained(end, arrived);
            self.courses[route].ledger.left(end);
            self.lanes.remove(&id);
            self.governor.leave(LaneId(id));
            self.save(route);
            return self.manage(route);
        }
        let wake = run.lane.wake().filter(|wake| run.wake.is_none_or(|known| *wake < known));
        if let Some(at) = wake {
            run.wake = Some(at);
            self.later(at.0.max(self.now), What::Wake(id));
        }
    }

    fn carry_out(&mut self, id: u64, effect: &Effect<u64>) {
        let Some(run) = self.lanes.get_mut(&id) else { return };
        let route = run.route;
        match *effect {
            Effect::Read { from, records, bytes } => {
                let event = self.routes[route].read(from, records, bytes, self.now);
                let run = self.lanes.get_mut(&id).expect("it is there");
                for effect in run.lane.step(event, LineMs(self.now), &self.dice) {
                    self.carry_out(id, &effect);
                }
            }
            Effect::Ask(ask) => self.governor.ask(LaneId(id), ask),
            Effect::Unused => {
                let ended = run.grant.take().expect("it was granted");
                self.governor.ended(ended, LineMs(self.now), &self.dice);
            }
            Effect::Send(call) => self.send(id, call),
            Effect::Renew => {
                self.is_token_good = true;
                self.later(self.now + 30, What::Tell(id, Event::Renewed));
            }
            Effect::Behind => self.fall_behind(id),
            Effect::Crowds => {
                let backfills =
                    self.lanes.iter().filter(|(_, run)| run.route == route && run.part != Part::Live);
                let ids: Vec<u64> = backfills.map(|(id, _)| *id).collect();
                ids.into_iter().for_each(|id| self.later(self.now, What::Tell(id, Event::Crowded)));
            }
            Effect::Plan(plan) => {
                self.courses[route].plan = Some(plan);
                let at = self.flash_at(route, 5);
                let kept = self.kept(route);
                self.later(at, What::Planned(id, route, kept));
            }
            Effect::Save(position) => {
                let course = &mut self.courses[route];
                match run.part {
                    Part::Live => course.ledger.live(position),
                    Part::Backfill(end) => course.ledger.drained(end, position),
                }
                course.plan = course.plan.filter(|plan| plan.end > position);
                self.save(route);
            }
            Effect::Bury { position, .. } => {
                self.courses[route].buried.insert(position);
                let wait = self.roll(500);
                self.later(self.now + wait, What::Tell(id, Event::Buried(position)));
            }
            Effect::Acknowledge(_) | Effect::Extend(_) => unreachable!("streams have a cursor"),
            Effect::Stuck(position) => panic!("seed {}: {position} is stuck", self.seed),
        }
    }

    fn fall_behind(&mut self, id: u64) {
        let run = self.lanes.get_mut(&id).expect("it is there");
        let (route, now) = (run.route, self.now);
        let tip = self.routes[route].source.iter().filter(|(_, at)| at.0 <= now).count() as u64;
        let ledger = &mut self.courses[route].ledger;
        let Some(until) = ledger.split(run.lane.arrived(), run.lane.read_to(), tip) else { return };
        run.lane.end_at(until);
        run.part = Part::Backfill(tip);
        let rank = Rank { is_backfill: true, ..self.routes[route].rank };
        self.governor.join(LaneId(id), rank);
        self.figures.splits += 1;
        self.courses[route].is_live = false;
        self.save(route);
        self.manage(route);
    }

    fn kept(&self, route: usize) -> Kept {
        let course = &self.courses[route];
        let (position, pending) = (course.ledger.position(), course.ledger.pending().to_vec());
        Kept { position, pending, plan: course.plan }
    }

    fn save(&mut self, route: usize) {
        let (kept, at) = (self.kept(route), self.flash_at(route, 1_500));
        self.later(at, What::Flash(route, kept));
    }

    /// When something staged now reaches flash: not before what was staged earlier.
    fn flash_at(&mut self, route: usize, within_ms: u64) -> u64 {
        let at = (self.now + 1 + self.roll(within_ms)).max(self.courses[route].flash_at);
        self.courses[route].flash_at = at;
        at
    }

    fn serve(&mut self) {
        while let Some(grant) = self.governor.grant(LineMs(self.now)) {
            let began = LineMs(self.now);
            let ended = Ended { ending: Ending::Cut, bytes: 0, began, is_backfill: grant.is_backfill };
            match self.lanes.get_mut(&grant.lane.0) {
                Some(run) => {
                    run.grant = Some(ended);
                    self.later(self.now, What::Tell(grant.lane.0, Event::Granted(grant.bytes_max)));
                }
                None => _ = self.governor.ended(ended, LineMs(self.now), &self.dice),
            }
        }
        if let Some(wake) = self.governor.wake().filter(|wake| wake.0 > self.now) {
            self.later(wake.0, What::Serve);
        }
    }

    fn send(&mut self, id: u64, call: CallId) {
        let run = self.lanes.get_mut(&id).expect("it is there");
        let route = run.route;
        let positions: Vec<u64> = run.lane.sending(call).map(|entry| entry.position).collect();
        let mut ended = run.grant.take().expect("every call is granted");
        ended.bytes = positions.len() * RECORD_BYTES;
        run.calls.insert(call, ended);
        self.figures.calls += 1;
        let settings = self.routes[route].settings;
        if settings.plans {
            let extent = (positions[0], positions[positions.len() - 1] + 1);
            let planned = self.courses[route].flash.plan.map(|plan| (plan.first, plan.end));
            assert_eq!(planned, Some(extent), "seed {}: a call that is not on flash as planned", self.seed);
        }
        let (there, back) = (5 + self.roll(200), 5 + self.roll(200));
        let is_poisoned = self.routes[route].poison.is_some_and(|poison| positions.contains(&poison));
        let failure = if self.is_away || self.happens(self.faults) {
            Some(Failure::Unreachable)
        } else if !self.is_token_good || self.happens(self.faults / 8) {
            self.is_token_good = false;
            Some(Failure::Refused)
        } else if self.happens(self.faults / 2) {
            Some(Failure::Throttled)
        } else {
            is_poisoned.then_some(Failure::Rejected)
        };
        match failure {
            Some(failure) => {
                self.later(self.now + there + back, What::Tell(id, Event::Failed(call, failure)));
            }
            None => {
                let lost = self.happens(self.faults);
                self.later(self.now + there, What::Apply { lane: id, route, call, positions, lost });
            }
        }
    }

    /// A call reaches the upstream.
    fn apply(&mut self, lane: u64, route: usize, call: CallId, positions: &[u64], lost: bool) {
        let whole = self.routes[route].settings.plans;
        let refilled =
            f64::from(u32::try_from(self.now - self.throttle_at).unwrap_or(u32::MAX)) / 1_000.0 * 400.0;
        self.throttle_bucket = (self.throttle_bucket + refilled).min(400.0);
        self.throttle_at = self.now;
        let mut outcomes = Vec::new();
        let mut applied = 0;
        for position in positions {
            let outcome = if whole {
                Outcome::Accepted
            } else if self.throttle_bucket < 1.0 {
                Outcome::Throttled
            } else if self.happens(self.faults / 2) {
                Outcome::Failed
            } else {
                self.throttle_bucket -= 1.0;
                Outcome::Accepted
            };
            if outcome == Outcome::Accepted {
                self.courses[route].applied.push((*position, lane));
                let seen = self.figures.digest.rotate_left(5) ^ position ^ (route as u64) << 32;
                self.figures.digest = seen.wrapping_mul(0x9e37_79b9_7f4a_7c15);
                applied += 1;
            }
            outcomes.push(outcome);
        }
        if whole {
            self.courses[route].objects.insert((positions[0], positions[positions.len() - 1] + 1));
        }
        // A lane that has been cut off hears of nothing.
        let is_heard = self.lanes.contains_key(&lane);
        let back = 5 + self.roll(200);
        if lost || !is_heard {
            self.courses[route].excused += applied;
            self.later(self.now + 1_000, What::Tell(lane, Event::Failed(call, Failure::Unreachable)));
        } else {
            self.later(self.now + back, What::Tell(lane, Event::Answered(call, outcomes.clone())));
            for (position, outcome) in positions.iter().zip(outcomes) {
                if outcome == Outcome::Accepted {
                    self.courses[route].acknowledged.insert(*position);
                }
            }
        }
    }

    fn judge(mut self) -> Figures {
        for (number, (route, course)) in self.routes.iter().zip(&self.courses).enumerate() {
            let at = format!("seed {}, route {number}", self.seed);
            let mut arrived: BTreeSet<u64> = course.applied.iter().map(|(position, _)| *position).collect();
            let count = arrived.len();
            arrived.extend(&course.buried);
            let missing: Vec<u64> =
                (0..route.source.len() as u64).filter(|position| !arrived.contains(position)).collect();
            assert!(missing.is_empty(), "{at}: lost {missing:?}");
            assert!(course.buried.iter().all(|position| Some(*position) == route.poison), "{at}");
            let repeats = (course.applied.len() - count) as u64;
            assert!(repeats <= course.excused, "{at}: {repeats} repeats, {} excused", course.excused);
            if route.settings.plans {
                course.assert_objects_are_disjoint(&at);
            } else if route.settings.order == Order::Key {
                route.assert_order(course, &at);
            }
            self.figures.records += route.source.len() as u64;
            self.figures.repeats += repeats;
            self.figures.excused += course.excused;
        }
        self.figures
    }

    fn later(&mut self, at: u64, what: What) {
        self.sequence += 1;
        self.agenda.push(Reverse((at, self.sequence)));
        self.events.insert(self.sequence, (self.boot, what));
    }

    fn happens(&self, per_thousand: u64) -> bool {
        self.roll(1_000) < per_thousand
    }

    fn roll(&self, sides: u64) -> u64 {
        u64::from_le_bytes(self.dice.bytes()) % sides
    }
}

impl Course {
    /// With the same extents an object is stored once: each record is in one of them.
    fn assert_objects_are_disjoint(&self, at: &str) {
        let mut end = 0;
        for (first, next) in &self.objects {
            assert!(*first >= end, "{at}: {:?}", self.objects);
            end = *next;
        }
    }
}
