//! Readings of a hundred nodes over the sensor link, beside the same readings as JSON over HTTP, in turn in one run.
//!
//! What counts is what is acknowledged, which is what is on flash. The load is made on the same machine, so the gateway's
//! processor time is measured too: what one core would take is readings divided by it.

use crate::Request;
use crate::figure::{at_least, at_most_kib, median};
use crate::put_records::{self, Load};
use crate::rig::Rig;
use millpond_link::{DeviceKey, Node, NodeConfig, NodeEffects, NodeEvent, Noise, Reading, Tuning};
use std::collections::BTreeMap;
use std::net::{SocketAddr, UdpSocket};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const NODES: usize = 100;
const READING_BYTES: usize = 64;
/// Threads that play nodes: the machine has no more cores to spare.
const THREADS: usize = 2;
/// Long enough for a hundred commits.
const ROUND: Duration = Duration::from_secs(5);
/// Frames a node keeps until they are acknowledged.
const WINDOW: usize = 16;
/// Wanted of one core.
const WANTED: f64 = 200_000.0;

type Sensor = Node<WINDOW, { millpond_link::format::FRAME_BYTES_MAX }>;

/// Who a node is.
#[derive(Clone)]
struct Enrolled {
    device: u64,
    key: [u8; 32],
}

pub(crate) fn link(request: &Request) -> Result<(), String> {
    let udp = free_udp()?;
    let rig = rig(request, udp)?;
    put_records::create_stream(&rig, "readings")?;
    put_records::create_stream(&rig, "bench")?;
    let idle_kib = rig.memory_kib("VmRSS")?;
    let nodes: Vec<Enrolled> = (0..NODES).map(|n| enrol(request, &rig, n)).collect::<Result<_, _>>()?;
    let enrolled_kib = rig.memory_kib("VmRSS")?;
    let mut fleets = fleets(&nodes, udp)?;
    play(&mut fleets, Duration::from_secs(1))?;
    let (mut linked, mut posted, mut cores, mut ratios) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for i in 0..request.rounds {
        let (rate, core) = measured(&rig, || play(&mut fleets, ROUND))?;
        let (http, http_core) = measured(&rig, || post(&rig, u64::from(i)))?;
        println!(
            "round {}: link {rate:.0} readings/s, {core:.0} on one core; JSON over HTTP {http:.0}/s, {http_core:.0} on one core",
            i + 1
        );
        linked.push(rate);
        posted.push(http);
        cores.push(core);
        ratios.push(core / http_core);
    }
    let (linked, posted) = (median(&mut linked), median(&mut posted));
    println!(
        "link: median {linked:.0} acknowledged readings of {READING_BYTES} B a second, beside {posted:.0} over HTTP"
    );
    let core = median(&mut cores);
    println!("link: {core:.0} a second of one core's time ({})", at_least(core, WANTED));
    println!("link: {:.1} times what one core takes over HTTP", median(&mut ratios));
    let peak_kib = rig.memory_kib("VmHWM")?;
    println!(
        "link: resident {idle_kib} KiB before, {enrolled_kib} KiB with {NODES} nodes, {peak_kib} KiB at most under load ({})",
        at_most_kib(peak_kib, 32 << 10)
    );
    Ok(())
}

fn free_udp() -> Result<SocketAddr, String> {
    UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).map_err(|e| e.to_string())
}

/// A gateway that listens to sensors.
fn rig(request: &Request, udp: SocketAddr) -> Result<Rig, String> {
    let mut rig = Rig::start(request)?;
    rig.kill();
    let path = rig.dir.join("millpond.toml");
    let text = std::fs::read_to_string(&path).map_err(|e| e.to_string())?;
    let text = text.replace("[link]\n", &format!("[link]\nudp = \"{udp}\"\n"));
    std::fs::write(&path, text).map_err(|e| e.to_string())?;
    rig.serve()?;
    Ok(rig)
}

fn enrol(request: &Request, rig: &Rig, n: usize) -> Result<Enrolled, String> {
    let mut add = Command::new(&request.binary);
    add.args(["nodes", "add", &format!("n{n}"), "--json", "--data"]).arg(&rig.dir);
    let said = add.output().map_err(|e| e.to_string())?;
    let told: serde_json::Value = serde_json::from_slice(&said.stdout)
        .map_err(|e| format!("{e}: {}", String::from_utf8_lossy(&said.stderr)))?;
    let added = &told["added"];
    let hex = added["key"].as_str().filter(|hex| hex.len() == 64).ok_or("no key")?;
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).map_err(|e| e.to_string())?;
    }
    Ok(Enrolled { device: added["device"].as_u64().ok_or("no number")?, key })
}

/// Nodes behind one socket.
struct Fleet {
    socket: UdpSocket,
    udp: SocketAddr,
    nodes: Vec<(Sensor, u64)>,
    by_device: BTreeMap<u64, usize>,
    noise: Mix,
    began: Instant,
}

