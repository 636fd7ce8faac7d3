//! Rescuing what a damaged log still holds into a fresh one.
//!
//! Chunks are taken over sealed as they are, one by one, after their seal has opened; their places in their tracks stay
//! what they were. Frames, segments and super blocks are made anew, so that the result is whole whatever the source was.
//! The source is only read.

use std::collections::BTreeMap;
use std::io;

use millpond_base::{Entropy, Seq, TrackId};

use crate::disk::{Area, Disk, Slot};
use crate::examine::{Examined, Image, State, chunk_blocks, offset};
use crate::format::block::{self, BLOCK_BYTES, Place, Spot};
use crate::format::chunk::{CHUNK_EXTRA_BYTES, RECORDS};
use crate::format::footer::{self, Footer, FooterChunk, FooterEpoch, FooterHead, FooterHeader};
use crate::format::frame::{self, FrameBuilder, FrameHeader, SALT_BYTES};
use crate::format::superblock::{MAGIC, SuperBlock};
use crate::format::{ChunkHeader, VERSION, narrow, wide};
use crate::recover::SKIPPED_PLACES;
use crate::seal::{Epoch, ReadyKeys, TAG_BYTES, proven_chunk};
use crate::staging::segment_blocks;
use crate::supersede::{Claimant, counting};
use crate::verify::{ready, supers, verify};
use crate::writer::{directory_entry, write_super};
use crate::{FindingKind, Keys, Log, OpenError, Options, Span};

/// A frame of rescued chunks takes no more of them once it is this long. Ours: about what one commit takes.
const FRAME_BYTES: usize = 1 << 20;
/// Nor once it is this fraction of a segment, so that small segments take frames as well.
const FRAME_SHARE: usize = 8;

/// Records that are gone, or may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Which.
    pub span: Span,
    /// Why. `Missing` for places between rescued records of which nothing tells whether they were lost now or let go of
    /// before.
    pub kind: FindingKind,
}

/// What rescuing did.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Salvaged {
    /// Chunks taken over.
    pub chunks: u64,
    /// Their records.
    pub records: u64,
    /// Segments written.
    pub segments: u32,
    /// Records that are not in the result.
    pub gone: Vec<Gone>,
    /// Damaged places of the source of which nothing says what lay there.
    pub unknown: u64,
    /// Chunks left behind because there is no key of their track: deleted before, or the key itself is gone.
    pub without_key: BTreeMap<TrackId, u64>,
}

/// A chunk that can be read.
#[derive(Clone, Copy)]
struct Piece {
    segment: u32,
    generation: u32,
    chunk: FooterChunk,
    epoch: Epoch,
}

impl Piece {
    fn claimant(&self) -> Claimant {
        let first = self.chunk.first_seq;
        Claimant { first, end: first.saturating_add(u64::from(self.chunk.count)), rank: self.generation }
    }
}

/// Copies every chunk of `from` whose seal opens with one of `keys` to a fresh log on the empty disk `to`.
///
/// # Durability
/// The result is on flash on return; before that, `to` holds no log.
/// # Errors
/// `Missing` when there is nothing to rescue, `Version`, `Exists` when `to` holds a log, `Device` when `to` fails or
/// `from` cannot be listed. Damage of `from` is no error.
pub fn salvage(
    from: &dyn Disk,
    to: &dyn Disk,
    keys: &Keys,
    options: &Options,
    entropy: &dyn Entropy,
) -> Result<Salvaged, OpenError> {
    let areas = from.areas()?;
    let source = supers(from, &areas)?;
    let segment_bytes = source.segment_bytes.ok_or(OpenError::Missing)?;
    let found = verify(from, Some(keys))?;
    let mut rescue =
        Rescue { from, keys, ready: ready(), salvaged: Salvaged::default(), epoch: source.epoch };
    let mut survey = Survey::default();
    for (area, file_bytes) in &areas {
        let Area::Segment(number) = *area else { continue };
        let image = Image::read(from, number, segment_bytes, *file_bytes);
        rescue.survey(&Examined::of(number, image), &mut survey);
    }
    let lost = found.findings.iter().filter(|finding| finding.kind.is_loss());
    for finding in lost {
        match finding.span {
            Some(span) => rescue.salvaged.gone.push(Gone { span, kind: finding.kind }),
            None => rescue.salvaged.unknown += 1,
        }
    }
    for (track, seen) in &found.tracks {
        survey.raise(*track, seen.next.0);
    }
    survey.sort();
    rescue.miss(&mut survey);
    let options = Options { segment_bytes, ..options.clone() };
    Log::create(to, &options, entropy)?;
    rescue.write(to, &options, &survey, entropy)?;
    Ok(rescue.salvaged)
}

/// What there is to take over.
#[derive(Default)]
struct Survey {
    pieces: Vec<Piece>,
    heads: BTreeMap<TrackId, u64>,
}

