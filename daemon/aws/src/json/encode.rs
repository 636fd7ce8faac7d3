//! Writes a value as its schema says.

use crate::schema::{Kind, Shape};
use crate::{Value, base64};

/// Appends the document of `value` to `out`. Absent members are left out.
pub fn encode(shape: &'static Shape, value: &Value, out: &mut Vec<u8>) {
    match (value, &shape.kind) {
        (Value::Null, Kind::Structure(_)) => out.extend_from_slice(b"{}"),
        (Value::Null, _) => out.extend_from_slice(b"null"),
        (Value::Bool(true), _) => out.extend_from_slice(b"true"),
        (Value::Bool(false), _) => out.extend_from_slice(b"false"),
        (Value::Int(ms) | Value::Time(ms), Kind::Timestamp) => write_seconds(*ms, out),
        (Value::Int(n) | Value::Time(n), _) => out.extend_from_slice(n.to_string().as_bytes()),
        (Value::Float(x), _) => write_float(*x, out),
        (Value::Text(text), _) => write_text(text, out),
        (Value::Blob(bytes), _) => {
            out.push(b'"');
            base64::encode_into(bytes, out);
            out.push(b'"');
        }
        (Value::List(items), kind) => {
            let Kind::List { member, .. } = kind else { return out.extend_from_slice(b"[]") };
            separated(b'[', b']', items, out, |item, out| encode(member, item, out));
        }
        (Value::Map(entries), kind) => {
            let Kind::Map { value: shape, .. } = kind else { return out.extend_from_slice(b"{}") };
            separated(b'{', b'}', entries, out, |(key, value), out| {
                write_text(key, out);
                out.push(b':');
                encode(shape, value, out);
            });
        }
        (Value::Struct(slots), _) => {
            let present = shape.members().iter().zip(slots).filter(|(_, value)| !value.is_null());
            separated(b'{', b'}', present, out, |(member, value), out| {
                write_text(member.name, out);
                out.push(b':');
                encode(member.shape, value, out);
            });
        }
    }
}

fn separated<T>(
    open: u8,
    close: u8,
    items: impl IntoIterator<Item = T>,
    out: &mut Vec<u8>,
    mut write: impl FnMut(T, &mut Vec<u8>),
) {
    out.push(open);
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write(item, out);
    }
    out.push(close);
}

/// Appends `text` in quotes, escaping what must be and nothing else.
pub(crate) fn write_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut plain_from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let escape: &[u8] = match byte {
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            0..0x20 => &control(*byte),
            _ => continue,
        };
        out.extend_from_slice(&bytes[plain_from..at]);
        out.extend_from_slice(escape);
        plain_from = at + 1;
    }
    out.extend_from_slice(&bytes[plain_from..]);
    out.push(b'"');
}

fn control(byte: u8) -> [u8; 6] {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    [b'\\', b'u', b'0', b'0', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]
}

/// Milliseconds as seconds, with a fraction only when there is one.
fn write_seconds(ms: i64, out: &mut Vec<u8>) {
    let sign = if ms < 0 { "-" } else { "" };
    let (seconds, fraction) = (ms.unsigned_abs() / 1000, ms.unsigned_abs() % 1000);
    let text =
        if fraction == 0 { format!("{sign}{seconds}") } else { format!("{sign}{seconds}.{fraction:03}") };
    out.extend_from_slice(text.as_bytes());
}

fn write_float(x: f64, out: &mut Vec<u8>) {
    let text = match x {
        _ if x.is_nan() => "\"NaN\"".to_owned(),
        f64::INFINITY => "\"Infinity\"".to_owned(),
        f64::NEG_INFINITY => "\"-Infinity\"".to_owned(),
        // Debug writes an exponent where Display would write 300 digits.
        _ => format!("{x:?}"),
    };
    out.extend_from_slice(text.as_bytes());
}
