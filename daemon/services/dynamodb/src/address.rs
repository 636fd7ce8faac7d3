//! Which table a request means.

use crate::{fault, kms};
use millpond_service::{Access, Call, Context, Fault};
use millpond_store::Store;
use millpond_store::table::Table;
use std::sync::Arc;

/// The name in a table's name or ARN.
pub(crate) fn name<'a>(store: &Store, given: &'a str) -> &'a str {
    store.tables().name_in(given).unwrap_or(given)
}

/// Access to a table.
pub(crate) fn access(store: &Store, action: &'static str, given: &str) -> Access {
    Access::new(action, store.tables().arn(name(store, given)))
}

/// Access to a table or one of its indexes.
pub(crate) fn index_access(store: &Store, action: &'static str, given: &str, index: Option<&str>) -> Access {
    let table = store.tables().arn(name(store, given));
    match index {
        Some(index) => Access::new(action, format!("{table}/index/{index}")),
        None => Access::new(action, table),
    }
}

/// The table that an operation on items means, if the caller may use its KMS key.
pub(crate) fn table(ctx: &Context<'_>, given: &str) -> Result<Arc<Table>, Fault> {
    let name = checked(ctx.store, given)?;
    let table = ctx.store.tables().find(name).ok_or_else(fault::no_table)?;
    kms::check(ctx, &table)?;
    Ok(table)
}

/// The name of the table that an operation on tables means.
pub(crate) fn checked<'a>(store: &Store, given: &'a str) -> Result<&'a str, Fault> {
    let name = name(store, given);
    if given.starts_with("arn:") && name == given {
        return Err(fault::no_table());
    }
    check_name("tableName", "TableName", name)?;
    Ok(name)
}

/// Checks the name of a table or index.
pub(crate) fn check_name(path: &str, parameter: &str, name: &str) -> Result<(), Fault> {
    if name.len() < 3 || name.len() > 255 {
        return Err(fault::validation_text(format!(
            "{parameter} must be at least 3 characters long and at most 255 characters long"
        )));
    }
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b)) {
        return Err(fault::validation_text(format!(
            "1 validation error detected: Value '{name}' at '{path}' failed to satisfy constraint: Member must satisfy \
             regular expression pattern: [a-zA-Z0-9_.-]+"
        )));
    }
    Ok(())
}

/// The table whose ARN is given.
pub(crate) fn of_arn(ctx: &Context<'_>, arn: &str) -> Result<Arc<Table>, Fault> {
    let tables = ctx.store.tables();
    tables.name_in(arn).and_then(|name| tables.find(name)).ok_or_else(|| fault::unknown_resource(arn))
}

/// Access by ARN, as given.
pub(crate) fn arn_access(_: &Call, action: &'static str, arn: &str) -> Vec<Access> {
    vec![Access::new(action, arn)]
}
