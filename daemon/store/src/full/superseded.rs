//! Letting go of superseded records: of those with the same key only the newest is kept.

use super::newest::{Known, Newest, partition_key};
use super::oldest::number;
use super::{Full, Holdings, Parting};
use crate::losses::{Cause, Loss};
use crate::queue::{Queue, group_of};
use crate::stream::{Shard, Stream};
use millpond_base::{Now, Seq, TrackId};
use millpond_log::{Batch, Piece, ReadError};

/// Messages let go of at once: the record that says so is below 32 KiB, which fits the smallest commit.
const MESSAGES_MAX: u64 = 8192;
/// A piece is written anew when at least this fraction of it goes, so that a byte freed costs at most three written.
const GOING_SHARE: u64 = 4;
/// Pieces looked at in one step, of each shard.
const PIECES_MAX: usize = 256;
/// At most this fraction of a segment is written anew in one step, and a piece.
const KEPT_SHARE: u64 = 16;
/// What is known of keys is forgotten when it was of no use for so long. Ours: an hour, as a full log comes and goes.
const FORGET_MS: u64 = 3_600_000;

/// What one shard is about to let go of.
#[derive(Default)]
struct Going {
    places: Vec<u64>,
    bytes: u64,
    ids: Option<(String, String)>,
}

impl Full {
    /// Lets go of superseded messages of a queue that nobody has received, and says about how many bytes that frees.
    pub(super) fn queue_keeps_newest(
        &self,
        queue: &Queue,
        held: &Holdings,
        owed_bytes: u64,
        now: Now,
    ) -> u64 {
        let message_bytes = (held.bytes / held.records.max(1)).max(1);
        let wanted = owed_bytes.div_ceil(message_bytes).min(MESSAGES_MAX);
        self.with_newest(queue.track(), now, |newest| {
            let in_flight = queue.counts(now).in_flight;
            newest.read_on(&self.log, queue.track(), group_of, wanted + in_flight, self.step_bytes());
            let superseded = &mut newest.of(queue.track()).superseded;
            let Some(mut letting) = queue.letting_go_of(superseded, wanted, now) else { return 0 };
            let mut batch = Batch::new();
            letting.write(&mut batch);
            let (places, id) = (letting.places(), |place: &u64| queue.id_at(Seq(*place)));
            let count = places.len() as u64;
            let loss = Loss {
                arn: queue.arn().to_owned(),
                part: String::new(),
                first: places.first().copied().unwrap_or_default(),
                last: places.last().copied().unwrap_or_default(),
                first_id: places.first().map(id).unwrap_or_default(),
                last_id: places.last().map(id).unwrap_or_default(),
                count,
                bytes: count * message_bytes,
                cause: Cause::KeepNewestPerKey,
            };
            let Some(receipt) = self.let_go(batch, vec![Parting { loss: Some(loss), gone: None }], now)
            else {
                return 0;
            };
            letting.staged(&receipt);
            count * message_bytes
        })
    }

    /// Lets go of superseded records of a stream, chunk by chunk: what is kept of a chunk is written anew in its place.
    /// Says how many bytes that frees.
    pub(super) fn stream_keeps_newest(
        &self,
        stream: &Stream,
        arn: &str,
        held: &Holdings,
        owed_bytes: u64,
        now: Now,
    ) -> u64 {
        // Only one batch may replace chunks at a time, and every other look leaves that to the log, which moves what is
        // left together.
        if self.log.is_replacing() || std::mem::take(&mut self.lock().replaced) {
            return 0;
        }
        let record_bytes = (held.bytes / held.records.max(1)).max(1);
        let share_bytes = owed_bytes.div_ceil(held.tracks.len().max(1) as u64);
        self.with_newest(held.tracks[0], now, |newest| {
            let mut batch = Batch::new();
            let mut all = Vec::new();
            for shard in stream.shards() {
                let wanted = share_bytes.div_ceil(record_bytes) * GOING_SHARE;
                newest.read_on(&self.log, shard.track, partition_key, wanted, self.step_bytes());
                all.push((
                    shard,
                    self.replace_pieces(&mut batch, shard, newest.of(shard.track), share_bytes),
                ));
            }
            all.retain(|(_, going)| !going.places.is_empty());
            let partings = all.iter().map(|(shard, going)| going.parting(arn, shard)).collect();
            if all.is_empty() || self.let_go(batch, partings, now).is_none() {
                return 0;
            }
            {
                let mut accounts = self.lock();
                (accounts.replaced, accounts.turn) = (true, accounts.turn + 1);
            }
            for (shard, going) in &all {
                let superseded = &mut newest.of(shard.track).superseded;
                superseded.retain(|place| going.places.binary_search(&place).is_err());
            }
            all.iter().map(|(_, going)| going.bytes).sum()
        })
    }