impl Survey {
    fn raise(&mut self, track: TrackId, next: u64) {
        let head = self.heads.entry(track).or_default();
        *head = next.max(*head);
    }

    /// By time, and within a track by place; of chunks that share places those that count.
    fn sort(&mut self) {
        self.pieces.sort_by_key(|piece| piece.chunk.track);
        let mut counts = Vec::with_capacity(self.pieces.len());
        for own in self.pieces.chunk_by(|a, b| a.chunk.track == b.chunk.track) {
            counts.extend(counting(&own.iter().map(Piece::claimant).collect::<Vec<_>>()));
        }
        let mut counts = counts.into_iter();
        self.pieces.retain(|_| counts.next() == Some(true));
        self.pieces.sort_by_key(|piece| (piece.chunk.line_ms, piece.chunk.track, piece.chunk.first_seq));
    }
}

struct Rescue<'a> {
    from: &'a dyn Disk,
    keys: &'a Keys,
    ready: ReadyKeys,
    salvaged: Salvaged,
    /// The highest epoch seen.
    epoch: u32,
}

impl Rescue<'_> {
    /// Notes every chunk of a segment whose bytes are there.
    fn survey(&mut self, seen: &Examined, survey: &mut Survey) {
        let Some(generation) = seen.generation().filter(|_| !seen.is_retired()) else { return };
        let epochs = seen.epochs();
        self.epoch = epochs.iter().map(|epoch| epoch.number).chain([self.epoch]).max().unwrap_or(0);
        let mut chunks = seen.directory();
        chunks.extend(seen.damaged().iter().flat_map(|frame| frame.chunks.iter().copied()));
        chunks.sort_unstable_by_key(|chunk| chunk.spot);
        chunks.dedup_by_key(|chunk| chunk.spot);
        for chunk in chunks {
            let track = TrackId(chunk.track);
            if seen.state(&chunk) != State::Whole {
                continue;
            }
            if !self.keys.contains_key(&track) {
                *self.salvaged.without_key.entry(track).or_default() += 1;
                continue;
            }
            let bytes = seen.chunk_bytes(&chunk);
            let Some(head) = bytes.first_chunk() else { continue };
            let epoch = ChunkHeader::decode(head).epoch;
            if let Some(epoch) = epochs.iter().find(|known| known.number == epoch) {
                survey.raise(track, chunk.first_seq.saturating_add(u64::from(chunk.count)));
                survey.pieces.push(Piece { segment: seen.number, generation, chunk, epoch: *epoch });
            }
        }
    }

    /// When something is gone and nothing says what, the places between what was found are what may be gone.
    fn miss(&mut self, survey: &mut Survey) {
        for gone in &self.salvaged.gone {
            survey.raise(gone.span.track, gone.span.end().0);
        }
        if self.salvaged.unknown == 0 {
            return;
        }
        let mut ends: BTreeMap<TrackId, u64> = BTreeMap::new();
        let mut missing = Vec::new();
        let mut between = |track: TrackId, from: u64, to: u64| {
            if to > from {
                let span = Span { track, first: Seq(from), count: to - from };
                missing.push(Gone { span, kind: FindingKind::Missing });
            }
        };
        for piece in &survey.pieces {
            let track = TrackId(piece.chunk.track);
            if let Some(end) = ends.get(&track) {
                between(track, *end, piece.chunk.first_seq);
            }
            ends.insert(track, piece.chunk.first_seq.saturating_add(u64::from(piece.chunk.count)));
        }
        for (track, next) in &survey.heads {
            if self.keys.contains_key(track) {
                between(*track, ends.get(track).copied().unwrap_or(0), *next);
            }
        }
        let known = self.salvaged.gone.clone();
        missing.retain(|gone| !known.iter().any(|known| covers(&known.span, &gone.span)));
        self.salvaged.gone.extend(missing);
        for track in self.keys.keys() {
            *survey.heads.entry(*track).or_default() += SKIPPED_PLACES;
        }
    }

    /// Writes everything, the super block last.
    fn write(
        &mut self,
        to: &dyn Disk,
        options: &Options,
        survey: &Survey,
        entropy: &dyn Entropy,
    ) -> Result<(), OpenError> {
        let heads = survey.heads.iter().filter(|(track, next)| self.keys.contains_key(track) && **next > 0);
        let heads = heads.map(|(track, next)| FooterHead { track: track.0, next_seq: *next }).collect();
        let mut fresh = Fresh::new(to, options, heads);
        let mut rest = &survey.pieces[..];
        let frame_bytes = FRAME_BYTES.min(wide(options.segment_bytes) / FRAME_SHARE);
        while let Some(first) = rest.first() {
            let mut bytes = 0;
            let same = rest.iter().take_while(|piece| {
                let room = bytes == 0 || bytes < frame_bytes;
                bytes += wide(piece.chunk.bytes) + CHUNK_EXTRA_BYTES;
                room && piece.epoch == first.epoch
            });
            let (now, later) = rest.split_at(same.count());
            rest = later;
            let chunks: Vec<_> = now.iter().filter_map(|piece| self.take(piece)).collect();
            fresh.frame(&first.epoch, &chunks, &self.ready, self.keys)?;
        }
        fresh.close()?;
        self.salvaged.segments = fresh.segment;
        let mut block = SuperBlock {
            magic: MAGIC,
            version: VERSION,
            flags: 0,
            sequence: 1,
            log_id: [0; 16],
            epoch: self.epoch,
            segment_bytes: options.segment_bytes,
            epoch_salt: [0; SALT_BYTES],
            durable_lsn: fresh.lsn,
            checkpoint_slot: 0,
            reserved: 0,
            checkpoint_lsn: 0,
        };
        entropy.fill(&mut block.log_id);
        entropy.fill(&mut block.epoch_salt);
        write_super(to, Slot::A, &block)?;
        Ok(())
    }

    /// Reads a chunk and proves that its seal opens; what does not is gone.
    fn take(&mut self, piece: &Piece) -> Option<(ChunkHeader, Vec<u8>)> {
        let taken = self.read(piece).and_then(|(header, bytes)| {
            let keys = self.keys.get(&TrackId(header.track))?;
            let key = keys.iter().find(|key| key.version() == header.key_version)?;
            let cipher = self.ready.cipher(TrackId(header.track), key, &piece.epoch, header.algorithm());
            let (sealed, tag) = bytes.split_last_chunk::<TAG_BYTES>()?;
            proven_chunk(&*cipher, &header, sealed, *tag).ok()?;
            Some((header, bytes))
        });
        let span = crate::verify::span(&piece.chunk);
        match &taken {
            Some(_) => {
                self.salvaged.chunks += 1;
                self.salvaged.records += span.count;
            }
            None if self.salvaged.gone.iter().any(|gone| gone.span == span) => {}
            None => self.salvaged.gone.push(Gone { span, kind: FindingKind::Rot }),
        }
        taken
    }

    /// The chunk's header, and its sealed records with their tag.
    fn read(&self, piece: &Piece) -> Option<(ChunkHeader, Vec<u8>)> {
        let blocks = chunk_blocks(&piece.chunk);
        let mut raw = vec![0; wide(blocks.end - blocks.start) * BLOCK_BYTES];
        let area = Area::Segment(piece.segment);
        // A device that fails on a long read may still give single blocks.
        let mut each = blocks.clone().zip(raw.chunks_exact_mut(BLOCK_BYTES));
        each.try_for_each(|(at, out)| self.from.read(area, offset(at), out)).ok()?;
        for (at, bytes) in blocks.zip(raw.chunks_exact(BLOCK_BYTES)) {
            let trailer = block::verify(bytes, Place { segment: piece.segment, block: at })?;
            (trailer.generation == piece.generation).then_some(())?;
        }
        let mut head = [0; ChunkHeader::BYTES];
        let within = Spot(piece.chunk.spot).within();
        block::gather(&raw, within, &mut head);
        let header = ChunkHeader::decode(&head);
        let expected =
            (RECORDS, piece.chunk.track, piece.chunk.first_seq, piece.chunk.count, piece.chunk.bytes);
        let ours = (header.kind, header.track, header.first_seq, header.count, header.bytes) == expected;
        let mut bytes = vec![0; wide(header.bytes) + TAG_BYTES];
        ours.then(|| block::gather(&raw, within + ChunkHeader::BYTES, &mut bytes))?;
        Some((header, bytes))
    }
}

