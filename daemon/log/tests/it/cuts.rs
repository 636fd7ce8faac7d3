//! The power is cut at every disk operation of a mixed workload, and again at every operation of the
//! recovery that follows: what was acknowledged survives in order, the rest is whole or absent.

use std::collections::BTreeMap;
use std::sync::Arc;

use millpond_base::{SeededEntropy, Seq, TrackId, WallMs};
use millpond_log::disk::{Disk, Faults, SimDisk};
use millpond_log::{Batch, CommitError, Log, Options, StageError};

use crate::rig::{batch, key, now, read_all};

const TRACKS: u32 = 3;

/// Small segments, so that a short workload rolls, reclaims and reuses them.
fn options() -> Options {
    Options {
        budget_bytes: 6 * 32 * 1024,
        segment_bytes: 32 * 1024,
        staged_bytes_max: 32 * 1024,
        commit_bytes_max: 16 * 1024,
        chunk_bytes_target: 3 * 1024,
        zero_ahead_bytes: 8 * 1024,
        ..Options::default()
    }
}

/// What the world was told, and what is still in doubt.
#[derive(Clone, Debug, Default)]
struct Told {
    /// Acknowledged records.
    durable: BTreeMap<(u32, u64), Vec<u8>>,
    /// Batches that were staged and not acknowledged, in order.
    doubt: Vec<Vec<(u32, u64, Vec<u8>)>>,
    /// Before this, records may be gone.
    trimmed: BTreeMap<u32, u64>,
}

impl Told {
    fn acknowledge(&mut self) {
        for (track, seq, body) in self.doubt.drain(..).flatten() {
            self.durable.insert((track, seq), body);
        }
    }
}

/// A number that looks random and is not.
fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z ^ (z >> 31)
}

fn stage(log: &Log, told: &mut Told, step: u64) -> bool {
    let mut batch = Batch::new();
    let mut records = Vec::new();
    for part in 0..=mixed(step) % 4 {
        let chance = mixed(step * 31 + part);
        let track = 1 + u32::try_from(chance % u64::from(TRACKS)).unwrap();
        let body = vec![chance.to_le_bytes()[1]; usize::try_from((chance >> 20) % 2_500).unwrap()];
        batch.append(TrackId(track), &step.to_le_bytes(), &body);
        records.push((track, body));
    }
    let seqs = match log.stage(batch, now(step)) {
        Ok(durable) => durable.peek().clone(),
        Err(StageError::Failed | StageError::Full { .. } | StageError::Busy { .. }) => return false,
        Err(other) => panic!("{other}"),
    };
    told.doubt.push(seqs.iter().zip(records).map(|(seq, (track, body))| (track, seq.0, body)).collect());
    true
}

/// Opens, checks what is there against what was told, and works until the power is cut.
fn live(disk: &Arc<SimDisk>, told: &mut Told, steps: std::ops::Range<u64>, settle: bool) -> Option<()> {
    let shared: Arc<dyn Disk> = Arc::<SimDisk>::clone(disk);
    let entropy = SeededEntropy::new(steps.start + disk.written_bytes());
    let (log, found) = Log::open(shared, options(), &entropy, WallMs(0)).ok()?;
    assert_eq!(found.rot, [], "a power cut is no rot");
    assert!(found.unreadable.is_empty());
    (1..=TRACKS).for_each(|track| log.register(TrackId(track), key(track)));
    log.forget_unregistered();
    check_unless_cut(disk, &log, told)?;
    for step in steps {
        for part in 0..=mixed(step + 7) % 2 {
            stage(&log, told, 2 * step + part);
        }
        loop {
            match log.commit(now(step)) {
                Ok(Some(_)) if log.staged_bytes() > 0 => {}
                Ok(_) => break told.acknowledge(),
                Err(CommitError::Device(_) | CommitError::Failed) => return None,
                Err(other) => panic!("{other}"),
            }
        }
        if step % 5 == 4 {
            trim(&log, told, step);
        }
    }
    if settle {
        log.settle().ok()?;
    }
    check_unless_cut(disk, &log, told)
}

/// Creating a segment ahead of need may lose the power unnoticed.
fn check_unless_cut(disk: &SimDisk, log: &Log, told: &mut Told) -> Option<()> {
    (!disk.is_cut()).then(|| check(log, told))
}

fn trim(log: &Log, told: &mut Told, step: u64) {
    let track = 1 + u32::try_from(step / 5 % u64::from(TRACKS)).unwrap();
    let next = log.bounds(TrackId(track)).next.0;
    let before = next.saturating_sub(mixed(step) % 6);
    log.trim(TrackId(track), Seq(before));
    let trimmed = told.trimmed.entry(track).or_default();
    *trimmed = before.max(*trimmed);
    let _ = log.reclaim();
    let _ = log.relocate(now(step));
}

