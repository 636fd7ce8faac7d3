//! Reads: from the index to the flash and back, with no lock held while the disk or the cipher works.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};

use millpond_base::{LineMs, Seq, TrackId, WallMs};
use zeroize::Zeroizing;

use crate::disk::Area;
use crate::format::block::{self, BLOCK_BYTES, Place, Spot};
use crate::format::chunk::{CHUNK_EXTRA_BYTES, RECORDS};
use crate::format::record::{Entries, Times};
use crate::format::{ChunkHeader, wide};
use crate::index::Located;
use crate::log::Shared;
use crate::seal::{TAG_BYTES, open_chunk};
use crate::{Log, ReadError, ReadLimit, Stretch};

/// A chunk, verified and decrypted.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) start: Times,
    /// What the chunk was read into; its records are a part of it.
    bytes: Zeroizing<Vec<u8>>,
    records: Range<usize>,
}

impl Opened {
    /// The records, encoded.
    pub(crate) fn records(&self) -> &[u8] {
        &self.bytes[self.records.clone()]
    }

    pub(crate) fn entries(&self) -> Entries<'_> {
        Entries::new(self.records(), self.start)
    }
}

/// A record where it was decrypted, for as long as somebody looks at it.
#[derive(Clone, Copy, Debug)]
pub struct RecordRef<'a> {
    /// Its place in the track.
    pub seq: Seq,
    /// What the wall clock showed when it was staged.
    pub wall: WallMs,
    /// Where the device timeline stood.
    pub line: LineMs,
    /// What the owner of the track keeps about the record.
    pub attributes: &'a [u8],
    /// The user's bytes.
    pub body: &'a [u8],
}

/// Why a chunk could not be opened.
pub(crate) enum Trouble {
    Device(io::Error),
    /// A checksum or the tag does not fit, or the chunk is not the one the index expects.
    Damaged,
    /// The key of this version was not registered.
    NoKey,
}

/// Opened chunks, the one used last at the front.
#[derive(Debug, Default)]
pub(crate) struct ReadCache {
    kept: Mutex<VecDeque<(ChunkId, Arc<Opened>)>>,
    /// Memory of a chunk that is kept no more, for the next one: a run through a backlog neither wipes nor asks for any.
    spare: Mutex<Option<Zeroizing<Vec<u8>>>>,
}

/// Segment, generation, spot.
type ChunkId = (u32, u32, Spot);

impl ReadCache {
    fn kept(&self) -> MutexGuard<'_, VecDeque<(ChunkId, Arc<Opened>)>> {
        self.kept.lock().expect("no holder of this lock can panic")
    }

    fn find(&self, id: ChunkId) -> Option<Arc<Opened>> {
        let mut kept = self.kept();
        let at = kept.iter().position(|(known, _)| *known == id)?;
        let found = kept.remove(at)?;
        let opened = Arc::clone(&found.1);
        kept.push_front(found);
        Some(opened)
    }

    fn keep(&self, id: ChunkId, opened: &Arc<Opened>, bytes_max: usize) {
        let mut kept = self.kept();
        kept.push_front((id, Arc::clone(opened)));
        let mut bytes = 0;
        let fit = kept.iter().take_while(|(_, opened)| {
            // A small chunk still has the whole blocks it was read in.
            bytes += opened.bytes.capacity();
            bytes <= bytes_max
        });
        let fit = fit.count();
        let gone = kept.split_off(fit);
        drop(kept);
        let spare = gone.into_iter().filter_map(|(_, opened)| Arc::into_inner(opened)).last();
        if let Some(Opened { bytes, .. }) = spare.filter(|opened| opened.bytes.capacity() <= bytes_max) {
            *self.spare() = Some(bytes);
        }
    }

    /// Memory of this length; what it holds is to be overwritten. Growing would leave a copy behind, and a small chunk
    /// must not hold the memory of a large one.
    fn memory(&self, bytes: usize) -> Zeroizing<Vec<u8>> {
        let mut spare = self.spare();
        match spare.take_if(|spare| (bytes..=2 * bytes).contains(&spare.capacity())) {
            Some(mut memory) => {
                memory.resize(bytes, 0);
                memory
            }
            None => Zeroizing::new(vec![0; bytes]),
        }
    }

    fn spare(&self) -> MutexGuard<'_, Option<Zeroizing<Vec<u8>>>> {
        self.spare.lock().expect("no holder of this lock can panic")
    }

    /// Wipes everything.
    pub(crate) fn clear(&self) {
        self.kept().clear();
        *self.spare() = None;
    }
}

