//! Clients come and go.

use crate::broker::{Broker, Due};
use crate::codec::{self, Acceptance, AckKind, Connect, Reason, Version};
use crate::host::{Action, Conn, Host, Keep};
use crate::message::Message;
use crate::record::Record;
use crate::session::{Flight, Kept, Link, Session, SessionId, own_packet};
use crate::topic;
use crate::trie::Who;
use millpond_base::{LineMs, Now};
use std::sync::Arc;

/// Longest client identifier, in bytes.
///
/// # Source
/// Ours: twice what AWS IoT takes; each costs memory as long as its session lasts.
const CLIENT_BYTES_MAX: usize = 256;

/// A client is connected once the driver's next round is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connected {
    /// Its session, for [`Broker::packet`].
    pub session: u64,
}

/// Why a client is not connected; the driver says so and ends the connection.
pub type Refusal = Reason;

impl Broker {
    /// Connects a client that has proven who it is and may connect as `client`. `assigned` when the server chose that identifier.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn connect(
        &mut self,
        conn: Conn,
        connect: &Connect<'_>,
        client: &str,
        assigned: bool,
        now: Now,
        host: &mut impl Host,
    ) -> Result<Connected, Refusal> {
        if client.is_empty() || client.len() > CLIENT_BYTES_MAX {
            return Err(Reason::ClientId);
        }
        // Section 3.1.3.1 of version 3.1.1: who has no identifier has no session either.
        if assigned && connect.version == Version::V3 && !connect.clean {
            return Err(Reason::ClientId);
        }
        let will = kept_will(conn, connect, host)?;
        let mut known = self.by_client.get(client).copied();
        if let Some(number) = known {
            self.take_over(number, now, host);
            if connect.clean {
                self.end_session(number, now, host);
            }
            known = self.by_client.get(client).copied();
        }
        if known.is_none() && self.sessions.len() >= self.limits.sessions_max {
            return Err(Reason::QuotaExceeded);
        }
        let expiry_s = connect.expiry_s.min(self.limits.expiry_s_max);
        let number = known.unwrap_or_else(|| self.begin_session(client));
        let session = self.sessions.get_mut(&number).expect("found or made above");
        // What is kept for a session that lasted is delivered as such, so it lasts at least a second more.
        session.expiry_s = if known.is_some() { expiry_s.max(1) } else { expiry_s };
        let had_will = session.will.is_some();
        session.will = will;
        let keep_alive_s = keep_alive(connect, self.limits.keep_alive_s_max);
        session.link = Some(Box::new(Link {
            conn,
            version: connect.version,
            is_open: false,
            heard: now.line,
            keep_alive_ms: u64::from(keep_alive_s) * 1_000,
            in_flight_max: connect.receive_max.min(self.limits.in_flight_max).into(),
            packet_bytes_max: usize::try_from(connect.packet_bytes_max).unwrap_or(usize::MAX),
            taking: u32::try_from(session.taken.len()).unwrap_or(u32::MAX),
            aliases: Vec::new(),
            next_packet: 0,
        }));
        if session.is_lasting() {
            let expiry_s = session.expiry_s;
            host.keep(Keep::State, &Record::Session { session: number, client, expiry_s }.to_bytes());
            let kept = session.will.as_ref().map(|will| (will.delay_s, &*will.message));
            if kept.is_some() || had_will {
                host.keep(Keep::State, &Record::Will { session: number, will: kept }.to_bytes());
            }
        }
        self.soil(Who::Session(number));
        let granted = Acceptance {
            session_present: known.is_some(),
            assigned_id: assigned.then_some(client),
            expiry_s: (expiry_s != connect.expiry_s).then_some(expiry_s),
            receive_max: self.limits.receive_max,
            packet_bytes_max: self.limits.packet_bytes_max,
            alias_max: self.limits.alias_max,
            keep_alive_s: (keep_alive_s != connect.keep_alive_s).then_some(keep_alive_s),
        };
        let mut bytes = Vec::new();
        codec::connack(&mut bytes, connect.version, &granted);
        self.round.push(Due::Open { session: number, conn, bytes });
        Ok(Connected { session: number })
    }

    fn begin_session(&mut self, client: &str) -> SessionId {
        let number = self.next_id;
        self.next_id += 1;
        let client: Arc<str> = client.into();
        self.by_client.insert(Arc::clone(&client), number);
        let mut session = Session { client, ..Session::default() };
        session.reader.next = self.head;
        self.sessions.insert(number, session);
        number
    }

    /// Ends the connection that a session has, if it has one.
    fn take_over(&mut self, number: SessionId, now: Now, host: &mut impl Host) {
        let Some(link) = self.sessions.get(&number).and_then(|session| session.link.as_ref()) else { return };
        host.close(link.conn, Reason::SessionTakenOver);
        self.unlink(number, true, now, host);
    }

    /// CONNACK goes out, and then what waits.
    pub(crate) fn open(
        &mut self,
        number: SessionId,
        conn: Conn,
        bytes: &[u8],
        now: Now,
        host: &mut impl Host,
    ) {
        let Some(session) = self.sessions.get_mut(&number) else { return };
        let Some(link) = session.link.as_mut().filter(|link| link.conn == conn) else { return };
        let Some(out) = host.out(conn) else { return };
        link.is_open = true;
        out.extend_from_slice(bytes);
        for place in std::mem::take(&mut session.released) {
            let qos = codec::Qos::ExactlyOnce;
            let packet = own_packet(place, qos);
            codec::ack(out, link.version, AckKind::Pubrel, packet, Reason::Success);
            let place = Some(place);
            session.flights.push_back(Flight { packet, place, group: 0, qos, is_released: true });
        }
        self.wake(number, now, host);
    }

    /// The client has said that it goes.
    pub(crate) fn disconnected(
        &mut self,
        number: SessionId,
        code: u8,
        expiry_s: Option<u32>,
        now: Now,
        host: &mut impl Host,
    ) -> Result<(), Reason> {
        let Some(session) = self.sessions.get_mut(&number) else { return Ok(()) };
        if let Some(expiry_s) = expiry_s {
            // Section 3.14.2.2.2: what was to end with the connection cannot be made to last.
            if !session.is_lasting() && expiry_s > 0 {
                return Err(Reason::ProtocolError);
            }
            if session.is_lasting() {
                session.expiry_s = expiry_s.min(self.limits.expiry_s_max);
                if session.expiry_s == 0 {
                    session.expiry_s = 1;
                    self.unlink(number, code == 4, now, host);
                    self.end_session(number, now, host);
                    return Ok(());
                }
                let (client, expiry_s) = (&*session.client, session.expiry_s);
                host.keep(Keep::Lazily, &Record::Session { session: number, client, expiry_s }.to_bytes());
            }
        }
        self.unlink(number, code == 4, now, host);
        Ok(())
    }

    /// A connection is over, however it ended.
    pub fn gone(&mut self, session: u64, conn: Conn, now: Now, host: &mut impl Host) {
        let link = self.sessions.get(&session).and_then(|session| session.link.as_ref());
        if link.is_some_and(|link| link.conn == conn) {
            self.unlink(session, true, now, host);
        }
    }

    /// A session without its connection.
    pub(crate) fn unlink(&mut self, number: SessionId, publish_will: bool, now: Now, host: &mut impl Host) {
        let head = self.head;
        let Some(session) = self.sessions.get_mut(&number) else { return };
        session.link = None;
        session.gone = now.line;
        let returned = session.collapse(head);
        let is_lasting = session.is_lasting();
        let waits = is_lasting && session.will.as_ref().is_some_and(|will| will.delay_s > 0);
        let will = if publish_will && waits { None } else { session.will.take() };
        let forget_will = is_lasting && will.is_some();
        for (group, place) in returned {
            if let Some(group) = self.groups.get_mut(&group) {
                group.flights.remove(&place);
                group.returned.insert(place);
            }
            self.queue(Who::Group(group));
        }
        if forget_will {
            host.keep(Keep::Lazily, &Record::Will { session: number, will: None }.to_bytes());
        }
        if publish_will && let Some(will) = will {
            self.publish_will(number, &will, now, host);
        }
        if is_lasting {
            self.soil(Who::Session(number));
        } else {
            self.end_session(number, now, host);
        }
    }

    /// Forgets a session that has no connection.
    pub(crate) fn end_session(&mut self, number: SessionId, now: Now, host: &mut impl Host) {
        let Some(mut session) = self.sessions.remove(&number) else { return };
        self.by_client.remove(&session.client);
        for sub in std::mem::take(&mut session.subs) {
            self.drop_wish(number, &sub.filter);
        }
        if session.is_lasting() {
            host.keep(Keep::Lazily, &Record::End { session: number }.to_bytes());
        }
        if let Some(will) = session.will.take() {
            // Section 3.1.2.5: the end of the session ends its delay.
            self.publish_will(number, &will, now, host);
        }
    }
}

