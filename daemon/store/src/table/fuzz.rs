//! Doors to the private decoders, for daemon/fuzz alone.

use super::definition::Definition;
use super::record::TableRecord;
use super::{Number, codec};

/// Reads a table's document, which writes itself as it read itself.
pub fn document(bytes: &[u8]) {
    if let Some(definition) = Definition::decode(bytes) {
        assert_eq!(Definition::decode(&definition.encode()), Some(definition));
    }
}

/// Reads a record of a table's track; an item reads back from what it writes.
pub fn record(bytes: &[u8]) {
    let Some((kind, body)) = bytes.split_first() else { return };
    if let Some(TableRecord::Put(item) | TableRecord::Gone(item)) = TableRecord::decode(&[*kind], body) {
        assert!(codec::decode(&codec::encode(&item)) == Some(item));
    }
    if let Ok(Ok(number)) = str::from_utf8(bytes).map(Number::parse) {
        assert_eq!(Number::parse(&number.to_string()), Ok(number));
    }
}
