//! Sequence numbers as Kinesis writes them: 186-bit integers, always 56 decimal digits.
//!
//! | bits | field |
//! |---|---|
//! | 184..186 | always 2 |
//! | 148..184 | second at which the shard was made |
//! | 144..148 | low four bits of the shard index |
//! | 80..144 | record index: the place in the track plus one |
//! | 72..80 | always 0 |
//! | 36..72 | second of arrival |
//! | 4..36 | shard index |
//! | 0..4 | version, always 2 |
//!
//! Record index 0 is the start of the shard, which is no record: reading after it gives the first one.
//! Numbers order by record index within a shard, whatever the wall clock does.
//!
//! # Source
//! The layout was recovered by the authors of kinesalite and agrees with the numbers AWS has published.

use super::Shard;
use millpond_base::{Seq, WallMs};
use std::fmt;

/// Digits of every sequence number: 2^185 and 3 * 2^184 both have 56.
pub const SEQUENCE_DIGITS: usize = 56;

/// A record index no record reaches; it marks the end of a closed shard.
const INDEX_END: u64 = 0x7fff_ffff_ffff_ffff;
const VERSION: u64 = 2;
/// Ten to the nineteenth, the largest power of ten in a `u64`.
const CHUNK: u64 = 10_000_000_000_000_000_000;
const SECONDS_MASK: u64 = (1 << 36) - 1;
/// Seconds at and above this are refused in the oldest form of number.
const LEGACY_SECONDS_END: u64 = 16_025_175_000;

/// One position in a shard, as clients see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SequenceNumber {
    /// When the shard was made.
    created_secs: u64,
    /// Which shard.
    shard: u32,
    /// 0 is the shard's start; a record's place in its track plus one otherwise.
    index: u64,
    /// When the record arrived.
    arrival_secs: u64,
}

/// Why a text is no sequence number of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SequenceError {
    /// Not a sequence number of any age.
    Invalid,
    /// A number in a form that AWS gave out before 2014; it names a shard but no stream of ours.
    Legacy {
        /// The shard it encodes.
        shard: u32,
        /// How AWS repeats it in an error, when not as it came.
        canonical: Option<u128>,
    },
}

impl SequenceNumber {
    /// The number of the record at `seq` that arrived at `wall`.
    #[must_use]
    pub const fn of(shard: &Shard, seq: Seq, wall: WallMs) -> Self {
        Self {
            created_secs: shard.created_secs,
            shard: shard.index,
            index: seq.0 + 1,
            arrival_secs: wall.secs(),
        }
    }

    /// The number at which the shard starts.
    #[must_use]
    pub const fn start(shard: &Shard) -> Self {
        Self {
            created_secs: shard.created_secs,
            shard: shard.index,
            index: 0,
            arrival_secs: shard.created_secs,
        }
    }

    /// The number at which a shard closed at `wall` ends.
    #[must_use]
    pub const fn end(shard: &Shard, wall: WallMs) -> Self {
        Self {
            created_secs: shard.created_secs,
            shard: shard.index,
            index: INDEX_END,
            arrival_secs: wall.secs(),
        }
    }

    /// The shard the number belongs to.
    #[must_use]
    pub const fn shard_index(&self) -> u32 {
        self.shard
    }

    /// The second of arrival the number carries.
    #[must_use]
    pub const fn arrival_secs(&self) -> u64 {
        self.arrival_secs
    }

    /// True when the number was given out for this very shard, not for one that had its name before.
    #[must_use]
    pub const fn is_from(&self, shard: &Shard) -> bool {
        self.shard == shard.index && self.created_secs == shard.created_secs
    }

    /// The first record at or after this position.
    #[must_use]
    pub const fn at(&self) -> Seq {
        Seq(self.index.saturating_sub(1))
    }

    /// The first record after this position.
    #[must_use]
    pub const fn after(&self) -> Seq {
        Seq(self.index)
    }

    /// Reads a decimal number.
    ///
    /// # Errors
    /// [`SequenceError`] for anything that is not a number in today's layout.
    pub fn parse(text: &str) -> Result<Self, SequenceError> {
        let [lo, mid, hi] = limbs(text).ok_or(SequenceError::Invalid)?;
        if hi >> 56 != 2 {
            return Err(legacy(lo, mid, hi));
        }
        let shard = u32::try_from((lo >> 4) & 0xffff_ffff).expect("32 bits were kept");
        if lo & 0xf == 1 {
            return Err(SequenceError::Legacy { shard, canonical: None });
        }
        let index = (hi << 48) | (mid >> 16);
        if lo & 0xf != VERSION || index > INDEX_END || shard > i32::MAX.unsigned_abs() {
            return Err(SequenceError::Invalid);
        }
        Ok(Self {
            created_secs: (hi >> 20) & SECONDS_MASK,
            shard,
            index,
            arrival_secs: (lo >> 36) | ((mid & 0xff) << 28),
        })
    }

