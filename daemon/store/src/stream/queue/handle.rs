//! A receipt handle: which record of which queue was received, in which receive. Sealed against forgery.
//!
//! Bytes, big-endian: `version u8 = 1 | queue u64 | shard u32 | place u64 | nonce u32`, then the proof that we made them, all
//! in base64.

use crate::stream::Tokens;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const VERSION: u8 = 1;
/// What the streams' tokens know it by.
const PURPOSE: &str = "kinesis queue receipt";
const CLEAR_BYTES: usize = 25;

/// What a receipt handle says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Handle {
    pub(super) queue: u64,
    pub(super) shard: u32,
    pub(super) place: u64,
    pub(super) nonce: u32,
}

impl Handle {
    /// The text to give to the receiver.
    pub(super) fn seal(&self, tokens: &Tokens) -> String {
        let mut bytes = Vec::with_capacity(CLEAR_BYTES + 16);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.queue.to_be_bytes());
        bytes.extend_from_slice(&self.shard.to_be_bytes());
        bytes.extend_from_slice(&self.place.to_be_bytes());
        bytes.extend_from_slice(&self.nonce.to_be_bytes());
        STANDARD.encode(tokens.seal(PURPOSE, bytes))
    }

    /// `None` for anything that `seal` did not make for this queue.
    pub(super) fn open(text: &str, queue: u64, tokens: &Tokens) -> Option<Self> {
        let bytes = STANDARD.decode(text).ok()?;
        let clear: &[u8; CLEAR_BYTES] = tokens.open_sealed(PURPOSE, &bytes)?.try_into().ok()?;
        let long = |at: usize| u64::from_be_bytes(clear[at..at + 8].try_into().expect("eight bytes"));
        let short = |at: usize| u32::from_be_bytes(clear[at..at + 4].try_into().expect("four bytes"));
        let handle = Self { queue: long(1), shard: short(9), place: long(13), nonce: short(21) };
        (clear[0] == VERSION && handle.queue == queue).then_some(handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;
    use crate::catalog::Image;
    use millpond_base::{Secret, SeededEntropy};

    const HANDLE: Handle = Handle { queue: 3, shard: 2, place: 1 << 40, nonce: 9 };

    fn tokens(seed: u64) -> Tokens {
        let entropy = SeededEntropy::new(seed);
        let catalog = Catalog::from_image(&Image::default(), Secret::new(vec![1; 32]), &entropy).unwrap();
        Tokens::open(&catalog, &entropy).unwrap()
    }

    #[test]
    fn a_handle_reads_back_for_its_queue_alone() {
        let text = HANDLE.seal(&tokens(1));

        assert_eq!(Handle::open(&text, 3, &tokens(1)), Some(HANDLE));
        assert_eq!(Handle::open(&text, 4, &tokens(1)), None);
        assert_eq!(Handle::open(&text, 3, &tokens(2)), None);
    }

    #[test]
    fn every_flipped_bit_and_truncation_is_refused() {
        let tokens = tokens(1);
        let bytes = STANDARD.decode(HANDLE.seal(&tokens)).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut bad = bytes.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Handle::open(&STANDARD.encode(bad), 3, &tokens), None, "bit {bit}");
        }
        for end in 0..bytes.len() {
            assert_eq!(Handle::open(&STANDARD.encode(&bytes[..end]), 3, &tokens), None, "cut at {end}");
        }
    }
}
