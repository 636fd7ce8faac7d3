//! What memory holds of keys, aliases and grants, and how it reaches and leaves the catalog.

use super::grant::{self, Grant, GrantId};
use super::key::{self, KeyDocument};
use super::{Alias, KeyId, KeyManager, Keyring, KeyringError, KmsKey, RootKey, alias, usage};
use crate::Catalog;
use millpond_policy::Policy;
use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard};

/// Catalog kind of the one document that names the root key; its body is version byte 1 and the fingerprint.
pub(super) const ROOT_KIND: &str = "kms_root";
const ROOT_VERSION: u8 = 1;
/// The most that the documents of keys, aliases and grants may take together. They are all kept in memory; a plain key
/// takes about 250 B, one of RSA 3 KiB, one with the longest policy and all tags about 60 KiB.
const DOCUMENT_BYTES_MAX: usize = 4 << 20;

#[derive(Default)]
pub(super) struct Ring {
    pub keys: BTreeMap<KeyId, Arc<KmsKey>>,
    pub aliases: BTreeMap<String, Arc<Alias>>,
    pub grants: BTreeMap<(KeyId, GrantId), Arc<Grant>>,
    /// Bytes of all documents, by kind and number.
    sizes: BTreeMap<(&'static str, u64), usize>,
    bytes: usize,
}

impl Ring {
    fn note(&mut self, kind: &'static str, number: u64, bytes: usize) {
        let before = self.sizes.insert((kind, number), bytes).unwrap_or_default();
        self.bytes = self.bytes + bytes - before;
    }

    pub(super) fn forget(&mut self, kind: &'static str, number: u64) {
        self.bytes -= self.sizes.remove(&(kind, number)).unwrap_or_default();
    }
}

/// What a change writes and removes.
#[derive(Default)]
pub(super) struct Change {
    pub key: Option<Arc<KmsKey>>,
    pub alias: Option<Arc<Alias>>,
    pub grant: Option<Arc<Grant>>,
    /// Number of the key's document so far, when a secret is to go from flash with it: removing it erases it.
    pub replaced: Option<u64>,
}

impl Keyring {
    /// Writes a new or changed key and alias to the catalog, then to memory. The caller holds `changes`.
    pub(super) fn keep(
        &self,
        key: Option<&Arc<KmsKey>>,
        alias: Option<&Arc<Alias>>,
    ) -> Result<(), KeyringError> {
        self.put(&Change { key: key.cloned(), alias: alias.cloned(), ..Change::default() })
    }

