//! Messages to those who asked for them: from memory while they keep up, and from the log when they do not.

use crate::broker::{Broker, Reading};
use crate::codec::{self, Outgoing, Qos, Reason};
use crate::group::Member;
use crate::host::{Action, Host};
use crate::message::Message;
use crate::reader::Reader;
use crate::session::{Flight, Interest, Session, SessionId, Waiting};
use crate::trie::Who;
use millpond_base::{Now, Seq};
use std::sync::Arc;

/// What became of a message that was to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    /// It is on its way, or there is no way to send it.
    Done,
    /// Not now.
    Blocked,
}

/// A message for one client.
struct Parcel<'a> {
    message: &'a Message<'a>,
    interest: &'a Interest,
    place: Option<u64>,
    group: u64,
    is_retained: bool,
    dup: bool,
}

impl Broker {
    /// A message that is durable, or was never to be.
    pub(crate) fn distribute(
        &mut self,
        record: &Arc<[u8]>,
        place: Option<u64>,
        now: Now,
        host: &mut impl Host,
    ) {
        let Some(message) = Message::read(record) else { return };
        if message.to != 0 {
            let session = self.sessions.get(&message.to);
            let interest =
                session.and_then(|session| session.interest(message.to, &message, place.unwrap_or(0)));
            if let Some(interest) = interest {
                self.offer(message.to, record, &message, &interest, place, now, host);
            }
        } else {
            self.spread(record, &message, place, now, host);
        }
        if let Some(place) = place {
            self.head = place + 1;
        }
    }

    fn spread(
        &mut self,
        record: &Arc<[u8]>,
        message: &Message<'_>,
        place: Option<u64>,
        now: Now,
        host: &mut impl Host,
    ) {
        let mut hits = std::mem::take(&mut self.hits);
        hits.clear();
        self.trie.collect(message.topic, &mut hits);
        // Everybody once, and the same order whatever that of the subscriptions.
        hits.sort_unstable_by_key(|wish| wish.who);
        for wishes in hits.chunk_by(|a, b| a.who == b.who) {
            match wishes[0].who {
                Who::Session(number) => {
                    let mut interest = None;
                    for wish in wishes {
                        let is_early = place.is_some_and(|place| place < wish.since);
                        let is_own = wish.options.no_local && message.publisher == number;
                        if !is_early && !is_own {
                            Interest::join(&mut interest, message.qos, wish.options, wish.id);
                        }
                    }
                    if let Some(interest) = interest {
                        self.offer(number, record, message, &interest, place, now, host);
                    }
                }
                Who::Group(number) => {
                    if place.is_none_or(|place| place >= wishes[0].since) {
                        self.offer_group(number, record, message, place, now, host);
                    }
                }
            }
        }
        self.hits = hits;
    }

    #[expect(clippy::too_many_arguments, reason = "a message with everything that is known of it")]
    fn offer(
        &mut self,
        number: SessionId,
        record: &Arc<[u8]>,
        message: &Message<'_>,
        interest: &Interest,
        place: Option<u64>,
        now: Now,
        host: &mut impl Host,
    ) {
        let is_retained = message.to != 0;
        let parcel = Parcel { message, interest, place, group: 0, is_retained, dup: false };
        let Some(session) = self.sessions.get_mut(&number) else { return };
        if interest.qos == Qos::AtMostOnce {
            if session.link.is_some() && self.send(number, &parcel, now, host) == Sent::Blocked {
                self.counters.dropped += 1;
            }
            return;
        }
        match (session.is_lasting(), place) {
            (true, Some(place)) => {
                // One that is behind reads it from the log.
                if session.reader.is_live && self.send(number, &parcel, now, host) == Sent::Blocked {
                    let session = self.sessions.get_mut(&number).expect("it was there before");
                    session.reader.fall_behind(place);
                }
            }
            // It began to want this after it was published.
            (true, None) => {}
            (false, _) => self.wait(number, record, interest, 0, is_retained, now, host),
        }
    }

