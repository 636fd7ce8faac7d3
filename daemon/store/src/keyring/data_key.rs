//! Data keys: what seals the records of one stream, queue, table or trail. Its newest key seals; those before it open what
//! they sealed, for as long as there can be any of it on flash.
//!
//! A noun's document keeps them as bytes. Integers are big-endian:
//!
//! ```text
//! keys   = key                                   ; one key, of a gateway that did not renew any yet
//!        / 2 u8, since u64, bytes u64, key, *(until u32, key)
//! key    = an envelope over (version u16, secret [32])
//! ```
//! `since` is when the newest was drawn (ms on the device timeline), `bytes` what it had sealed when that was last noted;
//! the others follow, newest first, each with the last use of a segment that may hold something of it.

use super::envelope::{self, Content, HEADER_BYTES, Header, TAG_BYTES};
use super::{KeyId, Keyring, KeyringError, KmsKey};
use millpond_base::LineMs;
use millpond_log::{DataKey, SegmentUses};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Version of the first data key of a noun. Sealed together with the key: version u16 big-endian, then 32 bytes.
const FIRST_VERSION: u16 = 1;
const PLAIN_BYTES: usize = 2 + 32;
const KEY_BYTES: usize = HEADER_BYTES + PLAIN_BYTES + TAG_BYTES;
/// Begins keys with what is known of them. An envelope begins with its own version, 1.
const FORM: u8 = 2;
const HEAD_BYTES: usize = 1 + 8 + 8;
const OLDER_BYTES: usize = 4 + KEY_BYTES;
/// Keys of one noun at most; with more there would be, the newest goes on sealing.
///
/// # Source
/// Chosen: 31 KiB in a document. A key a quarter makes 40 in ten years, and most of them go in between.
const KEYS_MAX: usize = 256;

/// The data keys of a noun in the form its document keeps. Destroying every copy destroys the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKeys(Vec<u8>);

/// What the bytes say.
struct Parts<'a> {
    since: LineMs,
    bytes: u64,
    newest: &'a [u8],
    /// Newest first.
    older: Vec<(u32, &'a [u8])>,
}

impl WrappedKeys {
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

    /// The KMS key that the newest says it is wrapped under. Not authenticated.
    #[must_use]
    pub fn kms_key(&self) -> Option<KeyId> {
        kms_key_of(&self.0)
    }

    /// When the newest was drawn.
    pub(crate) fn since(&self) -> LineMs {
        self.parts().map_or(LineMs(0), |parts| parts.since)
    }

    /// Bytes that the newest had sealed when that was last noted.
    pub(crate) fn bytes(&self) -> u64 {
        self.parts().map_or(0, |parts| parts.bytes)
    }

    /// The same keys, with what the newest has sealed by now.
    pub(crate) fn noting(&self, bytes: u64) -> Self {
        self.parts().map_or_else(|| self.clone(), |parts| Self::of(&Parts { bytes, ..parts }))
    }

    fn of(parts: &Parts<'_>) -> Self {
        let mut bytes = Vec::with_capacity(HEAD_BYTES + KEY_BYTES + parts.older.len() * OLDER_BYTES);
        bytes.push(FORM);
        bytes.extend(parts.since.0.to_be_bytes());
        bytes.extend(parts.bytes.to_be_bytes());
        bytes.extend(parts.newest);
        for (until, key) in &parts.older {
            bytes.extend(until.to_be_bytes());
            bytes.extend(*key);
        }
        Self(bytes)
    }

    fn parts(&self) -> Option<Parts<'_>> {
        Parts::read(&self.0)
    }
}

/// As [`WrappedKeys::kms_key`], of the bytes in a document.
pub(crate) fn kms_key_of(wrapped: &[u8]) -> Option<KeyId> {
    Header::read(Parts::read(wrapped)?.newest).map(|header| header.key)
}

impl<'a> Parts<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() == KEY_BYTES {
            return Some(Self { since: LineMs(0), bytes: 0, newest: bytes, older: Vec::new() });
        }
        let (&[FORM], rest) = bytes.split_first_chunk::<1>()? else { return None };
        let (since, rest) = rest.split_first_chunk()?;
        let (bytes, rest) = rest.split_first_chunk()?;
        let (newest, rest) = rest.split_at_checked(KEY_BYTES)?;
        if !rest.len().is_multiple_of(OLDER_BYTES) {
            return None;
        }
        let older = rest.chunks_exact(OLDER_BYTES).filter_map(|older| {
            let (until, key) = older.split_first_chunk()?;
            Some((u32::from_be_bytes(*until), key))
        });
        Some(Self {
            since: LineMs(u64::from_be_bytes(*since)),
            bytes: u64::from_be_bytes(*bytes),
            newest,
            older: older.collect(),
        })
    }
}

impl Keyring {
    /// Draws the first data key of a noun and wraps it under a KMS key; `None` is `alias/aws/millpond`, made when first
    /// needed.
    ///
    /// # Errors
    /// [`KeyringError::Name`], [`KeyringError::Disabled`], [`KeyringError::Catalog`].
    pub fn new_data_key(&self, kms_key: Option<&str>) -> Result<(Arc<DataKey>, WrappedKeys), KeyringError> {
        let key = self.resolve_or_make(kms_key)?;
        let plain = self.draw_data_key(FIRST_VERSION);
        let newest = self.wrap(&key, &plain)?;
        let since = self.clock.now().line;
        let wrapped = WrappedKeys::of(&Parts { since, bytes: 0, newest: &newest, older: Vec::new() });
        Ok((Arc::new(data_key(&plain)), wrapped))
    }

