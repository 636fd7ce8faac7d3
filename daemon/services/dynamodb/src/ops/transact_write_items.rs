//! TransactWriteItems.

use crate::api::{self, TransactWriteItem, TransactWriteItemsInput, TransactWriteItemsOutput};
use crate::expr::{self, Scope};
use crate::fault::Reason;
use crate::write::{self, Intent, Part, Refusal};
use crate::{address, capacity, fault, keys, limits, values};
use aws_lc_rs::digest;
use millpond_aws::{IntoValue, Op, json};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::table::{Table, Target, Writing, item_bytes};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn handler() -> Handler {
    Handler::new::<api::TransactWriteItems>(access, run)
}

fn access(_: &Call, store: &Store, input: &TransactWriteItemsInput) -> Vec<Access> {
    let of = |item: &TransactWriteItem| {
        let put = item.put.as_ref().map(|put| ("dynamodb:PutItem", put.table_name.clone()));
        let delete = item.delete.as_ref().map(|delete| ("dynamodb:DeleteItem", delete.table_name.clone()));
        let update = item.update.as_ref().map(|update| ("dynamodb:UpdateItem", update.table_name.clone()));
        let check = item.condition_check.as_ref();
        let check = check.map(|check| ("dynamodb:ConditionCheckItem", check.table_name.clone()));
        put.or(delete).or(update).or(check)
    };
    let wanted = input.transact_items.iter().filter_map(of);
    wanted.map(|(action, table)| address::access(store, action, &table)).collect()
}

/// Does several writes, of several tables, all at once or not at all.
///
/// # Durability
/// One batch of the log: after a power cut all of it is there or nothing. A token counts for ten minutes, across restarts.
fn run(
    ctx: &mut Context<'_>,
    input: &mut TransactWriteItemsInput,
) -> Result<Answer<TransactWriteItemsOutput>, Fault> {
    let token = input.client_request_token.take();
    let digest = token.as_ref().map(|_| digest_of(input));
    let capacity = input.return_consumed_capacity.take();
    let mut parts = Vec::with_capacity(input.transact_items.len());
    let mut targets: Vec<Target> = Vec::with_capacity(input.transact_items.len());
    for item in std::mem::take(&mut input.transact_items) {
        let (table, part) = part(ctx, item)?;
        if targets.iter().any(|other| Arc::ptr_eq(&other.table, &table) && other.key == part.key) {
            return Err(fault::validation_text(
                "Transaction request cannot include multiple operations on one item",
            ));
        }
        targets.push(Target { table, key: part.key.clone(), reads: part.reads(false) });
        parts.push(part);
    }
    let mut writing = Writing::begin(&targets).map_err(|cause| fault::read(&cause))?;
    if let (Some(token), Some(digest)) = (&token, digest) {
        match writing.done(token, ctx.now.line) {
            Some(done) if done == digest => {
                return Ok(write::after(ctx, writing.last(), TransactWriteItemsOutput::default()));
            }
            Some(_) => return write::refuse(ctx, &writing, fault::token_mismatch()),
            None => {}
        }
    }
    let (mut reasons, mut bytes) = (Vec::with_capacity(parts.len()), 0);
    let mut units: BTreeMap<String, f64> = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        reasons.push(match part.decide(&mut writing, at) {
            Ok(done) => {
                let size = done.after.as_ref().or(done.before.as_ref()).map_or(0, item_bytes);
                bytes += size;
                *units.entry(part.definition.name.clone()).or_default() += 2.0 * capacity::write_units(size);
                Reason::None
            }
            Err(Refusal::Condition(item)) => Reason::Condition(item),
            Err(Refusal::Invalid(fault)) => Reason::Invalid(fault.message),
            Err(Refusal::Room(fault)) => return Err(fault),
        });
    }
    if reasons.iter().any(|reason| !matches!(reason, Reason::None)) {
        return write::refuse(ctx, &writing, fault::cancelled(reasons));
    }
    if bytes > limits::TRANSACTION_BYTES_MAX {
        return Err(fault::validation_text(
            "Aggregate size of items in transaction exceeds the limit of 4 MB",
        ));
    }
    if let (Some(token), Some(digest)) = (&token, digest) {
        writing.remember(token, digest, ctx.now.line);
    }
    let consumed =
        units.iter().filter_map(|(name, units)| capacity::consumed(capacity.as_deref(), name, None, *units));
    let output = TransactWriteItemsOutput {
        consumed_capacity: capacity.as_ref().map(|_| consumed.collect()),
        item_collection_metrics: None,
    };
    write::commit(ctx, writing, output)
}

