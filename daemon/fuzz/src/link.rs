//! The sensor link: bodies, frames into both state machines, and frames on a serial line.

use millpond_link::format::STUFFED_BYTES_MAX;
use millpond_link::serial::{Deframer, stuff, stuff_pieces};
use millpond_link::{
    Busy, Delivery, DeviceKey, Frame, Node, NodeConfig, NodeEffects, NodeEvent, Noise, Peer, PeerEffects,
    PeerEvent, Reading, Tuning, fuzz,
};
use millpond_pack::modbus::{Decimal, Framing, Kind, Read, Register, Table};
use millpond_pack::reading::Origin;

use crate::{Feed, unhex};

const DEVICE: u64 = 0x0102_0304_0506_0708;
const KEY: [u8; 32] = [0x5a; 32];

struct Count(u8);

impl Noise for Count {
    fn fill(&mut self, out: &mut [u8]) {
        self.0 = self.0.wrapping_add(1);
        out.fill(self.0);
    }
}

/// Keeps what was sent, and checks that readings arrive in order, each once.
#[derive(Default)]
struct World {
    sent: Vec<Vec<u8>>,
    next: u64,
}

impl PeerEffects for World {
    fn send(&mut self, frame: &[u8]) {
        self.sent.push(frame.to_vec());
    }

    fn deliver(&mut self, delivery: Delivery<'_>) -> Result<(), Busy> {
        assert_eq!(delivery.first, self.next, "readings arrive in order");
        self.next += u64::from(delivery.readings.left());
        Ok(())
    }

    fn lost(&mut self, from: u64, to: u64) {
        assert_eq!(from, self.next);
        self.next = to;
    }
}

impl NodeEffects for World {
    fn send(&mut self, frame: &[u8]) {
        self.sent.push(frame.to_vec());
    }

    fn acked(&mut self, pushed: u64) {
        assert!(pushed <= 3, "no more than was pushed");
    }
}

pub(crate) fn body(bytes: &[u8]) {
    fuzz::bodies(bytes);
}

fn node(noise: &mut Count) -> Node<8, 512> {
    let config =
        NodeConfig { device: DEVICE, key: DeviceKey::new(KEY), generation: 3, tuning: Tuning::default() };
    Node::new(config, 0, noise)
}

fn reading(payload: &[u8]) -> Reading<'_> {
    Reading { channel: 7, payload, key: None, uptime_ms: Some(5) }
}

/// Frames, each with its length before it, reach a gateway and a node in the middle of a session.
pub(crate) fn frames(bytes: &[u8]) {
    let mut noise = Count(0);
    let mut node = node(&mut noise);
    let mut peer = Peer::<4>::new(DEVICE, 3, DeviceKey::new(KEY), 0);
    let (mut at_node, mut at_peer) = (World::default(), World::default());
    for payload in [&b"one"[..], b"two", b"three"] {
        node.push(&reading(payload), 0).expect("a fresh window has room");
    }
    let mut feed = Feed(bytes);
    for now_ms in 1..40u64 {
        if feed.0.is_empty() {
            break;
        }
        let order = feed.byte();
        let length = usize::from(feed.byte());
        let mut frame = match order & 3 {
            // What the two would say to each other, as it is.
            0 => at_node.sent.pop().unwrap_or_default(),
            1 => at_peer.sent.pop().unwrap_or_default(),
            _ => feed.take(length).to_vec(),
        };
        if order & 4 != 0 {
            let at = usize::from(feed.short()) % frame.len().max(1);
            let change = feed.byte();
            frame.get_mut(at).into_iter().for_each(|byte| *byte ^= change);
            fuzz::close(&mut frame);
        }
        if order & 8 == 0 {
            if let Ok(mut frame) = Frame::parse(&mut frame) {
                let _ = peer.step(PeerEvent::Frame(&mut frame), &mut noise, &mut at_peer);
            }
            assert!(peer.durable() <= peer.accepted());
        } else {
            let _ = node.step(NodeEvent::Received(&mut frame), now_ms * 1_000, &mut noise, &mut at_node);
        }
        if order & 16 != 0 {
            let next = peer.accepted();
            let _ = peer.step(PeerEvent::Durable { next }, &mut noise, &mut at_peer);
        }
        if order & 32 != 0 {
            let _ = node.step(NodeEvent::Tick, now_ms * 1_000 + 900, &mut noise, &mut at_node);
        }
    }
}

pub(crate) fn serial(bytes: &[u8]) {
    let mut deframer = <Deframer>::new();
    let mut feed = Feed(bytes);
    while !feed.0.is_empty() {
        let piece = usize::from(feed.byte()) + 1;
        deframer.push(feed.take(piece), |frame| {
            let _ = Frame::parse(frame);
        });
    }
    if let Some(frame) = bytes.get(..bytes.len().min(millpond_link::format::FRAME_BYTES_MAX))
        && !frame.is_empty()
    {
        let mut stuffed = [0; STUFFED_BYTES_MAX];
        let end = stuff(frame, &mut stuffed);
        let mut seen = 0;
        <Deframer>::new().push(&stuffed[..end], |again| {
            assert_eq!(again, frame, "stuffing loses nothing");
            seen += 1;
        });
        assert_eq!(seen, 1);
        let mut line = Vec::new();
        stuff_pieces(frame, |piece| line.extend_from_slice(piece));
        <Deframer>::new().push(&line, |again| {
            assert_eq!(again, frame, "in pieces too");
            seen += 1;
        });
        assert_eq!(seen, 2);
    }
}

