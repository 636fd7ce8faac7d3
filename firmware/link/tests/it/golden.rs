//! The published bytes of version 1, which never change, and what becomes of frames that were changed on the way.
//!
//! `UPDATE_GOLDEN=1` writes the file anew; that is a new version, not a fix.

use millpond_link::{
    Busy, Delivery, DeviceKey, Frame, Node, NodeConfig, NodeEffects, NodeEvent, Noise, Peer, PeerEffects,
    PeerEvent, Reading, Readings, Reason, Refused, Tuning, Wall,
};
use std::fmt::Write;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/golden/v1.txt");
const DEVICE: u64 = 0x0102_0304_0506_0708;
const CRC: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISCSI);

/// Counts bytes up, so that the nonces in the file can be recognised.
struct Counting(u8);

impl Noise for Counting {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
    }
}

#[derive(Default)]
struct Outlet {
    sent: Vec<Vec<u8>>,
    /// Everything that must not come of a changed frame.
    done: Vec<String>,
    full: bool,
    wall: Option<Wall>,
}

impl PeerEffects for Outlet {
    fn send(&mut self, frame: &[u8]) {
        self.sent.push(frame.to_vec());
    }

    fn deliver(&mut self, delivery: Delivery<'_>) -> Result<(), Busy> {
        if self.full {
            return Err(Busy { retry_ms: 250 });
        }
        self.done.extend(delivery.readings.map(|reading| format!("{reading:?}")));
        Ok(())
    }

    fn lost(&mut self, from: u64, to: u64) {
        self.done.push(format!("lost {from}..{to}"));
    }

    fn wall(&mut self) -> Option<Wall> {
        self.wall
    }

    fn done(&mut self, id: u64) {
        self.done.push(format!("command {id} is done"));
    }

    fn rotated(&mut self, generation: u32) {
        self.done.push(format!("rotated to {generation}"));
    }
}

impl NodeEffects for Outlet {
    fn send(&mut self, frame: &[u8]) {
        self.sent.push(frame.to_vec());
    }

    fn acked(&mut self, pushed: u64) {
        self.done.push(format!("acked {pushed}"));
    }

    fn wall(&mut self, wall: Wall) {
        self.done.push(format!("{wall:?}"));
    }

    fn command(&mut self, id: u64, payload: &[u8]) -> bool {
        self.done.push(format!("command {id}: {payload:?}"));
        true
    }

    fn rekey(&mut self, generation: u32, key: &[u8; 32]) -> bool {
        self.done.push(format!("generation {generation}: {key:?}"));
        true
    }
}

/// A node and its gateway, step by step.
struct Pair {
    node: Node<4, 256>,
    peer: Peer<2>,
    node_noise: Counting,
    gateway_noise: Counting,
    wall: Option<Wall>,
}

impl Pair {
    fn new() -> Self {
        let mut node_noise = Counting(0xa0);
        let key = DeviceKey::new(std::array::from_fn(|n| u8::try_from(n).unwrap()));
        let config =
            NodeConfig { device: DEVICE, key: key.clone(), generation: 3, tuning: Tuning::default() };
        let node = Node::new(config, 0, &mut node_noise);
        let peer = Peer::new(DEVICE, 3, key, 1000);
        Self { node, peer, node_noise, gateway_noise: Counting(0xc0), wall: None }
    }

    fn push(&mut self, channel: u16, payload: &[u8], key: Option<&str>) {
        let reading = Reading { channel, payload, key, uptime_ms: key.map(|_| 90_000) };
        self.node.push(&reading, 0).unwrap();
    }

    fn tick(&mut self, now_ms: u64) -> Outlet {
        let mut outlet = Outlet::default();
        self.node.step(NodeEvent::Tick, now_ms, &mut self.node_noise, &mut outlet).unwrap();
        outlet
    }

    fn node_takes(&mut self, frame: &[u8], now_ms: u64) -> (Result<(), Refused>, Outlet) {
        let mut outlet = Outlet::default();
        let mut bytes = frame.to_vec();
        let event = NodeEvent::Received(&mut bytes);
        (self.node.step(event, now_ms, &mut self.node_noise, &mut outlet), outlet)
    }

