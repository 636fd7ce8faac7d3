//! Opening: footers of full segments, a scan of those without, and the sorting of damage into what
//! a power cut leaves and what only rot explains. Nothing is written here.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::io;
use std::sync::Arc;

use millpond_base::{LineMs, TrackId, WallMs};

use crate::directories::read_footer;
use crate::disk::{Area, Disk, Slot};
use crate::doubles::{DAMAGED, FoundRun, without_doubles};
use crate::format::block::BLOCK_BYTES;
use crate::format::footer::{FooterChunk, FooterHead, FooterHeader, FooterView};
use crate::format::superblock::{Found, SuperBlock};
use crate::format::{VERSION, narrow, wide};
use crate::index::{Entry, Gather, Index, Run, Segment, Use};
use crate::scan::{Behind, FoundFrame, Scan, Scanner};
use crate::seal::Epoch;
use crate::staging::segment_blocks;
use crate::writer::Current;
use crate::{OpenError, Options};

/// What lay behind the last whole commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tail {
    /// Nothing.
    #[default]
    Clean,
    /// A commit that was being written and never acknowledged; it is gone.
    Torn {
        /// The segment it lies in.
        segment: u32,
        /// Byte offset in the segment's file.
        offset: u64,
    },
    /// A commit all of whose blocks are there, one of them damaged. Either power was lost inside a
    /// block, or the last acknowledged commit rotted: at most that one commit is gone.
    AtRisk {
        /// The segment it lies in.
        segment: u32,
        /// Byte offset in the segment's file.
        offset: u64,
    },
}

/// Acknowledged commits that are damaged. Chunks of them that can still be located are served, or
/// reported when they are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The segment.
    pub segment: u32,
    /// Byte offset in the segment's file from which on blocks are bad.
    pub offset: u64,
    /// The first damaged commit, by log sequence number.
    pub first_lsn: u64,
    /// The last damaged commit.
    pub last_lsn: u64,
    /// Tracks known to have records in them; others may have too.
    pub tracks: Vec<TrackId>,
}

/// What opening the log found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recovered {
    /// What lay behind the last whole commit.
    pub tail: Tail,
    /// Damaged commits that had been acknowledged.
    pub rot: Vec<Damage>,
    /// Segments that the device could not read; they are left alone.
    pub unreadable: Vec<u32>,
    /// The highest device time seen; the timeline goes on after it.
    pub line: LineMs,
    /// The highest wall time seen.
    pub wall: WallMs,
    /// The last commit, by log sequence number.
    pub lsn: u64,
    /// The epoch that begins now.
    pub epoch: u32,
    /// Segments that hold data.
    pub segments_used: u32,
    /// Segments that hold none.
    pub segments_free: u32,
    /// Segments that had to be scanned whole.
    pub segments_scanned: u32,
    /// Chunks found.
    pub chunks: u64,
    /// Sealed bytes of all chunks.
    pub bytes: u64,
}

/// All that opening needs to go on.
pub(crate) struct Recovery {
    pub(crate) super_block: SuperBlock,
    pub(crate) super_slot: Slot,
    pub(crate) index: Index,
    pub(crate) current: Option<Current>,
    pub(crate) generation: u32,
    pub(crate) epoch_seen: u32,
    /// Segments whose frames may not be on flash yet.
    pub(crate) unsynced: Vec<u32>,
    /// Chunks of a commit of which it is not known whether it was acknowledged.
    at_risk: Vec<FooterChunk>,
    /// Runs as they were found, by track, until they are arranged.
    runs: HashMap<TrackId, Vec<FoundRun>>,
    /// The last commit that tells how far a track had come.
    last_seen: HashMap<TrackId, u64>,
    /// The last lost commit of which it is not known which tracks had records in it.
    unaccounted: Option<u64>,
    pub(crate) report: Recovered,
}

