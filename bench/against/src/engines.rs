//! The engines, each made durable per batch in the way its documentation says.

use crate::card::sync_more;
use crate::ours::Ours;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

type Outcome<T> = Result<T, String>;

/// Cache of the engines that let one set it: what a small gateway could spare. Their defaults (hundreds of MiB) only
/// make them larger.
const CACHE_BYTES: u32 = 16 << 20;

/// What every engine does here.
pub(crate) trait Engine: Send {
    /// The same data for another thread.
    fn share(&self) -> Box<dyn Engine>;

    /// Stores `values` under `first`, `first + 1`, ..., and returns once they are durable.
    fn put(&self, first: u64, values: &[&[u8]]) -> Outcome<()>;

    /// Stores each value by itself, not as one of a batch, and returns once all are durable: one sync for all of them,
    /// called for by hand.
    fn put_each(&self, first: u64, values: &[&[u8]]) -> Outcome<()>;

    /// How many threads serve all callers best.
    fn servers(&self) -> u64 {
        1
    }

    /// Stores single records for so many callers from this thread until `stop`. A caller's next record comes once its
    /// last one is durable.
    fn serve(
        &self,
        callers: usize,
        stop: &AtomicBool,
        next: &mut dyn FnMut() -> (u64, Vec<u8>),
    ) -> Outcome<()> {
        while !stop.load(Ordering::Relaxed) {
            // With one thread that serves them all, the keys follow one another.
            let records: Vec<(u64, Vec<u8>)> = (0..callers).map(|_| next()).collect();
            let values: Vec<&[u8]> = records.iter().map(|(_, value)| value.as_slice()).collect();
            let Some((first, _)) = records.first() else { return Ok(()) };
            self.put_each(*first, &values)?;
        }
        Ok(())
    }

    /// The value stored under `key`.
    fn get(&self, key: u64) -> Outcome<Option<Vec<u8>>>;

    /// Further figures, as name and value.
    fn figures(&self) -> Vec<(&'static str, f64)> {
        Vec::new()
    }
}

/// An engine of the comparison.
pub(crate) struct Entry {
    /// On the command line.
    pub(crate) name: &'static str,
    /// In tables.
    pub(crate) title: &'static str,
    /// The call that makes a batch durable.
    pub(crate) durable_by: &'static str,
    /// False when acknowledged batches do not survive a power cut: out of the comparison of speed.
    pub(crate) durable: bool,
}

/// All engines; ours first.
pub(crate) const ENGINES: [Entry; 7] = [
    Entry { name: "ours", title: "millpond-log", durable_by: "Log::commit", durable: true },
    Entry {
        name: "ours-used",
        title: "millpond-log, arena in use",
        durable_by: "Log::commit",
        durable: true,
    },
    Entry {
        name: "sqlite",
        title: "SQLite (rusqlite), WAL, FULL",
        durable_by: "COMMIT with synchronous=FULL",
        durable: true,
    },
    Entry { name: "redb", title: "redb 4", durable_by: "commit, Durability::Immediate", durable: true },
    Entry { name: "fjall", title: "fjall 3", durable_by: "batch with PersistMode::SyncData", durable: true },
    Entry { name: "sled-1", title: "sled 1.0 alpha", durable_by: "apply_batch, flush()", durable: true },
    Entry {
        name: "sled-0.34",
        title: "sled 0.34",
        durable_by: "flush(): NOT durable, no fsync",
        durable: false,
    },
];

/// Opens or creates the engine's data in `dir`.
pub(crate) fn open(name: &str, dir: &Path) -> Outcome<Box<dyn Engine>> {
    std::fs::create_dir_all(dir).map_err(said)?;
    Ok(match name {
        "ours" | "ours-used" => Box::new(Ours::open(dir)?),
        "sqlite" => Box::new(Sqlite::open(dir)?),
        "redb" => Box::new(Redb::open(dir)?),
        "fjall" => Box::new(Fjall::open(dir)?),
        "sled-1" => Box::new(SledNew::open(dir)?),
        "sled-0.34" => Box::new(SledOld::open(dir)?),
        _ => return Err(format!("no engine {name}")),
    })
}

/// The text of an error.
pub(crate) fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// What the engines are measured against: writes of the same bytes over written blocks of one file, each synced.
pub(crate) struct Raw {
    file: std::fs::File,
    /// Holds what is written, at a multiple of a block in memory.
    buffer: Vec<u8>,
    from: usize,
    bytes: usize,
    at: std::cell::Cell<u64>,
}

/// What devices and file systems write at once.
const BLOCK_BYTES: usize = 4096;

const RAW_FILE_BYTES: u64 = 64 << 20;

