use crate::catalog::Image;
use crate::stream::tests::{Rig, rig};
use crate::stream::{HashKey, Label, PLAN_MS, Plan, Stream, document};
use millpond_base::{Clock, Seq};
use millpond_log::{Batch, StageError};
use std::sync::atomic::{AtomicBool, Ordering};

const SPLIT: Plan = Plan::Split { shard: 0, at: HashKey(1 << 127) };
const HOUR_MS: u64 = 3_600_000;

fn low() -> Label<'static> {
    Label { partition_key: Some("low"), explicit: Some(HashKey(0)) }
}

fn indexes(stream: &Stream) -> Vec<(u32, bool)> {
    stream.shards().iter().map(|shard| (shard.index, shard.is_open())).collect()
}

fn bodies(rig: &Rig, stream: &Stream, index: u32) -> Vec<String> {
    let records = rig.read_all(stream, index);
    records.into_iter().map(|record| String::from_utf8(record.body).unwrap()).collect()
}

#[test]
fn a_change_is_under_way_until_it_is_due() {
    let rig = rig();
    rig.create("s", 1);

    rig.begin("s", SPLIT);
    rig.clock.advance_ms(PLAN_MS - 1);
    let before = rig.look("s");
    let taken = rig.put(&before, &low(), b"old");
    rig.clock.advance_ms(1);
    let after = rig.look("s");

    assert_eq!((indexes(&before), taken), (vec![(0, true)], 0));
    assert!(before.resharding.pending.is_some() && after.resharding.pending.is_none());
    assert_eq!(indexes(&after), [(0, false), (1, true), (2, true)]);
    assert_eq!(rig.put(&after, &low(), b"new"), 1);
    assert_eq!(after.shard(0).unwrap().closed.unwrap().end, Seq(1));
}

#[test]
fn maintenance_carries_out_what_nobody_looks_at() {
    let rig = rig();
    rig.create("s", 1);
    rig.begin("s", SPLIT);

    rig.pass_ms(PLAN_MS);

    assert_eq!(indexes(&rig.store.streams().find("s").unwrap()).len(), 3);
}

#[test]
fn a_power_cut_leaves_the_old_shards_or_the_new_ones() {
    let images = |at: usize| {
        let rig = rig();
        let stream = rig.create("s", 1);
        rig.put(&stream, &low(), b"first");
        let mut images = vec![rig.catalog.image().unwrap()];
        rig.begin("s", SPLIT);
        images.push(rig.catalog.image().unwrap());
        rig.clock.advance_ms(PLAN_MS);
        images.push(rig.catalog.image().unwrap());
        rig.look("s");
        images.push(rig.catalog.image().unwrap());
        let image: Image = images.swap_remove(at);
        rig.cut_to(&image)
    };

    for (at, shards) in [(0, 1), (1, 3), (2, 3), (3, 3)] {
        let rig = images(at);
        let stream = rig.look("s");

        assert_eq!(stream.shards().len(), shards, "cut {at}");
        assert_eq!(bodies(&rig, &stream, 0), ["first"]);
        let taken = rig.put(&stream, &low(), b"later");
        assert_eq!(taken, u32::from(shards > 1), "cut {at}");
        assert_eq!(stream.resharding.pending, None);
    }
}

#[test]
fn a_closed_shard_ends_behind_its_last_record_after_a_restart_too() {
    let rig = rig();
    let stream = rig.create("s", 1);
    for body in [b"a", b"b"] {
        rig.put(&stream, &low(), body);
    }
    rig.begin("s", SPLIT);
    rig.clock.advance_ms(PLAN_MS);
    let ended = rig.look("s");
    let written = rig.catalog.all(document::KIND).unwrap().pop().unwrap();
    let written = document::decode(ended.id, &written.1).unwrap();

    let rig = rig.cut().cut();

    assert_eq!(written.shard(0), ended.shard(0));
    let stream = rig.look("s");
    assert_eq!(stream.shard(0).unwrap().closed.unwrap().end, Seq(2));
    assert_eq!(bodies(&rig, &stream, 0), ["a", "b"]);
    let mut batch = Batch::new();
    rig.store.streams().append(&mut batch, &stream.shards()[0], &low(), b"late");
    let late = rig.store.log().stage(batch, rig.now());
    assert!(matches!(late, Err(StageError::Closed(_))));
}

