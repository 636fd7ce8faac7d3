//! The timestamp of a signature: `20150830T123600Z`.

use millpond_base::WallMs;
use std::fmt;

/// Whole seconds since 1970, written in ISO 8601 basic format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AmzDate(u64);

impl AmzDate {
    /// The second in which `wall` lies.
    #[must_use]
    pub const fn at(wall: WallMs) -> Self {
        Self(wall.secs())
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn secs(self) -> u64 {
        self.0
    }

    /// The point `secs` later.
    #[must_use]
    pub const fn after_secs(self, secs: u64) -> Self {
        Self(self.0.saturating_add(secs))
    }

    /// The point `secs` earlier, not before 1970.
    #[must_use]
    pub const fn before_secs(self, secs: u64) -> Self {
        Self(self.0.saturating_sub(secs))
    }

    /// Reads `YYYYMMDDTHHMMSSZ`; anything else is `None`.
    #[must_use]
    pub fn parse_basic(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
            return None;
        }
        let number = |range: std::ops::Range<usize>| decimal(&bytes[range]);
        Self::from_civil(
            (number(0..4)?, number(4..6)?, number(6..8)?),
            (number(9..11)?, number(11..13)?, number(13..15)?),
        )
    }

    /// Reads the date of an HTTP `Date` header: `Sun, 30 Aug 2015 12:36:00 GMT`; anything else is `None`.
    #[must_use]
    pub fn parse_http(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (_, rest) = text.split_once(", ")?;
        let mut words = rest.split(' ');
        let day = decimal(words.next()?.as_bytes())?;
        let month = words.next()?;
        let month = MONTHS.iter().zip(1..).find(|(name, _)| **name == month)?.1;
        let year = decimal(words.next()?.as_bytes())?;
        let mut clock = words.next()?.splitn(3, ':').map(|part| decimal(part.as_bytes()));
        let time = (clock.next()??, clock.next()??, clock.next()??);
        (words.next()? == "GMT").then_some(())?;
        Self::from_civil((year, month, day), time)
    }

    fn from_civil(
        (year, month, day): (u64, u64, u64),
        (hour, minute, second): (u64, u64, u64),
    ) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let length = match month {
            2 => 28 + u64::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let sane = (1970..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=length).contains(&day)
            && hour < 24
            && minute < 60
            && second < 61;
        sane.then(|| Self(days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second))
    }

    /// The day alone, as a credential scope has it: `20150830`.
    #[must_use]
    pub fn day(self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl fmt::Display for AmzDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.0 / 86_400);
        let second = self.0 % 86_400;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
    }
}

fn decimal(digits: &[u8]) -> Option<u64> {
    let ok = (1..=4).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    ok.then(|| digits.iter().fold(0, |n, d| n * 10 + u64::from(d - b'0')))
}

/// Days since 1970 of a date in the Gregorian calendar; years are counted from March so that a leap day comes last.
const fn days_from_civil(year: u64, month: u64, day: u64) -> u64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The reverse of [`days_from_civil`].
const fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year + (month <= 2) as u64, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_forms_name_the_same_second() {
        let basic = AmzDate::parse_basic("20150830T123600Z").unwrap();

        assert_eq!(AmzDate::parse_http("Sun, 30 Aug 2015 12:36:00 GMT"), Some(basic));
        assert_eq!(basic.secs(), 1_440_938_160);
        assert_eq!(basic.day(), "20150830");
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in
            ["20150229T000000Z", "20151301T000000Z", "20150830T240000Z", "20150830 123600Z", "201508301236"]
        {
            assert_eq!(AmzDate::parse_basic(text), None, "{text}");
        }
        assert!(AmzDate::parse_basic("20160229T000000Z").is_some());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(secs in 0_u64..253_402_300_800) {
            let date = AmzDate(secs);

            prop_assert_eq!(AmzDate::parse_basic(&date.to_string()), Some(date));
        }

        #[test]
        fn no_text_makes_parsing_fail(text in ".{0,24}") {
            let _ = (AmzDate::parse_basic(&text), AmzDate::parse_http(&text));
        }
    }
}
