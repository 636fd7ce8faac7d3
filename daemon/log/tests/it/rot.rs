//! Every flipped bit and every truncation: reported or without effect, never a wrong record.

use std::collections::BTreeMap;
use std::sync::Arc;

use millpond_base::{SeededEntropy, Seq, TrackId, WallMs};
use millpond_log::disk::{Area, Disk, SimDisk, Slot};
use millpond_log::{Log, OpenError, Recovered, Tail};

use crate::rig::{created, each, every_bit, flips, key, open, put, read_all, small};

const TRACKS: u32 = 2;

type Records = BTreeMap<(u32, u64), Vec<u8>>;

/// Two segments, the first with a footer, the second without; stopped cleanly.
fn written() -> (Arc<SimDisk>, Records) {
    let disk = created(&small());
    let (log, _) = open(&disk, &small(), TRACKS);
    for n in 0..9u8 {
        put(&log, u64::from(n), &[(1, &[n; 900]), (2, &[n; 1_500]), (2, b"x")]);
    }
    log.settle().unwrap();
    (Arc::clone(&disk), records(&log).0)
}

/// Segments in their second use, the last of them with blocks of its first behind the end; stopped cleanly.
fn used_again() -> (Arc<SimDisk>, Records) {
    let disk = created(&small());
    let (log, _) = open(&disk, &small(), TRACKS);
    let fill = |puts: std::ops::Range<u8>| {
        for n in puts {
            put(&log, u64::from(n), &[(1, &[n; 900]), (2, &[n; 1_500]), (2, b"x")]);
        }
    };
    fill(0..24);
    (1..=TRACKS).for_each(|track| log.trim(TrackId(track), Seq(u64::from(track) * 20)));
    assert!(log.reclaim().unwrap() > 1);
    let segments = disk.areas().unwrap().len();
    fill(24..36);
    assert_eq!(disk.areas().unwrap().len(), segments, "no new one was needed");
    log.settle().unwrap();
    (Arc::clone(&disk), records(&log).0)
}

fn records(log: &Log) -> (Records, usize) {
    let mut all = Records::new();
    let mut rotten = 0;
    for track in 1..=TRACKS {
        let (records, rot) = read_all(log, track);
        all.extend(records.into_iter().map(|record| ((track, record.seq.0), record.body)));
        rotten += rot.len();
    }
    (all, rotten)
}

fn reopened(disk: SimDisk) -> Result<(Log, Recovered), OpenError> {
    let disk: Arc<dyn Disk> = Arc::new(disk);
    let (log, found) = Log::open(disk, small(), &SeededEntropy::new(1), WallMs(0))?;
    (1..=TRACKS).for_each(|track| log.register(TrackId(track), key(track)));
    Ok((log, found))
}

/// Nothing wrong is read, and what is missing is reported.
fn judge(disk: SimDisk, expected: &Records, what: &str) {
    let (log, found) = reopened(disk).unwrap_or_else(|refused| panic!("{what}: {refused}"));
    for track in 1..=TRACKS {
        let first = expected.keys().find(|(known, _)| *known == track).unwrap().1;
        log.trim(TrackId(track), Seq(first));
    }
    let (seen, rotten) = records(&log);
    for (place, body) in &seen {
        assert_eq!(expected.get(place), Some(body), "{what}: {place:?} is wrong");
    }
    if seen.len() < expected.len() {
        assert!(
            rotten > 0 || !found.rot.is_empty(),
            "{what}: {} records silently gone",
            expected.len() - seen.len()
        );
        assert!(
            seen.len() + 3 * 3 >= expected.len(),
            "{what}: one damaged block took {} records",
            expected.len() - seen.len()
        );
    }
    // Places of lost records are not given away.
    for track in 1..=TRACKS {
        let next =
            expected.keys().filter(|(known, _)| *known == track).map(|(_, seq)| seq + 1).max().unwrap();
        assert!(log.bounds(TrackId(track)).next >= Seq(next), "{what}: places of track {track} would repeat");
    }
}

