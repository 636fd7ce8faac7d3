use super::*;
use crate::catalog::Image;
use crate::keyring::{Purpose, RootKey};
use crate::losses::{Cause, Loss};
use crate::queue::{Outgoing, Queue, Receive, Settings as QueueSettings};
use crate::stream::{Distribution, Label, Mode, Settings, Stream, StreamRecord};
use crate::{Catalog, Parts, Store};
use millpond_base::{AccountId, Clock, Entropy, ManualClock, Region, SeededEntropy, WallMs};
use millpond_log::disk::SimDisk;
use millpond_log::{Options, ReadLimit};

pub(crate) struct Rig {
    pub(crate) disk: Arc<SimDisk>,
    catalog: Arc<Catalog>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) store: Store,
    policies: Policies,
    opened: u64,
}

/// 16 segments of 64 KiB.
fn options() -> Options {
    Options { zero_ahead_below_bytes: 0, ..Options::tiny() }
}

pub(crate) fn policies(streams: &[(&str, Policy)], queues: &[(&str, Policy)]) -> Policies {
    let map =
        |list: &[(&str, Policy)]| list.iter().map(|(name, policy)| ((*name).to_owned(), *policy)).collect();
    Policies::new(Policy::Reject, map(streams), map(queues))
}

impl Rig {
    pub(crate) fn new(policies: Policies) -> Self {
        let disk = SimDisk::new(1);
        Log::create(&disk, &options(), &SeededEntropy::new(2)).unwrap();
        let clock = Arc::new(ManualClock::at_ms(1_700_000_000_000));
        Self::on(disk, &Image::default(), clock, policies, 0)
    }

    fn on(disk: SimDisk, image: &Image, clock: Arc<ManualClock>, policies: Policies, opened: u64) -> Self {
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(3 + opened));
        let root = RootKey::from_bytes([42; 32]);
        let disk = Arc::new(disk);
        let shared: Arc<SimDisk> = Arc::clone(&disk);
        let (log, _) = Log::open(shared, options(), &*entropy, clock.now().wall).unwrap();
        let catalog = Arc::new(Catalog::from_image(image, root.derive(Purpose::Catalog), &*entropy).unwrap());
        let store = Store::open(Parts {
            log: Arc::new(log),
            catalog: Arc::clone(&catalog),
            root: &root,
            clock: Arc::clone(&clock) as _,
            entropy,
            account: AccountId::parse("000000000000").unwrap(),
            region: Region::parse("us-east-1").unwrap(),
        })
        .unwrap();
        store.log().forget_unregistered();
        store.full().set(policies.clone());
        Self { disk, catalog, clock, store, policies, opened }
    }

    pub(crate) fn cut(self, seed: u64) -> Self {
        let image = self.catalog.image().unwrap();
        Self::on(self.disk.after_cut(seed), &image, self.clock, self.policies, self.opened + 1)
    }

    pub(crate) fn now(&self) -> Now {
        self.clock.now()
    }

    pub(crate) fn stream(&self, name: &str, shard_count: u32) -> Arc<Stream> {
        let settings = Settings {
            mode: Mode::Provisioned,
            distribution: Distribution::PartitionKey,
            shard_count,
            retention_hours: 24,
            record_kib_max: 1024,
            tags: BTreeMap::new(),
            extras: crate::stream::Extras::default(),
        };
        self.store.streams().create(name, settings, self.now().wall).unwrap()
    }

    pub(crate) fn queue(&self, name: &str) -> Arc<Queue> {
        let settings = QueueSettings {
            order: if name.ends_with(".fifo") {
                crate::queue::Order::Fifo
            } else {
                crate::queue::Order::Standard
            },
            ..QueueSettings::default()
        };
        self.store.queues().create(name, settings, BTreeMap::new(), self.now()).unwrap()
    }

    pub(crate) fn find(&self, name: &str) -> Arc<Stream> {
        self.store.streams().find(name).unwrap()
    }

    pub(crate) fn commit(&self) {
        while self.store.commit(self.now()).unwrap().is_some() {}
    }

    /// Puts a record, durably; false when there is no room.
    pub(crate) fn put(&self, stream: &Stream, key: &str, body: &[u8]) -> bool {
        let label = Label::keyed(key);
        let mut batch = Batch::new();
        let shard = self.store.streams().route(stream, &label);
        self.store.streams().append(&mut batch, shard, &label, body);
        let staged = self.store.stage(batch, self.now());
        self.commit();
        staged.is_ok()
    }

    pub(crate) fn send(&self, queue: &Queue, group: Option<&str>, body: &[u8]) -> bool {
        let mut batch = Batch::new();
        let mut sending = queue.sending(self.now()).unwrap();
        let id = format!("{:?}", &body[..body.len().min(40)]);
        let dedup_id = group.map(|_| id.as_str());
        sending.push(&mut batch, Outgoing { body, group, dedup_id, ..Outgoing::default() }).unwrap();
        let staged = self.store.stage(batch, self.now());
        if let Ok(receipt) = &staged {
            let _sent = sending.staged(receipt.peek());
        } else {
            drop(sending);
        }
        self.commit();
        staged.is_ok()
    }

    /// One second of the tidying thread.
    pub(crate) fn tick(&self) {
        self.clock.advance_ms(1000);
        self.store.maintain(self.now()).unwrap();
        self.commit();
    }

    pub(crate) fn read(&self, stream: &Stream) -> Vec<StreamRecord> {
        let mut all = Vec::new();
        for shard in stream.shards() {
            let mut from = Seq(0);
            loop {
                let limit = ReadLimit { records: 100, bytes: 1 << 20 };
                let page = self.store.streams().read(shard, from, limit).unwrap();
                if page.records.is_empty() {
                    break;
                }
                assert_eq!(page.lost, 0);
                from = page.next;
                all.extend(page.records);
            }
        }
        all
    }

    pub(crate) fn receive_all(&self, queue: &Queue) -> Vec<Vec<u8>> {
        let asking = Receive { count_max: 10, visibility_s: Some(600), attempt_id: None, barred: &[] };
        let mut all = Vec::new();
        loop {
            let received = self.store.queues().receive(queue, &asking, self.now()).unwrap();
            if received.messages.is_empty() && !received.more {
                return all;
            }
            all.extend(received.messages.into_iter().map(|message| message.body));
        }
    }

    pub(crate) fn losses(&self) -> Vec<Loss> {
        let export = self.store.losses().export(WallMs(0));
        export.verify().unwrap();
        export.entries.into_iter().map(|signed| signed.entry.loss).collect()
    }
}

