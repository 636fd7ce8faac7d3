//! Reading a shard, past damage.

use super::{HashKey, Label, Shard, Streams};
use millpond_base::{LineMs, Seq, WallMs};
use millpond_log::{ReadError, ReadLimit, RecordRef, Span, after_rot};

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

/// A record of a stream where it was decrypted, for as long as somebody looks at it.
#[derive(Clone, Copy, Debug)]
pub struct StreamRecordRef<'a> {
    /// Its place in its shard.
    pub seq: Seq,
    /// When it arrived, by the wall clock.
    pub wall: WallMs,
    /// When it arrived, on the device timeline.
    pub line: LineMs,
    /// What its producer said about where it belongs.
    pub label: Label<'a>,
    /// Its bytes.
    pub body: &'a [u8],
}

/// What one look at a shard passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Records shown.
    pub records: usize,
    /// Bytes of their bodies and partition keys.
    pub bytes: usize,
    /// When the last of them arrived, by the wall clock.
    pub wall: Option<WallMs>,
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
        let mut records = Vec::new();
        let passed =
            self.visit(shard, from, limit, usize::MAX, &mut |record| records.push(record.to_owned()))?;
        Ok(Page { records, next: passed.next, lost: passed.lost })
    }

    /// The same without a copy, for one piece of a long page: shows each record where it was decrypted, and ends with a
    /// whole chunk once there are `enough_bytes`.
    ///
    /// # Errors
    /// As [`Streams::read`]; nothing was shown then.
    pub fn visit(
        &self,
        shard: &Shard,
        from: Seq,
        limit: ReadLimit,
        enough_bytes: usize,
        each: &mut dyn FnMut(StreamRecordRef<'_>),
    ) -> Result<Passed, ReadError> {
        let mut passed = Passed { records: 0, bytes: 0, wall: None, next: from, lost: 0 };
        loop {
            let end = self.log.bounds(shard.track).next;
            let from = passed.next;
            let read = self.log.visit(shard.track, from, limit, enough_bytes, &mut |record| {
                passed.next = record.seq.next();
                match StreamRecordRef::read(record) {
                    Some(record) => {
                        passed.take(&record);
                        each(record);
                    }
                    // A record that this version did not write.
                    None => passed.lost += 1,
                }
            });
            match read {
                Ok(()) => {}
                Err(ReadError::Rot { track, first, count, .. }) => {
                    self.sightings.saw(Span { track, first, count: count.into() }, || count.into());
                    let end = after_rot(from, first, count);
                    passed.lost += end.0 - from.max(first).0.min(end.0);
                    passed.next = end;
                    continue;
                }
                Err(other) => return Err(other),
            }
            if passed.next == from {
                // Places at the end that no record has any more, as damage leaves them, are behind the reader too.
                passed.next = from.max(end);
                return Ok(passed);
            }
            if passed.records > 0 {
                return Ok(passed);
            }
        }
    }
}

impl Passed {
    fn take(&mut self, record: &StreamRecordRef<'_>) {
        self.records += 1;
        self.bytes += record.bytes();
        self.wall = Some(record.wall);
    }
}

impl<'a> StreamRecordRef<'a> {
    /// `None` for a record that this version did not write.
    fn read(record: RecordRef<'a>) -> Option<Self> {
        let label = Label::decode(record.attributes)?;
        Some(Self { seq: record.seq, wall: record.wall, line: record.line, label, body: record.body })
    }
}

impl StreamRecordRef<'_> {
    /// Bytes of the body and the partition key.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.body.len() + self.label.partition_key.map_or(0, str::len)
    }

    /// A copy that lasts.
    #[must_use]
    pub fn to_owned(&self) -> StreamRecord {
        StreamRecord {
            seq: self.seq,
            wall: self.wall,
            line: self.line,
            partition_key: self.label.partition_key.map(str::to_owned),
            explicit: self.label.explicit,
            body: self.body.to_vec(),
        }
    }
}

impl StreamRecord {
    /// The same record, held by this one.
    #[must_use]
    pub fn borrowed(&self) -> StreamRecordRef<'_> {
        let label = Label { partition_key: self.partition_key.as_deref(), explicit: self.explicit };
        StreamRecordRef { seq: self.seq, wall: self.wall, line: self.line, label, body: &self.body }
    }
}
