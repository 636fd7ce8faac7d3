//! GetItem.

use crate::api::{self, GetItemInput, GetItemOutput};
use crate::expr::{self, Path, Scope, project};
use crate::{address, capacity, fault, keys, legacy, read, values, write};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::table::item_bytes;
use std::collections::BTreeMap;

pub(super) fn handler() -> Handler {
    Handler::new::<api::GetItem>(access, run)
}

fn access(_: &Call, store: &Store, input: &GetItemInput) -> Vec<Access> {
    vec![address::access(store, "dynamodb:GetItem", &input.table_name)]
}

/// Gives the item with a key.
///
/// # Durability
/// The reply waits until what it shows is on flash, so every read is a consistent one.
fn run(ctx: &mut Context<'_>, input: &mut GetItemInput) -> Result<Answer<GetItemOutput>, Fault> {
    let paths = paths(
        input.attributes_to_get.take(),
        input.projection_expression.take(),
        input.expression_attribute_names.take(),
    )?;
    let key = values::item(std::mem::take(&mut input.key))?;
    let table = address::table(ctx, &input.table_name)?;
    let definition = table.definition();
    keys::check_key(&definition.settings.key, &key)?;
    let item = table.item(&key).map_err(|cause| fault::read(&cause))?;
    let units =
        capacity::read_units(item.as_ref().map_or(0, item_bytes), input.consistent_read == Some(true));
    let asked = input.return_consumed_capacity.as_deref();
    let output = GetItemOutput {
        item: item
            .map(|item| values::to_api(paths.map_or_else(|| item.clone(), |paths| project(&item, &paths)))),
        consumed_capacity: capacity::consumed(asked, &definition.name, None, units),
    };
    Ok(write::after(ctx, table.last(), output))
}

/// The ways that a request for an item names; `None` for everything.
pub(super) fn paths(
    attributes: Option<Vec<String>>,
    projection: Option<String>,
    names: Option<BTreeMap<String, String>>,
) -> Result<Option<Vec<Path>>, Fault> {
    legacy::check_mix(
        &[("AttributesToGet", attributes.is_some())],
        &[("ProjectionExpression", projection.is_some())],
    )?;
    let scope = Scope::new(names, None, &[("ProjectionExpression", projection.is_some())], false)?;
    let paths = match (projection, attributes) {
        (Some(text), _) => Some(
            expr::projection(&text, &scope).map_err(|why| fault::expression("ProjectionExpression", &why))?,
        ),
        (None, Some(names)) => Some(read::attributes(&names)?),
        (None, None) => None,
    };
    scope.all_used()?;
    Ok(paths)
}
