//! ListTables.

use crate::api::{self, ListTablesInput, ListTablesOutput};
use crate::limits;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListTables>(access, run)
}

fn access(_: &Call, _: &Store, _: &ListTablesInput) -> Vec<Access> {
    vec![Access::new("dynamodb:ListTables", "*")]
}

/// Lists tables by name, a page at a time.
fn run(ctx: &mut Context<'_>, input: &mut ListTablesInput) -> Result<Answer<ListTablesOutput>, Fault> {
    let limit = input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(limits::LIST_TABLES);
    let after = input.exclusive_start_table_name.as_deref();
    let page = ctx.store.tables().list(after, limit + 1);
    let mut names: Vec<String> = page.iter().map(|table| table.definition().name.clone()).collect();
    let more = names.len() > limit;
    names.truncate(limit);
    let last_evaluated_table_name = names.last().filter(|_| more).cloned();
    Ok(Answer::Now(ListTablesOutput { table_names: Some(names), last_evaluated_table_name }))
}
