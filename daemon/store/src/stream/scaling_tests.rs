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

#[test]
fn a_stream_that_is_to_be_warm_gets_its_shards_without_load() {
    let rig = on_demand(2);
    let warm = |mibps| {
        let change = rig.store.streams().change::<Infallible>("s", |parts| {
            parts.settings.extras.warm_mibps = Some(mibps);
            Ok(())
        });
        assert!(change.is_ok());
        rig.store.maintain(rig.now()).unwrap();
        rig.clock.advance_ms(PLAN_MS);
        rig.look("s").open_shards().count()
    };

    assert_eq!([warm(7), warm(3), warm(8)], [7, 7, 8]);
    rig.reshard("s", Plan::Switch { mode: Mode::Provisioned });
    assert_eq!(rig.look("s").extras.warm_mibps, None, "it is asked for with on-demand streams only");
    assert_eq!(warm(9), 8, "a provisioned stream keeps the shards it was given");
}
