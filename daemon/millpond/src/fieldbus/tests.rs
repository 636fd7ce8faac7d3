//! Simulated nodes on real sockets and pseudo-terminals, a store on a simulated disk.

use super::{Device, FieldBus, Options, Positions, Routes, SerialPort, Target};
use crate::entropy::KernelEntropy;
use crate::testing::create_stream;
use millpond_base::{AccountId, Clock, ManualClock, Region, Secret, Seq};
use millpond_link::{DeviceKey, Wall};
use millpond_log::disk::SimDisk;
use millpond_log::{Log, ReadLimit};
use millpond_node_sim::{Line, NodeConfig, NodeReport, NodeRunner, parse_payload, payload};
use millpond_store::catalog::Image;
use millpond_store::keyring::RootKey;
use millpond_store::queue::{Order, Receive};
use millpond_store::{Catalog, Parts, Store, queue};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::collections::BTreeMap;
use std::fs::File;
use std::net::{SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub(super) const SEED: u64 = 11;
pub(super) const SOON: Duration = Duration::from_secs(20);

pub(super) fn root() -> RootKey {
    RootKey::from_bytes([5; 32])
}

fn key(device: u64) -> [u8; 32] {
    root().device_link_key(device, 1).expose().try_into().unwrap()
}

fn device(id: u64, target: Target) -> Device {
    let routes = Routes { channels: BTreeMap::from([(1, target)]), other: None };
    Device {
        id,
        name: format!("device-{id}"),
        generation: 1,
        key: DeviceKey::new(key(id)),
        next: None,
        commands: None,
        routes,
    }
}

pub(super) fn node(device: u64, line: Line, readings_per_s: u32) -> NodeConfig {
    NodeConfig {
        device,
        key: key(device),
        generation: 1,
        line,
        readings_per_s,
        payload_bytes: 120,
        channel: 1,
        partition_key: None,
        seed: SEED,
        reserved: 0,
        obeys: true,
    }
}

/// A gateway's disk, store, committer and field bus.
pub(super) struct Site {
    disk: Arc<SimDisk>,
    catalog: Arc<Catalog>,
    pub(super) store: Arc<Store>,
    pub(super) clock: Arc<ManualClock>,
    pub(super) bus: FieldBus,
    committing: Arc<AtomicBool>,
    committer: JoinHandle<()>,
}

impl Site {
    pub(super) fn new(options: Options) -> Self {
        Self::with_budget(64, options)
    }

    fn with_budget(mib: u64, options: Options) -> Self {
        let disk = Arc::new(SimDisk::new(1));
        Log::create(&*disk, &log_options(mib), &KernelEntropy).unwrap();
        Self::open(disk, &Image::default(), mib, options, |store| {
            create_stream(store, "readings");
            let fifo = queue::Settings { order: Order::Fifo, ..queue::Settings::default() };
            store.queues().create("events.fifo", fifo, BTreeMap::new(), store.clock().now()).unwrap();
        })
    }

    fn open(
        disk: Arc<SimDisk>,
        image: &Image,
        mib: u64,
        mut options: Options,
        prepare: impl FnOnce(&Store),
    ) -> Self {
        let catalog = Arc::new(Catalog::from_image(image, Secret::new(vec![7; 32]), &KernelEntropy).unwrap());
        let clock = Arc::new(ManualClock::at_ms(1_800_000_000_000));
        let (log, _) =
            Log::open(Arc::clone(&disk) as _, log_options(mib), &KernelEntropy, clock.now().wall).unwrap();
        let store = Store::open(Parts {
            log: Arc::new(log),
            catalog: Arc::clone(&catalog),
            root: &root(),
            clock: Arc::clone(&clock) as _,
            entropy: Arc::new(KernelEntropy),
            account: AccountId::parse("000000000000").unwrap(),
            region: Region::parse("us-east-1").unwrap(),
        });
        let store = Arc::new(store.unwrap());
        let positions = Positions::open(&store).unwrap();
        store.log().forget_unregistered();
        prepare(&store);
        options.enrol(&store).unwrap();
        let bus = FieldBus::start(options, positions, Arc::clone(&store)).unwrap();
        let committing = Arc::new(AtomicBool::new(true));
        let (ours, theirs, done) = (Arc::clone(&committing), Arc::clone(&store), bus.completions());
        let committer = std::thread::spawn(move || {
            while ours.load(Ordering::Relaxed) {
                match theirs.commit(theirs.clock().now()) {
                    Ok(Some(ticket)) => done.committed(ticket),
                    Ok(None) => std::thread::sleep(Duration::from_millis(2)),
                    // The power is gone.
                    Err(_) => return,
                }
            }
        });
        Self { disk, catalog, store, clock, bus, committing, committer }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.bus.udp_address().unwrap()
    }

    /// The power fails in the middle of everything and comes back: what was not on flash may be gone, or torn.
    pub(super) fn cut(self, options: Options, seed: u64) -> Self {
        self.disk.cut();
        let image = self.catalog.image().unwrap();
        std::thread::sleep(Duration::from_millis(30));
        self.committing.store(false, Ordering::Relaxed);
        self.committer.join().unwrap();
        self.bus.stop();
        drop(self.store);
        Self::open(Arc::new(self.disk.after_cut(seed)), &image, 64, options, |_| ())
    }

    /// Every record of the stream, as device and number, each checked byte by byte.
    pub(super) fn stored(&self) -> Vec<(u64, u64)> {
        let streams = self.store.streams();
        let Some(stream) = streams.find("readings") else { return Vec::new() };
        let (mut from, mut all) = (Seq(0), Vec::new());
        loop {
            let limit = ReadLimit { records: 1000, bytes: 1 << 20 };
            let page = streams.read(&stream.shards()[0], from, limit).unwrap();
            if page.records.is_empty() {
                return all;
            }
            from = page.next;
            for record in page.records {
                let (device, number) = parse_payload(&record.body).unwrap();
                assert_eq!(record.body, payload(SEED, device, number, 120));
                assert_eq!(record.partition_key.as_deref(), Some(format!("device-{device}").as_str()));
                all.push((device, number));
            }
        }
    }

    pub(super) fn counted(&self, name: &str) -> u64 {
        self.bus.counted().into_iter().find(|(counter, _)| counter == name).unwrap().1
    }

    pub(super) fn stop(self) {
        self.bus.stop();
        self.committing.store(false, Ordering::Relaxed);
        self.committer.join().unwrap();
    }
}

fn log_options(mib: u64) -> millpond_log::Options {
    millpond_log::Options { budget_bytes: mib << 20, segment_bytes: 1 << 20, ..Default::default() }
}

pub(super) fn udp(port: u16, devices: Vec<Device>) -> Options {
    Options { udp: Some(([127, 0, 0, 1], port).into()), devices, ..Options::default() }
}

fn stream_devices() -> Vec<Device> {
    vec![device(1, Target::Stream("readings".into())), device(2, Target::Stream("readings".into()))]
}

/// A pseudo-terminal: the node's end, and the path of the gateway's.
fn terminal() -> (File, PathBuf) {
    let node = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&node).unwrap();
    unlockpt(&node).unwrap();
    rustix::fs::fcntl_setfl(&node, rustix::fs::OFlags::NONBLOCK).unwrap();
    let path = PathBuf::from(ptsname(&node, Vec::new()).unwrap().into_string().unwrap());
    (File::from(node), path)
}

