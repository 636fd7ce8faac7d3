//! Frames on a byte stream: stuffed so that zero never occurs, then a zero.

use crate::format::{DOWN_BYTES_MAX, FRAME_BYTES_MAX, STUFFED_BYTES_MAX};

/// What a node's [`Deframer`] has to hold: the longest frame to it, stuffed and with its zero.
pub const DOWN_STUFFED_BYTES_MAX: usize = cobs::max_encoding_length(DOWN_BYTES_MAX) + 1;
/// The longest run without a zero that one code byte stands for.
const RUN_BYTES_MAX: usize = 254;

/// Stuffs `frame` into `out` and adds the zero; gives the length.
///
/// # Panics
/// When the frame is longer than [`FRAME_BYTES_MAX`].
#[must_use]
pub fn stuff(frame: &[u8], out: &mut [u8; STUFFED_BYTES_MAX]) -> usize {
    assert!(frame.len() <= FRAME_BYTES_MAX, "a frame of {} B", frame.len());
    let end = cobs::encode(frame, out);
    out[end] = 0;
    end + 1
}

/// Stuffs `frame` and hands it out piece by piece, the closing zero included: for a sender that has no room for all of it.
pub fn stuff_pieces(frame: &[u8], mut put: impl FnMut(&[u8])) {
    let mut left = frame;
    loop {
        let zero = left.iter().position(|byte| *byte == 0);
        let run = zero.unwrap_or(left.len()).min(RUN_BYTES_MAX);
        let (piece, rest) = left.split_at(run);
        // At most 255.
        put(&[piece.len().to_le_bytes()[0] + 1]);
        put(piece);
        left = match rest.split_first() {
            None => break,
            Some((0, after)) if run < RUN_BYTES_MAX => after,
            // A full run stands for no zero.
            Some(_) => rest,
        };
    }
    put(&[0]);
}

/// Finds frames in a byte stream. Memory is fixed; noise and overlong runs are dropped up to the next zero.
#[derive(Clone, Debug)]
pub struct Deframer<const BYTES: usize = STUFFED_BYTES_MAX> {
    bytes: heapless::Vec<u8, BYTES>,
    /// What came since the last zero is too long for a frame.
    overlong: bool,
    dropped: u64,
}

impl<const BYTES: usize> Default for Deframer<BYTES> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const BYTES: usize> Deframer<BYTES> {
    /// Nothing received yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { bytes: heapless::Vec::new(), overlong: false, dropped: 0 }
    }

    /// Takes received bytes and hands every frame found to `take`.
    pub fn push(&mut self, mut input: &[u8], mut take: impl FnMut(&mut [u8])) {
        while let Some(zero) = input.iter().position(|byte| *byte == 0) {
            self.keep(&input[..zero]);
            self.end(&mut take);
            input = &input[zero + 1..];
        }
        self.keep(input);
    }

    /// How many runs between zeros were not frames.
    #[must_use]
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.bytes.extend_from_slice(bytes).is_err() {
            self.overlong = true;
        }
    }

    fn end(&mut self, take: &mut impl FnMut(&mut [u8])) {
        if self.overlong {
            self.dropped += 1;
        } else if !self.bytes.is_empty() {
            match cobs::decode_in_place(&mut self.bytes) {
                Ok(end) => take(&mut self.bytes[..end]),
                Err(_) => self.dropped += 1,
            }
        }
        self.bytes.clear();
        self.overlong = false;
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::vec::Vec;

    #[test]
    fn frames_survive_any_chopping() {
        let frames: Vec<Vec<u8>> = (0..60_usize)
            .map(|n| (0..n * 20).map(|at| u8::try_from(at * n % 7).unwrap()).collect())
            .collect();
        let mut line = Vec::new();
        for frame in &frames {
            let mut out = [0; STUFFED_BYTES_MAX];
            let end = stuff(frame, &mut out);
            line.extend_from_slice(&out[..end]);
        }

        for chop in [1, 2, 3, 64, 1000, line.len()] {
            let mut deframer = <Deframer>::new();
            let mut got = Vec::new();
            for piece in line.chunks(chop) {
                deframer.push(piece, |frame| got.push(frame.to_vec()));
            }
            assert_eq!(got, frames, "pieces of {chop}");
        }
    }

    #[test]
    fn pieces_make_the_same_line() {
        for length in (0..=FRAME_BYTES_MAX).step_by(7).chain([253, 254, 255, 508, 509]) {
            for zero_every in [1, 2, 200, 253, 254, 255, 256, 2000] {
                let frame: Vec<u8> = (1..=length)
                    .map(|n| if n % zero_every == 0 { 0 } else { u8::try_from(n % 255).unwrap() | 1 })
                    .collect();
                let mut line = Vec::new();
                stuff_pieces(&frame, |piece| line.extend_from_slice(piece));

                assert!(
                    line.len() <= STUFFED_BYTES_MAX && line[..line.len() - 1].iter().all(|byte| *byte != 0)
                );
                let mut got = Vec::new();
                <Deframer>::new().push(&line, |frame| got.push(frame.to_vec()));
                assert_eq!(got, [frame], "{length} B, a zero every {zero_every}");
            }
        }
    }

    #[test]
    fn a_node_has_room_for_the_longest_frame_to_it_and_none_for_more() {
        let mut out = [0; STUFFED_BYTES_MAX];
        for (bytes, arrives) in [(DOWN_BYTES_MAX, 1), (DOWN_BYTES_MAX + 8, 0)] {
            let mut deframer = Deframer::<DOWN_STUFFED_BYTES_MAX>::new();
            let end = stuff(&[7; FRAME_BYTES_MAX][..bytes], &mut out);
            let mut got = 0;
            deframer.push(&out[..end], |frame| got += usize::from(frame.len() == bytes));
            assert_eq!(got, arrives, "{bytes} B");
        }
    }

    #[test]
    fn noise_costs_only_the_frame_it_hits() {
        let mut deframer = <Deframer>::new();
        let mut out = [0; STUFFED_BYTES_MAX];
        let end = stuff(b"hello", &mut out);
        let mut got = Vec::new();

        deframer.push(&[0xff; 5000], |_| panic!("noise is no frame"));
        deframer.push(&[0], |_| panic!("noise is no frame"));
        deframer.push(&[9, 1, 0], |_| panic!("noise is no frame"));
        deframer.push(&out[..end], |frame| got.push(frame.to_vec()));

        assert_eq!(got, [b"hello"]);
        assert_eq!(deframer.dropped(), 2);
    }
}
