//! A ledger of every seal: no key seals two different plaintexts with one nonce, over whole histories
//! of crashes, clones, restored backups, rolled-back super blocks, rotations and failed writes.
//!
//! A nonce is an epoch's number and a counter; the key is derived from the epoch's salt. Each of the
//! two, the numbers and the salts, is taken away in turn; the other alone must keep pairs apart.

use std::sync::Arc;

use millpond_base::{Entropy, SeededEntropy, Seq, TrackId, WallMs};
use millpond_log::disk::{Area, Disk, Fault, Faults, SimDisk, Slot};
use millpond_log::seal::NonceLedger;
use millpond_log::{DataKey, Log, Options};

use crate::rig::{batch, now};

const SUPERS: [Area; 2] = [Area::Super(Slot::A), Area::Super(Slot::B)];

/// A source of randomness that gives the same bytes for ever.
struct Stuck;

impl Entropy for Stuck {
    fn fill(&self, out: &mut [u8]) {
        out.fill(7);
    }
}

/// What may happen to the log's disks.
#[derive(Clone, Copy)]
struct World {
    /// Super blocks are rolled back, disks cloned and old backups restored, so that numbers repeat.
    time_travel: bool,
    /// Salts are drawn anew; otherwise always the same ones.
    fresh_salts: bool,
}

/// One log's family: all disks that descend from one and share its keys.
struct Family {
    ledger: NonceLedger,
    options: Options,
    entropy: Box<dyn Entropy>,
    chance: SeededEntropy,
    /// Disks in use, each with the version that its keys have reached.
    disks: Vec<(Arc<SimDisk>, u16)>,
    backups: Vec<(SimDisk, u16)>,
    old_supers: Vec<[Option<Vec<u8>>; 2]>,
    ms: u64,
    epochs: u32,
}

fn data_key(track: u32, version: u16) -> DataKey {
    DataKey::generate(&SeededEntropy::new(u64::from(track) * 1_000 + u64::from(version)), version)
}

impl Family {
    fn new(world: World, seed: u64) -> Self {
        let ledger = NonceLedger::default();
        let options = Options {
            segment_bytes: 32 * 1024,
            budget_bytes: 8 * 32 * 1024,
            commit_bytes_max: 16 * 1024,
            epoch_bytes_max: 4_000,
            suite: Arc::new(ledger.clone()),
            ..Options::tiny()
        };
        let entropy: Box<dyn Entropy> =
            if world.fresh_salts { Box::new(SeededEntropy::new(seed)) } else { Box::new(Stuck) };
        let disk = SimDisk::new(seed);
        Log::create(&disk, &options, &*entropy).unwrap();
        Self {
            ledger,
            options,
            entropy,
            chance: SeededEntropy::new(seed + 1),
            backups: vec![(disk.image(0), 1)],
            disks: vec![(Arc::new(disk), 1)],
            old_supers: Vec::new(),
            ms: 0,
            epochs: 0,
        }
    }

    fn draw(&self, below: u64) -> u64 {
        u64::from_le_bytes(self.chance.bytes()) % below
    }

    fn pick(&self, length: usize) -> usize {
        usize::try_from(self.draw(length as u64)).unwrap()
    }

    /// One run of the program on one of the disks, and what becomes of the disk afterwards.
    fn live(&mut self, world: World) {
        let at = self.pick(self.disks.len());
        let (disk, mut version) = self.disks[at].clone();
        disk.script(self.faults());
        let shared: Arc<dyn Disk> = Arc::<SimDisk>::clone(&disk);
        if let Ok((log, found)) = Log::open(shared, self.options.clone(), &*self.entropy, WallMs(0)) {
            self.epochs = self.epochs.max(found.epoch);
            (1..=2).for_each(|track| {
                (1..=version).for_each(|v| log.register(TrackId(track), data_key(track, v)));
            });
            for _ in 0..1 + self.draw(12) {
                if self.draw(8) == 0 {
                    version += 1;
                    (1..=2).for_each(|track| log.register(TrackId(track), data_key(track, version)));
                }
                self.work(&log);
            }
        }
        disk.script(Faults::default());
        let seed = self.draw(u64::MAX);
        let after = if self.draw(3) == 0 { disk.image(seed) } else { disk.after_cut(seed) };
        self.disks[at] = (Arc::new(after), version);
        if world.time_travel {
            self.travel(at);
        }
    }

    fn faults(&self) -> Faults {
        let mut faults = Faults::default();
        match self.draw(6) {
            0 => faults.cut_at = Some(self.draw(40)),
            1 => drop(faults.at.insert(self.draw(40), Fault::Error)),
            2 => drop(faults.at.insert(self.draw(40), Fault::Short)),
            3 => drop(faults.at.insert(self.draw(40), Fault::NoSpace)),
            _ => {}
        }
        faults
    }

    /// Places that were in doubt at the last cut are given again, with other bytes.
    fn work(&mut self, log: &Log) {
        self.ms += 1;
        let body: Vec<u8> = self.ms.to_le_bytes().repeat(1 + self.pick(400));
        let records: &[(u32, &[u8])] = &[(1, &body), (2, b"the same every time"), (1, &body[..8])];
        drop(log.stage(batch(&records[..1 + self.pick(3)]), now(self.ms)));
        // A cut may come while it is staged only.
        if self.draw(9) > 0 {
            while log.commit(now(self.ms)).is_ok_and(|committed| committed.is_some()) {}
        }
        let keep = self.draw(30);
        for track in [TrackId(1), TrackId(2)] {
            log.trim(track, Seq(log.bounds(track).next.0.saturating_sub(keep)));
        }
        drop(log.reclaim());
    }