fn body(n: u32) -> Vec<u8> {
    let mut body = vec![0; 4000];
    body[..4].copy_from_slice(&n.to_be_bytes());
    body
}

fn numbers(bodies: impl IntoIterator<Item = Vec<u8>>) -> Vec<u32> {
    bodies.into_iter().map(|body| u32::from_be_bytes(body[..4].try_into().unwrap())).collect()
}

#[test]
fn a_full_log_refuses_unless_told_otherwise() {
    let rig = Rig::new(Policies::default());
    let stream = rig.stream("s", 1);
    let mut taken = 0;
    // Records that fill their blocks: there is nothing to gain by moving them closer together.
    let put = |n: u32| rig.put(&stream, "k", &body(n)[..3_800]);
    while put(taken) {
        taken += 1;
        if taken % 16 == 0 {
            rig.tick();
        }
    }
    rig.tick();

    assert!(!put(taken));
    assert_eq!(u32::try_from(rig.read(&stream).len()), Ok(taken));
    assert_eq!(rig.losses(), []);
}

#[test]
fn only_the_stream_that_lets_go_pays_and_its_newest_records_stay() {
    let rig = Rig::new(policies(&[("old", Policy::DropOldest)], &[]));
    let (kept, old) = (rig.stream("kept", 1), rig.stream("old", 2));
    for n in 0..20 {
        assert!(rig.put(&kept, "k", &body(n)));
    }
    let mut refused = 0;
    for n in 0..600 {
        while !rig.put(&old, &format!("key {n}"), &body(n)) {
            refused += 1;
            rig.tick();
        }
        if n % 4 == 0 {
            rig.tick();
        }
    }
    // What the last look noted as gone is gone after one more.
    rig.store.full().settle();

    assert_eq!(numbers(rig.read(&kept).into_iter().map(|r| r.body)), (0..20).collect::<Vec<_>>());
    let mut left = numbers(rig.read(&old).into_iter().map(|r| r.body));
    left.sort_unstable();
    assert!(left.len() > 50 && left.last() == Some(&599), "{} are left", left.len());
    // Both shards let go of what was oldest: little of what is left is older than anything that went.
    let lost: u64 = rig.losses().iter().map(|entry| entry.count).sum();
    assert_eq!(lost + left.len() as u64, 600);
    assert!(u64::from(left[0]) + 40 > lost, "{} was left, {lost} went", left[0]);
    assert!(refused < 12, "room is made ahead of need, but {refused} were refused");
    let entries = rig.losses();
    assert!(entries.len() <= 4, "an hour of overflow is one entry per shard, not {}", entries.len());
    assert!(
        entries
            .iter()
            .all(|e| e.cause == Cause::DropOldest && e.first_id.len() == 56 && e.last_id.len() == 56)
    );
}

