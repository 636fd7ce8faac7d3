//! What is where: for every track its runs of chunks, for every segment its use. Kept in memory, rebuilt at open, and
//! never trusted over the flash: a read checks what it finds.
//!
//! Only chunks that no footer lists are known one by one; of all others the index keeps one run per track and segment,
//! so that its memory does not depend on how many commits made them.

mod run;
mod track;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use millpond_base::{LineMs, Seq, TrackId, WallMs};

use crate::format::chunk::CHUNK_EXTRA_BYTES;
use crate::format::footer::FooterHead;
use crate::piece::Origin;
use crate::seal::Epoch;
use crate::{Bounds, DataKey};

#[cfg(test)]
pub(crate) use run::{ENTRY_BYTES, RUN_BYTES};
pub(crate) use run::{Entry, Gather, Run};
pub(crate) use track::Track;

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
    /// Chunks of all runs in it, those trimmed off the front of a run counted while its footer lists them.
    pub(crate) live_chunks: u32,
    /// Epochs whose chunks are in it.
    pub(crate) epochs: Arc<Vec<Epoch>>,
    /// Never written, or holding nothing but zeros.
    pub(crate) blank: bool,
    /// Something else took the place of some of its chunks: it is retired before it is free.
    pub(crate) drained: bool,
    /// A chunk of it could not be moved; it waits for its data to die.
    pub(crate) stuck: bool,
}

/// A chunk that a read is after, with all it needs once the lock is gone.
#[derive(Clone, Debug)]
pub(crate) struct Located {
    pub(crate) entry: Entry,
    pub(crate) generation: u32,
    pub(crate) epochs: Arc<Vec<Epoch>>,
    pub(crate) keys: Arc<Vec<Arc<DataKey>>>,
    /// The place to start from, moved past what was trimmed.
    pub(crate) from: u64,
}

/// Chunks of a track whose list is in a footer: `chunks` of them, with places from `first` to before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) track: TrackId,
    pub(crate) segment: u32,
    pub(crate) generation: u32,
    pub(crate) first: u64,
    pub(crate) end: u64,
    pub(crate) chunks: u32,
}

impl Listed {
    /// True for a chunk of the run's track and segment that belongs to the run.
    pub(crate) fn holds(&self, chunk: &Entry) -> bool {
        chunk.first >= self.first && chunk.end() <= self.end
    }
}

/// Where a read finds its chunk.
#[derive(Clone, Debug)]
pub(crate) enum Whereabouts {
    Here(Located),
    /// In the list of a footer; the entry of what is given besides is not set yet.
    Listed(Listed, Located),
}

