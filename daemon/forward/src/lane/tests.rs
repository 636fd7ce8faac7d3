use super::*;
use millpond_base::SeededEntropy;

const SETTINGS: Settings = Settings {
    order: Order::Key,
    keep: Keep::Cursor,
    calls_max: 1,
    linger_ms: 0,
    call_records_max: 4,
    call_bytes_max: 100,
    window_records_max: 8,
    window_bytes_max: 1000,
    buries: false,
    plans: false,
    governed: false,
    live_within_ms: None,
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
        self.calls().last().map_or(Vec::new(), |call| self.carried(*call))
    }

    fn carried(&self, call: CallId) -> Vec<u64> {
        self.lane.sending(call).map(|entry| entry.position).collect()
    }

    /// The calls in flight.
    fn calls(&self) -> Vec<CallId> {
        (0..100).map(CallId).filter(|call| self.lane.sending(*call).len() > 0).collect()
    }

    /// Answers the newest call.
    fn answer(&mut self, outcomes: Vec<Outcome>) -> Vec<Effect<u64>> {
        let call = *self.calls().last().unwrap();
        self.step(Event::Answered(call, outcomes))
    }

    /// Lets the newest call fail.
    fn fail(&mut self, failure: Failure) -> Vec<Effect<u64>> {
        let call = *self.calls().last().unwrap();
        self.step(Event::Failed(call, failure))
    }

    fn after_wake(&mut self) -> Vec<Effect<u64>> {
        self.now = self.lane.wake().unwrap();
        self.step(Event::Wake)
    }
}

fn entry(position: u64, key: u64) -> Entry<u64> {
    Entry { position, key: Some(key), bytes: 10, since: LineMs(0), payload: position }
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
    let large = Entry { position: 2, key: Some(9), bytes: 80, since: LineMs(0), payload: 2 };
    rig.step(Event::Read { entries: vec![entry(0, 1), entry(1, 2), large], next: 3 });
    assert_eq!(rig.sent(), [0, 1]);

    rig.answer(vec![Outcome::Accepted; 2]);

    assert_eq!(rig.sent(), [2]);
}

#[test]
fn only_failed_entries_are_sent_again_and_they_hold_back_their_key() {
    let mut rig = Rig::with(SETTINGS, &[1, 2, 1, 2]);
    assert_eq!(rig.sent(), [0, 1]);

    rig.answer(vec![Outcome::Throttled, Outcome::Accepted]);
    assert_eq!(rig.sent(), [3], "key 2 goes on, key 1 waits");
    rig.answer(vec![Outcome::Accepted]);
    assert_eq!(rig.sent(), Vec::<u64>::new());

    while rig.sent().is_empty() {
        rig.after_wake();
    }
    assert_eq!(rig.sent(), [0]);
    rig.answer(vec![Outcome::Accepted]);
    while rig.sent().is_empty() {
        rig.after_wake();
    }
    assert_eq!(rig.sent(), [2]);
}

#[test]
fn the_cursor_stops_before_the_oldest_entry_that_has_not_arrived() {
    let mut rig = Rig::with(SETTINGS, &[1, 2, 3]);

    let effects = rig.answer(vec![Outcome::Accepted, Outcome::Failed, Outcome::Accepted]);

    assert!(effects.contains(&Effect::Save(1)), "{effects:?}");
    rig.after_wake();
    rig.answer(vec![Outcome::Accepted]);
    assert!(rig.step(Event::Stop).contains(&Effect::Save(3)));
}

#[test]
fn a_call_without_an_answer_is_sent_again_as_it_was() {
    let mut rig = Rig::with(SETTINGS, &[1, 2, 3]);

    let effects = rig.fail(Failure::Unreachable);

    assert_eq!(effects, []);
    assert_eq!(rig.lane.state(), State::Waiting(Failure::Unreachable));
    assert!(matches!(rig.after_wake()[0], Effect::Send(_)));
    assert_eq!(rig.sent(), [0, 1, 2]);
    assert_eq!(rig.lane.counters(), Counters { forwarded: 0, retried: 3, calls: 2, buried: 0 });
}

