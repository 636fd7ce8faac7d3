//! Data keys that are made anew: what one key has sealed, and for how long it seals, is bounded.
//!
//! A fresh key is wrapped and on flash, in its noun's document, before anything is sealed with it; records that were staged
//! before are sealed with the key before, which the document keeps for as long as they can be on flash. So nothing is written
//! again but documents, and a power cut at any step leaves keys that open everything.

use crate::keyring::{Keyring, KeyringError, WrappedKeys};
use millpond_base::{LineMs, Now, TrackId};
use millpond_log::{DataKey, Log, SegmentUses};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// How often keys are looked at, at most.
const LOOK_MS: u64 = 5_000;
/// Keys that are made anew at one look: each takes a write to the catalog, and nobody is in a hurry.
const AT_ONCE_MAX: u32 = 16;
/// What a key has sealed is noted in steps of this share of what it may seal; as much is forgotten at a start.
const NOTED_SHARE: u64 = 8;

/// When a data key has done its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenewAfter {
    /// Bytes of records sealed with it.
    pub bytes: u64,
    /// Its age on the device timeline.
    pub ms: u64,
}

impl Default for RenewAfter {
    /// # Source
    /// Chosen. 16 GiB are a quarter of what one epoch of the log may seal, which is itself far below what the ciphers
    /// bear (see `daemon/log/src/epoch.rs`); at a gigabyte a day it is the age that counts, and a key costs one small write.
    fn default() -> Self {
        Self { bytes: 16 << 30, ms: 90 * 86_400_000 }
    }
}

/// When keys are made anew, and when that is looked at next.
#[derive(Debug, Default)]
pub(crate) struct Renewing {
    after: Mutex<RenewAfter>,
    next_look: AtomicU64,
}

impl Renewing {
    pub(crate) fn set(&self, after: RenewAfter) {
        *self.after.lock().expect("no holder of this lock can panic") = after;
        self.next_look.store(0, Ordering::Relaxed);
    }

    /// What is to be looked at now; `None` until it is time.
    pub(crate) fn look<'a>(&self, log: &'a Log, keyring: &'a Keyring, now: Now) -> Option<Renewal<'a>> {
        let after = *self.after.lock().expect("no holder of this lock can panic");
        if now.line.0 < self.next_look.load(Ordering::Relaxed) {
            return None;
        }
        self.next_look.store(now.line.0.saturating_add(after.ms.min(LOOK_MS)), Ordering::Relaxed);
        Some(Renewal { log, keyring, uses: log.uses(), after, now: now.line, left: AT_ONCE_MAX })
    }
}

/// One look at all keys.
pub(crate) struct Renewal<'a> {
    log: &'a Log,
    keyring: &'a Keyring,
    uses: SegmentUses,
    after: RenewAfter,
    now: LineMs,
    /// Keys that may still be made anew.
    left: u32,
}

/// What is to be done about a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Renew,
    /// Note what it has sealed.
    Note(u64),
}

impl Renewal<'_> {
    /// True when there is something to change about the keys of a noun.
    pub(crate) fn wants(&self, wrapped: &[u8], tracks: &[TrackId]) -> bool {
        self.step(&WrappedKeys::from_bytes(wrapped.to_vec()), tracks).is_some()
    }

    /// The keys of a noun as its document shall keep them, if there is something to change: the newest is due, or has
    /// sealed enough to be noted. The caller writes them down, and registers them once they are on flash.
    pub(crate) fn of(&mut self, wrapped: &[u8], tracks: &[TrackId]) -> Option<Vec<u8>> {
        let wrapped = WrappedKeys::from_bytes(wrapped.to_vec());
        let changed = match self.step(&wrapped, tracks)? {
            // Under a KMS key that is disabled nothing is wrapped, and the key before goes on sealing.
            Step::Renew => self.keyring.renew_data_key(&wrapped, self.uses).ok()?,
            Step::Note(sealed) => return Some(wrapped.noting(sealed).as_bytes().to_vec()),
        };
        self.left -= 1;
        Some(changed.as_bytes().to_vec())
    }

    fn step(&self, wrapped: &WrappedKeys, tracks: &[TrackId]) -> Option<Step> {
        let staged = self.log.bytes_under_newest_key(tracks);
        let sealed = wrapped.bytes().saturating_add(staged);
        let due = sealed >= self.after.bytes || self.now.since_ms(wrapped.since()) >= self.after.ms;
        // A key that seals nothing may stay.
        if sealed > 0 && due && self.left > 0 {
            return Some(Step::Renew);
        }
        (staged > self.after.bytes / NOTED_SHARE).then_some(Step::Note(sealed))
    }
}

/// Gives tracks the keys that a document keeps.
///
/// # Errors
/// As [`Keyring::unwrap`]; no track has a key then.
pub(crate) fn register(
    log: &Log,
    keyring: &Keyring,
    wrapped: &[u8],
    tracks: impl IntoIterator<Item = TrackId>,
) -> Result<(), KeyringError> {
    let keys: Vec<Arc<DataKey>> = keyring.unwrap(&WrappedKeys::from_bytes(wrapped.to_vec()))?;
    for track in tracks {
        keys.iter().for_each(|key| log.register(track, Arc::clone(key)));
    }
    Ok(())
}