impl Log {
    /// As [`Log::read`] without a copy: shows each record where it was decrypted. Ends with a whole chunk once records of so many
    /// bytes were shown, so that a reader who comes back for more opens no chunk twice.
    ///
    /// # Errors
    /// As [`Log::read`]; nothing was shown then.
    pub fn visit(
        &self,
        track: TrackId,
        from: Seq,
        limit: ReadLimit,
        enough_bytes: usize,
        each: &mut dyn FnMut(RecordRef<'_>),
    ) -> Result<(), ReadError> {
        self.shared.visit(track, from, limit, enough_bytes, each)
    }

    /// The shortest run of whole chunks from a place on that takes at least so many bytes, or all that can be told of;
    /// `None` at the end of the track. Exact, and as much work as there are chunks in it.
    #[must_use]
    pub fn stretch(&self, track: TrackId, from: Seq, bytes: u64) -> Option<Stretch> {
        let mut stretch: Option<Stretch> = None;
        let mut at = from.0;
        while let Ok(Some(located)) = self.shared.locate(track, at) {
            let first = located.entry.first.max(located.from);
            let (first_seq, end) = (Seq(first), Seq(located.entry.end()));
            let so_far =
                stretch.get_or_insert(Stretch { first: first_seq, end: first_seq, records: 0, bytes: 0 });
            so_far.end = end;
            so_far.records += end.0.saturating_sub(first);
            so_far.bytes += u64::from(located.entry.bytes);
            at = end.0;
            if so_far.bytes >= bytes.max(1) {
                break;
            }
        }
        stretch
    }
}

impl Shared {
    /// Shows durable records from a place on; see [`Log::visit`].
    pub(crate) fn visit(
        &self,
        track: TrackId,
        from: Seq,
        limit: ReadLimit,
        enough_bytes: usize,
        each: &mut dyn FnMut(RecordRef<'_>),
    ) -> Result<(), ReadError> {
        let limit = ReadLimit { records: limit.records.max(1), ..limit };
        let mut reading = Reading { limit, bytes: 0, records: 0, each };
        let mut from = from.0;
        while limit.records > reading.records && enough_bytes > reading.bytes {
            let Some(located) = self.locate(track, from)? else { break };
            match self.opened(track, &located) {
                Ok(opened) => {
                    if !reading.take(&opened, &located) {
                        break;
                    }
                    from = located.entry.end();
                }
                // The chunk was trimmed and its segment reused in the meantime: look again.
                Err(_) if !self.index().holds(track, &located) => {}
                Err(_) if reading.records > 0 => break,
                Err(trouble) => return Err(trouble.of(track, &located)),
            }
        }
        Ok(())
    }

    /// The first record written at or after a wall time.
    pub(crate) fn seek_time(&self, track: TrackId, wall: WallMs) -> Seq {
        let bounds = self.index().bounds(track);
        let (before, after) = self.chunks_around(track, wall);
        let inside = before.and_then(|before| self.seek_inside(track, before, wall));
        inside.or(after.map(Seq)).unwrap_or(bounds.next).max(bounds.first)
    }

    /// The first record at or after a wall time in the chunk that starts at `first`.
    fn seek_inside(&self, track: TrackId, first: u64, wall: WallMs) -> Option<Seq> {
        let located = self.locate(track, first).ok()??;
        let opened = self.opened(track, &located).ok()?;
        let at = opened.entries().position(|entry| entry.times.wall >= wall)?;
        Some(Seq(located.entry.first + at as u64))
    }

    fn opened(&self, track: TrackId, located: &Located) -> Result<Arc<Opened>, Trouble> {
        let id = (located.entry.segment, located.generation, located.entry.spot);
        if let Some(opened) = self.cache.find(id) {
            return Ok(opened);
        }
        let opened = Arc::new(self.open_chunk(track, located)?);
        self.cache.keep(id, &opened, wide(self.options.read_cache_bytes));
        Ok(opened)
    }

    pub(crate) fn open_chunk(&self, track: TrackId, located: &Located) -> Result<Opened, Trouble> {
        let entry = &located.entry;
        let (mut bytes, chunk) = self.chunk_bytes(located)?;
        let records = chunk.start + ChunkHeader::BYTES..chunk.end - TAG_BYTES;
        let (head, rest) =
            bytes[chunk].split_first_chunk_mut::<{ ChunkHeader::BYTES }>().ok_or(Trouble::Damaged)?;
        let header = ChunkHeader::decode(head);
        let expected = (RECORDS, track.0, entry.first, entry.count, entry.bytes);
        if (header.kind, header.track, header.first_seq, header.count, header.bytes) != expected {
            return Err(Trouble::Damaged);
        }
        let epoch =
            located.epochs.iter().find(|epoch| epoch.number == header.epoch).ok_or(Trouble::Damaged)?;
        let key =
            located.keys.iter().find(|key| key.version() == header.key_version).ok_or(Trouble::NoKey)?;
        let (sealed, tag) = rest.split_last_chunk_mut::<TAG_BYTES>().ok_or(Trouble::Damaged)?;
        let cipher = self.ready.cipher(track, key, epoch, header.algorithm());
        open_chunk(&*cipher, &header, sealed, tag).map_err(|_| Trouble::Damaged)?;
        let start = Times { line: LineMs(header.line_ms), wall: WallMs(header.wall_ms) };
        let opened = Opened { start, bytes, records };
        if opened.entries().count() != wide(entry.count) {
            return Err(Trouble::Damaged);
        }
        Ok(opened)
    }

    /// Verified blocks without their trailers, and where in them the chunk is, header and tag included.
    fn chunk_bytes(&self, located: &Located) -> Result<(Zeroizing<Vec<u8>>, Range<usize>), Trouble> {
        let entry = &located.entry;
        let bytes = wide(entry.bytes) + CHUNK_EXTRA_BYTES;
        let first = entry.spot.block();
        let count = entry.spot.after(bytes - 1).block() - first + 1;
        let mut blocks = self.cache.memory(wide(count) * BLOCK_BYTES);
        let area = Area::Segment(entry.segment);
        self.disk.read(area, u64::from(first) * BLOCK_BYTES as u64, &mut blocks).map_err(Trouble::Device)?;
        for (number, bytes) in (first..).zip(blocks.chunks_exact(BLOCK_BYTES)) {
            let place = Place { segment: entry.segment, block: number };
            let trailer = block::verify(bytes, place).ok_or(Trouble::Damaged)?;
            if trailer.generation != located.generation {
                return Err(Trouble::Damaged);
            }
        }
        block::compact(&mut blocks);
        let start = entry.spot.within();
        Ok((blocks, start..start + bytes))
    }
}

impl Trouble {
    pub(crate) fn of(self, track: TrackId, located: &Located) -> ReadError {
        let entry = &located.entry;
        match self {
            Self::Device(cause) => ReadError::Device(cause),
            Self::NoKey => ReadError::UnknownTrack(track),
            Self::Damaged => ReadError::Rot {
                track,
                first: Seq(entry.first),
                count: entry.count,
                segment: entry.segment,
                offset: entry.spot.file_offset(),
            },
        }
    }
}

/// Records shown so far, and how many more may come.
struct Reading<'a> {
    limit: ReadLimit,
    bytes: usize,
    records: usize,
    each: &'a mut dyn FnMut(RecordRef<'_>),
}

impl Reading<'_> {
    /// Shows records of a chunk; false when the limit is reached.
    fn take(&mut self, opened: &Opened, located: &Located) -> bool {
        let skip = usize::try_from(located.from.saturating_sub(located.entry.first)).unwrap_or(usize::MAX);
        let seqs = located.entry.first..located.entry.end();
        for (seq, entry) in seqs.zip(opened.entries()).skip(skip) {
            let bytes = self.bytes.saturating_add(entry.attributes.len() + entry.body.len());
            let within = self.records < self.limit.records && bytes <= self.limit.bytes;
            if !within && self.records > 0 {
                return false;
            }
            (self.bytes, self.records) = (bytes, self.records + 1);
            (self.each)(RecordRef {
                seq: Seq(seq),
                wall: entry.times.wall,
                line: entry.times.line,
                attributes: entry.attributes,
                body: entry.body,
            });
        }
        true
    }
}
