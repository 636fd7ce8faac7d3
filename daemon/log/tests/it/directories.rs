//! The index keeps runs, not chunks: its memory does not grow with commits, and what it does not keep is read back.

use std::sync::Arc;

use millpond_base::{LineMs, Seq, TrackId};
use millpond_log::disk::{Area, SimDisk};
use millpond_log::{Batch, Log, Options, ReadError, ReadLimit};

use crate::rig::{ALL, bodies, created, now, open, put};

const ONE: ReadLimit = ReadLimit { records: 1, bytes: usize::MAX };

/// A record whose body tells its place.
fn tiny(log: &Log, track: u32, seq: u64) {
    let mut batch = Batch::new();
    batch.append(TrackId(track), b"", &seq.to_le_bytes());
    let durable = log.stage(batch, now(seq)).unwrap();
    while log.commit(now(seq)).unwrap().is_some() {}
    assert_eq!(durable.redeem(log).unwrap(), [Seq(seq)]);
}

fn check_at(log: &Log, track: u32, seq: u64) {
    let read = log.read(TrackId(track), Seq(seq), ONE).unwrap();
    assert_eq!(
        (read[0].seq, &read[0].body[..], read[0].line),
        (Seq(seq), &seq.to_le_bytes()[..], LineMs(seq))
    );
}

/// A number that looks random and is not.
fn mixed(seed: u64) -> u64 {
    let z = (seed ^ (seed >> 30)).wrapping_add(1).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z ^ (z >> 31)
}

#[test]
fn a_hundred_thousand_tiny_commits_take_no_more_index_than_a_few_thousand() {
    const COMMITS: u64 = 100_000;
    const KEPT: u64 = 3_000;
    let options = Options {
        segment_bytes: 512 * 1024,
        budget_bytes: 40 * 512 * 1024,
        directory_cache_bytes: 16 * 1024,
        ..Options::default()
    };
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 2);
    let (mut early, mut late) = (0, 0);

    for n in 0..COMMITS {
        // Every fourth commit goes to a track of its own.
        let (track, seq) = if n % 4 == 3 { (2, n / 4) } else { (1, n / 4 * 3 + n % 4) };
        tiny(&log, track, seq);
        if n % 512 == 0 {
            log.trim(TrackId(1), Seq((n / 4 * 3).saturating_sub(KEPT)));
            log.trim(TrackId(2), Seq((n / 4).saturating_sub(KEPT / 3)));
            log.reclaim().unwrap();
            check_at(&log, 1, log.bounds(TrackId(1)).first.0);
            let bytes = log.stats().index_bytes;
            if n < COMMITS / 10 { early = bytes.max(early) } else { late = bytes.max(late) }
        }
    }

    assert!(log.stats().chunks > KEPT, "{}", log.stats().chunks);
    assert!(late <= early + early / 20, "{early} B grew to {late} B");
    assert!(late < 64 * 1024, "{late} B");
    let firsts = [1, 2].map(|track| log.bounds(TrackId(track)).first);
    drop(log);
    let (log, found) = open(&disk, &options, 2);
    assert!(found.rot.is_empty() && found.chunks > KEPT);
    for (track, ends) in [(1, COMMITS / 4 * 3), (2, COMMITS / 4)] {
        // What was trimmed is back where its segment was not used again, until the owner trims it again.
        log.trim(TrackId(track), firsts[usize::try_from(track).unwrap() - 1]);
        let first = log.bounds(TrackId(track)).first.0;
        assert_eq!(log.bounds(TrackId(track)).next, Seq(ends));
        for draw in 0..2_000 {
            check_at(&log, track, first + mixed(draw) % (ends - first));
        }
        let records = log.read(TrackId(track), Seq(0), ALL).unwrap();
        assert!(records.iter().map(|record| record.seq.0).eq(first..ends));
    }
    assert!(log.stats().index_bytes < 256 * 1024, "{}", log.stats().index_bytes);
}

/// A log of one track with several full segments of many small chunks, opened afresh.
fn many_chunks(options: &Options) -> (Arc<SimDisk>, Log, u64) {
    let disk = created(options);
    let (log, _) = open(&disk, options, 1);
    let count = 800;
    (0..count).for_each(|seq| tiny(&log, 1, seq));
    assert!(log.stats().segments_used > 5);
    drop(log);
    let (log, _) = open(&disk, options, 1);
    (disk, log, count)
}

fn options() -> Options {
    Options { segment_bytes: 512 * 1024, budget_bytes: 16 * 512 * 1024, ..Options::tiny() }
}

