//! Writes a value as its schema says.

use std::convert::Infallible;

use minicbor::Encoder;
use minicbor::encode::Error;

use super::{Dialect, EPOCH};
use crate::schema::{Kind, Shape};
use crate::{Plain, Value};

/// Appends the document of `value` to `out`. Absent members are left out; every length is definite.
pub fn encode(dialect: Dialect, shape: &'static Shape, value: &Value, out: &mut Vec<u8>) {
    write(dialect, shape, value, &mut Encoder::new(out)).expect(NO_FAILURE);
}

/// Begins the document of a structure whose first member is a list that comes in pieces. Structure and list have no
/// length: nobody knows it yet.
pub fn begin_list(shape: &'static Shape, out: &mut Vec<u8>) {
    let name = shape.members().first().map_or("", |member| member.name);
    let begun = Encoder::new(out).begin_map().and_then(|e| e.str(name)?.begin_array()).map(|_| ());
    begun.expect(NO_FAILURE);
}

/// Appends an item of that list: a structure with these members.
pub fn list_item(dialect: Dialect, shape: &'static Shape, item: &[Plain<'_>], out: &mut Vec<u8>) {
    let Some(shape) = shape.first_list() else { return };
    let present = || shape.members().iter().zip(item).filter(|(_, value)| !value.is_null());
    let mut out = Encoder::new(out);
    let written = out.map(present().count() as u64).map(|_| ()).and_then(|()| {
        present().try_for_each(|(member, value)| {
            out.str(member.name)?;
            write_plain(dialect, &member.shape.kind, *value, &mut out)
        })
    });
    written.expect(NO_FAILURE);
}

fn write_plain(dialect: Dialect, kind: &Kind, value: Plain<'_>, out: &mut Writer<'_>) -> Written {
    match value {
        Plain::Null => out.null()?.ok(),
        Plain::Int(ms) if matches!(kind, Kind::Timestamp) => write_time(dialect, ms, out),
        Plain::Int(n) => out.i64(n)?.ok(),
        Plain::Text(text) => out.str(text)?.ok(),
        Plain::Blob(bytes) => out.bytes(bytes)?.ok(),
    }
}

/// Ends that list and the document, with the members of `value` behind the list.
pub fn end_list(dialect: Dialect, shape: &'static Shape, value: &Value, out: &mut Vec<u8>) {
    let mut out = Encoder::new(out);
    out.end().expect(NO_FAILURE);
    let slots = if let Value::Struct(slots) = value { slots.as_slice() } else { &[] };
    let present = shape.members().iter().zip(slots).skip(1).filter(|(_, slot)| !slot.is_null());
    for (member, slot) in present {
        let written =
            out.str(member.name).map(|_| ()).and_then(|()| write(dialect, member.shape, slot, &mut out));
        written.expect(NO_FAILURE);
    }
    out.end().expect(NO_FAILURE);
}

const NO_FAILURE: &str = "writing to memory cannot fail";

type Writer<'a> = Encoder<&'a mut Vec<u8>>;
type Written = Result<(), Error<Infallible>>;

fn write(dialect: Dialect, shape: &Shape, value: &Value, out: &mut Writer<'_>) -> Written {
    match (value, &shape.kind) {
        (Value::Null, Kind::Structure(_)) => out.map(0)?.ok(),
        (Value::Null, _) => out.null()?.ok(),
        (Value::Bool(b), _) => out.bool(*b)?.ok(),
        (Value::Int(n) | Value::Time(n), kind) => write_plain(dialect, kind, Plain::Int(*n), out),
        (Value::Float(x), _) => out.f64(*x)?.ok(),
        (Value::Text(text), kind) => write_plain(dialect, kind, Plain::Text(text), out),
        (Value::Blob(bytes), kind) => write_plain(dialect, kind, Plain::Blob(bytes), out),
        (Value::List(items), kind) => {
            let Kind::List { member, .. } = kind else { return out.array(0)?.ok() };
            out.array(items.len() as u64)?;
            items.iter().try_for_each(|item| write(dialect, member, item, out))
        }
        (Value::Map(entries), kind) => {
            let Kind::Map { value: shape, .. } = kind else { return out.map(0)?.ok() };
            out.map(entries.len() as u64)?;
            entries.iter().try_for_each(|(key, value)| {
                out.str(key)?;
                write(dialect, shape, value, out)
            })
        }
        (Value::Struct(slots), _) => {
            let present = || shape.members().iter().zip(slots).filter(|(_, value)| !value.is_null());
            out.map(present().count() as u64)?;
            present().try_for_each(|(member, value)| {
                out.str(member.name)?;
                write(dialect, member.shape, value, out)
            })
        }
    }
}

fn write_time(dialect: Dialect, ms: i64, out: &mut Writer<'_>) -> Written {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds fit a double for the next 285 000 years")]
    match dialect {
        Dialect::Amz => out.i64(ms)?.ok(),
        Dialect::RpcV2 if ms % 1000 == 0 => out.tag(EPOCH)?.i64(ms / 1000)?.ok(),
        Dialect::RpcV2 => out.tag(EPOCH)?.f64(ms as f64 / 1000.0)?.ok(),
    }
}
