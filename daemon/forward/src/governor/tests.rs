use super::*;
use millpond_base::SeededEntropy;

const FRESH: Ask = Ask { bytes: 1_000, repeated: 0.0 };

struct Rig {
    governor: Governor,
    entropy: SeededEntropy,
    now: LineMs,
}

impl Rig {
    fn new(calls_max: u32, lanes: &[(u64, Rank)]) -> Self {
        let mut governor = Governor::new(calls_max);
        for (lane, rank) in lanes {
            governor.join(LaneId(*lane), *rank);
        }
        Self { governor, entropy: SeededEntropy::new(3), now: LineMs(1) }
    }

    fn ask(&mut self, lane: u64, ask: Ask) {
        self.governor.ask(LaneId(lane), ask);
    }

    fn grant(&mut self) -> Option<u64> {
        self.governor.grant(self.now).map(|grant| grant.lane.0)
    }

    fn end(&mut self, ending: Ending, took_ms: u64) -> bool {
        self.end_of(ending, took_ms, 1_000, false)
    }

    fn end_of(&mut self, ending: Ending, took_ms: u64, bytes: usize, is_backfill: bool) -> bool {
        let began = self.now;
        self.now = self.now.after_ms(took_ms);
        self.governor.ended(Ended { ending, bytes, began, is_backfill }, self.now, &self.entropy)
    }
}

const fn rank(route: u64, priority: u8, share: u32, is_backfill: bool) -> Rank {
    Rank { route, priority, share, is_backfill }
}

#[test]
fn a_route_of_a_higher_priority_goes_first_and_what_is_new_before_what_is_old() {
    let lanes = [
        (1, rank(1, 5, 1, true)),
        (2, rank(1, 5, 1, false)),
        (3, rank(2, 1, 1, true)),
        (4, rank(3, 9, 1, false)),
    ];
    let mut rig = Rig::new(1, &lanes);
    for lane in [4, 1, 2, 3] {
        rig.ask(lane, FRESH);
    }

    let mut order = Vec::new();
    while let Some(lane) = rig.grant() {
        order.push(lane);
        rig.end_of(Ending::Answered, 10, 1_000, lane == 1 || lane == 3);
    }

    assert_eq!(order, [3, 2, 1, 4]);
}

#[test]
fn shares_are_kept_in_bytes_whatever_the_calls_are() {
    let mut rig = Rig::new(1, &[(1, rank(1, 5, 3, false)), (2, rank(2, 5, 1, false))]);
    let mut carried = [0.0; 3];

    for _ in 0..1_000 {
        rig.ask(1, Ask { bytes: 500, repeated: 0.0 });
        rig.ask(2, Ask { bytes: 10_000, repeated: 0.0 });
        let lane = rig.grant().unwrap();
        let bytes = if lane == 1 { 500 } else { 10_000 };
        carried[usize::try_from(lane).unwrap()] += amount(bytes);
        rig.end_of(Ending::Answered, 10, bytes, false);
    }

    let ratio = carried[1] / carried[2];
    assert!((2.7..3.3).contains(&ratio), "{ratio}");
}

#[test]
fn a_route_that_was_idle_is_owed_nothing() {
    let mut rig = Rig::new(1, &[(1, rank(1, 5, 1, false)), (2, rank(2, 5, 1, false))]);
    for _ in 0..100 {
        rig.ask(1, FRESH);
        assert_eq!(rig.grant(), Some(1));
        rig.end(Ending::Answered, 10);
    }

    let mut of_two = 0;
    for _ in 0..20 {
        rig.ask(1, FRESH);
        rig.ask(2, FRESH);
        of_two += u32::from(rig.grant() == Some(2));
        rig.end(Ending::Answered, 10);
    }

    assert!((9..=11).contains(&of_two), "{of_two}");
}

#[test]
fn one_call_is_kept_free_for_what_is_new() {
    let mut rig = Rig::new(4, &[(1, rank(1, 5, 1, false))]);
    for lane in 2..10 {
        rig.governor.join(LaneId(lane), rank(1, 1, 1, true));
        rig.ask(lane, FRESH);
    }
    let backfills = std::iter::from_fn(|| rig.grant()).count();
    assert_eq!(backfills, 3);

    rig.ask(1, FRESH);

    assert_eq!(rig.grant(), Some(1));
}

#[test]
fn calls_at_once_grow_while_they_are_quick_and_shrink_when_throttled() {
    let lanes: Vec<_> = (1..=40).map(|lane| (lane, rank(1, 5, 1, false))).collect();
    let mut rig = Rig::new(16, &lanes);
    let round = |rig: &mut Rig, ending, took_ms| {
        for lane in 1..=40 {
            rig.ask(lane, FRESH);
        }
        let count = std::iter::from_fn(|| rig.grant()).count();
        let began = rig.now;
        rig.now = rig.now.after_ms(took_ms);
        for _ in 0..count {
            let ended = Ended { ending, bytes: 1_000, began, is_backfill: false };
            rig.governor.ended(ended, rig.now, &rig.entropy);
        }
        count
    };

    assert_eq!(round(&mut rig, Ending::Answered, 50), 4);
    for _ in 0..40 {
        round(&mut rig, Ending::Answered, 50);
    }
    assert_eq!(rig.governor.calls_max(), 16);
    assert_eq!(round(&mut rig, Ending::Throttled, 50), 16);
    assert_eq!(rig.governor.calls_max(), 11, "a round is lowered once");

    for _ in 0..60 {
        round(&mut rig, Ending::Answered, 5_000);
    }
    assert!(rig.governor.calls_max() < 11, "slow answers are queues");
}

