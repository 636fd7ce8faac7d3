//! Whether an item or a key fits its table.

use crate::{fault, limits};
use millpond_service::Fault;
use millpond_store::table::{Item, KeyPart, KeySchema, Settings, Value, item_bytes};

/// A key: exactly the table's key attributes.
pub(crate) fn check_key(schema: &KeySchema, key: &Item) -> Result<(), Fault> {
    let fits = key.len() == schema.parts().count()
        && schema.parts().all(|part| key.get(&part.name).is_some_and(|value| value.is_key(part.kind)));
    if !fits {
        return Err(fault::validation_text("The provided key element does not match the schema"));
    }
    check_sizes(schema, key)
}

/// An item: the key attributes among others, index keys of their types, not too large.
pub(crate) fn check_item(settings: &Settings, item: &Item) -> Result<(), Fault> {
    for part in settings.key.parts() {
        match item.get(&part.name) {
            None => {
                return Err(fault::parameters(format!("Missing the key {} in the item", part.name)));
            }
            Some(value) if !value.is_key(part.kind) => {
                return Err(fault::parameters(format!(
                    "Type mismatch for key {} expected: {} actual: {}",
                    part.name,
                    part.kind.name(),
                    value.type_name()
                )));
            }
            Some(_) => {}
        }
    }
    check_sizes(&settings.key, item)?;
    check_index_keys(settings, item)?;
    if item_bytes(item) > limits::ITEM_BYTES_MAX {
        return Err(fault::validation_text("Item size has exceeded the maximum allowed size"));
    }
    Ok(())
}

/// Attributes that are keys of an index must have their type and not be empty.
pub(crate) fn check_index_keys(settings: &Settings, item: &Item) -> Result<(), Fault> {
    for index in &settings.indexes {
        for part in index.key.parts() {
            let Some(value) = item.get(&part.name) else { continue };
            if !value.is_key(part.kind) {
                return Err(fault::parameters(format!(
                    "Type mismatch for Index Key {} Expected: {} Actual: {} IndexName: {}",
                    part.name,
                    part.kind.name(),
                    value.type_name(),
                    index.name
                )));
            }
            if is_empty(value) {
                return Err(fault::validation_text(format!(
                    "One or more parameter values are not valid. A value specified for a secondary index key is not \
                     supported. The AttributeValue for a key attribute cannot contain an empty {} value. IndexName: {}, \
                     IndexKey: {}",
                    kind_word(value),
                    index.name,
                    part.name
                )));
            }
        }
    }
    Ok(())
}

fn check_sizes(schema: &KeySchema, item: &Item) -> Result<(), Fault> {
    for part in schema.parts() {
        let Some(value) = item.get(&part.name) else { continue };
        if is_empty(value) {
            return Err(fault::validation_text(format!(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an \
                 empty {} value. Key: {}",
                kind_word(value),
                part.name
            )));
        }
    }
    let bytes = |part: &KeyPart| item.get(&part.name).map_or(0, Value::size_bytes);
    if bytes(&schema.hash) > limits::HASH_BYTES_MAX {
        return Err(fault::parameters(format!(
            "Size of hashkey has exceeded the maximum size limit of{} bytes",
            limits::HASH_BYTES_MAX
        )));
    }
    if schema.range.as_ref().map_or(0, bytes) > limits::RANGE_BYTES_MAX {
        return Err(fault::parameters(format!(
            "Aggregated size of all range keys has exceeded the size limit of {} bytes",
            limits::RANGE_BYTES_MAX
        )));
    }
    Ok(())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::S(text) => text.is_empty(),
        Value::B(bytes) => bytes.is_empty(),
        _ => false,
    }
}

const fn kind_word(value: &Value) -> &'static str {
    if matches!(value, Value::B(_)) { "binary" } else { "string" }
}

/// The key attributes of an item.
pub(crate) fn key_of(schema: &KeySchema, item: &Item) -> Item {
    let parts = schema.parts().filter_map(|part| item.get_key_value(&part.name));
    parts.map(|(name, value)| (name.clone(), value.clone())).collect()
}
