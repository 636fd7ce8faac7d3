//! What the memory does, without a log.

use super::*;

const NOW: LineMs = LineMs(1_000);

fn state(shards: u32) -> State {
    State::new(&(0..shards).map(|shard| (shard, 0)).collect(), Some(6), 0)
}

fn shore(shard: u32, next: u64) -> Shore {
    Shore { shard, first: 0, next, open: true }
}

/// Claims, and receives what was claimed.
fn receive(state: &mut State, count: usize, shores: &[Shore]) -> Vec<Part> {
    let claims = state.claim(count, shores);
    let changes: Changes =
        claims.into_iter().map(|place| (place, state.receive(place, 30_000, NOW, WallMs(5)))).collect();
    let parts = state.parts(&changes);
    state.apply(&parts, &changes);
    parts
}

/// What a restart makes of the journal.
fn replayed<'a>(parts: impl IntoIterator<Item = &'a Vec<Part>>, shards: u32) -> State {
    let mut again = state(shards);
    for part in parts.into_iter().flatten() {
        again.replay(part.clone());
    }
    again
}

#[test]
fn a_shard_waits_until_its_parents_have_nothing_left() {
    let mut state = state(2);
    let closed = Shore { open: false, ..shore(1, 5) };

    assert_eq!(state.claim(10, &[shore(0, 2), closed]), [(0, 0), (0, 1)]);
    assert!(state.has_passed(0, 2) && !state.has_passed(1, 5));
}

#[test]
fn shards_take_turns() {
    let mut state = state(3);
    let shores = [shore(0, 9), shore(1, 9), shore(2, 9)];

    let firsts: Vec<u32> = (0..6).map(|_| state.claim(1, &shores)[0].0).collect();

    assert_eq!(firsts, [1, 2, 0, 1, 2, 0]);
}

#[test]
fn what_others_are_reading_is_unread_for_those_who_write_before_them() {
    let mut state = state(1);
    let slow = state.claim(3, &[shore(0, 10)]);
    let quick = receive(&mut state, 2, &[shore(0, 10)]);
    assert_eq!(quick[0].unread.first(), Some(&(0..3)));

    let mut again = replayed([&quick], 1);

    assert_eq!(again.claim(10, &[shore(0, 5)]), slow, "nobody ever got them");
}

#[test]
fn a_damaged_record_brings_back_what_it_named_and_nothing_else() {
    let mut state = state(1);
    let first = receive(&mut state, 2, &[shore(0, 9)]);
    let _damaged = receive(&mut state, 3, &[shore(0, 9)]);
    let third = receive(&mut state, 1, &[shore(0, 9)]);

    let mut again = replayed([&first, &third], 1);

    assert_eq!(again.claim(10, &[shore(0, 6)]), [(0, 2), (0, 3), (0, 4)]);
}

#[test]
fn a_picture_says_all_that_the_records_before_it_did() {
    let mut state = state(2);
    let mut records = vec![receive(&mut state, 6, &[shore(0, 4), shore(1, 4)])];
    let done = Changes::from([((0, 1), None), ((1, 0), None)]);
    records.push(state.parts(&done));
    state.apply(&records[1], &done);
    let reading = state.claim(1, &[shore(0, 4), shore(1, 4)]);

    let picture = state.snapshot();

    let (mut long, mut short) = (replayed(&records, 2), replayed([&picture], 2));
    assert!(short.claim(9, &[shore(0, 4), shore(1, 4)]).contains(&reading[0]));
    assert!(long.claim(9, &[shore(0, 4), shore(1, 4)]).contains(&reading[0]));
    for place in (0..2).flat_map(|shard| (0..4).map(move |place| (shard, place))) {
        assert_eq!(long.is_gone(place), short.is_gone(place), "{place:?}");
        assert_eq!(long.entry(place).map(|e| e.nonce), short.entry(place).map(|e| e.nonce), "{place:?}");
    }
}

#[test]
fn memory_does_not_grow_with_what_was_acknowledged() {
    let mut state = state(1);
    for n in 0..10_000 {
        receive(&mut state, 10, &[shore(0, n * 10 + 10)]);
        let done: Changes = (n * 10..n * 10 + 10).map(|place| ((0, place), None)).collect();
        let parts = state.parts(&done);
        state.apply(&parts, &done);
    }

    assert_eq!((state.held, state.in_flight, state.due.len()), (0, 0, 0));
    assert!(state.shards[&0].held.is_empty() && state.shards[&0].unread.is_empty());
    assert_eq!(state.snapshot()[0].looked, 100_000..100_000);
}

#[test]
fn no_more_is_in_flight_than_may_be() {
    let mut state = state(1);

    assert_eq!(state.claim(IN_FLIGHT_MAX + 7, &[shore(0, u64::MAX)]).len(), IN_FLIGHT_MAX);
    assert!(state.claim(1, &[shore(0, u64::MAX)]).is_empty());
}

#[test]
fn a_shard_that_is_gone_is_forgotten_with_what_was_received_of_it() {
    let mut state = state(2);
    receive(&mut state, 4, &[shore(0, 2), shore(1, 2)]);

    state.see(&[shore(1, 2)]);

    assert_eq!((state.held, state.in_flight), (2, 2));
    assert!(state.is_trimmed((0, 0)));
}

#[test]
fn records_that_are_trimmed_are_forgotten() {
    let mut state = state(1);
    receive(&mut state, 4, &[shore(0, 9)]);

    state.see(&[Shore { first: 3, ..shore(0, 9) }]);

    assert_eq!((state.held, state.in_flight, state.due.len()), (1, 1, 1));
    assert!(state.is_trimmed((0, 2)) && !state.is_trimmed((0, 3)));
}
