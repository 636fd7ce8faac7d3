//! A node, a gateway and the channel between them, driven by a seed.

use millpond_link::{
    Busy, Delivery, DeviceKey, Frame, Node, NodeConfig, NodeEffects, NodeEvent, Noise, Peer, PeerEffects,
    PeerEvent, Reading, Reason, Refused, Tuning,
};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const DEVICE: u64 = 0x0102_0304_0506_0708;
pub(crate) const KEY: [u8; 32] = [0x5a; 32];

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

    /// True `per_mille` times in a thousand.
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.roll() % 1000 < u64::from(per_mille)
    }
}

impl Noise for Dice {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            *byte = self.roll().to_le_bytes()[0];
        }
    }
}

/// A board without a random source that counts in non-volatile storage.
#[derive(Default)]
pub(crate) struct Counter(u64);

impl Noise for Counter {
    fn fill(&mut self, out: &mut [u8]) {
        self.0 += 1;
        out.fill(0);
        for (byte, count) in out.iter_mut().zip(self.0.to_le_bytes()) {
            *byte = count;
        }
    }
}

/// What goes wrong, in thousandths per frame, or per millisecond for the last five.
#[derive(Clone, Debug, Default)]
pub(crate) struct Troubles {
    pub(crate) loss: u32,
    pub(crate) copies: u32,
    pub(crate) flips: u32,
    pub(crate) delay_ms_max: u64,
    pub(crate) busy: u32,
    pub(crate) gateway_restarts: u32,
    pub(crate) node_restarts: u32,
    pub(crate) rollbacks: u32,
    pub(crate) rejections: u32,
    pub(crate) replays: u32,
}

#[derive(Clone, Debug)]
struct Kept {
    id: u64,
    seq: Option<u64>,
}

/// What the gateway has on flash and what is on its way there.
#[derive(Default)]
struct Store {
    durable: Vec<(u64, u64)>,
    staged: Vec<(u64, u64)>,
    epoch: u32,
    busy: u32,
    lost: Vec<(u64, u64)>,
}

struct Outlet<'a> {
    store: &'a mut Store,
    dice: &'a mut Dice,
    sent: Vec<Vec<u8>>,
}

impl PeerEffects for Outlet<'_> {
    fn send(&mut self, frame: &[u8]) {
        self.sent.push(frame.to_vec());
    }

    fn deliver(&mut self, delivery: Delivery<'_>) -> Result<(), Busy> {
        assert_eq!((delivery.device, delivery.epoch), (DEVICE, self.store.epoch));
        if self.dice.chance(self.store.busy) {
            return Err(Busy { retry_ms: 40 });
        }
        for (seq, reading) in (delivery.first..).zip(delivery.readings) {
            let id = u64::from_be_bytes(*reading.payload.first_chunk().unwrap());
            assert_eq!(reading, make_reading(id, reading.payload), "reading {id} is as it was produced");
            self.store.staged.push((seq, id));
        }
        Ok(())
    }

    fn lost(&mut self, from: u64, to: u64) {
        self.store.lost.push((from, to));
    }
}

#[derive(Default)]
struct NodeOutlet {
    sent: Vec<Vec<u8>>,
    acked: Option<u64>,
    numbered: Option<(u64, u64)>,
}

impl NodeEffects for NodeOutlet {
    fn send(&mut self, frame: &[u8]) {
        self.sent.push(frame.to_vec());
    }

    fn numbered(&mut self, index: u64, seq: u64) {
        self.numbered = Some((index, seq));
    }

    fn acked(&mut self, pushed: u64) {
        self.acked = Some(pushed);
    }
}

pub(crate) struct World {
    pub(crate) troubles: Troubles,
    storage: bool,
    /// Stands in for the dice on a board without a random source.
    counter: Option<Counter>,
    dice: Dice,
    now_ms: u64,
    node: Node<6, 512>,
    /// Everything pushed since the node started and not acknowledged; with storage it outlives a restart.
    kept: Vec<Kept>,
    /// Readings pushed since the start that are no longer in `kept`.
    forgotten: u64,
    snapshot: Vec<Kept>,
    peer: Peer<3>,
    store: Store,
    /// Arrival, order, towards the gateway, bytes.
    net: BTreeMap<(u64, u64), (bool, Vec<u8>)>,
    order: u64,
    recorded: Vec<(bool, Vec<u8>)>,
    /// Sealed frames by session, direction and counter.
    nonces: BTreeMap<(Vec<u8>, u8, u32), Vec<u8>>,
    next_id: u64,
    pub(crate) produced: BTreeSet<u64>,
    pub(crate) acked: BTreeSet<u64>,
    /// Produced, but lost with the memory of a node without storage or with a rolled-back one.
    gone: BTreeSet<u64>,
}

fn make_payload(id: u64) -> Vec<u8> {
    let length = 8 + usize::try_from(id * 37 % 190).unwrap();
    let mut payload = vec![u8::try_from(id % 251).unwrap(); length];
    payload[..8].copy_from_slice(&id.to_be_bytes());
    payload
}

