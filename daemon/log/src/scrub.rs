//! Scrubbing a log that is in use: reads a little from the device at a time and says what has changed on it.
//!
//! A step holds no lock while it reads, and remembers nothing: whoever calls keeps the position. Segments without live
//! data are passed over. What is being written while a step looks at it is never mistaken for damage, because only what
//! readers can already see is judged, and judged on a second look.

use crate::disk::{Area, Slot};
use crate::examine::offset;
use crate::format::block::{self, BLOCK_BYTES, Place};
use crate::format::chunk::CHUNK_EXTRA_BYTES;
use crate::format::superblock::{Found, SuperBlock};
use crate::format::{footer, narrow, wide};
use crate::index::{Entry, Use};
use crate::log::Shared;
use crate::staging::segment_blocks;
use crate::{Finding, FindingKind, Log, Span};
use millpond_base::Seq;

/// How far a pass over the log has come. The default is its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScrubPosition {
    /// The segment to go on in.
    pub segment: u32,
    /// Its block to go on with.
    pub block: u32,
}

/// What a step found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScrubReport {
    /// Where to go on; `None` at the end of the pass.
    pub next: Option<ScrubPosition>,
    /// Bytes read.
    pub bytes: u64,
    /// What is not as it should be. A chunk that lies across two steps may be found in both.
    pub findings: Vec<Finding>,
}

/// Looks at a super block that is just being written before it is called damaged.
const SUPER_LOOKS: usize = 3;

impl Log {
    /// Reads up to `bytes_max` bytes (at least one block) of live segments from the device, from a position on, and
    /// verifies every block. The pass ends with the super blocks.
    ///
    /// # Durability
    /// Nothing is written.
    #[must_use]
    pub fn scrub_step(&self, from: ScrubPosition, bytes_max: u32) -> ScrubReport {
        self.shared().scrub_step(from, bytes_max)
    }
}

/// The segment a step reads.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Target {
    number: u32,
    usage: Use,
    generation: u32,
}

impl Shared {
    fn scrub_step(&self, from: ScrubPosition, bytes_max: u32) -> ScrubReport {
        let Some(target) = self.scrub_target(from.segment) else { return self.scrub_supers() };
        let first = if target.number == from.segment { from.block } else { 0 };
        let end = segment_blocks(self.options.segment_bytes);
        let count = (bytes_max / narrow(BLOCK_BYTES)).max(1).min(end.saturating_sub(first));
        let mut bytes = vec![0; wide(count) * BLOCK_BYTES];
        let bad = self.bad_blocks(target, first, &mut bytes);
        let next = if first + count < end {
            ScrubPosition { segment: target.number, block: first + count }
        } else {
            ScrubPosition { segment: target.number + 1, block: 0 }
        };
        let findings = if bad.is_empty() { Vec::new() } else { self.judge_blocks(target, &bad) };
        ScrubReport { next: Some(next), bytes: bytes.len() as u64, findings }
    }

    /// The first segment from `number` on that holds data.
    fn scrub_target(&self, number: u32) -> Option<Target> {
        let index = self.index();
        let held = (number..narrow(index.segments.len())).map(|number| (number, index.segment(number)));
        held.filter(|(_, segment)| matches!(segment.usage, Use::Open | Use::Closed))
            .map(|(number, segment)| Target { number, usage: segment.usage, generation: segment.generation })
            .next()
    }

    /// Blocks that are not good blocks of this generation, with whether the device gave them. Zeros are not: whether
    /// there should be something is known only from what is live.
    fn bad_blocks(&self, target: Target, first: u32, bytes: &mut [u8]) -> Vec<(u32, bool)> {
        let area = Area::Segment(target.number);
        let all = self.disk.read_device(area, offset(first), bytes).is_ok();
        let mut bad = Vec::new();
        for (number, block) in (first..).zip(bytes.chunks_exact_mut(BLOCK_BYTES)) {
            let given = all || self.disk.read_device(area, offset(number), block).is_ok();
            if !given || !is_good(block, target, number) {
                bad.push((number, given));
            }
        }
        // Reading everything once must not push out what is in use.
        self.disk.release(area, offset(first), bytes.len() as u64);
        bad
    }

