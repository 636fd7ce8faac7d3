//! A broker on a log in memory whose power can be cut, and clients that speak to it in bytes.

use crate::codec::{self, Qos, Reason, Version};
use crate::{Action, Broker, Conn, Host, Keep, Limits, Publication, Routed, Staged};
use millpond_base::{LineMs, Now, Seq, Ticket, WallMs};
use std::collections::{BTreeMap, BTreeSet};

/// Two tracks, what is staged and what is durable.
#[derive(Default)]
pub(super) struct Disk {
    pub(super) messages: Vec<Vec<u8>>,
    pub(super) state: Vec<Vec<u8>>,
    /// Payloads that rules led here.
    pub(super) routed: Vec<Vec<u8>>,
    /// Lengths of the three at each ticket.
    tickets: Vec<(usize, usize, usize)>,
    pub(super) durable: usize,
}

#[derive(Default)]
pub(super) struct World {
    round: [Vec<Vec<u8>>; 3],
    routed: Vec<Vec<u8>>,
    pub(super) out: BTreeMap<Conn, Vec<u8>>,
    pub(super) closed: BTreeMap<Conn, Reason>,
    /// Topics and filters that nobody may use.
    pub(super) forbidden: BTreeSet<String>,
    /// Topics that rules lead into the log.
    pub(super) ruled: BTreeSet<String>,
    pub(super) is_full: bool,
    pub(super) room: usize,
}

impl Host for World {
    fn may(&mut self, _: Conn, _: Action, name: &str) -> bool {
        !self.forbidden.contains(name)
    }

    fn route(&mut self, message: &Publication<'_>) -> Result<Routed, Reason> {
        if !self.ruled.contains(message.topic) {
            return Ok(Routed::Nowhere);
        }
        self.routed.push(message.payload.to_vec());
        Ok(Routed::Kept)
    }

    fn keep(&mut self, which: Keep, record: &[u8]) {
        let at = match which {
            Keep::Message => 0,
            Keep::WithMessages => 1,
            Keep::State | Keep::Lazily => 2,
        };
        self.round[at].push(record.to_vec());
    }

    fn out(&mut self, conn: Conn) -> Option<&mut Vec<u8>> {
        self.out.get_mut(&conn)
    }

    fn has_room(&self, conn: Conn) -> bool {
        self.out.get(&conn).is_some_and(|out| out.len() < self.room)
    }

    fn close(&mut self, conn: Conn, reason: Reason) {
        self.closed.insert(conn, reason);
    }
}

pub(super) struct Rig {
    pub(super) broker: Broker,
    pub(super) world: World,
    pub(super) disk: Disk,
    pub(super) limits: Limits,
    pub(super) now: Now,
    next_conn: u64,
    pub(super) sessions: BTreeMap<Conn, u64>,
}

impl Rig {
    pub(super) fn new(limits: Limits) -> Self {
        let now = Now { wall: WallMs(0), line: LineMs(1_000), trusted: true };
        let broker = Broker::new(limits, Seq(0), now);
        let world = World { room: 1 << 16, ..World::default() };
        Self { broker, world, disk: Disk::default(), limits, now, next_conn: 0, sessions: BTreeMap::new() }
    }

    pub(super) fn later_ms(&mut self, ms: u64) {
        self.now.line = self.now.line.after_ms(ms);
        self.broker.tick(self.now, &mut self.world);
        self.sweep();
    }

    /// A connection with its CONNECT; `None` where it was refused.
    pub(super) fn connect(&mut self, bytes: &[u8]) -> Result<Conn, Reason> {
        self.next_conn += 1;
        let conn = Conn(self.next_conn);
        let (frame, _) = codec::frame(bytes, 1 << 20)?.expect("it is whole");
        let codec::Packet::Connect(connect) = codec::decode(Version::V5, &frame)? else {
            panic!("a CONNECT")
        };
        self.world.out.insert(conn, Vec::new());
        let client = if connect.client_id.is_empty() { "assigned" } else { connect.client_id };
        let assigned = connect.client_id.is_empty();
        let connected = self.broker.connect(conn, &connect, client, assigned, self.now, &mut self.world);
        match connected {
            Ok(connected) => {
                self.sessions.insert(conn, connected.session);
                self.sweep();
                Ok(conn)
            }
            Err(reason) => {
                self.world.out.remove(&conn);
                Err(reason)
            }
        }
    }

