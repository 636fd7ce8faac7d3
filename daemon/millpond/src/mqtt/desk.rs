//! What the broker asks of the driver: sockets, policies, rules, and the batches of a round.

use super::connection::{Connection, ROOM_BYTES, State};
use super::rules::{Later, Routed, Rules};
use super::who::{Gate, Setting};
use millpond_base::{Now, Seq, Ticket};
use millpond_broker::codec::Reason;
use millpond_broker::{Action, Conn, Host, Keep, Publication, Routed as Kept, message, record};
use millpond_log::{Batch, StageError};
use millpond_store::Store;
use millpond_store::post::Tracks;
use std::sync::Arc;

/// Bits of a connection's number that say its place among the connections.
const SLOT_BITS: u32 = 20;

/// Everything the broker does not know.
pub(super) struct Desk {
    pub(super) store: Arc<Store>,
    pub(super) tracks: Tracks,
    pub(super) gate: Gate,
    rules: Rules,
    connections: Vec<Option<Box<Connection>>>,
    /// The connection number of each place.
    numbers: Vec<u64>,
    free: Vec<usize>,
    serial: u64,
    /// Places with something to write or to close.
    pub(super) touched: Vec<usize>,
    pub(super) now: Now,
    messages: Batch,
    /// Which records of that batch are messages.
    message_at: Vec<usize>,
    state: Batch,
    somebody_waits: bool,
    routed: Vec<Routed>,
    bytes: usize,
    /// Records of sessions since they were last written anew.
    pub(super) records: usize,
    last: Ticket,
}

/// A round that was staged.
pub(super) struct Round {
    pub(super) ticket: Ticket,
    pub(super) places: Result<Vec<Seq>, Reason>,
    pub(super) state: Result<(), Reason>,
}

impl Desk {
    pub(super) fn new(store: Arc<Store>, tracks: Tracks, gate: Gate, rules: Rules) -> Self {
        let (now, last) = (store.clock().now(), store.log().durable());
        Self {
            store,
            tracks,
            gate,
            rules,
            connections: Vec::new(),
            numbers: Vec::new(),
            free: Vec::new(),
            serial: 0,
            touched: Vec::new(),
            now,
            messages: Batch::new(),
            message_at: Vec::new(),
            state: Batch::new(),
            somebody_waits: false,
            routed: Vec::new(),
            bytes: 0,
            records: 0,
            last,
        }
    }

    /// Open connections.
    pub(super) fn connected(&self) -> usize {
        self.connections.len() - self.free.len()
    }

    pub(super) fn add(&mut self, connection: Connection) -> (usize, Conn) {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.connections.push(None);
            self.numbers.push(0);
            self.connections.len() - 1
        });
        self.serial += 1;
        let number = self.serial << SLOT_BITS | slot as u64;
        self.numbers[slot] = number;
        self.connections[slot] = Some(Box::new(connection));
        (slot, Conn(number))
    }

    pub(super) fn remove(&mut self, slot: usize) -> Option<Box<Connection>> {
        let gone = self.connections.get_mut(slot)?.take()?;
        self.free.push(slot);
        Some(gone)
    }

    pub(super) fn at(&mut self, slot: usize) -> Option<&mut Connection> {
        self.connections.get_mut(slot)?.as_deref_mut()
    }

    pub(super) fn conn(&self, slot: usize) -> Conn {
        Conn(self.numbers[slot])
    }

    pub(super) fn slots(&self) -> usize {
        self.connections.len()
    }

    fn find(&mut self, conn: Conn) -> Option<(usize, &mut Connection)> {
        let slot = slot_of(conn);
        if *self.numbers.get(slot)? != conn.0 {
            return None;
        }
        Some((slot, self.connections[slot].as_deref_mut()?))
    }

    /// Whether a connection's credentials still hold; it is to be closed otherwise.
    pub(super) fn is_still_known(&mut self, slot: usize, store: &Store, now: Now) -> bool {
        let Some(connection) = self.connections.get_mut(slot).and_then(Option::as_deref_mut) else {
            return true;
        };
        let State::Open(open) = &mut connection.state else { return true };
        if self.gate.refresh(store, &mut open.who, now) {
            return true;
        }
        connection.closing.get_or_insert(Reason::MaximumConnectTime);
        false
    }

    /// Something is to be written to a connection, or it is to be closed.
    pub(super) fn touch(&mut self, slot: usize) {
        if let Some(connection) = self.connections.get_mut(slot).and_then(Option::as_deref_mut)
            && !std::mem::replace(&mut connection.is_touched, true)
        {
            self.touched.push(slot);
        }
    }

    /// Bytes that wait to be staged with this round.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds an audit event to this round.
    pub(super) fn trace(&mut self, event: &millpond_store::trail::Event) {
        self.store.trail().append(&mut self.state, event);
    }

    /// Stages what this round keeps: sessions first, for a session comes before what it has taken.
    pub(super) fn stage(&mut self) -> Result<Round, Later> {
        let now = self.now;
        let mut state = Ok(());
        if !self.state.is_empty() {
            let batch = self.state.clone();
            let batch = if self.somebody_waits { batch } else { batch.lazy() };
            match self.store.stage(batch.essential(), now) {
                // What nobody waits for lets a commit gather company, and must not hold back those who wait for something else.
                Ok(staged) if self.somebody_waits => self.last = self.last.max(staged.ticket()),
                Ok(_) => {}
                Err(StageError::Busy { .. }) => return Err(Later),
                Err(error) => state = Err(reason(&error)),
            }
            self.records += self.state.len();
            self.state = Batch::new();
            self.somebody_waits = false;
        }
        let places = self.stage_messages()?;
        self.bytes = 0;
        Ok(Round { ticket: self.last, places, state })
    }

    fn stage_messages(&mut self) -> Result<Result<Vec<Seq>, Reason>, Later> {
        if self.messages.is_empty() && self.routed.is_empty() {
            return Ok(Ok(Vec::new()));
        }
        let staged = self.rules.stage(&self.store, &self.routed, self.messages.clone(), self.now)?;
        self.records += self.messages.len() - self.message_at.len();
        let message_at = std::mem::take(&mut self.message_at);
        self.messages = Batch::new();
        self.routed.clear();
        Ok(match staged {
            Ok((ticket, places)) => {
                self.last = self.last.max(ticket);
                Ok(message_at.into_iter().map(|at| places[at]).collect())
            }
            Err(error) => Err(reason(&error)),
        })
    }
}

