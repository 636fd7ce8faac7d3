//! The lists of chunks that footers hold, read back when somebody asks for one of their chunks.
//!
//! A few lists are kept, so that reading a track on from chunk to chunk reads each footer once. A footer that cannot be
//! read any more is replaced by looking at all of its segment; chunks that even that does not find are reported as
//! damaged, never passed over.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use millpond_base::{LineMs, Seq, TrackId, WallMs};

use crate::ReadError;
use crate::disk::{Area, Disk};
use crate::examine::Image;
use crate::format::block::{BLOCK_BYTES, Place};
use crate::format::footer::{self, FooterChunk, FooterView};
use crate::format::wide;
use crate::index::{Entry, Listed, Located, Sought, Whereabouts};
use crate::log::Shared;
use crate::scan::scan;
use crate::staging::segment_blocks;

/// Blocks at the end of a segment that are read at once: on a card every read costs about as much as these bytes.
const TAIL_BLOCKS: u32 = 4;

/// Lists of chunks, the one used last at the front.
#[derive(Debug, Default)]
pub(crate) struct DirectoryCache {
    kept: Mutex<VecDeque<(ListId, List)>>,
}

/// Segment, generation, track.
type ListId = (u32, u32, TrackId);
/// A track's chunks in a segment, in the order of their places.
type List = Arc<[Entry]>;

impl DirectoryCache {
    fn kept(&self) -> MutexGuard<'_, VecDeque<(ListId, List)>> {
        self.kept.lock().expect("no holder of this lock can panic")
    }

    fn find(&self, id: ListId) -> Option<List> {
        let mut kept = self.kept();
        let at = kept.iter().position(|(known, _)| *known == id)?;
        if at > 0 {
            let found = kept.remove(at)?;
            kept.push_front(found);
        }
        kept.front().map(|(_, list)| Arc::clone(list))
    }

    /// Keeps a list, and of the others as many as fit. The newest is kept whatever its size, as the reader who asked
    /// for it would ask again for the next chunk.
    fn keep(&self, id: ListId, list: &List, bytes_max: usize) {
        let mut kept = self.kept();
        kept.push_front((id, Arc::clone(list)));
        let mut bytes = 0;
        let fit = kept.iter().take_while(|(_, list)| {
            bytes += size_of_val(&list[..]);
            bytes <= bytes_max
        });
        let fit = fit.count().max(1);
        kept.truncate(fit);
    }

    /// Bytes of memory.
    pub(crate) fn bytes(&self) -> u64 {
        let kept = self.kept();
        let lists: usize = kept.iter().map(|(_, list)| size_of_val(&list[..])).sum();
        (lists + kept.capacity() * size_of::<(ListId, List)>()) as u64
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.kept().clear();
    }
}

/// Reads the footer of a segment, with one read when it is short; `None` when there is no good one.
pub(crate) fn read_footer(
    disk: &dyn Disk,
    number: u32,
    segment_bytes: u32,
    buffer: &mut Vec<u8>,
) -> io::Result<Option<FooterView>> {
    let area = Area::Segment(number);
    let end = segment_blocks(segment_bytes);
    let tail = end.saturating_sub(TAIL_BLOCKS);
    let offset = |block: u32| u64::from(block) * BLOCK_BYTES as u64;
    buffer.clear();
    buffer.resize(wide(end - tail) * BLOCK_BYTES, 0);
    disk.read(area, offset(tail), buffer)?;
    let last = &buffer[buffer.len() - BLOCK_BYTES..];
    let Some(count) = footer::blocks_from_last(last, Place { segment: number, block: end - 1 }) else {
        return Ok(None);
    };
    let Some(start) = end.checked_sub(count) else { return Ok(None) };
    let place = Place { segment: number, block: start };
    if start >= tail {
        return Ok(FooterView::parse(&buffer[wide(start - tail) * BLOCK_BYTES..], place));
    }
    buffer.clear();
    buffer.resize(wide(count) * BLOCK_BYTES, 0);
    disk.read(area, offset(start), buffer)?;
    Ok(FooterView::parse(buffer, place))
}

