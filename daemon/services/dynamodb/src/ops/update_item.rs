//! UpdateItem.

use crate::api::{self, UpdateItemInput, UpdateItemOutput};
use crate::expr::{self, Path, Scope, Update, project};
use crate::write::{self, Done, Intent, Part};
use crate::{address, capacity, fault, keys, legacy, values};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::table::{Item, item_bytes};

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateItem>(access, run)
}

fn access(_: &Call, store: &Store, input: &UpdateItemInput) -> Vec<Access> {
    vec![address::access(store, "dynamodb:UpdateItem", &input.table_name)]
}

/// Changes the item with a key, or makes it, if its condition holds.
///
/// # Durability
/// On flash before the reply; a refusal waits for what it rests on.
fn run(ctx: &mut Context<'_>, input: &mut UpdateItemInput) -> Result<Answer<UpdateItemOutput>, Fault> {
    check_mix(input)?;
    let (update_text, condition_text) = (input.update_expression.take(), input.condition_expression.take());
    let scope = Scope::new(
        input.expression_attribute_names.take(),
        input.expression_attribute_values.take(),
        &[("UpdateExpression", update_text.is_some()), ("ConditionExpression", condition_text.is_some())],
        false,
    )?;
    let key = values::item(std::mem::take(&mut input.key))?;
    let legacy = input.attribute_updates.is_some();
    let update = match (update_text, input.attribute_updates.take()) {
        (Some(text), _) => {
            expr::update(&text, &scope).map_err(|why| fault::expression("UpdateExpression", &why))?
        }
        (None, Some(updates)) => legacy::updates(updates)?,
        (None, None) => Update::default(),
    };
    let operator = input.conditional_operator.as_deref();
    let condition =
        write::either_condition(condition_text.as_deref(), &scope, input.expected.take(), operator)?;
    scope.all_used()?;
    let table = address::table(ctx, &input.table_name)?;
    let definition = table.definition();
    keys::check_key(&definition.settings.key, &key)?;
    write::check_untouched_key(&definition, &update)?;
    let collection = input.return_item_collection_metrics.as_deref();
    let item_collection_metrics = capacity::collection(collection, &definition, &key);
    let shows_item = input.return_values_on_condition_check_failure.as_deref() == Some("ALL_OLD");
    let name = definition.name.clone();
    let paths: Vec<Path> = update.actions.iter().map(|(path, _)| path.clone()).collect();
    let part = Part { definition, key, intent: Intent::Update { update, legacy }, condition, shows_item };
    let returns = input.return_values.take();
    write::alone(ctx, table, &part, true, |done| {
        let bytes = |item: &Option<Item>| item.as_ref().map_or(0, item_bytes);
        let units = capacity::write_units(bytes(&done.before).max(bytes(&done.after)));
        UpdateItemOutput {
            attributes: returned(returns.as_deref(), done, &paths).map(values::to_api),
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

fn check_mix(input: &UpdateItemInput) -> Result<(), Fault> {
    let old = [
        ("AttributeUpdates", input.attribute_updates.is_some()),
        ("Expected", input.expected.is_some()),
        ("ConditionalOperator", input.conditional_operator.is_some()),
    ];
    let new = [
        ("UpdateExpression", input.update_expression.is_some()),
        ("ConditionExpression", input.condition_expression.is_some()),
    ];
    legacy::check_mix(&old, &new)
}

/// What `ReturnValues` asks for.
fn returned(asked: Option<&str>, done: Done, paths: &[Path]) -> Option<Item> {
    let some = |item: Item| (!item.is_empty()).then_some(item);
    match asked {
        Some("ALL_OLD") => done.before,
        Some("ALL_NEW") => done.after,
        Some("UPDATED_OLD") => some(project(&done.before?, paths)),
        Some("UPDATED_NEW") => some(project(&done.after?, paths)),
        _ => None,
    }
}
