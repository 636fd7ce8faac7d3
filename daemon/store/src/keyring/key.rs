//! A KMS key and its document.
//!
//! Catalog kind `kms_key`; the document is one version byte, 1, and then, in CBOR:
//!
//! ```text
//! key = { 1: id bstr .size 16, 2: created uint (ms since 1970), 3: description tstr, 4: state uint,
//!         5: spec uint, 6: usage uint, 7: origin uint, 8: manager uint, 9: [1* backing bstr],
//!         10: policy tstr / null, 11: [* [key tstr, value tstr]],
//!         ? 12: [wall uint (ms since 1970), line uint (ms)] }
//! ```
//! Entry 12 is there while the key waits for its deletion, and says when that is.
//! `backing` is a backing key in its sealed form (see the envelope), versions ascending from 1.

use super::cbor::{self, Fields, Unreadable};
use super::{KeyId, MaterialId};
use millpond_base::{LineMs, WallMs};
use minicbor::Decoder;

/// The catalog's word for this type.
pub(super) const KIND: &str = "kms_key";
const VERSION: u8 = 1;

/// Whether a key may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// It may.
    Enabled,
    /// Someone disabled it.
    Disabled,
    /// It may not, and goes at a time that was set.
    PendingDeletion,
}

impl KeyState {
    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
            Self::PendingDeletion => "PendingDeletion",
        }
    }
}

/// Who made a key and decides about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyManager {
    /// A caller, by CreateKey.
    Customer,
    /// The appliance, when it first needed one.
    Aws,
}

impl KeyManager {
    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "CUSTOMER",
            Self::Aws => "AWS",
        }
    }
}

/// What kind of key material a key has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeySpec {
    /// AES-256.
    SymmetricDefault,
}

impl KeySpec {
    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SymmetricDefault => "SYMMETRIC_DEFAULT",
        }
    }
}

/// What a key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyUsage {
    /// Encrypt and decrypt.
    EncryptDecrypt,
}

impl KeyUsage {
    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EncryptDecrypt => "ENCRYPT_DECRYPT",
        }
    }
}

/// Where key material comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyOrigin {
    /// It was drawn here.
    AwsKms,
}

impl KeyOrigin {
    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwsKms => "AWS_KMS",
        }
    }
}

/// What the catalog keeps of a key.
///
/// Invariant: `backing` is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeyDocument {
    pub id: KeyId,
    pub created: WallMs,
    pub description: String,
    pub state: KeyState,
    pub spec: KeySpec,
    pub usage: KeyUsage,
    pub origin: KeyOrigin,
    pub manager: KeyManager,
    pub backing: Vec<Vec<u8>>,
    pub policy: Option<String>,
    pub tags: Vec<(String, String)>,
    /// When the key goes, by the wall clock and on the device timeline.
    pub deletion: Option<(WallMs, LineMs)>,
}

impl KeyDocument {
    /// The document's bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        cbor::write(VERSION, |e| {
            e.map(if self.deletion.is_some() { 12 } else { 11 })?;
            e.u8(1)?.bytes(&self.id.0)?;
            e.u8(2)?.u64(self.created.0)?;
            e.u8(3)?.str(&self.description)?;
            e.u8(4)?.u8(match self.state {
                KeyState::Enabled => 0,
                KeyState::Disabled => 1,
                KeyState::PendingDeletion => 2,
            })?;
            e.u8(5)?.u8(match self.spec {
                KeySpec::SymmetricDefault => 0,
            })?;
            e.u8(6)?.u8(match self.usage {
                KeyUsage::EncryptDecrypt => 0,
            })?;
            e.u8(7)?.u8(match self.origin {
                KeyOrigin::AwsKms => 0,
            })?;
            e.u8(8)?.u8(match self.manager {
                KeyManager::Customer => 0,
                KeyManager::Aws => 1,
            })?;
            e.u8(9)?.array(self.backing.len() as u64)?;
            self.backing.iter().try_for_each(|b| e.bytes(b).map(drop))?;
            e.u8(10)?;
            match &self.policy {
                Some(text) => e.str(text)?,
                None => e.null()?,
            };
            e.u8(11)?.array(self.tags.len() as u64)?;
            self.tags.iter().try_for_each(|(k, v)| e.array(2)?.str(k)?.str(v).map(drop))?;
            if let Some((wall, line)) = self.deletion {
                e.u8(12)?.array(2)?.u64(wall.0)?.u64(line.0)?;
            }
            Ok(())
        })
    }

    /// Reads what [`KeyDocument::encode`] wrote, and nothing else.
    pub(super) fn decode(document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, document)?;
        let mut key = Self {
            id: KeyId(fields.next(1)?.bytes()?.try_into()?),
            created: WallMs(fields.next(2)?.u64()?),
            description: fields.next(3)?.str()?.to_owned(),
            state: match fields.next(4)?.u8()? {
                0 => KeyState::Enabled,
                1 => KeyState::Disabled,
                2 => KeyState::PendingDeletion,
                _ => return Err(Unreadable),
            },
            spec: only_zero(fields.next(5)?, KeySpec::SymmetricDefault)?,
            usage: only_zero(fields.next(6)?, KeyUsage::EncryptDecrypt)?,
            origin: only_zero(fields.next(7)?, KeyOrigin::AwsKms)?,
            manager: match fields.next(8)?.u8()? {
                0 => KeyManager::Customer,
                1 => KeyManager::Aws,
                _ => return Err(Unreadable),
            },
            backing: cbor::list(fields.next(9)?, |d| Ok(d.bytes()?.to_vec()))?,
            policy: cbor::optional(fields.next(10)?, |d| Ok(d.str()?.to_owned()))?,
            tags: cbor::list(fields.next(11)?, |d| match d.array()? {
                Some(2) => Ok((d.str()?.to_owned(), d.str()?.to_owned())),
                _ => Err(Unreadable),
            })?,
            deletion: None,
        };
        if fields.has_more() {
            let d = fields.next(12)?;
            if d.array()? != Some(2) {
                return Err(Unreadable);
            }
            key.deletion = Some((WallMs(d.u64()?), LineMs(d.u64()?)));
        }
        fields.end()?;
        if key.deletion.is_some() != (key.state == KeyState::PendingDeletion) {
            return Err(Unreadable);
        }
        if key.backing.is_empty() { Err(Unreadable) } else { Ok(key) }
    }
}

