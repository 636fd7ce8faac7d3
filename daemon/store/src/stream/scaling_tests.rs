use super::*;
use crate::stream::tests::{Rig, rig};
use crate::stream::{Label, PLAN_MS};
use millpond_log::Batch;

/// An on-demand stream with so many shards.
fn on_demand(shard_count: u32) -> Rig {
    let rig = rig();
    rig.create("s", shard_count);
    rig.reshard("s", Plan::Switch { mode: Mode::OnDemand });
    rig
}

/// Writes so many records in a minute.
fn minute(rig: &Rig, records: u32) {
    rig.store.maintain(rig.now()).unwrap();
    let stream = rig.look("s");
    for n in 0..records {
        let mut batch = Batch::new();
        let key = n.to_string();
        let label = Label::keyed(&key);
        rig.store.streams().append(&mut batch, rig.store.streams().route(&stream, &label), &label, b"");
        drop(rig.store.log().stage(batch, rig.now()).unwrap());
        if n % 512 == 511 {
            while rig.store.commit(rig.now()).unwrap().is_some() {}
        }
    }
    while rig.store.commit(rig.now()).unwrap().is_some() {}
    rig.pass_ms(WINDOW_MS);
    rig.clock.advance_ms(PLAN_MS);
}

#[test]
fn an_on_demand_stream_that_takes_in_more_than_its_shards_are_good_for_doubles() {
    let rig = on_demand(1);

    minute(&rig, 60_000);
    let enough = rig.look("s").open_shards().count();
    minute(&rig, 61_000);
    let doubled = rig.look("s").open_shards().count();

    assert_eq!((enough, doubled), (1, 2));
    assert_eq!(rig.cut().look("s").open_shards().count(), 2);
}

#[test]
fn a_provisioned_stream_keeps_the_shards_it_was_given() {
    let rig = rig();
    rig.create("s", 1);

    minute(&rig, 61_000);

    assert_eq!(rig.look("s").open_shards().count(), 1);
}

#[test]
fn an_on_demand_stream_stops_at_its_bound_and_at_that_of_all_streams() {
    let grown = |first: u32, others: u32| {
        let rig = on_demand(first);
        if others > 0 {
            rig.create("other", others);
        }
        let stream = rig.look("s");
        rig.store.streams().double(&stream, rig.now());
        rig.clock.advance_ms(PLAN_MS);
        rig.look("s").open_shards().count()
    };

    assert_eq!(grown(60, 0), 120);
    assert_eq!(grown(120, 0), ON_DEMAND_SHARDS_MAX);
    assert_eq!(grown(50, 940), SHARDS_MAX - 940);
}
