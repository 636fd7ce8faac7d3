//! The node's side of the link, as a state machine.

#[path = "node/outside.rs"]
mod outside;
#[path = "node/slot.rs"]
mod slot;

pub use outside::{NodeConfig, NodeEffects, NodeEvent, NodeStats, PushError, Tuning};

use crate::body::{Ack, Bitmap, BusyBody, Command, Data, Hello, Reading, Readings, Rekey, Welcome};
use crate::format::{DATA_HEAD_BYTES, FRAME_BYTES_MAX, Kind, NONCE_BYTES, OVERHEAD_BYTES, WINDOW_SEQS};
use crate::frame::{Direction, Frame, Header, Refused, seal, seal_hello};
use crate::key::{DeviceKey, Noise, SessionKey};
use slot::Slot;

/// A session never has more frames: half of what the counter holds, so that it cannot wrap.
const FRAMES_MAX: u32 = u32::MAX / 2;

struct Session {
    key: SessionKey,
    id: u32,
    sent: u32,
    /// One above the gateway's highest counter.
    heard: u64,
}

struct Greeting {
    nonce: [u8; NONCE_BYTES],
    tries: u8,
    due_ms: u64,
}

/// A node that keeps up to `WINDOW` frames of at most `FRAME` bytes until they are acknowledged.
///
/// Invariant: slots are in order of index and number, and the numbers within a slot have no gaps.
pub struct Node<const WINDOW: usize, const FRAME: usize> {
    config: NodeConfig,
    session: Option<Session>,
    greeting: Option<Greeting>,
    slots: heapless::Deque<Slot<FRAME>, WINDOW>,
    /// Readings pushed since the start.
    pushed: u64,
    /// The number of the next new reading, once one was numbered.
    next_seq: Option<u64>,
    /// What the first WELCOME said was accepted.
    welcomed: Option<u64>,
    /// Numbers below were given in an earlier life.
    reserved: u64,
    /// The highest durable position heard.
    durable: u64,
    /// A command that is done and not yet reported.
    done: Option<u64>,
    /// One above the highest restored number.
    restored_end: u64,
    /// The gateway asked for silence until then.
    quiet_until_ms: u64,
    stats: NodeStats,
    scratch: [u8; FRAME],
}

// Bounded memory: a node on a small board, and one with a window for a fast line.
const _: () = {
    assert!(size_of::<Node<4, 256>>() <= 2048, "four frames of 256 B");
    assert!(size_of::<Node<8, FRAME_BYTES_MAX>>() <= 12 * 1024, "eight full frames");
};

impl<const WINDOW: usize, const FRAME: usize> Node<WINDOW, FRAME> {
    const READINGS_BYTES: usize = FRAME - OVERHEAD_BYTES - DATA_HEAD_BYTES;
    const SIZES_OK: () = {
        assert!(FRAME >= 128 && FRAME <= FRAME_BYTES_MAX && WINDOW >= 1);
    };

    /// A node that has just started and says hello at its first step.
    #[must_use]
    pub fn new(config: NodeConfig, now_ms: u64, noise: &mut dyn Noise) -> Self {
        let () = Self::SIZES_OK;
        let mut nonce = [0; NONCE_BYTES];
        noise.fill(&mut nonce);
        // Made where it will lie: small boards have no room for a second one.
        Self {
            session: None,
            greeting: Some(Greeting { nonce, tries: 0, due_ms: now_ms }),
            slots: heapless::Deque::new(),
            pushed: 0,
            next_seq: None,
            welcomed: None,
            reserved: 0,
            durable: 0,
            done: None,
            restored_end: 0,
            config,
            quiet_until_ms: 0,
            stats: NodeStats::default(),
            scratch: [0; FRAME],
        }
    }

    /// Takes a new reading. It is sent at a following step.
    ///
    /// # Errors
    /// [`PushError::Full`] until acknowledgements make room; [`PushError::TooLong`] always for this reading.
    pub fn push(&mut self, reading: &Reading<'_>, now_ms: u64) -> Result<(), PushError> {
        let mut bytes = [0; FRAME];
        let end = reading.write(&mut bytes).ok_or(PushError::TooLong)?;
        self.push_written(&bytes[..end], now_ms)
    }

    /// As [`Node::push`], with what [`Reading::write`] has written: for a node that keeps it so.
    ///
    /// # Errors
    /// As [`Node::push`].
    pub fn push_written(&mut self, reading: &[u8], now_ms: u64) -> Result<(), PushError> {
        let seq = self.next_seq();
        self.add(reading, seq, now_ms)?;
        self.next_seq = seq.map(|seq| seq + 1);
        Ok(())
    }