#[test]
fn a_flipped_bit_anywhere_is_detected_and_costs_little() {
    let (disk, expected) = written();

    flip_all(&disk, &expected, 1);
}

#[test]
fn a_flipped_bit_in_segments_in_their_second_use_is_detected_and_brings_nothing_back() {
    let (disk, expected) = used_again();

    flip_all(&disk, &expected, 7);
}

/// Flips every bit of all segments, or of a sample one in so many.
fn flip_all(disk: &SimDisk, expected: &Records, one_in: usize) {
    let is_blank = |area| disk.bytes(area).unwrap().iter().all(|byte| *byte == 0);
    let mut blank = 0;
    for (area, bytes) in disk.areas().unwrap() {
        let Area::Segment(segment) = area else { continue };
        blank += u32::from(is_blank(area));
        if is_blank(area) && blank > 1 {
            continue;
        }
        // In the sample, headers and trailers closely, the rest by stride.
        let interesting = |byte: usize| byte % 4096 < 190 || byte % 4096 >= 4080;
        let sample = |byte: usize| byte.is_multiple_of(one_in * if interesting(byte) { 3 } else { 211 });
        let flips = flips(usize::try_from(bytes).unwrap(), sample);
        each(&flips, |(byte, bit)| {
            let image = disk.image(0);
            assert!(image.flip(area, *byte, *bit));
            judge(image, expected, &format!("segment {segment} byte {byte} bit {bit}"));
        });
        eprintln!("{} flips in {area:?}", flips.len());
    }
}

#[test]
fn a_flipped_bit_in_a_super_block_leaves_the_other_copy() {
    let (disk, expected) = written();

    for slot in [Slot::A, Slot::B] {
        let flips = flips(4096, |byte| byte < 130 || byte % 97 == 0 || byte > 4090);
        each(&flips, |(byte, bit)| {
            let image = disk.image(0);
            assert!(image.flip(Area::Super(slot), *byte, *bit));
            let (log, found) = reopened(image).unwrap();
            assert_eq!(records(&log).0, expected, "super {slot:?} byte {byte} bit {bit}");
            assert!(found.rot.is_empty() && found.epoch > 1);
        });
        eprintln!("{} flips in {slot:?}", flips.len());
    }

    let image = disk.image(0);
    for slot in [Slot::A, Slot::B] {
        assert!(image.flip(Area::Super(slot), 9, 1));
    }
    assert!(matches!(reopened(image), Err(OpenError::SuperDamaged)));
}

#[test]
fn every_truncation_is_detected() {
    let (disk, expected) = written();

    for segment in 0..2 {
        let area = Area::Segment(segment);
        let bytes = disk.bytes(area).unwrap();
        // A segment that lost every block cannot be told from one that was never written.
        let stride = if every_bit() { 1 } else { 509 };
        let cuts: Vec<usize> = (4096..bytes.len()).step_by(stride).collect();
        each(&cuts, |cut| {
            // The rest reads as zeros, or the file ends there.
            let mut zeros = bytes.clone();
            zeros[*cut..].fill(0);
            for torn in [&zeros[..], &bytes[..*cut]] {
                let image = disk.image(0);
                image.replace(area, Some(torn.to_vec()));
                judge_cut(image, &expected, &format!("segment {segment} cut at {cut}, {} bytes", torn.len()));
            }
        });
        eprintln!("{} cuts in {area:?}", 2 * cuts.len());
    }
}

fn judge_cut(image: SimDisk, expected: &Records, what: &str) {
    let (log, found) = reopened(image).unwrap_or_else(|refused| panic!("{what}: {refused}"));
    let (seen, rotten) = records(&log);
    assert!(seen.iter().all(|(place, body)| expected.get(place) == Some(body)), "{what}");
    let reported = rotten > 0 || !found.rot.is_empty() || !found.unreadable.is_empty();
    assert!(reported || seen.len() == expected.len(), "{what}: silent loss");
}

