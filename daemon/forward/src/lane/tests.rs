use super::*;
use millpond_base::SeededEntropy;

const SETTINGS: Settings = Settings {
    order: Order::Key,
    keep: Keep::Cursor,
    call_records_max: 4,
    call_bytes_max: 100,
    window_records_max: 8,
    window_bytes_max: 1000,
    buries: false,
};

struct Rig {
    lane: Lane<u64>,
    entropy: SeededEntropy,
    now: LineMs,
}

impl Rig {
    fn new(settings: Settings) -> Self {
        Self { lane: Lane::new(settings, 0), entropy: SeededEntropy::new(7), now: LineMs(1) }
    }

    fn step(&mut self, event: Event<u64>) -> Vec<Effect<u64>> {
        self.lane.step(event, self.now, &self.entropy)
    }

    /// Starts the lane with these keys as its source, and nothing after them.
    fn with(settings: Settings, keys: &[u64]) -> Self {
        let mut rig = Self::new(settings);
        rig.step(Event::Wake);
        let entries: Vec<_> = (0..).zip(keys).map(|(position, key)| entry(position, *key)).collect();
        let next = entries.len() as u64;
        rig.step(Event::Read { entries, next });
        rig
    }

    fn sent(&self) -> Vec<u64> {
        self.lane.sending().map(|entry| entry.position).collect()
    }

    fn after_wake(&mut self) -> Vec<Effect<u64>> {
        self.now = self.lane.wake().unwrap();
        self.step(Event::Wake)
    }
}

fn entry(position: u64, key: u64) -> Entry<u64> {
    Entry { position, key: Some(key), bytes: 10, payload: position }
}

#[test]
fn a_new_lane_reads_from_where_it_left_off() {
    let mut lane: Lane<u64> = Lane::new(SETTINGS, 42);

    let effects = lane.step(Event::Wake, LineMs(1), &SeededEntropy::new(1));

    assert_eq!(effects, [Effect::Read { from: 42, records: 8, bytes: 1000 }]);
}

#[test]
fn a_call_carries_one_entry_of_each_key() {
    let rig = Rig::with(SETTINGS, &[1, 2, 1, 3, 2, 1]);

    assert_eq!(rig.sent(), [0, 1, 3]);
}

#[test]
fn a_call_in_batch_order_carries_several_of_a_key() {
    let rig = Rig::with(Settings { order: Order::Batch, ..SETTINGS }, &[1, 1, 1, 1, 1]);

    assert_eq!(rig.sent(), [0, 1, 2, 3]);
}

#[test]
fn a_call_stops_at_its_bytes_but_takes_a_single_larger_entry() {
    let mut rig = Rig::new(Settings { call_bytes_max: 25, ..SETTINGS });
    rig.step(Event::Wake);
    let large = Entry { position: 2, key: Some(9), bytes: 80, payload: 2 };
    rig.step(Event::Read { entries: vec![entry(0, 1), entry(1, 2), large], next: 3 });
    assert_eq!(rig.sent(), [0, 1]);

    rig.step(Event::Answered(vec![Outcome::Accepted; 2]));

    assert_eq!(rig.sent(), [2]);
}

#[test]
fn only_failed_entries_are_sent_again_and_they_hold_back_their_key() {
    let mut rig = Rig::with(SETTINGS, &[1, 2, 1, 2]);
    assert_eq!(rig.sent(), [0, 1]);

    rig.step(Event::Answered(vec![Outcome::Throttled, Outcome::Accepted]));
    assert_eq!(rig.sent(), [3], "key 2 goes on, key 1 waits");
    rig.step(Event::Answered(vec![Outcome::Accepted]));
    assert_eq!(rig.sent(), Vec::<u64>::new());

    rig.after_wake();
    assert_eq!(rig.sent(), [0]);
    rig.step(Event::Answered(vec![Outcome::Accepted]));
    assert_eq!(rig.sent(), [2]);
}

#[test]
fn the_cursor_stops_before_the_oldest_entry_that_has_not_arrived() {
    let mut rig = Rig::with(SETTINGS, &[1, 2, 3]);

    let effects = rig.step(Event::Answered(vec![Outcome::Accepted, Outcome::Failed, Outcome::Accepted]));

    assert!(effects.contains(&Effect::Save(1)), "{effects:?}");
    rig.after_wake();
    rig.step(Event::Answered(vec![Outcome::Accepted]));
    assert!(rig.step(Event::Stop).contains(&Effect::Save(3)));
}

