//! Several records in one, as the Kinesis Producer Library packs them and the Kinesis Client Library takes them apart.
//!
//! ```text
//! F3 89 9A C2 | protobuf AggregatedRecord | MD5 of the protobuf (16 B)
//! AggregatedRecord { 1: repeated string partition keys, 2: repeated string explicit hash keys, 3: repeated Record }
//! Record { 1: index of the partition key, 2: index of the explicit hash key, 3: bytes data, 4: repeated Tag }
//! ```
//!
//! # Source
//! "KPL Aggregated Record Format", awslabs/amazon-kinesis-producer; tags are read over, and none are written.

use md5::{Digest, Md5};
use std::collections::HashMap;

const MAGIC: [u8; 4] = [0xf3, 0x89, 0x9a, 0xc2];
const DIGEST_BYTES: usize = 16;
const VARINT: u64 = 0;
const FIXED_64: u64 = 1;
const BYTES: u64 = 2;
const FIXED_32: u64 = 5;

/// One record among several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// Its partition key.
    pub key: &'a str,
    /// Its explicit hash key.
    pub explicit: Option<u128>,
    /// Its bytes.
    pub data: &'a [u8],
}

/// Bytes that a record adds to a packed one at most, besides its own and its keys': tags, lengths and indexes.
pub const PART_OVERHEAD_BYTES: usize = 96;

/// Packs records into one, in order.
#[must_use]
pub fn pack(parts: &[Part<'_>]) -> Vec<u8> {
    let mut keys = Table::default();
    let mut explicits = Table::default();
    let mut records = Vec::new();
    let mut record = Vec::new();
    for part in parts {
        record.clear();
        number(&mut record, 1, keys.index(part.key));
        if let Some(explicit) = part.explicit {
            number(&mut record, 2, explicits.index(&explicit.to_string()));
        }
        bytes(&mut record, 3, part.data);
        bytes(&mut records, 3, &record);
    }
    let mut packed = MAGIC.to_vec();
    for key in &keys.texts {
        bytes(&mut packed, 1, key.as_bytes());
    }
    for explicit in &explicits.texts {
        bytes(&mut packed, 2, explicit.as_bytes());
    }
    packed.extend_from_slice(&records);
    let digest = Md5::digest(&packed[MAGIC.len()..]);
    packed.extend_from_slice(&digest);
    packed
}

/// The records in a packed one, in order; `None` when it is not one, which is then a record of its own.
#[must_use]
pub fn unpack(packed: &[u8]) -> Option<Vec<Part<'_>>> {
    let (inside, digest) = packed.strip_prefix(&MAGIC)?.split_last_chunk::<DIGEST_BYTES>()?;
    if Md5::digest(inside).as_slice() != digest {
        return None;
    }
    let (mut keys, mut explicits, mut records) = (Vec::new(), Vec::new(), Vec::new());
    for field in Fields(inside) {
        match field? {
            (1, Value::Bytes(key)) => keys.push(std::str::from_utf8(key).ok()?),
            (2, Value::Bytes(explicit)) => explicits.push(std::str::from_utf8(explicit).ok()?.parse().ok()?),
            (3, Value::Bytes(record)) => records.push(record),
            _ => {}
        }
    }
    records.into_iter().map(|record| part(record, &keys, &explicits)).collect()
}

fn part<'a>(record: &'a [u8], keys: &[&'a str], explicits: &[u128]) -> Option<Part<'a>> {
    let (mut key, mut explicit, mut data) = (None, None, None);
    for field in Fields(record) {
        match field? {
            (1, Value::Number(index)) => key = Some(*keys.get(usize::try_from(index).ok()?)?),
            (2, Value::Number(index)) => explicit = Some(*explicits.get(usize::try_from(index).ok()?)?),
            (3, Value::Bytes(bytes)) => data = Some(bytes),
            _ => {}
        }
    }
    Some(Part { key: key?, explicit, data: data? })
}

/// Texts by number, each once.
#[derive(Default)]
struct Table {
    texts: Vec<String>,
    indexes: HashMap<String, u64>,
}

impl Table {
    fn index(&mut self, text: &str) -> u64 {
        if let Some(index) = self.indexes.get(text) {
            return *index;
        }
        let index = u64::try_from(self.texts.len()).expect("a vector's length fits 64 bits");
        self.texts.push(text.to_owned());
        self.indexes.insert(text.to_owned(), index);
        index
    }
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let low = u8::try_from(value & 0x7f).expect("seven bits");
        value >>= 7;
        if value == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3 | VARINT);
    varint(out, value);
}