    fn peer_takes(&mut self, frame: &[u8], full: bool) -> (Result<(), Refused>, Outlet) {
        let mut outlet = Outlet { full, wall: self.wall, ..Outlet::default() };
        let mut bytes = frame.to_vec();
        let outcome = Frame::parse(&mut bytes).and_then(|mut frame| {
            self.peer.step(PeerEvent::Frame(&mut frame), &mut self.gateway_noise, &mut outlet)
        });
        (outcome.map(drop), outlet)
    }

    fn peer_event(&mut self, event: PeerEvent<'_, '_>) -> Vec<u8> {
        let mut outlet = Outlet { wall: self.wall, ..Outlet::default() };
        self.peer.step(event, &mut self.gateway_noise, &mut outlet).unwrap();
        only(outlet.sent)
    }
}

fn only(mut frames: Vec<Vec<u8>>) -> Vec<u8> {
    assert_eq!(frames.len(), 1);
    frames.remove(0)
}

/// One frame of every kind, each with the pair as it is just before the frame arrives.
fn every_kind() -> Vec<(&'static str, Pair, Vec<u8>)> {
    let at = |stop: usize| {
        let mut pair = Pair::new();
        pair.push(7, b"21.5", Some("kiln"));
        pair.push(700, b"", None);
        let hello = only(pair.tick(0).sent);
        if stop == 0 {
            return ("HELLO", pair, hello);
        }
        let welcome = only(pair.peer_takes(&hello, false).1.sent);
        if stop == 1 {
            return ("WELCOME", pair, welcome);
        }
        let data = only(pair.node_takes(&welcome, 10).1.sent);
        if stop == 2 {
            return ("DATA", pair, data);
        }
        if stop == 3 {
            let busy = only(pair.peer_takes(&data, true).1.sent);
            return ("BUSY", pair, busy);
        }
        pair.peer_takes(&data, false).0.unwrap();
        if stop == 4 {
            let again = only(pair.tick(400).sent);
            let ack = only(pair.peer_takes(&again, false).1.sent);
            return ("ACK of what has arrived", pair, ack);
        }
        if stop == 5 {
            let ack = pair.peer_event(PeerEvent::Durable { next: 1002 });
            return ("ACK of what is durable", pair, ack);
        }
        // The gateway has restarted and knows no session.
        pair.peer =
            Peer::new(DEVICE, 3, DeviceKey::new(std::array::from_fn(|n| u8::try_from(n).unwrap())), 0);
        let reset = only(pair.peer_takes(&data, false).1.sent);
        ("RESET", pair, reset)
    };
    (0..7).map(at).chain(later_kinds()).collect()
}

/// What came to version 1 later: a node that does not know them skips the keys and refuses the kinds.
fn later_kinds() -> Vec<(&'static str, Pair, Vec<u8>)> {
    let at = |stop: usize| {
        let mut pair = Pair::new();
        pair.wall = Some(Wall { ms: 1_790_000_000_123, trusted: true });
        pair.push(7, b"21.5", Some("kiln"));
        let hello = only(pair.tick(0).sent);
        let welcome = only(pair.peer_takes(&hello, false).1.sent);
        if stop == 0 {
            return ("WELCOME with the time", pair, welcome);
        }
        let data = only(pair.node_takes(&welcome, 10).1.sent);
        if stop == 1 {
            pair.peer_takes(&data, false).0.unwrap();
            let ack = pair.peer_event(PeerEvent::Durable { next: 1001 });
            return ("ACK with the time", pair, ack);
        }
        if stop == 2 {
            pair.peer.rotate(4, [7; 32]);
            let rekey = only(pair.peer_takes(&data, false).1.sent);
            return ("REKEY", pair, rekey);
        }
        pair.peer_takes(&data, false).0.unwrap();
        let command = pair.peer_event(PeerEvent::Command { id: 1 << 40, payload: b"valve open" });
        if stop == 3 {
            return ("COMMAND", pair, command);
        }
        let done = only(pair.node_takes(&command, 10).1.sent);
        ("DATA that reports a command", pair, done)
    };
    (0..5).map(at).collect()
}

fn is_for_node(frame: &[u8]) -> bool {
    matches!(frame[3], 2 | 4 | 5 | 6 | 7 | 8)
}

/// Gives a frame to whom it is for.
fn take(pair: &mut Pair, to_node: bool, frame: &[u8]) -> (Result<(), Refused>, Outlet) {
    if to_node { pair.node_takes(frame, 20) } else { pair.peer_takes(frame, false) }
}

