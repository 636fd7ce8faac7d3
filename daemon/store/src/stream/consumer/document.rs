//! A consumer's document in the catalog.
//!
//! One byte of version, 1, then a CBOR map:
//!
//! | key | value |
//! |---|---|
//! | 1 | name, text |
//! | 2 | registered, unsigned, ms since 1970 |
//! | 3 | number of its stream, unsigned |
//! | 4 | tags, map of text to text |
//! | 5 | resource policy, text; absent for none |
//!
//! Unknown keys are skipped, so a later version may add some without a new version byte.

use super::{Consumer, ConsumerId};
use crate::stream::{ResourcePolicy, StreamId};
use millpond_base::WallMs;
use minicbor::decode::Error;
use minicbor::{Decoder, Encoder};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The documents' kind in the catalog.
pub(crate) const KIND: &str = "stream-consumer";
const VERSION: u8 = 1;

/// Writes a consumer down.
pub(super) fn encode(consumer: &Consumer) -> Vec<u8> {
    let mut out = vec![VERSION];
    write(&mut Encoder::new(&mut out), consumer).expect("writing to memory does not fail");
    out
}

type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

fn write(e: &mut Encoder<&mut Vec<u8>>, consumer: &Consumer) -> Written {
    e.map(if consumer.policy.is_some() { 5 } else { 4 })?.u8(1)?.str(&consumer.name)?;
    e.u8(2)?.u64(consumer.created.0)?.u8(3)?.u64(consumer.stream.0)?;
    e.u8(4)?.map(consumer.tags.len() as u64)?;
    for (key, value) in &consumer.tags {
        e.str(key)?.str(value)?;
    }
    if let Some(policy) = &consumer.policy {
        e.u8(5)?.str(policy.text())?;
    }
    Ok(())
}

/// Reads a consumer back; `None` for bytes that are not a document of a version this binary knows.
pub(crate) fn decode(id: ConsumerId, bytes: &[u8]) -> Option<Consumer> {
    let (&VERSION, rest) = bytes.split_first()? else { return None };
    let mut d = Decoder::new(rest);
    let consumer = read(&mut d, id).ok()?;
    (d.position() == rest.len()).then_some(consumer)
}

fn read(d: &mut Decoder<'_>, id: ConsumerId) -> Result<Consumer, Error> {
    let (mut name, mut created, mut stream, mut tags) = (None, None, None, BTreeMap::new());
    let mut policy = None;
    for _ in 0..definite(d.map()?)? {
        match d.u64()? {
            1 => name = Some(d.str()?.to_owned()),
            2 => created = Some(WallMs(d.u64()?)),
            3 => stream = Some(StreamId(d.u64()?)),
            4 => {
                for _ in 0..definite(d.map()?)? {
                    tags.insert(d.str()?.to_owned(), d.str()?.to_owned());
                }
            }
            5 => {
                let kept = ResourcePolicy::kept(d.str()?);
                policy = Some(Arc::new(kept.ok_or_else(|| Error::message("a policy does not read"))?));
            }
            _ => d.skip()?,
        }
    }
    Ok(Consumer {
        id,
        name: name.ok_or_else(|| Error::message("no name"))?,
        created: created.ok_or_else(|| Error::message("no time of registration"))?,
        stream: stream.ok_or_else(|| Error::message("no stream"))?,
        tags,
        policy,
    })
}

fn definite(length: Option<u64>) -> Result<u64, Error> {
    length.ok_or_else(|| Error::message("a length is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consumer() -> Consumer {
        Consumer {
            id: ConsumerId(9),
            stream: StreamId(7),
            name: "dashboard".to_owned(),
            created: WallMs(1_700_000_000_123),
            tags: BTreeMap::from([("team".to_owned(), "water".to_owned())]),
            policy: None,
        }
    }

    #[test]
    fn a_consumer_survives_its_document() {
        let again = decode(ConsumerId(9), &encode(&consumer()));

        assert_eq!(again, Some(consumer()));
    }

    #[test]
    fn a_policy_survives_the_document_behind_everything_else() {
        let text = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"kinesis:*","Resource":"*"}}"#;
        let policy = ResourcePolicy::parse(text, "arn").unwrap();
        let shared = Consumer { policy: Some(Arc::new(policy)), ..consumer() };

        let bytes = encode(&shared);

        assert_eq!(decode(ConsumerId(9), &bytes), Some(shared));
        let plain = encode(&consumer());
        assert_eq!(bytes[2..plain.len()], plain[2..]);
        assert_eq!(bytes[plain.len()..][..3], [5, 0x78, 84]);
        for cut in 0..bytes.len() {
            assert_eq!(decode(ConsumerId(9), &bytes[..cut]), None, "{cut} bytes");
        }
    }

    #[test]
    fn the_bytes_of_version_1_are_frozen() {
        let hex: String = encode(&consumer()).iter().map(|b| format!("{b:02x}")).collect();

        assert_eq!(hex, include_str!("document_v1.hex").trim_end());
    }

    #[test]
    fn a_truncated_document_is_refused() {
        let bytes = encode(&consumer());

        for cut in 0..bytes.len() {
            assert!(decode(ConsumerId(9), &bytes[..cut]).is_none(), "{cut} bytes");
        }
    }

    #[test]
    fn no_flipped_bit_makes_the_decoder_panic() {
        let whole = encode(&consumer());

        for bit in 0..whole.len() * 8 {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let _ = decode(ConsumerId(9), &bytes);
        }
    }

    #[test]
    fn unknown_members_are_skipped_and_a_newer_version_is_refused() {
        let mut more = encode(&consumer());
        more[1] = 0xa5;
        more.extend([0x18, 99, 0x61, b'x']);
        assert_eq!(decode(ConsumerId(9), &more), Some(consumer()));

        let mut newer = encode(&consumer());
        newer[0] = 2;
        assert_eq!(decode(ConsumerId(9), &newer), None);
    }
}
