use super::*;
use crate::full::tests::{Rig, policies};
use millpond_base::Clock;

fn sent(session: u64, next: u64, floor: u64, places: &[u64]) -> Provenance {
    Provenance { origin: [3; 16], session, next, floor, places: places.to_vec() }
}

/// Takes what is new of a request together with a record of the outbox, which stands for its data.
fn take(rig: &Rig, provenance: &Provenance) -> Vec<u64> {
    let mut batch = Batch::new();
    let mut receiving = rig.store.inbox().receiving(provenance).unwrap();
    let places = provenance.places.iter().copied().enumerate();
    let new: Vec<(usize, u64)> = places.filter(|(number, _)| !receiving.is_known(*number)).collect();
    new.iter().for_each(|(number, _)| receiving.take(*number));
    receiving.write(&mut batch);
    let receipt = (!batch.is_empty()).then(|| rig.store.stage(batch, rig.clock.now()).unwrap());
    receiving.staged(receipt.map(|receipt| receipt.ticket()));
    new.into_iter().map(|(_, place)| place).collect()
}

fn rig() -> Rig {
    Rig::new(policies(&[], &[]))
}

#[test]
fn what_was_taken_is_known_also_after_a_cut() {
    let rig = rig();
    assert_eq!(take(&rig, &sent(1, 9, 0, &[0, 1, 5])), [0, 1, 5]);
    assert_eq!(take(&rig, &sent(1, 9, 0, &[1, 5, 6])), [6]);
    rig.commit();

    let rig = rig.cut(7);

    assert_eq!(take(&rig, &sent(2, 9, 0, &[0, 1, 2, 5, 6, 7])), [2, 7]);
}

#[test]
fn what_was_not_durable_is_taken_again_after_a_cut() {
    let rig = rig();
    take(&rig, &sent(1, 9, 0, &[0]));
    rig.commit();
    take(&rig, &sent(1, 9, 0, &[1]));

    let rig = rig.cut(7);

    assert_eq!(take(&rig, &sent(1, 9, 0, &[0, 1])), [1]);
}

#[test]
fn a_repeat_waits_for_what_it_repeats() {
    let rig = rig();
    let provenance = sent(1, 9, 0, &[0]);
    let mut batch = Batch::new();
    let mut receiving = rig.store.inbox().receiving(&provenance).unwrap();
    receiving.take(0);
    receiving.write(&mut batch);
    let first = rig.store.stage(batch, rig.clock.now()).unwrap().ticket();
    receiving.staged(Some(first));

    let repeated = rig.store.inbox().receiving(&provenance).unwrap();

    assert!(repeated.is_known(0));
    assert_eq!(repeated.staged(None), first);
}

#[test]
fn a_request_that_is_not_staged_leaves_nothing() {
    let rig = rig();
    let provenance = sent(1, 9, 0, &[0]);
    let mut receiving = rig.store.inbox().receiving(&provenance).unwrap();
    receiving.take(0);
    drop(receiving);

    assert_eq!(take(&rig, &provenance), [0]);
}

#[test]
fn a_late_request_of_an_ended_session_is_refused() {
    let rig = rig();
    take(&rig, &sent(1, 9, 0, &[0]));
    take(&rig, &sent(2, 9, 0, &[1]));

    assert_eq!(rig.store.inbox().receiving(&sent(1, 9, 0, &[2])).err(), Some(InboxError::Stale));
}

#[test]
fn a_sender_that_was_put_back_loses_nothing() {
    let rig = rig();
    take(&rig, &sent(1, 0, 0, &[0, 1, 2, 3]));
    assert_eq!(take(&rig, &sent(2, 2, 1, &[2, 3])), [2, 3], "they are other records");
    rig.commit();

    let rig = rig.cut(7);

    assert_eq!(take(&rig, &sent(2, 2, 1, &[2, 3, 4])), [4]);
}

#[test]
fn the_inbox_is_written_anew_and_stays_small() {
    let rig = rig();
    let mut floor = 0;
    for place in 0..3 * REWRITE_EVERY as u64 {
        take(&rig, &sent(1, 0, floor, &[place + 1]));
        floor = place.saturating_sub(3);
        if place % 100 == 0 {
            rig.commit();
            rig.store.maintain(rig.clock.now()).unwrap();
        }
    }
    rig.commit();
    rig.store.maintain(rig.clock.now()).unwrap();
    let bounds = rig.store.log().bounds(rig.store.inbox().track().unwrap());
    assert!(bounds.next.0 - bounds.first.0 < 2 * REWRITE_EVERY as u64, "{bounds:?}");

    let rig = rig.cut(7);

    let last = 3 * REWRITE_EVERY as u64;
    assert_eq!(take(&rig, &sent(2, last + 1, floor, &[last, last + 1])), [last + 1]);
}

#[test]
fn who_was_silent_longest_is_forgotten_first() {
    let mut state = State::default();
    for number in 0..=ORIGINS_MAX as u64 {
        let origin = u128::from(number).to_be_bytes();
        let mut known = Known::default();
        known.used = number;
        state.remember(origin, known);
    }

    assert_eq!(state.origins.len(), ORIGINS_MAX);
    assert!(!state.origins.contains_key(&[0; 16]));
}

#[test]
fn the_bytes_of_version_1_are_frozen() {
    let mut known = Known::default();
    known.begin(7, 0, 3);
    [5, 6, 300].into_iter().for_each(|place| known.add(place));

    let bytes = encode(TAKEN, &[9; 16], &known, known.stretches());

    assert_eq!(
        millpond_base::hex(&bytes),
        "86005009090909090909090909090909090909070319012d8405071901 2c19012d".replace(' ', "")
    );
    let read = decode(&[VERSION], &bytes).unwrap();
    assert_eq!((read.kind, read.session, read.floor, read.highest), (TAKEN, 7, 3, 301));
    assert_eq!(read.ranges, [(5, 7), (300, 301)]);
    assert!(decode(&[2], &bytes).is_none() && decode(&[VERSION], &bytes[..bytes.len() - 1]).is_none());
}
