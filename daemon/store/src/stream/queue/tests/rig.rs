//! A store with a stream and queues on it, that can be cut from power and opened again.

use super::super::*;
use crate::catalog::Image;
use crate::keyring::{Purpose, RootKey};
use crate::stream::{Distribution, Label, Mode};
use crate::{Parts, Store};
use millpond_base::{Clock, ManualClock, SeededEntropy};
use millpond_log::disk::SimDisk;
use millpond_log::{Batch, Options, StageError};

const ACCOUNT: &str = "000000000000";
const START_MS: u64 = 1_700_000_000_000;
pub(super) const STREAM: &str = "readings";

pub(super) struct Rig {
    pub(super) store: Store,
    disk: Arc<SimDisk>,
    catalog: Arc<Catalog>,
    clock: Arc<ManualClock>,
    opened: u64,
}

fn options() -> Options {
    Options { budget_bytes: 4 * 1024 * 1024, segment_bytes: 256 * 1024, ..Options::tiny() }
}

impl Rig {
    /// A stream of so many shards.
    pub(super) fn new(shard_count: u32) -> Self {
        let disk = SimDisk::new(1);
        Log::create(&disk, &options(), &SeededEntropy::new(2)).unwrap();
        let rig = Self::on(disk, &Image::default(), Arc::new(ManualClock::at_ms(START_MS)), 0);
        rig.stream_called(STREAM, shard_count);
        rig
    }

    pub(super) fn stream_called(&self, name: &str, shard_count: u32) -> Arc<Stream> {
        let settings = crate::stream::Settings {
            mode: Mode::OnDemand,
            distribution: Distribution::PartitionKey,
            shard_count,
            retention_hours: 24,
            record_kib_max: 1024,
            tags: BTreeMap::new(),
            extras: crate::stream::Extras::default(),
        };
        self.store.streams().create(name, settings, self.now().wall).unwrap()
    }

    fn on(disk: SimDisk, image: &Image, clock: Arc<ManualClock>, opened: u64) -> Self {
        let entropy = Arc::new(SeededEntropy::new(3 + opened));
        let root = RootKey::from_bytes([42; 32]);
        let catalog = Arc::new(Catalog::from_image(image, root.derive(Purpose::Catalog), &*entropy).unwrap());
        let disk = Arc::new(disk);
        let (log, _) = Log::open(Arc::clone(&disk) as _, options(), &*entropy, clock.now().wall).unwrap();
        let parts = Parts {
            log: Arc::new(log),
            catalog: Arc::clone(&catalog),
            root: &root,
            clock: Arc::clone(&clock) as _,
            entropy,
            account: AccountId::parse(ACCOUNT).unwrap(),
            region: Region::parse("us-east-1").unwrap(),
        };
        let store = Store::open(parts).unwrap();
        store.log().forget_unregistered();
        Self { store, disk, catalog, clock, opened }
    }

    /// Cuts the power and starts again.
    pub(super) fn cut(&mut self) {
        let disk = self.disk.after_cut(self.opened + 100);
        let image = self.catalog.image().unwrap();
        *self = Self::on(disk, &image, Arc::clone(&self.clock), self.opened + 1);
    }

    pub(super) fn now(&self) -> Now {
        self.clock.now()
    }

    pub(super) fn advance(&self, ms: u64) {
        self.clock.advance_ms(ms);
    }

    pub(super) fn commit(&self) {
        while self.store.commit(self.now()).unwrap().is_some() {}
    }

    pub(super) fn queues(&self) -> &StreamQueues {
        self.store.stream_queues()
    }

    pub(super) fn stream(&self) -> Arc<Stream> {
        self.store.streams().find(STREAM).unwrap()
    }

    pub(super) fn making(name: &str, start: Start) -> Making {
        Making {
            name: name.to_owned(),
            start,
            at: WallMs(0),
            settings: Settings::default(),
            tags: BTreeMap::new(),
            per_stream_max: 20,
        }
    }