/// The golden frames of the format.
fn golden() -> Vec<Vec<u8>> {
    let text = include_str!("../../../firmware/link/tests/it/golden/v1.txt");
    text.lines().filter(|line| line.starts_with(' ')).map(unhex).collect()
}

pub(crate) fn body_seeds() -> Vec<Vec<u8>> {
    // HELLO's body is in clear; the others are written as their tables say.
    let others = ["a200050105", "a303050405051864", "a203050405", "a3060007010881a2000701436f6e65"];
    others
        .into_iter()
        .map(unhex)
        .chain(golden().into_iter().take(1).map(|frame| frame[20..39].to_vec()))
        .collect()
}

pub(crate) fn frame_seeds() -> Vec<Vec<u8>> {
    let talk = vec![32, 0, 0, 0, 8 + 1, 0, 32, 0, 16, 0, 8 + 1, 0, 32, 0];
    let bent = vec![32, 0, 4, 0, 30, 0, 1, 8 + 1 + 4, 0, 21, 0, 9, 0, 0, 8 + 1, 0];
    let given = golden().into_iter().flat_map(|frame| {
        let length = u8::try_from(frame.len()).unwrap_or(u8::MAX);
        [2, 10].map(|order| [&[order, length], &frame[..usize::from(length)]].concat())
    });
    [talk, bent].into_iter().chain(given).collect()
}

pub(crate) fn serial_seeds() -> Vec<Vec<u8>> {
    let stuffed = golden().into_iter().take(3).flat_map(|frame| {
        let mut out = [0; STUFFED_BYTES_MAX];
        let end = stuff(&frame, &mut out);
        let length = u8::try_from(end - 1).unwrap_or(u8::MAX);
        [&[length], &out[..end]].concat()
    });
    vec![stuffed.collect(), vec![0; 40], vec![0xff; 80]]
}

/// A node's payload becomes one line of JSON, whatever it is.
pub(crate) fn reading_json(bytes: &[u8]) {
    let origin = Origin { node: "n", sequence: 7, ..Origin::default() };
    let line = millpond_pack::reading::line(&origin, bytes);
    let breaks = line.iter().filter(|byte| **byte == b'\n').count();
    assert!(breaks == 1 && line.ends_with(b"\n"), "it is one line");
    let parsed: serde_json::Value = serde_json::from_slice(&line).expect("it is JSON");
    let members = parsed.as_object().expect("it is an object");
    let says = ["values", "text", "base64"].into_iter().filter(|name| members.contains_key(*name)).count();
    assert_eq!(says, 1, "it says the payload in one way");
}

pub(crate) fn reading_seeds() -> Vec<Vec<u8>> {
    [
        "a700070119012c020c031a00015f90041b000001a0c4506c00050206a36763656c73697573fa41ac0000646f70656ef565737465707322",
        "a60007010102020300050006a4 6161fb3fb999999999999a 61621bffffffffffffffff 616342ff42 6164f6",
        "7b2274223a32312e357d",
        "ff00",
    ]
    .map(unhex)
    .into()
}

/// What a device answers over Modbus: any bytes, over TCP and on a line. The first three say what was asked.
pub(crate) fn modbus(bytes: &[u8]) {
    let mut feed = Feed(bytes);
    let kinds = [Kind::U16, Kind::I16, Kind::U32, Kind::I32, Kind::F32, Kind::F64, Kind::Bool, Kind::Text(3)];
    let kind = kinds[usize::from(feed.byte()) % kinds.len()];
    let table =
        [Table::Coils, Table::Discretes, Table::Holdings, Table::Inputs][usize::from(feed.byte()) % 4];
    let read = Read { unit: 17, table, first: 100, count: u16::from(feed.byte()) % 125 + 1 };
    let answer = feed.0;
    for framing in [Framing::Tcp, Framing::Rtu] {
        let _ = read.answer_bytes(framing, answer);
        let Ok(data) = read.answer(framing, 1, answer) else { continue };
        assert_eq!(data.len(), read.data_bytes(), "an answer holds what was asked for");
        for address in 98..104 {
            let register = Register {
                name: "r".into(),
                table,
                address,
                kind,
                low_word_first: address % 2 == 0,
                scale: Decimal::of(0.1),
                offset: None,
                unit: None,
            };
            let inside = address >= 100 && address - 100 + kind.words() <= read.count;
            let value = register.value(&read, data);
            let bits = matches!(table, Table::Coils | Table::Discretes);
            assert!(bits || value.is_some() == inside, "what was asked for has a value");
        }
    }
}

pub(crate) fn modbus_seeds() -> Vec<Vec<u8>> {
    [
        // Three holding registers, over TCP and on a line.
        "000202 0001000000091103060001 00020003",
        "020202 110306ae4156524340 49ad",
        // Coils; a refusal.
        "060009 00010000000511010202cd",
        "000202 118302c134",
    ]
    .map(unhex)
    .into()
}
