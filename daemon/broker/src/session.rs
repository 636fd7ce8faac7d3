//! What is known of one client.

use crate::codec::{Options, Qos, Version};
use crate::host::Conn;
use crate::message::Message;
use crate::reader::Reader;
use crate::topic;
use millpond_base::LineMs;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// The number of a session; never used again.
pub(crate) type SessionId = u64;

/// Packet identifiers of quality of service 1 are made of places in this many ways, those of quality of service 2 in twice as many:
/// the same place has the same identifier after a power cut too. See [`Session::packet_for`].
const OWN_PACKETS: u64 = 0x3fff;
/// From here on, up to twice as much, are identifiers of what has no place of its own.
const OTHER_PACKETS: u16 = 0x4000;
const TWICE_PACKETS: u16 = 0x8000;

/// A client's session.
#[derive(Debug, Default)]
pub(crate) struct Session {
    pub(crate) client: Arc<str>,
    /// Seconds it outlasts its connection; 0 for not at all, `u32::MAX` for as long as the limit lets it.
    pub(crate) expiry_s: u32,
    pub(crate) link: Option<Box<Link>>,
    pub(crate) subs: Vec<Sub>,
    /// Packets of quality of service 2 that were taken and not yet released.
    pub(crate) taken: BTreeSet<u16>,
    pub(crate) reader: Reader,
    /// Places whose message arrived and which the client has been, or has to be, released of.
    pub(crate) released: Vec<u64>,
    pub(crate) flights: VecDeque<Flight>,
    /// Messages for a session that ends with its connection.
    pub(crate) waiting: VecDeque<Waiting>,
    pub(crate) waiting_bytes: usize,
    /// When the connection ended.
    pub(crate) gone: LineMs,
    pub(crate) will: Option<Box<Kept>>,
    /// Messages it will not get because retention let go of them.
    pub(crate) lost: u64,
    /// Its progress is to be written down.
    pub(crate) is_dirty: bool,
    /// Somebody waits for that.
    pub(crate) is_urgent: bool,
}

/// What lasts as long as the connection.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) conn: Conn,
    pub(crate) version: Version,
    /// CONNACK has been said.
    pub(crate) is_open: bool,
    pub(crate) heard: LineMs,
    /// 0 for a client that may be silent.
    pub(crate) keep_alive_ms: u64,
    pub(crate) in_flight_max: usize,
    pub(crate) packet_bytes_max: usize,
    /// Messages taken and not acknowledged.
    pub(crate) taking: u32,
    pub(crate) aliases: Vec<Option<Box<str>>>,
    pub(crate) next_packet: u16,
}

/// A will.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) delay_s: u32,
    /// See [`Message`]; where its end is said, it is counted from when it is published.
    pub(crate) message: Box<[u8]>,
}

/// A subscription.
#[derive(Debug)]
pub(crate) struct Sub {
    pub(crate) filter: Box<str>,
    pub(crate) options: Options,
    pub(crate) id: u32,
    pub(crate) since: u64,
}

/// A message on its way to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flight {
    pub(crate) packet: u16,
    /// Its place in the track of messages, where it has one.
    pub(crate) place: Option<u64>,
    /// The group on whose behalf it goes; 0 for none.
    pub(crate) group: u64,
    pub(crate) qos: Qos,
    /// It has arrived, and the client is being released of it.
    pub(crate) is_released: bool,
}

/// A message in memory.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) message: Arc<[u8]>,
    pub(crate) interest: Interest,
    pub(crate) group: u64,
    pub(crate) is_retained: bool,
}

/// How a client wants one message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interest {
    pub(crate) qos: Qos,
    pub(crate) as_published: bool,
    pub(crate) ids: Vec<u32>,
}

impl Interest {
    /// Adds what one more subscription says.
    pub(crate) fn join(this: &mut Option<Self>, qos: Qos, options: Options, id: u32) {
        let interest = this.get_or_insert_default();
        interest.qos = interest.qos.max(qos.min(options.qos));
        interest.as_published |= options.as_published;
        if id != 0 && !interest.ids.contains(&id) {
            interest.ids.push(id);
        }
    }
}

