//! Clients that come, go and lose their connections while the power is cut: nothing acknowledged is lost, and what is to arrive
//! once arrives once.

use super::rig::{Rig, heard, say};
use crate::codec::{Qos, Version};
use crate::{Conn, Limits};
use millpond_base::{Entropy, SeededEntropy};
use mqtt_proto::Pid;
use mqtt_proto::v5::Packet;
use std::collections::{BTreeMap, BTreeSet};

/// A number below `below`.
fn draw(entropy: &SeededEntropy, below: u64) -> u64 {
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes);
    u64::from_be_bytes(bytes) % below
}

struct Publisher {
    name: String,
    conn: Option<Conn>,
    next: u64,
    /// Sent and not acknowledged: payload, quality of service, whether PUBREC has come.
    open: BTreeMap<u16, (u64, Qos, bool)>,
    acknowledged: BTreeSet<(u64, Qos)>,
    next_packet: u16,
}

struct Subscriber {
    name: String,
    qos: Qos,
    conn: Option<Conn>,
    subscribed: bool,
    /// Packets of quality of service 2 that arrived and were not released.
    held: BTreeSet<u16>,
    got: BTreeMap<u64, usize>,
}

fn hello(client: &str) -> Vec<u8> {
    let hello = say::Hello { client, expiry_s: 3_600, receive_max: Some(4), ..say::Hello::default() };
    say::connect(Version::V5, hello)
}

impl Publisher {
    fn step(&mut self, rig: &mut Rig, entropy: &SeededEntropy) {
        let Some(conn) = self.conn.filter(|conn| rig.sessions.contains_key(conn)) else {
            self.conn = rig.connect(&hello(&self.name)).ok();
            // What was not acknowledged is sent again (section 4.4).
            if let Some(conn) = self.conn {
                for (packet, (payload, qos, arrived)) in self.open.clone() {
                    let bytes =
                        if arrived { say::ack(0x62, packet) } else { message(packet, payload, qos, true) };
                    rig.feed(conn, Version::V5, &bytes);
                }
            }
            return;
        };
        if self.open.len() < 8 {
            let qos = Qos::of(u8::try_from(draw(entropy, 2)).unwrap() + 1).unwrap();
            self.next_packet = self.next_packet % 20 + 1;
            while self.open.contains_key(&self.next_packet) {
                self.next_packet = self.next_packet % 20 + 1;
            }
            let (packet, payload) = (self.next_packet, self.next);
            self.next += 1;
            self.open.insert(packet, (payload, qos, false));
            rig.feed(conn, Version::V5, &message(packet, payload, qos, false));
        }
    }

    fn hear(&mut self, rig: &mut Rig) {
        let Some(conn) = self.conn else { return };
        for packet in heard(&rig.received(conn)) {
            match packet {
                Packet::Puback(ack) => {
                    let (payload, qos, _) = self.open.remove(&ack.pid.value()).expect("it was sent");
                    self.acknowledged.insert((payload, qos));
                }
                Packet::Pubrec(ack) => {
                    let open = self.open.get_mut(&ack.pid.value()).expect("it was sent");
                    open.2 = true;
                    self.acknowledged.insert((open.0, open.1));
                    rig.feed(conn, Version::V5, &say::ack(0x62, ack.pid.value()));
                }
                Packet::Pubcomp(ack) => _ = self.open.remove(&ack.pid.value()),
                _ => {}
            }
        }
    }
}

fn message(packet: u16, payload: u64, qos: Qos, dup: bool) -> Vec<u8> {
    let payload = payload.to_string();
    let (topic, payload) = ("t/x", payload.as_bytes());
    say::publish(
        Version::V5,
        &say::Message { topic, payload, qos, packet, dup, retain: false, properties: &[] },
    )
}

impl Subscriber {
    fn step(&mut self, rig: &mut Rig) {
        if let Some(conn) = self.conn.filter(|conn| rig.sessions.contains_key(conn)) {
            if !self.subscribed {
                rig.feed(conn, Version::V5, &say::subscribe(Version::V5, 1, "t/+", self.qos.number(), &[]));
            }
            return;
        }
        self.conn = rig.connect(&hello(&self.name)).ok();
    }

