//! Keys as bytes whose order is the order of the index.
//!
//! A place in an index is the first eight bytes of the MD5 of the partition value, the value itself after its length, and
//! the sort value, escaped so that its end shows; a secondary index adds the place in the table. So one partition is one
//! range, in order of its sort values, and a scan meets partitions in an order that tells nothing and cuts evenly.

use super::value::{Item, KeyType, Value};
use md5::{Digest, Md5};
use std::ops::Bound;

/// A key attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPart {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: KeyType,
}

/// What a key is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySchema {
    /// The attribute that partitions.
    pub hash: KeyPart,
    /// The attribute that sorts.
    pub range: Option<KeyPart>,
}

/// Ends an escaped value.
const END: [u8; 2] = [0, 0];

impl KeySchema {
    /// The key attributes.
    pub fn parts(&self) -> impl Iterator<Item = &KeyPart> {
        std::iter::once(&self.hash).chain(&self.range)
    }

    /// The place of an item; `None` when a key attribute is absent or of another type.
    pub(super) fn place(&self, item: &Item) -> Option<Vec<u8>> {
        let of = |part: &KeyPart| item.get(&part.name).filter(|value| value.is_key(part.kind));
        let mut place = partition(of(&self.hash)?);
        if let Some(range) = &self.range {
            escape(&sort_bytes(of(range)?), &mut place);
            place.extend_from_slice(&END);
        }
        Some(place)
    }
}

/// What all places of a partition begin with.
pub(super) fn partition(value: &Value) -> Vec<u8> {
    let bytes = sort_bytes(value);
    let digest = Md5::digest(&bytes);
    let mut place = digest[..8].to_vec();
    place.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    place.extend_from_slice(&bytes);
    place
}

/// Which sort values of a partition are meant.
#[derive(Clone, Debug)]
pub enum SortRange<'a> {
    /// Every one.
    All,
    /// From one to another, both included or not.
    Between(Bound<&'a Value>, Bound<&'a Value>),
    /// Those that begin with some bytes.
    BeginsWith(&'a Value),
}

/// The range of places of a partition.
pub(super) fn range(hash: &Value, sort: &SortRange<'_>) -> (Bound<Vec<u8>>, Bound<Vec<u8>>) {
    let prefix = partition(hash);
    let at = |value: &Value, end: &[u8]| {
        let mut place = prefix.clone();
        escape(&sort_bytes(value), &mut place);
        place.extend_from_slice(end);
        place
    };
    match sort {
        SortRange::All => (Bound::Included(prefix.clone()), after(prefix)),
        SortRange::BeginsWith(value) => {
            let first = at(value, &[]);
            (Bound::Included(first.clone()), after(first))
        }
        SortRange::Between(low, high) => {
            let low = match low {
                Bound::Included(value) => Bound::Included(at(value, &END)),
                // A secondary index has more behind the end.
                Bound::Excluded(value) => match after(at(value, &END)) {
                    Bound::Excluded(place) => Bound::Included(place),
                    other => other,
                },
                Bound::Unbounded => Bound::Included(prefix.clone()),
            };
            let high = match high {
                Bound::Included(value) => after(at(value, &END)),
                Bound::Excluded(value) => Bound::Excluded(at(value, &END)),
                Bound::Unbounded => after(prefix),
            };
            (low, high)
        }
    }
}

/// The end of the places that begin with a prefix.
fn after(mut prefix: Vec<u8>) -> Bound<Vec<u8>> {
    while let Some(last) = prefix.pop() {
        if last < u8::MAX {
            prefix.push(last + 1);
            return Bound::Excluded(prefix);
        }
    }
    Bound::Unbounded
}

/// The places of one of `total` equal segments of an index.
pub(super) fn segment(segment: u32, total: u32) -> (Bound<Vec<u8>>, Bound<Vec<u8>>) {
    let start = |number: u32| (u128::from(number) << 64) / u128::from(total.max(1));
    let bytes = |at: u128| u64::try_from(at).map(|at| at.to_be_bytes().to_vec());
    let low = bytes(start(segment)).map_or(Bound::Unbounded, Bound::Included);
    let high = bytes(start(segment.saturating_add(1))).map_or(Bound::Unbounded, Bound::Excluded);
    (low, high)
}

fn sort_bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::S(text) => text.as_bytes().to_vec(),
        Value::N(number) => number.sort_bytes().to_vec(),
        Value::B(bytes) => bytes.clone(),
        // Only key types come here; what else there is has no place.
        _ => Vec::new(),
    }
}

/// A zero becomes `00 FF`, so that nothing inside looks like the end and order is kept.
fn escape(bytes: &[u8], out: &mut Vec<u8>) {
    for byte in bytes {
        out.push(*byte);
        if *byte == 0 {
            out.push(u8::MAX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn schema() -> KeySchema {
        let part = |name: &str, kind| KeyPart { name: name.to_owned(), kind };
        KeySchema { hash: part("h", KeyType::S), range: Some(part("r", KeyType::B)) }
    }

    fn place(hash: &str, range: &[u8]) -> Vec<u8> {
        let item = [("h".to_owned(), Value::S(hash.to_owned())), ("r".to_owned(), Value::B(range.to_vec()))];
        schema().place(&item.into()).unwrap()
    }

    #[test]
    fn an_item_without_its_key_or_with_another_type_has_no_place() {
        let text = Value::S("x".to_owned());
        assert_eq!(schema().place(&Item::from([("h".to_owned(), text.clone())])), None);
        assert_eq!(schema().place(&[("h".to_owned(), text.clone()), ("r".to_owned(), text)].into()), None);
    }

    #[test]
    fn segments_cover_every_place_once() {
        let places: Vec<_> = (0..200).map(|n| place(&format!("key-{n}"), b"")).collect();
        for total in [1, 3, 10, 1_000_000] {
            let holds = |at: &Vec<u8>, number| {
                use std::ops::RangeBounds;
                segment(number, total).contains(at)
            };
            if total <= 10 {
                for at in &places {
                    assert_eq!((0..total).filter(|number| holds(at, *number)).count(), 1);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn ranges_hold_what_they_say(
            values in prop::collection::vec(prop::collection::vec(prop::sample::select(vec![0u8, 1, 254, 255]), 0..4), 2..20),
        ) {
            use std::ops::RangeBounds;
            let (low, high) = (Value::B(values[0].clone()), Value::B(values[1].clone()));
            for value in &values {
                let at = place("p", value);
                let is = |sort: &SortRange<'_>| range(&Value::S("p".to_owned()), sort).contains(&at);
                prop_assert!(is(&SortRange::All));
                prop_assert_eq!(is(&SortRange::BeginsWith(&low)), value.starts_with(&values[0]));
                prop_assert_eq!(
                    is(&SortRange::Between(Bound::Included(&low), Bound::Included(&high))),
                    (&values[0]..=&values[1]).contains(&value)
                );
                prop_assert_eq!(
                    is(&SortRange::Between(Bound::Excluded(&low), Bound::Unbounded)), *value > values[0]
                );
                prop_assert_eq!(
                    is(&SortRange::Between(Bound::Unbounded, Bound::Excluded(&high))), *value < values[1]
                );
                prop_assert_eq!(value.cmp(&values[0]), at.cmp(&place("p", &values[0])));
            }
        }
    }
}
