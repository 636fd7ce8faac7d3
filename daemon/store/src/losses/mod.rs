//! The loss ledger: what this gateway let go of or lost, in entries that are chained, signed, and on flash before the
//! records are gone. So what is missing is provable, and what is not listed was never dropped.
//!
//! Goals: no drop without its entry, across power cuts; bounded space and memory; an export that anyone can verify
//! without the device. Non-goals: retention, deletes and purges, which somebody asked for.
//!
//! Entries live in a track of their own. An entry grows while its cause goes on: within [`FRESH_MS`] a further range of
//! the same place and cause is added to it. As later entries carry its hash, those are written again with it; they all
//! belong to the open end of the chain, which is short. Older entries are never changed.
//!
//! Record grammar: attributes = version 1 ‖ kind ‖ track u32 little-endian ‖ floor u64 little-endian; body = signature ‖
//! canonical entry. Kind 0 is a new version: it replaces the entry of its index and all after it. Kind 1 is a copy that
//! replaces nothing. Kind 2 has no body. After a start, a track is trimmed to the highest floor that names it: what an
//! entry says is gone stays gone, although trimming itself leaves no trace on flash.

mod entry;
mod export;
mod rotten;
mod statement;

pub use entry::{Cause, Entry, Loss, PUBLIC_KEY_BYTES, SIGNATURE_BYTES, Signed, device_of};
pub use export::{Export, ExportError, Verified};

use crate::Catalog;
use crate::keyring::{Keyring, Purpose, RootKey};
use crate::trail::{TrackError, own_track};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use millpond_base::{Now, Seq, Ticket, TrackId, WallMs};
use millpond_log::{Batch, Durable, Log, ReadLimit};
use rotten::Rotten;
use statement::{Kind, Statement};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

pub(crate) const KIND: &str = "losses";
/// How long an entry may grow. Ours: an hour of trouble is one line of the ledger.
pub const FRESH_MS: u64 = 3_600_000;
/// Entries that may grow at the same time. Ours: they are written again together, 350 B each.
const OPEN_MAX: usize = 64;
/// Entries kept; the oldest are let go beyond that. Ours: 1.5 MB, half a year of one stream that always overflows.
pub const ENTRIES_MAX: u64 = 4096;
/// Statements that may lie in the track beside those of [`ENTRIES_MAX`] entries before it is written anew.
const SLACK: u64 = 512;
const PAGE: ReadLimit = ReadLimit { records: 512, bytes: 256 << 10 };
/// Entries in one batch while the track is written anew; small enough for the smallest staging buffer.
const COPY_MAX: usize = 64;

/// The ledger of one gateway.
pub struct Losses {
    log: Arc<Log>,
    track: TrackId,
    key: Ed25519KeyPair,
    public_key: [u8; PUBLIC_KEY_BYTES],
    state: Mutex<State>,
}

struct State {
    /// The end of the chain that may still change, oldest first; its last entry is the newest there is.
    open: Vec<Signed>,
    /// The index of the oldest entry kept.
    oldest: u64,
    /// The index of the next entry.
    next: u64,
    /// What `next` carries as the hash before it while `open` is empty.
    sealed_hash: [u8; 32],
    /// How far each track is known to be gone.
    floors: BTreeMap<TrackId, u64>,
    /// What its entries call rotten.
    rotten: Rotten,
    /// Statements in the track.
    statements: u64,
    /// Once the ticket is durable, everything before the place is an older copy.
    rewrite: Option<(Ticket, Seq)>,
    /// The newest statement.
    newest: Ticket,
    totals: Totals,
}

/// What was lost since the ledger's oldest entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Entries.
    pub entries: u64,
    /// Records.
    pub records: u64,
    /// Bytes, as the entries count them.
    pub bytes: u64,
}