    pub(super) fn try_queue(&self, making: Making) -> Result<Arc<StreamQueue>, ChangeError> {
        self.queues().create(self.store.streams(), &self.stream(), making, self.now())
    }

    /// A queue from the first record on.
    pub(super) fn queue(&self, name: &str) -> Arc<StreamQueue> {
        self.try_queue(Self::making(name, Start::TrimHorizon)).unwrap()
    }

    pub(super) fn find(&self, name: &str) -> Arc<StreamQueue> {
        self.queues().find(name).unwrap()
    }

    /// Puts a record and waits for flash.
    pub(super) fn put(&self, key: &str, body: &str) {
        self.stage_put(key, body).unwrap();
        self.commit();
    }

    pub(super) fn stage_put(&self, key: &str, body: &str) -> Result<(), StageError> {
        let (streams, stream) = (self.store.streams(), self.stream());
        let label = Label::keyed(key);
        let mut batch = Batch::new();
        streams.append(&mut batch, streams.route(&stream, &label), &label, body.as_bytes());
        self.store.stage(batch, self.now()).map(drop)
    }

    /// Receives up to ten records, written down but not committed.
    pub(super) fn stage_receive(
        &self,
        queue: &StreamQueue,
        path: Path,
        visibility_s: Option<u32>,
    ) -> Vec<Delivery> {
        let asking = Receive { path, count_max: 10, visibility_s };
        let receiving = queue.receive(self.store.streams(), &asking, self.now()).unwrap();
        let Receiving { deliveries, mut settling, .. } = receiving;
        let mut batch = Batch::new();
        settling.write(&mut batch);
        if !batch.is_empty() {
            let receipt = self.store.stage(batch.essential(), self.now()).unwrap();
            settling.staged(&receipt);
        }
        deliveries
    }

    pub(super) fn receive(&self, queue: &StreamQueue) -> Vec<Delivery> {
        let deliveries = self.stage_receive(queue, Path::Normal, None);
        self.commit();
        deliveries
    }

    pub(super) fn receive_dead(&self, queue: &StreamQueue) -> Vec<Delivery> {
        let deliveries = self.stage_receive(queue, Path::DeadLetters, None);
        self.commit();
        deliveries
    }

    /// Everything that can be received now.
    pub(super) fn drain(&self, queue: &StreamQueue) -> Vec<Delivery> {
        let pages = std::iter::from_fn(|| Some(self.receive(queue)).filter(|page| !page.is_empty()));
        pages.flatten().collect()
    }

    /// Changes records; what the change says of each handle counts only when it is staged and committed.
    pub(super) fn settle<T>(&self, queue: &StreamQueue, f: impl FnOnce(&mut Settling<'_>) -> T) -> T {
        let told = self.stage_settle(queue, f);
        self.commit();
        told
    }

    pub(super) fn stage_settle<T>(&self, queue: &StreamQueue, f: impl FnOnce(&mut Settling<'_>) -> T) -> T {
        let mut settling = queue.settling(self.store.streams().tokens(), self.now());
        let told = f(&mut settling);
        let mut batch = Batch::new();
        settling.write(&mut batch);
        if !batch.is_empty() {
            let receipt = self.store.stage(batch.essential(), self.now()).unwrap();
            settling.staged(&receipt);
        }
        told
    }

    pub(super) fn acknowledge(&self, queue: &StreamQueue, handle: &str) -> Result<(), HandleError> {
        self.settle(queue, |settling| settling.acknowledge(handle, Path::Normal))
    }
}

pub(super) fn body(delivery: &Delivery) -> &str {
    str::from_utf8(&delivery.record.body).unwrap()
}

pub(super) fn bodies(deliveries: &[Delivery]) -> Vec<&str> {
    deliveries.iter().map(body).collect()
}

pub(super) fn sorted(deliveries: &[Delivery]) -> Vec<&str> {
    let mut all = bodies(deliveries);
    all.sort_unstable();
    all
}