    /// Takes a reading kept in storage, under the number it had: in order, before any new one that has no number yet. A
    /// node whose storage holds more than its window goes on restoring as acknowledgements make room.
    ///
    /// # Errors
    /// As [`Node::push`]; [`PushError::Order`] when it comes too late or its number is not above the last.
    pub fn restore(&mut self, seq: u64, reading: &Reading<'_>, now_ms: u64) -> Result<(), PushError> {
        let mut bytes = [0; FRAME];
        let end = reading.write(&mut bytes).ok_or(PushError::TooLong)?;
        self.restore_written(seq, &bytes[..end], now_ms)
    }

    /// As [`Node::restore`], with what [`Reading::write`] has written.
    ///
    /// # Errors
    /// As [`Node::restore`].
    pub fn restore_written(&mut self, seq: u64, reading: &[u8], now_ms: u64) -> Result<(), PushError> {
        let new_ones = self.slots.back().is_some_and(|back| back.seq.is_none());
        if new_ones || seq < self.next_seq.unwrap_or(self.restored_end) {
            return Err(PushError::Order);
        }
        self.add(reading, Some(seq), now_ms)?;
        self.restored_end = seq + 1;
        self.next_seq = self.next_seq.map(|_| seq + 1);
        Ok(())
    }

    fn add(&mut self, reading: &[u8], seq: Option<u64>, now_ms: u64) -> Result<(), PushError> {
        let bytes = reading.len();
        if bytes > Self::READINGS_BYTES {
            return Err(PushError::TooLong);
        }
        if self.unacked() >= WINDOW_SEQS {
            return Err(PushError::Full);
        }
        if !self.slots.back().is_some_and(|back| back.takes(bytes, seq)) {
            self.open_slot(seq, now_ms)?;
        }
        let slot = self.slots.back_mut().ok_or(PushError::Full)?;
        slot.bytes.extend_from_slice(reading).map_err(|_| PushError::TooLong)?;
        slot.count += 1;
        self.pushed += 1;
        Ok(())
    }

    fn open_slot(&mut self, seq: Option<u64>, now_ms: u64) -> Result<(), PushError> {
        if self.slots.is_full() {
            return Err(PushError::Full);
        }
        if let Some(back) = self.slots.back_mut().filter(|back| !back.closed) {
            back.closed = true;
            back.due_ms = back.due_ms.min(now_ms);
        }
        let due_ms = now_ms + u64::from(self.config.tuning.linger_ms);
        self.slots.push_back(Slot::new(self.pushed, seq, due_ms)).map_err(|_| PushError::Full)
    }

    /// Takes one event.
    ///
    /// # Errors
    /// Why received bytes were refused; they had no effect. A tick never fails.
    pub fn step(
        &mut self,
        event: NodeEvent<'_>,
        now_ms: u64,
        noise: &mut dyn Noise,
        effects: &mut impl NodeEffects,
    ) -> Result<(), Refused> {
        let outcome = match event {
            NodeEvent::Tick => Ok(()),
            NodeEvent::Received(bytes) => self.received(bytes, now_ms, noise, effects),
        };
        self.work(now_ms, noise, effects);
        outcome
    }

    /// When to call [`Node::step`] with a tick at the latest. `None`: nothing is pending.
    #[must_use]
    pub fn wake_at_ms(&self) -> Option<u64> {
        if let Some(greeting) = &self.greeting {
            return Some(greeting.due_ms);
        }
        self.slots.iter().map(|slot| slot.due_ms).min().map(|due_ms| due_ms.max(self.quiet_until_ms))
    }

    /// The number the next new reading gets; `None` before the gateway was heard. A node with storage keeps it.
    #[must_use]
    pub fn next_seq(&self) -> Option<u64> {
        self.next_seq.or(self.welcomed.map(|accepted| accepted.max(self.restored_end).max(self.reserved)))
    }

    /// Numbers below `seq` were given in an earlier life: no new reading gets one of them.
    pub fn reserve(&mut self, seq: u64) {
        self.reserved = self.reserved.max(seq);
    }

    /// The highest position that the gateway said is durable.
    #[must_use]
    pub const fn durable(&self) -> u64 {
        self.durable
    }

    /// Who the node is; its key and generation follow what the gateway said.
    #[must_use]
    pub const fn generation(&self) -> u32 {
        self.config.generation
    }

    /// Readings not acknowledged, as they were written, each with its index and, once it has one, its number.
    pub fn held(&self) -> impl Iterator<Item = (u64, Option<u64>, &[u8])> {
        self.slots.iter().flat_map(|slot| {
            let readings = Readings::of(&slot.bytes, slot.count).written();
            (0..).zip(readings).map(|(n, reading)| (slot.index + n, slot.seq.map(|seq| seq + n), reading))
        })
    }

