//! Which records of other gateways have been taken, so that each is taken once however often it is sent.
//!
//! Record grammar, version 1: attributes = `01`; body = CBOR array [kind, origin (16 bytes), session, floor, highest, ranges],
//! where ranges is a flat array of first, end, first, end and so on, rising. Kind 0: these places were taken by the batch that
//! the record is in. Kind 1: all that is known of the origin, in place of what was before. Every [`REWRITE_EVERY`] records
//! the whole is written again, so that older records die and opening reads a bounded number of them.
//!
//! Invariant: a place is known only if its record is in the same batch as the inbox's record, or in one before.

mod known;

use crate::catalog::Catalog;
use crate::keyring::Keyring;
use crate::trail::{TrackError, known_track, own_track};
use known::Known;
use millpond_base::{Now, Provenance, Seq, Ticket, TrackId};
use millpond_log::{Batch, Log, ReadLimit};
use minicbor::{Decoder, Encoder};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

pub(crate) const KIND: &str = "inbox";
const VERSION: u8 = 1;
const TAKEN: u8 = 0;
const WHOLE: u8 = 1;
/// Ours: a rewrite of some hundred origins costs less than a tenth of what lies between two.
const REWRITE_EVERY: usize = 4_096;
/// Origins remembered: shards and queues of all gateways that forward here. About 200 bytes each. Beyond it the one that was
/// silent longest is forgotten; what it repeats then is taken twice.
const ORIGINS_MAX: usize = 16_384;
/// Separate stretches of one origin. A forwarder has at most a few thousand records under way.
const RANGES_MAX: usize = 16_384;
/// Origins in one batch of a rewrite.
const REWRITE_BATCH: usize = 256;
const PAGE: ReadLimit = ReadLimit { records: 512, bytes: 64 << 10 };

/// What has been taken, by origin.
pub struct Inbox {
    catalog: Arc<Catalog>,
    keyring: Arc<Keyring>,
    log: Arc<Log>,
    /// Made when the first gateway forwards here.
    track: OnceLock<TrackId>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    origins: HashMap<[u8; 16], Known>,
    /// Counts uses, so that it is known who was silent longest.
    uses: u64,
    /// Records since the last rewrite.
    records: usize,
    /// A rewrite on its way: what must be durable, and where it starts.
    rewrite: Option<(Ticket, Seq)>,
}

/// Why entries cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InboxError {
    /// The sender was started again since, or a copy of it runs.
    Stale,
    /// Too much of this origin is missing in between.
    Scattered,
    /// What was taken cannot be kept: the catalog takes nothing now.
    NoRoom,
}

impl fmt::Display for InboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stale => {
                "another gateway, or a later start of this one, forwards these records; if a data directory was copied, \
                 stop one of the two"
            }
            Self::NoRoom => "what other gateways forward cannot be kept now; free space on the gateway's file system",
            Self::Scattered => "too many records between those that were taken are missing; send older ones first",
        })
    }
}

impl std::error::Error for InboxError {}

/// Entries of one request on their way in. Nobody else's are judged meanwhile. Dropping it forgets them; the batch must then be
/// dropped too.
pub struct Receiving<'i> {
    track: TrackId,
    state: MutexGuard<'i, State>,
    provenance: &'i Provenance,
    /// What is known of the origin, once this request's entries are.
    known: Known,
    taken: Vec<u64>,
    /// The sender's log was put back to an older state.
    restored: bool,
}

impl Inbox {
    /// Opens the inbox and reads back what is known.
    ///
    /// # Errors
    /// When the catalog, the keyring or the log fails.
    pub fn open(catalog: Arc<Catalog>, log: Arc<Log>, keyring: Arc<Keyring>) -> Result<Self, TrackError> {
        let (track, mut state) = (OnceLock::new(), State::default());
        if let Some((_, document)) = catalog.all(KIND).map_err(TrackError::Catalog)?.into_iter().next() {
            let known = known_track(&document, &log, &keyring)?;
            state = replay(&log, known);
            let _ = track.set(known);
        }
        Ok(Self { catalog, keyring, log, track, state: Mutex::new(state) })
    }

    /// Begins to take entries of a request.
    ///
    /// # Errors
    /// [`InboxError`] when none of them can be taken.
    pub fn receiving<'i>(&'i self, provenance: &'i Provenance) -> Result<Receiving<'i>, InboxError> {
        let state = self.lock();
        let track = match self.track.get() {
            Some(track) => *track,
            // Nobody else makes it meanwhile: the state is locked.
            None => {
                let made = own_track(KIND, &self.catalog, &self.log, &self.keyring);
                let made = made.map_err(|_| InboxError::NoRoom)?;
                *self.track.get_or_init(|| made)
            }
        };
        let mut known = state.origins.get(&provenance.origin).cloned().unwrap_or_default();
        if known.is_stale(provenance.session) {
            return Err(InboxError::Stale);
        }
        if known.ranges() > RANGES_MAX {
            return Err(InboxError::Scattered);
        }
        let restored = known.begin(provenance.session, provenance.next, provenance.floor);
        Ok(Receiving { track, state, provenance, known, taken: Vec::new(), restored })
    }

    /// The track that holds what is known.
    pub(crate) fn track(&self) -> Option<TrackId> {
        self.track.get().copied()
    }

