//! A stream's document in the catalog.
//!
//! One byte of version, 1, then a CBOR map:
//!
//! | key | value |
//! |---|---|
//! | 1 | name, text |
//! | 2 | created, unsigned, ms since 1970 |
//! | 3 | mode: 0 provisioned, 1 on demand |
//! | 4 | distribution: 0 partition key, 1 even |
//! | 5 | retention, unsigned, hours |
//! | 6 | largest record, unsigned, KiB |
//! | 7 | wrapped data key, bytes |
//! | 8 | shards, array of maps |
//! | 9 | tags, map of text to text |
//! | 15 | metrics of each shard, unsigned, bit n for the n-th of [`super::ShardMetric::ALL`]; absent for none |
//! | 16 | eras of encryption, array in their order; absent for none |
//! | 17 | warm throughput, unsigned, MiB/s; absent when none was asked for |
//! | 18 | resource policy, text; absent for none |
//!
//! An era is an array: its beginning (ms on the device timeline), and for one with a KMS key the key as it was named
//! (text) and its id (16 bytes).
//!
//! A shard is a map: 1 index, 2 first hash key (16 bytes, big-endian), 3 last hash key, 4 track, 5 made (seconds
//! since 1970), 6 parents (array of indexes), and for a closed shard 7 closed (ms since 1970), 8 end (place).
//! Unknown keys are skipped, so a later version may add some without a new version byte.

use super::{
    Closed, Distribution, Extras, HashKey, HashRange, Mode, Parts, Settings, Shard, Stream, StreamId,
};
use millpond_base::{Seq, TrackId, WallMs};
use minicbor::data::Type;
use minicbor::decode::Error;
use minicbor::{Decoder, Encoder};
use std::collections::BTreeMap;

/// The documents' kind in the catalog.
pub(crate) const KIND: &str = "stream";
const VERSION: u8 = 1;

/// Writes a stream down.
pub(super) fn encode(stream: &Stream) -> Vec<u8> {
    let mut out = vec![VERSION];
    write(&mut Encoder::new(&mut out), stream).expect("writing to memory does not fail");
    out
}

type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

fn write(e: &mut Encoder<&mut Vec<u8>>, stream: &Stream) -> Written {
    e.map(9 + stream.extras.count())?;
    e.u8(1)?.str(&stream.name)?;
    e.u8(2)?.u64(stream.created.0)?;
    e.u8(3)?.u8(match stream.mode {
        Mode::Provisioned => 0,
        Mode::OnDemand => 1,
    })?;
    e.u8(4)?.u8(match stream.distribution {
        Distribution::PartitionKey => 0,
        Distribution::Even => 1,
    })?;
    e.u8(5)?.u32(stream.retention_hours)?;
    e.u8(6)?.u32(stream.record_kib_max)?;
    e.u8(7)?.bytes(&stream.wrapped_key)?;
    e.u8(8)?.array(stream.shards().len() as u64)?;
    for shard in stream.shards() {
        write_shard(e, shard)?;
    }
    e.u8(9)?.map(stream.tags.len() as u64)?;
    for (key, value) in &stream.tags {
        e.str(key)?.str(value)?;
    }
    stream.extras.write(e)
}

fn write_shard(e: &mut Encoder<&mut Vec<u8>>, shard: &Shard) -> Written {
    e.map(if shard.closed.is_some() { 8 } else { 6 })?;
    e.u8(1)?.u32(shard.index)?;
    e.u8(2)?.bytes(&shard.range.first().0.to_be_bytes())?;
    e.u8(3)?.bytes(&shard.range.last().0.to_be_bytes())?;
    e.u8(4)?.u32(shard.track.0)?;
    e.u8(5)?.u64(shard.created_secs)?;
    e.u8(6)?.array(shard.parents.len() as u64)?;
    for parent in &shard.parents {
        e.u32(*parent)?;
    }
    if let Some(closed) = shard.closed {
        e.u8(7)?.u64(closed.wall.0)?;
        e.u8(8)?.u64(closed.end.0)?;
    }
    Ok(())
}

