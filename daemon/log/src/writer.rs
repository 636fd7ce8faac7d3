//! The one writer: gives a sealed wave its place, writes it, syncs it, and only then lets readers see it.

use std::io;
use std::sync::Arc;

use millpond_base::{LineMs, Now, Seq, TrackId, WallMs};

use crate::disk::{Area, Disk, Slot};
use crate::format::block::{BLOCK_BYTES, Place, Spot};
use crate::format::footer::{Footer, FooterChunk, FooterEpoch, FooterHeader};
use crate::format::frame::{self, FrameHeader};
use crate::format::superblock::SuperBlock;
use crate::format::{ChunkHeader, VERSION, footer, narrow};
use crate::index::{Entry, Index, Use};
use crate::log::Shared;
use crate::sealer::{Placed, SealedWave};
use crate::staging::segment_blocks;

/// The segment that frames go to.
#[derive(Debug)]
pub(crate) struct Current {
    pub(crate) segment: u32,
    pub(crate) generation: u32,
    /// The block for the next frame.
    pub(crate) block: u32,
    pub(crate) first_lsn: Option<u64>,
    /// All its chunks so far, for the footer.
    pub(crate) chunks: Vec<FooterChunk>,
    /// Blocks up to here were written before; `None` when all were.
    pub(crate) zeroed_to: Option<u32>,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(crate) super_block: SuperBlock,
    pub(crate) super_slot: Slot,
    pub(crate) current: Option<Current>,
    /// The last frame on flash.
    pub(crate) lsn: u64,
    pub(crate) generation: u32,
    pub(crate) line: LineMs,
    pub(crate) wall: WallMs,
    /// Bytes of recent frames, smoothed; 0 before the first.
    pub(crate) average_bytes: u64,
    pub(crate) footer: Vec<u8>,
}

impl Writer {
    /// Writes a wave as one frame and makes it durable. Returns the new end of each track.
    pub(crate) fn write(
        &mut self,
        shared: &Shared,
        wave: &mut SealedWave,
        now: Now,
    ) -> io::Result<Vec<(TrackId, Seq)>> {
        self.line = self.line.max(now.line);
        self.wall = self.wall.max(now.wall);
        // The plan counts on the segment even when all chunks of the wave were dropped meanwhile.
        if wave.roll {
            self.roll(shared)?;
        }
        self.write_here(shared, wave, now)
    }

    /// Writes a wave to another segment, after the device refused it once. What was on its way to the old one is in a
    /// state that no second sync can clear up, so nothing there is touched again.
    pub(crate) fn write_elsewhere(
        &mut self,
        shared: &Shared,
        wave: &mut SealedWave,
        now: Now,
    ) -> io::Result<Vec<(TrackId, Seq)>> {
        if let Some(refused) = self.current.take() {
            shared.index_mut().segment_mut(refused.segment).usage = Use::Fenced;
        }
        self.open_next(shared)?;
        self.write_here(shared, wave, now)
    }

    fn write_here(
        &mut self,
        shared: &Shared,
        wave: &mut SealedWave,
        now: Now,
    ) -> io::Result<Vec<(TrackId, Seq)>> {
        if wave.chunks.is_empty() {
            let mut index = shared.index_mut();
            wave.origins.iter().for_each(|origin| index.replace(origin, &[]));
            return Ok(Vec::new());
        }
        let placed = self.write_frame(shared, wave, now)?;
        Ok(self.publish(shared, wave, &placed))
    }

    /// Places, writes and syncs; returns where each chunk went.
    fn write_frame(
        &mut self,
        shared: &Shared,
        wave: &mut SealedWave,
        now: Now,
    ) -> io::Result<Vec<FooterChunk>> {
        let blocks = wave.frame.blocks();
        let current = self.current.as_ref().expect("a segment was opened before");
        let (segment, start, generation) = (current.segment, current.block, current.generation);
        if start + blocks > segment_blocks(shared.options.segment_bytes) {
            return Err(io::Error::other("a frame was planned beyond the end of its segment"));
        }
        self.zero_ahead(shared, start + blocks)?;
        let frame = wave.frame.finish(FrameHeader {
            magic: frame::MAGIC,
            version: VERSION,
            lane: frame::LANE_MIXED,
            flags: 0,
            lsn: self.lsn + 1,
            durable_lsn: self.lsn,
            wall_ms: now.wall.0,
            line_ms: now.line.0,
            generation,
            epoch: wave.epoch.number,
            segment,
            block: start,
            blocks,
            body_bytes: 0,
            chunks: 0,
            next_segment: 0,
            reserved: [0; 20],
            epoch_salt: wave.epoch.salt,
            crc: 0,
        });
        let frame_bytes = frame.bytes().len() as u64;
        shared.disk.write(Area::Segment(segment), u64::from(start) * BLOCK_BYTES as u64, frame)?;
        shared.disk.sync(Area::Segment(segment))?;
        self.average_bytes =
            if self.average_bytes == 0 { frame_bytes } else { (7 * self.average_bytes + frame_bytes) / 8 };
        shared.count(|stats| {
            stats.frame_bytes += frame_bytes;
            stats.payload_bytes += wave.payload_bytes;
            stats.moved_bytes += wave.moved_bytes();
            stats.syncs += 1;
            stats.commits += 1;
        });
        let place = |chunk: &Placed| directory_entry(&chunk.header, Spot::of_block(start).after(chunk.start));
        Ok(wave.chunks.iter().map(place).collect())
    }

