//! What is where: for every track its chunks, for every segment its use. Kept in memory, rebuilt at
//! open, and never trusted over the flash: a read checks what it finds.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use millpond_base::{LineMs, Seq, TrackId, WallMs};

use crate::format::block::Spot;
use crate::format::footer::{FooterChunk, FooterHead};
use crate::seal::Epoch;
use crate::{Bounds, DataKey};

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

/// Memory per chunk on flash; docs/format/log-v1.md states it.
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

    /// The place after the last record.
    pub(crate) fn end(&self) -> u64 {
        self.first.saturating_add(u64::from(self.count))
    }
}

const PAGE_ENTRIES: usize = 128;

/// The chunks of a track in order, in pages, so that growing never copies more than one.
#[derive(Debug, Default)]
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

    pub(crate) fn last(&self) -> Option<&Entry> {
        self.pages.back()?.back()
    }

    fn pop_first(&mut self) -> Option<Entry> {
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

    /// The first chunk that starts at or after a wall time, and the one before it.
    pub(crate) fn around(&self, wall: WallMs) -> (Option<&Entry>, Option<&Entry>) {
        let after = self.partition(|entry| entry.wall < wall);
        let before = match after {
            None => self.last(),
            Some(after) => after.first.checked_sub(1).and_then(|seq| {
                let page = self.pages.partition_point(|page| page.front().is_some_and(|e| e.first <= seq));
                let page = self.pages.get(page.checked_sub(1)?)?;
                page.get(page.partition_point(|entry| entry.first <= seq).checked_sub(1)?)
            }),
        };
        (before, after)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.pages.iter().flatten()
    }
}

/// What the index knows of a track.
#[derive(Debug, Default)]
pub(crate) struct Track {
    /// Its keys, by version; empty until registered.
    pub(crate) keys: Vec<Arc<DataKey>>,
    pub(crate) directory: Directory,
    /// Records before this are trimmed.
    floor: u64,
    /// The next durable place.
    pub(crate) next: u64,
    bytes: u64,
    /// Records of all chunks, those trimmed off the first one counted.
    records: u64,
}

impl Track {
    fn bounds(&self) -> Bounds {
        let first = self.directory.first().map_or(self.next, |entry| entry.first.max(self.floor));
        let trimmed = self.directory.first().map_or(0, |entry| first - entry.first);
        let records = self.records.saturating_sub(trimmed);
        Bounds { first: Seq(first), next: Seq(self.next), bytes: self.bytes, records }
    }
}

/// What a segment is used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Use {
    /// There is no file of this number, or not a whole one.
    #[default]
    Absent,
    Free,
    /// Frames go here.
    Open,
    /// Full, or left behind.
    Closed,
    /// It cannot be read; nothing in it may be overwritten.
    Unreadable,
    /// A write to it failed. What it held before can be read; it is not written again before the next open.
    Fenced,
}

/// What the index knows of a segment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Segment {
    pub(crate) usage: Use,
    pub(crate) generation: u32,
    pub(crate) live_chunks: u32,
    /// Epochs whose chunks are in it.
    pub(crate) epochs: Arc<Vec<Epoch>>,
    /// Never written, or holding nothing but zeros.
    pub(crate) blank: bool,
}

/// A chunk that a read is after, with all it needs once the lock is gone.
#[derive(Clone, Debug)]
pub(crate) struct Located {
    pub(crate) entry: Entry,
    pub(crate) generation: u32,
    pub(crate) epochs: Arc<Vec<Epoch>>,
    pub(crate) keys: Vec<Arc<DataKey>>,
    /// The place to start from, moved past what was trimmed.
    pub(crate) from: u64,
}

/// All tracks and segments.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) tracks: HashMap<TrackId, Track>,
    pub(crate) segments: Vec<Segment>,
    /// Free segments, the one freed first at the front.
    pub(crate) free: VecDeque<u32>,
    /// The segment of the last frame. It is not freed, so that recovery always finds how far the
    /// log had come.
    pub(crate) newest: Option<u32>,
}

impl Index {
    pub(crate) fn segment_mut(&mut self, number: u32) -> &mut Segment {
        let at = crate::format::wide(number);
        if self.segments.len() <= at {
            self.segments.resize_with(at + 1, Segment::default);
        }
        &mut self.segments[at]
    }

    pub(crate) fn segment(&self, number: u32) -> &Segment {
        &self.segments[crate::format::wide(number)]
    }

    /// Adds a durable chunk at the end of its track.
    pub(crate) fn publish(&mut self, track: TrackId, entry: Entry) {
        self.segment_mut(entry.segment).live_chunks += 1;
        let track = self.tracks.entry(track).or_default();
        track.next = track.next.max(entry.end());
        track.bytes += u64::from(entry.bytes);
        track.records += u64::from(entry.count);
        track.directory.push(entry);
    }

    /// Notes that a track had come this far.
    pub(crate) fn raise(&mut self, head: &FooterHead) {
        let track = self.tracks.entry(TrackId(head.track)).or_default();
        track.next = track.next.max(head.next_seq);
    }