/// The chunks among which a wall time lies.
pub(crate) enum Sought {
    Here(Vec<Entry>),
    Listed(Listed),
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
    /// The first place of a track that was never seen: not 0 when commits were lost that it may have been in.
    pub(crate) next_unseen: u64,
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
        self.tracks.entry(track).or_default().push(entry);
    }

    /// Gives a track the runs that were found at open, in order.
    pub(crate) fn adopt(&mut self, id: TrackId, runs: VecDeque<Run>) {
        for run in &runs {
            self.segment_mut(run.segment).live_chunks += run.chunks;
        }
        self.tracks.entry(id).or_default().adopt(runs);
    }

    /// Closes a segment. When it has a footer its chunks need not be listed in memory any more.
    pub(crate) fn close(&mut self, number: u32, has_footer: bool) {
        self.segment_mut(number).usage = Use::Closed;
        if !has_footer {
            return;
        }
        for track in self.tracks.values_mut() {
            for run in track.runs.iter_mut().filter(|run| run.segment == number) {
                run.kept = None;
            }
        }
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
        let next_unseen = self.next_unseen;
        let track = self.tracks.entry(id).or_insert_with(|| {
            let mut unseen = Track::default();
            unseen.next = next_unseen;
            unseen
        });
        let keys = Arc::make_mut(&mut track.keys);
        keys.retain(|known| known.version() != key.version());
        keys.push(key);
        track.next
    }

    /// Lists the chunks of a run in memory, those that were trimmed left out, so that single ones can be replaced.
    pub(crate) fn list(&mut self, run: &Listed, chunks: &[Entry]) {
        if !self.holds_run(run) {
            return;
        }
        let Self { tracks, segments, .. } = self;
        let Some(track) = tracks.get_mut(&run.track) else { return };
        let gone = track.list(run.first, chunks);
        let_go(segments, run.segment, gone);
    }

    /// The run that a place lies in, when only its footer lists its chunks.
    pub(crate) fn listed_run(&self, id: TrackId, seq: u64) -> Option<Listed> {
        let run = self.tracks.get(&id)?.at_or_after(seq)?;
        run.kept.is_none().then(|| listed(id, run, self.segment(run.segment)))
    }

    /// Puts chunks in the place of one. When that is gone, or was never listed, they are dead.
    pub(crate) fn replace(&mut self, origin: &Origin, anew: &[Entry]) {
        let Self { tracks, segments, .. } = self;
        let Some(track) = tracks.get_mut(&origin.track) else { return };
        if !track.replace(origin, anew) {
            return;
        }
        segments[crate::format::wide(origin.segment)].drained = true;
        let_go(segments, origin.segment, 1);
        for entry in anew {
            self.segment_mut(entry.segment).live_chunks += 1;
        }
    }

    /// True while a segment is full and still holds what it held.
    pub(crate) fn is_closed(&self, number: u32, generation: u32) -> bool {
        let segment = self.segment(number);
        segment.usage == Use::Closed && segment.generation == generation
    }

    /// What is live in full segments: their numbers, and about how many bytes; the fewest bytes first.
    pub(crate) fn live_bytes(&self) -> Vec<(u64, u32)> {
        let mut bytes = vec![0u64; self.segments.len()];
        for (id, run) in self.runs() {
            let floor = self.tracks.get(&id).map_or(0, |track| track.floor);
            bytes[crate::format::wide(run.segment)] +=
                run.bytes_from(floor) + u64::from(run.chunks) * CHUNK_EXTRA_BYTES as u64;
        }
        let live = |number: u32| {
            let segment = self.segment(number);
            segment.live_chunks > 0 && !segment.stuck && self.can_retire(number)
        };
        let numbered = bytes.into_iter().zip(0u32..).filter(|(_, number)| live(*number));
        let mut numbered: Vec<_> = numbered.collect();
        numbered.sort_unstable();
        numbered
    }

    /// Forgets a track; its chunks are dead.
    pub(crate) fn remove(&mut self, id: TrackId) {
        let Some(track) = self.tracks.remove(&id) else { return };
        for run in &track.runs {
            self.segment_mut(run.segment).live_chunks -= run.chunks;
        }
    }

    pub(crate) fn remove_unregistered(&mut self) {
        let unknown: Vec<_> =
            self.tracks.iter().filter(|(_, track)| track.keys.is_empty()).map(|(id, _)| *id).collect();
        unknown.into_iter().for_each(|id| self.remove(id));
    }

    pub(crate) fn trim(&mut self, id: TrackId, before: Seq) {
        let Self { tracks, segments, .. } = self;
        let Some(track) = tracks.get_mut(&id) else { return };
        track.trim(before.0, |segment, chunks| let_go(segments, segment, chunks));
    }

    /// Drops what is older than `line`; returns the chunks whose list says how much more is.
    pub(crate) fn trim_older(&mut self, id: TrackId, line: LineMs) -> Option<Listed> {
        let Self { tracks, segments, .. } = self;
        let track = tracks.get_mut(&id)?;
        let run = track.trim_older(line, |segment, chunks| let_go(segments, segment, chunks))?;
        Some(listed(id, run, &segments[crate::format::wide(run.segment)]))
    }

    /// Says what looking into the first run gave: its first chunk that is not too old.
    pub(crate) fn trimmed_into(&mut self, looked: Listed, kept: &Entry) {
        self.trim(looked.track, Seq(kept.first));
        let Some(run) = self.tracks.get_mut(&looked.track).and_then(|track| track.runs.front_mut()) else {
            return;
        };
        if (run.segment, run.first) == (looked.segment, looked.first) {
            run.oldest = run.oldest.max(kept.last_line);
        }
    }

    pub(crate) fn bounds(&self, id: TrackId) -> Bounds {
        self.tracks.get(&id).map_or_else(Bounds::default, Track::bounds)
    }

    /// The chunk that holds `from` or what comes next; `None` at the end of the track.
    /// The error says that the track has no key.
    pub(crate) fn locate(&self, id: TrackId, from: u64) -> Result<Option<Whereabouts>, ()> {
        let track = self.tracks.get(&id).filter(|track| !track.keys.is_empty()).ok_or(())?;
        let from = from.max(track.floor);
        let Some(run) = track.at_or_after(from) else { return Ok(None) };
        let segment = self.segment(run.segment);
        let located = |entry: Entry| Located {
            entry,
            generation: segment.generation,
            epochs: Arc::clone(&segment.epochs),
            keys: Arc::clone(&track.keys),
            from,
        };
        let here = run.kept.as_ref().and_then(|kept| kept.at_or_after(from));
        Ok(Some(match here {
            Some(entry) => Whereabouts::Here(located(*entry)),
            None => Whereabouts::Listed(listed(id, run, segment), located(Entry::unknown(run))),
        }))
    }

    /// True while the chunk is still where it was located.
    pub(crate) fn holds(&self, id: TrackId, located: &Located) -> bool {
        let Some(track) = self.tracks.get(&id) else { return false };
        let entry = &located.entry;
        let run = track.at_or_after(entry.first.max(located.from).max(track.floor));
        run.is_some_and(|run| {
            run.segment == entry.segment
                && run.first < entry.end()
                && track.floor < entry.end()
                && self.segment(run.segment).generation == located.generation
        })
    }

    /// True while the run is still there.
    pub(crate) fn holds_run(&self, run: &Listed) -> bool {
        let found = self.tracks.get(&run.track).and_then(|track| track.at_or_after(run.first));
        found.is_some_and(|found| {
            (found.segment, found.first) == (run.segment, run.first)
                && self.segment(run.segment).generation == run.generation
        })
    }

    /// Where a track must be trimmed to, so that the first segment that nothing else keeps becomes free; `None` when
    /// there is no such segment.
    pub(crate) fn sole_keeper(&self, id: TrackId) -> Option<Seq> {
        let mut own: HashMap<u32, (u32, u64)> = HashMap::new();
        for run in &self.tracks.get(&id)?.runs {
            let (chunks, end) = own.entry(run.segment).or_default();
            *chunks += run.chunks;
            *end = run.end;
        }
        let frees = |(number, (chunks, _)): &(&u32, &(u32, u64))| {
            let segment = self.segment(**number);
            segment.usage == Use::Closed && segment.live_chunks == *chunks && self.newest != Some(**number)
        };
        own.iter().filter(frees).map(|(_, (_, end))| Seq(*end)).min()
    }

    /// How far some tracks must be trimmed or moved on, so that the oldest segments that only they keep become free.
    pub(crate) fn keepers(&self, ids: &[TrackId], segments_max: usize) -> Vec<(TrackId, Seq)> {
        let mut kept: HashMap<u32, (u32, Vec<(TrackId, u64)>)> = HashMap::new();
        for id in ids {
            for run in self.tracks.get(id).iter().flat_map(|track| &track.runs) {
                let (chunks, ends) = kept.entry(run.segment).or_default();
                *chunks += run.chunks;
                ends.push((*id, run.end));
            }
        }
        let frees = |(number, (chunks, _)): &(&u32, &(u32, Vec<_>))| {
            let segment = self.segment(**number);
            segment.usage == Use::Closed && segment.live_chunks == *chunks && self.newest != Some(**number)
        };
        let mut frees: Vec<(u32, u32)> = kept
            .iter()
            .filter(frees)
            .map(|(number, _)| (self.segment(*number).generation, *number))
            .collect();
        frees.sort_unstable();
        let mut places: BTreeMap<TrackId, u64> = BTreeMap::new();
        for (_, number) in frees.into_iter().take(segments_max) {
            for (id, end) in &kept[&number].1 {
                let place = places.entry(*id).or_default();
                *place = (*end).max(*place);
            }
        }
        places.into_iter().map(|(id, end)| (id, Seq(end))).collect()
    }

    fn runs(&self) -> impl Iterator<Item = (TrackId, &Run)> {
        self.tracks.iter().flat_map(|(id, track)| track.runs.iter().map(|run| (*id, run)))
    }

    /// Every run in a closed segment.
    pub(crate) fn closed_runs(&self) -> Vec<Listed> {
        let all = self.runs().map(|(id, run)| (id, run, self.segment(run.segment)));
        let closed = all.filter(|(_, _, segment)| segment.usage == Use::Closed);
        closed.map(|(id, run, segment)| listed(id, run, segment)).collect()
    }

    /// The runs of a segment whose chunks its footer lists.
    pub(crate) fn runs_in(&self, number: u32) -> impl Iterator<Item = Listed> {
        let there = self.runs().filter(move |(_, run)| run.segment == number && run.kept.is_none());
        there.map(|(id, run)| listed(id, run, self.segment(run.segment)))
    }

    /// Gives the live chunks of a segment that are listed in memory.
    pub(crate) fn kept_chunks(&self, number: u32, mut each: impl FnMut(TrackId, Entry)) {
        for (id, run) in self.runs().filter(|(_, run)| run.segment == number) {
            run.kept.iter().flat_map(|kept| kept.iter()).for_each(|entry| each(id, *entry));
        }
    }

    /// Where to look for the chunks around a wall time, and the first place of the first run that begins after it.
    pub(crate) fn seek(&self, id: TrackId, wall: WallMs) -> (Option<Sought>, Option<u64>) {
        let Some(track) = self.tracks.get(&id) else { return (None, None) };
        let (before, after) = track.around(wall);
        let sought = before.map(|run| match &run.kept {
            Some(kept) => Sought::Here(kept.iter().copied().collect()),
            None => Sought::Listed(listed(id, run, self.segment(run.segment))),
        });
        (sought, after.map(|run| run.first))
    }

    /// Drops runs of a track that its owner will never read again.
    pub(crate) fn drop_runs(&mut self, id: TrackId, dead: &[Listed]) {
        let Self { tracks, segments, .. } = self;
        let Some(track) = tracks.get_mut(&id) else { return };
        let same = |run: &Run, dead: &Listed| {
            (run.segment, run.first, run.end) == (dead.segment, dead.first, dead.end)
        };
        let named = |run: &Run| dead.iter().any(|dead| same(run, dead));
        track.drop_runs(named, |segment, chunks| let_go(segments, segment, chunks));
    }

    /// Closed segments that hold nothing alive because it was moved; they are retired before they are freed.
    pub(crate) fn drained(&self) -> Vec<(u32, u32)> {
        let numbered = (0u32..).zip(&self.segments);
        let drained = numbered.filter(|(number, segment)| {
            segment.drained && segment.live_chunks == 0 && self.can_retire(*number)
        });
        drained.map(|(number, segment)| (number, segment.generation)).collect()
    }

    /// True for a full segment that does not hold the last frame.
    fn can_retire(&self, number: u32) -> bool {
        self.segment(number).usage == Use::Closed && self.newest != Some(number)
    }

    /// Frees closed segments that hold nothing alive, and says which.
    pub(crate) fn free_dead(&mut self) -> Vec<u32> {
        let mut freed = Vec::new();
        for (number, segment) in (0u32..).zip(&mut self.segments) {
            let dead = segment.usage == Use::Closed && segment.live_chunks == 0 && !segment.drained;
            if dead && self.newest != Some(number) {
                (segment.usage, segment.stuck) = (Use::Free, false);
                freed.push(number);
            }
        }
        self.free.extend(&freed);
        freed
    }

    pub(crate) fn count(&self, usage: Use) -> u32 {
        crate::format::narrow(self.segments.iter().filter(|segment| segment.usage == usage).count())
    }

    /// Segments that hold data, and those that can be written.
    pub(crate) fn used_and_free(&self) -> (u32, u32) {
        let used = [Use::Open, Use::Closed, Use::Unreadable, Use::Fenced].map(|usage| self.count(usage));
        (used.iter().sum(), self.count(Use::Free))
    }

    /// Memory of it all: tables, runs, lists of chunks, epochs.
    pub(crate) fn bytes(&self) -> u64 {
        let tracks = self.tracks.capacity() * (size_of::<(TrackId, Track)>() + 1);
        let runs: usize = self.tracks.values().map(Track::kept_bytes).sum();
        let epochs: usize = self.segments.iter().map(|segment| segment.epochs.capacity()).sum();
        let segments = self.segments.capacity() * size_of::<Segment>() + epochs * size_of::<Epoch>();
        (tracks + runs + segments + self.free.capacity() * size_of::<u32>()) as u64
    }
}

fn let_go(segments: &mut [Segment], segment: u32, chunks: u32) {
    segments[crate::format::wide(segment)].live_chunks -= chunks;
}

fn listed(track: TrackId, run: &Run, segment: &Segment) -> Listed {
    let Run { first, end, chunks, segment: number, .. } = *run;
    Listed { track, segment: number, generation: segment.generation, first, end, chunks }
}