    /// Sends what lingers at the next step.
    pub fn flush(&mut self, now_ms: u64) {
        if let Some(back) = self.slots.back_mut().filter(|back| !back.closed) {
            back.due_ms = back.due_ms.min(now_ms);
        }
    }

    /// The number of the reading pushed or restored as `index`, while it is not acknowledged and once it has one.
    #[must_use]
    pub fn seq_of(&self, index: u64) -> Option<u64> {
        let slot = self.slots.iter().rev().find(|slot| slot.index <= index)?;
        slot.seq.filter(|_| index < slot.index + u64::from(slot.count)).map(|seq| seq + (index - slot.index))
    }

    /// Whether a session is established.
    #[must_use]
    pub const fn connected(&self) -> bool {
        self.session.is_some() && self.greeting.is_none()
    }

    /// Readings pushed and not acknowledged.
    #[must_use]
    pub fn unacked(&self) -> u64 {
        self.slots.front().map_or(0, |slot| self.pushed - slot.index)
    }

    /// What the node has done.
    #[must_use]
    pub const fn stats(&self) -> NodeStats {
        self.stats
    }

    fn received(
        &mut self,
        bytes: &mut [u8],
        now_ms: u64,
        noise: &mut dyn Noise,
        effects: &mut impl NodeEffects,
    ) -> Result<(), Refused> {
        let mut frame = Frame::parse(bytes)?;
        if frame.header().device != self.config.device {
            return Err(Refused::Device);
        }
        match frame.header().kind {
            Kind::Welcome => self.welcome(&mut frame, now_ms, effects),
            Kind::Ack => {
                let ack = Ack::read(self.open(&mut frame)?)?;
                if let Some(wall) = ack.wall {
                    effects.wall(wall);
                }
                self.forget(ack.durable, effects);
                self.arrived(&ack, now_ms);
                Ok(())
            }
            Kind::Busy => {
                let busy = BusyBody::read(self.open(&mut frame)?)?;
                self.forget(busy.durable, effects);
                self.quiet(&busy, now_ms, noise);
                Ok(())
            }
            Kind::Reset => self.reset(&frame, now_ms, noise),
            Kind::Command => {
                let command = Command::read(self.open(&mut frame)?)?;
                if effects.command(command.id, command.payload) {
                    self.done = Some(command.id);
                    self.send_data(None, now_ms, effects);
                }
                Ok(())
            }
            Kind::Rekey => {
                let rekey = Rekey::read(self.open(&mut frame)?)?;
                if rekey.generation > self.config.generation && effects.rekey(rekey.generation, &rekey.key) {
                    self.config.generation = rekey.generation;
                    self.config.key = DeviceKey::new(rekey.key);
                    self.greet(now_ms, noise);
                }
                Ok(())
            }
            Kind::Hello | Kind::Data => Err(Refused::Kind),
        }
    }

    /// Opens a frame of the session; each must be newer than all before, as a later ACK says all an earlier did.
    fn open<'a>(&mut self, frame: &'a mut Frame<'_>) -> Result<&'a [u8], Refused> {
        let Header { session: id, counter, .. } = *frame.header();
        let session = self.session.as_mut().filter(|session| session.id == id).ok_or(Refused::Session)?;
        if u64::from(counter) < session.heard {
            return Err(Refused::Replayed);
        }
        let body = frame.open(&session.key, Direction::ToNode)?;
        session.heard = u64::from(counter) + 1;
        for slot in self.slots.iter_mut().filter(|slot| slot.tries > 1) {
            // The gateway lives: these resends were not into silence.
            slot.tries = 1;
        }
        Ok(body)
    }

    fn welcome(
        &mut self,
        frame: &mut Frame<'_>,
        now_ms: u64,
        effects: &mut impl NodeEffects,
    ) -> Result<(), Refused> {
        let greeting = self.greeting.as_ref().ok_or(Refused::Session)?;
        let clear = frame.clear().ok_or(Refused::Length)?;
        let nonce: [u8; NONCE_BYTES] = clear.try_into().map_err(|_| Refused::Length)?;
        let key = self.config.key.session(&greeting.nonce, &nonce);
        let Header { session: id, counter, .. } = *frame.header();
        let welcome = Welcome::read(frame.open(&key, Direction::ToNode)?)?;
        self.session = Some(Session { key, id, sent: 0, heard: u64::from(counter) + 1 });
        self.greeting = None;
        self.stats.sessions += 1;
        self.quiet_until_ms = 0;
        if let Some(wall) = welcome.wall {
            effects.wall(wall);
        }
        self.number(&welcome, effects);
        for slot in &mut self.slots {
            slot.tries = 0;
            slot.due_ms = if slot.closed { now_ms } else { slot.due_ms };
        }
        self.forget(welcome.durable, effects);
        if self.slots.is_empty() {
            // Nothing to send, but the gateway learns that its WELCOME arrived.
            self.send_data(None, now_ms, effects);
        }
        Ok(())
    }