fn covers(known: &Span, span: &Span) -> bool {
    known.track == span.track && known.first <= span.first && span.end() <= known.end()
}

/// The log being made.
struct Fresh<'a> {
    disk: &'a dyn Disk,
    segment_bytes: u32,
    heads: Vec<FooterHead>,
    builder: FrameBuilder,
    /// Segments begun.
    segment: u32,
    /// The next block of the last one.
    block: u32,
    lsn: u64,
    first_lsn: u64,
    line_ms: u64,
    wall_ms: u64,
    chunks: Vec<FooterChunk>,
    epochs: Vec<FooterEpoch>,
}

impl<'a> Fresh<'a> {
    fn new(disk: &'a dyn Disk, options: &Options, heads: Vec<FooterHead>) -> Self {
        Self {
            disk,
            segment_bytes: options.segment_bytes,
            heads,
            builder: FrameBuilder::default(),
            segment: 0,
            block: 0,
            lsn: 0,
            first_lsn: 1,
            line_ms: 0,
            wall_ms: 0,
            chunks: Vec::new(),
            epochs: Vec::new(),
        }
    }

    /// Writes one frame; nothing when no chunk is left of it.
    fn frame(
        &mut self,
        epoch: &Epoch,
        chunks: &[(ChunkHeader, Vec<u8>)],
        ready: &ReadyKeys,
        keys: &Keys,
    ) -> io::Result<()> {
        if chunks.is_empty() {
            return Ok(());
        }
        let body_bytes = chunks.iter().map(|(header, _)| header.chunk_bytes()).sum();
        self.make_room(frame::blocks(body_bytes), chunks.len())?;
        self.builder.start(body_bytes);
        let start = Spot::of_block(self.block);
        for (header, bytes) in chunks {
            let (Some(keys), Some((sealed, tag))) =
                (keys.get(&TrackId(header.track)), bytes.split_last_chunk::<TAG_BYTES>())
            else {
                continue;
            };
            let Some(key) = keys.iter().find(|key| key.version() == header.key_version) else { continue };
            let cipher = ready.cipher(TrackId(header.track), key, epoch, header.algorithm());
            let proven = proven_chunk(&*cipher, header, sealed, *tag);
            let proven =
                proven.map_err(|_| io::Error::other("memory has changed while rescuing; check it"))?;
            let spot = start.after(self.builder.push(&proven));
            self.chunks.push(directory_entry(header, spot));
            self.line_ms = self.line_ms.max(header.line_ms.saturating_add(u64::from(header.span_ms)));
            self.wall_ms = self.wall_ms.max(header.wall_ms);
        }
        if !self.epochs.iter().any(|known| (known.epoch, known.salt) == (epoch.number, epoch.salt)) {
            self.epochs.push(FooterEpoch { epoch: epoch.number, salt: epoch.salt });
        }
        let segment = self.segment - 1;
        let frame = self.builder.finish(FrameHeader {
            magic: frame::MAGIC,
            version: VERSION,
            lane: frame::LANE_MIXED,
            flags: 0,
            lsn: self.lsn + 1,
            durable_lsn: self.lsn,
            wall_ms: self.wall_ms,
            line_ms: self.line_ms,
            generation: self.segment,
            epoch: epoch.number,
            segment,
            block: self.block,
            blocks: 0,
            body_bytes: 0,
            chunks: 0,
            next_segment: 0,
            reserved: [0; 20],
            epoch_salt: epoch.salt,
            crc: 0,
        });
        let blocks = narrow(frame.bytes().len() / BLOCK_BYTES);
        self.disk.write(Area::Segment(segment), offset(self.block), frame)?;
        (self.lsn, self.block) = (self.lsn + 1, self.block + blocks);
        Ok(())
    }