/// What the same token must come with again.
fn digest_of(input: &TransactWriteItemsInput) -> [u8; 32] {
    let mut bytes = Vec::new();
    let shape = api::TransactWriteItems::operation().input;
    json::encode(shape, &input.clone().into_value(), &mut bytes);
    let mut digest = [0; 32];
    digest.copy_from_slice(digest::digest(&digest::SHA256, &bytes).as_ref());
    digest
}

fn part(ctx: &Context<'_>, item: TransactWriteItem) -> Result<(Arc<Table>, Part), Fault> {
    match item {
        TransactWriteItem { put: Some(put), delete: None, update: None, condition_check: None } => {
            let text = put.condition_expression.as_ref();
            let scope = write::condition_scope(
                put.expression_attribute_names,
                put.expression_attribute_values,
                text,
            )?;
            let item = values::item(put.item)?;
            let condition = write::condition(text.map(String::as_str), &scope)?;
            scope.all_used()?;
            let table = address::table(ctx, &put.table_name)?;
            let definition = table.definition();
            keys::check_item(&definition.settings, &item)?;
            let key = keys::key_of(&definition.settings.key, &item);
            let shows_item = shows(put.return_values_on_condition_check_failure.as_ref());
            Ok((table, Part { definition, key, intent: Intent::Put(item), condition, shows_item }))
        }
        TransactWriteItem { put: None, delete: Some(delete), update: None, condition_check: None } => {
            let text = delete.condition_expression.as_ref();
            let (names, given) = (delete.expression_attribute_names, delete.expression_attribute_values);
            let scope = write::condition_scope(names, given, text)?;
            let condition = write::condition(text.map(String::as_str), &scope)?;
            scope.all_used()?;
            let shows_item = shows(delete.return_values_on_condition_check_failure.as_ref());
            keyed(ctx, &delete.table_name, delete.key, Intent::Delete, condition, shows_item)
        }
        TransactWriteItem { put: None, delete: None, update: Some(update), condition_check: None } => {
            let text = update.condition_expression.as_ref();
            let scope = Scope::new(
                update.expression_attribute_names,
                update.expression_attribute_values,
                &[("UpdateExpression", true), ("ConditionExpression", text.is_some())],
                false,
            )?;
            let change = expr::update(&update.update_expression, &scope)
                .map_err(|why| fault::expression("UpdateExpression", &why))?;
            let condition = write::condition(text.map(String::as_str), &scope)?;
            scope.all_used()?;
            let shows_item = shows(update.return_values_on_condition_check_failure.as_ref());
            let intent = Intent::Update { update: change, legacy: false };
            keyed(ctx, &update.table_name, update.key, intent, condition, shows_item)
        }
        TransactWriteItem { put: None, delete: None, update: None, condition_check: Some(check) } => {
            let text = &check.condition_expression;
            let (names, given) = (check.expression_attribute_names, check.expression_attribute_values);
            let scope = write::condition_scope(names, given, Some(text))?;
            let condition = write::condition(Some(text), &scope)?;
            scope.all_used()?;
            let shows_item = shows(check.return_values_on_condition_check_failure.as_ref());
            keyed(ctx, &check.table_name, check.key, Intent::Check, condition, shows_item)
        }
        _ => {
            Err(fault::validation_text("TransactItems can only contain one of Check, Put, Update or Delete"))
        }
    }
}

fn keyed(
    ctx: &Context<'_>,
    table: &str,
    key: BTreeMap<String, api::AttributeValue>,
    intent: Intent,
    condition: Option<expr::Condition>,
    shows_item: bool,
) -> Result<(Arc<Table>, Part), Fault> {
    let key = values::item(key)?;
    let table = address::table(ctx, table)?;
    let definition = table.definition();
    keys::check_key(&definition.settings.key, &key)?;
    if let Intent::Update { update, .. } = &intent {
        write::check_untouched_key(&definition, update)?;
    }
    Ok((table, Part { definition, key, intent, condition, shows_item }))
}

fn shows(asked: Option<&String>) -> bool {
    asked.is_some_and(|asked| asked == "ALL_OLD")
}
