//! Key material that someone brings: wrapped under a key of RSA that is made for it and known to the import token alone.

use super::creating::public_of;
use super::envelope::{self, Content, Header};
use super::key::{KeyDocument, KmsKey};
use super::material::{Arrival, Material};
use super::pair::{self, Oaep, SecretBytes};
use super::ring::Change;
use super::{KeyId, KeySpec, KeyState, Keyring, KeyringError, MaterialId, NameError};
use millpond_base::{LineMs, Now, WallMs};
use std::fmt;
use std::sync::Arc;

/// # Source
/// AWS KMS API Reference, GetParametersForImport: 24 hours.
const TOKEN_MS: u64 = 24 * 3_600_000;
/// What stands before the wrapping key in a token: the wrapping, and when it ends.
const TOKEN_HEAD_BYTES: usize = 9;

/// How material is wrapped. The numbers are those of import tokens, and frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// In OAEP with SHA-1.
    OaepSha1 = 0,
    /// In OAEP with SHA-256.
    OaepSha256 = 1,
    /// Under an AES key that is itself in OAEP with SHA-1.
    AesSha1 = 2,
    /// Under an AES key that is itself in OAEP with SHA-256.
    AesSha256 = 3,
}

impl Wrapping {
    const fn read(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::OaepSha1),
            1 => Some(Self::OaepSha256),
            2 => Some(Self::AesSha1),
            3 => Some(Self::AesSha256),
            _ => None,
        }
    }

    fn open(self, secret: &[u8], wrapped: &[u8]) -> Option<SecretBytes> {
        match self {
            Self::OaepSha1 => pair::decrypt(secret, Oaep::Sha1, wrapped),
            Self::OaepSha256 => pair::decrypt(secret, Oaep::Sha256, wrapped),
            Self::AesSha1 => pair::unwrap_aes(secret, Oaep::Sha1, wrapped),
            Self::AesSha256 => pair::unwrap_aes(secret, Oaep::Sha256, wrapped),
        }
    }
}

/// What is needed to bring material.
pub struct ImportParameters {
    /// To be given back with the material.
    pub token: Vec<u8>,
    /// The key to wrap it with, in SubjectPublicKeyInfo.
    pub public: Vec<u8>,
    /// Until when.
    pub valid_to: WallMs,
}

/// What ImportKeyMaterial says about the material.
#[derive(Clone, Debug, Default)]
pub struct NewMaterial {
    /// True for material that the key never had; `None` lets it depend on whether the key has had any.
    pub is_new: Option<bool>,
    /// What it must be.
    pub id: Option<String>,
    /// What to say of it.
    pub description: Option<String>,
    /// When it goes, by the wall clock.
    pub expires: Option<WallMs>,
}

/// Why material is not taken.
#[derive(Debug)]
#[non_exhaustive]
pub enum ImportError {
    /// The key is in no state for it.
    Key(KeyringError),
    /// The token is not one of this key.
    Token,
    /// The token's time is over.
    Expired,
    /// The material does not come out of its wrapping.
    Wrapped,
    /// It is not what belongs to the key.
    Incorrect,
    /// Other material waits already.
    Waiting,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(cause) => cause.fmt(f),
            Self::Token => f.write_str("the import token does not belong to the key"),
            Self::Expired => f.write_str("the import token is more than 24 hours old; get another"),
            Self::Wrapped => f.write_str("the material does not come out of its wrapping"),
            Self::Incorrect => f.write_str("the material is not what belongs to the key"),
            Self::Waiting => f.write_str("other material waits; rotate the key or delete that first"),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<KeyringError> for ImportError {
    fn from(cause: KeyringError) -> Self {
        Self::Key(cause)
    }
}

impl From<NameError> for ImportError {
    fn from(cause: NameError) -> Self {
        Self::Key(cause.into())
    }
}

impl KmsKey {
    pub(super) fn has_expired(&self, line: LineMs) -> bool {
        let over = |m: &Material| !m.gone && m.expires.is_some_and(|(_, at)| at <= line);
        self.document.materials.iter().any(over)
    }

