//! Wall-clock time as text, in the three forms the wire uses.

use crate::WallMs;

/// Seconds in a day.
const DAY: u64 = 86_400;
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Days since 1970 of a date in the Gregorian calendar; years are counted from March so that a leap day comes last.
/// The month and day must be in range.
///
/// # Source
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
#[must_use]
pub const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day counted from 1970; the reverse of [`days_from_civil`].
#[must_use]
pub const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year + if month <= 2 { 1 } else { 0 }, month, day)
}

/// A moment in UTC.
struct Civil {
    year: i64,
    month: i64,
    day: i64,
    hour: u64,
    minute: u64,
    second: u64,
}

impl Civil {
    const fn of(secs: u64) -> Self {
        let (year, month, day) = civil_from_days((secs / DAY).cast_signed());
        let time = secs % DAY;
        Self { year, month, day, hour: time / 3600, minute: time / 60 % 60, second: time % 60 }
    }

    /// The second since 1970; `None` for a date or time that does not exist, and beyond the year 9999.
    fn secs(&self) -> Option<u64> {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let length = match self.month {
            2 => 28 + i64::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let exists = (1970..=9999).contains(&self.year)
            && (1..=12).contains(&self.month)
            && (1..=length).contains(&self.day)
            && self.hour < 24
            && self.minute < 60
            && self.second < 61;
        let days = days_from_civil(self.year, self.month, self.day).cast_unsigned();
        exists.then(|| days * DAY + self.hour * 3600 + self.minute * 60 + self.second)
    }
}

/// One to four decimal digits.
fn decimal(digits: &[u8]) -> Option<u64> {
    let ok = (1..=4).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    ok.then(|| digits.iter().fold(0, |n, d| n * 10 + u64::from(d - b'0')))
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
        let bytes = text.as_bytes();
        if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
            return None;
        }
        let number = |range: std::ops::Range<usize>| decimal(&bytes[range]);
        let [year, month, day] = [number(0..4)?, number(4..6)?, number(6..8)?].map(u64::cast_signed);
        let [hour, minute, second] = [number(9..11)?, number(11..13)?, number(13..15)?];
        Some(Self(Civil { year, month, day, hour, minute, second }.secs()? * 1000))
    }

    /// Reads `Tue, 14 Nov 2023 22:13:20 GMT`; anything else is `None`.
    #[must_use]
    pub fn parse_http_date(text: &str) -> Option<Self> {
        let (_, rest) = text.split_once(", ")?;
        let mut words = rest.split(' ');
        let day = decimal(words.next()?.as_bytes())?.cast_signed();
        let month = words.next()?;
        let month = MONTHS.iter().zip(1..).find(|(name, _)| **name == month)?.1;
        let year = decimal(words.next()?.as_bytes())?.cast_signed();
        let mut clock = words.next()?.splitn(3, ':').map(|part| decimal(part.as_bytes()));
        let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
        (words.next()? == "GMT").then_some(())?;
        Some(Self(Civil { year, month, day, hour, minute, second }.secs()? * 1000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: WallMs = WallMs(1_700_000_000_000);

    #[test]
    fn every_form_reads_back() {
        for days in (0..80_000).step_by(17) {
            let t = WallMs((days * DAY + 12_345) * 1000);
            let c = Civil::of(t.secs());

            assert_eq!(days_from_civil(c.year, c.month, c.day), days.cast_signed());

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
    fn garbage_is_refused() {
        for text in
            ["", "2023", "20231314T221320Z", "2023-11-14 22:13:20", "2023-11-14T22:13:20", "ééééééééééé"]
        {
            assert_eq!(WallMs::parse_amz_date(text), None);
            assert_eq!(WallMs::parse_http_date(text), None);
        }
    }
}
