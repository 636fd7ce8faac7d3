//! The few records that still live are moved out of segments that hold little else, and nothing is lost or there twice.

use std::sync::Arc;

use millpond_base::{Seq, TrackId};
use millpond_log::disk::{Area, Faults, SimDisk};
use millpond_log::{Log, Options, StageError};

use crate::rig::{batch, bodies, created, keys, now, open, put, read_all, small};

/// Segments of 16 blocks.
fn options() -> Options {
    Options { budget_bytes: 24 * 64 * 1024, ..Options::tiny() }
}

const STRAGGLERS: u32 = 12;

/// Track 1 fills segment after segment; track 2 has one record in each. Then all of track 1 is let go of.
fn stragglers(disk: &Arc<SimDisk>) -> Log {
    let (log, _) = open(disk, &options(), 3);
    put(&log, 0, &[(3, b"gone")]);
    log.trim(TrackId(3), Seq(1));
    for n in 0..STRAGGLERS * 12 {
        let ms = u64::from(n);
        put(&log, ms, &[(1, &[7; 3_500])]);
        if n % 12 == 5 {
            put(&log, ms, &[(2, format!("straggler {}", n / 12).as_bytes())]);
        }
    }
    log.trim(TrackId(1), log.bounds(TrackId(1)).next);
    log
}

/// What [`Log::reclaim`] and [`Log::relocate`] do within a few seconds.
fn seconds(log: &Log, from_ms: u64) {
    for ms in from_ms..from_ms + 6 {
        log.reclaim().unwrap();
        log.relocate(now(ms)).unwrap();
        while log.commit(now(ms)).unwrap().is_some() {}
    }
}

fn expected() -> Vec<Vec<u8>> {
    (0..STRAGGLERS).map(|n| format!("straggler {n}").into_bytes()).collect()
}

#[test]
fn stragglers_move_together_and_their_segments_are_free() {
    let disk = created(&options());
    let log = stragglers(&disk);
    let before = log.stats();
    assert!(before.segments_used > 9, "{}", before.segments_used);

    seconds(&log, 1_000);

    let after = log.stats();
    assert!(after.segments_used <= 3, "{} of {}", after.segments_used, before.segments_used);
    assert!(after.moved_bytes < 12 * 200, "{} B moved", after.moved_bytes);
    assert_eq!(bodies(&log, 2), expected());
    assert_eq!(log.bounds(TrackId(2)).records, u64::from(STRAGGLERS));
    assert_eq!(put(&log, 2_000, &[(2, b"next")]), [Seq(u64::from(STRAGGLERS))]);
}

#[test]
fn what_was_moved_is_where_it_was_after_a_start_and_places_go_on() {
    let disk = created(&options());
    let log = stragglers(&disk);
    seconds(&log, 1_000);
    drop(log);

    for seed in 0..4 {
        let disk = Arc::new(disk.after_cut(seed));
        let (log, found) = open(&disk, &options(), 3);

        assert_eq!((found.rot, found.segments_used), (vec![], log.stats().segments_used));
        assert!(found.segments_used <= 3, "{}", found.segments_used);
        assert_eq!(bodies(&log, 2), expected());
        assert_eq!(log.bounds(TrackId(3)).next, Seq(1), "a track without data keeps its place");
        assert_eq!(put(&log, 2_000, &[(2, b"next")]), [Seq(u64::from(STRAGGLERS))]);
        assert!(millpond_log::verify(&*disk, Some(&keys(3))).unwrap().is_sound());
    }
}

#[test]
fn a_cut_at_every_operation_of_moving_leaves_every_record_once() {
    let disk = created(&options());
    let log = stragglers(&disk);
    drop(log);
    let image = disk.image(1);
    let whole = Arc::new(image.image(2));
    let operations = {
        let (log, _) = open(&whole, &options(), 3);
        log.trim(TrackId(1), log.bounds(TrackId(1)).next);
        let before = whole.operations();
        seconds(&log, 1_000);
        (before, whole.operations())
    };
    assert!(operations.1 - operations.0 > 10);

    for cut_at in 0..operations.1 {
        let disk = Arc::new(image.image(3).with_faults(Faults { cut_at: Some(cut_at), ..Faults::default() }));
        cut_life(&disk);
        let disk = Arc::new(disk.after_cut(cut_at));

        for start in 0..2 {
            let (log, found) = open(&disk, &options(), 3);
            assert_eq!(found.rot, []);
            assert_eq!(bodies(&log, 2), expected(), "cut at {cut_at}, start {start}");
            assert_eq!(log.bounds(TrackId(2)).records, u64::from(STRAGGLERS));
            log.trim(TrackId(1), log.bounds(TrackId(1)).next);
            seconds(&log, 2_000);
            assert_eq!(bodies(&log, 2), expected(), "cut at {cut_at}, start {start}, moved again");
            assert!(log.stats().segments_used <= 4, "{}", log.stats().segments_used);
        }
    }
}

