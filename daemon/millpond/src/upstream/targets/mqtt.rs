//! Publishing to an MQTT broker with quality of service 1: several messages on their way, each acknowledged by itself.

use super::publisher::{Broken, Publisher};
use crate::config::MqttVersion;
use crate::upstream::connection::Duplex;
use crate::upstream::dead_letters::Reason;
use crate::upstream::parcel::{Load, Parcel};
use millpond_forward::{Failure, Outcome};
use millpond_pack::mqtt::{self, Accepted, Connect, Meaning, Packet, Publish, Version};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

/// How long the broker may take to acknowledge anything at all.
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// A connection that lay idle this long is asked whether it still is one: half of what load balancers and address translation leave
/// alone at least.
const IDLE_MAX: Duration = Duration::from_secs(30);
/// How long that question may take.
const PONG_MAX: Duration = Duration::from_secs(5);
/// Seconds of silence after which the broker may take us for gone. Between calls nobody speaks, and a call begins with a question
/// where it was long, so only the broker's own patience counts: the longest there is.
const KEEP_ALIVE_S: u16 = u16::MAX;

/// A topic, or several.
pub(super) struct Caller {
    publisher: Publisher,
    session: Option<Session>,
}

/// A connection that was accepted.
struct Session {
    version: Version,
    stream: Box<dyn Duplex>,
    /// What was read and is no whole packet yet.
    read: Vec<u8>,
    accepted: Accepted,
    used: Instant,
    packet: u16,
}

impl Caller {
    pub(super) fn new(publisher: Publisher) -> Self {
        Self { publisher, session: None }
    }

    pub(super) fn publisher(&self) -> &Publisher {
        &self.publisher
    }

    pub(super) async fn call(&mut self, load: Load) -> Result<Vec<Outcome>, Failure> {
        self.publisher.begin();
        let mut outcomes = vec![Outcome::Failed; load.parcels.len()];
        let mut session = match self.session().await {
            Ok(session) => session,
            Err(broken) => return Err(self.publisher.broken(broken)),
        };
        let ended = self.deliver(&mut session, &load.parcels, &mut outcomes).await;
        if ended.is_ok() {
            session.used = Instant::now();
            self.session = Some(session);
        }
        self.publisher.end(outcomes, ended, mqtt::words(0x87))
    }

    /// The connection there is, or a new one.
    async fn session(&mut self) -> Result<Session, Broken> {
        if let Some(mut session) = self.session.take()
            && session.is_alive().await
        {
            return Ok(session);
        }
        let broker = &self.publisher.broker;
        let stream = broker.connect().await.map_err(Broken::away)?;
        let config = broker.config();
        let version = match config.version {
            MqttVersion::V3 => Version::V3,
            MqttVersion::V5 => Version::V5,
        };
        let hello = mqtt::connect(&Connect {
            version,
            client_id: &self.publisher.client_id,
            keep_alive_s: KEEP_ALIVE_S,
            user: config.user.as_deref(),
            password: broker.password(),
        });
        let hello = hello.map_err(|why| Broken { failure: Failure::Refused, why: why.to_string() })?;
        let mut session = Session {
            version,
            stream,
            read: Vec::new(),
            accepted: Accepted::default(),
            used: Instant::now(),
            packet: 0,
        };
        session.stream.write_all(&hello).await.map_err(Broken::away)?;
        match session.next(SILENCE_MAX).await? {
            Packet::Connected(accepted) if accepted.qos_max == 0 => Err(Broken {
                failure: Failure::Missing,
                why: "the broker acknowledges nothing (quality of service 0 only); use another".to_owned(),
            }),
            Packet::Connected(accepted) => {
                session.accepted = accepted;
                Ok(session)
            }
            Packet::Refused { code } => Err(of_code(code)),
            _ => Err(Broken::away("the broker does not answer CONNECT")),
        }
    }

    /// Publishes all parcels and waits for what becomes of them.
    async fn deliver(
        &mut self,
        session: &mut Session,
        parcels: &[Parcel],
        outcomes: &mut [Outcome],
    ) -> Result<(), Broken> {
        let in_flight_max = self.publisher.in_flight_max().min(usize::from(session.accepted.receive_max));
        let mut waiting: HashMap<u16, usize> = HashMap::new();
        let mut next = 0;
        let mut out = Vec::new();
        while next < parcels.len() || !waiting.is_empty() {
            out.clear();
            while next < parcels.len() && waiting.len() < in_flight_max {
                if let Some(packet) = self.publish(session, &parcels[next], next, outcomes, &mut out) {
                    waiting.insert(packet, next);
                }
                next += 1;
            }
            if !out.is_empty() {
                let written = timeout(SILENCE_MAX, session.stream.write_all(&out)).await;
                written.map_err(Broken::away)?.map_err(Broken::away)?;
            }
            if waiting.is_empty() {
                continue;
            }
            match session.next(SILENCE_MAX).await? {
                Packet::Acknowledged { packet, code } => {
                    let Some(number) = waiting.remove(&packet) else {
                        return Err(Broken::away("the broker acknowledges what it was not sent"));
                    };
                    outcomes[number] = self.judge(number, code);
                }
                Packet::Ended { code } => return Err(of_code(code)),
                _ => return Err(Broken::away("the broker does not answer PUBLISH")),
            }
        }
        Ok(())
    }

