//! Writing down what is to become of records: received, hidden for longer, acknowledged, restored.

use super::handle::Handle;
use super::journal::{self, Part};
use super::live::{Inner, StreamQueue};
use super::state::{Changes, Entry, Phase, Place};
use crate::stream::Tokens;
use millpond_base::{LineMs, Now};
use millpond_log::{Batch, Durable};
use std::fmt;
use std::sync::MutexGuard;

/// Which of a queue's two paths a record lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// The one that records take.
    Normal,
    /// That of records that were received too often.
    DeadLetters,
}

/// Why a receipt handle does not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HandleError {
    /// It is not a handle of this queue.
    Invalid,
    /// The stream does not keep the record any more.
    Trimmed,
    /// The record was received by someone else since, or restored.
    Superseded,
    /// Nobody has the record: its visibility timeout has passed, or it was acknowledged.
    NotInFlight,
    /// The record is a dead letter, and was not expected to be; or the other way round.
    WrongPath,
}

impl fmt::Display for HandleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "the receipt handle is not of this queue; use the one the receive gave",
            Self::Trimmed => "the stream does not keep the record any more",
            Self::Superseded => "the receipt handle is not the record's last one; receive the record again",
            Self::NotInFlight => "the record is not in flight; receive it again",
            Self::WrongPath => {
                "dead letters have their own operations; use those of the path the record is on"
            }
        })
    }
}

impl std::error::Error for HandleError {}

/// Changes to a queue's records, which is locked meanwhile.
///
/// They count, for every receiver, once [`Settling::staged`] was called; dropping this before leaves the records as they
/// were, and those that were claimed can be received again.
pub struct Settling<'q> {
    queue: &'q StreamQueue,
    inner: MutexGuard<'q, Inner>,
    tokens: &'q Tokens,
    now: Now,
    changes: Changes,
    claims: Vec<Place>,
    parts: Vec<Part>,
    bytes: u64,
}

impl StreamQueue {
    /// Begins to change what is to become of records.
    #[must_use]
    pub fn settling<'q>(&'q self, tokens: &'q Tokens, now: Now) -> Settling<'q> {
        Settling {
            queue: self,
            inner: self.lock_at(now),
            tokens,
            now,
            changes: Changes::new(),
            claims: Vec::new(),
            parts: Vec::new(),
            bytes: 0,
        }
    }
}

impl Settling<'_> {
    /// The record that `handle` was given for is done with. One that was acknowledged already is fine.
    ///
    /// # Errors
    /// [`HandleError`].
    pub fn acknowledge(&mut self, handle: &str, path: Path) -> Result<(), HandleError> {
        let (place, nonce) = self.open(handle)?;
        if self.inner.state.is_gone(place) {
            return Ok(());
        }
        self.last_received(place, nonce, path)?;
        self.changes.insert(place, None);
        Ok(())
    }

    /// Hides a received record for `visibility_s` from now on; 0 makes it visible at once.
    ///
    /// # Errors
    /// [`HandleError`].
    pub fn hide(&mut self, handle: &str, visibility_s: u32, path: Path) -> Result<(), HandleError> {
        let (place, nonce) = self.open(handle)?;
        if self.inner.state.is_gone(place) {
            return Err(HandleError::NotInFlight);
        }
        let entry = self.last_received(place, nonce, path)?;
        if entry.phase != Phase::InFlight {
            return Err(HandleError::NotInFlight);
        }
        let due = self.now.line.after_ms(u64::from(visibility_s) * 1000);
        self.changes.insert(place, Some(Entry { due, ..entry }));
        Ok(())
    }

    /// Makes a dead letter a record as it was before its first receive.
    ///
    /// # Errors
    /// [`HandleError`].
    pub fn restore(&mut self, handle: &str) -> Result<(), HandleError> {
        let (place, nonce) = self.open(handle)?;
        if self.inner.state.is_gone(place) {
            return Err(HandleError::NotInFlight);
        }
        let entry = self.last_received(place, nonce, Path::DeadLetters)?;
        if self.changes.contains_key(&place) {
            return Ok(());
        }
        let restored = Entry {
            due: self.now.line,
            receives: 0,
            nonce: self.inner.state.next_nonce(),
            dead: false,
            ..entry
        };
        self.changes.insert(place, Some(restored));
        Ok(())
    }

    /// Adds what is to be known of this to the batch: one record, or none when nothing changes.
    pub fn write(&mut self, batch: &mut Batch) {
        self.parts = self.inner.state.parts(&self.changes);
        if self.parts.is_empty() {
            return;
        }
        let record = journal::encode(&self.parts);
        self.bytes = record.len() as u64;
        batch.append(self.queue.journal, &[], &record);
    }

    /// The batch was staged: the changes count.
    pub fn staged<T>(mut self, _: &Durable<T>) {
        self.claims.clear();
        let (queue, now, bytes) = (self.queue, self.now, self.bytes);
        let (parts, changes) = (std::mem::take(&mut self.parts), std::mem::take(&mut self.changes));
        let inner = &mut *self.inner;
        inner.state.apply(&parts, &changes);
        inner.state.advance(now.line);
        queue.written(inner, bytes, now);
    }

    /// When the next hidden record becomes visible.
    #[must_use]
    pub fn next_due(&self) -> Option<LineMs> {
        self.inner.state.next_due()
    }

    /// Turns a claim into a receive; gives the handle and what is known of the record then. `None` when it is gone since.
    pub(super) fn receive(&mut self, place: Place, hide_ms: u64) -> Option<(String, Entry)> {
        let entry = self.inner.state.receive(place, hide_ms, self.now.line, self.now.wall)?;
        let handle = Handle { queue: self.queue.number, shard: place.0, place: place.1, nonce: entry.nonce };
        self.changes.insert(place, Some(entry));
        self.claims.push(place);
        Some((handle.seal(self.tokens), entry))
    }

    fn open(&self, handle: &str) -> Result<(Place, u32), HandleError> {
        let handle = Handle::open(handle, self.queue.number, self.tokens).ok_or(HandleError::Invalid)?;
        let place = (handle.shard, handle.place);
        if self.inner.state.is_trimmed(place) { Err(HandleError::Trimmed) } else { Ok((place, handle.nonce)) }
    }

    fn last_received(&self, place: Place, nonce: u32, path: Path) -> Result<Entry, HandleError> {
        let entry = self.inner.state.entry(place).filter(|entry| entry.nonce == nonce);
        let entry = entry.ok_or(HandleError::Superseded)?;
        let right = entry.dead == (path == Path::DeadLetters);
        if right { Ok(entry) } else { Err(HandleError::WrongPath) }
    }
}

impl Drop for Settling<'_> {
    fn drop(&mut self) {
        for place in std::mem::take(&mut self.claims) {
            self.inner.state.release(place);
        }
    }
}

impl fmt::Debug for Settling<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Settling({:?}, {} changes)", self.queue, self.changes.len())
    }
}
