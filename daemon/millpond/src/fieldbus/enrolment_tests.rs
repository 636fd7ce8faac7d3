//! Nodes that are enrolled, revoked and given another key while they talk.

use super::tests::{SEED, SOON, Site, all_of, node, of_device, udp, wait_until};
use super::{Device, Figures};
use millpond_link::format::Kind;
use millpond_node_sim::{Line, NodeConfig, NodeRunner};
use millpond_store::node::{Home, NewNode, Node};
use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// Enrols a node and lets it connect, as `millpond nodes add` does.
fn enrol(site: &Site, name: &str) -> (Arc<Node>, [u8; 32]) {
    enrol_with(site, name, None)
}

/// The same with a queue of commands.
pub(super) fn enrol_with(site: &Site, name: &str, commands: Option<&str>) -> (Arc<Node>, [u8; 32]) {
    let commands = commands.map(str::to_owned);
    let new = NewNode { name: name.into(), home: Home::Stream("readings".into()), commands };
    let (node, key) = site.store.nodes().add(new, |_| false, site.store.clock().now().wall).unwrap();
    let keys = site.store.nodes().keys_of(name).unwrap();
    site.bus.admit(Device::enrolled(&node, keys)).unwrap();
    (node, *key)
}

fn rotate(site: &Site, name: &str) {
    let node = site.store.nodes().rotate(name).unwrap();
    let (generation, key) = site.store.nodes().keys_of(name).unwrap().next.unwrap();
    site.bus.rotate(node.number, generation, key).unwrap();
}

pub(super) fn talk(node_: &Node, key: [u8; 32], generation: u32, to: SocketAddr) -> NodeConfig {
    NodeConfig { key, generation, ..node(node_.number, Line::Udp(to), 1_000) }
}

fn figures(site: &Site, node: &Node) -> Figures {
    site.bus.figures()[&node.number]
}

