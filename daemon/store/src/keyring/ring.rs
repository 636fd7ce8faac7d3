//! What memory holds of keys and aliases, and how it reaches and leaves the catalog.

use super::key::{self, KeyDocument};
use super::{Alias, KeyId, KeyManager, Keyring, KeyringError, KmsKey, RootKey, alias};
use crate::Catalog;
use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard};

/// Catalog kind of the one document that names the root key; its body is version byte 1 and the fingerprint.
const ROOT_KIND: &str = "kms_root";
const ROOT_VERSION: u8 = 1;
/// The most that the documents of keys and aliases may take together. They are all kept in memory; a plain key
/// takes about 250 B, one with the longest policy and all tags about 60 KiB.
const DOCUMENT_BYTES_MAX: usize = 4 << 20;

#[derive(Default)]
pub(super) struct Ring {
    pub keys: BTreeMap<KeyId, Arc<KmsKey>>,
    pub aliases: BTreeMap<String, Arc<Alias>>,
    /// Bytes of all documents written or read; a rewritten one counts again until the next opening.
    pub bytes: usize,
}

impl Keyring {
    /// Writes a new or changed key and alias to the catalog, then to memory. The caller holds `changes`.
    pub(super) fn keep(
        &self,
        key: Option<&Arc<KmsKey>>,
        alias: Option<&Arc<Alias>>,
    ) -> Result<(), KeyringError> {
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

    pub(super) fn load(&self) -> Result<(), KeyringError> {
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

    pub(super) fn read<T>(&self, f: impl FnOnce(&Ring) -> T) -> T {
        f(&self.ring.read().expect("no holder of this lock can panic"))
    }

    pub(super) fn change(&self) -> MutexGuard<'_, ()> {
        self.changes.lock().expect("no holder of this lock can panic")
    }
}

/// Compares `root` with the one the data was made with; a new catalog remembers this one.
pub(super) fn expect_root(catalog: &Catalog, root: &RootKey) -> Result<(), KeyringError> {
    let given = root.fingerprint();
    let Some((id, document)) = catalog.all(ROOT_KIND)?.into_iter().next() else {
        return Ok(catalog.put(ROOT_KIND, 0, &[&[ROOT_VERSION], &given[..]].concat())?);
    };
    let damaged = KeyringError::Damaged { kind: ROOT_KIND, id };
    let Some((&ROOT_VERSION, expected)) = document.split_first() else { return Err(damaged) };
    let Ok(expected) = <[u8; 16]>::try_from(expected) else { return Err(damaged) };
    if given == expected { Ok(()) } else { Err(KeyringError::WrongRoot { given, expected }) }
}
