//! A disk in memory that loses power, tears writes, lies and rots: by script, and the same way for
//! the same seed.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, MutexGuard};

use millpond_base::{Entropy, SeededEntropy};

use super::{Area, Disk, Sealed};

/// What a device writes at once; a power cut tears writes between sectors.
const SECTOR_BYTES: usize = 512;

/// What goes wrong at one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The operation fails with an I/O error and does nothing.
    Error,
    /// A write or zero fill stops half-way and fails.
    Short,
    /// The operation fails because there is no space; it does nothing.
    NoSpace,
    /// A sync fails; each sector written since the last good one is kept or lost by chance, and
    /// later syncs succeed without writing it again.
    SyncLies,
}

/// The script of a simulated disk. Operations that change it (create, write, zero, sync, sync of
/// names) are counted from 0, reads apart from them.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// Power is lost during this operation: unsynced sectors are kept or lost by chance.
    pub cut_at: Option<u64>,
    /// What goes wrong at which operation.
    pub at: BTreeMap<u64, Fault>,
    /// Which reads fail with an I/O error.
    pub reads: Vec<u64>,
    /// Bytes that all areas together may have.
    pub capacity_bytes: Option<u64>,
}

#[derive(Clone, Debug, Default)]
struct SimArea {
    /// What survives a power cut for sure.
    synced: Vec<u8>,
    /// What a read sees.
    seen: Vec<u8>,
    /// Sectors where the two may differ.
    unsynced: Vec<usize>,
    named: bool,
}

impl SimArea {
    fn write(&mut self, offset: usize, bytes: &[u8]) -> io::Result<()> {
        let end = offset + bytes.len();
        if end > self.seen.len() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "an area never grows"));
        }
        self.seen[offset..end].copy_from_slice(bytes);
        self.unsynced.extend(offset / SECTOR_BYTES..end.div_ceil(SECTOR_BYTES));
        Ok(())
    }

    /// Brings unsynced sectors to flash: those for which `keep` says so.
    fn settle(&mut self, mut keep: impl FnMut() -> bool) {
        self.unsynced.sort_unstable();
        self.unsynced.dedup();
        for sector in std::mem::take(&mut self.unsynced) {
            let start = sector * SECTOR_BYTES;
            let end = (start + SECTOR_BYTES).min(self.seen.len());
            if keep() {
                self.synced[start..end].copy_from_slice(&self.seen[start..end]);
            }
        }
    }
}

#[derive(Debug, Default)]
struct State {
    areas: BTreeMap<Area, SimArea>,
    faults: Faults,
    operations: u64,
    reads: u64,
    cut: bool,
    written_bytes: u64,
}

/// A simulated disk.
#[derive(Debug)]
pub struct SimDisk {
    state: Mutex<State>,
    chance: SeededEntropy,
}

fn power_is_off() -> io::Error {
    io::Error::other("simulated: the power is off")
}

