//! A log on a simulated disk with a clock that moves by itself.

use std::sync::Arc;

use millpond_base::{LineMs, Now, SeededEntropy, Seq, TrackId, WallMs};
use millpond_log::disk::{Disk, SimDisk};
use millpond_log::{Batch, DataKey, Keys, Log, Options, ReadError, ReadLimit, Record, Recovered};

pub(crate) const ALL: ReadLimit = ReadLimit { records: usize::MAX, bytes: usize::MAX };

pub(crate) fn now(ms: u64) -> Now {
    Now { wall: WallMs(1_000_000 + ms), line: LineMs(ms), trusted: true }
}

pub(crate) fn key(track: u32) -> DataKey {
    DataKey::generate(&SeededEntropy::new(u64::from(track) + 77), 1)
}

/// A few small segments, so that a test writes over several.
pub(crate) fn small() -> Options {
    Options {
        segment_bytes: 32 * 1024,
        budget_bytes: 8 * 32 * 1024,
        commit_bytes_max: 16 * 1024,
        ..Options::tiny()
    }
}

/// True when tests shall try every bit and every cut instead of a sample: minutes instead of seconds.
pub(crate) fn every_bit() -> bool {
    std::env::var_os("MILLPOND_EVERY_BIT").is_some()
}

/// Bits to flip in so many bytes, as byte and bit within: all of them, or one in each byte of the sample.
pub(crate) fn flips(bytes: usize, sample: impl Fn(usize) -> bool) -> Vec<(usize, u8)> {
    if every_bit() {
        return (0..bytes).flat_map(|byte| (0..8).map(move |bit| (byte, bit))).collect();
    }
    (0..bytes).filter(|byte| sample(*byte)).map(|byte| (byte, u8::try_from(byte % 8).unwrap())).collect()
}

/// Tries all cases, shared among the processors.
pub(crate) fn each<T: Sync>(cases: &[T], judge: impl Fn(&T) + Sync) {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for part in cases.chunks(cases.len().div_ceil(threads).max(1)) {
            let judge = &judge;
            scope.spawn(move || part.iter().for_each(judge));
        }
    });
}

/// The keys of tracks 1 to `tracks`, as a technician's tools get them.
pub(crate) fn keys(tracks: u32) -> Keys {
    (1..=tracks).map(|track| (TrackId(track), vec![key(track)])).collect()
}

pub(crate) fn created(options: &Options) -> Arc<SimDisk> {
    let disk = Arc::new(SimDisk::new(1));
    Log::create(&*disk, options, &SeededEntropy::new(5)).unwrap();
    disk
}

pub(crate) fn open_with(disk: &Arc<SimDisk>, options: &Options, seed: u64) -> (Log, Recovered) {
    let disk: Arc<dyn Disk> = Arc::<SimDisk>::clone(disk);
    Log::open(disk, options.clone(), &SeededEntropy::new(seed), WallMs(0)).unwrap()
}

/// Opens and registers tracks 1 to `tracks`.
pub(crate) fn open(disk: &Arc<SimDisk>, options: &Options, tracks: u32) -> (Log, Recovered) {
    let (log, found) = open_with(disk, options, 900 + disk.operations());
    (1..=tracks).for_each(|track| log.register(TrackId(track), key(track)));
    log.forget_unregistered();
    (log, found)
}

pub(crate) fn batch(records: &[(u32, &[u8])]) -> Batch {
    let mut batch = Batch::new();
    records.iter().for_each(|(track, body)| batch.append(TrackId(*track), b"", body));
    batch
}

/// Stages and commits.
pub(crate) fn put(log: &Log, ms: u64, records: &[(u32, &[u8])]) -> Vec<Seq> {
    let durable = log.stage(batch(records), now(ms)).unwrap();
    while log.commit(now(ms)).unwrap().is_some() {}
    durable.redeem(log).unwrap()
}

/// Every readable record of a track, and every damaged chunk met on the way.
pub(crate) fn read_all(log: &Log, track: u32) -> (Vec<Record>, Vec<ReadError>) {
    let (mut records, mut rot) = (Vec::<Record>::new(), Vec::new());
    let mut from = log.bounds(TrackId(track)).first;
    loop {
        match log.read(TrackId(track), from, ALL) {
            Ok(more) if more.is_empty() => {
                assert_eq!(scan(log, track), records.iter().map(|r| r.seq).collect::<Vec<_>>());
                return (records, rot);
            }
            Ok(more) => {
                from = more.last().unwrap().seq.next();
                records.extend(more);
            }
            Err(ReadError::Rot { first, count, track, segment, offset }) => {
                from = Seq(first.0 + u64::from(count));
                rot.push(ReadError::Rot { track, first, count, segment, offset });
            }
            Err(other) => panic!("{other}"),
        }
    }
}

/// The places that a scan in small pages gives.
fn scan(log: &Log, track: u32) -> Vec<Seq> {
    let mut places = Vec::new();
    let page = ReadLimit { records: 3, bytes: usize::MAX };
    log.scan(TrackId(track), Seq(0), page, |more| places.extend(more.iter().map(|r| r.seq))).unwrap();
    places
}

pub(crate) fn bodies(log: &Log, track: u32) -> Vec<Vec<u8>> {
    let (records, rot) = read_all(log, track);
    assert!(rot.is_empty(), "{rot:?}");
    records.into_iter().map(|record| record.body).collect()
}