fn fleets(nodes: &[Enrolled], udp: SocketAddr) -> Result<Vec<Fleet>, String> {
    let mut fleets = Vec::new();
    for (n, some) in nodes.chunks(NODES.div_ceil(THREADS)).enumerate() {
        let socket = UdpSocket::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        socket.set_nonblocking(true).map_err(|e| e.to_string())?;
        let _ = rustix::net::sockopt::set_socket_recv_buffer_size(&socket, 4 << 20);
        let mut noise = Mix(n as u64 ^ u64::from(std::process::id()) << 32);
        let by_device = some.iter().enumerate().map(|(at, node)| (node.device, at)).collect();
        let node = |node: &Enrolled| {
            let tuning = Tuning { resend_ms_min: 1_000, ..Tuning::default() };
            let config =
                NodeConfig { device: node.device, key: DeviceKey::new(node.key), generation: 0, tuning };
            (Node::new(config, 0, &mut noise), 0)
        };
        let nodes = some.iter().map(node).collect();
        fleets.push(Fleet { socket, udp, nodes, by_device, noise, began: Instant::now() });
    }
    Ok(fleets)
}

/// Plays all nodes as fast as the gateway acknowledges; gives how many readings it did.
fn play(fleets: &mut [Fleet], how_long: Duration) -> Result<u64, String> {
    let (acked, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let threads: Vec<_> = fleets
            .iter_mut()
            .map(|fleet| {
                let (acked, stop) = (&acked, &stop);
                scope.spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        acked.fetch_add(fleet.turn(), Ordering::Relaxed);
                    }
                })
            })
            .collect();
        std::thread::sleep(how_long);
        stop.store(true, Ordering::Relaxed);
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a node panicked".to_owned()))
    })?;
    Ok(acked.load(Ordering::Relaxed))
}

struct Outlet<'a> {
    socket: &'a UdpSocket,
    udp: SocketAddr,
    acked: &'a mut u64,
}

impl NodeEffects for Outlet<'_> {
    fn send(&mut self, frame: &[u8]) {
        // A full socket loses a frame, as a radio does.
        let _ = self.socket.send_to(frame, self.udp);
    }

    fn acked(&mut self, pushed: u64) {
        *self.acked = pushed;
    }
}

impl Fleet {
    /// Every node says what it has room for, and hears what came; gives how many readings were acknowledged.
    fn turn(&mut self) -> u64 {
        let payload = [0x2a; READING_BYTES];
        let now_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let before: u64 = self.nodes.iter().map(|(_, acked)| acked).sum();
        let mut bytes = [0; 2048];
        let mut heard = false;
        while let Ok((count, _)) = self.socket.recv_from(&mut bytes) {
            heard = true;
            let device = bytes.get(4..12).and_then(|device| device.first_chunk().copied());
            if let Some(at) = device.and_then(|device| self.by_device.get(&u64::from_be_bytes(device))) {
                self.step(*at, NodeEvent::Received(&mut bytes[..count]), now_ms);
            }
        }
        for at in 0..self.nodes.len() {
            let node = &mut self.nodes[at].0;
            let due = node.wake_at_ms().is_none_or(|wake| wake <= now_ms);
            let reading = Reading { channel: 0, payload: &payload, key: None, uptime_ms: None };
            let mut pushed = false;
            while node.push(&reading, now_ms).is_ok() {
                pushed = true;
            }
            if due || pushed {
                self.step(at, NodeEvent::Tick, now_ms);
            }
        }
        if !heard {
            std::thread::sleep(Duration::from_micros(500));
        }
        self.nodes.iter().map(|(_, acked)| acked).sum::<u64>() - before
    }

    fn step(&mut self, at: usize, event: NodeEvent<'_>, now_ms: u64) {
        let (node, acked) = &mut self.nodes[at];
        let mut outlet = Outlet { socket: &self.socket, udp: self.udp, acked };
        let _refused = node.step(event, now_ms, &mut self.noise, &mut outlet);
    }
}

/// SplitMix64: nonces of a benchmark only have to differ.
struct Mix(u64);

impl Noise for Mix {
    fn fill(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}

/// The same readings through PutRecords, 500 a call over four connections.
fn post(rig: &Rig, seed: u64) -> Result<u64, String> {
    let done = AtomicU64::new(0);
    let end = Instant::now() + ROUND;
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..put_records::CONNECTIONS)
            .map(|n| {
                let done = &done;
                scope.spawn(move || {
                    let load = Load::new("bench", seed * 100 + n, put_records::RECORDS, READING_BYTES as u64);
                    let mut client = rig.client()?;
                    while Instant::now() < end {
                        load.send(&mut client)?;
                        done.fetch_add(put_records::RECORDS, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().unwrap_or_else(|_| Err("a worker panicked".to_owned())))
    })?;
    Ok(done.load(Ordering::Relaxed))
}

/// Readings a second, and a second of the gateway's processor time.
fn measured(rig: &Rig, work: impl FnOnce() -> Result<u64, String>) -> Result<(f64, f64), String> {
    let (begin, cpu) = (Instant::now(), rig.cpu()?);
    let count = work()?;
    let (took, cpu) = (begin.elapsed(), rig.cpu()? - cpu);
    #[expect(clippy::cast_precision_loss, reason = "rates for people")]
    let count = count as f64;
    Ok((count / took.as_secs_f64(), count / cpu.as_secs_f64().max(0.01)))
}