/// Reads a stream back; `None` for bytes that are not a document of a version this binary knows.
pub(crate) fn decode(id: StreamId, bytes: &[u8]) -> Option<Stream> {
    let (&VERSION, rest) = bytes.split_first()? else { return None };
    let mut d = Decoder::new(rest);
    let stream = Stream::assemble(read(&mut d, id).ok()?)?;
    (d.position() == rest.len()).then_some(stream)
}

fn read(d: &mut Decoder<'_>, id: StreamId) -> Result<Parts, Error> {
    let mut settings = Settings {
        mode: Mode::Provisioned,
        distribution: Distribution::PartitionKey,
        shard_count: 0,
        retention_hours: 0,
        record_kib_max: 0,
        tags: BTreeMap::new(),
        extras: Extras::default(),
    };
    let (mut name, mut created, mut wrapped_key, mut shards) = (None, None, None, Vec::new());
    for _ in 0..definite(d.map()?)? {
        match d.u64()? {
            1 => name = Some(d.str()?.to_owned()),
            2 => created = Some(WallMs(d.u64()?)),
            3 => settings.mode = if d.u8()? == 1 { Mode::OnDemand } else { Mode::Provisioned },
            4 => {
                settings.distribution =
                    if d.u8()? == 1 { Distribution::Even } else { Distribution::PartitionKey }
            }
            5 => settings.retention_hours = d.u32()?,
            6 => settings.record_kib_max = d.u32()?,
            7 => wrapped_key = Some(d.bytes()?.to_vec()),
            8 => {
                for _ in 0..definite(d.array()?)? {
                    shards.push(read_shard(d)?);
                }
            }
            9 => {
                for _ in 0..definite(d.map()?)? {
                    settings.tags.insert(d.str()?.to_owned(), d.str()?.to_owned());
                }
            }
            key if settings.extras.read(key, d)? => {}
            _ => d.skip()?,
        }
    }
    settings.shard_count = u32::try_from(shards.len()).map_err(Error::custom)?;
    Ok(Parts {
        id,
        name: name.ok_or_else(|| Error::message("no name"))?,
        created: created.ok_or_else(|| Error::message("no creation time"))?,
        settings,
        wrapped_key: wrapped_key.ok_or_else(|| Error::message("no data key"))?,
        shards,
    })
}

fn read_shard(d: &mut Decoder<'_>) -> Result<Shard, Error> {
    let (mut index, mut first, mut last, mut track, mut created_secs) = (None, None, None, None, None);
    let (mut parents, mut wall, mut end) = (Vec::new(), None, None);
    for _ in 0..definite(d.map()?)? {
        match d.u64()? {
            1 => index = Some(d.u32()?),
            2 => first = Some(hash_key(d)?),
            3 => last = Some(hash_key(d)?),
            4 => track = Some(TrackId(d.u32()?)),
            5 => created_secs = Some(d.u64()?),
            6 => {
                for _ in 0..definite(d.array()?)? {
                    parents.push(d.u32()?);
                }
            }
            7 => wall = Some(WallMs(d.u64()?)),
            8 => end = Some(Seq(d.u64()?)),
            _ => d.skip()?,
        }
    }
    let range = first.zip(last).and_then(|(first, last)| HashRange::new(first, last));
    let whole = index.zip(range).zip(track).zip(created_secs);
    let (((index, range), track), created_secs) =
        whole.ok_or_else(|| Error::message("a shard lacks a member"))?;
    let closed = wall.zip(end).map(|(wall, end)| Closed { wall, end });
    Ok(Shard { index, range, track, created_secs, parents, closed })
}

