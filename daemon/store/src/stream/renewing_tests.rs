//! Data keys made anew under a stream that is written to and read meanwhile.

use super::tests::{LIMIT, Rig, rig};
use super::{Label, Stream};
use crate::keyring::{KeyringError, NewKey, WrappedKeys};
use crate::renewing::RenewAfter;
use millpond_base::{Clock, Seq};
use millpond_log::verify;
use std::collections::BTreeMap;
use std::sync::Arc;

const DAY_MS: u64 = 86_400_000;
const MINUTE_MS: u64 = 60_000;
const BODY: [u8; 1_000] = [7; 1_000];

fn versions(rig: &Rig, stream: &Stream) -> Vec<u16> {
    let wrapped = WrappedKeys::from_bytes(stream.wrapped_key.clone());
    rig.store.keyring().unwrap(&wrapped).unwrap().iter().map(|key| key.version()).collect()
}

fn now(rig: &Rig) -> Arc<Stream> {
    rig.store.streams().find("s").unwrap()
}

fn fill(rig: &Rig, stream: &Stream, records: usize) {
    for _ in 0..records {
        rig.put(stream, &Label::keyed("k"), &BODY);
    }
}

#[test]
fn a_key_that_sealed_its_share_gives_way_and_what_it_sealed_is_read_after_a_cut() {
    let rig = rig();
    let stream = rig.create("s", 2);
    rig.store.renew_keys_after(RenewAfter { bytes: 10_000, ms: DAY_MS });

    fill(&rig, &stream, 9);
    rig.pass_ms(MINUTE_MS);
    let before = versions(&rig, &now(&rig));
    fill(&rig, &stream, 3);
    rig.pass_ms(MINUTE_MS);
    let after = versions(&rig, &now(&rig));
    fill(&rig, &stream, 5);

    assert_eq!((before, after), (vec![1], vec![1, 2]));
    let count = |rig: &Rig| (0..2).map(|shard| rig.read_all(&now(rig), shard).len()).sum::<usize>();
    assert_eq!(count(&rig), 17);
    let rig = rig.cut();
    assert_eq!((versions(&rig, &now(&rig)), count(&rig)), (vec![1, 2], 17));
}

#[test]
fn a_key_gives_way_by_its_age_unless_it_sealed_nothing() {
    let rig = rig();
    let stream = rig.create("s", 1);
    rig.create("idle", 1);
    rig.store.renew_keys_after(RenewAfter { bytes: 1 << 30, ms: 90 * DAY_MS });
    fill(&rig, &stream, 1);

    rig.pass_ms(89 * DAY_MS);
    let young = versions(&rig, &now(&rig));
    fill(&rig, &stream, 1);
    rig.pass_ms(DAY_MS);
    let old = versions(&rig, &now(&rig));
    rig.pass_ms(89 * DAY_MS);

    assert_eq!((young, old), (vec![1], vec![1, 2]));
    assert_eq!(versions(&rig, &now(&rig)), [1, 2], "it has sealed nothing and is young");
    let idle = rig.store.streams().find("idle").unwrap();
    assert_eq!(versions(&rig, &idle), [1]);
}

#[test]
fn what_a_key_sealed_is_counted_across_starts() {
    let mut rig = rig();
    rig.create("s", 1);
    for _ in 0..5 {
        rig.store.renew_keys_after(RenewAfter { bytes: 20_000, ms: DAY_MS });
        fill(&rig, &now(&rig), 5);
        rig.pass_ms(MINUTE_MS);
        rig = rig.cut();
    }

    assert_eq!(versions(&rig, &now(&rig)), [1, 2]);
}

