//! A stream queue's document in the catalog.
//!
//! One byte of version, 1, then a CBOR map:
//!
//! | key | value |
//! |---|---|
//! | 1 | generated id, text |
//! | 2 | name, text |
//! | 3 | stream (this life of it), unsigned |
//! | 4 | the stream's name, text |
//! | 5 | journal's track, unsigned |
//! | 6 | bell, a track without records, unsigned |
//! | 7 | wrapped data key of the journal, bytes |
//! | 8 | created, unsigned, ms since 1970 |
//! | 9 | starting position: 0 latest, 1 trim horizon, 2 at timestamp |
//! | 10 | the moment from which it delivers, unsigned, ms since 1970 |
//! | 11 | where it starts in each shard there was, array of arrays of index and place |
//! | 12 | visibility timeout, unsigned, seconds |
//! | 13 | receives after which a record is a dead letter, unsigned; absent when none ever is |
//! | 14 | tags, map of text to text |
//! | 15 | resource policy, text; absent for none |
//!
//! Unknown keys are skipped, so a later version may add some without a new version byte.

use super::settings::{Settings, Start};
use crate::stream::{ResourcePolicy, StreamId};
use millpond_base::{TrackId, WallMs};
use minicbor::decode::Error;
use minicbor::{Decoder, Encoder};
use std::collections::BTreeMap;
use std::sync::Arc;

const VERSION: u8 = 1;

/// Everything about a queue that survives a restart, apart from what became of its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    pub(super) id: String,
    pub(crate) name: String,
    pub(super) stream: StreamId,
    pub(super) stream_name: String,
    pub(crate) journal: TrackId,
    pub(super) bell: TrackId,
    pub(crate) wrapped_key: Vec<u8>,
    pub(super) created: WallMs,
    pub(super) start: Start,
    pub(super) starts_at: WallMs,
    pub(super) places: BTreeMap<u32, u64>,
    pub(super) settings: Settings,
    pub(super) tags: BTreeMap<String, String>,
    pub(super) policy: Option<Arc<ResourcePolicy>>,
}

type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

impl Document {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        self.write(&mut Encoder::new(&mut out)).expect("writing to memory does not fail");
        out
    }

    fn write(&self, e: &mut Encoder<&mut Vec<u8>>) -> Written {
        let optional = [self.settings.receives_max.is_some(), self.policy.is_some()];
        e.map(13 + optional.into_iter().map(u64::from).sum::<u64>())?;
        e.u8(1)?.str(&self.id)?.u8(2)?.str(&self.name)?;
        e.u8(3)?.u64(self.stream.0)?.u8(4)?.str(&self.stream_name)?;
        e.u8(5)?.u32(self.journal.0)?.u8(6)?.u32(self.bell.0)?;
        e.u8(7)?.bytes(&self.wrapped_key)?.u8(8)?.u64(self.created.0)?;
        e.u8(9)?.u8(match self.start {
            Start::Latest => 0,
            Start::TrimHorizon => 1,
            Start::AtTimestamp => 2,
        })?;
        e.u8(10)?.u64(self.starts_at.0)?;
        e.u8(11)?.array(self.places.len() as u64)?;
        for (&shard, &place) in &self.places {
            e.array(2)?.u32(shard)?.u64(place)?;
        }
        e.u8(12)?.u32(self.settings.visibility_s)?;
        if let Some(receives_max) = self.settings.receives_max {
            e.u8(13)?.u32(receives_max)?;
        }
        e.u8(14)?.map(self.tags.len() as u64)?;
        for (key, value) in &self.tags {
            e.str(key)?.str(value)?;
        }
        if let Some(policy) = &self.policy {
            e.u8(15)?.str(policy.text())?;
        }
        Ok(())
    }

    /// `None` for bytes that are not a document of a version this binary knows.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let (&VERSION, rest) = bytes.split_first()? else { return None };
        let mut d = Decoder::new(rest);
        let document = Self::read(&mut d).ok()?;
        let whole = !document.id.is_empty() && !document.name.is_empty() && !document.wrapped_key.is_empty();
        (whole && d.position() == rest.len()).then_some(document)
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        let mut document = Self {
            id: String::new(),
            name: String::new(),
            stream: StreamId(0),
            stream_name: String::new(),
            journal: TrackId(0),
            bell: TrackId(0),
            wrapped_key: Vec::new(),
            created: WallMs(0),
            start: Start::Latest,
            starts_at: WallMs(0),
            places: BTreeMap::new(),
            settings: Settings { receives_max: None, ..Settings::default() },
            tags: BTreeMap::new(),
            policy: None,
        };
        for _ in 0..definite(d.map()?)? {
            match d.u64()? {
                1 => d.str()?.clone_into(&mut document.id),
                2 => d.str()?.clone_into(&mut document.name),
                3 => document.stream = StreamId(d.u64()?),
                4 => d.str()?.clone_into(&mut document.stream_name),
                5 => document.journal = TrackId(d.u32()?),
                6 => document.bell = TrackId(d.u32()?),
                7 => document.wrapped_key = d.bytes()?.to_vec(),
                8 => document.created = WallMs(d.u64()?),
                9 => document.start = start(d.u8()?)?,
                10 => document.starts_at = WallMs(d.u64()?),
                11 => document.places = places(d)?,
                12 => document.settings.visibility_s = d.u32()?,
                13 => document.settings.receives_max = Some(d.u32()?),
                14 => {
                    for _ in 0..definite(d.map()?)? {
                        document.tags.insert(d.str()?.to_owned(), d.str()?.to_owned());
                    }
                }
                15 => {
                    let kept = ResourcePolicy::kept(d.str()?);
                    let kept = kept.ok_or_else(|| Error::message("a policy does not read"))?;
                    document.policy = Some(Arc::new(kept));
                }
                _ => d.skip()?,
            }
        }
        Ok(document)
    }
}

