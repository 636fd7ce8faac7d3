//! What is due by time: wills, the ends of sessions, clients that fell silent.

use crate::broker::Broker;
use crate::codec::Reason;
use crate::host::{Conn, Host, Keep};
use crate::message::Message;
use crate::publish::Source;
use crate::record::Record;
use crate::session::{Kept, Session, SessionId};
use millpond_base::{LineMs, Now};

/// How often retained messages are looked through for those that are no longer good. Ours: they are not sent meanwhile anyway.
const SWEEP_MS: u64 = 60_000;

impl Broker {
    /// Does what is due by time. To be called every second or so, within a round.
    pub fn tick(&mut self, now: Now, host: &mut impl Host) {
        let mut due = Vec::new();
        for (number, session) in &self.sessions {
            let is_due = match &session.link {
                Some(link) => {
                    // Section 3.1.2.10: one and a half times.
                    let silent_ms = now.line.since_ms(link.heard);
                    link.keep_alive_ms > 0 && silent_ms > link.keep_alive_ms + link.keep_alive_ms / 2
                }
                None => has_ended(session, now.line) || will_is_due(session, now.line),
            };
            if is_due {
                due.push(*number);
            }
        }
        // The same calls lead to the same effects, whatever the order of a map.
        due.sort_unstable();
        for number in due {
            self.is_due(number, now, host);
        }
        if now.line.since_ms(self.swept) >= SWEEP_MS {
            self.swept = now.line;
            self.retained.sweep(now.line);
        }
    }

    fn is_due(&mut self, number: SessionId, now: Now, host: &mut impl Host) {
        let Some(session) = self.sessions.get_mut(&number) else { return };
        if let Some(link) = &session.link {
            host.close(link.conn, Reason::KeepAliveTimeout);
            return self.unlink(number, true, now, host);
        }
        if has_ended(session, now.line) {
            return self.end_session(number, now, host);
        }
        if let Some(will) = session.will.take() {
            host.keep(Keep::Lazily, &Record::Will { session: number, will: None }.to_bytes());
            self.publish_will(number, &will, now, host);
        }
    }

    /// Publishes a will as if its client did.
    pub(crate) fn publish_will(&mut self, number: SessionId, will: &Kept, now: Now, host: &mut impl Host) {
        let Some(message) = Message::read(&will.message) else { return };
        let expires = message.expires.map(|span| now.line.after_ms(span.0));
        let client = self.sessions.get(&number).map(|session| session.client.to_string()).unwrap_or_default();
        let message = Message { expires, publisher: number, ..message };
        let source = Source { session: number, conn: Conn(0), packet: 0, qos: message.qos, is_taken: false };
        // There is nobody to tell; it is counted.
        if self.accept(&source, &client, &message, host).is_err() {
            self.counters.refused += 1;
        }
    }
}

fn has_ended(session: &Session, now: LineMs) -> bool {
    now.since_ms(session.gone) >= u64::from(session.expiry_s) * 1_000
}

fn will_is_due(session: &Session, now: LineMs) -> bool {
    session.will.as_ref().is_some_and(|will| now.since_ms(session.gone) >= u64::from(will.delay_s) * 1_000)
}
