//! Crypto-erase on a real directory: an attacker who has all of it, `root.key` included, looks for a key that opens what
//! was deleted.

use super::{Purpose, RootKey, WrappedKeys};
use crate::catalog::Catalog;
use crate::inspect::inspect;
use crate::renewing::RenewAfter;
use crate::stream::{Distribution, Label, Mode, Settings};
use crate::{Parts, Store, queue};
use millpond_base::{AccountId, Clock, ManualClock, Region, SeededEntropy, TrackId};
use millpond_log::disk::RealDisk;
use millpond_log::seal::derive;
use millpond_log::{Batch, DataKey, Keys, Log, Options, verify};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes of a wrapped data key: header, version and key, tag.
const WRAPPED_BYTES: usize = 70 + 34 + 16;
const MINUTE_MS: u64 = 60_000;
/// No 16 bytes of one sealed document are in another by chance.
const PIECE_BYTES: usize = 16;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("millpond-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("log").join("arena")).unwrap();
        Self(folder)
    }

    fn copy(&self, name: &str) -> Self {
        let copy = Self::new(name);
        for path in self.files() {
            fs::copy(&path, copy.0.join(path.strip_prefix(&self.0).unwrap())).unwrap();
        }
        copy
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.0.clone()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files
    }

    /// Files that hold some piece of `bytes`.
    fn holders(&self, bytes: &[u8]) -> BTreeSet<PathBuf> {
        let holds = |path: &PathBuf| {
            let file = fs::read(path).unwrap();
            bytes.chunks_exact(PIECE_BYTES).any(|piece| memchr::memmem::find(&file, piece).is_some())
        };
        self.files().into_iter().filter(holds).collect()
    }

    fn open(&self, run: u64) -> (Store, Arc<ManualClock>) {
        let (entropy, clock) = (Arc::new(SeededEntropy::new(run)), Arc::new(ManualClock::at_ms(1 << 40)));
        let root = root(&self.0);
        let disk = RealDisk::open(self.0.join("log")).unwrap();
        if run == 1 {
            Log::create(&disk, &Options::tiny(), &*entropy).unwrap();
        }
        let (log, _) = Log::open(Arc::new(disk), Options::tiny(), &*entropy, clock.now().wall).unwrap();
        let store = Store::open(Parts {
            log: Arc::new(log),
            catalog: Arc::new(catalog(&self.0, &root, run)),
            root: &root,
            clock: Arc::clone(&clock) as _,
            entropy,
            account: AccountId::parse("000000000000").unwrap(),
            region: Region::parse("us-east-1").unwrap(),
        })
        .unwrap();
        store.log().forget_unregistered();
        (store, clock)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn root(folder: &Path) -> RootKey {
    RootKey::parse(&fs::read(folder.join("root.key")).unwrap()).unwrap()
}

fn catalog(folder: &Path, root: &RootKey, run: u64) -> Catalog {
    let path = folder.join("catalog.db");
    Catalog::open(&path, root.derive(Purpose::Catalog), &SeededEntropy::new(run)).unwrap()
}

fn settings() -> Settings {
    Settings {
        mode: Mode::Provisioned,
        distribution: Distribution::PartitionKey,
        shard_count: 1,
        retention_hours: 24,
        record_kib_max: 1024,
        tags: BTreeMap::new(),
        extras: crate::stream::Extras::default(),
    }
}

/// Makes a stream and a queue, fills both, and returns their tracks.
fn make(store: &Store, clock: &ManualClock, name: &str) -> Vec<TrackId> {
    let stream = store.streams().create(name, settings(), clock.now().wall).unwrap();
    let queue =
        store.queues().create(name, queue::Settings::default(), BTreeMap::new(), clock.now()).unwrap();
    // So that data keys of several versions seal what is destroyed.
    store.renew_keys_after(RenewAfter { bytes: 1, ms: 1 << 40 });
    for _ in 0..4 {
        let mut batch = Batch::new();
        store.streams().append(&mut batch, &stream.shards()[0], &Label::keyed("k"), &[7; 900]);
        let mut sending = queue.sending(clock.now()).unwrap();
        let message = queue::Outgoing { body: &[b'x'; 700], ..queue::Outgoing::default() };
        sending.push(&mut batch, message).unwrap();
        drop(sending);
        let places = store.stage(batch, clock.now()).unwrap();
        store.commit(clock.now()).unwrap();
        assert_eq!(places.redeem(store.log()).unwrap().len(), 2);
        clock.advance_ms(MINUTE_MS);
        store.maintain(clock.now()).unwrap();
    }
    let there = inspect(store.catalog(), store.keyring()).unwrap().tracks;
    let ours = |noun: &str| noun == format!("stream {name}, shard 0") || noun == format!("queue {name}");
    there.iter().filter(|(_, named)| ours(&named.noun.to_string())).map(|(track, _)| *track).collect()
}

/// Every document as it lies sealed in its row.
fn sealed(folder: &Folder) -> BTreeMap<(String, i64), Vec<u8>> {
    let copy = folder.copy("erase-rows");
    let db = Connection::open(copy.0.join("catalog.db")).unwrap();
    let mut query = db.prepare("SELECT kind, id, sealed FROM document").unwrap();
    let rows = query.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// The salts that documents' keys are derived with.
fn salts(folder: &Folder) -> Vec<(u32, Vec<u8>)> {
    let copy = folder.copy("erase-salts");
    let db = Connection::open(copy.0.join("catalog.db")).unwrap();
    let mut query = db.prepare("SELECT n, salt FROM epoch").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn key(bytes: &[u8]) -> [u8; 32] {
    bytes.try_into().unwrap()
}

/// Everything that could be a data key: what derives from the root, what opens under it, and every 32 bytes in a row of
/// what is so found.
fn candidates(folder: &Folder) -> BTreeSet<[u8; 32]> {
    let root = root(&folder.0);
    let mut found = BTreeSet::new();
    let mut windows = |bytes: &[u8]| found.extend(bytes.windows(32).map(key));
    windows(&fs::read(folder.0.join("root.key")).unwrap());
    use Purpose::{BackingKeys, DeviceLinks, FileCheck, Fingerprint, LossLedger, Secrets, SessionTokens};
    for purpose in [BackingKeys, DeviceLinks, FileCheck, Fingerprint, LossLedger, Secrets, SessionTokens] {
        windows(root.derive(purpose).expose());
    }
    windows(root.derive(Purpose::Catalog).expose());
    windows(root.device_link_key(1, 0).expose());
    for (epoch, salt) in salts(folder) {
        let info: [&[u8]; 2] = [b"millpond catalog v1", &epoch.to_be_bytes()];
        windows(&*derive(root.derive(Purpose::Catalog).expose(), &salt, &info));
    }
    let copy = folder.copy("erase-look");
    let (store, _) = copy.open(99);
    let (catalog, keyring) = (store.catalog(), store.keyring());
    for (kind, id) in catalog.names().unwrap() {
        let document = catalog.document(&kind, id).unwrap();
        windows(&document);
        for wrapped in document.windows(WRAPPED_BYTES) {
            for key in keyring.unwrap(&WrappedKeys::from_bytes(wrapped.to_vec())).unwrap_or_default() {
                windows(key.expose());
            }
        }
    }
    for kms in keyring.keys(None, 1_000) {
        (1..=kms.version()).for_each(|version| windows(&*keyring.backing(&kms.document, version).unwrap()));
    }
    found
}

/// Chunks of `tracks` on flash, and how many of them one of the keys opens.
fn opened(folder: &Folder, tracks: &[TrackId], keys: &BTreeSet<[u8; 32]>) -> (u64, u64) {
    let disk = RealDisk::open(folder.0.join("log")).unwrap();
    let there = verify(&disk, None).unwrap().tracks;
    let chunks = tracks.iter().map(|track| there.get(track).map_or(0, |seen| seen.chunks)).sum();
    let open = |key: &[u8; 32]| {
        let versions: Vec<DataKey> = (1..=4).map(|version| DataKey::new(*key, version)).collect();
        let keys: Keys = tracks.iter().map(|track| (*track, versions.clone())).collect();
        verify(&disk, Some(&keys)).unwrap().opened
    };
    (chunks, keys.iter().map(open).sum())
}

#[test]
fn nothing_left_on_the_disk_opens_what_was_deleted() {
    let folder = Folder::new("erase");
    fs::write(folder.0.join("root.key"), &*RootKey::from_bytes([42; 32]).encode()).unwrap();
    let (store, clock) = folder.open(1);
    make(&store, &clock, "kept");
    let doomed = make(&store, &clock, "doomed");
    drop(store);
    let before = candidates(&folder);
    let (chunks, readable) = opened(&folder, &doomed, &before);
    assert_eq!((doomed.len(), chunks, readable), (2, 8, 8), "the attack works before the delete");
    let documents = sealed(&folder);
    assert!(documents.values().all(|document| !folder.holders(document).is_empty()), "so does the search");

    let (store, clock) = folder.open(2);
    store.streams().delete("doomed").unwrap();
    store.queues().delete("doomed", clock.now()).unwrap();
    let while_running = folder.copy("erase-running");
    drop(store);
    let (store, clock) = folder.open(3);
    let kept = make(&store, &clock, "later");
    drop(store);

    for left in [&while_running, &folder] {
        let after = candidates(left);
        assert_eq!(opened(left, &doomed, &after), (8, 0), "{} keys tried", after.len());
        let there = sealed(left);
        let gone: Vec<_> = documents.iter().filter(|(name, _)| !there.contains_key(name)).collect();
        assert_eq!(gone.iter().map(|(name, _)| &*name.0).collect::<Vec<_>>(), ["queue", "stream"]);
        for (name, document) in gone {
            assert_eq!(left.holders(document), BTreeSet::new(), "{name:?}");
        }
    }
    assert_eq!(opened(&folder, &kept, &candidates(&folder)), (8, 8), "others still open");
    drop(clock);
}