/// A wire between one node and the gateway that loses the datagrams it is told to, and keeps what it carries.
pub(super) struct Wire {
    pub(super) address: SocketAddr,
    /// What went towards the gateway.
    carried: Arc<Mutex<Vec<Vec<u8>>>>,
    stopping: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Wire {
    /// `lost` is asked about each datagram: its kind, and how many of this kind came before it.
    pub(super) fn new(gateway: SocketAddr, lost: impl Fn(u8, usize) -> bool + Send + 'static) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        let address = socket.local_addr().unwrap();
        let (carried, stopping) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (kept, stop) = (Arc::clone(&carried), Arc::clone(&stopping));
        let thread = std::thread::spawn(move || {
            let (mut node, mut seen, mut bytes) = (None, [0_usize; 256], [0; 2048]);
            while !stop.load(Ordering::Relaxed) {
                let Ok((count, from)) = socket.recv_from(&mut bytes) else { continue };
                let kind = bytes[3];
                let before = seen[usize::from(kind)];
                seen[usize::from(kind)] += 1;
                if from != gateway {
                    node = Some(from);
                    kept.lock().unwrap().push(bytes[..count].to_vec());
                }
                let to = if from == gateway { node } else { Some(gateway) };
                if let Some(to) = to.filter(|_| !lost(kind, before)) {
                    socket.send_to(&bytes[..count], to).unwrap();
                }
            }
        });
        Self { address, carried, stopping, thread }
    }

    pub(super) fn stop(self) -> Vec<Vec<u8>> {
        self.stopping.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
        Arc::into_inner(self.carried).unwrap().into_inner().unwrap()
    }
}

#[test]
fn a_node_connects_as_soon_as_it_is_enrolled() {
    let site = Site::new(udp(0, Vec::new()));
    let (node, key) = enrol(&site, "a");
    let runner = NodeRunner::spawn(talk(&node, key, 0, site.address())).unwrap();
    wait_until(|| runner.progress().acked >= 100);
    assert!(figures(&site, &node).connected);

    let report = runner.finish(SOON);

    assert_eq!(report.unacked(), 0);
    assert_eq!(of_device(&site.stored(), node.number), all_of(&report));
    let figures = figures(&site, &node);
    assert_eq!((figures.standing.next, figures.standing.lost), (report.produced, 0));
    assert_eq!(figures.heard, Some(site.store.clock().now().wall));
    site.stop();
}

#[test]
fn a_revoked_node_is_refused_at_once_and_after_a_restart_and_the_others_go_on() {
    let mut site = Site::new(udp(0, Vec::new()));
    let port = site.address().port();
    let [(bad, bad_key), (good, good_key)] = ["bad", "good"].map(|name| enrol(&site, name));
    let bad_runner = NodeRunner::spawn(talk(&bad, bad_key, 0, site.address())).unwrap();
    let good_runner = NodeRunner::spawn(talk(&good, good_key, 0, site.address())).unwrap();
    wait_until(|| bad_runner.progress().acked >= 50 && good_runner.progress().acked >= 50);

    site.store.nodes().revoke("bad", site.store.clock().now().wall).unwrap();
    site.bus.revoke(bad.number).unwrap();
    wait_until(|| site.counted("revoked") >= 5);
    // What came before is on its way to the store until what came after it has arrived there.
    let going = good_runner.progress().acked;
    wait_until(|| good_runner.progress().acked >= going + 100);
    let stored = of_device(&site.stored(), bad.number).len();
    wait_until(|| good_runner.progress().acked >= going + 300);
    assert_eq!(of_device(&site.stored(), bad.number).len(), stored);

    site = site.cut(udp(port, Vec::new()), 7);
    wait_until(|| site.counted("revoked") >= 5);
    let going = good_runner.progress().acked;
    wait_until(|| good_runner.progress().acked >= going + 200);
    assert!(of_device(&site.stored(), bad.number).len() <= stored);
    assert_eq!(site.counted("unknown_device"), 0);
    let report = good_runner.finish(SOON);
    assert_eq!(report.unacked(), 0);
    assert_eq!(of_device(&site.stored(), good.number), all_of(&report));
    assert!(bad_runner.stop().unacked() > 0);
    site.stop();
}

#[test]
fn one_nodes_key_does_not_speak_for_another() {
    let site = Site::new(udp(0, Vec::new()));
    let [(_, thief_key), (victim, _)] = ["thief", "victim"].map(|name| enrol(&site, name));

    let forger = NodeRunner::spawn(talk(&victim, thief_key, 0, site.address())).unwrap();

    wait_until(|| site.counted("bad_tag") >= 2);
    assert_eq!(forger.stop().acked, 0..0);
    let figures = figures(&site, &victim);
    assert!(figures.refused >= 2 && figures.heard.is_none() && !figures.connected);
    assert_eq!(site.stored(), []);
    site.stop();
}

#[test]
fn a_key_changes_over_the_air_whatever_message_is_lost() {
    // The first three of one kind are lost: HELLO, WELCOME, DATA, ACK and REKEY.
    for lost in [1, 2, 3, 4, 8] {
        let site = Site::new(udp(0, Vec::new()));
        let (node, key) = enrol(&site, "a");
        let losing = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&losing);
        let left = Mutex::new(3);
        let wire = Wire::new(site.address(), move |kind, _| {
            let mut left = left.lock().unwrap();
            let gone = kind == lost && *left > 0 && theirs.load(Ordering::Relaxed);
            *left -= i32::from(gone);
            gone
        });
        let runner = NodeRunner::spawn(talk(&node, key, 0, wire.address)).unwrap();
        wait_until(|| runner.progress().acked >= 50);

        losing.store(true, Ordering::Relaxed);
        rotate(&site, "a");

        wait_until(|| site.store.nodes().list()[0].generation == 1);
        assert_eq!(runner.progress().generation, 1);
        let going = runner.progress().acked;
        wait_until(|| runner.progress().acked >= going + 100);
        assert_eq!(site.store.nodes().list()[0].next, None);
        let report = runner.finish(SOON);
        assert_eq!(report.unacked(), 0, "kind {lost}");
        assert_eq!(of_device(&site.stored(), node.number), all_of(&report), "kind {lost}");
        wire.stop();
        site.stop();
    }
}

#[test]
fn a_key_changes_over_the_air_whenever_the_gateway_loses_power() {
    let mut site = Site::new(udp(0, Vec::new()));
    let port = site.address().port();
    let (node, key) = enrol(&site, "a");
    let runner = NodeRunner::spawn(talk(&node, key, 0, site.address())).unwrap();
    wait_until(|| runner.progress().acked >= 50);

    for turn in 1..=8 {
        rotate(&site, "a");
        // From before the node is told to after it was kept that it has changed.
        std::thread::sleep(Duration::from_millis(40 * u64::from(turn - 1)));
        site = site.cut(udp(port, Vec::new()), turn.into());
        wait_until(|| {
            let kept = &site.store.nodes().list()[0];
            (kept.generation, kept.next) == (turn, None) && runner.progress().generation == turn
        });
        let going = runner.progress().acked;
        wait_until(|| runner.progress().acked >= going + 20);
    }

    let report = runner.finish(SOON);
    assert_eq!(report.unacked(), 0);
    assert_eq!(of_device(&site.stored(), node.number), all_of(&report));
    site.stop();
}

