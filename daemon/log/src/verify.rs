//! Verifying a log that nobody has open: every block, every frame, every footer, and with keys every seal.
//!
//! Each segment is looked at by itself and then judged with its neighbours in time: only a later commit, or a
//! watermark, tells acknowledged data that changed from the remains of an interrupted write.

use std::collections::BTreeMap;

use millpond_base::{Seq, TrackId};

use crate::disk::{Area, Disk, Slot};
use crate::examine::{Block, Examined, Gap, Image, Opening, State, chunk_blocks, offset};
use crate::format::block::{self, BLOCK_BYTES};
use crate::format::footer::FooterChunk;
use crate::format::superblock::{Found, SuperBlock};
use crate::format::{VERSION, narrow, wide};
use crate::scan::{Behind, FoundFrame};
use crate::seal::{AwsLcSuite, ReadyKeys};
use crate::{DataKey, Finding, FindingKind, OpenError, Span};

/// The data keys of tracks, each with all its versions.
pub type Keys = BTreeMap<TrackId, Vec<DataKey>>;

/// Ready chunk keys that verifying keeps.
const READY_KEYS: usize = 1024;

/// What was seen of a track.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrackSeen {
    /// Its chunks.
    pub chunks: u64,
    /// Their records.
    pub records: u64,
    /// The first place seen.
    pub first: Seq,
    /// The place after the last one seen.
    pub end: Seq,
    /// The place that the next record gets, as far as a footer says.
    pub next: Seq,
}

/// What verifying found.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Verified {
    /// Everything that is not as it should be.
    pub findings: Vec<Finding>,
    /// Segments looked at.
    pub segments: u32,
    /// Bytes read.
    pub bytes: u64,
    /// Whole frames.
    pub frames: u64,
    /// Chunks, of which `opened` were opened with their key and for `without_key` there is none: data of what was
    /// deleted, waiting for its segment to be used again.
    pub chunks: u64,
    /// Chunks whose seal was opened.
    pub opened: u64,
    /// Chunks for which no key was given.
    pub without_key: u64,
    /// What was seen of each track.
    pub tracks: BTreeMap<TrackId, TrackSeen>,
}

impl Verified {
    /// True when nothing but a power cut explains what was found.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !self.findings.iter().any(|finding| finding.kind.is_damage())
    }
}

/// Verifies a log. Nothing is written. Takes the memory of one segment.
///
/// Seals are opened for the tracks that `keys` has keys of; without keys checksums alone are verified.
///
/// # Errors
/// `Missing` when there is no log, `Version` when a later version wrote it, `Device` when the directory cannot be
/// listed. Damage is no error.
pub fn verify(disk: &dyn Disk, keys: Option<&Keys>) -> Result<Verified, OpenError> {
    let areas = disk.areas()?;
    let mut verified = Verified::default();
    let supers = supers(disk, &areas)?;
    let segment_bytes = supers.segment_bytes.ok_or(OpenError::Missing)?;
    verified.findings.extend_from_slice(&supers.findings);
    let mut pass =
        Pass { verified, keys, ready: ready(), summaries: Vec::new(), watermark: supers.durable_lsn };
    pass.missing_files(&areas, segment_bytes);
    for (area, file_bytes) in &areas {
        let Area::Segment(number) = *area else { continue };
        let image = Image::read(disk, number, segment_bytes, *file_bytes);
        pass.look(&Examined::of(number, image), *file_bytes < u64::from(segment_bytes));
    }
    pass.judge();
    Ok(pass.verified)
}

pub(crate) fn ready() -> ReadyKeys {
    ReadyKeys::new(std::sync::Arc::new(AwsLcSuite::default()), READY_KEYS)
}

/// What both copies of the super block say.
pub(crate) struct Supers {
    /// From a good copy, else from the sizes of the segments' files.
    pub(crate) segment_bytes: Option<u32>,
    pub(crate) durable_lsn: u64,
    pub(crate) epoch: u32,
    pub(crate) findings: Vec<Finding>,
}