#[test]
fn a_stream_that_was_refused_makes_room_at_the_next_look() {
    let rig = Rig::new(policies(&[("old", Policy::DropOldest)], &[]));
    let old = rig.stream("old", 1);
    let mut n = 0;
    while rig.put(&old, "k", &body(n)) {
        n += 1;
    }
    rig.tick();
    rig.tick();

    assert!(rig.put(&old, "k", &body(n)));
}

#[test]
fn a_queue_lets_go_of_its_oldest_messages_and_of_no_others() {
    for name in ["jobs", "jobs.fifo"] {
        let rig = Rig::new(policies(&[], &[(name, Policy::DropOldest)]));
        let (queue, other) = (rig.queue(name), rig.queue("other"));
        // One group each: a group in flight would hold back the rest of it.
        let group = |n: u32| name.ends_with(".fifo").then(|| format!("group {n}"));
        for n in 0..5 {
            assert!(rig.send(&other, None, &body(n)));
        }
        let mut refused = 0;
        for n in 0..400 {
            while !rig.send(&queue, group(n).as_deref(), &body(n)) {
                refused += 1;
                assert!(refused < 20);
                rig.tick();
            }
            if n % 4 == 0 {
                rig.tick();
            }
        }
        let left = numbers(rig.receive_all(&queue));

        assert!(refused < 12, "{name}: {refused}");
        let lost: u64 = rig.losses().iter().map(|entry| entry.count).sum();
        assert_eq!(lost + left.len() as u64, 400, "{name}");
        let first = u32::try_from(lost).unwrap();
        assert_eq!(left, (first..400).collect::<Vec<_>>(), "{name}");
        assert_eq!(rig.receive_all(&other).len(), 5);
        let last = rig.losses().pop().unwrap();
        assert_eq!((last.arn.as_str(), last.last_id.len()), (queue.arn(), 36));
    }
}

#[test]
fn nothing_is_gone_without_its_entry_whenever_the_power_goes() {
    for seed in 0..8 {
        let mut rig = Rig::new(policies(&[("old", Policy::DropOldest)], &[("jobs", Policy::DropOldest)]));
        let (stream, queue) = (rig.stream("old", 1), rig.queue("jobs"));
        let dice = SeededEntropy::new(seed);
        let steps = 200 + u64::from_le_bytes(dice.bytes()) % 100;
        let (mut put, mut sent) = (0, 0);
        for step in 0..steps {
            put += u32::from(rig.put(&stream, "k", &body(put)));
            sent += u32::from(rig.send(&queue, None, &body(sent)));
            if step % 4 == 0 {
                rig.clock.advance_ms(1000);
                rig.store.maintain(rig.now()).unwrap();
                if step % 8 == 0 {
                    rig.commit();
                }
            }
        }
        rig = rig.cut(seed);

        let stream = rig.find("old");
        let lost = |rig: &Rig, arn: &str| -> u64 {
            rig.losses().iter().filter(|entry| entry.arn == arn).map(|entry| entry.count).sum()
        };
        let arn = "arn:aws:kinesis:us-east-1:000000000000:stream/old";
        let gone = lost(&rig, arn);
        let left = numbers(rig.read(&stream).into_iter().map(|r| r.body));
        assert!(gone > 0, "seed {seed}: the log was never short");
        assert_eq!(left, (u32::try_from(gone).unwrap()..put).collect::<Vec<_>>(), "seed {seed}");
        let queue = rig.store.queues().find("jobs").unwrap();
        let gone = lost(&rig, queue.arn());
        let left = numbers(rig.receive_all(&queue));
        assert_eq!(left, (u32::try_from(gone).unwrap()..sent).collect::<Vec<_>>(), "seed {seed}");
    }
}

