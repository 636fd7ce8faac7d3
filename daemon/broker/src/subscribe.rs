//! Clients subscribe and unsubscribe.

use crate::broker::{Broker, Due, DueMessage};
use crate::codec::{self, Options, Qos, Reason, RetainHandling, Subscribe, Unsubscribe};
use crate::group::{Group, Member};
use crate::host::{Action, Conn, Host, Keep};
use crate::message::Message;
use crate::reader::Reader;
use crate::record::Record;
use crate::session::{SessionId, Sub};
use crate::topic;
use crate::trie::{Who, Wish};
use millpond_base::Now;

impl Broker {
    pub(crate) fn subscribe(
        &mut self,
        number: SessionId,
        subscribe: &Subscribe<'_>,
        now: Now,
        host: &mut impl Host,
    ) -> Result<(), Reason> {
        let Some(session) = self.sessions.get(&number) else { return Ok(()) };
        let Some(link) = &session.link else { return Ok(()) };
        let (conn, version, is_lasting) = (link.conn, link.version, session.is_lasting());
        let id = subscribe.id.unwrap_or(0);
        let (mut codes, mut wanted) = (Vec::new(), Vec::new());
        for (filter, options) in subscribe.filters {
            match self.wish(number, conn, filter, options, id, host)? {
                Err(reason) => codes.push(reason.code()),
                Ok((granted, is_new)) => {
                    codes.push(granted.qos.number());
                    let sends = match granted.retained {
                        RetainHandling::Send => true,
                        RetainHandling::SendIfNew => is_new,
                        RetainHandling::Not => false,
                    };
                    if sends && topic::shared(filter).is_none() {
                        wanted.push((filter, granted.qos));
                    }
                }
            }
        }
        let mut bytes = Vec::new();
        codec::suback(&mut bytes, version, subscribe.packet, &codes);
        self.round.push(Due::Reply { conn, bytes, ends: None });
        for (filter, qos) in wanted {
            if is_lasting && qos > Qos::AtMostOnce {
                self.keep_retained_for(number, filter, now, host);
            }
            self.round.push(Due::Retained { session: number, filter: filter.into() });
        }
        Ok(())
    }

    /// One filter: what is granted, and whether it is new.
    fn wish(
        &mut self,
        number: SessionId,
        conn: Conn,
        filter: &str,
        options: Options,
        id: u32,
        host: &mut impl Host,
    ) -> Result<Result<(Options, bool), Reason>, Reason> {
        let shared = topic::shared(filter);
        let topics = shared.map_or(filter, |(_, topics)| topics);
        if !topic::is_filter(topics) || shared.is_some_and(|(group, _)| !topic::is_group(group)) {
            return Ok(Err(Reason::TopicFilter));
        }
        // Section 3.8.3.1: an offence, not a refusal.
        if shared.is_some() && options.no_local {
            return Err(Reason::ProtocolError);
        }
        if !host.may(conn, Action::Subscribe, topics) {
            return Ok(Err(Reason::NotAuthorized));
        }
        let Some(session) = self.sessions.get(&number) else { return Ok(Err(Reason::Unspecified)) };
        let is_new = !session.subs.iter().any(|sub| &*sub.filter == filter);
        let is_full = session.subs.len() >= self.limits.session_subscriptions_max
            || self.subscriptions >= self.limits.subscriptions_max;
        if is_new && is_full {
            return Ok(Err(Reason::QuotaExceeded));
        }
        // A member may go while a message is on its way to it, and it then goes to another: that cannot be once only.
        let most = if shared.is_some() { Qos::AtLeastOnce } else { Qos::ExactlyOnce };
        let options = Options { qos: options.qos.min(most), ..options };
        let since = self.add_wish(number, filter, options, id, self.staged_next);
        if self.sessions.get(&number).is_some_and(super::session::Session::is_lasting) {
            let options = options.byte();
            host.keep(
                Keep::State,
                &Record::Subscribe { session: number, filter, options, id, since }.to_bytes(),
            );
        }
        Ok(Ok((options, is_new)))
    }