/// Losses on their way into the ledger, which is locked meanwhile.
///
/// They count once [`Noting::staged`] was called; dropping this before forgets them, and the batch must be dropped too.
pub struct Noting<'l> {
    losses: &'l Losses,
    state: MutexGuard<'l, State>,
    now: Now,
    open: Vec<Signed>,
    floors: BTreeMap<TrackId, u64>,
    added: Totals,
    statements: u64,
}

impl Losses {
    /// Opens the ledger, or makes it on the first start, and trims what its entries say is gone. Call it before
    /// anything reads the tracks it may name.
    ///
    /// # Errors
    /// When the catalog, the keyring or the device fails.
    pub fn open(
        catalog: &Catalog,
        log: Arc<Log>,
        keyring: &Keyring,
        root: &RootKey,
    ) -> Result<Self, TrackError> {
        let track = own_track(KIND, catalog, &log, keyring)?;
        let seed = root.derive(Purpose::LossLedger);
        let key = Ed25519KeyPair::from_seed_unchecked(seed.expose()).expect("any 32 bytes are a seed");
        let public_key = key.public_key().as_ref().try_into().expect("an Ed25519 key has 32 bytes");
        let replayed = replay(&log, track);
        for (track, floor) in &replayed.floors {
            log.trim(*track, Seq(*floor));
        }
        let newest = replayed.entries.last_key_value();
        let state = State {
            oldest: replayed.entries.first_key_value().map_or(0, |(index, _)| *index),
            next: newest.map_or(0, |(index, _)| index + 1),
            sealed_hash: newest.map_or([0; 32], |(_, signed)| signed.entry.hash()),
            open: Vec::new(),
            totals: Totals::of(replayed.entries.values()),
            rotten: replayed.entries.values().map(|signed| &signed.entry.loss).collect(),
            floors: replayed.floors,
            statements: replayed.statements,
            rewrite: None,
            newest: log.durable(),
        };
        Ok(Self { log, track, key, public_key, state: Mutex::new(state) })
    }

    /// The key that verifies every entry of this device.
    #[must_use]
    pub const fn public_key(&self) -> &[u8; PUBLIC_KEY_BYTES] {
        &self.public_key
    }

