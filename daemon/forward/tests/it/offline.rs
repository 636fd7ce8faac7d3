//! Three days offline, then a link comes back: what is new is there at once, what is old follows as fast as the link or the
//! upstream's shard allows, and memory stays what it was.

use millpond_base::{LineMs, SeededEntropy};
use millpond_forward::{
    CallId, Effect, Ended, Ending, Entry, Event, Failure, Governor, Keep, Lane, LaneId, Ledger, Order,
    Outcome, Rank, Settings, Start,
};
use std::collections::BTreeMap;

const RECORDS_PER_S: u64 = 100;
const RECORD_BYTES: usize = 200;
const TICK_MS: u64 = 5;
const OFFLINE_MS: u64 = 72 * 3_600_000;

const SETTINGS: Settings = Settings {
    order: Order::Key,
    keep: Keep::Cursor,
    calls_max: 4,
    linger_ms: 0,
    call_records_max: 500,
    call_bytes_max: 1 << 20,
    window_records_max: 4_096,
    window_bytes_max: 5 << 20,
    buries: false,
    plans: false,
    governed: true,
    live_within_ms: Some(10_000),
};

/// Between the site and the shard.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) bytes_per_s: f64,
    pub(crate) round_trip_ms: u64,
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figures {
    /// From the return of the link until the first answer: a probe has to be due, and the one under way to be given up.
    pub(crate) answer_after_ms: u64,
    /// From the first answer until the record that was the newest then had arrived.
    pub(crate) current_after_ms: u64,
    /// The greatest age of what is new on arrival, from ten seconds after the first answer on.
    pub(crate) live_age_max_ms: u64,
    /// Bytes a second that arrived in the last minutes, of both lanes.
    pub(crate) arrived_per_s: f64,
    /// Of what arrived, how much was sent in vain.
    pub(crate) in_vain: f64,
    /// Records held at most.
    pub(crate) held_max: usize,
}

struct Run {
    lane: Lane<u64>,
    is_live: bool,
    began: BTreeMap<CallId, Ended>,
    grant: Option<Ended>,
}

/// A call on the wire.
struct Transfer {
    lane: u64,
    call: CallId,
    positions: Vec<u64>,
    bytes_left: f64,
}

pub(crate) struct Offline {
    link: Link,
    is_up: bool,
    now: u64,
    lanes: BTreeMap<u64, Run>,
    next: u64,
    ledger: Ledger,
    governor: Governor,
    entropy: SeededEntropy,
    wire: Vec<Transfer>,
    /// Answers on their way: when, lane, event.
    answers: Vec<(u64, u64, Event<u64>)>,
    bucket_records: f64,
    bucket_bytes: f64,
    arrivals: Vec<(u64, u64)>,
    refused: u64,
    live_ages: Vec<(u64, u64)>,
    held_max: usize,
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
const fn number(n: u64) -> f64 {
    n as f64
}

const RANK: Rank = Rank { route: 1, priority: 5, share: 1, is_backfill: false };

impl Offline {
    pub(crate) fn new(link: Link) -> Self {
        let mut site = Self {
            link,
            is_up: false,
            now: 1,
            lanes: BTreeMap::new(),
            next: 0,
            ledger: Ledger::new(0, Vec::new()),
            governor: Governor::new(16),
            entropy: SeededEntropy::new(5),
            wire: Vec::new(),
            answers: Vec::new(),
            bucket_records: 0.0,
            bucket_bytes: 0.0,
            arrivals: Vec::new(),
            refused: 0,
            live_ages: Vec::new(),
            held_max: 0,
        };
        site.begin(true, Start::from(0));
        site
    }

