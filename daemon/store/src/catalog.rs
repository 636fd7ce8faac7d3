//! The catalog: sealed documents in SQLite that name and configure everything the log holds.
//!
//! Goals: a write is on flash when it returns; nothing but a kind and a number is in clear; identifiers are never
//! handed out twice. Non-goals: records, messages, anything written at the rate of data.
//!
//! What is removed is also erased: see the module `erase`. A full disk keeps nobody from removing: see `ballast`.
//!
//! Sealing: AES-256-GCM; key = HKDF-SHA256(catalog key, salt of the opening, "millpond catalog v1" ‖ epoch);
//! nonce = epoch u32 ‖ counter u64; associated data = kind ‖ 0 ‖ id u64. Every opening draws a new 256-bit salt, so
//! a restored copy that repeats an epoch and a counter still never repeats a key.

mod ballast;
mod erase;
mod look;
mod rescue;
mod reseal;

pub use rescue::{Rescued, rescue};

use ballast::{Ballast, is_full};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf;
use millpond_base::{Entropy, Secret, TrackId};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

const SCHEMA: &str = include_str!("../schema/catalog.sql");
const SCHEMA_VERSION: i64 = 1;
/// Identifiers are reserved this many at a time, so that most of them cost no write.
const RESERVE: u64 = 64;

/// Why the catalog could not do its work.
#[derive(Debug)]
#[non_exhaustive]
pub enum CatalogError {
    /// SQLite reports a failure: disk full, locked by another process, damaged file.
    Database(rusqlite::Error),
    /// A document does not open under the root key.
    Sealed {
        /// The document's kind.
        kind: String,
        /// The document's number.
        id: u64,
    },
    /// The file was written by a newer version.
    Version {
        /// What the file says.
        found: i64,
    },
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(_) => f.write_str(
                "the catalog database failed; check free space and that no other process uses the directory",
            ),
            Self::Sealed { kind, id } => {
                write!(f, "document {kind}/{id} does not open; check that root.key belongs to this directory")
            }
            Self::Version { found } => {
                write!(
                    f,
                    "the catalog has schema {found}, this binary knows {SCHEMA_VERSION}; use a newer binary"
                )
            }
        }
    }
}

impl std::error::Error for CatalogError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(cause) => Some(cause),
            _ => None,
        }
    }
}

impl From<rusqlite::Error> for CatalogError {
    fn from(cause: rusqlite::Error) -> Self {
        Self::Database(cause)
    }
}

/// Sealed documents, by kind and number.
pub struct Catalog {
    inner: Mutex<Inner>,
}

struct Inner {
    db: Connection,
    key: Secret,
    epoch: u32,
    counter: u64,
    keys: BTreeMap<u32, LessSafeKey>,
    reserved: BTreeMap<&'static str, (u64, u64)>,
    /// False for one that lives in memory.
    on_flash: bool,
    /// A removed document may still lie in the files.
    erase_due: bool,
    /// Room for removals; `None` for one that lives in memory.
    ballast: Option<Ballast>,
    /// What was last written found no room.
    full: bool,
}

impl Catalog {
    /// Opens or creates the database at `path`.
    ///
    /// # Errors
    /// [`CatalogError::Database`] when another process holds it or the disk fails, [`CatalogError::Version`] when
    /// it is newer than this binary.
    pub fn open(path: &Path, key: Secret, entropy: &dyn Entropy) -> Result<Self, CatalogError> {
        let ballast = Ballast::of(path);
        let opened = Self::open_once(path, key.clone(), entropy);
        let catalog = match opened {
            Err(error) if is_full(&error) && ballast.throw_out() => Self::open_once(path, key, entropy)?,
            other => other?,
        };
        ballast.take_in();
        catalog.lock().ballast = Some(ballast);
        Ok(catalog)
    }

