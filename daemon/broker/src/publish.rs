//! A client publishes.

use crate::broker::{Broker, Due, DueMessage};
use crate::codec::{Ack, AckKind, Publish, Qos, Reason, Version};
use crate::host::{Action, Conn, Host, Keep, Publication, Routed};
use crate::message::Message;
use crate::record::Record;
use crate::session::{Link, Session, SessionId};
use crate::topic;
use crate::trie::{Who, Wish};
use millpond_base::Now;
use std::sync::Arc;

/// Who published a message, and how it is acknowledged.
pub(crate) struct Source {
    pub(crate) session: SessionId,
    pub(crate) conn: Conn,
    pub(crate) packet: u16,
    pub(crate) qos: Qos,
    /// That its packet was taken is to be remembered with it.
    pub(crate) is_taken: bool,
}

impl Broker {
    pub(crate) fn publish(
        &mut self,
        number: SessionId,
        publish: &Publish<'_>,
        now: Now,
        host: &mut impl Host,
    ) -> Result<(), Reason> {
        self.counters.received += 1;
        let limits = self.limits;
        let Some(session) = self.sessions.get_mut(&number) else { return Ok(()) };
        let client = Arc::clone(&session.client);
        let Some(link) = session.link.as_mut() else { return Ok(()) };
        let (conn, version) = (link.conn, link.version);
        let aliased;
        let name = match alias(link, publish, limits.alias_max)? {
            None => publish.topic,
            Some(topic) => {
                aliased = topic;
                &*aliased
            }
        };
        let Publish { qos, packet, .. } = *publish;
        if qos == Qos::ExactlyOnce && session.taken.contains(&packet) {
            // It came before. Its acknowledgement follows whatever is on its way.
            self.round.push(Due::Message(DueMessage {
                from: number,
                conn,
                packet,
                qos,
                message: None,
                place: None,
                is_kept: false,
                is_retained: false,
                reason: Reason::Success,
            }));
            return Ok(());
        }
        if qos != Qos::AtMostOnce {
            link.taking += 1;
            // Version 3.1.1 grants nothing; there only what must be remembered is bounded.
            let counts = version == Version::V5 || qos == Qos::ExactlyOnce;
            if counts && link.taking > u32::from(limits.receive_max) {
                return Err(Reason::ReceiveMaximum);
            }
        }
        let refused = self.judge(conn, name, publish.retain, host);
        let source = Source { session: number, conn, packet, qos, is_taken: qos == Qos::ExactlyOnce };
        let mut properties = Vec::new();
        publish.properties.put_forwarded(&mut properties);
        let message = Message {
            topic: name,
            qos,
            retain: publish.retain,
            publisher: number,
            to: 0,
            expires: publish.expiry_s.map(|expiry_s| now.line.after_ms(u64::from(expiry_s) * 1_000)),
            properties: &properties,
            payload: publish.payload,
        };
        let taken = refused.and_then(|()| self.accept(&source, &client, &message, host));
        match taken {
            Ok(()) => Ok(()),
            Err(reason) => self.refuse(&source, version, reason),
        }
    }

    fn judge(&mut self, conn: Conn, name: &str, retain: bool, host: &mut impl Host) -> Result<(), Reason> {
        if !topic::is_topic(name) {
            return Err(Reason::TopicName);
        }
        // Names of the server's own (section 4.7.2).
        if name.starts_with('$') || !host.may(conn, Action::Publish, name) {
            return Err(Reason::NotAuthorized);
        }
        if retain && !host.may(conn, Action::RetainPublish, name) {
            return Err(Reason::NotAuthorized);
        }
        Ok(())
    }

    /// Says no to one message: in version 5 to it alone, in version 3.1.1 by ending the connection (section 3.3.5 there).
    fn refuse(&mut self, source: &Source, version: Version, reason: Reason) -> Result<(), Reason> {
        if version == Version::V3 {
            self.counters.refused += 1;
            return Err(reason);
        }
        self.round.push(Due::Message(DueMessage {
            from: source.session,
            conn: source.conn,
            packet: source.packet,
            qos: source.qos,
            message: None,
            place: None,
            is_kept: false,
            is_retained: false,
            reason,
        }));
        Ok(())
    }

