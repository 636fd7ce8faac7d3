//! Query.

use crate::api::{self, QueryInput, QueryOutput};
use crate::expr::{self, Scope};
use crate::read::{self, Asked};
use crate::{address, fault, legacy, query_key, write};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::table::Extent;

pub(super) fn handler() -> Handler {
    Handler::new::<api::Query>(access, run)
}

fn access(_: &Call, store: &Store, input: &QueryInput) -> Vec<Access> {
    vec![address::index_access(store, "dynamodb:Query", &input.table_name, input.index_name.as_deref())]
}

/// Gives a page of one partition, in the order of the sort key.
///
/// # Durability
/// As GetItem.
fn run(ctx: &mut Context<'_>, input: &mut QueryInput) -> Result<Answer<QueryOutput>, Fault> {
    check_mix(input)?;
    let (key_text, filter_text) = (input.key_condition_expression.take(), input.filter_expression.take());
    let projection = input.projection_expression.take();
    let scope = Scope::new(
        input.expression_attribute_names.take(),
        input.expression_attribute_values.take(),
        &[("FilterExpression", filter_text.is_some()), ("KeyConditionExpression", key_text.is_some())],
        projection.is_some(),
    )?;
    let of = |parameter: &'static str| move |why: String| fault::expression(parameter, &why);
    let key = key_text
        .map(|text| expr::condition(&text, &scope).map_err(of("KeyConditionExpression")))
        .transpose()?;
    let legacy_filter = filter_text.is_none();
    let filter = match filter_text {
        Some(text) => Some(expr::condition(&text, &scope).map_err(of("FilterExpression"))?),
        None => {
            legacy::filter("QueryFilter", input.query_filter.take(), input.conditional_operator.as_deref())?
        }
    };
    let paths = match (projection, input.attributes_to_get.take()) {
        (Some(text), _) => Some(expr::projection(&text, &scope).map_err(of("ProjectionExpression"))?),
        (None, Some(names)) => Some(read::attributes(&names)?),
        (None, None) => None,
    };
    scope.all_used()?;
    if key.is_none() && input.key_conditions.is_none() {
        return Err(fault::validation_text(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
        ));
    }
    let table = address::table(ctx, &input.table_name)?;
    let definition = table.definition();
    let consistent = input.consistent_read == Some(true);
    let index = read::index(&definition, input.index_name.as_deref(), consistent)?;
    let schema = index.map_or(&definition.settings.key, |index| &index.key);
    let range = match key {
        Some(key) => query_key::of_expression(key, schema)?,
        None => query_key::of_conditions(input.key_conditions.take().unwrap_or_default(), schema)?,
    };
    if let Some(filter) = &filter {
        query_key::check_filter(filter, schema, legacy_filter)?;
    }
    let after = read::start_key(input.exclusive_start_key.take(), &definition, index)?;
    query_key::check_start(after.as_ref(), schema, &range.hash)?;
    let selection = read::selection(input.select.as_deref(), paths, &definition, index)?;
    let asked = Asked {
        table: &table,
        definition: &definition,
        index,
        backwards: input.scan_index_forward == Some(false),
        after,
        limit: input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX),
        filter,
        selection,
        consistent,
        capacity: input.return_consumed_capacity.take(),
    };
    let page = read::page(&asked, Extent::Partition(&range.hash, &range.sort.range()))?;
    let output = QueryOutput {
        items: page.items,
        count: Some(page.count),
        scanned_count: Some(page.scanned),
        last_evaluated_key: page.last,
        consumed_capacity: page.consumed,
    };
    Ok(write::after(ctx, page.ticket, output))
}

fn check_mix(input: &QueryInput) -> Result<(), Fault> {
    let old = [
        ("AttributesToGet", input.attributes_to_get.is_some()),
        ("QueryFilter", input.query_filter.is_some()),
        ("ConditionalOperator", input.conditional_operator.is_some()),
        ("KeyConditions", input.key_conditions.is_some()),
    ];
    let new = [
        ("ProjectionExpression", input.projection_expression.is_some()),
        ("FilterExpression", input.filter_expression.is_some()),
        ("KeyConditionExpression", input.key_condition_expression.is_some()),
    ];
    legacy::check_mix(&old, &new)
}
