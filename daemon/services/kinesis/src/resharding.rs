//! What SplitShard, MergeShards, UpdateShardCount and UpdateStreamMode have in common: one change at a time, under way
//! for a moment, within the bounds on shards.

use crate::{fault, limits};
use millpond_base::LineMs;
use millpond_service::{Context, Fault};
use millpond_store::stream::{Mode, Parts, Plan, Stream};
use std::sync::Arc;

const DAY_MS: u64 = 24 * 3_600_000;

/// Begins what `choose` decides, if anything; it sees the stream as it stands.
///
/// # Durability
/// What was begun is on flash when this returns.
pub(crate) fn begin(
    ctx: &Context<'_>,
    name: &str,
    choose: impl FnOnce(&mut Parts) -> Result<Option<Plan>, Fault>,
) -> Result<Arc<Stream>, Fault> {
    let account = &ctx.call.account;
    let streams = ctx.store.streams();
    // An earlier change may be due, and is then not in the way.
    let _ = streams.look(name, ctx.now);
    let changed = streams.change(name, |parts| {
        let Some(plan) = choose(parts)? else { return Ok(()) };
        has_room(ctx, parts, plan)?;
        if parts.resharding.pending.is_some() {
            return Err(fault::not_active(name, account));
        }
        parts.resharding.begin(plan, ctx.now);
        Ok(())
    });
    let stream = changed.map_err(|cause| fault::change(cause, name, account))?;
    // Whoever waits for records of a shard that will end looks again when it does.
    stream.open_shards().for_each(|shard| ctx.ring(shard.track));
    Ok(stream)
}

/// Refuses what is for streams with a number of shards that somebody chose.
pub(crate) fn provisioned(
    parts: &Parts,
    operation: &str,
    name: &str,
    ctx: &Context<'_>,
) -> Result<(), Fault> {
    match parts.settings.mode {
        Mode::Provisioned => Ok(()),
        Mode::OnDemand => Err(fault::on_demand(operation, name, &ctx.call.account)),
    }
}

fn has_room(ctx: &Context<'_>, parts: &Parts, plan: Plan) -> Result<(), Fault> {
    let streams = ctx.store.streams();
    let (open, (current, _)) = (parts.open_count(), streams.counts());
    let added = plan.open_after(open).saturating_sub(open);
    if added > 0 && current + added > limits::SHARDS_MAX {
        let added = u32::try_from(added).unwrap_or(u32::MAX);
        return Err(fault::shard_limit(ctx.call, current, added, limits::SHARDS_MAX));
    }
    let made = plan.made_at_most(open);
    if made > 0 && streams.kept() + made > limits::SHARDS_KEPT_MAX {
        return Err(fault::kept_limit(streams.kept()));
    }
    Ok(())
}

/// Notes that something was done at `now`, which may be so often within 24 hours; `None` when it was done so often.
pub(crate) fn note(times: &mut Vec<LineMs>, now: LineMs, a_day_max: usize) -> Option<()> {
    times.retain(|time| now.since_ms(*time) < DAY_MS);
    if times.len() >= a_day_max {
        return None;
    }
    times.push(now);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_forgotten_after_24_hours() {
        let mut times = Vec::new();

        assert!(note(&mut times, LineMs(10), 2).is_some());
        assert!(note(&mut times, LineMs(20), 2).is_some());
        assert!(note(&mut times, LineMs(DAY_MS + 9), 2).is_none());
        assert!(note(&mut times, LineMs(DAY_MS + 10), 2).is_some());
        assert_eq!(times, [LineMs(20), LineMs(DAY_MS + 10)]);
    }
}