    /// Numbers new readings past everything ever numbered, here or at the gateway. Only the first call counts.
    fn number(&mut self, welcome: &Welcome, effects: &mut impl NodeEffects) {
        let accepted = welcome.accepted;
        if self.next_seq.is_some() || self.welcomed.is_some() {
            return;
        }
        self.welcomed = Some(accepted);
        effects.welcomed(welcome.durable, accepted);
        let mut next = self.restored_end.max(accepted).max(self.reserved);
        let new = self.slots.iter().find(|slot| slot.seq.is_none());
        effects.numbered(new.map_or(self.pushed, |slot| slot.index), next);
        if new.is_none() {
            // Readings kept from before may still be restored; numbers are given when the first new one comes.
            return;
        }
        for slot in self.slots.iter_mut().filter(|slot| slot.seq.is_none()) {
            slot.seq = Some(next);
            next += u64::from(slot.count);
        }
        self.next_seq = Some(next);
    }

    fn reset(&mut self, frame: &Frame<'_>, now_ms: u64, noise: &mut dyn Noise) -> Result<(), Refused> {
        let Header { session: id, counter, .. } = *frame.header();
        let known = self.session.as_ref().is_some_and(|session| session.id == id && counter < session.sent);
        if !known || self.greeting.is_some() {
            return Err(Refused::Session);
        }
        frame.reset(&self.config.key)?;
        self.greet(now_ms, noise);
        Ok(())
    }

    /// Forgets slots that lie below `durable`.
    fn forget(&mut self, durable: u64, effects: &mut impl NodeEffects) {
        self.durable = self.durable.max(durable);
        let mut acked = None;
        while let Some(slot) = self.slots.front() {
            if slot.count == 0 || slot.end().is_none_or(|end| end > durable) {
                break;
            }
            acked = Some(slot.index + u64::from(slot.count));
            self.slots.pop_front();
        }
        if let Some(end) = acked {
            effects.acked(end);
        }
    }

    /// Puts off what has arrived, and brings forward what was overtaken.
    fn arrived(&mut self, ack: &Ack, now_ms: u64) {
        let bits_end = ack.arrived.end();
        if bits_end == 0 {
            return;
        }
        let patience_ms = u64::from(self.config.tuning.resend_ms_max);
        let overtaken_ms = u64::from(self.config.tuning.resend_ms_min) / 8;
        for slot in self.slots.iter_mut().filter(|slot| slot.tries > 0) {
            let Some(seq) = slot.seq else { return };
            let from = seq.saturating_sub(ack.durable);
            let to = (seq + u64::from(slot.count)).saturating_sub(ack.durable);
            if covered(&ack.arrived, from, to) {
                slot.due_ms = now_ms + patience_ms;
            } else if to <= bits_end && now_ms >= slot.sent_ms + overtaken_ms {
                slot.due_ms = now_ms;
            }
        }
    }

    fn quiet(&mut self, busy: &BusyBody, now_ms: u64, noise: &mut dyn Noise) {
        let retry_ms = busy.retry_ms.min(60_000);
        // Only later, never earlier than asked, and not all nodes at once.
        self.quiet_until_ms = now_ms + u64::from(retry_ms) + jitter(retry_ms / 4, noise);
        self.stats.busy += 1;
        self.stats.busy_reason = Some(busy.reason);
        for slot in &mut self.slots {
            slot.due_ms = slot.due_ms.min(self.quiet_until_ms);
        }
    }

    fn greet(&mut self, now_ms: u64, noise: &mut dyn Noise) {
        let mut nonce = [0; NONCE_BYTES];
        noise.fill(&mut nonce);
        self.greeting = Some(Greeting { nonce, tries: 0, due_ms: now_ms });
    }