    /// Three days without a link, then `drain_s` with it.
    pub(crate) fn run(mut self, drain_s: u64) -> Figures {
        while self.now < OFFLINE_MS {
            let wakes = self.lanes.values().filter_map(|run| run.lane.wake()).chain(self.governor.wake());
            let answers = self.answers.iter().map(|(at, ..)| LineMs(*at));
            let next = wakes.chain(answers).min().map_or(OFFLINE_MS, |at| at.0);
            self.now = next.clamp(self.now + 1, OFFLINE_MS);
            self.turn();
        }
        let back = self.now;
        self.is_up = true;
        while self.now < back + drain_s * 1_000 {
            self.now += TICK_MS;
            self.carry();
            self.turn();
        }
        let first = self.arrivals.first().map_or(u64::MAX, |(at, _)| at + self.link.round_trip_ms / 2);
        let new = self.live_ages.iter().find(|(at, age)| at - age + 10 >= first);
        let late = self.live_ages.iter().filter(|(at, _)| *at > first + 10_000).map(|(_, age)| *age);
        let half = back + drain_s * 500;
        let arrived: u64 = self.arrivals.iter().filter(|(at, _)| *at > half).map(|(_, count)| *count).sum();
        let total: u64 = self.arrivals.iter().map(|(_, count)| *count).sum();
        Figures {
            answer_after_ms: first - back,
            current_after_ms: new.map_or(u64::MAX, |(at, _)| at - first),
            live_age_max_ms: late.max().unwrap_or(u64::MAX),
            arrived_per_s: number(arrived * RECORD_BYTES as u64) / (number(drain_s) / 2.0),
            in_vain: number(self.refused) / number(total.max(1)),
            held_max: self.held_max,
        }
    }

    fn begin(&mut self, is_live: bool, start: Start) {
        let id = self.next;
        self.next += 1;
        self.governor.join(LaneId(id), Rank { is_backfill: !is_live, ..RANK });
        let run = Run { lane: Lane::new(SETTINGS, start), is_live, began: BTreeMap::new(), grant: None };
        self.lanes.insert(id, run);
        self.tell(id, Event::Wake);
    }

    fn tell_all(&mut self, event: impl Fn() -> Event<u64>) {
        let ids: Vec<u64> = self.lanes.keys().copied().collect();
        ids.into_iter().for_each(|id| self.tell(id, event()));
    }

    /// Whatever is due now.
    fn turn(&mut self) {
        while let Some(at) = self.answers.iter().position(|(at, ..)| *at <= self.now) {
            let (_, lane, event) = self.answers.remove(at);
            self.tell(lane, event);
        }
        let due = self.lanes.iter().filter(|(_, run)| run.lane.wake().is_some_and(|at| at.0 <= self.now));
        let ids: Vec<u64> = due.map(|(id, _)| *id).collect();
        ids.into_iter().for_each(|id| self.tell(id, Event::Wake));
        if self.is_up && self.now.is_multiple_of(10) {
            self.tell_all(|| Event::Rang);
        }
        self.serve();
    }

    fn serve(&mut self) {
        while let Some(grant) = self.governor.grant(LineMs(self.now)) {
            let began = LineMs(self.now);
            let ended = Ended { ending: Ending::Cut, bytes: 0, began, is_backfill: grant.is_backfill };
            self.lanes.get_mut(&grant.lane.0).expect("it asked").grant = Some(ended);
            self.tell(grant.lane.0, Event::Granted(grant.bytes_max));
        }
    }

    fn tell(&mut self, id: u64, event: Event<u64>) {
        let now = LineMs(self.now);
        let run = self.lanes.get_mut(&id).expect("lanes live on");
        let ended = match &event {
            Event::Answered(call, _) => Some((*call, Ending::Answered)),
            Event::Failed(call, _) => Some((*call, Ending::Unreachable)),
            _ => None,
        };
        if let Some((call, ending)) = ended {
            let ended = run.began.remove(&call).expect("it was sent");
            self.governor.ended(Ended { ending, ..ended }, now, &self.entropy);
        }
        for effect in self.lanes.get_mut(&id).expect("it is there").lane.step(event, now, &self.entropy) {
            self.carry_out(id, effect);
        }
    }

