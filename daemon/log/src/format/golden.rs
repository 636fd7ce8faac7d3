//! Golden bytes: the format is published, so a change of any byte below needs a new version.
//! `UPDATE_GOLDEN=1 cargo test -p millpond-log` rewrites them, for a new version only.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use millpond_base::{Entropy, LineMs, Now, SeededEntropy, TrackId, WallMs};

use super::block::{self, BLOCK_BYTES, Place, Trailer};
use super::footer::{Footer, FooterChunk, FooterEpoch, FooterHead, FooterHeader};
use super::frame::FrameHeader;
use super::superblock::{Found, SuperBlock};
use super::{ChunkHeader, VERSION};
use crate::disk::{Area, Disk, SimDisk, Slot};
use crate::{Batch, DataKey, Log, Options};

/// Compares with a file, or writes it when `UPDATE_GOLDEN` is 1.
pub(crate) fn compare(path: &Path, text: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        std::fs::write(path, text).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(kept, text, "{} differs; UPDATE_GOLDEN=1 rewrites it", path.display());
}

/// Lines of 32 bytes in hexadecimal; runs of zero lines are counted.
fn dump(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut zero_lines = 0;
    for (number, line) in bytes.chunks(32).enumerate() {
        if line.iter().all(|byte| *byte == 0) {
            zero_lines += 1;
            continue;
        }
        if std::mem::take(&mut zero_lines) > 0 {
            text.push_str("  ...\n");
        }
        write!(text, "{:05x} ", number * 32).unwrap();
        line.iter().for_each(|byte| write!(text, "{byte:02x}").unwrap());
        text.push('\n');
    }
    text
}

fn golden(name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/format/golden");
    std::fs::create_dir_all(&folder).unwrap();
    compare(&folder.join(format!("{name}.hex")), &dump(bytes));
}

fn example_footer() -> Footer {
    let header = FooterHeader {
        magic: super::footer::MAGIC,
        version: VERSION,
        lane: 0,
        flags: 0,
        segment: 3,
        generation: 17,
        first_lsn: 1_000,
        last_lsn: 1_009,
        wall_ms: 1_700_000_000_000,
        line_ms: 123_456,
        end_block: 40,
        epochs: 0,
        chunks: 0,
        heads: 0,
        body_crc: 0,
        crc: 0,
    };
    let chunk = |n: u32| FooterChunk {
        track: n % 3,
        count: n + 1,
        first_seq: u64::from(n) * 100,
        spot: n * 1_000 + 128,
        bytes: 700,
        line_ms: 120_000 + u64::from(n),
        wall_ms: 1_700_000_000_000 + u64::from(n),
        span_ms: n,
    };
    Footer {
        header,
        retired: false,
        epochs: vec![FooterEpoch { epoch: 4, salt: [0xaa; 32] }, FooterEpoch { epoch: 5, salt: [0xbb; 32] }],
        chunks: (0..150).map(chunk).collect(),
        heads: vec![FooterHead { track: 1, next_seq: 15_000 }, FooterHead { track: 9, next_seq: 7 }],
    }
}

#[test]
fn super_blocks_and_frames_keep_their_bytes() {
    let options = Options::tiny();
    let disk = Arc::new(SimDisk::new(0));
    let entropy = SeededEntropy::new(1);
    Log::create(&*disk, &options, &entropy).unwrap();
    let shared: Arc<dyn Disk> = Arc::<SimDisk>::clone(&disk);
    let (log, _) =
        Log::open(shared, Options { zero_ahead_below_bytes: 0, ..options }, &entropy, WallMs(0)).unwrap();
    let now = |ms: u64| Now { wall: WallMs(1_700_000_000_000 + ms), line: LineMs(5_000 + ms), trusted: true };
    for track in [1, 2] {
        log.register(TrackId(track), DataKey::new([u8::try_from(track).unwrap(); 32], 3));
    }
    for ms in [0, 7] {
        let mut batch = Batch::new();
        batch.append(TrackId(1), b"partition key", b"first body");
        batch.append(TrackId(2), b"", &[0x5a; 4_500]);
        assert!(log.stage(batch, now(ms)).is_ok());
    }
    log.commit(now(9)).unwrap();

    golden("super", &disk.bytes(Area::Super(Slot::B)).unwrap());
    golden("frame", &disk.bytes(Area::Segment(0)).unwrap()[..4 * BLOCK_BYTES]);
}