    /// Backups are made and restored, disks cloned, super blocks rolled back, one copy lost.
    fn travel(&mut self, at: usize) {
        let (disk, version) = self.disks[at].clone();
        let seed = self.draw(u64::MAX);
        match self.draw(8) {
            0 => self.backups.push((disk.image(seed), version)),
            1 => {
                let (backup, version) = &self.backups[self.pick(self.backups.len())];
                self.disks[at] = (Arc::new(backup.image(seed)), *version);
            }
            2 if self.disks.len() < 4 => self.disks.push((Arc::new(disk.image(seed)), version)),
            3 => self.old_supers.push(SUPERS.map(|area| disk.bytes(area))),
            4 if !self.old_supers.is_empty() => {
                let old = self.old_supers[self.pick(self.old_supers.len())].clone();
                SUPERS.into_iter().zip(old).for_each(|(area, bytes)| disk.replace(area, bytes));
            }
            5 => disk.replace(SUPERS[self.pick(2)], None),
            _ => {}
        }
    }
}

/// Runs a history and returns the seals, those that broke the rule, and the highest epoch.
fn history(world: World, seed: u64, lives: u32) -> (usize, u64, u32) {
    let mut family = Family::new(world, seed);
    for _ in 0..lives {
        family.live(world);
    }
    (family.ledger.pairs(), family.ledger.repeated(), family.epochs)
}

/// Histories per test; `MILLPOND_HISTORIES` asks for more.
fn histories() -> u64 {
    std::env::var("MILLPOND_HISTORIES")
        .map_or(12, |count| count.parse().expect("MILLPOND_HISTORIES is a number"))
}

#[test]
fn no_pair_repeats_whatever_becomes_of_the_disks() {
    for seed in 0..histories() {
        let world = World { time_travel: true, fresh_salts: true };
        let (seals, broken, _) = history(world, seed, 60);
        assert_eq!(broken, 0, "seed {seed}");
        assert!(seals > 300, "seed {seed}: {seals} seals");
    }
}

#[test]
fn the_numbers_alone_keep_pairs_apart_when_every_salt_is_the_same() {
    for seed in 0..histories() {
        let world = World { time_travel: false, fresh_salts: false };
        let (seals, broken, epochs) = history(world, seed, 40);
        assert_eq!(broken, 0, "seed {seed}");
        assert!(seals > 150, "seed {seed}: {seals} seals");
        assert!(epochs > 40, "seed {seed}: {epochs} epochs in 40 runs");
    }
}

#[test]
fn the_ledger_notices_when_numbers_and_salts_both_repeat() {
    let world = World { time_travel: true, fresh_salts: false };
    let noticed = (0..4).filter(|seed| history(world, *seed, 60).1 > 0).count();

    assert_eq!(noticed, 4, "a ledger that misses this misses everything");
}

#[test]
fn an_epoch_ends_within_one_run_and_all_of_it_can_be_read() {
    let mut family = Family::new(World { time_travel: false, fresh_salts: true }, 1);
    family.options.budget_bytes = 64 * 32 * 1024;
    let disk = Arc::clone(&family.disks[0].0);
    let open = || {
        let shared: Arc<dyn Disk> = Arc::<SimDisk>::clone(&disk);
        let (log, found) = Log::open(shared, family.options.clone(), &*family.entropy, WallMs(0)).unwrap();
        log.register(TrackId(1), data_key(1, 1));
        (log, found)
    };
    let (log, first) = open();
    for n in 0..200u64 {
        crate::rig::put(&log, n, &[(1, &[1; 3_000])]);
    }
    assert_eq!(crate::rig::bodies(&log, 1).len(), 200);
    drop(log);

    let (log, second) = open();

    assert_eq!(crate::rig::bodies(&log, 1).len(), 200);
    assert!(second.rot.is_empty());
    assert!(second.epoch - first.epoch > 8, "{} to {}", first.epoch, second.epoch);
    assert_eq!(family.ledger.repeated(), 0);
}

#[test]
fn an_epoch_ends_with_its_time_and_what_it_sealed_stays_readable() {
    let options = Options { epoch_ms_max: 1_000, ..Options::tiny() };
    let disk = crate::rig::created(&options);
    let (log, first) = crate::rig::open(&disk, &options, 1);
    for n in 0..200u64 {
        crate::rig::put(&log, n * 10, &[(1, &[1; 3_000])]);
    }
    drop(log);

    let (log, second) = crate::rig::open(&disk, &options, 1);

    assert_eq!(crate::rig::bodies(&log, 1).len(), 200);
    assert_eq!(second.epoch - first.epoch, 2, "one after a second, and one for the open");
}

#[test]
fn an_epoch_above_the_bound_of_the_cipher_is_refused() {
    let options = Options { epoch_bytes_max: (64 << 30) + 1, ..Options::tiny() };
    let refused = Log::create(&SimDisk::new(0), &options, &SeededEntropy::new(0));

    assert_eq!(
        refused.unwrap_err().to_string(),
        "epoch_bytes_max must be at most 64 GiB; correct the option"
    );
}
