//! The log on flash: each structure alone, and a whole log that was changed behind its checksums.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use millpond_base::{LineMs, Now, SeededEntropy, Seq, TrackId, WallMs};
use millpond_log::disk::{Area, Disk, SimDisk, Slot};
use millpond_log::{Batch, DataKey, Log, Options, ReadLimit, fuzz};

use crate::{Feed, unhex};

const BLOCK_BYTES: usize = 4096;
const SEGMENT_BLOCKS: usize = 8;
const SEGMENT_BYTES: usize = SEGMENT_BLOCKS * BLOCK_BYTES;
const TRACKS: u32 = 2;
/// An input has no more orders than this, so that one run stays short.
const ORDERS_MAX: usize = 64;

pub(crate) fn super_block(bytes: &[u8]) {
    fuzz::super_block(bytes);
    let mut whole = bytes.to_vec();
    whole.resize(BLOCK_BYTES, 0);
    fuzz::reseal_super(&mut whole);
    fuzz::super_block(&whole);
}

pub(crate) fn super_seeds() -> Vec<Vec<u8>> {
    vec![golden().supers[1][..96].to_vec()]
}

/// Up to two blocks that begin with the input's halves, their checksums made to fit.
pub(crate) fn footer(bytes: &[u8]) {
    fuzz::footer(bytes);
    let mut blocks = Vec::new();
    for (number, half) in (2u32..).zip(bytes.chunks(bytes.len().div_ceil(2).max(16))) {
        let mut block = half[..half.len().min(BLOCK_BYTES - 16)].to_vec();
        block.resize(BLOCK_BYTES - 16, 0);
        // The last bytes of a half are also its trailer, so that they can be reached.
        block.extend_from_slice(half.last_chunk::<16>().unwrap_or(&[0; 16]));
        fuzz::reseal(1, number, &mut block);
        blocks.extend_from_slice(&block);
    }
    fuzz::footer(&blocks);
    fuzz::footer(&blocks[..blocks.len().min(BLOCK_BYTES)]);
}

pub(crate) fn footer_seeds() -> Vec<Vec<u8>> {
    let segment = &golden().segments[0];
    let last = &segment[SEGMENT_BYTES - BLOCK_BYTES..];
    vec![[&last[..700], &last[BLOCK_BYTES - 16..]].concat()]
}

pub(crate) fn records(bytes: &[u8]) {
    fuzz::records(bytes);
}

pub(crate) fn record_seeds() -> Vec<Vec<u8>> {
    let hex = [
        "060362796bffff01",
        "0a056b6579206b6161616161010603000568656c6c6f",
        "ffffffffffffffffff01",
        "800100",
    ];
    let head: Vec<u8> = (0..56).collect();
    hex.into_iter().map(unhex).chain([head]).collect()
}

/// A log that was written, and what was written.
struct Golden {
    supers: [Vec<u8>; 2],
    segments: Vec<Vec<u8>>,
    records: BTreeMap<(u32, u64), Vec<u8>>,
}

fn options() -> Options {
    Options {
        segment_bytes: 32 * 1024,
        budget_bytes: 6 * 32 * 1024,
        commit_bytes_max: 16 * 1024,
        zero_ahead_bytes: 4096,
        ..Options::tiny()
    }
}

fn key(track: u32) -> DataKey {
    DataKey::generate(&SeededEntropy::new(u64::from(track)), 1)
}

fn golden() -> &'static Golden {
    static GOLDEN: OnceLock<Golden> = OnceLock::new();
    GOLDEN.get_or_init(|| {
        let disk = Arc::new(SimDisk::new(1));
        let mut records = BTreeMap::new();
        Log::create(&*disk, &options(), &SeededEntropy::new(1)).expect("an empty disk takes a log");
        for life in 0..2u64 {
            let shared: Arc<dyn Disk> = Arc::<SimDisk>::clone(&disk);
            let opened = Log::open(shared, options(), &SeededEntropy::new(life), WallMs(0));
            let (log, _) = opened.expect("what was written opens");
            (1..=TRACKS).for_each(|track| log.register(TrackId(track), key(track)));
            for n in 0..6u64 {
                let now = Now { wall: WallMs(1_000 + n), line: LineMs(life * 10 + n), trusted: true };
                let bodies = [(1, vec![n.to_le_bytes()[0]; 700]), (2, vec![9; 1_500]), (2, b"x".to_vec())];
                let mut batch = Batch::new();
                bodies.iter().for_each(|(track, body)| batch.append(TrackId(*track), b"k", body));
                let seqs = log.stage(batch, now).expect("there is room").peek().clone();
                while log.commit(now).expect("the disk is well").is_some() {}
                records
                    .extend(bodies.into_iter().zip(seqs).map(|((track, body), seq)| ((track, seq.0), body)));
            }
        }
        let bytes = |area| disk.bytes(area).expect("the area was created");
        Golden {
            supers: [Slot::A, Slot::B].map(|slot| bytes(Area::Super(slot))),
            segments: (0..3).map(|number| bytes(Area::Segment(number))).collect(),
            records,
        }
    })
}

