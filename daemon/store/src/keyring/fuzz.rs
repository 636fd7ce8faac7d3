//! Doors to the private decoders, for daemon/fuzz alone.

use super::alias::Alias;
use super::envelope::{Content, Header, open, seal};
use super::grant::Grant;
use super::key::KeyDocument;
use super::{KeyId, RootFile, RootKey, SealedRoot, Stretch, WrappedKeys, usage};
use millpond_base::SeededEntropy;

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

/// Reads the catalog documents of a key, of an alias, of a grant and of uses, and data keys as other documents hold them.
pub fn documents(bytes: &[u8]) {
    let _ = KeyDocument::decode(bytes);
    let _ = Alias::decode(1, bytes);
    let _ = Grant::decode(1, bytes);
    let _ = usage::decode(bytes);
    // Bytes of data keys: what is read is what noting the same again writes.
    let keys = WrappedKeys::from_bytes(bytes.to_vec());
    if keys.kms_key().is_some() {
        let noted = keys.noting(keys.bytes());
        assert_eq!((noted.kms_key(), noted.since()), (keys.kms_key(), keys.since()));
    }
}

/// Genuine root key files: in clear, sealed, and sealed under a stretched secret.
#[must_use]
pub fn root_files() -> Vec<Vec<u8>> {
    let root = RootKey::from_bytes([7; 32]);
    let cheap = Stretch::Argon2id { memory_kib: 64, passes: 1, lanes: 1 };
    let sealed = [Stretch::None, cheap].map(|stretch| {
        let sealed = SealedRoot::seal(&root, &SECRET, stretch, &SeededEntropy::new(1));
        sealed.expect("the secret is long enough").encode().to_vec()
    });
    [root.encode().to_vec()].into_iter().chain(sealed).collect()
}

/// Reads a root key file: what is read can be written again, and only a genuine one opens. Also as a recovery code.
pub fn root_file(bytes: &[u8]) {
    match RootFile::parse(bytes) {
        Ok(RootFile::Clear(root)) => assert_eq!(&root.encode()[..], bytes),
        Ok(RootFile::Sealed(sealed)) => {
            assert_eq!(sealed.encode(), bytes);
            let cheap = !matches!(sealed.stretch(), Stretch::Argon2id { memory_kib, passes, .. } if memory_kib > 64 || passes > 1);
            assert!(
                !cheap
                    || sealed.open(&SECRET).is_err()
                    || root_files().iter().any(|genuine| genuine == bytes)
            );
        }
        Err(_) => {}
    }
    if let Some(root) = str::from_utf8(bytes).ok().and_then(|code| RootKey::from_recovery_code(code).ok()) {
        assert!(RootKey::from_recovery_code(&root.recovery_code()).is_ok());
    }
}