fn make_reading(id: u64, payload: &[u8]) -> Reading<'_> {
    let key = ["kiln", "mill", "dryer"].get(usize::try_from(id % 4).unwrap()).copied();
    let uptime_ms = (id.is_multiple_of(2)).then_some(id * 1000);
    Reading { channel: u16::try_from(id % 5).unwrap(), payload, key, uptime_ms }
}

fn make_node(now_ms: u64, noise: &mut dyn Noise) -> Node<6, 512> {
    let tuning = Tuning {
        resend_ms_min: 60,
        resend_ms_max: 600,
        hello_ms_min: 60,
        hello_ms_max: 400,
        frames_max: 300,
        ..Tuning::default()
    };
    let config = NodeConfig { device: DEVICE, key: DeviceKey::new(KEY), generation: 1, tuning };
    Node::new(config, now_ms, noise)
}

impl World {
    pub(crate) fn new(seed: u64, troubles: Troubles, storage: bool, counts: bool) -> Self {
        let mut dice = Dice(seed);
        let node = make_node(0, &mut dice);
        let store = Store { busy: troubles.busy, ..Store::default() };
        Self {
            troubles,
            storage,
            counter: counts.then(Counter::default),
            dice,
            now_ms: 0,
            node,
            kept: Vec::new(),
            forgotten: 0,
            snapshot: Vec::new(),
            peer: Peer::new(DEVICE, 1, DeviceKey::new(KEY), 0),
            store,
            net: BTreeMap::new(),
            order: 0,
            recorded: Vec::new(),
            nonces: BTreeMap::new(),
            next_id: 0,
            produced: BTreeSet::new(),
            acked: BTreeSet::new(),
            gone: BTreeSet::new(),
        }
    }

    /// One millisecond of life, with trouble.
    pub(crate) fn live(&mut self) {
        self.now_ms += 1;
        if self.dice.chance(150) {
            self.produce();
        }
        let Troubles { gateway_restarts, node_restarts, rollbacks, rejections, replays, .. } = self.troubles;
        if self.dice.chance(gateway_restarts) {
            self.restart_gateway();
        }
        if self.dice.chance(node_restarts) {
            let kept = if self.storage { self.kept.clone() } else { Vec::new() };
            self.restart_node(kept);
        }
        if self.storage && self.dice.chance(rollbacks) {
            self.restart_node(self.snapshot.clone());
        }
        // A copy of the storage that lacks numbers already given would bring readings back as new ones.
        if self.dice.chance(5) && self.kept.iter().all(|kept| kept.seq.is_some()) {
            self.snapshot = self.kept.clone();
        }
        if self.dice.chance(rejections) {
            self.reject();
        }
        if !self.recorded.is_empty() && self.dice.chance(replays) {
            let at = usize::try_from(self.dice.roll()).unwrap_or(0) % self.recorded.len();
            let (up, frame) = self.recorded[at].clone();
            self.post(up, frame);
        }
        self.arrivals();
        self.tick();
        if self.dice.chance(60) {
            self.commit();
        }
    }

    /// Ends all trouble and runs until everything is acknowledged.
    pub(crate) fn settle(&mut self) {
        self.troubles = Troubles::default();
        self.store.busy = 0;
        for _ in 0..60_000 {
            if self.node.unacked() == 0 && self.node.connected() {
                return;
            }
            self.now_ms += 1;
            self.arrivals();
            self.tick();
            self.commit();
        }
        panic!("not settled: {} unacknowledged, {:?}", self.node.unacked(), self.node.stats());
    }

    /// What must hold whatever went wrong.
    pub(crate) fn check(&self) {
        let stored = &self.store.durable;
        assert!(stored.windows(2).all(|w| w[0].0 < w[1].0), "each number once and in order");
        assert!(stored.windows(2).all(|w| w[0].1 < w[1].1), "each reading once and in order");
        let ids: BTreeSet<u64> = stored.iter().map(|(_, id)| *id).collect();
        let missing: Vec<_> =
            self.produced.iter().filter(|id| !ids.contains(id) && !self.gone.contains(id)).collect();
        assert!(missing.is_empty(), "lost {missing:?}");
    }

    fn produce(&mut self) {
        let id = self.next_id;
        let payload = make_payload(id);
        let seq = self.node.next_seq();
        if self.node.push(&make_reading(id, &payload), self.now_ms).is_ok() {
            self.kept.push(Kept { id, seq });
            self.produced.insert(id);
            self.next_id += 1;
        }
    }