/// Carries out the input's orders on copies of the golden segments: bytes are changed, blocks
/// copied and wiped, and checksums made to fit again or not.
fn changed(feed: &mut Feed<'_>) -> (Vec<Vec<u8>>, [Vec<u8>; 2]) {
    let (mut segments, mut supers) = (golden().segments.clone(), golden().supers.clone());
    for _ in 0..ORDERS_MAX {
        if feed.0.is_empty() {
            break;
        }
        let (order, at) = (feed.byte(), feed.byte());
        let number = usize::from(at >> 4) % segments.len();
        let block = usize::from(at & 7);
        let start = block * BLOCK_BYTES;
        match order & 7 {
            // Bytes are changed, from a place that need not be far into the block.
            0..=3 => {
                let within = usize::from(feed.short()) % BLOCK_BYTES;
                let count = usize::from(order >> 4) + 1;
                for (byte, new) in
                    segments[number][start + within..].iter_mut().take(count).zip(feed.take(count))
                {
                    *byte = *new;
                }
            }
            // A trailer is changed.
            4 => {
                let trailer = &mut segments[number][start + BLOCK_BYTES - 16..start + BLOCK_BYTES];
                trailer.iter_mut().zip(feed.take(16)).for_each(|(byte, new)| *byte = *new);
            }
            // A block turns up in another place.
            5 => {
                let from = feed.byte();
                let source = usize::from(from >> 4) % segments.len();
                let place = usize::from(from & 7) * BLOCK_BYTES;
                let copy = segments[source][place..place + BLOCK_BYTES].to_vec();
                segments[number][start..start + BLOCK_BYTES].copy_from_slice(&copy);
            }
            6 => segments[number][start..start + BLOCK_BYTES].fill(0),
            _ => {
                let slot = usize::from(at & 1);
                let within = usize::from(feed.byte()) % 96;
                let new = feed.take(8);
                supers[slot][within..].iter_mut().zip(new).for_each(|(byte, new)| *byte = *new);
                if order & 8 != 0 {
                    fuzz::reseal_super(&mut supers[slot]);
                }
            }
        }
        if order & 8 != 0 && order & 7 != 7 {
            let narrow = |index: usize| u32::try_from(index).expect("a golden log has three segments");
            fuzz::reseal(narrow(number), narrow(block), &mut segments[number][start..start + BLOCK_BYTES]);
        }
    }
    (segments, supers)
}

pub(crate) fn segment(bytes: &[u8]) {
    fuzz::segment(0, &bytes[..bytes.len() - bytes.len() % BLOCK_BYTES]);
    let (segments, _) = changed(&mut Feed(bytes));
    (0u32..).zip(&segments).for_each(|(number, segment)| fuzz::segment(number, segment));
}

pub(crate) fn segment_seeds() -> Vec<Vec<u8>> {
    open_seeds()
}

/// Opens a changed log, reads all of it, writes to it, and opens and reads it again.
pub(crate) fn open(bytes: &[u8]) {
    let (segments, supers) = changed(&mut Feed(bytes));
    let disk = Arc::new(SimDisk::new(1));
    for (slot, block) in [Slot::A, Slot::B].into_iter().zip(supers) {
        disk.replace(Area::Super(slot), Some(block));
    }
    for (number, segment) in (0u32..).zip(segments) {
        disk.replace(Area::Segment(number), Some(segment));
    }
    let mut written = BTreeMap::new();
    for life in 0..2u64 {
        let shared: Arc<dyn Disk> = Arc::<SimDisk>::clone(&disk);
        let Ok((log, _)) = Log::open(shared, options(), &SeededEntropy::new(50 + life), WallMs(0)) else {
            return;
        };
        (1..=TRACKS).for_each(|track| log.register(TrackId(track), key(track)));
        log.forget_unregistered();
        (1..=TRACKS).for_each(|track| judge(&log, track, &written));
        let now = Now { wall: WallMs(9_000), line: LineMs(100 + life), trusted: true };
        let mut batch = Batch::new();
        batch.append(TrackId(1), b"", b"after the damage");
        if let Ok(durable) = log.stage(batch, now) {
            while log.commit(now).is_ok_and(|committed| committed.is_some()) {}
            if let Ok(seqs) = durable.redeem(&log) {
                written.extend(seqs.into_iter().map(|seq| ((1, seq.0), b"after the damage".to_vec())));
            }
        }
        judge(&log, 1, &written);
    }
}

/// Every record served is one that was written, at the place it was written to.
fn judge(log: &Log, track: u32, written: &BTreeMap<(u32, u64), Vec<u8>>) {
    let page = ReadLimit { records: 100, bytes: 1 << 20 };
    let mut pages = 0;
    let outcome = log.scan(TrackId(track), Seq(0), page, |records| {
        for record in records {
            let place = (track, record.seq.0);
            let known = [&golden().records, written].into_iter().filter_map(|all| all.get(&place));
            assert!(known.into_iter().any(|body| *body == record.body), "{place:?} was never written");
        }
        pages += 1;
        assert!(pages < 100, "a scan ends");
    });
    assert!(outcome.is_ok(), "damage does not end a scan: {outcome:?}");
}

pub(crate) fn open_seeds() -> Vec<Vec<u8>> {
    vec![
        // Nothing; a flipped byte in a body; one in a frame header with checksums made to fit.
        Vec::new(),
        vec![0x00, 0x01, 0x00, 0x01, 0xff],
        vec![0x38, 0x01, 0x08, 0x00, 9, 0, 0, 0],
        // A frame's chunk claims to be longer; a trailer of another generation; the footer is gone.
        vec![0x38, 0x00, 0x94, 0x00, 0xff, 0xff, 0xff, 0x7f],
        [&[0x0c, 0x12][..], &[0, 0, 0, 0, 9, 0, 0, 0, 5, 0, 0, 0, 0, 0, 1, 0]].concat(),
        vec![0x06, 0x07],
        // A block in another place, sealed for it; a super block that claims more than there is.
        vec![0x0d, 0x12, 0x01],
        vec![0x0f, 0x01, 72, 0xff, 0xff, 0, 0, 0, 0, 0, 0],
        // The footer counts other lists; its chunk lies elsewhere.
        vec![0x38, 0x07, 52, 0, 2, 0, 0, 0],
        vec![0x38, 0x07, 124, 0, 0xff, 0xff, 0xff, 0xff],
    ]
}
