//! Retention by bytes: a stream that may take so much of the flash lets go of its oldest records beyond that.
//!
//! Somebody asked for it, as for the retention in hours, so nothing is noted in the loss ledger. It is found anew from
//! what is there, after a start as well.

use super::{Stream, Streams};
use crate::stream::Shard;
use millpond_base::{LineMs, Seq};
use millpond_log::{Log, ReadLimit};
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

/// Shards take turns after at most so many bytes, so that the oldest records of all of them go together.
pub(crate) const PIECE_BYTES: u64 = 1 << 20;
/// And after this fraction of a small shard.
const TURN_SHARE: u64 = 16;
/// Pieces in one look, a second's: more than a fast device takes in.
const PIECES_MAX: usize = 256;
const ONE: ReadLimit = ReadLimit { records: 1, bytes: 1 };

/// Bytes that streams may take, by name.
#[derive(Default)]
pub(super) struct Quotas(RwLock<Arc<BTreeMap<String, u64>>>);

impl Quotas {
    fn of(&self, stream: &str) -> Option<u64> {
        self.0.read().expect("no holder of this lock can panic").get(stream).copied()
    }
}

impl Streams {
    /// Sets how many bytes streams may take, by name. What is beyond that goes at the next [`Streams::trim`], the oldest
    /// records first and whole chunks at a time; the newest chunk of an open shard always stays.
    pub fn set_quotas(&self, bytes_max: BTreeMap<String, u64>) {
        *self.quotas.0.write().expect("no holder of this lock can panic") = Arc::new(bytes_max);
    }

    /// Lets go of what a stream holds beyond its quota.
    pub(super) fn trim_to_quota(&self, stream: &Stream) {
        let Some(bytes_max) = self.quotas.of(&stream.name) else { return };
        let held = |shard: &Shard| self.log.bounds(shard.track).bytes;
        for _ in 0..PIECES_MAX {
            let excess = stream.shards().iter().map(held).sum::<u64>().saturating_sub(bytes_max);
            if excess == 0 || !self.trim_oldest(stream, excess.min(PIECE_BYTES)) {
                return;
            }
        }
    }

    /// Trims about so many bytes where the oldest record is; false when only newest chunks of open shards are left.
    fn trim_oldest(&self, stream: &Stream, bytes: u64) -> bool {
        let stretches = stream.shards().iter().filter_map(|shard| {
            let bounds = self.log.bounds(shard.track);
            let bytes = bytes.min(bounds.bytes / TURN_SHARE);
            let stretch = self.log.stretch(shard.track, bounds.first, bytes)?;
            let arrived = arrived(&self.log, shard, bounds.first)?;
            (stretch.end < bounds.next || !shard.is_open()).then_some((arrived, shard.track, stretch.end))
        });
        let Some((_, track, end)) = stretches.min() else { return false };
        self.log.trim(track, end);
        true
    }
}

/// When the record at a place, or the next, arrived; `None` at the end of the shard. What cannot be read is the oldest.
pub(crate) fn arrived(log: &Log, shard: &Shard, place: Seq) -> Option<LineMs> {
    match log.read(shard.track, place, ONE) {
        Ok(records) => records.first().map(|record| record.line),
        Err(_) => Some(LineMs(0)),
    }
}