    /// Writes everything again when much was written since the last time, or `in_the_way`.
    pub(crate) fn care(&self, in_the_way: bool, now: Now) {
        let Some(track) = self.track() else { return };
        let mut state = self.lock();
        if let Some((ticket, start)) = state.rewrite {
            if ticket <= self.log.durable() {
                self.log.trim(track, start);
                state.rewrite = None;
            }
            return;
        }
        if state.records < REWRITE_EVERY && !in_the_way {
            return;
        }
        let mut start = None;
        let mut ticket = None;
        let origins: Vec<_> = state.origins.iter().collect();
        for some in origins.chunks(REWRITE_BATCH) {
            let mut batch = Batch::new();
            for (origin, known) in some {
                batch.append(track, &[VERSION], &encode(WHOLE, origin, known, known.stretches()));
            }
            // What was written of a rewrite that is broken off is only written again.
            let Ok(receipt) = self.log.stage(batch.lazy().essential(), now) else { return };
            start = start.or_else(|| receipt.peek().first().copied());
            ticket = Some(receipt.ticket());
        }
        state.records = 0;
        state.rewrite = ticket.zip(start);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock can panic")
    }
}

impl Receiving<'_> {
    /// Whether the entry with this number in the request was taken before.
    ///
    /// # Panics
    /// When the request has no such entry.
    #[must_use]
    pub fn is_known(&self, number: usize) -> bool {
        self.known.has(self.provenance.places[number])
    }

    /// Notes that the entry with this number is in the batch.
    ///
    /// # Panics
    /// When the request has no such entry.
    pub fn take(&mut self, number: usize) {
        self.taken.push(self.provenance.places[number]);
    }

    /// True when the sender's log was put back to an older state: what it sends from now on is new, whatever its places.
    #[must_use]
    pub const fn is_restored(&self) -> bool {
        self.restored
    }

    /// Adds what was taken to the batch that takes it.
    pub fn write(&mut self, batch: &mut Batch) {
        for place in &self.taken {
            self.known.add(*place);
        }
        if !self.taken.is_empty() {
            let mut these = Known::default();
            self.taken.iter().for_each(|place| these.add(*place));
            let body = encode(TAKEN, &self.provenance.origin, &self.known, these.stretches());
            batch.append(self.track, &[VERSION], &body);
        }
    }

    /// The batch was staged under this ticket; `None` when there was nothing to stage. Returns the ticket that has to be durable
    /// before the request may be answered: entries known before may wait for flash as well.
    pub fn staged(self, ticket: Option<Ticket>) -> Ticket {
        let Self { mut state, provenance, mut known, taken, .. } = self;
        let ticket = ticket.unwrap_or_default().max(known.ticket);
        state.uses += 1;
        state.records += usize::from(!taken.is_empty());
        known.used = state.uses;
        known.ticket = ticket;
        state.remember(provenance.origin, known);
        ticket
    }
}

impl State {
    fn remember(&mut self, origin: [u8; 16], known: Known) {
        if !self.origins.contains_key(&origin) && self.origins.len() >= ORIGINS_MAX {
            let silent = self.origins.iter().min_by_key(|(_, known)| known.used).map(|(origin, _)| *origin);
            silent.and_then(|silent| self.origins.remove(&silent));
        }
        self.origins.insert(origin, known);
    }
}

fn replay(log: &Log, track: TrackId) -> State {
    let mut state = State::default();
    // A record that cannot be read only means that what it speaks of would be taken twice.
    let _ = log.scan(track, log.bounds(track).first, PAGE, |records| {
        for record in &records {
            state.records += 1;
            if let Some(read) = decode(&record.attributes, &record.body) {
                state.uses += 1;
                let mut known = match read.kind {
                    WHOLE => Known::default(),
                    _ => state.origins.remove(&read.origin).unwrap_or_default(),
                };
                known.replay(read.session, read.floor, read.highest, &read.ranges);
                known.used = state.uses;
                state.remember(read.origin, known);
            }
        }
    });
    state
}

struct Read {
    kind: u8,
    origin: [u8; 16],
    session: u64,
    floor: u64,
    highest: u64,
    ranges: Vec<(u64, u64)>,
}

fn encode(kind: u8, origin: &[u8; 16], known: &Known, ranges: &[(u64, u64)]) -> Vec<u8> {
    let mut cbor = Encoder::new(Vec::with_capacity(64));
    let () = (|| {
        cbor.array(6)?.u8(kind)?.bytes(origin)?.u64(known.session())?.u64(known.floor())?;
        cbor.u64(known.highest())?.array(2 * ranges.len() as u64)?;
        for (first, end) in ranges {
            cbor.u64(*first)?.u64(*end)?;
        }
        Ok::<_, minicbor::encode::Error<std::convert::Infallible>>(())
    })()
    .expect("writing to a vector cannot fail");
    cbor.into_writer()
}

fn decode(attributes: &[u8], body: &[u8]) -> Option<Read> {
    if attributes != [VERSION] {
        return None;
    }
    let mut cbor = Decoder::new(body);
    (cbor.array().ok()? == Some(6)).then_some(())?;
    let kind = cbor.u8().ok().filter(|kind| [TAKEN, WHOLE].contains(kind))?;
    let origin = cbor.bytes().ok()?.try_into().ok()?;
    let [session, floor, highest] = [cbor.u64().ok()?, cbor.u64().ok()?, cbor.u64().ok()?];
    let numbers = cbor.array().ok()??;
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for _ in 0..numbers / 2 {
        let (first, end) = (cbor.u64().ok()?, cbor.u64().ok()?);
        let rises = first < end && ranges.last().is_none_or(|(_, before)| *before < first);
        rises.then(|| ranges.push((first, end)))?;
    }
    Some(Read { kind, origin, session, floor, highest, ranges })
}

#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz {
    //! A door to the private decoder, for daemon/fuzz alone.

    /// Reads a record of what was taken.
    pub fn taken(body: &[u8]) {
        if let Some(read) = super::decode(&[super::VERSION], body) {
            let mut known = super::Known::default();
            known.replay(read.session, read.floor, read.highest, &read.ranges);
        }
    }
}

#[cfg(test)]
mod tests;
