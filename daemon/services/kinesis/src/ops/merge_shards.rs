//! MergeShards.

use crate::address::Address;
use crate::api::{self, MergeShardsInput, MergeShardsOutput};
use crate::{fault, resharding, shards};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::Plan;

pub(super) fn handler() -> Handler {
    Handler::new::<api::MergeShards>(access, run)
}

fn address(input: &MergeShardsInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &MergeShardsInput) -> Vec<Access> {
    address(input).access("kinesis:MergeShards", call)
}

/// Begins to put one shard in the place of two neighbours; the stream is UPDATING until it is there.
///
/// # Durability
/// What was begun is on flash before the reply, and is done after a power cut too.
fn run(ctx: &mut Context<'_>, input: &mut MergeShardsInput) -> Result<Answer<MergeShardsOutput>, Fault> {
    let name = address(input).name(ctx.call)?;
    let account = &ctx.call.account;
    let index = shards::parse(&input.shard_to_merge, name, account)?;
    let adjacent = shards::parse(&input.adjacent_shard_to_merge, name, account)?;
    resharding::begin(ctx, name, |parts| {
        resharding::provisioned(parts, "MergeShards", name, ctx)?;
        let shard = |index| parts.shard(index).ok_or_else(|| fault::no_shard_numbered(index, name, account));
        let (low, high) = (shard(index)?, shard(adjacent)?);
        if !low.range.meets(high.range) {
            return Err(fault::not_adjacent(index, adjacent, name, account));
        }
        if let Some(ended) = [low, high].into_iter().find(|shard| !shard.is_open()) {
            return Err(fault::ended(ended.index, name, account));
        }
        Ok(Some(Plan::Merge { shard: index, adjacent }))
    })?;
    Ok(Answer::Now(MergeShardsOutput {}))
}