    /// Replaces pieces of a shard, the oldest first, by what is kept of them.
    fn replace_pieces(&self, batch: &mut Batch, shard: &Shard, known: &mut Known, owed_bytes: u64) -> Going {
        let kept_max = u64::from(self.log.stats().segment_bytes) / KEPT_SHARE;
        let floor = self.log.bounds(shard.track).first;
        let (mut going, mut kept_bytes) = (Going::default(), 0);
        for _ in 0..PIECES_MAX {
            if going.bytes >= owed_bytes || kept_bytes >= kept_max {
                break;
            }
            let place = known.next_superseded(known.swept_to);
            let found = place.map_or(Ok(None), |place| self.log.piece(shard.track, Seq(place)));
            let piece = match found {
                Ok(Some(piece)) => piece,
                Err(ReadError::Rot { first, count, .. }) => {
                    known.superseded.remove_range(known.swept_to..first.0 + u64::from(count));
                    continue;
                }
                // The next look begins with the oldest again: more of them may be worth it.
                Ok(None) | Err(_) => {
                    known.swept_to = 0;
                    break;
                }
            };
            // Places that no piece holds any more.
            known.superseded.remove_range(place.unwrap_or_default()..piece.first().0);
            known.swept_to = piece.end().0;
            let bytes = going_bytes(&piece, known);
            if bytes * GOING_SHARE < piece.bytes() {
                continue;
            }
            kept_bytes += piece.bytes().saturating_sub(bytes);
            batch.replace(&piece, |record| record.seq >= floor && !known.superseded.contains(record.seq.0));
            going.add(shard, &piece, known, floor);
        }
        going
    }

    /// Works with what is known of a stream's or queue's keys, and forgets what was not worked with for long.
    fn with_newest(&self, own: TrackId, now: Now, work: impl FnOnce(&mut Newest) -> u64) -> u64 {
        let mut newest = self.lock().newest.remove(&own).unwrap_or_default();
        newest.used = now.line;
        let paid_bytes = work(&mut newest);
        self.lock().newest.insert(own, newest);
        paid_bytes
    }

    /// Forgets the keys of what is gone, and of what they were of no use to for long.
    pub(super) fn forget_keys(&self, is_there: impl Fn(TrackId) -> bool, now: Now) {
        let mut accounts = self.lock();
        accounts.newest.retain(|own, newest| is_there(*own) && now.line.since_ms(newest.used) < FORGET_MS);
    }

    /// What is read of a track in one step.
    fn step_bytes(&self) -> u64 {
        self.log.stats().segment_bytes.into()
    }
}

fn going_bytes(piece: &Piece, known: &Known) -> u64 {
    let going = piece.records().iter().filter(|record| known.superseded.contains(record.seq.0));
    going.map(|record| (record.attributes.len() + record.body.len()) as u64).sum()
}

impl Going {
    fn add(&mut self, shard: &Shard, piece: &Piece, known: &Known, floor: Seq) {
        let going = piece.records().iter().filter(|record| record.seq >= floor);
        for record in going.filter(|record| known.superseded.contains(record.seq.0)) {
            self.places.push(record.seq.0);
            self.bytes += (record.attributes.len() + record.body.len()) as u64;
            let id = number(shard, record.seq, record.wall);
            let first = self.ids.take().map_or_else(|| id.clone(), |(first, _)| first);
            self.ids = Some((first, id));
        }
    }

    fn parting(&self, arn: &str, shard: &Shard) -> Parting {
        let (first_id, last_id) = self.ids.clone().unwrap_or_default();
        let loss = Loss {
            arn: arn.to_owned(),
            part: shard.name(),
            first: self.places.first().copied().unwrap_or_default(),
            last: self.places.last().copied().unwrap_or_default(),
            first_id,
            last_id,
            count: self.places.len() as u64,
            bytes: self.bytes,
            cause: Cause::KeepNewestPerKey,
        };
        Parting { loss: Some(loss), gone: None }
    }
}
