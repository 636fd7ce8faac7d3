//! Where a record belongs: 128-bit hash keys and the ranges of them that shards own.
//!
//! # Source
//! Kinesis API Reference 2013-12-02, PutRecord: the hash key is the MD5 of the partition key's UTF-8 bytes, read as a
//! big-endian number, unless the producer gives an explicit one.

use md5::{Digest, Md5};
use std::fmt;

/// A place in the key space, 0 to 2^128 - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HashKey(pub u128);

impl HashKey {
    /// The hash of a partition key.
    #[must_use]
    pub fn of(partition_key: &str) -> Self {
        Self(u128::from_be_bytes(Md5::digest(partition_key.as_bytes()).into()))
    }

    /// Reads a decimal number below 2^128; anything else is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if digits { text.parse().ok().map(Self) } else { None }
    }
}

impl fmt::Display for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The hash keys a shard owns, both ends included.
///
/// Invariant: `first <= last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashRange {
    first: HashKey,
    last: HashKey,
}

impl HashRange {
    /// A range; `None` when the ends are the wrong way round.
    #[must_use]
    pub fn new(first: HashKey, last: HashKey) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// The smallest key.
    #[must_use]
    pub const fn first(&self) -> HashKey {
        self.first
    }

    /// The largest key.
    #[must_use]
    pub const fn last(&self) -> HashKey {
        self.last
    }

    /// True when the range holds `key`.
    #[must_use]
    pub fn contains(&self, key: HashKey) -> bool {
        (self.first..=self.last).contains(&key)
    }

    /// True when `next` begins where this one ends.
    #[must_use]
    pub fn meets(&self, next: Self) -> bool {
        self.last.0.checked_add(1) == Some(next.first.0)
    }

    /// The whole key space in `count` equal parts; the last one takes the remainder.
    ///
    /// # Panics
    /// When `count` is 0.
    #[must_use]
    pub fn divide(count: u32) -> Vec<Self> {
        assert!(count > 0, "a stream has at least one shard");
        // floor(2^128 / count) without a 129-bit number: 2^128 - 1 divided, plus one when the division is exact there.
        let n = u128::from(count);
        let step = if n == 1 { u128::MAX } else { u128::MAX / n + u128::from(u128::MAX % n == n - 1) };
        (0..n)
            .map(|i| {
                let first = i * step;
                let last = if i + 1 == n { u128::MAX } else { first + (step - 1) };
                Self { first: HashKey(first), last: HashKey(last) }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_shards_have_the_ranges_aws_gives_them() {
        let ranges: Vec<(String, String)> =
            HashRange::divide(3).iter().map(|r| (r.first().to_string(), r.last().to_string())).collect();

        let expected = [
            ("0", "113427455640312821154458202477256070484"),
            ("113427455640312821154458202477256070485", "226854911280625642308916404954512140969"),
            ("226854911280625642308916404954512140970", "340282366920938463463374607431768211455"),
        ];
        assert_eq!(ranges, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn a_division_covers_the_key_space_without_gap_or_overlap() {
        for count in [1, 2, 3, 4, 5, 7, 16, 100, 255, 256, 500] {
            let ranges = HashRange::divide(count);

            assert_eq!(ranges.len(), count as usize);
            assert_eq!(ranges[0].first(), HashKey(0));
            assert_eq!(ranges.last().unwrap().last(), HashKey(u128::MAX));
            assert!(ranges.windows(2).all(|w| w[0].last().0 + 1 == w[1].first().0));
        }
    }

    #[test]
    fn four_shards_divide_evenly() {
        let quarter = 1u128 << 126;

        let ranges = HashRange::divide(4);

        assert!(ranges.iter().zip(0u128..).all(|(r, i)| r.first().0 == i * quarter));
    }

    #[test]
    fn a_partition_key_hashes_as_rfc_1321_says() {
        // RFC 1321, appendix A.5.
        assert_eq!(HashKey::of(""), HashKey(0xd41d_8cd9_8f00_b204_e980_0998_ecf8_427e));
        assert_eq!(HashKey::of("abc"), HashKey(0x9001_5098_3cd2_4fb0_d696_3f7d_28e1_7f72));
    }

    #[test]
    fn only_a_number_below_two_to_the_128_is_a_hash_key() {
        assert_eq!(HashKey::parse("340282366920938463463374607431768211455"), Some(HashKey(u128::MAX)));
        assert_eq!(HashKey::parse("340282366920938463463374607431768211456"), None);
        assert_eq!(HashKey::parse("+1"), None);
        assert_eq!(HashKey::parse(""), None);
    }
}