#[test]
fn reading_on_from_chunk_to_chunk_reads_each_footer_once() {
    let (disk, log, count) = many_chunks(&options());
    let before = disk.reads();

    let records = log.read(TrackId(1), Seq(0), ALL).unwrap();

    assert_eq!(records.len() as u64, count);
    let more = disk.reads() - before - count;
    assert!(more <= 2 * u64::from(log.stats().segments_used), "{more} reads besides the chunks");
}

#[test]
fn opening_reads_every_full_segment_once() {
    let (disk, log, _) = many_chunks(&options());
    let segments = u64::from(log.stats().segments_used + log.stats().segments_free);
    drop(log);
    let before = disk.reads();

    let (_log, found) = open(&disk, &options(), 1);

    // The two super blocks; and what has no footer is read whole besides, in steps of 256 KiB.
    let scanned = u64::from(found.segments_scanned + found.segments_free);
    let steps = u64::from(options().segment_bytes.div_ceil(256 * 1024));
    assert_eq!(disk.reads() - before, 2 + segments + scanned * steps);
}

#[test]
fn a_footer_that_rots_after_opening_costs_nothing_but_time() {
    let options = options();
    let (disk, log, count) = many_chunks(&options);
    let end = usize::try_from(options.segment_bytes).unwrap();
    for segment in 0..4 {
        assert!(disk.flip(Area::Segment(segment), end - 5_000 * usize::from(segment == 0) - 9, 2));
    }

    let records = log.read(TrackId(1), Seq(0), ALL).unwrap();

    assert_eq!(records.len() as u64, count);
    assert!(records.iter().all(|record| record.body == record.seq.0.to_le_bytes()));
    assert_eq!(log.trim_older(TrackId(1), LineMs(40)), Seq(40));
}

#[test]
fn a_chunk_lost_with_its_footer_is_reported_and_never_passed_over() {
    let options = options();
    let (disk, log, count) = many_chunks(&options);
    let end = usize::try_from(options.segment_bytes).unwrap();
    // The footer, and the header of the eighth frame.
    assert!(disk.flip(Area::Segment(0), end - 9, 2) && disk.flip(Area::Segment(0), 7 * 4096 + 3, 2));

    let before = log.read(TrackId(1), Seq(0), ALL).unwrap();
    let rot = log.read(TrackId(1), Seq(7), ALL).unwrap_err();
    let after = log.read(TrackId(1), Seq(8), ALL).unwrap();

    assert_eq!(before.len(), 7);
    assert!(matches!(rot, ReadError::Rot { first: Seq(7), count: 1, segment: 0, .. }), "{rot}");
    assert_eq!(after.len() as u64, count - 8);
}

#[test]
fn old_records_of_a_full_segment_are_trimmed_chunk_by_chunk() {
    let (_disk, log, count) = many_chunks(&options());

    // At most a 64th of the span of a segment stays longer.
    for line in 0..count {
        let first = log.trim_older(TrackId(1), LineMs(line)).0;
        assert!(first <= line && first + 3 >= line, "{first} at {line}");
        assert_eq!(log.bounds(TrackId(1)).records, count - first);
    }
}

#[test]
fn seeking_by_time_looks_into_full_segments() {
    let (_disk, log, count) = many_chunks(&options());

    for seq in (0..count).step_by(7) {
        assert_eq!(log.seek_time(TrackId(1), now(seq).wall), Seq(seq));
    }
    assert_eq!(log.seek_time(TrackId(1), now(count).wall), Seq(count));
}

#[test]
fn segments_whose_records_their_owner_calls_dead_are_freed_and_passed_over() {
    let options = Options { budget_bytes: 16 * 64 * 1024, ..Options::tiny() };
    let disk = created(&options);
    let (log, _) = open(&disk, &options, 1);
    for n in 0..120u8 {
        put(&log, u64::from(n), &[(1, &[n; 3_000])]);
    }
    // The front is alive, so that nothing can be trimmed.
    log.set_liveness(Box::new(|track, first, _| track == TrackId(1) && first > Seq(0)));
    let used = log.stats().segments_used;

    let freed = log.reclaim().unwrap();

    assert!(freed > 2 && log.stats().segments_used == used - freed, "{freed} of {used}");
    let left = bodies(&log, 1);
    assert_eq!(log.bounds(TrackId(1)).records, left.len() as u64);
    assert_eq!((&left[0], left.last().unwrap()), (&vec![0; 3_000], &vec![119; 3_000]));
    put(&log, 200, &[(1, b"more")]);
    assert_eq!(bodies(&log, 1).len(), left.len() + 1);
}