    /// Writes zeros after the frame to come, so that small commits overwrite written blocks: on a
    /// file system that costs one flush and no journal, where first writes cost two and 12 KiB.
    fn zero_ahead(&mut self, shared: &Shared, end: u32) -> io::Result<()> {
        let below = u64::from(shared.options.zero_ahead_below_bytes);
        let segment_blocks = segment_blocks(shared.options.segment_bytes);
        let current = self.current.as_mut().expect("a segment was opened before");
        let Some(zeroed_to) = current.zeroed_to else { return Ok(()) };
        if end <= zeroed_to {
            return Ok(());
        }
        let step = shared.options.zero_ahead_bytes / narrow(BLOCK_BYTES);
        let to = if self.average_bytes < below { (end + step).min(segment_blocks) } else { end };
        current.zeroed_to = Some(to);
        if to > end {
            let bytes = u64::from(to - end) * BLOCK_BYTES as u64;
            shared.disk.zero(Area::Segment(current.segment), u64::from(end) * BLOCK_BYTES as u64, bytes)?;
            shared.count(|stats| stats.zero_bytes += bytes);
        }
        Ok(())
    }

    /// Puts the durable chunks in front of readers, all at once.
    fn publish(&mut self, shared: &Shared, wave: &SealedWave, placed: &[FooterChunk]) -> Vec<(TrackId, Seq)> {
        self.lsn += 1;
        let current = self.current.as_mut().expect("a segment was opened before");
        current.first_lsn.get_or_insert(self.lsn);
        current.block += wave.frame.blocks();
        current.chunks.extend_from_slice(placed);
        let mut index = shared.index_mut();
        index.newest = Some(current.segment);
        let segment = index.segment_mut(current.segment);
        segment.blank = false;
        if !segment.epochs.contains(&wave.epoch) {
            Arc::make_mut(&mut segment.epochs).push(wave.epoch);
        }
        let mut tracks: Vec<(TrackId, Seq)> = Vec::new();
        let mut anew: Vec<Vec<Entry>> = vec![Vec::new(); wave.origins.len()];
        for (chunk, sealed) in placed.iter().zip(&wave.chunks) {
            let track = TrackId(chunk.track);
            let entry = Entry::new(current.segment, chunk);
            if let Some(origin) = sealed.origin {
                anew[origin].push(entry);
                continue;
            }
            // The owner may have dropped the track while its last records were on their way.
            if index.tracks.contains_key(&track) {
                index.publish(track, entry);
                match tracks.iter_mut().find(|(known, _)| *known == track) {
                    Some((_, next)) => *next = Seq(entry.end()),
                    None => tracks.push((track, Seq(entry.end()))),
                }
            }
        }
        wave.origins.iter().zip(&anew).for_each(|(origin, entries)| index.replace(origin, entries));
        tracks
    }

    /// Closes the current segment with a footer and opens the one freed first.
    fn roll(&mut self, shared: &Shared) -> io::Result<()> {
        if let Some(full) = self.current.take() {
            match self.write_footer(shared, &full) {
                Ok(has_footer) => shared.index_mut().close(full.segment, has_footer),
                Err(cause) => {
                    shared.index_mut().segment_mut(full.segment).usage = Use::Fenced;
                    return Err(cause);
                }
            }
        }
        self.open_next(shared)
    }

    /// Opens the segment freed first.
    fn open_next(&mut self, shared: &Shared) -> io::Result<()> {
        let number = shared.index_mut().free.pop_front();
        let number =
            number.ok_or_else(|| io::Error::other("no free segment was left for a planned frame"))?;
        self.generation += 1;
        let blank = shared.index().segment(number).blank;
        if !blank && let Err(cause) = self.claim(shared, number) {
            shared.index_mut().segment_mut(number).usage = Use::Fenced;
            return Err(cause);
        }
        let mut index = shared.index_mut();
        let segment = index.segment_mut(number);
        segment.usage = Use::Open;
        segment.generation = self.generation;
        segment.epochs = Arc::default();
        (segment.drained, segment.stuck) = (false, false);
        self.current = Some(Current {
            segment: number,
            generation: self.generation,
            block: 0,
            first_lsn: None,
            chunks: Vec::new(),
            zeroed_to: blank.then_some(0),
        });
        Ok(())
    }

