//! Nothing that was stored is lost, and nothing sent twice counts twice.

use crate::flash::{PAGE, SimFlash};
use crate::world::{Dice, Troubles, World};
use millpond_node_core::{Diary, Fault, Ring, RingError};
use proptest::prelude::*;

fn run(seed: u64, troubles: Troubles, ms: u64) -> World {
    let mut world = World::new(seed, troubles);
    for _ in 0..ms {
        world.live();
    }
    world.settle();
    world.check();
    world
}

/// A history with its power cut during some of its flash operations in turn; during each with `MILLPOND_EVERY_CUT=1`.
fn cut_everywhere(seed: u64, troubles: Troubles, ms: u64, stride: u64) {
    let all = run(seed, troubles, ms).flash.operations();
    let stride = if std::env::var_os("MILLPOND_EVERY_CUT").is_some() { 1 } else { stride };
    for operation in (1..=all).step_by(usize::try_from(stride).unwrap()) {
        let mut world = World::with_cut(seed, troubles, operation);
        for _ in 0..ms {
            world.live();
        }
        world.settle();
        world.check();
    }
}

#[test]
fn a_cut_at_any_operation_loses_nothing_that_was_stored() {
    let quiet = Troubles { outages: 400, ..Troubles::default() };
    cut_everywhere(1, quiet, 2_500, 5);
    cut_everywhere(2, Troubles { loss: 200, resets: 2, gateway_restarts: 2, ..quiet }, 2_500, 5);
}

#[test]
fn a_cut_at_any_operation_loses_nothing_that_was_kept_late() {
    let late = Troubles { outages: 500, keep_after_ms: 150, ..Troubles::default() };
    cut_everywhere(3, late, 3_000, 5);
    cut_everywhere(4, Troubles { loss: 100, resets: 2, gateway_restarts: 2, ..late }, 3_000, 5);
}