fn hash_key(d: &mut Decoder<'_>) -> Result<HashKey, Error> {
    let bytes = d.bytes()?.try_into().map_err(|_| Error::type_mismatch(Type::Bytes))?;
    Ok(HashKey(u128::from_be_bytes(bytes)))
}

fn definite(length: Option<u64>) -> Result<u64, Error> {
    length.ok_or_else(|| Error::message("a length is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::KeyId;
    use crate::stream::model::tests::{shards, stream};
    use crate::stream::{Encryption, ResourcePolicy, ShardMetric, StreamKey};
    use millpond_base::LineMs;
    use std::sync::Arc;

    fn same(a: &Stream, b: &Stream) -> bool {
        format!("{a:?}") == format!("{b:?}")
    }

    #[test]
    fn a_stream_survives_its_document() {
        let stream = stream(shards(5)).unwrap();

        let again = decode(stream.id, &encode(&stream)).unwrap();

        assert!(same(&stream, &again));
    }

    #[test]
    fn a_split_shard_survives_its_document() {
        let mut all = shards(2);
        all[1].closed = Some(Closed { wall: WallMs(1_700_000_100_000), end: Seq(77) });
        let template = all[1].clone();
        all.push(Shard { index: 2, parents: vec![1], closed: None, ..template });
        let stream = stream(all).unwrap();

        let again = decode(stream.id, &encode(&stream)).unwrap();

        assert!(same(&stream, &again));
    }

    #[test]
    fn everything_that_can_be_set_survives_the_document() {
        let mut all = stream(shards(1)).unwrap();
        all.extras = everything();

        let bytes = encode(&all);
        let again = decode(all.id, &bytes).unwrap();

        assert!(same(&all, &again));
        for cut in 0..bytes.len() {
            assert!(decode(all.id, &bytes[..cut]).is_none(), "{cut} bytes");
        }
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let _ = decode(all.id, &bytes);
        }
    }

    /// Every setting that most streams leave as it is, in a form that stays.
    fn everything() -> Extras {
        let mut encryption = Encryption::default();
        let key = StreamKey { name: "alias/k".to_owned(), id: KeyId::from_bytes([5; 16]) };
        encryption.begin(Some(key), LineMs(1_000), LineMs(0));
        encryption.begin(None, LineMs(2_000), LineMs(0));
        let arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
        let text = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"kinesis:*","Resource":"*"}}"#;
        let policy = ResourcePolicy::parse(text, arn).unwrap();
        Extras {
            metrics: [ShardMetric::IncomingBytes, ShardMetric::OutgoingRecords].into_iter().collect(),
            encryption,
            warm_mibps: Some(12),
            policy: Some(Arc::new(policy)),
        }
    }

    #[test]
    fn the_bytes_of_what_can_be_set_are_frozen() {
        let mut all = stream(shards(1)).unwrap();
        let plain = encode(&all).len();
        all.extras = everything();

        let bytes = encode(&all);

        let hex: String = bytes[plain..].iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, include_str!("document_v1_extras.hex").trim_end());
    }

    #[test]
    fn the_bytes_of_version_1_are_frozen() {
        let bytes = encode(&stream(shards(1)).unwrap());

        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, include_str!("document_v1.hex").trim_end());
    }

    #[test]
    fn a_truncated_document_is_refused() {
        let bytes = encode(&stream(shards(2)).unwrap());

        for cut in 0..bytes.len() {
            assert!(decode(StreamId(7), &bytes[..cut]).is_none(), "{cut} bytes");
        }
    }

    #[test]
    fn no_flipped_bit_makes_the_decoder_panic() {
        let whole = encode(&stream(shards(2)).unwrap());

        for bit in 0..whole.len() * 8 {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let _ = decode(StreamId(7), &bytes);
        }
    }

    #[test]
    fn a_newer_version_is_refused() {
        let mut bytes = encode(&stream(shards(1)).unwrap());
        bytes[0] = 2;

        assert!(decode(StreamId(7), &bytes).is_none());
    }
}