    /// Opens a noun's data keys, the one that seals last. A disabled KMS key still opens, so that data outlives an
    /// operator's mistake.
    ///
    /// # Errors
    /// [`KeyringError::Unwrap`] when one was damaged, or made by another gateway.
    pub fn unwrap(&self, wrapped: &WrappedKeys) -> Result<Vec<Arc<DataKey>>, KeyringError> {
        let parts = wrapped.parts().ok_or(KeyringError::Unwrap)?;
        let older = parts.older.iter().rev().map(|(_, key)| *key);
        let keys =
            older.chain([parts.newest]).map(|key| self.open_wrapped(key).map(|plain| data_key(&plain)));
        keys.map(|key| key.map(Arc::new)).collect()
    }

    /// The secret of the newest key.
    ///
    /// # Errors
    /// As [`Keyring::unwrap`].
    pub(super) fn open_newest(&self, wrapped: &WrappedKeys) -> Result<Zeroizing<[u8; 32]>, KeyringError> {
        let parts = wrapped.parts().ok_or(KeyringError::Unwrap)?;
        let plain = self.open_wrapped(parts.newest)?;
        let mut secret = Zeroizing::new([0; 32]);
        secret.copy_from_slice(&plain[2..]);
        Ok(secret)
    }

    /// Draws a data key that seals from now on, and wraps it and those before under the newest backing key of the KMS key
    /// that the newest is wrapped under.
    ///
    /// # Errors
    /// As [`Keyring::unwrap`]; [`KeyringError::Disabled`] and the like.
    pub(crate) fn renew_data_key(
        &self,
        wrapped: &WrappedKeys,
        uses: SegmentUses,
    ) -> Result<WrappedKeys, KeyringError> {
        let key = wrapped.kms_key().and_then(|id| self.key(id)).ok_or(KeyringError::Unwrap)?;
        self.renewed(wrapped, &key, uses)
    }

    /// The same under another KMS key; `None` as for [`Keyring::new_data_key`].
    ///
    /// # Errors
    /// As [`Keyring::unwrap`] and [`Keyring::new_data_key`].
    pub(crate) fn rekey(
        &self,
        wrapped: &WrappedKeys,
        kms_key: Option<&str>,
        uses: SegmentUses,
    ) -> Result<(KeyId, WrappedKeys), KeyringError> {
        let key = self.resolve_or_make(kms_key)?;
        Ok((key.id(), self.renewed(wrapped, &key, uses)?))
    }

    /// Keys of which nothing can be on flash any more are left out.
    fn renewed(
        &self,
        wrapped: &WrappedKeys,
        key: &KmsKey,
        uses: SegmentUses,
    ) -> Result<WrappedKeys, KeyringError> {
        let Parts { since, bytes, newest, older } = wrapped.parts().ok_or(KeyringError::Unwrap)?;
        let mut kept = vec![(uses.newest, newest)];
        kept.extend(older.into_iter().filter(|(until, _)| *until >= uses.oldest));
        let opened: Result<Vec<_>, _> = kept.iter().map(|(_, key)| self.open_wrapped(key)).collect();
        let opened = opened?;
        let anew: Result<Vec<_>, _> = opened.iter().map(|plain| self.wrap(key, plain)).collect();
        let anew = anew?;
        let mut older: Vec<(u32, &[u8])> =
            kept.iter().zip(&anew).map(|((until, _), key)| (*until, &key[..])).collect();
        let version = u16::from_be_bytes([opened[0][0], opened[0][1]]).checked_add(1);
        let Some(version) = version.filter(|_| older.len() < KEYS_MAX) else {
            let (_, newest) = older.remove(0);
            return Ok(WrappedKeys::of(&Parts { since, bytes, newest, older }));
        };
        let newest = self.wrap(key, &self.draw_data_key(version))?;
        let since = self.clock.now().line;
        Ok(WrappedKeys::of(&Parts { since, bytes: 0, newest: &newest, older }))
    }

    fn draw_data_key(&self, version: u16) -> Zeroizing<[u8; PLAIN_BYTES]> {
        let mut plain = Zeroizing::new([0; PLAIN_BYTES]);
        let (number, secret) = plain.split_at_mut(2);
        number.copy_from_slice(&version.to_be_bytes());
        self.entropy.fill(secret);
        plain
    }

    fn wrap(&self, key: &KmsKey, plain: &[u8; PLAIN_BYTES]) -> Result<Vec<u8>, KeyringError> {
        key.check_enabled()?;
        let version = key.version();
        let secret = self.backing(&key.document, version).ok_or(KeyringError::Unwrap)?;
        let header = self.header(Content::DataKey, key.id(), version);
        Ok(envelope::seal(&secret, &header, &[], plain))
    }

    fn open_wrapped(&self, wrapped: &[u8]) -> Result<Zeroizing<[u8; PLAIN_BYTES]>, KeyringError> {
        let header = Header::read(wrapped).filter(|h| h.content == Content::DataKey);
        let opened = header.and_then(|header| {
            let key = self.key(header.key)?;
            let secret = self.backing(&key.document, header.backing)?;
            let opened = envelope::open(&secret, wrapped, &[])?;
            let mut plain = Zeroizing::new([0; PLAIN_BYTES]);
            (opened.len() == PLAIN_BYTES).then(|| plain.copy_from_slice(&opened))?;
            Some(plain)
        });
        opened.ok_or(KeyringError::Unwrap)
    }
}

fn data_key(plain: &[u8; PLAIN_BYTES]) -> DataKey {
    let mut secret = Zeroizing::new([0; 32]);
    secret.copy_from_slice(&plain[2..]);
    DataKey::new(*secret, u16::from_be_bytes([plain[0], plain[1]]))
}

#[cfg(test)]
#[path = "data_key_tests.rs"]
mod tests;
