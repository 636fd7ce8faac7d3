//! Ciphers of the seal and who computes them.
//!
//! Which algorithm sealed a chunk stands in the chunk's header, so every suite opens what any other sealed: a card that
//! moves to a device which seals otherwise still opens.

use aes_gcm::aead::AeadInOut;
use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::{Aes256Gcm, KeyInit};
use aws_lc_rs::aead::{AES_256_GCM, Aad, CHACHA20_POLY1305, LessSafeKey, UnboundKey};
use aws_lc_rs::aead::{Nonce as LcNonce, Tag};
use std::fmt;

use super::{KEY_BYTES, Nonce, TAG_BYTES, TagMismatch};

/// What a chunk is sealed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// AES-256-GCM: the faster one where the processor has instructions for it.
    #[default]
    Aes256Gcm,
    /// ChaCha20-Poly1305: the faster one where it has none, and constant time there.
    ChaCha20Poly1305,
}

/// As the configuration and the status say it.
impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Aes256Gcm => "aes-256-gcm",
            Self::ChaCha20Poly1305 => "chacha20-poly1305",
        })
    }
}

/// A key made ready for sealing and opening.
pub trait Cipher: Send + Sync {
    /// Encrypts `bytes` in place and returns the tag over them and `aad`.
    fn seal(&self, nonce: &Nonce, aad: &[u8], bytes: &mut [u8]) -> [u8; TAG_BYTES];

    /// Decrypts `bytes` in place.
    ///
    /// # Errors
    /// `TagMismatch`; `bytes` are then worthless.
    fn open(
        &self,
        nonce: &Nonce,
        aad: &[u8],
        bytes: &mut [u8],
        tag: &[u8; TAG_BYTES],
    ) -> Result<(), TagMismatch>;
}

/// An implementation of the ciphers.
pub trait Suite: Send + Sync + fmt::Debug {
    /// What new chunks are sealed with.
    fn algorithm(&self) -> Algorithm;

    /// Makes a key ready, for either algorithm.
    fn cipher(&self, algorithm: Algorithm, key: &[u8; KEY_BYTES]) -> Box<dyn Cipher>;
}

/// Both ciphers of aws-lc, which has assembly for every processor we run on; seals with the one named.
#[derive(Clone, Copy, Debug, Default)]
pub struct AwsLcSuite(pub Algorithm);

struct AwsLcCipher(LessSafeKey);

impl Suite for AwsLcSuite {
    fn algorithm(&self) -> Algorithm {
        self.0
    }

    fn cipher(&self, algorithm: Algorithm, key: &[u8; KEY_BYTES]) -> Box<dyn Cipher> {
        let algorithm = match algorithm {
            Algorithm::Aes256Gcm => &AES_256_GCM,
            Algorithm::ChaCha20Poly1305 => &CHACHA20_POLY1305,
        };
        let key = UnboundKey::new(algorithm, key).expect("both ciphers take keys of 32 bytes");
        Box::new(AwsLcCipher(LessSafeKey::new(key)))
    }
}

impl Cipher for AwsLcCipher {
    fn seal(&self, nonce: &Nonce, aad: &[u8], bytes: &mut [u8]) -> [u8; TAG_BYTES] {
        let nonce = LcNonce::assume_unique_for_key(*nonce.as_bytes());
        let sealed = self.0.seal_in_place_separate_tag(nonce, Aad::from(aad), bytes);
        let tag: Tag = sealed.expect("both ciphers seal up to 64 GiB and a chunk is below 4 GiB");
        tag.as_ref().try_into().expect("both ciphers have tags of 16 bytes")
    }

    fn open(
        &self,
        nonce: &Nonce,
        aad: &[u8],
        bytes: &mut [u8],
        tag: &[u8; TAG_BYTES],
    ) -> Result<(), TagMismatch> {
        let nonce = LcNonce::assume_unique_for_key(*nonce.as_bytes());
        let opened = self.0.open_in_place_separate_tag(nonce, Aad::from(aad), tag, bytes);
        opened.map(|_| ()).map_err(|_| TagMismatch)
    }
}

/// AES-256-GCM of the aes-gcm crate, in Rust alone: AES and carry-less multiply instructions where the processor has
/// them. ChaCha20-Poly1305 is aws-lc's.
#[derive(Clone, Copy, Debug, Default)]
pub struct AesGcmSuite;

struct AesGcmCipher(Aes256Gcm);

impl Suite for AesGcmSuite {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Aes256Gcm
    }

    fn cipher(&self, algorithm: Algorithm, key: &[u8; KEY_BYTES]) -> Box<dyn Cipher> {
        match algorithm {
            Algorithm::Aes256Gcm => Box::new(AesGcmCipher(Aes256Gcm::new(key.into()))),
            Algorithm::ChaCha20Poly1305 => AwsLcSuite(algorithm).cipher(algorithm, key),
        }
    }
}

impl Cipher for AesGcmCipher {
    fn seal(&self, nonce: &Nonce, aad: &[u8], bytes: &mut [u8]) -> [u8; TAG_BYTES] {
        let sealed = self.0.encrypt_inout_detached((&nonce.0).into(), aad, InOutBuf::from(bytes));
        sealed.expect("GCM seals up to 64 GiB and a chunk is below 4 GiB").into()
    }

    fn open(
        &self,
        nonce: &Nonce,
        aad: &[u8],
        bytes: &mut [u8],
        tag: &[u8; TAG_BYTES],
    ) -> Result<(), TagMismatch> {
        let buffer = InOutBuf::from(bytes);
        self.0.decrypt_inout_detached((&nonce.0).into(), aad, buffer, tag.into()).map_err(|_| TagMismatch)
    }
}
