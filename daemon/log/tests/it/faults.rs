//! Devices that fail without losing power.

use std::sync::Arc;

use millpond_base::{Seq, TrackId};
use millpond_log::disk::{Area, Fault, Faults, SimDisk};
use millpond_log::{CommitError, Log, Options, ReadError, ReclaimError, StageError};

use crate::rig::{ALL, batch, bodies, created, now, open, put};

fn failing(operation: u64, fault: Fault) -> Faults {
    Faults { at: [(operation, fault)].into(), ..Faults::default() }
}

fn running() -> (Arc<SimDisk>, Log) {
    let disk = created(&Options::tiny());
    let (log, _) = open(&disk, &Options::tiny(), 1);
    put(&log, 1, &[(1, b"before")]);
    (disk, log)
}

#[test]
fn a_write_that_fails_twice_stops_writing_for_good_and_reading_goes_on() {
    let kinds = [Fault::Error, Fault::Short, Fault::NoSpace, Fault::SyncLies];
    for (operation, fault) in (0u64..).zip(kinds) {
        let (disk, log) = running();
        // In turn the first write and its repetition: every operation that can fail so does.
        disk.script(Faults { at: (0..10).map(|n| (n, fault)).collect(), ..Faults::default() });

        let durable = log.stage(batch(&[(1, b"in doubt")]), now(2)).unwrap();
        let failed = log.commit(now(2));

        assert!(matches!(failed, Err(CommitError::Device(_))), "{fault:?}");
        assert!(durable.redeem(&log).is_err(), "{fault:?}");
        let operations = disk.operations();
        assert_eq!(log.stage(batch(&[(1, b"after")]), now(3)).unwrap_err(), StageError::Failed);
        assert!(matches!(log.commit(now(3)), Err(CommitError::Failed)));
        assert!(matches!(log.reclaim(), Err(ReclaimError::Failed)));
        assert!(matches!(log.settle(), Err(CommitError::Failed)));
        assert_eq!(disk.operations(), operations, "a failed device is not asked again");
        assert_eq!(bodies(&log, 1), [b"before"]);
        assert!(log.failed());

        let disk = Arc::new(disk.after_cut(operation));
        let (log, found) = open(&disk, &Options::tiny(), 1);
        assert!(found.rot.is_empty());
        let there = bodies(&log, 1);
        assert!(there == [&b"before"[..]] || there == [&b"before"[..], b"in doubt"], "{fault:?}");
        put(&log, 5, &[(1, b"again")]);
    }
}

#[test]
fn a_write_that_fails_once_is_repeated_elsewhere_and_found_once() {
    let faults =
        [(0, Fault::Error), (0, Fault::Short), (0, Fault::NoSpace), (1, Fault::Error), (1, Fault::SyncLies)];
    for (operation, fault) in faults {
        let (disk, log) = running();
        disk.script(failing(operation, fault));

        put(&log, 2, &[(1, b"refused once")]);

        assert!(log.take_refused().is_some() && log.take_refused().is_none(), "{fault:?}");
        assert_eq!(log.stats().segments_fenced, 1, "{fault:?}");
        put(&log, 3, &[(1, b"after")]);
        let expected = [&b"before"[..], b"refused once", b"after"];
        assert_eq!(bodies(&log, 1), expected, "{fault:?}");
        for image in [disk.after_cut(operation), disk.after_kill(operation)] {
            let (log, found) = open(&Arc::new(image), &Options::tiny(), 1);
            assert!(found.rot.is_empty(), "{fault:?} {found:?}");
            assert_eq!(bodies(&log, 1), expected, "{fault:?}");
            assert_eq!(log.bounds(TrackId(1)).records, 3, "{fault:?}");
            put(&log, 5, &[(1, b"again")]);
        }
    }
}

#[test]
fn a_footer_or_claim_that_fails_costs_a_segment_and_no_record() {
    let options = Options::tiny();
    let body = [7u8; 3000];
    for operation in 0..140 {
        let disk = created(&options);
        let (log, _) = open(&disk, &options, 1);
        disk.script(failing(operation, Fault::Error));
        let mut refused = 0;
        for n in 0..60 {
            put(&log, n, &[(1, &body)]);
            log.trim(TrackId(1), Seq(n.saturating_sub(20)));
            log.reclaim().unwrap();
            refused += u32::from(log.take_refused().is_some());
        }
        // Segments are created ahead of need; one that cannot be created just now is created later.
        assert!(refused <= 1 && !log.failed());
        let (log, found) = open(&Arc::new(disk.after_cut(operation)), &options, 1);
        assert!(found.rot.is_empty(), "operation {operation}: {found:?}");
        assert_eq!(log.bounds(TrackId(1)).next, Seq(60));
        assert_eq!(log.read(TrackId(1), Seq(40), ALL).unwrap().len(), 20, "operation {operation}");
    }
}

#[test]
fn a_failed_read_is_told_and_can_be_repeated() {
    let (disk, log) = running();
    disk.script(Faults { reads: vec![0], ..Faults::default() });

    assert!(matches!(log.read(TrackId(1), Seq(0), ALL), Err(ReadError::Device(_))));

    assert_eq!(log.read(TrackId(1), Seq(0), ALL).unwrap().len(), 1);
}

#[test]
fn a_device_too_small_for_its_budget_refuses_batches_and_recovers_after_reclaim() {
    let disk = created(&Options::tiny());
    disk.script(Faults { capacity_bytes: Some(8_192 + 4 * 65_536), ..Faults::default() });
    let (log, _) = open(&disk, &Options::tiny(), 1);
    let body = [7u8; 3000];
    let mut written = 0;
    let refused = loop {
        match log.stage(batch(&[(1, &body)]), now(written)) {
            Ok(_) => written += 1,
            Err(other) => break other,
        }
        log.commit(now(written)).unwrap();
    };
    assert!(matches!(refused, StageError::Full { .. }), "{refused:?}");
    assert!(!log.failed());

    log.trim(TrackId(1), Seq(written - 5));
    assert!(log.reclaim().unwrap() > 0);

    put(&log, 500, &[(1, &body)]);
    assert_eq!(bodies(&log, 1).len(), 6);
}

#[test]
fn an_unreadable_segment_keeps_no_other_from_being_read() {
    let options = Options::tiny();
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 1);
    let body = [7u8; 3000];
    (0..60).for_each(|n| drop(put(&log, n, &[(1, &body)])));
    drop(log);
    // Two reads for the super blocks, then the footer and all of segment 0.
    disk.script(Faults { reads: vec![2, 3], ..Faults::default() });

    let (log, found) = open(&disk, &options, 1);

    assert_eq!(found.unreadable, [0]);
    let bounds = log.bounds(TrackId(1));
    assert!(bounds.first > Seq(0) && bounds.next == Seq(60));
    assert_eq!(log.read(TrackId(1), Seq(0), ALL).unwrap().len() as u64, 60 - bounds.first.0);
    let before = disk.bytes(Area::Segment(0));
    for n in 0..100 {
        let next = log.bounds(TrackId(1)).next;
        log.trim(TrackId(1), next);
        log.reclaim().unwrap();
        put(&log, n, &[(1, &body)]);
    }
    assert_eq!(disk.bytes(Area::Segment(0)), before, "what cannot be read is not overwritten");
}