#[test]
fn footers_keep_their_bytes_come_back_and_refuse_every_flip_and_cut() {
    let footer = example_footer();
    let mut bytes = Vec::new();
    let (sealed, start) = footer.build(64, &mut bytes);
    golden("footer", sealed.bytes());
    let place = Place { segment: 3, block: start };

    let parsed = Footer::parse(&bytes, place).unwrap();

    assert_eq!((parsed.chunks, parsed.heads, parsed.epochs), (footer.chunks, footer.heads, footer.epochs));
    assert_eq!((parsed.header.last_lsn, parsed.header.chunks), (1_009, 150));
    assert!(Footer::parse(&bytes, Place { segment: 4, block: start }).is_none(), "another segment's");
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(Footer::parse(&bytes, place).is_none(), "bit {bit}");
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    for blocks in 0..bytes.len() / BLOCK_BYTES {
        assert!(Footer::parse(&bytes[..blocks * BLOCK_BYTES], place).is_none(), "{blocks} blocks");
    }
}

#[test]
fn blocks_refuse_every_flipped_bit_and_every_other_place() {
    let place = Place { segment: 2, block: 9 };
    let trailer = Trailer { crc: 0, lsn_low: 77, generation: 5, index: 1, flags: block::LAST };
    let mut bytes = vec![0x33; BLOCK_BYTES];
    block::finish(&mut bytes, place, trailer);
    golden("block", &bytes);

    assert_eq!(block::verify(&bytes, place).unwrap().lsn_low, 77);
    assert_eq!(block::verify(&bytes, Place { block: 8, ..place }), None);
    assert_eq!(block::verify(&bytes, Place { segment: 3, ..place }), None);
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(block::verify(&bytes, place), None, "bit {bit}");
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
}

/// Four blocks; with `MILLPOND_EVERY_BIT` the 256 of a mebibyte.
#[test]
fn blocks_of_any_bytes_refuse_every_flipped_bit() {
    let entropy = SeededEntropy::new(6);
    let count = if std::env::var_os("MILLPOND_EVERY_BIT").is_some() { 256 } else { 4 };
    for number in 0..count {
        let place = Place { segment: 7, block: number };
        let trailer = Trailer { crc: 0, lsn_low: number, generation: 3, index: 2, flags: 0 };
        let mut bytes = vec![0; BLOCK_BYTES];
        entropy.fill(&mut bytes);
        block::finish(&mut bytes, place, trailer);
        for bit in 0..BLOCK_BYTES * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(block::verify(&bytes, place), None, "block {number} bit {bit}");
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

#[test]
fn super_blocks_come_back_and_refuse_every_flipped_bit() {
    let block = SuperBlock {
        magic: super::superblock::MAGIC,
        version: VERSION,
        flags: 0,
        sequence: 8,
        log_id: [7; 16],
        epoch: 3,
        segment_bytes: 8 << 20,
        epoch_salt: [9; 32],
        durable_lsn: 500,
        checkpoint_slot: 0,
        reserved: 0,
        checkpoint_lsn: 0,
    };
    let mut bytes = [0; BLOCK_BYTES];
    block.build(&mut bytes);

    assert_eq!(SuperBlock::parse(&bytes), Found::Good(block));
    for bit in 0..BLOCK_BYTES * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(SuperBlock::parse(&bytes), Found::Damaged, "bit {bit}");
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    SuperBlock { version: 2, ..block }.build(&mut bytes);
    assert_eq!(SuperBlock::parse(&bytes), Found::Version(2));
}

#[test]
fn headers_come_back() {
    let bytes: [u8; ChunkHeader::BYTES] = std::array::from_fn(|at| u8::try_from(at).unwrap());
    golden("chunk_header", &bytes);
    let header = ChunkHeader::decode(&bytes);
    assert_eq!(header.encode(), bytes);
    assert_eq!((header.key_version, header.track, header.span_ms), (0x0302, 0x0706_0504, 0x3736_3534));
    let bytes: [u8; FrameHeader::BYTES] = std::array::from_fn(|at| u8::try_from(at).unwrap());
    assert_eq!(FrameHeader::decode(&bytes).encode(), bytes);
}
