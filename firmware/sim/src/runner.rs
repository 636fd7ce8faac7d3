//! The thread that gives a node time and a line.

use crate::line::{Line, Port};
use crate::payload::payload;
use millpond_link::format::FRAME_BYTES_MAX;
use millpond_link::{
    DeviceKey, Node, NodeConfig as LinkConfig, NodeEffects, NodeEvent, Noise, PushError, Reading, Tuning,
    Wall,
};
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Frames a simulated node keeps until they are acknowledged.
const WINDOW: usize = 16;
/// Commands that a node remembers, so that each is done once: as many as a real one.
const COMMANDS_KEPT: usize = 4;
/// How often a waiting node looks whether it should stop.
const LOOK_MS: u64 = 20;

/// A simulated sensor.
#[derive(Debug)]
pub struct NodeConfig {
    /// Its number.
    pub device: u64,
    /// Its key.
    pub key: [u8; 32],
    /// The key's generation.
    pub generation: u32,
    /// The way to the gateway.
    pub line: Line,
    /// Readings per second.
    pub readings_per_s: u32,
    /// Bytes of each payload, 80 to 1024.
    pub payload_bytes: usize,
    /// The channel it sends on.
    pub channel: u16,
    /// Partition key or message group of its readings; without one the gateway uses the device's.
    pub partition_key: Option<String>,
    /// What its readings follow from.
    pub seed: u64,
    /// Numbers below were given in an earlier life; what had them is lost.
    pub reserved: u64,
    /// Whether it does commands, each once. One that does not never says that one is done.
    pub obeys: bool,
}

/// How far a running node is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeProgress {
    /// Readings produced.
    pub produced: u64,
    /// Readings acknowledged.
    pub acked: u64,
    /// How often the gateway told the time.
    pub told: u64,
    /// The last it told.
    pub wall: Option<Wall>,
    /// Generation of the key in use.
    pub generation: u32,
}

/// What a node did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeReport {
    /// Its number.
    pub device: u64,
    /// Readings produced; they are numbered from 0.
    pub produced: u64,
    /// The numbers of the readings that were acknowledged.
    pub acked: Range<u64>,
    /// The link's sequence number of reading 0; `None` when the gateway was never heard.
    pub first_seq: Option<u64>,
    /// Readings sent more than once.
    pub resent: u64,
    /// Sessions begun.
    pub sessions: u32,
    /// Times the gateway asked to wait.
    pub busy: u32,
}

impl NodeReport {
    /// Produced and not acknowledged.
    #[must_use]
    pub const fn unacked(&self) -> u64 {
        self.produced - self.acked.end
    }
}

#[derive(Default)]
struct Shared {
    produced: AtomicU64,
    acked: AtomicU64,
    time: Mutex<(u64, Option<Wall>)>,
    generation: AtomicU32,
    /// What it was commanded and has done, in order, with the numbers.
    commands: Mutex<Vec<(u64, Vec<u8>)>>,
    producing: AtomicBool,
    stop: AtomicBool,
}

/// A node running on its own thread.
pub struct NodeRunner {
    shared: Arc<Shared>,
    thread: JoinHandle<NodeReport>,
}

impl NodeRunner {
    /// Opens the line and starts producing.
    ///
    /// # Errors
    /// When the line, the random source or a thread cannot be had.
    pub fn spawn(config: NodeConfig) -> io::Result<Self> {
        let port = Port::open(config.line)?;
        let noise = Urandom(File::open("/dev/urandom")?);
        let shared = Arc::new(Shared {
            producing: AtomicBool::new(true),
            generation: AtomicU32::new(config.generation),
            ..Shared::default()
        });
        let source = Source {
            device: config.device,
            seed: config.seed,
            payload_bytes: config.payload_bytes,
            channel: config.channel,
            partition_key: config.partition_key,
            readings_per_s: config.readings_per_s,
            reserved: config.reserved,
            obeys: config.obeys,
        };
        let link = LinkConfig {
            device: config.device,
            key: DeviceKey::new(config.key),
            generation: config.generation,
            tuning: Tuning::default(),
        };
        let theirs = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name(format!("node-{}", config.device))
            .spawn(move || Running::new(link, source, port, noise, &theirs).run())?;
        Ok(Self { shared, thread })
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> NodeProgress {
        let (told, wall) = *self.shared.time.lock().unwrap_or_else(PoisonError::into_inner);
        NodeProgress {
            produced: self.shared.produced.load(Ordering::Relaxed),
            acked: self.shared.acked.load(Ordering::Relaxed),
            told,
            wall,
            generation: self.shared.generation.load(Ordering::Relaxed),
        }
    }

    /// What it was commanded and has done, in order. A command that came again within the last four is there once.
    #[must_use]
    pub fn commands(&self) -> Vec<Vec<u8>> {
        let commands = self.shared.commands.lock().unwrap_or_else(PoisonError::into_inner);
        commands.iter().map(|(_, payload)| payload.clone()).collect()
    }

    /// Produces nothing more; what was produced is still sent and acknowledged.
    pub fn stop_producing(&self) {
        self.shared.producing.store(false, Ordering::Relaxed);
    }

    /// Stops at once and reports.
    ///
    /// # Panics
    /// When the node's thread panicked.
    #[must_use]
    pub fn stop(self) -> NodeReport {
        self.shared.stop.store(true, Ordering::Relaxed);
        self.thread.join().expect("a node does not panic")
    }

    /// Produces nothing more, waits until all is acknowledged or `within` has passed, stops and reports.
    #[must_use]
    pub fn finish(self, within: Duration) -> NodeReport {
        self.stop_producing();
        let end = Instant::now() + within;
        while !self.thread.is_finished() && Instant::now() < end {
            let NodeProgress { produced, acked, .. } = self.progress();
            if produced == acked {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.stop()
    }
}

struct Urandom(File);

impl Noise for Urandom {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.read_exact(out).expect("/dev/urandom never ends");
    }
}

struct Source {
    device: u64,
    seed: u64,
    payload_bytes: usize,
    channel: u16,
    partition_key: Option<String>,
    readings_per_s: u32,
    reserved: u64,
    obeys: bool,
}

struct Outlet<'a> {
    port: &'a mut Port,
    shared: &'a Shared,
    first_seq: &'a mut Option<u64>,
    obeys: bool,
}

impl NodeEffects for Outlet<'_> {
    fn send(&mut self, frame: &[u8]) {
        self.port.send(frame);
    }

