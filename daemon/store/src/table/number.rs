//! Numbers as tables keep them: decimal, exact to 38 digits.

use std::cmp::Ordering;
use std::fmt;

/// Significant digits of a number.
///
/// # Source
/// DynamoDB Developer Guide, "Supported data types", Number.
pub const DIGITS_MAX: u32 = 38;
/// Power of ten of the first digit of the largest and the smallest number.
///
/// # Source
/// DynamoDB Developer Guide, "Supported data types", Number: 9.99E+125 and 1E-130.
const FIRST_MAX: i32 = 125;
const FIRST_MIN: i32 = -130;
/// Longest text that is read as a number, in bytes. Ours: the longest plain spelling has 170.
const TEXT_BYTES_MAX: usize = 512;
/// Bytes of [`Number::sort_bytes`].
pub(super) const SORT_BYTES: usize = 19;

/// A decimal number.
///
/// Invariant: its value is `digits * 10^exponent`, negated when `negative`; `digits` has no zero at its end and at most
/// 38 places; zero is all zeros. So equal numbers are equal structures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    negative: bool,
    digits: u128,
    exponent: i16,
}

/// Why a text or a sum is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberError {
    /// Not written as a number.
    Form,
    /// More than 38 digits that count.
    Digits,
    /// Too far from zero.
    Overflow,
    /// Too near to zero.
    Underflow,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "the text is not written as a number",
            Self::Digits => "the number has more than 38 digits",
            Self::Overflow => "the number is farther from zero than can be kept",
            Self::Underflow => "the number is nearer to zero than can be kept",
        })
    }
}

impl std::error::Error for NumberError {}

impl Number {
    /// Zero.
    pub const ZERO: Self = Self { negative: false, digits: 0, exponent: 0 };

    /// Reads `-12.50e3` and the like.
    ///
    /// # Errors
    /// [`NumberError`], in the order in which its cases stand.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let text = text.trim();
        if text.len() > TEXT_BYTES_MAX {
            return Err(NumberError::Form);
        }
        let (negative, rest) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let (mantissa, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], power(&rest[at + 1..])?),
            None => (rest, 0),
        };
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(part) || whole.len() + part.len() == 0 {
            return Err(NumberError::Form);
        }
        let places: Vec<u8> = whole.bytes().chain(part.bytes()).map(|b| b - b'0').collect();
        let Some(first) = places.iter().position(|d| *d != 0) else { return Ok(Self::ZERO) };
        let last = places.iter().rposition(|d| *d != 0).unwrap_or(first);
        let count = u32::try_from(last - first + 1).unwrap_or(u32::MAX);
        // The last digit that counts stands `places.len() - 1 - last` before the end of the mantissa.
        let behind = i32::try_from(places.len() - 1 - last).unwrap_or(i32::MAX);
        let part_len = i32::try_from(part.len()).unwrap_or(i32::MAX);
        let exponent = exponent.saturating_sub(part_len).saturating_add(behind);
        if count > DIGITS_MAX {
            return Err(NumberError::Digits);
        }
        let digits = places[first..=last].iter().fold(0u128, |sum, d| sum * 10 + u128::from(*d));
        Self::bounded(negative, digits, exponent)
    }

    fn bounded(negative: bool, digits: u128, exponent: i32) -> Result<Self, NumberError> {
        let first = exponent.saturating_add(places_i32(digits) - 1);
        if first > FIRST_MAX {
            return Err(NumberError::Overflow);
        }
        if first < FIRST_MIN {
            return Err(NumberError::Underflow);
        }
        let exponent = i16::try_from(exponent).map_err(|_| NumberError::Underflow)?;
        Ok(Self { negative, digits, exponent })
    }

    /// The sum.
    ///
    /// # Errors
    /// [`NumberError::Digits`] when it needs more than 38, [`NumberError::Overflow`].
    pub fn plus(self, other: Self) -> Result<Self, NumberError> {
        if self.digits == 0 {
            return Ok(other);
        }
        if other.digits == 0 {
            return Ok(self);
        }
        let low = self.exponent.min(other.exponent);
        let (a, b) = (self.aligned(low)?, other.aligned(low)?);
        let (negative, sum) = if self.negative == other.negative {
            (self.negative, a.checked_add(b).ok_or(NumberError::Digits)?)
        } else {
            let negative = if a >= b { self.negative } else { other.negative };
            (negative, a.abs_diff(b))
        };
        Self::normal(negative, sum, i32::from(low))
    }

    /// The difference.
    ///
    /// # Errors
    /// As [`Number::plus`].
    pub fn minus(self, other: Self) -> Result<Self, NumberError> {
        self.plus(other.negated())
    }

    const fn negated(self) -> Self {
        Self { negative: !self.negative && self.digits != 0, ..self }
    }

    /// The digits as a multiple of a smaller power of ten.
    fn aligned(self, exponent: i16) -> Result<u128, NumberError> {
        let shift = u32::try_from(i32::from(self.exponent) - i32::from(exponent)).unwrap_or(0);
        let power = 10u128.checked_pow(shift).ok_or(NumberError::Digits)?;
        self.digits.checked_mul(power).ok_or(NumberError::Digits)
    }

    fn normal(negative: bool, mut digits: u128, mut exponent: i32) -> Result<Self, NumberError> {
        if digits == 0 {
            return Ok(Self::ZERO);
        }
        while digits.is_multiple_of(10) {
            digits /= 10;
            exponent += 1;
        }
        if places(digits) > DIGITS_MAX {
            return Err(NumberError::Digits);
        }
        Self::bounded(negative, digits, exponent)
    }

    /// Bytes whose order is the order of the numbers.
    #[must_use]
    pub fn sort_bytes(self) -> [u8; SORT_BYTES] {
        let mut bytes = [0; SORT_BYTES];
        if self.digits == 0 {
            bytes[0] = 2;
            return bytes;
        }
        let first = i32::from(self.exponent) + places_i32(self.digits) - 1 - FIRST_MIN;
        let scaled = self.digits * 10u128.pow(DIGITS_MAX - places(self.digits));
        bytes[1..3].copy_from_slice(&u16::try_from(first).unwrap_or(u16::MAX).to_be_bytes());
        bytes[3..].copy_from_slice(&scaled.to_be_bytes());
        if self.negative {
            bytes.iter_mut().skip(1).for_each(|b| *b = !*b);
        }
        bytes[0] = if self.negative { 1 } else { 3 };
        bytes
    }

    /// Bytes that the number counts for in the size of an item.
    ///
    /// # Source
    /// DynamoDB Developer Guide, "Item sizes and formats": a byte per two digits, one more, and one for a sign.
    #[must_use]
    pub fn size_bytes(self) -> usize {
        1 + places(self.digits).div_ceil(2) as usize + usize::from(self.negative)
    }

    /// The number as whole seconds, cut; `None` when that does not fit.
    #[must_use]
    pub fn whole(self) -> Option<u64> {
        if self.negative {
            return None;
        }
        let power = 10u128.checked_pow(u32::from(self.exponent.unsigned_abs()));
        let whole = match (self.exponent < 0, power) {
            (true, Some(power)) => self.digits / power,
            (true, None) => 0,
            (false, power) => self.digits.checked_mul(power?)?,
        };
        u64::try_from(whole).ok()
    }
}

