//! Capacity that AWS would bill: shown when asked for, never enforced.

use crate::api::{Capacity, ConsumedCapacity, ItemCollectionMetrics};
use crate::values;
use millpond_store::table::{Definition, Item};

/// Bytes of one write unit.
///
/// # Source
/// DynamoDB Developer Guide, "Read and write operations".
const WRITE_BYTES: usize = 1024;
/// Bytes of one consistent read unit.
///
/// # Source
/// DynamoDB Developer Guide, "Read and write operations".
const READ_BYTES: usize = 4096;

/// Units of a write; the larger of what was and what is counts.
pub(crate) fn write_units(bytes: usize) -> f64 {
    units(bytes, WRITE_BYTES)
}

/// Units of a read.
pub(crate) fn read_units(bytes: usize, consistent: bool) -> f64 {
    units(bytes, READ_BYTES) * if consistent { 1.0 } else { 0.5 }
}

fn units(bytes: usize, of: usize) -> f64 {
    let units = u32::try_from(bytes.div_ceil(of).max(1)).unwrap_or(u32::MAX);
    f64::from(units)
}

/// The reply's member, if the request asks for one.
pub(crate) fn consumed(
    asked: Option<&str>,
    table: &str,
    index: Option<&str>,
    units: f64,
) -> Option<ConsumedCapacity> {
    let asked = asked.filter(|asked| *asked != "NONE")?;
    let mut consumed = ConsumedCapacity {
        table_name: Some(table.to_owned()),
        capacity_units: Some(units),
        ..ConsumedCapacity::default()
    };
    if asked == "INDEXES" {
        let of = |units| Capacity { capacity_units: Some(units), ..Capacity::default() };
        consumed.table = Some(of(if index.is_some() { 0.0 } else { units }));
        consumed.global_secondary_indexes = index.map(|index| [(index.to_owned(), of(units))].into());
    }
    Some(consumed)
}

/// What is told of an item collection, which only tables with local indexes have.
pub(crate) fn collection(
    asked: Option<&str>,
    definition: &Definition,
    item: &Item,
) -> Option<ItemCollectionMetrics> {
    let settings = &definition.settings;
    if asked != Some("SIZE") || !settings.indexes.iter().any(|index| index.local) {
        return None;
    }
    let hash = item.get_key_value(&settings.key.hash.name)?;
    let key = Item::from([(hash.0.clone(), hash.1.clone())]);
    Some(ItemCollectionMetrics {
        item_collection_key: Some(values::to_api(key)),
        size_estimate_range_gb: Some(vec![0.0, 1.0]),
    })
}
