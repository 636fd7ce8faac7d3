//! Runs: what the index keeps of a track's chunks in one segment. The chunks themselves are listed in memory only while
//! the segment has no footer that lists them.

use std::collections::{HashMap, VecDeque};

use millpond_base::{LineMs, TrackId, WallMs};

use crate::format::block::Spot;
use crate::format::footer::FooterChunk;

/// One chunk on flash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) first: u64,
    /// Wall clock at the first record.
    pub(crate) wall: WallMs,
    /// Device time at the last record.
    pub(crate) last_line: LineMs,
    pub(crate) spot: Spot,
    pub(crate) bytes: u32,
    pub(crate) count: u32,
    pub(crate) segment: u32,
}

/// Memory per chunk that is listed in memory; docs/format/log-v1.md states it.
pub(crate) const ENTRY_BYTES: usize = size_of::<Entry>();
const _: () = assert!(ENTRY_BYTES == 40);

impl Entry {
    pub(crate) fn new(segment: u32, chunk: &FooterChunk) -> Self {
        Self {
            first: chunk.first_seq,
            wall: WallMs(chunk.wall_ms),
            last_line: LineMs(chunk.line_ms).after_ms(u64::from(chunk.span_ms)),
            spot: Spot(chunk.spot),
            bytes: chunk.bytes,
            count: chunk.count,
            segment,
        }
    }

    /// Stands for a chunk of a run until the run's list is read.
    pub(super) fn unknown(run: &Run) -> Self {
        Self::lost(run.segment, run.first, run.end)
    }

    /// Stands for chunks that nothing tells the place of any more; reading it reports damage.
    pub(crate) fn lost(segment: u32, first: u64, end: u64) -> Self {
        let count = u32::try_from(end - first).unwrap_or(u32::MAX);
        let (wall, last_line) = (WallMs(0), LineMs(0));
        Self { first, wall, last_line, spot: Spot(0), bytes: 0, count, segment }
    }

    /// The place after the last record.
    pub(crate) fn end(&self) -> u64 {
        self.first.saturating_add(u64::from(self.count))
    }
}

const PAGE_ENTRIES: usize = 128;

/// Chunks in the order of their places, in pages, so that growing never copies more than one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Directory {
    pages: VecDeque<VecDeque<Entry>>,
}

impl Directory {
    pub(crate) fn push(&mut self, entry: Entry) {
        match self.pages.back_mut() {
            Some(page) if page.len() < PAGE_ENTRIES => page.push_back(entry),
            _ => self.pages.push_back(VecDeque::from([entry])),
        }
    }

    pub(crate) fn first(&self) -> Option<&Entry> {
        self.pages.front()?.front()
    }

    pub(crate) fn pop_first(&mut self) -> Option<Entry> {
        let page = self.pages.front_mut()?;
        let entry = page.pop_front();
        if page.is_empty() {
            self.pages.pop_front();
        }
        entry
    }

    /// The first entry for which `before` is false, given that it is true up to there.
    fn partition(&self, before: impl Fn(&Entry) -> bool) -> Option<&Entry> {
        let page = self.pages.partition_point(|page| page.back().is_some_and(&before));
        let page = self.pages.get(page)?;
        page.get(page.partition_point(before))
    }

    /// The chunk that holds `seq`, or the first after it.
    pub(crate) fn at_or_after(&self, seq: u64) -> Option<&Entry> {
        self.partition(|entry| entry.end() <= seq)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.pages.iter().flatten()
    }

    fn bytes(&self) -> usize {
        let entries: usize = self.pages.iter().map(VecDeque::capacity).sum();
        entries * ENTRY_BYTES + self.pages.capacity() * size_of::<VecDeque<Entry>>()
    }
}

/// The chunks of one track in one segment that no chunk elsewhere lies between.
///
/// Invariant: runs of a track never overlap, so that a chunk of the segment belongs to the run its places lie in.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) first: u64,
    pub(crate) end: u64,
    /// Wall clock at the first record.
    pub(crate) wall: WallMs,
    /// No chunk that can still be read ends before this device time.
    pub(crate) oldest: LineMs,
    /// Device time at the last record.
    pub(crate) last_line: LineMs,
    pub(crate) records: u32,
    /// Bytes of the chunks before sealing.
    pub(crate) bytes: u32,
    pub(crate) chunks: u32,
    pub(crate) segment: u32,
    /// The chunks, while no footer lists them.
    pub(crate) kept: Option<Box<Directory>>,
}

/// Memory per run; docs/format/log-v1.md states it.
pub(crate) const RUN_BYTES: usize = size_of::<Run>();
const _: () = assert!(RUN_BYTES == 64);

impl Run {
    /// A run of one chunk, listed in memory or not.
    pub(crate) fn new(entry: Entry, keep: bool) -> Self {
        let mut run = Self {
            first: entry.first,
            end: entry.first,
            wall: entry.wall,
            oldest: entry.last_line,
            last_line: entry.last_line,
            records: 0,
            bytes: 0,
            chunks: 0,
            segment: entry.segment,
            kept: keep.then(Box::default),
        };
        run.push(entry);
        run
    }

