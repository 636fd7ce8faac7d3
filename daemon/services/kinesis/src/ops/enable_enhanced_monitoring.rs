//! EnableEnhancedMonitoring.

use crate::address::Address;
use crate::api::{self, EnableEnhancedMonitoringInput, EnableEnhancedMonitoringOutput};
use crate::monitoring;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::ShardMetrics;

pub(super) fn handler() -> Handler {
    Handler::new::<api::EnableEnhancedMonitoring>(access, run)
}

fn address(input: &EnableEnhancedMonitoringInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &EnableEnhancedMonitoringInput) -> Vec<Access> {
    address(input).access("kinesis:EnableEnhancedMonitoring", call)
}

/// Reports more metrics of each shard.
///
/// # Durability
/// The choice is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut EnableEnhancedMonitoringInput,
) -> Result<Answer<EnableEnhancedMonitoringOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    let named = monitoring::read(&input.shard_level_metrics);
    let (before, after) = monitoring::change(ctx, &stream, |held| ShardMetrics::with(held, named))?;
    Ok(Answer::Now(EnableEnhancedMonitoringOutput {
        stream_name: Some(stream.name.clone()),
        current_shard_level_metrics: Some(monitoring::words(before)),
        desired_shard_level_metrics: Some(monitoring::words(after)),
        stream_arn: Some(crate::address::arn(ctx.call, &stream.name)),
    }))
}