/// Decimal places of a number; one for zero.
const fn places(digits: u128) -> u32 {
    match digits.checked_ilog10() {
        Some(log) => log + 1,
        None => 1,
    }
}

fn places_i32(digits: u128) -> i32 {
    i32::try_from(places(digits)).unwrap_or(i32::MAX)
}

fn power(text: &str) -> Result<i32, NumberError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::Form);
    }
    let power = digits.parse::<i32>().unwrap_or(1 << 20).min(1 << 20);
    Ok(if text.starts_with('-') { -power } else { power })
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.sort_bytes().cmp(&other.sort_bytes())
    }
}

/// Plain, without an exponent, as DynamoDB gives numbers back.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negative {
            f.write_str("-")?;
        }
        let digits = self.digits.to_string();
        let behind = usize::from(self.exponent.unsigned_abs());
        if self.exponent >= 0 {
            write!(f, "{digits}{:0<behind$}", "")
        } else if behind >= digits.len() {
            write!(f, "0.{digits:0>behind$}")
        } else {
            let (whole, part) = digits.split_at(digits.len() - behind);
            write!(f, "{whole}.{part}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn a_number_reads_in_every_spelling_and_prints_in_one() {
        for (text, plain) in [
            ("0", "0"),
            ("-0.00", "0"),
            ("1", "1"),
            ("+1.50", "1.5"),
            ("-12.50e3", "-12500"),
            ("1E2", "100"),
            ("0.000001", "0.000001"),
            (".5", "0.5"),
            ("5.", "5"),
            ("00012300", "12300"),
            ("123.456", "123.456"),
            ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ] {
            assert_eq!(number(text).to_string(), plain, "{text}");
        }
        assert_eq!(number("1e125").to_string().len(), 126);
        assert_eq!(number("1e-130").to_string().len(), 132);
    }

    #[test]
    fn what_is_no_number_says_why() {
        for text in ["", "-", "e1", "1e", "1e+", "a", "1.2.3", "0x1", "1_0", "NaN", "Infinity", "."] {
            assert_eq!(Number::parse(text), Err(NumberError::Form), "{text}");
        }
        assert_eq!(Number::parse("1e126"), Err(NumberError::Overflow));
        assert_eq!(Number::parse("-1e99999999999"), Err(NumberError::Overflow));
        assert_eq!(Number::parse("1e-131"), Err(NumberError::Underflow));
        assert_eq!(Number::parse("123456789012345678901234567890123456789"), Err(NumberError::Digits));
    }

    #[test]
    fn sums_are_exact_or_refused() {
        assert_eq!(number("0.1").plus(number("0.2")).unwrap(), number("0.3"));
        assert_eq!(number("5").minus(number("7.5")).unwrap(), number("-2.5"));
        assert_eq!(number("-3").plus(number("3")).unwrap(), Number::ZERO);
        assert_eq!(
            number("1e37").plus(number("1")).unwrap().to_string(),
            "10000000000000000000000000000000000001"
        );
        assert_eq!(number("1e38").plus(number("1")), Err(NumberError::Digits));
        assert_eq!(number("1e100").plus(number("1e-100")), Err(NumberError::Digits));
        assert_eq!(number("9e125").plus(number("9e125")), Err(NumberError::Overflow));
    }

    #[test]
    fn a_time_in_seconds_is_cut() {
        assert_eq!(number("1700000000.9").whole(), Some(1_700_000_000));
        assert_eq!(number("17e8").whole(), Some(1_700_000_000));
        assert_eq!(number("-1").whole(), None);
        assert_eq!(number("1e30").whole(), None);
        assert_eq!(number("1e-100").whole(), Some(0));
    }

    proptest! {
        #[test]
        fn the_order_of_bytes_is_the_order_of_numbers(
            a in -1_000_000i64..1_000_000,
            b in -1_000_000i64..1_000_000,
            e in -20i32..20,
        ) {
            let (x, y) = (number(&format!("{a}e{e}")), number(&format!("{b}e{e}")));
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            prop_assert_eq!(Number::parse(&x.to_string()), Ok(x));
            prop_assert_eq!(x.plus(y), Number::parse(&format!("{}e{e}", a + b)));
        }
    }
}