    /// How far every track has come.
    pub(crate) fn heads(&self) -> Vec<FooterHead> {
        let mut heads: Vec<_> = self
            .tracks
            .iter()
            .filter(|(_, track)| track.next > 0)
            .map(|(id, track)| FooterHead { track: id.0, next_seq: track.next })
            .collect();
        heads.sort_unstable_by_key(|head| head.track);
        heads
    }

    pub(crate) fn register(&mut self, id: TrackId, key: Arc<DataKey>) -> u64 {
        let track = self.tracks.entry(id).or_default();
        track.keys.retain(|known| known.version() != key.version());
        track.keys.push(key);
        track.next
    }

    /// Forgets a track; its chunks are dead.
    pub(crate) fn remove(&mut self, id: TrackId) {
        let Some(track) = self.tracks.remove(&id) else { return };
        for entry in track.directory.iter() {
            self.segment_mut(entry.segment).live_chunks -= 1;
        }
    }

    pub(crate) fn remove_unregistered(&mut self) {
        let unknown: Vec<_> =
            self.tracks.iter().filter(|(_, track)| track.keys.is_empty()).map(|(id, _)| *id).collect();
        unknown.into_iter().for_each(|id| self.remove(id));
    }

    /// Drops the oldest chunk of a track while `dead` says so.
    fn shorten(&mut self, id: TrackId, dead: impl Fn(&Entry) -> bool) {
        let Some(track) = self.tracks.get_mut(&id) else { return };
        while track.directory.first().is_some_and(&dead) {
            let Some(entry) = track.directory.pop_first() else { return };
            track.bytes -= u64::from(entry.bytes);
            track.records -= u64::from(entry.count);
            track.floor = track.floor.max(entry.end());
            self.segments[crate::format::wide(entry.segment)].live_chunks -= 1;
        }
    }

    pub(crate) fn trim(&mut self, id: TrackId, before: Seq) {
        let Some(track) = self.tracks.get_mut(&id) else { return };
        let floor = before.0.min(track.next);
        track.floor = track.floor.max(floor);
        self.shorten(id, |entry| entry.end() <= floor);
    }

    pub(crate) fn trim_older(&mut self, id: TrackId, line: LineMs) -> Seq {
        self.shorten(id, |entry| entry.last_line < line);
        self.bounds(id).first
    }

    pub(crate) fn bounds(&self, id: TrackId) -> Bounds {
        self.tracks.get(&id).map_or_else(Bounds::default, Track::bounds)
    }

    /// The chunk that holds `from` or what comes next; `None` at the end of the track.
    /// The error says that the track has no key.
    pub(crate) fn locate(&self, id: TrackId, from: u64) -> Result<Option<Located>, ()> {
        let track = self.tracks.get(&id).filter(|track| !track.keys.is_empty()).ok_or(())?;
        let from = from.max(track.floor);
        Ok(track.directory.at_or_after(from).map(|entry| {
            let segment = self.segment(entry.segment);
            Located {
                entry: *entry,
                generation: segment.generation,
                epochs: Arc::clone(&segment.epochs),
                keys: track.keys.clone(),
                from,
            }
        }))
    }

    /// True while the chunk is still where it was located.
    pub(crate) fn holds(&self, id: TrackId, located: &Located) -> bool {
        matches!(self.locate(id, located.entry.first.max(located.from)),
            Ok(Some(now)) if now.entry == located.entry && now.generation == located.generation)
    }

    /// Where a track must be trimmed to, so that the first segment that nothing else keeps becomes free; `None` when
    /// there is no such segment.
    pub(crate) fn sole_keeper(&self, id: TrackId) -> Option<Seq> {
        let directory = &self.tracks.get(&id)?.directory;
        let mut own: HashMap<u32, (u32, u64)> = HashMap::new();
        for entry in directory.iter() {
            let (chunks, end) = own.entry(entry.segment).or_default();
            *chunks += 1;
            *end = entry.end();
        }
        let frees = |(number, (chunks, _)): &(&u32, &(u32, u64))| {
            let segment = self.segment(**number);
            segment.usage == Use::Closed && segment.live_chunks == *chunks && self.newest != Some(**number)
        };
        own.iter().filter(frees).map(|(_, (_, end))| Seq(*end)).min()
    }

    /// Frees closed segments that hold nothing alive, and says which.
    pub(crate) fn free_dead(&mut self) -> Vec<u32> {
        let mut freed = Vec::new();
        for (number, segment) in (0u32..).zip(&mut self.segments) {
            if segment.usage == Use::Closed && segment.live_chunks == 0 && self.newest != Some(number) {
                segment.usage = Use::Free;
                freed.push(number);
            }
        }
        self.free.extend(&freed);
        freed
    }

    pub(crate) fn count(&self, usage: Use) -> u32 {
        crate::format::narrow(self.segments.iter().filter(|segment| segment.usage == usage).count())
    }
}
