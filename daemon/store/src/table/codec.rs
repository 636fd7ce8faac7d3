//! Items as bytes.
//!
//! Grammar, version 1: CBOR map of name -> value, names in order; value = text | bytes | bool | null | array of values |
//! map of name -> value | tag 40000 (number as plain text) | tag 40001 (array of texts) | tag 40002 (array of numbers as
//! texts) | tag 40003 (array of bytes). Sets are in order and without repetition.

use super::number::Number;
use super::value::{DEPTH_MAX, Item, Value};
use minicbor::data::{Tag, Type};
use minicbor::{Decoder, Encoder};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

const NUMBER: u64 = 40_000;
const TEXTS: u64 = 40_001;
const NUMBERS: u64 = 40_002;
const BLOBS: u64 = 40_003;

type Encoded = Result<(), minicbor::encode::Error<Infallible>>;
type Decoded<T> = Result<T, minicbor::decode::Error>;

/// The bytes of an item.
pub(super) fn encode(item: &Item) -> Vec<u8> {
    let mut cbor = Encoder::new(Vec::with_capacity(128));
    write_entries(item, &mut cbor).expect("writing to a vector cannot fail");
    cbor.into_writer()
}

fn write_entries(entries: &BTreeMap<String, Value>, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
    cbor.map(entries.len() as u64)?;
    for (name, value) in entries {
        cbor.str(name)?;
        write(value, cbor)?;
    }
    Ok(())
}

fn write(value: &Value, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
    match value {
        Value::S(text) => cbor.str(text)?.ok(),
        Value::N(number) => cbor.tag(Tag::new(NUMBER))?.str(&number.to_string())?.ok(),
        Value::B(bytes) => cbor.bytes(bytes)?.ok(),
        Value::Bool(b) => cbor.bool(*b)?.ok(),
        Value::Null => cbor.null()?.ok(),
        Value::L(items) => {
            cbor.array(items.len() as u64)?;
            items.iter().try_for_each(|item| write(item, cbor))
        }
        Value::M(entries) => write_entries(entries, cbor),
        Value::Ss(texts) => {
            cbor.tag(Tag::new(TEXTS))?.array(texts.len() as u64)?;
            texts.iter().try_for_each(|text| cbor.str(text)?.ok())
        }
        Value::Ns(numbers) => {
            cbor.tag(Tag::new(NUMBERS))?.array(numbers.len() as u64)?;
            numbers.iter().try_for_each(|number| cbor.str(&number.to_string())?.ok())
        }
        Value::Bs(all) => {
            cbor.tag(Tag::new(BLOBS))?.array(all.len() as u64)?;
            all.iter().try_for_each(|bytes| cbor.bytes(bytes)?.ok())
        }
    }
}

/// The item of some bytes; `None` when they are none.
pub(super) fn decode(bytes: &[u8]) -> Option<Item> {
    let mut cbor = Decoder::new(bytes);
    let item = entries(&mut cbor, DEPTH_MAX + 1).ok()?;
    (cbor.position() == bytes.len()).then_some(item)
}

fn entries(cbor: &mut Decoder<'_>, depth: usize) -> Decoded<BTreeMap<String, Value>> {
    let count = counted(cbor.map()?)?;
    let mut entries = BTreeMap::new();
    for _ in 0..count {
        let name = cbor.str()?.to_owned();
        entries.insert(name, value(cbor, depth)?);
    }
    Ok(entries)
}

fn value(cbor: &mut Decoder<'_>, depth: usize) -> Decoded<Value> {
    let deeper = || depth.checked_sub(1).ok_or(minicbor::decode::Error::message("depth"));
    Ok(match cbor.datatype()? {
        Type::String => Value::S(cbor.str()?.to_owned()),
        Type::Bytes => Value::B(cbor.bytes()?.to_vec()),
        Type::Bool => Value::Bool(cbor.bool()?),
        Type::Null => {
            cbor.null()?;
            Value::Null
        }
        Type::Array => {
            let depth = deeper()?;
            let count = counted(cbor.array()?)?;
            Value::L((0..count).map(|_| value(cbor, depth)).collect::<Decoded<_>>()?)
        }
        Type::Map => Value::M(entries(cbor, deeper()?)?),
        Type::Tag => tagged(cbor)?,
        _ => return Err(minicbor::decode::Error::message("type")),
    })
}

fn tagged(cbor: &mut Decoder<'_>) -> Decoded<Value> {
    let tag = cbor.tag()?.as_u64();
    if tag == NUMBER {
        return Ok(Value::N(number(cbor)?));
    }
    let count = counted(cbor.array()?)?;
    Ok(match tag {
        TEXTS => Value::Ss((0..count).map(|_| Ok(cbor.str()?.to_owned())).collect::<Decoded<BTreeSet<_>>>()?),
        NUMBERS => Value::Ns((0..count).map(|_| number(cbor)).collect::<Decoded<_>>()?),
        BLOBS => Value::Bs((0..count).map(|_| Ok(cbor.bytes()?.to_vec())).collect::<Decoded<BTreeSet<_>>>()?),
        _ => return Err(minicbor::decode::Error::message("tag")),
    })
}

fn number(cbor: &mut Decoder<'_>) -> Decoded<Number> {
    Number::parse(cbor.str()?).map_err(minicbor::decode::Error::custom)
}

fn counted(count: Option<u64>) -> Decoded<u64> {
    count.ok_or(minicbor::decode::Error::message("length"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> Item {
        let number = |text: &str| Number::parse(text).unwrap();
        let inner = Item::from([("x".to_owned(), Value::L(vec![Value::Null, Value::Bool(true)]))]);
        Item::from([
            ("s".to_owned(), Value::S("text".to_owned())),
            ("n".to_owned(), Value::N(number("-1.5"))),
            ("b".to_owned(), Value::B(vec![0, 255])),
            ("m".to_owned(), Value::M(inner)),
            ("ss".to_owned(), Value::Ss(["a".to_owned(), "b".to_owned()].into())),
            ("ns".to_owned(), Value::Ns([number("2"), number("1")].into())),
            ("bs".to_owned(), Value::Bs([vec![1], vec![]].into())),
        ])
    }

    /// Golden: these bytes are on flash somewhere.
    const HEX: &str = "a761624200ff626273d99c4382404101616da161788 2f6f5616ed99c40642d312e35626e73d99c4282613161326173\
                       6474657874627373d99c418261616162";

    #[test]
    fn an_item_reads_back_and_its_bytes_are_frozen() {
        let bytes = encode(&item());

        let hex: String = HEX.split_whitespace().collect();
        assert_eq!(millpond_base::hex(&bytes), hex);
        assert!(decode(&bytes) == Some(item()));
    }

    #[test]
    fn every_truncation_is_refused() {
        let bytes = encode(&item());
        for end in 0..bytes.len() {
            assert!(decode(&bytes[..end]).is_none(), "cut at {end}");
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_refused() {
        let mut value = Value::Null;
        for _ in 0..DEPTH_MAX {
            value = Value::L(vec![value]);
        }
        assert!(decode(&encode(&Item::from([("a".to_owned(), value.clone())]))).is_some());
        let deeper = Value::L(vec![Value::L(vec![value])]);
        assert!(decode(&encode(&Item::from([("a".to_owned(), deeper)]))).is_none());
    }
}