    /// Writes what is new or changed to the catalog, then to memory. The caller holds `changes`.
    pub(super) fn put(&self, change: &Change) -> Result<(), KeyringError> {
        let documents: Vec<(&'static str, u64, Vec<u8>)> = [
            change.key.as_ref().map(|key| (key::KIND, key.number, key.document.encode())),
            change.alias.as_ref().map(|alias| (alias::KIND, alias.number, alias.encode())),
            change.grant.as_ref().map(|grant| (grant::KIND, grant.number, grant.encode())),
        ]
        .into_iter()
        .flatten()
        .collect();
        let exempt = change.replaced.is_some()
            || change.key.as_ref().is_some_and(|key| key.manager() == KeyManager::Aws);
        let (held, before) = self.read(|ring| {
            let size = |(kind, number, _): &(&'static str, u64, _)| ring.sizes.get(&(*kind, *number));
            (ring.bytes, documents.iter().filter_map(size).sum::<usize>())
        });
        let bytes: usize = documents.iter().map(|(_, _, bytes)| bytes.len()).sum();
        let needed_bytes = held + bytes - before;
        if needed_bytes > DOCUMENT_BYTES_MAX && bytes > before && !exempt {
            return Err(KeyringError::Full { needed_bytes, limit_bytes: DOCUMENT_BYTES_MAX });
        }
        self.catalog.write(|changes| {
            documents.iter().for_each(|(kind, number, bytes)| changes.put(kind, *number, bytes));
            change.replaced.iter().for_each(|number| changes.remove(key::KIND, *number));
        })?;
        let mut ring = self.ring.write().expect("no holder of this lock can panic");
        for (kind, number, bytes) in documents {
            ring.note(kind, number, bytes.len());
        }
        if let Some(number) = change.replaced {
            ring.forget(key::KIND, number);
        }
        if let Some(key) = &change.key {
            ring.keys.insert(key.id(), Arc::clone(key));
        }
        if let Some(alias) = &change.alias {
            ring.aliases.insert(alias.name.clone(), Arc::clone(alias));
        }
        if let Some(grant) = &change.grant {
            ring.grants.insert((grant.key, grant.id), Arc::clone(grant));
        }
        Ok(())
    }

    pub(super) fn load(&self) -> Result<(), KeyringError> {
        let mut ring = Ring::default();
        for (number, bytes) in self.catalog.all(key::KIND)? {
            let damaged = || KeyringError::Damaged { kind: key::KIND, id: number };
            let document = KeyDocument::decode(&bytes).map_err(|_| damaged())?;
            let materials = self.materials(&document).ok_or_else(damaged)?;
            ring.note(key::KIND, number, bytes.len());
            ring.keys.insert(document.id, Arc::new(self.known_key(number, document, materials)));
        }
        for (number, bytes) in self.catalog.all(alias::KIND)? {
            let damaged = |_| KeyringError::Damaged { kind: alias::KIND, id: number };
            let alias = Alias::decode(number, &bytes).map_err(damaged)?;
            ring.note(alias::KIND, number, bytes.len());
            ring.aliases.insert(alias.name.clone(), Arc::new(alias));
        }
        for (number, bytes) in self.catalog.all(grant::KIND)? {
            let damaged = |_| KeyringError::Damaged { kind: grant::KIND, id: number };
            let grant = Grant::decode(number, &bytes).map_err(damaged)?;
            ring.note(grant::KIND, number, bytes.len());
            ring.grants.insert((grant.key, grant.id), Arc::new(grant));
        }
        self.usage.load(self.catalog.all(usage::KIND)?)?;
        *self.ring.write().expect("no holder of this lock can panic") = ring;
        Ok(())
    }

    /// A key as memory holds it. A policy that no longer reads allows nothing.
    pub(super) fn known_key(
        &self,
        number: u64,
        document: KeyDocument,
        materials: Vec<super::MaterialId>,
    ) -> KmsKey {
        let arn = self.key_arn(document.id);
        let read = |text: &String| Arc::new(Policy::parse(text).unwrap_or_default());
        let policy = document.policy.as_ref().map(read);
        KmsKey { number, document, materials, arn, policy }
    }

    pub(super) fn read<T>(&self, f: impl FnOnce(&Ring) -> T) -> T {
        f(&self.ring.read().expect("no holder of this lock can panic"))
    }

    pub(super) fn change(&self) -> MutexGuard<'_, ()> {
        self.changes.lock().expect("no holder of this lock can panic")
    }
}

/// The document that names `root`.
pub(super) fn root_document(root: &RootKey) -> Vec<u8> {
    [&[ROOT_VERSION], &root.fingerprint()[..]].concat()
}

/// Compares `root` with the one the data was made with; a new catalog remembers this one.
pub(super) fn expect_root(catalog: &Catalog, root: &RootKey) -> Result<(), KeyringError> {
    let given = root.fingerprint();
    let Some((id, document)) = catalog.all(ROOT_KIND)?.into_iter().next() else {
        return Ok(catalog.put(ROOT_KIND, 0, &root_document(root))?);
    };
    let damaged = KeyringError::Damaged { kind: ROOT_KIND, id };
    let Some((&ROOT_VERSION, expected)) = document.split_first() else { return Err(damaged) };
    let Ok(expected) = <[u8; 16]>::try_from(expected) else { return Err(damaged) };
    if given == expected { Ok(()) } else { Err(KeyringError::WrongRoot { given, expected }) }
}