#[test]
fn a_lane_that_waits_for_the_upstream_goes_on_when_another_has_reached_it() {
    let mut rig = Rig::with(SETTINGS, &[1]);
    rig.fail(Failure::Unreachable);
    assert!(matches!(rig.step(Event::Reachable)[0], Effect::Send(_)));

    rig.fail(Failure::Throttled);

    assert_eq!(rig.step(Event::Reachable), [], "throttling is about this lane");
}

#[test]
fn refused_credentials_are_renewed_once_and_then_the_lane_probes_slowly() {
    let mut rig = Rig::with(SETTINGS, &[1]);

    assert_eq!(rig.fail(Failure::Refused), [Effect::Renew]);
    assert!(matches!(rig.step(Event::Renewed)[0], Effect::Send(_)));
    assert!(!rig.fail(Failure::Refused).contains(&Effect::Renew));

    assert_eq!(rig.lane.state(), State::Paused(Failure::Refused));
    assert!(rig.lane.wake().unwrap() >= rig.now.after_ms(15_000));
    assert_eq!(rig.after_wake(), [Effect::Renew], "a probe asks for credentials first");
    assert!(matches!(rig.step(Event::Renewed)[0], Effect::Send(_)));
    rig.answer(vec![Outcome::Accepted]);
    assert_eq!(rig.lane.state(), State::Idle);
}

#[test]
fn a_missing_target_pauses_the_lane_and_nothing_is_lost() {
    let mut rig = Rig::with(SETTINGS, &[1, 2]);

    rig.fail(Failure::Missing);

    assert_eq!(rig.lane.state(), State::Paused(Failure::Missing));
    assert!(matches!(rig.after_wake()[0], Effect::Send(_)));
    assert_eq!(rig.sent(), [0, 1]);
}

#[test]
fn a_rejected_call_is_halved_until_the_culprit_stands_alone() {
    let mut rig = Rig::with(SETTINGS, &[1, 2, 3, 4]);
    assert_eq!(rig.sent(), [0, 1, 2, 3]);

    rig.fail(Failure::Rejected);
    assert_eq!(rig.sent(), [0, 1]);
    rig.fail(Failure::Rejected);
    assert_eq!(rig.sent(), [0]);
    let effects = rig.fail(Failure::Rejected);

    assert_eq!(effects[0], Effect::Stuck(0));
    assert_eq!(rig.sent(), [1], "the others go on");
    rig.answer(vec![Outcome::Accepted]);
    assert_eq!(rig.sent(), [2, 3]);
    rig.answer(vec![Outcome::Accepted; 2]);
    assert_eq!(rig.lane.state(), State::Stuck(1));
    assert_eq!(rig.lane.arrived(), 0);
}

#[test]
fn a_rejected_entry_is_buried_and_then_those_of_its_key_go_on() {
    let mut rig = Rig::with(Settings { buries: true, ..SETTINGS }, &[1, 1, 2]);
    assert_eq!(rig.sent(), [0, 2]);

    let effects = rig.answer(vec![Outcome::Rejected, Outcome::Accepted]);

    assert_eq!(effects[0], Effect::Bury { position: 0, call: CallId(0), number: 0 });
    assert_eq!(rig.sent(), [] as [u64; 0], "its key waits until it is buried");
    assert_eq!(rig.lane.state(), State::Stuck(1));
    assert!(rig.lane.held(0).is_some());
    rig.now = LineMs(30_000_000);
    assert!(
        !rig.step(Event::Wake).iter().any(|effect| matches!(effect, Effect::Send(_))),
        "it is not sent again"
    );

    assert!(matches!(rig.step(Event::Buried(0))[0], Effect::Send(_)));

    assert_eq!(rig.sent(), [1]);
    rig.answer(vec![Outcome::Accepted]);
    assert_eq!((rig.lane.arrived(), rig.lane.state()), (3, State::Idle));
    assert_eq!(rig.lane.counters().buried, 1);
}

