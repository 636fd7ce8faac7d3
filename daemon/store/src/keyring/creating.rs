//! New keys.

use super::key::{KeyDocument, KeyManager, KeyState, KmsKey};
use super::material::{Arrival, Material};
use super::pair::{self, SecretBytes};
use super::{KeyId, KeyOrigin, KeySpec, KeyUsage, Keyring, KeyringError, MaterialId};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use zeroize::Zeroizing;

/// How many keys that take long to make may be made at once. One takes a processor for up to some seconds, and one of few
/// threads.
const MAKING_MAX: usize = 2;

/// What CreateKey decides about a new key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// What kind of key.
    pub spec: KeySpec,
    /// What for; one of the kind's usages.
    pub usage: KeyUsage,
    /// Where the material comes from.
    pub origin: KeyOrigin,
    /// True for a key that could have replicas.
    pub multi_region: bool,
    /// Free text.
    pub description: String,
    /// The key policy as the caller wrote it; `None` for the default one.
    pub policy: Option<String>,
    /// Tags, keys distinct.
    pub tags: Vec<(String, String)>,
}

impl Default for NewKey {
    /// A symmetric key drawn here.
    fn default() -> Self {
        Self {
            spec: KeySpec::SymmetricDefault,
            usage: KeyUsage::EncryptDecrypt,
            origin: KeyOrigin::AwsKms,
            multi_region: false,
            description: String::new(),
            policy: None,
            tags: Vec::new(),
        }
    }
}

impl Keyring {
    /// Makes a key for a caller.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`KeyringError::Full`] when keys and aliases take all the room they may, [`KeyringError::Busy`] when too many
    /// keys of RSA are being made, [`KeyringError::Library`], [`KeyringError::Catalog`].
    pub fn create_key(&self, new: NewKey) -> Result<Arc<KmsKey>, KeyringError> {
        let id = self.new_id(new.multi_region);
        let mut backing = Vec::new();
        let mut materials = Vec::new();
        let mut public = None;
        if new.origin == KeyOrigin::AwsKms {
            let secret = self.draw(new.spec)?;
            public = public_of(new.spec, &secret)?;
            backing.push(self.wrap_backing(id, 1, &secret));
            materials.push(MaterialId::of(&secret, id, 1));
        }
        let _changing = self.change();
        let key = self.new_key(id, KeyManager::Customer, new, backing, materials, public)?;
        self.keep(Some(&key), None)?;
        Ok(key)
    }

    fn new_id(&self, multi_region: bool) -> KeyId {
        if multi_region { KeyId::random_multi_region(&*self.entropy) } else { KeyId::random(&*self.entropy) }
    }

    /// A key that is not kept yet. The caller holds `changes`.
    pub(super) fn new_key(
        &self,
        id: KeyId,
        manager: KeyManager,
        new: NewKey,
        backing: Vec<Vec<u8>>,
        materials: Vec<MaterialId>,
        public: Option<Vec<u8>>,
    ) -> Result<Arc<KmsKey>, KeyringError> {
        let created = self.clock.now().wall;
        let document = KeyDocument {
            id,
            created,
            description: new.description,
            state: if backing.is_empty() { KeyState::PendingImport } else { KeyState::Enabled },
            spec: new.spec,
            usage: new.usage,
            origin: new.origin,
            manager,
            materials: backing.iter().map(|_| Material::new(Arrival::First, created)).collect(),
            backing,
            policy: new.policy,
            tags: new.tags,
            deletion: None,
            rotation: None,
            public,
        };
        Ok(Arc::new(self.known_key(self.catalog.next_id()?, document, materials)))
    }

    /// Draws the secret of a key.
    pub(super) fn draw(&self, spec: KeySpec) -> Result<SecretBytes, KeyringError> {
        if spec.is_pair() {
            return self.draw_pair(spec);
        }
        let mut secret = Zeroizing::new(vec![0; secret_bytes(spec)]);
        self.entropy.fill(&mut secret);
        Ok(secret)
    }

    /// Draws a key pair; one of RSA where it keeps nobody waiting, and few at once.
    pub(super) fn draw_pair(&self, spec: KeySpec) -> Result<SecretBytes, KeyringError> {
        if !spec.is_rsa() {
            return pair::generate(spec, &*self.entropy).ok_or(KeyringError::Library);
        }
        if self.making.fetch_add(1, Ordering::Relaxed) >= MAKING_MAX {
            self.making.fetch_sub(1, Ordering::Relaxed);
            return Err(KeyringError::Busy { limit: MAKING_MAX });
        }
        let mut made = None;
        let mut work = || made = pair::generate(spec, &*self.entropy);
        self.aside(&mut work);
        self.making.fetch_sub(1, Ordering::Relaxed);
        made.ok_or(KeyringError::Library)
    }
}

/// The public key of a secret, for kinds that have one.
pub(super) fn public_of(spec: KeySpec, secret: &[u8]) -> Result<Option<Vec<u8>>, KeyringError> {
    if !spec.is_pair() {
        return Ok(None);
    }
    pair::public(spec, secret).map(Some).ok_or(KeyringError::Library)
}

/// Length of the secret of a kind without a public key.
///
/// # Source
/// AWS KMS developer guide, "HMAC KMS keys": as long as the digest.
pub(super) const fn secret_bytes(spec: KeySpec) -> usize {
    match spec {
        KeySpec::Hmac224 => 28,
        KeySpec::Hmac384 => 48,
        KeySpec::Hmac512 => 64,
        _ => 32,
    }
}