    /// For one whose session ends with its connection: sent now, or from memory when there is room.
    #[expect(clippy::too_many_arguments, reason = "a message with everything that is known of it")]
    fn wait(
        &mut self,
        number: SessionId,
        record: &Arc<[u8]>,
        interest: &Interest,
        group: u64,
        is_retained: bool,
        now: Now,
        host: &mut impl Host,
    ) {
        let most = self.limits.waiting_bytes_max;
        let Some(session) = self.sessions.get_mut(&number) else { return };
        let Some(conn) = session.link.as_ref().map(|link| link.conn) else { return };
        session.waiting_bytes += record.len();
        if session.waiting_bytes > most {
            self.counters.closed_slow += 1;
            session.waiting.clear();
            session.waiting_bytes = 0;
            return host.close(conn, Reason::QuotaExceeded);
        }
        let (message, interest) = (Arc::clone(record), interest.clone());
        session.waiting.push_back(Waiting { message, interest, group, is_retained });
        self.pump(number, now, host);
    }

    /// Sends what waits in memory, as far as window and connection take it.
    pub(crate) fn pump(&mut self, number: SessionId, now: Now, host: &mut impl Host) {
        loop {
            let Some(session) = self.sessions.get_mut(&number) else { return };
            let Some(first) = session.waiting.front() else { return };
            let (record, interest) = (Arc::clone(&first.message), first.interest.clone());
            let (group, is_retained) = (first.group, first.is_retained);
            let Some(message) = Message::read(&record) else { return };
            let parcel = Parcel {
                message: &message,
                interest: &interest,
                place: None,
                group,
                is_retained,
                dup: false,
            };
            if !message.has_expired(now.line) && self.send(number, &parcel, now, host) == Sent::Blocked {
                return;
            }
            let Some(session) = self.sessions.get_mut(&number) else { return };
            session.waiting.pop_front();
            session.waiting_bytes = session.waiting_bytes.saturating_sub(record.len());
        }
    }

    /// Sends one message if it can be sent now.
    fn send(&mut self, number: SessionId, parcel: &Parcel<'_>, now: Now, host: &mut impl Host) -> Sent {
        let Some(session) = self.sessions.get_mut(&number) else { return Sent::Done };
        let Some(conn) = session.link.as_ref().filter(|link| link.is_open).map(|link| link.conn) else {
            return Sent::Blocked;
        };
        let qos = parcel.interest.qos;
        if (qos > Qos::AtMostOnce && !session.has_window()) || !host.has_room(conn) {
            return Sent::Blocked;
        }
        if parcel.message.has_expired(now.line) {
            return Sent::Done;
        }
        if !host.may(conn, Action::Receive, parcel.message.topic) {
            self.counters.withheld += 1;
            return Sent::Done;
        }
        let packet = match qos {
            Qos::AtMostOnce => Some(0),
            _ => session.packet_for(parcel.place, parcel.group, qos),
        };
        let Some(packet) = packet else { return Sent::Blocked };
        let outgoing = Outgoing {
            dup: parcel.dup && qos > Qos::AtMostOnce,
            qos,
            retain: parcel.is_retained || parcel.interest.as_published && parcel.message.retain,
            packet,
            topic: parcel.message.topic,
            expiry_s: parcel.message.left_s(now.line),
            ids: &parcel.interest.ids,
            properties: parcel.message.properties,
            payload: parcel.message.payload,
        };
        let Some(link) = session.link.as_ref() else { return Sent::Done };
        let Some(out) = host.out(conn) else { return Sent::Blocked };
        if !codec::publish(out, link.version, &outgoing, link.packet_bytes_max) {
            self.counters.too_long += 1;
            return Sent::Done;
        }
        self.counters.sent += 1;
        if qos > Qos::AtMostOnce {
            let (place, group) = (parcel.place, parcel.group);
            session.flights.push_back(Flight { packet, place, group, qos, is_released: false });
        }
        Sent::Done
    }

