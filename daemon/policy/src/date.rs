//! Points in time as policies write them.

use millpond_base::days_from_civil;

/// Reads `2026-07-16`, `2026-07-16T12:00:00Z`, with a fraction or an offset, or seconds since 1970, into
/// milliseconds since 1970; anything else is `None`.
///
/// # Source
/// W3C "Date and Time Formats", which the IAM user guide names for date conditions.
pub(crate) fn parse(text: &str) -> Option<i64> {
    if let Ok(secs) = text.parse::<i64>() {
        return secs.checked_mul(1000);
    }
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let mut parts = date.splitn(3, '-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |p| number(p, 2))?;
    let day = parts.next().map_or(Some(1), |p| number(p, 2))?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let ms = time.map_or(Some(0), clock)?;
    Some(days_from_civil(year, month, day) * 86_400_000 + ms)
}

/// Milliseconds since midnight UTC of `12:00:00.5+02:00`.
fn clock(text: &str) -> Option<i64> {
    let (clock, offset_minutes) = if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        (clock, 0)
    } else {
        let at = text.rfind(['+', '-'])?;
        let (hours, minutes) = text[at + 1..].split_once(':')?;
        let minutes = number(hours, 2)? * 60 + number(minutes, 2)?;
        (&text[..at], if text[at..].starts_with('-') { -minutes } else { minutes })
    };
    let mut parts = clock.splitn(3, ':');
    let (hour, minute) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let seconds = parts.next().unwrap_or("00");
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let second = number(whole, 2)?;
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let ms = number(&digits, 3)?;
    let sane = hour < 24 && minute < 60 && second < 61;
    sane.then(|| ((hour * 60 + minute - offset_minutes) * 60 + second) * 1000 + ms)
}

fn number(digits: &str, length: usize) -> Option<i64> {
    let ok = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
    if ok { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_one_instant_is_the_same() {
        for text in [
            "1784203200",
            "2026-07-16T12:00:00Z",
            "2026-07-16T12:00Z",
            "2026-07-16T14:00:00+02:00",
            "2026-07-16T08:30:00.000-03:30",
        ] {
            assert_eq!(parse(text), Some(1_784_203_200_000), "{text}");
        }
        assert_eq!(parse("2026-07-16"), Some(1_784_160_000_000));
        assert_eq!(parse("1970"), Some(1_970_000));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "soon", "2026-13-01", "2026-07-16T25:00:00Z", "2026-07-16T12:00:00", "2026-7-1"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