    /// Puts an end to what an old segment held, before any of it is overwritten.
    fn claim(&self, shared: &Shared, number: u32) -> io::Result<()> {
        let block = segment_blocks(shared.options.segment_bytes) - 1;
        let mut bytes = [0; BLOCK_BYTES];
        let claim = footer::claim(Place { segment: number, block }, self.generation, &mut bytes);
        shared.disk.write(Area::Segment(number), u64::from(block) * BLOCK_BYTES as u64, claim)?;
        shared.disk.sync(Area::Segment(number))?;
        shared.count(|stats| {
            stats.footer_bytes += BLOCK_BYTES as u64;
            stats.syncs += 1;
        });
        Ok(())
    }

    /// The footer that puts an end to what a segment held, once all of it lies elsewhere or is gone. It says how far every
    /// track has come, as the one that it takes the place of did.
    pub(crate) fn last_word(&self, index: &Index, segment: u32, generation: u32) -> Footer {
        Footer {
            header: self.footer_header(segment, generation),
            retired: true,
            epochs: Vec::new(),
            chunks: Vec::new(),
            heads: index.heads(),
        }
    }

    /// Writes the footer; false when the segment goes without.
    fn write_footer(&mut self, shared: &Shared, full: &Current) -> io::Result<bool> {
        let Some(first_lsn) = full.first_lsn else { return Ok(false) };
        let footer = self.footer(&shared.index(), full, first_lsn);
        let segment_blocks = segment_blocks(shared.options.segment_bytes);
        let blocks = footer::blocks(footer.epochs.len(), footer.chunks.len(), footer.heads.len());
        if full.block + blocks > segment_blocks {
            // Without a footer the segment is scanned at open: slower, and nothing is lost.
            return Ok(false);
        }
        let (bytes, start) = footer.build(segment_blocks, &mut self.footer);
        let footer_bytes = bytes.bytes().len() as u64;
        shared.disk.write(Area::Segment(full.segment), u64::from(start) * BLOCK_BYTES as u64, bytes)?;
        shared.disk.sync(Area::Segment(full.segment))?;
        shared.count(|stats| {
            stats.footer_bytes += footer_bytes;
            stats.syncs += 1;
        });
        Ok(true)
    }

    fn footer(&self, index: &Index, full: &Current, first_lsn: u64) -> Footer {
        let epochs = &index.segment(full.segment).epochs;
        let header = self.footer_header(full.segment, full.generation);
        Footer {
            header: FooterHeader { first_lsn, end_block: full.block, ..header },
            retired: false,
            epochs: epochs.iter().map(|e| FooterEpoch { epoch: e.number, salt: e.salt }).collect(),
            chunks: full.chunks.clone(),
            heads: index.heads(),
        }
    }

    fn footer_header(&self, segment: u32, generation: u32) -> FooterHeader {
        FooterHeader {
            magic: footer::MAGIC,
            version: VERSION,
            lane: frame::LANE_MIXED,
            flags: 0,
            segment,
            generation,
            first_lsn: self.lsn,
            last_lsn: self.lsn,
            wall_ms: self.wall.0,
            line_ms: self.line.0,
            end_block: 0,
            epochs: 0,
            chunks: 0,
            heads: 0,
            body_crc: 0,
            crc: 0,
        }
    }

    /// Writes the super block over the older of its copies.
    pub(crate) fn write_super(&mut self, shared: &Shared) -> io::Result<()> {
        self.super_block.sequence += 1;
        self.super_block.durable_lsn = self.lsn;
        self.super_slot = other(self.super_slot);
        write_super(&*shared.disk, self.super_slot, &self.super_block)?;
        shared.count(|stats| {
            stats.super_bytes += BLOCK_BYTES as u64;
            stats.syncs += 1;
        });
        Ok(())
    }
}

/// What the footer and the index keep of a chunk at `spot`.
pub(crate) fn directory_entry(header: &ChunkHeader, spot: Spot) -> FooterChunk {
    FooterChunk {
        track: header.track,
        count: header.count,
        first_seq: header.first_seq,
        spot: spot.0,
        bytes: header.bytes,
        line_ms: header.line_ms,
        wall_ms: header.wall_ms,
        span_ms: header.span_ms,
    }
}

pub(crate) fn other(slot: Slot) -> Slot {
    match slot {
        Slot::A => Slot::B,
        Slot::B => Slot::A,
    }
}

/// Writes and syncs one copy of the super block.
pub(crate) fn write_super(disk: &dyn Disk, slot: Slot, block: &SuperBlock) -> io::Result<()> {
    let mut bytes = [0; BLOCK_BYTES];
    disk.write(Area::Super(slot), 0, block.build(&mut bytes))?;
    disk.sync(Area::Super(slot))
}