    /// The 56 digits.
    #[must_use]
    pub fn digits(&self) -> [u8; SEQUENCE_DIGITS] {
        let arrival = self.arrival_secs & SECONDS_MASK;
        let created = self.created_secs & SECONDS_MASK;
        let lo = VERSION | (u64::from(self.shard) << 4) | (arrival << 36);
        let mid = (arrival >> 28) | (self.index << 16);
        let hi = (self.index >> 48) | ((u64::from(self.shard) & 0xf) << 16) | (created << 20) | (2 << 56);

        let (hi, mid, lo, tail) = divide(hi, mid, lo);
        debug_assert_eq!(hi, 0, "the quotient of 186 bits by 10^19 has two limbs");
        let (_, _, head, middle) = divide(0, mid, lo);
        let mut out = [b'0'; SEQUENCE_DIGITS];
        put_digits(&mut out[..18], head);
        put_digits(&mut out[18..37], middle);
        put_digits(&mut out[37..], tail);
        out
    }
}

impl fmt::Display for SequenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.digits()).expect("digits are ASCII"))
    }
}

impl From<SequenceNumber> for String {
    fn from(number: SequenceNumber) -> Self {
        str::from_utf8(&number.digits()).expect("digits are ASCII").to_owned()
    }
}

/// Three limbs, low first, of a decimal number below 2^192.
fn limbs(text: &str) -> Option<[u64; 3]> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut limbs = [0u64; 3];
    for part in text.as_bytes().chunks(18) {
        let part = str::from_utf8(part).expect("digits are ASCII");
        let scale = 10u64.pow(u32::try_from(part.len()).expect("at most 18"));
        let mut carry = u128::from(part.parse::<u64>().expect("18 digits fit"));
        for limb in &mut limbs {
            let wide = u128::from(*limb) * u128::from(scale) + carry;
            *limb = low(wide);
            carry = wide >> 64;
        }
        if carry != 0 {
            return None;
        }
    }
    Some(limbs)
}

/// Reads the form of number that AWS gave out first: 32 hexadecimal digits.
fn legacy(lo: u64, mid: u64, hi: u64) -> SequenceError {
    let number = (u128::from(mid) << 64) | u128::from(lo);
    let seconds = (mid >> 24) & SECONDS_MASK;
    // A number below 2^124 is read as if it had the leading one.
    if hi != 0 || seconds >= LEGACY_SECONDS_END {
        return SequenceError::Invalid;
    }
    let shard = u32::try_from(lo & 0xffff).expect("16 bits were kept");
    let canonical = (number & ((1 << 124) - 1)) | (1 << 124);
    SequenceError::Legacy { shard, canonical: Some(canonical) }
}

/// Divides three limbs by 10^19: quotient (high, middle, low) and remainder.
const fn divide(hi: u64, mid: u64, lo: u64) -> (u64, u64, u64, u64) {
    let (quotient_hi, rest) = (hi / CHUNK, hi % CHUNK);
    let (quotient_mid, rest) = divide_wide(rest, mid);
    let (quotient_lo, rest) = divide_wide(rest, lo);
    (quotient_hi, quotient_mid, quotient_lo, rest)
}

/// Divides two limbs, of which the high one is below 10^19, by 10^19. The remainder is what the quotient leaves: asking for
/// it as well would divide twice.
const fn divide_wide(hi: u64, lo: u64) -> (u64, u64) {
    let quotient = low((((hi as u128) << 64) | lo as u128) / CHUNK as u128);
    (quotient, lo.wrapping_sub(quotient.wrapping_mul(CHUNK)))
}

/// The low 64 bits.
#[expect(clippy::cast_possible_truncation, reason = "keeping the low limb is the point")]
const fn low(wide: u128) -> u64 {
    wide as u64
}

/// Writes `number` right-aligned over zeros.
fn put_digits(out: &mut [u8], mut number: u64) {
    for digit in out.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).expect("a digit");
        number /= 10;
    }
}

#[cfg(test)]
#[path = "sequence_tests.rs"]
mod tests;