#[test]
fn what_is_buried_while_a_call_is_in_flight_does_not_move_the_call() {
    let mut rig = Rig::with(Settings { buries: true, order: Order::None, ..SETTINGS }, &[1, 2, 3, 4, 5]);
    assert_eq!(rig.sent(), [0, 1, 2, 3]);
    let mut outcomes = vec![Outcome::Accepted; 4];
    outcomes[0] = Outcome::Rejected;
    rig.answer(outcomes);
    assert_eq!(rig.sent(), [4]);

    rig.step(Event::Buried(0));

    assert_eq!((rig.sent(), rig.lane.arrived()), (vec![4], 4));
    rig.fail(Failure::Unreachable);
    assert!(matches!(rig.after_wake()[0], Effect::Send(_)));
    assert_eq!(rig.sent(), [4]);
}

#[test]
fn a_queue_lets_go_of_what_is_buried_and_burying_twice_is_once() {
    let settings = Settings { keep: Keep::Lease { ms: 10_000 }, buries: true, ..SETTINGS };
    let mut rig = Rig::with(settings, &[1]);
    assert_eq!(
        rig.fail(Failure::Rejected)[0],
        Effect::Bury { position: 0, call: CallId(0), number: 0 },
        "alone in its call"
    );

    assert!(rig.step(Event::Buried(0)).contains(&Effect::Acknowledge(vec![0])));

    assert!(!rig.step(Event::Buried(0)).iter().any(|effect| matches!(effect, Effect::Acknowledge(_))));
    assert_eq!(rig.lane.counters().buried, 1);
}

#[test]
fn an_answer_of_the_wrong_length_proves_nothing() {
    let mut rig = Rig::with(SETTINGS, &[1, 2]);

    rig.answer(vec![Outcome::Accepted]);

    assert_eq!(rig.lane.arrived(), 0);
    assert_eq!(rig.lane.state(), State::Waiting(Failure::Unreachable));
}

#[test]
fn a_queue_is_told_what_arrived_and_keeps_the_rest_hidden() {
    let keep = Keep::Lease { ms: 10_000 };
    let mut rig = Rig::with(Settings { keep, ..SETTINGS }, &[1, 2]);

    let effects = rig.answer(vec![Outcome::Accepted, Outcome::Rejected]);
    assert!(effects.contains(&Effect::Acknowledge(vec![0])), "{effects:?}");
    rig.now = LineMs(5_001);
    assert!(rig.step(Event::Wake).contains(&Effect::Extend(vec![1])));
    assert!(!rig.step(Event::Wake).contains(&Effect::Extend(vec![1])), "once per half lease");
}

#[test]
fn a_queue_is_read_again_as_soon_as_something_was_acknowledged() {
    let mut rig = Rig::with(Settings { keep: Keep::Lease { ms: 10_000 }, ..SETTINGS }, &[1]);
    rig.step(Event::Read { entries: vec![], next: 1 });

    let effects = rig.answer(vec![Outcome::Accepted]);

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

    rig.answer(vec![Outcome::Rejected]);

    assert!(rig.lane.wake().unwrap() > rig.now);
}

#[test]
fn keys_of_calls_in_flight_are_disjoint_and_answers_may_overtake_each_other() {
    let settings = Settings { calls_max: 3, call_records_max: 2, ..SETTINGS };
    let mut rig = Rig::with(settings, &[1, 2, 1, 3, 2, 4]);
    let calls = rig.calls();
    let carried: Vec<_> = calls.iter().map(|call| rig.carried(*call)).collect();
    assert_eq!(carried, [vec![0, 1], vec![3, 5]], "those of keys 1 and 2 that come later wait");

    rig.step(Event::Answered(calls[1], vec![Outcome::Accepted; 2]));
    assert_eq!(rig.lane.arrived(), 0);
    rig.step(Event::Answered(calls[0], vec![Outcome::Accepted, Outcome::Throttled]));

    assert_eq!(rig.sent(), [2], "key 2 waits for its first");
    assert_eq!(rig.lane.arrived(), 1);
}

