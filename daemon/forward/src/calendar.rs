//! Days, months and hours of the day where a device stands.

use millpond_base::WallMs;
use std::str::FromStr;

pub(crate) const DAY_MS: u64 = 86_400_000;
const MINUTE_MS: u64 = 60_000;
const DAY_MINUTES: u64 = 1_440;

/// How far the local time is ahead of UTC: `+01:00`, `-03:30`, `+00:00`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offset {
    minutes: i16,
}

impl Offset {
    /// What clocks on the wall show at a time.
    #[must_use]
    pub fn local(self, utc: WallMs) -> WallMs {
        WallMs(utc.0.saturating_add_signed(i64::from(self.minutes) * MINUTE_MS.cast_signed()))
    }

    /// The time at which clocks on the wall show this.
    #[must_use]
    pub fn utc(self, local: WallMs) -> WallMs {
        WallMs(local.0.saturating_add_signed(-i64::from(self.minutes) * MINUTE_MS.cast_signed()))
    }
}

impl FromStr for Offset {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("{text:?} is not an offset from UTC such as +01:00");
        let sign = match text.as_bytes().first() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Err(fault()),
        };
        let minutes = minutes(&text[1..]).filter(|minutes| *minutes <= 14 * 60).ok_or_else(fault)?;
        Ok(Self { minutes: sign * i16::try_from(minutes).map_err(|_| fault())? })
    }
}

/// Hours of the day, from one minute up to another: `22:00-06:00`. They may reach over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    from: u64,
    to: u64,
}

impl Quiet {
    /// When the hours end that a local time is in; `None` outside them.
    pub(crate) fn end(self, local: WallMs) -> Option<WallMs> {
        let (midnight, minute) = (local.0 / DAY_MS * DAY_MS, local.0 % DAY_MS / MINUTE_MS);
        let end = if self.from < self.to {
            (self.from..self.to).contains(&minute).then_some(self.to)
        } else if minute >= self.from {
            Some(DAY_MINUTES + self.to)
        } else {
            (minute < self.to).then_some(self.to)
        };
        end.map(|end| WallMs(midnight + end * MINUTE_MS))
    }
}

impl FromStr for Quiet {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let ends = text.split_once('-').and_then(|(from, to)| Some((minutes(from)?, minutes(to)?)));
        match ends {
            Some((from, to)) if from != to && from < DAY_MINUTES && to <= DAY_MINUTES => {
                Ok(Self { from, to })
            }
            Some((from, to)) if from == to => Err(format!("{text:?} is no time at all, or all day")),
            _ => Err(format!("{text:?} are not hours such as 22:00-06:00")),
        }
    }
}

/// Minutes of `HH:MM`.
fn minutes(text: &str) -> Option<u64> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str| {
        let is_plain = text.len() == 2 && text.bytes().all(|digit| digit.is_ascii_digit());
        is_plain.then(|| text.parse::<u64>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 24 && minutes < 60 && hours * 60 + minutes <= DAY_MINUTES).then_some(hours * 60 + minutes)
}

/// The month of a local time, counted from the year 0.
pub(crate) fn month_of(local: WallMs) -> u32 {
    let (year, month) = civil(local.0 / DAY_MS);
    u32::try_from(year * 12 + month - 1).unwrap_or(u32::MAX)
}

/// When the month of a local time ends.
pub(crate) fn month_end(local: WallMs) -> WallMs {
    let month = month_of(local);
    let mut day = local.0 / DAY_MS + 1;
    while month_of(WallMs(day * DAY_MS)) == month {
        day += 1;
    }
    WallMs(day * DAY_MS)
}

/// The year and the month of a day since 1970.
///
/// # Source
/// The Gregorian calendar in years that begin in March, whose 400 have 146,097 days.
fn civil(days: u64) -> (u64, u64) {
    let shifted = days + 719_468;
    let (era, day) = (shifted / 146_097, shifted % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let year = era * 400 + year + u64::from(month >= 10);
    (year, if month < 10 { month + 3 } else { month - 9 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: WallMs = WallMs(1_793_534_400_000);

    fn at(minutes: u64) -> WallMs {
        WallMs(NOON.0 / DAY_MS * DAY_MS + minutes * MINUTE_MS)
    }

    #[test]
    fn months_begin_and_end_where_the_calendar_says() {
        // 2026-11-01T12:00:00Z, and the ends of November, of a leap February and of a year.
        assert_eq!(month_of(NOON), 2026 * 12 + 10);
        assert_eq!(month_end(NOON), WallMs(1_796_083_200_000));
        assert_eq!(month_end(WallMs(1_834_704_000_000)), WallMs(1_835_481_600_000));
        assert_eq!(month_of(WallMs(1_798_761_599_999)) + 1, month_of(WallMs(1_798_761_600_000)));
        assert_eq!(month_of(WallMs(0)), 1970 * 12);
    }

    #[test]
    fn quiet_hours_may_reach_over_midnight() {
        let night: Quiet = "22:00-06:00".parse().unwrap();
        assert_eq!(night.end(at(23 * 60)), Some(at(30 * 60)));
        assert_eq!(night.end(at(60)), Some(at(6 * 60)));
        assert_eq!(night.end(at(6 * 60)), None);
        let noon: Quiet = "12:00-12:30".parse().unwrap();
        assert_eq!(noon.end(NOON), Some(at(12 * 60 + 30)));
        assert_eq!(noon.end(at(12 * 60 - 1)), None);
        let evening: Quiet = "20:00-24:00".parse().unwrap();
        assert_eq!(evening.end(at(21 * 60)), Some(at(24 * 60)));
        for text in
            ["", "22:00", "22-06", "25:00-06:00", "22:60-23:00", "06:00-06:00", "24:00-06:00", "+1:00-06:00"]
        {
            assert!(text.parse::<Quiet>().is_err(), "{text}");
        }
    }

    #[test]
    fn local_time_is_ahead_or_behind() {
        let ahead: Offset = "+05:30".parse().unwrap();
        let behind: Offset = "-03:00".parse().unwrap();

        assert_eq!(ahead.local(at(0)), at(330));
        assert_eq!(behind.local(at(180)), at(0));
        assert_eq!(behind.utc(behind.local(NOON)), NOON);
        for text in ["", "05:30", "+5:30", "+14:01", "+é:00", "UTC"] {
            assert!(text.parse::<Offset>().is_err(), "{text}");
        }
    }
}
