//! What a table is, apart from its items, and its catalog document.
//!
//! Grammar, version 1: CBOR map of integer keys, absent ones left out:
//! `0: version u8, 1: name text, 2: track u32, 3: wrapped data key bytes, 4: created (wall clock, ms), 5: id bytes[16],
//! 6: key schema, 7: array of indexes, 8: throughput, 9: deletion protection bool, 10: tags map text -> text,
//! 11: expiry attribute text, 12: table class text, 13: on demand since (wall clock, ms), 14: most units on demand [read
//! i64, write i64], 15: KMS key text`;
//! key schema = array of [name text, type text]; index = [name text, local bool, key schema, projection text, array of
//! text, throughput]; throughput = [read u64, write u64], [0, 0] on demand.

use super::key::{KeyPart, KeySchema};
use super::value::KeyType;
use millpond_base::{TrackId, WallMs};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use std::collections::BTreeMap;
use std::convert::Infallible;

const VERSION: u8 = 1;

/// Capacity units that were asked for; kept and shown, not enforced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Throughput {
    /// Read capacity units; zero on demand.
    pub read: u64,
    /// Write capacity units; zero on demand.
    pub write: u64,
}

/// Which attributes an index gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Projection {
    /// All.
    All,
    /// Those of the keys of index and table.
    KeysOnly,
    /// Those of the keys, and these.
    Include(Vec<String>),
}

/// A secondary index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexDefinition {
    /// Its name.
    pub name: String,
    /// True when it shares the table's partition attribute.
    pub local: bool,
    /// Its key.
    pub key: KeySchema,
    /// What it gives.
    pub projection: Projection,
    /// Its own capacity.
    pub throughput: Throughput,
}

/// What clients decide about a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The table's key.
    pub key: KeySchema,
    /// Its secondary indexes.
    pub indexes: Vec<IndexDefinition>,
    /// Provisioned capacity; zeros on demand.
    pub throughput: Throughput,
    /// When it began to be paid on demand.
    pub on_demand_since: Option<WallMs>,
    /// Most units on demand, -1 for no bound; kept and shown.
    pub on_demand_max: Option<(i64, i64)>,
    /// Refuses to be deleted.
    pub deletion_protection: bool,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// The attribute that says when an item expires, in seconds since 1970.
    pub expiry: Option<String>,
    /// `STANDARD_INFREQUENT_ACCESS` and the like; kept and shown.
    pub class: Option<String>,
    /// The KMS key that was asked for.
    pub kms_key: Option<String>,
}

/// Everything about a table that survives a restart, apart from its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// Unique among all tables ever.
    pub id: [u8; 16],
    /// When it was made.
    pub created: WallMs,
    /// What clients decide.
    pub settings: Settings,
    pub(crate) track: TrackId,
    pub(crate) wrapped_key: Vec<u8>,
}

type Encoded = Result<(), minicbor::encode::Error<Infallible>>;
type Decoded<T> = Result<T, minicbor::decode::Error>;

impl Definition {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut cbor = Encoder::new(Vec::with_capacity(256));
        self.write(&mut cbor).expect("writing to a vector cannot fail");
        cbor.into_writer()
    }

    fn write(&self, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
        let settings = &self.settings;
        cbor.begin_map()?.u8(0)?.u8(VERSION)?.u8(1)?.str(&self.name)?.u8(2)?.u32(self.track.0)?;
        cbor.u8(3)?.bytes(&self.wrapped_key)?.u8(4)?.u64(self.created.0)?.u8(5)?.bytes(&self.id)?;
        cbor.u8(6)?;
        write_key(&settings.key, cbor)?;
        cbor.u8(7)?.array(settings.indexes.len() as u64)?;
        settings.indexes.iter().try_for_each(|index| write_index(index, cbor))?;
        cbor.u8(8)?;
        write_throughput(settings.throughput, cbor)?;
        cbor.u8(9)?.bool(settings.deletion_protection)?;
        cbor.u8(10)?.map(settings.tags.len() as u64)?;
        for (key, value) in &settings.tags {
            cbor.str(key)?.str(value)?;
        }
        for (key, text) in [(11, &settings.expiry), (12, &settings.class), (15, &settings.kms_key)] {
            if let Some(text) = text {
                cbor.u8(key)?.str(text)?;
            }
        }
        if let Some(since) = settings.on_demand_since {
            cbor.u8(13)?.u64(since.0)?;
        }
        if let Some((read, write)) = settings.on_demand_max {
            cbor.u8(14)?.array(2)?.i64(read)?.i64(write)?;
        }
        cbor.end()?.ok()
    }

    /// `None` when the bytes are not a document of a version this binary knows.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        Self::read(&mut Decoder::new(bytes)).ok()
    }

    fn read(cbor: &mut Decoder<'_>) -> Decoded<Self> {
        let mut read = Partial::default();
        cbor.map()?;
        while cbor.datatype()? != Type::Break {
            read.member(cbor.u8()?, cbor)?;
        }
        read.whole().ok_or(minicbor::decode::Error::message("member"))
    }
}

