//! Data keys: what seals the records of one stream, queue or trail.

use super::envelope::{self, Content, Header};
use super::{KeyId, Keyring, KeyringError, KmsKey};
use millpond_log::DataKey;
use zeroize::Zeroizing;

/// Version of the first data key of a noun. Sealed together with the key: version u16 big-endian, then 32 bytes.
const FIRST_VERSION: u16 = 1;
const PLAIN_BYTES: usize = 2 + 32;

/// A data key in the form a noun's document keeps. Destroying every copy destroys the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey(Vec<u8>);

impl WrappedKey {
    /// Takes the bytes from a document; whether they open shows in [`Keyring::unwrap`].
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes for a document.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// How every data key begins that is wrapped under a KMS key.
    pub(super) fn beginning(key: KeyId) -> Vec<u8> {
        Header::beginning(Content::DataKey, key)
    }

    /// The KMS key it says it is wrapped under. Not authenticated.
    #[must_use]
    pub fn kms_key(&self) -> Option<KeyId> {
        Header::read(&self.0).map(|header| header.key)
    }
}

impl Keyring {
    /// Draws a data key and wraps it under a KMS key; `None` is `alias/aws/millpond`, made when first needed.
    ///
    /// # Errors
    /// [`KeyringError::Name`], [`KeyringError::Disabled`], [`KeyringError::Catalog`].
    pub fn new_data_key(&self, kms_key: Option<&str>) -> Result<(DataKey, WrappedKey), KeyringError> {
        let key = self.resolve_or_make(kms_key)?;
        let mut plain = Zeroizing::new([0; PLAIN_BYTES]);
        let (version, secret) = plain.split_at_mut(2);
        version.copy_from_slice(&FIRST_VERSION.to_be_bytes());
        self.entropy.fill(secret);
        let wrapped = self.wrap(&key, &plain)?;
        Ok((data_key(&plain), wrapped))
    }

    /// Opens a wrapped data key. A disabled KMS key still opens, so that data outlives an operator's mistake.
    ///
    /// # Errors
    /// [`KeyringError::Unwrap`] when it was damaged, or made by another gateway.
    pub fn unwrap(&self, wrapped: &WrappedKey) -> Result<DataKey, KeyringError> {
        self.open_wrapped(wrapped).map(|(_, plain)| data_key(&plain))
    }

    /// Wraps the same data key under the newest backing key of its KMS key.
    ///
    /// # Errors
    /// As [`Keyring::unwrap`]; [`KeyringError::Disabled`].
    pub fn rewrap(&self, wrapped: &WrappedKey) -> Result<WrappedKey, KeyringError> {
        let (id, plain) = self.open_wrapped(wrapped)?;
        let key = self.key(id).ok_or(KeyringError::Unwrap)?;
        self.wrap(&key, &plain)
    }

    /// Wraps the same data key under another KMS key; `None` as for [`Keyring::new_data_key`].
    ///
    /// # Errors
    /// As [`Keyring::unwrap`] and [`Keyring::new_data_key`].
    pub fn rewrap_under(
        &self,
        wrapped: &WrappedKey,
        kms_key: Option<&str>,
    ) -> Result<(KeyId, WrappedKey), KeyringError> {
        let key = self.resolve_or_make(kms_key)?;
        let (_, plain) = self.open_wrapped(wrapped)?;
        Ok((key.id(), self.wrap(&key, &plain)?))
    }

    fn wrap(&self, key: &KmsKey, plain: &[u8; PLAIN_BYTES]) -> Result<WrappedKey, KeyringError> {
        key.check_enabled()?;
        let version = key.version();
        let secret = self.backing(&key.document, version).ok_or(KeyringError::Unwrap)?;
        let header = self.header(Content::DataKey, key.id(), version);
        Ok(WrappedKey(envelope::seal(&secret, &header, &[], plain)))
    }

    fn open_wrapped(
        &self,
        wrapped: &WrappedKey,
    ) -> Result<(KeyId, Zeroizing<[u8; PLAIN_BYTES]>), KeyringError> {
        let header = Header::read(&wrapped.0).filter(|h| h.content == Content::DataKey);
        let opened = header.and_then(|header| {
            let key = self.key(header.key)?;
            let secret = self.backing(&key.document, header.backing)?;
            let opened = envelope::open(&secret, &wrapped.0, &[])?;
            let mut plain = Zeroizing::new([0; PLAIN_BYTES]);
            (opened.len() == PLAIN_BYTES).then(|| plain.copy_from_slice(&opened))?;
            Some((header.key, plain))
        });
        opened.ok_or(KeyringError::Unwrap)
    }
}

fn data_key(plain: &[u8; PLAIN_BYTES]) -> DataKey {
    let mut secret = Zeroizing::new([0; 32]);
    secret.copy_from_slice(&plain[2..]);
    DataKey::new(*secret, u16::from_be_bytes([plain[0], plain[1]]))
}
