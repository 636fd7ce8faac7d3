//! Lanes against a simulated upstream that loses answers, throttles, fails in part and forgets who we are; with power
//! cuts in between. Every run has a seed, which a failure prints.

mod offline;
mod site;
mod world;

use millpond_base::LineMs;
use millpond_forward::{Failure, Keep, Order, Settings, State};
use proptest::prelude::*;
use world::{Faults, World};

const SETTINGS: Settings = Settings {
    order: Order::Key,
    keep: Keep::Cursor,
    calls_max: 1,
    linger_ms: 0,
    call_records_max: 20,
    call_bytes_max: 4_000,
    window_records_max: 64,
    window_bytes_max: 16_000,
    buries: false,
    plans: false,
    governed: false,
    live_within_ms: None,
};

const ROUGH: Faults =
    Faults { lost_call: 60, lost_answer: 60, throttled_call: 60, throttled: 60, failed: 60, refused: 20 };

proptest! {
    #[test]
    fn everything_arrives_in_the_order_of_its_key_whatever_the_upstream_does(
        seed: u64,
        keys in 1u64..40,
        calls_max in 1usize..6,
    ) {
        let mut world = World::new(seed, Settings { calls_max, ..SETTINGS }, ROUGH, 400, keys);

        world.run_until_drained();

        world.assert_all_arrived();
        world.assert_key_order();
        world.assert_calls_within(&SETTINGS);
    }

    #[test]
    fn power_cuts_lose_nothing_and_repeat_no_more_than_a_second_of_work(seed: u64, cuts in 1usize..6) {
        let mut world = World::new(seed, SETTINGS, ROUGH, 400, 10);
        for _ in 0..cuts {
            world.run_for(700);
            world.cut_power();
        }

        world.run_until_drained();

        world.assert_all_arrived();
        world.assert_first_arrivals_in_key_order();
    }

    #[test]
    fn a_poisoned_record_is_buried_and_everything_else_arrives_in_order(seed: u64, cuts in 0usize..4) {
        let settings = Settings { buries: true, calls_max: 3, ..SETTINGS };
        let mut world = World::new(seed, settings, ROUGH, 300, 10);
        world.poison(seed % 300);
        for _ in 0..cuts {
            world.run_for(700);
            world.cut_power();
        }

        world.run_until_drained();

        world.assert_all_arrived_but(seed % 300);
        world.assert_first_arrivals_in_key_order();
        prop_assert!(!world.buried.is_empty() && world.buried.len() <= cuts + 1, "{:?}", world.buried);
    }

    #[test]
    fn what_is_planned_is_repeated_exactly_whatever_happens(seed: u64, cuts in 0usize..6) {
        let settings = Settings { plans: true, governed: true, ..SETTINGS };
        let whole_calls = Faults { throttled: 3, failed: 3, ..ROUGH };
        let mut world = World::new(seed, settings, whole_calls, 400, 10);
        for _ in 0..cuts {
            world.run_for(700);
            world.cut_power();
        }

        world.run_until_drained();

        world.assert_all_arrived();
        world.assert_objects_are_disjoint();
    }

    #[test]
    fn without_order_everything_still_arrives(seed: u64) {
        let settings = Settings { order: Order::None, calls_max: 3, ..SETTINGS };
        let mut world = World::new(seed, settings, ROUGH, 300, 5);

        world.run_until_drained();

        world.assert_all_arrived();
    }

    #[test]
    fn a_queue_lets_go_of_exactly_what_arrived(seed: u64) {
        let settings = Settings { keep: Keep::Lease { ms: 30_000 }, calls_max: 3, ..SETTINGS };
        let mut world = World::new(seed, settings, ROUGH, 300, 5);

        world.run_until_drained();

        world.assert_all_arrived();
        world.assert_acknowledged_only_what_arrived();
    }
}

#[test]
fn a_calm_upstream_gets_every_record_once() {
    let mut world = World::new(1, SETTINGS, Faults::NONE, 1_000, 50);

    world.run_until_drained();

    world.assert_all_arrived();
    assert_eq!(world.arrivals(), 1_000);
}

