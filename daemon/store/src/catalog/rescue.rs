//! Taking over what a damaged catalog still gives, row by row, into a fresh one.

use super::{CatalogError, RESERVE, SCHEMA, SCHEMA_VERSION, associated, nonce, sealing_key, to_sql};
use aws_lc_rs::aead::Aad;
use millpond_base::Secret;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Room that numbers are given when nothing says which were handed out: every start takes one, and no device starts as
/// often as this.
const IDS_SKIPPED: u64 = 1 << 40;
/// The same for tracks, of which there are fewer numbers.
const TRACKS_SKIPPED: u64 = 1 << 20;

/// What was taken over.
#[derive(Clone, Debug, Default)]
pub struct Rescued {
    /// Documents taken over.
    pub documents: u64,
    /// Documents that are in the list and do not read or open.
    pub gone: Vec<(String, u64)>,
    /// What SQLite said on the way.
    pub troubles: Vec<String>,
}

/// A document as it lies in its row.
pub(super) struct Row {
    pub(super) kind: String,
    pub(super) id: i64,
    pub(super) epoch: u32,
    pub(super) counter: i64,
    pub(super) sealed: Vec<u8>,
}

const COLUMNS: &str = "SELECT kind, id, epoch, counter, sealed FROM document";

/// Copies every document that opens under `key` from the catalog at `from`, which may be changed by it, to a new one.
/// No track below `tracks_end` will be handed out by the new one.
///
/// # Errors
/// [`CatalogError::Version`] when a later version wrote it; [`CatalogError::Database`] when the new one cannot be made,
/// or SQLite reads nothing of the old one.
pub fn rescue(from: &Path, to: &Path, key: &Secret, tracks_end: u64) -> Result<Rescued, CatalogError> {
    let old = Connection::open(from)?;
    let version: i64 = old.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version != SCHEMA_VERSION {
        return Err(CatalogError::Version { found: version });
    }
    let mut rescued = Rescued::default();
    let salts = salts(&old, &mut rescued);
    let mut rows: BTreeMap<(String, u64), Option<Row>> = BTreeMap::new();
    for (kind, id) in names(&old, &mut rescued) {
        let row = old.query_row(
            &format!("{COLUMNS} WHERE kind = ?1 AND id = ?2"),
            params![kind, to_sql(id)],
            |row| {
                Ok(Row {
                    kind: row.get(0)?,
                    id: row.get(1)?,
                    epoch: row.get(2)?,
                    counter: row.get(3)?,
                    sealed: row.get(4)?,
                })
            },
        );
        rows.insert((kind, id), row.ok().filter(|row| opens(row, &salts, key)));
    }
    let counters = counters(&old, &rows, tracks_end);
    let gone = rows.iter().filter(|(_, row)| row.is_none()).map(|(name, _)| name.clone());
    rescued.gone = gone.collect();
    let rows: Vec<Row> = rows.into_values().flatten().collect();
    rescued.documents = rows.len() as u64;
    write(to, &salts, &rows, &counters)?;
    Ok(rescued)
}

fn salts(old: &Connection, rescued: &mut Rescued) -> BTreeMap<u32, Vec<u8>> {
    let mut salts = BTreeMap::new();
    for order in ["ASC", "DESC"] {
        let read = || -> rusqlite::Result<()> {
            let mut query = old.prepare(&format!("SELECT n, salt FROM epoch ORDER BY n {order}"))?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                salts.insert(row.get(0)?, row.get(1)?);
            }
            Ok(())
        };
        let mut read = read;
        if let Err(error) = read() {
            rescued.troubles.push(format!("the salts of documents: {error}"));
        }
    }
    salts
}

/// The names of all documents that can be reached from either end of the table, and of each kind.
fn names(old: &Connection, rescued: &mut Rescued) -> BTreeSet<(String, u64)> {
    let mut names = BTreeSet::new();
    for order in ["kind ASC, id ASC", "kind DESC, id DESC"] {
        let mut read = || -> rusqlite::Result<()> {
            let mut query = old.prepare(&format!("SELECT kind, id FROM document ORDER BY {order}"))?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                names.insert((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()));
            }
            Ok(())
        };
        if let Err(error) = read() {
            rescued.troubles.push(format!("the list of documents: {error}"));
        }
    }
    names
}

fn opens(row: &Row, salts: &BTreeMap<u32, Vec<u8>>, key: &Secret) -> bool {
    let Some(salt) = salts.get(&row.epoch) else { return false };
    let nonce = nonce(row.epoch, row.counter.cast_unsigned());
    let aad = Aad::from(associated(&row.kind, row.id.cast_unsigned()));
    sealing_key(key, salt, row.epoch).open_in_place(nonce, aad, &mut row.sealed.clone()).is_ok()
}