#[test]
fn a_segment_whose_file_was_cut_off_is_reported_and_never_written_over() {
    let (disk, expected) = written();
    let area = Area::Segment(0);
    let rest = disk.bytes(area).unwrap()[..9_000].to_vec();
    let cut = Arc::new(disk.image(0));
    cut.replace(area, Some(rest.clone()));

    let (log, found) = open(&cut, &small(), TRACKS);
    (0..30).for_each(|n| drop(put(&log, n, &[(1, &[9; 2_000])])));

    assert_eq!(found.unreadable, [0]);
    assert_eq!(cut.bytes(area).unwrap(), rest);
    let kept = records(&log).0;
    let first_kept = *kept.keys().find(|(track, _)| *track == 2).unwrap();
    assert!(expected.range(first_kept..).all(|(place, body)| kept.get(place) == Some(body)));
}

#[test]
fn a_torn_last_commit_is_cut_off_silently_and_a_damaged_one_is_reported_at_risk() {
    let disk = created(&small());
    let (log, _) = open(&disk, &small(), TRACKS);
    put(&log, 1, &[(1, &[1; 300])]);
    put(&log, 2, &[(1, &[2; 9_000])]);
    drop(log);
    let area = Area::Segment(0);
    let whole = disk.bytes(area).unwrap();

    let torn = disk.image(0);
    let mut bytes = whole.clone();
    bytes[2 * 4096..3 * 4096].fill(0);
    torn.replace(area, Some(bytes));
    let (log, found) = reopened(torn).unwrap();
    assert_eq!(found.tail, Tail::Torn { segment: 0, offset: 4096 });
    assert_eq!((records(&log).0.len(), found.rot.len()), (1, 0));
    assert_eq!(put(&log, 3, &[(1, b"next")]), [Seq(1)]);

    let damaged = disk.image(0);
    assert!(damaged.flip(area, 2 * 4096 + 50, 1));
    let (log, found) = reopened(damaged).unwrap();
    assert_eq!(found.tail, Tail::AtRisk { segment: 0, offset: 4096 });
    assert_eq!(records(&log).0.len(), 1);
    assert_eq!(
        put(&log, 3, &[(1, b"next")]),
        [Seq(2)],
        "a place that may have been acknowledged is not given away"
    );
    assert_eq!(records(&log).0.len(), 2);
}

#[test]
fn reading_goes_on_after_a_damaged_chunk() {
    let (disk, expected) = written();
    let damaged = disk.image(0);
    // The first frame of the first segment holds the first three records.
    assert!(damaged.flip(Area::Segment(0), 500, 3));

    let (log, found) = reopened(damaged).unwrap();
    let (seen, rotten) = records(&log);

    assert_eq!(seen.len() + 3, expected.len());
    assert_eq!(rotten, 2);
    assert!(found.rot.is_empty(), "the footer still vouches for the segment: {:?}", found.rot);
}

#[test]
fn places_of_a_lost_commit_are_not_given_away_even_when_nothing_tells_whose_they_were() {
    let disk = created(&small());
    let (log, _) = open(&disk, &small(), TRACKS);
    put(&log, 1, &[(1, b"before")]);
    put(&log, 2, &[(2, b"lost"), (2, b"lost too")]);
    put(&log, 3, &[(1, b"after")]);
    drop(log);
    let area = Area::Segment(0);
    let mut bytes = disk.bytes(area).unwrap();
    bytes[4096..2 * 4096].fill(0);
    disk.replace(area, Some(bytes));

    let (log, found) = open(&disk, &small(), TRACKS);
    assert_eq!(found.rot.len(), 1);
    let next = put(&log, 4, &[(2, b"next")]);
    assert!(next[0] > Seq(1), "{next:?}");
    drop(log);

    let (log, _) = open(&disk, &small(), TRACKS);
    assert_eq!(put(&log, 5, &[(2, b"and on")]), [next[0].next()]);
    assert_eq!(put(&log, 5, &[(1, b"and on")]), [Seq(2)], "what is known needs no gap");
}