    fn offer_group(
        &mut self,
        number: u64,
        record: &Arc<[u8]>,
        message: &Message<'_>,
        place: Option<u64>,
        now: Now,
        host: &mut impl Host,
    ) {
        let Some(group) = self.groups.get(&number) else { return };
        let lasting = group.members.iter().any(|member| self.is_lasting(member.session));
        let place = place.filter(|_| lasting && message.qos > Qos::AtMostOnce);
        if place.is_some() && !group.reader.is_live {
            return;
        }
        match (self.pick(number, message.qos, host), place) {
            (Some(member), Some(place)) => {
                let _ = self.send_shared(number, member, message, place, false, now, host);
            }
            (None, Some(place)) => {
                if let Some(group) = self.groups.get_mut(&number) {
                    group.reader.fall_behind(place);
                }
            }
            (Some(member), None) => {
                let interest = shared_interest(member, message);
                if interest.qos == Qos::AtMostOnce {
                    let parcel = Parcel {
                        message,
                        interest: &interest,
                        place: None,
                        group: 0,
                        is_retained: false,
                        dup: false,
                    };
                    if self.send(member.session, &parcel, now, host) == Sent::Blocked {
                        self.counters.dropped += 1;
                    }
                } else {
                    self.wait(member.session, record, &interest, 0, false, now, host);
                }
            }
            (None, None) => {
                // All are busy: whoever is next has it wait.
                let connected = |session: &SessionId| {
                    self.sessions
                        .get(session)
                        .is_some_and(|session| session.link.is_some() && !session.is_lasting())
                };
                let group = self.groups.get(&number);
                let member =
                    group.and_then(|group| group.members.iter().find(|m| connected(&m.session)).copied());
                match member.filter(|member| member.qos(message.qos) > Qos::AtMostOnce) {
                    Some(member) => {
                        let interest = shared_interest(member, message);
                        self.wait(member.session, record, &interest, 0, false, now, host);
                    }
                    None => self.counters.dropped += 1,
                }
            }
        }
    }

    fn is_lasting(&self, session: SessionId) -> bool {
        self.sessions.get(&session).is_some_and(Session::is_lasting)
    }

    /// The next member that takes a message now.
    fn pick(&mut self, number: u64, qos: Qos, host: &mut impl Host) -> Option<Member> {
        let sessions = &self.sessions;
        self.groups.get_mut(&number)?.pick(|session| {
            let Some(session) = sessions.get(&session) else { return false };
            let Some(link) = session.link.as_ref().filter(|link| link.is_open) else { return false };
            (qos == Qos::AtMostOnce || session.has_window()) && host.has_room(link.conn)
        })
    }

    /// Sends what lies at a place to a member that can take it.
    #[expect(clippy::too_many_arguments, reason = "a message with everything that is known of it")]
    fn send_shared(
        &mut self,
        number: u64,
        member: Member,
        message: &Message<'_>,
        place: u64,
        dup: bool,
        now: Now,
        host: &mut impl Host,
    ) -> Sent {
        let interest = shared_interest(member, message);
        let parcel = Parcel {
            message,
            interest: &interest,
            place: Some(place),
            group: number,
            is_retained: false,
            dup,
        };
        let before = self.sessions.get(&member.session).map_or(0, |session| session.flights.len());
        let sent = self.send(member.session, &parcel, now, host);
        let after = self.sessions.get(&member.session).map_or(0, |session| session.flights.len());
        let Some(group) = self.groups.get_mut(&number) else { return Sent::Done };
        if sent == Sent::Blocked {
            group.returned.insert(place);
            self.queue(Who::Group(number));
        } else if after > before {
            group.flights.insert(place, member.session);
        }
        sent
    }

    /// Something has become free for a session: what waits goes on.
    pub(crate) fn wake(&mut self, number: SessionId, now: Now, host: &mut impl Host) {
        let Some(session) = self.sessions.get(&number) else { return };
        if session.is_lasting() {
            self.queue(Who::Session(number));
        }
        self.pump(number, now, host);
        let Some(session) = self.sessions.get(&number) else { return };
        let shares = session.subs.iter().filter_map(|sub| self.by_share.get(&sub.filter)).copied();
        for group in shares.collect::<Vec<_>>() {
            self.queue(Who::Group(group));
        }
    }

