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
        WallMs::parse_amz_date(text).map(Self::at)
    }

    /// Reads the date of an HTTP `Date` header: `Sun, 30 Aug 2015 12:36:00 GMT`; anything else is `None`.
    #[must_use]
    pub fn parse_http(text: &str) -> Option<Self> {
        WallMs::parse_http_date(text).map(Self::at)
    }

    /// The day alone, as a credential scope has it: `20150830`.
    #[must_use]
    pub fn day(self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl fmt::Display for AmzDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&WallMs(self.0.saturating_mul(1000)).to_amz_date())
    }
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
