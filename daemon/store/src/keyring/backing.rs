//! Backing keys: the secrets behind a KMS key, one per rotation, each wrapped under a root-derived key.

use super::envelope::{self, Content, Header};
use super::key::KeyDocument;
use super::pair::SecretBytes;
use super::{KeyId, KeyOrigin, KeySpec, Keyring, root};
use aws_lc_rs::digest;
use std::fmt;
use std::sync::atomic::Ordering;
use zeroize::Zeroizing;

/// Names one backing key without revealing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaterialId([u8; 32]);

impl Keyring {
    /// Draws the backing key of a symmetric key and wraps it.
    pub(super) fn new_backing(&self, id: KeyId, version: u32) -> (Vec<u8>, MaterialId) {
        let mut secret = Zeroizing::new([0; 32]);
        self.entropy.fill(secret.as_mut());
        (self.wrap_backing(id, version, secret.as_ref()), MaterialId::of(secret.as_ref(), id, version))
    }

    /// Wraps a backing key.
    pub(super) fn wrap_backing(&self, id: KeyId, version: u32, secret: &[u8]) -> Vec<u8> {
        let header = self.header(Content::BackingKey, id, version);
        envelope::seal(&self.wrapping, &header, &[], secret)
    }

    /// Unwraps one backing key of a symmetric key.
    pub(super) fn backing(&self, key: &KeyDocument, version: u32) -> Option<Zeroizing<[u8; 32]>> {
        if key.spec != KeySpec::SymmetricDefault {
            return None;
        }
        let opened = self.secret(key, version)?;
        let mut secret = Zeroizing::new([0; 32]);
        if opened.len() != secret.len() {
            return None;
        }
        secret.copy_from_slice(&opened);
        Some(secret)
    }

    /// Unwraps one backing key of any key.
    pub(super) fn secret(&self, key: &KeyDocument, version: u32) -> Option<SecretBytes> {
        let wrapped = key.backing.get(usize::try_from(version.checked_sub(1)?).ok()?)?;
        let header = Header::read(wrapped)?;
        if (header.content, header.key, header.backing) != (Content::BackingKey, key.id, version) {
            return None;
        }
        envelope::open(&self.wrapping, wrapped, &[])
    }

    /// A header at a place no other seal has.
    pub(super) fn header(&self, content: Content, key: KeyId, backing: u32) -> Header {
        let mut salt = [0; 32];
        self.entropy.fill(&mut salt);
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        Header { content, key, backing, opening: self.opening, count, salt }
    }

    /// Opens every backing key of a key once; `None` when one does not, or is not what the document says.
    pub(super) fn materials(&self, key: &KeyDocument) -> Option<Vec<MaterialId>> {
        let named = |version: u32| {
            let index = usize::try_from(version - 1).ok()?;
            let kept = key.materials.get(index)?.id;
            if key.backing.get(index)?.is_empty() {
                return kept;
            }
            let secret = self.secret(key, version)?;
            if key.spec == KeySpec::SymmetricDefault && secret.len() != 32 {
                return None;
            }
            let id = match key.origin {
                KeyOrigin::AwsKms => MaterialId::of(&secret, key.id, version),
                KeyOrigin::External => MaterialId::of_brought(&secret, key.id),
            };
            kept.is_none_or(|kept| kept == id).then_some(id)
        };
        (1..=u32::try_from(key.backing.len()).ok()?).map(named).collect()
    }
}

impl MaterialId {
    /// Names what was drawn here. Secrets of another length than 32 bytes are hashed first.
    pub(super) fn of(secret: &[u8], id: KeyId, version: u32) -> Self {
        let label: [&[u8]; 3] = [b"millpond keyring v1 material", &id.0, &version.to_be_bytes()];
        match <&[u8; 32]>::try_from(secret) {
            Ok(secret) => Self(*root::expand(secret, &label)),
            Err(_) => Self(*root::expand(&hashed(secret), &label)),
        }
    }

    /// Names what was brought, whichever version it becomes: the same material has the same name when it is brought again.
    pub(super) fn of_brought(secret: &[u8], id: KeyId) -> Self {
        Self(*root::expand(&hashed(secret), &[b"millpond keyring v1 brought material", &id.0]))
    }

    pub(super) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

fn hashed(secret: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut out = Zeroizing::new([0; 32]);
    out.copy_from_slice(digest::digest(&digest::SHA256, secret).as_ref());
    out
}

/// 64 hexadecimal digits.
impl fmt::Display for MaterialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
