//! The thread with the sockets: mio, the link's state machines, and nothing that waits.

use super::completions::{Completions, Outcome, Rejection};
use super::counters::Counters;
use super::ingest::Parcel;
use super::line::LineGauge;
use super::orders::{Order, Orders};
use super::roster::Entry;
use super::serial::Port;
use super::table::{Found, Pending, Route, Slot, Table};
use super::{KernelNoise, SerialPort};
use crate::journal;
use crate::trouble::{Step, Trouble};
use millpond_base::{Clock, LineMs};
use millpond_link::format::FRAME_BYTES_MAX;
use millpond_link::format::Kind;
use millpond_link::serial::Deframer;
use millpond_link::{Busy, Delivery, Frame, PeerEffects, PeerEvent, Refused, Wall};
use millpond_store::Store;
use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};
use std::fmt::Display;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError};
use std::time::{Duration, Instant};

pub(super) const WAKER: Token = Token(0);
const UDP: Token = Token(1);
/// Serial port n has token `PORTS + n`.
const PORTS: usize = 2;

/// Datagrams taken before completions are looked at again.
const BURST: usize = 128;
/// How long a node waits when the ring is full: about one commit.
const RETRY_MS: u32 = 30;
/// How often a node is told the time, besides when it says hello. Ours: a poor crystal is 3 ms off by then, and twelve bytes in
/// half a minute cost a slow line nothing.
const TIME_EVERY_MS: u64 = 30_000;
/// A command goes out again when its device is heard, but not sooner. Ours: above the round trip of a fast link, so that one that is
/// being done is not sent with every frame.
const COMMAND_EVERY_MS: u64 = 250;
/// How often a missing serial port is looked for.
const REOPEN: Duration = Duration::from_secs(2);
/// Kernel buffer for datagrams, so that a burst of many nodes is not lost between two polls.
const SOCKET_BYTES: usize = 1 << 20;

/// What the bus shares with the rest.
pub(super) struct Parts {
    pub(super) table: Table,
    pub(super) store: Arc<Store>,
    pub(super) orders: Arc<Orders>,
    pub(super) ring: SyncSender<Parcel>,
    pub(super) completions: Arc<Completions>,
    pub(super) counters: Arc<Counters>,
    pub(super) stopping: Arc<AtomicBool>,
}

pub(super) struct Bus {
    poll: Poll,
    core: Core,
    /// One per serial port.
    deframers: Box<[Deframer]>,
    stopping: Arc<AtomicBool>,
    udp_ready: bool,
    ports_ready: Box<[bool]>,
    /// One per serial port.
    lines: Arc<[LineGauge]>,
    reopen_at: Instant,
}

/// Everything a frame touches.
struct Core {
    table: Table,
    /// For its clock.
    store: Arc<Store>,
    orders: Arc<Orders>,
    wires: Wires,
    ring: SyncSender<Parcel>,
    completions: Arc<Completions>,
    counters: Arc<Counters>,
}

struct Wires {
    udp: Option<UdpSocket>,
    ports: Box<[Port]>,
}

impl Wires {
    fn send(&mut self, route: Route, frame: &[u8]) -> bool {
        match (route, &self.udp) {
            (Route::Udp(to), Some(udp)) => udp.send_to(frame, to).is_ok(),
            (Route::Udp(_), None) => false,
            (Route::Serial(port), _) => self.ports[port].send(frame),
        }
    }
}

impl Bus {
    pub(super) fn open(
        poll: Poll,
        udp: Option<SocketAddr>,
        serial: Vec<SerialPort>,
        parts: Parts,
        lines: Arc<[LineGauge]>,
    ) -> Result<Self, Trouble> {
        let Parts { table, store, orders, ring, completions, counters, stopping } = parts;
        let udp = match udp {
            Some(address) => Some(listen(&poll, address).step(|| format!("cannot listen on udp {address}"))?),
            None => None,
        };
        let ports: Box<[Port]> = serial.into_iter().map(Port::new).collect();
        let mut bus = Self {
            poll,
            deframers: vec![Deframer::new(); ports.len()].into_boxed_slice(),
            ports_ready: vec![false; ports.len()].into_boxed_slice(),
            core: Core { table, store, orders, wires: Wires { udp, ports }, ring, completions, counters },
            stopping,
            lines,
            udp_ready: true,
            reopen_at: Instant::now(),
        };
        bus.reopen();
        Ok(bus)
    }

