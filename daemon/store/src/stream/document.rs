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
//! | 10 | what becomes of the shards, array: due (ms on the device timeline), kind, then for 0 split: shard, first hash key of its upper part; for 1 merge: shard, shard; for 2 scale: open shards; for 3 mode: as under 3 |
//! | 11 | when the number of shards was set, array of ms on the device timeline |
//! | 12 | when the mode was set, array of ms on the device timeline |
//! | 15 | metrics of each shard, unsigned, bit n for the n-th of [`super::ShardMetric::ALL`]; absent for none |
//! | 16 | eras of encryption, array in their order; absent for none |
//! | 17 | warm throughput, unsigned, MiB/s; absent when none was asked for |
//! | 18 | resource policy, text; absent for none |
//!
//! An era is an array: its beginning (ms on the device timeline), and for one with a KMS key the key as it was named
//! (text) and its id (16 bytes).
//!
//! A shard is a map: 1 index, 2 first hash key (16 bytes, big-endian), 3 last hash key, 4 track, 5 made (seconds
//! since 1970), 6 parents (array of indexes), for a closed shard 7 closed (ms since 1970), 8 end (place; absent
//! until it is known), 10 closed (ms on the device timeline), and for a shard with parents 9 opened (ms since 1970).
//! Keys 10 to 12 of a stream are there when there is something to say.
//! Unknown keys are skipped, so a later version may add some without a new version byte.

use super::{
    Closed, Distribution, END_UNKNOWN, Extras, HashKey, HashRange, Mode, Parts, Pending, Plan, Resharding,
};
use super::{Settings, Shard, Stream, StreamId};
use millpond_base::{LineMs, Seq, TrackId, WallMs};
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
    let Resharding { pending, scaled, switched } = &stream.resharding;
    let said = [pending.is_some(), !scaled.is_empty(), !switched.is_empty()];
    e.map(9 + said.iter().filter(|said| **said).count() as u64 + stream.extras.count())?;
    e.u8(1)?.str(&stream.name)?;
    e.u8(2)?.u64(stream.created.0)?;
    e.u8(3)?.u8(mode_code(stream.mode))?;
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
    if let Some(pending) = pending {
        e.u8(10)?;
        write_pending(e, pending)?;
    }
    for (key, times) in [(11, scaled), (12, switched)] {
        if !times.is_empty() {
            e.u8(key)?.array(times.len() as u64)?;
            for time in times {
                e.u64(time.0)?;
            }
        }
    }
    stream.extras.write(e)
}

const fn mode_code(mode: Mode) -> u8 {
    match mode {
        Mode::Provisioned => 0,
        Mode::OnDemand => 1,
    }
}

fn write_pending(e: &mut Encoder<&mut Vec<u8>>, pending: &Pending) -> Written {
    let due = pending.due.0;
    match pending.plan {
        Plan::Split { shard, at } => {
            e.array(4)?.u64(due)?.u8(0)?.u32(shard)?.bytes(&at.0.to_be_bytes())?;
        }
        Plan::Merge { shard, adjacent } => {
            e.array(4)?.u64(due)?.u8(1)?.u32(shard)?.u32(adjacent)?;
        }
        Plan::Scale { count } => {
            e.array(3)?.u64(due)?.u8(2)?.u32(count)?;
        }
        Plan::Switch { mode } => {
            e.array(3)?.u64(due)?.u8(3)?.u8(mode_code(mode))?;
        }
    }
    Ok(())
}

fn write_shard(e: &mut Encoder<&mut Vec<u8>>, shard: &Shard) -> Written {
    let end = shard.closed.map(|closed| closed.end).filter(|end| *end != END_UNKNOWN);
    let closed = if shard.closed.is_some() { 2 } else { 0 };
    e.map(6 + closed + u64::from(end.is_some()) + u64::from(!shard.parents.is_empty()))?;
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
        if let Some(end) = end {
            e.u8(8)?.u64(end.0)?;
        }
        e.u8(10)?.u64(closed.line.0)?;
    }
    if !shard.parents.is_empty() {
        e.u8(9)?.u64(shard.opened.0)?;
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
    let mut resharding = Resharding::default();
    for _ in 0..definite(d.map()?)? {
        match d.u64()? {
            1 => name = Some(d.str()?.to_owned()),
            2 => created = Some(WallMs(d.u64()?)),
            3 => settings.mode = mode(d)?,
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
            10 => resharding.pending = Some(read_pending(d)?),
            11 => resharding.scaled = times(d)?,
            12 => resharding.switched = times(d)?,
            key if settings.extras.read(key, d)? => {}
            _ => d.skip()?,
        }
    }
    settings.shard_count = u32::try_from(shards.len()).map_err(Error::custom)?;
    let created = created.ok_or_else(|| Error::message("no creation time"))?;
    for shard in shards.iter_mut().filter(|shard: &&mut Shard| shard.parents.is_empty()) {
        shard.opened = created;
    }
    Ok(Parts {
        id,
        name: name.ok_or_else(|| Error::message("no name"))?,
        created,
        settings,
        resharding,
        wrapped_key: wrapped_key.ok_or_else(|| Error::message("no data key"))?,
        shards,
    })
}