    /// More can be sent on a session's connection.
    pub fn writable(&mut self, session: u64, now: Now, host: &mut impl Host) {
        self.wake(session, now, host);
    }

    /// Puts a reader into the line if it has something to read.
    pub(crate) fn queue(&mut self, who: Who) {
        let reader = match who {
            Who::Session(number) => match self.sessions.get_mut(&number) {
                Some(session) if !session.reader.is_live => &mut session.reader,
                _ => return,
            },
            Who::Group(number) => match self.groups.get_mut(&number) {
                Some(group) if group.is_behind() => &mut group.reader,
                _ => return,
            },
        };
        if !std::mem::replace(&mut reader.is_queued, true) {
            self.line.push_back(who);
        }
    }

    /// The next reader that wants a page of the track of messages, to be given to [`Broker::page`].
    pub fn next_reading(&mut self, host: &mut impl Host) -> Option<Reading> {
        while let Some(who) = self.line.pop_front() {
            let head = self.head;
            let from = match who {
                Who::Session(number) => {
                    let Some(session) = self.sessions.get_mut(&number) else { continue };
                    session.reader.is_queued = false;
                    let conn = session.link.as_ref().map(|link| link.conn);
                    if session.reader.is_live
                        || !session.has_window()
                        || !conn.is_some_and(|c| host.has_room(c))
                    {
                        continue;
                    }
                    if session.reader.next >= head {
                        session.reader.catch_up();
                        continue;
                    }
                    session.reader.next
                }
                Who::Group(number) => {
                    let Some(group) = self.groups.get_mut(&number) else { continue };
                    group.reader.is_queued = false;
                    let from = group.from(head);
                    if from >= head {
                        group.reader.catch_up();
                        continue;
                    }
                    if !self.is_behind_and_can(number, host) {
                        continue;
                    }
                    from
                }
            };
            return Some(Reading { who, from: Seq(from) });
        }
        None
    }

    fn is_behind_and_can(&self, number: u64, host: &mut impl Host) -> bool {
        let Some(group) = self.groups.get(&number).filter(|group| group.is_behind()) else { return false };
        group.members.iter().any(|member| {
            let session = self.sessions.get(&member.session);
            session.is_some_and(|session| {
                session.has_window() && session.link.as_ref().is_some_and(|link| host.has_room(link.conn))
            })
        })
    }

    /// Gives a reader what was read for it: all that can be read from its place on, up to `end`; `None` when there was nothing.
    pub fn page<'r>(
        &mut self,
        reading: Reading,
        records: impl IntoIterator<Item = (Seq, &'r [u8])>,
        end: Option<Seq>,
        now: Now,
        host: &mut impl Host,
    ) {
        let head = self.head;
        let end = end.map_or(head, |end| end.0.min(head));
        for (place, body) in records {
            // What lies further on is not distributed yet, and comes from memory.
            if place.0 >= head {
                break;
            }
            let Some(message) = Message::read(body) else { continue };
            let sent = match reading.who {
                Who::Session(number) => self.catch_up(number, &message, place.0, now, host),
                Who::Group(number) => self.catch_up_group(number, &message, place.0, now, host),
            };
            if sent == Sent::Blocked {
                return;
            }
        }
        match reading.who {
            Who::Session(number) => {
                let Some(session) = self.sessions.get_mut(&number) else { return };
                pass(&mut session.reader, end, head);
            }
            Who::Group(number) => {
                let Some(group) = self.groups.get_mut(&number) else { return };
                group.returned = group.returned.split_off(&end);
                pass(&mut group.reader, end, head);
            }
        }
        self.queue(reading.who);
    }