#[test]
fn an_upstream_that_is_away_is_asked_by_one_small_call_at_a_time() {
    let lanes: Vec<_> = (1..=4).map(|lane| (lane, rank(lane, 5, 1, false))).collect();
    let mut rig = Rig::new(8, &lanes);
    for lane in 1..=3 {
        rig.ask(lane, FRESH);
        assert_eq!(rig.grant(), Some(lane));
    }
    for _ in 0..3 {
        rig.end(Ending::Unreachable, 10);
    }
    assert!(rig.governor.is_away());
    for lane in 1..=4 {
        rig.ask(lane, Ask { bytes: 1 << 20, repeated: 1.0 });
    }

    let (mut probes, day_ms) = (0, 24 * 3_600_000);
    while rig.now < LineMs(day_ms) {
        rig.now = rig.governor.wake().unwrap().max(rig.now);
        let grant = rig.governor.grant(rig.now).expect("the wake was for this");
        assert_eq!((grant.bytes_max, rig.grant()), (PROBE_BYTES, None));
        probes += 1;
        rig.end(Ending::Unreachable, 1_000);
        rig.ask(grant.lane.0, Ask { bytes: 1 << 20, repeated: 1.0 });
    }
    assert!((2_800..6_000).contains(&probes), "{probes} probes a day, one in 15 to 30 s");

    rig.governor.nudge(rig.now);
    assert!(rig.grant().is_some(), "the link is back, so now");
    assert!(rig.end(Ending::Answered, 10), "it is back");
    rig.ask(4, FRESH);
    rig.ask(3, FRESH);
    assert_eq!([rig.grant().is_some(), rig.grant().is_some()], [true, true]);
}

#[test]
fn repeats_are_a_tenth_of_what_is_answered_and_one_in_five_seconds() {
    let mut rig = Rig::new(8, &[(1, rank(1, 5, 1, false)), (2, rank(1, 5, 1, false))]);
    let repeat = Ask { bytes: 1_000, repeated: 1.0 };
    let mut repeats = 0;
    while rig.now < LineMs(100_000) {
        rig.ask(1, repeat);
        if rig.grant().is_some() {
            repeats += 1;
            rig.end(Ending::Throttled, 1);
        }
        rig.now = rig.now.after_ms(10);
    }
    // 10 at once, then 0.2 a second, and a tenth of those again.
    assert!((30..=36).contains(&repeats), "{repeats}");

    rig.ask(1, repeat);
    assert_eq!(rig.grant(), None);
    assert!(rig.governor.wake().unwrap() <= rig.now.after_ms(5_001));
    rig.ask(2, FRESH);
    assert_eq!(rig.grant(), Some(2), "what is new need not wait for what is not");
}

#[test]
fn calls_that_time_out_become_smaller_until_they_do_not() {
    let mut rig = Rig::new(1, &[(1, rank(1, 5, 1, false))]);
    let large = Ask { bytes: 1 << 20, repeated: 0.0 };
    rig.ask(1, large);
    rig.grant();
    rig.end_of(Ending::Unreachable, 60_000, 1 << 20, false);
    rig.ask(1, large);
    assert_eq!(rig.governor.grant(rig.now).unwrap().bytes_max, 512 << 10);

    rig.end_of(Ending::Unreachable, 10, 512 << 10, false);
    rig.ask(1, large);
    assert_eq!(
        rig.governor.grant(rig.now).unwrap().bytes_max,
        512 << 10,
        "a refused connection is no matter of size"
    );
    rig.end_of(Ending::Answered, 10_000, 512 << 10, false);
    rig.ask(1, large);

    assert_eq!(rig.governor.grant(rig.now).unwrap().bytes_max, 1 << 20);
}

#[test]
fn a_backfill_makes_short_calls() {
    let mut rig = Rig::new(4, &[(1, rank(1, 5, 1, false)), (2, rank(1, 5, 1, true))]);
    let large = Ask { bytes: 1 << 20, repeated: 0.0 };
    rig.ask(2, large);
    assert_eq!(rig.governor.grant(rig.now).unwrap().bytes_max, BESIDE_LIVE_BYTES_MIN);
    rig.end_of(Ending::Answered, 4_000, 1 << 20, true);
    rig.ask(2, large);

    let bytes_max = rig.governor.grant(rig.now).unwrap().bytes_max;
    // 256 KiB a second for 400 ms.
    assert!((100_000..108_000).contains(&bytes_max), "{bytes_max}");
}

#[test]
fn a_lane_that_leaves_leaves_no_question_behind() {
    let mut rig = Rig::new(4, &[(1, rank(1, 5, 1, false))]);
    rig.ask(1, FRESH);

    rig.governor.leave(LaneId(1));

    assert_eq!((rig.grant(), rig.governor.wake()), (None, None));
}
