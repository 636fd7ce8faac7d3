//! Receiving: records are claimed under the lock, read without it, and handed out once that is written down.

use super::live::StreamQueue;
use super::settling::{Path, Settling};
use super::state::Place;
use crate::stream::{SequenceNumber, Shard, Stream, StreamRecord, Streams};
use millpond_base::{LineMs, Now, Seq, WallMs};
use millpond_log::{ReadError, ReadLimit};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// Places a receive looks at before it gives up for now: it answers with what it has and says that there is more.
const LOOKED_MAX: usize = 10_000;
/// Data of one receive, of which one record may be more.
///
/// # Source
/// Kinesis API Reference, GetRecords: at most 10 MiB; none is stated for queues.
const RECEIVE_BYTES_MAX: usize = 10 << 20;
const HOUR_MS: u64 = 3_600_000;

/// What a receiver asks for.
#[derive(Clone, Copy, Debug)]
pub struct Receive {
    /// Which records.
    pub path: Path,
    /// Records, at most.
    pub count_max: usize,
    /// How long they stay hidden; `None` is the queue's setting.
    pub visibility_s: Option<u32>,
}

/// A received record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The record's number in its stream.
    pub number: SequenceNumber,
    /// The record.
    pub record: StreamRecord,
    /// Needed to acknowledge it or to change how long it stays hidden.
    pub handle: String,
    /// When it was received first.
    pub first_received: WallMs,
    /// How often it was received, this time included.
    pub receives: u32,
}

/// What a receive found, before it is written down.
#[derive(Debug)]
pub struct Receiving<'q> {
    /// The records.
    pub deliveries: Vec<Delivery>,
    /// There may be more that was not looked at; ask again at once.
    pub more: bool,
    /// When the next hidden record becomes visible.
    pub next_due: Option<LineMs>,
    /// To be written and staged before anybody sees the records.
    pub settling: Settling<'q>,
}

/// Why nothing was received.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReceiveError {
    /// The stream was deleted.
    NoStream,
    /// The device fails.
    Read(ReadError),
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoStream => "the queue's stream is gone; delete the queue",
            Self::Read(_) => "records of the queue's stream cannot be read; check the device",
        })
    }
}

impl std::error::Error for ReceiveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoStream => None,
            Self::Read(cause) => Some(cause),
        }
    }
}

/// What was found at claimed places.
#[derive(Default)]
struct Found {
    records: BTreeMap<Place, StreamRecord>,
    /// Nobody can receive these.
    lost: Vec<Place>,
    /// Left for another receive.
    left: Vec<Place>,
    /// Behind the claims of a shard there is nothing up to a place.
    gaps: Vec<(u32, Range<u64>)>,
    bytes: usize,
}

impl StreamQueue {
    /// Finds records for a receiver and hides them. None may be shown before [`Receiving::settling`] is staged and durable.
    ///
    /// # Errors
    /// [`ReceiveError`]; nothing is hidden then.
    pub fn receive<'q>(
        &'q self,
        streams: &'q Streams,
        asking: &Receive,
        now: Now,
    ) -> Result<Receiving<'q>, ReceiveError> {
        self.may_wait();
        let stream = self.stream(streams).ok_or(ReceiveError::NoStream)?;
        let (mut found, mut looked) = (Found::default(), 0);
        while found.records.is_empty() && looked < LOOKED_MAX {
            let claims = self.claim(&stream, asking, now);
            if claims.is_empty() {
                break;
            }
            looked += claims.len();
            self.look(streams, &stream, claims, &mut found, now)?;
        }
        let visibility_s = asking.visibility_s.unwrap_or(self.settings().visibility_s);
        let mut settling = self.settling(streams.tokens(), now);
        let mut deliveries = Vec::with_capacity(found.records.len());
        for (place, record) in found.records {
            let Some(shard) = stream.shard(place.0) else { continue };
            let Some((handle, entry)) = settling.receive(place, u64::from(visibility_s) * 1000) else {
                continue;
            };
            let number = SequenceNumber::of(shard, record.seq, record.wall);
            let (first_received, receives) = (entry.first_received, entry.receives);
            deliveries.push(Delivery { number, record, handle, first_received, receives });
        }
        let more = deliveries.is_empty() && looked >= LOOKED_MAX;
        let next_due = settling.next_due();
        Ok(Receiving { deliveries, more, next_due, settling })
    }

    fn claim(&self, stream: &Stream, asking: &Receive, now: Now) -> Vec<Place> {
        let mut inner = self.lock_at(now);
        let shores = self.shores(stream, &mut inner.state);
        match asking.path {
            Path::Normal => inner.state.claim(asking.count_max, &shores),
            Path::DeadLetters => inner.state.claim_dead(asking.count_max, &shores),
        }
    }

    /// Reads claimed places, and gives back what nobody will get now.
    fn look(
        &self,
        streams: &Streams,
        stream: &Stream,
        mut claims: Vec<Place>,
        found: &mut Found,
        now: Now,
    ) -> Result<(), ReceiveError> {
        claims.sort_unstable();
        let horizon = LineMs(now.line.0.saturating_sub(u64::from(stream.retention_hours) * HOUR_MS));
        let mut rest = &claims[..];
        let mut failure = None;
        while let Some(&(index, first)) = rest.first() {
            let run = rest.iter().zip(first..).take_while(|&(&place, at)| place == (index, at)).count();
            let (run, after) = rest.split_at(run);
            rest = after;
            let Some(shard) = stream.shard(index) else {
                found.lost.extend(run);
                continue;
            };
            if let Err(cause) = found.read(streams, shard, run, horizon) {
                failure = Some(cause);
                break;
            }
        }
        let mut inner = self.lock();
        let state = &mut inner.state;
        if let Some(cause) = failure {
            for &place in &claims {
                state.release(place);
            }
            return Err(ReceiveError::Read(cause));
        }
        for place in found.lost.drain(..) {
            state.remove(place);
        }
        for place in found.left.drain(..) {
            state.release(place);
        }
        for (shard, gap) in found.gaps.drain(..) {
            state.skip(shard, gap);
        }
        Ok(())
    }
}

impl Found {
    /// Reads a run of places of one shard, as far as its records fit.
    fn read(
        &mut self,
        streams: &Streams,
        shard: &Shard,
        run: &[Place],
        horizon: LineMs,
    ) -> Result<(), ReadError> {
        let end = run.last().map_or(0, |&(_, place)| place + 1);
        let mut at = run.first().map_or(end, |&(_, place)| place);
        while at < end {
            if self.bytes >= RECEIVE_BYTES_MAX {
                self.left.extend((at..end).map(|place| (shard.index, place)));
                return Ok(());
            }
            let records = usize::try_from(end - at).unwrap_or(usize::MAX);
            let limit = ReadLimit { records, bytes: RECEIVE_BYTES_MAX - self.bytes };
            let page = streams.read(shard, Seq(at), limit)?;
            let read_to = page.next.0.max(at + 1);
            let mut lost: Vec<u64> = (at..read_to.min(end)).collect();
            let next = page.records.first().map_or(page.next.0, |record| record.seq.0);
            for record in page.records.into_iter().filter(|record| record.seq.0 < end) {
                if record.line >= horizon {
                    lost.retain(|place| *place != record.seq.0);
                    self.bytes += record.body.len();
                    self.records.insert((shard.index, record.seq.0), record);
                }
            }
            self.lost.extend(lost.into_iter().map(|place| (shard.index, place)));
            if next > end {
                self.gaps.push((shard.index, end..next));
            }
            at = read_to;
        }
        Ok(())
    }
}
