//! Tables: items found by their keys, written one after the other and read in order.
//!
//! Goals: a plain interface for everyone who keeps state by key (the DynamoDB service, pointers to large messages); a
//! write is decided against all writes before it; several items of several tables change together or not at all; memory
//! grows with the number of items and not with their size. Non-goals: expressions, AWS's texts and request forms, which
//! are the service's.
//!
//! A table is one track of the log. A put writes the whole item, a removal the item's key; the newest record of a key
//! counts. In memory is where each item is, in the order of its key and of every secondary index; a start reads the track.
//! Older records of a key are dead, wherever they lie, once the newer one is on flash. What makes removals go is in `care`.
//!
//! Invariants: a table's document is in the catalog before its first record is staged and gone before its records are
//! dropped; reads see what is staged, so nothing read may be told before [`Table::last`] is durable; a record is called
//! dead only once its successor is on flash.
//!
//! Memory: [`INDEX_BYTES_MAX`] for all tables together, and the bytes of items until they are on flash.

mod care;
mod codec;
mod definition;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod key;
mod number;
mod record;
mod state;
#[expect(clippy::module_inception, reason = "a table is what the module is about")]
mod table;
#[cfg(test)]
mod tests;
mod value;
mod writing;

pub use definition::{Definition, IndexDefinition, Projection, Settings, Throughput};
pub use key::{KeyPart, KeySchema, SortRange};
pub use number::{DIGITS_MAX, Number, NumberError};
pub use table::{Counts, Extent, Table, Walk};
pub use value::{DEPTH_MAX, Item, KeyType, Value, item_bytes};
pub use writing::{Target, TooManyItems, Writing};

use crate::keyring::{Keyring, KeyringError, WrappedKeys};
use crate::renewing::{self, Renewal};
use crate::rot::Sightings;
use crate::{Catalog, CatalogError};
use millpond_base::{AccountId, Entropy, LineMs, Now, Region, TrackId};
use millpond_log::{Liveness, Log, ReadError};
use state::Budget;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, RwLock, RwLockWriteGuard};

pub(crate) const KIND: &str = "table";

/// Memory for the indexes of all tables together, in bytes. Ours: about 200,000 items with short keys, a quarter of the
/// memory of the smallest gateway.
pub const INDEX_BYTES_MAX: u64 = 64 << 20;

/// `arn:aws:dynamodb:<region>:<account>:table/`.
pub(crate) fn arn_prefix(account: &AccountId, region: &Region) -> String {
    format!("arn:aws:dynamodb:{region}:{account}:table/")
}

/// Every table of this gateway.
pub struct Tables {
    catalog: Arc<Catalog>,
    log: Arc<Log>,
    keyring: Arc<Keyring>,
    entropy: Arc<dyn Entropy>,
    arn_prefix: String,
    sightings: Arc<Sightings>,
    budget: Arc<Budget>,
    by_name: RwLock<BTreeMap<String, Arc<Table>>>,
    by_track: Arc<ByTrack>,
    /// Held while a table is made, changed or deleted.
    control: Mutex<()>,
}

type ByTrack = RwLock<HashMap<TrackId, Arc<Table>>>;

/// Why the tables could not be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// The catalog failed.
    Catalog(CatalogError),
    /// A table's data key does not open.
    Key {
        /// The table's number.
        id: u64,
        /// What failed.
        cause: KeyringError,
    },
    /// A table's document has a form this binary does not know.
    Document {
        /// The table's number.
        id: u64,
    },
    /// A table's items cannot be read.
    Read {
        /// The table's number.
        id: u64,
        /// What failed.
        cause: ReadError,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Catalog(_) => f.write_str("the catalog does not give the tables"),
            Self::Key { id, .. } => write!(f, "the data key of table {id} does not open; check root.key"),
            Self::Document { id } => {
                write!(f, "the document of table {id} has an unknown form; use a newer binary")
            }
            Self::Read { id, .. } => write!(f, "the items of table {id} cannot be read; check the device"),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Catalog(cause) => Some(cause),
            Self::Key { cause, .. } => Some(cause),
            Self::Read { cause, .. } => Some(cause),
            Self::Document { .. } => None,
        }
    }
}

impl From<CatalogError> for OpenError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

/// Why a table was not made or changed.
#[derive(Debug)]
#[non_exhaustive]
pub enum ChangeError {
    /// There is a table of that name.
    Exists,
    /// There is no such table.
    Unknown,
    /// The KMS key named for the table cannot be used.
    Key(KeyringError),
    /// The catalog failed; nothing was changed.
    Catalog(CatalogError),
    /// The table's items cannot be read.
    Read(ReadError),
}

