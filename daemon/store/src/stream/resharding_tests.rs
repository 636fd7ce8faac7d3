use super::*;
use crate::stream::Stream;
use crate::stream::model::tests::{shards, stream};
use proptest::prelude::*;

const NOW: Now = Now { wall: WallMs(1_700_000_100_250), line: LineMs(100_000), trusted: true };

/// Carries plans out one after another.
fn after(shard_count: u32, plans: &[Plan]) -> Stream {
    let mut parts = stream(shards(shard_count)).unwrap().parts();
    let mut track = 100;
    for plan in plans {
        plan.carry_out(&mut parts, NOW, &mut || {
            track += 1;
            Ok(TrackId(track))
        })
        .unwrap();
    }
    Stream::assemble(parts).expect("the open shards cover the key space")
}

fn open(stream: &Stream) -> Vec<HashRange> {
    let mut ranges: Vec<HashRange> = stream.open_shards().map(|shard| shard.range).collect();
    ranges.sort_unstable_by_key(HashRange::first);
    ranges
}

fn parents(stream: &Stream) -> Vec<&[u32]> {
    stream.shards().iter().map(|shard| shard.parents.as_slice()).collect()
}

#[test]
fn a_split_shard_ends_and_two_begin_a_second_later() {
    let stream = after(1, &[Plan::Split { shard: 0, at: HashKey(2) }]);

    let [old, low, high] = stream.shards() else { panic!("three shards") };
    assert_eq!(old.closed.map(|closed| (closed.wall, closed.line)), Some((NOW.wall, NOW.line)));
    assert_eq!((low.range.first(), low.range.last()), (HashKey(0), HashKey(1)));
    assert_eq!((high.range.first(), high.range.last()), (HashKey(2), HashKey(u128::MAX)));
    for child in [low, high] {
        assert_eq!((child.parents.as_slice(), child.opened), ([0].as_slice(), NOW.wall));
        assert_eq!(child.created_secs, NOW.wall.secs() + 1);
    }
    assert_ne!(low.track, high.track);
}

#[test]
fn merged_shards_end_and_one_begins_with_both_as_parents() {
    let stream = after(3, &[Plan::Merge { shard: 0, adjacent: 1 }]);

    let child = stream.shard(3).unwrap();
    assert_eq!(child.parents, [0, 1]);
    assert_eq!(child.range.last(), shards(3)[1].range.last());
    assert_eq!(stream.open_shards().map(|shard| shard.index).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn doubling_splits_every_shard_and_halving_merges_every_pair() {
    let stream = after(2, &[Plan::Scale { count: 4 }, Plan::Scale { count: 2 }]);

    assert_eq!(parents(&stream)[2..], [&[0][..], &[0], &[1], &[1], &[2, 3], &[4, 5]]);
    assert_eq!(open(&stream), HashRange::divide(2));
}

#[test]
fn two_shards_become_three_by_two_splits_and_a_merge() {
    let stream = after(2, &[Plan::Scale { count: 3 }]);

    assert_eq!(parents(&stream)[2..], [&[0][..], &[0], &[1], &[1], &[3, 4]]);
    assert_eq!(stream.open_shards().map(|shard| shard.index).collect::<Vec<_>>(), [2, 5, 6]);
    let third = HashKey(113_427_455_640_312_821_154_458_202_477_256_070_485);
    assert_eq!(stream.shard(6).unwrap().range.first(), third);
    assert_eq!(open(&stream), HashRange::divide(3));
}

#[test]
fn scaling_to_what_is_there_changes_nothing() {
    let stream = after(3, &[Plan::Scale { count: 3 }]);

    assert_eq!(stream.shards(), shards(3));
}

#[test]
fn a_plan_that_fits_no_longer_is_found_out() {
    let unfit = |plan: Plan| {
        let mut parts = stream(shards(3)).unwrap().parts();
        let unfit = plan.carry_out(&mut parts, NOW, &mut || Ok(TrackId(100)));
        matches!(unfit, Err(Unfit::Plan))
    };

    assert!(unfit(Plan::Split { shard: 3, at: HashKey(5) }));
    assert!(unfit(Plan::Split { shard: 0, at: HashKey(0) }));
    assert!(unfit(Plan::Split { shard: 0, at: HashKey(u128::MAX) }));
    assert!(unfit(Plan::Merge { shard: 0, adjacent: 2 }));
    assert!(unfit(Plan::Merge { shard: 1, adjacent: 0 }));
    assert!(unfit(Plan::Merge { shard: 1, adjacent: 1 }));
    assert!(unfit(Plan::Scale { count: 0 }));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done, each shard is covered by its parents and covers its share of their keys.
    #[test]
    fn scaling_ends_in_equal_parts_and_every_key_goes_from_parent_to_child(
        first in 1u32..12,
        steps in proptest::collection::vec((any::<u8>(), 1u32..14, any::<u128>()), 1..6),
    ) {
        let mut plans = Vec::new();
        for (kind, count, key) in steps {
            let now = after(first, &plans);
            let owner = now.owner(HashKey(key));
            let next = now.open_shards().find(|shard| owner.range.meets(shard.range));
            plans.push(match (kind % 3, next) {
                (0, _) if owner.range.first() < HashKey(key) => Plan::Split { shard: owner.index, at: HashKey(key) },
                (1, Some(next)) => Plan::Merge { shard: owner.index, adjacent: next.index },
                _ => Plan::Scale { count },
            });
        }

        let stream = after(first, &plans);

        let before = after(first, &plans[..plans.len() - 1]);
        let made = stream.shards().len() - before.shards().len();
        prop_assert!(made <= plans[plans.len() - 1].made_at_most(before.open_shards().count()));
        if let Some(Plan::Scale { count }) = plans.last() {
            prop_assert_eq!(open(&stream), HashRange::divide(*count));
        }
        for shard in stream.shards() {
            let parents: Vec<&Shard> = shard.parents.iter().map(|index| stream.shard(*index).unwrap()).collect();
            prop_assert!(parents.len() <= 2 && parents.iter().all(|parent| !parent.is_open()));
            if let [low, high] = parents[..] {
                prop_assert!(low.range.meets(high.range));
                prop_assert_eq!((low.range.first(), high.range.last()), (shard.range.first(), shard.range.last()));
            }
            if let [parent] = parents[..] {
                prop_assert!(parent.range.contains(shard.range.first()) && parent.range.contains(shard.range.last()));
            }
            prop_assert_eq!(shard.is_open(), stream.children(shard.index).next().is_none());
        }
    }
}