/// The seconds of silence that hold.
fn keep_alive(connect: &Connect<'_>, most: u16) -> u16 {
    match (connect.version, connect.keep_alive_s) {
        // Only version 5 can be told of another.
        (Version::V3, own) => own,
        (Version::V5, 0) => most,
        (Version::V5, own) => own.min(most),
    }
}

/// The will, if the client may publish it.
fn kept_will(conn: Conn, connect: &Connect<'_>, host: &mut impl Host) -> Result<Option<Box<Kept>>, Refusal> {
    let Some(will) = &connect.will else { return Ok(None) };
    if !topic::is_topic(will.topic) || will.topic.starts_with('$') {
        return Err(Reason::TopicName);
    }
    let may = host.may(conn, Action::Publish, will.topic)
        && (!will.retain || host.may(conn, Action::RetainPublish, will.topic));
    if !may {
        return Err(Reason::NotAuthorized);
    }
    let mut properties = Vec::new();
    will.properties.put_forwarded(&mut properties);
    let message = Message {
        topic: will.topic,
        qos: will.qos,
        retain: will.retain,
        publisher: 0,
        to: 0,
        // Its time begins when it is published; until then the span is kept here.
        expires: will.expiry_s.map(|expiry_s| LineMs(u64::from(expiry_s) * 1_000)),
        properties: &properties,
        payload: will.payload,
    };
    Ok(Some(Box::new(Kept { delay_s: will.delay_s, message: message.to_bytes().into() })))
}
