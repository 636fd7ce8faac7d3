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
mod cbor;
mod context;
mod data_key;
mod envelope;
mod error;
mod key;
mod message;
mod name;
mod root;
#[cfg(test)]
mod tests;

pub use alias::Alias;
pub use data_key::WrappedKey;
pub use error::{DecryptError, KeyringError, NameError};
pub use key::{KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage};
pub use message::Decrypted;
pub use name::{KeyId, MANAGED_PREFIX};
pub use root::{Purpose, ROOT_FILE_BYTES, RootKey, RootKeyError};

use crate::Catalog;
use envelope::{Content, Header};
use key::KeyDocument;
use millpond_base::{AccountId, Clock, Entropy, Region, WallMs};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use zeroize::Zeroizing;

/// Catalog kind of the one document that names the root key; its body is version byte 1 and the fingerprint.
const ROOT_KIND: &str = "kms_root";
const ROOT_VERSION: u8 = 1;
/// The most that the documents of keys and aliases may take together. They are all kept in memory; a plain key
/// takes about 250 B, one with the longest policy and all tags about 60 KiB.
const DOCUMENT_BYTES_MAX: usize = 4 << 20;
/// # Source
/// AWS KMS resource quotas: 50 aliases for each key.
const ALIASES_PER_KEY_MAX: usize = 50;

/// A KMS key as the rest of the appliance sees it.
#[derive(Debug)]
pub struct KmsKey {
    /// The catalog's number of the document.
    number: u64,
    document: KeyDocument,
    /// One per backing version, from 1.
    materials: Vec<MaterialId>,
    arn: String,
}

/// Names one backing key without revealing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaterialId([u8; 32]);

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
    ring: RwLock<Ring>,
    /// Held across a change's write to flash, so that readers of `ring` never wait for one.
    changes: Mutex<()>,
}

