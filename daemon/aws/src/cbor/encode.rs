//! Writes a value as its schema says.

use std::convert::Infallible;

use minicbor::Encoder;
use minicbor::encode::Error;

use super::{Dialect, EPOCH};
use crate::Value;
use crate::schema::{Kind, Shape};

/// Appends the document of `value` to `out`. Absent members are left out; every length is definite.
pub fn encode(dialect: Dialect, shape: &'static Shape, value: &Value, out: &mut Vec<u8>) {
    write(dialect, shape, value, &mut Encoder::new(out)).expect("writing to memory cannot fail");
}

type Writer<'a> = Encoder<&'a mut Vec<u8>>;

fn write(
    dialect: Dialect,
    shape: &Shape,
    value: &Value,
    out: &mut Writer<'_>,
) -> Result<(), Error<Infallible>> {
    match (value, &shape.kind) {
        (Value::Null, Kind::Structure(_)) => out.map(0)?.ok(),
        (Value::Null, _) => out.null()?.ok(),
        (Value::Bool(b), _) => out.bool(*b)?.ok(),
        (Value::Int(ms) | Value::Time(ms), Kind::Timestamp) => write_time(dialect, *ms, out),
        (Value::Int(n) | Value::Time(n), _) => out.i64(*n)?.ok(),
        (Value::Float(x), _) => out.f64(*x)?.ok(),
        (Value::Text(text), _) => out.str(text)?.ok(),
        (Value::Blob(bytes), _) => out.bytes(bytes)?.ok(),
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

fn write_time(dialect: Dialect, ms: i64, out: &mut Writer<'_>) -> Result<(), Error<Infallible>> {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds fit a double for the next 285 000 years")]
    match dialect {
        Dialect::Amz => out.i64(ms)?.ok(),
        Dialect::RpcV2 if ms % 1000 == 0 => out.tag(EPOCH)?.i64(ms / 1000)?.ok(),
        Dialect::RpcV2 => out.tag(EPOCH)?.f64(ms as f64 / 1000.0)?.ok(),
    }
}
