//! What a table's track holds.
//!
//! Record grammar, version 1: attributes = one byte, the kind; body:
//! `01` an item as it is from here on: the item; `02` an item that is gone: its key attributes, as an item; `03` nothing
//! before a place counts: CBOR u64, that place; `04` a transaction that was done: CBOR array [token text, digest bytes[32],
//! point on the device timeline u64 ms].

use super::codec;
use super::value::Item;
use millpond_base::{LineMs, Seq};
use minicbor::{Decoder, Encoder};

pub(super) const PUT: u8 = 1;
pub(super) const GONE: u8 = 2;
pub(super) const FLOOR: u8 = 3;
pub(super) const DONE: u8 = 4;

/// A record of a table's track.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TableRecord {
    Put(Item),
    Gone(Item),
    Floor(Seq),
    Done(Done),
}

/// A transaction that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) token: String,
    pub(super) digest: [u8; 32],
    pub(super) line: LineMs,
}

impl TableRecord {
    /// `None` when the record has an unknown form.
    pub(super) fn decode(attributes: &[u8], body: &[u8]) -> Option<Self> {
        let &[kind] = attributes else { return None };
        match kind {
            PUT => codec::decode(body).map(Self::Put),
            GONE => codec::decode(body).map(Self::Gone),
            FLOOR => {
                let mut cbor = Decoder::new(body);
                let floor = cbor.u64().ok()?;
                (cbor.position() == body.len()).then_some(Self::Floor(Seq(floor)))
            }
            DONE => Done::decode(body).map(Self::Done),
            _ => None,
        }
    }
}

pub(super) fn floor(place: Seq) -> Vec<u8> {
    let mut cbor = Encoder::new(Vec::new());
    cbor.u64(place.0).expect("writing to a vector cannot fail");
    cbor.into_writer()
}

impl Done {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut cbor = Encoder::new(Vec::with_capacity(80));
        (|| cbor.array(3)?.str(&self.token)?.bytes(&self.digest)?.u64(self.line.0)?.ok())()
            .expect("writing to a vector cannot fail");
        cbor.into_writer()
    }

    fn decode(body: &[u8]) -> Option<Self> {
        let mut cbor = Decoder::new(body);
        if cbor.array().ok()? != Some(3) {
            return None;
        }
        let done = Self {
            token: cbor.str().ok()?.to_owned(),
            digest: cbor.bytes().ok()?.try_into().ok()?,
            line: LineMs(cbor.u64().ok()?),
        };
        (cbor.position() == body.len()).then_some(done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Value;

    #[test]
    fn each_kind_of_record_reads_back_and_no_truncation_does() {
        let item = Item::from([("k".to_owned(), Value::S("v".to_owned()))]);
        let done = Done { token: "t".into(), digest: [9; 32], line: LineMs(70_000) };
        for (kind, body, record) in [
            (PUT, codec::encode(&item), TableRecord::Put(item.clone())),
            (GONE, codec::encode(&item), TableRecord::Gone(item.clone())),
            (FLOOR, floor(Seq(70_000)), TableRecord::Floor(Seq(70_000))),
            (DONE, done.encode(), TableRecord::Done(done.clone())),
        ] {
            for end in 0..body.len() {
                assert_eq!(TableRecord::decode(&[kind], &body[..end]), None);
            }
            assert_eq!(TableRecord::decode(&[kind], &body), Some(record));
            assert_eq!(TableRecord::decode(&[kind, 0], &body), None);
            assert_eq!(TableRecord::decode(&[9], &body), None);
        }
    }
}