/// Reads both copies of the super block, whatever state they are in.
///
/// # Errors
/// `Version` when a later version wrote the log.
pub(crate) fn supers(disk: &dyn Disk, areas: &[(Area, u64)]) -> Result<Supers, OpenError> {
    let copies = [Slot::A, Slot::B].map(|slot| (slot, super_copy(disk, areas, slot)));
    if let Some(found) = copies.iter().find_map(|(_, copy)| copy.newer()) {
        return Err(OpenError::Version { found, known: VERSION });
    }
    let good = copies.iter().filter_map(|(_, copy)| match copy {
        Copy::Good(block) => Some(*block),
        _ => None,
    });
    let best = good.max_by_key(|block| block.sequence);
    let mut findings = Vec::new();
    for (slot, copy) in &copies {
        let kind = match copy {
            Copy::Good(_) => continue,
            // The second copy is written by the first open.
            Copy::Blank if best.is_some_and(|best| best.sequence == 1) => continue,
            Copy::Torn(sequence) if best.is_some_and(|best| best.sequence.abs_diff(*sequence) == 1) => {
                FindingKind::Torn
            }
            Copy::Lost => FindingKind::Unreadable,
            _ if best.is_some() => FindingKind::Spare,
            _ => FindingKind::Rot,
        };
        let bytes = BLOCK_BYTES as u64;
        findings.push(Finding { kind, area: Area::Super(*slot), offset: 0, bytes, span: None });
    }
    let sizes = areas.iter().filter(|(area, _)| matches!(area, Area::Segment(_))).map(|(_, bytes)| *bytes);
    let largest = sizes.max().and_then(|bytes| u32::try_from(bytes).ok());
    let guess = largest.filter(|bytes| *bytes > 0 && bytes.is_multiple_of(narrow(BLOCK_BYTES)));
    Ok(Supers {
        segment_bytes: best.map(|block| block.segment_bytes).or(guess),
        durable_lsn: best.map_or(0, |block| block.durable_lsn),
        epoch: best.map_or(0, |block| block.epoch),
        findings,
    })
}

enum Copy {
    Good(SuperBlock),
    Blank,
    /// Halves of two copies may lie in it; the sequence that its first half tells.
    Torn(u64),
    /// Written by another version.
    Version(u16),
    Bad,
    Lost,
}

impl Copy {
    fn newer(&self) -> Option<u16> {
        match self {
            Self::Version(found) => Some(*found),
            _ => None,
        }
    }
}

fn super_copy(disk: &dyn Disk, areas: &[(Area, u64)], slot: Slot) -> Copy {
    let mut bytes = [0; BLOCK_BYTES];
    if !areas.contains(&(Area::Super(slot), BLOCK_BYTES as u64)) {
        return Copy::Bad;
    }
    if disk.read(Area::Super(slot), 0, &mut bytes).is_err() {
        return Copy::Lost;
    }
    match SuperBlock::parse(&bytes) {
        Found::Good(block) => Copy::Good(block),
        Found::Version(found) => Copy::Version(found),
        Found::Damaged if bytes == [0; BLOCK_BYTES] => Copy::Blank,
        Found::Damaged => {
            let head = SuperBlock::decode(bytes.first_chunk().expect("a block is longer than a super block"));
            let zeros = bytes[SuperBlock::BYTES..BLOCK_BYTES - 4].iter().all(|byte| *byte == 0);
            let plausible =
                head.magic == crate::format::superblock::MAGIC && head.version == VERSION && zeros;
            if plausible { Copy::Torn(head.sequence) } else { Copy::Bad }
        }
    }
}

/// A frame in a gap whose header is readable, with those of its chunks that are located; or what a footer says.
struct Named {
    lsn: u64,
    /// Chunks that its header announces.
    announced: usize,
    chunks: Vec<(FooterChunk, State)>,
}