    /// True while a secret is kept that is of no use to anybody but what is sealed under it.
    pub(super) fn keeps_what_is_gone(&self) -> bool {
        let both = self.document.materials.iter().zip(&self.document.backing);
        both.into_iter().any(|(material, backing)| material.gone && !backing.is_empty())
    }
}

impl Keyring {
    /// Makes a wrapping key. Nothing is kept of it but the token.
    ///
    /// # Errors
    /// [`KeyringError::Busy`], [`KeyringError::Library`].
    pub fn parameters_for_import(
        &self,
        key: &KmsKey,
        wrapping: Wrapping,
        spec: KeySpec,
        now: Now,
    ) -> Result<ImportParameters, KeyringError> {
        let secret = self.draw_pair(spec)?;
        let public = public_of(spec, &secret)?.ok_or(KeyringError::Library)?;
        let until = now.line.after_ms(TOKEN_MS).0.to_be_bytes();
        let mut plain = SecretBytes::new(Vec::with_capacity(TOKEN_HEAD_BYTES + secret.len()));
        plain.push(wrapping as u8);
        plain.extend_from_slice(&until);
        plain.extend_from_slice(&secret);
        let header = self.header(Content::ImportToken, key.id(), 0);
        let token = envelope::seal(&self.wrapping, &header, &[], &plain);
        Ok(ImportParameters { token, public, valid_to: WallMs(now.wall.0 + TOKEN_MS) })
    }

    /// Takes the material of a key.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`ImportError`].
    pub fn import(
        &self,
        id: KeyId,
        token: &[u8],
        wrapped: &[u8],
        new: &NewMaterial,
        now: Now,
    ) -> Result<(Arc<KmsKey>, MaterialId), ImportError> {
        let secret = self.unwrap_material(id, token, wrapped, now)?;
        let _changing = self.change();
        let old = self.key(id).ok_or_else(|| NameError::NoKey { arn: self.key_arn(id) })?;
        let secret = parse(old.spec(), &secret).ok_or(ImportError::Incorrect)?;
        let material = MaterialId::of_brought(&secret, id);
        if new.id.as_ref().is_some_and(|id| *id != material.to_string()) {
            return Err(ImportError::Incorrect);
        }
        let mut document = old.document.clone();
        let mut materials = old.materials.clone();
        let had = materials.iter().position(|known| *known == material);
        let is_new = new.is_new.unwrap_or(materials.is_empty());
        let index = match had {
            Some(index) if !is_new || document.materials[index].arrival == Arrival::Waiting => index,
            None if is_new => {
                if document.materials.iter().any(|m| m.arrival == Arrival::Waiting) {
                    return Err(ImportError::Waiting);
                }
                let arrival = if materials.is_empty() { Arrival::First } else { Arrival::Waiting };
                document.materials.push(Material { id: Some(material), ..Material::new(arrival, now.wall) });
                document.backing.push(Vec::new());
                materials.push(material);
                materials.len() - 1
            }
            _ => return Err(ImportError::Incorrect),
        };
        let version = u32::try_from(index + 1).map_err(|_| ImportError::Incorrect)?;
        document.backing[index] = self.wrap_backing(id, version, &secret);
        let entry = &mut document.materials[index];
        entry.gone = false;
        entry.description = new.description.clone().or(entry.description.take());
        entry.expires = new.expires.map(|wall| (wall, on_line(wall, now)));
        document.public = public_of(document.spec, &secret)?;
        let key = self.settled(old.number, document, materials);
        self.keep(Some(&key), None)?;
        Ok((key, material))
    }

    fn unwrap_material(
        &self,
        id: KeyId,
        token: &[u8],
        wrapped: &[u8],
        now: Now,
    ) -> Result<SecretBytes, ImportError> {
        let header = Header::read(token).filter(|h| h.content == Content::ImportToken && h.key == id);
        header.ok_or(ImportError::Token)?;
        let plain = envelope::open(&self.wrapping, token, &[]).ok_or(ImportError::Token)?;
        let (head, secret) = plain.split_at_checked(TOKEN_HEAD_BYTES).ok_or(ImportError::Token)?;
        let until = u64::from_be_bytes(head[1..].try_into().map_err(|_| ImportError::Token)?);
        let wrapping = Wrapping::read(head[0]).ok_or(ImportError::Token)?;
        if now.line.0 >= until {
            return Err(ImportError::Expired);
        }
        wrapping.open(secret, wrapped).ok_or(ImportError::Wrapped)
    }

