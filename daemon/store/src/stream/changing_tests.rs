use super::*;
use crate::stream::tests::{Rig, rig};
use crate::stream::{Closed, Distribution, HashKey, HashRange, Label, StreamId};
use millpond_base::{LineMs, Seq, WallMs};
use std::collections::BTreeMap;
use std::convert::Infallible;

type Changed = Result<Arc<Stream>, ChangeError<&'static str>>;

fn written(rig: &Rig) -> Vec<(u64, Vec<u8>)> {
    rig.catalog.all(document::KIND).unwrap()
}

/// Closes the only shard and puts two in its place.
fn split(rig: &Rig, name: &str) -> Arc<Stream> {
    let tracks = [rig.catalog.next_track().unwrap(), rig.catalog.next_track().unwrap()];
    let change = |parts: &mut Parts| -> Result<(), Infallible> {
        let parent = parts.shards[0].clone();
        parts.shards[0].closed = Some(Closed { wall: WallMs(1), line: LineMs(1), end: Seq(0) });
        for ((range, track), index) in HashRange::divide(2).into_iter().zip(tracks).zip(1u32..) {
            parts.shards.push(Shard { index, range, track, parents: vec![0], ..parent.clone() });
        }
        Ok(())
    };
    rig.store.streams().change(name, change).unwrap()
}

#[test]
fn a_change_is_seen_and_survives_a_restart() {
    let rig = rig();
    let before = rig.create("s", 2);

    let changed: Changed = rig.store.streams().change("s", |parts| {
        parts.settings.retention_hours = 48;
        parts.settings.tags = BTreeMap::from([("team".to_owned(), "water".to_owned())]);
        Ok(())
    });

    let (after, seen) = (changed.unwrap(), rig.store.streams().find("s").unwrap());
    let again = document::decode(StreamId(before.id.0), &written(&rig)[0].1).unwrap();
    for stream in [&*after, &*seen, &again] {
        assert_eq!((stream.id, stream.retention_hours, stream.tags.len()), (before.id, 48, 1));
        assert_eq!(stream.shards(), before.shards());
    }
}

#[test]
fn a_change_that_is_refused_or_leaves_a_gap_changes_nothing() {
    let rig = rig();
    rig.create("s", 2);
    let before = written(&rig);
    let streams = rig.store.streams();

    let unknown: Changed = streams.change("t", |_| Ok(()));
    let refused: Changed = streams.change("s", |parts| {
        parts.settings.retention_hours = 48;
        Err("no")
    });
    let gap: Changed = streams.change("s", |parts| {
        parts.shards.pop();
        Ok(())
    });

    assert!(matches!(unknown, Err(ChangeError::Unknown)));
    assert!(matches!(refused, Err(ChangeError::Refused("no"))));
    assert!(matches!(gap, Err(ChangeError::Shards)));
    assert_eq!(written(&rig), before);
    assert_eq!(streams.find("s").unwrap().retention_hours, 24);
}

#[test]
fn a_change_of_nothing_is_not_written() {
    let rig = rig();
    let before = rig.create("s", 1);

    let same: Changed = rig.store.streams().change("s", |_| Ok(()));

    assert!(Arc::ptr_eq(&same.unwrap(), &before));
}

#[test]
fn a_change_takes_no_turn_away() {
    let rig = rig();
    rig.create("s", 3);
    let streams = rig.store.streams();
    let even = |parts: &mut Parts| -> Result<(), &'static str> {
        parts.settings.distribution = Distribution::Even;
        Ok(())
    };
    let stream = streams.change("s", even).unwrap();
    let first = stream.next_in_turn().index;

    let changed: Changed = streams.change("s", |parts| {
        parts.settings.retention_hours = 48;
        Ok(())
    });

    assert_eq!((first, changed.unwrap().next_in_turn().index), (0, 1));
}

#[test]
fn shards_that_are_new_take_records_as_soon_as_they_are_seen() {
    let rig = rig();
    rig.create("s", 1);

    let stream = split(&rig, "s");

    let label = Label { partition_key: None, explicit: Some(HashKey(u128::MAX)) };
    assert_eq!(rig.put(&stream, &label, b"body"), 2);
    let children: Vec<u32> = stream.children(0).map(|shard| shard.index).collect();
    assert_eq!(children, [1, 2]);
}

#[test]
fn a_catalog_that_fails_leaves_the_stream_as_it_was() {
    let rig = rig();
    let before = rig.create("s", 1);
    rig.catalog.refuse_writes();

    let failed: Changed = rig.store.streams().change("s", |parts| {
        parts.settings.retention_hours = 48;
        Ok(())
    });

    assert!(matches!(failed, Err(ChangeError::Catalog(_))));
    assert!(Arc::ptr_eq(&rig.store.streams().find("s").unwrap(), &before));
}