/// A gap with the chunks that are known to be damaged in it.
struct Suspect {
    gap: Gap,
    /// The footer told which chunks there are, so that nothing else can be in it.
    by_footer: bool,
    frames: Vec<Named>,
    lost: bool,
    complete: bool,
}

/// What is kept of a segment until all have been looked at.
struct Summary {
    number: u32,
    generation: u32,
    lsns: Option<(u64, u64)>,
    suspects: Vec<Suspect>,
    end: u64,
    /// Blocks of a footer that is not whole.
    footer_rest: Option<(u64, u64)>,
}

struct Pass<'a> {
    verified: Verified,
    keys: Option<&'a Keys>,
    ready: ReadyKeys,
    summaries: Vec<Summary>,
    /// Everything up to this commit is known to have been acknowledged.
    watermark: u64,
}

impl Pass<'_> {
    fn add(&mut self, kind: FindingKind, number: u32, at: (u64, u64), span: Option<Span>) {
        let (offset, bytes) = at;
        self.verified.findings.push(Finding { kind, area: Area::Segment(number), offset, bytes, span });
    }

    /// Files are made in the order of their numbers and never removed.
    fn missing_files(&mut self, areas: &[(Area, u64)], segment_bytes: u32) {
        let there = |number| areas.iter().any(|(area, _)| *area == Area::Segment(number));
        let last = areas.iter().filter_map(|(area, _)| match area {
            Area::Segment(number) => Some(*number),
            Area::Super(_) => None,
        });
        let missing: Vec<u32> = (0..last.max().unwrap_or(0)).filter(|number| !there(*number)).collect();
        for number in missing {
            self.add(FindingKind::Missing, number, (0, u64::from(segment_bytes)), None);
        }
    }

    fn look(&mut self, seen: &Examined, short: bool) {
        self.verified.segments += 1;
        self.verified.bytes += offset(narrow(seen.blocks.len()));
        if seen.is_retired() {
            return self.look_at_retired(seen);
        }
        let Some(generation) = seen.generation() else { return self.look_at_nothing(seen, short) };
        self.behind_the_end(seen, generation);
        self.watermark = self.watermark.max(seen.watermark());
        self.verified.frames += seen.frames().len() as u64;
        self.open_seals(seen);
        let summary = Summary {
            number: seen.number,
            generation,
            lsns: seen.lsns(),
            suspects: seen.gaps().into_iter().map(|gap| suspect(seen, gap)).collect(),
            end: offset(seen.end_block()),
            footer_rest: footer_rest(seen, generation),
        };
        self.see_heads(seen);
        if let Some((start, footer)) = &seen.footer {
            let listed = footer.chunks.iter();
            if summary.suspects.is_empty() && !listed.eq(seen.frames().iter().flat_map(|frame| &frame.chunks))
            {
                let bytes = offset(narrow(seen.blocks.len()) - start);
                self.add(FindingKind::Spare, seen.number, (offset(*start), bytes), None);
            }
        }
        self.summaries.push(summary);
    }

    fn see_heads(&mut self, seen: &Examined) {
        for head in seen.footer.iter().flat_map(|(_, footer)| &footer.heads) {
            let track = self.verified.tracks.entry(TrackId(head.track)).or_default();
            track.next = track.next.max(Seq(head.next_seq));
        }
    }

    /// A segment of which nothing counts: what happened to its bytes is worth knowing of the device only.
    fn look_at_retired(&mut self, seen: &Examined) {
        self.see_heads(seen);
        for (block, run) in runs(seen, 0, narrow(seen.blocks.len())) {
            let kind = if block == Block::Lost { FindingKind::Unreadable } else { FindingKind::Stale };
            self.add(kind, seen.number, run, None);
        }
    }

    /// A segment without one good block: never written, or damaged all over.
    fn look_at_nothing(&mut self, seen: &Examined, short: bool) {
        let empty = seen.blocks.iter().all(|block| matches!(block, Block::Zero | Block::Lost));
        if short && empty {
            // A cut left it half created; it will be created again.
            return;
        }
        let bad = seen.blocks.iter().filter(|block| **block == Block::Bad).count();
        // A first frame of which no block became whole leaves this; what was full does not look like it. Whether a
        // frame is missing shows in the watermark.
        let torn = bad <= seen.blocks.len() / 2 && !seen.blocks.contains(&Block::Lost);
        for (block, run) in runs(seen, 0, narrow(seen.blocks.len())) {
            let kind = match block {
                Block::Lost => FindingKind::Unreadable,
                _ if torn => FindingKind::Torn,
                _ => FindingKind::Rot,
            };
            self.add(kind, seen.number, run, None);
        }
    }

    /// Blocks that no frame and no footer of this generation uses.
    fn behind_the_end(&mut self, seen: &Examined, generation: u32) {
        let end = seen.footer.as_ref().map_or(narrow(seen.blocks.len()), |(start, _)| *start);
        let rest = footer_rest(seen, generation);
        for (block, run) in runs(seen, seen.end_block(), end) {
            let of_footer = rest.is_some_and(|(from, bytes)| (from..from + bytes).contains(&run.0));
            match block {
                Block::Lost => self.add(FindingKind::Unreadable, seen.number, run, None),
                Block::Bad if !of_footer => self.add(FindingKind::Stale, seen.number, run, None),
                _ => {}
            }
        }
    }

    fn open_seals(&mut self, seen: &Examined) {
        let epochs = seen.epochs();
        for chunk in seen.directory() {
            let id = TrackId(chunk.track);
            self.verified.chunks += 1;
            let track = self.verified.tracks.entry(id).or_default();
            let end = Seq(chunk.first_seq.saturating_add(u64::from(chunk.count)));
            track.first =
                if track.chunks == 0 { Seq(chunk.first_seq) } else { track.first.min(Seq(chunk.first_seq)) };
            track.chunks += 1;
            track.records += u64::from(chunk.count);
            track.end = track.end.max(end);
            track.next = track.next.max(end);
            let Some(keys) = self.keys.map(|keys| keys.get(&id)) else { continue };
            if seen.state(&chunk) != State::Whole {
                continue;
            }
            match keys.map_or(Opening::NoKey, |keys| seen.open(&chunk, &epochs, keys, &self.ready)) {
                Opening::Opened => self.verified.opened += 1,
                Opening::NoKey => self.verified.without_key += 1,
                Opening::Broken => {
                    self.add(FindingKind::Rot, seen.number, extent(&chunk), Some(span(&chunk)));
                }
            }
        }
    }

    /// Judges every gap by what came before and after it.
    fn judge(&mut self) {
        let mut summaries = std::mem::take(&mut self.summaries);
        summaries.sort_unstable_by_key(|summary| summary.generation);
        let newest = summaries.last().map(|summary| summary.generation);
        let found =
            summaries.iter().filter_map(|summary| summary.lsns).map(|(_, last)| last).max().unwrap_or(0);
        for at in 0..summaries.len() {
            let this = &summaries[at];
            let neighbour = |other: Option<&Summary>, step: u32, lower: bool| -> Option<u64> {
                let other = other?;
                let (low, high) = if lower { (other, this) } else { (this, other) };
                (low.generation + step == high.generation).then_some(())?;
                other.lsns.map(|(first, last)| if lower { last } else { first })
            };
            let before = neighbour(at.checked_sub(1).map(|at| &summaries[at]), 1, true);
            let next = summaries.get(at + 1);
            let after = neighbour(next, 1, false)
                // What is missing in between lies in the head of the next segment when that has one.
                .filter(|_| next.is_some_and(|next| !next.has_head_gap()));
            let is_newest = newest == Some(this.generation);
            let last = this.lsns.map_or(found, |(_, last)| last);
            let lost_to = match after {
                Some(first) => first.checked_sub(1),
                None if last == found && this.lsns.is_some() => Some(self.watermark),
                None => None,
            };
            self.judge_segment(this, before, lost_to, is_newest);
        }
        if found == 0 && self.watermark > 0 {
            self.add(FindingKind::Rot, 0, (0, 0), None);
        }
    }

    fn judge_segment(&mut self, this: &Summary, before: Option<u64>, lost_to: Option<u64>, newest: bool) {
        for suspect in &this.suspects {
            self.judge_gap(this, suspect, before, lost_to, newest);
        }
        let last = this.lsns.map_or(0, |(_, last)| last);
        let has_tail = this.suspects.last().is_some_and(|suspect| suspect.gap.after.is_none());
        if !has_tail && lost_to.is_some_and(|lost| lost > last) {
            self.add(FindingKind::Rot, this.number, (this.end, 0), None);
        }
        if let Some(rest) = this.footer_rest {
            let kind = if newest { FindingKind::Torn } else { FindingKind::Spare };
            self.add(kind, this.number, rest, None);
        }
    }

    fn judge_gap(
        &mut self,
        this: &Summary,
        suspect: &Suspect,
        before: Option<u64>,
        lost_to: Option<u64>,
        newest: bool,
    ) {
        let run =
            (offset(suspect.gap.blocks.start), offset(suspect.gap.blocks.end - suspect.gap.blocks.start));
        let harmless = if suspect.lost { FindingKind::Unreadable } else { FindingKind::Torn };
        if suspect.by_footer {
            let named = suspect.frames.iter().flat_map(|named| &named.chunks);
            let damaged: Vec<_> = named.filter(|(_, state)| *state != State::Whole).collect();
            if damaged.is_empty() {
                self.add(harmless, this.number, run, None);
            }
            damaged.iter().for_each(|(chunk, state)| self.lost_chunk(this.number, chunk, *state));
            return;
        }
        let lowest = suspect.frames.iter().map(|named| named.lsn).min();
        let first = suspect.gap.before.or(before).map(|lsn| lsn + 1).or(lowest);
        let last = suspect.gap.after.map(|lsn| lsn - 1).or(lost_to);
        let missing = first.zip(last).filter(|(first, last)| first <= last);
        let Some((first, last)) = missing else {
            let at_risk = newest && suspect.complete && suspect.gap.after.is_none();
            self.add(if at_risk { FindingKind::AtRisk } else { harmless }, this.number, run, None);
            return;
        };
        let mut told = 0;
        let mut vague = false;
        for (at, named) in suspect.frames.iter().enumerate() {
            // Of several frames with one number only the last was acknowledged.
            let again = suspect.frames[at + 1..].iter().any(|later| later.lsn == named.lsn);
            if again || !(first..=last).contains(&named.lsn) {
                continue;
            }
            told += 1;
            vague |= named.chunks.len() < named.announced;
            for (chunk, state) in named.chunks.iter().filter(|(_, state)| *state != State::Whole) {
                self.lost_chunk(this.number, chunk, *state);
            }
        }
        if vague || told < last - first + 1 {
            let kind = if suspect.lost { FindingKind::Unreadable } else { FindingKind::Rot };
            self.add(kind, this.number, run, None);
        }
    }

    fn lost_chunk(&mut self, number: u32, chunk: &FooterChunk, state: State) {
        let kind = if state == State::Lost { FindingKind::Unreadable } else { FindingKind::Rot };
        self.add(kind, number, extent(chunk), Some(span(chunk)));
    }
}

