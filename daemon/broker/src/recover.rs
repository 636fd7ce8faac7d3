//! A broker from what was kept, and what is kept of a broker.

use crate::broker::{Broker, keep_retained, progress};
use crate::codec::{Options, Version};
use crate::limits::{Counters, Limits};
use crate::message::Message;
use crate::record::Record;
use crate::retained::Retained;
use crate::session::{Kept, Session, SessionId};
use crate::topic;
use crate::trie::{Trie, Who};
use millpond_base::{Now, Seq};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

impl Broker {
    /// A broker that knows nothing yet; `next` is the place of the next message.
    #[must_use]
    pub fn new(limits: Limits, next: Seq, now: Now) -> Self {
        Self {
            limits,
            sessions: HashMap::new(),
            by_client: HashMap::new(),
            trie: Trie::default(),
            subscriptions: 0,
            groups: HashMap::new(),
            by_share: HashMap::new(),
            retained: Retained::default(),
            // The timeline never goes back, so numbers of sessions that are not kept are not used again either.
            next_id: (now.line.0 << 16).max(1),
            staged_next: next.0,
            head: next.0,
            round: Vec::new(),
            kept: 0,
            rounds: VecDeque::new(),
            pending_bytes: 0,
            line: VecDeque::new(),
            dirty: Vec::new(),
            counters: Counters::default(),
            hits: Vec::new(),
            swept: now.line,
        }
    }

    /// Takes a record back, in the order in which they were kept. False for one that is none.
    pub fn replay(&mut self, body: &[u8]) -> bool {
        let Some(record) = Record::read(body) else { return false };
        match record {
            Record::Session { session, client, expiry_s } => self.restore_session(session, client, expiry_s),
            Record::End { session } => self.forget(session),
            Record::Subscribe { session, filter, options, id, since } => {
                let Some(options) = Options::of(Version::V5, options) else { return false };
                if self.sessions.contains_key(&session) && is_wish(filter) {
                    self.remove_sub(session, filter);
                    self.add_wish(session, filter, options, id, since);
                }
            }
            Record::Unsubscribe { session, filter } => _ = self.remove_sub(session, filter),
            Record::Group { share, next, done } => {
                let group = self.by_share.get(share).and_then(|group| self.groups.get_mut(group));
                if let Some(group) = group {
                    (group.reader.next, group.reader.done) = (next, done);
                }
            }
            Record::Retain { message } => keep_retained(&mut self.retained, &Arc::from(message)),
            Record::Unretain { topic } => self.retained.remove(topic),
            Record::Progress { session, .. }
            | Record::Taken { session, .. }
            | Record::Forgotten { session, .. }
            | Record::Will { session, .. } => {
                if let Some(session) = self.sessions.get_mut(&session) {
                    restore(session, record);
                }
            }
        }
        true
    }

    fn restore_session(&mut self, number: SessionId, client: &str, expiry_s: u32) {
        self.next_id = self.next_id.max(number + 1);
        if let Some(other) = self.by_client.get(client).copied().filter(|other| *other != number) {
            self.forget(other);
        }
        let client: Arc<str> = client.into();
        self.by_client.insert(Arc::clone(&client), number);
        let session = self.sessions.entry(number).or_insert_with(|| Session { client, ..Session::default() });
        session.expiry_s = expiry_s;
    }

    fn forget(&mut self, number: SessionId) {
        let Some(session) = self.sessions.remove(&number) else { return };
        self.by_client.remove(&session.client);
        for sub in session.subs {
            self.drop_wish(number, &sub.filter);
        }
    }

    /// Everything was taken back: nobody is connected.
    pub fn ready(&mut self, now: Now) {
        self.dirty.clear();
        let next = self.staged_next;
        for session in self.sessions.values_mut() {
            session.gone = now.line;
            session.reader.again = next;
            session.is_dirty = false;
        }
        for group in self.groups.values_mut() {
            group.reader.is_live = false;
            group.reader.again = next;
            group.is_dirty = false;
            self.next_id = self.next_id.max(1);
        }
        self.retained.sweep(now.line);
    }

