//! Reads a document by its schema.

use minicbor::Decoder;
use minicbor::data::Type;

use super::{Dialect, EPOCH};
use crate::Value;
use crate::decode_error::{Budget, DEPTH_MAX, DecodeError, Found, deeper};
use crate::members::{find, last_of_each, millis};
use crate::schema::{Kind, Member, Shape};

/// Decodes a whole document.
///
/// Null is absence; a top-level null is a structure without any member. Unknown members are skipped. Of members and
/// map keys that repeat, the last counts. Lengths are believed only as far as the bytes reach.
///
/// # Errors
/// The first fault found; nothing is kept of a document that has one.
pub fn decode(dialect: Dialect, shape: &'static Shape, document: &[u8]) -> Result<Value, DecodeError> {
    let mut parser = Parser { cbor: Decoder::new(document), dialect, budget: Budget::new() };
    let value = parser.value(shape, DEPTH_MAX)?;
    if parser.cbor.position() < document.len() {
        return Err(parser.malformed());
    }
    match (&shape.kind, value) {
        (Kind::Structure(members), Value::Null) => Ok(Value::Struct(vec![Value::Null; members.len()])),
        (_, value) => Ok(value),
    }
}

struct Parser<'a> {
    cbor: Decoder<'a>,
    dialect: Dialect,
    budget: Budget,
}

/// What a data item is, as far as the schema cares.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Null,
    Integer,
    Float,
    Tag,
    /// A simple value that means nothing here.
    Simple,
    Other(Found),
}

impl<'a> Parser<'a> {
    fn value(&mut self, shape: &'static Shape, depth: usize) -> Result<Value, DecodeError> {
        let item = self.item()?;
        match (item, &shape.kind) {
            (Item::Null, _) => self.step(Decoder::skip).map(|()| Value::Null),
            (Item::Tag, Kind::Timestamp) => self.tagged_time(),
            (Item::Tag, _) => {
                self.step(Decoder::tag)?;
                self.value(shape, deeper(depth)?)
            }
            (Item::Integer | Item::Float, kind) => self.number(item, kind),
            (Item::Other(Found::Boolean), Kind::Boolean) => self.step(Decoder::bool).map(Value::Bool),
            (Item::Other(Found::Text), Kind::String { .. }) => self.text().map(Value::Text),
            (Item::Other(Found::Bytes), Kind::Blob(_)) => self.bytes().map(Value::Blob),
            (Item::Other(Found::Map), Kind::Structure(members)) => self.structure(members, deeper(depth)?),
            (Item::Other(Found::Map), Kind::Map { value, .. }) => self.map(value, deeper(depth)?),
            (Item::Other(Found::List), Kind::List { member, .. }) => self.list(member, deeper(depth)?),
            (Item::Simple, _) => Err(self.malformed()),
            (Item::Other(found), kind) => Err(found.instead_of(kind)),
        }
    }

    fn structure(&mut self, members: &'static [Member], depth: usize) -> Result<Value, DecodeError> {
        self.budget.spend(members.len())?;
        let mut slots = vec![Value::Null; members.len()];
        let mut next = 0;
        self.entries(|parser| {
            let name = parser.key()?;
            match find(members, next, name.as_bytes()) {
                Some(index) => {
                    next = index + 1;
                    slots[index] = parser.value(members[index].shape, depth)?;
                }
                None => parser.skip(depth)?,
            }
            Ok(())
        })?;
        Ok(Value::Struct(slots))
    }

    fn map(&mut self, shape: &'static Shape, depth: usize) -> Result<Value, DecodeError> {
        let mut entries = Vec::new();
        self.entries(|parser| {
            let key = parser.key()?.into_owned();
            parser.budget.spend(2)?;
            entries.push((key, parser.value(shape, depth)?));
            Ok(())
        })?;
        Ok(Value::Map(last_of_each(entries)))
    }

    fn list(&mut self, shape: &'static Shape, depth: usize) -> Result<Value, DecodeError> {
        let length = self.step(Decoder::array)?;
        let mut items = Vec::new();
        self.repeat(length, |parser| {
            parser.budget.spend(1)?;
            items.push(parser.value(shape, depth)?);
            Ok(())
        })?;
        Ok(Value::List(items))
    }

    fn entries(
        &mut self,
        entry: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        let length = self.step(Decoder::map)?;
        self.repeat(length, entry)
    }

    /// Runs `item` as often as a head says, or until a break. Nothing is reserved: a length is only a claim, and
    /// the loop ends with the bytes.
    fn repeat(
        &mut self,
        length: Option<u64>,
        mut item: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        if let Some(length) = length {
            return (0..length).try_for_each(|_| item(self));
        }
        while self.step(|cbor| cbor.datatype())? != Type::Break {
            item(self)?;
        }
        self.step(Decoder::skip)
    }

    fn number(&mut self, item: Item, kind: &Kind) -> Result<Value, DecodeError> {
        #[expect(clippy::cast_possible_truncation, reason = "float to integer casts saturate, as AWS does")]
        let whole = |parser: &mut Self| match item {
            Item::Integer => parser.integer(),
            _ => parser.float(item).map(|x| x as i64),
        };
        match kind {
            Kind::Integer(_) => Ok(Value::Int(whole(self)?.clamp(i64::from(i32::MIN), i64::from(i32::MAX)))),
            Kind::Long(_) => Ok(Value::Int(whole(self)?)),
            Kind::Double(_) => self.float(item).map(Value::Float),
            Kind::Timestamp => self.time(item, self.dialect == Dialect::RpcV2),
            _ => Err(Found::Number.instead_of(kind)),
        }
    }

