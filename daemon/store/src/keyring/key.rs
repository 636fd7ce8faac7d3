//! A KMS key and its document.
//!
//! Catalog kind `kms_key`; the document is one version byte, 1, and then, in CBOR:
//!
//! ```text
//! key = { 1: id bstr .size 16, 2: created uint (ms since 1970), 3: description tstr, 4: state uint,
//!         5: spec uint, 6: usage uint, 7: origin uint, 8: manager uint, 9: [1* backing bstr],
//!         10: policy tstr / null, 11: [* [key tstr, value tstr]],
//!         ? 12: time, ? 13: [+ material], ? 14: [days uint, next time], ? 16: public bstr }
//! time = [wall uint (ms since 1970), line uint (ms)]
//! material = [arrival uint, at uint (ms since 1970), id bstr .size 32 / null, description tstr / null,
//!             expires time / null, gone bool]
//! ```
//! Entry 12 is there while the key waits for its deletion, and says when that is; 13 once there is more to say of the
//! backing keys than that the first was drawn with the key; 14 while the key is rotated every so many days; 16 for keys with a
//! public key, which is in SubjectPublicKeyInfo.
//! `backing` is a backing key in its sealed form (see the envelope), versions ascending from 1; it is empty when the
//! material that was brought is gone. The secrets of kinds with a public key are as in the pair module.

use super::cbor::{self, Fields, Unreadable};
use super::material::{self, Arrival, Material};
use super::{KeyId, KeyOrigin, KeySpec, KeyUsage, MaterialId};
use millpond_base::{LineMs, WallMs};
use millpond_policy::Policy;
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;
use std::sync::Arc;

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
    /// Its material is still to be brought, or to be brought again.
    PendingImport,
}

impl KeyState {
    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
            Self::PendingDeletion => "PendingDeletion",
            Self::PendingImport => "PendingImport",
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

/// What the catalog keeps of a key.
///
/// Invariant: `backing` and `materials` are as long as one another. What was drawn here is there, and never gone.
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
    /// Where each backing key comes from.
    pub materials: Vec<Material>,
    pub rotation: Option<Rotation>,
    /// SubjectPublicKeyInfo.
    pub public: Option<Vec<u8>>,
}

/// How often a key gets a new backing key, and when next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// Days from one to the next.
    pub period_days: u32,
    /// The next, by the wall clock.
    pub next: WallMs,
    /// The next, on the device timeline.
    pub next_line: LineMs,
}

impl KeyDocument {
    /// The document's bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let materials = !material::are_plain(&self.materials, self.created);
        let optional = [self.deletion.is_some(), materials, self.rotation.is_some(), self.public.is_some()];
        cbor::write(VERSION, |e| {
            e.map(11 + optional.iter().filter(|there| **there).count() as u64)?;
            e.u8(1)?.bytes(&self.id.0)?;
            e.u8(2)?.u64(self.created.0)?;
            e.u8(3)?.str(&self.description)?;
            e.u8(4)?.u8(self.state as u8)?;
            e.u8(5)?.u8(self.spec as u8)?;
            e.u8(6)?.u8(self.usage as u8)?;
            e.u8(7)?.u8(self.origin as u8)?;
            e.u8(8)?.u8(self.manager as u8)?;
            e.u8(9)?.array(self.backing.len() as u64)?;
            self.backing.iter().try_for_each(|b| e.bytes(b).map(drop))?;
            e.u8(10)?;
            match &self.policy {
                Some(text) => e.str(text)?,
                None => e.null()?,
            };
            e.u8(11)?.array(self.tags.len() as u64)?;
            self.tags.iter().try_for_each(|(k, v)| e.array(2)?.str(k)?.str(v).map(drop))?;
            if let Some(time) = self.deletion {
                write_time(e.u8(12)?, time)?;
            }
            if materials {
                e.u8(13)?.array(self.materials.len() as u64)?;
                self.materials.iter().try_for_each(|material| material.write(e))?;
            }
            if let Some(rotation) = self.rotation {
                e.u8(14)?.array(2)?.u32(rotation.period_days)?;
                write_time(e, (rotation.next, rotation.next_line))?;
            }
            if let Some(public) = &self.public {
                e.u8(16)?.bytes(public)?;
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
                3 => KeyState::PendingImport,
                _ => return Err(Unreadable),
            },
            spec: KeySpec::read(fields.next(5)?.u8()?).ok_or(Unreadable)?,
            usage: KeyUsage::read(fields.next(6)?.u8()?).ok_or(Unreadable)?,
            origin: KeyOrigin::read(fields.next(7)?.u8()?).ok_or(Unreadable)?,
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
            deletion: fields.maybe(12)?.map(read_time).transpose()?,
            materials: fields
                .maybe(13)?
                .map(|d| cbor::list(d, Material::read))
                .transpose()?
                .unwrap_or_default(),
            rotation: fields.maybe(14)?.map(read_rotation).transpose()?,
            public: fields.maybe(16)?.map(|d| Ok::<_, Unreadable>(d.bytes()?.to_vec())).transpose()?,
        };
        fields.end()?;
        if key.materials.is_empty() {
            key.materials = material::plain(key.backing.len(), key.created);
        }
        if key.is_sound() { Ok(key) } else { Err(Unreadable) }
    }

