//! Warm throughput: what an on-demand stream shall be able to take in at once, in MiB a second. A shard is good for one.

use crate::{api, fault, limits, views};
use millpond_service::{Context, Fault};
use millpond_store::stream::{Mode, Stream};

/// What is asked for; none is 0.
pub(crate) fn read(ctx: &Context<'_>, asked: i64, mode: Mode) -> Result<Option<u32>, Fault> {
    if mode != Mode::OnDemand {
        return Err(fault::invalid(
            "WarmThroughputMiBps is only supported for streams in the ON_DEMAND mode.",
        ));
    }
    if !ctx.store.streams().is_committed(ctx.now.line) {
        return Err(fault::no_commitment());
    }
    let mibps = u32::try_from(asked).ok().filter(|mibps| *mibps <= limits::WARM_MIBPS_MAX);
    let mibps = mibps.ok_or_else(|| {
        fault::limit_exceeded(format!(
            "WarmThroughputMiBps {asked} exceeds {}, the most a stream can be scaled to.",
            limits::WARM_MIBPS_MAX
        ))
    })?;
    Ok(Some(mibps).filter(|mibps| *mibps > 0))
}

/// What was asked for, and what the stream is good for now; nothing when nothing was asked for.
pub(crate) fn show(stream: &Stream) -> Option<api::WarmThroughputObject> {
    let target = stream.extras.warm_mibps?;
    Some(api::WarmThroughputObject {
        target_mibps: Some(i64::from(target)),
        current_mibps: Some(views::count(stream.open_shards().count())),
    })
}
