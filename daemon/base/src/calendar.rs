//! Wall-clock time as text, in the three forms the wire uses.

use crate::WallMs;

/// Seconds in a day.
const DAY: u64 = 86_400;
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A moment in the proleptic Gregorian calendar, UTC.
struct Civil {
    year: u64,
    month: u64,
    day: u64,
    hour: u64,
    minute: u64,
    second: u64,
}

impl Civil {
    /// # Source
    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    const fn of(secs: u64) -> Self {
        let z = secs / DAY + 719_468;
        let era = z / 146_097;
        let doe = z % 146_097;
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + if month <= 2 { 1 } else { 0 };
        let time = secs % DAY;
        Self {
            year,
            month,
            day: doy - (153 * mp + 2) / 5 + 1,
            hour: time / 3600,
            minute: time / 60 % 60,
            second: time % 60,
        }
    }
}

/// Days since 1970 of a civil date; the month and day must be in range.
const fn days_from_civil(year: u64, month: u64, day: u64) -> u64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y / 400;
    let yoe = y % 400;
    let mp = (month + 9) % 12;
    let doy = (153 * mp + 2) / 5 + day - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    era * 146_097 + doe - 719_468
}

impl WallMs {
    /// `2023-11-14T22:13:20Z`.
    #[must_use]
    pub fn to_iso8601(self) -> String {
        let c = Civil::of(self.secs());
        format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", c.year, c.month, c.day, c.hour, c.minute, c.second)
    }

    /// `20231114T221320Z`, as `X-Amz-Date` has it.
    #[must_use]
    pub fn to_amz_date(self) -> String {
        let c = Civil::of(self.secs());
        format!("{:04}{:02}{:02}T{:02}{:02}{:02}Z", c.year, c.month, c.day, c.hour, c.minute, c.second)
    }

    /// `Tue, 14 Nov 2023 22:13:20 GMT`, as the `Date` header has it.
    #[must_use]
    pub fn to_http_date(self) -> String {
        let c = Civil::of(self.secs());
        let weekday = WEEKDAYS[usize::try_from(self.secs() / DAY % 7).expect("below 7")];
        let month = MONTHS[usize::try_from(c.month - 1).expect("below 12")];
        format!(
            "{weekday}, {:02} {month} {:04} {:02}:{:02}:{:02} GMT",
            c.day, c.year, c.hour, c.minute, c.second
        )
    }

    /// Reads `20231114T221320Z`; anything else is `None`.
    #[must_use]
    pub fn parse_amz_date(text: &str) -> Option<Self> {
        let b = text.as_bytes();
        if b.len() != 16 || b[8] != b'T' || b[15] != b'Z' {
            return None;
        }
        Self::from_parts(
            [text.get(0..4)?, text.get(4..6)?, text.get(6..8)?],
            [text.get(9..11)?, text.get(11..13)?, text.get(13..15)?],
        )
    }

    /// Reads `2023-11-14T22:13:20Z`, with or without a fraction of a second; anything else is `None`.
    #[must_use]
    pub fn parse_iso8601(text: &str) -> Option<Self> {
        let b = text.as_bytes();
        if b.len() < 20 || (b[4], b[7], b[10], b[13], b[16]) != (b'-', b'-', b'T', b':', b':') {
            return None;
        }
        let whole = Self::from_parts(
            [text.get(0..4)?, text.get(5..7)?, text.get(8..10)?],
            [text.get(11..13)?, text.get(14..16)?, text.get(17..19)?],
        )?;
        let fraction = text.get(19..)?.strip_suffix('Z')?;
        let ms = match fraction.strip_prefix('.') {
            Some(digits) if !digits.is_empty() => digits_to_ms(digits)?,
            None if fraction.is_empty() => 0,
            _ => return None,
        };
        Some(Self(whole.0 + ms))
    }

    /// Reads `Tue, 14 Nov 2023 22:13:20 GMT`; anything else is `None`.
    #[must_use]
    pub fn parse_http_date(text: &str) -> Option<Self> {
        let rest = text.get(5..)?;
        let month = MONTHS.iter().position(|m| rest.get(3..6) == Some(m))? + 1;
        let month = format!("{month:02}");
        Self::from_parts(
            [rest.get(7..11)?, &month, rest.get(0..2)?],
            [rest.get(12..14)?, rest.get(15..17)?, rest.get(18..20)?],
        )
    }

    fn from_parts(date: [&str; 3], time: [&str; 3]) -> Option<Self> {
        let number = |text: &str| -> Option<u64> {
            text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
        };
        let [year, month, day] = [number(date[0])?, number(date[1])?, number(date[2])?];
        let [hour, minute, second] = [number(time[0])?, number(time[1])?, number(time[2])?];
        let in_range = year >= 1970
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour < 24
            && minute < 60
            && second < 61;
        in_range.then(|| {
            Self((days_from_civil(year, month, day) * DAY + hour * 3600 + minute * 60 + second) * 1000)
        })
    }
}

/// The first three digits of a fraction as milliseconds.
fn digits_to_ms(digits: &str) -> Option<u64> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut padded = digits.get(..digits.len().min(3))?.to_owned();
    while padded.len() < 3 {
        padded.push('0');
    }
    padded.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: WallMs = WallMs(1_700_000_000_000);

    #[test]
    fn every_form_reads_back() {
        for days in (0..80_000).step_by(17) {
            let t = WallMs((days * DAY + 12_345) * 1000);

            assert_eq!(WallMs::parse_iso8601(&t.to_iso8601()), Some(t));
            assert_eq!(WallMs::parse_amz_date(&t.to_amz_date()), Some(t));
            assert_eq!(WallMs::parse_http_date(&t.to_http_date()), Some(t));
        }
    }

    #[test]
    fn the_forms_are_those_of_the_wire() {
        assert_eq!(T.to_iso8601(), "2023-11-14T22:13:20Z");
        assert_eq!(T.to_amz_date(), "20231114T221320Z");
        assert_eq!(T.to_http_date(), "Tue, 14 Nov 2023 22:13:20 GMT");
    }

    #[test]
    fn fractions_of_a_second_are_kept_to_the_millisecond() {
        assert_eq!(WallMs::parse_iso8601("2023-11-14T22:13:20.25Z"), Some(WallMs(T.0 + 250)));
        assert_eq!(WallMs::parse_iso8601("2023-11-14T22:13:20.123456Z"), Some(WallMs(T.0 + 123)));
    }

    #[test]
    fn garbage_is_refused() {
        for text in
            ["", "2023", "20231314T221320Z", "2023-11-14 22:13:20", "2023-11-14T22:13:20", "ééééééééééé"]
        {
            assert_eq!(WallMs::parse_iso8601(text), None);
            assert_eq!(WallMs::parse_amz_date(text), None);
            assert_eq!(WallMs::parse_http_date(text), None);
        }
    }
}