#[test]
fn in_batch_order_a_key_is_in_one_call_at_a_time() {
    let settings = Settings { calls_max: 3, call_records_max: 3, order: Order::Batch, ..SETTINGS };
    let mut rig = Rig::with(settings, &[1, 1, 2, 1, 3, 4, 5]);
    let calls = rig.calls();
    let carried: Vec<_> = calls.iter().map(|call| rig.carried(*call)).collect();
    assert_eq!(carried, [vec![0, 1, 2], vec![4, 5, 6]]);

    rig.step(Event::Answered(calls[0], vec![Outcome::Accepted, Outcome::Failed, Outcome::Accepted]));

    assert!(!rig.sent().contains(&3), "it waits behind the one that failed");
    rig.after_wake();
    assert_eq!(rig.sent(), [1, 3]);
}

#[test]
fn a_call_that_is_not_full_waits_beside_another_for_half_a_second() {
    let mut rig = Rig::with(Settings { calls_max: 2, ..SETTINGS }, &[1]);
    assert_eq!(rig.sent(), [0], "a lonely record leaves at once");
    rig.step(Event::Read { entries: vec![entry(1, 2)], next: 2 });
    assert_eq!(rig.calls().len(), 1);
    assert_eq!(rig.lane.wake(), Some(LineMs(501)));

    rig.after_wake();

    assert_eq!(rig.sent(), [1]);
}

#[test]
fn calls_that_fail_together_are_one_failure_and_one_probe_follows() {
    let settings = Settings { calls_max: 3, call_records_max: 1, ..SETTINGS };
    let mut rig = Rig::with(settings, &[1, 2, 3, 4]);
    let calls = rig.calls();
    assert_eq!(calls.len(), 3);

    rig.step(Event::Failed(calls[1], Failure::Unreachable));
    let until = rig.lane.wake();
    rig.step(Event::Failed(calls[0], Failure::Unreachable));
    rig.step(Event::Failed(calls[2], Failure::Unreachable));

    assert_eq!(rig.lane.wake(), until, "the wait does not grow by itself");
    rig.after_wake();
    assert_eq!(rig.calls().len(), 1);
    rig.answer(vec![Outcome::Accepted]);
    assert_eq!(rig.calls().len(), 3);
}

#[test]
fn an_answer_shows_that_the_upstream_is_there_whenever_its_call_was_sent() {
    let settings = Settings { calls_max: 2, call_records_max: 1, ..SETTINGS };
    let mut rig = Rig::with(settings, &[1, 2, 3]);
    let calls = rig.calls();
    rig.step(Event::Failed(calls[0], Failure::Unreachable));

    rig.step(Event::Answered(calls[1], vec![Outcome::Accepted]));

    assert_eq!((rig.calls().len(), rig.lane.state()), (2, State::Sending));
}

#[test]
fn credentials_are_renewed_once_for_all_calls_that_were_refused() {
    let settings = Settings { calls_max: 2, call_records_max: 1, ..SETTINGS };
    let mut rig = Rig::with(settings, &[1, 2, 3]);
    let calls = rig.calls();

    assert_eq!(rig.step(Event::Failed(calls[0], Failure::Refused)), [Effect::Renew]);
    assert_eq!(rig.step(Event::Failed(calls[1], Failure::Refused)), []);
    assert!(matches!(rig.step(Event::Renewed)[..], [Effect::Send(_), Effect::Send(_), ..]));
    assert_eq!(rig.lane.state(), State::Sending, "a refusal of the old credentials says nothing of the new");
}