    fn open_once(path: &Path, key: Secret, entropy: &dyn Entropy) -> Result<Self, CatalogError> {
        let db = Connection::open(path)?;
        db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "temp_store", "MEMORY")?;
        erase::empty_journal(&db)?;
        let catalog = Self::prepare(db, key, entropy)?;
        catalog.lock().finish_erasing()?;
        Ok(catalog)
    }

    /// Opens a catalog that lives in memory: for simulation, with [`Catalog::image`] as its flash.
    ///
    /// # Errors
    /// As [`Catalog::open`].
    pub fn from_image(image: &Image, key: Secret, entropy: &dyn Entropy) -> Result<Self, CatalogError> {
        let db = Connection::open_in_memory()?;
        if let Some(bytes) = &image.0 {
            db.execute_batch(bytes)?;
        }
        Self::prepare(db, key, entropy)
    }

    fn prepare(db: Connection, key: Secret, entropy: &dyn Entropy) -> Result<Self, CatalogError> {
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "secure_delete", "ON")?;
        db.pragma_update(None, "cache_size", -256)?;
        let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        match version {
            0 => {
                db.execute_batch(&format!(
                    "BEGIN; {SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
                ))?;
            }
            SCHEMA_VERSION => {}
            found => return Err(CatalogError::Version { found }),
        }
        let mut salt = [0; 32];
        entropy.fill(&mut salt);
        db.execute("DELETE FROM epoch WHERE n NOT IN (SELECT epoch FROM document) AND n < (SELECT max(n) FROM epoch)", [])?;
        let epoch: u32 = db.query_row("SELECT coalesce(max(n), 0) + 1 FROM epoch", [], |row| row.get(0))?;
        db.execute("INSERT INTO epoch (n, salt) VALUES (?1, ?2)", params![epoch, salt])?;
        let inner = Inner {
            db,
            key,
            epoch,
            counter: 0,
            keys: BTreeMap::new(),
            reserved: BTreeMap::new(),
            on_flash: false,
            erase_due: false,
            ballast: None,
            full: false,
        };
        Ok(Self { inner: Mutex::new(inner) })
    }

    /// Writes one document, replacing an older one.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`CatalogError::Database`]; the old document is then still there.
    pub fn put(&self, kind: &'static str, id: u64, document: &[u8]) -> Result<(), CatalogError> {
        self.write(|changes| changes.put(kind, id, document))
    }

    /// Removes one document; nothing happens when there is none. Nothing of it is left in the files.
    ///
    /// # Durability
    /// On flash when this returns. Where the device refuses to erase, that is tried again at the next change and opening.
    /// # Errors
    /// [`CatalogError::Database`]; the document is then still there.
    pub fn remove(&self, kind: &'static str, id: u64) -> Result<(), CatalogError> {
        self.write(|changes| changes.remove(kind, id))
    }

    /// Makes several changes at once: all of them, or none.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`CatalogError::Database`]; nothing was changed then.
    pub fn write(&self, f: impl FnOnce(&mut Changes)) -> Result<(), CatalogError> {
        let mut changes = Changes::default();
        f(&mut changes);
        let mut inner = self.lock();
        let done = inner.apply(&changes);
        let thrown_out = match &done {
            Err(error) if is_full(error) && changes.only_remove() => inner.throw_out_ballast(),
            _ => false,
        };
        if thrown_out {
            inner.apply(&changes)?;
        } else {
            inner.full = done.as_ref().is_err_and(is_full);
            done?;
        }
        inner.erase_if_due();
        if inner.erase_due && inner.throw_out_ballast() {
            inner.erase_if_due();
        }
        if let Some(ballast) = &inner.ballast {
            ballast.take_in();
        }
        Ok(())
    }

    /// Every document of one kind, by number.
    ///
    /// # Errors
    /// [`CatalogError::Sealed`] when a document was sealed under another root key or damaged.
    pub fn all(&self, kind: &'static str) -> Result<Vec<(u64, Vec<u8>)>, CatalogError> {
        self.lock().all(kind)
    }

    /// A number that was never handed out before.
    ///
    /// # Errors
    /// [`CatalogError::Database`] when the reservation cannot be written.
    pub fn next_id(&self) -> Result<u64, CatalogError> {
        self.lock().next("id")
    }

    /// A track that was never handed out before.
    ///
    /// # Errors
    /// [`CatalogError::Database`] when the reservation cannot be written.
    /// # Panics
    /// After four billion tracks.
    pub fn next_track(&self) -> Result<TrackId, CatalogError> {
        let n = self.lock().next("track")?;
        Ok(TrackId(u32::try_from(n).expect("a device makes fewer than 2^32 tracks in its life")))
    }

    /// What the database holds now, for [`Catalog::from_image`].
    ///
    /// # Errors
    /// [`CatalogError::Database`].
    pub fn image(&self) -> Result<Image, CatalogError> {
        self.lock().dump()
    }

    /// True when the file system had no room for what was last written.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.lock().full
    }

    /// For simulation: from now on the file system has no room for more, or has it again.
    ///
    /// # Errors
    /// [`CatalogError::Database`].
    pub fn simulate_full(&self, full: bool) -> Result<(), CatalogError> {
        // Below what there is means as much as there is.
        let pages = if full { 1 } else { i64::from(u32::MAX - 1) };
        self.lock().db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
        Ok(())
    }

    /// From now on every write fails.
    #[cfg(test)]
    pub(crate) fn refuse_writes(&self) {
        self.lock().db.pragma_update(None, "query_only", "ON").expect("a pragma that exists");
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no holder of this lock can panic")
    }
}

/// The content of a catalog as SQL, sealed as it is on flash.
#[derive(Clone, Debug, Default)]
pub struct Image(Option<String>);