    /// Everything that is kept, to be written in place of what was before. Only between rounds.
    pub fn snapshot(&self, mut each: impl FnMut(&[u8])) {
        for (number, session) in self.sessions.iter().filter(|(_, session)| session.is_lasting()) {
            let number = *number;
            let (client, expiry_s) = (&*session.client, session.expiry_s);
            each(&Record::Session { session: number, client, expiry_s }.to_bytes());
            for sub in &session.subs {
                let (filter, options) = (&*sub.filter, sub.options.byte());
                let (id, since) = (sub.id, sub.since);
                each(&Record::Subscribe { session: number, filter, options, id, since }.to_bytes());
            }
            each(&progress(number, session, self.head));
            for packet in &session.taken {
                each(&Record::Taken { session: number, packet: *packet }.to_bytes());
            }
            if let Some(will) = &session.will {
                let will = Some((will.delay_s, &*will.message));
                each(&Record::Will { session: number, will }.to_bytes());
            }
        }
        for group in self.groups.values() {
            let (next, done) = group.progress(self.head);
            each(&Record::Group { share: &group.share, next, done }.to_bytes());
        }
        for message in self.retained.all() {
            each(&Record::Retain { message }.to_bytes());
        }
    }

    /// The first place of the track of messages that anybody here may still read.
    #[must_use]
    pub fn floor(&self) -> Seq {
        let lasting = self.sessions.values().filter(|session| session.is_lasting());
        let sessions = lasting.map(|session| session.progress(self.head).0);
        let groups = self.groups.values().map(|group| group.progress(self.head).0);
        Seq(sessions.chain(groups).fold(self.head, u64::min))
    }

    /// Counts a message that is about to be let go of against those who have not had it.
    pub fn lose(&mut self, place: Seq, body: &[u8]) {
        let Some(message) = Message::read(body) else { return };
        let (place, head) = (place.0, self.head);
        let mut lost = Vec::new();
        for (number, session) in self.sessions.iter().filter(|(_, session)| session.is_lasting()) {
            let (next, done, _) = session.progress(head);
            let is_open = place >= next && !done.iter().any(|(first, end)| (*first..*end).contains(&place));
            let is_for_other = message.to != 0 && message.to != *number;
            let wants = || session.interest(*number, &message, place);
            if is_open && !is_for_other && wants().is_some_and(|i| i.qos > crate::codec::Qos::AtMostOnce) {
                lost.push(*number);
            }
        }
        for number in lost {
            self.counters.lost += 1;
            if let Some(session) = self.sessions.get_mut(&number) {
                session.lost += 1;
            }
            self.soil(Who::Session(number));
        }
        let mut shared = 0;
        for group in self.groups.values().filter(|group| topic::matches(group.filter(), message.topic)) {
            let (next, done) = group.progress(head);
            let is_done = done.iter().any(|(first, end)| (*first..*end).contains(&place));
            shared += u64::from(place >= next.max(group.since) && !is_done && message.to == 0);
        }
        self.counters.lost += shared;
    }

    /// Everything before a place is gone.
    pub fn let_go(&mut self, before: Seq) {
        for session in self.sessions.values_mut().filter(|session| !session.reader.is_live) {
            session.reader.pass(before.0.min(self.head));
        }
        for group in self.groups.values_mut() {
            group.returned = group.returned.split_off(&before.0);
            if !group.reader.is_live {
                group.reader.pass(before.0.min(self.head));
            }
        }
    }

    /// Messages that retention took from a client's session; `None` when it has none.
    #[must_use]
    pub fn lost(&self, client: &str) -> Option<u64> {
        self.by_client.get(client).and_then(|number| self.sessions.get(number)).map(|session| session.lost)
    }
}

fn is_wish(filter: &str) -> bool {
    topic::is_filter(topic::shared(filter).map_or(filter, |(_, topics)| topics))
}

fn restore(session: &mut Session, record: Record<'_>) {
    match record {
        Record::Progress { next, done, released, lost, .. } => {
            session.reader.next = next;
            session.reader.done = done;
            session.released = released;
            session.lost = lost;
        }
        Record::Taken { packet, .. } => _ = session.taken.insert(packet),
        Record::Forgotten { packet, .. } => _ = session.taken.remove(&packet),
        Record::Will { will, .. } => {
            session.will = will.map(|(delay_s, message)| Box::new(Kept { delay_s, message: message.into() }));
        }
        _ => {}
    }
}