/// Places skipped by every track that nothing is known of since commits were lost whose content is unknown: more
/// than one commit can hold, so that no acknowledged place is given to another record.
pub(crate) const SKIPPED_PLACES: u64 = 1 << 24;

/// Finds the copy of the super block that holds.
pub(crate) fn super_block(disk: &dyn Disk) -> Result<(SuperBlock, Slot), OpenError> {
    let areas = disk.areas()?;
    let mut best: Option<(SuperBlock, Slot)> = None;
    let mut newer = None;
    for slot in [Slot::A, Slot::B] {
        if !areas.contains(&(Area::Super(slot), BLOCK_BYTES as u64)) {
            continue;
        }
        let mut bytes = [0; BLOCK_BYTES];
        match disk.read(Area::Super(slot), 0, &mut bytes).map(|()| SuperBlock::parse(&bytes)) {
            Ok(Found::Good(block)) if best.is_none_or(|(known, _)| known.sequence < block.sequence) => {
                best = Some((block, slot));
            }
            Ok(Found::Version(version)) => newer = Some(version),
            // One copy that cannot be read is what the other one is for.
            Ok(Found::Good(_) | Found::Damaged) | Err(_) => {}
        }
    }
    match (newer, best) {
        (Some(found), _) => Err(OpenError::Version { found, known: VERSION }),
        (None, Some(best)) => Ok(best),
        (None, None) if areas.iter().any(|(area, _)| matches!(area, Area::Segment(_))) => {
            Err(OpenError::SuperDamaged)
        }
        (None, None) => Err(OpenError::Missing),
    }
}

/// Where what is known about a segment came from.
enum Source {
    Footer(Digest),
    Scan(Scan),
}

/// What looking at a segment gave.
enum Look {
    Found(Source),
    /// Nothing in it counts but how far tracks had come.
    Retired(Digest),
    /// No block of it is good.
    Nothing {
        /// All of them are zeros.
        blank: bool,
    },
}

/// What opening needs of a footer: its chunks only as runs, so that their number costs no memory.
struct Digest {
    header: FooterHeader,
    epochs: Vec<Epoch>,
    runs: Vec<(TrackId, Run)>,
    heads: Vec<FooterHead>,
}

impl Digest {
    fn of(number: u32, footer: &FooterView) -> Self {
        let mut gather = Gather::new(false);
        footer.chunks().for_each(|chunk| gather.add(TrackId(chunk.track), Entry::new(number, &chunk)));
        Self {
            header: footer.header,
            epochs: footer.epochs().map(|entry| Epoch { number: entry.epoch, salt: entry.salt }).collect(),
            runs: gather.runs,
            heads: footer.heads().collect(),
        }
    }
}

struct Seen {
    number: u32,
    source: Source,
}

impl Seen {
    fn generation(&self) -> u32 {
        match &self.source {
            Source::Footer(footer) => footer.header.generation,
            Source::Scan(scan) => scan.generation,
        }
    }

    fn lsns(&self) -> Option<(u64, u64)> {
        match &self.source {
            Source::Footer(footer) => Some((footer.header.first_lsn, footer.header.last_lsn)),
            Source::Scan(scan) => Some((scan.frames.first()?.lsn, scan.frames.last()?.lsn)),
        }
    }

    fn end_offset(&self) -> u64 {
        let block = match &self.source {
            Source::Footer(footer) => footer.header.end_block,
            Source::Scan(scan) => scan.frames.last().map_or(0, FoundFrame::end_block),
        };
        u64::from(block) * BLOCK_BYTES as u64
    }
}

