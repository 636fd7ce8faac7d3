//! Rescuing: whatever is damaged, the result is whole, holds nothing wrong, and every record that is not in it is named.

use std::collections::BTreeMap;
use std::sync::Arc;

use millpond_base::{SeededEntropy, Seq, TrackId, WallMs};
use millpond_log::disk::{Area, Disk, Faults, SimDisk, Slot};
use millpond_log::{FindingKind, Log, Salvaged, Tail, salvage, verify};

use crate::rig::{created, key, keys, open, put, read_all, small};

const TRACKS: u32 = 2;

type Records = BTreeMap<(u32, u64), Vec<u8>>;

fn records(log: &Log) -> Records {
    let mut all = Records::new();
    for track in 1..=TRACKS {
        let (records, rot) = read_all(log, track);
        assert!(rot.is_empty(), "a rescued log holds nothing damaged: {rot:?}");
        all.extend(records.into_iter().map(|record| ((track, record.seq.0), record.body)));
    }
    all
}

/// Three segments, written in two epochs, and a track that was dropped.
fn written() -> (Arc<SimDisk>, Records) {
    let disk = created(&small());
    for epoch in 0..2u8 {
        let (log, _) = open(&disk, &small(), TRACKS);
        log.register(TrackId(9), key(9));
        for n in 0..8u8 {
            let body = 100 * epoch + n;
            put(&log, u64::from(body), &[(1, &[body; 900]), (2, &[body; 2_500]), (2, b"x"), (9, b"gone")]);
        }
        log.settle().unwrap();
    }
    let (log, _) = open(&Arc::new(disk.image(0)), &small(), TRACKS);
    let all = records(&log);
    (disk, all)
}

/// Rescues, opens the result and checks what must hold whatever the damage was.
fn rescued(from: &SimDisk, expected: &Records, what: &str) -> (Salvaged, Records) {
    let to = Arc::new(SimDisk::new(3));
    let done = salvage(from, &*to, &keys(TRACKS), &small(), &SeededEntropy::new(4)).unwrap();
    let found = verify(&*to, Some(&keys(TRACKS))).unwrap();
    assert!(found.findings.is_empty() && found.opened == found.chunks, "{what}: {:?}", found.findings);
    let disk: Arc<dyn Disk> = Arc::<SimDisk>::clone(&to);
    let (log, opened) = Log::open(disk, small(), &SeededEntropy::new(5), WallMs(0)).unwrap();
    (1..=TRACKS).for_each(|track| log.register(TrackId(track), key(track)));
    assert_eq!((opened.tail, &opened.rot[..]), (Tail::Clean, &[][..]), "{what}");

    let kept = records(&log);
    assert!(kept.iter().all(|(place, body)| expected.get(place) == Some(body)), "{what}: a wrong record");
    for (track, seq) in expected.keys().filter(|place| !kept.contains_key(place)) {
        let named = done.gone.iter().any(|gone| {
            gone.span.track == TrackId(*track) && (gone.span.first..gone.span.end()).contains(&Seq(*seq))
        });
        // A damaged chunk head may say of itself that it is another's; then the damage is told without a name.
        assert!(named || done.unknown > 0 || !done.gone.is_empty(), "{what}: {track}/{seq} is silently gone");
    }
    let next = put(&log, 5_000, &[(1, b"next")])[0];
    assert!(
        expected.keys().all(|(track, seq)| *track != 1 || Seq(*seq) < next),
        "{what}: a place would repeat"
    );
    (done, kept)
}

#[test]
fn a_sound_log_is_taken_over_whole() {
    let (disk, expected) = written();

    let (done, kept) = rescued(&disk, &expected, "sound");

    assert_eq!(kept, expected);
    assert_eq!((&done.gone[..], done.unknown, done.records), (&[][..], 0, 48));
    assert_eq!(done.without_key, BTreeMap::from([(TrackId(9), 16)]));
}

#[test]
fn a_flipped_bit_costs_its_chunks_and_nothing_else() {
    let (disk, expected) = written();

    for segment in 0..3 {
        for byte in (0..32 * 1024).step_by(1_009) {
            let image = disk.image(0);
            assert!(image.flip(Area::Segment(segment), byte, u8::try_from(byte % 8).unwrap()));
            let what = format!("segment {segment} byte {byte}");
            let (_, kept) = rescued(&image, &expected, &what);
            assert!(kept.len() + 6 >= expected.len(), "{what} took {} records", expected.len() - kept.len());
        }
    }
}

#[test]
fn both_super_blocks_may_be_gone() {
    let (disk, expected) = written();
    disk.replace(Area::Super(Slot::A), None);
    assert!(disk.flip(Area::Super(Slot::B), 50, 1));

    let (done, kept) = rescued(&disk, &expected, "no super block");

    assert_eq!(kept, expected);
    assert_eq!(done.unknown, 2, "each copy is a damaged place");
}

#[test]
fn a_missing_and_a_short_file_cost_what_lay_in_them() {
    let (disk, expected) = written();

    let missing = disk.image(0);
    missing.replace(Area::Segment(1), None);
    let (done, kept) = rescued(&missing, &expected, "missing");
    assert!(!kept.is_empty() && kept.len() < expected.len());
    assert!(done.gone.iter().all(|gone| gone.kind == FindingKind::Missing) && !done.gone.is_empty());

    let short = disk.image(0);
    let bytes = disk.bytes(Area::Segment(0)).unwrap();
    short.replace(Area::Segment(0), Some(bytes[..3 * 4096 + 77].to_vec()));
    let (_, kept) = rescued(&short, &expected, "short");
    assert!(kept.contains_key(&(1, 0)) && kept.len() < expected.len());
}

#[test]
fn blocks_that_the_device_does_not_give_cost_their_chunks() {
    let (disk, expected) = written();
    // Twice the same read of a segment fails, in the look and in the survey, and then one of its blocks.
    let image = disk.image(0);
    let reads = (0..200).filter(|read| read % 13 == 2).collect();
    image.script(Faults { reads, ..Faults::default() });

    let (_, kept) = rescued(&image, &expected, "failing reads");

    assert!(!kept.is_empty());
}

#[test]
fn nothing_is_written_over_a_log_that_is_there() {
    let (disk, _) = written();
    let other = created(&small());

    assert!(salvage(&*disk, &*other, &keys(TRACKS), &small(), &SeededEntropy::new(4)).is_err());
    assert!(
        salvage(&SimDisk::new(1), &SimDisk::new(2), &keys(TRACKS), &small(), &SeededEntropy::new(4)).is_err()
    );
}
