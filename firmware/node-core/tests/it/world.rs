//! A node, its flash, a channel and a gateway, driven by a seed.

use crate::flash::{PAGE, SimFlash};
use millpond_link::{
    Busy, Delivery, DeviceKey, Frame, Noise, Peer, PeerEffects, PeerEvent, Reading, Readings, Tuning, Wall,
};
use millpond_node_core::{
    Board, Duty, Event, Layout, NodeCore, Plan, Ring, Sample, Settings, Task, Value, Watchdog,
};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) type Core = NodeCore<SimFlash, 4, 256, 1>;

const DEVICE: u64 = 42;
const KEY: [u8; 32] = [0x5a; 32];
const RING: u32 = 2 * 1024;
const _: () = assert!(RING as usize == 2 * PAGE);
pub(crate) const RING_PAGES: u32 = 4;

/// SplitMix64.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn chance(&mut self, per_mille: u64) -> bool {
        self.roll() % 1000 < per_mille
    }
}

impl Noise for Dice {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            *byte = self.roll().to_le_bytes()[0];
        }
    }
}

/// The number that a test gave a sample, out of its record.
fn number(payload: &[u8]) -> u64 {
    let at = payload.windows(2).position(|pair| pair == [0x61, b'n']).unwrap() + 2;
    let mut cbor = minicbor::Decoder::new(&payload[at..]);
    cbor.u64().unwrap()
}

#[derive(Default)]
struct Bench {
    sent: Vec<Vec<u8>>,
    /// Samples taken so far.
    samples: u64,
    taken: Vec<u64>,
    commands: Vec<Vec<u8>>,
    still: bool,
}

impl Board for Bench {
    fn send(&mut self, frame: &[u8]) {
        self.sent.push(frame.to_vec());
    }

    fn sample(&mut self, _: u16, sample: &mut Sample) -> bool {
        if self.still {
            return false;
        }
        sample.add("n", Value::Int(i64::try_from(self.samples).unwrap()));
        self.taken.push(self.samples);
        self.samples += 1;
        true
    }

    fn command(&mut self, payload: &[u8]) {
        self.commands.push(payload.to_vec());
    }
}

#[derive(Default)]
struct Gateway {
    sent: Vec<Vec<u8>>,
    durable: Vec<(u64, u64)>,
    staged: Vec<(u64, u64)>,
    lost: u64,
    done: BTreeSet<u64>,
    generation: u32,
    wall_ms: u64,
}

impl PeerEffects for Gateway {
    fn send(&mut self, frame: &[u8]) {
        self.sent.push(frame.to_vec());
    }

    fn deliver(&mut self, delivery: Delivery<'_>) -> Result<(), Busy> {
        let numbered = (delivery.first..).zip(delivery.readings);
        self.staged.extend(numbered.map(|(seq, reading)| (seq, number(reading.payload))));
        Ok(())
    }

    fn lost(&mut self, from: u64, to: u64) {
        self.lost += to - from;
    }

    fn wall(&mut self) -> Option<Wall> {
        Some(Wall { ms: self.wall_ms, trusted: true })
    }

    fn done(&mut self, id: u64) {
        self.done.insert(id);
    }

