//! The broker's thread.

use super::connection::{Connection, Got, Open, State};
use super::desk::Desk;
use super::doorbell::Doorbell;
use super::figures::Figures;
use super::keeping::{Keeping, recover};
use super::rules::Rules;
use super::who::{Gate, Setting, Shown, Who};
use super::{certificate, tls};
use crate::config::{Auth, ClientPrincipal, Config};
use crate::datadir::DataDir;
use crate::journal;
use crate::trouble::{Step, Trouble};
use millpond_base::{LineMs, Ticket, hex};
use millpond_broker::codec::{self, Connect, Packet, Reason, Version};
use millpond_broker::{Broker, Staged};
use millpond_store::Store;
use millpond_store::trail::Event;
use mio::net::TcpListener;
use mio::{Events, Interest, Poll, Token};
use rustls::{ServerConfig, ServerConnection};
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

pub(super) const WAKER: Token = Token(0);
const PLAIN: Token = Token(1);
const TLS: Token = Token(2);
const FIRST: usize = 3;
/// What one read takes. Ours: a socket's buffer.
const READ_BYTES: usize = 64 << 10;
/// Bytes gathered in one round. Ours: as much as a commit seals in the time of one sync.
const ROUND_BYTES: usize = 256 << 10;
/// Bytes that may wait to become durable before publishers are held up. Ours: a few rounds.
const PENDING_BYTES: usize = 2 << 20;
/// How long a client may take to say who it is.
const HELLO_MS: u64 = 10_000;
/// How soon what could not be staged is tried again.
const AGAIN: Duration = Duration::from_millis(2);
const TICK_MS: u64 = 1_000;
/// How often `$SYS` is published and tracks are looked after.
const CARE_MS: u64 = 10_000;
/// At most this many refusals of strangers leave a trace per second, as for the API.
const STRANGERS_PER_SECOND: u32 = 10;
/// Pages read for slow or returned clients in one turn.
const PAGES: usize = 16;

pub(super) struct Parts {
    pub(super) doorbell: Arc<Doorbell>,
    pub(super) figures: Arc<Figures>,
}

pub(super) struct Loop {
    poll: Poll,
    listeners: Vec<(Token, TcpListener)>,
    tls: Option<Arc<ServerConfig>>,
    principal: Option<ClientPrincipal>,
    connections_max: usize,
    packet_bytes_max: usize,
    parts: Parts,
    broker: Broker,
    desk: Desk,
    keeping: Keeping,
    /// Connections that have something to read.
    ready: VecDeque<usize>,
    /// Tickets of rounds that are not durable.
    waiting: VecDeque<Ticket>,
    /// The last round could not be staged and is tried again.
    is_held: bool,
    has_more_pages: bool,
    ticked: LineMs,
    cared: LineMs,
    refused: u64,
    strangers: (LineMs, u32),
    start: LineMs,
}

impl Loop {
    pub(super) fn open(
        poll: Poll,
        config: &Config,
        data: &DataDir,
        store: Arc<Store>,
        parts: Parts,
    ) -> Result<Self, Trouble> {
        let mqtt = &config.mqtt;
        let tracks = store.post().tracks().step(|| "cannot make the broker's tracks".into())?;
        let (broker, records) = recover(&store, tracks, mqtt.limits())?;
        let mut listeners = Vec::new();
        for (token, address) in [(PLAIN, mqtt.listen), (TLS, mqtt.listen_tls)] {
            let Some(address) = address else { continue };
            let cannot = || format!("cannot listen for MQTT on {address}");
            let mut listener = TcpListener::bind(address).step(cannot)?;
            poll.registry().register(&mut listener, token, Interest::READABLE).step(cannot)?;
            listeners.push((token, listener));
        }
        let tls = mqtt.listen_tls.map(|_| tls::config(config, data)).transpose()?;
        let gate = Gate::new(&store, config.auth == Auth::On);
        let rules = Rules::new(&mqtt.rule, &store);
        let mut desk = Desk::new(store, tracks, gate, rules);
        desk.records = records;
        let now = desk.now.line;
        Ok(Self {
            poll,
            listeners,
            tls,
            principal: mqtt.client_principal.clone(),
            connections_max: mqtt.connections_max.size(),
            packet_bytes_max: mqtt.packet_bytes_max.size(),
            parts,
            broker,
            desk,
            keeping: Keeping::new(mqtt.messages_mib.0 << 20, mqtt.messages_hours.0 * 3_600_000),
            ready: VecDeque::new(),
            waiting: VecDeque::new(),
            is_held: false,
            has_more_pages: false,
            ticked: now,
            cared: now,
            refused: 0,
            strangers: (now, 0),
            start: now,
        })
    }

