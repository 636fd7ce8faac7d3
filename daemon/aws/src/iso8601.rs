//! `2026-11-24T03:29:00.123Z`: how the query protocol writes time.

use millpond_base::{civil_from_days, days_from_civil};

/// Writes milliseconds since 1970; the fraction only when there is one.
#[must_use]
pub fn write(ms: i64) -> String {
    let (days, in_day) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
    let (year, month, day) = civil_from_days(days);
    let (second, fraction) = (in_day / 1000, in_day % 1000);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:03}") };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// Reads what [`write`] writes, with any number of fraction digits and `Z` or an offset; `None` for anything else.
#[must_use]
pub fn read(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let separated = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if !separated.iter().all(|&(at, separator)| bytes.get(at) == Some(&separator)) {
        return None;
    }
    let (year, month, day) = (number(text, 0, 4)?, number(text, 5, 2)?, number(text, 8, 2)?);
    let (hour, minute, second) = (number(text, 11, 2)?, number(text, 14, 2)?, number(text, 17, 2)?);
    let sane =
        (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    if !sane {
        return None;
    }
    let (fraction_ms, zone) = fraction(text.get(19..)?)?;
    let seconds =
        days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - zone_secs(zone)?;
    Some(seconds * 1000 + fraction_ms)
}

fn number(text: &str, at: usize, len: usize) -> Option<i64> {
    let digits = text.get(at..at + len)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Splits `.123Z` into milliseconds and `Z`.
fn fraction(rest: &str) -> Option<(i64, &str)> {
    let Some(digits) = rest.strip_prefix('.') else { return Some((0, rest)) };
    let end = digits.find(|c: char| !c.is_ascii_digit())?;
    let ms =
        digits[..end].bytes().chain(*b"000").take(3).fold(0, |ms, digit| ms * 10 + i64::from(digit - b'0'));
    (end > 0).then_some((ms, &digits[end..]))
}

fn zone_secs(zone: &str) -> Option<i64> {
    if zone == "Z" || zone == "z" {
        return Some(0);
    }
    let sign = match zone.as_bytes() {
        [b'+', _, _, b':', _, _] => 1,
        [b'-', _, _, b':', _, _] => -1,
        _ => return None,
    };
    Some(sign * (number(zone, 1, 2)? * 3600 + number(zone, 4, 2)? * 60))
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn known_times() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_764_000_000_123, "2025-11-24T16:00:00.123Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(write(ms), text);
            assert_eq!(read(text), Some(ms));
        }
    }

    #[test]
    fn every_day_comes_back() {
        for day in -200_000..200_000 {
            let ms = day * 86_400_000 + 1;
            if (-62_135_596_800_000..253_402_300_800_000).contains(&ms) {
                assert_eq!(read(&write(ms)), Some(ms));
            }
        }
    }

    #[test]
    fn offsets_and_short_fractions_are_read() {
        assert_eq!(read("1970-01-01T01:00:00.5+01:00"), Some(500));
        assert_eq!(read("1969-12-31T23:00:00-01:00"), Some(0));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in
            ["", "1970", "1970-13-01T00:00:00Z", "1970-01-01T00:00:00", "1970-01-01T00:00:00.Z", "19é0-01-01"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
