//! Nonces, keys and what leaks: no nonce seals twice under a key, and no key no data.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use millpond_base::{SeededEntropy, Seq, TrackId, WallMs};
use millpond_log::disk::{Area, Disk, SimDisk};
use millpond_log::seal::{AesGcmSuite, Cipher, KEY_BYTES, Nonce, Suite, TAG_BYTES, TagMismatch};
use millpond_log::{DataKey, Log, Options, ReadError};

use crate::rig::{ALL, bodies, created, key, now, open, put, read_all};

/// Key and nonce of every seal, with the plaintext.
type Ledger = Arc<Mutex<HashMap<([u8; KEY_BYTES], Nonce), Vec<u8>>>>;

#[derive(Debug, Default)]
struct LedgerSuite(Ledger);

struct LedgerCipher {
    key: [u8; KEY_BYTES],
    ledger: Ledger,
    inner: Box<dyn Cipher>,
}

impl Suite for LedgerSuite {
    fn cipher(&self, key: &[u8; KEY_BYTES]) -> Box<dyn Cipher> {
        Box::new(LedgerCipher { key: *key, ledger: Arc::clone(&self.0), inner: AesGcmSuite.cipher(key) })
    }
}

impl Cipher for LedgerCipher {
    fn seal(&self, nonce: &Nonce, aad: &[u8], bytes: &mut [u8]) -> [u8; TAG_BYTES] {
        let sealed = [aad, bytes].concat();
        let before = self.ledger.lock().unwrap().insert((self.key, *nonce), sealed);
        assert!(before.is_none(), "{nonce:?} sealed twice under one key");
        self.inner.seal(nonce, aad, bytes)
    }

    fn open(
        &self,
        nonce: &Nonce,
        aad: &[u8],
        bytes: &mut [u8],
        tag: &[u8; TAG_BYTES],
    ) -> Result<(), TagMismatch> {
        self.inner.open(nonce, aad, bytes, tag)
    }
}

fn reopened(disk: &Arc<SimDisk>, options: &Options, entropy: &SeededEntropy) -> Log {
    let disk: Arc<dyn Disk> = Arc::<SimDisk>::clone(disk);
    let (log, _) = Log::open(disk, options.clone(), entropy, WallMs(0)).unwrap();
    (1..=2).for_each(|track| log.register(TrackId(track), key(track)));
    log
}

#[test]
fn no_nonce_repeats_under_a_key_across_reopens_cuts_clones_and_rolled_back_super_blocks() {
    let suite = Arc::new(LedgerSuite::default());
    let options = Options { suite: Arc::<LedgerSuite>::clone(&suite), ..Options::tiny() };
    let entropy = SeededEntropy::new(3);
    let mut images = vec![created(&options)];
    let supers = [Area::Super(millpond_log::disk::Slot::A), Area::Super(millpond_log::disk::Slot::B)];
    let first_supers = supers.map(|area| images[0].bytes(area));

    for round in 0..8u64 {
        let mut next = Vec::new();
        for disk in &images {
            let log = reopened(disk, &options, &entropy);
            for n in 0..6 {
                put(&log, round * 10 + n, &[(1, &n.to_le_bytes()), (2, b"same")]);
            }
            // In doubt at the cut: the next epoch seals the same places with other bytes.
            drop(log.stage(crate::rig::batch(&[(1, &round.to_le_bytes())]), now(1)).unwrap());
            next.push(Arc::new(disk.after_cut(round)));
            if next.len() < 4 {
                next.push(Arc::new(disk.image(round)));
            }
        }
        if round == 4 {
            for (area, bytes) in supers.iter().zip(&first_supers) {
                next[0].replace(*area, bytes.clone());
            }
        }
        next.truncate(4);
        images = next;
    }

    assert!(suite.0.lock().unwrap().len() > 300);
}

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
