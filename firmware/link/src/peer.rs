//! The gateway's side of one device, as a state machine.

use crate::body::{Ack, BusyBody, Command, Data, Hello, Readings, Reason, Rekey, Wall, Welcome};
use crate::format::{DOWN_BYTES_MAX, FRAME_BYTES_MAX, Kind, NONCE_BYTES, WINDOW_SEQS};
use crate::frame::{Direction, Frame, Header, Refused, seal, seal_reset};
use crate::key::{DeviceKey, Noise, SessionKey};
use crate::replay::ReplayWindow;

/// The session ends after so many frames of the gateway: half of what the counter holds.
const FRAMES_MAX: u32 = u32::MAX / 2;

/// What happens to a peer.
#[derive(Debug)]
pub enum PeerEvent<'f, 'b> {
    /// A frame with this device's number came in.
    Frame(&'f mut Frame<'b>),
    /// Every reading below `next` that was delivered is on flash.
    Durable {
        /// The first number that is not.
        next: u64,
    },
    /// What was delivered from `next` on will not be stored; the node has to send it again.
    Rejected {
        /// The epoch that begins; see [`Delivery::epoch`].
        epoch: u32,
        /// The first number that will not be; what was delivered below it will.
        next: u64,
        /// Why.
        reason: Reason,
        /// How long the node should wait.
        retry_ms: u32,
    },
    /// Tell the node to do something. Nothing happens while it has no session; give it again until
    /// [`PeerEffects::done`] names it.
    Command {
        /// Its number: the same number is the same command, and the node does it once.
        id: u64,
        /// What to do, at most [`crate::format::COMMAND_BYTES_MAX`] bytes.
        payload: &'b [u8],
    },
}

/// What a peer asks for.
pub trait PeerEffects {
    /// Send this frame to the node.
    fn send(&mut self, frame: &[u8]);

    /// Take these readings towards the store. All or nothing.
    ///
    /// # Errors
    /// [`Busy`] when there is no room now; the node is told and resends.
    fn deliver(&mut self, delivery: Delivery<'_>) -> Result<(), Busy>;

    /// The numbers from `from` to before `to` will never come: the node has lost them.
    fn lost(&mut self, from: u64, to: u64);

    /// What the wall clock shows, for a node that is to know it. `None` leaves it out.
    fn wall(&mut self) -> Option<Wall> {
        None
    }

    /// The node says that it has done the command `id`.
    fn done(&mut self, id: u64) {
        let _gives_none = id;
    }

    /// The node uses its next key; the one before is refused from now on. Keep this.
    fn rotated(&mut self, generation: u32) {
        let _rotates_none = generation;
    }
}

/// Readings in order, each delivered once.
#[derive(Clone, Debug)]
pub struct Delivery<'a> {
    /// Who sent them.
    pub device: u64,
    /// 0, or what the last [`PeerEvent::Rejected`] began: a delivery of an earlier epoch must not be stored.
    pub epoch: u32,
    /// The number of the first.
    pub first: u64,
    /// The readings.
    pub readings: Readings<'a>,
}

/// There is no room for readings now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    /// How long the node should wait.
    pub retry_ms: u32,
}

/// What an accepted frame says about its sender's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The frame belongs to an established session and is its newest: the node is where this came from.
    pub newest: bool,
}

struct Session {
    key: SessionKey,
    gateway_nonce: [u8; NONCE_BYTES],
    node_nonce: [u8; NONCE_BYTES],
    sent: u32,
    seen: ReplayWindow,
    /// Begun with the next key.
    next_key: bool,
}

impl Session {
    fn id(&self) -> u32 {
        let [a, b, c, d, ..] = self.gateway_nonce;
        u32::from_be_bytes([a, b, c, d])
    }
}

/// A frame's readings that came before their turn.
struct Early {
    first: u64,
    count: u16,
    bytes: heapless::Vec<u8, FRAME_BYTES_MAX>,
}