fn bytes(out: &mut Vec<u8>, field: u64, value: &[u8]) {
    varint(out, field << 3 | BYTES);
    varint(out, u64::try_from(value.len()).expect("a slice's length fits 64 bits"));
    out.extend_from_slice(value);
}

enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// Of a width that none of our fields has.
    Other,
}

/// The fields of a protobuf message, by number; ends with `None` inside when it is damaged.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(taken)
    }

    fn field(&mut self) -> Option<(u64, Value<'a>)> {
        let tag = self.varint()?;
        let value = match tag & 7 {
            VARINT => Value::Number(self.varint()?),
            FIXED_64 => self.take(8).map(|_| Value::Other)?,
            BYTES => {
                let length = self.varint()?;
                Value::Bytes(self.take(length)?)
            }
            FIXED_32 => self.take(4).map(|_| Value::Other)?,
            _ => return None,
        };
        Some((tag >> 3, value))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Option<(u64, Value<'a>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            self.0 = &[];
        }
        Some(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Made with version 1.2.3 of `aws_kinesis_agg`: `add_user_record("k", b"one", "7")`, `add_user_record("k", b"two")`.
    const AGG: &str = "f3899ac20a016b1201371a09080010001a036f6e651a0708001a0374776f";

    #[test]
    fn the_bytes_are_those_of_the_library() {
        let parts = [
            Part { key: "k", explicit: Some(7), data: b"one" },
            Part { key: "k", explicit: None, data: b"two" },
        ];

        let packed = pack(&parts);

        assert_eq!(millpond_base::hex(&packed[..packed.len() - DIGEST_BYTES]), AGG);
        assert_eq!(unpack(&packed).unwrap(), parts);
    }

    #[test]
    fn every_truncation_and_every_flipped_bit_is_a_record_of_its_own() {
        let packed = pack(&[Part { key: "key", explicit: Some(u128::MAX), data: b"data" }]);

        for end in 0..packed.len() {
            assert_eq!(unpack(&packed[..end]), None, "cut at {end}");
        }
        for at in 0..packed.len() {
            for bit in 0..8 {
                let mut flipped = packed.clone();
                flipped[at] ^= 1 << bit;
                assert_eq!(unpack(&flipped), None, "byte {at} bit {bit}");
            }
        }
    }

    fn sealed(inside: &[u8]) -> Vec<u8> {
        [&MAGIC[..], inside, Md5::digest(inside).as_slice()].concat()
    }

    #[test]
    fn what_the_digest_covers_may_still_be_nonsense() {
        // A record whose key is not in the table, one without data, and a length that is not there.
        for inside in [&[0x1a, 4, 8, 0, 0x1a, 0][..], &[0x0a, 1, b'k', 0x1a, 2, 8, 0], &[0x1a, 9, 1]] {
            assert_eq!(unpack(&sealed(inside)), None);
        }
        assert_eq!(unpack(&sealed(&[])), Some(Vec::new()));
        // Tags and unknown fields are passed over.
        let tagged = [0x0a, 1, b'k', 0x1a, 8, 8, 0, 0x1a, 1, b'x', 0x22, 0, 0x38, 0x25, 1, 2, 3, 4];
        assert_eq!(unpack(&sealed(&tagged[..13])).map(|parts| parts.len()), None);
        let tagged = [0x0a, 1, b'k', 0x1a, 7, 8, 0, 0x1a, 1, b'x', 0x22, 0, 0x25, 1, 2, 3, 4];
        assert_eq!(unpack(&sealed(&tagged)), Some(vec![Part { key: "k", explicit: None, data: b"x" }]));
    }

    proptest! {
        #[test]
        fn any_message_is_taken_apart_or_not_at_all(inside: Vec<u8>) {
            let packed = sealed(&inside);
            if let Some(parts) = unpack(&packed) {
                let again = pack(&parts);
                prop_assert_eq!(unpack(&again), Some(parts));
            }
        }

        #[test]
        fn what_is_packed_comes_out(
            records in proptest::collection::vec(("[a-z]{1,8}", any::<Option<u128>>(), any::<Vec<u8>>()), 0..40)
        ) {
            let parts: Vec<Part<'_>> = records
                .iter()
                .map(|(key, explicit, data)| Part { key, explicit: *explicit, data })
                .collect();
            let packed = pack(&parts);
            let bound = 20 + parts.iter().map(|p| p.key.len() + p.data.len() + PART_OVERHEAD_BYTES).sum::<usize>();
            prop_assert!(packed.len() <= bound);
            prop_assert_eq!(unpack(&packed), Some(parts));
        }
    }
}
