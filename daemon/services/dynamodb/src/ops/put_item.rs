//! PutItem.

use crate::api::{self, PutItemInput, PutItemOutput};
use crate::write::{self, Intent, Part};
use crate::{address, capacity, keys, legacy, values};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::table::item_bytes;

pub(super) fn handler() -> Handler {
    Handler::new::<api::PutItem>(access, run)
}

fn access(_: &Call, store: &Store, input: &PutItemInput) -> Vec<Access> {
    vec![address::access(store, "dynamodb:PutItem", &input.table_name)]
}

/// Puts an item in the place of the one with its key, if its condition holds.
///
/// # Durability
/// On flash before the reply; a refusal waits for what it rests on.
fn run(ctx: &mut Context<'_>, input: &mut PutItemInput) -> Result<Answer<PutItemOutput>, Fault> {
    let old = [
        ("Expected", input.expected.is_some()),
        ("ConditionalOperator", input.conditional_operator.is_some()),
    ];
    legacy::check_mix(&old, &[("ConditionExpression", input.condition_expression.is_some())])?;
    let text = input.condition_expression.take();
    let (names, given) = (input.expression_attribute_names.take(), input.expression_attribute_values.take());
    let scope = write::condition_scope(names, given, text.as_ref())?;
    let returns_old = write::returns_old(input.return_values.as_deref())?;
    let item = values::item(std::mem::take(&mut input.item))?;
    let operator = input.conditional_operator.as_deref();
    let condition = write::either_condition(text.as_deref(), &scope, input.expected.take(), operator)?;
    scope.all_used()?;
    let table = address::table(ctx, &input.table_name)?;
    let definition = table.definition();
    keys::check_item(&definition.settings, &item)?;
    let key = keys::key_of(&definition.settings.key, &item);
    let new_bytes = item_bytes(&item);
    let collection = input.return_item_collection_metrics.as_deref();
    let item_collection_metrics = capacity::collection(collection, &definition, &item);
    let shows_item = input.return_values_on_condition_check_failure.as_deref() == Some("ALL_OLD");
    let name = definition.name.clone();
    let part = Part { definition, key, intent: Intent::Put(item), condition, shows_item };
    write::alone(ctx, table, &part, returns_old, |done| {
        let bytes = done.before.as_ref().map_or(0, item_bytes).max(new_bytes);
        let units = capacity::write_units(bytes);
        PutItemOutput {
            attributes: done.before.filter(|_| returns_old).map(values::to_api),
            consumed_capacity: capacity::consumed(
                input.return_consumed_capacity.as_deref(),
                &name,
                None,
                units,
            ),
            item_collection_metrics,
        }
    })
}