    /// The Java SDK tags its milliseconds although RFC 8949 says seconds; only the dialect tells.
    fn tagged_time(&mut self) -> Result<Value, DecodeError> {
        if self.step(Decoder::tag)? != EPOCH {
            return Err(self.malformed());
        }
        match self.item()? {
            item @ (Item::Integer | Item::Float) => self.time(item, self.dialect == Dialect::RpcV2),
            Item::Other(found) => Err(found.instead_of(&Kind::Timestamp)),
            Item::Null | Item::Tag | Item::Simple => Err(self.malformed()),
        }
    }

    /// Whole numbers follow the dialect; a double is seconds in either, as RFC 8949 has it.
    fn time(&mut self, item: Item, seconds: bool) -> Result<Value, DecodeError> {
        let ms = match (item, seconds) {
            (Item::Integer, false) => self.integer()?,
            (Item::Integer, true) => self.integer()?.saturating_mul(1000),
            (_, _) => millis(self.float(item)?),
        };
        Ok(Value::Time(ms))
    }

    /// An integer; what does not fit 64 bits is the nearest end.
    fn integer(&mut self) -> Result<i64, DecodeError> {
        let n = i128::from(self.step(Decoder::int)?);
        let clamped = n.clamp(i128::from(i64::MIN), i128::from(i64::MAX));
        Ok(i64::try_from(clamped).expect("the value was clamped to the type's bounds"))
    }

    fn float(&mut self, item: Item) -> Result<f64, DecodeError> {
        #[expect(clippy::cast_precision_loss, reason = "a double is what the schema asks for")]
        match item {
            Item::Integer => self.integer().map(|n| n as f64),
            _ if matches!(self.cbor.datatype(), Ok(Type::F16)) => self.half(),
            _ => self.step(Decoder::f64),
        }
    }

    /// RFC 8949 appendix D; minicbor would need another crate for it.
    fn half(&mut self) -> Result<f64, DecodeError> {
        let at = self.cbor.position();
        let bits = self.cbor.input().get(at + 1..at + 3).ok_or_else(|| self.malformed())?;
        self.cbor.set_position(at + 3);
        let bits = u16::from_be_bytes([bits[0], bits[1]]);
        let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
        let size = match exponent {
            0 => fraction * 2f64.powi(-24),
            31 if fraction == 0.0 => f64::INFINITY,
            31 => f64::NAN,
            _ => (fraction + 1024.0) * 2f64.powi(exponent - 25),
        };
        Ok(if bits >> 15 == 1 { -size } else { size })
    }

    fn key(&mut self) -> Result<std::borrow::Cow<'a, str>, DecodeError> {
        match self.step(|cbor| cbor.datatype())? {
            Type::String => self.step(Decoder::str).map(Into::into),
            Type::StringIndef => self.text().map(Into::into),
            _ => Err(self.malformed()),
        }
    }

    fn text(&mut self) -> Result<String, DecodeError> {
        self.step(|cbor| match cbor.datatype()? {
            Type::String => cbor.str().map(str::to_owned),
            _ => cbor.str_iter()?.collect(),
        })
    }

    fn bytes(&mut self) -> Result<Vec<u8>, DecodeError> {
        self.step(|cbor| {
            if cbor.datatype()? == Type::Bytes {
                return cbor.bytes().map(<[u8]>::to_vec);
            }
            let mut bytes = Vec::new();
            for chunk in cbor.bytes_iter()? {
                bytes.extend_from_slice(chunk?);
            }
            Ok(bytes)
        })
    }

    /// Passes over a value that nobody wants.
    fn skip(&mut self, depth: usize) -> Result<(), DecodeError> {
        match self.item()? {
            Item::Tag => {
                self.step(Decoder::tag)?;
                self.skip(deeper(depth)?)
            }
            Item::Other(Found::List) => {
                let (length, depth) = (self.step(Decoder::array)?, deeper(depth)?);
                self.repeat(length, |parser| parser.skip(depth))
            }
            Item::Other(Found::Map) => {
                let depth = deeper(depth)?;
                self.entries(|parser| {
                    parser.skip(depth)?;
                    parser.skip(depth)
                })
            }
            _ => self.step(Decoder::skip),
        }
    }

    fn item(&mut self) -> Result<Item, DecodeError> {
        Ok(match self.step(|cbor| cbor.datatype())? {
            Type::Null | Type::Undefined => Item::Null,
            Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::I8
            | Type::I16
            | Type::I32
            | Type::I64
            | Type::Int => Item::Integer,
            Type::F16 | Type::F32 | Type::F64 => Item::Float,
            Type::Tag => Item::Tag,
            Type::Simple => Item::Simple,
            Type::Bool => Item::Other(Found::Boolean),
            Type::Bytes | Type::BytesIndef => Item::Other(Found::Bytes),
            Type::String | Type::StringIndef => Item::Other(Found::Text),
            Type::Array | Type::ArrayIndef => Item::Other(Found::List),
            Type::Map | Type::MapIndef => Item::Other(Found::Map),
            Type::Break | Type::Unknown(_) => return Err(self.malformed()),
        })
    }

    fn step<T>(
        &mut self,
        read: impl FnOnce(&mut Decoder<'a>) -> Result<T, minicbor::decode::Error>,
    ) -> Result<T, DecodeError> {
        let at_byte = self.cbor.position();
        read(&mut self.cbor).map_err(|_| DecodeError::Malformed { at_byte })
    }

    fn malformed(&self) -> DecodeError {
        DecodeError::Malformed { at_byte: self.cbor.position() }
    }
}
