use super::*;
use millpond_base::{Entropy, SeededEntropy};

/// 2026-11-01T12:00:00Z.
const NOON: u64 = 1_793_534_400_000;
const HOUR: u64 = 3_600_000;

fn at(after_ms: u64) -> Now {
    Now { wall: WallMs(NOON + after_ms), line: LineMs(5_000 + after_ms), trusted: true }
}

fn untrusted(after_ms: u64) -> Now {
    Now { wall: WallMs(77), trusted: false, ..at(after_ms) }
}

fn daily(bytes: u64) -> Limits {
    Limits { bytes_per_day: Some(bytes), ..Limits::default() }
}

/// Makes a call that takes what it asked for; says whether it went.
fn goes(budget: &mut Budget, bytes: u64, now: Now) -> bool {
    match budget.ask(bytes, now) {
        Verdict::Wait { .. } => false,
        Verdict::Go | Verdict::Oversize => {
            let _ = budget.hold(bytes);
            budget.count(bytes);
            budget.release(bytes);
            true
        }
    }
}

#[test]
fn a_call_goes_while_the_day_has_bytes_for_it_and_again_after_midnight() {
    let mut budget = Budget::new(daily(50_000_000), Saved::default());

    assert!(goes(&mut budget, 49_000_000, at(0)));
    let Verdict::Wait { ms, until, why } = budget.ask(2_000_000, at(HOUR)) else { panic!("it went") };

    assert_eq!((ms, until), (11 * HOUR, Some(WallMs(NOON + 12 * HOUR))));
    assert_eq!(
        why.to_string(),
        "the day's budget of 50 MB is spent but for 1 MB, and the next call may take 2 MB"
    );
    assert!(goes(&mut budget, 1_000_000, at(HOUR)), "a smaller one still fits");
    let Verdict::Wait { why, .. } = budget.ask(1, at(HOUR)) else { panic!("it went") };
    assert_eq!(why.to_string(), "the day's budget of 50 MB is spent");
    assert!(goes(&mut budget, 2_000_000, at(12 * HOUR)));
    assert_eq!(budget.left(at(12 * HOUR)), (Some(48_000_000), None));
}

#[test]
fn a_month_is_kept_beside_the_day() {
    let limits = Limits { bytes_per_month: Some(1_500), ..daily(1_000) };
    let mut budget = Budget::new(limits, Saved::default());

    assert!(goes(&mut budget, 1_000, at(0)));
    assert!(goes(&mut budget, 500, at(24 * HOUR)));
    let Verdict::Wait { why, until, .. } = budget.ask(100, at(24 * HOUR)) else { panic!("it went") };

    assert!(matches!(why, Why::Spent { span: Span::Month, left: 0, .. }));
    assert_eq!(until, Some(WallMs(1_796_083_200_000)), "the first of December");
}

#[test]
fn calls_under_way_count_with_the_most_they_may_take() {
    let mut budget = Budget::new(daily(1_000), Saved::default());
    budget.count(100);

    assert_eq!(budget.ask(600, at(0)), Verdict::Go);
    let _ = budget.hold(600);
    let Verdict::Wait { ms, why, .. } = budget.ask(600, at(0)) else { panic!("it went") };
    assert_eq!((ms, why), (UNDER_WAY_MS, Why::UnderWay));

    budget.count(50);
    budget.release(600);
    assert_eq!(budget.ask(600, at(0)), Verdict::Go);
}

#[test]
fn a_call_larger_than_a_whole_day_goes_when_nothing_is_spent() {
    let mut budget = Budget::new(daily(1_000), Saved::default());
    budget.count(1);
    assert!(matches!(budget.ask(5_000, at(0)), Verdict::Wait { .. }));

    assert_eq!(budget.ask(5_000, at(12 * HOUR)), Verdict::Oversize);

    let _ = budget.hold(5_000);
    assert!(matches!(budget.ask(5_000, at(12 * HOUR)), Verdict::Wait { why: Why::UnderWay, .. }));
    budget.count(4_000);
    budget.release(5_000);
    assert!(!goes(&mut budget, 1, at(13 * HOUR)));
    assert!(goes(&mut budget, 1, at(36 * HOUR)));
}