    /// Adds a chunk that comes after all others.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.end = entry.end();
        self.last_line = self.last_line.max(entry.last_line);
        self.records += entry.count;
        self.bytes += entry.bytes;
        self.chunks += 1;
        if let Some(kept) = &mut self.kept {
            kept.push(entry);
        }
    }

    /// Drops the first chunk of a run that is listed in memory, if `dead` says so.
    fn pop_first(&mut self, dead: impl Fn(&Entry) -> bool) -> Option<Entry> {
        let kept = self.kept.as_mut()?;
        kept.first().filter(|entry| dead(entry))?;
        let entry = kept.pop_first()?;
        let next = kept.first().copied();
        self.records -= entry.count;
        self.bytes -= entry.bytes;
        self.chunks -= 1;
        self.first = next.map_or(self.end, |next| next.first);
        (self.wall, self.oldest) = next.map_or((self.wall, self.oldest), |next| (next.wall, next.last_line));
        Some(entry)
    }

    /// Drops chunks from the front while `dead` says so; returns how many chunks, bytes and records that were.
    pub(crate) fn shorten(&mut self, dead: impl Fn(&Entry) -> bool) -> Dropped {
        let mut dropped = Dropped::default();
        while let Some(entry) = self.pop_first(&dead) {
            dropped.chunks += 1;
            dropped.bytes += u64::from(entry.bytes);
            dropped.records += u64::from(entry.count);
            dropped.end = entry.end();
        }
        dropped
    }

    /// A run of these chunks, listed in memory; `None` for none.
    pub(crate) fn of<'e>(chunks: impl IntoIterator<Item = &'e Entry>) -> Option<Self> {
        let mut chunks = chunks.into_iter();
        let mut run = Self::new(*chunks.next()?, true);
        chunks.for_each(|entry| run.push(*entry));
        Some(run)
    }

    /// Takes one chunk out of a run that is listed in memory; gives what comes before it, itself, and what comes after.
    pub(crate) fn part(mut self, first: u64) -> (Option<Self>, Option<Entry>, Option<Self>) {
        if self.first == first {
            let entry = self.pop_first(|_| true);
            let rest = (self.chunks > 0).then_some(self);
            return (None, entry, rest);
        }
        let Some(kept) = self.kept.as_ref() else { return (Some(self), None, None) };
        let before = Self::of(kept.iter().filter(|entry| entry.first < first));
        let entry = kept.iter().find(|entry| entry.first == first).copied();
        let after = Self::of(kept.iter().filter(|entry| entry.first > first));
        (before, entry, after)
    }

    /// Takes in a run of the same segment that comes next.
    pub(crate) fn join(&mut self, next: Self) {
        self.end = next.end;
        self.last_line = self.last_line.max(next.last_line);
        self.records += next.records;
        self.bytes += next.bytes;
        self.chunks += next.chunks;
        if let (Some(kept), Some(more)) = (&mut self.kept, next.kept) {
            more.iter().for_each(|entry| kept.push(*entry));
        }
    }

    /// True when the two can be one.
    pub(crate) fn joins(&self, next: &Self) -> bool {
        self.segment == next.segment && self.kept.is_some() == next.kept.is_some()
    }

    /// Records from `floor` on; exact while no places are missing between its chunks.
    pub(crate) fn records_from(&self, floor: u64) -> u64 {
        u64::from(self.records).min(self.end.saturating_sub(self.first.max(floor)))
    }

    /// Bytes from `floor` on, taking records as equal in size.
    pub(crate) fn bytes_from(&self, floor: u64) -> u64 {
        let records = u64::from(self.records).max(1);
        u64::from(self.bytes) * self.records_from(floor) / records
    }

    /// Memory beyond the run itself.
    pub(crate) fn kept_bytes(&self) -> usize {
        self.kept.as_ref().map_or(0, |kept| size_of::<Directory>() + kept.bytes())
    }
}

/// What was dropped from the front of a run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Dropped {
    pub(crate) chunks: u32,
    pub(crate) bytes: u64,
    pub(crate) records: u64,
    /// The place after the last chunk dropped; 0 when none was.
    pub(crate) end: u64,
}

/// Gathers the chunks of one segment, in the order they were written, into runs without missing places.
#[derive(Debug, Default)]
pub(crate) struct Gather {
    pub(crate) runs: Vec<(TrackId, Run)>,
    last: HashMap<TrackId, usize>,
    keep: bool,
}

impl Gather {
    /// `keep` lists the chunks in memory.
    pub(crate) fn new(keep: bool) -> Self {
        Self { keep, ..Self::default() }
    }

    pub(crate) fn add(&mut self, track: TrackId, entry: Entry) {
        let last = self.last.get(&track).map(|at| &mut self.runs[*at].1);
        match last {
            Some(run) if run.end == entry.first => run.push(entry),
            _ => {
                self.last.insert(track, self.runs.len());
                self.runs.push((track, Run::new(entry, self.keep)));
            }
        }
    }
}
