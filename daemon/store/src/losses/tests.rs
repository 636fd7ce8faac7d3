use super::*;
use crate::catalog::Image;
use millpond_base::{AccountId, Clock, Entropy, ManualClock, Region, SeededEntropy};

use millpond_log::Options;
use millpond_log::disk::SimDisk;

fn options() -> Options {
    Options { budget_bytes: 16 << 20, segment_bytes: 1 << 20, zero_ahead_below_bytes: 0, ..Options::tiny() }
}

struct Rig {
    disk: Arc<SimDisk>,
    catalog: Arc<Catalog>,
    clock: Arc<ManualClock>,
    log: Arc<Log>,
    losses: Losses,
}

impl Rig {
    fn new() -> Self {
        let disk = SimDisk::new(1);
        Log::create(&disk, &options(), &SeededEntropy::new(2)).unwrap();
        Self::on(disk, &Image::default(), Arc::new(ManualClock::at_ms(1_700_000_000_000)), 1)
    }

    fn on(disk: SimDisk, image: &Image, clock: Arc<ManualClock>, seed: u64) -> Self {
        let disk = Arc::new(disk);
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(seed));
        let root = RootKey::from_bytes([7; 32]);
        let catalog = Catalog::from_image(image, root.derive(Purpose::Catalog), &*entropy).unwrap();
        let catalog = Arc::new(catalog);
        let shared: Arc<SimDisk> = Arc::clone(&disk);
        let (log, _) = Log::open(shared, options(), &*entropy, clock.now().wall).unwrap();
        let log = Arc::new(log);
        let (account, region) =
            (AccountId::parse("000000000000").unwrap(), Region::parse("us-east-1").unwrap());
        let keyring =
            Keyring::open(Arc::clone(&catalog), &root, account, region, entropy, Arc::clone(&clock) as _);
        let losses = Losses::open(&catalog, Arc::clone(&log), &keyring.unwrap(), &root).unwrap();
        Self { disk, catalog, clock, log, losses }
    }

    fn cut(self, seed: u64) -> Self {
        let image = self.catalog.image().unwrap();
        Self::on(self.disk.after_cut(seed), &image, self.clock, seed + 10)
    }

    fn commit(&self) {
        while self.log.commit(self.clock.now()).unwrap().is_some() {}
    }

    fn note(&self, losses: &[Loss]) {
        self.note_gone(losses, None);
    }

    fn note_gone(&self, losses: &[Loss], gone: Option<(TrackId, Seq)>) {
        let mut batch = Batch::new();
        let mut noting = self.losses.noting(self.clock.now());
        losses.iter().for_each(|loss| noting.push(&mut batch, loss, gone));
        let receipt = self.log.stage(batch, self.clock.now()).unwrap();
        noting.staged(&receipt);
    }

    fn export(&self) -> Export {
        let export = self.losses.export(WallMs(0));
        export.verify().unwrap();
        export
    }
}

fn loss(part: &str, first: u64, last: u64) -> Loss {
    Loss {
        arn: "arn:aws:kinesis:us-east-1:000000000000:stream/s".into(),
        part: part.into(),
        first,
        last,
        first_id: String::new(),
        last_id: String::new(),
        count: last - first + 1,
        bytes: 100,
        cause: Cause::DropOldest,
    }
}

fn ranges(export: &Export) -> Vec<(String, u64, u64)> {
    export
        .entries
        .iter()
        .map(|s| (s.entry.loss.part.clone(), s.entry.loss.first, s.entry.loss.last))
        .collect()
}

#[test]
fn a_loss_that_goes_on_grows_its_entry_and_the_chain_holds() {
    let rig = Rig::new();
    for n in 0..5 {
        rig.note(&[loss("a", n * 10, n * 10 + 9), loss("b", n, n)]);
        rig.commit();
        rig.clock.advance_ms(60_000);
    }

    assert_eq!(ranges(&rig.export()), [("a".into(), 0, 49), ("b".into(), 0, 4)]);
    assert_eq!(rig.losses.totals(), Totals { entries: 2, records: 55, bytes: 1000 });
}