    /// What was lost since the oldest entry that is kept.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.lock().totals
    }

    /// How far a track is known to be gone.
    #[must_use]
    pub fn floor(&self, track: TrackId) -> Seq {
        Seq(self.lock().floors.get(&track).copied().unwrap_or(0))
    }

    /// Every durable entry from a moment on, with what is needed to verify them.
    #[must_use]
    pub fn export(&self, since: WallMs) -> Export {
        let entries = replay(&self.log, self.track).entries.into_values();
        let oldest = self.lock().oldest;
        let entries = entries.filter(|s| s.entry.index >= oldest && s.entry.until >= since).collect();
        Export { public_key: self.public_key, entries }
    }

    /// The index before which no entry changes any more.
    #[must_use]
    pub fn settled_end(&self, now: Now) -> u64 {
        let mut state = self.lock();
        state.close_stale(now);
        state.open.first().map_or(state.next, |signed| signed.entry.index)
    }

    /// Durable entries from an index on that do not change any more, oldest first; at most so many.
    #[must_use]
    pub fn settled(&self, from: u64, entries_max: usize, now: Now) -> Vec<Signed> {
        let end = self.settled_end(now);
        if from >= end {
            return Vec::new();
        }
        let entries = replay(&self.log, self.track).entries;
        let oldest = self.lock().oldest;
        entries
            .into_iter()
            .filter(|(index, _)| (from.max(oldest)..end).contains(index))
            .map(|(_, s)| s)
            .take(entries_max)
            .collect()
    }

    /// An entry as the export words it, with the key that verifies it.
    #[must_use]
    pub fn to_json(&self, signed: &Signed) -> serde_json::Value {
        export::object(signed, &millpond_base::hex(&self.public_key))
    }

    /// Begins to note losses.
    #[must_use]
    pub fn noting(&self, now: Now) -> Noting<'_> {
        let mut state = self.lock();
        state.close_stale(now);
        let open = state.open.clone();
        let (floors, added) = (BTreeMap::new(), Totals::default());
        Noting { losses: self, state, now, open, floors, added, statements: 0 }
    }

    /// Notes that records cannot be read because the flash changed them, unless an entry says so. False when there is no
    /// room for it now.
    ///
    /// # Durability
    /// None is waited for: damage that a power cut forgets is found again.
    pub fn note_rot(&self, loss: &Loss, now: Now) -> bool {
        let mut noting = self.noting(now);
        if noting.state.rotten.covers(loss) {
            return true;
        }
        let mut batch = Batch::new();
        noting.push(&mut batch, loss, None);
        let Ok(receipt) = self.log.stage(batch.lazy().essential(), now) else { return false };
        noting.state.rotten.add(loss);
        noting.staged(&receipt);
        true
    }

    /// The track that holds the entries.
    #[must_use]
    pub const fn track(&self) -> TrackId {
        self.track
    }

    /// Writes the track anew when it holds much more than its entries need, or when its older records are `in_the_way`
    /// of using a segment again. Called every second.
    pub fn maintain(&self, in_the_way: bool, now: Now) {
        let mut state = self.lock();
        if let Some((ticket, place)) = state.rewrite {
            if ticket > self.log.durable() {
                return;
            }
            state.rewrite = None;
            self.log.trim(self.track, place);
        }
        let kept = (state.next - state.oldest).min(ENTRIES_MAX);
        if state.statements <= kept * 2 + SLACK && !in_the_way {
            return;
        }
        // What waits for its commit cannot be read yet, and would be left out.
        if state.newest > self.log.durable() {
            return;
        }
        let oldest = state.next.saturating_sub(ENTRIES_MAX).max(state.oldest);
        let entries: Vec<Signed> = replay(&self.log, self.track).entries.into_values().collect();
        let entries: Vec<Signed> = entries.into_iter().filter(|s| s.entry.index >= oldest).collect();
        // A track that was deleted needs no floor any more.
        state.floors.retain(|track, _| self.log.bounds(*track).next > Seq(0));
        let floors = state.floors.iter().map(|(track, floor)| Statement::floor(*track, *floor));
        let statements: Vec<Statement> =
            floors.chain(entries.iter().map(|signed| Statement::copy(signed.clone()))).collect();
        let mut place = None;
        let mut ticket = self.log.durable();
        for part in statements.chunks(COPY_MAX) {
            let mut batch = Batch::new();
            part.iter().for_each(|statement| statement.append(&mut batch, self.track));
            let Ok(receipt) = self.log.stage(batch.lazy().essential(), now) else { return };
            place = place.or(receipt.peek().first().copied());
            ticket = receipt.ticket();
        }
        if let Some(place) = place {
            state.rewrite = Some((ticket, place));
            state.statements = statements.len() as u64;
            state.oldest = oldest;
            state.totals = Totals::of(entries.iter());
        }
    }

    fn sign(&self, entry: Entry) -> Signed {
        let signature = self.key.sign(&entry.hash());
        Signed { entry, signature: signature.as_ref().try_into().expect("an Ed25519 signature has 64 bytes") }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock can panic")
    }
}

impl State {
    /// Ends the growth of entries whose time is over.
    fn close_stale(&mut self, now: Now) {
        let stale = |signed: &Signed| now.wall.0.saturating_sub(signed.entry.since.0) >= FRESH_MS;
        let closed = self.open.iter().rposition(stale).map_or(0, |at| at + 1);
        let closed = closed.max((self.open.len() + 1).saturating_sub(OPEN_MAX));
        if let Some(last) = self.open.drain(..closed).next_back() {
            self.sealed_hash = last.entry.hash();
        }
    }
}

