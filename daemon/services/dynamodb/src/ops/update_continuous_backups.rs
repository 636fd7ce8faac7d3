//! UpdateContinuousBackups.

use crate::api::{self, UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput};
use crate::{address, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateContinuousBackups>(access, run)
}

fn access(_: &Call, store: &Store, input: &UpdateContinuousBackupsInput) -> Vec<Access> {
    vec![address::access(store, "dynamodb:UpdateContinuousBackups", &input.table_name)]
}

/// Turns recovery to a point in time off, which it always is; nobody may think that it is on.
fn run(
    ctx: &mut Context<'_>,
    input: &mut UpdateContinuousBackupsInput,
) -> Result<Answer<UpdateContinuousBackupsOutput>, Fault> {
    let name = address::checked(ctx.store, &input.table_name)?;
    if ctx.store.tables().find(name).is_none() {
        let text = format!("Table not found: {name}");
        return Err(Fault::of(&api::error::TABLE_NOT_FOUND_EXCEPTION, text));
    }
    if input.point_in_time_recovery_specification.point_in_time_recovery_enabled {
        return Err(fault::no_recovery());
    }
    let described = super::describe_continuous_backups::described();
    Ok(Answer::Now(UpdateContinuousBackupsOutput { continuous_backups_description: Some(described) }))
}
