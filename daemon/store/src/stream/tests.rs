use super::*;
use crate::catalog::Image;
use crate::keyring::RootKey;
use crate::{Parts as StoreParts, Store};
use millpond_base::{AccountId, Clock, ManualClock, Region, Secret, SeededEntropy, TrackId};
use millpond_log::disk::SimDisk;
use millpond_log::{Options, ReadError, ReadLimit};

pub(in crate::stream) const LIMIT: ReadLimit = ReadLimit { records: 10, bytes: 1 << 20 };

pub(in crate::stream) struct Rig {
    pub(in crate::stream) clock: Arc<ManualClock>,
    pub(in crate::stream) catalog: Arc<Catalog>,
    pub(in crate::stream) store: Store,
    disk: Arc<SimDisk>,
    starts: u64,
}

/// 256 segments of 64 KiB.
fn options() -> Options {
    Options { budget_bytes: 16 << 20, ..Options::tiny() }
}

pub(in crate::stream) fn rig() -> Rig {
    let disk = SimDisk::new(1);
    Log::create(&disk, &options(), &SeededEntropy::new(1)).unwrap();
    Rig::on(disk, &Image::default(), Arc::new(ManualClock::at_ms(1_700_000_000_000)), 1)
}

impl Rig {
    fn on(disk: SimDisk, image: &Image, clock: Arc<ManualClock>, starts: u64) -> Self {
        let (entropy, disk) = (Arc::new(SeededEntropy::new(starts)), Arc::new(disk));
        let (log, _) = Log::open(Arc::clone(&disk) as _, options(), &*entropy, clock.now().wall).unwrap();
        let catalog = Catalog::from_image(image, Secret::new(vec![1; 32]), &*entropy).unwrap();
        let catalog = Arc::new(catalog);
        let store = Store::open(StoreParts {
            log: Arc::new(log),
            catalog: Arc::clone(&catalog),
            root: &RootKey::from_bytes([2; 32]),
            clock: Arc::clone(&clock) as _,
            entropy,
            account: AccountId::parse("000000000000").unwrap(),
            region: Region::parse("us-east-1").unwrap(),
        })
        .unwrap();
        store.log().forget_unregistered();
        Self { clock, catalog, store, disk, starts }
    }

    /// The disk.
    pub(in crate::stream) fn disk(&self) -> Arc<SimDisk> {
        Arc::clone(&self.disk)
    }

    /// Cuts the power and starts again.
    pub(in crate::stream) fn cut(self) -> Self {
        let image = self.catalog.image().unwrap();
        self.cut_to(&image)
    }

    /// Cuts the power while the catalog was like this.
    pub(in crate::stream) fn cut_to(self, image: &Image) -> Self {
        Self::on(self.disk.after_cut(self.starts), image, self.clock, self.starts + 1)
    }

    pub(in crate::stream) fn now(&self) -> Now {
        self.clock.now()
    }

    /// Lets time pass, as seconds of maintenance.
    pub(in crate::stream) fn pass_ms(&self, ms: u64) {
        self.clock.advance_ms(ms);
        self.store.maintain(self.now()).unwrap();
    }

    pub(in crate::stream) fn look(&self, name: &str) -> Arc<Stream> {
        self.store.streams().look(name, self.now()).unwrap()
    }

    pub(in crate::stream) fn begin(&self, name: &str, plan: Plan) {
        let begin = |parts: &mut Parts| -> Result<(), std::convert::Infallible> {
            parts.resharding.begin(plan, self.now());
            Ok(())
        };
        self.store.streams().change(name, begin).unwrap();
    }

    /// Carries a plan out.
    pub(in crate::stream) fn reshard(&self, name: &str, plan: Plan) -> Arc<Stream> {
        self.begin(name, plan);
        self.clock.advance_ms(PLAN_MS);
        self.look(name)
    }

    /// Every record of a shard.
    pub(in crate::stream) fn read_all(&self, stream: &Stream, index: u32) -> Vec<StreamRecord> {
        let (shard, mut records) = (stream.shard(index).unwrap(), Vec::new());
        let mut from = Seq(0);
        loop {
            let page = self.store.streams().read(shard, from, LIMIT).unwrap();
            from = page.next;
            if page.records.is_empty() {
                return records;
            }
            records.extend(page.records);
        }
    }
}

fn settings(shard_count: u32) -> Settings {
    Settings {
        mode: Mode::Provisioned,
        distribution: Distribution::PartitionKey,
        shard_count,
        retention_hours: 24,
        record_kib_max: 1024,
        tags: BTreeMap::new(),
        extras: Extras::default(),
    }
}

impl Rig {
    pub(in crate::stream) fn create(&self, name: &str, shard_count: u32) -> Arc<Stream> {
        self.store.streams().create(name, settings(shard_count), self.clock.now().wall).unwrap()
    }

    pub(in crate::stream) fn put(&self, stream: &Stream, label: &Label<'_>, body: &[u8]) -> u32 {
        let shard = self.store.streams().route(stream, label);
        let mut batch = Batch::new();
        self.store.streams().append(&mut batch, shard, label, body);
        let receipt = self.store.log().stage(batch, self.clock.now()).unwrap();
        self.store.commit(self.clock.now()).unwrap();
        receipt.redeem(self.store.log()).unwrap();
        shard.index
    }
}