#[test]
fn a_call_without_an_answer_is_sent_again_as_it_was() {
    let mut rig = Rig::with(SETTINGS, &[1, 2, 3]);

    let effects = rig.step(Event::Failed(Failure::Unreachable));

    assert_eq!(effects, []);
    assert_eq!(rig.lane.state(), State::Waiting(Failure::Unreachable));
    assert_eq!(rig.after_wake()[0], Effect::Send);
    assert_eq!(rig.sent(), [0, 1, 2]);
    assert_eq!(rig.lane.counters(), Counters { forwarded: 0, retried: 3, calls: 2, buried: 0 });
}

#[test]
fn a_lane_that_waits_for_the_upstream_goes_on_when_another_has_reached_it() {
    let mut rig = Rig::with(SETTINGS, &[1]);
    rig.step(Event::Failed(Failure::Unreachable));
    assert_eq!(rig.step(Event::Reachable)[0], Effect::Send);

    rig.step(Event::Failed(Failure::Throttled));

    assert_eq!(rig.step(Event::Reachable), [], "throttling is about this lane");
}

#[test]
fn refused_credentials_are_renewed_once_and_then_the_lane_probes_slowly() {
    let mut rig = Rig::with(SETTINGS, &[1]);

    assert_eq!(rig.step(Event::Failed(Failure::Refused)), [Effect::Renew]);
    assert_eq!(rig.step(Event::Renewed)[0], Effect::Send);
    assert!(!rig.step(Event::Failed(Failure::Refused)).contains(&Effect::Renew));

    assert_eq!(rig.lane.state(), State::Paused(Failure::Refused));
    assert!(rig.lane.wake().unwrap() >= rig.now.after_ms(15_000));
    assert_eq!(rig.after_wake(), [Effect::Renew], "a probe asks for credentials first");
    assert_eq!(rig.step(Event::Renewed)[0], Effect::Send);
    rig.step(Event::Answered(vec![Outcome::Accepted]));
    assert_eq!(rig.lane.state(), State::Idle);
}

#[test]
fn a_missing_target_pauses_the_lane_and_nothing_is_lost() {
    let mut rig = Rig::with(SETTINGS, &[1, 2]);

    rig.step(Event::Failed(Failure::Missing));

    assert_eq!(rig.lane.state(), State::Paused(Failure::Missing));
    assert_eq!(rig.after_wake()[0], Effect::Send);
    assert_eq!(rig.sent(), [0, 1]);
}

#[test]
fn a_rejected_call_is_halved_until_the_culprit_stands_alone() {
    let mut rig = Rig::with(SETTINGS, &[1, 2, 3, 4]);
    assert_eq!(rig.sent(), [0, 1, 2, 3]);

    rig.step(Event::Failed(Failure::Rejected));
    assert_eq!(rig.sent(), [0, 1]);
    rig.step(Event::Failed(Failure::Rejected));
    assert_eq!(rig.sent(), [0]);
    let effects = rig.step(Event::Failed(Failure::Rejected));

    assert_eq!(effects[0], Effect::Stuck(0));
    assert_eq!(rig.sent(), [1], "the others go on");
    rig.step(Event::Answered(vec![Outcome::Accepted]));
    assert_eq!(rig.sent(), [2, 3]);
    rig.step(Event::Answered(vec![Outcome::Accepted; 2]));
    assert_eq!(rig.lane.state(), State::Stuck(1));
    assert_eq!(rig.lane.arrived(), 0);
}

#[test]
fn a_rejected_entry_is_buried_and_then_those_of_its_key_go_on() {
    let mut rig = Rig::with(Settings { buries: true, ..SETTINGS }, &[1, 1, 2]);
    assert_eq!(rig.sent(), [0, 2]);

    let effects = rig.step(Event::Answered(vec![Outcome::Rejected, Outcome::Accepted]));

    assert_eq!(effects[0], Effect::Bury { position: 0, number: 0 });
    assert_eq!(rig.sent(), [] as [u64; 0], "its key waits until it is buried");
    assert_eq!(rig.lane.state(), State::Stuck(1));
    assert!(rig.lane.held(0).is_some());
    rig.now = LineMs(30_000_000);
    assert!(!rig.step(Event::Wake).contains(&Effect::Send), "it is not sent again");

    assert_eq!(rig.step(Event::Buried(0))[0], Effect::Send);

    assert_eq!(rig.sent(), [1]);
    rig.step(Event::Answered(vec![Outcome::Accepted]));
    assert_eq!((rig.lane.arrived(), rig.lane.state()), (3, State::Idle));
    assert_eq!(rig.lane.counters().buried, 1);
}

