//! UpdateShardCount.

use crate::address::{Address, arn};
use crate::api::{self, UpdateShardCountInput, UpdateShardCountOutput};
use crate::{fault, limits, resharding, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::{HashRange, Parts, Plan};

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateShardCount>(access, run)
}

fn address(input: &UpdateShardCountInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &UpdateShardCountInput) -> Vec<Access> {
    address(input).access("kinesis:UpdateShardCount", call)
}

/// Begins to divide the key space into so many equal shards; the stream is UPDATING until they are there. A stream
/// that has just these shards stays as it is.
///
/// # Durability
/// What was begun is on flash before the reply, and is done after a power cut too.
fn run(
    ctx: &mut Context<'_>,
    input: &mut UpdateShardCountInput,
) -> Result<Answer<UpdateShardCountOutput>, Fault> {
    let name = address(input).name(ctx.call)?;
    let target = usize::try_from(input.target_shard_count).unwrap_or(usize::MAX);
    let mut current = 0;
    resharding::begin(ctx, name, |parts| {
        resharding::provisioned(parts, "UpdateShardCount", name, ctx)?;
        current = parts.open_count();
        check(current, target)?;
        let count = u32::try_from(target).unwrap_or(u32::MAX);
        if parts.resharding.pending.is_none() && is_uniform(parts, count) {
            return Ok(None);
        }
        resharding::note(&mut parts.resharding.scaled, ctx.now.line, limits::SCALINGS_A_DAY_MAX)
            .ok_or_else(|| fault::scaled_too_often(name, &ctx.call.account))?;
        Ok(Some(Plan::Scale { count }))
    })?;
    Ok(Answer::Now(UpdateShardCountOutput {
        stream_name: Some(name.to_owned()),
        current_shard_count: Some(views::count(current)),
        target_shard_count: Some(input.target_shard_count),
        stream_arn: Some(arn(ctx.call, name)),
    }))
}

/// How far one call may go.
fn check(current: usize, target: usize) -> Result<(), Fault> {
    if target > limits::SHARDS_MAX {
        return Err(fault::too_many_shards(current, target, limits::SHARDS_MAX));
    }
    if target > current * 2 {
        return Err(fault::scaled_too_far("up over double", current, target));
    }
    if target * 2 < current {
        return Err(fault::scaled_too_far("down below half", current, target));
    }
    Ok(())
}

/// True when the open shards are the equal parts already.
fn is_uniform(parts: &Parts, count: u32) -> bool {
    let mut open: Vec<HashRange> =
        parts.shards().iter().filter(|shard| shard.is_open()).map(|shard| shard.range).collect();
    open.sort_unstable_by_key(HashRange::first);
    open == HashRange::divide(count)
}
