//! Readings as JSON lines: what a node says about itself in CBOR, said again for whoever reads a stream.
//!
//! One object and a line break per reading. Members, in this order; those that are not known are left out:
//!
//! | member | holds |
//! |---|---|
//! | `node` | the node's name |
//! | `device` | its number on the link |
//! | `channel` | which of its channels |
//! | `sequence` | the reading's number: without gaps per node, the same however often it was sent |
//! | `arrived_ms` | when the gateway took it, by its wall clock: milliseconds since 1970 UTC |
//! | `clock_trusted` | false while the gateway had evidence that its clock was wrong |
//! | `boot` | how often the node had started |
//! | `reading` | the reading's number since that start |
//! | `uptime_ms` | milliseconds since that start, when it was taken; never goes back |
//! | `wall_ms` | when it was taken, by the node's wall clock |
//! | `trust` | how far to believe that: `none`, `doubtful`, `good` |
//! | `values` | an object: each value under its name |
//! | `units` | an object: the unit of each value that has one |
//! | `text` | instead of `values`: a payload that is text and no record |
//! | `base64` | instead of `values`: any other payload |
//!
//! Numbers keep their value: whole ones have all their digits, and real ones the fewest that read back as the same
//! single or double that was sent. What JSON has no number for (infinities, not-a-number) is `null`; bytes are base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minicbor::Decoder;
use minicbor::data::{Int, Type};

/// Values of one record. Ours: a node's frame holds fewer.
const VALUES_MAX: u64 = 64;

/// Where a reading comes from, as the gateway knows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The node's name.
    pub node: &'a str,
    /// Its number on the link.
    pub device: Option<u64>,
    /// Which of its channels.
    pub channel: Option<u16>,
    /// The reading's number.
    pub sequence: u64,
    /// When it was taken in: milliseconds since 1970 UTC.
    pub arrived_ms: u64,
    /// Whether that may be believed.
    pub clock_trusted: bool,
    /// Milliseconds since the node's start, where the link says so.
    pub uptime_ms: Option<u64>,
}

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i128),
    /// A number with so many places after the point, by its digits.
    Decimal(i128, u8),
    /// A real number of single precision.
    Single(f32),
    /// A real number of double precision.
    Double(f64),
    /// Yes or no.
    Bool(bool),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// A payload that says what it is.
///
/// # Source
/// `firmware/node-core/src/record.rs`.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<'a> {
    /// How often the node had started.
    pub boot: u32,
    /// The reading's number since that start.
    pub reading: u32,
    /// Milliseconds since that start.
    pub uptime_ms: u64,
    /// Milliseconds since 1970 UTC, when known.
    pub wall_ms: Option<u64>,
    /// 0 none, 1 doubtful, 2 good.
    pub trust: u8,
    /// What was measured, by name; no name is there twice.
    pub values: Vec<(&'a str, Value<'a>)>,
}

impl<'a> Record<'a> {
    /// `None` when the payload is something else.
    #[must_use]
    pub fn parse(payload: &'a [u8]) -> Option<Self> {
        let mut cbor = Decoder::new(payload);
        let record = Self::read(&mut cbor)?;
        (cbor.position() == payload.len()).then_some(record)
    }

    fn read(cbor: &mut Decoder<'a>) -> Option<Self> {
        let members = cbor.map().ok()??;
        let member = |key: u8, cbor: &mut Decoder<'a>| (cbor.u8().ok()? == key).then_some(());
        member(0, cbor)?;
        cbor.u64().ok()?;
        member(1, cbor)?;
        let boot = cbor.u32().ok()?;
        member(2, cbor)?;
        let reading = cbor.u32().ok()?;
        member(3, cbor)?;
        let uptime_ms = cbor.u64().ok()?;
        let wall_ms = match members {
            7 => {
                member(4, cbor)?;
                Some(cbor.u64().ok()?)
            }
            6 => None,
            _ => return None,
        };
        member(5, cbor)?;
        let trust = cbor.u8().ok().filter(|trust| *trust <= 2)?;
        member(6, cbor)?;
        let count = cbor.map().ok()??;
        if count > VALUES_MAX {
            return None;
        }
        let mut values: Vec<(&str, Value<'_>)> = Vec::new();
        for _ in 0..count {
            let name = cbor.str().ok()?;
            if values.iter().any(|(other, _)| *other == name) {
                return None;
            }
            values.push((name, value(cbor)?));
        }
        Some(Self { boot, reading, uptime_ms, wall_ms, trust, values })
    }
}

fn value<'a>(cbor: &mut Decoder<'a>) -> Option<Value<'a>> {
    Some(match cbor.datatype().ok()? {
        Type::Bool => Value::Bool(cbor.bool().ok()?),
        Type::F32 => Value::Single(cbor.f32().ok()?),
        Type::F64 => Value::Double(cbor.f64().ok()?),
        Type::String => Value::Text(cbor.str().ok()?),
        Type::Bytes => Value::Bytes(cbor.bytes().ok()?),
        Type::Null => {
            cbor.null().ok()?;
            Value::Null
        }
        Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::Int => {
            let whole: Int = cbor.int().ok()?;
            Value::Int(whole.into())
        }
        _ => return None,
    })
}

