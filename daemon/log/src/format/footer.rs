//! A footer: the directory of a full segment, in its last blocks, so that opening the log need not
//! read the data. It holds numbers of tracks, places and times, and no user data.

use super::block::{self, BLOCK_BYTES, PAYLOAD_BYTES, Place, Trailer};
use super::{Sealed, VERSION, layout, narrow, wide};

/// "MPft", read as a little-endian number.
pub(crate) const MAGIC: u32 = u32::from_le_bytes(*b"MPft");

layout! {
    /// The head of a footer.
    FooterHeader {
        magic: u32, "`MPft`";
        version: u16, "1";
        lane: u8, "lane of the segment's frames";
        flags: u8, "0";
        segment: u32, "the segment's number";
        generation: u32, "the segment's generation";
        first_lsn: u64, "log sequence number of the first frame";
        last_lsn: u64, "log sequence number of the last frame; all up to it are on flash";
        wall_ms: u64, "highest wall clock seen, ms since 1970";
        line_ms: u64, "highest device time seen, ms";
        end_block: u32, "block after the last frame";
        epochs: u32, "epochs, listed after this header";
        chunks: u32, "chunks, listed after the epochs";
        heads: u32, "tracks, listed after the chunks";
        body_crc: u32, "CRC-32C of the three lists";
        crc: u32, "CRC-32C of the header up to here";
    }
}

layout! {
    /// An epoch that sealed chunks of the segment.
    FooterEpoch {
        epoch: u32, "the epoch";
        salt: [u8; 32], "its salt";
    }
}

layout! {
    /// A chunk of the segment, in the order written.
    FooterChunk {
        track: u32, "the track";
        count: u32, "records";
        first_seq: u64, "place of the first record";
        spot: u32, "payload bytes of the segment before the chunk";
        bytes: u32, "bytes of the sealed records, without the tag";
        line_ms: u64, "device timeline at the first record, ms";
        wall_ms: u64, "wall clock at the first record, ms since 1970";
        span_ms: u32, "device time from the first record to the last, ms, saturating";
    }
}

layout! {
    /// How far a track has come, so that places are never used twice even when all its data is gone.
    FooterHead {
        track: u32, "the track";
        next_seq: u64, "place of its next record when the segment was full";
    }
}

/// A footer's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Footer {
    pub(crate) header: FooterHeader,
    /// Everything in the segment lies elsewhere or is gone; only the heads count.
    pub(crate) retired: bool,
    pub(crate) epochs: Vec<FooterEpoch>,
    pub(crate) chunks: Vec<FooterChunk>,
    pub(crate) heads: Vec<FooterHead>,
}

/// Blocks of a footer with so many entries.
pub(crate) fn blocks(epochs: usize, chunks: usize, heads: usize) -> u32 {
    let lists = epochs * FooterEpoch::BYTES + chunks * FooterChunk::BYTES + heads * FooterHead::BYTES;
    block::blocks_for(FooterHeader::BYTES + lists)
}

/// How many blocks the footer has whose last block this is.
pub(crate) fn blocks_from_last(last_block: &[u8], place: Place) -> Option<u32> {
    let trailer = block::verify(last_block, place)?;
    let flags = trailer.flags & !block::RETIRED;
    (flags == block::LAST | block::FOOTER).then(|| u32::from(trailer.index) + 1)
}

/// The block that takes the place of an old footer before the segment is written again: from then on
/// nothing of an earlier generation counts, however little of the new one survives a power cut.
pub(crate) fn claim(place: Place, generation: u32, out: &mut [u8; BLOCK_BYTES]) -> Sealed<'_> {
    out.fill(0);
    block::finish(out, place, Trailer { crc: 0, lsn_low: 0, generation, index: 0, flags: block::FOOTER });
    Sealed(out)
}

impl Footer {
    fn flags(&self) -> u16 {
        if self.retired { block::FOOTER | block::RETIRED } else { block::FOOTER }
    }

    fn body(&self) -> Vec<u8> {
        let mut body = Vec::new();
        self.epochs.iter().for_each(|entry| body.extend_from_slice(&entry.encode()));
        self.chunks.iter().for_each(|entry| body.extend_from_slice(&entry.encode()));
        self.heads.iter().for_each(|entry| body.extend_from_slice(&entry.encode()));
        body
    }

