//! DescribeTable.

use crate::api::{self, DescribeTableInput, DescribeTableOutput};
use crate::{address, fault, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeTable>(access, run)
}

fn access(_: &Call, store: &Store, input: &DescribeTableInput) -> Vec<Access> {
    vec![address::access(store, "dynamodb:DescribeTable", &input.table_name)]
}

/// Shows a table; counts are of this moment.
fn run(ctx: &mut Context<'_>, input: &mut DescribeTableInput) -> Result<Answer<DescribeTableOutput>, Fault> {
    let name = address::checked(ctx.store, &input.table_name)?;
    let table = ctx.store.tables().find(name).ok_or_else(|| fault::unknown_table(name))?;
    Ok(Answer::Now(DescribeTableOutput { table: Some(views::table(ctx, &table, "ACTIVE")) }))
}