#[test]
fn an_entry_stops_growing_after_an_hour() {
    let rig = Rig::new();
    rig.note(&[loss("a", 0, 9)]);
    rig.clock.advance_ms(FRESH_MS);
    rig.note(&[loss("a", 10, 19)]);
    rig.commit();

    assert_eq!(ranges(&rig.export()), [("a".into(), 0, 9), ("a".into(), 10, 19)]);
}

#[test]
fn what_is_not_durable_is_not_told_and_the_chain_goes_on_after_a_cut() {
    let rig = Rig::new();
    rig.note(&[loss("a", 0, 9), loss("b", 0, 0)]);
    rig.commit();
    rig.note(&[loss("a", 10, 19)]);

    let rig = rig.cut(5);

    assert_eq!(ranges(&rig.export()), [("a".into(), 0, 9), ("b".into(), 0, 0)]);
    rig.note(&[loss("a", 10, 29)]);
    rig.commit();
    assert_eq!(ranges(&rig.export()).len(), 3);
    assert_eq!(rig.losses.totals().records, 31);
}

#[test]
fn every_cut_while_the_ledger_grows_and_is_written_anew_leaves_whole_entries() {
    for seed in 0..4 {
        let mut rig = Rig::new();
        let mut noted = 0;
        for round in 0..seed * 100 + 40 {
            rig.note(&[loss(["a", "b", "c"][(round % 3) as usize], round, round)]);
            rig.clock.advance_ms(FRESH_MS / 7);
            rig.losses.maintain(false, rig.clock.now());
            if round % 3 == 0 {
                rig.commit();
                noted = round + 1;
            }
        }
        rig = rig.cut(seed);

        let told: u64 = rig.export().entries.iter().map(|s| s.entry.loss.count).sum();
        assert_eq!(told, noted, "seed {seed}");
    }
}

#[test]
fn a_ledger_keeps_its_newest_entries_and_stays_small() {
    let rig = Rig::new();
    let total = ENTRIES_MAX + 3000;
    for n in 0..total {
        rig.note(&[loss("a", n, n)]);
        rig.clock.advance_ms(FRESH_MS);
        if n % 50 == 0 {
            rig.commit();
            rig.losses.maintain(false, rig.clock.now());
            rig.log.reclaim().unwrap();
        }
    }

    rig.commit();
    let export = rig.export();

    let (first, last) = (export.entries[0].entry.index, export.entries.last().unwrap().entry.index);
    assert_eq!(last, total - 1);
    assert!(export.entries.len() as u64 >= ENTRIES_MAX, "{first} to {last}");
    let records = rig.log.bounds(rig.losses.track).records;
    assert!(records <= 3 * ENTRIES_MAX + 2 * SLACK + 50, "{records} statements");
}

#[test]
fn rot_is_noted_once() {
    let mut rig = Rig::new();
    let rot = || Loss { cause: Cause::Rot, ..loss("a", 5, 9) };
    for _ in 0..3 {
        rig.losses.note_rot(&rot(), rig.clock.now());
    }
    rig.commit();
    rig.clock.advance_ms(2 * FRESH_MS);
    rig = rig.cut(1);
    rig.losses.note_rot(&rot(), rig.clock.now());
    rig.losses.note_rot(&Loss { first: 7, last: 7, count: 1, ..rot() }, rig.clock.now());
    rig.commit();

    assert_eq!(ranges(&rig.export()), [("a".into(), 5, 9)]);
}

#[test]
fn a_track_said_to_be_gone_is_trimmed_after_a_start() {
    let rig = Rig::new();
    let track = rig.catalog.next_track().unwrap();
    let put = |rig: &Rig| {
        let mut batch = Batch::new();
        batch.append(track, b"", &[0; 9000]);
        let receipt = rig.log.stage(batch, rig.clock.now()).unwrap();
        rig.commit();
        receipt.redeem(&rig.log).unwrap();
    };
    rig.log.register(track, millpond_log::DataKey::new([1; 32], 1));
    put(&rig);
    put(&rig);
    rig.note_gone(&[loss("a", 0, 0)], Some((track, Seq(1))));
    rig.commit();

    let rig = rig.cut(3);

    assert_eq!((rig.log.bounds(track).first, rig.losses.floor(track)), (Seq(1), Seq(1)));
}