#[test]
fn a_day_without_credentials_costs_few_calls_and_no_record() {
    let mut world = World::new(2, SETTINGS, Faults::NONE, 100, 10);
    world.refuse_all(true);
    world.run_for(24 * 3_600_000);
    assert_eq!(world.state(), State::Paused(Failure::Refused));
    assert!(world.calls() < 800, "{} calls", world.calls());

    world.refuse_all(false);
    let back = world.now();
    world.run_until_drained();

    world.assert_all_arrived();
    assert_eq!(world.arrivals(), 100);
    assert!(world.now() < LineMs(back.0 + 400_000), "it resumes by itself within minutes");
}

#[test]
fn one_poisoned_record_holds_back_its_key_and_nothing_else() {
    let mut world = World::new(3, SETTINGS, Faults::NONE, 60, 6);
    world.poison(7);

    world.run_for(600_000);

    assert_eq!(world.state(), State::Stuck(1));
    world.assert_missing_are_only_of_key_of(7);
    assert!(world.calls() < 100, "{} calls", world.calls());
}

/// `cargo xtask sim --forwards N` sets how many; `MILLPOND_SEED` is the first.
#[test]
fn histories_of_several_routes_lose_nothing_and_repeat_no_more_than_is_excused() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (count, first) = (number("MILLPOND_FORWARDS").unwrap_or(200), number("MILLPOND_SEED").unwrap_or(0));
    let mut sum = site::Figures::default();
    for seed in first..first + count {
        let figures = site::Site::new(seed).run();
        if seed % 20 == 0 {
            assert_eq!(
                site::Site::new(seed).run(),
                figures,
                "seed {seed} is another history the second time"
            );
        }
        sum.records += figures.records;
        sum.repeats += figures.repeats;
        sum.excused += figures.excused;
        sum.reboots += figures.reboots;
        sum.splits += figures.splits;
        sum.calls += figures.calls;
    }
    println!(
        "{count} histories from seed {first}: {} records, 0 lost, {} repeats of {} excused, {} calls, {} power cuts, {} splits",
        sum.records, sum.repeats, sum.excused, sum.calls, sum.reboots, sum.splits
    );
    assert!(count < 100 || (sum.reboots > count && sum.splits > count / 10 && sum.repeats > count / 10));
}

#[test]
fn after_three_days_offline_what_is_new_is_there_at_once_and_the_rest_follows_at_full_speed() {
    let shard_bytes_per_s = 1_000.0 * 200.0;
    let links = [
        ("a shard's limit", offline::Link { bytes_per_s: 2_500_000.0, round_trip_ms: 60 }, shard_bytes_per_s),
        ("1 Mbit/s, 600 ms", offline::Link { bytes_per_s: 125_000.0, round_trip_ms: 600 }, 125_000.0),
        ("1 Mbit/s, 1 s", offline::Link { bytes_per_s: 125_000.0, round_trip_ms: 1_000 }, 125_000.0),
        ("0.5 Mbit/s, 600 ms", offline::Link { bytes_per_s: 62_500.0, round_trip_ms: 600 }, 62_500.0),
    ];
    for (name, link, most) in links {
        let figures = offline::Offline::new(link).run(400);
        println!("{name}: {figures:?}, {:.3} of what is possible", figures.arrived_per_s / most);
        assert!(figures.answer_after_ms <= 45_000, "{name}: {figures:?}");
        assert!(figures.current_after_ms <= 1_000, "{name}: {figures:?}");
        assert!(figures.live_age_max_ms <= 3_000, "{name}: {figures:?}");
        assert!(figures.arrived_per_s >= most * 0.95, "{name}: {figures:?}");
        assert!(figures.in_vain < 0.03, "{name}: {figures:?}");
        assert!(figures.held_max <= 2 * 4_096, "{name}: {figures:?}");
    }
}