/// Acknowledged records are there unless trimmed, batches in doubt are whole or absent, nothing else
/// is there, and places ascend. What is found to be there is durable from now on.
fn check(log: &Log, told: &mut Told) {
    let mut there = BTreeMap::new();
    for track in 1..=TRACKS {
        let (records, rot) = read_all(log, track);
        assert!(rot.is_empty(), "{rot:?}");
        assert!(records.windows(2).all(|pair| pair[0].seq < pair[1].seq), "places of track {track} ascend");
        assert!(records.windows(2).all(|pair| pair[0].line <= pair[1].line), "time never goes back");
        there.extend(records.into_iter().map(|record| ((track, record.seq.0), record.body)));
    }
    let floor = |track: &u32| told.trimmed.get(track).copied().unwrap_or(0);
    for ((track, seq), body) in &told.durable {
        if *seq >= floor(track) {
            assert_eq!(there.get(&(*track, *seq)), Some(body), "track {track} lost {seq}");
        }
    }
    let mut absent_before = false;
    for records in std::mem::take(&mut told.doubt) {
        let found =
            records.iter().filter(|(track, seq, body)| there.get(&(*track, *seq)) == Some(body)).count();
        assert!(found == 0 || found == records.len(), "{found} of {} records of a batch", records.len());
        assert!(found == 0 || !absent_before, "a later batch survived an earlier one");
        absent_before |= found == 0;
        if found > 0 {
            told.durable.extend(records.into_iter().map(|(track, seq, body)| ((track, seq), body)));
        }
    }
    for (place, body) in &there {
        assert_eq!(told.durable.get(place), Some(body), "{place:?} was never staged");
        let next = log.bounds(TrackId(place.0)).next;
        assert!(next > Seq(place.1), "{place:?} lies beyond {next:?}");
    }
}

/// Runs the workload on a fresh disk until the script cuts it.
fn first_life(faults: Faults, seed: u64, steps: u64) -> (Arc<SimDisk>, Told) {
    let disk = Arc::new(SimDisk::new(seed));
    Log::create(&*disk, &options(), &SeededEntropy::new(5)).unwrap();
    disk.script(faults);
    let mut told = Told::default();
    let whole = live(&disk, &mut told, 0..steps, false);
    assert!(whole.is_some() || disk.is_cut());
    (disk, told)
}

fn cut_at(operation: u64) -> Faults {
    Faults { cut_at: Some(operation), ..Faults::default() }
}

#[test]
fn a_cut_at_every_operation_and_again_during_recovery_loses_nothing_acknowledged() {
    const STEPS: u64 = 60;
    let (disk, _) = first_life(Faults::default(), 0, STEPS);
    let operations = disk.operations();
    assert!(operations > 150, "{operations} operations");
    let mut nested = 0u64;

    for operation in 0..operations {
        let (cut, told) = first_life(cut_at(operation), operation, STEPS);
        // Every eighth cut is followed by one at each operation of the recovery and the first commits
        // after it, the others by one of them.
        let again = if operation % 8 == 0 { 0..12 } else { operation % 12..operation % 12 + 1 };
        for again in again {
            let disk = Arc::new(cut.after_cut(operation * 100 + again).with_faults(cut_at(again)));
            let mut told = told.clone();
            nested += u64::from(live(&disk, &mut told, 100..103, true).is_none());
            let disk = Arc::new(disk.after_cut(again));
            live(&disk, &mut told, 200..208, false).expect("the power stays on");
            let disk = Arc::new(disk.after_cut(again + 1));
            live(&disk, &mut told, 300..301, true).expect("the power stays on");
        }
    }

    assert!(nested > 300, "{nested} nested cuts");
}

#[test]
fn a_cut_while_creating_leaves_a_log_or_none() {
    let whole = SimDisk::new(0);
    Log::create(&whole, &options(), &SeededEntropy::new(1)).unwrap();

    for operation in 0..whole.operations() {
        for seed in 0..8 {
            let disk = SimDisk::new(seed).with_faults(cut_at(operation));
            assert!(Log::create(&disk, &options(), &SeededEntropy::new(1)).is_err());
            let disk = Arc::new(disk.after_cut(seed));
            if live(&disk, &mut Told::default(), 0..0, false).is_none() {
                Log::create(&*disk, &options(), &SeededEntropy::new(2)).unwrap();
            }
            live(&disk, &mut Told::default(), 0..3, false).expect("the power stays on");
        }
    }
}

#[test]
fn recovering_twice_changes_nothing() {
    for operation in (3..120).step_by(3) {
        let (cut, told) = first_life(cut_at(operation), operation, 40);
        let disk = Arc::new(cut.after_cut(1));
        let mut seen = Vec::new();

        for _ in 0..3 {
            let (log, found) = crate::rig::open(&disk, &options(), TRACKS);
            check(&log, &mut told.clone());
            let records: Vec<_> = (1..=TRACKS).map(|track| read_all(&log, track).0).collect();
            let bounds: Vec<_> = (1..=TRACKS).map(|track| log.bounds(TrackId(track))).collect();
            seen.push((records, bounds, found.lsn, found.chunks, found.rot));
        }

        assert_eq!(seen[0], seen[1]);
        assert_eq!(seen[1], seen[2]);
    }
}

#[test]
fn a_killed_process_leaves_unsynced_commits_that_the_next_start_makes_durable() {
    let disk = crate::rig::created(&options());
    let (log, _) = crate::rig::open(&disk, &options(), TRACKS);
    crate::rig::put(&log, 1, &[(1, b"acknowledged")]);
    // The sync, and the repetition elsewhere.
    let at = (1..10).map(|operation| (operation, millpond_log::disk::Fault::Error)).collect();
    disk.script(Faults { at, ..Faults::default() });
    drop(log.stage(batch(&[(1, b"in doubt")]), now(2)).unwrap());
    log.commit(now(2)).unwrap_err();
    drop(log);
    disk.script(Faults::default());

    let (log, _) = crate::rig::open(&disk, &options(), TRACKS);
    let seen = crate::rig::bodies(&log, 1);
    let disk = Arc::new(disk.after_cut(3));
    let (log, _) = crate::rig::open(&disk, &options(), TRACKS);

    assert_eq!(seen.len(), 2);
    assert_eq!(crate::rig::bodies(&log, 1), seen);
}