/// Changes that become durable together.
#[derive(Default)]
pub struct Changes {
    steps: Vec<(&'static str, u64, Option<Vec<u8>>)>,
}

impl Changes {
    /// Writes one document, replacing an older one.
    pub fn put(&mut self, kind: &'static str, id: u64, document: &[u8]) {
        self.steps.push((kind, id, Some(document.to_vec())));
    }

    /// Removes one document; nothing happens when there is none.
    pub fn remove(&mut self, kind: &'static str, id: u64) {
        self.steps.push((kind, id, None));
    }

    fn only_remove(&self) -> bool {
        self.steps.iter().all(|(_, _, document)| document.is_none())
    }
}

impl Inner {
    fn throw_out_ballast(&self) -> bool {
        self.ballast.as_ref().is_some_and(Ballast::throw_out)
    }

    fn apply(&mut self, changes: &Changes) -> Result<(), CatalogError> {
        let mut rows = Vec::with_capacity(changes.steps.len());
        for (kind, id, document) in &changes.steps {
            let sealed = document.as_ref().map(|d| self.seal(kind, *id, d)).transpose()?;
            rows.push((*kind, to_sql(*id), sealed));
        }
        let removes = self.on_flash && changes.steps.iter().any(|(_, _, document)| document.is_none());
        let epoch = self.epoch;
        let tx = self.db.transaction()?;
        for (kind, id, sealed) in rows {
            match sealed {
                Some((counter, bytes)) => tx.execute(
                    "INSERT OR REPLACE INTO document (kind, id, epoch, counter, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![kind, id, epoch, to_sql(counter), bytes],
                )?,
                None => tx.execute("DELETE FROM document WHERE kind = ?1 AND id = ?2", params![kind, id])?,
            };
        }
        if removes {
            erase::note_due(&tx)?;
        }
        tx.commit()?;
        self.erase_due |= removes;
        Ok(())
    }