    pub(super) fn udp_address(&self) -> Option<SocketAddr> {
        self.core.wires.udp.as_ref().and_then(|udp| udp.local_addr().ok())
    }

    pub(super) fn run(mut self) {
        let mut events = Events::with_capacity(64);
        while !self.stopping.load(Ordering::Relaxed) {
            match self.poll.poll(&mut events, self.patience()) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    journal::error("the field bus cannot wait for events and stops", &[("cause", &error)]);
                    return;
                }
            }
            for event in &events {
                match event.token() {
                    WAKER => {}
                    UDP => self.udp_ready = true,
                    Token(token) => {
                        self.ports_ready[token - PORTS] = true;
                        self.core.wires.ports[token - PORTS].flush();
                    }
                }
            }
            self.core.obey();
            self.core.complete();
            self.read_udp();
            self.read_ports();
            self.reopen();
        }
    }

    /// How long to wait for events.
    fn patience(&self) -> Option<Duration> {
        if self.udp_ready || self.ports_ready.contains(&true) {
            return Some(Duration::ZERO);
        }
        let missing = self.core.wires.ports.iter().any(|port| !port.is_open());
        missing.then(|| self.reopen_at.saturating_duration_since(Instant::now()))
    }

    fn read_udp(&mut self) {
        let mut bytes = [0; FRAME_BYTES_MAX + 1];
        for _ in 0..if self.udp_ready { BURST } else { 0 } {
            let Some(udp) = &self.core.wires.udp else {
                self.udp_ready = false;
                return;
            };
            match udp.recv_from(&mut bytes) {
                Ok((count, from)) => {
                    self.core.frame(&mut bytes[..count], Route::Udp(from));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.udp_ready = false;
                    return;
                }
                // An earlier answer could not be delivered; it says nothing about this socket.
                Err(_) => {}
            }
        }
    }

    fn read_ports(&mut self) {
        let mut bytes = [0; 2048];
        for at in 0..self.ports_ready.len() {
            if !self.ports_ready[at] {
                continue;
            }
            match self.core.wires.ports[at].read(&mut bytes) {
                Ok(Some(count)) => {
                    let (core, deframer) = (&mut self.core, &mut self.deframers[at]);
                    let (mut frames, mut pieces, dropped) = (0, 0, deframer.dropped());
                    deframer.push(&bytes[..count], |frame| match core.frame(frame, Route::Serial(at)) {
                        true => frames += 1,
                        false => pieces += 1,
                    });
                    pieces += deframer.dropped() - dropped;
                    if self.lines[at].heard(count, frames, pieces) {
                        let port = self.core.wires.ports[at].name();
                        journal::warn("a serial port gives garbage; check the baud rate", &[("port", &port)]);
                    }
                }
                Ok(None) => self.ports_ready[at] = false,
                Err(error) => {
                    self.ports_ready[at] = false;
                    let port = &mut self.core.wires.ports[at];
                    journal::warn("a serial port is gone", &[("port", &port.name()), ("cause", &error)]);
                    port.close(self.poll.registry());
                    self.lines[at].missing(&error.to_string());
                    self.deframers[at] = Deframer::new();
                    self.reopen_at = Instant::now() + REOPEN;
                }
            }
        }
    }

    /// Opens ports that are missing, now and then.
    fn reopen(&mut self) {
        let ports = &mut self.core.wires.ports;
        if Instant::now() < self.reopen_at || ports.iter().all(Port::is_open) {
            return;
        }
        self.reopen_at = Instant::now() + REOPEN;
        for (at, port) in ports.iter_mut().enumerate().filter(|(_, port)| !port.is_open()) {
            match port.open(self.poll.registry(), Token(PORTS + at)) {
                Ok(()) => {
                    journal::info("listening on a serial port", &[("port", &port.name())]);
                    port.said = false;
                    self.lines[at].opened();
                    self.ports_ready[at] = true;
                }
                Err(error) => {
                    self.lines[at].missing(&error.to_string());
                    if !std::mem::replace(&mut port.said, true) {
                        let fields: [(&str, &dyn Display); 2] = [("port", &port.name()), ("cause", &error)];
                        journal::warn("waiting for a serial port", &fields);
                    }
                }
            }
        }
    }
}