impl fmt::Display for ChangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exists => "a table of that name exists; choose another name",
            Self::Unknown => "there is no such table",
            Self::Key(_) => "no data key can be made for the table",
            Self::Catalog(_) => "the catalog does not take the table's document",
            Self::Read(_) => "the table's items cannot be read; check the device",
        })
    }
}

impl std::error::Error for ChangeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Key(cause) => Some(cause),
            Self::Catalog(cause) => Some(cause),
            Self::Read(cause) => Some(cause),
            Self::Exists | Self::Unknown => None,
        }
    }
}

impl From<CatalogError> for ChangeError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

impl Tables {
    /// Loads every table, registers its track in the log and reads it.
    ///
    /// # Errors
    /// [`OpenError`], which names the table.
    pub(crate) fn open(
        catalog: Arc<Catalog>,
        log: Arc<Log>,
        keyring: Arc<Keyring>,
        entropy: Arc<dyn Entropy>,
        arn_prefix: String,
        sightings: Arc<Sightings>,
        now: LineMs,
    ) -> Result<Self, OpenError> {
        let budget = Arc::new(Budget::default());
        let mut by_name = BTreeMap::new();
        for (id, bytes) in catalog.all(KIND)? {
            let definition = Definition::decode(&bytes).ok_or(OpenError::Document { id })?;
            renewing::register(&log, &keyring, &definition.wrapped_key, [definition.track])
                .map_err(|cause| OpenError::Key { id, cause })?;
            let (name, arn) = (definition.name.clone(), format!("{arn_prefix}{}", definition.name));
            let shared = (Arc::clone(&log), Arc::clone(&sightings));
            let table = Table::open(id, arn, definition, shared, Arc::clone(&budget), now)
                .map_err(|cause| OpenError::Read { id, cause })?;
            by_name.insert(name, Arc::new(table));
        }
        let by_track = by_name.values().map(|table: &Arc<Table>| (table.track, Arc::clone(table))).collect();
        let (by_name, by_track) = (RwLock::new(by_name), Arc::new(RwLock::new(by_track)));
        let control = Mutex::default();
        Ok(Self { catalog, log, keyring, entropy, arn_prefix, sightings, budget, by_name, by_track, control })
    }

    /// Says which records are dead, for [`Log::set_liveness`]; nothing of other tracks.
    pub(crate) fn liveness(&self) -> Liveness {
        let by_track = Arc::downgrade(&self.by_track);
        Box::new(move |track, first, end| {
            let Some(by_track) = by_track.upgrade() else { return false };
            let table = by_track.read().expect("no holder of this lock can panic").get(&track).cloned();
            table.is_some_and(|table| table.is_dead(first.0, end.0))
        })
    }

    /// Makes a table; it takes items when this returns.
    ///
    /// # Durability
    /// The table is on flash when this returns.
    /// # Errors
    /// [`ChangeError::Exists`] when the name is taken; otherwise nothing was made.
    pub fn create(&self, name: &str, settings: Settings, now: Now) -> Result<Arc<Table>, ChangeError> {
        let _making = self.control.lock().expect("no holder of this lock can panic");
        if self.find(name).is_some() {
            return Err(ChangeError::Exists);
        }
        let kms_key = settings.kms_key.as_deref();
        let (key, wrapped) = self.keyring.new_data_key(kms_key).map_err(ChangeError::Key)?;
        let mut id = [0; 16];
        self.entropy.fill(&mut id);
        let definition = Definition {
            name: name.to_owned(),
            id,
            created: now.wall,
            settings,
            track: self.catalog.next_track()?,
            wrapped_key: wrapped.as_bytes().to_vec(),
        };
        let id = self.catalog.next_id()?;
        self.catalog.put(KIND, id, &definition.encode())?;
        self.log.register(definition.track, key);
        let shared = (Arc::clone(&self.log), Arc::clone(&self.sightings));
        let table = Table::open(id, self.arn(name), definition, shared, Arc::clone(&self.budget), now.line);
        let table = Arc::new(table.map_err(ChangeError::Read)?);
        self.tracks().insert(table.track, Arc::clone(&table));
        self.names().insert(name.to_owned(), Arc::clone(&table));
        Ok(table)
    }

    /// Changes a table's settings, as `change` says, or not at all. Another KMS key brings a data key of its own for what
    /// comes. An index that is new is there when this returns; others
    /// wait for the table meanwhile.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// What `change` refuses with, made of [`ChangeError`] otherwise.
    pub fn change<E: From<ChangeError>>(
        &self,
        name: &str,
        change: impl FnOnce(&mut Settings) -> Result<(), E>,
    ) -> Result<Arc<Table>, E> {
        self.change_definition(name, |definition| change(&mut definition.settings))
    }

