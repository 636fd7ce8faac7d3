//! The broker itself: rounds of packets, and what is said once a round is durable.
//!
//! Packets are gathered in a round. What they keep goes into two batches, one with messages and one with sessions, which the driver
//! stages at the round's end. Everything that depends on them is due when the later of their tickets is durable, in the order in
//! which it was asked for.

use crate::codec::{self, Ack, AckKind, Packet, Qos, Reason};
use crate::group::Group;
use crate::host::{Conn, Host, Keep};
use crate::limits::{Counters, Limits};
use crate::record::Record;
use crate::retained::Retained;
use crate::session::{Session, SessionId};
use crate::trie::{Trie, Who, Wish};
use millpond_base::{LineMs, Now, Seq, Ticket};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// A broker.
pub struct Broker {
    pub(crate) limits: Limits,
    pub(crate) sessions: HashMap<SessionId, Session>,
    pub(crate) by_client: HashMap<Arc<str>, SessionId>,
    pub(crate) trie: Trie,
    pub(crate) subscriptions: usize,
    pub(crate) groups: HashMap<u64, Group>,
    pub(crate) by_share: HashMap<Box<str>, u64>,
    pub(crate) retained: Retained,
    /// Of the next session or group.
    pub(crate) next_id: u64,
    /// The place of the next message.
    pub(crate) staged_next: u64,
    /// Every message before was distributed.
    pub(crate) head: u64,
    pub(crate) round: Vec<Due>,
    /// Messages kept in this round.
    pub(crate) kept: usize,
    pub(crate) rounds: VecDeque<(Ticket, Vec<Due>)>,
    /// Bytes of messages that are not durable yet.
    pub(crate) pending_bytes: usize,
    /// Those that may read on.
    pub(crate) line: VecDeque<Who>,
    pub(crate) dirty: Vec<Who>,
    pub(crate) counters: Counters,
    /// Kept for its room.
    pub(crate) hits: Vec<Wish>,
    pub(crate) swept: LineMs,
}

/// What is due once a round is durable.
pub(crate) enum Due {
    /// CONNACK.
    Open { session: SessionId, conn: Conn, bytes: Vec<u8> },
    /// A message is distributed and acknowledged.
    Message(DueMessage),
    /// Something is said; `Some` ends a message that was being taken in that session.
    Reply { conn: Conn, bytes: Vec<u8>, ends: Option<SessionId> },
    /// Retained messages go to a new subscription.
    Retained { session: SessionId, filter: Box<str> },
}

pub(crate) struct DueMessage {
    pub(crate) from: SessionId,
    pub(crate) conn: Conn,
    pub(crate) packet: u16,
    pub(crate) qos: Qos,
    /// `None` when nobody asked for it.
    pub(crate) message: Option<Arc<[u8]>>,
    /// Which of the round's kept messages it is; then its place.
    pub(crate) place: Option<u64>,
    /// It keeps something.
    pub(crate) is_kept: bool,
    pub(crate) is_retained: bool,
    pub(crate) reason: Reason,
}

/// How staging a round went.
#[derive(Clone, Copy, Debug)]
pub struct Staged<'a> {
    /// What has to be durable; the last ticket there was when the round kept nothing.
    pub ticket: Ticket,
    /// The places of the messages that were kept, or why none was.
    pub places: Result<&'a [Seq], Reason>,
    /// Whether what sessions keep was staged.
    pub state: Result<(), Reason>,
}

/// A reader that wants a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub(crate) who: Who,
    /// From which place on.
    pub from: Seq,
}

impl Broker {
    /// What has happened since the start.
    #[must_use]
    pub const fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Sessions, connected or not.
    #[must_use]
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// Subscriptions of all sessions.
    #[must_use]
    pub const fn subscriptions(&self) -> usize {
        self.subscriptions
    }

    /// Retained messages and their bytes.
    #[must_use]
    pub fn retained(&self) -> (usize, usize) {
        (self.retained.len(), self.retained.bytes())
    }

    /// Bytes of messages that were taken and are not durable yet. A driver reads no more from publishers while they are many.
    #[must_use]
    pub const fn pending_bytes(&self) -> usize {
        self.pending_bytes
    }