#[derive(Default)]
struct Ring {
    keys: BTreeMap<KeyId, Arc<KmsKey>>,
    aliases: BTreeMap<String, Arc<Alias>>,
    /// Bytes of all documents written or read; a rewritten one counts again until the next opening.
    bytes: usize,
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
        expect_root(&catalog, root)?;
        let mut wrapping = Zeroizing::new([0; 32]);
        wrapping.copy_from_slice(root.derive(Purpose::BackingKeys).expose());
        let opening = catalog.next_id()?;
        let ring = RwLock::new(Ring::default());
        let (count, changes) = (AtomicU64::new(0), Mutex::new(()));
        let keyring =
            Self { catalog, entropy, clock, account, region, wrapping, opening, count, ring, changes };
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
        };
        let arn = self.key_arn(id);
        Ok(Arc::new(KmsKey { number: self.catalog.next_id()?, document, materials: vec![material], arn }))
    }

    fn new_alias(&self, name: &str, target: KeyId) -> Result<Arc<Alias>, KeyringError> {
        let now = self.clock.now().wall;
        let number = self.catalog.next_id()?;
        Ok(Arc::new(Alias { number, name: name.to_owned(), target, created: now, updated: now }))
    }

    /// Draws a backing key and wraps it.
    fn new_backing(&self, id: KeyId, version: u32) -> (Vec<u8>, MaterialId) {
        let mut secret = Zeroizing::new([0; 32]);
        self.entropy.fill(secret.as_mut());
        let header = self.header(Content::BackingKey, id, version);
        (envelope::seal(&self.wrapping, &header, &[], secret.as_ref()), MaterialId::of(&secret, id, version))
    }

    /// Unwraps one backing key of a key.
    fn backing(&self, key: &KeyDocument, version: u32) -> Option<Zeroizing<[u8; 32]>> {
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
    fn header(&self, content: Content, key: KeyId, backing: u32) -> Header {
        let mut salt = [0; 32];
        self.entropy.fill(&mut salt);
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        Header { content, key, backing, opening: self.opening, count, salt }
    }

    /// Writes a new or changed key and alias to the catalog, then to memory. The caller holds `changes`.
    fn keep(&self, key: Option<&Arc<KmsKey>>, alias: Option<&Arc<Alias>>) -> Result<(), KeyringError> {
        let key_bytes = key.map(|k| k.document.encode());
        let alias_bytes = alias.map(|a| a.encode());
        let bytes: usize = key_bytes.iter().chain(&alias_bytes).map(Vec::len).sum();
        let managed = key.is_some_and(|k| k.manager() == KeyManager::Aws);
        let held_bytes = self.read(|ring| ring.bytes);
        if held_bytes + bytes > DOCUMENT_BYTES_MAX && !managed {
            let (needed_bytes, limit_bytes) = (held_bytes + bytes, DOCUMENT_BYTES_MAX);
            return Err(KeyringError::Full { needed_bytes, limit_bytes });
        }
        self.catalog.write(|changes| {
            if let (Some(key), Some(bytes)) = (key, &key_bytes) {
                changes.put(key::KIND, key.number, bytes);
            }
            if let (Some(alias), Some(bytes)) = (alias, &alias_bytes) {
                changes.put(alias::KIND, alias.number, bytes);
            }
        })?;
        let mut ring = self.ring.write().expect("no holder of this lock can panic");
        ring.bytes += bytes;
        if let Some(key) = key {
            ring.keys.insert(key.id(), Arc::clone(key));
        }
        if let Some(alias) = alias {
            ring.aliases.insert(alias.name.clone(), Arc::clone(alias));
        }
        Ok(())
    }

    fn load(&self) -> Result<(), KeyringError> {
        let mut ring = Ring::default();
        for (number, bytes) in self.catalog.all(key::KIND)? {
            let damaged = || KeyringError::Damaged { kind: key::KIND, id: number };
            let document = KeyDocument::decode(&bytes).map_err(|_| damaged())?;
            let materials = self.materials(&document).ok_or_else(damaged)?;
            let arn = self.key_arn(document.id);
            ring.bytes += bytes.len();
            ring.keys.insert(document.id, Arc::new(KmsKey { number, document, materials, arn }));
        }
        for (number, bytes) in self.catalog.all(alias::KIND)? {
            let damaged = |_| KeyringError::Damaged { kind: alias::KIND, id: number };
            let alias = Alias::decode(number, &bytes).map_err(damaged)?;
            ring.bytes += bytes.len();
            ring.aliases.insert(alias.name.clone(), Arc::new(alias));
        }
        *self.ring.write().expect("no holder of this lock can panic") = ring;
        Ok(())
    }

    /// Opens every backing key of a key once; `None` when one does not.
    fn materials(&self, key: &KeyDocument) -> Option<Vec<MaterialId>> {
        (1..=u32::try_from(key.backing.len()).ok()?)
            .map(|version| Some(MaterialId::of(&*self.backing(key, version)?, key.id, version)))
            .collect()
    }

    fn read<T>(&self, f: impl FnOnce(&Ring) -> T) -> T {
        f(&self.ring.read().expect("no holder of this lock can panic"))
    }

    fn change(&self) -> MutexGuard<'_, ()> {
        self.changes.lock().expect("no holder of this lock can panic")
    }
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
    fn version(&self) -> u32 {
        u32::try_from(self.document.backing.len()).expect("documents are far below 4 GiB")
    }
}

impl MaterialId {
    fn of(secret: &[u8; 32], id: KeyId, version: u32) -> Self {
        Self(*root::expand(secret, &[b"millpond keyring v1 material", &id.0, &version.to_be_bytes()]))
    }
}

/// 64 hexadecimal digits.
impl fmt::Display for MaterialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Compares `root` with the one the data was made with; a new catalog remembers this one.
fn expect_root(catalog: &Catalog, root: &RootKey) -> Result<(), KeyringError> {
    let given = root.fingerprint();
    let Some((id, document)) = catalog.all(ROOT_KIND)?.into_iter().next() else {
        return Ok(catalog.put(ROOT_KIND, 0, &[&[ROOT_VERSION], &given[..]].concat())?);
    };
    let damaged = KeyringError::Damaged { kind: ROOT_KIND, id };
    let Some((&ROOT_VERSION, expected)) = document.split_first() else { return Err(damaged) };
    let Ok(expected) = <[u8; 16]>::try_from(expected) else { return Err(damaged) };
    if given == expected { Ok(()) } else { Err(KeyringError::WrongRoot { given, expected }) }
}