fn troubles() -> impl Strategy<Value = Troubles> {
    (0..300_u64, 0..200_u64, 0..8_u64, 0..8_u64, 0..900_u64, prop_oneof![Just(0_u32), 1..400_u32]).prop_map(
        |(loss, copies, resets, gateway_restarts, outages, keep_after_ms)| Troubles {
            loss,
            copies,
            resets,
            gateway_restarts,
            outages,
            keep_after_ms,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_histories_lose_and_double_nothing(seed: u64, troubles in troubles(), cut in 1..3_000_u64) {
        let mut world = World::with_cut(seed, troubles, cut);
        for _ in 0..6_000 {
            world.live();
        }
        world.settle();
        world.check();
    }
}

#[test]
fn while_the_gateway_answers_a_node_that_keeps_late_spares_its_flash() {
    let world = run(7, Troubles { keep_after_ms: 2_000, ..Troubles::default() }, 20_000);

    assert!(world.arrived() >= 990, "{}", world.arrived());
    assert!(world.flash.operations() < 10, "{} operations", world.flash.operations());
    assert_eq!((world.lost(), world.dropped()), (0, 0));
}

#[test]
fn a_full_ring_refuses_new_readings_and_keeps_the_old() {
    let world = run(8, Troubles { outages: 1_000, ..Troubles::default() }, 6_000);

    assert!(world.dropped() > 50, "{}", world.dropped());
    assert!(world.arrived() > 30);
}

#[test]
fn commands_are_done_once_over_resets_and_losses() {
    let mut world = World::new(9, Troubles { loss: 300, copies: 200, resets: 1, ..Troubles::default() });
    for (n, id) in [100_u64, 7, 93].into_iter().enumerate() {
        let payload = [u8::try_from(n).unwrap(); 5];
        for _ in 0..5_000 {
            world.live();
            if world.done(id) {
                break;
            }
            if world.now_ms.is_multiple_of(50) {
                world.command(id, &payload);
            }
        }
        assert!(world.done(id), "{id}");
    }
    assert_eq!(world.commands(), [[0_u8; 5], [1; 5], [2; 5]]);
}

#[test]
fn a_new_key_reaches_the_node_whenever_the_power_goes() {
    for cut in 1..60 {
        let troubles = Troubles { loss: 200, gateway_restarts: 3, ..Troubles::default() };
        let mut world = World::with_cut(cut, troubles, cut);
        world.rotate(2, [9; 32]);
        for _ in 0..2_000 {
            world.live();
        }
        world.settle();
        world.check();
        assert_eq!(world.generations(), (2, 2), "cut {cut}");
        world.reset();
        assert_eq!(world.generations(), (2, 2), "after a reset");
    }
}

#[test]
fn the_gateways_clock_reaches_the_node() {
    let mut world = World::new(11, Troubles { resets: 1, ..Troubles::default() });
    for _ in 0..3_000 {
        world.live();
    }
    world.settle();

    assert!(world.wall_error_ms() <= 12, "{} ms", world.wall_error_ms());
}

#[test]
fn a_diary_cut_at_any_operation_says_what_it_said_before_or_after() {
    for cut in 1..80 {
        let flash = SimFlash::new(2, cut);
        flash.cut_at(Some(cut));
        let mut device = flash.clone();
        let mut diary = Diary::open(&mut device, 0).unwrap();
        let mut kept = 0;
        while kept < 60 {
            diary.state_mut().boots = kept + 1;
            diary.state_mut().faults.note(Fault::Panic);
            if diary.keep(&mut device).is_err() {
                break;
            }
            kept += 1;
        }
        flash.revive();
        let mut again = Diary::open(&mut device, 0).unwrap();
        let boots = again.state().boots;
        assert!(boots == kept || boots == kept + 1, "cut {cut}: {boots} after {kept}");
        assert_eq!(u32::from(again.state().faults.count(Fault::Panic)), boots);
        again.state_mut().boots = 1_000;
        again.keep(&mut device).unwrap();
        assert_eq!(Diary::open(&mut device, 0).unwrap().state().boots, 1_000, "cut {cut}");
    }
}

#[test]
fn a_flipped_bit_costs_what_it_hits_and_never_gives_a_wrong_reading() {
    let body = |n: u64| [n.to_le_bytes(); 5].as_flattened().to_vec();
    for bit in (0..4 * PAGE * 8).step_by(53) {
        let flash = SimFlash::new(4, 1);
        let mut device = flash.clone();
        let mut ring = Ring::open(&mut device, 0, 4).unwrap();
        let mut stored = 0;
        while let Ok(()) = ring.append(&mut device, &body(stored), Some(100 + stored)) {
            stored += 1;
        }
        assert_eq!(
            ring.append(&mut device, &body(0), None).err().map(|e| matches!(e, RingError::Full)),
            Some(true)
        );
        flash.flip(bit);

        let mut ring = Ring::open(&mut device, 0, 4).unwrap();
        let mut seen = 0;
        while let Some(entry) = ring.peek(&mut device).unwrap() {
            let n = u64::from(entry.index);
            assert_eq!((entry.seq, entry.body), (Some(100 + n), &body(n)[..]), "bit {bit}");
            seen += 1;
            ring.advance(&mut device).unwrap();
        }
        assert!(seen + 18 * 3 >= stored, "bit {bit}: {seen} of {stored}");
    }
}

#[test]
fn a_ring_counts_on_over_its_pages() {
    let mut dice = Dice(5);
    let flash = SimFlash::new(3, 1);
    let mut device = flash.clone();
    let mut ring = Ring::open(&mut device, 0, 3).unwrap();
    let (mut stored, mut durable) = (0_u64, 0_u64);
    while stored < 2_000 {
        if dice.chance(20) {
            ring = Ring::open(&mut device, 0, 3).unwrap();
        }
        let body = stored.to_le_bytes();
        match ring.append(&mut device, &body, Some(stored)) {
            Ok(()) => stored += 1,
            Err(RingError::Full) => {
                while let Some(entry) = ring.peek(&mut device).unwrap() {
                    let seq = entry.seq.unwrap();
                    assert_eq!(entry.body, seq.to_le_bytes());
                    durable = durable.max(seq + 1);
                    ring.advance(&mut device).unwrap();
                }
                assert_eq!(durable, stored);
                ring.forget(&mut device, durable).unwrap();
                assert!(ring.is_empty());
            }
            Err(error) => panic!("{error:?}"),
        }
    }
}
