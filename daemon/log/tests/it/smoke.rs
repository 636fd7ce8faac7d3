//! The plain ways of use, one by one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use millpond_base::{LineMs, SeededEntropy, Seq, Ticket, TrackId, WallMs};
use millpond_log::disk::RealDisk;
use millpond_log::{Batch, Log, OpenError, Options, ReadLimit, StageError};

use crate::rig::{ALL, batch, bodies, created, key, now, open, put, read_all};

#[test]
fn records_come_back_in_order_with_their_times() {
    let disk = created(&Options::tiny());
    let (log, _) = open(&disk, &Options::tiny(), 1);
    let mut first = Batch::new();
    first.append(TrackId(1), b"key", b"one");
    first.append(TrackId(1), b"", b"two");

    let one = log.stage(first, now(10)).unwrap();
    let two = log.stage(batch(&[(1, b"three")]), now(25)).unwrap();
    log.commit(now(30)).unwrap();

    assert_eq!(one.redeem(&log).unwrap(), [Seq(0), Seq(1)]);
    assert_eq!(two.redeem(&log).unwrap(), [Seq(2)]);
    let records = log.read(TrackId(1), Seq(0), ALL).unwrap();
    assert_eq!(records[0].attributes, b"key");
    assert_eq!(records[1].body, b"two");
    assert_eq!((records[2].line, records[2].wall), (LineMs(25), WallMs(1_000_025)));
    assert_eq!((records[0].line, records[0].wall), (LineMs(10), WallMs(1_000_010)));
}

#[test]
fn nothing_is_readable_or_redeemable_before_its_commit() {
    let disk = created(&Options::tiny());
    let (log, _) = open(&disk, &Options::tiny(), 1);

    let durable = log.stage(batch(&[(1, b"x")]), now(1)).unwrap();

    assert!(log.read(TrackId(1), Seq(0), ALL).unwrap().is_empty());
    let durable = durable.redeem(&log).unwrap_err();
    assert_eq!(log.bounds(TrackId(1)).next, Seq(0));
    let committed = log.commit(now(2)).unwrap().unwrap();
    assert_eq!(committed.tracks, [(TrackId(1), Seq(1))]);
    assert_eq!(committed.ticket, durable.ticket());
    assert!(durable.redeem(&log).is_ok());
}

#[test]
fn batches_staged_before_a_commit_share_a_chunk_and_a_sync() {
    let disk = created(&Options::tiny());
    let (log, _) = open(&disk, &Options::tiny(), 2);
    let before = log.stats();

    for n in 0..50u8 {
        drop(log.stage(batch(&[(1, &[n]), (2, &[n])]), now(u64::from(n))).unwrap());
    }
    log.commit(now(60)).unwrap();

    let after = log.stats();
    assert_eq!(after.commits - before.commits, 1);
    assert_eq!(after.chunks, 2);
    assert_eq!(bodies(&log, 1).len(), 50);
    assert!(log.commit(now(61)).unwrap().is_none());
}

#[test]
fn everything_is_there_after_reopening_many_segments() {
    let disk = created(&Options::tiny());
    let (log, _) = open(&disk, &Options::tiny(), 3);
    let body = [7u8; 3000];
    for n in 0..120u64 {
        put(&log, n, &[(1 + u32::try_from(n % 3).unwrap(), &body), (1, &n.to_le_bytes())]);
    }
    assert!(log.stats().segments_used > 5);
    let before = (1..=3).map(|track| read_all(&log, track).0).collect::<Vec<_>>();
    drop(log);

    let (log, found) = open(&disk, &Options::tiny(), 3);

    let after = (1..=3).map(|track| read_all(&log, track).0).collect::<Vec<_>>();
    assert_eq!(before, after);
    assert_eq!(found.segments_scanned, 1);
    assert_eq!(found.line, LineMs(119));
    assert!(found.rot.is_empty());
    assert_eq!(put(&log, 200, &[(2, b"more")]), [Seq(40)]);
}

#[test]
fn a_read_stops_at_its_limits_but_gives_at_least_one() {
    let disk = created(&Options::tiny());
    let (log, _) = open(&disk, &Options::tiny(), 1);
    let body = [1u8; 100];
    put(&log, 1, &[(1, &body[..]); 5]);
    put(&log, 2, &[(1, &body[..]); 5]);

    let read = |records, bytes| log.read(TrackId(1), Seq(2), ReadLimit { records, bytes }).unwrap().len();

    assert_eq!(read(7, 10_000), 7);
    assert_eq!(read(100, 10_000), 8);
    assert_eq!(read(100, 450), 4);
    assert_eq!(read(100, 1), 1);
}

#[test]
fn trimming_moves_the_first_place_and_frees_segments() {
    let disk = created(&Options::tiny());
    let (log, _) = open(&disk, &Options::tiny(), 1);
    let body = [7u8; 3000];
    for n in 0..60 {
        put(&log, n, &[(1, &body)]);
    }
    assert_eq!(log.reclaim().unwrap(), 0);

    log.trim(TrackId(1), Seq(50));

    let bounds = log.bounds(TrackId(1));
    assert_eq!((bounds.first, bounds.next, bounds.records), (Seq(50), Seq(60), 10));
    assert_eq!(log.read(TrackId(1), Seq(3), ALL).unwrap()[0].seq, Seq(50));
    assert!(log.reclaim().unwrap() >= 3);
    assert_eq!(log.trim_older(TrackId(1), LineMs(55)), Seq(55));
}

