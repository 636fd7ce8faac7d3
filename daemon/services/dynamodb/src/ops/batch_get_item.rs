//! BatchGetItem.

use crate::api::{self, BatchGetItemInput, BatchGetItemOutput, KeysAndAttributes};
use crate::expr::project;
use crate::{address, capacity, fault, keys, limits, values, write};
use millpond_base::Ticket;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::table::{Item, item_bytes};
use std::collections::BTreeMap;

pub(super) fn handler() -> Handler {
    Handler::new::<api::BatchGetItem>(access, run)
}

fn access(_: &Call, store: &Store, input: &BatchGetItemInput) -> Vec<Access> {
    let tables = input.request_items.keys();
    tables.map(|table| address::access(store, "dynamodb:BatchGetItem", table)).collect()
}

/// Gives the items with some keys; what does not fit the reply is named as unprocessed.
///
/// # Durability
/// As GetItem.
fn run(ctx: &mut Context<'_>, input: &mut BatchGetItemInput) -> Result<Answer<BatchGetItemOutput>, Fault> {
    if input.request_items.values().map(|asked| asked.keys.len()).sum::<usize>() > limits::BATCH_GET_MAX {
        return Err(fault::validation_text("Too many items requested for the BatchGetItem call"));
    }
    let mut output = BatchGetItemOutput::default();
    let (mut responses, mut unprocessed, mut consumed) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    let (mut bytes, mut ticket) = (0, Ticket::default());
    for (name, asked) in std::mem::take(&mut input.request_items) {
        let table = address::table(ctx, &name)?;
        let definition = table.definition();
        let paths = super::get_item::paths(
            asked.attributes_to_get.clone(),
            asked.projection_expression.clone(),
            asked.expression_attribute_names.clone(),
        )?;
        let wanted = wanted(&asked, &definition.settings.key)?;
        let (mut items, mut left, mut units) = (Vec::new(), Vec::new(), 0.0);
        for (key, given) in wanted {
            if bytes >= limits::BATCH_GET_BYTES_MAX {
                left.push(given);
                continue;
            }
            let item = table.item(&key).map_err(|cause| fault::read(&cause))?;
            let size = item.as_ref().map_or(0, item_bytes);
            bytes += size;
            units += capacity::read_units(size, asked.consistent_read == Some(true));
            items.extend(item.map(|item| {
                values::to_api(paths.as_ref().map_or_else(|| item.clone(), |paths| project(&item, paths)))
            }));
        }
        ticket = ticket.max(table.last());
        consumed.extend(capacity::consumed(
            input.return_consumed_capacity.as_deref(),
            &definition.name,
            None,
            units,
        ));
        responses.insert(name.clone(), items);
        if !left.is_empty() {
            unprocessed.insert(name, KeysAndAttributes { keys: left, ..asked });
        }
    }
    output.responses = Some(responses);
    output.unprocessed_keys = Some(unprocessed);
    output.consumed_capacity = input.return_consumed_capacity.is_some().then_some(consumed);
    Ok(write::after(ctx, ticket, output))
}

type Given = BTreeMap<String, api::AttributeValue>;

/// The keys of one table, read and as given.
fn wanted(
    asked: &KeysAndAttributes,
    schema: &millpond_store::table::KeySchema,
) -> Result<Vec<(Item, Given)>, Fault> {
    let mut wanted: Vec<(Item, Given)> = Vec::with_capacity(asked.keys.len());
    for given in &asked.keys {
        let key = values::item(given.clone())?;
        keys::check_key(schema, &key)?;
        if wanted.iter().any(|(other, _)| *other == key) {
            return Err(fault::validation_text("Provided list of item keys contains duplicates"));
        }
        wanted.push((key, given.clone()));
    }
    Ok(wanted)
}
