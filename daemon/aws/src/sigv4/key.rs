//! Signing keys: derived from a secret by four HMACs, and kept for the day they are good for.

use super::TERMINATOR;
use aws_lc_rs::hmac;
use millpond_base::Secret;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Keys kept at once.
///
/// # Source
/// Ours: some 100 B each; a gateway serves tens of clients, each with one or two scopes a day.
const KEYS_MAX: usize = 256;

/// What a signing key is good for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct KeyScope {
    pub(super) access_key_id: String,
    pub(super) day: String,
    pub(super) region: String,
    pub(super) service: String,
}

/// Derived signing keys by scope, bounded. Only scopes that verified once are kept.
///
/// Invariant: a kept key is used only with the secret it was derived from.
pub struct SigningKeys(Mutex<HashMap<KeyScope, Kept>>);

struct Kept {
    secret: Secret,
    key: Zeroizing<[u8; 32]>,
}

impl Default for SigningKeys {
    fn default() -> Self {
        Self::new()
    }
}

impl SigningKeys {
    /// Nothing kept yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Mutex::new(HashMap::new()))
    }

    /// Forgets every key.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(super) fn find(&self, scope: &KeyScope, secret: &Secret) -> Option<Zeroizing<[u8; 32]>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = kept.get(scope)?;
        bool::from(entry.secret.expose().ct_eq(secret.expose())).then(|| entry.key.clone())
    }

    pub(super) fn keep(&self, scope: KeyScope, secret: &Secret, key: Zeroizing<[u8; 32]>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEYS_MAX && !kept.contains_key(&scope) {
            // Most are yesterday's; those still in use come back at the price of four HMACs.
            kept.clear();
        }
        kept.insert(scope, Kept { secret: secret.clone(), key });
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKeys(..)")
    }
}

/// Derives the key that signs for one day, region and service.
pub(super) fn derive(secret: &Secret, day: &str, region: &str, service: &str) -> Zeroizing<[u8; 32]> {
    let mut first = Zeroizing::new(Vec::with_capacity(4 + secret.expose().len()));
    first.extend_from_slice(b"AWS4");
    first.extend_from_slice(secret.expose());
    let mut key = mac(&first, day.as_bytes());
    for word in [region, service, TERMINATOR] {
        key = mac(key.as_slice(), word.as_bytes());
    }
    key
}

/// HMAC-SHA-256.
pub(super) fn mac(key: &[u8], message: &[u8]) -> Zeroizing<[u8; 32]> {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message);
    let mut out = Zeroizing::new([0; 32]);
    out.copy_from_slice(tag.as_ref());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(n: usize) -> KeyScope {
        KeyScope {
            access_key_id: format!("AKIA{n}"),
            day: "20150830".into(),
            region: "us-east-1".into(),
            service: "iam".into(),
        }
    }

    #[test]
    fn the_published_derivation_is_met() {
        // "Deriving a signing key", AWS General Reference, Signature Version 4.
        let secret = Secret::new(b"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_vec());

        let key = derive(&secret, "20150830", "us-east-1", "iam");

        assert_eq!(
            super::super::hex(key.as_slice()),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
        );
    }

    #[test]
    fn a_kept_key_is_not_used_with_another_secret() {
        let keys = SigningKeys::new();
        let secret = Secret::new(b"one".to_vec());
        keys.keep(scope(0), &secret, Zeroizing::new([7; 32]));

        assert!(keys.find(&scope(0), &secret).is_some());
        assert!(keys.find(&scope(0), &Secret::new(b"two".to_vec())).is_none());
        assert!(keys.find(&scope(1), &secret).is_none());
    }

    #[test]
    fn no_more_than_the_bound_is_kept() {
        let keys = SigningKeys::new();
        let secret = Secret::new(b"one".to_vec());

        for n in 0..KEYS_MAX * 3 {
            keys.keep(scope(n), &secret, Zeroizing::new([7; 32]));
        }

        assert!(keys.0.lock().unwrap().len() <= KEYS_MAX);
        assert!(keys.find(&scope(KEYS_MAX * 3 - 1), &secret).is_some());
    }
}