    fn is_sound(&self) -> bool {
        let own = self.origin == KeyOrigin::AwsKms;
        let there = |(backing, material): (&Vec<u8>, &Material)| {
            if own { !backing.is_empty() && !material.gone } else { !backing.is_empty() || material.gone }
        };
        let named = |material: &Material| own || material.id.is_some();
        self.deletion.is_some() == (self.state == KeyState::PendingDeletion)
            && self.spec.usages().contains(&self.usage)
            && self.backing.len() == self.materials.len()
            && (!own || !self.backing.is_empty())
            && self.backing.iter().zip(&self.materials).all(there)
            && self.materials.iter().all(named)
    }

    /// Version of the backing key that encrypts now; `None` before the first was brought.
    pub(super) fn current(&self) -> Option<u32> {
        let index = self.materials.iter().rposition(|material| material.arrival != Arrival::Waiting)?;
        u32::try_from(index + 1).ok()
    }
}

/// Writes a point in time.
pub(super) fn write_time(
    e: &mut Encoder<Vec<u8>>,
    (wall, line): (WallMs, LineMs),
) -> Result<(), minicbor::encode::Error<Infallible>> {
    e.array(2)?.u64(wall.0)?.u64(line.0).map(drop)
}

/// Reads a point in time.
pub(super) fn read_time(d: &mut Decoder<'_>) -> Result<(WallMs, LineMs), Unreadable> {
    if d.array()? != Some(2) {
        return Err(Unreadable);
    }
    Ok((WallMs(d.u64()?), LineMs(d.u64()?)))
}

fn read_rotation(d: &mut Decoder<'_>) -> Result<Rotation, Unreadable> {
    if d.array()? != Some(2) {
        return Err(Unreadable);
    }
    let period_days = d.u32()?;
    let (next, next_line) = read_time(d)?;
    Ok(Rotation { period_days, next, next_line })
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
    /// What its policy says; `None` for the default one.
    pub(super) policy: Option<Arc<Policy>>,
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

    /// The backing key that encrypts now; `None` before the first was brought.
    #[must_use]
    pub fn material(&self) -> Option<MaterialId> {
        let index = usize::try_from(self.document.current()?).ok()?.checked_sub(1)?;
        self.materials.get(index).copied()
    }

    /// Its public key, in SubjectPublicKeyInfo.
    #[must_use]
    pub fn public_key(&self) -> Option<&[u8]> {
        self.document.public.as_deref()
    }

    /// How often it gets a new backing key, if it does.
    #[must_use]
    pub const fn rotation(&self) -> Option<Rotation> {
        self.document.rotation
    }

    /// True for a key that could have replicas in other regions.
    #[must_use]
    pub const fn is_multi_region(&self) -> bool {
        self.document.id.is_multi_region()
    }

    /// Version of the backing key that encrypts now; 0 before the first was brought.
    pub(super) fn version(&self) -> u32 {
        self.document.current().unwrap_or_default()
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
            materials: material::plain(2, WallMs(1_700_000_000_000)),
            rotation: None,
            public: None,
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
