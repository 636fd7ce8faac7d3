//! A disk in memory that loses power, tears writes, lies and rots: by script, and the same way for
//! the same seed.

mod area;
mod faults;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, MutexGuard};

use millpond_base::{Entropy, SeededEntropy};

use super::{Area, Disk, Sealed};
use area::{PAGE_BYTES, SECTOR_BYTES, SimArea};
use faults::Kind;
pub use faults::{Fault, Faults, Harm};

#[derive(Clone, Debug, Default)]
struct State {
    areas: BTreeMap<Area, SimArea>,
    faults: Faults,
    /// Faults whose operation has come, that had nothing to strike yet.
    armed: Vec<Fault>,
    harm: Vec<Harm>,
    operations: u64,
    reads: u64,
    cut: bool,
    written_bytes: u64,
    slow_ms: u64,
    history: u64,
}

/// A simulated disk. A clone is another disk with the same bytes and script.
#[derive(Debug)]
pub struct SimDisk {
    state: Mutex<State>,
    chance: SeededEntropy,
}

/// An operation under way: its number, what strikes it.
struct Struck {
    operation: u64,
    fault: Option<Fault>,
}

impl Struck {
    fn by(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }
}

impl Clone for SimDisk {
    fn clone(&self) -> Self {
        let state = self.state().clone();
        let chance = SeededEntropy::new(state.history ^ 1);
        Self { state: Mutex::new(state), chance }
    }
}

fn power_is_off() -> io::Error {
    io::Error::other("simulated: the power is off")
}

