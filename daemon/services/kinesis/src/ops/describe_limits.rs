//! DescribeLimits.

use crate::api::{self, DescribeLimitsInput, DescribeLimitsOutput};
use crate::views;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::{Mode, SHARDS_MAX};

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeLimits>(access, run)
}

fn access(_: &Call, _: &Store, _: &DescribeLimitsInput) -> Vec<Access> {
    vec![Access::new("kinesis:DescribeLimits", "*")]
}

/// Tells how much of what there may be is there. As each on-demand stream needs a shard at least, there may be as many
/// of them as shards.
fn run(ctx: &mut Context<'_>, _: &mut DescribeLimitsInput) -> Result<Answer<DescribeLimitsOutput>, Fault> {
    let streams = ctx.store.streams().list(None, usize::MAX);
    let open = streams.iter().map(|stream| stream.open_shards().count()).sum();
    let on_demand = streams.iter().filter(|stream| stream.mode == Mode::OnDemand).count();
    Ok(Answer::Now(DescribeLimitsOutput {
        shard_limit: views::count(SHARDS_MAX),
        open_shard_count: views::count(open),
        on_demand_stream_count: views::count(on_demand),
        on_demand_stream_count_limit: views::count(SHARDS_MAX),
        ..DescribeLimitsOutput::default()
    }))
}
