//! One file of the simulated disk: what is on flash, what reads see, and what lies between.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, LazyLock};

/// What a device writes at once; a power cut tears writes between sectors.
pub(super) const SECTOR_BYTES: usize = 512;
/// What copies of a disk share until one of them writes it.
pub(super) const PAGE_BYTES: usize = 4096;

type Page = [u8; PAGE_BYTES];

static ZEROS: LazyLock<Arc<Page>> = LazyLock::new(|| Arc::new([0; PAGE_BYTES]));

/// Bytes in shared pages: a copy costs a pointer a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Bytes {
    pages: Vec<Arc<Page>>,
    count: usize,
}

impl Bytes {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut made = Self::default();
        made.resize(bytes.len());
        made.put(0, bytes);
        made
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Grows with zeros, or cuts off.
    pub(super) fn resize(&mut self, count: usize) {
        if count < self.count {
            let kept = self.to_vec();
            *self = Self::of(&kept[..count]);
        }
        self.count = count;
        self.pages.resize_with(count.div_ceil(PAGE_BYTES), || Arc::clone(&ZEROS));
    }

    /// Fills `out` from `start`, which must lie within.
    pub(super) fn get(&self, start: usize, out: &mut [u8]) {
        let mut done = 0;
        while done < out.len() {
            let (page, within) = ((start + done) / PAGE_BYTES, (start + done) % PAGE_BYTES);
            let count = (PAGE_BYTES - within).min(out.len() - done);
            out[done..done + count].copy_from_slice(&self.pages[page][within..within + count]);
            done += count;
        }
    }

    /// Overwrites from `start`; the end must lie within.
    pub(super) fn put(&mut self, start: usize, bytes: &[u8]) {
        let mut done = 0;
        while done < bytes.len() {
            let (page, within) = ((start + done) / PAGE_BYTES, (start + done) % PAGE_BYTES);
            let count = (PAGE_BYTES - within).min(bytes.len() - done);
            Arc::make_mut(&mut self.pages[page])[within..within + count]
                .copy_from_slice(&bytes[done..done + count]);
            done += count;
        }
    }

    pub(super) fn flip(&mut self, byte: usize, bit: u8) {
        Arc::make_mut(&mut self.pages[byte / PAGE_BYTES])[byte % PAGE_BYTES] ^= 1 << bit;
    }

    pub(super) fn to_vec(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.count];
        self.get(0, &mut bytes);
        bytes
    }

    /// Pages that hold something, by number.
    pub(super) fn used(&self) -> impl Iterator<Item = usize> + '_ {
        let used = |page: &Arc<Page>| !Arc::ptr_eq(page, &ZEROS) && page.iter().any(|byte| *byte != 0);
        (0..self.pages.len()).filter(move |page| used(&self.pages[*page]))
    }
}

/// A write that is not on flash for sure.
#[derive(Clone, Debug)]
struct Pending {
    start: usize,
    bytes: Arc<[u8]>,
}

impl Pending {
    fn sectors(&self) -> std::ops::Range<usize> {
        self.start / SECTOR_BYTES..(self.start + self.bytes.len()).div_ceil(SECTOR_BYTES)
    }
}

/// A file.
#[derive(Clone, Debug, Default)]
pub(super) struct SimArea {
    /// What survives a power cut for sure.
    pub(super) synced: Bytes,
    /// What a read sees.
    pub(super) seen: Bytes,
    /// Writes since the last sync, in order.
    pending: Vec<Pending>,
    /// The name is on flash.
    pub(super) named: bool,
    /// Pages that cannot be read until they are written again.
    pub(super) bad: BTreeSet<usize>,
}

impl SimArea {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let bytes = Bytes::of(bytes);
        Self { synced: bytes.clone(), seen: bytes, named: true, ..Self::default() }
    }

    pub(super) fn resize(&mut self, count: usize) {
        self.synced.resize(count);
        self.seen.resize(count);
    }

    pub(super) fn check(&self, start: usize, count: usize) -> io::Result<()> {
        let within = start.checked_add(count).is_some_and(|end| end <= self.seen.count());
        let grows = || io::Error::new(io::ErrorKind::InvalidInput, "an area never grows");
        if within { Ok(()) } else { Err(grows()) }
    }

    pub(super) fn write(&mut self, start: usize, bytes: &[u8]) {
        self.seen.put(start, bytes);
        for page in start / PAGE_BYTES..(start + bytes.len()).div_ceil(PAGE_BYTES) {
            self.bad.remove(&page);
        }
        self.pending.push(Pending { start, bytes: bytes.into() });
    }

    /// Drops the clean copy in memory: reads see what flash holds, and what is not on flash yet.
    pub(super) fn forget(&mut self, start: usize, count: usize) {
        let mut bytes = vec![0; count];
        self.synced.get(start, &mut bytes);
        for write in &self.pending {
            let from = write.start.max(start);
            let to = (write.start + write.bytes.len()).min(start + count);
            if from < to {
                bytes[from - start..to - start]
                    .copy_from_slice(&write.bytes[from - write.start..to - write.start]);
            }
        }
        self.seen.put(start, &bytes);
    }

    /// Reads see the bytes until the next start; flash never gets them.
    pub(super) fn write_lost(&mut self, start: usize, bytes: &[u8]) {
        self.seen.put(start, bytes);
    }

    /// Flash gets the bytes at once, and reads see them.
    pub(super) fn write_through(&mut self, start: usize, bytes: &[u8]) {
        self.seen.put(start, bytes);
        self.synced.put(start, bytes);
    }

    pub(super) fn flip(&mut self, byte: usize, bit: u8) {
        self.seen.flip(byte, bit);
        self.synced.flip(byte, bit);
    }

    /// Everything written is on flash.
    pub(super) fn sync(&mut self) {
        for write in std::mem::take(&mut self.pending) {
            self.synced.put(write.start, &write.bytes);
        }
    }

    /// Of every unsynced sector flash gets nothing or one of the versions written: `version` is told
    /// the sector and how many there are, and says which, 0 for nothing.
    pub(super) fn settle(&mut self, mut version: impl FnMut(usize, u32) -> u32) {
        let pending = std::mem::take(&mut self.pending);
        let mut versions = BTreeMap::<usize, u32>::new();
        pending
            .iter()
            .flat_map(Pending::sectors)
            .for_each(|sector| *versions.entry(sector).or_default() += 1);
        versions.iter_mut().for_each(|(sector, count)| *count = version(*sector, *count));
        for write in &pending {
            for sector in write.sectors() {
                let left = versions.get_mut(&sector).expect("every sector of a write was counted");
                if *left == 0 {
                    continue;
                }
                *left -= 1;
                let start = (sector * SECTOR_BYTES).max(write.start);
                let end = ((sector + 1) * SECTOR_BYTES).min(write.start + write.bytes.len());
                self.synced.put(start, &write.bytes[start - write.start..end - write.start]);
            }
        }
    }

    /// Reads see what is on flash.
    pub(super) fn restart(&mut self) {
        self.seen = self.synced.clone();
    }

    /// Flash has what reads see.
    pub(super) fn keep(&mut self) {
        self.synced = self.seen.clone();
        (self.pending, self.named) = (Vec::new(), true);
    }
}