    /// Takes a packet of a session. False when the client has said that it goes.
    ///
    /// # Errors
    /// Why the connection must end; the driver says so to a client of version 5, and then calls [`Broker::gone`].
    pub fn packet(
        &mut self,
        session: u64,
        packet: &Packet<'_>,
        now: Now,
        host: &mut impl Host,
    ) -> Result<bool, Reason> {
        let Some(link) = self.sessions.get_mut(&session).and_then(|session| session.link.as_mut()) else {
            return Ok(false);
        };
        link.heard = now.line;
        let conn = link.conn;
        match packet {
            // A second one is an offence (section 3.1).
            Packet::Connect(_) => return Err(Reason::ProtocolError),
            Packet::Publish(publish) => self.publish(session, publish, now, host)?,
            Packet::Ack(ack) => self.ack(session, *ack, now, host),
            Packet::Subscribe(subscribe) => self.subscribe(session, subscribe, now, host)?,
            Packet::Unsubscribe(unsubscribe) => self.unsubscribe(session, unsubscribe, host),
            Packet::Ping => {
                if let Some(out) = host.out(conn) {
                    codec::pong(out);
                }
            }
            Packet::Disconnect { code, expiry_s } => {
                self.disconnected(session, *code, *expiry_s, now, host)?;
                return Ok(false);
            }
            Packet::Auth => return Err(Reason::ProtocolError),
        }
        Ok(true)
    }

    /// Writes down how far sessions have come; to be called before the round's batches are staged.
    pub fn end_round(&mut self, host: &mut impl Host) {
        let head = self.head;
        for who in std::mem::take(&mut self.dirty) {
            match who {
                Who::Session(number) => {
                    let Some(session) = self.sessions.get_mut(&number) else { continue };
                    session.is_dirty = false;
                    let keep =
                        if std::mem::take(&mut session.is_urgent) { Keep::State } else { Keep::Lazily };
                    host.keep(keep, &progress(number, session, head));
                }
                Who::Group(number) => {
                    let Some(group) = self.groups.get_mut(&number) else { continue };
                    group.is_dirty = false;
                    let (next, done) = group.progress(head);
                    host.keep(Keep::Lazily, &Record::Group { share: &group.share, next, done }.to_bytes());
                }
            }
        }
    }

    /// Ends the round.
    pub fn staged(&mut self, staged: &Staged<'_>, host: &mut impl Host) {
        self.kept = 0;
        let mut round = std::mem::take(&mut self.round);
        for due in &mut round {
            match (due, staged.places, staged.state) {
                (Due::Message(due), Ok(places), _) => {
                    if let Some(place) = &mut due.place {
                        let at = usize::try_from(*place).ok().and_then(|at| places.get(at));
                        *place = at.map_or(self.staged_next, |seq| seq.0);
                        self.staged_next = *place + 1;
                    }
                    if due.is_retained
                        && let Some(message) = &due.message
                    {
                        keep_retained(&mut self.retained, message);
                    }
                }
                (Due::Message(due), Err(reason), _) if due.is_kept => {
                    due.reason = reason;
                    self.pending_bytes -= due.message.take().map_or(0, |message| message.len());
                    if due.qos == Qos::ExactlyOnce
                        && let Some(session) = self.sessions.get_mut(&due.from)
                    {
                        session.taken.remove(&due.packet);
                    }
                }
                // It may be the second one of a message that was not taken after all.
                (Due::Message(due), Err(reason), _) if due.qos == Qos::ExactlyOnce => due.reason = reason,
                (Due::Open { conn, .. } | Due::Reply { conn, .. }, _, Err(reason)) => {
                    host.close(*conn, reason);
                }
                _ => {}
            }
        }
        if !round.is_empty() {
            self.rounds.push_back((staged.ticket, round));
        }
    }