/// Opens and moves until the power is cut.
fn cut_life(disk: &Arc<SimDisk>) {
    let shared: Arc<dyn millpond_log::disk::Disk> = Arc::<SimDisk>::clone(disk);
    let entropy = millpond_base::SeededEntropy::new(9);
    let opened = Log::open(shared, options(), &entropy, millpond_base::WallMs(0));
    let Ok((log, _)) = opened else { return };
    (1..=3).for_each(|track| log.register(TrackId(track), crate::rig::key(track)));
    log.forget_unregistered();
    log.trim(TrackId(1), log.bounds(TrackId(1)).next);
    for ms in 1_000..1_006 {
        let moved = log.reclaim().is_ok() && log.relocate(now(ms)).is_ok() && log.commit(now(ms)).is_ok();
        if !moved {
            return;
        }
    }
}

#[test]
fn what_was_moved_after_a_lost_commit_does_not_say_how_far_its_track_had_come() {
    let disk = created(&options());
    let log = stragglers(&disk);
    let segments = || (0..24).map(|n| disk.bytes(Area::Segment(n)).unwrap_or_default()).collect::<Vec<_>>();
    let before = segments();
    put(&log, 900, &[(2, b"lost"), (2, b"lost too")]);
    let after = segments();
    log.relocate(now(1_000)).unwrap();
    while log.commit(now(1_000)).unwrap().is_some() {}
    assert!(log.stats().moved_bytes > 0);
    drop(log);
    let (segment, written) =
        (0..24u32).zip(after.iter().zip(&before)).find(|(_, (after, before))| after != before).unwrap();
    let changed = written.0.iter().zip(written.1).position(|(after, before)| after != before).unwrap();
    let block = changed / 4096 * 4096;
    let mut bytes = disk.bytes(Area::Segment(segment)).unwrap();
    bytes[block..block + 4096].fill(0);
    disk.replace(Area::Segment(segment), Some(bytes));

    let (log, found) = open(&disk, &options(), 3);

    assert_eq!(found.rot.len(), 1);
    let next = put(&log, 2_000, &[(2, b"next")]);
    assert!(next[0] > Seq(u64::from(STRAGGLERS) + 1), "{next:?} was acknowledged before");
}

#[test]
fn salvage_takes_what_was_moved_once() {
    let disk = created(&options());
    let log = stragglers(&disk);
    // Moved, and the old copies still there.
    log.relocate(now(1_000)).unwrap();
    while log.commit(now(1_000)).unwrap().is_some() {}
    drop(log);
    let to = Arc::new(SimDisk::new(7));

    millpond_log::salvage(&*disk, &*to, &keys(3), &options(), &millpond_base::SeededEntropy::new(3)).unwrap();

    let (log, _) = open(&to, &options(), 3);
    assert_eq!(bodies(&log, 2), expected());
    assert_eq!(log.bounds(TrackId(2)).records, u64::from(STRAGGLERS));
}

#[test]
fn a_full_log_makes_room_for_deletes_by_moving() {
    let options = Options { budget_bytes: 8 * 32 * 1024, ..small() };
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 2);
    let mut ms = 0;
    while log.stage(batch(&[(1, &[1; 3_000]), (2, b"straggler")]), now(ms)).is_ok() {
        while log.commit(now(ms)).unwrap().is_some() {}
        ms += 1;
    }
    // Acknowledgements may take all of their reserve.
    while log.stage(batch(&[(2, &[2; 900])]).essential(), now(ms)).is_ok() {
        while log.commit(now(ms)).unwrap().is_some() {}
        ms += 1;
    }
    let there = log.bounds(TrackId(2)).records;
    log.trim(TrackId(1), log.bounds(TrackId(1)).next);
    assert_eq!(log.reclaim().unwrap(), 0, "every segment holds a straggler");

    seconds(&log, ms);

    assert!(log.stats().segments_free >= 4, "{:?}", log.stats());
    assert_eq!(log.bounds(TrackId(2)).records, there);
    assert_eq!(read_all(&log, 2).0.len() as u64, there);
    put(&log, ms + 10, &[(1, &[1; 3_000])]);
}

