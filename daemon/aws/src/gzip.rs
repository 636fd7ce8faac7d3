//! Compressed bodies: those of clients, and those that are sent upstream.
//!
//! # Source
//! RFC 1952: one member with its header and trailer. More members, and reserved flags, are refused.

use std::fmt;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use crate::eventstream::CRC;

const HEADER_BYTES: usize = 10;
const TRAILER_BYTES: usize = 8;
const HEADER_CRC: u8 = 2;
const EXTRA: u8 = 4;
const NAME: u8 = 8;
const COMMENT: u8 = 16;
const RESERVED: u8 = 0xe0;
/// How hard to try; zlib's own default.
const LEVEL: u8 = 6;

/// Why bytes could not be inflated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GzipError {
    /// Not gzip, or damaged.
    Malformed,
    /// More comes out than may.
    TooLarge {
        /// How much may.
        bytes_max: usize,
    },
}

impl fmt::Display for GzipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("The request body is not valid gzip"),
            Self::TooLarge { bytes_max } => {
                write!(f, "The request body inflates to more than {bytes_max} bytes")
            }
        }
    }
}

impl std::error::Error for GzipError {}

/// What was compressed.
///
/// # Errors
/// [`GzipError`]; at most `bytes_max` bytes were inflated.
pub fn inflate(body: &[u8], bytes_max: usize) -> Result<Vec<u8>, GzipError> {
    let (inside, trailer) = body.split_last_chunk::<TRAILER_BYTES>().ok_or(GzipError::Malformed)?;
    let deflated = inside.get(header_bytes(inside).ok_or(GzipError::Malformed)?..);
    let inflated = decompress_to_vec_with_limit(deflated.ok_or(GzipError::Malformed)?, bytes_max);
    let inflated = inflated.map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => GzipError::TooLarge { bytes_max },
        _ => GzipError::Malformed,
    })?;
    let [a, b, c, d, length @ ..] = *trailer;
    let length = u32::from_le_bytes(length);
    let whole = u32::from_le_bytes([a, b, c, d]) == CRC.checksum(&inflated)
        && u32::try_from(inflated.len()).is_ok_and(|bytes| bytes == length);
    if whole { Ok(inflated) } else { Err(GzipError::Malformed) }
}

/// Compresses, always to the same bytes: no time stands in the header.
#[must_use]
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    // Neither time nor name; "unknown" as the system.
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    packed.extend_from_slice(&compress_to_vec(bytes, LEVEL));
    packed.extend_from_slice(&CRC.checksum(bytes).to_le_bytes());
    #[expect(clippy::cast_possible_truncation, reason = "RFC 1952 counts modulo 2^32")]
    packed.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    packed
}

/// Where the header ends; `None` when it is none.
fn header_bytes(bytes: &[u8]) -> Option<usize> {
    let [0x1f, 0x8b, 8, flags, ..] = *bytes.get(..HEADER_BYTES)? else { return None };
    if flags & RESERVED != 0 {
        return None;
    }
    let mut at = HEADER_BYTES;
    if flags & EXTRA != 0 {
        let length = bytes.get(at..at + 2)?;
        at += 2 + usize::from(length[0]) + (usize::from(length[1]) << 8);
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            at += bytes.get(at..)?.iter().position(|byte| *byte == 0)? + 1;
        }
    }
    if flags & HEADER_CRC != 0 {
        at += 2;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `gzip -n` of 1,000 letters a.
    const LETTERS: [u8; 29] = [
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0x4b, 0x4c, 0x1c, 0x05, 0xa3, 0x60, 0x14, 0x0c, 0x77, 0, 0, 0x03,
        0xda, 0x38, 0x9a, 0xe8, 0x03, 0, 0,
    ];

    #[test]
    fn what_was_compressed_comes_out() {
        assert_eq!(inflate(&LETTERS, 1_000), Ok(vec![b'a'; 1_000]));
    }

    #[test]
    fn what_is_compressed_comes_out_again() {
        for bytes in [&b""[..], b"a", &[7; 100_000]] {
            let packed = deflate(bytes);
            assert_eq!(inflate(&packed, bytes.len()), Ok(bytes.to_vec()));
            assert_eq!(packed, deflate(bytes));
        }
        assert!(deflate(&[7; 100_000]).len() < 1_000);
    }

    #[test]
    fn a_header_may_say_more() {
        let mut long = LETTERS[..10].to_vec();
        long[3] = EXTRA | NAME | COMMENT | HEADER_CRC;
        long.extend_from_slice(&[3, 0, 1, 2, 3, b'n', 0, b'c', 0, 9, 9]);
        long.extend_from_slice(&LETTERS[10..]);

        assert_eq!(inflate(&long, 1_000).map(|inflated| inflated.len()), Ok(1_000));
    }

    #[test]
    fn no_more_comes_out_than_may() {
        assert_eq!(inflate(&LETTERS, 999), Err(GzipError::TooLarge { bytes_max: 999 }));
    }

    #[test]
    fn every_truncation_and_every_flipped_bit_that_counts_is_refused() {
        for end in 0..LETTERS.len() {
            assert!(inflate(&LETTERS[..end], 1_000).is_err(), "cut at {end}");
        }
        // Time, extra flags and operating system do not count.
        for at in (0..4).chain(10..LETTERS.len()) {
            for bit in 0..8 {
                let mut flipped = LETTERS;
                flipped[at] ^= 1 << bit;
                assert_ne!(inflate(&flipped, 1_000), Ok(vec![b'b'; 1_000]));
                if at >= 21 {
                    assert_eq!(inflate(&flipped, 1_000), Err(GzipError::Malformed), "byte {at} bit {bit}");
                }
            }
        }
    }
}
