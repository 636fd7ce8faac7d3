//! Backing keys: the secrets behind a KMS key, one per rotation, each wrapped under a root-derived key.

use super::envelope::{self, Content, Header};
use super::key::KeyDocument;
use super::{KeyId, Keyring, root};
use std::fmt;
use std::sync::atomic::Ordering;
use zeroize::Zeroizing;

/// Names one backing key without revealing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaterialId([u8; 32]);

impl Keyring {
    /// Draws a backing key and wraps it.
    pub(super) fn new_backing(&self, id: KeyId, version: u32) -> (Vec<u8>, MaterialId) {
        let mut secret = Zeroizing::new([0; 32]);
        self.entropy.fill(secret.as_mut());
        let header = self.header(Content::BackingKey, id, version);
        (envelope::seal(&self.wrapping, &header, &[], secret.as_ref()), MaterialId::of(&secret, id, version))
    }

    /// Unwraps one backing key of a key.
    pub(super) fn backing(&self, key: &KeyDocument, version: u32) -> Option<Zeroizing<[u8; 32]>> {
        let wrapped = key.backing.get(usize::try_from(version.checked_sub(1)?).ok()?)?;
        let header = Header::read(wrapped)?;
        if (header.content, header.key, header.backing) != (Content::BackingKey, key.id, version) {
            return None;
        }
        let opened = envelope::open(&self.wrapping, wrapped, &[])?;
        let mut secret = Zeroizing::new([0; 32]);
        if opened.len() != secret.len() {
            return None;
        }
        secret.copy_from_slice(&opened);
        Some(secret)
    }

    /// A header at a place no other seal has.
    pub(super) fn header(&self, content: Content, key: KeyId, backing: u32) -> Header {
        let mut salt = [0; 32];
        self.entropy.fill(&mut salt);
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        Header { content, key, backing, opening: self.opening, count, salt }
    }

    /// Opens every backing key of a key once; `None` when one does not.
    pub(super) fn materials(&self, key: &KeyDocument) -> Option<Vec<MaterialId>> {
        (1..=u32::try_from(key.backing.len()).ok()?)
            .map(|version| Some(MaterialId::of(&*self.backing(key, version)?, key.id, version)))
            .collect()
    }
}

impl MaterialId {
    pub(super) fn of(secret: &[u8; 32], id: KeyId, version: u32) -> Self {
        Self(*root::expand(secret, &[b"millpond keyring v1 material", &id.0, &version.to_be_bytes()]))
    }
}

/// 64 hexadecimal digits.
impl fmt::Display for MaterialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