    /// Bytes from a client; false once its connection is over.
    pub(super) fn feed(&mut self, conn: Conn, version: Version, bytes: &[u8]) -> bool {
        let Some(session) = self.sessions.get(&conn).copied() else { return false };
        let (frame, _) = codec::frame(bytes, 1 << 20).unwrap().expect("it is whole");
        let packet = codec::decode(version, &frame);
        let taken = packet.and_then(|packet| self.broker.packet(session, &packet, self.now, &mut self.world));
        match taken {
            Ok(true) => {}
            Ok(false) => self.cut(conn),
            Err(reason) => {
                self.world.closed.insert(conn, reason);
            }
        }
        self.sweep();
        self.sessions.contains_key(&conn)
    }

    /// A connection breaks.
    pub(super) fn cut(&mut self, conn: Conn) {
        if let Some(session) = self.sessions.remove(&conn) {
            self.world.out.remove(&conn);
            self.broker.gone(session, conn, self.now, &mut self.world);
        }
    }

    fn sweep(&mut self) {
        let closed: Vec<Conn> = self.world.closed.keys().copied().collect();
        closed.into_iter().for_each(|conn| self.cut(conn));
    }

    /// Stages the round; nothing is durable yet.
    pub(super) fn stage(&mut self) {
        self.broker.end_round(&mut self.world);
        let [messages, with, state] = std::mem::take(&mut self.world.round);
        let routed = std::mem::take(&mut self.world.routed);
        let first = self.disk.messages.len() as u64;
        let places: Vec<Seq> = (first..).take(messages.len()).map(Seq).collect();
        // A session comes before what it has taken.
        self.disk.state.extend(state);
        let places = if self.world.is_full {
            Err(Reason::QuotaExceeded)
        } else {
            self.disk.messages.extend(messages);
            self.disk.state.extend(with);
            self.disk.routed.extend(routed);
            Ok(&places[..])
        };
        let Disk { messages, state, routed, tickets, .. } = &mut self.disk;
        tickets.push((messages.len(), state.len(), routed.len()));
        let ticket = Ticket(tickets.len() as u64);
        self.broker.staged(&Staged { ticket, places, state: Ok(()) }, &mut self.world);
        self.sweep();
    }

    /// Makes everything that is staged durable.
    pub(super) fn commit(&mut self) {
        self.disk.durable = self.disk.tickets.len();
        self.broker.durable(Ticket(self.disk.durable as u64), self.now, &mut self.world);
        self.read();
        self.sweep();
    }

    /// Lets readers read on.
    pub(super) fn read(&mut self) {
        while let Some(reading) = self.broker.next_reading(&mut self.world) {
            let durable = self.durable().0 as u64;
            let page: Vec<(Seq, Vec<u8>)> = (reading.from.0..durable)
                .take(3)
                .map(|place| (Seq(place), self.disk.messages[usize::try_from(place).unwrap()].clone()))
                .collect();
            let end = page.last().map(|(place, _)| place.next());
            let records = page.iter().map(|(place, body)| (*place, &body[..]));
            self.broker.page(reading, records, end, self.now, &mut self.world);
        }
    }

    fn durable(&self) -> (usize, usize, usize) {
        self.disk.durable.checked_sub(1).map_or((0, 0, 0), |at| self.disk.tickets[at])
    }

    pub(super) fn round(&mut self) {
        self.stage();
        self.commit();
    }

    /// The power goes: what was staged since the last commit is lost, and everybody's connection.
    pub(super) fn power_cut(&mut self) {
        let (messages, state, routed) = self.durable();
        self.disk.messages.truncate(messages);
        self.disk.state.truncate(state);
        self.disk.routed.truncate(routed);
        self.disk.tickets.truncate(self.disk.durable);
        self.world.round = Default::default();
        self.world.routed.clear();
        self.world.out.clear();
        self.world.closed.clear();
        self.sessions.clear();
        self.now.line = self.now.line.after_ms(1);
        let mut broker = Broker::new(self.limits, Seq(messages as u64), self.now);
        for record in &self.disk.state {
            assert!(broker.replay(record), "what was written is read");
        }
        broker.ready(self.now);
        // What a snapshot says must be what the records said.
        let mut again = Broker::new(self.limits, Seq(messages as u64), self.now);
        broker.snapshot(|record| assert!(again.replay(record)));
        again.ready(self.now);
        self.broker = again;
    }

    /// What a client has received since the last call.
    pub(super) fn received(&mut self, conn: Conn) -> Vec<u8> {
        let bytes = self.world.out.get_mut(&conn).map(std::mem::take).unwrap_or_default();
        if let Some(session) = self.sessions.get(&conn) {
            self.broker.writable(*session, self.now, &mut self.world);
            self.read();
        }
        bytes
    }
}

/// Packets of a client.
pub(super) mod say {
    use super::{Qos, Version};

