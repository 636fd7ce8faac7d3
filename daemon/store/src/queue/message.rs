//! Messages as they go in and come out, and how their attributes are kept in a record.
//!
//! Grammar of a record's attributes, version 1: CBOR map of integer keys, absent ones left out:
//! `0: version u8, 1: sender id text, 2: group text, 3: deduplication id text, 4: visible from (device timeline, ms),
//! 5: array of [name text, type text, value text or bytes], 6: trace header text, 7: message id bytes[16],
//! 8: source queue ARN text, 9: sent at (wall clock, ms), 10: first enqueued at (device timeline, ms), 11: brought back
//! bool`. Keys 7 to 11 are only on messages moved from another queue.

use millpond_base::{LineMs, WallMs};
use millpond_log::Record;
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

const VERSION: u8 = 1;

/// The value of a message attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeValue {
    /// `String` and `Number` types.
    Text(String),
    /// `Binary` types.
    Bytes(Vec<u8>),
}

/// One message attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Unique within the message.
    pub name: String,
    /// `String`, `Number` or `Binary`, perhaps with a custom label after a dot.
    pub data_type: String,
    /// The value.
    pub value: AttributeValue,
}

/// A message to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outgoing<'a> {
    /// The text.
    pub body: &'a [u8],
    /// Sorted by name.
    pub attributes: Vec<Attribute>,
    /// Who sends: a principal's unique id.
    pub sender_id: &'a str,
    /// Needed on a FIFO queue; kept and reported on a standard queue.
    pub group: Option<&'a str>,
    /// Needed on a FIFO queue unless content-based deduplication is on.
    pub dedup_id: Option<&'a str>,
    /// Overrides the queue's delay; not for FIFO queues.
    pub delay_s: Option<u32>,
    /// The `AWSTraceHeader` system attribute.
    pub trace_header: Option<&'a str>,
}

/// What became of a message that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// 16 bytes, shown as a UUID.
    pub message_id: [u8; 16],
    /// Its place in the queue.
    pub seq: u64,
    /// True when it repeats an earlier message, whose id and place these are.
    pub duplicate: bool,
}

/// A received message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// 16 bytes, shown as a UUID.
    pub message_id: [u8; 16],
    /// Its place in the queue.
    pub seq: u64,
    /// Needed to delete it or to change how long it stays hidden.
    pub receipt_handle: String,
    /// The text.
    pub body: Vec<u8>,
    /// Sorted by name.
    pub attributes: Vec<Attribute>,
    /// Who sent it.
    pub sender_id: String,
    /// When it was sent.
    pub sent: WallMs,
    /// When it was received for the first time since the start.
    pub first_received: WallMs,
    /// How often it was received since the start, this time included.
    pub receives: u32,
    /// The message group, if it has one.
    pub group: Option<String>,
    /// The deduplication id, on FIFO queues.
    pub dedup_id: Option<String>,
    /// The `AWSTraceHeader` system attribute.
    pub trace_header: Option<String>,
    /// The queue it was moved from, when this is a dead-letter queue.
    pub moved_from: Option<String>,
}

/// What a record's attributes hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Envelope {
    pub(super) sender_id: String,
    pub(super) group: Option<String>,
    pub(super) dedup_id: Option<String>,
    pub(super) visible_from: Option<LineMs>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) trace_header: Option<String>,
    pub(super) message_id: Option<[u8; 16]>,
    pub(super) moved_from: Option<String>,
    pub(super) sent: Option<WallMs>,
    /// When the first queue took it, if retention counts from then.
    pub(super) enqueued: Option<LineMs>,
    /// A move task brought it here: it takes part in no deduplication.
    pub(super) brought_back: bool,
}

type Encoded = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

