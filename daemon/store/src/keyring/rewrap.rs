//! Another root key: what is wrapped or sealed under keys derived from one is done anew under the other's. Data keys,
//! which are wrapped under backing keys, and with them all data stay as they are.

use super::envelope::{self, Content, Header};
use super::key::{self, KeyDocument};
use super::ring::{self, ROOT_KIND, root_document};
use super::{KeyringError, Purpose, RootKey};
use crate::{Catalog, CatalogError};
use millpond_base::{Entropy, Secret};
use zeroize::Zeroizing;

/// Turns documents of the catalog under one root key into those under another.
pub struct Rewrap<'a> {
    from: Zeroizing<[u8; 32]>,
    to: Zeroizing<[u8; 32]>,
    root: &'a RootKey,
    entropy: &'a dyn Entropy,
}

impl<'a> Rewrap<'a> {
    /// Out of `from`'s keys and into `to`'s.
    #[must_use]
    pub fn new(from: &RootKey, to: &'a RootKey, entropy: &'a dyn Entropy) -> Self {
        let wrapping = |root: &RootKey| {
            let mut key = Zeroizing::new([0; 32]);
            key.copy_from_slice(root.derive(Purpose::BackingKeys).expose());
            key
        };
        Self { from: wrapping(from), to: wrapping(to), root: to, entropy }
    }

    /// The key that seals the catalog anew.
    #[must_use]
    pub fn catalog_key(&self) -> Secret {
        self.root.derive(Purpose::Catalog)
    }

    /// The document as it shall be; the same bytes when nothing in it depends on the root key.
    ///
    /// `None` when it does not read, or a key in it does not open.
    #[must_use]
    pub fn document(&self, kind: &str, document: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        Some(Zeroizing::new(match kind {
            key::KIND => {
                let mut key = KeyDocument::decode(document).ok()?;
                // Material that was brought and is gone has left an empty place.
                for wrapped in key.backing.iter_mut().filter(|wrapped| !wrapped.is_empty()) {
                    *wrapped = self.backing(wrapped)?;
                }
                key.encode()
            }
            ROOT_KIND => root_document(self.root),
            _ => document.to_vec(),
        }))
    }

    /// Opens every wrapped key of a catalog that was turned.
    ///
    /// # Errors
    /// [`CatalogError::Sealed`] for the first key that does not open.
    pub fn prove(&self, turned: &Catalog) -> Result<(), CatalogError> {
        for (id, document) in turned.all(key::KIND)? {
            let opens = KeyDocument::decode(&document).is_ok_and(|key| {
                let mut there = key.backing.iter().filter(|wrapped| !wrapped.is_empty());
                there.all(|wrapped| envelope::open(&self.to, wrapped, &[]).is_some())
            });
            if !opens {
                return Err(CatalogError::Sealed { kind: key::KIND.to_owned(), id });
            }
        }
        Ok(())
    }

    /// Opening and count stay what they were: they were unique under the old key, and are under the new one; the salt is
    /// drawn anew.
    fn backing(&self, wrapped: &[u8]) -> Option<Vec<u8>> {
        let mut header = Header::read(wrapped).filter(|header| header.content == Content::BackingKey)?;
        let secret = envelope::open(&self.from, wrapped, &[])?;
        self.entropy.fill(&mut header.salt);
        Some(envelope::seal(&self.to, &header, &[], &secret))
    }
}

/// Accepts the root key with which a catalog was made.
///
/// # Errors
/// [`KeyringError::WrongRoot`], [`KeyringError::Damaged`]; [`KeyringError::Catalog`] when it does not even open.
pub fn belongs(catalog: &Catalog, root: &RootKey) -> Result<(), KeyringError> {
    ring::expect_root(catalog, root)
}