/// Reads the whole log's directory.
pub(crate) fn recover(disk: &dyn Disk, options: &Options) -> Result<Recovery, OpenError> {
    let (super_block, super_slot) = super_block(disk)?;
    if super_block.segment_bytes != options.segment_bytes {
        return Err(OpenError::SegmentBytes { found: super_block.segment_bytes });
    }
    let mut recovery = Recovery {
        super_block,
        super_slot,
        index: Index::default(),
        current: None,
        generation: 0,
        epoch_seen: super_block.epoch,
        unsynced: Vec::new(),
        at_risk: Vec::new(),
        runs: HashMap::new(),
        last_seen: HashMap::new(),
        unaccounted: None,
        report: Recovered { lsn: super_block.durable_lsn, ..Recovered::default() },
    };
    let mut seen = recovery.look_at_segments(disk, options)?;
    seen.sort_unstable_by_key(Seen::generation);
    Recovery::leave_out_refused(&mut seen);
    recovery.sort_out(&seen);
    recovery.adopt(seen, options);
    recovery.arrange(disk, options);
    recovery.count();
    Ok(recovery)
}

impl Recovery {
    /// Reads what there is to know about every segment.
    fn look_at_segments(&mut self, disk: &dyn Disk, options: &Options) -> Result<Vec<Seen>, OpenError> {
        let mut buffer = Vec::new();
        let mut seen = Vec::new();
        for (area, bytes) in disk.areas()? {
            let Area::Segment(number) = area else { continue };
            if bytes < u64::from(options.segment_bytes) {
                // A cut left it half created; it will be created again. Unless something is in it.
                if holds_something(disk, number, bytes) {
                    self.leave_alone(number);
                }
                continue;
            }
            match look(disk, number, options.segment_bytes, &mut buffer) {
                Ok(Look::Found(source)) => seen.push(Seen { number, source }),
                Ok(Look::Retired(digest)) => {
                    self.generation = self.generation.max(digest.header.generation);
                    self.see_heads(&digest);
                    self.adopt_free(number, false);
                }
                Ok(Look::Nothing { blank }) => self.adopt_free(number, blank),
                // One bad segment does not keep the others from being read.
                Err(_) => self.leave_alone(number),
            }
        }
        Ok(seen)
    }

    fn leave_alone(&mut self, number: u32) {
        self.index.segment_mut(number).usage = Use::Unreadable;
        self.report.unreadable.push(number);
    }

    fn adopt_free(&mut self, number: u32, blank: bool) {
        *self.index.segment_mut(number) = Segment { usage: Use::Free, blank, ..Segment::default() };
        self.index.free.push_back(number);
    }

    /// Leaves out frames that were written again, to a later segment, because the device had refused them.
    fn leave_out_refused(seen: &mut [Seen]) {
        let mut later = u64::MAX;
        for segment in seen.iter_mut().rev() {
            if let Source::Scan(scan) = &mut segment.source {
                scan.frames.retain(|frame| frame.lsn < later);
            }
            later = segment.lsns().map_or(later, |(first_lsn, _)| first_lsn.min(later));
        }
    }

    /// Fills the index, in the order in which segments were written.
    fn adopt(&mut self, seen: Vec<Seen>, options: &Options) {
        let newest = seen.last().map(Seen::generation);
        self.index.newest =
            seen.iter().rev().find(|segment| segment.lsns().is_some()).map(|segment| segment.number);
        for segment in seen {
            self.generation = self.generation.max(segment.generation());
            match segment.source {
                Source::Footer(digest) => self.adopt_footer(segment.number, digest),
                Source::Scan(scan) => {
                    self.report.segments_scanned += 1;
                    self.adopt_scan(segment.number, &scan, newest == Some(scan.generation), options);
                }
            }
        }
    }

    fn adopt_footer(&mut self, number: u32, digest: Digest) {
        let header = &digest.header;
        self.see_heads(&digest);
        digest.epochs.iter().for_each(|epoch| self.epoch_seen = self.epoch_seen.max(epoch.number));
        *self.index.segment_mut(number) = Segment {
            usage: Use::Closed,
            generation: header.generation,
            epochs: Arc::new(digest.epochs),
            ..Segment::default()
        };
        self.find_runs(digest.runs, header.generation);
    }