#[test]
fn a_record_of_a_batch_that_was_staged_before_the_end_is_before_the_end() {
    let rig = rig();
    let stream = rig.create("s", 1);
    let mut batch = Batch::new();
    rig.store.streams().append(&mut batch, &stream.shards()[0], &low(), b"on its way");
    let receipt = rig.store.log().stage(batch, rig.now()).unwrap();

    let stream = rig.reshard("s", SPLIT);
    let unread = rig.store.streams().read(&stream.shards()[0], Seq(0), super::super::tests::LIMIT).unwrap();
    rig.store.commit(rig.now()).unwrap();

    assert!(receipt.redeem(rig.store.log()).is_ok());
    assert!(unread.records.is_empty() && unread.next < stream.shards()[0].closed.unwrap().end);
    assert_eq!(bodies(&rig, &stream, 0), ["on its way"]);
}

#[test]
fn a_catalog_that_fails_keeps_the_old_shards_and_the_change_due() {
    let rig = rig();
    rig.create("s", 1);
    rig.begin("s", SPLIT);
    rig.clock.advance_ms(PLAN_MS);
    rig.catalog.refuse_writes();

    let stream = rig.look("s");

    assert_eq!(indexes(&stream), [(0, true)]);
    assert!(stream.resharding.is_due(rig.now()));
    assert_eq!(rig.put(&stream, &low(), b"still taken"), 0);
}

#[test]
fn a_closed_shard_is_forgotten_when_its_records_have_outlived_the_retention() {
    let rig = rig();
    let stream = rig.create("s", 1);
    rig.put(&stream, &low(), b"old");
    let track = stream.shards()[0].track;
    rig.reshard("s", SPLIT);

    rig.pass_ms(24 * HOUR_MS);
    let kept = rig.look("s");
    rig.pass_ms(1);
    let forgotten = rig.look("s");
    let rig = rig.cut();

    assert_eq!(indexes(&kept), [(0, false), (1, true), (2, true)]);
    for stream in [&forgotten, &rig.look("s")] {
        assert_eq!(indexes(stream), [(1, true), (2, true)]);
        assert_eq!(stream.shard(1).unwrap().parents, [0]);
    }
    assert_eq!(rig.store.log().bounds(track).next, Seq(0));
    let again = rig.reshard("s", Plan::Merge { shard: 1, adjacent: 2 });
    assert_eq!(again.shards().last().unwrap().index, 3);
}

#[test]
fn a_mode_is_switched_when_it_is_due_and_keeps_the_shards() {
    let rig = rig();
    let before = rig.create("s", 2);

    let after = rig.reshard("s", Plan::Switch { mode: crate::stream::Mode::OnDemand });

    assert_eq!(after.mode, crate::stream::Mode::OnDemand);
    assert_eq!(after.shards(), before.shards());
    assert_eq!(rig.cut().look("s").mode, crate::stream::Mode::OnDemand);
}

/// Writers route and stage while the shards are split and merged under them; none is refused, and of every key the
/// records read from parents to children are in the order of their putting.
#[test]
fn no_record_of_a_parent_is_staged_after_one_of_its_children() {
    let rig = rig();
    rig.create("s", 2);
    let done = AtomicBool::new(false);
    let streams = rig.store.streams();

    std::thread::scope(|scope| {
        let writers = (0..3u32).map(|writer| {
            let (rig, done) = (&rig, &done);
            scope.spawn(move || {
                let key = format!("key {writer}");
                let label = Label::keyed(&key);
                let mut n = 0u32;
                while !done.load(Ordering::Relaxed) && n < 4_000 {
                    let routing = streams.routing();
                    let stream = routing.find("s").unwrap();
                    let mut batch = Batch::new();
                    streams.append(&mut batch, streams.route(&stream, &label), &label, &n.to_be_bytes());
                    match rig.store.log().stage(batch, rig.now()) {
                        Ok(_) => n += 1,
                        Err(StageError::Busy { .. } | StageError::Full { .. }) => {
                            drop(routing);
                            std::thread::yield_now();
                        }
                        Err(other) => panic!("{other}"),
                    }
                }
                n
            })
        });
        let writers: Vec<_> = writers.collect();
        for count in [4, 3, 5, 3, 2, 4, 2, 1, 2, 3] {
            rig.reshard("s", Plan::Scale { count });
            rig.store.commit(rig.clock.now()).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        let written: Vec<u32> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        while rig.store.commit(rig.now()).unwrap().is_some() {}

        let stream = rig.look("s");
        for (writer, written) in (0..3u32).zip(written) {
            let key = format!("key {writer}");
            // Children have higher indexes than their parents.
            let read: Vec<u32> = stream
                .shards()
                .iter()
                .flat_map(|shard| rig.read_all(&stream, shard.index))
                .filter(|record| record.partition_key.as_deref() == Some(&key))
                .map(|record| u32::from_be_bytes(record.body.try_into().unwrap()))
                .collect();
            assert_eq!(read, (0..written).collect::<Vec<_>>(), "{key}");
        }
    });
}