    pub(super) fn addresses(&self) -> [Option<SocketAddr>; 2] {
        [PLAIN, TLS].map(|wanted| {
            let found = self.listeners.iter().find(|(token, _)| *token == wanted);
            found.and_then(|(_, listener)| listener.local_addr().ok())
        })
    }

    pub(super) fn run(mut self) {
        let mut events = Events::with_capacity(256);
        let mut buffer = vec![0; READ_BYTES];
        while !self.parts.doorbell.is_stopping() {
            match self.poll.poll(&mut events, self.patience()) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    journal::error("the broker cannot wait for events and stops", &[("cause", &error)]);
                    return;
                }
            }
            self.desk.now = self.desk.store.clock().now();
            for event in &events {
                self.note(event);
            }
            self.turn(&mut buffer);
        }
        self.farewell();
    }

    fn note(&mut self, event: &mio::event::Event) {
        match event.token() {
            WAKER => {}
            token @ (PLAIN | TLS) => self.accept(token),
            Token(token) => {
                let slot = token - FIRST;
                let Some(connection) = self.desk.at(slot) else { return };
                if event.is_readable() || event.is_read_closed() || event.is_error() {
                    connection.is_readable = true;
                    if !std::mem::replace(&mut connection.is_queued, true) {
                        self.ready.push_back(slot);
                    }
                }
                if event.is_writable() {
                    if let Some(connection) = self.desk.at(slot) {
                        connection.note_writable();
                    }
                    self.desk.touch(slot);
                }
            }
        }
    }

    /// Everything that can be done without waiting.
    fn turn(&mut self, buffer: &mut [u8]) {
        if !self.is_held {
            self.read(buffer);
            self.tick();
        }
        self.stage();
        self.complete();
        self.flush();
    }

    /// How long to wait for events.
    fn patience(&self) -> Option<Duration> {
        if self.is_held {
            return Some(AGAIN);
        }
        let can_read = !self.ready.is_empty() && self.broker.pending_bytes() < PENDING_BYTES;
        if can_read || self.has_more_pages || !self.desk.touched.is_empty() {
            return Some(Duration::ZERO);
        }
        let is_idle = self.desk.connected() == 0 && self.broker.sessions() == 0;
        (!is_idle).then_some(Duration::from_millis(TICK_MS))
    }

    fn accept(&mut self, token: Token) {
        loop {
            let Some((_, listener)) = self.listeners.iter().find(|(own, _)| *own == token) else { return };
            let (stream, peer) = match listener.accept() {
                Ok(accepted) => accepted,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                // Also when no file is left: it is asked for again when the next client comes.
                Err(_) => return,
            };
            if self.desk.connected() >= self.connections_max {
                self.refused += 1;
                continue;
            }
            // Acknowledgements are small, and somebody waits for each.
            let _ = stream.set_nodelay(true);
            let tls = match (&self.tls, token == TLS) {
                (Some(config), true) => match ServerConnection::new(Arc::clone(config)) {
                    Ok(tls) => Some(Box::new(tls)),
                    Err(_) => continue,
                },
                _ => None,
            };
            let line = self.desk.now.line;
            let interest = Interest::READABLE | Interest::WRITABLE;
            let connection = Connection::new(stream, tls, peer.ip(), line);
            let (slot, _) = self.desk.add(connection);
            let registry = self.poll.registry();
            let Some(connection) = self.desk.at(slot) else { continue };
            if registry.register(connection.stream(), Token(FIRST + slot), interest).is_err() {
                self.desk.remove(slot);
            }
        }
    }

    /// Reads from those that have something to say, each a buffer at a time, until the round is large enough.
    fn read(&mut self, buffer: &mut [u8]) {
        let mut turns = self.ready.len();
        while turns > 0 && self.desk.bytes() < ROUND_BYTES && self.broker.pending_bytes() < PENDING_BYTES {
            turns -= 1;
            let Some(slot) = self.ready.pop_front() else { return };
            let Some(connection) = self.desk.at(slot) else { continue };
            connection.is_queued = false;
            if connection.closing.is_some() {
                continue;
            }
            match connection.read(buffer) {
                Got::Bytes(count) => self.bytes(slot, &buffer[..count]),
                Got::Nothing => {}
                Got::End => self.drop_connection(slot),
            }
            let Some(connection) = self.desk.at(slot) else { continue };
            if connection.has_unsaid() {
                self.desk.touch(slot);
            }
            let Some(connection) = self.desk.at(slot) else { continue };
            if connection.is_readable && !std::mem::replace(&mut connection.is_queued, true) {
                self.ready.push_back(slot);
            }
        }
    }

    /// Bytes of one connection: whole packets are taken, and the rest waits.
    fn bytes(&mut self, slot: usize, bytes: &[u8]) {
        let Some(connection) = self.desk.at(slot) else { return };
        let mut input = std::mem::take(&mut connection.input);
        let taken = if input.is_empty() {
            let taken = self.packets(slot, bytes);
            input.extend_from_slice(&bytes[taken..]);
            None
        } else {
            input.extend_from_slice(bytes);
            Some(self.packets(slot, &input))
        };
        if let Some(taken) = taken {
            input.drain(..taken);
        }
        if let Some(connection) = self.desk.at(slot)
            && !input.is_empty()
        {
            input.shrink_to_fit();
            connection.input = input;
        }
    }

    /// Takes whole packets; how many bytes they were. All, once the connection is to end.
    fn packets(&mut self, slot: usize, bytes: &[u8]) -> usize {
        let mut taken = 0;
        loop {
            let Some(connection) = self.desk.at(slot) else { return bytes.len() };
            if connection.closing.is_some() {
                return bytes.len();
            }
            let version = connection.version();
            let went = match codec::frame(&bytes[taken..], self.packet_bytes_max) {
                Ok(None) => return taken,
                Ok(Some((frame, whole))) => {
                    taken += whole;
                    codec::decode(version.unwrap_or_default(), &frame)
                        .and_then(|packet| self.packet(slot, &packet))
                }
                Err(reason) => Err(reason),
            };
            match went {
                Ok(true) => {}
                Ok(false) => {
                    self.drop_connection(slot);
                    return bytes.len();
                }
                Err(reason) => {
                    if let Some(connection) = self.desk.at(slot) {
                        connection.closing.get_or_insert(reason);
                    }
                    self.desk.touch(slot);
                    return bytes.len();
                }
            }
        }
    }

    fn packet(&mut self, slot: usize, packet: &Packet<'_>) -> Result<bool, Reason> {
        let now = self.desk.now;
        let Some(connection) = self.desk.at(slot) else { return Ok(false) };
        match (connection.session(), packet) {
            (Some(session), packet) => self.broker.packet(session, packet, now, &mut self.desk),
            (None, Packet::Connect(connect)) => {
                if let Err(reason) = self.connect(slot, connect) {
                    self.refuse(slot, connect, reason);
                    return Ok(false);
                }
                Ok(true)
            }
            // Nobody is answered who has not said who it is (section 3.1).
            (None, _) => Ok(false),
        }
    }

    fn connect(&mut self, slot: usize, connect: &Connect<'_>) -> Result<(), Reason> {
        if connect.has_method {
            return Err(Reason::BadAuthenticationMethod);
        }
        let now = self.desk.now;
        let conn = self.desk.conn(slot);
        let principal = self.principal.clone();
        let Some(connection) = self.desk.at(slot) else { return Err(Reason::Unspecified) };
        let (peer, is_secure) = (connection.peer, connection.is_secure());
        let chain = connection.tls().and_then(|tls| tls.peer_certificates());
        let shown = Shown { certificate: principal.and_then(|rule| certificate::principal(chain, &rule)) };
        let store = Arc::clone(&self.desk.store);
        let who = self.desk.gate.prove(&store, connect, &shown, now)?;
        let assigned = connect.client_id.is_empty();
        let client = if assigned { random_id(&store) } else { connect.client_id.to_owned() };
        let setting = Setting { client: &client, peer, is_secure, now };
        if !self.desk.gate.may_connect(&store, &who, setting) {
            self.trace(slot, connect, Some(&who), &client, Some(Reason::NotAuthorized));
            return Err(Reason::NotAuthorized);
        }
        self.trace(slot, connect, Some(&who), &client, None);
        if let Some(connection) = self.desk.at(slot) {
            let open = Open { session: 0, version: connect.version, client: client.as_str().into(), who };
            connection.state = State::Open(Box::new(open));
        }
        let connected = self.broker.connect(conn, connect, &client, assigned, now, &mut self.desk);
        let Some(connection) = self.desk.at(slot) else { return Err(Reason::Unspecified) };
        match (connected, &mut connection.state) {
            (Ok(connected), State::Open(open)) => {
                open.session = connected.session;
                Ok(())
            }
            (Err(reason), state) => {
                *state = State::New;
                Err(reason)
            }
            (Ok(_), State::New) => Err(Reason::Unspecified),
        }
    }

    /// CONNACK with a refusal.
    fn refuse(&mut self, slot: usize, connect: &Connect<'_>, reason: Reason) {
        self.refused += 1;
        if reason == Reason::BadCredentials && self.may_trace_stranger() {
            self.trace(slot, connect, None, connect.client_id, Some(reason));
        }
        if let Some(connection) = self.desk.at(slot) {
            reason.put_connack(&mut connection.out, connect.version);
            connection.flush();
        }
    }

    fn may_trace_stranger(&mut self) -> bool {
        let line = self.desk.now.line;
        if line.since_ms(self.strangers.0) >= 1_000 {
            self.strangers = (line, 0);
        }
        self.strangers.1 += 1;
        self.strangers.1 <= STRANGERS_PER_SECOND
    }

    /// An audit event of a connection, or of its refusal.
    fn trace(
        &mut self,
        slot: usize,
        connect: &Connect<'_>,
        who: Option<&Who>,
        client: &str,
        why: Option<Reason>,
    ) {
        let mut event = Event::default();
        self.desk.store.entropy().fill(&mut event.id);
        // The version and variant bits of a random UUID.
        event.id[6] = event.id[6] & 0x0f | 0x40;
        event.id[8] = event.id[8] & 0x3f | 0x80;
        let Some(connection) = self.desk.at(slot) else { return };
        (event.source_ip, event.secure) = (connection.peer.to_string(), connection.is_secure());
        event.request_id = hex(&event.id);
        event.wall = self.desk.now.wall;
        event.source = "iot.amazonaws.com".to_owned();
        event.name = "Connect".to_owned();
        event.region = self.desk.store.region().to_string();
        event.user_agent = match connect.version {
            Version::V3 => "MQTT 3.1.1".to_owned(),
            Version::V5 => "MQTT 5".to_owned(),
        };
        match who.and_then(Who::caller) {
            Some(caller) => event.identity = caller.identity(),
            None => {
                event.identity.kind = "Unknown".to_owned();
                event.identity.access_key_id = connect.user.unwrap_or_default().chars().take(128).collect();
            }
        }
        let client: String = client.chars().take(256).collect();
        event.request_parameters = serde_json::json!({ "clientId": client }).to_string();
        if let Some(reason) = why {
            event.error_code = match reason {
                Reason::NotAuthorized => "AccessDenied".to_owned(),
                _ => "InvalidClientTokenId".to_owned(),
            };
            event.error_message = reason.to_string();
        }
        self.desk.trace(&event);
    }

    /// Ends a connection at once.
    fn drop_connection(&mut self, slot: usize) {
        let conn = self.desk.conn(slot);
        let Some(mut connection) = self.desk.remove(slot) else { return };
        let _ = self.poll.registry().deregister(connection.stream());
        connection.say_goodbye();
        if let Some(session) = connection.session() {
            let now = self.desk.now;
            self.broker.gone(session, conn, now, &mut self.desk);
        }
    }

    fn stage(&mut self) {
        self.broker.end_round(&mut self.desk);
        match self.desk.stage() {
            Err(_) => self.is_held = true,
            Ok(round) => {
                self.is_held = false;
                let places = match &round.places {
                    Ok(places) => Ok(&places[..]),
                    Err(reason) => Err(*reason),
                };
                let staged = Staged { ticket: round.ticket, places, state: round.state };
                self.broker.staged(&staged, &mut self.desk);
                if self.waiting.back().is_none_or(|last| *last < round.ticket) {
                    self.waiting.push_back(round.ticket);
                }
                self.keeping.rewrite(&self.broker, &mut self.desk);
            }
        }
    }

    /// Says what has become durable.
    fn complete(&mut self) {
        loop {
            let durable = self.desk.store.log().durable();
            while self.waiting.pop_front_if(|ticket| *ticket <= durable).is_some() {}
            let now = self.desk.now;
            self.broker.durable(durable, now, &mut self.desk);
            let next = self.waiting.front().copied();
            self.parts.doorbell.want(next);
            // A commit between the two looks would not have rung.
            if next.is_none_or(|next| self.desk.store.log().durable() < next) {
                break;
            }
        }
        self.has_more_pages = !self.keeping.read(&mut self.broker, &mut self.desk, PAGES);
    }

    /// Writes what is to be sent, and closes what is to be closed.
    fn flush(&mut self) {
        for slot in std::mem::take(&mut self.desk.touched) {
            let Some(connection) = self.desk.at(slot) else { continue };
            connection.is_touched = false;
            if let (Some(reason), Some(version)) = (connection.closing, connection.version()) {
                codec::disconnect(&mut connection.out, version, reason);
            }
            let was_full = connection.was_full;
            let is_whole = connection.flush();
            connection.was_full = connection.unsent() > 0;
            let has_room = was_full && connection.unsent() == 0;
            if !is_whole || connection.closing.is_some() {
                self.drop_connection(slot);
            } else if has_room && let Some(session) = connection.session() {
                let now = self.desk.now;
                self.broker.writable(session, now, &mut self.desk);
            }
        }
    }

    fn tick(&mut self) {
        let now = self.desk.now;
        if now.line.since_ms(self.ticked) < TICK_MS {
            return;
        }
        self.ticked = now.line;
        self.broker.tick(now, &mut self.desk);
        for slot in 0..self.desk.slots() {
            let Some(connection) = self.desk.at(slot) else { continue };
            let is_late = connection.session().is_none() && now.line.since_ms(connection.since) >= HELLO_MS;
            if is_late {
                self.drop_connection(slot);
            }
        }
        self.keeping.trim(&mut self.broker, &self.desk);
        self.parts.figures.set(&self.broker, self.desk.connected() as u64, self.refused);
        if now.line.since_ms(self.cared) >= CARE_MS {
            self.cared = now.line;
            self.check_callers();
            self.tell();
        }
    }

    /// Ends connections whose credentials are no longer valid, also of those who only listen.
    fn check_callers(&mut self) {
        let (store, now) = (Arc::clone(&self.desk.store), self.desk.now);
        for slot in 0..self.desk.slots() {
            let Self { desk, .. } = self;
            if !desk.is_still_known(slot, &store, now) {
                desk.touch(slot);
            }
        }
    }

    /// `$SYS`, as other brokers have it.
    fn tell(&mut self) {
        let now = self.desk.now;
        let uptime = format!("{} seconds", now.line.since_ms(self.start) / 1_000);
        let version = concat!("millpond ", env!("CARGO_PKG_VERSION"));
        let counters = *self.broker.counters();
        let (retained, _) = self.broker.retained();
        let told = [
            ("$SYS/broker/version", version.to_owned()),
            ("$SYS/broker/uptime", uptime),
            ("$SYS/broker/clients/connected", self.desk.connected().to_string()),
            ("$SYS/broker/clients/total", self.broker.sessions().to_string()),
            ("$SYS/broker/subscriptions/count", self.broker.subscriptions().to_string()),
            ("$SYS/broker/retained messages/count", retained.to_string()),
            ("$SYS/broker/publish/messages/received", counters.received.to_string()),
            ("$SYS/broker/publish/messages/sent", counters.sent.to_string()),
            ("$SYS/broker/publish/messages/dropped", counters.dropped.to_string()),
            ("$SYS/broker/publish/messages/lost", counters.lost.to_string()),
        ];
        for (topic, payload) in told {
            self.broker.tell(topic, payload.as_bytes(), now, &mut self.desk);
        }
    }

    /// The gateway stops: clients of version 5 are told, and how far sessions have come is written down. Their wills are
    /// published when they do not come back after the next start.
    fn farewell(&mut self) {
        for slot in 0..self.desk.slots() {
            let Some(connection) = self.desk.at(slot) else { continue };
            if let Some(version) = connection.version() {
                codec::disconnect(&mut connection.out, version, Reason::ServerShuttingDown);
            }
            connection.flush();
            connection.say_goodbye();
        }
        self.broker.end_round(&mut self.desk);
        // What cannot be staged now is published again by its client.
        let _ = self.desk.stage();
    }
}

/// An identifier for a client that has none.
fn random_id(store: &Store) -> String {
    let mut id = [0; 12];
    store.entropy().fill(&mut id);
    format!("auto-{}", hex(&id))
}