    /// True when nothing waits to become durable.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.rounds.is_empty() && self.round.is_empty()
    }

    /// Says everything that was due once `ticket` is durable.
    pub fn durable(&mut self, ticket: Ticket, now: Now, host: &mut impl Host) {
        while let Some((_, round)) = self.rounds.pop_front_if(|(due, _)| *due <= ticket) {
            for due in round {
                self.say(due, now, host);
            }
        }
    }

    fn say(&mut self, due: Due, now: Now, host: &mut impl Host) {
        match due {
            Due::Open { session, conn, bytes } => self.open(session, conn, &bytes, now, host),
            Due::Reply { conn, bytes, ends } => {
                if let Some(out) = host.out(conn) {
                    out.extend_from_slice(&bytes);
                }
                if let Some(session) = ends {
                    self.taken_less(session);
                }
            }
            Due::Retained { session, filter } => self.send_retained(session, &filter, now, host),
            Due::Message(due) => {
                if let Some(message) = &due.message {
                    self.pending_bytes -= message.len();
                    self.distribute(message, due.place, now, host);
                }
                self.acknowledge(&due, host);
            }
        }
    }

    /// PUBACK or PUBREC to the publisher.
    fn acknowledge(&mut self, due: &DueMessage, host: &mut impl Host) {
        let failed = due.reason.code() >= 0x80;
        if failed {
            self.counters.refused += 1;
        }
        let link = self.sessions.get(&due.from).and_then(|session| session.link.as_ref());
        let Some(link) = link.filter(|link| link.conn == due.conn) else { return };
        let version = link.version;
        let kind = match due.qos {
            Qos::AtMostOnce => return,
            Qos::AtLeastOnce => AckKind::Puback,
            Qos::ExactlyOnce => AckKind::Pubrec,
        };
        if failed && version == codec::Version::V3 {
            // It has no word for a failure; the message comes again after a new connection.
            return host.close(due.conn, due.reason);
        }
        if let Some(out) = host.out(due.conn) {
            codec::ack(out, version, kind, due.packet, due.reason);
        }
        if failed || kind == AckKind::Puback {
            self.taken_less(due.from);
        }
    }

    pub(crate) fn taken_less(&mut self, session: SessionId) {
        if let Some(link) = self.sessions.get_mut(&session).and_then(|session| session.link.as_mut()) {
            link.taking = link.taking.saturating_sub(1);
        }
    }

    /// Something is to be written down of it at the round's end.
    pub(crate) fn soil(&mut self, who: Who) {
        let is_dirty = match who {
            Who::Session(number) => match self.sessions.get_mut(&number) {
                Some(session) if session.is_lasting() => &mut session.is_dirty,
                _ => return,
            },
            Who::Group(number) => {
                let lasting = |session| self.sessions.get(&session).is_some_and(Session::is_lasting);
                match self.groups.get_mut(&number) {
                    Some(group) if group.members.iter().any(|member| lasting(member.session)) => {
                        &mut group.is_dirty
                    }
                    _ => return,
                }
            }
        };
        if !std::mem::replace(is_dirty, true) {
            self.dirty.push(who);
        }
    }

    /// The same, and somebody waits for it.
    pub(crate) fn soil_urgently(&mut self, number: SessionId) {
        self.soil(Who::Session(number));
        if let Some(session) = self.sessions.get_mut(&number) {
            session.is_urgent = true;
        }
    }

    /// An answer that depends on nothing but what was durable before.
    pub(crate) fn answer(&self, session: SessionId, ack: Ack, reason: Reason, host: &mut impl Host) {
        let Some(link) = self.sessions.get(&session).and_then(|session| session.link.as_ref()) else {
            return;
        };
        if let Some(out) = host.out(link.conn) {
            codec::ack(out, link.version, ack.kind, ack.packet, reason);
        }
    }
}

/// The record of a session's progress.
pub(crate) fn progress(number: SessionId, session: &Session, head: u64) -> Vec<u8> {
    let (next, done, released) = session.progress(head);
    Record::Progress { session: number, next, done, released, lost: session.lost }.to_bytes()
}

/// A message without a payload takes the one before away (section 3.3.1.3).
pub(crate) fn keep_retained(retained: &mut Retained, message: &Arc<[u8]>) {
    let Some(read) = crate::Message::read(message) else { return };
    if read.payload.is_empty() {
        retained.remove(read.topic);
    } else {
        retained.put(read.topic, Arc::clone(message));
    }
}