    fn rotated(&mut self, generation: u32) {
        self.generation = generation;
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Troubles {
    pub(crate) loss: u64,
    pub(crate) copies: u64,
    pub(crate) resets: u64,
    pub(crate) gateway_restarts: u64,
    /// The link is down for so many of a thousand stretches of 400 ms.
    pub(crate) outages: u64,
    pub(crate) keep_after_ms: u32,
}

pub(crate) struct World {
    troubles: Troubles,
    dice: Dice,
    pub(crate) flash: SimFlash,
    core: Option<Core>,
    bench: Bench,
    pub(crate) now_ms: u64,
    /// The node's own time starts anew at each reset.
    started_ms: u64,
    peer: Peer<3>,
    gateway: Gateway,
    net: BTreeMap<(u64, u64), (bool, Vec<u8>)>,
    order: u64,
    outage_until_ms: u64,
    plan: Option<Plan>,
    /// Samples that a step has put into flash.
    pub(crate) stored: BTreeSet<u64>,
    pub(crate) resets: u32,
    dropped: u32,
    next_key: Option<(u32, [u8; 32])>,
}

pub(crate) fn settings(keep_after_ms: u32) -> Settings<1> {
    Settings {
        device: DEVICE,
        key: DeviceKey::new(KEY),
        generation: 1,
        tuning: Tuning {
            resend_ms_min: 60,
            resend_ms_max: 600,
            hello_ms_min: 60,
            hello_ms_max: 300,
            // A node that keeps late gathers as well: frames of several readings.
            linger_ms: if keep_after_ms > 0 { 60 } else { 0 },
            ..Tuning::default()
        },
        layout: Layout { diary: 0, ring: RING, ring_pages: RING_PAGES },
        keep_after_ms,
        duty: Duty::ALWAYS_ON,
        watchdog: Watchdog { sample_late_ms_max: 1_000, silent_ms_max: 0 },
        tasks: [Task { channel: 1, period_ms: 20, phase_ms: 0 }],
        status_channel: None,
    }
}

impl World {
    pub(crate) fn new(seed: u64, troubles: Troubles) -> Self {
        Self::begin(seed, troubles, None)
    }

    /// The power goes during the flash operation of this number, counted from the very first.
    pub(crate) fn with_cut(seed: u64, troubles: Troubles, operation: u64) -> Self {
        Self::begin(seed, troubles, Some(operation))
    }

    fn begin(seed: u64, troubles: Troubles, cut: Option<u64>) -> Self {
        let mut world = Self {
            troubles,
            dice: Dice(seed),
            flash: SimFlash::new(2 + RING_PAGES as usize, seed),
            core: None,
            bench: Bench::default(),
            now_ms: 0,
            started_ms: 0,
            peer: Peer::new(DEVICE, 1, DeviceKey::new(KEY), 0),
            gateway: Gateway { generation: 1, ..Gateway::default() },
            net: BTreeMap::new(),
            order: 0,
            outage_until_ms: 0,
            plan: None,
            stored: BTreeSet::new(),
            resets: 0,
            dropped: 0,
            next_key: None,
        };
        world.flash.cut_at(cut);
        world.reset();
        world
    }

    /// Takes the power away and gives it back, until the node has started.
    pub(crate) fn reset(&mut self) {
        self.core = None;
        self.started_ms = self.now_ms;
        for _ in 0..3 {
            let core = Core::start(settings(self.troubles.keep_after_ms), self.flash.clone(), None, 0);
            if let Ok(core) = core {
                self.core = Some(core);
                break;
            }
            self.flash.revive();
        }
        self.plan = None;
        self.resets += 1;
        self.check_flash();
    }

    /// Everything that was stored is in the ring or durable at the gateway.
    fn check_flash(&mut self) {
        let kept = self.in_ring();
        let durable: BTreeSet<u64> = self.gateway.durable.iter().map(|(_, n)| *n).collect();
        let gone: Vec<_> = self.stored.iter().filter(|n| !kept.contains(n) && !durable.contains(n)).collect();
        assert!(gone.is_empty(), "stored and gone: {gone:?}");
        self.stored.extend(kept);
    }

    fn in_ring(&self) -> BTreeSet<u64> {
        let mut flash = self.flash.clone();
        let mut ring = Ring::open(&mut flash, RING, RING_PAGES).unwrap();
        let mut seen = BTreeSet::new();
        while let Some(entry) = ring.peek(&mut flash).unwrap() {
            let reading: Reading<'_> = Readings::of(entry.body, 1).next().unwrap();
            seen.insert(number(reading.payload));
            ring.advance(&mut flash).unwrap();
        }
        seen
    }

    pub(crate) fn live(&mut self) {
        self.now_ms += 1;
        self.gateway.wall_ms = 1_790_000_000_000 + self.now_ms;
        if self.flash.dead() {
            self.flash.revive();
            self.reset();
        }
        if self.dice.chance(self.troubles.resets) {
            self.reset();
        }
        if self.dice.chance(self.troubles.gateway_restarts) {
            self.restart_gateway();
        }
        if self.now_ms.is_multiple_of(400) && self.dice.chance(self.troubles.outages) {
            self.outage_until_ms = self.now_ms + 400;
        }
        self.arrivals();
        if self.plan.is_none_or(|plan| plan.wake_at_ms + self.started_ms <= self.now_ms) {
            self.step(None);
        }
        if self.dice.chance(60) {
            self.commit();
        }
    }

    fn step(&mut self, frame: Option<Vec<u8>>) {
        let now_ms = self.now_ms - self.started_ms;
        let Some(core) = &mut self.core else { return };
        let mut frame = frame;
        let event = frame.as_mut().map_or(Event::Tick, |frame| Event::Frame(frame));
        let before = core.stats().dropped;
        self.plan = Some(core.step(event, now_ms, &mut self.bench));
        self.dropped += core.stats().dropped - before;
        let stored = core.stats().dropped == before && !self.flash.dead() && self.troubles.keep_after_ms == 0;
        let taken = std::mem::take(&mut self.bench.taken);
        if stored {
            self.stored.extend(taken);
        }
        if self.flash.dead() {
            // What the node says after its power went, nobody hears.
            self.bench.sent.clear();
        }
        for frame in std::mem::take(&mut self.bench.sent) {
            self.post(true, &frame);
        }
    }

    fn restart_gateway(&mut self) {
        self.gateway.staged.clear();
        let position = self.gateway.durable.last().map_or(0, |(seq, _)| seq + 1);
        let (generation, key) = match self.next_key {
            Some(next) if next.0 == self.gateway.generation => next,
            _ => (1, KEY),
        };
        self.peer = Peer::new(DEVICE, generation, DeviceKey::new(key), position);
        if let Some((generation, key)) = self.next_key {
            self.peer.rotate(generation, key);
        }
    }

    pub(crate) fn rotate(&mut self, generation: u32, key: [u8; 32]) {
        self.next_key = Some((generation, key));
        self.peer.rotate(generation, key);
    }

    pub(crate) fn generations(&self) -> (u32, u32) {
        (self.gateway.generation, self.core.as_ref().unwrap().state().generation)
    }

    pub(crate) fn command(&mut self, id: u64, payload: &[u8]) {
        self.peer_step(PeerEvent::Command { id, payload });
    }

    pub(crate) fn done(&self, id: u64) -> bool {
        self.gateway.done.contains(&id)
    }

    pub(crate) fn commands(&self) -> &[Vec<u8>] {
        &self.bench.commands
    }

    pub(crate) fn core(&mut self) -> &mut Core {
        self.core.as_mut().unwrap()
    }

    pub(crate) fn wall_error_ms(&mut self) -> u64 {
        let own_ms = self.now_ms - self.started_ms;
        let true_ms = self.gateway.wall_ms;
        self.core().clock().wall_ms(own_ms).unwrap().abs_diff(true_ms)
    }

    fn commit(&mut self) {
        if self.gateway.staged.is_empty() {
            return;
        }
        let some = 1 + usize::try_from(self.dice.roll() % self.gateway.staged.len() as u64).unwrap();
        let next = self.gateway.staged[some - 1].0 + 1;
        self.gateway.durable.extend(self.gateway.staged.drain(..some));
        self.peer_step(PeerEvent::Durable { next });
    }

    fn arrivals(&mut self) {
        while let Some(entry) = self.net.first_entry() {
            if entry.key().0 > self.now_ms {
                return;
            }
            let (up, mut bytes) = entry.remove();
            if up {
                if let Ok(mut frame) = Frame::parse(&mut bytes) {
                    self.peer_step(PeerEvent::Frame(&mut frame));
                }
            } else {
                self.step(Some(bytes));
            }
        }
    }

    fn peer_step(&mut self, event: PeerEvent<'_, '_>) {
        let mut noise = Dice(self.dice.roll());
        let _ = self.peer.step(event, &mut noise, &mut self.gateway);
        for frame in std::mem::take(&mut self.gateway.sent) {
            self.post(false, &frame);
        }
    }

    fn post(&mut self, up: bool, frame: &[u8]) {
        if self.now_ms < self.outage_until_ms || self.dice.chance(self.troubles.loss) {
            return;
        }
        let times = 1 + u64::from(self.dice.chance(self.troubles.copies));
        for _ in 0..times {
            self.order += 1;
            let at_ms = self.now_ms + 1 + self.dice.roll() % 10;
            self.net.insert((at_ms, self.order), (up, frame.to_vec()));
        }
    }

    /// Ends all trouble and sampling, and runs until everything is acknowledged.
    pub(crate) fn settle(&mut self) {
        self.troubles = Troubles { keep_after_ms: self.troubles.keep_after_ms, ..Troubles::default() };
        self.flash.cut_at(None);
        self.bench.still = true;
        self.outage_until_ms = 0;
        for _ in 0..40_000 {
            self.live();
            if self.core().backlog() == (0, false) && self.gateway.staged.is_empty() {
                return;
            }
        }
        panic!("not settled: {:?} {:?}", self.core().backlog(), self.core().link_stats());
    }

    /// What must hold whatever went wrong.
    pub(crate) fn check(&self) {
        let durable = &self.gateway.durable;
        assert!(durable.windows(2).all(|w| w[0].0 < w[1].0), "each number once and in order");
        let astray = durable.windows(2).position(|w| w[0].1 >= w[1].1);
        assert!(
            astray.is_none(),
            "each reading once and in order: {:?}",
            astray.map(|at| &durable[at.saturating_sub(3)..(at + 6).min(durable.len())])
        );
        let seen: BTreeSet<u64> = durable.iter().map(|(_, n)| *n).collect();
        let missing: Vec<_> = self.stored.iter().filter(|n| !seen.contains(n)).collect();
        assert!(missing.is_empty(), "stored and lost: {missing:?}");
    }

    pub(crate) fn arrived(&self) -> usize {
        self.gateway.durable.len()
    }

    pub(crate) fn lost(&self) -> u64 {
        self.gateway.lost
    }

    pub(crate) fn dropped(&self) -> u32 {
        self.dropped
    }
}