impl Summary {
    fn has_head_gap(&self) -> bool {
        self.suspects.first().is_some_and(|suspect| suspect.gap.before.is_none())
    }
}

impl Examined {
    /// The first and last commit, as the footer or the frames tell.
    pub(crate) fn lsns(&self) -> Option<(u64, u64)> {
        match &self.footer {
            Some((_, footer)) => Some((footer.header.first_lsn, footer.header.last_lsn)),
            None => Some((self.frames().first()?.lsn, self.frames().last()?.lsn)),
        }
    }

    /// The highest commit that was known to be on flash when anything here was written.
    pub(crate) fn watermark(&self) -> u64 {
        let frames = self.frames().iter().chain(self.damaged()).map(|frame| frame.header.durable_lsn);
        let footer = self.footer.iter().map(|(_, footer)| footer.header.last_lsn);
        frames.chain(footer).max().unwrap_or(0)
    }

    /// Every chunk that is known to lie here.
    pub(crate) fn directory(&self) -> Vec<FooterChunk> {
        match &self.footer {
            Some((_, footer)) => footer.chunks.clone(),
            None => self.frames().iter().flat_map(|frame| frame.chunks.iter().copied()).collect(),
        }
    }
}

fn suspect(seen: &Examined, gap: Gap) -> Suspect {
    let stated = |chunk: &FooterChunk| (*chunk, seen.state(chunk));
    let frames = match &seen.footer {
        Some((_, footer)) => {
            let touches = |chunk: &&FooterChunk| {
                let blocks = chunk_blocks(chunk);
                blocks.start < gap.blocks.end && gap.blocks.start < blocks.end
            };
            let chunks: Vec<_> = footer.chunks.iter().filter(touches).map(stated).collect();
            vec![Named { lsn: 0, announced: chunks.len(), chunks }]
        }
        None => {
            let inside = seen.damaged().iter().filter(|frame| gap.blocks.contains(&frame.header.block));
            let claimed = gap.blocks.clone().filter_map(|at| seen.claimed(at));
            let mut frames: Vec<FoundFrame> = inside.cloned().chain(claimed).collect();
            frames.sort_unstable_by_key(|frame| frame.header.block);
            frames
                .iter()
                .map(|frame| Named {
                    lsn: frame.lsn,
                    announced: wide(frame.header.chunks),
                    chunks: frame.chunks.iter().map(stated).collect(),
                })
                .collect()
        }
    };
    let blocks = &seen.blocks[wide(gap.blocks.start)..wide(gap.blocks.end)];
    let lost = blocks.contains(&Block::Lost);
    let complete = seen.scan.as_ref().is_some_and(|scan| scan.behind == Behind::Complete);
    Suspect { gap, by_footer: seen.footer.is_some(), frames, lost, complete }
}