/// The gateway's state for one device: session, receive window of `EARLY` frames, positions.
///
/// Invariant: `durable <= accepted`; `accepted` moves only by delivering the reading it names, or past numbers
/// that the node says will never come.
pub struct Peer<const EARLY: usize> {
    device: u64,
    generation: u32,
    key: DeviceKey,
    /// The key that the node is to change to, and its generation.
    next: Option<(u32, [u8; 32])>,
    /// The first number not known to be durable.
    durable: u64,
    /// The first number not delivered.
    accepted: u64,
    epoch: u32,
    current: Option<Session>,
    /// Welcomed, but no authentic frame of it came yet. While it waits, the current session takes no readings:
    /// a restarted node numbers from what its WELCOME said, and a late frame of its former life must not move that.
    /// A replayed HELLO gets no further than here; it costs the true node one new handshake.
    pending: Option<Session>,
    early: heapless::Vec<Early, EARLY>,
}

// Bounded memory: with four early frames a device costs the gateway at most 5.5 KiB.
const _: () = assert!(size_of::<Peer<4>>() <= 5632);

impl<const EARLY: usize> Drop for Peer<EARLY> {
    fn drop(&mut self) {
        if let Some((_, key)) = &mut self.next {
            zeroize::Zeroize::zeroize(key);
        }
    }
}

impl<const EARLY: usize> Peer<EARLY> {
    /// A device whose readings below `position` are durable.
    #[must_use]
    pub const fn new(device: u64, generation: u32, key: DeviceKey, position: u64) -> Self {
        Self {
            device,
            generation,
            key,
            next: None,
            durable: position,
            accepted: position,
            epoch: 0,
            current: None,
            pending: None,
            early: heapless::Vec::new(),
        }
    }

    /// Has the node change to the key of a later generation: it is told in every session until it does.
    pub fn rotate(&mut self, generation: u32, key: [u8; 32]) {
        if generation > self.generation {
            self.next = Some((generation, key));
        }
    }

    /// The generation of the key in use.
    #[must_use]
    pub const fn generation(&self) -> u32 {
        self.generation
    }

    /// The device's number.
    #[must_use]
    pub const fn device(&self) -> u64 {
        self.device
    }

    /// The first number that is not known to be durable.
    #[must_use]
    pub const fn durable(&self) -> u64 {
        self.durable
    }

    /// The first number that has not been delivered.
    #[must_use]
    pub const fn accepted(&self) -> u64 {
        self.accepted
    }

    /// Whether a session is established.
    #[must_use]
    pub const fn connected(&self) -> bool {
        self.current.is_some()
    }

    /// Takes one event.
    ///
    /// # Errors
    /// Why a frame was refused; it had no effect beyond, at most, an answer. Other events never fail.
    pub fn step(
        &mut self,
        event: PeerEvent<'_, '_>,
        noise: &mut dyn Noise,
        effects: &mut impl PeerEffects,
    ) -> Result<Heard, Refused> {
        match event {
            PeerEvent::Frame(frame) => return self.frame(frame, noise, effects),
            PeerEvent::Durable { next } => {
                self.durable = self.durable.max(next.min(self.accepted));
                self.drain(effects);
                self.ack(effects);
            }
            PeerEvent::Rejected { epoch, next, reason, retry_ms } => {
                self.accepted = next.min(self.accepted).max(self.durable);
                self.epoch = epoch;
                self.early.clear();
                self.busy(reason, retry_ms, effects);
            }
            PeerEvent::Command { id, payload } => {
                let body = Command { id, payload };
                if let Some(session) = &mut self.current {
                    send(self.device, session, Kind::Command, &[], effects, |cbor| body.write(cbor));
                }
            }
        }
        Ok(Heard { newest: false })
    }

    fn frame(
        &mut self,
        frame: &mut Frame<'_>,
        noise: &mut dyn Noise,
        effects: &mut impl PeerEffects,
    ) -> Result<Heard, Refused> {
        if frame.header().device != self.device {
            return Err(Refused::Device);
        }
        match frame.header().kind {
            Kind::Hello => self.hello(frame, noise, effects),
            Kind::Data => self.data(frame, effects),
            Kind::Welcome | Kind::Ack | Kind::Busy | Kind::Reset | Kind::Command | Kind::Rekey => {
                Err(Refused::Kind)
            }
        }
    }