fn mode(d: &mut Decoder<'_>) -> Result<Mode, Error> {
    Ok(if d.u8()? == 1 { Mode::OnDemand } else { Mode::Provisioned })
}

fn times(d: &mut Decoder<'_>) -> Result<Vec<LineMs>, Error> {
    let mut times = Vec::new();
    for _ in 0..definite(d.array()?)? {
        times.push(LineMs(d.u64()?));
    }
    Ok(times)
}

fn read_pending(d: &mut Decoder<'_>) -> Result<Pending, Error> {
    let length = definite(d.array()?)?;
    let due = LineMs(d.u64()?);
    let plan = match (d.u8()?, length) {
        (0, 4) => Plan::Split { shard: d.u32()?, at: hash_key(d)? },
        (1, 4) => Plan::Merge { shard: d.u32()?, adjacent: d.u32()? },
        (2, 3) => Plan::Scale { count: d.u32()? },
        (3, 3) => Plan::Switch { mode: mode(d)? },
        _ => return Err(Error::message("a plan of another version")),
    };
    Ok(Pending { due, plan })
}

fn read_shard(d: &mut Decoder<'_>) -> Result<Shard, Error> {
    let (mut index, mut first, mut last, mut track, mut created_secs) = (None, None, None, None, None);
    let (mut parents, mut wall, mut line, mut end) = (Vec::new(), None, None, END_UNKNOWN);
    let mut opened = WallMs(0);
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
            8 => end = Seq(d.u64()?),
            9 => opened = WallMs(d.u64()?),
            10 => line = Some(LineMs(d.u64()?)),
            _ => d.skip()?,
        }
    }
    let range = first.zip(last).and_then(|(first, last)| HashRange::new(first, last));
    let whole = index.zip(range).zip(track).zip(created_secs);
    let (((index, range), track), created_secs) =
        whole.ok_or_else(|| Error::message("a shard lacks a member"))?;
    let closed = wall.zip(line).map(|(wall, line)| Closed { wall, line, end });
    Ok(Shard { index, range, opened, track, created_secs, parents, closed })
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
    use crate::encryption::{ChosenKey, Encryption};
    use crate::keyring::KeyId;
    use crate::stream::model::tests::{shards, stream};
    use crate::stream::{ResourcePolicy, ShardMetric};
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
        let key = ChosenKey { name: "alias/k".to_owned(), id: KeyId::from_bytes([5; 16]) };
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

    /// A split shard, and everything that can be under way.
    fn resharded(plan: Plan) -> Stream {
        let mut all = shards(2);
        let (wall, line, end) = (WallMs(1_700_000_100_000), LineMs(100_000), Seq(77));
        all[1].closed = Some(Closed { wall, line, end });
        let template = all[1].clone();
        all.push(Shard { index: 2, parents: vec![1], opened: wall, closed: None, ..template });
        let mut parts = stream(all).unwrap().parts();
        parts.resharding = Resharding {
            pending: Some(Pending { due: LineMs(100_500), plan }),
            scaled: vec![LineMs(90_000), LineMs(95_000)],
            switched: vec![LineMs(99_000)],
        };
        Stream::assemble(parts).unwrap()
    }

    #[test]
    fn what_is_under_way_survives_its_document() {
        for plan in [
            Plan::Split { shard: 0, at: HashKey(1 << 100) },
            Plan::Merge { shard: 0, adjacent: 2 },
            Plan::Scale { count: 4 },
            Plan::Switch { mode: Mode::OnDemand },
        ] {
            let stream = resharded(plan);
            let bytes = encode(&stream);

            assert!(same(&stream, &decode(stream.id, &bytes).unwrap()), "{plan:?}");
            assert!((0..bytes.len()).all(|cut| decode(StreamId(7), &bytes[..cut]).is_none()), "{plan:?}");
        }
    }

    #[test]
    fn the_bytes_of_a_resharded_stream_are_frozen() {
        let bytes = encode(&resharded(Plan::Split { shard: 0, at: HashKey(1 << 100) }));

        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, include_str!("document_v1_resharded.hex").trim_end());
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
