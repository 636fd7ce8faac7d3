//! Writes a request of the query protocol.

use std::collections::HashSet;

use super::write_form;
use crate::schema::{Kind, Operation, ServiceSchema, Shape};
use crate::{Value, base64, iso8601};

/// The form body that calls `operation` with `input`.
#[must_use]
pub fn encode(service: &ServiceSchema, operation: &Operation, input: &Value) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    write_form("Action", operation.name, &mut out);
    write_form("Version", service.api_version, &mut out);
    write(&mut String::new(), operation.input, input, &mut out);
    out
}

/// Writes everything below `path`, which is restored before returning.
fn write(path: &mut String, shape: &'static Shape, value: &Value, out: &mut Vec<u8>) {
    match (value, &shape.kind) {
        (Value::Struct(slots), Kind::Structure(members)) => {
            // Two members may share a query name; the first that is present speaks for both.
            let mut written = HashSet::new();
            for (member, slot) in members.iter().zip(slots) {
                if !slot.is_null() && written.insert(member.query_name) {
                    below(path, member.query_name, |path| write(path, member.shape, slot, out));
                }
            }
        }
        (Value::List(items), Kind::List { .. }) if items.is_empty() => write_form(path, "", out),
        (Value::List(items), Kind::List { member, member_name, flattened, .. }) => {
            let wrapper = if *flattened { "" } else { member_name };
            below(path, wrapper, |path| {
                for (i, item) in items.iter().enumerate() {
                    below(path, &(i + 1).to_string(), |path| write(path, member, item, out));
                }
            });
        }
        (Value::Map(entries), Kind::Map { value: shape, key_name, value_name, flattened, .. }) => {
            below(path, if *flattened { "" } else { "entry" }, |path| {
                for (i, (key, value)) in entries.iter().enumerate() {
                    below(path, &(i + 1).to_string(), |path| {
                        below(path, key_name, |path| write_form(path, key, out));
                        below(path, value_name, |path| write(path, shape, value, out));
                    });
                }
            });
        }
        (value, kind) => {
            if let Some(text) = text(kind, value) {
                write_form(path, &text, out);
            }
        }
    }
}

/// Runs `step` with `name` at the end of `path`; an empty name adds nothing.
fn below(path: &mut String, name: &str, step: impl FnOnce(&mut String)) {
    let len = path.len();
    if !name.is_empty() {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
    }
    step(path);
    path.truncate(len);
}

/// The text of a scalar; the XML encoder shares it.
pub(crate) fn text(kind: &Kind, value: &Value) -> Option<String> {
    Some(match (value, kind) {
        (Value::Int(ms) | Value::Time(ms), Kind::Timestamp) => iso8601::write(*ms),
        (Value::Int(n) | Value::Time(n), _) => n.to_string(),
        (Value::Bool(b), _) => b.to_string(),
        (Value::Float(x), _) => x.to_string(),
        (Value::Text(text), _) => text.clone(),
        (Value::Blob(bytes), _) => {
            let mut text = Vec::new();
            base64::encode_into(bytes, &mut text);
            String::from_utf8(text).expect("base64 is ASCII")
        }
        (Value::Null | Value::List(_) | Value::Map(_) | Value::Struct(_), _) => return None,
    })
}
