//! IncreaseStreamRetentionPeriod.

use crate::address::Address;
use crate::api::{self, IncreaseStreamRetentionPeriodInput, IncreaseStreamRetentionPeriodOutput};
use crate::retention::{self, Way};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::IncreaseStreamRetentionPeriod>(access, run)
}

fn address(input: &IncreaseStreamRetentionPeriodInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &IncreaseStreamRetentionPeriodInput) -> Vec<Access> {
    address(input).access("kinesis:IncreaseStreamRetentionPeriod", call)
}

/// Keeps records longer. Those that are gone stay gone.
///
/// # Durability
/// The period is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut IncreaseStreamRetentionPeriodInput,
) -> Result<Answer<IncreaseStreamRetentionPeriodOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    retention::change(ctx, &stream, input.retention_period_hours, Way::Longer)?;
    Ok(Answer::Now(IncreaseStreamRetentionPeriodOutput {}))
}
