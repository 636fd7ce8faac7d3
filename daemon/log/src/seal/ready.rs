//! Chunk keys made ready: derivation and AES key set-up cost more than sealing a small chunk.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use millpond_base::TrackId;

use super::chunk::{Epoch, chunk_key};
use super::{Algorithm, Cipher, DataKey, Suite};

/// What a chunk key depends on, besides the data key itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Purpose {
    track: TrackId,
    version: u16,
    epoch: Epoch,
    algorithm: Algorithm,
}

#[derive(Default)]
struct Kept {
    ciphers: HashMap<Purpose, Arc<dyn Cipher>>,
    oldest: VecDeque<Purpose>,
}

/// A bounded set of ready chunk keys; the oldest goes first.
pub(crate) struct ReadyKeys {
    suite: Arc<dyn Suite>,
    keys_max: usize,
    kept: Mutex<Kept>,
}

impl ReadyKeys {
    pub(crate) fn new(suite: Arc<dyn Suite>, keys_max: usize) -> Self {
        Self { suite, keys_max: keys_max.max(1), kept: Mutex::default() }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("no holder of this lock can panic")
    }

    /// What new chunks are sealed with.
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.suite.algorithm()
    }

    /// The cipher for chunks of a track in an epoch.
    pub(crate) fn cipher(
        &self,
        track: TrackId,
        key: &DataKey,
        epoch: &Epoch,
        algorithm: Algorithm,
    ) -> Arc<dyn Cipher> {
        let purpose = Purpose { track, version: key.version(), epoch: *epoch, algorithm };
        if let Some(cipher) = self.kept().ciphers.get(&purpose) {
            return Arc::clone(cipher);
        }
        let cipher: Arc<dyn Cipher> =
            Arc::from(self.suite.cipher(algorithm, &chunk_key(key, track.0, epoch, algorithm)));
        let mut kept = self.kept();
        if kept.ciphers.len() >= self.keys_max
            && let Some(oldest) = kept.oldest.pop_front()
        {
            kept.ciphers.remove(&oldest);
        }
        if kept.ciphers.insert(purpose, Arc::clone(&cipher)).is_none() {
            kept.oldest.push_back(purpose);
        }
        cipher
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.kept().ciphers.len()
    }

    /// Wipes every key of a track.
    pub(crate) fn forget(&self, track: TrackId) {
        let mut kept = self.kept();
        kept.ciphers.retain(|purpose, _| purpose.track != track);
        kept.oldest.retain(|purpose| purpose.track != track);
    }
}
