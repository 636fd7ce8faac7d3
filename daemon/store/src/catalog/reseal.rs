//! A catalog under another key: every document opened, changed where it must be, and sealed into a fresh file.

use super::rescue::{Row, write};
use super::{Catalog, CatalogError, associated, nonce, sealing_key, to_sql};
use aws_lc_rs::aead::Aad;
use millpond_base::{Entropy, Secret};
use std::collections::BTreeMap;
use std::path::Path;
use zeroize::Zeroizing;

/// The epoch of all documents in the fresh file, which has none before.
const EPOCH: u32 = 1;

impl Catalog {
    /// Writes a catalog at `to`, where none may be, that holds every document as `turned` gives it, sealed under `key`,
    /// and hands out the same numbers next.
    ///
    /// # Durability
    /// On flash when this returns, but for the name of the file.
    /// # Errors
    /// [`CatalogError::Sealed`] for the first document that does not open, or that `turned` gives nothing for;
    /// [`CatalogError::Database`].
    pub fn reseal(
        &self,
        to: &Path,
        key: &Secret,
        entropy: &dyn Entropy,
        turned: impl Fn(&str, &[u8]) -> Option<Zeroizing<Vec<u8>>>,
    ) -> Result<(), CatalogError> {
        let mut salt = [0; 32];
        entropy.fill(&mut salt);
        let cipher = sealing_key(key, &salt, EPOCH);
        let mut rows = Vec::new();
        for (counter, (kind, id)) in (0..).zip(self.names()?) {
            let document = Zeroizing::new(self.document(&kind, id)?);
            let turned = turned(&kind, &document);
            let document = turned.ok_or_else(|| CatalogError::Sealed { kind: kind.clone(), id })?;
            let mut sealed = document.to_vec();
            cipher
                .seal_in_place_append_tag(
                    nonce(EPOCH, counter),
                    Aad::from(associated(&kind, id)),
                    &mut sealed,
                )
                .expect("a document is far below the cipher's limit");
            rows.push(Row { kind, id: to_sql(id), epoch: EPOCH, counter: to_sql(counter), sealed });
        }
        let counters = self.counters()?;
        let counters: Vec<(&str, u64)> = counters.iter().map(|(name, next)| (name.as_str(), *next)).collect();
        write(to, &BTreeMap::from([(EPOCH, salt.to_vec())]), &rows, &counters)
    }

    /// Every counter and the number it goes on with.
    fn counters(&self) -> Result<Vec<(String, u64)>, CatalogError> {
        let inner = self.lock();
        let mut query = inner.db.prepare("SELECT name, next FROM counter ORDER BY name")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned())))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Image;
    use crate::keyring::{Keyring, KeyringError, NewKey, Purpose, Rewrap, RootKey};
    use millpond_base::{AccountId, ManualClock, Region, SeededEntropy};
    use std::sync::Arc;

    fn keyring(catalog: &Arc<Catalog>, root: &RootKey, seed: u64) -> Result<Keyring, KeyringError> {
        Keyring::open(
            Arc::clone(catalog),
            root,
            AccountId::parse("000000000000").unwrap(),
            Region::parse("us-east-1").unwrap(),
            Arc::new(SeededEntropy::new(seed)),
            Arc::new(ManualClock::at_ms(1)),
        )
    }

    #[test]
    fn a_catalog_opens_under_its_next_root_key_and_no_longer_under_the_old_one() {
        let folder = std::env::temp_dir().join(format!("millpond-reseal-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let entropy = SeededEntropy::new(1);
        let old = RootKey::generate(&entropy);
        let image = Image::default();
        let catalog = Arc::new(Catalog::from_image(&image, old.derive(Purpose::Catalog), &entropy).unwrap());
        let ring = keyring(&catalog, &old, 2).unwrap();
        let key = ring.create_key(NewKey::default()).unwrap();
        let key = ring.rotate(key.id()).unwrap();
        let (data, wrapped) = ring.new_data_key(Some(&key.id().to_string())).unwrap();
        catalog.put("queue", 900, b"a queue").unwrap();
        let (next_id, next_track) = (catalog.next_id().unwrap(), catalog.next_track().unwrap());

        let (next, _) = old.successor(&entropy);
        let rewrap = Rewrap::new(&old, &next, &entropy);
        let path = folder.join("catalog.db");
        catalog
            .reseal(&path, &rewrap.catalog_key(), &entropy, |kind, body| rewrap.document(kind, body))
            .unwrap();

        let open = |root: &RootKey| Catalog::open(&path, root.derive(Purpose::Catalog), &entropy).unwrap();
        assert!(matches!(open(&old).all("queue"), Err(CatalogError::Sealed { .. })));
        let again = Arc::new(open(&next));
        assert_eq!(again.all("queue").unwrap(), [(900, b"a queue".to_vec())]);
        assert!(again.next_id().unwrap() > next_id && again.next_track().unwrap() > next_track);
        let ring = keyring(&again, &next, 3).unwrap();
        assert_eq!(ring.unwrap(&wrapped).unwrap()[0].expose(), data.expose());
        assert!(matches!(keyring(&again, &old, 4), Err(KeyringError::WrongRoot { .. })));
        drop((ring, again));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
