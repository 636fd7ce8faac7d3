//! Keys: the root key and what is derived from it, KMS keys and aliases, and the data keys of all other nouns.
//!
//! Chain: root key → backing keys of KMS keys → data key per stream, queue and trail → frame in the log. A backing
//! key is stored wrapped under a root-derived key inside a document that the catalog seals again; a data key is
//! stored wrapped under a backing key inside its noun's document. Deleting that document destroys the data key.
//!
//! Goals: every sealed form has one layout and one proof that no nonce repeats (the envelope module); ciphertexts
//! outlive the rotation of backing keys; a wrong root key is told from a damaged document.
//! Non-goals: AWS's error texts (the kms service), asymmetric and HMAC keys, grants.

mod alias;
mod backing;
mod cbor;
mod context;
mod data_key;
mod deleting;
mod envelope;
#[cfg(test)]
mod erase_tests;
mod error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod key;
mod message;
mod name;
mod ring;
mod root;
#[cfg(test)]
mod tests;

pub use alias::Alias;
pub use backing::MaterialId;
pub use data_key::WrappedKey;
pub use error::{DecryptError, KeyringError, NameError};
pub use key::{KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, KmsKey};
pub use message::Decrypted;
pub use name::{KeyId, MANAGED_PREFIX};
pub use root::{Purpose, ROOT_FILE_BYTES, RootKey, RootKeyError};

use crate::Catalog;
use key::KeyDocument;
use millpond_base::{AccountId, Clock, Entropy, Region};
use ring::Ring;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, RwLock};
use zeroize::Zeroizing;

/// # Source
/// AWS KMS resource quotas: 50 aliases for each key.
const ALIASES_PER_KEY_MAX: usize = 50;

/// What CreateKey decides about a new key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewKey {
    /// Free text.
    pub description: String,
    /// The key policy as the caller wrote it; `None` for the default one.
    pub policy: Option<String>,
    /// Tags, keys distinct.
    pub tags: Vec<(String, String)>,
}

/// All keys of this gateway.
///
/// Invariant: memory holds what the catalog holds; a change reaches the catalog first.
pub struct Keyring {
    catalog: Arc<Catalog>,
    entropy: Arc<dyn Entropy>,
    clock: Arc<dyn Clock>,
    account: AccountId,
    region: Region,
    wrapping: Zeroizing<[u8; 32]>,
    opening: u64,
    count: AtomicU64,
    /// The point on the device timeline before which keys that are due are not looked at again.
    look_again: AtomicU64,
    ring: RwLock<Ring>,
    /// Held across a change's write to flash, so that readers of `ring` never wait for one.
    changes: Mutex<()>,
}