    /// Takes a message into this round.
    pub(crate) fn accept(
        &mut self,
        source: &Source,
        client: &str,
        message: &Message<'_>,
        host: &mut impl Host,
    ) -> Result<(), Reason> {
        if message.retain {
            self.has_room_to_retain(message)?;
        }
        let routed = host.route(&Publication { client, topic: message.topic, payload: message.payload })?;
        let mut hits = std::mem::take(&mut self.hits);
        hits.clear();
        self.trie.collect(message.topic, &mut hits);
        let is_stored = hits.iter().any(|wish| self.is_stored_for(wish, message.qos));
        let is_wanted = !hits.is_empty();
        self.hits = hits;
        let record: Option<Arc<[u8]>> = (is_wanted || message.retain).then(|| message.to_bytes().into());
        let mut place = None;
        if let Some(record) = record.as_ref().filter(|_| is_stored) {
            place = Some(self.keep_message(record, host));
        }
        if message.retain {
            let bytes = match (&record, message.payload.is_empty()) {
                (Some(record), false) => Record::Retain { message: record }.to_bytes(),
                _ => Record::Unretain { topic: message.topic }.to_bytes(),
            };
            host.keep(Keep::WithMessages, &bytes);
        }
        let mut is_kept = routed == Routed::Kept || is_stored || message.retain;
        if source.is_taken
            && let Some(session) = self.sessions.get_mut(&source.session)
        {
            session.taken.insert(source.packet);
            if session.is_lasting() {
                let taken = Record::Taken { session: source.session, packet: source.packet };
                host.keep(Keep::WithMessages, &taken.to_bytes());
                is_kept = true;
            }
        }
        self.pending_bytes += record.as_ref().map_or(0, |record| record.len());
        let reason = if is_wanted || is_kept { Reason::Success } else { Reason::NoMatchingSubscribers };
        self.round.push(Due::Message(DueMessage {
            from: source.session,
            conn: source.conn,
            packet: source.packet,
            qos: source.qos,
            message: record,
            place,
            is_kept,
            is_retained: message.retain,
            reason,
        }));
        Ok(())
    }

    /// Adds a message to the track of messages; which of this round's it is.
    pub(crate) fn keep_message(&mut self, record: &[u8], host: &mut impl Host) -> u64 {
        host.keep(Keep::Message, record);
        self.kept += 1;
        self.kept as u64 - 1
    }

    fn has_room_to_retain(&self, message: &Message<'_>) -> Result<(), Reason> {
        if message.payload.is_empty() {
            return Ok(());
        }
        let bytes = message.topic.len() + message.payload.len() + message.properties.len();
        let is_full = self.retained.bytes() + bytes > self.limits.retained_bytes_max
            || !self.retained.has(message.topic) && self.retained.len() >= self.limits.retained_max;
        if is_full { Err(Reason::QuotaExceeded) } else { Ok(()) }
    }

    /// True when somebody who may be absent wants it, so that it has to lie in the log.
    fn is_stored_for(&self, wish: &Wish, qos: Qos) -> bool {
        if qos.min(wish.options.qos) == Qos::AtMostOnce {
            return false;
        }
        let lasting = |session: SessionId| self.sessions.get(&session).is_some_and(Session::is_lasting);
        match wish.who {
            Who::Session(session) => lasting(session),
            Who::Group(group) => {
                let group = self.groups.get(&group);
                group.is_some_and(|group| group.members.iter().any(|member| lasting(member.session)))
            }
        }
    }

    /// PUBREL: the client will not send it again.
    pub(crate) fn forget_packet(&mut self, number: SessionId, packet: u16, host: &mut impl Host) {
        let Some(session) = self.sessions.get_mut(&number) else { return };
        let Some(link) = session.link.as_ref() else { return };
        let (conn, version) = (link.conn, link.version);
        let is_known = session.taken.remove(&packet);
        let kind = AckKind::Pubcomp;
        let reason = if is_known { Reason::Success } else { Reason::PacketIdNotFound };
        if !session.is_lasting() {
            self.answer(number, Ack { kind, packet, code: 0 }, reason, host);
            if is_known {
                self.taken_less(number);
            }
            return;
        }
        // Only once that is on flash may the client use the identifier for something else; also when it asks a second time.
        if is_known {
            host.keep(Keep::State, &Record::Forgotten { session: number, packet }.to_bytes());
        }
        let mut bytes = Vec::new();
        crate::codec::ack(&mut bytes, version, kind, packet, reason);
        self.round.push(Due::Reply { conn, bytes, ends: is_known.then_some(number) });
    }
}

/// The topic that an alias stands for; `None` when the packet says its topic.
fn alias(link: &mut Link, publish: &Publish<'_>, most: u16) -> Result<Option<Box<str>>, Reason> {
    let Some(number) = publish.alias else { return Ok(None) };
    if number == 0 || number > most {
        return Err(Reason::TopicAlias);
    }
    let at = usize::from(number) - 1;
    if link.aliases.len() <= at {
        link.aliases.resize(at + 1, None);
    }
    if publish.topic.is_empty() {
        return link.aliases[at].clone().map(Some).ok_or(Reason::TopicAlias);
    }
    link.aliases[at] = Some(publish.topic.into());
    Ok(None)
}