impl Session {
    /// It outlasts its connection, and what is for it is kept in the log.
    pub(crate) const fn is_lasting(&self) -> bool {
        self.expiry_s > 0
    }

    /// How it wants a message that lies at `place`; `None` when it does not want it.
    pub(crate) fn interest(&self, own: SessionId, message: &Message<'_>, place: u64) -> Option<Interest> {
        let mut interest = None;
        for sub in &self.subs {
            let is_local = sub.options.no_local && message.publisher == own;
            let is_shared = sub.filter.starts_with("$share/");
            if sub.since <= place && !is_local && !is_shared && topic::matches(&sub.filter, message.topic) {
                Interest::join(&mut interest, message.qos, sub.options, sub.id);
            }
        }
        interest
    }

    /// True when a message of quality of service 1 or 2 may go out now, as far as the client's window goes.
    pub(crate) fn has_window(&self) -> bool {
        self.link.as_ref().is_some_and(|link| link.is_open && self.flights.len() < link.in_flight_max)
    }

    /// The packet identifier for a message. One that lies in the log for this session has the same whenever it is sent, so that it
    /// is known again after a power cut without being written down. `None` while another message has it.
    pub(crate) fn packet_for(&mut self, place: Option<u64>, group: u64, qos: Qos) -> Option<u16> {
        let taken =
            |flights: &VecDeque<Flight>, packet: u16| flights.iter().any(|flight| flight.packet == packet);
        if let (Some(place), 0) = (place, group) {
            let packet = own_packet(place, qos);
            return (!taken(&self.flights, packet)).then_some(packet);
        }
        let link = self.link.as_mut()?;
        // At most 1,024 are in flight, so one of so many is free.
        for _ in 0..=self.flights.len() {
            link.next_packet = link.next_packet.wrapping_add(1) % OTHER_PACKETS;
            let packet = OTHER_PACKETS + link.next_packet;
            if !taken(&self.flights, packet) {
                return Some(packet);
            }
        }
        None
    }

    /// Places of its own messages that are on their way, rising.
    fn open(&self) -> Vec<u64> {
        let own = |flight: &&Flight| flight.group == 0 && !flight.is_released;
        let mut open: Vec<u64> = self.flights.iter().filter(own).filter_map(|flight| flight.place).collect();
        open.sort_unstable();
        open
    }

    /// How far it has come: where it would go on if the power went now, what is done from there on, what is released.
    pub(crate) fn progress(&self, head: u64) -> (u64, Vec<(u64, u64)>, Vec<u64>) {
        let (next, done) = self.reader.without(&self.open(), head);
        let mut released = self.released.clone();
        let flying = self.flights.iter().filter(|flight| flight.is_released);
        released.extend(flying.filter_map(|flight| flight.place));
        released.sort_unstable();
        released.dedup();
        (next, done, released)
    }

    /// Takes back what is on its way: the connection is over. Returns what goes back to groups.
    pub(crate) fn collapse(&mut self, head: u64) -> Vec<(u64, u64)> {
        let again = self.reader.position(head).max(self.reader.again);
        let (next, done, released) = self.progress(head);
        self.reader = Reader { next, done, again, is_live: false, is_queued: self.reader.is_queued };
        self.released = released;
        self.waiting.clear();
        self.waiting_bytes = 0;
        let flights = std::mem::take(&mut self.flights);
        let shared = flights.into_iter().filter(|flight| flight.group != 0);
        shared.filter_map(|flight| Some((flight.group, flight.place?))).collect()
    }
}

/// The packet identifier of what lies at a place for a session.
pub(crate) fn own_packet(place: u64, qos: Qos) -> u16 {
    let low = |modulus: u64| u16::try_from(place % modulus).expect("below 2^15");
    match qos {
        Qos::ExactlyOnce => TWICE_PACKETS | low(TWICE_PACKETS.into()),
        _ => 1 + low(OWN_PACKETS),
    }
}