impl Raw {
    /// Makes the file; each write will be of `bytes`, rounded up to blocks, through the page cache or past it.
    pub(crate) fn open(dir: &Path, bytes: &[u8], direct: bool) -> Outcome<Self> {
        use std::os::unix::fs::{FileExt, OpenOptionsExt};
        std::fs::create_dir_all(dir).map_err(said)?;
        let file = std::fs::File::create(dir.join("raw")).map_err(said)?;
        for at in 0..RAW_FILE_BYTES >> 20 {
            file.write_all_at(&[0; 1 << 20], at << 20).map_err(said)?;
        }
        file.sync_all().map_err(said)?;
        let flags = if direct { rustix::fs::OFlags::DIRECT.bits().cast_signed() } else { 0 };
        let file = std::fs::OpenOptions::new().write(true).custom_flags(flags).open(dir.join("raw"));
        let whole = bytes.len().next_multiple_of(BLOCK_BYTES);
        let mut buffer = vec![0; whole + BLOCK_BYTES];
        let from = buffer.as_ptr().align_offset(BLOCK_BYTES);
        buffer[from..from + bytes.len()].copy_from_slice(bytes);
        Ok(Self { file: file.map_err(said)?, buffer, from, bytes: whole, at: std::cell::Cell::new(0) })
    }

    /// Writes and syncs.
    pub(crate) fn write(&self) -> Outcome<()> {
        use std::os::unix::fs::FileExt;
        let bytes = &self.buffer[self.from..][..self.bytes];
        let next = self.at.get() + bytes.len() as u64;
        let (at, next) =
            if next > RAW_FILE_BYTES { (0, next - self.at.get()) } else { (self.at.get(), next) };
        self.at.set(next);
        self.file.write_all_at(bytes, at).and_then(|()| self.file.sync_data()).map_err(said)?;
        sync_more();
        Ok(())
    }
}

fn keys(first: u64, values: &[&[u8]]) -> std::ops::Range<u64> {
    first..first + values.len() as u64
}

/// One connection for all threads: waiting in line is cheaper than SQLite's own polling of a locked database.
#[derive(Clone)]
struct Sqlite(Arc<Mutex<rusqlite::Connection>>);

impl Sqlite {
    fn open(dir: &Path) -> Outcome<Self> {
        let connection = rusqlite::Connection::open(dir.join("data.db")).map_err(said)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
                 CREATE TABLE IF NOT EXISTS records (key INTEGER PRIMARY KEY, value BLOB NOT NULL)",
            )
            .map_err(said)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }
}

impl Engine for Sqlite {
    fn share(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }

    fn put(&self, first: u64, values: &[&[u8]]) -> Outcome<()> {
        let mut connection = self.0.lock().map_err(said)?;
        let transaction = connection.transaction().map_err(said)?;
        {
            let sql = "INSERT INTO records (key, value) VALUES (?1, ?2)";
            let mut insert = transaction.prepare_cached(sql).map_err(said)?;
            for (key, value) in keys(first, values).zip(values) {
                insert.execute((key.cast_signed(), value)).map_err(said)?;
            }
        }
        transaction.commit().map_err(said)
    }

    /// Without FULL a transaction is written to the log but not synced; the last one syncs the log with all of them.
    fn put_each(&self, first: u64, values: &[&[u8]]) -> Outcome<()> {
        let connection = self.0.lock().map_err(said)?;
        let last = first + values.len() as u64 - 1;
        connection.execute_batch("PRAGMA synchronous=NORMAL").map_err(said)?;
        for (key, value) in keys(first, values).zip(values) {
            if key == last {
                connection.execute_batch("PRAGMA synchronous=FULL").map_err(said)?;
            }
            let sql = "INSERT INTO records (key, value) VALUES (?1, ?2)";
            let mut insert = connection.prepare_cached(sql).map_err(said)?;
            insert.execute((key.cast_signed(), value)).map_err(said)?;
        }
        Ok(())
    }

    fn get(&self, key: u64) -> Outcome<Option<Vec<u8>>> {
        let connection = self.0.lock().map_err(said)?;
        let sql = "SELECT value FROM records WHERE key = ?1";
        let mut select = connection.prepare(sql).map_err(said)?;
        let mut rows = select.query([key.cast_signed()]).map_err(said)?;
        rows.next().map_err(said)?.map(|row| row.get(0)).transpose().map_err(said)
    }
}

#[derive(Clone)]
struct Redb(Arc<redb::Database>);

const REDB_RECORDS: redb::TableDefinition<u64, &[u8]> = redb::TableDefinition::new("records");

impl Redb {
    fn open(dir: &Path) -> Outcome<Self> {
        let cache = usize::try_from(CACHE_BYTES).map_err(said)?;
        let database = redb::Builder::new().set_cache_size(cache).create(dir.join("data.redb"));
        Ok(Self(Arc::new(database.map_err(said)?)))
    }

    fn commit(&self, durability: redb::Durability, first: u64, values: &[&[u8]]) -> Outcome<()> {
        let mut transaction = self.0.begin_write().map_err(said)?;
        transaction.set_durability(durability).map_err(said)?;
        {
            let mut table = transaction.open_table(REDB_RECORDS).map_err(said)?;
            for (key, value) in keys(first, values).zip(values) {
                table.insert(key, *value).map_err(said)?;
            }
        }
        transaction.commit().map_err(said)
    }
}