    fn carry_out(&mut self, id: u64, effect: Effect<u64>) {
        let now = LineMs(self.now);
        let tip = self.now * RECORDS_PER_S / 1_000;
        let run = self.lanes.get_mut(&id).expect("lanes live on");
        match effect {
            Effect::Read { from, records, bytes } => {
                let next = (from + records.min((bytes / RECORD_BYTES).max(1)) as u64).min(tip).max(from);
                let entries = (from..next).map(|position| Entry {
                    position,
                    key: Some(position % 5_000),
                    bytes: RECORD_BYTES,
                    since: LineMs(position * 1_000 / RECORDS_PER_S),
                    payload: position,
                });
                let event = Event::Read { entries: entries.collect(), next };
                self.tell(id, event);
                let held =
                    self.lanes.values().map(|run| run.lane.read_to() - run.lane.arrived()).sum::<u64>();
                self.held_max = self.held_max.max(usize::try_from(held).expect("a small number"));
            }
            Effect::Ask(ask) => self.governor.ask(LaneId(id), ask),
            Effect::Unused => {
                let ended = run.grant.take().expect("it was granted");
                self.governor.ended(ended, now, &self.entropy);
            }
            Effect::Send(call) => {
                let positions: Vec<u64> = run.lane.sending(call).map(|entry| entry.position).collect();
                let bytes = positions.len() * RECORD_BYTES;
                let ended = run.grant.take().expect("every call is granted");
                run.began.insert(call, Ended { bytes, ..ended });
                let bytes_left = number(bytes as u64);
                match self.is_up {
                    true => self.wire.push(Transfer { lane: id, call, positions, bytes_left }),
                    false => {
                        self.answers.push((self.now + 10_000, id, Event::Failed(call, Failure::Unreachable)));
                    }
                }
            }
            Effect::Behind => {
                let until = self.ledger.split(run.lane.arrived(), run.lane.read_to(), tip);
                if let Some(until) = until {
                    run.lane.end_at(until);
                    run.is_live = false;
                    self.governor.join(LaneId(id), Rank { is_backfill: true, ..RANK });
                    self.begin(true, Start::from(tip));
                }
            }
            Effect::Crowds => {
                let ids: Vec<u64> =
                    self.lanes.iter().filter(|(_, run)| !run.is_live).map(|(id, _)| *id).collect();
                ids.into_iter().for_each(|id| self.tell(id, Event::Crowded));
            }
            Effect::Save(_) => {}
            other => unreachable!("{other:?}"),
        }
    }

    /// Moves what is on the wire; calls share it evenly. What is through is judged by the shard.
    fn carry(&mut self) {
        let tick_s = number(TICK_MS) / 1_000.0;
        let share = self.link.bytes_per_s * tick_s / number((self.wire.len() as u64).max(1));
        self.bucket_records = (self.bucket_records + 1_000.0 * tick_s).min(1_000.0);
        self.bucket_bytes = (self.bucket_bytes + 1_048_576.0 * tick_s).min(1_048_576.0);
        let mut through = Vec::new();
        for index in (0..self.wire.len()).rev() {
            self.wire[index].bytes_left -= share;
            if self.wire[index].bytes_left <= 0.0 {
                through.push(self.wire.swap_remove(index));
            }
        }
        for transfer in through {
            let at = self.now + self.link.round_trip_ms / 2;
            let is_live = self.lanes[&transfer.lane].is_live;
            let mut outcomes = Vec::new();
            for position in &transfer.positions {
                let bytes = number(RECORD_BYTES as u64);
                if self.bucket_records >= 1.0 && self.bucket_bytes >= bytes {
                    self.bucket_records -= 1.0;
                    self.bucket_bytes -= bytes;
                    outcomes.push(Outcome::Accepted);
                    if is_live {
                        self.live_ages.push((at, at.saturating_sub(position * 1_000 / RECORDS_PER_S)));
                    }
                } else {
                    self.refused += 1;
                    outcomes.push(Outcome::Throttled);
                }
            }
            let accepted = outcomes.iter().filter(|outcome| **outcome == Outcome::Accepted).count();
            self.arrivals.push((at, accepted as u64));
            let event = Event::Answered(transfer.call, outcomes);
            self.answers.push((self.now + self.link.round_trip_ms, transfer.lane, event));
        }
    }
}
