//! Erasing: of a removed document, which may hold the only copy of a key, nothing is left in the files.
//!
//! SQLite's `secure_delete` overwrites the cells that a DELETE frees. It leaves the journal, and the copies that stay in
//! the gaps of a page when its cells move to another one. So a removal ends by writing the file anew and emptying the
//! journal. A row says that this is due, so that a power cut cannot leave it undone. It costs about twice the size of the
//! catalog in bytes written, and its size in memory meanwhile.
//!
//! What the device and the file system keep of old blocks is beyond this: docs/threats.md.

use super::Inner;
use rusqlite::{Connection, Result, Transaction};

/// Notes, with a removal, that a removed document may still lie in the files.
pub(super) fn note_due(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("INSERT OR REPLACE INTO counter (name, next) VALUES ('erase', 0)", [])?;
    Ok(())
}

/// Moves what the journal holds into the file, and leaves the journal without a byte.
pub(super) fn empty_journal(db: &Connection) -> Result<()> {
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

impl Inner {
    /// Erases what was removed before a power cut.
    pub(super) fn finish_erasing(&mut self) -> Result<()> {
        self.on_flash = true;
        self.erase_due =
            self.db.query_row("SELECT count(*) FROM counter WHERE name = 'erase'", [], |row| row.get(0))?;
        self.erase_if_due();
        Ok(())
    }

    /// Erases; when that fails, it stays due. The removal itself is done either way.
    pub(super) fn erase_if_due(&mut self) {
        if self.erase_due {
            self.erase_due = self.erase().is_err();
        }
    }

    fn erase(&self) -> Result<()> {
        self.db.execute_batch("VACUUM; DELETE FROM counter WHERE name = 'erase';")?;
        empty_journal(&self.db)
    }
}

#[cfg(test)]
mod tests {
    use crate::Catalog;
    use crate::catalog::Changes;
    use memchr::memmem;
    use millpond_base::{Entropy, Secret, SeededEntropy};
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::PathBuf;

    /// No 16 bytes of one sealed document are in another by chance.
    const PIECE_BYTES: usize = 16;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("millpond-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn open(&self, entropy: &SeededEntropy) -> Catalog {
            Catalog::open(&self.0.join("db"), Secret::new(vec![1; 32]), entropy).unwrap()
        }

        fn files(&self) -> Vec<Vec<u8>> {
            fs::read_dir(&self.0).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
        }

        /// How many pieces of a sealed document are in some file.
        fn pieces(&self, sealed: &[u8]) -> usize {
            let files = self.files();
            let there = |piece: &&[u8]| files.iter().any(|file| memmem::find(file, piece).is_some());
            sealed.chunks_exact(PIECE_BYTES).filter(there).count()
        }

        /// The files as a cut leaves them.
        fn copy(&self, name: &str) -> Self {
            let copy = Self::new(name);
            for entry in fs::read_dir(&self.0).unwrap() {
                let entry = entry.unwrap();
                fs::copy(entry.path(), copy.0.join(entry.file_name())).unwrap();
            }
            copy
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn sealed(catalog: &Catalog, id: u64) -> Vec<u8> {
        let query = "SELECT sealed FROM document WHERE id = ?1";
        catalog.lock().db.query_row(query, [id.cast_signed()], |row| row.get(0)).unwrap()
    }

    /// With `secure_delete` and an emptied journal alone, one removal in a hundred leaves something here.
    #[test]
    fn nothing_of_a_removed_document_or_of_its_earlier_versions_is_in_any_file() {
        let folder = Folder::new("erase-random");
        let entropy = SeededEntropy::new(1);
        let draw = |below: usize| usize::try_from(u32::from_le_bytes(entropy.bytes())).unwrap() % below;
        let catalog = folder.open(&entropy);
        let mut versions: BTreeMap<u64, Vec<Vec<u8>>> = BTreeMap::new();
        for _ in 0..900 {
            let known = versions.keys().nth(draw(versions.len().max(1))).copied();
            let id = if draw(2) == 0 { draw(200) as u64 } else { known.unwrap_or(7) };
            if draw(4) > 0 || !versions.contains_key(&id) {
                let bytes = if draw(9) == 0 { 9_000 } else { 50 + draw(700) };
                catalog.put("queue", id, &vec![7; bytes]).unwrap();
                versions.entry(id).or_default().push(sealed(&catalog, id));
                continue;
            }
            let gone = versions.remove(&id).unwrap();
            assert!(folder.pieces(gone.last().unwrap()) > 0, "the search finds what is there");

            catalog.remove("queue", id).unwrap();

            let left: Vec<usize> = gone.iter().map(|version| folder.pieces(version)).collect();
            assert!(left.iter().all(|pieces| *pieces == 0), "pieces left of the versions of {id}: {left:?}");
        }
        let kept: Vec<u64> = catalog.all("queue").unwrap().into_iter().map(|(id, _)| id).collect();
        assert!(kept.iter().eq(versions.keys()) && kept.len() > 50, "{}", kept.len());
    }

    #[test]
    fn an_erasing_that_a_power_cut_interrupts_is_finished_at_the_next_opening() {
        let folder = Folder::new("erase-cut");
        let entropy = SeededEntropy::new(2);
        let catalog = folder.open(&entropy);
        (0..40).for_each(|id| catalog.put("queue", id, &[7; 300]).unwrap());
        let gone = sealed(&catalog, 20);
        let mut changes = Changes::default();
        changes.remove("queue", 20);
        catalog.lock().apply(&changes).unwrap();
        let before = folder.copy("erase-cut-before");
        catalog.lock().db.execute_batch("VACUUM").unwrap();
        let between = folder.copy("erase-cut-between");
        catalog.lock().db.execute_batch("DELETE FROM counter WHERE name = 'erase'").unwrap();
        let after = folder.copy("erase-cut-after");

        for cut in [before, between, after] {
            assert!(cut.pieces(&gone) > 0, "it lies in the journal at least");

            let catalog = cut.open(&entropy);

            assert_eq!(cut.pieces(&gone), 0);
            assert_eq!(catalog.all("queue").unwrap().len(), 39);
            assert!(!catalog.lock().erase_due);
        }
    }
}
