//! The node as a whole: samples, keeps, sends and sleeps.

use crate::{
    Clock, Diary, Duty, ENTRY_BODY_BYTES_MAX, Fault, Power, Record, Ring, RingError, Sample, Schedule, Task,
    Value, Watchdog,
};
use embedded_storage::nor_flash::NorFlash;
use millpond_link::{
    DeviceKey, Node, NodeConfig, NodeEffects, NodeEvent, NodeStats, Noise, PushError, Reading, Refused,
    Tuning, Wall,
};

/// Faults are stored again at the earliest after so long, to spare the flash.
const FAULTS_EVERY_MS: u64 = 60_000;
/// A changed fault count is reported at the earliest after so long.
const STATUS_EVERY_MS: u64 = 3_600_000;
/// The longest record.
const RECORD_BYTES_MAX: usize = 160;

/// Where things lie in flash, in bytes from its start; all multiples of an erase unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Two erase units for the diary.
    pub diary: u32,
    /// The ring.
    pub ring: u32,
    /// Erase units of the ring, at least 3: one is kept free for marks.
    pub ring_pages: u32,
}

/// What a node is set to.
#[derive(Debug)]
pub struct Settings<const TASKS: usize> {
    /// Its number.
    pub device: u64,
    /// The key it was flashed with.
    pub key: DeviceKey,
    /// That key's generation.
    pub generation: u32,
    /// The pace of its link.
    pub tuning: Tuning,
    /// Where things lie in flash.
    pub layout: Layout,
    /// How long a reading may be in memory alone before it is stored in flash: 0 stores each before it is sent, more
    /// spares the flash while the gateway answers.
    pub keep_after_ms: u32,
    /// When the radio rests.
    pub duty: Duty,
    /// When the watchdog starves.
    pub watchdog: Watchdog,
    /// What is sampled.
    pub tasks: [Task; TASKS],
    /// The channel that reports starts and faults.
    pub status_channel: Option<u16>,
}

/// What happens to a node.
#[derive(Debug)]
pub enum Event<'f> {
    /// Time has passed; see [`Plan::wake_at_ms`].
    Tick,
    /// A frame came in. It is opened in place.
    Frame(&'f mut [u8]),
}

/// What a node asks of its board.
pub trait Board {
    /// Sends a frame to the gateway.
    fn send(&mut self, frame: &[u8]);

    /// Reads the sensor of a channel; false when it does not answer.
    fn sample(&mut self, channel: u16, sample: &mut Sample) -> bool;

    /// Does what a command says. It comes again only when power goes before this is noted.
    fn command(&mut self, payload: &[u8]);
}

/// What the board should do until the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// When to step at the latest, unless a frame comes; sleep until then.
    pub wake_at_ms: u64,
    /// Whether the radio or UART is on.
    pub radio: bool,
    /// Whether to feed the watchdog.
    pub feed: bool,
}

/// What a node has done since its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Samples taken.
    pub sampled: u32,
    /// Readings stored in flash.
    pub kept: u32,
    /// Readings that found no room.
    pub dropped: u32,
}

/// Counts instead of drawing: the number of the start outlives a reset, so no nonce comes twice.
#[derive(Clone, Copy, Debug)]
struct Counted {
    device: u64,
    boot: u32,
    drawn: u32,
}

impl Noise for Counted {
    fn fill(&mut self, out: &mut [u8]) {
        self.drawn = self.drawn.wrapping_add(1);
        let count = u64::from(self.boot) << 32 | u64::from(self.drawn);
        // SplitMix64's last step spreads resends; it does not make a secret, and none is needed.
        let mut z = count ^ self.device.rotate_left(17);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        let bytes = if out.len() < 8 { [z.to_le_bytes(); 2] } else { [count.to_le_bytes(), z.to_le_bytes()] };
        for (to, from) in out.iter_mut().zip(bytes.as_flattened()) {
            *to = *from;
        }
    }
}

/// A node with a window of `WINDOW` frames of `FRAME` bytes and `TASKS` things to sample.
pub struct NodeCore<F: NorFlash, const WINDOW: usize, const FRAME: usize, const TASKS: usize> {
    settings: Settings<TASKS>,
    flash: F,
    diary: Diary,
    ring: Ring,
    link: Node<WINDOW, FRAME>,
    noise: Counted,
    clock: Clock,
    power: Power,
    schedule: Schedule<TASKS>,
    /// What the gateway said it has accepted, in its first WELCOME.
    accepted: Option<u64>,
    /// Readings given to the link.
    pushed: u64,
    /// Readings given to the link below this are in flash too.
    kept_below: u64,
    /// The oldest reading that is in memory alone.
    unkept_since_ms: Option<u64>,
    waiting_since_ms: Option<u64>,
    sequence: u32,
    faults_kept_ms: u64,
    faults_dirty: bool,
    status_due_ms: Option<u64>,
    stats: Stats,
}