fn start(kind: u8) -> Result<Start, Error> {
    match kind {
        0 => Ok(Start::Latest),
        1 => Ok(Start::TrimHorizon),
        2 => Ok(Start::AtTimestamp),
        _ => Err(Error::message("an unknown starting position")),
    }
}

fn places(d: &mut Decoder<'_>) -> Result<BTreeMap<u32, u64>, Error> {
    let mut places = BTreeMap::new();
    for _ in 0..definite(d.array()?)? {
        if definite(d.array()?)? != 2 {
            return Err(Error::message("a place is an index and a number"));
        }
        places.insert(d.u32()?, d.u64()?);
    }
    Ok(places)
}

fn definite(length: Option<u64>) -> Result<u64, Error> {
    length.ok_or_else(|| Error::message("a length is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        Document {
            id: "q0123456789abcdefghi".to_owned(),
            name: "orders".to_owned(),
            stream: StreamId(7),
            stream_name: "readings".to_owned(),
            journal: TrackId(12),
            bell: TrackId(13),
            wrapped_key: vec![9; 40],
            created: WallMs(1_700_000_000_123),
            start: Start::AtTimestamp,
            starts_at: WallMs(1_700_000_000_000),
            places: BTreeMap::from([(0, 0), (1, 70_000)]),
            settings: Settings { visibility_s: 45, receives_max: Some(3) },
            tags: BTreeMap::from([("team".to_owned(), "water".to_owned())]),
            policy: None,
        }
    }

    #[test]
    fn a_queue_survives_its_document() {
        let without = Settings { receives_max: None, ..Settings::default() };
        let text = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"kinesis:*","Resource":"*"}}"#;
        let policy = Some(Arc::new(ResourcePolicy::parse(text, "arn").unwrap()));
        let shared = Document { policy, ..document() };
        assert!(shared.encode()[2..].starts_with(&document().encode()[2..]));
        for document in [document(), Document { settings: without, ..document() }, shared] {
            assert_eq!(Document::decode(&document.encode()), Some(document));
        }
    }

    #[test]
    fn the_bytes_of_version_1_are_frozen() {
        let hex = millpond_base::hex(&document().encode());

        assert_eq!(hex, include_str!("document_v1.hex").trim_end());
    }

    #[test]
    fn a_truncated_or_newer_document_is_refused() {
        let bytes = document().encode();

        for cut in 0..bytes.len() {
            assert_eq!(Document::decode(&bytes[..cut]), None, "{cut} bytes");
        }
        assert_eq!(Document::decode(&[&[2], &bytes[1..]].concat()), None);
    }

    #[test]
    fn no_flipped_bit_makes_the_decoder_panic() {
        let whole = document().encode();

        for bit in 0..whole.len() * 8 {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let _ = Document::decode(&bytes);
        }
    }
}
