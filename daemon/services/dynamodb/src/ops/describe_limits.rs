//! DescribeLimits.

use crate::api::{self, DescribeLimitsInput, DescribeLimitsOutput};
use crate::limits;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeLimits>(access, run)
}

fn access(_: &Call, _: &Store, _: &DescribeLimitsInput) -> Vec<Access> {
    vec![Access::new("dynamodb:DescribeLimits", "*")]
}

/// Names AWS's default quotas of capacity, which are not enforced here.
fn run(_: &mut Context<'_>, _: &mut DescribeLimitsInput) -> Result<Answer<DescribeLimitsOutput>, Fault> {
    Ok(Answer::Now(DescribeLimitsOutput {
        account_max_read_capacity_units: Some(limits::ACCOUNT_UNITS),
        account_max_write_capacity_units: Some(limits::ACCOUNT_UNITS),
        table_max_read_capacity_units: Some(limits::TABLE_UNITS),
        table_max_write_capacity_units: Some(limits::TABLE_UNITS),
    }))
}
