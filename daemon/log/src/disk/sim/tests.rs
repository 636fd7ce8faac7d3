//! Each fault of docs/fault-model.md does what the model says.

use std::collections::BTreeSet;

use super::{Area, Disk, Fault, Faults, SECTOR_BYTES, SimDisk};
use crate::format::footer::{self, Footer, FooterHead, FooterHeader};
use crate::format::{BLOCK_BYTES, VERSION};

const AREA: Area = Area::Segment(0);
const OTHER: Area = Area::Segment(1);
const BLOCKS: u64 = 8;

/// A footer that fills a block, and differs in every sector from that of another number.
fn filled(number: u32) -> Footer {
    let header = FooterHeader {
        magic: footer::MAGIC,
        version: VERSION,
        lane: 0,
        flags: 0,
        segment: 0,
        generation: number,
        first_lsn: 1,
        last_lsn: 1,
        wall_ms: 0,
        line_ms: 0,
        end_block: 1,
        epochs: 0,
        chunks: 0,
        heads: 0,
        body_crc: 0,
        crc: 0,
    };
    let head = FooterHead { track: number, next_seq: u64::from(number) };
    Footer { header, retired: false, epochs: Vec::new(), chunks: Vec::new(), heads: vec![head; 330] }
}

fn block(number: u32) -> [u8; BLOCK_BYTES] {
    let mut bytes = Vec::new();
    let (sealed, _) = filled(number).build(1, &mut bytes);
    sealed.bytes().try_into().unwrap()
}

fn write(disk: &SimDisk, at: u64, number: u32) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let (sealed, _) = filled(number).build(1, &mut bytes);
    disk.write(AREA, at * BLOCK_BYTES as u64, sealed)
}

fn read(disk: &SimDisk, at: u64) -> [u8; BLOCK_BYTES] {
    let mut bytes = [0; BLOCK_BYTES];
    disk.read(AREA, at * BLOCK_BYTES as u64, &mut bytes).unwrap();
    bytes
}

/// Two files with names on flash; block 0 of the first holds 1, synced.
fn made(seed: u64) -> SimDisk {
    let disk = SimDisk::new(seed);
    [AREA, OTHER].iter().for_each(|area| disk.create(*area, BLOCKS * BLOCK_BYTES as u64).unwrap());
    disk.sync_names().unwrap();
    write(&disk, 0, 1).unwrap();
    disk.sync(AREA).unwrap();
    disk
}

fn scripted(seed: u64, fault: Fault) -> SimDisk {
    made(seed).with_faults(Faults::one(0, fault))
}

#[test]
fn a_cut_leaves_every_sector_old_or_any_version_written_since() {
    let last_sector = BLOCK_BYTES - SECTOR_BYTES;
    let version =
        |bytes: &[u8; BLOCK_BYTES]| (1..=3).find(|n| block(*n)[last_sector..] == bytes[last_sector..]);
    let mut seen = BTreeSet::new();
    let mut torn = 0;

    for seed in 0..200 {
        let disk = made(seed);
        write(&disk, 0, 2).unwrap();
        write(&disk, 0, 3).unwrap();
        write(&disk, 1, 3).unwrap();
        let after = disk.after_cut(seed);
        seen.insert((version(&read(&after, 0)).unwrap(), read(&after, 1) != [0; BLOCK_BYTES]));
        let sectors: BTreeSet<bool> =
            read(&after, 1).chunks(SECTOR_BYTES).map(|s| s.iter().any(|byte| *byte != 0)).collect();
        torn += u32::from(sectors.len() == 2);
    }

    assert_eq!(seen.iter().map(|(version, _)| version).collect::<BTreeSet<_>>().len(), 3, "{seen:?}");
    assert!(seen.contains(&(1, true)) && seen.contains(&(3, false)), "in any order: {seen:?}");
    assert!(torn > 20, "a block is torn between sectors: {torn}");
}

#[test]
fn a_file_whose_entry_was_not_synced_is_absent_or_there_after_a_cut() {
    let there: BTreeSet<bool> = (0..20)
        .map(|seed| {
            let disk = made(seed);
            disk.create(Area::Segment(9), 4096).unwrap();
            disk.after_cut(seed).bytes(Area::Segment(9)).is_some()
        })
        .collect();

    assert_eq!(there.len(), 2);
}

#[test]
fn a_cut_while_creating_leaves_any_size() {
    let sizes: BTreeSet<Option<usize>> = (0..50)
        .map(|seed| {
            let disk = made(seed).with_faults(Faults::cut(0));
            disk.create(Area::Segment(9), 8192).unwrap_err();
            disk.after_cut(seed).bytes(Area::Segment(9)).map(|bytes| bytes.len())
        })
        .collect();

    assert_eq!(sizes, BTreeSet::from([None, Some(0), Some(4096), Some(8192)]));
}

