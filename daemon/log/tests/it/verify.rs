//! Verifying and scrubbing: every flipped bit is found, a power cut is never called damage, and what is lost is named.

use std::sync::Arc;

use millpond_base::{SeededEntropy, Seq, TrackId, WallMs};
use millpond_log::disk::{Area, Disk, Faults, SimDisk, Slot};
use millpond_log::{
    Finding, FindingKind, Log, ScrubPosition, ScrubReport, Span, TrackSeen, Verified, verify,
};

use crate::rig::{batch, created, every_bit, key, keys, now, open, put, small};

const TRACKS: u32 = 2;
const STEP_BYTES: u32 = 3 * 4096;

/// Two segments, the first with a footer, the second without; settled, and still open.
fn written() -> (Arc<SimDisk>, Log) {
    let disk = created(&small());
    let (log, _) = open(&disk, &small(), TRACKS);
    for n in 0..9u8 {
        put(&log, u64::from(n), &[(1, &[n; 900]), (2, &[n; 1_500]), (2, b"x")]);
    }
    log.settle().unwrap();
    (disk, log)
}

/// A whole pass.
fn scrub(log: &Log) -> ScrubReport {
    let mut all = ScrubReport::default();
    let mut at = Some(ScrubPosition::default());
    while let Some(from) = at {
        let step = log.scrub_step(from, STEP_BYTES);
        assert!(step.next.is_none_or(|next| next > from && step.bytes <= u64::from(STEP_BYTES)));
        all.bytes += step.bytes;
        all.findings.extend(step.findings);
        at = step.next;
    }
    all
}

