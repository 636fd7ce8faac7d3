//! Letting go of the oldest.

use super::{Full, Parting};
use crate::losses::{Cause, Loss};
use crate::queue::Queue;
use crate::stream::quota::{PIECE_BYTES, arrived};
use crate::stream::{SequenceNumber, Shard, Stream};
use millpond_base::{LineMs, Now, Seq, WallMs};
use millpond_log::{Batch, ReadLimit, Stretch};

const ONE: ReadLimit = ReadLimit { records: 1, bytes: 1 };

/// What a shard is about to let go of.
struct Share<'s> {
    shard: &'s Shard,
    gone: Stretch,
    /// When the first record left arrived; `None` at the end of the shard.
    left: Option<LineMs>,
}

impl Full {
    /// Lets go of the oldest records of a stream, and says how many bytes that frees.
    pub(super) fn stream_drops_oldest(&self, stream: &Stream, arn: &str, owed_bytes: u64, now: Now) -> u64 {
        let mut shares: Vec<Share<'_>> = stream.shards().iter().map(|shard| self.share(shard)).collect();
        let mut planned_bytes = 0;
        while planned_bytes < owed_bytes {
            let oldest = shares.iter_mut().filter(|share| share.left.is_some());
            let Some(share) = oldest.min_by_key(|share| share.left) else { break };
            let bytes = (owed_bytes - planned_bytes).min(PIECE_BYTES);
            let Some(more) = self.log.stretch(share.shard.track, share.gone.end, bytes) else {
                share.left = None;
                continue;
            };
            planned_bytes += more.bytes;
            share.gone.end = more.end;
            share.gone.records += more.records;
            share.gone.bytes += more.bytes;
            share.left = arrived(&self.log, share.shard, more.end);
        }
        shares.retain(|share| share.gone.records > 0);
        let losses = shares.iter().map(|share| Parting {
            loss: Some(self.stream_loss(arn, share.shard, share.gone)),
            gone: Some((share.shard.track, share.gone.end)),
        });
        let losses: Vec<Parting> = losses.collect();
        if losses.is_empty() || self.let_go(Batch::new(), losses, now).is_none() {
            return 0;
        }
        planned_bytes
    }

    fn share<'s>(&self, shard: &'s Shard) -> Share<'s> {
        let first = self.log.bounds(shard.track).first.max(self.losses.floor(shard.track));
        let gone = Stretch { first, end: first, records: 0, bytes: 0 };
        Share { shard, gone, left: arrived(&self.log, shard, first) }
    }

    /// A loss that empties a shard up to the end of a stretch.
    fn stream_loss(&self, arn: &str, shard: &Shard, gone: Stretch) -> Loss {
        let id = |place: u64| {
            let records = self.log.read(shard.track, Seq(place), ONE).unwrap_or_default();
            let exact = records.first().filter(|record| record.seq.0 == place);
            exact.map_or_else(String::new, |record| number(shard, record.seq, record.wall))
        };
        let last = gone.end.0 - 1;
        Loss {
            arn: arn.to_owned(),
            part: shard.name(),
            first: gone.first.0,
            last,
            first_id: id(gone.first.0),
            last_id: id(last),
            count: gone.records,
            bytes: gone.bytes,
            cause: Cause::DropOldest,
        }
    }

    /// Lets go of the oldest messages of a queue, received or not, and says how many bytes that frees.
    pub(super) fn queue_drops_oldest(&self, queue: &Queue, owed_bytes: u64, now: Now) -> u64 {
        let Some((mut letting, gone)) = queue.letting_go(owed_bytes, self.losses.floor(queue.track()), now)
        else {
            return 0;
        };
        let mut batch = Batch::new();
        letting.write(&mut batch);
        let loss = (gone.records > 0).then(|| Loss {
            arn: queue.arn().to_owned(),
            part: String::new(),
            first: gone.first.0,
            last: gone.end.0 - 1,
            first_id: queue.id_at(gone.first),
            last_id: queue.id_at(Seq(gone.end.0 - 1)),
            count: gone.records,
            bytes: gone.bytes,
            cause: Cause::DropOldest,
        });
        let parting = Parting { loss, gone: Some((queue.track(), gone.end)) };
        match self.let_go(batch, vec![parting], now) {
            Some(receipt) => {
                letting.staged(&receipt);
                gone.bytes
            }
            None => 0,
        }
    }
}

/// A record's sequence number as clients see it.
pub(super) fn number(shard: &Shard, seq: Seq, wall: WallMs) -> String {
    SequenceNumber::of(shard, seq, wall).into()
}
