//! Keys and what leaks: without the key no data.

use std::sync::Arc;

use millpond_base::{Seq, TrackId};
use millpond_log::disk::Disk;
use millpond_log::seal::{AesGcmSuite, Algorithm, AwsLcSuite};
use millpond_log::{DataKey, Options, ReadError};

use crate::rig::{ALL, bodies, created, key, keys, now, open, put, read_all, small};

#[test]
fn a_track_whose_key_is_gone_cannot_be_read() {
    let options = Options::tiny();
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 2);
    put(&log, 1, &[(1, b"erased"), (2, b"kept")]);
    drop(log);

    let (log, _) = crate::rig::open_with(&disk, &options, 70);
    log.register(TrackId(2), key(2));
    assert!(matches!(log.read(TrackId(1), Seq(0), ALL), Err(ReadError::UnknownTrack(TrackId(1)))));
    log.register(TrackId(1), DataKey::new([0; 32], 1));

    let (records, rot) = read_all(&log, 1);
    assert!(records.is_empty());
    assert!(matches!(rot[0], ReadError::Rot { track: TrackId(1), first: Seq(0), count: 1, .. }));
    assert_eq!(bodies(&log, 2), [b"kept"]);
}

#[test]
fn older_versions_of_a_key_still_open_what_they_sealed() {
    let options = Options::tiny();
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 1);
    put(&log, 1, &[(1, b"one")]);
    log.register(TrackId(1), DataKey::new([9; 32], 2));
    put(&log, 2, &[(1, b"two")]);
    assert_eq!(bodies(&log, 1), [b"one", b"two"]);
    drop(log);

    let (log, _) = open(&disk, &options, 1);
    log.register(TrackId(1), DataKey::new([9; 32], 2));

    assert_eq!(bodies(&log, 1), [b"one", b"two"]);
}

#[test]
fn nothing_of_a_record_reaches_the_disk_in_clear() {
    let canary = b"canary-in-the-mill-pond";
    let options = Options::tiny();
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 1);
    let mut batch = millpond_log::Batch::new();
    for _ in 0..400 {
        batch.append(TrackId(1), canary, canary);
    }
    drop(log.stage(batch, now(1)).unwrap());
    while log.commit(now(1)).unwrap().is_some() {}
    log.settle().unwrap();

    for (area, _) in disk.areas().unwrap() {
        let bytes = disk.bytes(area).unwrap();
        assert!(!bytes.windows(canary.len()).any(|window| window == canary), "{area:?}");
    }
    assert!(!format!("{log:?} {:?} {:?}", key(1), read_all(&log, 1)).contains("canary"));
}

#[test]
fn a_log_that_changes_its_seal_stays_readable_by_every_device() {
    let roomy = || Options { budget_bytes: 40 * 32 * 1024, ..small() };
    let aes = Options { suite: Arc::new(AwsLcSuite(Algorithm::Aes256Gcm)), ..roomy() };
    let chacha = Options { suite: Arc::new(AwsLcSuite(Algorithm::ChaCha20Poly1305)), ..roomy() };
    let rust = Options { suite: Arc::new(AesGcmSuite), ..roomy() };
    let disk = created(&aes);
    let mut expected = Vec::new();
    for (turn, options) in [&aes, &chacha, &rust, &chacha, &aes].into_iter().enumerate() {
        let (log, _) = open(&disk, options, 1);
        for at in 0..30 {
            let body = [format!("{turn}.{at} ").as_bytes(), &[b'x'; 700]].concat();
            put(&log, u64::try_from(turn * 100 + at).unwrap(), &[(1, &body)]);
            expected.push(body);
        }
        assert_eq!(bodies(&log, 1), expected);
    }

    for options in [&aes, &chacha, &rust] {
        let (log, found) = open(&disk, options, 1);
        assert!(found.rot.is_empty());
        assert_eq!(bodies(&log, 1), expected);
    }
    let verified = millpond_log::verify(&*disk, Some(&keys(1))).unwrap();
    assert!(verified.is_sound());
    assert_eq!(verified.opened, verified.chunks);
}