#[test]
fn what_is_buried_while_a_call_is_in_flight_does_not_move_the_call() {
    let mut rig = Rig::with(Settings { buries: true, order: Order::None, ..SETTINGS }, &[1, 2, 3, 4, 5]);
    assert_eq!(rig.sent(), [0, 1, 2, 3]);
    let mut outcomes = vec![Outcome::Accepted; 4];
    outcomes[0] = Outcome::Rejected;
    rig.step(Event::Answered(outcomes));
    assert_eq!(rig.sent(), [4]);

    rig.step(Event::Buried(0));

    assert_eq!((rig.sent(), rig.lane.arrived()), (vec![4], 4));
    rig.step(Event::Failed(Failure::Unreachable));
    assert_eq!(rig.after_wake()[0], Effect::Send);
    assert_eq!(rig.sent(), [4]);
}

#[test]
fn a_queue_lets_go_of_what_is_buried_and_burying_twice_is_once() {
    let settings = Settings { keep: Keep::Lease { ms: 10_000 }, buries: true, ..SETTINGS };
    let mut rig = Rig::with(settings, &[1]);
    assert_eq!(
        rig.step(Event::Failed(Failure::Rejected))[0],
        Effect::Bury { position: 0, number: 0 },
        "alone in its call"
    );

    assert!(rig.step(Event::Buried(0)).contains(&Effect::Acknowledge(vec![0])));

    assert!(!rig.step(Event::Buried(0)).iter().any(|effect| matches!(effect, Effect::Acknowledge(_))));
    assert_eq!(rig.lane.counters().buried, 1);
}

#[test]
fn an_answer_of_the_wrong_length_proves_nothing() {
    let mut rig = Rig::with(SETTINGS, &[1, 2]);

    rig.step(Event::Answered(vec![Outcome::Accepted]));

    assert_eq!(rig.lane.arrived(), 0);
    assert_eq!(rig.lane.state(), State::Waiting(Failure::Unreachable));
}

#[test]
fn a_queue_is_told_what_arrived_and_keeps_the_rest_hidden() {
    let keep = Keep::Lease { ms: 10_000 };
    let mut rig = Rig::with(Settings { keep, ..SETTINGS }, &[1, 2]);

    let effects = rig.step(Event::Answered(vec![Outcome::Accepted, Outcome::Rejected]));
    assert!(effects.contains(&Effect::Acknowledge(vec![0])), "{effects:?}");
    rig.now = LineMs(5_001);
    assert!(rig.step(Event::Wake).contains(&Effect::Extend(vec![1])));
    assert!(!rig.step(Event::Wake).contains(&Effect::Extend(vec![1])), "once per half lease");
}

#[test]
fn a_queue_is_read_again_as_soon_as_something_was_acknowledged() {
    let mut rig = Rig::with(Settings { keep: Keep::Lease { ms: 10_000 }, ..SETTINGS }, &[1]);
    rig.step(Event::Read { entries: vec![], next: 1 });

    let effects = rig.step(Event::Answered(vec![Outcome::Accepted]));

    assert!(matches!(effects[..], [Effect::Acknowledge(_), Effect::Read { .. }]), "{effects:?}");
}

#[test]
fn an_idle_lane_looks_again_when_rung_and_once_a_second() {
    let mut rig = Rig::with(SETTINGS, &[]);
    assert_eq!(rig.step(Event::Wake), []);

    assert!(matches!(rig.step(Event::Rang)[..], [Effect::Read { .. }]));
    rig.step(Event::Read { entries: vec![], next: 0 });
    assert_eq!(rig.lane.wake(), Some(LineMs(1_001)));
    assert!(matches!(rig.after_wake()[..], [Effect::Read { .. }]));
}

#[test]
fn a_gap_in_the_source_is_passed() {
    let mut rig = Rig::new(SETTINGS);
    rig.step(Event::Wake);

    let effects = rig.step(Event::Read { entries: vec![], next: 9 });

    assert_eq!(effects, [Effect::Read { from: 9, records: 8, bytes: 1000 }, Effect::Save(9)]);
}

#[test]
fn a_waiting_key_does_not_make_the_lane_spin() {
    let mut rig = Rig::with(SETTINGS, &[1, 1, 1]);

    rig.step(Event::Answered(vec![Outcome::Rejected]));

    assert!(rig.lane.wake().unwrap() > rig.now);
}