impl Engine for Redb {
    fn share(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }

    fn put(&self, first: u64, values: &[&[u8]]) -> Outcome<()> {
        self.commit(redb::Durability::Immediate, first, values)
    }

    /// A commit with Immediate makes those before it durable too.
    fn put_each(&self, first: u64, values: &[&[u8]]) -> Outcome<()> {
        let last = first + values.len() as u64 - 1;
        for (key, value) in keys(first, values).zip(values) {
            let durability = if key == last { redb::Durability::Immediate } else { redb::Durability::None };
            self.commit(durability, key, &[value])?;
        }
        Ok(())
    }

    fn get(&self, key: u64) -> Outcome<Option<Vec<u8>>> {
        use redb::ReadableDatabase;
        let transaction = self.0.begin_read().map_err(said)?;
        let table = transaction.open_table(REDB_RECORDS).map_err(said)?;
        Ok(table.get(key).map_err(said)?.map(|found| found.value().to_vec()))
    }
}

#[derive(Clone)]
struct Fjall {
    database: fjall::Database,
    records: fjall::Keyspace,
}

impl Fjall {
    fn open(dir: &Path) -> Outcome<Self> {
        let database =
            fjall::Database::builder(dir).cache_size(u64::from(CACHE_BYTES)).open().map_err(said)?;
        let records = database.keyspace("records", fjall::KeyspaceCreateOptions::default).map_err(said)?;
        Ok(Self { database, records })
    }
}

impl Engine for Fjall {
    fn share(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }

    fn put(&self, first: u64, values: &[&[u8]]) -> Outcome<()> {
        let mut batch = self.database.batch().durability(Some(fjall::PersistMode::SyncData));
        for (key, value) in keys(first, values).zip(values) {
            batch.insert(&self.records, key.to_be_bytes(), *value);
        }
        batch.commit().map_err(said)
    }

    fn put_each(&self, first: u64, values: &[&[u8]]) -> Outcome<()> {
        for (key, value) in keys(first, values).zip(values) {
            self.records.insert(key.to_be_bytes(), *value).map_err(said)?;
        }
        self.database.persist(fjall::PersistMode::SyncData).map_err(said)
    }

    fn get(&self, key: u64) -> Outcome<Option<Vec<u8>>> {
        Ok(self.records.get(key.to_be_bytes()).map_err(said)?.map(|value| value.to_vec()))
    }
}

/// Keys per leaf, as in sled's own examples.
const LEAF_FANOUT: usize = 1024;

#[derive(Clone)]
struct SledNew(sled_new::Db<LEAF_FANOUT>);

impl SledNew {
    fn open(dir: &Path) -> Outcome<Self> {
        let cache = usize::try_from(CACHE_BYTES).map_err(said)?;
        // Its own timer would only add flushes to those asked for.
        let config = sled_new::Config::new().path(dir).cache_capacity_bytes(cache).flush_every_ms(None);
        config.open().map(Self).map_err(said)
    }
}

impl Engine for SledNew {
    fn share(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }

    fn put(&self, first: u64, values: &[&[u8]]) -> Outcome<()> {
        let mut batch = sled_new::Batch::default();
        for (key, value) in keys(first, values).zip(values) {
            batch.insert(key.to_be_bytes(), *value);
        }
        self.0.apply_batch(batch).map_err(said)?;
        self.0.flush().map(|_| ()).map_err(said)
    }

    fn put_each(&self, first: u64, values: &[&[u8]]) -> Outcome<()> {
        for (key, value) in keys(first, values).zip(values) {
            self.0.insert(key.to_be_bytes(), *value).map_err(said)?;
        }
        self.0.flush().map(|_| ()).map_err(said)
    }

    fn get(&self, key: u64) -> Outcome<Option<Vec<u8>>> {
        Ok(self.0.get(key.to_be_bytes()).map_err(said)?.map(|value| value.to_vec()))
    }
}

#[derive(Clone)]
struct SledOld(sled_old::Db);

impl SledOld {
    fn open(dir: &Path) -> Outcome<Self> {
        let config = sled_old::Config::new().path(dir).cache_capacity(u64::from(CACHE_BYTES));
        config.flush_every_ms(None).open().map(Self).map_err(said)
    }
}

impl Engine for SledOld {
    fn share(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }

    fn put(&self, first: u64, values: &[&[u8]]) -> Outcome<()> {
        let mut batch = sled_old::Batch::default();
        for (key, value) in keys(first, values).zip(values) {
            batch.insert(&key.to_be_bytes(), *value);
        }
        self.0.apply_batch(batch).map_err(said)?;
        self.0.flush().map(|_| ()).map_err(said)
    }

    fn put_each(&self, first: u64, values: &[&[u8]]) -> Outcome<()> {
        self.put(first, values)
    }

    fn get(&self, key: u64) -> Outcome<Option<Vec<u8>>> {
        Ok(self.0.get(key.to_be_bytes()).map_err(said)?.map(|value| value.to_vec()))
    }
}