fn input_output() -> io::Error {
    io::Error::other("simulated: input/output error")
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
        state.armed.clear();
        state.harm.clear();
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

    /// The faults of the script that have happened.
    #[must_use]
    pub fn harm(&self) -> Vec<Harm> {
        self.state().harm.clone()
    }

    /// Bytes written since the disk was made, zeros included.
    #[must_use]
    pub fn written_bytes(&self) -> u64 {
        self.state().written_bytes
    }

    /// How long slow operations took since this was asked last. Milliseconds; the caller moves its clock.
    #[must_use]
    pub fn take_slow_ms(&self) -> u64 {
        std::mem::take(&mut self.state().slow_ms)
    }

    /// A number that is the same after the same operations with the same bytes and outcomes.
    #[must_use]
    pub fn history(&self) -> u64 {
        self.state().history
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
        Self::next(&state, state.areas.clone(), seed)
    }

    /// The disk as a killed process leaves it: everything written is seen, and what was not synced is
    /// not on flash yet.
    #[must_use]
    pub fn after_kill(&self, seed: u64) -> Self {
        let state = self.state();
        Self::next(&state, state.areas.clone(), seed)
    }

    /// A copy of the disk as a running system sees it: what a cloned card holds after a clean stop.
    #[must_use]
    pub fn image(&self, seed: u64) -> Self {
        let state = self.state();
        let mut areas = state.areas.clone();
        areas.values_mut().for_each(SimArea::keep);
        Self::next(&state, areas, seed)
    }

    /// Flips one bit, on flash and in what reads see. False when there is no such byte.
    #[must_use = "a flip outside the area changes nothing"]
    pub fn flip(&self, area: Area, byte: usize, bit: u8) -> bool {
        let mut state = self.state();
        let Some(area) = state.areas.get_mut(&area) else { return false };
        let there = byte < area.seen.count();
        if there {
            area.flip(byte, bit);
        }
        there
    }

    /// Replaces the bytes of an area, as damage does; `None` removes it.
    pub fn replace(&self, area: Area, bytes: Option<Vec<u8>>) {
        let mut state = self.state();
        match bytes {
            None => drop(state.areas.remove(&area)),
            Some(bytes) => drop(state.areas.insert(area, SimArea::of(&bytes))),
        }
    }

    /// What reads of an area see.
    #[must_use]
    pub fn bytes(&self, area: Area) -> Option<Vec<u8>> {
        self.state().areas.get(&area).map(|found| found.seen.to_vec())
    }

    fn next(before: &State, areas: BTreeMap<Area, SimArea>, seed: u64) -> Self {
        let state = State { areas, history: before.history, ..State::default() };
        Self { state: Mutex::new(state), chance: SeededEntropy::new(seed) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock can panic")
    }

    fn draw(&self, below: u32) -> u32 {
        u32::from_le_bytes(self.chance.bytes()) % below
    }

    /// One of so many; `None` of none.
    fn pick(&self, count: usize) -> Option<usize> {
        let drawn = self.draw(u32::try_from(count).ok().filter(|count| *count > 0)?);
        usize::try_from(drawn).ok()
    }

    /// Keeps nothing, everything, or about a quarter, half or three quarters of what is in flight.
    fn luck(&self) -> impl FnMut() -> bool + '_ {
        let quarters = self.draw(5);
        move || quarters > 0 && self.draw(4) < quarters
    }

    /// Of each sector, or of each page as a whole, keeps nothing or, more often than an older one, the
    /// latest version.
    fn versions(&self) -> impl FnMut(usize, u32) -> u32 + '_ {
        let mut keep = self.luck();
        let unit = if self.draw(2) == 0 { 1 } else { PAGE_BYTES / SECTOR_BYTES };
        let mut drawn = None;
        move |sector, count| {
            let kept = match drawn {
                Some((last, kept)) if last == sector / unit => kept,
                _ => keep(),
            };
            drawn = Some((sector / unit, kept));
            match kept {
                false => 0,
                true if count > 1 && self.draw(4) == 0 => 1 + self.draw(count),
                true => count,
            }
        }
    }

    fn lose_power(&self, state: &mut State) {
        state.cut = true;
        let mut names = self.luck();
        state.areas.retain(|_, area| {
            area.named = area.named || names();
            area.named
        });
        for area in state.areas.values_mut() {
            area.settle(self.versions());
            area.restart();
        }
    }

    /// Counts an operation and applies the script.
    fn operate(&self, state: &mut State, kind: Kind, what: impl FnOnce() -> u32) -> io::Result<Struck> {
        if state.cut {
            return Err(power_is_off());
        }
        let operation = state.operations;
        state.operations += 1;
        note(state, u64::from(what()) << 8 | kind as u64);
        state.armed.extend(state.faults.at.remove(&operation));
        let striking = state.armed.iter().position(|fault| fault.strikes(kind));
        let fault = striking.map(|at| state.armed.remove(at));
        match fault {
            Some(fault @ (Fault::Error | Fault::NoSpace)) => {
                state.harm.push(Harm { operation, fault, area: None, offset: 0, bytes: 0 });
                let space = fault == Fault::NoSpace;
                Err(if space { io::ErrorKind::StorageFull.into() } else { input_output() })
            }
            Some(Fault::Slow(ms)) => {
                state.slow_ms += u64::from(ms);
                state.harm.push(Harm { operation, fault: Fault::Slow(ms), area: None, offset: 0, bytes: 0 });
                Ok(Struck { operation, fault: None })
            }
            other => Ok(Struck { operation, fault: other }),
        }
    }

    /// Ends an operation: lets flash decay, and cuts the power if this was the one.
    fn end(&self, state: &mut State, struck: &Struck) -> io::Result<()> {
        if let Some(fault @ (Fault::Rot | Fault::Spoiled)) = struck.fault {
            self.decay(state, struck.operation, fault);
        }
        if state.faults.cut_at == Some(struck.operation) {
            self.lose_power(state);
            return Err(power_is_off());
        }
        Ok(())
    }

    /// Damages one page among those that hold something.
    fn decay(&self, state: &mut State, operation: u64, fault: Fault) {
        let used =
            state.areas.iter().flat_map(|(area, found)| found.synced.used().map(move |page| (*area, page)));
        let used: Vec<_> = used.collect();
        let Some(at) = self.pick(used.len()) else { return };
        let (area, page) = used[at];
        let found = state.areas.get_mut(&area).expect("it was just listed");
        let (mut byte, mut bytes) = (page * PAGE_BYTES, PAGE_BYTES as u64);
        if fault == Fault::Rot {
            byte += self.pick(PAGE_BYTES).unwrap_or(0);
            byte = byte.min(found.seen.count() - 1);
            found.flip(byte, u8::try_from(self.draw(8)).expect("below 8"));
            bytes = 1;
        } else {
            found.bad.insert(page);
        }
        state.harm.push(Harm { operation, fault, area: Some(area), offset: byte as u64, bytes });
    }

    fn put(&self, kind: Kind, area: Area, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let state = &mut *self.state();
        let struck = self.operate(state, kind, || crc32c::crc32c(bytes))?;
        note(state, offset);
        let start = index(offset)?;
        let count = if struck.by(Fault::Short) { bytes.len() / 2 } else { bytes.len() };
        let found = state.areas.get_mut(&area).ok_or(io::ErrorKind::NotFound)?;
        found.check(start, bytes.len())?;
        match struck.fault {
            Some(Fault::Lost | Fault::Misdirected) => found.write_lost(start, bytes),
            _ => found.write(start, &bytes[..count]),
        }
        if struck.by(Fault::Misdirected) {
            self.misdirect(state, area, start, bytes);
        }
        if let Some(fault @ (Fault::Short | Fault::Lost | Fault::Misdirected)) = struck.fault {
            let harm = Harm {
                operation: struck.operation,
                fault,
                area: Some(area),
                offset,
                bytes: bytes.len() as u64,
            };
            state.harm.push(harm);
        }
        state.written_bytes += count as u64;
        self.end(state, &struck)?;
        if struck.by(Fault::Short) { Err(input_output()) } else { Ok(()) }
    }

    fn fetch(&self, area: Area, offset: u64, out: &mut [u8], from_device: bool) -> io::Result<()> {
        let state = &mut *self.state();
        if state.cut {
            return Err(power_is_off());
        }
        let number = state.reads;
        state.reads += 1;
        if state.faults.reads.contains(&number) {
            return Err(input_output());
        }
        let found = state.areas.get_mut(&area).ok_or(io::ErrorKind::NotFound)?;
        let start = index(offset)?;
        found.check(start, out.len()).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        if found.bad.range(start / PAGE_BYTES..(start + out.len()).div_ceil(PAGE_BYTES)).next().is_some() {
            return Err(input_output());
        }
        if from_device {
            found.forget(start, out.len());
        }
        found.seen.get(start, out);
        Ok(())
    }

    /// Puts bytes where they do not belong: at any page of any area that has room for them.
    fn misdirect(&self, state: &mut State, area: Area, start: usize, bytes: &[u8]) {
        let mut places = Vec::new();
        for (other, found) in &state.areas {
            let room = (found.seen.count() + 1).saturating_sub(bytes.len()).div_ceil(PAGE_BYTES);
            places.extend((0..room).map(|page| (*other, page * PAGE_BYTES)));
        }
        places.retain(|place| *place != (area, start));
        let Some(at) = self.pick(places.len()) else { return };
        let (other, start) = places[at];
        state.areas.get_mut(&other).expect("it was just listed").write_through(start, bytes);
    }
}