/// The numbers to go on with: never one that may have been handed out.
fn counters(
    old: &Connection,
    rows: &BTreeMap<(String, u64), Option<Row>>,
    tracks_end: u64,
) -> Vec<(&'static str, u64)> {
    let read = |name: &str| -> Option<u64> {
        let next =
            old.query_row("SELECT next FROM counter WHERE name = ?1", [name], |row| row.get::<_, i64>(0));
        next.ok().map(i64::cast_unsigned)
    };
    let highest = rows.keys().map(|(_, id)| *id + 1).max().unwrap_or(0);
    let id = read("id").unwrap_or(highest + IDS_SKIPPED).max(highest);
    let track = read("track").unwrap_or(tracks_end + TRACKS_SKIPPED).max(tracks_end);
    vec![("id", id + RESERVE), ("track", track)]
}

pub(super) fn write(
    to: &Path,
    salts: &BTreeMap<u32, Vec<u8>>,
    rows: &[Row],
    counters: &[(&str, u64)],
) -> Result<(), CatalogError> {
    let mut new = Connection::open(to)?;
    new.pragma_update(None, "journal_mode", "WAL")?;
    new.pragma_update(None, "synchronous", "FULL")?;
    let tx = new.transaction()?;
    tx.execute_batch(&format!("{SCHEMA} PRAGMA user_version = {SCHEMA_VERSION};"))?;
    for (n, salt) in salts {
        tx.execute("INSERT INTO epoch (n, salt) VALUES (?1, ?2)", params![n, salt])?;
    }
    for row in rows {
        tx.execute(
            "INSERT INTO document (kind, id, epoch, counter, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![row.kind, row.id, row.epoch, row.counter, row.sealed],
        )?;
    }
    for (name, next) in counters {
        tx.execute("INSERT INTO counter (name, next) VALUES (?1, ?2)", params![name, to_sql(*next)])?;
    }
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;
    use millpond_base::{Entropy, SeededEntropy};
    use std::path::PathBuf;

    fn key() -> Secret {
        Secret::new(vec![1; 32])
    }

    /// A catalog of 300 documents in three epochs, closed, so that it is one file.
    fn filled() -> (PathBuf, Vec<(u64, Vec<u8>)>) {
        let name = format!("millpond-rescue-{}-{:p}", std::process::id(), &0);
        let folder =
            std::env::temp_dir().join(name).join(hex(SeededEntropy::new(std::process::id().into()).bytes()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let mut documents = Vec::new();
        for epoch in 0..3u64 {
            let catalog = Catalog::open(&folder.join("old"), key(), &SeededEntropy::new(epoch)).unwrap();
            for n in 0..100 {
                let id = catalog.next_id().unwrap();
                let document = vec![u8::try_from(n).unwrap(); 200];
                catalog.put("queue", id, &document).unwrap();
                documents.push((id, document));
            }
            catalog.next_track().unwrap();
        }
        (folder, documents)
    }

    fn hex(bytes: [u8; 8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn what_reads_is_taken_over_and_what_does_not_is_named() {
        let (folder, documents) = filled();
        let old = std::fs::read(folder.join("old")).unwrap();
        let open = |to: &Path| Catalog::open(to, key(), &SeededEntropy::new(9)).unwrap();

        let whole = rescue(&folder.join("old"), &folder.join("whole"), &key(), 5).unwrap();
        let catalog = open(&folder.join("whole"));
        assert_eq!((whole.documents, whole.gone.len(), &whole.troubles[..]), (300, 0, &[][..]));
        assert_eq!(catalog.all("queue").unwrap(), documents);
        assert!(catalog.next_id().unwrap() > documents.last().unwrap().0);

        let pages = old.len() / 4096;
        let mut kept = 0;
        for page in 2..pages {
            let mut bytes = old.clone();
            bytes[page * 4096..(page + 1) * 4096].fill(0xa5);
            std::fs::write(folder.join("bad"), &bytes).unwrap();
            let to = folder.join(format!("new-{page}"));
            let Ok(rescued) = rescue(&folder.join("bad"), &to, &key(), 5) else { continue };
            let catalog = open(&to);
            let there = catalog.all("queue").unwrap();
            assert!(there.iter().all(|document| documents.contains(document)), "page {page}");
            assert!(
                there.len() == 300 || !rescued.troubles.is_empty() || !rescued.gone.is_empty(),
                "page {page}"
            );
            assert!(
                catalog.next_id().unwrap() > documents.last().unwrap().0,
                "page {page}: a number would repeat"
            );
            assert!(catalog.next_track().unwrap().0 >= 5);
            kept += there.len();
        }
        assert!(pages > 10 && kept > 300 * (pages - 3) / 2, "{kept} documents of {pages} runs");
        std::fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }
}
