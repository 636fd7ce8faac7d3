//! What a node knows about itself over resets: snapshots in two pages of flash, the newest whole one counts.
//!
//! ```text
//! slot, 128 B: magic 4 │ version of the snapshot 4 │ boots 4 │ generation 4 │ key 32 │ commands 4 × 8 │ faults 10 × 2 │
//!              reserved 24 │ CRC-32C 4          all little-endian
//! ```
//! A page is erased only when the other one holds a whole snapshot.

use crate::{CRC, Fault, Faults};
use embedded_storage::nor_flash::NorFlash;
use zeroize::Zeroize;

const SLOT_BYTES: usize = 128;
const SLOT: u32 = 128;
const CRC_AT: usize = SLOT_BYTES - 4;
const MAGIC: [u8; 4] = *b"MND1";
const BLANK_KEY: [u8; 32] = [0; 32];
/// How many commands are remembered so that each is done once. Ours: a queue without order may bring back that many.
pub const COMMANDS_KEPT: usize = 4;

/// What outlives a reset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// How often the node has started.
    pub boots: u32,
    /// Generation of [`State::key`].
    pub generation: u32,
    /// The key that came over the air; `None` while the one from flashing is in use.
    pub key: Option<[u8; 32]>,
    /// The last commands done, newest first.
    pub commands: [u64; COMMANDS_KEPT],
    /// What went wrong so far.
    pub faults: Faults,
}

impl Drop for State {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl State {
    fn write(&self, version: u32) -> [u8; SLOT_BYTES] {
        let mut out = [0; SLOT_BYTES];
        out[..4].copy_from_slice(&MAGIC);
        out[4..8].copy_from_slice(&version.to_le_bytes());
        out[8..12].copy_from_slice(&self.boots.to_le_bytes());
        out[12..16].copy_from_slice(&self.generation.to_le_bytes());
        out[16..48].copy_from_slice(self.key.as_ref().unwrap_or(&BLANK_KEY));
        for (to, id) in out[48..80].chunks_exact_mut(8).zip(self.commands) {
            to.copy_from_slice(&id.to_le_bytes());
        }
        for (to, count) in out[80..100].chunks_exact_mut(2).zip(self.faults.0) {
            to.copy_from_slice(&count.to_le_bytes());
        }
        let crc = CRC.checksum(&out[..CRC_AT]);
        out[CRC_AT..].copy_from_slice(&crc.to_le_bytes());
        out
    }

    fn read(bytes: &[u8; SLOT_BYTES]) -> Option<(u32, Self)> {
        let word = |at: usize| bytes[at..].first_chunk().map(|bytes| u32::from_le_bytes(*bytes));
        if bytes[..4] != MAGIC || word(CRC_AT)? != CRC.checksum(&bytes[..CRC_AT]) {
            return None;
        }
        let key: [u8; 32] = *bytes[16..].first_chunk()?;
        let mut state = Self {
            boots: word(8)?,
            generation: word(12)?,
            key: (key != BLANK_KEY).then_some(key),
            ..Self::default()
        };
        for (id, from) in state.commands.iter_mut().zip(bytes[48..80].chunks_exact(8)) {
            *id = u64::from_le_bytes(*from.first_chunk()?);
        }
        for (count, from) in state.faults.0.iter_mut().zip(bytes[80..100].chunks_exact(2)) {
            *count = u16::from_le_bytes(*from.first_chunk()?);
        }
        Some((word(4)?, state))
    }
}

const _: () = assert!(80 + 2 * Fault::ALL.len() <= 100 && 48 + 8 * COMMANDS_KEPT <= 80);

/// The diary in flash.
#[derive(Debug)]
pub struct Diary {
    offset: u32,
    page_bytes: u32,
    version: u32,
    /// Where the next snapshot goes, from `offset`.
    next: u32,
    state: State,
}

impl Diary {
    /// Reads the newest whole snapshot of the two pages at `offset`; a blank diary gives a default state.
    ///
    /// # Errors
    /// Flash that cannot be read.
    pub fn open<F: NorFlash>(flash: &mut F, offset: u32) -> Result<Self, F::Error> {
        let page_bytes = u32::try_from(F::ERASE_SIZE).unwrap_or(u32::MAX);
        let mut diary = Self { offset, page_bytes, version: 0, next: 0, state: State::default() };
        let mut bytes = [0; SLOT_BYTES];
        let mut found = None;
        for at in (0..2 * page_bytes / SLOT).map(|slot| slot * SLOT) {
            flash.read(offset + at, &mut bytes)?;
            if let Some((version, state)) = State::read(&bytes)
                && version > diary.version
            {
                diary.version = version;
                diary.state = state;
                found = Some(at);
            }
        }
        bytes.zeroize();
        // The slot after the newest, if it is blank to the end of its page; else the other page, which is erased first.
        diary.next = match found {
            Some(at) => diary.blank_after(flash, at + SLOT)?,
            None => 0,
        };
        Ok(diary)
    }

    fn blank_after<F: NorFlash>(&self, flash: &mut F, at: u32) -> Result<u32, F::Error> {
        let end = (at - 1) / self.page_bytes * self.page_bytes + self.page_bytes;
        let mut bytes = [0; SLOT_BYTES];
        for slot in (at..end).step_by(SLOT_BYTES) {
            flash.read(self.offset + slot, &mut bytes)?;
            if bytes != [0xff; SLOT_BYTES] {
                return Ok(end % (2 * self.page_bytes));
            }
        }
        Ok(at % (2 * self.page_bytes))
    }

    /// What it says.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Changes it in memory alone; [`Diary::keep`] stores it.
    pub const fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    /// Stores the state as it is.
    ///
    /// # Durability
    /// Once it returns, the state outlives a reset. Until then the one before does.
    ///
    /// # Errors
    /// Flash that cannot be erased or written; the next call tries the other page.
    pub fn keep<F: NorFlash>(&mut self, flash: &mut F) -> Result<(), F::Error> {
        if self.next.is_multiple_of(self.page_bytes) {
            flash.erase(self.offset + self.next, self.offset + self.next + self.page_bytes)?;
        }
        let version = self.version + 1;
        let mut bytes = self.state.write(version);
        let outcome = flash.write(self.offset + self.next, &bytes);
        bytes.zeroize();
        self.next = match outcome {
            Ok(()) => (self.next + SLOT) % (2 * self.page_bytes),
            // Whatever is there now, it is not written over. The newest whole snapshot is never in the page that is
            // erased next, unless this one is the first of its page.
            Err(_) if self.next.is_multiple_of(self.page_bytes) => self.next,
            Err(_) => (self.next / self.page_bytes + 1) * self.page_bytes % (2 * self.page_bytes),
        };
        outcome?;
        self.version = version;
        Ok(())
    }
}