    fn all(&mut self, kind: &'static str) -> Result<Vec<(u64, Vec<u8>)>, CatalogError> {
        let rows: Vec<(i64, u32, i64, Vec<u8>)> = {
            let mut query = self
                .db
                .prepare("SELECT id, epoch, counter, sealed FROM document WHERE kind = ?1 ORDER BY id")?;
            let rows = query.query_map([kind], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        rows.into_iter()
            .map(|(id, epoch, counter, mut sealed)| {
                let id = id.cast_unsigned();
                let key = self.key(epoch)?;
                let nonce = nonce(epoch, counter.cast_unsigned());
                let plain = key
                    .open_in_place(nonce, Aad::from(associated(kind, id)), &mut sealed)
                    .map_err(|_| CatalogError::Sealed { kind: kind.to_owned(), id })?;
                Ok((id, plain.to_vec()))
            })
            .collect()
    }

    fn seal(&mut self, kind: &str, id: u64, document: &[u8]) -> Result<(u64, Vec<u8>), CatalogError> {
        let (epoch, counter) = (self.epoch, self.counter);
        self.counter += 1;
        let mut bytes = document.to_vec();
        self.key(epoch)?
            .seal_in_place_append_tag(nonce(epoch, counter), Aad::from(associated(kind, id)), &mut bytes)
            .expect("a document is far below the cipher's limit");
        Ok((counter, bytes))
    }

    fn key(&mut self, epoch: u32) -> Result<&LessSafeKey, CatalogError> {
        if !self.keys.contains_key(&epoch) {
            let salt: Vec<u8> =
                self.db.query_row("SELECT salt FROM epoch WHERE n = ?1", [epoch], |row| row.get(0))?;
            self.keys.insert(epoch, sealing_key(&self.key, &salt, epoch));
        }
        Ok(&self.keys[&epoch])
    }

    fn next(&mut self, name: &'static str) -> Result<u64, CatalogError> {
        let next = self.reserve(name);
        self.full = next.as_ref().is_err_and(is_full);
        next
    }

    fn reserve(&mut self, name: &'static str) -> Result<u64, CatalogError> {
        if let Some((next, end)) = self.reserved.get_mut(name)
            && next < end
        {
            *next += 1;
            return Ok(*next - 1);
        }
        let tx = self.db.transaction()?;
        let start: Option<i64> =
            tx.query_row("SELECT next FROM counter WHERE name = ?1", [name], |row| row.get(0)).optional()?;
        let start = start.map_or(1, i64::cast_unsigned);
        let end = start + RESERVE;
        tx.execute(
            "INSERT OR REPLACE INTO counter (name, next) VALUES (?1, ?2)",
            params![name, to_sql(end)],
        )?;
        tx.commit()?;
        self.reserved.insert(name, (start + 1, end));
        Ok(start)
    }

    fn dump(&self) -> Result<Image, CatalogError> {
        let mut sql = format!("{SCHEMA} PRAGMA user_version = {SCHEMA_VERSION};\n");
        for query in [
            "SELECT 'INSERT INTO epoch VALUES (' || n || ', ' || quote(salt) || ');' FROM epoch",
            "SELECT 'INSERT INTO document VALUES (' || quote(kind) || ', ' || id || ', ' || epoch || ', ' || counter
               || ', ' || quote(sealed) || ');' FROM document",
            "SELECT 'INSERT INTO counter VALUES (' || quote(name) || ', ' || next || ');' FROM counter",
        ] {
            let mut rows = self.db.prepare(query)?;
            for line in rows.query_map([], |row| row.get::<_, String>(0))? {
                sql.push_str(&line?);
                sql.push('\n');
            }
        }
        Ok(Image(Some(sql)))
    }
}

fn sealing_key(catalog_key: &Secret, salt: &[u8], epoch: u32) -> LessSafeKey {
    let epoch = epoch.to_be_bytes();
    let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(catalog_key.expose());
    let info = [b"millpond catalog v1".as_slice(), &epoch];
    let okm = prk.expand(&info, &AES_256_GCM).expect("32 B is a legal HKDF length");
    LessSafeKey::new(UnboundKey::from(okm))
}

fn nonce(epoch: u32, counter: u64) -> Nonce {
    let mut bytes = [0; 12];
    bytes[..4].copy_from_slice(&epoch.to_be_bytes());
    bytes[4..].copy_from_slice(&counter.to_be_bytes());
    Nonce::assume_unique_for_key(bytes)
}

fn associated(kind: &str, id: u64) -> Vec<u8> {
    let mut bytes = kind.as_bytes().to_vec();
    bytes.push(0);
    bytes.extend_from_slice(&id.to_be_bytes());
    bytes
}

/// SQLite stores signed integers; the bit pattern goes in and comes out unchanged.
const fn to_sql(n: u64) -> i64 {
    n.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::SeededEntropy;

    fn key(byte: u8) -> Secret {
        Secret::new(vec![byte; 32])
    }

    fn fresh() -> Catalog {
        Catalog::from_image(&Image::default(), key(1), &SeededEntropy::new(1)).unwrap()
    }

    #[test]
    fn a_document_survives_reopening() {
        let catalog = fresh();
        catalog.put("queue", 7, b"first").unwrap();
        catalog.put("queue", 7, b"second").unwrap();
        catalog.put("queue", 9, b"other").unwrap();

        let again = Catalog::from_image(&catalog.image().unwrap(), key(1), &SeededEntropy::new(2)).unwrap();

        assert_eq!(again.all("queue").unwrap(), [(7, b"second".to_vec()), (9, b"other".to_vec())]);
    }

    #[test]
    fn nothing_but_kind_and_number_is_in_clear() {
        let catalog = fresh();
        catalog.put("user", 1, b"canary-7c1f").unwrap();

        let Image(Some(sql)) = catalog.image().unwrap() else { panic!("an image has content") };

        assert!(!sql.contains("canary") && !sql.contains("63616E617279"));
    }

    #[test]
    fn another_root_key_is_refused() {
        let catalog = fresh();
        catalog.put("user", 1, b"x").unwrap();

        let wrong = Catalog::from_image(&catalog.image().unwrap(), key(2), &SeededEntropy::new(2)).unwrap();

        assert!(matches!(wrong.all("user"), Err(CatalogError::Sealed { id: 1, .. })));
    }

    #[test]
    fn identifiers_are_never_handed_out_twice() {
        let catalog = fresh();
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..200 {
            assert!(seen.insert(catalog.next_id().unwrap()));
        }

        let again = Catalog::from_image(&catalog.image().unwrap(), key(1), &SeededEntropy::new(2)).unwrap();

        for _ in 0..200 {
            assert!(seen.insert(again.next_id().unwrap()));
        }
    }

    #[test]
    fn a_document_moved_to_another_number_does_not_open() {
        let catalog = fresh();
        catalog.put("user", 1, b"x").unwrap();
        catalog.lock().db.execute("UPDATE document SET id = 2", []).unwrap();

        assert!(matches!(catalog.all("user"), Err(CatalogError::Sealed { id: 2, .. })));
    }

    #[test]
    fn changes_are_all_or_nothing() {
        let catalog = fresh();
        catalog.put("user", 1, b"x").unwrap();

        catalog
            .write(|changes| {
                changes.remove("user", 1);
                changes.put("user", 2, b"y");
            })
            .unwrap();

        assert_eq!(catalog.all("user").unwrap(), [(2, b"y".to_vec())]);
    }
}
