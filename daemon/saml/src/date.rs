//! Points in time as SAML writes them.

use millpond_base::{WallMs, days_from_civil};

/// `2026-07-16T12:00:00Z`, with or without a fraction; what is finer than a millisecond is cut off.
///
/// # Source
/// SAML core 2.0, section 1.3.3: always in UTC.
pub(crate) fn read(text: &str) -> Option<WallMs> {
    let (date, time) = text.trim().strip_suffix('Z')?.split_once('T')?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    if fraction.is_empty() || fraction.len() > 18 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let ms: i64 = format!("{fraction:0<3}")[..3].parse().ok()?;
    let sane = (1970..10_000).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    let secs = days_from_civil(year, month, day) * 86_400 + (hour * 60 + minute) * 60 + second;
    sane.then(|| u64::try_from(secs * 1000 + ms).ok().map(WallMs))?
}

fn numbers(text: &str, separator: char, digits: [usize; 3]) -> Option<[i64; 3]> {
    let mut parts = text.split(separator);
    let mut all = [0; 3];
    for (number, digits) in all.iter_mut().zip(digits) {
        let part = parts.next()?;
        if part.len() != digits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_to_the_millisecond() {
        assert_eq!(read("2026-07-16T12:00:00Z"), Some(WallMs(1_784_203_200_000)));
        assert_eq!(read("2026-07-16T12:00:00.5Z"), Some(WallMs(1_784_203_200_500)));
        assert_eq!(read("2026-07-16T12:00:00.0019999Z"), Some(WallMs(1_784_203_200_001)));
        assert_eq!(read("1970-01-01T00:00:00Z"), Some(WallMs(0)));
    }

    #[test]
    fn what_is_no_point_in_time_is_refused() {
        for text in [
            "",
            "Z",
            "soon",
            "2026-07-16",
            "2026-07-16T12:00:00",
            "2026-07-16T12:00:00+00:00",
            "2026-7-16T12:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-32T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:61Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00.xZ",
            "2026-01-01T00:00:+1Z",
            "1969-12-31T23:59:59Z",
            "-026-01-01T00:00:00Z",
            "2026-01-01-01T00:00:00Z",
            "2026-01-01T00:00:00:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