fn only_zero<T>(decoder: &mut Decoder<'_>, value: T) -> Result<T, Unreadable> {
    if decoder.u8()? == 0 { Ok(value) } else { Err(Unreadable) }
}

/// A KMS key as the rest of the appliance sees it.
#[derive(Debug)]
pub struct KmsKey {
    /// The catalog's number of the document.
    pub(super) number: u64,
    pub(super) document: KeyDocument,
    /// One per backing version, from 1.
    pub(super) materials: Vec<MaterialId>,
    pub(super) arn: String,
}

impl KmsKey {
    /// The key's id.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.document.id
    }

    /// The key's ARN.
    #[must_use]
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// When it was made.
    #[must_use]
    pub const fn created(&self) -> WallMs {
        self.document.created
    }

    /// What its maker says about it.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.document.description
    }

    /// Whether it may be used.
    #[must_use]
    pub const fn state(&self) -> KeyState {
        self.document.state
    }

    /// When it goes, while it waits for its deletion.
    #[must_use]
    pub fn deletion(&self) -> Option<WallMs> {
        self.document.deletion.map(|(wall, _)| wall)
    }

    /// What kind of key material it has.
    #[must_use]
    pub const fn spec(&self) -> KeySpec {
        self.document.spec
    }

    /// What it may be used for.
    #[must_use]
    pub const fn usage(&self) -> KeyUsage {
        self.document.usage
    }

    /// Where its key material comes from.
    #[must_use]
    pub const fn origin(&self) -> KeyOrigin {
        self.document.origin
    }

    /// Who made it.
    #[must_use]
    pub const fn manager(&self) -> KeyManager {
        self.document.manager
    }

    /// The key policy its maker wrote; `None` for the default one.
    #[must_use]
    pub fn policy(&self) -> Option<&str> {
        self.document.policy.as_deref()
    }

    /// Its tags.
    #[must_use]
    pub fn tags(&self) -> &[(String, String)] {
        &self.document.tags
    }

    /// The backing key that encrypts now.
    ///
    /// # Panics
    /// Never: a key has at least one backing key.
    #[must_use]
    pub fn material(&self) -> MaterialId {
        *self.materials.last().expect("a key has at least one backing key")
    }

    /// Version of the backing key that encrypts now.
    pub(super) fn version(&self) -> u32 {
        u32::try_from(self.document.backing.len()).expect("documents are far below 4 GiB")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> KeyDocument {
        KeyDocument {
            id: KeyId([3; 16]),
            created: WallMs(1_700_000_000_000),
            description: "d".to_owned(),
            state: KeyState::Disabled,
            spec: KeySpec::SymmetricDefault,
            usage: KeyUsage::EncryptDecrypt,
            origin: KeyOrigin::AwsKms,
            manager: KeyManager::Aws,
            backing: vec![vec![1, 2], vec![3]],
            policy: Some("{}".to_owned()),
            tags: vec![("k".to_owned(), "v".to_owned())],
            deletion: None,
        }
    }

    #[test]
    fn a_document_reads_back() {
        let bare = KeyDocument { policy: None, tags: vec![], description: String::new(), ..sample() };

        assert_eq!(KeyDocument::decode(&sample().encode()).ok(), Some(sample()));
        assert_eq!(KeyDocument::decode(&bare.encode()).ok(), Some(bare));
        let deletion = Some((WallMs(1_000), LineMs(24)));
        let going = KeyDocument { state: KeyState::PendingDeletion, deletion, ..sample() };
        assert_eq!(KeyDocument::decode(&going.encode()).ok(), Some(going.clone()));
        assert!(going.encode().ends_with(b"\x0c\x82\x19\x03\xe8\x18\x18"));
        for torn in [KeyDocument { deletion: None, ..going.clone() }, KeyDocument { deletion, ..sample() }] {
            assert!(KeyDocument::decode(&torn.encode()).is_err());
        }
    }

    #[test]
    fn the_document_is_frozen() {
        let golden = [
            b"\x01\xab\x01\x50\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03".as_slice(),
            b"\x02\x1b\x00\x00\x01\x8b\xcf\xe5\x68\x00\x03\x61d\x04\x01\x05\x00\x06\x00\x07\x00\x08\x01",
            b"\x09\x82\x42\x01\x02\x41\x03\x0a\x62{}\x0b\x81\x82\x61k\x61v",
        ];

        assert_eq!(sample().encode(), golden.concat());
    }

    #[test]
    fn truncated_longer_and_newer_documents_are_refused() {
        let document = sample().encode();

        for length in 0..document.len() {
            assert!(KeyDocument::decode(&document[..length]).is_err(), "length {length}");
        }
        assert!(KeyDocument::decode(&[&document[..], &[0]].concat()).is_err());
        assert!(KeyDocument::decode(&[&[2], &document[1..]].concat()).is_err());
    }

    #[test]
    fn a_key_without_a_backing_key_is_refused() {
        let empty = KeyDocument { backing: vec![], ..sample() };

        assert!(KeyDocument::decode(&empty.encode()).is_err());
    }
}