/// A document as far as it was read.
#[derive(Default)]
struct Partial {
    name: String,
    id: [u8; 16],
    created: u64,
    track: Option<u32>,
    wrapped_key: Vec<u8>,
    key: Option<KeySchema>,
    indexes: Vec<IndexDefinition>,
    throughput: Throughput,
    on_demand_since: Option<WallMs>,
    on_demand_max: Option<(i64, i64)>,
    deletion_protection: bool,
    tags: BTreeMap<String, String>,
    expiry: Option<String>,
    class: Option<String>,
    kms_key: Option<String>,
}

impl Partial {
    fn member(&mut self, key: u8, cbor: &mut Decoder<'_>) -> Decoded<()> {
        match key {
            0 if cbor.u8()? != VERSION => return Err(minicbor::decode::Error::message("version")),
            0 => {}
            1 => cbor.str()?.clone_into(&mut self.name),
            2 => self.track = Some(cbor.u32()?),
            3 => self.wrapped_key = cbor.bytes()?.to_vec(),
            4 => self.created = cbor.u64()?,
            5 => self.id = cbor.bytes()?.try_into().map_err(minicbor::decode::Error::custom)?,
            6 => self.key = Some(read_key(cbor)?),
            7 => {
                let count = counted(cbor.array()?)?;
                self.indexes = (0..count).map(|_| read_index(cbor)).collect::<Decoded<_>>()?;
            }
            8 => self.throughput = read_throughput(cbor)?,
            9 => self.deletion_protection = cbor.bool()?,
            10 => {
                for _ in 0..counted(cbor.map()?)? {
                    self.tags.insert(cbor.str()?.to_owned(), cbor.str()?.to_owned());
                }
            }
            11 => self.expiry = Some(cbor.str()?.to_owned()),
            12 => self.class = Some(cbor.str()?.to_owned()),
            13 => self.on_demand_since = Some(WallMs(cbor.u64()?)),
            14 => {
                exactly(cbor, 2)?;
                self.on_demand_max = Some((cbor.i64()?, cbor.i64()?));
            }
            15 => self.kms_key = Some(cbor.str()?.to_owned()),
            _ => cbor.skip()?,
        }
        Ok(())
    }

    fn whole(self) -> Option<Definition> {
        let settings = Settings {
            key: self.key?,
            indexes: self.indexes,
            throughput: self.throughput,
            on_demand_since: self.on_demand_since,
            on_demand_max: self.on_demand_max,
            deletion_protection: self.deletion_protection,
            tags: self.tags,
            expiry: self.expiry,
            class: self.class,
            kms_key: self.kms_key,
        };
        Some(Definition {
            name: self.name,
            id: self.id,
            created: WallMs(self.created),
            settings,
            track: TrackId(self.track?),
            wrapped_key: self.wrapped_key,
        })
    }
}

fn write_key(key: &KeySchema, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
    cbor.array(key.parts().count() as u64)?;
    for part in key.parts() {
        cbor.array(2)?.str(&part.name)?.str(part.kind.name())?;
    }
    Ok(())
}

fn read_key(cbor: &mut Decoder<'_>) -> Decoded<KeySchema> {
    let count = counted(cbor.array()?)?;
    let mut part = || {
        exactly(cbor, 2)?;
        let name = cbor.str()?.to_owned();
        let kind = KeyType::parse(cbor.str()?).ok_or(minicbor::decode::Error::message("type"))?;
        Ok(KeyPart { name, kind })
    };
    let hash = part()?;
    let range = match count {
        1 => None,
        2 => Some(part()?),
        _ => return Err(minicbor::decode::Error::message("key")),
    };
    Ok(KeySchema { hash, range })
}