    /// Says what bad blocks mean: lost records where live chunks lie, else nothing to worry about.
    fn judge_blocks(&self, target: Target, bad: &[(u32, bool)]) -> Vec<Finding> {
        let chunks = match self.segment_chunks(target.number, target.generation) {
            Ok(Some(chunks)) => chunks,
            Ok(None) => return Vec::new(),
            Err(_) => return self.unreadable(target),
        };
        let mut findings: Vec<Finding> = Vec::new();
        let mut footer_from = None;
        for (number, _) in bad {
            // Looked at again: it may have been written since, or the device may have recovered.
            let mut block = [0; BLOCK_BYTES];
            let given =
                self.disk.read_device(Area::Segment(target.number), offset(*number), &mut block).is_ok();
            if given && is_good(&block, target, *number) {
                continue;
            }
            let kind = if given { FindingKind::Rot } else { FindingKind::Unreadable };
            let mut live = false;
            for (track, entry) in chunks.iter().filter(|(_, entry)| blocks_of(entry).contains(number)) {
                live = true;
                let span =
                    Some(Span { track: *track, first: Seq(entry.first), count: u64::from(entry.count) });
                if !findings.iter().any(|known| known.span == span) {
                    let bytes = blocks_of(entry).map(|_| BLOCK_BYTES as u64).sum();
                    findings.push(finding(kind, target.number, entry.spot.file_offset(), bytes, span));
                }
            }
            if live || target.usage == Use::Open {
                continue;
            }
            let footer_from = *footer_from.get_or_insert_with(|| self.footer_from(target));
            let place = Place { segment: target.number, block: *number };
            // A block of an earlier use, behind the end of this one.
            if given && block::verify(&block, place).is_some() {
                continue;
            }
            if let Some(kind) = idle_kind(&block, given, *number >= footer_from) {
                findings.push(finding(kind, target.number, offset(*number), BLOCK_BYTES as u64, None));
            }
        }
        // A segment that was given to other data meanwhile says nothing about what was there.
        if self.scrub_target(target.number) == Some(target) { findings } else { Vec::new() }
    }

    /// What a segment means that the device gives nothing of: all that memory knows to lie there. Every step says the same
    /// of it, so that whoever collects findings keeps one of each.
    fn unreadable(&self, target: Target) -> Vec<Finding> {
        let index = self.index();
        if index.segment(target.number).generation != target.generation {
            return Vec::new();
        }
        let mut spans = Vec::new();
        index.kept_chunks(target.number, |track, entry| spans.push((track, entry.first, entry.end())));
        spans.extend(index.runs_in(target.number).map(|run| (run.track, run.first, run.end)));
        let bytes = u64::from(self.options.segment_bytes);
        let whole = |span| finding(FindingKind::Unreadable, target.number, 0, bytes, span);
        if spans.is_empty() {
            return vec![whole(None)];
        }
        let span = |(track, first, end)| Span { track, first: Seq(first), count: end - first };
        spans.into_iter().map(|lost| whole(Some(span(lost)))).collect()
    }

    /// The block from which on a closed segment holds its footer; its end when nothing says so.
    fn footer_from(&self, target: Target) -> u32 {
        let end = segment_blocks(self.options.segment_bytes);
        let mut block = [0; BLOCK_BYTES];
        let last = Place { segment: target.number, block: end - 1 };
        if self.disk.read_device(Area::Segment(target.number), offset(last.block), &mut block).is_err() {
            return last.block;
        }
        match footer::blocks_from_last(&block, last) {
            Some(blocks) => end.saturating_sub(blocks),
            None if block::verify(&block, last).is_some() => end,
            None => last.block,
        }
    }

    fn scrub_supers(&self) -> ScrubReport {
        let mut report = ScrubReport::default();
        for slot in [Slot::A, Slot::B] {
            let mut kind = None;
            for _ in 0..SUPER_LOOKS {
                let mut bytes = [0; BLOCK_BYTES];
                report.bytes += BLOCK_BYTES as u64;
                let given = self.disk.read_device(Area::Super(slot), 0, &mut bytes).is_ok();
                kind = match (given, SuperBlock::parse(&bytes)) {
                    (false, _) => Some(FindingKind::Unreadable),
                    (true, Found::Good(_)) => None,
                    (true, _) => Some(FindingKind::Spare),
                };
                if kind.is_none() {
                    break;
                }
            }
            if let Some(kind) = kind {
                let area = Area::Super(slot);
                report.findings.push(Finding {
                    kind,
                    area,
                    offset: 0,
                    bytes: BLOCK_BYTES as u64,
                    span: None,
                });
            }
        }
        report
    }
}

fn is_good(block: &[u8], target: Target, number: u32) -> bool {
    let place = Place { segment: target.number, block: number };
    block::verify(block, place).is_some_and(|trailer| trailer.generation == target.generation)
}

/// What a bad block is that no live chunk touches.
fn idle_kind(block: &[u8], given: bool, of_footer: bool) -> Option<FindingKind> {
    match (given, of_footer) {
        (false, _) => Some(FindingKind::Unreadable),
        (true, true) => Some(FindingKind::Spare),
        (true, false) if block.iter().all(|byte| *byte == 0) => None,
        (true, false) => Some(FindingKind::Stale),
    }
}

fn blocks_of(entry: &Entry) -> std::ops::Range<u32> {
    let last = entry.spot.after(wide(entry.bytes) + CHUNK_EXTRA_BYTES - 1);
    entry.spot.block()..last.block() + 1
}

fn finding(kind: FindingKind, segment: u32, offset: u64, bytes: u64, span: Option<Span>) -> Finding {
    Finding { kind, area: Area::Segment(segment), offset, bytes, span }
}