    fn see_heads(&mut self, digest: &Digest) {
        let header = &digest.header;
        self.see_times(header.line_ms, header.wall_ms);
        for head in &digest.heads {
            self.index.raise(head);
            self.see_track(TrackId(head.track), header.last_lsn);
        }
    }

    fn find_runs(&mut self, runs: Vec<(TrackId, Run)>, rank: u32) {
        for (track, run) in runs {
            self.runs.entry(track).or_default().push(FoundRun { run, rank });
        }
    }

    fn adopt_scan(&mut self, number: u32, scan: &Scan, newest: bool, options: &Options) {
        let rotten = self.rotten(scan);
        let mut frames: Vec<_> = scan.frames.iter().chain(rotten.iter().copied()).collect();
        frames.sort_unstable_by_key(|frame| frame.header.block);
        let mut epochs: Vec<Epoch> = Vec::new();
        for frame in &frames {
            if !epochs.contains(&frame.epoch()) {
                epochs.push(frame.epoch());
            }
        }
        let damaged_epochs = scan.damaged.iter().map(|frame| frame.header.epoch);
        let epoch = epochs.iter().map(|epoch| epoch.number).chain(damaged_epochs).max();
        self.epoch_seen = self.epoch_seen.max(epoch.unwrap_or(0));
        let open = newest && scan.end_block < segment_blocks(options.segment_bytes);
        *self.index.segment_mut(number) = Segment {
            usage: if open { Use::Open } else { Use::Closed },
            generation: scan.generation,
            epochs: Arc::new(epochs),
            ..Segment::default()
        };
        self.unsynced.push(number);
        let mut chunks = Vec::new();
        let (mut whole, mut damaged) = (Gather::new(true), Gather::new(true));
        for frame in frames {
            self.see_times(frame.header.line_ms, frame.header.wall_ms);
            let is_rotten = rotten.iter().any(|rotten| rotten.header.block == frame.header.block);
            let gather = if is_rotten { &mut damaged } else { &mut whole };
            let found = frame.chunks.iter();
            found.for_each(|chunk| gather.add(TrackId(chunk.track), Entry::new(number, chunk)));
            frame.grown.iter().for_each(|track| self.see_track(TrackId(*track), frame.lsn));
            chunks.extend_from_slice(&frame.chunks);
        }
        self.find_runs(whole.runs, scan.generation);
        self.find_runs(damaged.runs, DAMAGED);
        if open {
            self.current = Some(Current {
                segment: number,
                generation: scan.generation,
                block: scan.end_block,
                first_lsn: scan.frames.first().map(|frame| frame.lsn),
                chunks,
                zeroed_to: scan.zeros_behind.then_some(scan.end_block),
            });
        }
    }