    fn numbered(&mut self, index: u64, seq: u64) {
        *self.first_seq = Some(seq - index);
    }

    fn acked(&mut self, pushed: u64) {
        self.shared.acked.store(pushed, Ordering::Relaxed);
    }

    fn wall(&mut self, wall: Wall) {
        let mut time = self.shared.time.lock().unwrap_or_else(PoisonError::into_inner);
        *time = (time.0 + 1, Some(wall));
    }

    fn command(&mut self, id: u64, payload: &[u8]) -> bool {
        let mut commands = self.shared.commands.lock().unwrap_or_else(PoisonError::into_inner);
        if self.obeys && !commands.iter().rev().take(COMMANDS_KEPT).any(|(done, _)| *done == id) {
            commands.push((id, payload.to_vec()));
        }
        self.obeys
    }

    /// Its storage is memory: it keeps a key as long as it runs.
    fn rekey(&mut self, generation: u32, _key: &[u8; 32]) -> bool {
        self.shared.generation.store(generation, Ordering::Relaxed);
        true
    }
}

struct Running<'a> {
    node: Node<WINDOW, FRAME_BYTES_MAX>,
    source: Source,
    port: Port,
    noise: Urandom,
    shared: &'a Shared,
    began: Instant,
    produced: u64,
    pushed: u64,
    first_seq: Option<u64>,
    arrived: Vec<Vec<u8>>,
}

impl<'a> Running<'a> {
    fn new(link: LinkConfig, source: Source, port: Port, mut noise: Urandom, shared: &'a Shared) -> Self {
        let mut node = Node::new(link, 0, &mut noise);
        node.reserve(source.reserved);
        Self {
            node,
            source,
            port,
            noise,
            shared,
            began: Instant::now(),
            produced: 0,
            pushed: 0,
            first_seq: None,
            arrived: Vec::new(),
        }
    }

    fn run(mut self) -> NodeReport {
        while !self.shared.stop.load(Ordering::Relaxed) {
            let now_ms = self.now_ms();
            self.produce(now_ms);
            self.step(None, now_ms);
            let next_ms = self.next_reading_ms().min(self.node.wake_at_ms().unwrap_or(u64::MAX));
            let wait_ms = next_ms.saturating_sub(now_ms).clamp(1, LOOK_MS);
            self.port.wait(Duration::from_millis(wait_ms));
            let arrived = &mut self.arrived;
            self.port.receive(|frame| arrived.push(frame.to_vec()));
            for mut frame in std::mem::take(&mut self.arrived) {
                let now_ms = self.now_ms();
                self.step(Some(&mut frame), now_ms);
            }
        }
        let stats = self.node.stats();
        NodeReport {
            device: self.source.device,
            produced: self.produced,
            acked: 0..self.shared.acked.load(Ordering::Relaxed),
            first_seq: self.first_seq,
            resent: stats.resent,
            sessions: stats.sessions,
            busy: stats.busy,
        }
    }

    /// Produces what is due and pushes what fits the window; the rest waits, as in a node's flash.
    fn produce(&mut self, now_ms: u64) {
        if self.shared.producing.load(Ordering::Relaxed) {
            let due = now_ms * u64::from(self.source.readings_per_s) / 1000;
            self.produced = self.produced.max(due);
            self.shared.produced.store(self.produced, Ordering::Relaxed);
        }
        while self.pushed < self.produced {
            let Source { device, seed, payload_bytes, channel, .. } = self.source;
            let bytes = payload(seed, device, self.pushed, payload_bytes);
            let key = self.source.partition_key.as_deref();
            let reading = Reading { channel, payload: &bytes, key, uptime_ms: Some(now_ms) };
            match self.node.push(&reading, now_ms) {
                Ok(()) => self.pushed += 1,
                Err(PushError::Full) => return,
                Err(trouble) => panic!("a reading of {payload_bytes} B: {trouble}"),
            }
        }
    }

    fn step(&mut self, frame: Option<&mut [u8]>, now_ms: u64) {
        let event = frame.map_or(NodeEvent::Tick, NodeEvent::Received);
        let mut outlet = Outlet {
            port: &mut self.port,
            shared: self.shared,
            first_seq: &mut self.first_seq,
            obeys: self.source.obeys,
        };
        // A refused frame had no effect: the node resends what goes unanswered.
        let _refused = self.node.step(event, now_ms, &mut self.noise, &mut outlet);
    }

    fn next_reading_ms(&self) -> u64 {
        let rate = u64::from(self.source.readings_per_s.max(1));
        if self.source.readings_per_s == 0 { u64::MAX } else { ((self.produced + 1) * 1000).div_ceil(rate) }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