    fn restart_node(&mut self, kept: Vec<Kept>) {
        let survivors: BTreeSet<u64> = kept.iter().map(|kept| kept.id).collect();
        self.gone.extend(self.kept.iter().map(|kept| kept.id).filter(|id| !survivors.contains(id)));
        self.node = match &mut self.counter {
            Some(counter) => make_node(self.now_ms, counter),
            None => make_node(self.now_ms, &mut self.dice),
        };
        for Kept { id, seq } in &kept {
            let payload = make_payload(*id);
            let reading = make_reading(*id, &payload);
            match seq {
                Some(seq) => self.node.restore(*seq, &reading, self.now_ms).unwrap(),
                None => self.node.push(&reading, self.now_ms).unwrap(),
            }
        }
        self.kept = kept;
        self.forgotten = 0;
    }

    fn restart_gateway(&mut self) {
        self.store.staged.clear();
        self.store.epoch = 0;
        let position = self.store.durable.last().map_or(0, |(seq, _)| seq + 1);
        self.peer = Peer::new(DEVICE, 1, DeviceKey::new(KEY), position);
    }

    /// The store refuses what was delivered from some reading on.
    fn reject(&mut self) {
        let keep = usize::try_from(self.dice.roll()).unwrap() % (self.store.staged.len() + 1);
        let next = self.store.staged.get(keep).map_or(self.peer.accepted(), |(seq, _)| *seq);
        self.store.staged.truncate(keep);
        self.store.epoch += 1;
        self.peer_step(PeerEvent::Rejected {
            epoch: self.store.epoch,
            next,
            reason: Reason::Target,
            retry_ms: 30,
        });
    }

    fn commit(&mut self) {
        if self.store.staged.is_empty() {
            return;
        }
        let some = 1 + usize::try_from(self.dice.roll()).unwrap() % self.store.staged.len();
        let next = self.store.staged[some - 1].0 + 1;
        self.store.durable.extend(self.store.staged.drain(..some));
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
                self.node_step(NodeEvent::Received(&mut bytes));
            }
        }
    }

    fn tick(&mut self) {
        if self.node.wake_at_ms().is_some_and(|at_ms| at_ms <= self.now_ms) {
            self.node_step(NodeEvent::Tick);
        }
    }

    fn peer_step(&mut self, event: PeerEvent<'_, '_>) {
        let mut noise = Dice(self.dice.roll());
        let mut outlet = Outlet { store: &mut self.store, dice: &mut self.dice, sent: Vec::new() };
        let outcome = self.peer.step(event, &mut noise, &mut outlet);
        assert_ne!(outcome, Err(Refused::Body), "our own bodies are well-formed");
        for frame in outlet.sent {
            self.transmit(false, frame);
        }
    }

    fn node_step(&mut self, event: NodeEvent<'_>) {
        let mut outlet = NodeOutlet::default();
        let mut noise = Dice(self.dice.roll());
        let noise: &mut dyn Noise = match &mut self.counter {
            Some(counter) => counter,
            None => &mut noise,
        };
        let outcome = self.node.step(event, self.now_ms, noise, &mut outlet);
        assert_ne!(outcome, Err(Refused::Body), "our own bodies are well-formed");
        if let Some((index, seq)) = outlet.numbered {
            let from = usize::try_from(index - self.forgotten).unwrap();
            for (kept, seq) in self.kept[from..].iter_mut().zip(seq..) {
                kept.seq = Some(seq);
            }
        }
        if let Some(acked) = outlet.acked {
            let count = usize::try_from(acked - self.forgotten).unwrap();
            self.forgotten = acked;
            for kept in self.kept.drain(..count) {
                let entry = (kept.seq.unwrap(), kept.id);
                assert!(self.store.durable.contains(&entry), "acknowledged {entry:?} before it was durable");
                self.acked.insert(kept.id);
            }
        }
        for frame in outlet.sent {
            self.transmit(true, frame);
        }
    }

    fn transmit(&mut self, up: bool, frame: Vec<u8>) {
        let sealed = [2, 3, 4, 5, 7, 8].contains(&frame[3]);
        if sealed {
            let direction = u8::from(up);
            let counter = u32::from_be_bytes(*frame[16..].first_chunk().unwrap());
            let before = self.nonces.insert((frame[12..16].to_vec(), direction, counter), frame.clone());
            assert_eq!(before, None, "a nonce was used twice");
        }
        if self.recorded.len() < 4000 {
            self.recorded.push((up, frame.clone()));
        }
        let Troubles { loss, copies, flips, .. } = self.troubles;
        if self.dice.chance(copies) {
            self.post(up, frame.clone());
        }
        if self.dice.chance(loss) {
            return;
        }
        let mut frame = frame;
        if self.dice.chance(flips) {
            let bit = usize::try_from(self.dice.roll()).unwrap_or(0) % (frame.len() * 8);
            frame[bit / 8] ^= 1 << (bit % 8);
        }
        self.post(up, frame);
    }

    fn post(&mut self, up: bool, frame: Vec<u8>) {
        let delay_ms = 1 + self.dice.roll() % (self.troubles.delay_ms_max + 1);
        self.order += 1;
        self.net.insert((self.now_ms + delay_ms, self.order), (up, frame));
    }
}