    /// Damaged frames that had been acknowledged, because a later one or the watermark says so.
    fn rotten<'a>(&self, scan: &'a Scan) -> Vec<&'a FoundFrame> {
        let reported =
            |lsn: u64| self.report.rot.iter().any(|rot| (rot.first_lsn..=rot.last_lsn).contains(&lsn));
        // Of several frames with one number only the last was acknowledged: the others were torn.
        let again = |at: usize| scan.damaged[at + 1..].iter().any(|later| later.lsn == scan.damaged[at].lsn);
        let lost = (0..scan.damaged.len()).filter(|at| reported(scan.damaged[*at].lsn) && !again(*at));
        lost.map(|at| &scan.damaged[at]).collect()
    }

    /// Tells rot from torn writes: a missing commit is rot when a later one is there, or when the
    /// watermark says that it was acknowledged.
    fn sort_out(&mut self, seen: &[Seen]) {
        let mut found = 0;
        let mut before: Option<&Seen> = None;
        for segment in seen {
            // Segments in between may have been reused; only neighbours in time are compared.
            let follows = before.map_or(0, Seen::generation) + 1 == segment.generation();
            if let (Some((first_lsn, _)), Some(before)) = (segment.lsns(), before)
                && follows
                && first_lsn > found + 1
            {
                self.rot(before, before.end_offset(), found + 1, first_lsn - 1);
            }
            before = Some(segment);
            found = match segment.lsns() {
                Some((_, last_lsn)) => last_lsn,
                None if follows => found,
                // What came before is not known, so nothing can be missed.
                None => u64::MAX - 1,
            };
            if let Source::Scan(scan) = &segment.source {
                for pair in scan.frames.windows(2) {
                    if pair[1].lsn > pair[0].lsn + 1 {
                        let offset = u64::from(pair[0].end_block()) * BLOCK_BYTES as u64;
                        self.rot(segment, offset, pair[0].lsn + 1, pair[1].lsn - 1);
                    }
                }
                let watermark = scan.frames.iter().map(|frame| frame.header.durable_lsn).max();
                self.report.lsn = self.report.lsn.max(watermark.unwrap_or(0));
            }
        }
        let found = seen.iter().filter_map(Seen::lsns).map(|(_, last_lsn)| last_lsn).max().unwrap_or(0);
        if self.report.lsn > found {
            self.rot_at_end(seen.last(), found);
        } else {
            self.tail(seen.last());
        }
        self.report.lsn = self.report.lsn.max(found);
    }

    fn rot(&mut self, segment: &Seen, offset: u64, first_lsn: u64, last_lsn: u64) {
        let mut tracks: Vec<TrackId> = Vec::new();
        let mut whole = BTreeSet::new();
        if let Source::Scan(scan) = &segment.source {
            let lost = scan.damaged.iter().filter(|frame| (first_lsn..=last_lsn).contains(&frame.lsn));
            for frame in lost {
                tracks.extend(frame.chunks.iter().map(|chunk| TrackId(chunk.track)));
                if frame.chunks.len() == wide(frame.header.chunks) {
                    whole.insert(frame.lsn);
                }
            }
        }
        if (whole.len() as u64) < last_lsn - first_lsn + 1 {
            self.unaccounted = self.unaccounted.max(Some(last_lsn));
        }
        tracks.sort_unstable();
        tracks.dedup();
        self.report.rot.push(Damage { segment: segment.number, offset, first_lsn, last_lsn, tracks });
    }

    /// Commits up to the watermark are missing at the end of the log.
    fn rot_at_end(&mut self, newest: Option<&Seen>, found: u64) {
        let lost = self.report.lsn;
        match newest {
            Some(newest) => self.rot(newest, newest.end_offset(), found + 1, lost),
            None => self.lost_without_trace(Damage {
                segment: 0,
                offset: 0,
                first_lsn: found + 1,
                last_lsn: lost,
                tracks: Vec::new(),
            }),
        }
    }

    /// Nothing acknowledged is missing: what lies behind the last commit was being written.
    fn tail(&mut self, newest: Option<&Seen>) {
        let Some(Seen { number, source: Source::Scan(scan) }) = newest else { return };
        let offset = u64::from(scan.frames.last().map_or(0, FoundFrame::end_block)) * BLOCK_BYTES as u64;
        self.report.tail = match scan.behind {
            Behind::Nothing => Tail::Clean,
            Behind::Torn => Tail::Torn { segment: *number, offset },
            Behind::Complete => Tail::AtRisk { segment: *number, offset },
        };
        if scan.behind == Behind::Complete {
            let next = scan.frames.last().map_or(self.report.lsn, |frame| frame.lsn) + 1;
            let at_risk = scan.damaged.iter().filter(|frame| frame.lsn == next);
            self.at_risk.extend(at_risk.flat_map(|frame| &frame.chunks));
        }
    }

    /// Puts the runs of every track in order, and those of one segment together that nothing lies between.
    fn arrange(&mut self, disk: &dyn Disk, options: &Options) {
        for (track, mut runs) in std::mem::take(&mut self.runs) {
            runs.sort_by_key(|found| found.run.first);
            let mut arranged: VecDeque<Run> = VecDeque::new();
            let (runs, doubled) = without_doubles(disk, options, track, runs);
            for segment in doubled {
                self.index.segment_mut(segment).drained = true;
            }
            for run in runs {
                self.report.chunks += u64::from(run.chunks);
                self.report.bytes += u64::from(run.bytes);
                match arranged.back_mut() {
                    Some(last) if last.joins(&run) => last.join(run),
                    _ => arranged.push_back(run),
                }
            }
            arranged.shrink_to_fit();
            self.index.adopt(track, arranged);
        }
    }

    fn lost_without_trace(&mut self, damage: Damage) {
        self.unaccounted = self.unaccounted.max(Some(damage.last_lsn));
        self.report.rot.push(damage);
    }

    fn see_track(&mut self, track: TrackId, lsn: u64) {
        let last = self.last_seen.entry(track).or_default();
        *last = lsn.max(*last);
    }

    fn see_times(&mut self, line_ms: u64, wall_ms: u64) {
        self.report.line = self.report.line.max(LineMs(line_ms));
        self.report.wall = self.report.wall.max(WallMs(wall_ms));
    }

    fn count(&mut self) {
        // Its places may have been acknowledged, so no other record gets them.
        for chunk in std::mem::take(&mut self.at_risk) {
            let next_seq = chunk.first_seq.saturating_add(u64::from(chunk.count));
            self.index.raise(&FooterHead { track: chunk.track, next_seq });
        }
        if let Some(lost) = self.unaccounted {
            let last_seen = &self.last_seen;
            let doubtful = |id: &TrackId| last_seen.get(id).is_none_or(|lsn| *lsn < lost);
            let tracks = self.index.tracks.iter_mut().filter(|(id, _)| doubtful(id));
            tracks.for_each(|(_, track)| track.next += SKIPPED_PLACES);
            self.index.next_unseen = SKIPPED_PLACES;
        }
        self.report.segments_free = self.index.count(Use::Free);
        self.report.segments_used =
            narrow(self.index.segments.len()) - self.report.segments_free - self.index.count(Use::Absent);
    }
}