/// Puts records of `keys` keys in turn, a tick every fourth, until one is refused for good or `count` are in.
fn put_in_turn(rig: &Rig, stream: &Stream, keys: u32, count: u32) -> u32 {
    for n in 0..count {
        let mut refused = 0;
        while !rig.put(stream, &format!("key {}", n % keys), &body(n)[..3_000]) {
            refused += 1;
            if refused > 10 {
                return n;
            }
            rig.tick();
        }
        if n % 4 == 0 {
            rig.tick();
        }
    }
    count
}

#[test]
fn a_stream_keeps_the_newest_record_of_every_key() {
    let mut rig = Rig::new(policies(&[("latest", Policy::KeepNewestPerKey)], &[]));
    let (kept, latest) = (rig.stream("kept", 1), rig.stream("latest", 2));
    for n in 0..20 {
        assert!(rig.put(&kept, "k", &body(n)));
    }
    for once in 0..5 {
        assert!(rig.put(&latest, &format!("once {once}"), &body(10_000 + once)));
    }

    assert_eq!(put_in_turn(&rig, &latest, 7, 800), 800);
    rig.tick();

    let keys = |rig: &Rig| -> Vec<(String, u32)> {
        let records = rig.read(&rig.find("latest")).into_iter();
        let mut keys: Vec<_> = records.map(|r| (r.partition_key.unwrap(), numbers([r.body])[0])).collect();
        keys.sort_unstable();
        keys
    };
    let left = keys(&rig);
    for once in 0..5 {
        assert!(left.contains(&(format!("once {once}"), 10_000 + once)), "{once}");
    }
    for n in 793..800 {
        assert!(left.contains(&(format!("key {}", n % 7), n)), "{n}");
    }
    let lost: u64 = rig.losses().iter().map(|loss| loss.count).sum();
    assert_eq!(lost + left.len() as u64, 805);
    let entries = rig.losses();
    assert!(entries.len() <= 2, "an hour of overflow is one entry per shard, not {}", entries.len());
    assert!(entries.iter().all(|e| e.cause == Cause::KeepNewestPerKey && e.first_id.len() == 56));
    assert_eq!(rig.read(&kept).len(), 20);
    for seed in 0..3 {
        rig = rig.cut(seed);
        let there = keys(&rig);
        assert!(left.iter().all(|record| there.contains(record)), "seed {seed}");
    }
}

#[test]
fn a_stream_of_single_keys_is_refused_when_nothing_is_superseded() {
    let rig = Rig::new(policies(&[("latest", Policy::KeepNewestPerKey)], &[]));
    let latest = rig.stream("latest", 1);

    let taken = put_in_turn(&rig, &latest, 10_000, 10_000);

    assert!((100..400).contains(&taken), "{taken}");
    assert_eq!(u32::try_from(rig.read(&latest).len()), Ok(taken));
    assert_eq!(rig.losses(), []);
}

#[test]
fn a_queue_keeps_the_newest_message_of_every_group() {
    for name in ["latest", "latest.fifo"] {
        let mut rig = Rig::new(policies(&[], &[(name, Policy::KeepNewestPerKey)]));
        let queue = rig.queue(name);
        let mut sent = 0;
        for n in 0..5 {
            assert!(rig.send(&queue, Some(&format!("once {n}")), &body(10_000 + n)));
        }
        if name == "latest" {
            assert!(rig.send(&queue, None, &body(20_000)) && rig.send(&queue, None, &body(20_001)));
        }
        let before = rig.losses().len();
        assert_eq!(before, 0);
        while sent < 500 {
            let group = format!("group {}", sent % 7);
            let mut refused = 0;
            while !rig.send(&queue, Some(&group), &body(sent)[..3_000]) {
                refused += 1;
                assert!(refused < 400, "{name}: refused after {sent}");
                rig.tick();
            }
            sent += 1;
            if sent % 4 == 0 {
                rig.tick();
            }
        }
        let lost: u64 = rig.losses().iter().map(|loss| loss.count).sum();
        rig = rig.cut(1);
        let left = numbers(rig.receive_all(&rig.store.queues().find(name).unwrap()));

        let all = 505 + if name == "latest" { 2 } else { 0 };
        assert!(lost > 100, "{name}: {lost}");
        assert_eq!(lost + left.len() as u64, all, "{name}");
        assert!((10_000..10_005).all(|n| left.contains(&n)), "{name}");
        assert!(name != "latest" || (left.contains(&20_000) && left.contains(&20_001)));
        assert!((493..500).all(|n| left.contains(&n)), "{name}");
        let in_order = left.iter().filter(|n| **n < 500).collect::<Vec<_>>();
        let of_group = |group: u32| in_order.iter().filter(move |n| **n % 7 == group);
        assert!((0..7).all(|group| of_group(group).is_sorted()), "{name}: {in_order:?}");
        assert!(rig.losses().iter().all(|loss| loss.cause == Cause::KeepNewestPerKey));
    }
}