/// What a client is told of a batch that was not staged.
const fn reason(error: &StageError) -> Reason {
    match error {
        StageError::Full { .. } | StageError::TooLarge { .. } => Reason::QuotaExceeded,
        _ => Reason::ServerUnavailable,
    }
}

impl Host for Desk {
    fn may(&mut self, conn: Conn, action: Action, name: &str) -> bool {
        let (store, now) = (Arc::clone(&self.store), self.now);
        let slot = slot_of(conn);
        let Some(connection) = self.connections.get_mut(slot).and_then(Option::as_deref_mut) else {
            return false;
        };
        let (peer, is_secure) = (connection.peer, connection.is_secure());
        let State::Open(open) = &mut connection.state else { return false };
        if !self.gate.refresh(&store, &mut open.who, now) {
            connection.closing.get_or_insert(Reason::MaximumConnectTime);
            self.touch(slot);
            return false;
        }
        let setting = Setting { client: &open.client, peer, is_secure, now };
        self.gate.may(&store, &open.who, action, name, setting)
    }

    fn route(&mut self, message: &Publication<'_>) -> Result<Kept, Reason> {
        match self.rules.route(&self.store, message, self.now)? {
            None => Ok(Kept::Nowhere),
            Some(routed) => {
                self.bytes += routed.bytes();
                self.routed.push(routed);
                Ok(Kept::Kept)
            }
        }
    }

    fn keep(&mut self, which: Keep, body: &[u8]) {
        self.bytes += body.len();
        match which {
            Keep::Message => {
                self.message_at.push(self.messages.len());
                self.messages.append(self.tracks.messages, &message::VERSION, body);
            }
            Keep::WithMessages => self.messages.append(self.tracks.sessions, &record::VERSION, body),
            Keep::State | Keep::Lazily => {
                self.somebody_waits |= which == Keep::State;
                self.state.append(self.tracks.sessions, &record::VERSION, body);
            }
        }
    }

    fn out(&mut self, conn: Conn) -> Option<&mut Vec<u8>> {
        let (slot, _) = self.find(conn)?;
        self.touch(slot);
        self.at(slot).map(|connection| &mut connection.out)
    }

    fn has_room(&self, conn: Conn) -> bool {
        let slot = slot_of(conn);
        let connection = self.connections.get(slot).and_then(Option::as_deref);
        connection.is_some_and(|connection| self.numbers[slot] == conn.0 && connection.unsent() < ROOM_BYTES)
    }

    fn close(&mut self, conn: Conn, reason: Reason) {
        if let Some((slot, connection)) = self.find(conn) {
            connection.closing.get_or_insert(reason);
            self.touch(slot);
        }
    }
}

fn slot_of(conn: Conn) -> usize {
    usize::try_from(conn.0 & ((1 << SLOT_BITS) - 1)).expect("20 bits")
}
