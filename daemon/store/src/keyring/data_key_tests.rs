use super::*;
use crate::keyring::tests::Rig;

const KEPT: SegmentUses = SegmentUses { oldest: 1, newest: 9 };

fn secrets(rig: &Rig, wrapped: &WrappedKeys) -> Vec<(u16, [u8; 32])> {
    rig.keyring.unwrap(wrapped).unwrap().iter().map(|key| (key.version(), *key.expose())).collect()
}

#[test]
fn a_key_made_anew_seals_and_those_before_stay() {
    let rig = Rig::new(1);
    let (first, wrapped) = rig.keyring.new_data_key(None).unwrap();

    let renewed = rig.keyring.renew_data_key(&wrapped, KEPT).unwrap();
    let twice = rig.keyring.renew_data_key(&renewed, KEPT).unwrap();

    let (one, two, three) = (secrets(&rig, &wrapped), secrets(&rig, &renewed), secrets(&rig, &twice));
    assert_eq!(one, [(1, *first.expose())]);
    assert_eq!((two.len(), &two[..1]), (2, &one[..]));
    assert_eq!((three.len(), &three[..2]), (3, &two[..]));
    let distinct: std::collections::BTreeSet<_> = three.iter().map(|(_, secret)| *secret).collect();
    assert_eq!(
        (three.iter().map(|(version, _)| *version).collect::<Vec<_>>(), distinct.len()),
        (vec![1, 2, 3], 3)
    );
}

#[test]
fn keys_of_which_nothing_can_be_on_flash_are_left_out() {
    let rig = Rig::new(1);
    let (_, first) = rig.keyring.new_data_key(None).unwrap();
    let second = rig.keyring.renew_data_key(&first, SegmentUses { oldest: 1, newest: 9 }).unwrap();
    let third = rig.keyring.renew_data_key(&second, SegmentUses { oldest: 9, newest: 20 }).unwrap();

    let fourth = rig.keyring.renew_data_key(&third, SegmentUses { oldest: 10, newest: 30 }).unwrap();
    let fifth = rig.keyring.renew_data_key(&fourth, SegmentUses { oldest: 0, newest: 40 }).unwrap();

    let versions = |wrapped| secrets(&rig, wrapped).iter().map(|(version, _)| *version).collect::<Vec<_>>();
    assert_eq!(versions(&third), [1, 2, 3], "use 9 is still there");
    assert_eq!(versions(&fourth), [2, 3, 4]);
    assert_eq!(versions(&fifth), [2, 3, 4, 5], "nothing is known of what is there");
}

#[test]
fn all_keys_are_wrapped_under_the_newest_backing_key_or_the_chosen_key() {
    let rig = Rig::new(1);
    let (_, wrapped) = rig.keyring.new_data_key(None).unwrap();
    rig.keyring.rotate(wrapped.kms_key().unwrap()).unwrap();
    let other = rig.key();
    let headers = |wrapped: &WrappedKeys| -> Vec<(KeyId, u32)> {
        let parts = wrapped.parts().unwrap();
        let all = parts.older.iter().map(|(_, key)| *key).chain([parts.newest]);
        all.map(|key| Header::read(key).unwrap()).map(|header| (header.key, header.backing)).collect()
    };

    let renewed = rig.keyring.renew_data_key(&wrapped, KEPT).unwrap();
    let (chosen, rekeyed) = rig.keyring.rekey(&renewed, Some(other.arn()), KEPT).unwrap();

    let own = wrapped.kms_key().unwrap();
    assert_eq!(headers(&wrapped), [(own, 1)]);
    assert_eq!(headers(&renewed), [(own, 2); 2]);
    assert_eq!((chosen, headers(&rekeyed)), (other.id(), vec![(other.id(), 1); 3]));
    assert_eq!(secrets(&rig, &rekeyed)[..2], secrets(&rig, &renewed)[..]);
}