    /// Notes a wish, in place of the one with the same filter. Returns from where on it holds.
    pub(crate) fn add_wish(
        &mut self,
        number: SessionId,
        filter: &str,
        options: Options,
        id: u32,
        since: u64,
    ) -> u64 {
        let Some(session) = self.sessions.get_mut(&number) else { return since };
        let known = session.subs.iter_mut().find(|sub| &*sub.filter == filter);
        let since = known.as_ref().map_or(since, |sub| sub.since);
        let since = match topic::shared(filter) {
            None => {
                self.trie.add(filter, Wish { who: Who::Session(number), options, id, since });
                since
            }
            Some((_, topics)) => {
                let group = *self.by_share.entry(filter.into()).or_insert_with(|| {
                    let group = self.next_id;
                    self.next_id += 1;
                    group
                });
                let fresh =
                    || Group { share: filter.into(), since, reader: Reader::live(), ..Group::default() };
                let members = self.groups.entry(group).or_insert_with(fresh);
                let member = Member { session: number, options, id };
                match members.members.iter_mut().find(|old| old.session == number) {
                    Some(old) => *old = member,
                    None => members.members.push(member),
                }
                let since = members.since;
                // Whose members differ in what they want is decided when one is picked.
                let options = Options { qos: Qos::ExactlyOnce, ..Options::default() };
                self.trie.add(topics, Wish { who: Who::Group(group), options, id: 0, since });
                self.soil(Who::Group(group));
                since
            }
        };
        let Some(session) = self.sessions.get_mut(&number) else { return since };
        match session.subs.iter_mut().find(|sub| &*sub.filter == filter) {
            Some(sub) => (sub.options, sub.id) = (options, id),
            None => {
                session.subs.push(Sub { filter: filter.into(), options, id, since });
                self.subscriptions += 1;
            }
        }
        since
    }

    /// Takes a wish back that its session no longer holds.
    pub(crate) fn drop_wish(&mut self, number: SessionId, filter: &str) {
        self.subscriptions = self.subscriptions.saturating_sub(1);
        let Some((_, topics)) = topic::shared(filter) else {
            return self.trie.remove(filter, Who::Session(number));
        };
        let Some(number_of_group) = self.by_share.get(filter).copied() else { return };
        let Some(group) = self.groups.get_mut(&number_of_group) else { return };
        group.members.retain(|member| member.session != number);
        if group.members.is_empty() {
            self.groups.remove(&number_of_group);
            self.by_share.remove(filter);
            self.trie.remove(topics, Who::Group(number_of_group));
            return;
        }
        // What was on its way to it goes to the others.
        let back: Vec<u64> =
            group.flights.iter().filter(|(_, to)| **to == number).map(|(place, _)| *place).collect();
        for place in back {
            group.flights.remove(&place);
            group.returned.insert(place);
        }
        self.queue(Who::Group(number_of_group));
    }

    pub(crate) fn unsubscribe(
        &mut self,
        number: SessionId,
        unsubscribe: &Unsubscribe<'_>,
        host: &mut impl Host,
    ) {
        let Some(session) = self.sessions.get(&number) else { return };
        let Some(link) = &session.link else { return };
        let (conn, version, is_lasting) = (link.conn, link.version, session.is_lasting());
        let mut codes = Vec::new();
        for filter in unsubscribe.filters {
            let is_there = self.remove_sub(number, filter);
            codes.push(if is_there { Reason::Success } else { Reason::NoSubscription }.code());
            if is_there && is_lasting {
                host.keep(Keep::State, &Record::Unsubscribe { session: number, filter }.to_bytes());
            }
        }
        let mut bytes = Vec::new();
        codec::unsuback(&mut bytes, version, unsubscribe.packet, &codes);
        self.round.push(Due::Reply { conn, bytes, ends: None });
    }

    /// Removes a subscription; false when there is none.
    pub(crate) fn remove_sub(&mut self, number: SessionId, filter: &str) -> bool {
        let Some(session) = self.sessions.get_mut(&number) else { return false };
        let Some(at) = session.subs.iter().position(|sub| &*sub.filter == filter) else { return false };
        session.subs.remove(at);
        self.drop_wish(number, filter);
        true
    }

    /// Copies of retained messages for a session that lasts: they are delivered from the log as everything else is.
    fn keep_retained_for(&mut self, number: SessionId, filter: &str, now: Now, host: &mut impl Host) {
        for message in self.retained.find(filter, now.line) {
            let Some(read) = Message::read(&message).filter(|read| read.qos > Qos::AtMostOnce) else {
                continue;
            };
            let copy = Message { to: number, ..read }.to_bytes();
            let place = self.keep_message(&copy, host);
            self.pending_bytes += copy.len();
            self.round.push(Due::Message(DueMessage {
                from: 0,
                conn: Conn(0),
                packet: 0,
                qos: Qos::AtMostOnce,
                message: Some(copy.into()),
                place: Some(place),
                is_kept: true,
                is_retained: false,
                reason: Reason::Success,
            }));
        }
    }
}