#[test]
fn failing_operations_fail_once_and_do_what_they_say() {
    let disk = scripted(1, Fault::Error);
    write(&disk, 0, 2).unwrap_err();
    assert_eq!(read(&disk, 0), block(1));
    write(&disk, 0, 2).unwrap();

    let disk = scripted(1, Fault::Short);
    write(&disk, 0, 2).unwrap_err();
    assert_eq!(read(&disk, 0)[..BLOCK_BYTES / 2], block(2)[..BLOCK_BYTES / 2]);
    assert_eq!(read(&disk, 0)[BLOCK_BYTES / 2..], block(1)[BLOCK_BYTES / 2..]);

    let disk = scripted(1, Fault::NoSpace);
    disk.sync(AREA).unwrap();
    assert_eq!(write(&disk, 0, 2).unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    assert_eq!(read(&disk, 0), block(1));

    let disk = scripted(1, Fault::Slow(70));
    write(&disk, 0, 2).unwrap();
    assert_eq!((disk.take_slow_ms(), disk.take_slow_ms()), (70, 0));
    assert_eq!(disk.harm().len(), 1);
}

#[test]
fn a_sync_that_fails_once_lies_ever_after() {
    let lost = (0..20).filter(|seed| {
        let disk = scripted(*seed, Fault::SyncLies);
        write(&disk, 0, 2).unwrap();
        disk.sync(AREA).unwrap_err();
        assert_eq!(read(&disk, 0), block(2), "the page is clean and still there");
        disk.sync(AREA).unwrap();
        read(&disk.after_cut(*seed), 0) != block(2)
    });

    assert!((1..20).contains(&lost.count()));
}

#[test]
fn an_ignored_sync_a_lost_and_a_misdirected_write_look_fine_until_the_next_start() {
    for fault in [Fault::SyncIgnored, Fault::Lost, Fault::Misdirected] {
        let mut found = BTreeSet::new();
        for seed in 0..20 {
            let disk = scripted(seed, fault);
            write(&disk, 0, 2).unwrap();
            disk.sync(AREA).unwrap();
            assert_eq!(read(&disk, 0), block(2), "{fault:?}");
            assert_eq!(read(&disk.after_kill(seed), 0), block(2), "{fault:?}");
            let mut device = [0; BLOCK_BYTES];
            disk.after_kill(seed).read_device(AREA, 0, &mut device).unwrap();
            assert_eq!(device == block(2), fault == Fault::SyncIgnored, "{fault:?}: only memory has it");
            let after = disk.after_cut(seed);
            found.insert(read(&after, 0) == block(2));
            let copies = [AREA, OTHER].iter().flat_map(|area| after.bytes(*area).unwrap());
            let copies: Vec<u8> = copies.collect();
            let elsewhere = copies.chunks(BLOCK_BYTES).skip(1).filter(|bytes| **bytes == block(2)).count();
            assert_eq!(elsewhere, usize::from(fault == Fault::Misdirected), "{fault:?}");
        }
        assert!(found.contains(&false), "{fault:?}");
        assert_eq!(found.contains(&true), fault == Fault::SyncIgnored, "only an ignored sync may get lucky");
    }
}

#[test]
fn rot_flips_a_bit_of_what_was_written_and_a_spoiled_page_reads_once_it_is_written() {
    let disk = scripted(3, Fault::Rot);
    disk.sync(AREA).unwrap();
    let differing: u32 = read(&disk, 0).iter().zip(block(1)).map(|(a, b)| (a ^ b).count_ones()).sum();
    assert_eq!((differing, disk.harm()[0].area), (1, Some(AREA)));

    let disk = scripted(3, Fault::Spoiled);
    disk.sync(AREA).unwrap();
    let mut bytes = [0; BLOCK_BYTES];
    disk.read(AREA, 0, &mut bytes).unwrap_err();
    disk.read(AREA, BLOCK_BYTES as u64, &mut bytes).unwrap();
    write(&disk, 0, 2).unwrap();
    assert_eq!(read(&disk, 0), block(2));
}

#[test]
fn a_killed_process_leaves_what_a_later_cut_can_still_take() {
    let disk = made(1);
    write(&disk, 0, 2).unwrap();
    let after = disk.after_kill(4);
    assert_eq!(read(&after, 0), block(2));

    let taken = (0..20).filter(|seed| read(&disk.after_kill(*seed).after_cut(*seed), 0) != block(2));

    assert!((1..20).contains(&taken.count()));
}

#[test]
fn the_same_seed_has_the_same_history_and_another_has_another() {
    let lived = |seed| {
        let kinds = [Fault::Error, Fault::Rot, Fault::SyncLies, Fault::Misdirected];
        let disk = made(seed).with_faults(Faults::drawn(seed, 0..20, 6, &kinds));
        for n in 0..15 {
            let _ = write(&disk, u64::from(n % 7), n);
            let _ = disk.sync(AREA);
        }
        let after = disk.after_cut(seed);
        (after.history(), after.bytes(AREA), after.bytes(OTHER), disk.harm())
    };

    assert_eq!(lived(1), lived(1));
    assert_ne!(lived(1), lived(2));
}
