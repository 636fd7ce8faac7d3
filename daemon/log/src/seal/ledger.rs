//! A ledger of every seal, for tests: like the simulated disk it stands here so that all crates can put it under a log.

use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard};

use super::{Algorithm, AwsLcSuite, Cipher, KEY_BYTES, Nonce, Suite, TAG_BYTES, TagMismatch};

/// Seals as the gateway does, and remembers what each nonce sealed under which key. Clones share one ledger.
#[derive(Clone, Debug, Default)]
pub struct NonceLedger(Arc<Mutex<Seals>>);

#[derive(Debug, Default)]
struct Seals {
    /// What each key and nonce sealed; keys and contents as numbers mixed from their bytes.
    sealed: HashMap<(u64, Nonce), u64>,
    repeated: u64,
}

impl NonceLedger {
    /// Pairs of key and nonce that were used.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.seals().sealed.len()
    }

    /// Seals under a key and nonce that had sealed something else: each gives both contents away.
    #[must_use]
    pub fn repeated(&self) -> u64 {
        self.seals().repeated
    }

    fn note(&self, key: u64, nonce: Nonce, what: u64) {
        let mut seals = self.seals();
        match seals.sealed.entry((key, nonce)) {
            Entry::Vacant(place) => _ = place.insert(what),
            // The same bytes again are the same ciphertext again, which tells nobody anything.
            Entry::Occupied(before) if *before.get() == what => {}
            Entry::Occupied(_) => seals.repeated += 1,
        }
    }

    fn seals(&self) -> MutexGuard<'_, Seals> {
        self.0.lock().expect("no holder of this lock can panic")
    }
}

impl Suite for NonceLedger {
    fn algorithm(&self) -> Algorithm {
        Algorithm::default()
    }

    fn cipher(&self, algorithm: Algorithm, key: &[u8; KEY_BYTES]) -> Box<dyn Cipher> {
        let inner = AwsLcSuite::default().cipher(algorithm, key);
        Box::new(Noted { key: mixed(&[key]), ledger: self.clone(), inner })
    }
}

struct Noted {
    key: u64,
    ledger: NonceLedger,
    inner: Box<dyn Cipher>,
}

impl Cipher for Noted {
    fn seal(&self, nonce: &Nonce, aad: &[u8], bytes: &mut [u8]) -> [u8; TAG_BYTES] {
        self.ledger.note(self.key, *nonce, mixed(&[aad, bytes]));
        self.inner.seal(nonce, aad, bytes)
    }

    fn open(
        &self,
        nonce: &Nonce,
        aad: &[u8],
        bytes: &mut [u8],
        tag: &[u8; TAG_BYTES],
    ) -> Result<(), TagMismatch> {
        self.inner.open(nonce, aad, bytes, tag)
    }
}

fn mixed(parts: &[&[u8]]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.iter().for_each(|part| part.hash(&mut hasher));
    hasher.finish()
}