    fn catch_up(
        &mut self,
        number: SessionId,
        message: &Message<'_>,
        place: u64,
        now: Now,
        host: &mut impl Host,
    ) -> Sent {
        let Some(session) = self.sessions.get_mut(&number) else { return Sent::Blocked };
        let reader = &session.reader;
        if reader.is_live || session.link.is_none() {
            return Sent::Blocked;
        }
        if place < reader.next {
            return Sent::Done;
        }
        let is_for_other = message.to != 0 && message.to != number;
        let (is_done, dup) = (reader.is_done(place), place < reader.again);
        if !is_done && !is_for_other {
            let interest = session.interest(number, message, place);
            if let Some(interest) = interest.filter(|interest| interest.qos > Qos::AtMostOnce) {
                let is_retained = message.to != 0;
                let parcel =
                    Parcel { message, interest: &interest, place: Some(place), group: 0, is_retained, dup };
                if self.send(number, &parcel, now, host) == Sent::Blocked {
                    return Sent::Blocked;
                }
            }
        }
        if let Some(session) = self.sessions.get_mut(&number) {
            session.reader.pass(place + 1);
        }
        Sent::Done
    }

    fn catch_up_group(
        &mut self,
        number: u64,
        message: &Message<'_>,
        place: u64,
        now: Now,
        host: &mut impl Host,
    ) -> Sent {
        let Some(group) = self.groups.get_mut(&number) else { return Sent::Blocked };
        let position = group.reader.position(self.head);
        let is_returned = group.returned.contains(&place);
        let is_new = place >= position && place >= group.since && !group.reader.is_done(place);
        let is_wanted = message.to == 0
            && message.qos > Qos::AtMostOnce
            && crate::topic::matches(group.filter(), message.topic);
        let dup = is_returned || place < group.reader.again;
        if (is_returned || is_new) && is_wanted {
            let Some(member) = self.pick(number, message.qos, host) else { return Sent::Blocked };
            if let Some(group) = self.groups.get_mut(&number) {
                group.returned.remove(&place);
            }
            if self.send_shared(number, member, message, place, dup, now, host) == Sent::Blocked {
                return Sent::Blocked;
            }
        }
        if let Some(group) = self.groups.get_mut(&number)
            && !group.reader.is_live
        {
            group.reader.pass(place + 1);
        }
        Sent::Done
    }

    /// Retained messages for a new subscription that do not go through the log.
    pub(crate) fn send_retained(&mut self, number: SessionId, filter: &str, now: Now, host: &mut impl Host) {
        for record in self.retained.find(filter, now.line) {
            let Some(message) = Message::read(&record) else { continue };
            let Some(session) = self.sessions.get(&number) else { return };
            let Some(sub) = session.subs.iter().find(|sub| &*sub.filter == filter) else { return };
            let mut interest = None;
            Interest::join(&mut interest, message.qos, sub.options, sub.id);
            let Some(interest) = interest else { continue };
            let is_kept = session.is_lasting() && interest.qos > Qos::AtMostOnce;
            if is_kept {
                continue;
            }
            if interest.qos == Qos::AtMostOnce {
                let parcel = Parcel {
                    message: &message,
                    interest: &interest,
                    place: None,
                    group: 0,
                    is_retained: true,
                    dup: false,
                };
                if self.send(number, &parcel, now, host) == Sent::Blocked {
                    self.counters.dropped += 1;
                }
            } else {
                self.wait(number, &record, &interest, 0, true, now, host);
            }
        }
    }

    /// Publishes what the server says of itself, to those who are connected and ask.
    pub fn tell(&mut self, topic: &str, payload: &[u8], now: Now, host: &mut impl Host) {
        let message = Message {
            topic,
            qos: Qos::AtMostOnce,
            retain: false,
            publisher: 0,
            to: 0,
            expires: None,
            properties: &[],
            payload,
        };
        let record: Arc<[u8]> = message.to_bytes().into();
        self.distribute(&record, None, now, host);
    }
}

/// A group's message goes with what its member asked for.
fn shared_interest(member: Member, message: &Message<'_>) -> Interest {
    let ids = if member.id == 0 { Vec::new() } else { vec![member.id] };
    Interest { qos: member.qos(message.qos), as_published: member.options.as_published, ids }
}

/// Everything up to `end` was looked at.
fn pass(reader: &mut Reader, end: u64, head: u64) {
    if reader.is_live {
        return;
    }
    reader.pass(end);
    if reader.next >= head {
        reader.catch_up();
    }
}