/// The reading as a line of JSON.
#[must_use]
pub fn line(origin: &Origin<'_>, payload: &[u8]) -> Vec<u8> {
    let mut object = Object::new(origin);
    if let Some(record) = Record::parse(payload) {
        object.number("boot", record.boot);
        object.number("reading", record.reading);
        object.number("uptime_ms", record.uptime_ms);
        if let Some(wall_ms) = record.wall_ms {
            object.number("wall_ms", wall_ms);
        }
        object.text("trust", ["none", "doubtful", "good"][usize::from(record.trust.min(2))]);
        object.values("values", record.values.iter().copied());
    } else {
        if let Some(uptime_ms) = origin.uptime_ms {
            object.number("uptime_ms", uptime_ms);
        }
        match std::str::from_utf8(payload) {
            Ok(text) => object.text("text", text),
            Err(_) => object.text("base64", &STANDARD.encode(payload)),
        }
    }
    object.end()
}

/// Values that the gateway asked for itself as a line of JSON, with their units.
#[must_use]
pub fn line_of<'v>(
    origin: &Origin<'_>,
    values: impl Iterator<Item = (&'v str, Value<'v>)>,
    units: &[(&str, &str)],
) -> Vec<u8> {
    let mut object = Object::new(origin);
    object.values("values", values);
    if !units.is_empty() {
        object.values("units", units.iter().map(|(name, unit)| (*name, Value::Text(unit))));
    }
    object.end()
}

/// A JSON object that is being written.
struct Object(String);

impl Object {
    fn new(origin: &Origin<'_>) -> Self {
        let mut object = Self(String::with_capacity(256));
        object.text("node", origin.node);
        if let Some(device) = origin.device {
            object.number("device", device);
        }
        if let Some(channel) = origin.channel {
            object.number("channel", channel);
        }
        object.number("sequence", origin.sequence);
        object.number("arrived_ms", origin.arrived_ms);
        object.member("clock_trusted");
        object.0.push_str(if origin.clock_trusted { "true" } else { "false" });
        object
    }

    fn member(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        quote(&mut self.0, name);
        self.0.push(':');
    }

    fn number(&mut self, name: &str, number: impl Into<u64>) {
        self.member(name);
        self.0.push_str(&number.into().to_string());
    }

    fn text(&mut self, name: &str, text: &str) {
        self.member(name);
        quote(&mut self.0, text);
    }

    fn values<'v>(&mut self, name: &str, values: impl Iterator<Item = (&'v str, Value<'v>)>) {
        self.member(name);
        let mut before = '{';
        for (name, value) in values {
            self.0.push(before);
            before = ',';
            quote(&mut self.0, name);
            self.0.push(':');
            write(&mut self.0, value);
        }
        self.0.push_str(if before == '{' { "{}" } else { "}" });
    }

    fn end(mut self) -> Vec<u8> {
        self.0.push_str("}\n");
        self.0.into_bytes()
    }
}

fn write(out: &mut String, value: Value<'_>) {
    match value {
        Value::Int(whole) => out.push_str(&whole.to_string()),
        Value::Decimal(digits, places) => decimal(out, digits, places.into()),
        // The fewest digits that read back as the same number; `null` for what is none.
        Value::Single(real) => out.push_str(&serde_json::to_string(&real).unwrap_or_default()),
        Value::Double(real) => out.push_str(&serde_json::to_string(&real).unwrap_or_default()),
        Value::Bool(yes) => out.push_str(if yes { "true" } else { "false" }),
        Value::Text(text) => quote(out, text),
        Value::Bytes(bytes) => quote(out, &STANDARD.encode(bytes)),
        Value::Null => out.push_str("null"),
    }
}

fn decimal(out: &mut String, digits: i128, places: usize) {
    let text = format!("{:0width$}", digits.unsigned_abs(), width = places + 1);
    let (whole, part) = text.split_at(text.len() - places);
    if digits < 0 {
        out.push('-');
    }
    out.push_str(whole);
    if places > 0 {
        out.push('.');
        out.push_str(part);
    }
}

/// The value as it stands in a line.
#[cfg(test)]
pub(crate) fn number(value: Value<'_>) -> String {
    let mut out = String::new();
    write(&mut out, value);
    out
}