    fn packet(first: u8, body: &[u8]) -> Vec<u8> {
        let mut out = vec![first];
        let mut left = body.len();
        loop {
            let low = u8::try_from(left & 0x7f).unwrap();
            left >>= 7;
            out.push(if left == 0 { low } else { low | 0x80 });
            if left == 0 {
                break;
            }
        }
        out.extend_from_slice(body);
        out
    }

    fn text(out: &mut Vec<u8>, text: &str) {
        out.extend_from_slice(&u16::try_from(text.len()).unwrap().to_be_bytes());
        out.extend_from_slice(text.as_bytes());
    }

    #[derive(Clone, Copy, Default)]
    pub(in super::super) struct Hello<'a> {
        pub(in super::super) client: &'a str,
        pub(in super::super) clean: bool,
        pub(in super::super) expiry_s: u32,
        pub(in super::super) keep_alive_s: u16,
        pub(in super::super) receive_max: Option<u16>,
        pub(in super::super) will: Option<(&'a str, u32)>,
    }

    pub(in super::super) fn connect(version: Version, hello: Hello<'_>) -> Vec<u8> {
        let mut body = vec![0, 4, b'M', b'Q', b'T', b'T', if version == Version::V3 { 4 } else { 5 }];
        let will = if hello.will.is_some() { 0x0c } else { 0 };
        body.push(u8::from(hello.clean) << 1 | will);
        body.extend_from_slice(&hello.keep_alive_s.to_be_bytes());
        if version == Version::V5 {
            let mut own = vec![0x11];
            own.extend_from_slice(&hello.expiry_s.to_be_bytes());
            if let Some(max) = hello.receive_max {
                own.push(0x21);
                own.extend_from_slice(&max.to_be_bytes());
            }
            body.push(u8::try_from(own.len()).unwrap());
            body.extend_from_slice(&own);
        }
        text(&mut body, hello.client);
        if let Some((topic, delay_s)) = hello.will {
            if version == Version::V5 {
                body.extend_from_slice(&[5, 0x18]);
                body.extend_from_slice(&delay_s.to_be_bytes());
            }
            text(&mut body, topic);
            text(&mut body, "gone");
        }
        packet(0x10, &body)
    }

    pub(in super::super) struct Message<'a> {
        pub(in super::super) topic: &'a str,
        pub(in super::super) payload: &'a [u8],
        pub(in super::super) qos: Qos,
        pub(in super::super) packet: u16,
        pub(in super::super) dup: bool,
        pub(in super::super) retain: bool,
        pub(in super::super) properties: &'a [u8],
    }

    pub(in super::super) fn publish(version: Version, message: &Message<'_>) -> Vec<u8> {
        let mut body = Vec::new();
        text(&mut body, message.topic);
        if message.qos > Qos::AtMostOnce {
            body.extend_from_slice(&message.packet.to_be_bytes());
        }
        if version == Version::V5 {
            body.push(u8::try_from(message.properties.len()).unwrap());
            body.extend_from_slice(message.properties);
        }
        body.extend_from_slice(message.payload);
        let flags = u8::from(message.dup) << 3 | message.qos.number() << 1 | u8::from(message.retain);
        packet(0x30 | flags, &body)
    }

    pub(in super::super) fn subscribe(
        version: Version,
        id: u16,
        filter: &str,
        options: u8,
        own: &[u8],
    ) -> Vec<u8> {
        let mut body = id.to_be_bytes().to_vec();
        if version == Version::V5 {
            body.push(u8::try_from(own.len()).unwrap());
            body.extend_from_slice(own);
        }
        text(&mut body, filter);
        body.push(options);
        packet(0x82, &body)
    }

    pub(in super::super) fn unsubscribe(version: Version, id: u16, filter: &str) -> Vec<u8> {
        let mut body = id.to_be_bytes().to_vec();
        if version == Version::V5 {
            body.push(0);
        }
        text(&mut body, filter);
        packet(0xa2, &body)
    }

    pub(in super::super) fn ack(first: u8, id: u16) -> Vec<u8> {
        packet(first, &id.to_be_bytes())
    }

    pub(in super::super) fn disconnect() -> Vec<u8> {
        vec![0xe0, 0]
    }
}

/// What a server said, read by another codec.
pub(super) fn heard(bytes: &[u8]) -> Vec<mqtt_proto::v5::Packet> {
    let mut packets = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (_, whole) = codec::frame(rest, 1 << 20).unwrap().expect("whole packets are sent");
        packets.push(mqtt_proto::v5::Packet::decode(&rest[..whole]).unwrap().unwrap());
        rest = &rest[whole..];
    }
    packets
}
