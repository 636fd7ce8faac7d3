//! How many shards there may be, and on-demand streams that outgrow theirs.
//!
//! An on-demand stream that takes in more than its shards are good for, on average over [`WINDOW_MS`], gets twice as
//! many. What was measured lives in memory: after a start it is measured anew. The shards are the stream's, so they
//! stay; nothing takes them away, as a site's load comes back. A stream with a warm throughput gets the shards for it, one
//! for each MiB a second, before anything comes in.

use super::{Mode, Plan, Stream, StreamId, Streams};
use millpond_base::{LineMs, Now};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Mutex;

/// Shards of all streams together that take records.
///
/// # Source
/// Kinesis Developer Guide, quotas and limits: 1,000 shards per account in most regions. Chosen a little above, within the
/// memory that `millpond-bench shards` allows them.
pub const SHARDS_MAX: usize = 1024;

/// Shards of all streams together, those included that ended and whose records are kept.
///
/// # Source
/// Chosen: each costs memory, here as for an open one, and splitting over and over must not use it up.
pub const SHARDS_KEPT_MAX: usize = 2 * SHARDS_MAX;

/// Shards up to which an on-demand stream grows by itself.
///
/// # Source
/// Kinesis Developer Guide, on-demand mode: by default 200 MB/s of writes, at 1 MB/s a shard.
pub const ON_DEMAND_SHARDS_MAX: usize = 200;

/// What a shard of an on-demand stream is good for, in a second.
///
/// # Source
/// Kinesis Developer Guide, quotas and limits: 1 MB and 1,000 records a second.
const SHARD_BYTES: u64 = 1 << 20;
const SHARD_RECORDS: u64 = 1_000;

/// How long a stream is measured before it is judged, in milliseconds on the device timeline.
///
/// # Source
/// Chosen: a burst that a minute evens out needs no more shards, as nothing here throttles it.
const WINDOW_MS: u64 = 60_000;

/// What was written to on-demand streams, when last looked at.
#[derive(Default)]
pub(super) struct Meters(Mutex<BTreeMap<StreamId, Meter>>);

#[derive(Clone, Copy)]
struct Meter {
    since: LineMs,
    written: u64,
}

impl Streams {
    /// Begins to scale on-demand streams that outgrew their shards. Called every second.
    pub(super) fn scale_on_demand(&self, now: Now) {
        let streams = self.list(None, usize::MAX);
        let measured: Vec<&Stream> =
            streams.iter().map(|stream| &**stream).filter(|stream| stream.mode == Mode::OnDemand).collect();
        let mut meters = self.meters.0.lock().expect("no holder of this lock can panic");
        meters.retain(|id, _| measured.iter().any(|stream| stream.id == *id));
        let outgrown: Vec<&Stream> =
            measured.iter().copied().filter(|stream| self.outgrew(&mut meters, stream, now)).collect();
        drop(meters);
        for stream in outgrown {
            self.double(stream, now);
        }
        for stream in measured.into_iter().filter(|stream| stream.is_cold()) {
            self.grow(stream, now, |_, warm| warm);
        }
    }

    /// True when a window has passed in which more came in than the shards are good for.
    fn outgrew(&self, meters: &mut BTreeMap<StreamId, Meter>, stream: &Stream, now: Now) -> bool {
        let (mut written, mut records, mut bytes) = (0, 0, 0);
        for shard in stream.shards() {
            let bounds = self.log.bounds(shard.track);
            written += bounds.next.0;
            records += bounds.records;
            bytes += bounds.bytes;
        }
        let meter = meters.entry(stream.id).or_insert(Meter { since: now.line, written });
        let passed_ms = now.line.since_ms(meter.since);
        if passed_ms < WINDOW_MS {
            return false;
        }
        // Less than before when shards were forgotten since.
        let grown = written.saturating_sub(meter.written);
        *meter = Meter { since: now.line, written };
        let grown_bytes = grown.saturating_mul(bytes) / records.max(1);
        let good_for = |a_second: u64| stream.open_shards().count() as u64 * a_second * passed_ms / 1_000;
        grown > good_for(SHARD_RECORDS) || grown_bytes > good_for(SHARD_BYTES)
    }

    /// Plans twice the shards, or as many as there may be. What cannot be written is found again a window later.
    fn double(&self, stream: &Stream, now: Now) {
        self.grow(stream, now, |open, warm| (open * 2).min(ON_DEMAND_SHARDS_MAX).max(warm));
    }

    /// Plans as many shards as `goal` says of those that are open and those that the warm throughput needs, or as many
    /// as there may be.
    fn grow(&self, stream: &Stream, now: Now, goal: impl FnOnce(usize, usize) -> usize) {
        let _ = self.change::<Infallible>(&stream.name, |parts| {
            let open = parts.open_count();
            let room = SHARDS_MAX.saturating_sub(self.counts().0);
            let warm = parts.settings.extras.warm_mibps.unwrap_or(0) as usize;
            let goal = goal(open, warm).min(open + room);
            let plan = Plan::Scale { count: u32::try_from(goal).unwrap_or(u32::MAX) };
            let kept = self.kept() + plan.made_at_most(open);
            let idle = parts.resharding.pending.is_none() && parts.settings.mode == Mode::OnDemand;
            if idle && goal > open && kept <= SHARDS_KEPT_MAX {
                parts.resharding.begin(plan, now);
            }
            Ok(())
        });
    }
}

impl Stream {
    /// True when an on-demand stream has too few shards for its warm throughput, and none are under way.
    fn is_cold(&self) -> bool {
        let warm = self.extras.warm_mibps.unwrap_or(0) as usize;
        self.resharding.pending.is_none() && warm > self.open_shards().count()
    }
}

#[cfg(test)]
#[path = "scaling_tests.rs"]
mod tests;