fn quote(out: &mut String, text: &str) {
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_node_core as node;
    use proptest::prelude::{any, prop, proptest};

    const ORIGIN: Origin<'_> = Origin {
        node: "pump-7",
        device: Some(65_537),
        channel: Some(1),
        sequence: 1_234,
        arrived_ms: 1_790_000_000_123,
        clock_trusted: true,
        uptime_ms: None,
    };

    fn text(line: Vec<u8>) -> String {
        String::from_utf8(line).unwrap()
    }

    fn record(values: &[(&'static str, node::Value)]) -> Vec<u8> {
        let mut sample = node::Sample::default();
        values.iter().for_each(|(name, value)| assert!(sample.add(name, *value)));
        let record = node::Record {
            device: 65_537,
            boot: 3,
            sequence: 12,
            uptime_ms: 90_000,
            wall_ms: Some(1_790_000_000_000),
            trust: node::Trust::Good,
            values: sample,
        };
        let mut out = [0; 256];
        let end = record.write(&mut out).unwrap();
        out[..end].to_vec()
    }

    #[test]
    fn what_a_node_writes_is_a_line_with_every_member() {
        let payload = record(&[
            ("celsius", node::Value::Float(21.1)),
            ("open", node::Value::Bool(true)),
            ("steps", node::Value::Int(i64::MIN)),
        ]);

        assert_eq!(
            text(line(&ORIGIN, &payload)),
            "{\"node\":\"pump-7\",\"device\":65537,\"channel\":1,\"sequence\":1234,\"arrived_ms\":1790000000123,\
             \"clock_trusted\":true,\"boot\":3,\"reading\":12,\"uptime_ms\":90000,\"wall_ms\":1790000000000,\
             \"trust\":\"good\",\"values\":{\"celsius\":21.1,\"open\":true,\"steps\":-9223372036854775808}}\n"
        );
    }

    #[test]
    fn numbers_keep_their_value_and_what_is_none_is_null() {
        let values = [
            ("a", Value::Int(u64::MAX.into())),
            ("b", Value::Single(0.1)),
            ("c", Value::Double(0.1 + 0.2)),
            ("d", Value::Single(f32::NAN)),
            ("e", Value::Double(f64::INFINITY)),
            ("f", Value::Bytes(&[0xff])),
            ("g", Value::Text("a\n\"b\"")),
        ];

        let line =
            text(line_of(&Origin { clock_trusted: false, ..ORIGIN }, values.into_iter(), &[("b", "°C")]));

        assert!(line.contains(
            "\"clock_trusted\":false,\"values\":{\"a\":18446744073709551615,\"b\":0.1,\"c\":0.30000000000000004,\
             \"d\":null,\"e\":null,\"f\":\"/w==\",\"g\":\"a\\n\\\"b\\\"\"},\"units\":{\"b\":\"°C\"}}\n"
        ));
    }

    #[test]
    fn any_other_payload_is_text_or_base64() {
        let origin = Origin { uptime_ms: Some(5), ..ORIGIN };
        assert!(
            text(line(&origin, b"t=21"))
                .ends_with("\"clock_trusted\":true,\"uptime_ms\":5,\"text\":\"t=21\"}\n")
        );
        assert!(text(line(&ORIGIN, &[0xff, 0])).ends_with("\"clock_trusted\":true,\"base64\":\"/wA=\"}\n"));
        assert!(text(line(&ORIGIN, b"")).ends_with("\"text\":\"\"}\n"));
    }

    #[test]
    fn a_record_is_taken_whole_or_not_at_all() {
        let payload = record(&[("celsius", node::Value::Float(21.5))]);
        assert!(Record::parse(&payload).is_some());

        for end in 0..payload.len() {
            assert_eq!(Record::parse(&payload[..end]), None, "cut at {end}");
        }
        let longer = [&payload[..], &[0]].concat();
        assert_eq!(Record::parse(&longer), None);
        // A name that is there twice.
        let twice = [&payload[..payload.len() - 14], &b"\xa2\x61a\x01\x61a\x02"[..]].concat();
        assert_eq!(Record::parse(&twice), None);
    }

    proptest! {
        #[test]
        fn every_payload_is_one_line_of_json(payload in prop::collection::vec(any::<u8>(), 0..80), name in ".*") {
            let line = text(line(&Origin { node: &name, ..ORIGIN }, &payload));
            let parsed: serde_json::Value = serde_json::from_str(&line).unwrap();
            assert_eq!(line.matches('\n').count(), 1);
            assert_eq!(parsed["node"], name);
        }

        #[test]
        fn a_single_reads_back_as_itself(bits in any::<u32>()) {
            let value = f32::from_bits(bits);
            let mut out = String::new();
            write(&mut out, Value::Single(value));
            if value.is_finite() {
                assert_eq!(out.parse::<f32>().unwrap().to_bits(), bits);
            } else {
                assert_eq!(out, "null");
            }
        }
    }
}