    /// Begins a segment when the last one does not take a frame and its footer.
    fn make_room(&mut self, blocks: u32, chunks: usize) -> io::Result<()> {
        let footer_blocks =
            footer::blocks(self.epochs.len() + 1, self.chunks.len() + chunks, self.heads.len());
        if self.segment > 0 && self.block + blocks + footer_blocks <= segment_blocks(self.segment_bytes) {
            return Ok(());
        }
        self.close()?;
        self.disk.create(Area::Segment(self.segment), u64::from(self.segment_bytes))?;
        self.disk.sync_names()?;
        (self.segment, self.block, self.first_lsn) = (self.segment + 1, 0, self.lsn + 1);
        (self.chunks, self.epochs) = (Vec::new(), Vec::new());
        Ok(())
    }

    /// Ends the last segment with its footer, which also says how far every track had come.
    fn close(&mut self) -> io::Result<()> {
        let Some(segment) = self.segment.checked_sub(1) else { return Ok(()) };
        let footer = Footer {
            header: FooterHeader {
                magic: footer::MAGIC,
                version: VERSION,
                lane: frame::LANE_MIXED,
                flags: 0,
                segment,
                generation: self.segment,
                first_lsn: self.first_lsn,
                last_lsn: self.lsn,
                wall_ms: self.wall_ms,
                line_ms: self.line_ms,
                end_block: self.block,
                epochs: 0,
                chunks: 0,
                heads: 0,
                body_crc: 0,
                crc: 0,
            },
            retired: false,
            epochs: std::mem::take(&mut self.epochs),
            chunks: std::mem::take(&mut self.chunks),
            heads: self.heads.clone(),
        };
        let count = segment_blocks(self.segment_bytes);
        let blocks = footer::blocks(footer.epochs.len(), footer.chunks.len(), footer.heads.len());
        if self.block + blocks <= count {
            let mut bytes = Vec::new();
            let (built, start) = footer.build(count, &mut bytes);
            self.disk.write(Area::Segment(segment), offset(start), built)?;
        }
        self.disk.sync(Area::Segment(segment))
    }
}