fn write_index(index: &IndexDefinition, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
    cbor.array(6)?.str(&index.name)?.bool(index.local)?;
    write_key(&index.key, cbor)?;
    let (name, attributes): (_, &[String]) = match &index.projection {
        Projection::All => ("ALL", &[]),
        Projection::KeysOnly => ("KEYS_ONLY", &[]),
        Projection::Include(attributes) => ("INCLUDE", attributes),
    };
    cbor.str(name)?.array(attributes.len() as u64)?;
    for attribute in attributes {
        cbor.str(attribute)?;
    }
    write_throughput(index.throughput, cbor)
}

fn read_index(cbor: &mut Decoder<'_>) -> Decoded<IndexDefinition> {
    exactly(cbor, 6)?;
    let (name, local, key) = (cbor.str()?.to_owned(), cbor.bool()?, read_key(cbor)?);
    let projection = cbor.str()?.to_owned();
    let count = counted(cbor.array()?)?;
    let attributes = (0..count).map(|_| Ok(cbor.str()?.to_owned())).collect::<Decoded<Vec<_>>>()?;
    let projection = match projection.as_str() {
        "ALL" => Projection::All,
        "KEYS_ONLY" => Projection::KeysOnly,
        "INCLUDE" => Projection::Include(attributes),
        _ => return Err(minicbor::decode::Error::message("projection")),
    };
    Ok(IndexDefinition { name, local, key, projection, throughput: read_throughput(cbor)? })
}

fn write_throughput(throughput: Throughput, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
    cbor.array(2)?.u64(throughput.read)?.u64(throughput.write)?.ok()
}

fn read_throughput(cbor: &mut Decoder<'_>) -> Decoded<Throughput> {
    exactly(cbor, 2)?;
    Ok(Throughput { read: cbor.u64()?, write: cbor.u64()? })
}

fn counted(count: Option<u64>) -> Decoded<u64> {
    count.ok_or(minicbor::decode::Error::message("length"))
}

fn exactly(cbor: &mut Decoder<'_>, count: u64) -> Decoded<()> {
    if cbor.array()? == Some(count) { Ok(()) } else { Err(minicbor::decode::Error::message("length")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Definition {
        let part = |name: &str, kind| KeyPart { name: name.to_owned(), kind };
        let key = KeySchema { hash: part("h", KeyType::S), range: Some(part("r", KeyType::N)) };
        let index = |name: &str, projection| IndexDefinition {
            name: name.to_owned(),
            local: false,
            key: KeySchema { hash: part("g", KeyType::B), range: None },
            projection,
            throughput: Throughput { read: 1, write: 2 },
        };
        Definition {
            name: "table".into(),
            id: [7; 16],
            created: WallMs(1_700_000_000_000),
            track: TrackId(70_000),
            wrapped_key: vec![1, 2, 3],
            settings: Settings {
                key,
                indexes: vec![
                    index("a", Projection::All),
                    index("b", Projection::KeysOnly),
                    index("c", Projection::Include(vec!["x".into()])),
                ],
                throughput: Throughput { read: 5, write: 6 },
                on_demand_since: Some(WallMs(9)),
                on_demand_max: Some((-1, 40)),
                deletion_protection: true,
                tags: [("a".to_owned(), "b".to_owned())].into(),
                expiry: Some("ttl".into()),
                class: Some("STANDARD".into()),
                kms_key: Some("alias/x".into()),
            },
        }
    }

    /// Golden: these bytes are on flash somewhere.
    const HEX: &str = include_str!("definition_v1.hex");

    #[test]
    fn a_document_reads_back_and_its_bytes_are_frozen() {
        assert_eq!(Definition::decode(&full().encode()), Some(full()));
        assert_eq!(millpond_base::hex(&full().encode()), HEX.trim());
    }

    #[test]
    fn members_of_later_versions_are_passed_over() {
        let mut bytes = full().encode();
        bytes.pop();
        bytes.extend_from_slice(&[0x18, 200, 0x01, 0xff]);

        assert_eq!(Definition::decode(&bytes), Some(full()));
    }

    #[test]
    fn every_truncation_is_refused() {
        let bytes = full().encode();
        for end in 0..bytes.len() {
            assert_eq!(Definition::decode(&bytes[..end]), None, "cut at {end}");
        }
    }
}
