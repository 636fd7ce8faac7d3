//! Writes a reply by its schema.

use crate::schema::{Kind, Operation, ServiceSchema, Shape};
use crate::{Value, query};

/// The whole reply to a call that succeeded.
#[must_use]
pub fn encode_result(
    service: &ServiceSchema,
    operation: &Operation,
    output: &Value,
    request_id: &str,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    let envelope = format!("{}Response", operation.name);
    out.extend_from_slice(format!("<{envelope} xmlns=\"{}\">", service.xml_namespace).as_bytes());
    if !operation.result_wrapper.is_empty() {
        element(operation.result_wrapper, operation.output, output, &mut out);
    }
    open("ResponseMetadata", &mut out);
    leaf("RequestId", request_id, &mut out);
    close("ResponseMetadata", &mut out);
    close(&envelope, &mut out);
    out
}

fn element(name: &str, shape: &'static Shape, value: &Value, out: &mut Vec<u8>) {
    match (value, &shape.kind) {
        (Value::Null, Kind::Structure(_)) => {
            open(name, out);
            close(name, out);
        }
        (Value::Null, _) => {}
        (Value::List(items), Kind::List { member, member_name, flattened, .. }) => {
            let item_name = if *flattened { name } else { *member_name };
            wrapped(name, *flattened, out, |out| {
                items.iter().for_each(|item| element(item_name, member, item, out));
            });
        }
        (Value::Map(entries), Kind::Map { value: shape, key_name, value_name, flattened, .. }) => {
            let entry_name = if *flattened { name } else { "entry" };
            wrapped(name, *flattened, out, |out| {
                for (key, value) in entries {
                    open(entry_name, out);
                    leaf(key_name, key, out);
                    element(value_name, shape, value, out);
                    close(entry_name, out);
                }
            });
        }
        (Value::Struct(slots), _) => wrapped(name, false, out, |out| {
            for (member, slot) in shape.members().iter().zip(slots) {
                if !slot.is_null() {
                    element(member.query_name, member.shape, slot, out);
                }
            }
        }),
        (value, kind) => {
            if let Some(text) = query::text(kind, value) {
                leaf(name, &text, out);
            }
        }
    }
}

fn wrapped(name: &str, flattened: bool, out: &mut Vec<u8>, content: impl FnOnce(&mut Vec<u8>)) {
    if flattened {
        return content(out);
    }
    open(name, out);
    content(out);
    close(name, out);
}

/// Appends `<name>`.
pub(crate) fn open(name: &str, out: &mut Vec<u8>) {
    out.push(b'<');
    out.extend_from_slice(name.as_bytes());
    out.push(b'>');
}

/// Appends `</name>`.
pub(crate) fn close(name: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"</");
    out.extend_from_slice(name.as_bytes());
    out.push(b'>');
}

/// Appends `<name>text</name>`. Characters that no XML 1.0 document may hold become U+FFFD.
pub(crate) fn leaf(name: &str, text: &str, out: &mut Vec<u8>) {
    open(name, out);
    let mut plain_from = 0;
    for (at, c) in text.char_indices() {
        let escape = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            // A parser would turn it into a line feed.
            '\r' => "&#13;",
            '\t' | '\n' => continue,
            '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => "\u{FFFD}",
            _ => continue,
        };
        out.extend_from_slice(&text.as_bytes()[plain_from..at]);
        out.extend_from_slice(escape.as_bytes());
        plain_from = at + c.len_utf8();
    }
    out.extend_from_slice(&text.as_bytes()[plain_from..]);
    close(name, out);
}
