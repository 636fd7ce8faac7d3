//! A whole set of queues that can be cut from power and opened again.

use super::*;
use crate::catalog::Image;
use crate::keyring::{Keyring, Purpose, RootKey};
use millpond_base::{Clock, ManualClock, SeededEntropy};
use millpond_log::disk::SimDisk;
use millpond_log::{Batch, Options};

const ACCOUNT: &str = "000000000000";
const START_MS: u64 = 1_700_000_000_000;

pub(in crate::queue) struct Rig {
    pub(in crate::queue) log: Arc<Log>,
    pub(in crate::queue) queues: Queues,
    disk: Arc<SimDisk>,
    catalog: Arc<Catalog>,
    clock: Arc<ManualClock>,
    opened: u64,
}

fn options() -> Options {
    Options { budget_bytes: 4 * 1024 * 1024, segment_bytes: 256 * 1024, ..Options::tiny() }
}

impl Rig {
    pub(in crate::queue) fn new() -> Self {
        let disk = SimDisk::new(1);
        Log::create(&disk, &options(), &SeededEntropy::new(2)).unwrap();
        Self::on(disk, &Image::default(), Arc::new(ManualClock::at_ms(START_MS)), 0)
    }

    fn on(disk: SimDisk, image: &Image, clock: Arc<ManualClock>, opened: u64) -> Self {
        let entropy = Arc::new(SeededEntropy::new(3 + opened));
        let root = RootKey::from_bytes([42; 32]);
        let catalog = Arc::new(Catalog::from_image(image, root.derive(Purpose::Catalog), &*entropy).unwrap());
        let disk = Arc::new(disk);
        let flash: Arc<SimDisk> = Arc::clone(&disk);
        let (log, _) = Log::open(flash, options(), &*entropy, clock.now().wall).unwrap();
        let log = Arc::new(log);
        let (account, region) = (AccountId::parse(ACCOUNT).unwrap(), Region::parse("us-east-1").unwrap());
        let arn_prefix = arn_prefix(&account, &region);
        let keyring = Arc::new(
            Keyring::open(
                Arc::clone(&catalog),
                &root,
                account,
                region,
                Arc::clone(&entropy) as Arc<dyn Entropy>,
                Arc::clone(&clock) as Arc<dyn Clock>,
            )
            .unwrap(),
        );
        let now = clock.now();
        let queues = Queues::open(
            Arc::clone(&catalog),
            Arc::clone(&log),
            keyring,
            entropy,
            arn_prefix,
            Arc::default(),
            now,
        )
        .unwrap();
        log.set_liveness(queues.liveness());
        log.forget_unregistered();
        Self { log, queues, disk, catalog, clock, opened }
    }

    /// Cuts the power and starts again.
    pub(in crate::queue) fn cut(&mut self) {
        let disk = self.disk.after_cut(self.opened + 100);
        let image = self.catalog.image().unwrap();
        *self = Self::on(disk, &image, Arc::clone(&self.clock), self.opened + 1);
    }

    /// The power goes at a disk operation to come, counted from now.
    pub(in crate::queue) fn cut_at(&self, operation: u64) {
        self.disk.script(millpond_log::disk::Faults { cut_at: Some(operation), ..Default::default() });
    }

    pub(in crate::queue) fn is_cut(&self) -> bool {
        self.disk.is_cut()
    }

    pub(in crate::queue) fn now(&self) -> Now {
        self.clock.now()
    }

    pub(in crate::queue) fn advance(&self, ms: u64) {
        self.clock.advance_ms(ms);
    }

    pub(in crate::queue) fn commit(&self) {
        while self.log.commit(self.now()).unwrap().is_some() {}
    }

    pub(in crate::queue) fn queue(&mut self, name: &str, settings: Settings) -> Arc<Queue> {
        self.queues.create(name, settings, BTreeMap::new(), self.now()).unwrap()
    }

    pub(in crate::queue) fn find(&self, name: &str) -> Arc<Queue> {
        self.queues.find(name).unwrap()
    }

    pub(in crate::queue) fn send(&self, queue: &Queue, body: &str) -> Sent {
        self.send_as(queue, Outgoing { body: body.as_bytes(), ..Outgoing::default() })
    }

    /// Uses the body as deduplication id.
    pub(in crate::queue) fn send_fifo(&self, queue: &Queue, group: &str, body: &str) -> Sent {
        let (group, dedup_id) = (Some(group), Some(body));
        self.send_as(queue, Outgoing { body: body.as_bytes(), group, dedup_id, ..Outgoing::default() })
    }

    pub(in crate::queue) fn send_as(&self, queue: &Queue, message: Outgoing<'_>) -> Sent {
        let sent = self.stage(queue, message);
        self.commit();
        sent
    }

    pub(in crate::queue) fn send_unsynced(&self, queue: &Queue, body: &str) -> Sent {
        self.stage(queue, Outgoing { body: body.as_bytes(), ..Outgoing::default() })
    }

    pub(in crate::queue) fn stage(&self, queue: &Queue, message: Outgoing<'_>) -> Sent {
        let mut batch = Batch::new();
        let mut sending = queue.sending(self.now()).unwrap();
        sending.push(&mut batch, message).unwrap();
        let receipt = self.log.stage(batch, self.now()).unwrap();
        sending.staged(receipt.peek()).remove(0)
    }

    pub(in crate::queue) fn receive(&self, queue: &Queue, count_max: usize) -> Vec<Message> {
        let asking = Receive { count_max, visibility_s: None, attempt_id: None, barred: &[] };
        self.queues.receive(queue, &asking, self.now()).unwrap().messages
    }

    pub(in crate::queue) fn receive_with(
        &self,
        queue: &Queue,
        count_max: usize,
        visibility_s: u32,
    ) -> Received {
        let asking = Receive { count_max, visibility_s: Some(visibility_s), attempt_id: None, barred: &[] };
        self.queues.receive(queue, &asking, self.now()).unwrap()
    }

    pub(in crate::queue) fn delete(&self, queue: &Queue, message: &Message) -> Result<(), HandleError> {
        self.delete_handle(queue, &message.receipt_handle)
    }

    pub(in crate::queue) fn delete_handle(&self, queue: &Queue, handle: &str) -> Result<(), HandleError> {
        self.delete_unsynced(queue, handle)?;
        self.commit();
        Ok(())
    }

    pub(in crate::queue) fn delete_unsynced(&self, queue: &Queue, handle: &str) -> Result<(), HandleError> {
        let mut batch = Batch::new();
        let mut deleting = queue.deleting(self.now());
        deleting.push(handle)?;
        deleting.write(&mut batch);
        let receipt = self.log.stage(batch.essential(), self.now()).unwrap();
        deleting.staged(&receipt);
        Ok(())
    }

    /// One round of the tidying thread.
    pub(in crate::queue) fn tidy(&self) {
        self.advance(1_000);
        self.queues.trim(self.now());
        self.log.reclaim().unwrap();
    }

    pub(in crate::queue) fn purge(&self, queue: &Queue) -> Result<(), PurgeTooSoon> {
        let mut batch = Batch::new();
        let mut deleting = queue.purging(self.now())?;
        deleting.write(&mut batch);
        let receipt = self.log.stage(batch.essential(), self.now()).unwrap();
        deleting.staged(&receipt);
        self.commit();
        Ok(())
    }
}