impl SimDisk {
    /// An empty disk; what a power cut or a failed sync leaves is drawn from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: Mutex::default(), chance: SeededEntropy::new(seed) }
    }

    /// Sets the script; operations are counted from 0 again.
    #[must_use]
    pub fn with_faults(self, faults: Faults) -> Self {
        self.script(faults);
        self
    }

    /// Sets the script of a disk in use; operations are counted from 0 again.
    pub fn script(&self, faults: Faults) {
        let mut state = self.state();
        (state.faults, state.operations, state.reads) = (faults, 0, 0);
    }

    /// Operations since the script was set, reads left out.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.state().operations
    }

    /// Reads since the script was set.
    #[must_use]
    pub fn reads(&self) -> u64 {
        self.state().reads
    }

    /// Bytes written since the disk was made, zeros included.
    #[must_use]
    pub fn written_bytes(&self) -> u64 {
        self.state().written_bytes
    }

    /// True once the power is off.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.state().cut
    }

    /// Cuts the power now.
    pub fn cut(&self) {
        self.lose_power(&mut self.state());
    }

    /// The disk as the next start finds it, cutting the power first if it is still on. The draw of
    /// its own chances begins at `seed`.
    #[must_use]
    pub fn after_cut(&self, seed: u64) -> Self {
        let mut state = self.state();
        if !state.cut {
            self.lose_power(&mut state);
        }
        Self::with_areas(state.areas.clone(), seed)
    }

    /// A copy of the disk as a running system sees it: what a cloned card holds after a clean stop,
    /// and what a killed process leaves to the next one.
    #[must_use]
    pub fn image(&self, seed: u64) -> Self {
        let mut areas = self.state().areas.clone();
        for area in areas.values_mut() {
            area.synced.clone_from(&area.seen);
            (area.unsynced, area.named) = (Vec::new(), true);
        }
        Self::with_areas(areas, seed)
    }

    /// Flips one bit, on flash and in what reads see. False when there is no such byte.
    #[must_use = "a flip outside the area changes nothing"]
    pub fn flip(&self, area: Area, byte: usize, bit: u8) -> bool {
        let mut state = self.state();
        let Some(area) = state.areas.get_mut(&area) else { return false };
        if byte >= area.seen.len() {
            return false;
        }
        area.seen[byte] ^= 1 << bit;
        area.synced[byte] ^= 1 << bit;
        true
    }

    /// Replaces the bytes of an area, as damage does; `None` removes it.
    pub fn replace(&self, area: Area, bytes: Option<Vec<u8>>) {
        let mut state = self.state();
        match bytes {
            None => drop(state.areas.remove(&area)),
            Some(bytes) => {
                let fresh = SimArea { synced: bytes.clone(), seen: bytes, unsynced: Vec::new(), named: true };
                state.areas.insert(area, fresh);
            }
        }
    }

    /// What reads of an area see.
    #[must_use]
    pub fn bytes(&self, area: Area) -> Option<Vec<u8>> {
        self.state().areas.get(&area).map(|found| found.seen.clone())
    }

    fn with_areas(areas: BTreeMap<Area, SimArea>, seed: u64) -> Self {
        Self { state: Mutex::new(State { areas, ..State::default() }), chance: SeededEntropy::new(seed) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock can panic")
    }

    fn draw(&self, below: u8) -> u8 {
        self.chance.bytes::<1>()[0] % below
    }

    /// Keeps nothing, everything, or about a quarter, half or three quarters of what is in flight.
    fn luck(&self) -> impl FnMut() -> bool + '_ {
        let quarters = self.draw(5);
        move || quarters > 0 && self.draw(4) < quarters
    }

    fn lose_power(&self, state: &mut State) {
        state.cut = true;
        let mut names = self.luck();
        state.areas.retain(|_, area| {
            area.named = area.named || names();
            area.named
        });
        for area in state.areas.values_mut() {
            area.settle(self.luck());
            area.seen.clone_from(&area.synced);
        }
    }

    /// Counts an operation and applies the script: `Ok(None)` means go on unharmed.
    fn operate(&self, state: &mut State) -> io::Result<Option<Fault>> {
        if state.cut {
            return Err(power_is_off());
        }
        let operation = state.operations;
        state.operations += 1;
        match state.faults.at.get(&operation) {
            Some(Fault::Error) => Err(io::Error::other("simulated: input/output error")),
            Some(Fault::NoSpace) => Err(io::ErrorKind::StorageFull.into()),
            other => Ok(other.copied()),
        }
    }

    /// Ends an operation: cuts the power if this was the one.
    fn end(&self, state: &mut State) -> io::Result<()> {
        if state.faults.cut_at == Some(state.operations - 1) {
            self.lose_power(state);
            return Err(power_is_off());
        }
        Ok(())
    }

    fn put(&self, area: Area, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let state = &mut *self.state();
        let fault = self.operate(state)?;
        let count = if fault == Some(Fault::Short) { bytes.len() / 2 } else { bytes.len() };
        let found = state.areas.get_mut(&area).ok_or(io::ErrorKind::NotFound)?;
        found.write(index(offset)?, &bytes[..count])?;
        state.written_bytes += count as u64;
        self.end(state)?;
        if count < bytes.len() { Err(io::ErrorKind::WriteZero.into()) } else { Ok(()) }
    }
}

fn index(offset: u64) -> io::Result<usize> {
    usize::try_from(offset).map_err(|_| io::ErrorKind::InvalidInput.into())
}

impl Disk for SimDisk {
    fn areas(&self) -> io::Result<Vec<(Area, u64)>> {
        let state = self.state();
        if state.cut {
            return Err(power_is_off());
        }
        Ok(state.areas.iter().map(|(area, found)| (*area, found.seen.len() as u64)).collect())
    }

    fn create(&self, area: Area, bytes: u64) -> io::Result<()> {
        let state = &mut *self.state();
        self.operate(state)?;
        let used: usize = state.areas.values().map(|found| found.seen.len()).sum();
        if state.faults.capacity_bytes.is_some_and(|capacity| used as u64 + bytes > capacity) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let found = state.areas.entry(area).or_default();
        found.seen.resize(index(bytes)?, 0);
        found.synced.resize(index(bytes)?, 0);
        self.end(state)
    }

    fn read(&self, area: Area, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut state = self.state();
        if state.cut {
            return Err(power_is_off());
        }
        let read = state.reads;
        state.reads += 1;
        if state.faults.reads.contains(&read) {
            return Err(io::Error::other("simulated: input/output error"));
        }
        let found = state.areas.get(&area).ok_or(io::ErrorKind::NotFound)?;
        let start = index(offset)?;
        let bytes = found.seen.get(start..start + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(bytes);
        Ok(())
    }

    fn write(&self, area: Area, offset: u64, bytes: Sealed<'_>) -> io::Result<()> {
        self.put(area, offset, bytes.bytes())
    }

    fn zero(&self, area: Area, offset: u64, bytes: u64) -> io::Result<()> {
        self.put(area, offset, &vec![0; index(bytes)?])
    }

    fn sync(&self, area: Area) -> io::Result<()> {
        let state = &mut *self.state();
        let fault = self.operate(state)?;
        let lies = fault == Some(Fault::SyncLies);
        let cut = state.faults.cut_at == Some(state.operations - 1);
        let found = state.areas.get_mut(&area).ok_or(io::ErrorKind::NotFound)?;
        if lies {
            found.settle(self.luck());
        } else if !cut {
            found.settle(|| true);
        }
        self.end(state)?;
        if lies { Err(io::Error::other("simulated: sync failed")) } else { Ok(()) }
    }

    fn sync_names(&self) -> io::Result<()> {
        let state = &mut *self.state();
        self.operate(state)?;
        if state.faults.cut_at != Some(state.operations - 1) {
            state.areas.values_mut().for_each(|area| area.named = true);
        }
        self.end(state)
    }
}