#[test]
fn a_full_log_refuses_until_space_is_reclaimed_and_reuses_segments() {
    let options = Options { budget_bytes: 6 * 64 * 1024, ..Options::tiny() };
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 1);
    let body = [7u8; 3000];
    let mut written = 0;
    let refused = loop {
        match log.stage(batch(&[(1, &body)]), now(written)) {
            Ok(_) => written += 1,
            Err(StageError::Busy { .. }) => {}
            Err(other) => break other,
        }
        log.commit(now(written)).unwrap();
    };
    assert!(
        matches!(refused, StageError::Full { used_bytes: 262_144, budget_bytes: 393_216 }),
        "{refused:?}"
    );
    assert!(written > 50, "{written}");
    assert!(log.stage(batch(&[(1, b"ack")]).essential(), now(1)).is_ok());
    log.commit(now(1)).unwrap();

    for round in 0..20 {
        let next = log.bounds(TrackId(1)).next;
        log.trim(TrackId(1), Seq(next.0 - 10));
        assert!(log.reclaim().unwrap() > 0, "round {round}");
        for _ in 0..30 {
            put(&log, 100, &[(1, &body)]);
        }
    }

    assert_eq!(log.stats().segments_max, 6);
    assert!(bodies(&log, 1).len() >= 40);
}

#[test]
fn places_go_on_after_all_data_of_a_track_is_gone() {
    let options = Options { budget_bytes: 5 * 64 * 1024, ..Options::tiny() };
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 2);
    put(&log, 1, &[(2, b"only")]);
    log.trim(TrackId(2), Seq(1));
    let body = [7u8; 3000];
    for n in 0..200 {
        let next = log.bounds(TrackId(1)).next;
        log.trim(TrackId(1), next);
        log.reclaim().unwrap();
        put(&log, n, &[(1, &body)]);
    }
    drop(log);

    let (log, _) = open(&disk, &options, 2);

    assert_eq!(log.bounds(TrackId(2)).first, Seq(1));
    // What was let go of is back until its owner says so again, and all segments are in use until then.
    log.trim(TrackId(1), log.bounds(TrackId(1)).next);
    log.reclaim().unwrap();
    assert_eq!(put(&log, 300, &[(2, b"next")]), [Seq(1)]);
}

#[test]
fn seeking_by_time_finds_the_record_inside_its_chunk() {
    let disk = created(&Options::tiny());
    let (log, _) = open(&disk, &Options::tiny(), 1);
    for ms in [10, 20, 30] {
        for step in 0..3 {
            drop(log.stage(batch(&[(1, b"x")]), now(ms + step)).unwrap());
        }
        log.commit(now(ms + 5)).unwrap();
    }

    let at = |ms| log.seek_time(TrackId(1), now(ms).wall);

    assert_eq!((at(0), at(10), at(11), at(13)), (Seq(0), Seq(0), Seq(1), Seq(3)));
    assert_eq!((at(22), at(31), at(33)), (Seq(5), Seq(7), Seq(9)));
}

#[test]
fn staging_is_bounded_and_refuses_what_it_must() {
    let options = Options { staged_bytes_max: 20_000, ..Options::tiny() };
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 1);
    let body = [0u8; 6000];

    assert!(matches!(log.stage(batch(&[(1, &[0; 30_000])]), now(1)), Err(StageError::TooLarge { .. })));
    assert_eq!(
        log.stage(batch(&[(1, b""), (9, b"")]), now(1)).unwrap_err(),
        StageError::UnknownTrack(TrackId(9))
    );
    assert_eq!(log.staged_bytes(), 0);
    for _ in 0..3 {
        assert!(log.stage(batch(&[(1, &body)]), now(1)).is_ok());
    }
    assert!(matches!(log.stage(batch(&[(1, &body)]), now(1)), Err(StageError::Busy { .. })));
    while log.commit(now(1)).unwrap().is_some() {}
    assert!(log.stage(batch(&[(1, &body)]), now(1)).is_ok());
    assert_eq!(log.bounds(TrackId(1)).records, 3);
}

#[test]
fn a_track_that_was_ended_takes_nothing_more_and_keeps_what_was_on_its_way() {
    let disk = created(&Options::tiny());
    let (log, _) = open(&disk, &Options::tiny(), 2);
    assert_eq!(put(&log, 1, &[(1, b"a")]), [Seq(0)]);
    drop(log.stage(batch(&[(1, b"b")]), now(2)).unwrap());

    let end = log.close_track(TrackId(1));

    let both = batch(&[(2, b""), (1, b"late")]);
    assert_eq!(log.stage(both, now(3)).unwrap_err(), StageError::Closed(TrackId(1)));
    assert_eq!(put(&log, 3, &[(2, b"other")]), [Seq(0)]);
    assert_eq!((end, log.bounds(TrackId(1)).next), (Seq(2), Seq(2)));
    assert_eq!(log.close_track(TrackId(77)), Seq(0));
}

