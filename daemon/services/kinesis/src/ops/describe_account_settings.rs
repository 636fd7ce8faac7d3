//! DescribeAccountSettings.

use crate::account;
use crate::api::{self, DescribeAccountSettingsInput, DescribeAccountSettingsOutput};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeAccountSettings>(access, run)
}

fn access(_: &Call, _: &Store, _: &DescribeAccountSettingsInput) -> Vec<Access> {
    vec![Access::new("kinesis:DescribeAccountSettings", "*")]
}

/// Shows the commitment to a minimum of throughput. Nothing is billed here; it unlocks warm throughput, as at AWS.
fn run(
    ctx: &mut Context<'_>,
    _: &mut DescribeAccountSettingsInput,
) -> Result<Answer<DescribeAccountSettingsOutput>, Fault> {
    let held = account::show(ctx.store.streams().commitment(), ctx.now.line);
    Ok(Answer::Now(DescribeAccountSettingsOutput { minimum_throughput_billing_commitment: Some(held) }))
}
