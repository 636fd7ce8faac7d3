//! Scan.

use crate::api::{self, ScanInput, ScanOutput};
use crate::expr::{self, Scope};
use crate::read::{self, Asked};
use crate::{address, fault, legacy, write};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::table::Extent;

pub(super) fn handler() -> Handler {
    Handler::new::<api::Scan>(access, run)
}

fn access(_: &Call, store: &Store, input: &ScanInput) -> Vec<Access> {
    vec![address::index_access(store, "dynamodb:Scan", &input.table_name, input.index_name.as_deref())]
}

/// Gives a page of a table or index, or of one of its segments.
///
/// # Durability
/// As GetItem.
fn run(ctx: &mut Context<'_>, input: &mut ScanInput) -> Result<Answer<ScanOutput>, Fault> {
    check_mix(input)?;
    let (segment, total) = segments(input.segment, input.total_segments)?;
    let (filter_text, projection) = (input.filter_expression.take(), input.projection_expression.take());
    let scope = Scope::new(
        input.expression_attribute_names.take(),
        input.expression_attribute_values.take(),
        &[("FilterExpression", filter_text.is_some())],
        projection.is_some(),
    )?;
    let of = |parameter: &'static str| move |why: String| fault::expression(parameter, &why);
    let filter = match filter_text {
        Some(text) => Some(expr::condition(&text, &scope).map_err(of("FilterExpression"))?),
        None => {
            legacy::filter("ScanFilter", input.scan_filter.take(), input.conditional_operator.as_deref())?
        }
    };
    let paths = match (projection, input.attributes_to_get.take()) {
        (Some(text), _) => Some(expr::projection(&text, &scope).map_err(of("ProjectionExpression"))?),
        (None, Some(names)) => Some(read::attributes(&names)?),
        (None, None) => None,
    };
    scope.all_used()?;
    let table = address::table(ctx, &input.table_name)?;
    let definition = table.definition();
    let consistent = input.consistent_read == Some(true);
    let index = read::index(&definition, input.index_name.as_deref(), consistent)?;
    let after = read::start_key(input.exclusive_start_key.take(), &definition, index)?;
    let selection = read::selection(input.select.as_deref(), paths, &definition, index)?;
    let asked = Asked {
        table: &table,
        definition: &definition,
        index,
        backwards: false,
        after,
        limit: input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX),
        filter,
        selection,
        consistent,
        capacity: input.return_consumed_capacity.take(),
    };
    let page = read::page(&asked, Extent::Segment(segment, total))?;
    let output = ScanOutput {
        items: page.items,
        count: Some(page.count),
        scanned_count: Some(page.scanned),
        last_evaluated_key: page.last,
        consumed_capacity: page.consumed,
    };
    Ok(write::after(ctx, page.ticket, output))
}

/// Which part of how many.
fn segments(segment: Option<i64>, total: Option<i64>) -> Result<(u32, u32), Fault> {
    let number = |n: i64| u32::try_from(n).unwrap_or(0);
    match (segment, total) {
        (None, None) => Ok((0, 1)),
        (Some(_), None) => Err(fault::validation_text(
            "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
        )),
        (None, Some(_)) => Err(fault::validation_text(
            "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
        )),
        (Some(segment), Some(total)) if segment >= total => Err(fault::validation_text(format!(
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: {segment} is not \
             less than TotalSegments: {total}"
        ))),
        (Some(segment), Some(total)) => Ok((number(segment), number(total))),
    }
}

fn check_mix(input: &ScanInput) -> Result<(), Fault> {
    let old = [
        ("AttributesToGet", input.attributes_to_get.is_some()),
        ("ScanFilter", input.scan_filter.is_some()),
        ("ConditionalOperator", input.conditional_operator.is_some()),
    ];
    let new = [
        ("ProjectionExpression", input.projection_expression.is_some()),
        ("FilterExpression", input.filter_expression.is_some()),
    ];
    legacy::check_mix(&old, &new)
}