impl<F: NorFlash, const WINDOW: usize, const FRAME: usize, const TASKS: usize>
    NodeCore<F, WINDOW, FRAME, TASKS>
{
    /// Starts a node: counts the start, notes why the last life ended, finds its readings.
    ///
    /// # Errors
    /// Flash that fails. Without a count of its starts a node must not speak: its nonces might repeat.
    // What it needs besides is given back before the first step.
    #[inline(never)]
    pub fn start(
        settings: Settings<TASKS>,
        mut flash: F,
        ended: Option<Fault>,
        now_ms: u64,
    ) -> Result<Self, F::Error> {
        let Layout { diary, ring, ring_pages } = settings.layout;
        let mut diary = Diary::open(&mut flash, diary)?;
        diary.state_mut().boots += 1;
        if let Some(fault) = ended {
            diary.state_mut().faults.note(fault);
        }
        diary.keep(&mut flash)?;
        let ring = Ring::open(&mut flash, ring, ring_pages)?;
        let state = diary.state();
        let (key, generation) = match &state.key {
            Some(key) if state.generation > settings.generation => (DeviceKey::new(*key), state.generation),
            _ => (settings.key.clone(), settings.generation),
        };
        let mut noise = Counted { device: settings.device, boot: state.boots, drawn: 0 };
        let config = NodeConfig { device: settings.device, key, generation, tuning: settings.tuning };
        let floor = ring.floor();
        // Made where it will lie: small boards have no room for a second one.
        let mut started = Ok(Self {
            power: Power::new(settings.duty, now_ms),
            schedule: Schedule::new(settings.tasks, now_ms),
            status_due_ms: settings.status_channel.map(|_| now_ms),
            settings,
            flash,
            diary,
            ring,
            link: Node::new(config, now_ms, &mut noise),
            noise,
            clock: Clock::default(),
            accepted: None,
            pushed: 0,
            kept_below: 0,
            unkept_since_ms: None,
            waiting_since_ms: None,
            sequence: 0,
            faults_kept_ms: now_ms,
            faults_dirty: false,
            stats: Stats::default(),
        });
        if let Ok(core) = &mut started {
            core.link.reserve(floor);
        }
        started
    }

    /// Takes one event and does what is due.
    pub fn step(&mut self, event: Event<'_>, now_ms: u64, board: &mut impl Board) -> Plan {
        if let Event::Frame(bytes) = event
            && self.talk(NodeEvent::Received(bytes), now_ms, board).is_ok()
        {
            self.waiting_since_ms = None;
        }
        self.sample(now_ms, board);
        if self.unkept_since_ms.is_some_and(|since| now_ms >= since + u64::from(self.settings.keep_after_ms))
        {
            self.keep_held(now_ms);
        }
        self.refill(now_ms);
        let radio = self.power.on(now_ms, self.waiting(), self.link.connected());
        if radio {
            let _ticks_never_fail = self.talk(NodeEvent::Tick, now_ms, board);
            self.refill(now_ms);
        }
        self.note_faults(now_ms);
        self.plan(radio, now_ms)
    }

    /// How it stands with the link.
    #[must_use]
    pub const fn link_stats(&self) -> NodeStats {
        self.link.stats()
    }

    /// What it has done.
    #[must_use]
    pub const fn stats(&self) -> Stats {
        self.stats
    }

    /// What outlives a reset.
    #[must_use]
    pub const fn state(&self) -> &crate::State {
        self.diary.state()
    }

    /// Its wall clock.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Readings not acknowledged that are in memory, and whether more are in flash alone.
    #[must_use]
    pub fn backlog(&self) -> (u64, bool) {
        (self.link.unacked(), !self.ring.drained())
    }

    /// Counts a fault that the board has noticed.
    pub fn fault(&mut self, fault: Fault) {
        self.diary.state_mut().faults.note(fault);
        self.faults_dirty = true;
        self.status_due_ms.get_or_insert(self.faults_kept_ms + STATUS_EVERY_MS);
    }

    fn waiting(&self) -> u64 {
        // What is in flash alone counts as much.
        self.link.unacked() + if self.ring.drained() { 0 } else { u64::from(u16::MAX) }
    }

    fn plan(&mut self, radio: bool, now_ms: u64) -> Plan {
        let awaits = radio && (self.waiting() > 0 || !self.link.connected());
        self.waiting_since_ms = if awaits { self.waiting_since_ms.or(Some(now_ms)) } else { None };
        let dog = self.settings.watchdog;
        let due_ms = self.schedule.next_ms();
        let feed = dog.feed(now_ms, due_ms, self.waiting_since_ms);
        if dog.silent(now_ms, self.waiting_since_ms) {
            self.fault(Fault::Silent);
            self.waiting_since_ms = None;
            self.note_faults(now_ms.max(self.faults_kept_ms + FAULTS_EVERY_MS));
        }
        let link_ms = if radio { self.link.wake_at_ms() } else { None };
        let keep_ms = self.unkept_since_ms.map(|since| since + u64::from(self.settings.keep_after_ms));
        let wake_at_ms = [due_ms, link_ms, keep_ms, self.power.next_ms(), self.status_due_ms]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(now_ms + FAULTS_EVERY_MS);
        Plan { wake_at_ms: wake_at_ms.max(now_ms + 1), radio, feed }
    }

    /// Gives the link an event, and flash what follows from it.
    fn talk(&mut self, event: NodeEvent<'_>, now_ms: u64, board: &mut impl Board) -> Result<(), Refused> {
        let mut outlet = Outlet {
            board,
            flash: &mut self.flash,
            ring: &mut self.ring,
            diary: &mut self.diary,
            clock: &mut self.clock,
            accepted: &mut self.accepted,
            now_ms,
            flash_failed: false,
        };
        let unacked = self.link.unacked();
        let outcome = self.link.step(event, now_ms, &mut self.noise, &mut outlet);
        let flash_failed = outlet.flash_failed;
        let forgotten = self.ring.forget(&mut self.flash, self.link.durable());
        if flash_failed || forgotten.is_err() {
            self.fault(Fault::Flash);
        }
        if self.link.unacked() < unacked && self.unkept_since_ms.is_some() {
            // The gateway answers; what is left is given its time again.
            let left = self.link.unacked() > 0 && self.kept_below < self.pushed;
            self.unkept_since_ms = left.then_some(now_ms);
        }
        outcome
    }

    /// The number of the next reading, once the gateway was heard.
    fn next_seq(&self) -> Option<u64> {
        let accepted = self.accepted?;
        if self.ring.drained() { self.link.next_seq() } else { Some(self.ring.end().max(accepted)) }
    }

    fn sample(&mut self, now_ms: u64, board: &mut impl Board) {
        if self.status_due_ms.is_some_and(|due_ms| due_ms <= now_ms) {
            self.report(now_ms);
        }
        while let Some((task, missed)) = self.schedule.take(now_ms) {
            for _ in 0..missed.min(u64::from(u16::MAX)) {
                self.fault(Fault::Missed);
            }
            let mut sample = Sample::default();
            if board.sample(task.channel, &mut sample) && !sample.is_empty() {
                self.stats.sampled += 1;
                self.record(task.channel, sample, now_ms);
            } else {
                self.fault(Fault::Sensor);
            }
        }
    }

    /// A reading about the node itself.
    fn report(&mut self, now_ms: u64) {
        self.status_due_ms = None;
        let Some(channel) = self.settings.status_channel else { return };
        let mut sample = Sample::default();
        sample.add("generation", Value::Int(self.link.generation().into()));
        let faults = self.diary.state().faults;
        for fault in Fault::ALL.into_iter().filter(|fault| faults.count(*fault) > 0) {
            sample.add(fault.name(), Value::Int(faults.count(fault).into()));
        }
        self.record(channel, sample, now_ms);
    }

    fn record(&mut self, channel: u16, values: Sample, now_ms: u64) {
        let record = Record {
            device: self.settings.device,
            boot: self.diary.state().boots,
            sequence: self.sequence,
            uptime_ms: now_ms,
            wall_ms: self.clock.wall_ms(now_ms),
            trust: self.clock.trust(),
            values,
        };
        self.sequence += 1;
        let mut payload = [0; RECORD_BYTES_MAX];
        let Some(end) = record.write(&mut payload) else { return self.dropped(Fault::Full) };
        let reading = Reading { channel, payload: &payload[..end], key: None, uptime_ms: None };
        self.store(&reading, now_ms);
    }

    fn dropped(&mut self, fault: Fault) {
        self.stats.dropped += 1;
        self.fault(fault);
    }

    /// Puts a reading into memory or flash.
    fn store(&mut self, reading: &Reading<'_>, now_ms: u64) {
        let mut body = [0; ENTRY_BODY_BYTES_MAX];
        let Some(end) = reading.write(&mut body) else { return self.dropped(Fault::Full) };
        let body = &body[..end];
        if self.settings.keep_after_ms > 0 && self.ring.drained() {
            if self.link.push_written(body, now_ms).is_ok() {
                self.pushed += 1;
                self.unkept_since_ms.get_or_insert(now_ms);
                return;
            }
            self.keep_held(now_ms);
            if self.unkept_since_ms.is_some() {
                // What came before it has no room; it must not overtake.
                return self.dropped(Fault::Full);
            }
        }
        let seq = self.next_seq();
        match self.ring.append(&mut self.flash, body, seq) {
            Ok(()) => self.stats.kept += 1,
            Err(RingError::Flash(_)) => {
                self.fault(Fault::Flash);
                if self.ring.drained() && self.link.push_written(body, now_ms).is_ok() {
                    // Better in memory alone than nowhere.
                    self.pushed += 1;
                    self.unkept_since_ms.get_or_insert(now_ms);
                } else {
                    self.dropped(Fault::Full);
                }
            }
            Err(RingError::Full | RingError::TooLong) => self.dropped(Fault::Full),
        }
    }

    /// Stores in flash what is in memory alone.
    fn keep_held(&mut self, now_ms: u64) {
        let mut failed = None;
        let from = self.kept_below;
        for (index, seq, reading) in self.link.held().filter(|held| held.0 >= from) {
            match self.ring.append(&mut self.flash, reading, seq) {
                Ok(()) => {
                    self.stats.kept += 1;
                    self.kept_below = index + 1;
                    self.ring.skip_to_tail();
                }
                Err(RingError::Flash(_)) => failed = Some(Fault::Flash),
                Err(_) => failed = Some(Fault::Full),
            }
            if failed.is_some() {
                break;
            }
        }
        match failed {
            Some(fault) => {
                self.fault(fault);
                // Asked again later.
                self.unkept_since_ms = Some(now_ms);
            }
            None => {
                self.kept_below = self.pushed;
                self.unkept_since_ms = None;
            }
        }
    }

    /// Gives the link what is in flash, as far as its window takes it.
    fn refill(&mut self, now_ms: u64) {
        loop {
            let taken = match self.ring.peek(&mut self.flash) {
                Ok(None) => return,
                Err(_) => return self.fault(Fault::Flash),
                Ok(Some(entry)) => match entry.seq {
                    Some(seq) if seq < self.link.durable() => None,
                    Some(seq) => Some(self.link.restore_written(seq, entry.body, now_ms)),
                    None => Some(self.link.push_written(entry.body, now_ms)),
                },
            };
            match taken {
                Some(Ok(())) => {
                    self.pushed += 1;
                    self.kept_below = self.pushed;
                }
                Some(Err(PushError::Full)) => return,
                Some(Err(_)) => self.fault(Fault::Damaged),
                None => {}
            }
            if self.ring.advance(&mut self.flash).is_err() {
                return self.fault(Fault::Flash);
            }
        }
    }

    /// Stores fault counts now and then.
    fn note_faults(&mut self, now_ms: u64) {
        if self.faults_dirty && now_ms >= self.faults_kept_ms + FAULTS_EVERY_MS {
            self.faults_kept_ms = now_ms;
            self.faults_dirty = self.diary.keep(&mut self.flash).is_err();
        }
    }
}

