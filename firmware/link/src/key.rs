//! Keys and how they follow from each other. See the crate's documentation for why no nonce repeats.

use crate::format::{NONCE_BYTES, TAG_BYTES};
use chacha20::R20;
use core::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

const LABEL_SESSION: &[u8; 16] = b"millpond link se";
const LABEL_HELLO: &[u8; 16] = b"millpond link he";
const LABEL_RESET: &[u8; 16] = b"millpond link re";

/// Unpredictable bytes: for session nonces and for spreading resends.
///
/// A gateway needs a cryptographic source. A board without one may count in non-volatile storage instead, so that no
/// 16-byte value ever comes twice; a repeated value would let a recorded WELCOME bring an old session key back.
pub trait Noise {
    /// Fills `out`.
    fn fill(&mut self, out: &mut [u8]);
}

/// A device's 32-byte key: wiped when dropped, never shown.
#[derive(Clone)]
pub struct DeviceKey([u8; 32]);

impl DeviceKey {
    /// Takes the bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key of the session that both nonces name.
    pub(crate) fn session(&self, node: &[u8; NONCE_BYTES], gateway: &[u8; NONCE_BYTES]) -> SessionKey {
        SessionKey(cascade(&self.0, LABEL_SESSION, &[node, gateway]))
    }

    pub(crate) fn tag_hello(&self, bytes: &[u8]) -> [u8; TAG_BYTES] {
        self.tag(LABEL_HELLO, bytes)
    }

    pub(crate) fn tag_reset(&self, bytes: &[u8]) -> [u8; TAG_BYTES] {
        self.tag(LABEL_RESET, bytes)
    }

    fn tag(&self, label: &[u8; 16], bytes: &[u8]) -> [u8; TAG_BYTES] {
        let wide = cascade(&self.0, label, &[bytes]);
        let mut tag = [0; TAG_BYTES];
        tag.copy_from_slice(&wide[..TAG_BYTES]);
        tag
    }
}

impl Drop for DeviceKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceKey(32 B)")
    }
}

/// A session's key: wiped when dropped, never shown.
pub(crate) struct SessionKey([u8; 32]);

impl SessionKey {
    pub(crate) const fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for SessionKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Compares two tags without saying where they differ.
pub(crate) fn same_tag(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// A pseudo-random function of any number of bytes, made of HChaCha20 as the 16-byte step.
///
/// The label and the total length come first, so no input is a prefix of another: a cascade of a
/// pseudo-random function over prefix-free inputs is one itself (Bellare, Canetti, Krawczyk 1996).
fn cascade(key: &[u8; 32], label: &[u8; 16], parts: &[&[u8]]) -> [u8; 32] {
    let mut state = step(*key, label);
    let bytes: usize = parts.iter().map(|part| part.len()).sum();
    let mut block = [0; 16];
    block[..8].copy_from_slice(&(bytes as u64).to_le_bytes());
    state = step(state, &block);
    for chunk in parts.iter().flat_map(|part| part.chunks(16)) {
        block = [0; 16];
        block[..chunk.len()].copy_from_slice(chunk);
        state = step(state, &block);
    }
    state
}

fn step(mut key: [u8; 32], block: &[u8; 16]) -> [u8; 32] {
    let next = chacha20::hchacha::<R20>(&key.into(), &(*block).into()).into();
    key.zeroize();
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_is_hchacha20_as_published() {
        // draft-irtf-cfrg-xchacha-03, section 2.2.1.
        let key = core::array::from_fn(|n| u8::try_from(n).unwrap());
        let block = [0, 0, 0, 9, 0, 0, 0, 0x4a, 0, 0, 0, 0, 0x31, 0x41, 0x59, 0x27];

        let out = step(key, &block);

        assert_eq!(out[..8], [0x82, 0x41, 0x3b, 0x42, 0x27, 0xb2, 0x7b, 0xfe]);
        assert_eq!(out[8..16], [0xd3, 0x0e, 0x42, 0x50, 0x8a, 0x87, 0x7d, 0x73]);
    }
}
