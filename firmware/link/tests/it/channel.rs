//! Every acknowledged reading is stored exactly once and in order, whatever the channel and the ends do.

use crate::rig::{Troubles, World};
use proptest::prelude::*;

fn troubles() -> impl Strategy<Value = Troubles> {
    let channel = (0..300_u32, 0..300_u32, 0..100_u32, 0..120_u64);
    let ends = (0..200_u32, 0..6_u32, 0..6_u32, 0..3_u32, 0..6_u32, 0..40_u32);
    (channel, ends).prop_map(|(channel, ends)| Troubles {
        loss: channel.0,
        copies: channel.1,
        flips: channel.2,
        delay_ms_max: channel.3,
        busy: ends.0,
        gateway_restarts: ends.1,
        node_restarts: ends.2,
        rollbacks: ends.3,
        rejections: ends.4,
        replays: ends.5,
    })
}

fn run(seed: u64, troubles: Troubles, storage: bool, counts: bool) -> World {
    let mut world = World::new(seed, troubles, storage, counts);
    for _ in 0..3_000 {
        world.live();
    }
    world.settle();
    world.check();
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_node_with_storage_loses_and_doubles_nothing(seed: u64, troubles in troubles()) {
        run(seed, troubles, true, false);
    }

    #[test]
    fn a_node_without_storage_loses_only_what_it_forgot(seed: u64, troubles in troubles()) {
        run(seed, troubles, false, false);
    }
}

#[test]
fn a_quiet_channel_delivers_everything_without_a_resend() {
    let world = run(1, Troubles { delay_ms_max: 5, ..Troubles::default() }, true, false);

    assert!(world.produced.len() > 300, "{}", world.produced.len());
    assert_eq!(world.acked, world.produced);
}

#[test]
fn a_node_that_counts_instead_of_drawing_never_repeats_a_nonce() {
    // The world asserts it for every sealed frame.
    let troubles = Troubles {
        loss: 100,
        copies: 100,
        delay_ms_max: 40,
        node_restarts: 5,
        gateway_restarts: 5,
        replays: 50,
        ..Troubles::default()
    };
    for seed in 0..20 {
        run(seed, troubles.clone(), false, true);
    }
}