fn listen(poll: &Poll, address: SocketAddr) -> io::Result<UdpSocket> {
    let mut udp = UdpSocket::bind(address)?;
    poll.registry().register(&mut udp, UDP, Interest::READABLE)?;
    // The kernel may grant less; then a burst costs resends.
    let _ = rustix::net::sockopt::set_socket_recv_buffer_size(&udp, SOCKET_BYTES);
    Ok(udp)
}

impl Core {
    /// Takes what may be a frame; false when it is none, or was spoilt on the way.
    fn frame(&mut self, bytes: &mut [u8], from: Route) -> bool {
        self.counters.received.add(1);
        match Frame::parse(bytes) {
            Ok(frame) => self.take(frame, from),
            Err(refused) => {
                self.refused(refused);
                return false;
            }
        }
        true
    }

    fn take(&mut self, mut frame: Frame<'_>, from: Route) {
        let device = frame.header().device;
        let at = match self.table.find(device) {
            Found::Slot(at) => at,
            Found::Revoked => return self.counters.revoked.add(1),
            Found::Stranger => return self.counters.unknown_device.add(1),
        };
        let outcome = self.step(at, PeerEvent::Frame(&mut frame), Some(from));
        let now_ms = self.store.clock().now().wall.0;
        let Some(slot) = self.table.at(at) else { return };
        match outcome {
            Ok(true) => {
                slot.entry.gauge.heard_ms.store(now_ms, Ordering::Relaxed);
                slot.route = Some(from);
                self.command(at, COMMAND_EVERY_MS);
            }
            // A HELLO, which may be a copy, or a frame that was overtaken.
            Ok(false) => {}
            Err(refused) => {
                slot.entry.gauge.refused.fetch_add(1, Ordering::Relaxed);
                self.refused(refused);
            }
        }
    }

    /// Does what others have ordered.
    fn obey(&mut self) {
        while let Some(order) = self.orders.pop() {
            match order {
                Order::Admit(device, entry) => {
                    let (id, position) = (device.id, entry.position());
                    if let Err(trouble) = self.table.admit(*device, entry, position) {
                        let fields: [(&str, &dyn Display); 2] = [("device", &id), ("cause", &trouble)];
                        journal::error("a node that was enrolled cannot connect", &fields);
                    }
                }
                Order::Revoke(device) => self.table.revoke(device),
                Order::Rotate(device, generation, key) => {
                    if let Found::Slot(at) = self.table.find(device)
                        && let Some(slot) = self.table.at(at)
                    {
                        slot.peer.rotate(generation, *key);
                    }
                }
                Order::Command(device, id, payload) => {
                    if let Found::Slot(at) = self.table.find(device)
                        && let Some(slot) = self.table.at(at)
                    {
                        slot.command = Some(Pending { id, payload, sent: LineMs(0) });
                        self.command(at, 0);
                    }
                }
                Order::Withdraw(device) => {
                    if let Found::Slot(at) = self.table.find(device)
                        && let Some(slot) = self.table.at(at)
                    {
                        slot.command = None;
                    }
                }
            }
        }
    }

    /// Sends a device its command, if it has one that was not sent for so long.
    fn command(&mut self, at: usize, every_ms: u64) {
        let now = self.store.clock().now().line;
        let Some(pending) = self.table.at(at).and_then(|slot| slot.command.as_mut()) else { return };
        if now.since_ms(pending.sent) < every_ms {
            return;
        }
        pending.sent = now;
        let (id, payload) = (pending.id, pending.payload.clone());
        let _ = self.step(at, PeerEvent::Command { id, payload: &payload }, None);
    }