    fn hear(&mut self, rig: &mut Rig, lazy: bool) {
        let Some(conn) = self.conn else { return };
        for packet in heard(&rig.received(conn)) {
            match packet {
                Packet::Suback(_) => self.subscribed = true,
                Packet::Publish(publish) => {
                    let payload: u64 = std::str::from_utf8(&publish.payload).unwrap().parse().unwrap();
                    let packet = publish.qos_pid.pid().map_or(0, Pid::value);
                    if publish.qos_pid.qos() == mqtt_proto::QoS::Level2 {
                        // Method A: taken when it first arrives, known again by its packet (section 4.3.3).
                        if self.held.insert(packet) {
                            *self.got.entry(payload).or_default() += 1;
                        }
                    } else {
                        *self.got.entry(payload).or_default() += 1;
                    }
                    let kind = if publish.qos_pid.qos() == mqtt_proto::QoS::Level2 { 0x50 } else { 0x40 };
                    if !lazy {
                        rig.feed(conn, Version::V5, &say::ack(kind, packet));
                    }
                }
                Packet::Pubrel(ack) => {
                    self.held.remove(&ack.pid.value());
                    rig.feed(conn, Version::V5, &say::ack(0x70, ack.pid.value()));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn nothing_acknowledged_is_lost_and_once_is_once_across_power_cuts() {
    // `MILLPOND_MQTT=20000` runs as many; what fails names its seed.
    let histories = std::env::var("MILLPOND_MQTT").ok().and_then(|text| text.parse().ok());
    for seed in 0..histories.unwrap_or(150) {
        history(seed);
    }
}

/// Everybody who takes part.
struct Cast {
    publishers: Vec<Publisher>,
    subscribers: Vec<Subscriber>,
}

impl Cast {
    fn new() -> Self {
        let publisher = |n: u64| Publisher {
            name: format!("p{n}"),
            conn: None,
            next: n * 1_000_000,
            open: BTreeMap::new(),
            acknowledged: BTreeSet::new(),
            next_packet: 0,
        };
        let subscriber = |(n, qos): (u64, Qos)| Subscriber {
            name: format!("s{n}"),
            qos,
            conn: None,
            subscribed: false,
            held: BTreeSet::new(),
            got: BTreeMap::new(),
        };
        let wanted = [Qos::AtLeastOnce, Qos::ExactlyOnce, Qos::ExactlyOnce];
        Self {
            publishers: (0..2).map(publisher).collect(),
            subscribers: (0..).zip(wanted).map(subscriber).collect(),
        }
    }

    fn subscribe(&mut self, rig: &mut Rig) {
        for subscriber in &mut self.subscribers {
            while !subscriber.subscribed {
                subscriber.step(rig);
                rig.round();
                subscriber.hear(rig, false);
            }
        }
    }

    /// One thing happens.
    fn happen(&mut self, rig: &mut Rig, entropy: &SeededEntropy) {
        match draw(entropy, 24) {
            0 => rig.power_cut(),
            1 => {
                let conns: Vec<Conn> = rig.sessions.keys().copied().collect();
                if !conns.is_empty() {
                    rig.cut(conns[usize::try_from(draw(entropy, conns.len() as u64)).unwrap()]);
                }
            }
            2..=6 => rig.stage(),
            7..=10 => rig.commit(),
            n @ 11..=15 => self.publishers[usize::try_from(n % 2).unwrap()].step(rig, entropy),
            n @ 16..=18 => self.subscribers[usize::try_from(n - 16).unwrap()].step(rig),
            19 => self.publishers.iter_mut().for_each(|publisher| publisher.hear(rig)),
            20 => self.subscribers.iter_mut().for_each(|subscriber| subscriber.hear(rig, true)),
            _ => self.subscribers.iter_mut().for_each(|subscriber| subscriber.hear(rig, false)),
        }
    }

    /// All is well from here on: everything must come to rest. Acknowledgements that were withheld need a new connection.
    fn rest(&mut self, rig: &mut Rig, entropy: &SeededEntropy) {
        rig.power_cut();
        for _ in 0..400 {
            self.subscribers.iter_mut().for_each(|subscriber| subscriber.step(rig));
            for publisher in &mut self.publishers {
                if publisher.conn.is_none_or(|conn| !rig.sessions.contains_key(&conn)) {
                    publisher.step(rig, entropy);
                }
            }
            rig.round();
            self.publishers.iter_mut().for_each(|publisher| publisher.hear(rig));
            self.subscribers.iter_mut().for_each(|subscriber| subscriber.hear(rig, false));
        }
    }

    fn judge(&self, seed: u64) {
        for publisher in &self.publishers {
            assert!(
                publisher.open.is_empty(),
                "seed {seed}: {} waits for {:?}",
                publisher.name,
                publisher.open
            );
            for (subscriber, (payload, qos)) in
                self.subscribers.iter().flat_map(|s| publisher.acknowledged.iter().map(move |sent| (s, sent)))
            {
                let times = subscriber.got.get(payload).copied().unwrap_or(0);
                let name = &subscriber.name;
                assert!(times > 0, "seed {seed}: {name} never got {payload}");
                let once = *qos == Qos::ExactlyOnce && subscriber.qos == Qos::ExactlyOnce;
                assert!(!once || times == 1, "seed {seed}: {name} got {payload} {times} times");
            }
        }
        for Subscriber { name, held, .. } in &self.subscribers {
            assert!(held.is_empty(), "seed {seed}: {name} still holds {held:?}");
        }
    }
}

fn history(seed: u64) {
    let entropy = SeededEntropy::new(seed);
    let mut rig = Rig::new(Limits { in_flight_max: 4, ..Limits::default() });
    rig.world.room = 200;
    let mut cast = Cast::new();
    cast.subscribe(&mut rig);
    for _ in 0..200 {
        cast.happen(&mut rig, &entropy);
    }
    cast.rest(&mut rig, &entropy);
    cast.judge(seed);
}