    /// Adds a message; `None` when it cannot be one.
    fn publish(
        &mut self,
        session: &mut Session,
        parcel: &Parcel,
        number: usize,
        outcomes: &mut [Outcome],
        out: &mut Vec<u8>,
    ) -> Option<u16> {
        let topic = self.publisher.topic(parcel, mqtt::is_topic);
        let start = out.len();
        let packet = session.packet.wrapping_add(1).max(1);
        let packed = self.publisher.packed(parcel);
        let added = topic.and_then(|topic| {
            let properties = [("id", parcel.id.as_str())];
            let message = Publish {
                version: session.version,
                topic: &topic,
                packet,
                again: false,
                properties: &properties,
                payload: packed.as_deref().unwrap_or(&parcel.body),
            };
            mqtt::publish(out, &message).map_err(|error| error.to_string())
        });
        let too_large = out.len() - start > session.accepted.packet_bytes_max;
        if let Err(message) = added.and_then(|()| match too_large {
            true => Err(format!("the broker takes {} bytes at most", session.accepted.packet_bytes_max)),
            false => Ok(()),
        }) {
            out.truncate(start);
            outcomes[number] = Outcome::Rejected;
            self.publisher.rejected.insert(number, Reason { code: "MQTT".to_owned(), message });
            return None;
        }
        session.packet = packet;
        Some(packet)
    }

    fn judge(&mut self, number: usize, code: u8) -> Outcome {
        let outcome = match Meaning::of(code) {
            Meaning::Accepted => return Outcome::Accepted,
            Meaning::Throttled => Outcome::Throttled,
            Meaning::Rejected => Outcome::Rejected,
            // A policy can be mended, a record that was given up cannot.
            Meaning::Refused | Meaning::Failed | Meaning::Elsewhere => Outcome::Failed,
        };
        let words = mqtt::words(code);
        self.publisher.broker.report("PUBLISH", words, false);
        let message = format!("reason code {code:#04x}");
        self.publisher.rejected.insert(number, Reason { code: words.to_owned(), message });
        outcome
    }

    /// The next connection shows the password anew.
    pub(super) fn renew(&mut self) {
        self.session = None;
    }
}

impl Session {
    /// True when the connection is fresh, or the broker answers on it.
    async fn is_alive(&mut self) -> bool {
        let idle = self.used.elapsed();
        let given_up = |secs: u16| secs > 0 && idle > Duration::from_secs(u64::from(secs));
        if self.accepted.keep_alive_s.is_some_and(given_up) {
            return false;
        }
        if idle < IDLE_MAX {
            return true;
        }
        if self.stream.write_all(&mqtt::ping()).await.is_err() {
            return false;
        }
        matches!(self.next(PONG_MAX).await, Ok(Packet::Pong))
    }

    /// What the broker says next.
    async fn next(&mut self, patience: Duration) -> Result<Packet, Broken> {
        loop {
            match mqtt::decode(self.version, &self.read).map_err(Broken::away)? {
                Some((packet, bytes)) => {
                    self.read.drain(..bytes);
                    return Ok(packet);
                }
                None => {
                    let more = timeout(patience, self.stream.read_buf(&mut self.read)).await;
                    let late = |_| Broken::away("no answer of the broker in time");
                    if more.map_err(late)?.map_err(Broken::away)? == 0 {
                        return Err(Broken::away("the broker ended the connection"));
                    }
                }
            }
        }
    }
}

fn of_code(code: u8) -> Broken {
    let failure = match Meaning::of(code) {
        Meaning::Refused => Failure::Refused,
        Meaning::Throttled => Failure::Throttled,
        Meaning::Elsewhere => Failure::Missing,
        Meaning::Accepted | Meaning::Failed | Meaning::Rejected => Failure::Unreachable,
    };
    Broken { failure, why: format!("the broker says: {} ({code:#04x})", mqtt::words(code)) }
}