/// Where a footer was begun and is not whole: offset and bytes.
fn footer_rest(seen: &Examined, generation: u32) -> Option<(u64, u64)> {
    if seen.footer.is_some() {
        return None;
    }
    let count = narrow(seen.blocks.len());
    let of_footer = |at: &u32| {
        let trailer = seen.raw(*at);
        let claim = trailer.flags == block::FOOTER && trailer.index == 0 && at + 1 == count;
        trailer.generation == generation && trailer.flags & block::FOOTER != 0 && !claim
    };
    let first = (seen.end_block()..count).find(of_footer)?;
    Some((offset(first), offset(count - first)))
}

/// Runs of blocks of one sort that are neither good nor zero: the sort, offset and bytes.
fn runs(seen: &Examined, from: u32, to: u32) -> Vec<(Block, (u64, u64))> {
    let mut runs: Vec<(Block, (u64, u64))> = Vec::new();
    for at in from..to {
        let block = seen.blocks[wide(at)];
        if !matches!(block, Block::Bad | Block::Lost) {
            continue;
        }
        match runs.last_mut() {
            Some((sort, (start, bytes))) if *sort == block && *start + *bytes == offset(at) => {
                *bytes += offset(1);
            }
            _ => runs.push((block, (offset(at), offset(1)))),
        }
    }
    runs
}

fn extent(chunk: &FooterChunk) -> (u64, u64) {
    let start = block::Spot(chunk.spot);
    (start.file_offset(), chunk_blocks(chunk).map(|_| offset(1)).sum())
}

pub(crate) fn span(chunk: &FooterChunk) -> Span {
    Span { track: TrackId(chunk.track), first: Seq(chunk.first_seq), count: u64::from(chunk.count) }
}
