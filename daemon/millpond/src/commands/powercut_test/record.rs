//! A numbered record whose every byte follows from the run and the number, so that nothing else can be mistaken for it.
//!
//! Bytes: `run u64 | number u64 | filling`, little-endian.

use millpond_base::{Entropy, SeededEntropy};

const HEAD_BYTES: usize = 16;
/// Most records are as small as readings; some are so large that a commit spans many blocks and goes past the page cache.
const SMALL_BYTES_MAX: u64 = 1_000;
const LARGE_BYTES_MAX: u64 = 100_000;
const LARGE_ONE_IN: u64 = 64;

/// The record with this number.
pub(super) fn body(run: u64, number: u64) -> Vec<u8> {
    let filling = SeededEntropy::new(run ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let drawn = u64::from_le_bytes(filling.bytes());
    let bytes_max = if drawn.is_multiple_of(LARGE_ONE_IN) { LARGE_BYTES_MAX } else { SMALL_BYTES_MAX };
    let filling_bytes = usize::try_from((drawn >> 8) % bytes_max).expect("a record is small");
    let mut body = vec![0; HEAD_BYTES + filling_bytes];
    filling.fill(&mut body[HEAD_BYTES..]);
    body[..8].copy_from_slice(&run.to_le_bytes());
    body[8..HEAD_BYTES].copy_from_slice(&number.to_le_bytes());
    body
}

/// The number of a record of this run; `None` when any byte is not what was written.
pub(super) fn number(run: u64, bytes: &[u8]) -> Option<u64> {
    let number = u64::from_le_bytes(*bytes.get(8..)?.first_chunk()?);
    (bytes == body(run, number)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_tells_its_number_and_any_change() {
        for wanted in 0..200 {
            let mut bytes = body(7, wanted);
            assert_eq!(number(7, &bytes), Some(wanted));
            assert_eq!(number(8, &bytes), None);
            let last = bytes.len() - 1;
            bytes[last] ^= 0x80;
            assert_eq!(number(7, &bytes), None);
            assert_eq!(number(7, &bytes[..last]), None);
        }
        assert_eq!(number(7, b"short"), None);
    }

    #[test]
    fn some_records_are_large() {
        let large = (0..1_000).filter(|number| body(7, *number).len() > 64 << 10).count();

        assert!(large > 2, "{large}");
    }
}
