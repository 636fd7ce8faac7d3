//! UpdateStreamWarmThroughput.

use crate::address::{Address, arn};
use crate::api::{self, UpdateStreamWarmThroughputInput, UpdateStreamWarmThroughputOutput};
use crate::{fault, resharding, warm};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::Plan;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateStreamWarmThroughput>(access, run)
}

fn address(input: &UpdateStreamWarmThroughputInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &UpdateStreamWarmThroughputInput) -> Vec<Access> {
    address(input).access("kinesis:UpdateStreamWarmThroughput", call)
}

/// Sets what an on-demand stream shall be able to take in at once, and begins to give it the shards for that; the stream
/// is UPDATING until they are there. It keeps shards it has beyond that.
///
/// # Durability
/// What was begun is on flash before the reply, and is done after a power cut too.
fn run(
    ctx: &mut Context<'_>,
    input: &mut UpdateStreamWarmThroughputInput,
) -> Result<Answer<UpdateStreamWarmThroughputOutput>, Fault> {
    let name = address(input).name(ctx.call)?;
    let changed = resharding::begin(ctx, name, |parts| {
        let mibps = warm::read(ctx, input.warm_throughput_mibps, parts.settings.mode)?;
        if parts.resharding.pending.is_some() {
            return Err(fault::not_active(name, &ctx.call.account));
        }
        parts.settings.extras.warm_mibps = mibps;
        let count = mibps.filter(|mibps| *mibps as usize > parts.open_count());
        Ok(count.map(|count| Plan::Scale { count }))
    })?;
    Ok(Answer::Now(UpdateStreamWarmThroughputOutput {
        stream_arn: Some(arn(ctx.call, name)),
        stream_name: Some(name.to_owned()),
        warm_throughput: warm::show(&changed),
    }))
}