impl Keyring {
    /// Loads all keys and proves that each opens under `root`.
    ///
    /// # Errors
    /// [`KeyringError::WrongRoot`] when the data was made with another root key, [`KeyringError::Damaged`] when a
    /// document does not read, [`KeyringError::Catalog`] when the catalog fails.
    pub fn open(
        catalog: Arc<Catalog>,
        root: &RootKey,
        account: AccountId,
        region: Region,
        entropy: Arc<dyn Entropy>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, KeyringError> {
        ring::expect_root(&catalog, root)?;
        let mut wrapping = Zeroizing::new([0; 32]);
        wrapping.copy_from_slice(root.derive(Purpose::BackingKeys).expose());
        let opening = catalog.next_id()?;
        let ring = RwLock::new(Ring::default());
        let (count, look_again, changes) = (AtomicU64::new(0), AtomicU64::new(0), Mutex::new(()));
        let keyring = Self {
            catalog,
            entropy,
            clock,
            account,
            region,
            wrapping,
            opening,
            count,
            look_again,
            ring,
            changes,
        };
        keyring.load()?;
        Ok(keyring)
    }

    /// Makes a key for a caller.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`KeyringError::Full`] when keys and aliases take all the room they may, [`KeyringError::Catalog`].
    pub fn create_key(&self, new: NewKey) -> Result<Arc<KmsKey>, KeyringError> {
        let _changing = self.change();
        let key = self.new_key(KeyManager::Customer, new)?;
        self.keep(Some(&key), None)?;
        Ok(key)
    }

    /// Leads a new alias to a key. Whether the caller may use the name is not asked here.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`KeyringError::AliasExists`], [`KeyringError::TooManyAliases`], [`KeyringError::Full`],
    /// [`KeyringError::Catalog`].
    pub fn create_alias(&self, name: &str, target: KeyId) -> Result<(), KeyringError> {
        let _changing = self.change();
        if self.read(|ring| ring.aliases.contains_key(name)) {
            return Err(KeyringError::AliasExists { arn: self.alias_arn(name) });
        }
        if self.read(|ring| ring.aliases.values().filter(|a| a.target == target).count())
            >= ALIASES_PER_KEY_MAX
        {
            return Err(KeyringError::TooManyAliases { limit: ALIASES_PER_KEY_MAX });
        }
        let alias = self.new_alias(name, target)?;
        self.keep(None, Some(&alias))
    }

    /// Gives a key a new backing key. Older ciphertexts stay readable.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Keyring::create_key`]; [`KeyringError::Name`] when the key is gone.
    pub fn rotate(&self, id: KeyId) -> Result<Arc<KmsKey>, KeyringError> {
        let _changing = self.change();
        let old = self.key(id).ok_or_else(|| NameError::NoKey { arn: self.key_arn(id) })?;
        let mut document = old.document.clone();
        let mut materials = old.materials.clone();
        let (wrapped, material) = self.new_backing(id, old.version() + 1);
        document.backing.push(wrapped);
        materials.push(material);
        let key = Arc::new(KmsKey { number: old.number, document, materials, arn: old.arn.clone() });
        self.keep(Some(&key), None)?;
        Ok(key)
    }

    /// The key with this id.
    #[must_use]
    pub fn key(&self, id: KeyId) -> Option<Arc<KmsKey>> {
        self.read(|ring| ring.keys.get(&id).cloned())
    }

    /// Up to `limit` keys with ids above `after`, ascending.
    #[must_use]
    pub fn keys(&self, after: Option<KeyId>, limit: usize) -> Vec<Arc<KmsKey>> {
        self.read(|ring| {
            let rest = ring.keys.iter().filter(|(id, _)| after.is_none_or(|a| **id > a));
            rest.map(|(_, key)| Arc::clone(key)).take(limit).collect()
        })
    }

    /// Up to `limit` aliases with names above `after`, ascending; only those of `target` if given.
    #[must_use]
    pub fn aliases(&self, target: Option<KeyId>, after: Option<&str>, limit: usize) -> Vec<Arc<Alias>> {
        self.read(|ring| {
            let rest = ring.aliases.values().filter(|a| after.is_none_or(|name| a.name.as_str() > name));
            rest.filter(|a| target.is_none_or(|id| a.target == id)).take(limit).cloned().collect()
        })
    }

    /// The key that stands behind `alias/aws/...`, made if this is the first need of it.
    fn managed_key(&self, alias: &str) -> Result<Arc<KmsKey>, KeyringError> {
        if let Some(key) = self.behind(alias) {
            return Ok(key);
        }
        let _changing = self.change();
        if let Some(key) = self.behind(alias) {
            return Ok(key);
        }
        let description = "Default key that protects my data when no other key is defined".to_owned();
        let key = self.new_key(KeyManager::Aws, NewKey { description, ..NewKey::default() })?;
        let alias = self.new_alias(alias, key.id())?;
        self.keep(Some(&key), Some(&alias))?;
        Ok(key)
    }

    fn behind(&self, alias: &str) -> Option<Arc<KmsKey>> {
        self.read(|ring| ring.keys.get(&ring.aliases.get(alias)?.target).cloned())
    }

    fn new_key(&self, manager: KeyManager, new: NewKey) -> Result<Arc<KmsKey>, KeyringError> {
        let id = KeyId::random(&*self.entropy);
        let (wrapped, material) = self.new_backing(id, 1);
        let document = KeyDocument {
            id,
            created: self.clock.now().wall,
            description: new.description,
            state: KeyState::Enabled,
            spec: KeySpec::SymmetricDefault,
            usage: KeyUsage::EncryptDecrypt,
            origin: KeyOrigin::AwsKms,
            manager,
            backing: vec![wrapped],
            policy: new.policy,
            tags: new.tags,
            deletion: None,
        };
        let arn = self.key_arn(id);
        Ok(Arc::new(KmsKey { number: self.catalog.next_id()?, document, materials: vec![material], arn }))
    }

    fn new_alias(&self, name: &str, target: KeyId) -> Result<Arc<Alias>, KeyringError> {
        let now = self.clock.now().wall;
        let number = self.catalog.next_id()?;
        Ok(Arc::new(Alias { number, name: name.to_owned(), target, created: now, updated: now }))
    }
}