    fn hello(
        &mut self,
        frame: &Frame<'_>,
        noise: &mut dyn Noise,
        effects: &mut impl PeerEffects,
    ) -> Result<Heard, Refused> {
        let next = self.next.as_ref().map(|(generation, key)| (*generation, DeviceKey::new(*key)));
        let next = next.filter(|(_, key)| frame.hello(key).is_ok());
        let next_key = next.is_some();
        let (generation, key) = next.as_ref().map_or((self.generation, &self.key), |(g, key)| (*g, key));
        let hello = Hello::read(frame.hello(key)?)?;
        if hello.generation != generation {
            return Err(Refused::Generation);
        }
        if self.current.as_ref().is_some_and(|session| session.node_nonce == hello.nonce) {
            // The node has answered in this session already: a late copy.
            return Err(Refused::Replayed);
        }
        if self.pending.as_ref().is_none_or(|session| session.node_nonce != hello.nonce) {
            let mut gateway_nonce = [0; NONCE_BYTES];
            noise.fill(&mut gateway_nonce);
            let session = Session {
                key: key.session(&hello.nonce, &gateway_nonce),
                gateway_nonce,
                node_nonce: hello.nonce,
                sent: 0,
                seen: ReplayWindow::default(),
                next_key,
            };
            if self.current.as_ref().is_some_and(|current| current.id() == session.id()) {
                // One in four thousand million: the node asks again and gets another.
                return Err(Refused::Session);
            }
            self.pending = Some(session);
            self.early.clear();
        }
        let body = Welcome { durable: self.durable, accepted: self.accepted, wall: effects.wall() };
        if let Some(session) = &mut self.pending {
            let nonce = session.gateway_nonce;
            send(self.device, session, Kind::Welcome, &nonce, effects, |cbor| body.write(cbor));
        }
        Ok(Heard { newest: false })
    }

    fn data(&mut self, frame: &mut Frame<'_>, effects: &mut impl PeerEffects) -> Result<Heard, Refused> {
        let Header { session: id, counter, .. } = *frame.header();
        let is =
            |session: &Option<Session>| session.as_ref().is_some_and(|s| s.id() == id && s.sent < FRAMES_MAX);
        let promote = is(&self.pending);
        if !promote && (self.pending.is_some() || !is(&self.current)) {
            self.reset(frame.header(), effects);
            return Err(Refused::Session);
        }
        let slot = if promote { &mut self.pending } else { &mut self.current };
        let session = slot.as_mut().ok_or(Refused::Session)?;
        if !session.seen.fresh(counter) {
            return Err(Refused::Replayed);
        }
        let body = frame.open(&session.key, Direction::ToGateway)?;
        let newest = session.seen.note(counter);
        let next_key = session.next_key;
        if promote {
            self.current = self.pending.take();
        }
        let data = Data::read(body)?;
        if next_key {
            self.change_key(effects);
        }
        if let Some(id) = data.done {
            effects.done(id);
        }
        self.readings(&data, effects);
        self.rekey(effects);
        Ok(Heard { newest })
    }

    /// The node has shown that it has the next key.
    fn change_key(&mut self, effects: &mut impl PeerEffects) {
        let Some((generation, key)) = self.next.take() else { return };
        self.generation = generation;
        self.key = DeviceKey::new(key);
        if let Some(session) = &mut self.current {
            session.next_key = false;
        }
        effects.rotated(generation);
    }

    /// Tells the node its next key. It is sent with every answer until the node uses it: answers get lost.
    fn rekey(&mut self, effects: &mut impl PeerEffects) {
        let (Some((generation, key)), Some(session)) = (self.next, &mut self.current) else { return };
        let body = Rekey { generation, key };
        send(self.device, session, Kind::Rekey, &[], effects, |cbor| body.write(cbor));
    }

    fn readings(&mut self, data: &Data<'_>, effects: &mut impl PeerEffects) {
        if data.oldest > self.accepted {
            self.skip_to(data.oldest, effects);
        }
        if data.end() <= self.accepted {
            // Seen before, or empty: the node wants to know where we stand.
            self.ack(effects);
        } else if data.first > self.accepted {
            self.keep(data);
            self.ack(effects);
        } else if let Err(busy) = self.deliver(data.first, data.count, data.bytes, effects) {
            self.busy(Reason::Behind, busy.retry_ms, effects);
        } else {
            self.drain(effects);
        }
    }

