//! What is written together: a batch of records, and the promise that it will be durable.

use std::fmt;

use millpond_base::{LineMs, Seq, Ticket, TrackId, WallMs};

use crate::format::record;
use crate::piece::Replacement;
use crate::{Log, RecordRef};

/// Records that become durable together: after a power cut all of them are there, or none.
///
/// Invariant: `bytes` holds, one after the other, what each part counts.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Batch {
    pub(crate) parts: Vec<Part>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) payload_bytes: u64,
    /// How often the track changes from one part to the next, and one.
    pub(crate) runs: usize,
    pub(crate) lazy: bool,
    pub(crate) essential: bool,
    /// Chunks on flash that others take the place of.
    pub(crate) replaced: Vec<Replacement>,
}

/// What a batch may use of the last free segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    Ordinary,
    /// It frees more space than it takes, sooner or later.
    Essential,
    /// It frees segments: it may take the last one.
    Moving,
}

/// One record of a batch: the bytes it has in `Batch::bytes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) track: TrackId,
    pub(crate) bytes: usize,
}

impl Batch {
    /// An empty batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for records of so many bytes, so that adding them copies nothing twice.
    pub fn reserve(&mut self, records: usize, bytes: usize) {
        self.parts.reserve(records);
        self.bytes.reserve(bytes + records * record::HEAD_BYTES_MAX);
    }

    /// Adds a record to the end of a track. The log reads neither attributes nor body.
    pub fn append(&mut self, track: TrackId, attributes: &[u8], body: &[u8]) {
        let bytes = record::put(&mut self.bytes, attributes, body);
        self.payload_bytes += (attributes.len() + body.len()) as u64;
        if self.parts.last().is_none_or(|last| last.track != track) {
            self.runs += 1;
        }
        self.parts.push(Part { track, bytes });
    }

    /// Says that nobody waits for this batch, so that a commit may let it gather company.
    #[must_use]
    pub fn lazy(mut self) -> Self {
        self.lazy = true;
        self
    }

    /// Says that this batch frees more space than it takes (a delete, an acknowledgement), so that
    /// it may draw on the reserve when the log is full.
    #[must_use]
    pub fn essential(mut self) -> Self {
        self.essential = true;
        self
    }

    /// True when nothing was appended or replaced.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.replaced.is_empty()
    }

    /// Bytes that it holds in memory until its commit.
    pub(crate) fn staged_bytes(&self) -> u64 {
        let anew = self.replaced.iter().flat_map(|replaced| &replaced.anew);
        self.bytes.len() as u64 + anew.map(|chunk| chunk.records.len() as u64).sum::<u64>()
    }

    pub(crate) fn claim(&self) -> Claim {
        match (self.replaced.is_empty(), self.essential) {
            (false, _) => Claim::Moving,
            (true, true) => Claim::Essential,
            (true, false) => Claim::Ordinary,
        }
    }

    /// True when it frees more space than it takes: see [`Batch::essential`].
    #[must_use]
    pub const fn is_essential(&self) -> bool {
        self.essential
    }

    /// The tracks it adds to, in the order of appending; one may come up again.
    pub fn tracks(&self) -> impl Iterator<Item = TrackId> {
        let change = |at: &usize| *at == 0 || self.parts[*at].track != self.parts[*at - 1].track;
        (0..self.parts.len()).filter(change).map(|at| self.parts[at].track)
    }

    /// How many records were appended.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.len()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Bodies are user data and stay out of every log line.
        write!(f, "Batch({} records, {} B)", self.parts.len(), self.payload_bytes)
    }
}

/// One record as it was written.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// Its place in the track.
    pub seq: Seq,
    /// What the wall clock showed when it was staged.
    pub wall: WallMs,
    /// Where the device timeline stood; never less than that of the record before it.
    pub line: LineMs,
    /// What the owner of the track keeps about the record.
    pub attributes: Vec<u8>,
    /// The user's bytes.
    pub body: Vec<u8>,
}

impl Record {
    pub(crate) fn of(seq: u64, entry: &record::Entry<'_>) -> Self {
        Self {
            seq: Seq(seq),
            wall: entry.times.wall,
            line: entry.times.line,
            attributes: entry.attributes.to_vec(),
            body: entry.body.to_vec(),
        }
    }
}

impl RecordRef<'_> {
    /// A copy that lasts.
    #[must_use]
    pub fn to_owned(&self) -> Record {
        let (attributes, body) = (self.attributes.to_vec(), self.body.to_vec());
        Record { seq: self.seq, wall: self.wall, line: self.line, attributes, body }
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (attributes, body) = (self.attributes.len(), self.body.len());
        write!(f, "Record({}, {} + {body} B, wall {} ms)", self.seq.0, attributes, self.wall.0)
    }
}

/// How much one read may return; at least one record is returned if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadLimit {
    /// At most this many records.
    pub records: usize,
    /// At most this many bytes of attributes and bodies together.
    pub bytes: usize,
}

/// An answer that may be given only once its batch is on flash.
///
/// Invariant: only the log makes one, in `stage` or for a ticket that `stage` gave, and only `redeem` opens it.
#[derive(Debug)]
#[must_use = "an answer is given by redeeming it"]
pub struct Durable<T> {
    ticket: Ticket,
    value: T,
}

impl<T> Durable<T> {
    pub(crate) fn new(ticket: Ticket, value: T) -> Self {
        Self { ticket, value }
    }

    /// The ticket that must be durable first.
    #[must_use]
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }

    /// Turns the answer into another one that waits for the same ticket.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Durable<U> {
        Durable { ticket: self.ticket, value: f(self.value) }
    }

    /// The answer, to build further writes on; it is not durable yet.
    #[must_use]
    pub fn peek(&self) -> &T {
        &self.value
    }

    /// The answer, once its ticket is on flash.
    ///
    /// # Errors
    /// Gives itself back while the ticket is not durable.
    pub fn redeem(self, log: &Log) -> Result<T, Self> {
        if log.durable() >= self.ticket { Ok(self.value) } else { Err(self) }
    }
}

/// What one commit made durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Every batch up to this ticket is on flash.
    pub ticket: Ticket,
    /// The tracks that grew, each with the place its next record will have.
    pub tracks: Vec<(TrackId, Seq)>,
}

/// Some whole chunks of a track, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first readable place.
    pub first: Seq,
    /// The place after the last.
    pub end: Seq,
    /// Readable records.
    pub records: u64,
    /// Bytes on flash of the chunks, before sealing.
    pub bytes: u64,
}

/// What of a track can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The oldest readable place; equals `next` when nothing is readable.
    pub first: Seq,
    /// The place that the next durable record will have.
    pub next: Seq,
    /// Bytes on flash of the chunks that hold readable records, before sealing.
    pub bytes: u64,
    /// Readable records.
    pub records: u64,
}
