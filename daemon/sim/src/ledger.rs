//! Every nonce of a case, across starts, cuts, rolled-back super blocks and twins.

use millpond_log::seal::{AesGcmSuite, Cipher, KEY_BYTES, Nonce, Suite, TAG_BYTES, TagMismatch};
use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Seals as the gateway does, and remembers which nonce sealed what under which key.
#[derive(Debug, Default)]
pub(crate) struct Ledger(Arc<Seals>);

#[derive(Debug, Default)]
struct Seals {
    /// What each key and nonce sealed, as numbers mixed from the bytes.
    sealed: Mutex<HashMap<(u64, Nonce), u64>>,
    repeated: AtomicBool,
}

impl Ledger {
    /// True when a nonce sealed two different things under one key.
    pub(crate) fn repeated(&self) -> bool {
        self.0.repeated.load(Ordering::Relaxed)
    }
}

impl Suite for Ledger {
    fn cipher(&self, key: &[u8; KEY_BYTES]) -> Box<dyn Cipher> {
        let inner = AesGcmSuite.cipher(key);
        Box::new(Watched { key: mixed(&[key]), seals: Arc::clone(&self.0), inner })
    }
}

struct Watched {
    key: u64,
    seals: Arc<Seals>,
    inner: Box<dyn Cipher>,
}

impl Cipher for Watched {
    fn seal(&self, nonce: &Nonce, aad: &[u8], bytes: &mut [u8]) -> [u8; TAG_BYTES] {
        let what = mixed(&[aad, bytes]);
        let mut sealed = self.seals.sealed.lock().expect("no holder of this lock can panic");
        match sealed.entry((self.key, *nonce)) {
            Entry::Vacant(place) => _ = place.insert(what),
            // The same bytes again are the same ciphertext again, which tells nobody anything.
            Entry::Occupied(before) if *before.get() == what => {}
            Entry::Occupied(_) => self.seals.repeated.store(true, Ordering::Relaxed),
        }
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