    fn change_definition<E: From<ChangeError>>(
        &self,
        name: &str,
        change: impl FnOnce(&mut Definition) -> Result<(), E>,
    ) -> Result<Arc<Table>, E> {
        let _changing = self.control.lock().expect("no holder of this lock can panic");
        let table = self.find(name).ok_or(ChangeError::Unknown)?;
        let before = table.definition();
        let mut definition = (*before).clone();
        change(&mut definition)?;
        if definition.settings.kms_key != before.settings.kms_key {
            let (wrapped, chosen) =
                (WrappedKeys::from_bytes(before.wrapped_key.clone()), &definition.settings);
            let rekeyed = self.keyring.rekey(&wrapped, chosen.kms_key.as_deref(), self.log.uses());
            definition.wrapped_key = rekeyed.map_err(ChangeError::Key)?.1.as_bytes().to_vec();
        }
        if definition == *before {
            return Ok(table);
        }
        self.catalog.put(KIND, table.id, &definition.encode()).map_err(ChangeError::Catalog)?;
        if definition.wrapped_key != before.wrapped_key {
            renewing::register(&self.log, &self.keyring, &definition.wrapped_key, [definition.track])
                .map_err(ChangeError::Key)?;
        }
        table.change(definition).map_err(ChangeError::Read)?;
        Ok(table)
    }

    /// Deletes a table and everything in it: first the only copy of its key, then the data.
    ///
    /// # Durability
    /// The key's destruction is on flash when this returns.
    /// # Errors
    /// [`ChangeError::Unknown`] when there is no such table; the table is intact after [`ChangeError::Catalog`].
    pub fn delete(&self, name: &str) -> Result<Arc<Table>, ChangeError> {
        let _deleting = self.control.lock().expect("no holder of this lock can panic");
        let table = self.find(name).ok_or(ChangeError::Unknown)?;
        self.catalog.remove(KIND, table.id)?;
        self.names().remove(name);
        self.tracks().remove(&table.track);
        self.log.drop_track(table.track);
        Ok(table)
    }

    /// The table called `name`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Arc<Table>> {
        self.by_name.read().expect("no holder of this lock can panic").get(name).cloned()
    }

    /// The table whose items are in a track.
    pub(crate) fn of_track(&self, track: TrackId) -> Option<Arc<Table>> {
        self.by_track.read().expect("no holder of this lock can panic").get(&track).cloned()
    }

    /// The ARN of a table called `name`, whether it exists or not.
    #[must_use]
    pub fn arn(&self, name: &str) -> String {
        format!("{}{name}", self.arn_prefix)
    }

    /// The name in a table's ARN; `None` when it is no ARN of a table here.
    #[must_use]
    pub fn name_in<'b>(&self, arn: &'b str) -> Option<&'b str> {
        arn.strip_prefix(&self.arn_prefix)
    }

    /// Up to `limit` tables by name, beginning after `after`.
    #[must_use]
    pub fn list(&self, after: Option<&str>, limit: usize) -> Vec<Arc<Table>> {
        use std::ops::Bound::{Excluded, Unbounded};
        let names = self.by_name.read().expect("no holder of this lock can panic");
        let from = names.range::<str, _>((after.map_or(Unbounded, Excluded), Unbounded));
        from.take(limit).map(|(_, table)| Arc::clone(table)).collect()
    }

    /// Makes data keys anew that are due. Called every second.
    pub(crate) fn renew_keys(&self, renewal: &mut Renewal<'_>) {
        for table in self.list(None, usize::MAX) {
            if renewal.wants(&table.definition().wrapped_key, &[table.track()]) {
                // A table whose document cannot be written keeps its key, and is looked at again.
                let _ = self.change_definition(table.definition().name.as_str(), |definition| {
                    let renewed = renewal.of(&definition.wrapped_key, &[definition.track]);
                    definition.wrapped_key = renewed.ok_or(ChangeError::Unknown)?;
                    Ok::<_, ChangeError>(())
                });
            }
        }
    }

    /// Lets tables do what is due. Called every second.
    pub(crate) fn care(&self, now: Now) {
        for table in self.list(None, usize::MAX) {
            table.care(now);
        }
    }

    fn names(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Arc<Table>>> {
        self.by_name.write().expect("no holder of this lock can panic")
    }

    fn tracks(&self) -> RwLockWriteGuard<'_, HashMap<TrackId, Arc<Table>>> {
        self.by_track.write().expect("no holder of this lock can panic")
    }
}