#[test]
fn a_message_that_somebody_received_is_not_superseded_under_their_hands() {
    let rig = Rig::new(policies(&[], &[("latest.fifo", Policy::KeepNewestPerKey)]));
    let queue = rig.queue("latest.fifo");
    assert!(rig.send(&queue, Some("g"), &body(0)));
    let asking = Receive { count_max: 1, visibility_s: Some(40_000), attempt_id: None, barred: &[] };
    let received = rig.store.queues().receive(&queue, &asking, rig.now()).unwrap().messages.remove(0);
    let mut sent = 1;
    while rig.losses().is_empty() {
        assert!(rig.send(&queue, Some("g"), &body(sent)), "{sent}");
        sent += 1;
        rig.tick();
    }

    assert_eq!(rig.losses()[0].first, 1, "the received message was let go of");
    assert!(rig.receive_all(&queue).is_empty(), "a message overtook one that is in flight");
    queue.change_visibility(&received.receipt_handle, 0, rig.now()).unwrap();
    let left = numbers(rig.receive_all(&queue));
    assert!(left[0] == 0 && left.is_sorted(), "{left:?}");
}

#[test]
fn nothing_superseded_is_gone_without_its_entry_whenever_the_power_goes() {
    for seed in 0..8 {
        let mut rig = Rig::new(policies(
            &[("latest", Policy::KeepNewestPerKey)],
            &[("latest", Policy::KeepNewestPerKey)],
        ));
        let (stream, queue) = (rig.stream("latest", 1), rig.queue("latest"));
        let dice = SeededEntropy::new(seed);
        let steps = 200 + u64::from_le_bytes(dice.bytes()) % 100;
        let (mut put, mut sent) = (Vec::new(), Vec::new());
        for step in 0..steps {
            let n = u32::try_from(step).unwrap();
            let key = format!("key {}", n % 5);
            if rig.put(&stream, &key, &body(n)[..3_000]) {
                put.push(n);
            }
            if rig.send(&queue, Some(&key), &body(n)[..3_000]) {
                sent.push(n);
            }
            if step % 4 == 0 {
                rig.clock.advance_ms(1000);
                rig.store.maintain(rig.now()).unwrap();
                if step % 8 == 0 {
                    rig.commit();
                }
            }
        }
        rig = rig.cut(seed);

        let lost = |rig: &Rig, arn: &str| -> u64 {
            rig.losses().iter().filter(|loss| loss.arn == arn).map(|loss| loss.count).sum()
        };
        let gone = lost(&rig, &rig.store.streams().arn("latest"));
        let left = numbers(rig.read(&rig.find("latest")).into_iter().map(|r| r.body));
        assert!(gone > 0, "seed {seed}: the log was never short");
        // What a whole chunk of went may be back until its segment is used again.
        assert!(left.len() as u64 + gone >= put.len() as u64, "seed {seed}");
        assert!(left.is_sorted() && left.iter().all(|n| put.contains(n)), "seed {seed}");
        let newest = put.iter().rev().take(5);
        assert!(newest.clone().all(|n| left.contains(n)), "seed {seed}: {newest:?} {left:?}");
        let queue = rig.store.queues().find("latest").unwrap();
        let gone = lost(&rig, queue.arn());
        let left = numbers(rig.receive_all(&queue));
        assert_eq!(left.len() as u64 + gone, sent.len() as u64, "seed {seed}");
        assert!(sent.iter().rev().take(5).all(|n| left.contains(n)), "seed {seed}");
    }
}
