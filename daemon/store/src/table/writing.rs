//! Writes: looked at, decided and staged under the locks of the tables they touch, so that each sees those before it.

use super::codec;
use super::record::{DONE, Done, GONE, PUT};
use super::state::State;
use super::table::Table;
use super::value::Item;
use millpond_base::{LineMs, Seq, Ticket};
use millpond_log::{Batch, Durable, ReadError};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, MutexGuard};

/// An item that a write is about.
pub struct Target {
    /// Its table.
    pub table: Arc<Table>,
    /// Its key attributes; others are passed over.
    pub key: Item,
    /// True when what is there must be known, beyond whether anything is.
    pub reads: bool,
}

/// The memory for indexes is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyItems {
    /// Bytes in use.
    pub used_bytes: u64,
    /// Bytes that may be.
    pub bytes_max: u64,
}

impl fmt::Display for TooManyItems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { used_bytes, bytes_max } = self;
        write!(f, "the indexes of all tables hold {used_bytes} B of {bytes_max} B; delete items or a table")
    }
}

impl std::error::Error for TooManyItems {}

/// Writes that are being decided. Nobody else writes to the tables meanwhile.
pub struct Writing<'a> {
    targets: &'a [Target],
    /// The tables, in the order in which they are locked.
    held: Vec<(&'a Table, MutexGuard<'a, State>)>,
    found: Vec<Found>,
    planned: Vec<(usize, Plan)>,
    done: Option<Done>,
}

struct Found {
    /// Which of the held tables.
    table: usize,
    place: Vec<u8>,
    exists: bool,
    item: Option<Arc<Item>>,
}

enum Plan {
    Put(Item, Arc<[u8]>),
    Gone(Vec<u8>),
}

impl<'a> Writing<'a> {
    /// Locks the tables of some distinct items and finds what is there.
    ///
    /// # Errors
    /// [`ReadError`] when an item cannot be read. A key that lacks an attribute counts as one that nothing has.
    pub fn begin(targets: &'a [Target]) -> Result<Self, ReadError> {
        let mut tables: Vec<&'a Table> = targets.iter().map(|target| &*target.table).collect();
        // One order for all, so that nobody waits in a circle.
        tables.sort_unstable_by_key(|table| table.track);
        tables.dedup_by_key(|table| table.track);
        let mut known: HashMap<(usize, u64), Option<Arc<Item>>> = HashMap::new();
        loop {
            let held: Vec<_> = tables.iter().map(|table| (*table, table.lock())).collect();
            let mut missing = Vec::new();
            let mut found = Vec::with_capacity(targets.len());
            for target in targets {
                let table =
                    tables.binary_search_by_key(&target.table.track, |table| table.track).unwrap_or(0);
                let place = held[table].1.place(&target.key).unwrap_or_default();
                let entry = held[table].1.items.get(&*place);
                let item = match entry {
                    Some(entry) if target.reads => match (&entry.staged, known.get(&(table, entry.seq))) {
                        (Some(bytes), _) => codec::decode(bytes).map(Arc::new),
                        (None, Some(known)) => known.clone(),
                        (None, None) => {
                            missing.push((table, entry.seq));
                            None
                        }
                    },
                    _ => None,
                };
                found.push(Found { table, exists: entry.is_some(), item, place });
            }
            if missing.is_empty() {
                return Ok(Self { targets, held, found, planned: Vec::new(), done: None });
            }
            // Read without the locks; what was replaced meanwhile shows by its place.
            drop(held);
            for (table, seq) in missing {
                let item = tables[table].fetch(seq)?;
                known.insert((table, seq), item.map(Arc::new));
            }
        }
    }

    /// What is there now of a target that reads.
    #[must_use]
    pub fn item(&self, target: usize) -> Option<&Item> {
        self.found[target].item.as_deref()
    }

    /// True when anything is there now.
    #[must_use]
    pub fn exists(&self, target: usize) -> bool {
        self.found[target].exists
    }

    /// The ticket that must be durable before what was found may be told.
    #[must_use]
    pub fn last(&self) -> Ticket {
        self.held.iter().map(|(_, state)| state.last).max().unwrap_or_default()
    }

    /// Plans that a target's item becomes another one.
    ///
    /// # Errors
    /// [`TooManyItems`] when it is a new one and there is no room for its index entries.
    pub fn put(&mut self, target: usize, item: Item) -> Result<(), TooManyItems> {
        let found = &self.found[target];
        let (table, state) = &self.held[found.table];
        if !found.exists {
            let planned = self.planned.len() as u64 + 1;
            let cost = state.cost(&found.place, &item) * planned;
            table.room(cost)?;
        }
        let bytes = codec::encode(&item).into();
        self.planned.push((target, Plan::Put(item, bytes)));
        Ok(())
    }

    /// Plans that a target's item goes, if there is one.
    pub fn delete(&mut self, target: usize) {
        if self.found[target].exists {
            let settings = &self.targets[target].table.definition().settings;
            let key = &self.targets[target].key;
            let parts = settings.key.parts().filter_map(|part| key.get_key_value(&part.name));
            let key: Item = parts.map(|(name, value)| (name.clone(), value.clone())).collect();
            self.planned.push((target, Plan::Gone(codec::encode(&key))));
        }
    }

    /// The digest of the transaction that was done under a token, if its time has not passed.
    #[must_use]
    pub fn done(&self, token: &str, now: LineMs) -> Option<[u8; 32]> {
        let done = self.held.iter().find_map(|(_, state)| state.done.get(token))?;
        (now.since_ms(done.0.line) < super::state::TOKEN_MS).then_some(done.0.digest)
    }

    /// Plans to remember that a transaction was done.
    pub fn remember(&mut self, token: &str, digest: [u8; 32], now: LineMs) {
        self.done = Some(Done { token: token.to_owned(), digest, line: now });
    }

    /// True when nothing is planned, so that nothing needs to be staged.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.planned.is_empty() && self.done.is_none()
    }

    /// The records that do what is planned, and whether they free more space than they take.
    #[must_use]
    pub fn batch(&self) -> Batch {
        let mut batch = Batch::new();
        let mut frees = true;
        for (target, plan) in &self.planned {
            let track = self.targets[*target].table.track;
            match plan {
                Plan::Put(_, bytes) => {
                    batch.append(track, &[PUT], bytes);
                    frees = false;
                }
                Plan::Gone(key) => batch.append(track, &[GONE], key),
            }
        }
        if let (Some(done), Some((table, _))) = (&self.done, self.held.first()) {
            batch.append(table.track, &[DONE], &done.encode());
            frees = false;
        }
        if frees { batch.essential() } else { batch }
    }

    /// Says that the batch was staged: from now on everybody sees what was planned.
    pub fn staged(mut self, receipt: &Durable<Vec<Seq>>) {
        let ticket = receipt.ticket();
        let mut seqs = receipt.peek().iter().map(|seq| seq.0);
        for (target, plan) in self.planned.drain(..) {
            let Some(seq) = seqs.next() else { return };
            let found = &self.found[target];
            let state = &mut self.held[found.table].1;
            let before = match &plan {
                Plan::Put(item, bytes) => state.put(&found.place, item, seq, Some(Arc::clone(bytes))),
                Plan::Gone(key) => state.remove(&found.place, seq, key.len()),
            };
            state.warm(&found.place, seq, ticket);
            if let Some(before) = before {
                state.supersede(before, ticket);
            }
        }
        if let (Some(done), Some(seq), Some((_, state))) =
            (self.done.take(), seqs.next(), self.held.first_mut())
        {
            state.remember(done, seq, ticket);
        }
    }
}
