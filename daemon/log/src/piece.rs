//! Pieces: chunks of full segments that are written again, wholly or in part, to another place.
//!
//! What is written anew keeps its places and its times and is sealed anew. The chunk it stands for counts until the new
//! ones are on flash; from then on only these do, also when the old one is still there at the next start.

use millpond_base::{Seq, TrackId};

use crate::format::record::{Times, put};
use crate::index::Located;
use crate::log::Shared;
use crate::read::Opened;
use crate::{Batch, Log, ReadError, Record};

/// A chunk on flash that something else takes the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) track: TrackId,
    pub(crate) segment: u32,
    pub(crate) first: u64,
}

/// Records that are sealed anew at the places they have.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Anew {
    pub(crate) first_seq: u64,
    pub(crate) count: u32,
    pub(crate) start: Times,
    pub(crate) last: Times,
    /// Encoded as they lie in a chunk.
    pub(crate) records: Vec<u8>,
}

/// A chunk, and what takes its place: nothing, all of it, or some of its records.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Replacement {
    pub(crate) origin: Origin,
    pub(crate) anew: Vec<Anew>,
}

impl Anew {
    /// A whole chunk as it was opened.
    pub(crate) fn whole(located: &Located, opened: &Opened) -> Self {
        let entries = opened.entries();
        Self {
            first_seq: located.entry.first,
            count: located.entry.count,
            start: opened.start,
            last: entries.last().map_or(opened.start, |entry| entry.times),
            records: opened.records().to_vec(),
        }
    }

    fn begin(record: &Record) -> Self {
        let times = Times { line: record.line, wall: record.wall };
        Self { first_seq: record.seq.0, count: 0, start: times, last: times, records: Vec::new() }
    }

    fn push(&mut self, record: &Record) {
        let times = Times { line: record.line, wall: record.wall };
        if times != self.last {
            self.last.mark(times, &mut self.records);
            self.last = times;
        }
        put(&mut self.records, &record.attributes, &record.body);
        self.count += 1;
    }

    fn end(&self) -> u64 {
        self.first_seq + u64::from(self.count)
    }
}

/// A chunk of a full segment with its records, to be replaced by [`Batch::replace`].
#[derive(Clone)]
pub struct Piece {
    origin: Origin,
    end: u64,
    bytes: u64,
    records: Vec<Record>,
}

impl Piece {
    /// Its records, in order; those that were trimmed too.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The place of the first record.
    #[must_use]
    pub const fn first(&self) -> Seq {
        Seq(self.origin.first)
    }

    /// The place after the last record.
    #[must_use]
    pub const fn end(&self) -> Seq {
        Seq(self.end)
    }

    /// Bytes on flash, before sealing.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl Log {
    /// The chunk of a full segment that holds `from`, or the first after it; `None` when the next chunk lies in the
    /// segment being written, or there is none.
    ///
    /// # Errors
    /// As [`Log::read`].
    pub fn piece(&self, track: TrackId, from: Seq) -> Result<Option<Piece>, ReadError> {
        self.shared.piece(track, from.0)
    }
}

impl Shared {
    fn piece(&self, track: TrackId, from: u64) -> Result<Option<Piece>, ReadError> {
        loop {
            let Some(located) = self.locate(track, from)? else { return Ok(None) };
            let entry = located.entry;
            if !self.index().is_closed(entry.segment, located.generation) {
                return Ok(None);
            }
            match self.open_chunk(track, &located) {
                Ok(opened) => {
                    let seqs = entry.first..entry.end();
                    let records = seqs.zip(opened.entries());
                    return Ok(Some(Piece {
                        origin: Origin { track, segment: entry.segment, first: entry.first },
                        end: entry.end(),
                        bytes: u64::from(entry.bytes),
                        records: records.map(|(seq, entry)| Record::of(seq, &entry)).collect(),
                    }));
                }
                // The chunk was trimmed and its segment reused in the meantime: look again.
                Err(_) if !self.index().holds(track, &located) => {}
                Err(trouble) => return Err(trouble.of(track, &located)),
            }
        }
    }
}

impl Batch {
    /// Lets go of the records of a piece that `keep` does not want: once the batch is durable, only the others are
    /// there, at the places they had. All of it happens, or nothing.
    ///
    /// Until the segment is free that the piece lies in, what was let go of can be back after a start when nothing of
    /// its piece was kept.
    pub fn replace(&mut self, piece: &Piece, mut keep: impl FnMut(&Record) -> bool) {
        let mut anew: Vec<Anew> = Vec::new();
        for record in piece.records.iter().filter(|record| keep(record)) {
            match anew.last_mut() {
                Some(last) if last.end() == record.seq.0 => last.push(record),
                _ => {
                    let mut next = Anew::begin(record);
                    next.push(record);
                    anew.push(next);
                }
            }
        }
        self.replaced.push(Replacement { origin: piece.origin, anew });
    }
}
