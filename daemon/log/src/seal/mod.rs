//! Sealing: two ciphers behind one trait, and keys derived with HKDF-SHA256.

mod chunk;
mod ledger;
mod ready;
mod suite;
#[cfg(test)]
mod tests;

use std::fmt;

use aws_lc_rs::hkdf;
use millpond_base::Entropy;
use zeroize::Zeroizing;

pub use ledger::NonceLedger;
pub use suite::{AesGcmSuite, Algorithm, AwsLcSuite, Cipher, Suite};

pub(crate) use chunk::{Epoch, SealedChunk, open_chunk, proven_chunk, seal_chunk};
pub(crate) use ready::ReadyKeys;

/// Bytes of every key.
pub const KEY_BYTES: usize = 32;
/// Bytes of every nonce.
pub const NONCE_BYTES: usize = 12;
/// Bytes of every tag.
pub const TAG_BYTES: usize = 16;

/// The key of a track's data. Wiped when dropped, never shown.
#[derive(Clone)]
pub struct DataKey {
    key: Zeroizing<[u8; KEY_BYTES]>,
    version: u16,
}

impl DataKey {
    /// Takes the key of this version.
    #[must_use]
    pub fn new(key: [u8; KEY_BYTES], version: u16) -> Self {
        Self { key: Zeroizing::new(key), version }
    }

    /// Draws a fresh key.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy, version: u16) -> Self {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        entropy.fill(&mut key[..]);
        Self { key, version }
    }

    /// Which of the track's keys this is.
    #[must_use]
    pub fn version(&self) -> u16 {
        self.version
    }

    /// The key, for wrapping. Never log or store the result.
    #[must_use]
    pub fn expose(&self) -> &[u8; KEY_BYTES] {
        &self.key
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataKey(version {})", self.version)
    }
}

/// A nonce: a position that is used once under a key, never a random number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Nonce([u8; NONCE_BYTES]);

impl Nonce {
    /// The nonce of the `counter`-th seal of an epoch.
    #[must_use]
    pub fn at(epoch: u32, counter: u64) -> Self {
        let mut bytes = [0; NONCE_BYTES];
        bytes[..4].copy_from_slice(&epoch.to_be_bytes());
        bytes[4..].copy_from_slice(&counter.to_be_bytes());
        Self(bytes)
    }

    /// The bytes the cipher sees.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; NONCE_BYTES] {
        &self.0
    }
}

impl From<[u8; NONCE_BYTES]> for Nonce {
    fn from(bytes: [u8; NONCE_BYTES]) -> Self {
        Self(bytes)
    }
}

/// The tag does not fit: another key, another place, or changed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagMismatch;

impl fmt::Display for TagMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the tag does not fit; the key is another one or the bytes were changed")
    }
}

impl std::error::Error for TagMismatch {}

struct KeyLength;

impl hkdf::KeyType for KeyLength {
    fn len(&self) -> usize {
        KEY_BYTES
    }
}

/// HKDF-SHA256: a key that differs for every salt and every purpose.
#[must_use]
pub fn derive(secret: &[u8], salt: &[u8], info: &[&[u8]]) -> Zeroizing<[u8; KEY_BYTES]> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    let okm = prk.expand(info, KeyLength).expect("32 bytes are below the limit of HKDF-SHA256");
    okm.fill(&mut key[..]).expect("the output has the length asked for");
    key
}

/// Bytes that an envelope adds to what it holds.
pub const ENVELOPE_BYTES: usize = 1 + SALT_BYTES + TAG_BYTES;
const SALT_BYTES: usize = 32;
const ENVELOPE_VERSION: u8 = 1;
const ENVELOPE_INFO: &[u8] = b"millpond envelope 1";

/// Seals a small document (a catalog entry, a wrapped key) under `secret`, bound to `aad`.
///
/// Every envelope draws a salt and is sealed under its own derived key, so no nonce can repeat:
/// `version u8 ‖ salt[32] ‖ ciphertext ‖ tag[16]`.
#[must_use]
pub fn envelope(secret: &[u8; KEY_BYTES], aad: &[u8], document: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
    let mut out = vec![ENVELOPE_VERSION; ENVELOPE_BYTES - TAG_BYTES];
    entropy.fill(&mut out[1..]);
    let cipher = envelope_cipher(secret, &out[1..]);
    let body = out.len();
    out.extend_from_slice(document);
    let tag = cipher.seal(&Nonce::at(0, 0), aad, &mut out[body..]);
    out.extend_from_slice(&tag);
    out
}

/// Opens what [`envelope`] sealed.
///
/// # Errors
/// `TagMismatch` when the secret or `aad` differ, or the bytes were changed or cut.
pub fn open_envelope(
    secret: &[u8; KEY_BYTES],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, TagMismatch> {
    let (&version, rest) = sealed.split_first().ok_or(TagMismatch)?;
    let (salt, rest) = rest.split_at_checked(SALT_BYTES).ok_or(TagMismatch)?;
    let (body, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(TagMismatch)?;
    if version != ENVELOPE_VERSION {
        return Err(TagMismatch);
    }
    let cipher = envelope_cipher(secret, salt);
    let mut document = Zeroizing::new(body.to_vec());
    cipher.open(&Nonce::at(0, 0), aad, &mut document, tag)?;
    Ok(document)
}

fn envelope_cipher(secret: &[u8; KEY_BYTES], salt: &[u8]) -> Box<dyn Cipher> {
    AwsLcSuite::default().cipher(Algorithm::Aes256Gcm, &derive(secret, salt, &[ENVELOPE_INFO]))
}