#[test]
fn the_former_key_is_refused_once_the_node_was_heard_with_the_next() {
    let site = Site::new(udp(0, Vec::new()));
    let port = site.address().port();
    let (node, key) = enrol(&site, "a");
    let runner = NodeRunner::spawn(talk(&node, key, 0, site.address())).unwrap();
    wait_until(|| runner.progress().acked >= 20);
    rotate(&site, "a");
    wait_until(|| site.store.nodes().list()[0].generation == 1);
    let report = runner.finish(SOON);
    assert_eq!(report.unacked(), 0);
    let stored = site.stored().len();

    // Before and after a restart.
    let mut site = site;
    for turn in 0..2 {
        let before = site.counted("bad_tag");
        let former = NodeRunner::spawn(talk(&node, key, 0, site.address())).unwrap();
        wait_until(|| site.counted("bad_tag") >= before + 2);
        assert_eq!(former.stop().acked, 0..0);
        assert_eq!(site.stored().len(), stored);
        site = site.cut(udp(port, Vec::new()), turn);
    }
    let now = *site.store.nodes().keys_of("a").unwrap().current;
    let again = NodeRunner::spawn(talk(&node, now, 1, site.address())).unwrap();
    wait_until(|| again.progress().acked >= 20);
    assert_eq!(again.finish(SOON).unacked(), 0);
    site.stop();
}

#[test]
fn what_was_recorded_says_nothing_again_neither_before_nor_after_a_restart() {
    let mut site = Site::new(udp(0, Vec::new()));
    let port = site.address().port();
    let (node, key) = enrol(&site, "a");
    let wire = Wire::new(site.address(), |_, _| false);
    let runner = NodeRunner::spawn(talk(&node, key, 0, wire.address)).unwrap();
    wait_until(|| runner.progress().acked >= 50);
    let report = runner.finish(SOON);
    assert_eq!(report.unacked(), 0);
    let recorded = wire.stop();
    let stored = site.stored();
    assert!(recorded.iter().any(|frame| frame[3] == Kind::Data as u8));

    let attacker = UdpSocket::bind("127.0.0.1:0").unwrap();
    for turn in 0..2 {
        let before = site.counted("received");
        for frame in &recorded {
            attacker.send_to(frame, site.address()).unwrap();
        }
        wait_until(|| site.counted("received") == before + recorded.len() as u64);
        assert_eq!(site.stored(), stored, "turn {turn}");
        site = site.cut(udp(port, Vec::new()), turn);
    }
    assert_eq!(site.counted("staged"), 0);

    // The genuine node is not shut out by it.
    let again = NodeRunner::spawn(talk(&node, key, 0, site.address())).unwrap();
    wait_until(|| again.progress().acked >= 20);
    assert_eq!(again.finish(SOON).unacked(), 0);
    site.stop();
}

#[test]
fn what_a_node_lost_is_counted_and_the_count_outlives_a_power_cut() {
    let site = Site::new(udp(0, Vec::new()));
    let port = site.address().port();
    let (node, key) = enrol(&site, "a");
    let first = NodeRunner::spawn(talk(&node, key, 0, site.address())).unwrap();
    wait_until(|| first.progress().acked >= 20);
    let produced = first.finish(SOON).produced;

    // Forty numbers were given and their readings are gone.
    let lossy = NodeConfig { reserved: produced + 40, ..talk(&node, key, 0, site.address()) };
    let second = NodeRunner::spawn(NodeConfig { seed: SEED, ..lossy }).unwrap();
    wait_until(|| second.progress().acked >= 20);
    let more = second.finish(SOON);

    assert_eq!(more.unacked(), 0);
    let before = figures(&site, &node).standing;
    assert_eq!((before.lost, before.gaps, before.next), (40, 1, produced + 40 + more.produced));
    let site = site.cut(udp(port, Vec::new()), 3);
    assert_eq!(figures(&site, &node).standing, before);
    site.stop();
}