#[test]
fn halving_goes_on_undisturbed_by_the_answers_of_other_calls() {
    let settings = Settings { calls_max: 2, window_records_max: 16, ..SETTINGS };
    let mut rig = Rig::with(settings, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    let calls = rig.calls();
    assert_eq!(rig.carried(calls[1]), [4, 5, 6, 7]);

    rig.step(Event::Failed(calls[0], Failure::Rejected));
    assert_eq!(rig.calls(), [calls[1]], "one call at a time");
    rig.step(Event::Answered(calls[1], vec![Outcome::Accepted; 4]));
    assert_eq!(rig.sent(), [0, 1]);
    rig.fail(Failure::Rejected);
    assert_eq!(rig.sent(), [0]);
    rig.answer(vec![Outcome::Accepted]);
    assert_eq!(rig.sent(), [1, 2]);
    rig.fail(Failure::Rejected);

    assert_eq!(rig.sent(), [1]);
    assert_eq!(rig.fail(Failure::Rejected)[0], Effect::Stuck(1));
}

#[test]
fn an_entry_lingers_until_its_call_is_full_or_its_time_has_come() {
    let mut rig = Rig::with(Settings { linger_ms: 2_000, ..SETTINGS }, &[]);
    let young = |position| Entry { since: LineMs(1), ..entry(position, position) };
    rig.step(Event::Rang);
    rig.step(Event::Read { entries: vec![young(0), young(1)], next: 2 });
    assert!(rig.calls().is_empty());

    rig.step(Event::Read { entries: vec![young(2), young(3)], next: 4 });
    assert_eq!(rig.sent(), [0, 1, 2, 3], "full");
    rig.answer(vec![Outcome::Accepted; 4]);
    rig.step(Event::Read { entries: vec![young(4)], next: 5 });
    assert!(rig.calls().is_empty());
    while rig.now < LineMs(2_001) {
        rig.after_wake();
        rig.step(Event::Read { entries: vec![], next: 5 });
    }

    assert_eq!(rig.sent(), [4]);
}

const PLANS: Settings = Settings { plans: true, call_records_max: 3, ..SETTINGS };

#[test]
fn a_plan_is_on_flash_before_its_call_and_is_repeated_as_it_was() {
    let mut rig = Rig::new(PLANS);
    rig.step(Event::Wake);
    let entries = vec![entry(0, 1), entry(1, 1), entry(4, 1), entry(5, 1)];
    let effects = rig.step(Event::Read { entries, next: 6 });
    let plan = Plan { first: 0, end: 5, records: 3 };
    assert_eq!(effects[0], Effect::Plan(plan));
    assert!(rig.calls().is_empty());

    rig.step(Event::Planned);
    assert_eq!(rig.sent(), [0, 1, 4]);
    rig.fail(Failure::Unreachable);
    rig.step(Event::Read { entries: vec![entry(6, 1)], next: 7 });
    rig.after_wake();
    assert_eq!(rig.sent(), [0, 1, 4]);
    rig.answer(vec![Outcome::Accepted, Outcome::Failed, Outcome::Accepted]);
    assert_eq!(rig.lane.arrived(), 0, "it arrives as a whole");
    rig.after_wake();
    let effects = rig.answer(vec![Outcome::Accepted; 3]);

    assert!(effects.contains(&Effect::Plan(Plan { first: 5, end: 7, records: 2 })), "{effects:?}");
}

#[test]
fn a_lane_that_starts_with_a_plan_repeats_it_whatever_its_settings_are_now() {
    let plan = Plan { first: 3, end: 12, records: 9 };
    let settings = Settings { call_records_max: 2, window_records_max: 4, ..PLANS };
    let mut rig = Rig::new(settings);
    rig.lane = Lane::new(settings, Start { from: 1, plan: Some(plan), until: None });

    assert!(matches!(rig.step(Event::Wake)[..], [Effect::Read { from: 3, .. }, Effect::Save(3)]));
    let effects = rig.step(Event::Read { entries: (3..7).map(|at| entry(at, 1)).collect(), next: 7 });
    assert!(matches!(effects[..], [Effect::Read { from: 7, .. }]), "{effects:?}");
    rig.step(Event::Read { entries: (7..14).map(|at| entry(at, 1)).collect(), next: 14 });

    assert_eq!(rig.sent(), (3..12).collect::<Vec<_>>());
    let effects = rig.answer(vec![Outcome::Accepted; 9]);
    assert_eq!(effects[0], Effect::Plan(Plan { first: 12, end: 14, records: 2 }));
    assert_eq!(rig.lane.arrived(), 12);
}

#[test]
fn a_plan_that_has_arrived_or_whose_records_are_gone_is_made_anew() {
    let old = Plan { first: 0, end: 4, records: 4 };
    let mut rig = Rig::new(PLANS);
    rig.lane = Lane::new(PLANS, Start { from: 4, plan: Some(old), until: None });
    assert!(matches!(rig.step(Event::Wake)[..], [Effect::Read { from: 4, .. }]));

    rig.lane = Lane::new(PLANS, Start { from: 0, plan: Some(old), until: None });
    rig.step(Event::Wake);
    let effects = rig.step(Event::Read { entries: vec![entry(2, 1), entry(3, 1)], next: 4 });

    assert_eq!(effects[0], Effect::Plan(Plan { first: 2, end: 4, records: 2 }));
}

#[test]
fn a_rejected_plan_is_halved_into_new_plans() {
    let mut rig = Rig::with(Settings { buries: true, ..PLANS }, &[1, 1, 1]);
    rig.step(Event::Planned);

    let effects = rig.fail(Failure::Rejected);
    assert_eq!(effects[0], Effect::Plan(Plan { first: 0, end: 1, records: 1 }));
    rig.step(Event::Planned);
    let effects = rig.fail(Failure::Rejected);
    assert_eq!(effects[0], Effect::Bury { position: 0, call: CallId(1), number: 0 });
    assert!(rig.calls().is_empty(), "it is not passed before it is buried");
    let effects = rig.step(Event::Buried(0));

    assert_eq!(effects[0], Effect::Plan(Plan { first: 1, end: 2, records: 1 }));
}

#[test]
fn a_lane_says_once_that_it_is_behind_at_its_start_and_after_trouble() {
    let mut rig = Rig::new(Settings { live_within_ms: Some(10_000), ..SETTINGS });
    rig.now = LineMs(60_000);
    rig.step(Event::Wake);
    let old = |position| Entry { since: LineMs(49_999), ..entry(position, position) };
    let behind = |effects: &[Effect<u64>]| effects.contains(&Effect::Behind);
    let effects = rig.step(Event::Read { entries: vec![old(0), old(1)], next: 2 });
    assert!(behind(&effects), "{effects:?}");
    assert!(!behind(&rig.answer(vec![Outcome::Accepted; 2])));

    let young = |position| Entry { since: LineMs(59_000), ..entry(position, position) };
    assert!(!behind(&rig.step(Event::Read { entries: vec![young(2), young(3)], next: 4 })));
    rig.fail(Failure::Unreachable);
    rig.now = LineMs(80_000);
    assert!(!behind(&rig.step(Event::Wake)), "the upstream is not back yet");
    let effects = rig.answer(vec![Outcome::Accepted, Outcome::Failed]);

    assert!(behind(&effects), "{effects:?}");
}

#[test]
fn a_lane_with_an_end_reads_no_further_and_is_over_when_all_before_has_arrived() {
    let mut rig = Rig::new(SETTINGS);
    rig.lane = Lane::new(SETTINGS, Start { from: 3, plan: None, until: Some(6) });
    rig.step(Event::Wake);
    rig.step(Event::Read { entries: (3..9).map(|at| entry(at, at)).collect(), next: 9 });
    assert_eq!(rig.sent(), [3, 4, 5]);
    assert!(!rig.lane.is_over());

    let effects = rig.answer(vec![Outcome::Accepted; 3]);

    assert_eq!((rig.lane.is_over(), rig.lane.arrived()), (true, 6));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Read { .. })), "{effects:?}");
}
