//! UpdateStreamRecordDistributionStrategy.

use super::create_stream::even_needs_on_demand;
use crate::address::Address;
use crate::api::{
    self, UpdateStreamRecordDistributionStrategyInput, UpdateStreamRecordDistributionStrategyOutput,
};
use crate::setting;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::{Distribution, Mode};

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateStreamRecordDistributionStrategy>(access, run)
}

fn address(input: &UpdateStreamRecordDistributionStrategyInput) -> Address<'_> {
    Address::new(None, Some(&input.stream_arn))
}

fn access(call: &Call, _: &Store, input: &UpdateStreamRecordDistributionStrategyInput) -> Vec<Access> {
    address(input).access("kinesis:UpdateStreamRecordDistributionStrategy", call)
}

/// Changes how records that come from now on find their shard.
///
/// # Durability
/// The choice is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut UpdateStreamRecordDistributionStrategyInput,
) -> Result<Answer<UpdateStreamRecordDistributionStrategyOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    let even = input.record_distribution_strategy == "AUTO";
    setting::change(ctx, &stream.name, |settings| {
        if even && settings.mode == Mode::Provisioned {
            return Err(even_needs_on_demand());
        }
        settings.distribution = if even { Distribution::Even } else { Distribution::PartitionKey };
        Ok(())
    })?;
    Ok(Answer::Now(UpdateStreamRecordDistributionStrategyOutput {}))
}