    /// Sends what is due.
    fn work(&mut self, now_ms: u64, noise: &mut dyn Noise, effects: &mut impl NodeEffects) {
        if self.greeting.is_none() && self.session_is_over(now_ms) {
            self.greet(now_ms, noise);
        }
        if self.greeting.is_some() {
            self.hello(now_ms, noise, effects);
            return;
        }
        if now_ms < self.quiet_until_ms {
            return;
        }
        for at in 0..self.slots.len() {
            let due = self.slots.iter().nth(at).is_some_and(|slot| slot.due_ms <= now_ms);
            if due {
                self.send_data(Some(at), now_ms, effects);
                self.put_off(at, now_ms, noise);
            }
        }
    }

    /// Too many resends into silence, or too many frames.
    fn session_is_over(&self, now_ms: u64) -> bool {
        let tuning = &self.config.tuning;
        let silent = |slot: &Slot<FRAME>| slot.tries > tuning.silent_resends_max && slot.due_ms <= now_ms;
        let worn = |session: &Session| session.sent >= tuning.frames_max.min(FRAMES_MAX);
        self.session.as_ref().is_none_or(worn) || self.slots.front().is_some_and(silent)
    }

    fn hello(&mut self, now_ms: u64, noise: &mut dyn Noise, effects: &mut impl NodeEffects) {
        let Some(greeting) = self.greeting.as_mut().filter(|greeting| greeting.due_ms <= now_ms) else {
            return;
        };
        let body = Hello { nonce: greeting.nonce, generation: self.config.generation };
        let tuning = &self.config.tuning;
        let pause_ms = backoff_ms(greeting.tries, tuning.hello_ms_min, tuning.hello_ms_max);
        greeting.tries = greeting.tries.saturating_add(1);
        greeting.due_ms = now_ms + u64::from(pause_ms) + jitter(pause_ms / 4, noise);
        let frame =
            seal_hello(&mut self.scratch, self.config.device, &self.config.key, |cbor| body.write(cbor));
        if let Some(end) = frame {
            effects.send(&self.scratch[..end]);
        }
    }

    /// Sends the slot at `at`, or an empty frame.
    fn send_data(&mut self, at: Option<usize>, now_ms: u64, effects: &mut impl NodeEffects) {
        // With an empty window storage may still hold readings from the durable position on.
        let below = self.next_seq().map(|next| next.min(self.durable));
        let oldest = self.slots.front().map_or(below, |slot| slot.seq);
        let slot = at.and_then(|at| self.slots.iter().nth(at));
        let first = slot.map_or(self.next_seq(), |slot| slot.seq);
        let (Some(oldest), Some(first), Some(session)) = (oldest, first, &mut self.session) else { return };
        let (count, bytes) = slot.map_or((0, &[][..]), |slot| (slot.count, &slot.bytes[..]));
        let body = Data { first, oldest, count, bytes, done: self.done };
        let header = Header {
            kind: Kind::Data,
            device: self.config.device,
            session: session.id,
            counter: session.sent,
        };
        let write = |cbor: &mut crate::frame::BodyWriter<'_>| body.write(cbor);
        let sealed = seal(&mut self.scratch, &header, &[], &session.key, Direction::ToGateway, write);
        let Some(end) = sealed else { return };
        session.sent += 1;
        self.done = None;
        self.stats.frames += 1;
        effects.send(&self.scratch[..end]);
        if let Some(slot) = at.and_then(|at| self.slots.iter_mut().nth(at)) {
            if slot.sent_ms > 0 {
                self.stats.resent += u64::from(slot.count);
            }
            slot.sent_ms = now_ms.max(1);
            slot.closed = true;
        }
    }

    /// Sets the time of the next resend.
    fn put_off(&mut self, at: usize, now_ms: u64, noise: &mut dyn Noise) {
        let Some(slot) = self.slots.iter_mut().nth(at) else { return };
        let tuning = &self.config.tuning;
        let pause_ms = backoff_ms(slot.tries, tuning.resend_ms_min, tuning.resend_ms_max);
        slot.tries = slot.tries.saturating_add(1);
        slot.due_ms = now_ms + u64::from(pause_ms) + jitter(pause_ms / 4, noise);
    }
}

fn covered(arrived: &Bitmap, from: u64, to: u64) -> bool {
    from < to && arrived.covers(from, to)
}

/// `min`, doubled `tries` times, at most `max`.
fn backoff_ms(tries: u8, min: u32, max: u32) -> u32 {
    min.saturating_mul(1_u32.checked_shl(tries.into()).unwrap_or(u32::MAX)).min(max)
}

/// Evenly 0 to before `spread_ms`.
fn jitter(spread_ms: u32, noise: &mut dyn Noise) -> u64 {
    let mut bytes = [0; 4];
    noise.fill(&mut bytes);
    (u64::from(u32::from_le_bytes(bytes)) * u64::from(spread_ms)) >> 32
}
