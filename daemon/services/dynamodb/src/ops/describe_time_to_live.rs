//! DescribeTimeToLive.

use crate::api::{self, DescribeTimeToLiveInput, DescribeTimeToLiveOutput, TimeToLiveDescription};
use crate::{address, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeTimeToLive>(access, run)
}

fn access(_: &Call, store: &Store, input: &DescribeTimeToLiveInput) -> Vec<Access> {
    vec![address::access(store, "dynamodb:DescribeTimeToLive", &input.table_name)]
}

/// Says which attribute, if any, tells when an item expires.
fn run(
    ctx: &mut Context<'_>,
    input: &mut DescribeTimeToLiveInput,
) -> Result<Answer<DescribeTimeToLiveOutput>, Fault> {
    let name = address::checked(ctx.store, &input.table_name)?;
    let table = ctx.store.tables().find(name).ok_or_else(|| fault::unknown_table(name))?;
    let attribute_name = table.definition().settings.expiry.clone();
    let status = if attribute_name.is_some() { "ENABLED" } else { "DISABLED" };
    let description = TimeToLiveDescription { time_to_live_status: Some(status.to_owned()), attribute_name };
    Ok(Answer::Now(DescribeTimeToLiveOutput { time_to_live_description: Some(description) }))
}