struct Outlet<'a, F, B> {
    board: &'a mut B,
    flash: &'a mut F,
    ring: &'a mut Ring,
    diary: &'a mut Diary,
    clock: &'a mut Clock,
    accepted: &'a mut Option<u64>,
    now_ms: u64,
    flash_failed: bool,
}

impl<F: NorFlash, B: Board> NodeEffects for Outlet<'_, F, B> {
    fn send(&mut self, frame: &[u8]) {
        self.board.send(frame);
    }

    fn acked(&mut self, _: u64) {}

    fn welcomed(&mut self, durable: u64, accepted: u64) {
        *self.accepted = Some(accepted);
        let forgotten = self.ring.forget(self.flash, durable);
        self.flash_failed |= forgotten.is_err() || self.ring.number(self.flash, accepted).is_err();
    }

    fn wall(&mut self, wall: Wall) {
        self.clock.hear(wall, self.now_ms);
    }

    fn command(&mut self, id: u64, payload: &[u8]) -> bool {
        if self.diary.state().commands.contains(&id) {
            return true;
        }
        self.board.command(payload);
        let commands = &mut self.diary.state_mut().commands;
        for at in (1..commands.len()).rev() {
            commands[at] = commands[at - 1];
        }
        commands[0] = id;
        self.flash_failed |= self.diary.keep(self.flash).is_err();
        true
    }

    fn rekey(&mut self, generation: u32, key: &[u8; 32]) -> bool {
        let before = self.diary.state().clone();
        let state = self.diary.state_mut();
        state.generation = generation;
        state.key = Some(*key);
        let kept = self.diary.keep(self.flash).is_ok();
        if !kept {
            *self.diary.state_mut() = before;
            self.flash_failed = true;
        }
        kept
    }
}