/// Puts something in the place of chunks that are missing from a list, so that reading them reports damage.
fn fill_holes(list: &mut Vec<Entry>, run: &Listed) {
    let there: Vec<Entry> = list.iter().filter(|entry| run.holds(entry)).copied().collect();
    if there.len() == wide(run.chunks) {
        return;
    }
    let mut at = run.first;
    for entry in &there {
        if entry.first > at {
            list.push(Entry::lost(run.segment, at, entry.first));
        }
        at = entry.end();
    }
    if at < run.end {
        list.push(Entry::lost(run.segment, at, run.end));
    }
    list.sort_unstable_by_key(|entry| entry.first);
}

/// The chunk of a list that holds `seq`, or the first after it, within a run.
fn at_or_after(list: &[Entry], run: &Listed, seq: u64) -> Option<Entry> {
    let seq = seq.max(run.first);
    list.get(list.partition_point(|entry| entry.end() <= seq)).filter(|entry| entry.first < run.end).copied()
}

impl Shared {
    /// The chunk that holds `from` or what comes next; `None` at the end of the track.
    pub(crate) fn locate(&self, track: TrackId, mut from: u64) -> Result<Option<Located>, ReadError> {
        loop {
            let found = self.index().locate(track, from).map_err(|()| ReadError::UnknownTrack(track))?;
            let (run, mut located) = match found {
                None => return Ok(None),
                Some(Whereabouts::Here(located)) => return Ok(Some(located)),
                Some(Whereabouts::Listed(run, located)) => (run, located),
            };
            match self.directory(&run) {
                Ok(list) => match at_or_after(&list, &run, located.from) {
                    Some(entry) => {
                        located.entry = entry;
                        return Ok(Some(located));
                    }
                    None => from = run.end,
                },
                // The segment was reused in the meantime: look again.
                Err(_) if !self.index().holds_run(&run) => {}
                Err(cause) => return Err(ReadError::Device(cause)),
            }
        }
    }

    /// The chunks of a run's track in its segment.
    fn directory(&self, run: &Listed) -> io::Result<List> {
        let id = (run.segment, run.generation, run.track);
        if let Some(list) = self.directories.find(id) {
            return Ok(list);
        }
        let mut list = Vec::new();
        let listed = self
            .each_chunk(run.segment, run.generation, |track, entry| {
                if track == run.track {
                    list.push(entry);
                }
            })?
            .is_from_footer;
        list.sort_by_key(|entry| entry.first);
        list.dedup_by_key(|entry| entry.first);
        if !listed {
            for run in self.index().runs_in(run.segment).filter(|known| known.track == run.track) {
                fill_holes(&mut list, &run);
            }
        }
        let list = List::from(list);
        self.directories.keep(id, &list, wide(self.options.directory_cache_bytes));
        Ok(list)
    }

    /// Gives every chunk that the flash lists of one use of a segment: from its footer, else from all of its blocks.
    fn each_chunk(
        &self,
        number: u32,
        generation: u32,
        mut each: impl FnMut(TrackId, Entry),
    ) -> io::Result<Listing> {
        let segment_bytes = self.options.segment_bytes;
        let mut give = |chunk: &FooterChunk| each(TrackId(chunk.track), Entry::new(number, chunk));
        let footer = read_footer(&*self.disk, number, segment_bytes, &mut Vec::new());
        if let Ok(Some(footer)) = footer {
            // A footer of another use says that nothing of this one is left.
            let ours = footer.header.generation == generation;
            footer.chunks().filter(|_| ours).for_each(|chunk| give(&chunk));
            return Ok(Listing { is_from_footer: ours });
        }
        let image = Image::read(&*self.disk, number, segment_bytes, u64::from(segment_bytes));
        if image.is_lost() {
            return Err(io::Error::other("the device gives no block of the segment"));
        }
        if let Some(found) = scan(number, &image.bytes).filter(|found| found.generation == generation) {
            let frames = found.frames.iter().chain(&found.damaged);
            frames.flat_map(|frame| &frame.chunks).for_each(give);
        }
        Ok(Listing { is_from_footer: false })
    }

