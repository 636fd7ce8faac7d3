//! Doors to the private decoders, for daemon/fuzz alone.

use super::alias::Alias;
use super::envelope::{Content, Header, open, seal};
use super::grant::Grant;
use super::key::KeyDocument;
use super::{KeyId, usage};

const SECRET: [u8; 32] = [1; 32];
const PLAINTEXT: &[u8] = b"what the fuzzer must not change";

/// A genuine KMS ciphertext.
#[must_use]
pub fn ciphertext() -> Vec<u8> {
    let key = KeyId([2; 16]);
    let header = Header { content: Content::Message, key, backing: 1, opening: 3, count: 4, salt: [5; 32] };
    seal(&SECRET, &header, b"context", PLAINTEXT)
}

/// Opens a KMS ciphertext: nothing but the genuine one does.
pub fn open_ciphertext(sealed: &[u8]) {
    if let Some(plaintext) = open(&SECRET, sealed, b"context") {
        assert_eq!((sealed, &plaintext[..]), (&ciphertext()[..], PLAINTEXT));
    }
}

/// Reads the catalog documents of a key, of an alias, of a grant and of uses.
pub fn documents(bytes: &[u8]) {
    let _ = KeyDocument::decode(bytes);
    let _ = Alias::decode(1, bytes);
    let _ = Grant::decode(1, bytes);
    let _ = usage::decode(bytes);
}