    /// Lets go of material that was brought: that of an id, or the current one. What is sealed under it stays readable,
    /// and nothing else does.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Keyring::rotate`]; [`KeyringError::NothingWaits`] when there is no such material.
    pub fn delete_material(
        &self,
        id: KeyId,
        material: Option<&str>,
    ) -> Result<(Arc<KmsKey>, MaterialId), KeyringError> {
        let _changing = self.change();
        let old = self.key(id).ok_or_else(|| NameError::NoKey { arn: self.key_arn(id) })?;
        let found = match material {
            Some(text) => old.materials.iter().position(|known| known.to_string() == text),
            None => usize::try_from(old.version()).ok().and_then(|version| version.checked_sub(1)),
        };
        let Some(index) = found else {
            return Err(KeyringError::NothingWaits { arn: old.arn.clone() });
        };
        let key = self.keep_without(&old, &[index])?;
        Ok((key, old.materials[index]))
    }

    pub(super) fn expire(&self, id: KeyId, now: Now) -> Result<(), KeyringError> {
        let _changing = self.change();
        let Some(old) = self.key(id) else { return Ok(()) };
        let over = |m: &Material| !m.gone && m.expires.is_some_and(|(_, at)| at <= now.line);
        let all = old.document.materials.iter().enumerate();
        let indexes: Vec<usize> = all.filter(|(_, m)| over(m)).map(|(index, _)| index).collect();
        self.keep_without(&old, &indexes).map(drop)
    }

    /// Destroys the secrets that are gone for everybody; false when something is still sealed under them.
    pub(super) fn let_go(&self, id: KeyId) -> bool {
        let _changing = self.change();
        let Some(old) = self.key(id) else { return true };
        if self.wraps_something(id) {
            return false;
        }
        self.keep_without(&old, &[]).is_ok()
    }

    /// Keeps the key without some of its material, erasing secrets that nothing is sealed under. What only waits was never
    /// part of the key.
    fn keep_without(&self, old: &KmsKey, indexes: &[usize]) -> Result<Arc<KmsKey>, KeyringError> {
        let number = self.catalog.next_id()?;
        let mut document = old.document.clone();
        let mut materials = old.materials.clone();
        for &index in indexes.iter().rev() {
            if document.materials[index].arrival == Arrival::Waiting {
                document.materials.remove(index);
                document.backing.remove(index);
                materials.remove(index);
            } else {
                (document.materials[index].gone, document.materials[index].expires) = (true, None);
            }
        }
        if !self.wraps_something(old.id()) {
            clear_gone(&mut document);
        }
        let key = self.settled(number, document, materials);
        self.put(&Change { key: Some(Arc::clone(&key)), replaced: Some(old.number), ..Change::default() })?;
        Ok(key)
    }

    /// The key in the state that its material leaves it in.
    fn settled(&self, number: u64, document: KeyDocument, materials: Vec<MaterialId>) -> Arc<KmsKey> {
        let mut key = self.known_key(number, document, materials);
        key.document.state = match key.document.state {
            KeyState::PendingDeletion => KeyState::PendingDeletion,
            KeyState::PendingImport => key.state_or(KeyState::Enabled),
            other => key.state_or(other),
        };
        Arc::new(key)
    }
}

fn clear_gone(document: &mut KeyDocument) {
    for (material, backing) in document.materials.iter().zip(&mut document.backing) {
        if material.gone {
            backing.clear();
        }
    }
}

/// A point of the wall clock on the device timeline, as both stand now.
fn on_line(wall: WallMs, now: Now) -> LineMs {
    now.line.after_ms(wall.0.saturating_sub(now.wall.0))
}

/// The secret of a key from what is brought; `None` when it is none of that kind.
///
/// # Source
/// AWS KMS developer guide, "Importing key material", requirements for imported key material.
fn parse(spec: KeySpec, brought: &[u8]) -> Option<SecretBytes> {
    let lengths = match spec {
        KeySpec::SymmetricDefault => 32..=32,
        KeySpec::Hmac224 => 28..=64,
        KeySpec::Hmac256 => 32..=64,
        KeySpec::Hmac384 => 48..=128,
        KeySpec::Hmac512 => 64..=128,
        _ => return pair::from_pkcs8(spec, brought),
    };
    lengths.contains(&brought.len()).then(|| SecretBytes::new(brought.to_vec()))
}