#[test]
fn the_smallest_log_takes_records_again_once_nearly_everything_is_gone() {
    let options = Options { budget_bytes: 4 * 32 * 1024, ..small() };
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 2);
    let mut ms = 0;
    for _ in 0..3 {
        put(&log, ms, &[(2, b"straggler")]);
        while log.stage(batch(&[(1, &[1; 3_000])]), now(ms)).is_ok() {
            while log.commit(now(ms)).unwrap().is_some() {}
            ms += 1;
        }
        log.trim(TrackId(1), log.bounds(TrackId(1)).next);
        seconds(&log, ms);
        ms += 10;
    }
    put(&log, ms, &[(1, &[1; 8_000])]);

    assert_eq!(bodies(&log, 2).len(), 3);
}

#[test]
fn a_chunk_that_rotted_stays_where_it_is_and_keeps_being_reported() {
    let disk = created(&options());
    let log = stragglers(&disk);
    // The straggler of the first segment lies in its seventh frame or so; spoil the whole middle of the segment.
    for block in 1..13 {
        assert!(disk.flip(Area::Segment(0), block * 4096 + 150, 3));
    }

    seconds(&log, 1_000);

    let (records, rot) = read_all(&log, 2);
    assert_eq!((records.len(), rot.len()), (11, 1));
    assert!(log.stats().segments_used <= 4, "{}", log.stats().segments_used);
}

#[test]
fn a_piece_is_replaced_by_what_was_kept_of_it() {
    let disk = created(&options());
    let (log, _) = open(&disk, &options(), 2);
    for ms in 0..40u8 {
        let bodies: Vec<[u8; 400]> = (0..9).map(|n| [ms * 6 + n % 6; 400]).collect();
        let records: Vec<_> = bodies.iter().map(|body| (1, &body[..])).collect();
        put(&log, u64::from(ms), &records);
    }
    let mut kept: Vec<Vec<u8>> = bodies(&log, 1);
    let mut from = Seq(0);
    let mut dropped = 0;
    while let Some(piece) = log.piece(TrackId(1), from).unwrap() {
        from = piece.end();
        let keep = |seq: u64| seq % 9 == 4 || seq % 9 == 5 || seq % 9 == 8;
        let mut swap = batch(&[(2, b"let go of six")]);
        swap.replace(&piece, |record| keep(record.seq.0));
        drop(log.stage(swap, now(100)).unwrap());
        assert!(log.is_replacing());
        assert!(matches!(
            log.stage(
                {
                    let mut again = batch(&[]);
                    again.replace(&piece, |_| true);
                    again
                },
                now(100)
            ),
            Err(StageError::Busy { .. })
        ));
        while log.commit(now(100)).unwrap().is_some() {}
        for seq in (piece.first().0..piece.end().0).filter(|seq| !keep(*seq)) {
            kept[usize::try_from(seq).unwrap()] = Vec::new();
            dropped += 1;
        }
    }
    kept.retain(|body| !body.is_empty());
    assert!(dropped > 100, "{dropped}");

    assert_eq!(bodies(&log, 1), kept);
    assert_eq!(log.bounds(TrackId(1)).records, kept.len() as u64);
    let times: Vec<_> = read_all(&log, 1).0.iter().map(|record| (record.seq.0 / 9, record.line.0)).collect();
    assert!(times.iter().all(|(commit, line)| commit == line), "records keep their times");
    for seed in 0..3 {
        let disk = Arc::new(disk.after_cut(seed));
        let (log, _) = open(&disk, &options(), 2);
        assert_eq!(bodies(&log, 1), kept);
        log.reclaim().unwrap();
        seconds(&log, 200);
        assert_eq!(bodies(&log, 1), kept);
    }
}