#[test]
fn what_was_appended_is_read_with_its_label() {
    let rig = rig();
    let stream = rig.create("s", 4);
    let label = Label { partition_key: Some("key"), explicit: Some(HashKey(u128::MAX)) };

    let shard = rig.put(&stream, &label, b"body");
    let page = rig.store.streams().read(stream.shard(shard).unwrap(), Seq(0), LIMIT).unwrap();

    assert_eq!(shard, 3);
    assert_eq!((page.records.len(), page.next, page.lost), (1, Seq(1), 0));
    let record = &page.records[0];
    assert_eq!((record.partition_key.as_deref(), record.explicit), (Some("key"), Some(HashKey(u128::MAX))));
    assert_eq!((record.wall, record.body.as_slice()), (rig.clock.now().wall, b"body".as_slice()));
}

#[test]
fn deleting_a_stream_leaves_no_document_and_no_readable_record() {
    let rig = rig();
    let stream = rig.create("s", 1);
    rig.put(&stream, &Label::keyed("k"), b"secret");

    rig.store.streams().delete("s").unwrap();

    assert!(rig.catalog.all(document::KIND).unwrap().is_empty());
    let gone = rig.store.streams().read(&stream.shards()[0], Seq(0), LIMIT);
    assert!(matches!(gone, Err(ReadError::UnknownTrack(_))));
}

#[test]
fn a_stream_made_again_within_a_second_has_other_numbers_and_tracks() {
    let rig = rig();
    let first = rig.create("s", 1);
    let number = SequenceNumber::of(&first.shards()[0], Seq(0), rig.clock.now().wall);

    rig.store.streams().delete("s").unwrap();
    let second = rig.create("s", 1);

    assert!(!number.is_from(&second.shards()[0]));
    assert_ne!((first.id, first.shards()[0].track), (second.id, second.shards()[0].track));
    assert_eq!(first.created, second.created);
}

#[test]
fn streams_are_listed_after_a_name_that_need_not_exist() {
    let rig = rig();
    for name in ["a", "c", "b"] {
        rig.create(name, 1);
    }
    let names = |after, limit| {
        let found = rig.store.streams().list(after, limit);
        found.iter().map(|stream| stream.name.clone()).collect::<String>()
    };

    assert_eq!(names(None, 2), "ab");
    assert_eq!(names(Some("aa"), 9), "bc");
    assert_eq!(rig.store.streams().counts(), (3, 3));
}

#[test]
fn a_record_this_version_did_not_write_is_passed_over() {
    let rig = rig();
    let stream = rig.create("s", 1);
    let track: TrackId = stream.shards()[0].track;
    let mut batch = Batch::new();
    batch.append(track, &[9, 9, 9], b"from the future");
    let receipt = rig.store.log().stage(batch, rig.clock.now()).unwrap();
    rig.store.commit(rig.clock.now()).unwrap();
    receipt.redeem(rig.store.log()).unwrap();
    rig.put(&stream, &Label::keyed("k"), b"known");

    let page = rig.store.streams().read(&stream.shards()[0], Seq(0), LIMIT).unwrap();

    assert_eq!((page.records.len(), page.next, page.lost), (1, Seq(2), 1));
}

#[test]
fn a_stream_with_a_quota_keeps_its_newest_records_and_others_keep_all() {
    let rig = rig();
    let (bounded, free) = (rig.create("bounded", 2), rig.create("free", 1));
    rig.store.streams().set_quotas(BTreeMap::from([("bounded".to_owned(), 40_000)]));
    for n in 0..60u32 {
        rig.clock.advance_ms(10);
        let key = format!("key {n}");
        for stream in [&bounded, &free] {
            rig.put(stream, &Label::keyed(&key), &[7; 2_000]);
        }
    }

    rig.store.streams().trim(rig.clock.now());

    let log = rig.store.log();
    let bounds: Vec<_> = bounded.shards().iter().map(|shard| log.bounds(shard.track)).collect();
    let bytes: u64 = bounds.iter().map(|bounds| bounds.bytes).sum();
    assert!((36_000..=40_000).contains(&bytes), "{bytes}");
    assert_eq!(log.bounds(free.shards()[0].track).records, 60);
    let oldest: Vec<u64> = bounded
        .shards()
        .iter()
        .map(|shard| log.read(shard.track, Seq(0), ReadLimit { records: 1, bytes: 1 }).unwrap()[0].line.0)
        .collect();
    assert!(oldest[0].abs_diff(oldest[1]) <= 100, "both shards went back as far: {oldest:?}");
    assert_eq!(rig.store.losses().totals().entries, 0);
}

#[test]
fn a_quota_empties_closed_shards_and_leaves_open_ones_their_newest_chunk() {
    let rig = rig();
    let stream = rig.create("s", 1);
    rig.put(&stream, &Label::keyed("old"), &[7; 9_000]);
    let stream = rig.reshard("s", Plan::Scale { count: 2 });
    let taken = rig.put(&stream, &Label::keyed("new"), &[7; 9_000]);
    rig.store.streams().set_quotas(BTreeMap::from([("s".to_owned(), 1)]));

    rig.store.streams().trim(rig.now());

    let records = |index: u32| rig.store.log().bounds(stream.shard(index).unwrap().track).records;
    assert_eq!((records(0), records(taken)), (0, 1));
}