    /// Takes what the committer and the ingest thread have told.
    fn complete(&mut self) {
        let completions = Arc::clone(&self.completions);
        completions.take(|at, outcome| {
            let Outcome { durable, rejection } = outcome;
            if let Some(next) = durable
                && let Some(slot) = self.table.at(at)
            {
                let before = slot.peer.durable();
                let _ = self.step(at, PeerEvent::Durable { next }, None);
                let after = self.table.at(at).map_or(before, |slot| slot.peer.durable());
                self.counters.acked.add(after - before);
            }
            if let Some(rejection) = rejection {
                let Rejection { epoch, next, reason, retry_ms } = rejection;
                let _ = self.step(at, PeerEvent::Rejected { epoch, next, reason, retry_ms }, None);
            }
        });
    }

    /// Gives one device one event. Answers go to `from`, or to where the device was last heard. True when the event
    /// shows where the device is.
    fn step(&mut self, at: usize, event: PeerEvent<'_, '_>, from: Option<Route>) -> Result<bool, Refused> {
        // A device that was revoked meanwhile hears nothing more.
        let Some(Slot { peer, route, told, command, entry }) = self.table.at(at) else { return Ok(false) };
        let greets = matches!(&event, PeerEvent::Frame(frame) if frame.header().kind == Kind::Hello);
        let mut outlet = Outlet {
            slot: at,
            to: from.or(*route),
            greets,
            told,
            command,
            entry,
            clock: self.store.clock(),
            wires: &mut self.wires,
            ring: &self.ring,
            counters: &self.counters,
        };
        let heard = peer.step(event, &mut KernelNoise, &mut outlet);
        entry.gauge.connected.store(peer.connected(), Ordering::Relaxed);
        entry.gauge.unsettled.store(peer.accepted() - peer.durable(), Ordering::Relaxed);
        heard.map(|heard| heard.newest)
    }

    fn refused(&self, refused: Refused) {
        let counters = &self.counters;
        match refused {
            Refused::Length | Refused::Magic | Refused::Version | Refused::Kind => counters.garbage.add(1),
            Refused::Crc => counters.bad_crc.add(1),
            Refused::Tag => counters.bad_tag.add(1),
            Refused::Session => counters.unknown_session.add(1),
            Refused::Replayed => counters.replayed.add(1),
            _ => counters.refused.add(1),
        }
    }
}

struct Outlet<'a> {
    slot: usize,
    to: Option<Route>,
    /// The event is a HELLO.
    greets: bool,
    told: &'a mut Option<LineMs>,
    clock: &'a dyn Clock,
    command: &'a mut Option<Pending>,
    entry: &'a Entry,
    wires: &'a mut Wires,
    ring: &'a SyncSender<Parcel>,
    counters: &'a Counters,
}

impl PeerEffects for Outlet<'_> {
    fn send(&mut self, frame: &[u8]) {
        // A lost answer is asked for again.
        if !self.to.is_some_and(|to| self.wires.send(to, frame)) {
            self.counters.unsent.add(1);
        }
    }

    fn deliver(&mut self, delivery: Delivery<'_>) -> Result<(), Busy> {
        let count = u64::from(delivery.readings.left());
        match self.ring.try_send(Parcel::new(self.slot, &delivery)) {
            Ok(()) => {
                self.counters.accepted.add(count);
                Ok(())
            }
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                self.counters.busy.add(1);
                Err(Busy { retry_ms: RETRY_MS })
            }
        }
    }

    fn lost(&mut self, from: u64, to: u64) {
        self.counters.lost.add(to - from);
    }

    fn wall(&mut self) -> Option<Wall> {
        let now = self.clock.now();
        if !self.greets && self.told.is_some_and(|told| now.line.since_ms(told) < TIME_EVERY_MS) {
            return None;
        }
        *self.told = Some(now.line);
        Some(Wall { ms: now.wall.0, trusted: now.trusted })
    }

    fn done(&mut self, id: u64) {
        if self.command.take_if(|pending| pending.id == id).is_some() {
            self.entry.gauge.commands_done.fetch_add(1, Ordering::Relaxed);
        }
        // Whoever deletes the message looks here.
        self.entry.gauge.done.store(id, Ordering::Relaxed);
    }

    fn rotated(&mut self, generation: u32) {
        // Whoever keeps it looks here until it is kept; a restart before that has the node tell again.
        self.entry.gauge.generation.store(generation, Ordering::Relaxed);
        self.counters.rotated.add(1);
    }
}
