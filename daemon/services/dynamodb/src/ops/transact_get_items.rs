//! TransactGetItems.

use crate::api::{self, ItemResponse, TransactGetItemsInput, TransactGetItemsOutput};
use crate::expr::project;
use crate::{address, capacity, fault, keys, limits, values, write};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::table::{Target, Writing, item_bytes};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn handler() -> Handler {
    Handler::new::<api::TransactGetItems>(access, run)
}

fn access(_: &Call, store: &Store, input: &TransactGetItemsInput) -> Vec<Access> {
    let tables = input.transact_items.iter().map(|item| &item.get.table_name);
    tables.map(|table| address::access(store, "dynamodb:GetItem", table)).collect()
}

/// Gives several items, of several tables, as they are at one moment.
///
/// # Durability
/// As GetItem.
fn run(
    ctx: &mut Context<'_>,
    input: &mut TransactGetItemsInput,
) -> Result<Answer<TransactGetItemsOutput>, Fault> {
    let (mut targets, mut projections): (Vec<Target>, Vec<_>) = (Vec::new(), Vec::new());
    for item in std::mem::take(&mut input.transact_items) {
        let get = item.get;
        projections.push(super::get_item::paths(
            None,
            get.projection_expression,
            get.expression_attribute_names,
        )?);
        let key = values::item(get.key)?;
        let table = address::table(ctx, &get.table_name)?;
        keys::check_key(&table.definition().settings.key, &key)?;
        if targets.iter().any(|other| Arc::ptr_eq(&other.table, &table) && other.key == key) {
            return Err(fault::validation_text(
                "Transaction request cannot include multiple operations on one item",
            ));
        }
        targets.push(Target { table, key, reads: true });
    }
    // Nothing is written; the locks make it one moment.
    let reading = Writing::begin(&targets).map_err(|cause| fault::read(&cause))?;
    let (mut responses, mut bytes) = (Vec::with_capacity(targets.len()), 0);
    let mut units: BTreeMap<String, f64> = BTreeMap::new();
    for (at, (target, paths)) in targets.iter().zip(projections).enumerate() {
        let item = reading.item(at);
        let size = item.map_or(0, item_bytes);
        bytes += size;
        let name = target.table.definition().name.clone();
        *units.entry(name).or_default() += 2.0 * capacity::read_units(size, true);
        let shown = item.map(|item| paths.map_or_else(|| item.clone(), |paths| project(item, &paths)));
        responses.push(ItemResponse { item: shown.map(values::to_api) });
    }
    if bytes > limits::TRANSACTION_BYTES_MAX {
        return Err(fault::validation_text(
            "Aggregate size of items in transaction exceeds the limit of 4 MB",
        ));
    }
    let asked = input.return_consumed_capacity.as_deref();
    let consumed = units.iter().filter_map(|(name, units)| capacity::consumed(asked, name, None, *units));
    let output = TransactGetItemsOutput {
        consumed_capacity: asked.map(|_| consumed.collect()),
        responses: Some(responses),
    };
    Ok(write::after(ctx, reading.last(), output))
}