#[test]
fn quiet_hours_are_those_of_the_place() {
    let limits = Limits {
        quiet: vec!["22:00-24:00".parse().unwrap(), "00:00-06:00".parse().unwrap()],
        offset: "+02:00".parse().unwrap(),
        ..Limits::default()
    };
    let mut budget = Budget::new(limits, Saved::default());

    assert_eq!(budget.ask(1, at(0)), Verdict::Go);
    let Verdict::Wait { ms, until, why } = budget.ask(1, at(9 * HOUR)) else { panic!("it went") };
    assert_eq!((ms, until, why), (7 * HOUR, Some(WallMs(NOON + 16 * HOUR)), Why::Quiet));
    assert_eq!(budget.ask(1, at(16 * HOUR)), Verdict::Go);
    assert_eq!(budget.ask(1, untrusted(9 * HOUR)), Verdict::Go, "nobody knows what time it is");
}

#[test]
fn without_a_trusted_clock_a_day_lasts_as_long_on_the_timeline() {
    let mut budget = Budget::new(daily(1_000), Saved::default());

    assert!(goes(&mut budget, 1_000, untrusted(0)));
    let Verdict::Wait { ms, until, .. } = budget.ask(1, untrusted(HOUR)) else { panic!("it went") };
    assert_eq!((ms, until), (23 * HOUR, None));
    assert!(!goes(&mut budget, 1, at(2 * HOUR)), "knowing the date gives nothing more of it");
    assert!(goes(&mut budget, 1, at(12 * HOUR)));

    let mut budget = Budget::new(daily(1_000), Saved::default());
    assert!(goes(&mut budget, 1_000, untrusted(0)));
    assert!(goes(&mut budget, 1_000, untrusted(24 * HOUR)));
    assert!(!goes(&mut budget, 1, untrusted(25 * HOUR)));
}

#[test]
fn a_clock_that_jumps_to_and_fro_gives_no_more_than_one_day_more() {
    let mut budget = Budget::new(daily(1_000), Saved::default());
    let mut went = 0;
    for turn in 0..200 {
        let jumped = Now { wall: WallMs(NOON + turn * 48 * HOUR), ..at(turn * 60_000) };
        went += u64::from(goes(&mut budget, 1_000, jumped));
        went += u64::from(goes(&mut budget, 1_000, at(turn * 60_000)));
    }
    assert_eq!(went, 2);
}

#[test]
fn what_is_written_down_is_never_less_than_what_went() {
    for seed in 0..200 {
        let entropy = SeededEntropy::new(seed);
        let draw = |below: u64| u64::from_le_bytes(entropy.bytes::<8>()) % below;
        let limits = Limits { bytes_per_month: Some(3_000_000), ..daily(1_000_000) };
        let (mut written, mut now, mut writes) = (Saved::default(), 0, 0);
        let mut budget = Budget::new(limits.clone(), written);
        // What truly went, by day.
        let mut truly = std::collections::BTreeMap::<u64, u64>::new();
        for _ in 0..400 {
            now += draw(30 * 60_000);
            let bytes = 1 + draw(40_000);
            if let Verdict::Go = budget.ask(bytes, at(now)) {
                if let Some(saved) = budget.hold(bytes) {
                    (written, writes) = (saved, writes + 1);
                }
                let went = draw(bytes + 1);
                budget.count(went);
                *truly.entry((NOON + now) / DAY_MS).or_default() += went;
                if draw(20) == 0 {
                    // A power cut in the middle of a call.
                    budget = Budget::new(limits.clone(), written);
                } else {
                    budget.release(bytes);
                }
            }
        }
        assert!(truly.values().all(|bytes| *bytes <= 1_000_000), "seed {seed}: {truly:?}");
        assert!(truly.values().sum::<u64>() <= 3_000_000, "seed {seed}: within the month");
        assert!(writes < 300, "seed {seed}: {writes} writes");
    }
}

#[test]
fn an_orderly_end_loses_nothing() {
    let mut budget = Budget::new(daily(1_000_000), Saved::default());
    assert!(goes(&mut budget, 1_234, at(0)));

    let mut again = Budget::new(daily(1_000_000), budget.spent(at(1)));

    assert_eq!(again.left(at(2)), (Some(1_000_000 - 1_234), None));
}
