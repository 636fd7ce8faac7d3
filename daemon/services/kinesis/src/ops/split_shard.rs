//! SplitShard.

use crate::address::Address;
use crate::api::{self, SplitShardInput, SplitShardOutput};
use crate::{fault, resharding, shards};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::{HashKey, Plan, Shard};

pub(super) fn handler() -> Handler {
    Handler::new::<api::SplitShard>(access, run)
}

fn address(input: &SplitShardInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &SplitShardInput) -> Vec<Access> {
    address(input).access("kinesis:SplitShard", call)
}

/// Begins to put two shards in the place of one; the stream is UPDATING until they are there.
///
/// # Durability
/// What was begun is on flash before the reply, and is done after a power cut too.
fn run(ctx: &mut Context<'_>, input: &mut SplitShardInput) -> Result<Answer<SplitShardOutput>, Fault> {
    let name = address(input).name(ctx.call)?;
    let account = &ctx.call.account;
    let index = shards::parse(&input.shard_to_split, name, account)?;
    resharding::begin(ctx, name, |parts| {
        resharding::provisioned(parts, "SplitShard", name, ctx)?;
        let shard = parts.shard(index).ok_or_else(|| fault::no_shard_numbered(index, name, account))?;
        let at = place(shard, &input.new_starting_hash_key)
            .ok_or_else(|| fault::split_place(&input.new_starting_hash_key, shard, name, account))?;
        if !shard.is_open() {
            return Err(fault::ended(index, name, account));
        }
        Ok(Some(Plan::Split { shard: index, at }))
    })?;
    Ok(Answer::Now(SplitShardOutput {}))
}

/// Where a shard can be split.
fn place(shard: &Shard, text: &str) -> Option<HashKey> {
    let above = shard.range.first().0.checked_add(1)?;
    HashKey::parse(text).filter(|at| at.0 > above && *at < shard.range.last())
}