/// True when a segment's file was cut off after it had been written: its first frame begins in the first block.
fn holds_something(disk: &dyn Disk, number: u32, file_bytes: u64) -> bool {
    let mut block = [0; BLOCK_BYTES];
    let there = usize::try_from(file_bytes).map_or(BLOCK_BYTES, |bytes| bytes.min(BLOCK_BYTES));
    let read = disk.read(Area::Segment(number), 0, &mut block[..there]);
    read.is_err() || block.iter().any(|byte| *byte != 0)
}

/// Bytes of a segment that are read at once.
const STEP_BYTES: u32 = 256 * 1024;

/// Looks at one segment: its footer if there is a good one, else all of it.
fn look(disk: &dyn Disk, number: u32, segment_bytes: u32, buffer: &mut Vec<u8>) -> io::Result<Look> {
    if let Ok(Some(footer)) = read_footer(disk, number, segment_bytes, buffer) {
        let digest = Digest::of(number, &footer);
        return Ok(if footer.retired { Look::Retired(digest) } else { Look::Found(Source::Footer(digest)) });
    }
    let mut scanner = Scanner::new(number, segment_blocks(segment_bytes));
    for start in (0..segment_bytes).step_by(wide(STEP_BYTES)) {
        buffer.resize(wide(STEP_BYTES.min(segment_bytes - start)), 0);
        // From the device: a write that failed may have left in memory what flash never got.
        disk.read_device(Area::Segment(number), u64::from(start), buffer)?;
        scanner.look(buffer);
    }
    let blank = scanner.is_blank();
    Ok(scanner.finish().map_or(Look::Nothing { blank }, |scan| Look::Found(Source::Scan(scan))))
}
