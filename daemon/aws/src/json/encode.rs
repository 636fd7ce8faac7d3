//! Writes a value as its schema says.

use crate::schema::{Kind, Member, Shape};
use crate::{Plain, Value, base64};

/// Appends the document of `value` to `out`. Absent members are left out.
pub fn encode(shape: &'static Shape, value: &Value, out: &mut Vec<u8>) {
    match (value, &shape.kind) {
        (Value::Null, Kind::Structure(_)) => out.extend_from_slice(b"{}"),
        (Value::Null, _) => out.extend_from_slice(b"null"),
        (Value::Bool(true), _) => out.extend_from_slice(b"true"),
        (Value::Bool(false), _) => out.extend_from_slice(b"false"),
        (Value::Int(n) | Value::Time(n), kind) => write_plain(kind, Plain::Int(*n), out),
        (Value::Float(x), _) => write_float(*x, out),
        (Value::Text(text), kind) => write_plain(kind, Plain::Text(text), out),
        (Value::Blob(bytes), kind) => write_plain(kind, Plain::Blob(bytes), out),
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
                write_name(member, out);
                encode(member.shape, value, out);
            });
        }
    }
}

/// Begins the document of a structure whose first member is a list that comes in pieces.
pub fn begin_list(shape: &'static Shape, out: &mut Vec<u8>) {
    out.push(b'{');
    write_text(shape.members().first().map_or("", |member| member.name), out);
    out.extend_from_slice(b":[");
}

/// Appends an item of that list: a structure with these members; `first` when none came before.
pub fn list_item(shape: &'static Shape, item: &[Plain<'_>], first: bool, out: &mut Vec<u8>) {
    let Some(shape) = shape.first_list() else { return };
    if !first {
        out.push(b',');
    }
    let present = shape.members().iter().zip(item).filter(|(_, value)| !value.is_null());
    separated(b'{', b'}', present, out, |(member, value), out| {
        write_name(member, out);
        write_plain(&member.shape.kind, *value, out);
    });
}

fn write_plain(kind: &Kind, value: Plain<'_>, out: &mut Vec<u8>) {
    match value {
        Plain::Null => out.extend_from_slice(b"null"),
        Plain::Int(ms) if matches!(kind, Kind::Timestamp) => write_seconds(ms, out),
        Plain::Int(n) => write_integer(n, out),
        Plain::Text(text) => write_text(text, out),
        Plain::Blob(bytes) => {
            out.push(b'"');
            base64::encode_into(bytes, out);
            out.push(b'"');
        }
    }
}

/// Ends that list and the document, with the members of `value` behind the list.
pub fn end_list(shape: &'static Shape, value: &Value, out: &mut Vec<u8>) {
    out.push(b']');
    let Value::Struct(slots) = value else { return out.push(b'}') };
    for (member, slot) in shape.members().iter().zip(slots).skip(1).filter(|(_, slot)| !slot.is_null()) {
        out.push(b',');
        write_name(member, out);
        encode(member.shape, slot, out);
    }
    out.push(b'}');
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

/// Appends a member's name and the colon behind it. No name in a model has anything to escape.
fn write_name(member: &Member, out: &mut Vec<u8>) {
    out.reserve(member.name.len() + 3);
    out.push(b'"');
    out.extend_from_slice(member.name.as_bytes());
    out.extend_from_slice(b"\":");
}

/// Appends `text` in quotes, escaping what must be and nothing else.
pub(crate) fn write_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let bytes = text.as_bytes();
    if bytes.iter().fold(false, |found, byte| found | needs_escape(*byte)) {
        write_escaped(bytes, out);
    } else {
        out.extend_from_slice(bytes);
    }
    out.push(b'"');
}

const fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn write_escaped(bytes: &[u8], out: &mut Vec<u8>) {
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
}

fn control(byte: u8) -> [u8; 6] {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    [b'\\', b'u', b'0', b'0', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]
}

/// Milliseconds as seconds, with a fraction only when there is one.
fn write_seconds(ms: i64, out: &mut Vec<u8>) {
    if ms < 0 {
        out.push(b'-');
    }
    let (seconds, fraction) = (ms.unsigned_abs() / 1000, ms.unsigned_abs() % 1000);
    write_digits(seconds, out);
    if fraction > 0 {
        out.push(b'.');
        // A leading one keeps the zeros behind the point.
        let start = out.len();
        write_digits(1000 + fraction, out);
        out.remove(start);
    }
}

fn write_integer(n: i64, out: &mut Vec<u8>) {
    if n < 0 {
        out.push(b'-');
    }
    write_digits(n.unsigned_abs(), out);
}

fn write_digits(mut n: u64, out: &mut Vec<u8>) {
    /// Digits of the largest number.
    const DIGITS_MAX: usize = 20;
    let mut digits = [b'0'; DIGITS_MAX];
    let mut at = DIGITS_MAX;
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(n % 10).expect("a digit");
        n /= 10;
        if n == 0 {
            return out.extend_from_slice(&digits[at..]);
        }
    }
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
