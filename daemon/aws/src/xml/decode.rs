//! Reads a reply by its schema.

use super::{Node, parse};
use crate::decode_error::{DecodeError, mistyped};
use crate::members::last_of_each;
use crate::schema::{Kind, Operation, Shape};
use crate::{Value, query};

/// The output of a call that succeeded; elements that the schema does not name are ignored.
///
/// # Errors
/// A document that is not well-formed or not a reply to `operation`, and the first text that is not of its type.
pub fn decode_result(operation: &Operation, document: &[u8]) -> Result<Value, DecodeError> {
    let envelope = parse(document)?;
    let nothing = Node::default();
    let result = match operation.result_wrapper {
        "" => &nothing,
        wrapper => {
            envelope.child(wrapper).ok_or_else(|| mistyped(format!("{} has no {wrapper}", envelope.name)))?
        }
    };
    structure(operation.output, result)
}

fn structure(shape: &'static Shape, node: &Node) -> Result<Value, DecodeError> {
    let slots = shape.members().iter().map(|member| {
        let mut named = node.children.iter().filter(|child| child.name == member.query_name);
        match &member.shape.kind {
            Kind::List { member, flattened: true, .. } => repeated(named.map(|child| value(member, child))),
            Kind::Map { flattened: true, .. } => entries(member.shape, named),
            _ => named.next().map_or(Ok(Value::Null), |child| value(member.shape, child)),
        }
    });
    slots.collect::<Result<_, _>>().map(Value::Struct)
}

fn value(shape: &'static Shape, node: &Node) -> Result<Value, DecodeError> {
    match &shape.kind {
        Kind::Structure(_) => structure(shape, node),
        Kind::List { member, .. } => {
            let items = node.children.iter().map(|child| value(member, child)).collect::<Result<_, _>>();
            items.map(Value::List)
        }
        Kind::Map { .. } => match entries(shape, node.children.iter())? {
            Value::Null => Ok(Value::Map(Vec::new())),
            map => Ok(map),
        },
        Kind::String { .. } => Ok(Value::Text(node.text.clone())),
        kind => query::scalar(kind, node.text.trim()),
    }
}

/// A flattened list: absent when there is no element of its name.
fn repeated(items: impl Iterator<Item = Result<Value, DecodeError>>) -> Result<Value, DecodeError> {
    let items = items.collect::<Result<Vec<_>, _>>()?;
    Ok(if items.is_empty() { Value::Null } else { Value::List(items) })
}

fn entries<'a>(shape: &'static Shape, nodes: impl Iterator<Item = &'a Node>) -> Result<Value, DecodeError> {
    let Kind::Map { value: shape, key_name, value_name, .. } = &shape.kind else { return Ok(Value::Null) };
    let mut entries = Vec::new();
    for node in nodes {
        let (Some(key), Some(child)) = (node.child_text(key_name), node.child(value_name)) else { continue };
        entries.push((key.to_owned(), value(shape, child)?));
    }
    Ok(if entries.is_empty() { Value::Null } else { Value::Map(last_of_each(entries)) })
}
