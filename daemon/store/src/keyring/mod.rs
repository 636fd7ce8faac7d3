//! Keys: the root key and what is derived from it, KMS keys and aliases, and the data keys of all other nouns.
//!
//! Chain: root key → backing keys of KMS keys → data key per stream, queue and trail → frame in the log. A backing
//! key is stored wrapped under a root-derived key inside a document that the catalog seals again; a data key is
//! stored wrapped under a backing key inside its noun's document. Deleting that document destroys the data key.
//!
//! Goals: every sealed form has one layout and one proof that no nonce repeats (the envelope module); ciphertexts
//! outlive the rotation of backing keys; a wrong root key is told from a damaged document.
//! Non-goals: AWS's error texts (the kms service).

mod alias;
mod backing;
mod cbor;
mod context;
mod creating;
mod data_key;
mod deleting;
mod describing;
mod envelope;
#[cfg(test)]
mod erase_tests;
mod error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod grant;
mod importing;
mod judging;
mod key;
#[cfg(test)]
mod lasting_tests;
mod material;
mod message;
mod name;
mod node_secret;
mod pair;
mod recovery;
mod rewrap;
mod ring;
mod root;
mod rotating;
mod sealed_root;
mod spec;
#[cfg(test)]
mod tests;
mod usage;
mod using;

pub use alias::Alias;
pub use backing::MaterialId;
pub use creating::NewKey;
pub use data_key::WrappedKeys;
pub(crate) use data_key::kms_key_of;
pub use error::{DecryptError, KeyringError, NameError};
pub use grant::{Constraint, Grant, GrantId, GrantOperation, NewGrant};
pub use importing::{ImportError, ImportParameters, NewMaterial, Wrapping};
pub use key::{KeyManager, KeyState, KmsKey, Rotation};
pub use material::{Arrival, MaterialView};
pub use message::Decrypted;
pub use name::{KeyId, MANAGED_PREFIX};
pub(crate) use node_secret::NodeSecret;
pub use pair::{Message, Oaep, Sha, SigningAlgorithm};
pub use rewrap::{Rewrap, belongs};
pub use root::{Purpose, ROOT_FILE_BYTES, RootKey, RootKeyError};
pub use sealed_root::{RootFile, SEALED_ROOT_BYTES, STRONG_SECRET_BYTES_MIN, SealedRoot, Stretch};
pub use spec::{KeyOrigin, KeySpec, KeyUsage};
pub use usage::{LastUse, UsedFor};
pub use using::{DataKeyPair, UseError};

use crate::Catalog;
use millpond_base::{AccountId, Clock, Entropy, Now, Region};
use millpond_policy::Policy;
use ring::Ring;
use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use zeroize::Zeroizing;

/// Runs work that takes long where it keeps nobody else waiting.
pub type Aside = fn(&mut dyn FnMut());

/// # Source
/// AWS KMS resource quotas: 50 aliases for each key.
const ALIASES_PER_KEY_MAX: usize = 50;

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
    /// What applies to keys whose makers gave them none.
    default_policy: Policy,
    opening: u64,
    count: AtomicU64,
    /// The point on the device timeline before which keys that are due are not looked at again.
    look_again: AtomicU64,
    /// The same for data that keeps a key's material from going.
    look_again_at_material: AtomicU64,
    ring: RwLock<Ring>,
    usage: usage::Uses,
    /// How many keys that take long to make are being made.
    making: AtomicUsize,
    aside: OnceLock<Aside>,
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
        let keyring = Self {
            default_policy: Policy::parse(&judging::default_policy(&account)).unwrap_or_default(),
            catalog,
            entropy,
            clock,
            account,
            region,
            wrapping,
            opening,
            count: AtomicU64::new(0),
            look_again: AtomicU64::new(0),
            look_again_at_material: AtomicU64::new(0),
            ring,
            usage: usage::Uses::default(),
            making: AtomicUsize::new(0),
            aside: OnceLock::new(),
            changes: Mutex::new(()),
        };
        keyring.load()?;
        Ok(keyring)
    }

    /// Does work that takes long where it keeps nobody else waiting.
    pub fn aside(&self, work: &mut dyn FnMut()) {
        match self.aside.get() {
            Some(aside) => aside(work),
            None => work(),
        }
    }

    /// Says how to run what takes long: making RSA keys. Without it that runs where it is asked for.
    pub fn work_aside_with(&self, aside: Aside) {
        let _ = self.aside.set(aside);
    }

    /// Does what has to be done in time: keys are made anew or go, material goes, and uses are written. Called every
    /// second.
    pub fn care(&self, now: Now) {
        self.renew_due(now);
        self.delete_due(now);
        self.write_uses(now);
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

    /// Leads an alias to another key.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Keyring::create_alias`]; [`KeyringError::Name`] when there is no such alias.
    pub fn update_alias(&self, name: &str, target: KeyId) -> Result<(), KeyringError> {
        let _changing = self.change();
        let old = self.read(|ring| ring.aliases.get(name).cloned()).ok_or_else(|| self.no_alias(name))?;
        let others =
            |ring: &Ring| ring.aliases.values().filter(|a| a.target == target && a.name != name).count();
        if self.read(others) >= ALIASES_PER_KEY_MAX {
            return Err(KeyringError::TooManyAliases { limit: ALIASES_PER_KEY_MAX });
        }
        let alias = Alias { target, updated: self.clock.now().wall, ..(*old).clone() };
        self.keep(None, Some(&Arc::new(alias)))
    }

    /// Forgets an alias.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`KeyringError::Name`] when there is no such alias, [`KeyringError::Catalog`].
    pub fn delete_alias(&self, name: &str) -> Result<(), KeyringError> {
        let _changing = self.change();
        let old = self.read(|ring| ring.aliases.get(name).cloned()).ok_or_else(|| self.no_alias(name))?;
        self.catalog.remove(alias::KIND, old.number)?;
        let mut ring = self.ring.write().expect("no holder of this lock can panic");
        ring.aliases.remove(name);
        ring.forget(alias::KIND, old.number);
        Ok(())
    }

    /// The alias of this name.
    #[must_use]
    pub fn alias(&self, name: &str) -> Option<Arc<Alias>> {
        self.read(|ring| ring.aliases.get(name).cloned())
    }

    fn no_alias(&self, name: &str) -> NameError {
        NameError::NoAlias { arn: self.alias_arn(name) }
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
        let id = KeyId::random(&*self.entropy);
        let (wrapped, material) = self.new_backing(id, 1);
        let new = NewKey { description, ..NewKey::default() };
        let key = self.new_key(id, KeyManager::Aws, new, vec![wrapped], vec![material], None)?;
        let alias = self.new_alias(alias, key.id())?;
        self.keep(Some(&key), Some(&alias))?;
        Ok(key)
    }

    fn behind(&self, alias: &str) -> Option<Arc<KmsKey>> {
        self.read(|ring| ring.keys.get(&ring.aliases.get(alias)?.target).cloned())
    }

    fn new_alias(&self, name: &str, target: KeyId) -> Result<Arc<Alias>, KeyringError> {
        let now = self.clock.now().wall;
        let number = self.catalog.next_id()?;
        Ok(Arc::new(Alias { number, name: name.to_owned(), target, created: now, updated: now }))
    }
}