/// Gives changed frames, then the true one.
fn only_the_true_frame_counts(change: impl Fn(&[u8]) -> Vec<Vec<u8>>) {
    for (kind, mut pair, frame) in every_kind() {
        let to_node = is_for_node(&frame);
        for changed in change(&frame) {
            let (outcome, outlet) = take(&mut pair, to_node, &changed);

            assert!(outcome.is_err(), "{kind}: {changed:02x?}");
            assert_eq!(outlet.done, [""; 0], "{kind}: {changed:02x?}");
            // The node may be due to resend; the gateway may say that it knows no such session.
            assert!(to_node || outlet.sent.iter().all(|sent| sent[3] == 6), "{kind}: {changed:02x?}");
        }

        let (outcome, _) = take(&mut pair, to_node, &frame);

        assert_eq!(outcome, Ok(()), "{kind} is taken after all");
    }
}

#[test]
fn the_published_bytes_stay_as_they_are() {
    let mut lines = String::new();
    for (kind, _, frame) in every_kind() {
        write!(lines, "{kind}\n ").unwrap();
        for byte in frame {
            write!(lines, "{byte:02x}").unwrap();
        }
        lines.push('\n');
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(FILE, &lines).unwrap();
    }

    assert_eq!(lines, std::fs::read_to_string(FILE).unwrap());
}

#[test]
fn no_truncated_frame_is_taken() {
    only_the_true_frame_counts(|frame| (0..frame.len()).map(|end| frame[..end].to_vec()).collect());
}

#[test]
fn no_truncated_frame_with_a_good_checksum_is_taken() {
    only_the_true_frame_counts(|frame| {
        let body = frame.len() - 4;
        (0..body).map(|end| with_checksum(frame[..end].to_vec())).collect()
    });
}

#[test]
fn no_frame_with_a_flipped_bit_is_taken() {
    only_the_true_frame_counts(|frame| (0..frame.len() * 8).map(|bit| flipped(frame, bit)).collect());
}

#[test]
fn no_frame_with_a_flipped_bit_and_a_good_checksum_is_taken() {
    only_the_true_frame_counts(|frame| {
        let body = &frame[..frame.len() - 4];
        (0..body.len() * 8).map(|bit| with_checksum(flipped(body, bit))).collect()
    });
}

#[test]
fn a_frame_that_comes_twice_is_taken_once() {
    for (kind, mut pair, frame) in every_kind() {
        let to_node = is_for_node(&frame);
        take(&mut pair, to_node, &frame).0.unwrap();

        let (outcome, outlet) = take(&mut pair, to_node, &frame);

        // A HELLO that comes twice gets its WELCOME twice, in the same session.
        assert_eq!(outcome.is_ok(), kind == "HELLO", "{kind}");
        assert_eq!(outlet.done, [""; 0], "{kind}");
    }
}

#[test]
fn a_reset_of_an_earlier_session_does_not_end_a_later_one() {
    let (_, mut pair, reset) = every_kind().remove(6);
    let (_, greeting) = pair.node_takes(&reset, 20);
    let (_, welcoming) = pair.peer_takes(&only(greeting.sent), false);
    let (_, data) = pair.node_takes(&only(welcoming.sent), 30);
    pair.peer_takes(&only(data.sent), false).0.unwrap();

    let (outcome, outlet) = pair.node_takes(&reset, 40);

    assert_eq!(outcome, Err(Refused::Session));
    assert!(outlet.sent.is_empty() && pair.node.connected());
}

#[test]
fn a_node_with_another_generation_is_told_apart_from_a_forger() {
    let key = || DeviceKey::new([1; 32]);
    let config = NodeConfig { device: DEVICE, key: key(), generation: 1, tuning: Tuning::default() };
    let mut noise = Counting(0);
    let mut outlet = Outlet::default();
    let mut node = Node::<4, 256>::new(config, 0, &mut noise);
    node.step(NodeEvent::Tick, 0, &mut noise, &mut outlet).unwrap();
    let mut hello = only(outlet.sent);
    let mut frame = Frame::parse(&mut hello).unwrap();

    let mut newer = Peer::<2>::new(DEVICE, 2, key(), 0);
    let mut other = Peer::<2>::new(DEVICE, 1, DeviceKey::new([2; 32]), 0);

    let mut answers = Outlet::default();
    let refused = newer.step(PeerEvent::Frame(&mut frame), &mut noise, &mut answers);
    assert_eq!(refused, Err(Refused::Generation));
    let refused = other.step(PeerEvent::Frame(&mut frame), &mut noise, &mut answers);
    assert_eq!(refused, Err(Refused::Tag));
    assert!(answers.sent.is_empty());
}