    /// Writes the footer into `out` and returns it with the segment's block it starts at.
    pub(crate) fn build<'a>(&self, segment_blocks: u32, out: &'a mut Vec<u8>) -> (Sealed<'a>, u32) {
        let body = self.body();
        let count = block::blocks_for(FooterHeader::BYTES + body.len());
        let start = segment_blocks - count;
        let mut header = self.header;
        (header.magic, header.version) = (MAGIC, VERSION);
        header.epochs = narrow(self.epochs.len());
        header.chunks = narrow(self.chunks.len());
        header.heads = narrow(self.heads.len());
        header.body_crc = crc32c::crc32c(&body);
        let mut head = header.encode();
        super::close(&mut head);

        out.clear();
        out.resize(wide(count) * BLOCK_BYTES, 0);
        block::scatter(out, 0, &head);
        block::scatter(out, head.len(), &body);
        for (index, bytes) in (0..count).zip(out.chunks_exact_mut(BLOCK_BYTES)) {
            let trailer = Trailer {
                crc: 0,
                lsn_low: super::frame::low(header.last_lsn),
                generation: header.generation,
                index: u16::try_from(index).expect("a segment has at most 32 768 blocks"),
                flags: self.flags() | if index + 1 == count { block::LAST } else { 0 },
            };
            block::finish(bytes, Place { segment: header.segment, block: start + index }, trailer);
        }
        (Sealed(out), start)
    }

    /// Reads a footer out of all its blocks; `None` when anything about it is wrong.
    pub(crate) fn parse(blocks: &[u8], start: Place) -> Option<Self> {
        let view = FooterView::parse(blocks, start)?;
        Some(Self {
            header: view.header,
            retired: view.retired,
            epochs: view.epochs().collect(),
            chunks: view.chunks().collect(),
            heads: view.heads().collect(),
        })
    }
}

/// A footer whose lists are read as they are walked, so that they need no memory but their bytes.
pub(crate) struct FooterView {
    pub(crate) header: FooterHeader,
    /// See [`Footer`].
    pub(crate) retired: bool,
    payload: Vec<u8>,
}

impl FooterView {
    /// Reads a footer out of all its blocks; `None` when anything about it is wrong.
    pub(crate) fn parse(blocks: &[u8], start: Place) -> Option<Self> {
        let mut payload = Vec::with_capacity(blocks.len());
        let mut use_of = None;
        for (index, bytes) in (0u32..).zip(blocks.chunks_exact(BLOCK_BYTES)) {
            let place = Place { block: start.block + index, ..start };
            let trailer = block::verify(bytes, place)?;
            let ours = u32::from(trailer.index) == index && trailer.flags & block::FOOTER != 0;
            let this = (trailer.generation, trailer.flags & block::RETIRED != 0);
            if !ours || *use_of.get_or_insert(this) != this {
                return None;
            }
            payload.extend_from_slice(&bytes[..PAYLOAD_BYTES]);
        }
        let head = payload.first_chunk::<{ FooterHeader::BYTES }>()?;
        let header = FooterHeader::decode(head);
        let (generation, retired) = use_of?;
        let here = super::is_closed(head)
            && (header.magic, header.version) == (MAGIC, VERSION)
            && (header.generation, header.segment) == (generation, start.segment);
        let view = here.then_some(Self { header, retired, payload })?;
        let all = view.payload.get(FooterHeader::BYTES..view.ends()?[2])?;
        (crc32c::crc32c(all) == header.body_crc).then_some(view)
    }

    /// Where each of the three lists ends.
    fn ends(&self) -> Option<[usize; 3]> {
        let after =
            |start: usize, count: u32, bytes: usize| start.checked_add(wide(count).checked_mul(bytes)?);
        let epochs = after(FooterHeader::BYTES, self.header.epochs, FooterEpoch::BYTES)?;
        let chunks = after(epochs, self.header.chunks, FooterChunk::BYTES)?;
        Some([epochs, chunks, after(chunks, self.header.heads, FooterHead::BYTES)?])
    }

    fn list<const BYTES: usize>(&self, number: usize) -> impl Iterator<Item = &[u8; BYTES]> {
        let ends = self.ends().expect("checked when the footer was read");
        let start = number.checked_sub(1).map_or(FooterHeader::BYTES, |before| ends[before]);
        self.payload[start..ends[number]].as_chunks().0.iter()
    }

    /// The epochs of the segment's chunks.
    pub(crate) fn epochs(&self) -> impl Iterator<Item = FooterEpoch> {
        self.list(0).map(FooterEpoch::decode)
    }

    /// The chunks of the segment.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = FooterChunk> {
        self.list(1).map(FooterChunk::decode)
    }

    /// How far every track had come.
    pub(crate) fn heads(&self) -> impl Iterator<Item = FooterHead> {
        self.list(2).map(FooterHead::decode)
    }
}