pub(super) fn wait_until(mut done: impl FnMut() -> bool) {
    let end = Instant::now() + SOON;
    while !done() {
        assert!(Instant::now() < end, "it did not happen within {SOON:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

pub(super) fn of_device(stored: &[(u64, u64)], device: u64) -> Vec<u64> {
    stored.iter().filter(|(d, _)| *d == device).map(|(_, number)| *number).collect()
}

pub(super) fn all_of(report: &NodeReport) -> Vec<u64> {
    (0..report.produced).collect()
}

#[test]
fn readings_over_udp_are_stored_once_and_in_order() {
    let site = Site::new(udp(0, stream_devices()));
    let nodes = [1, 2].map(|id| NodeRunner::spawn(node(id, Line::Udp(site.address()), 2_000)).unwrap());
    wait_until(|| nodes.iter().all(|node| node.progress().acked >= 500));

    let reports = nodes.map(|node| node.finish(SOON));

    let stored = site.stored();
    for report in &reports {
        assert_eq!(report.unacked(), 0);
        assert_eq!(of_device(&stored, report.device), all_of(report));
    }
    let produced = reports.iter().map(|report| report.produced).sum::<u64>();
    assert_eq!(
        [site.counted("staged"), site.counted("acked"), site.counted("lost")],
        [produced, produced, 0]
    );
    site.stop();
}

#[test]
fn readings_over_a_serial_line_reach_a_fifo_queue() {
    let (end, path) = terminal();
    let serial = vec![SerialPort { path, baud: 115_200 }];
    let devices = vec![device(7, Target::Queue("events.fifo".into()))];
    let site = Site::new(Options { serial, devices, ..Options::default() });
    let node = NodeRunner::spawn(node(7, Line::Open(end), 200)).unwrap();
    wait_until(|| node.progress().acked >= 30);

    let report = node.finish(SOON);

    assert_eq!(report.unacked(), 0);
    let queue = site.store.queues().find("events.fifo").unwrap();
    let mut numbers = Vec::new();
    for _ in 0..report.produced.div_ceil(10) {
        let asking = Receive { count_max: 10, visibility_s: None, attempt_id: None, barred: &[] };
        let received = site.store.queues().receive(&queue, &asking, site.store.clock().now()).unwrap();
        let mut deleting = queue.deleting(site.store.clock().now());
        for message in received.messages {
            let (device, number) = parse_payload(&message.body).unwrap();
            assert_eq!((device, message.group.as_deref()), (7, Some("device-7")));
            assert_eq!(message.dedup_id, Some(format!("7-{}", report.first_seq.unwrap() + number)));
            numbers.push(number);
            deleting.push(&message.receipt_handle).unwrap();
        }
        let mut batch = millpond_log::Batch::new();
        deleting.write(&mut batch);
        let receipt = site.store.log().stage(batch, site.store.clock().now()).unwrap();
        deleting.staged(&receipt);
    }
    assert_eq!(numbers, all_of(&report));
    site.stop();
}

/// A pseudo-terminal under a name that stays, as a rule of udev gives one.
fn plugged(name: &std::path::Path) -> File {
    let (end, path) = terminal();
    let _ = std::fs::remove_file(name);
    std::os::unix::fs::symlink(path, name).unwrap();
    end
}

#[test]
fn a_port_that_vanishes_is_taken_up_again_and_nothing_is_lost_or_doubled() {
    let folder = std::env::temp_dir().join(format!("millpond-hotplug-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let name = folder.join("tty");
    let serial = vec![SerialPort { path: name.clone(), baud: 115_200 }];
    let devices = vec![device(1, Target::Stream("readings".into()))];
    let site = Site::new(Options { serial, devices, ..Options::default() });
    let state = || site.bus.lines()[0].state.clone();
    wait_until(|| state().starts_with("missing: "));

    let mut next = 0;
    for turn in 0..2 {
        let node = NodeRunner::spawn(node(1, Line::Open(plugged(&name)), 200)).unwrap();
        wait_until(|| node.progress().acked >= 30 && state() == "listening");
        // The plug is pulled while the node talks.
        let report = node.stop();
        wait_until(|| state().starts_with("missing: "));
        assert_eq!(site.bus.lines()[0].vanished, turn + 1);
        // What came before the plug was pulled is on its way to the store.
        let staged = || site.counted("staged");
        wait_until(|| staged() == site.counted("accepted") && site.stored().len() as u64 == staged());
        let stored = site.stored();
        assert!(stored.len() as u64 >= next + report.acked.end);
        assert_eq!(
            stored[usize::try_from(next).unwrap()..],
            (0..stored.len() as u64 - next).map(|number| (1, number)).collect::<Vec<_>>()
        );
        next = stored.len() as u64;
    }
    site.stop();
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_a_wrong_rate_makes_of_a_line_is_told_until_frames_come() {
    use std::io::Write;
    let (mut end, path) = terminal();
    let serial = vec![SerialPort { path, baud: 115_200 }];
    let devices = vec![device(1, Target::Stream("readings".into()))];
    let site = Site::new(Options { serial, devices, ..Options::default() });
    wait_until(|| site.bus.lines()[0].state == "listening, nothing heard yet");

    for n in 0..20_u8 {
        end.write_all(&[0xe0, n, 0xfc, 0x1c, 0xff, 0]).unwrap();
    }
    wait_until(|| site.bus.lines()[0].state == "garbage: check the baud rate");
    assert!(site.bus.lines()[0].line().contains("check the baud rate; 0 frames, "));

    let node = NodeRunner::spawn(node(1, Line::Open(end), 100)).unwrap();
    wait_until(|| node.progress().acked >= 10);
    assert_eq!(site.bus.lines()[0].state, "listening");
    assert_eq!(node.finish(SOON).unacked(), 0);
    site.stop();
}

#[test]
fn a_full_log_makes_nodes_wait_and_loses_nothing() {
    let site = Site::with_budget(4, udp(0, stream_devices()));
    let config = NodeConfig { payload_bytes: 1_024, ..node(1, Line::Udp(site.address()), 20_000) };
    let node = NodeRunner::spawn(config).unwrap();
    wait_until(|| site.counted("staged") > 500 && node.progress().acked + 100 < node.progress().produced);
    let report = loop {
        let before = node.progress().acked;
        std::thread::sleep(Duration::from_millis(500));
        if node.progress().acked == before {
            break node.stop();
        }
    };

    assert!(report.busy > 0 && report.unacked() > 0);
    let streams = site.store.streams();
    let stream = streams.find("readings").unwrap();
    let stored = streams.bounds(&stream.shards()[0]).next.0;
    assert!(stored >= report.acked.end, "{stored} of {:?}", report.acked);
    site.stop();
}

#[test]
fn a_power_cut_loses_and_doubles_no_acknowledged_reading() {
    let mut site = Site::new(udp(0, stream_devices()));
    let port = site.address().port();
    let nodes = [1, 2].map(|id| NodeRunner::spawn(node(id, Line::Udp(site.address()), 1_000)).unwrap());

    for cut in 1..=3 {
        wait_until(|| nodes.iter().all(|node| node.progress().acked >= cut * 300));
        site = site.cut(udp(port, stream_devices()), cut);
    }
    let reports = nodes.map(|node| node.finish(SOON));

    let stored = site.stored();
    for report in &reports {
        assert_eq!(report.unacked(), 0);
        assert_eq!(of_device(&stored, report.device), all_of(report));
        // A node with nothing left to say when the last cut came has no reason for another session.
        assert!(report.sessions >= 3, "{} sessions", report.sessions);
    }
    site.stop();
}

#[test]
fn a_node_is_told_the_time_with_hello_and_every_half_minute_and_whether_it_is_doubtful() {
    let site = Site::new(udp(0, stream_devices()));
    let began_ms = site.clock.now().wall.0;
    let node = NodeRunner::spawn(node(1, Line::Udp(site.address()), 1_000)).unwrap();
    let told = |trusted: bool, ms: u64| Some(Wall { ms: began_ms + ms, trusted });

    wait_until(|| node.progress().acked >= 200);
    assert_eq!((node.progress().told, node.progress().wall), (1, told(true, 0)));

    site.clock.advance_ms(29_999);
    let acked = node.progress().acked;
    wait_until(|| node.progress().acked >= acked + 200);
    assert_eq!(node.progress().told, 1);

    site.clock.advance_ms(1);
    wait_until(|| node.progress().told == 2);
    assert_eq!(node.progress().wall, told(true, 30_000));

    site.clock.distrust();
    site.clock.advance_ms(30_000);
    wait_until(|| node.progress().told == 3);
    assert_eq!(node.progress().wall, told(false, 60_000));
    assert_eq!(node.finish(SOON).unacked(), 0);
    site.stop();
}

#[test]
fn readings_arrive_as_json_where_the_settings_say_so() {
    let json = [Target::Stream("readings".into())].into();
    let site = Site::new(Options { json, ..udp(0, stream_devices()) });
    site.clock.distrust();
    let node = NodeRunner::spawn(node(1, Line::Udp(site.address()), 500)).unwrap();
    wait_until(|| node.progress().acked >= 50);
    let report = node.finish(SOON);
    assert_eq!(report.unacked(), 0);

    let streams = site.store.streams();
    let stream = streams.find("readings").unwrap();
    let page =
        streams.read(&stream.shards()[0], Seq(0), ReadLimit { records: 1000, bytes: 1 << 20 }).unwrap();
    for (number, record) in (0..).zip(&page.records) {
        let line: serde_json::Value = serde_json::from_slice(&record.body).unwrap();
        assert_eq!(line["text"].as_str().unwrap().as_bytes(), payload(SEED, 1, number, 120));
        let expected = serde_json::json!({
            "node": "device-1", "device": 1, "channel": 1, "sequence": number,
            "arrived_ms": 1_800_000_000_000_u64, "clock_trusted": false,
            "uptime_ms": line["uptime_ms"], "text": line["text"],
        });
        assert_eq!(line, expected);
        assert!(line["uptime_ms"].is_u64() && record.body.ends_with(b"}\n"));
    }
    assert_eq!(page.records.len() as u64, report.produced);
    site.stop();
}

#[test]
fn a_missing_stream_makes_its_nodes_wait_and_not_the_others() {
    let devices =
        vec![device(1, Target::Stream("later".into())), device(2, Target::Stream("readings".into()))];
    let site = Site::new(udp(0, devices));
    let waiting = NodeRunner::spawn(node(1, Line::Udp(site.address()), 500)).unwrap();
    let going = NodeRunner::spawn(node(2, Line::Udp(site.address()), 500)).unwrap();
    wait_until(|| going.progress().acked >= 300);
    assert_eq!(waiting.progress().acked, 0);

    create_stream(&site.store, "later");

    let reports = [waiting, going].map(|node| node.finish(SOON));
    assert!(reports[0].busy > 0);
    assert_eq!(reports[0].unacked() + reports[1].unacked(), 0);
    let later = site.store.streams().find("later").unwrap();
    assert_eq!(site.store.streams().bounds(&later.shards()[0]).next, Seq(reports[0].produced));
    assert_eq!(of_device(&site.stored(), 2), all_of(&reports[1]));
    site.stop();
}

#[test]
fn strangers_and_noise_are_counted_and_change_nothing() {
    let site = Site::new(udp(0, stream_devices()));
    let unknown = NodeRunner::spawn(node(99, Line::Udp(site.address()), 10)).unwrap();
    let forger =
        NodeRunner::spawn(NodeConfig { key: [9; 32], ..node(1, Line::Udp(site.address()), 10) }).unwrap();
    let noise = UdpSocket::bind("127.0.0.1:0").unwrap();
    for bytes in [0, 1, 39, 40, 1232, 1233, 5000] {
        noise.send_to(&vec![b'M'; bytes], site.address()).unwrap();
    }
    let mut flipped = [0_u8; 64];
    flipped[..4].copy_from_slice(b"ML\x01\x03");
    noise.send_to(&flipped, site.address()).unwrap();

    wait_until(|| site.counted("unknown_device") > 0 && site.counted("bad_tag") > 0);
    wait_until(|| site.counted("garbage") == 7 && site.counted("bad_crc") == 1);

    assert_eq!(unknown.stop().acked, 0..0);
    assert_eq!(forger.stop().acked, 0..0);
    assert_eq!(site.counted("accepted"), 0);
    assert_eq!(site.stored(), []);
    site.stop();
}

#[test]
fn a_device_may_be_configured_once() {
    let site = Site::new(udp(0, stream_devices()));
    let twice = vec![device(1, Target::Stream("a".into())), device(1, Target::Stream("b".into()))];

    let positions = Positions::open(&site.store).unwrap();
    let refused = FieldBus::start(udp(0, twice), positions, Arc::clone(&site.store));

    assert_eq!(refused.err().unwrap().to_string(), "device 1 is configured twice");
    site.stop();
}