#[test]
fn a_rejection_begins_the_epoch_it_names() {
    let (_, mut pair, data) = every_kind().remove(2);
    pair.peer_takes(&data, false).0.unwrap();

    let event = PeerEvent::Rejected { epoch: 9, next: 1001, reason: Reason::Full, retry_ms: 5 };
    let busy = pair.peer_event(event);

    assert_eq!(busy[3], 5);
    assert_eq!((pair.peer.durable(), pair.peer.accepted()), (1000, 1001));
}

fn flipped(frame: &[u8], bit: usize) -> Vec<u8> {
    let mut frame = frame.to_vec();
    frame[bit / 8] ^= 1 << (bit % 8);
    frame
}

fn with_checksum(mut frame: Vec<u8>) -> Vec<u8> {
    let crc = CRC.checksum(&frame);
    frame.extend_from_slice(&crc.to_be_bytes());
    frame
}

#[test]
fn a_node_changes_its_key_once_and_the_old_one_opens_nothing_more() {
    let (_, mut pair, rekey) = later_kinds().remove(2);
    let old = Pair::new().node;
    let (outcome, taken) = pair.node_takes(&rekey, 20);
    outcome.unwrap();
    assert_eq!(taken.done, [format!("generation 4: {:?}", [7; 32])]);
    assert_eq!(pair.node.generation(), 4);

    // The gateway still takes the old key until the node has shown that it has the new one.
    let welcome = only(pair.peer_takes(&only(taken.sent), false).1.sent);
    assert_eq!(pair.peer.generation(), 3);
    let data = only(pair.node_takes(&welcome, 600).1.sent);
    let (outcome, taken) = pair.peer_takes(&data, false);
    outcome.unwrap();
    assert_eq!(taken.done[0], "rotated to 4");
    assert_eq!(pair.peer.generation(), 4);

    pair.node = old;
    let hello = only(pair.tick(0).sent);
    assert_eq!(pair.peer_takes(&hello, false).0, Err(Refused::Tag));
}

#[test]
fn a_node_that_cannot_keep_a_key_is_told_again() {
    struct Forgetful(Vec<Vec<u8>>);
    impl NodeEffects for Forgetful {
        fn send(&mut self, frame: &[u8]) {
            self.0.push(frame.to_vec());
        }
        fn acked(&mut self, _: u64) {}
    }
    let (_, mut pair, rekey) = later_kinds().remove(2);
    let mut outlet = Forgetful(Vec::new());
    let mut bytes = rekey;
    let mut noise = Counting(0);
    pair.node.step(NodeEvent::Received(&mut bytes), 400, &mut noise, &mut outlet).unwrap();
    assert_eq!(pair.node.generation(), 3);

    let (outcome, again) = pair.peer_takes(&only(outlet.0), false);

    outcome.unwrap();
    assert!(again.sent.iter().any(|frame| frame[3] == 8), "told again");
}

#[test]
fn kept_readings_may_be_restored_after_the_gateway_was_heard() {
    let mut pair = Pair::new();
    let reading = |n: u8| [n; 60];
    for n in 0..3 {
        let payload = reading(n);
        let kept = Reading { channel: 1, payload: &payload, key: None, uptime_ms: None };
        pair.node.restore(998 + u64::from(n), &kept, 0).unwrap();
    }
    let hello = only(pair.tick(0).sent);
    let welcome = only(pair.peer_takes(&hello, false).1.sent);
    pair.node_takes(&welcome, 10).0.unwrap();
    assert_eq!(pair.node.durable(), 1000);

    let payload = reading(3);
    let kept = Reading { channel: 1, payload: &payload, key: None, uptime_ms: None };
    pair.node.restore(1001, &kept, 20).unwrap();
    pair.push(2, b"new", None);

    assert_eq!(pair.node.restore(1002, &kept, 20), Err(millpond_link::PushError::Order));
    pair.node.restore(1005, &kept, 20).unwrap();
    let seqs: Vec<_> = pair
        .node
        .held()
        .map(|(_, seq, bytes)| (seq, Readings::of(bytes, 1).next().unwrap().channel))
        .collect();
    assert_eq!(seqs, [(Some(1000), 1), (Some(1001), 1), (Some(1002), 2), (Some(1005), 1)]);
}
