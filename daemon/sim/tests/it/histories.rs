//! Queues under clients that work at the same time. `cargo xtask sim --histories 20000` lives more of them.

use millpond_sim::{Tally, history};

#[test]
fn whatever_clients_and_power_do_queues_keep_their_promises() {
    let mut tally = Tally::default();

    for seed in 1..=150 {
        tally += history(seed).unwrap_or_else(|breach| panic!("{breach}"));
    }

    assert!(tally.cuts > 200 && tally.kills > 20 && tally.tasks > 100, "{tally}");
    assert!(tally.received > 3_000 && tally.deleted > 700 && tally.compared > 1_000, "{tally}");
}

#[test]
fn the_same_seed_has_the_same_history_of_queues() {
    assert_eq!(history(77), history(77));
    assert_ne!(history(77), history(78));
}