impl Envelope {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut cbor = Encoder::new(Vec::with_capacity(64));
        self.write(&mut cbor).expect("writing to a vector cannot fail");
        cbor.into_writer()
    }

    fn write(&self, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
        cbor.begin_map()?.u8(0)?.u8(VERSION)?;
        let texts = [
            (1, (!self.sender_id.is_empty()).then_some(&self.sender_id)),
            (2, self.group.as_ref()),
            (3, self.dedup_id.as_ref()),
            (6, self.trace_header.as_ref()),
            (8, self.moved_from.as_ref()),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                cbor.u8(key)?.str(text)?;
            }
        }
        if let Some(at) = self.visible_from {
            cbor.u8(4)?.u64(at.0)?;
        }
        if !self.attributes.is_empty() {
            cbor.u8(5)?.array(self.attributes.len() as u64)?;
            for attribute in &self.attributes {
                cbor.array(3)?.str(&attribute.name)?.str(&attribute.data_type)?;
                match &attribute.value {
                    AttributeValue::Text(text) => cbor.str(text)?,
                    AttributeValue::Bytes(bytes) => cbor.bytes(bytes)?,
                };
            }
        }
        if let Some(id) = &self.message_id {
            cbor.u8(7)?.bytes(id)?;
        }
        if let Some(sent) = self.sent {
            cbor.u8(9)?.u64(sent.0)?;
        }
        if let Some(enqueued) = self.enqueued {
            cbor.u8(10)?.u64(enqueued.0)?;
        }
        if self.brought_back {
            cbor.u8(11)?.bool(true)?;
        }
        cbor.end()?;
        Ok(())
    }

    /// `None` when the bytes are not an envelope of a version this binary knows.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut cbor = Decoder::new(bytes);
        Self::read(&mut cbor).ok()
    }

    fn read(cbor: &mut Decoder<'_>) -> Result<Self, minicbor::decode::Error> {
        let mut envelope = Self::default();
        cbor.map()?;
        while cbor.datatype()? != Type::Break {
            match cbor.u8()? {
                0 if cbor.u8()? != VERSION => return Err(minicbor::decode::Error::message("version")),
                0 => {}
                1 => cbor.str()?.clone_into(&mut envelope.sender_id),
                2 => envelope.group = Some(cbor.str()?.to_owned()),
                3 => envelope.dedup_id = Some(cbor.str()?.to_owned()),
                4 => envelope.visible_from = Some(LineMs(cbor.u64()?)),
                5 => envelope.attributes = attributes(cbor)?,
                6 => envelope.trace_header = Some(cbor.str()?.to_owned()),
                7 => {
                    let id = cbor.bytes()?.try_into().map_err(minicbor::decode::Error::custom)?;
                    envelope.message_id = Some(id);
                }
                8 => envelope.moved_from = Some(cbor.str()?.to_owned()),
                9 => envelope.sent = Some(WallMs(cbor.u64()?)),
                10 => envelope.enqueued = Some(LineMs(cbor.u64()?)),
                11 => envelope.brought_back = cbor.bool()?,
                _ => cbor.skip()?,
            }
        }
        Ok(envelope)
    }
}

/// The message group of a record, if it has one.
pub(crate) fn group_of(record: &Record) -> Option<String> {
    Envelope::decode(&record.attributes)?.group
}

fn attributes(cbor: &mut Decoder<'_>) -> Result<Vec<Attribute>, minicbor::decode::Error> {
    let wrong = || minicbor::decode::Error::message("attributes");
    let count = cbor.array()?.ok_or_else(wrong)?;
    let mut out = Vec::new();
    for _ in 0..count {
        if cbor.array()? != Some(3) {
            return Err(wrong());
        }
        let name = cbor.str()?.to_owned();
        let data_type = cbor.str()?.to_owned();
        let value = match cbor.datatype()? {
            Type::String => AttributeValue::Text(cbor.str()?.to_owned()),
            _ => AttributeValue::Bytes(cbor.bytes()?.to_vec()),
        };
        out.push(Attribute { name, data_type, value });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Envelope {
        Envelope {
            sender_id: "AIDA1".into(),
            group: Some("g".into()),
            dedup_id: Some("d".into()),
            visible_from: Some(LineMs(5000)),
            attributes: vec![
                Attribute {
                    name: "a".into(),
                    data_type: "Binary".into(),
                    value: AttributeValue::Bytes(vec![0, 255]),
                },
                Attribute {
                    name: "b".into(),
                    data_type: "Number.int".into(),
                    value: AttributeValue::Text("7".into()),
                },
            ],
            trace_header: Some("Root=1".into()),
            message_id: Some([7; 16]),
            moved_from: Some("arn:aws:sqs:us-east-1:000000000000:q".into()),
            sent: Some(WallMs(1)),
            enqueued: Some(LineMs(2)),
            brought_back: true,
        }
    }

    #[test]
    fn an_envelope_reads_back() {
        for envelope in [Envelope::default(), full()] {
            assert_eq!(Envelope::decode(&envelope.encode()), Some(envelope));
        }
    }

    #[test]
    fn an_empty_envelope_has_golden_bytes() {
        assert_eq!(Envelope::default().encode(), [0xbf, 0, 1, 0xff]);
    }

    #[test]
    fn every_truncation_is_refused() {
        let bytes = full().encode();
        for end in 0..bytes.len() {
            assert_eq!(Envelope::decode(&bytes[..end]), None, "cut at {end}");
        }
    }
}