    /// The chunks of a run.
    pub(crate) fn run_chunks(&self, run: &Listed) -> io::Result<Vec<Entry>> {
        let list = self.directory(run)?;
        Ok(list.iter().filter(|entry| run.holds(entry)).copied().collect())
    }

    /// The live chunks of a segment, in the order of their places within each track; `None` when it was given to other
    /// data.
    ///
    /// # Errors
    /// When the device gives nothing of the segment.
    pub(crate) fn segment_chunks(
        &self,
        number: u32,
        generation: u32,
    ) -> io::Result<Option<Vec<(TrackId, Entry)>>> {
        let mut live = Vec::new();
        let runs = {
            let index = self.index();
            if index.segment(number).generation != generation {
                return Ok(None);
            }
            index.kept_chunks(number, |track, entry| live.push((track, entry)));
            index.runs_in(number).collect::<Vec<_>>()
        };
        if runs.is_empty() {
            return Ok(Some(live));
        }
        let mut lists: HashMap<TrackId, Vec<Entry>> =
            runs.iter().map(|run| (run.track, Vec::new())).collect();
        let listing = self.each_chunk(number, generation, |track, entry| {
            if let Some(list) = lists.get_mut(&track) {
                list.push(entry);
            }
        })?;
        for list in lists.values_mut() {
            list.sort_by_key(|entry| entry.first);
            list.dedup_by_key(|entry| entry.first);
        }
        for run in &runs {
            let Some(list) = lists.get_mut(&run.track) else { continue };
            if !listing.is_from_footer {
                fill_holes(list, run);
            }
            let within = list.iter().filter(|entry| run.holds(entry));
            live.extend(within.map(|entry| (run.track, *entry)));
        }
        let index = self.index();
        live.retain(|(track, entry)| index.tracks.get(track).is_some_and(|known| known.floor < entry.end()));
        Ok((index.segment(number).generation == generation).then_some(live))
    }

    /// Drops the chunks whose records are all older than `line`, and returns the first place left.
    pub(crate) fn trim_older(&self, track: TrackId, line: LineMs) -> Seq {
        let run = self.index_mut().trim_older(track, line);
        if let Some(run) = run
            && let Ok(list) = self.directory(&run)
        {
            let floor = self.index().bounds(track).first.0;
            let start = list.partition_point(|entry| entry.end() <= floor.max(run.first));
            let young = list[start..].iter().find(|entry| entry.last_line >= line);
            if let Some(entry) = young.filter(|entry| entry.first < run.end) {
                self.index_mut().trimmed_into(run, entry);
            }
        }
        self.index().bounds(track).first
    }

    /// The first places of the last chunk that begins before a wall time, and of the first that does not.
    pub(crate) fn chunks_around(&self, track: TrackId, wall: WallMs) -> (Option<u64>, Option<u64>) {
        let (sought, after) = self.index().seek(track, wall);
        let list = match sought {
            None => return (None, after),
            Some(Sought::Here(list)) => list,
            Some(Sought::Listed(run)) => {
                // What cannot be looked into is taken whole: a reader gets rather more than less.
                let Ok(list) = self.directory(&run) else { return (None, Some(run.first)) };
                let within = |entry: &&Entry| entry.first >= run.first && entry.first < run.end;
                list.iter().filter(within).copied().collect()
            }
        };
        let at = list.partition_point(|entry| entry.wall < wall);
        let before = at.checked_sub(1).map(|before| list[before].first);
        (before, list.get(at).map(|entry| entry.first).or(after))
    }
}

/// Where a list of chunks came from.
struct Listing {
    is_from_footer: bool,
}
