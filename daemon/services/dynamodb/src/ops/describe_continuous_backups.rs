//! DescribeContinuousBackups.

use crate::address;
use crate::api::{self, DescribeContinuousBackupsInput, DescribeContinuousBackupsOutput};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeContinuousBackups>(access, run)
}

fn access(_: &Call, store: &Store, input: &DescribeContinuousBackupsInput) -> Vec<Access> {
    vec![address::access(store, "dynamodb:DescribeContinuousBackups", &input.table_name)]
}

/// Says that there is no recovery to a point in time.
fn run(
    ctx: &mut Context<'_>,
    input: &mut DescribeContinuousBackupsInput,
) -> Result<Answer<DescribeContinuousBackupsOutput>, Fault> {
    let name = address::checked(ctx.store, &input.table_name)?;
    if ctx.store.tables().find(name).is_none() {
        let text = format!("Table not found: {name}");
        return Err(Fault::of(&api::error::TABLE_NOT_FOUND_EXCEPTION, text));
    }
    let output = DescribeContinuousBackupsOutput { continuous_backups_description: Some(described()) };
    Ok(Answer::Now(output))
}

/// What every table has.
pub(super) fn described() -> api::ContinuousBackupsDescription {
    api::ContinuousBackupsDescription {
        continuous_backups_status: "DISABLED".to_owned(),
        point_in_time_recovery_description: Some(api::PointInTimeRecoveryDescription {
            point_in_time_recovery_status: Some("DISABLED".to_owned()),
            ..api::PointInTimeRecoveryDescription::default()
        }),
    }
}
