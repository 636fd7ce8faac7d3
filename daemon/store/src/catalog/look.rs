//! Looking into a catalog document by document, so that one damaged document does not hide the others.

use super::{Catalog, CatalogError, Inner, associated, erase, nonce};
use aws_lc_rs::aead::Aad;
use rusqlite::params;

impl Catalog {
    /// What SQLite's own check of the file finds; empty when it is whole.
    ///
    /// # Errors
    /// [`CatalogError::Database`] when the check cannot run.
    pub fn integrity(&self) -> Result<Vec<String>, CatalogError> {
        let inner = self.lock();
        let mut check = inner.db.prepare("PRAGMA integrity_check(100)")?;
        let lines = check.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// The kind and number of every document, opened or not.
    ///
    /// # Errors
    /// [`CatalogError::Database`] when the list cannot be read.
    pub fn names(&self) -> Result<Vec<(String, u64)>, CatalogError> {
        let inner = self.lock();
        let mut query = inner.db.prepare("SELECT kind, id FROM document ORDER BY kind, id")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned())))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One document, by a kind that need not be known to this binary.
    ///
    /// # Errors
    /// [`CatalogError::Sealed`] when it does not open, [`CatalogError::Database`] when it cannot be read.
    pub fn document(&self, kind: &str, id: u64) -> Result<Vec<u8>, CatalogError> {
        self.lock().document(kind, id)
    }

    /// Removes one document, by a kind that need not be known to this binary.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`CatalogError::Database`].
    pub fn forget(&self, kind: &str, id: u64) -> Result<(), CatalogError> {
        let mut inner = self.lock();
        let tx = inner.db.transaction()?;
        tx.execute("DELETE FROM document WHERE kind = ?1 AND id = ?2", params![kind, id.cast_signed()])?;
        erase::note_due(&tx)?;
        tx.commit()?;
        inner.erase_due = inner.on_flash;
        inner.erase_if_due();
        Ok(())
    }

    /// The lowest track that will never have been handed out before.
    ///
    /// # Errors
    /// [`CatalogError::Database`] when the counter cannot be read.
    pub fn tracks_end(&self) -> Result<u64, CatalogError> {
        let inner = self.lock();
        let next: Option<i64> =
            inner.db.query_row("SELECT max(next) FROM counter WHERE name = 'track'", [], |row| row.get(0))?;
        Ok(next.map_or(1, i64::cast_unsigned))
    }
}

impl Inner {
    fn document(&mut self, kind: &str, id: u64) -> Result<Vec<u8>, CatalogError> {
        let (epoch, counter, mut sealed): (u32, i64, Vec<u8>) = self.db.query_row(
            "SELECT epoch, counter, sealed FROM document WHERE kind = ?1 AND id = ?2",
            params![kind, id.cast_signed()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let key = self.key(epoch)?;
        let plain = key
            .open_in_place(
                nonce(epoch, counter.cast_unsigned()),
                Aad::from(associated(kind, id)),
                &mut sealed,
            )
            .map_err(|_| CatalogError::Sealed { kind: kind.to_owned(), id })?;
        Ok(plain.to_vec())
    }
}