    /// The node has nothing below `oldest` any more.
    fn skip_to(&mut self, oldest: u64, effects: &mut impl PeerEffects) {
        effects.lost(self.accepted, oldest);
        if self.durable == self.accepted {
            self.durable = oldest;
        }
        self.accepted = oldest;
        self.drain(effects);
    }

    /// Delivers what of a run is new. `first` is at most `accepted`, which is before the run's end.
    fn deliver(
        &mut self,
        first: u64,
        count: u16,
        bytes: &[u8],
        effects: &mut impl PeerEffects,
    ) -> Result<(), Busy> {
        let mut readings = Readings::of(bytes, count);
        for _ in first..self.accepted {
            let _seen_before = readings.next();
        }
        let end = self.accepted + u64::from(readings.left());
        effects.deliver(Delivery {
            device: self.device,
            epoch: self.epoch,
            first: self.accepted,
            readings,
        })?;
        self.accepted = end;
        Ok(())
    }

    /// Keeps readings that came early, if there is room and they lie in the window.
    fn keep(&mut self, data: &Data<'_>) {
        let in_window = data.end() <= self.durable.saturating_add(WINDOW_SEQS);
        let known = self.early.iter().any(|early| early.first == data.first);
        if !in_window || known {
            return;
        }
        let mut bytes = heapless::Vec::new();
        if bytes.extend_from_slice(data.bytes).is_ok() {
            // Without room it is as if the frame was lost.
            let _no_room = self.early.push(Early { first: data.first, count: data.count, bytes });
        }
    }

    /// Delivers early readings whose turn has come.
    fn drain(&mut self, effects: &mut impl PeerEffects) {
        loop {
            let accepted = self.accepted;
            self.early.retain(|early| early.first + u64::from(early.count) > accepted);
            let Some(at) = self.early.iter().position(|early| early.first <= accepted) else { return };
            let early = self.early.swap_remove(at);
            if self.deliver(early.first, early.count, &early.bytes, effects).is_err() {
                // It goes back where it was and has its turn at the next event.
                let _there_was_room = self.early.push(early);
                return;
            }
        }
    }

    fn ack(&mut self, effects: &mut impl PeerEffects) {
        let wall = effects.wall();
        let mut body = Ack { durable: self.durable, arrived: crate::body::Bitmap::default(), wall };
        body.arrived.set(0, self.accepted - self.durable);
        for early in &self.early {
            let from = early.first.saturating_sub(self.durable);
            body.arrived.set(from, from + u64::from(early.count));
        }
        if let Some(session) = &mut self.current {
            send(self.device, session, Kind::Ack, &[], effects, |cbor| body.write(cbor));
        }
    }

    fn busy(&mut self, reason: Reason, retry_ms: u32, effects: &mut impl PeerEffects) {
        let body = BusyBody { durable: self.durable, retry_ms, reason };
        if let Some(session) = &mut self.current {
            send(self.device, session, Kind::Busy, &[], effects, |cbor| body.write(cbor));
        }
    }

    /// Tells a node that its session is gone, as after a restart of the gateway.
    fn reset(&self, answers: &Header, effects: &mut impl PeerEffects) {
        let mut out = [0; 64];
        if let Some(end) = seal_reset(&mut out, answers, &self.key) {
            effects.send(&out[..end]);
        }
        // The node may have changed its key just before the gateway restarted.
        if let Some((_, key)) = self.next
            && let Some(end) = seal_reset(&mut out, answers, &DeviceKey::new(key))
        {
            effects.send(&out[..end]);
        }
    }
}

fn send(
    device: u64,
    session: &mut Session,
    kind: Kind,
    clear: &[u8],
    effects: &mut impl PeerEffects,
    write: impl FnOnce(&mut crate::frame::BodyWriter<'_>) -> crate::frame::BodyResult,
) {
    if session.sent >= FRAMES_MAX {
        return;
    }
    let header = Header { kind, device, session: session.id(), counter: session.sent };
    let mut out = [0; DOWN_BYTES_MAX];
    if let Some(end) = seal(&mut out, &header, clear, &session.key, Direction::ToNode, write) {
        session.sent += 1;
        effects.send(&out[..end]);
    }
}
