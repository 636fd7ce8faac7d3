//! DeleteTable.

use crate::api::{self, DeleteTableInput, DeleteTableOutput};
use crate::{address, fault, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DeleteTable>(access, run)
}

fn access(_: &Call, store: &Store, input: &DeleteTableInput) -> Vec<Access> {
    vec![address::access(store, "dynamodb:DeleteTable", &input.table_name)]
}

/// Deletes a table: its key first, so that no copy of the flash tells anything of it.
///
/// # Durability
/// On flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut DeleteTableInput) -> Result<Answer<DeleteTableOutput>, Fault> {
    let name = address::checked(ctx.store, &input.table_name)?;
    let tables = ctx.store.tables();
    let table = tables.find(name).ok_or_else(|| fault::unknown_table(name))?;
    if table.definition().settings.deletion_protection {
        return Err(fault::validation_text(
            "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
        ));
    }
    let table_description = Some(views::table(ctx, &table, "DELETING"));
    tables.delete(name).map_err(|cause| fault::change(&cause, name))?;
    Ok(Answer::Now(DeleteTableOutput { table_description }))
}