#[test]
fn the_bell_rings_after_each_stage_and_laziness_is_told() {
    let disk = created(&Options::tiny());
    let (log, _) = open(&disk, &Options::tiny(), 1);
    let rung = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&rung);
    log.on_staged(Box::new(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    }));

    assert!(log.stage(batch(&[(1, b"a")]).lazy(), now(1)).is_ok());
    assert!(!log.untaken().urgent);
    assert!(log.stage(batch(&[(1, b"b")]), now(1)).is_ok());

    assert!(log.untaken().urgent);
    assert_eq!(rung.load(Ordering::Relaxed), 2);
    assert!(log.stage(Batch::new(), now(1)).unwrap().ticket() == Ticket(2));
}

#[test]
fn a_dropped_track_disappears_even_from_what_was_staged() {
    let disk = created(&Options::tiny());
    let (log, _) = open(&disk, &Options::tiny(), 2);
    put(&log, 1, &[(1, b"a"), (2, b"b")]);
    let durable = log.stage(batch(&[(1, b"c"), (2, b"d")]), now(2)).unwrap();

    log.drop_track(TrackId(1));
    let committed = log.commit(now(3)).unwrap().unwrap();

    assert_eq!(committed.tracks, [(TrackId(2), Seq(2))]);
    assert!(durable.redeem(&log).is_ok());
    assert!(log.read(TrackId(1), Seq(0), ALL).is_err());
    assert_eq!(bodies(&log, 2), [b"b", b"d"]);
}

#[test]
fn a_log_is_created_once_and_only_then_opened() {
    let options = Options::tiny();
    let directory = std::env::temp_dir().join(format!("millpond-log-{}", std::process::id()));
    let disk = Arc::new(RealDisk::open(&directory).unwrap());
    let entropy = SeededEntropy::new(1);
    let open = || Log::open(Arc::<RealDisk>::clone(&disk), options.clone(), &entropy, WallMs(0));
    assert!(matches!(open(), Err(OpenError::Missing)));

    Log::create(&*disk, &options, &entropy).unwrap();

    assert!(matches!(Log::create(&*disk, &options, &entropy), Err(OpenError::Exists)));
    assert!(RealDisk::open(&directory).is_err(), "a second process must be kept out");
    let (log, _) = open().unwrap();
    log.register(TrackId(1), key(1));
    let body = [9u8; 5000];
    for n in 0..40 {
        put(&log, n, &[(1, &body)]);
    }
    log.settle().unwrap();
    drop(log);
    let (log, found) = open().unwrap();
    log.register(TrackId(1), key(1));
    assert_eq!(bodies(&log, 1), vec![body.to_vec(); 40]);
    assert_eq!(found.epoch, 2);
    let other = Options { segment_bytes: 128 * 1024, ..options.clone() };
    drop(log);
    assert!(matches!(
        Log::open(disk, other, &entropy, WallMs(0)),
        Err(OpenError::SegmentBytes { found: 65_536 })
    ));
    std::fs::remove_dir_all(directory).unwrap();
}

#[test]
fn a_track_that_alone_keeps_segments_is_told_where_to_let_go() {
    let options = Options { budget_bytes: 8 * 64 * 1024, ..Options::tiny() };
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 2);
    for i in 0..60 {
        put(&log, i, &[(1, &[7; 3000]), (2, b"trace")]);
    }
    assert_eq!(log.sole_keeper(TrackId(2)), None, "the data keeps every segment too");

    log.trim(TrackId(1), log.bounds(TrackId(1)).next);

    assert_eq!(log.reclaim().unwrap(), 0, "the traces keep every segment");
    let place = log.sole_keeper(TrackId(2)).unwrap();
    log.trim(TrackId(2), place);
    assert_eq!(log.reclaim().unwrap(), 1, "no more than needed is let go");
    assert!(log.bounds(TrackId(2)).records > 30);
}

#[test]
fn tracks_that_alone_keep_segments_are_told_where_to_let_go() {
    let options = Options { budget_bytes: 8 * 64 * 1024, ..Options::tiny() };
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 2);
    log.register(TrackId(3), key(3));
    for i in 0..40 {
        put(&log, i, &[(1, &[7; 3000]), (2, b"trace"), (3, b"mark")]);
    }
    let own = [TrackId(2), TrackId(3)];
    assert_eq!(log.keepers(&own, 9), [], "the data keeps every segment too");

    log.trim(TrackId(1), log.bounds(TrackId(1)).next);

    assert_eq!(log.reclaim().unwrap(), 0, "the traces keep every segment");
    assert_eq!(log.keepers(&own[..1], 9), [], "nobody alone does");
    for (track, place) in log.keepers(&own, 1) {
        log.trim(track, place);
    }
    assert_eq!(log.reclaim().unwrap(), 1, "no more than needed is let go");
    assert!(log.bounds(TrackId(2)).records > 15);
}
