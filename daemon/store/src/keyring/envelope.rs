//! The one sealed form of the keyring: KMS ciphertext blobs, wrapped data keys and wrapped backing keys.
//!
//! Integers big-endian; the header is authenticated and not secret:
//!
//! | offset | bytes | field |
//! |---|---|---|
//! | 0 | 1 | version, 1 |
//! | 1 | 1 | content: 1 message, 2 data key, 3 backing key, 4 import token, 5 grant token |
//! | 2 | 16 | id of the KMS key |
//! | 18 | 4 | version of its backing key, from 1 |
//! | 22 | 8 | opening: a number no two openings of a keyring share |
//! | 30 | 8 | count of seals within that opening |
//! | 38 | 32 | random salt |
//! | 70 | n | ciphertext |
//! | 70 + n | 16 | tag |
//!
//! AES-256-GCM under key = HKDF-SHA256(secret, salt, label ‖ content ‖ key id ‖ backing version ‖ opening), nonce =
//! 0u32 ‖ count, associated data = header ‖ context.
//!
//! Invariant: no (key, nonce) seals twice. Opening and count alone guarantee it on an honest disk; the salt alone
//! guarantees it with an honest random source, also after an old image was restored. Both would have to fail.

use super::KeyId;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const LABEL: &[u8] = b"millpond keyring v1";
const CONTENT_AT: usize = 1;
const KEY_AT: usize = 2;
const BACKING_AT: usize = 18;
const OPENING_AT: usize = 22;
const COUNT_AT: usize = 30;
const SALT_AT: usize = 38;
/// Length of the header.
pub(super) const HEADER_BYTES: usize = 70;
/// Length of the tag.
pub(super) const TAG_BYTES: usize = 16;

const _: () = assert!(SALT_AT + 32 == HEADER_BYTES);

/// What is sealed. It is part of the key derivation, so one kind never opens as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Message = 1,
    DataKey = 2,
    BackingKey = 3,
    ImportToken = 4,
    GrantToken = 5,
}

impl Content {
    const fn read(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Message),
            2 => Some(Self::DataKey),
            3 => Some(Self::BackingKey),
            4 => Some(Self::ImportToken),
            5 => Some(Self::GrantToken),
            _ => None,
        }
    }
}

/// The clear part of a sealed form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub content: Content,
    pub key: KeyId,
    pub backing: u32,
    pub opening: u64,
    pub count: u64,
    pub salt: [u8; 32],
}

impl Header {
    /// Reads the header of `sealed`, not yet authenticated.
    pub(super) fn read(sealed: &[u8]) -> Option<Self> {
        if sealed.len() < HEADER_BYTES + TAG_BYTES || sealed[0] != VERSION {
            return None;
        }
        Some(Self {
            content: Content::read(sealed[CONTENT_AT])?,
            key: KeyId(array(&sealed[KEY_AT..BACKING_AT])?),
            backing: u32::from_be_bytes(array(&sealed[BACKING_AT..OPENING_AT])?),
            opening: u64::from_be_bytes(array(&sealed[OPENING_AT..COUNT_AT])?),
            count: u64::from_be_bytes(array(&sealed[COUNT_AT..SALT_AT])?),
            salt: array(&sealed[SALT_AT..HEADER_BYTES])?,
        })
    }

    /// The bytes before the version of the backing key.
    pub(super) fn beginning(content: Content, key: KeyId) -> Vec<u8> {
        [&[VERSION, content as u8], &key.0[..]].concat()
    }

    fn write(&self) -> [u8; HEADER_BYTES] {
        let mut out = [0; HEADER_BYTES];
        out[0] = VERSION;
        out[CONTENT_AT] = self.content as u8;
        out[KEY_AT..BACKING_AT].copy_from_slice(&self.key.0);
        out[BACKING_AT..OPENING_AT].copy_from_slice(&self.backing.to_be_bytes());
        out[OPENING_AT..COUNT_AT].copy_from_slice(&self.opening.to_be_bytes());
        out[COUNT_AT..SALT_AT].copy_from_slice(&self.count.to_be_bytes());
        out[SALT_AT..].copy_from_slice(&self.salt);
        out
    }

    fn cipher(&self, secret: &[u8; 32]) -> LessSafeKey {
        let content = [self.content as u8];
        let (backing, opening) = (self.backing.to_be_bytes(), self.opening.to_be_bytes());
        let info: [&[u8]; 5] = [LABEL, &content, &self.key.0, &backing, &opening];
        let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, &self.salt).extract(secret);
        let okm = prk.expand(&info, &AES_256_GCM).expect("32 bytes are far below HKDF's limit");
        LessSafeKey::new(UnboundKey::from(okm))
    }

    fn nonce(&self) -> [u8; 12] {
        let mut nonce = [0; 12];
        nonce[4..].copy_from_slice(&self.count.to_be_bytes());
        nonce
    }
}

/// Seals `plaintext`, binding it to the header and to `context`.
pub(super) fn seal(secret: &[u8; 32], header: &Header, context: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let head = header.write();
    let aad = [&head, context].concat();
    // Sized at once, so that growing never leaves a copy of the plaintext behind.
    let mut body = Vec::with_capacity(plaintext.len() + TAG_BYTES);
    body.extend_from_slice(plaintext);
    header
        .cipher(secret)
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(header.nonce()), Aad::from(aad), &mut body)
        .expect("a plaintext in memory is below the cipher's 64 GiB limit");
    [&head[..], &body].concat()
}

/// Opens what [`seal`] made; `None` when anything differs.
pub(super) fn open(secret: &[u8; 32], sealed: &[u8], context: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let header = Header::read(sealed)?;
    let (head, body) = sealed.split_at(HEADER_BYTES);
    let aad = [head, context].concat();
    let mut body = Zeroizing::new(body.to_vec());
    let nonce = Nonce::assume_unique_for_key(header.nonce());
    let length = header.cipher(secret).open_in_place(nonce, Aad::from(aad), &mut body).ok()?.len();
    body.truncate(length);
    Some(body)
}

fn array<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.try_into().ok()
}
