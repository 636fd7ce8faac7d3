//! DecreaseStreamRetentionPeriod.

use crate::address::Address;
use crate::api::{self, DecreaseStreamRetentionPeriodInput, DecreaseStreamRetentionPeriodOutput};
use crate::retention::{self, Way};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DecreaseStreamRetentionPeriod>(access, run)
}

fn address(input: &DecreaseStreamRetentionPeriodInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &DecreaseStreamRetentionPeriodInput) -> Vec<Access> {
    address(input).access("kinesis:DecreaseStreamRetentionPeriod", call)
}

/// Keeps records shorter. Older ones cannot be read from the next second on.
///
/// # Durability
/// The period is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut DecreaseStreamRetentionPeriodInput,
) -> Result<Answer<DecreaseStreamRetentionPeriodOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    retention::change(ctx, &stream, input.retention_period_hours, Way::Shorter)?;
    Ok(Answer::Now(DecreaseStreamRetentionPeriodOutput {}))
}
