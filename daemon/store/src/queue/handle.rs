//! A receipt handle: which message of which queue was received, in which receive, sealed against forgery.
//!
//! Bytes: `version u8 = 1 | queue u64 | seq u64 | nonce u32 | due u64 | tag [u8; 16]`, little-endian, in base64. The
//! tag is the first half of HMAC-SHA256 under the queue's secret, over everything before it.

use aws_lc_rs::{constant_time, hmac};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::LineMs;

const VERSION: u8 = 1;
const CLEAR_BYTES: usize = 29;
const TAG_BYTES: usize = 16;

/// What a receipt handle says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Handle {
    pub(super) queue: u64,
    pub(super) seq: u64,
    pub(super) nonce: u32,
    /// When the message becomes visible again, unless that is changed.
    pub(super) due: LineMs,
}

impl Handle {
    pub(super) fn seal(&self, key: &hmac::Key) -> String {
        let mut bytes = Vec::with_capacity(CLEAR_BYTES + TAG_BYTES);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.queue.to_le_bytes());
        bytes.extend_from_slice(&self.seq.to_le_bytes());
        bytes.extend_from_slice(&self.nonce.to_le_bytes());
        bytes.extend_from_slice(&self.due.0.to_le_bytes());
        let tag = hmac::sign(key, &bytes);
        bytes.extend_from_slice(&tag.as_ref()[..TAG_BYTES]);
        STANDARD.encode(bytes)
    }

    /// `None` for anything that `seal` did not make for this key and queue.
    pub(super) fn open(text: &str, queue: u64, key: &hmac::Key) -> Option<Self> {
        let bytes = STANDARD.decode(text).ok()?;
        if bytes.len() != CLEAR_BYTES + TAG_BYTES || bytes[0] != VERSION {
            return None;
        }
        let (clear, tag) = bytes.split_at(CLEAR_BYTES);
        let expected = hmac::sign(key, clear);
        constant_time::verify_slices_are_equal(&expected.as_ref()[..TAG_BYTES], tag).ok()?;
        let long = |at: usize| u64::from_le_bytes(clear[at..at + 8].try_into().expect("eight bytes"));
        let handle = Self {
            queue: long(1),
            seq: long(9),
            nonce: u32::from_le_bytes(clear[17..21].try_into().expect("four bytes")),
            due: LineMs(long(21)),
        };
        (handle.queue == queue).then_some(handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(secret: u8) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &[secret; 32])
    }

    #[test]
    fn a_handle_reads_back() {
        let handle = Handle { queue: 3, seq: 1 << 40, nonce: 9, due: LineMs(77) };

        assert_eq!(Handle::open(&handle.seal(&key(1)), 3, &key(1)), Some(handle));
    }

    #[test]
    fn a_handle_of_another_queue_is_refused() {
        let handle = Handle { queue: 3, seq: 4, nonce: 9, due: LineMs(77) }.seal(&key(1));

        assert_eq!(Handle::open(&handle, 4, &key(1)), None);
        assert_eq!(Handle::open(&handle, 3, &key(2)), None);
    }

    #[test]
    fn every_flipped_bit_and_truncation_is_refused() {
        let bytes =
            STANDARD.decode(Handle { queue: 3, seq: 4, nonce: 9, due: LineMs(77) }.seal(&key(1))).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut bad = bytes.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Handle::open(&STANDARD.encode(bad), 3, &key(1)), None, "bit {bit}");
        }
        for end in 0..bytes.len() {
            assert_eq!(Handle::open(&STANDARD.encode(&bytes[..end]), 3, &key(1)), None, "cut at {end}");
        }
    }
}
