//! BatchWriteItem.

use crate::api::{self, BatchWriteItemInput, BatchWriteItemOutput, WriteRequest};
use crate::write::{self, Intent, Part, Refusal};
use crate::{address, capacity, fault, keys, limits, values};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::table::{Target, Writing, item_bytes};
use std::collections::BTreeMap;

pub(super) fn handler() -> Handler {
    Handler::new::<api::BatchWriteItem>(access, run)
}

fn access(_: &Call, store: &Store, input: &BatchWriteItemInput) -> Vec<Access> {
    let tables = input.request_items.keys();
    tables.map(|table| address::access(store, "dynamodb:BatchWriteItem", table)).collect()
}

/// Puts and deletes items; those that do not fit one commit are given back as unprocessed.
///
/// # Durability
/// Everything that was processed is on flash before the reply, all of it at once.
fn run(
    ctx: &mut Context<'_>,
    input: &mut BatchWriteItemInput,
) -> Result<Answer<BatchWriteItemOutput>, Fault> {
    if input.request_items.values().map(Vec::len).sum::<usize>() > limits::BATCH_WRITE_MAX {
        return Err(fault::validation_text("Too many items requested for the BatchWriteItem call"));
    }
    let (mut parts, mut targets) = (Vec::new(), Vec::new());
    let mut unprocessed: BTreeMap<String, Vec<WriteRequest>> = BTreeMap::new();
    let mut units: BTreeMap<String, f64> = BTreeMap::new();
    let mut bytes = 0;
    for (name, requests) in std::mem::take(&mut input.request_items) {
        let table = address::table(ctx, &name)?;
        let mut seen = Vec::with_capacity(requests.len());
        for request in requests {
            let part = part(&table.definition(), request.clone())?;
            if seen.contains(&part.key) {
                return Err(fault::validation_text("Provided list of item keys contains duplicates"));
            }
            seen.push(part.key.clone());
            let size = match &part.intent {
                Intent::Put(item) => item_bytes(item),
                _ => 0,
            };
            if bytes + size > limits::STAGE_BYTES_MAX {
                unprocessed.entry(name.clone()).or_default().push(request);
                continue;
            }
            bytes += size;
            *units.entry(part.definition.name.clone()).or_default() += capacity::write_units(size);
            targets.push(Target { table: table.clone(), key: part.key.clone(), reads: false });
            parts.push(part);
        }
    }
    let mut writing = Writing::begin(&targets).map_err(|cause| fault::read(&cause))?;
    for (at, part) in parts.iter().enumerate() {
        if let Err(refusal) = part.decide(&mut writing, at) {
            let (Refusal::Room(fault) | Refusal::Invalid(fault)) = refusal else { continue };
            return Err(fault);
        }
    }
    let asked = input.return_consumed_capacity.as_deref();
    let consumed = units.iter().filter_map(|(name, units)| capacity::consumed(asked, name, None, *units));
    let output = BatchWriteItemOutput {
        unprocessed_items: Some(unprocessed),
        item_collection_metrics: None,
        consumed_capacity: asked.map(|_| consumed.collect()),
    };
    write::commit(ctx, writing, output)
}

fn part(
    definition: &std::sync::Arc<millpond_store::table::Definition>,
    request: WriteRequest,
) -> Result<Part, Fault> {
    let schema = &definition.settings.key;
    let (key, intent) = match (request.put_request, request.delete_request) {
        (Some(put), None) => {
            let item = values::item(put.item)?;
            keys::check_item(&definition.settings, &item)?;
            (keys::key_of(schema, &item), Intent::Put(item))
        }
        (None, Some(delete)) => {
            let key = values::item(delete.key)?;
            keys::check_key(schema, &key)?;
            (key, Intent::Delete)
        }
        _ => {
            return Err(fault::validation_text(
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported \
                 datatypes",
            ));
        }
    };
    Ok(Part { definition: definition.clone(), key, intent, condition: None, shows_item: false })
}