#[test]
fn under_a_disabled_kms_key_the_key_before_goes_on_sealing() {
    let rig = rig();
    let stream = rig.create("s", 1);
    let kms = rig.store.keyring().create_key(NewKey::default()).unwrap();
    rig.store.streams().rekey("s", Some(kms.arn()), rig.now().line).unwrap();
    rig.store.renew_keys_after(RenewAfter { bytes: 5_000, ms: DAY_MS });
    rig.store.keyring().enable(kms.id(), false).unwrap();

    fill(&rig, &stream, 6);
    rig.pass_ms(MINUTE_MS);
    let disabled = versions(&rig, &now(&rig));
    fill(&rig, &stream, 1);
    rig.store.keyring().enable(kms.id(), true).unwrap();
    rig.pass_ms(MINUTE_MS);

    assert_eq!((disabled, versions(&rig, &now(&rig))), (vec![1, 2], vec![1, 2, 3]));
    assert_eq!(rig.read_all(&now(&rig), 0).len(), 7);
}

#[test]
fn keys_go_once_nothing_of_theirs_is_on_flash_and_no_sooner() {
    let rig = rig();
    rig.create("s", 1);
    rig.store.renew_keys_after(RenewAfter { bytes: 100_000, ms: 10 * DAY_MS });
    let mut most = 0;
    // Each record takes a block: 80 MB through a log of 16 MiB, half of which lives.
    for _ in 0..200 {
        fill(&rig, &now(&rig), 100);
        rig.pass_ms(DAY_MS / 20);
        most = most.max(versions(&rig, &now(&rig)).len());
    }

    let kept = versions(&rig, &now(&rig));
    let newest = *kept.last().unwrap();
    assert!(
        newest > 190 && kept[0] > 100 && most < 90,
        "{newest} versions, {most} kept at once, from {}",
        kept[0]
    );
    assert!(kept.windows(2).all(|pair| pair[0] + 1 == pair[1]));
    let rig = rig.cut();
    let stream = now(&rig);
    let keys = rig.store.keyring().unwrap(&WrappedKeys::from_bytes(stream.wrapped_key.clone())).unwrap();
    let keys = keys.iter().map(|key| (**key).clone()).collect();
    let seen = verify(&*rig.disk(), Some(&BTreeMap::from([(stream.shards()[0].track, keys)]))).unwrap();
    let all = seen.tracks[&stream.shards()[0].track].chunks;
    assert_eq!((seen.opened, seen.is_sound()), (all, true), "dead chunks open as well: no key went too soon");
    let page = rig.store.streams().read(&stream.shards()[0], Seq(0), LIMIT).unwrap();
    assert_eq!((page.records.len(), page.lost), (10, 0));
}

#[test]
fn the_trail_and_the_outbox_have_their_keys_made_anew_too() {
    let rig = rig();
    rig.store.renew_keys_after(RenewAfter { bytes: 1, ms: DAY_MS });
    let wrapped = |rig: &Rig| {
        let (_, document) = rig.catalog.all("trail").unwrap().remove(0);
        crate::trail::track_document(&document).unwrap().1
    };
    let event = crate::trail::Event { name: "GetRecords".into(), ..Default::default() };
    let put = |rig: &Rig| {
        let mut batch = millpond_log::Batch::new();
        rig.store.trail().append(&mut batch, &event);
        drop(rig.store.log().stage(batch, rig.clock.now()).unwrap());
        rig.store.commit(rig.clock.now()).unwrap();
    };
    put(&rig);
    let before = wrapped(&rig);

    rig.pass_ms(MINUTE_MS);
    put(&rig);

    let keys =
        |bytes: Vec<u8>| rig.store.keyring().unwrap(&WrappedKeys::from_bytes(bytes)).map(|keys| keys.len());
    let counts: Result<Vec<usize>, KeyringError> = [before, wrapped(&rig)].into_iter().map(keys).collect();
    assert_eq!(counts.unwrap(), [1, 2]);
    let rig = rig.cut();
    let limit = millpond_log::ReadLimit { records: 9, bytes: 1 << 20 };
    assert_eq!(rig.store.trail().read(Seq(0), limit).unwrap().len(), 2);
}