fn kinds(found: &Verified) -> Vec<FindingKind> {
    let mut kinds: Vec<_> = found.findings.iter().map(|finding| finding.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn spans(found: &Verified) -> Vec<Span> {
    let mut spans: Vec<_> = found.findings.iter().filter_map(|finding| finding.span).collect();
    spans.sort_unstable();
    spans
}

#[test]
fn a_sound_log_has_nothing_to_report() {
    let (disk, log) = written();

    let found = verify(&*disk, Some(&keys(TRACKS))).unwrap();

    assert_eq!((&found.findings[..], found.is_sound()), (&[][..], true));
    assert_eq!((found.opened, found.without_key, found.frames), (found.chunks, 0, 9));
    let second = TrackSeen { chunks: 9, records: 18, first: Seq(0), end: Seq(18), next: Seq(18) };
    assert_eq!(found.tracks[&TrackId(2)], second);
    assert_eq!(scrub(&log).findings, []);
}

/// In CI by stride; `MILLPOND_EVERY_BIT=1` flips every one.
#[test]
fn every_flipped_bit_is_found() {
    let (disk, log) = written();
    let stride = if every_bit() { 1 } else { 509 };
    let areas = [Area::Super(Slot::A), Area::Super(Slot::B), Area::Segment(0), Area::Segment(1)];
    let mut flipped = 0;

    for area in areas {
        let bits = disk.bytes(area).unwrap().len() * 8;
        for bit in (0..bits).step_by(stride) {
            let (byte, within) = (bit / 8, u8::try_from(bit % 8).unwrap());
            assert!(disk.flip(area, byte, within));
            flipped += 1;

            let found = verify(&*disk, None).unwrap();
            let scrubbed = scrub(&log);

            assert!(!found.findings.is_empty(), "{area:?} byte {byte} bit {within} is not found");
            // Which records they are is told by the index here and by the damaged block there, so only that counts.
            let lost = |findings: &[Finding]| findings.iter().any(|finding| finding.span.is_some());
            let unseen = lost(&found.findings) && !lost(&scrubbed.findings);
            assert!(!unseen, "{area:?} byte {byte} bit {within}: scrubbing does not see {found:?}");
            let near = |offset: u64, bytes: u64| {
                (offset / 4096 * 4096..offset + bytes.max(4096)).contains(&(byte as u64))
            };
            for finding in &scrubbed.findings {
                assert!(
                    finding.area == area && near(finding.offset, finding.bytes),
                    "{finding:?} is not there"
                );
            }
            assert!(disk.flip(area, byte, within));
        }
    }

    eprintln!("{flipped} flips");
    assert!(flipped > 900);
    assert!(verify(&*disk, None).unwrap().is_sound());
}

#[test]
fn a_bit_of_live_data_names_its_records_and_a_dead_one_does_not_alarm() {
    let (disk, log) = written();
    assert!(disk.flip(Area::Segment(0), 700, 3));
    let first = Span { track: TrackId(1), first: Seq(0), count: 1 };
    let second = Span { track: TrackId(2), first: Seq(0), count: 2 };

    let found = verify(&*disk, Some(&keys(TRACKS))).unwrap();
    let scrubbed = scrub(&log);

    assert_eq!((kinds(&found), spans(&found)), (vec![FindingKind::Rot], vec![first, second]));
    let seen: Vec<_> = scrubbed.findings.iter().filter_map(|finding| finding.span).collect();
    assert!(seen.len() == 2 && seen.contains(&first) && seen.contains(&second), "{seen:?}");

    log.trim(TrackId(1), Seq(5));
    log.trim(TrackId(2), Seq(10));
    assert_eq!(scrub(&log).findings.iter().filter(|finding| finding.kind.is_loss()).count(), 0);
}

#[test]
fn a_seal_that_does_not_open_is_damage_whatever_the_checksums_say() {
    let (disk, _log) = written();
    let mut keys = keys(TRACKS);
    keys.insert(TrackId(2), vec![key(9)]);

    let found = verify(&*disk, Some(&keys)).unwrap();

    assert_eq!(kinds(&found), [FindingKind::Rot]);
    assert_eq!((found.opened, found.findings.len()), (9, 9));
    assert!(spans(&found).iter().all(|span| span.track == TrackId(2)));
    keys.remove(&TrackId(2));
    let found = verify(&*disk, Some(&keys)).unwrap();
    assert_eq!((found.is_sound(), found.without_key), (true, 9), "deleted data has no key");
}

#[test]
fn rot_of_the_last_commit_is_told_from_a_torn_one_once_the_log_is_settled() {
    let (disk, log) = written();
    drop(log);
    let last = Area::Segment(1);
    let end =
        disk.bytes(last).unwrap().chunks(4096).rposition(|block| block.iter().any(|b| *b != 0)).unwrap();
    assert!(disk.flip(last, end * 4096 + 200, 0));
    let settled = verify(&*disk, None).unwrap();

    let unsettled = created(&small());
    let (log, _) = open(&unsettled, &small(), TRACKS);
    put(&log, 1, &[(1, &[1; 300])]);
    put(&log, 2, &[(1, &[2; 9_000])]);
    drop(log);
    let whole = unsettled.image(0);
    assert!(whole.flip(Area::Segment(0), 2 * 4096 + 50, 1));
    let torn = unsettled.image(0);
    let mut bytes = torn.bytes(Area::Segment(0)).unwrap();
    bytes[2 * 4096..3 * 4096].fill(0);
    torn.replace(Area::Segment(0), Some(bytes));

    assert_eq!(kinds(&settled), [FindingKind::Rot]);
    assert_eq!(kinds(&verify(&whole, None).unwrap()), [FindingKind::AtRisk]);
    let torn = verify(&torn, None).unwrap();
    assert_eq!((kinds(&torn), torn.is_sound()), (vec![FindingKind::Torn], true));
}

#[test]
fn missing_short_and_unreadable_files_are_told_apart() {
    let (disk, _log) = written();

    let missing = disk.image(0);
    missing.replace(Area::Segment(0), None);
    assert_eq!(kinds(&verify(&missing, None).unwrap()), [FindingKind::Missing]);

    let short = disk.image(0);
    let bytes = disk.bytes(Area::Segment(0)).unwrap();
    short.replace(Area::Segment(0), Some(bytes[..9_000].to_vec()));
    let found = verify(&short, None).unwrap();
    assert!(
        found.findings.iter().any(|finding| finding.kind == FindingKind::Unreadable),
        "{:?}",
        found.findings
    );

    // Reads 0 and 1 are the super blocks'; read 2 takes all of segment 0, and then its blocks are tried one by one.
    let failing = disk.image(0).with_faults(Faults { reads: vec![2, 4], ..Faults::default() });
    let found = verify(&failing, None).unwrap();
    assert_eq!(kinds(&found), [FindingKind::Unreadable]);
    assert_eq!(spans(&found).len(), 2, "the footer tells what lay there");

    let neither = disk.image(0);
    assert!(neither.flip(Area::Super(Slot::A), 9, 1) && neither.flip(Area::Super(Slot::B), 9, 1));
    let found = verify(&neither, None).unwrap();
    assert_eq!((kinds(&found), found.chunks), (vec![FindingKind::Rot], 18), "the rest is still read");
}

#[test]
fn scrubbing_says_so_when_the_device_gives_nothing_of_a_segment() {
    let (disk, log) = written();
    let first = disk.image(0);
    first.replace(Area::Segment(1), None);
    let there = verify(&first, None).unwrap().tracks;
    let lost =
        there.iter().map(|(track, seen)| Span { track: *track, first: seen.first, count: seen.records });
    disk.replace(Area::Segment(0), None);

    let mut found = scrub(&log).findings;

    found.sort_by_key(|finding| finding.span);
    found.dedup();
    let bytes = u64::from(small().segment_bytes);
    let whole = |span| Finding {
        kind: FindingKind::Unreadable,
        area: Area::Segment(0),
        offset: 0,
        bytes,
        span: Some(span),
    };
    assert_eq!(found, lost.map(whole).collect::<Vec<_>>());
}

#[test]
fn what_a_power_cut_leaves_is_never_called_damage() {
    let options = small();
    let work = |log: &Log| {
        for n in 0..14u8 {
            let Ok(_) = log.stage(batch(&[(1, &[n; 700]), (2, &[n; 2_600])]), now(u64::from(n))) else {
                return;
            };
            if log.commit(now(u64::from(n))).is_err() {
                return;
            }
            if n == 9 {
                log.trim(TrackId(1), Seq(8));
                log.trim(TrackId(2), Seq(8));
            }
            let _ = log.reclaim();
        }
    };
    let disk = created(&options);
    let (log, _) = open(&disk, &options, TRACKS);
    disk.script(Faults::default());
    work(&log);
    let operations = disk.operations();

    for cut in 0..operations {
        let disk = created(&options);
        let (log, _) = open(&disk, &options, TRACKS);
        disk.script(Faults { cut_at: Some(cut), ..Faults::default() });
        work(&log);
        let disk = disk.after_cut(cut);

        let found = verify(&disk, None).unwrap();
        let harmless = |kind| matches!(kind, FindingKind::AtRisk | FindingKind::Torn | FindingKind::Stale);
        assert!(kinds(&found).into_iter().all(harmless), "cut {cut}: {:?}", found.findings);

        let disk: Arc<dyn Disk> = Arc::new(disk);
        let (log, _) =
            Log::open(Arc::clone(&disk), options.clone(), &SeededEntropy::new(cut), WallMs(0)).unwrap();
        (1..=TRACKS).for_each(|track| log.register(TrackId(track), key(track)));
        work(&log);
        let found = verify(&*disk, Some(&keys(TRACKS))).unwrap();
        assert!(found.is_sound(), "after cut {cut} and going on: {:?}", found.findings);
        assert_eq!(
            scrub(&log).findings.iter().filter(|finding| finding.kind.is_damage()).count(),
            0,
            "cut {cut}"
        );
    }
}
