//! CreateTable.

use crate::api::{self, CreateTableInput, CreateTableOutput};
use crate::{address, fault, limits, settings, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::CreateTable>(access, run)
}

fn access(_: &Call, store: &Store, input: &CreateTableInput) -> Vec<Access> {
    let mut needed = vec![address::access(store, "dynamodb:CreateTable", &input.table_name)];
    if input.tags.is_some() {
        needed.push(address::access(store, "dynamodb:TagResource", &input.table_name));
    }
    needed
}

/// Makes a table that takes items at once; AWS's CREATING state is skipped.
///
/// # Durability
/// The table is on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut CreateTableInput) -> Result<Answer<CreateTableOutput>, Fault> {
    let name = address::checked(ctx.store, &input.table_name)?.to_owned();
    let settings = settings::of_create(input, ctx.now.wall)?;
    let tables = ctx.store.tables();
    if tables.find(&name).is_none() && tables.list(None, limits::TABLES_MAX).len() >= limits::TABLES_MAX {
        return Err(fault::limit(format!(
            "Subscriber limit exceeded: there is a limit of {} tables per subscriber",
            limits::TABLES_MAX
        )));
    }
    let table = tables.create(&name, settings, ctx.now).map_err(|cause| fault::change(&cause, &name))?;
    let table_description = Some(views::table(ctx, &table, "ACTIVE"));
    Ok(Answer::Now(CreateTableOutput { table_description }))
}