/// Mixes a number into the history.
fn note(state: &mut State, number: u64) {
    state.history = (state.history.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
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
        Ok(state.areas.iter().map(|(area, found)| (*area, found.seen.count() as u64)).collect())
    }

    fn create(&self, area: Area, bytes: u64) -> io::Result<()> {
        let state = &mut *self.state();
        let struck = self.operate(state, Kind::Create, || 0)?;
        let used: usize = state.areas.values().map(|found| found.seen.count()).sum();
        if state.faults.capacity_bytes.is_some_and(|capacity| used as u64 + bytes > capacity) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let mut count = index(bytes)?;
        let found = state.areas.entry(area).or_default();
        if state.faults.cut_at == Some(struck.operation) {
            // The entry, the size and the space are three things to a file system.
            count = [0, count / 2, count][self.pick(3).unwrap_or(0)].max(found.seen.count());
        }
        found.resize(count);
        self.end(state, &struck)
    }

    fn read(&self, area: Area, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.fetch(area, offset, out, false)
    }

    fn read_device(&self, area: Area, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.fetch(area, offset, out, true)
    }

    fn write(&self, area: Area, offset: u64, bytes: Sealed<'_>) -> io::Result<()> {
        self.put(Kind::Write, area, offset, bytes.bytes())
    }

    fn zero(&self, area: Area, offset: u64, bytes: u64) -> io::Result<()> {
        self.put(Kind::Zero, area, offset, &vec![0; index(bytes)?])
    }

    fn sync(&self, area: Area) -> io::Result<()> {
        let state = &mut *self.state();
        let struck = self.operate(state, Kind::Sync, || 0)?;
        let cut = state.faults.cut_at == Some(struck.operation);
        let found = state.areas.get_mut(&area).ok_or(io::ErrorKind::NotFound)?;
        match struck.fault {
            Some(Fault::SyncLies) => found.settle(self.versions()),
            Some(Fault::SyncIgnored) => {}
            _ if cut => {}
            _ => found.sync(),
        }
        if let Some(fault @ (Fault::SyncLies | Fault::SyncIgnored)) = struck.fault {
            state.harm.push(Harm {
                operation: struck.operation,
                fault,
                area: Some(area),
                offset: 0,
                bytes: 0,
            });
        }
        self.end(state, &struck)?;
        if struck.by(Fault::SyncLies) { Err(input_output()) } else { Ok(()) }
    }

    fn sync_names(&self) -> io::Result<()> {
        let state = &mut *self.state();
        let struck = self.operate(state, Kind::Names, || 0)?;
        if state.faults.cut_at != Some(struck.operation) {
            state.areas.values_mut().for_each(|area| area.named = true);
        }
        self.end(state, &struck)
    }
}
