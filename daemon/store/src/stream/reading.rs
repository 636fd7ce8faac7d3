//! Reading a shard, past damage.

use super::{HashKey, Label, Shard, Streams};
use millpond_base::{LineMs, Seq, WallMs};
use millpond_log::{ReadError, ReadLimit, Record, Span, after_rot};

/// A record of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamRecord {
    /// Its place in its shard.
    pub seq: Seq,
    /// When it arrived, by the wall clock.
    pub wall: WallMs,
    /// When it arrived, on the device timeline.
    pub line: LineMs,
    /// Its partition key, if it came with one.
    pub partition_key: Option<String>,
    /// Its explicit hash key, if it came with one.
    pub explicit: Option<HashKey>,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// What one read found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Records in order.
    pub records: Vec<StreamRecord>,
    /// Where to read on.
    pub next: Seq,
    /// Records between the start and `next` that are lost to damage.
    pub lost: u64,
}

impl Streams {
    /// Reads records from `from` on: at least one if any can be read, at most what `limit` allows.
    ///
    /// Damaged parts are passed over, counted in [`Page::lost`], and never stop a reader; the loss ledger will name them.
    ///
    /// # Errors
    /// [`ReadError::Device`] when flash fails, [`ReadError::UnknownTrack`] when the stream was deleted.
    pub fn read(&self, shard: &Shard, from: Seq, limit: ReadLimit) -> Result<Page, ReadError> {
        let mut page = Page { records: Vec::new(), next: from, lost: 0 };
        loop {
            let end = self.log.bounds(shard.track).next;
            let found = match self.log.read(shard.track, page.next, limit) {
                Ok(found) => found,
                Err(ReadError::Rot { track, first, count, .. }) => {
                    self.sightings.saw(Span { track, first, count: count.into() }, || count.into());
                    let end = after_rot(page.next, first, count);
                    page.lost += end.0 - page.next.max(first).0.min(end.0);
                    page.next = end;
                    continue;
                }
                Err(other) => return Err(other),
            };
            let Some(last) = found.last() else {
                // Places at the end that no record has any more, as damage leaves them, are behind the reader too.
                page.next = page.next.max(end);
                return Ok(page);
            };
            page.next = last.seq.next();
            let whole = found.len();
            page.records = found.into_iter().filter_map(StreamRecord::read).collect();
            page.lost += (whole - page.records.len()) as u64;
            if !page.records.is_empty() {
                return Ok(page);
            }
        }
    }
}

impl StreamRecord {
    /// `None` for a record that this version did not write.
    fn read(record: Record) -> Option<Self> {
        let label = Label::decode(&record.attributes)?;
        Some(Self {
            seq: record.seq,
            wall: record.wall,
            line: record.line,
            partition_key: label.partition_key.map(str::to_owned),
            explicit: label.explicit,
            body: record.body,
        })
    }
}