#[test]
fn what_the_newest_sealed_is_noted_and_begins_anew_with_the_next() {
    let rig = Rig::new(1);
    let (_, wrapped) = rig.keyring.new_data_key(None).unwrap();

    let noted = wrapped.noting(7_000_000_000);
    let renewed = rig.keyring.renew_data_key(&noted, KEPT).unwrap();

    assert_eq!((wrapped.bytes(), noted.bytes(), renewed.bytes()), (0, 7_000_000_000, 0));
    assert_eq!((noted.since(), secrets(&rig, &noted)), (wrapped.since(), secrets(&rig, &wrapped)));
    assert_eq!(noted.noting(1).noting(7_000_000_000), noted);
}

#[test]
fn a_lone_key_from_before_keys_were_renewed_reads_and_is_renewed() {
    let rig = Rig::new(1);
    let (key, wrapped) = rig.keyring.new_data_key(None).unwrap();
    let lone = WrappedKeys::from_bytes(wrapped.as_bytes()[HEAD_BYTES..].to_vec());

    let renewed = rig.keyring.renew_data_key(&lone, KEPT).unwrap();

    assert_eq!((lone.as_bytes().len(), lone.since(), lone.bytes()), (KEY_BYTES, LineMs(0), 0));
    assert_eq!(secrets(&rig, &lone), [(1, *key.expose())]);
    assert_eq!(secrets(&rig, &renewed)[0], (1, *key.expose()));
    assert_eq!(lone.kms_key(), renewed.kms_key());
}

#[test]
fn the_bytes_of_keys_are_laid_out_as_written() {
    let key = |byte: u8| vec![byte; KEY_BYTES];
    let (newest, older, oldest) = (key(0xaa), key(0xbb), key(0xcc));
    let older = vec![(0x0102_0304, &older[..]), (5, &oldest[..])];
    let parts = Parts { since: LineMs(0x1112), bytes: 0x2122, newest: &newest, older };

    let wrapped = WrappedKeys::of(&parts);

    let head = [2, 0, 0, 0, 0, 0, 0, 0x11, 0x12, 0, 0, 0, 0, 0, 0, 0x21, 0x22];
    let expected = [&head[..], &key(0xaa), &[1, 2, 3, 4], &key(0xbb), &[0, 0, 0, 5], &key(0xcc)].concat();
    assert_eq!((KEY_BYTES, wrapped.as_bytes()), (120, &expected[..]));
    let read = wrapped.parts().unwrap();
    assert_eq!(
        (read.since, read.bytes, read.newest, read.older),
        (parts.since, parts.bytes, parts.newest, parts.older)
    );
}

#[test]
fn every_truncation_is_refused_or_leaves_keys_that_were_there() {
    let rig = Rig::new(1);
    let (_, first) = rig.keyring.new_data_key(None).unwrap();
    let wrapped = rig.keyring.renew_data_key(&first, KEPT).unwrap();
    let bytes = wrapped.as_bytes();

    let opens = (0..bytes.len())
        .filter(|end| rig.keyring.unwrap(&WrappedKeys::from_bytes(bytes[..*end].to_vec())).is_ok());

    assert_eq!(
        opens.collect::<Vec<_>>(),
        [HEAD_BYTES + KEY_BYTES],
        "whole keys, of a document that is sealed itself"
    );
}

#[test]
fn with_as_many_keys_as_there_may_be_the_newest_goes_on() {
    let rig = Rig::new(1);
    let (_, mut wrapped) = rig.keyring.new_data_key(None).unwrap();
    for _ in 0..KEYS_MAX + 3 {
        wrapped = rig.keyring.renew_data_key(&wrapped.noting(5), KEPT).unwrap();
    }

    let all = secrets(&rig, &wrapped);

    assert_eq!((all.len(), all.last().unwrap().0), (KEYS_MAX, 256));
    assert_eq!(wrapped.bytes(), 5, "it has sealed that still");
    let room = rig.keyring.renew_data_key(&wrapped, SegmentUses { oldest: 10, newest: 30 }).unwrap();
    assert_eq!(secrets(&rig, &room).iter().map(|(version, _)| *version).collect::<Vec<_>>(), [256, 257]);
}