impl Noting<'_> {
    /// Adds a loss to the batch. Once the batch is durable, the track of the records may be trimmed to where they are
    /// `gone`.
    pub fn push(&mut self, batch: &mut Batch, loss: &Loss, gone: Option<(TrackId, Seq)>) {
        let from = self.grow_or_append(loss);
        self.chain(from);
        self.added.records += loss.count;
        self.added.bytes += loss.bytes;
        if let Some((track, floor)) = gone {
            self.floors.insert(track, floor.0);
        }
        for (at, signed) in self.open[from..].iter().enumerate() {
            let gone = gone.filter(|_| at == 0);
            Statement { kind: Kind::New, gone, signed: Some(signed.clone()) }
                .append(batch, self.losses.track);
            self.statements += 1;
        }
    }

    /// The first entry of the open end that changes.
    fn grow_or_append(&mut self, loss: &Loss) -> usize {
        let grows = self.open.iter().position(|signed| signed.entry.loss.grows_by(loss));
        if let Some(at) = grows {
            let entry = &mut self.open[at].entry;
            entry.until = entry.until.max(self.now.wall);
            entry.loss.grow(loss);
            return at;
        }
        let entry = Entry {
            index: self.open.last().map_or(self.state.next, |newest| newest.entry.index + 1),
            device: device_of(&self.losses.public_key),
            since: self.now.wall,
            until: self.now.wall,
            loss: loss.clone(),
            previous: [0; 32],
        };
        self.open.push(Signed { entry, signature: [0; SIGNATURE_BYTES] });
        self.added.entries += 1;
        self.open.len() - 1
    }

    /// Chains and signs the open end anew from one entry on.
    fn chain(&mut self, from: usize) {
        let mut previous = match from.checked_sub(1) {
            Some(before) => self.open[before].entry.hash(),
            None => self.state.sealed_hash,
        };
        for signed in &mut self.open[from..] {
            signed.entry.previous = previous;
            *signed = self.losses.sign(signed.entry.clone());
            previous = signed.entry.hash();
        }
    }

    /// The batch was staged: the losses count.
    pub fn staged(mut self, receipt: &Durable<Vec<Seq>>) {
        let state = &mut *self.state;
        state.open = self.open;
        state.next = state.open.last().map_or(state.next, |newest| newest.entry.index + 1);
        state.statements += self.statements;
        state.newest = receipt.ticket();
        state.totals.add(self.added);
        state.floors.append(&mut self.floors);
    }
}

impl Totals {
    fn of<'s>(entries: impl Iterator<Item = &'s Signed>) -> Self {
        entries.fold(Self::default(), |mut sum, signed| {
            let Loss { count: records, bytes, .. } = signed.entry.loss;
            sum.add(Self { entries: 1, records, bytes });
            sum
        })
    }

    fn add(&mut self, other: Self) {
        self.entries += other.entries;
        self.records = self.records.saturating_add(other.records);
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

#[derive(Default)]
struct Replayed {
    entries: BTreeMap<u64, Signed>,
    floors: BTreeMap<TrackId, u64>,
    statements: u64,
}

/// Reads the track. A damaged part costs the entries in it, and verifying an export then shows that some are missing.
fn replay(log: &Log, track: TrackId) -> Replayed {
    let mut replayed = Replayed::default();
    let _ = log.scan(track, log.bounds(track).first, PAGE, |records| {
        for record in &records {
            replayed.statements += 1;
            let Some(statement) = Statement::decode(&record.attributes, &record.body) else { continue };
            if let Some((track, floor)) = statement.gone {
                let known = replayed.floors.entry(track).or_default();
                *known = floor.0.max(*known);
            }
            if let Some(signed) = statement.signed {
                if statement.kind == Kind::New {
                    replayed.entries.split_off(&signed.entry.index);
                }
                replayed.entries.insert(signed.entry.index, signed);
            }
        }
    });
    replayed
}

#[cfg(test)]
mod tests;
