//! Bounding replay on a device that does not trust its clock.
//!
//! With a trusted clock a signature is good for five minutes and this has nothing to add. Without one, time alone
//! refuses nothing; instead, the newest date each access key has shown, carried forward on the device timeline, says
//! what time its client must by now believe it is. A captured request goes stale against that mark, as it would
//! against a clock. Equal signatures are no evidence: a client that repeats a call within one second sends the same
//! bytes.

use super::{AmzDate, AuthError};
use millpond_base::{LineMs, Now};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How far behind its key's mark a request may be.
///
/// # Source
/// Ours: three times the skew AWS allows, because clients that share a key have clocks of their own.
const BEHIND_SECS_MAX: u64 = 900;
/// Access keys watched at once.
///
/// # Source
/// Ours: some 100 B each. Only requests with a true signature are entered, so a stranger cannot push others out.
const KEYS_MAX: usize = 1024;

/// The newest date each access key has shown. Share one between all connections.
#[derive(Debug, Default)]
pub struct ReplayGuard(Mutex<HashMap<String, Mark>>);

#[derive(Clone, Copy, Debug)]
struct Mark {
    date: AmzDate,
    seen: LineMs,
}

impl Mark {
    /// The time this key's client must by now believe it is.
    const fn carried_to(self, line: LineMs) -> AmzDate {
        self.date.after_secs(line.since_ms(self.seen) / 1000)
    }
}

impl ReplayGuard {
    /// Has seen nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Judges a request whose signature was found true, and remembers its date.
    ///
    /// # Errors
    /// [`super::AuthErrorKind::InvalidSignature`] when the clock is not trusted and the request is more than
    /// 15 minutes behind what its key has shown before.
    pub fn admit(&self, access_key_id: &str, date: AmzDate, now: Now) -> Result<(), AuthError> {
        let mut marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mark) = marks.get_mut(access_key_id) else {
            if marks.len() >= KEYS_MAX {
                forget_oldest(&mut marks);
            }
            marks.insert(access_key_id.to_owned(), Mark { date, seen: now.line });
            return Ok(());
        };
        let carried = mark.carried_to(now.line);
        let oldest = carried.before_secs(BEHIND_SECS_MAX);
        if !now.trusted && date < oldest {
            return Err(AuthError::invalid(format!(
                "Signature expired: {date} is now earlier than {oldest} ({carried} - {} min.)",
                BEHIND_SECS_MAX / 60
            )));
        }
        // A trusted clock has already judged the date, so a client that was set back is followed down.
        if date > carried || (now.trusted && date < oldest) {
            *mark = Mark { date, seen: now.line };
        }
        Ok(())
    }
}

fn forget_oldest(marks: &mut HashMap<String, Mark>) {
    let oldest = marks.iter().min_by_key(|(_, mark)| mark.seen).map(|(key, _)| key.clone());
    if let Some(key) = oldest {
        marks.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::WallMs;

    const START_SECS: u64 = 1_000_000_000;

    fn date(offset_secs: i64) -> AmzDate {
        AmzDate::at(WallMs(START_SECS.saturating_add_signed(offset_secs) * 1000))
    }

    fn at(line_secs: u64, trusted: bool) -> Now {
        Now { wall: WallMs(0), line: LineMs(line_secs * 1000), trusted }
    }

    #[test]
    fn the_same_request_twice_within_a_second_is_legitimate() {
        let guard = ReplayGuard::new();

        assert!(guard.admit("AKIA", date(0), at(10, false)).is_ok());
        assert!(guard.admit("AKIA", date(0), at(10, false)).is_ok());
    }

    #[test]
    fn a_captured_request_goes_stale_on_the_device_timeline() {
        let guard = ReplayGuard::new();
        guard.admit("AKIA", date(0), at(10, false)).unwrap();

        assert!(guard.admit("AKIA", date(0), at(10 + 900, false)).is_ok());
        let error = guard.admit("AKIA", date(0), at(10 + 901, false)).unwrap_err();
        assert_eq!(
            error.message,
            "Signature expired: 20010909T014640Z is now earlier than 20010909T014641Z (20010909T020141Z - 15 min.)"
        );
    }

    #[test]
    fn a_newer_date_moves_the_mark_and_an_older_one_does_not() {
        let guard = ReplayGuard::new();
        guard.admit("AKIA", date(0), at(0, false)).unwrap();
        guard.admit("AKIA", date(2000), at(1, false)).unwrap();
        guard.admit("AKIA", date(1500), at(1, false)).unwrap();

        assert!(guard.admit("AKIA", date(1100), at(1, false)).is_ok());
        assert!(guard.admit("AKIA", date(1099), at(1, false)).is_err());
    }

    #[test]
    fn one_key_does_not_bind_another() {
        let guard = ReplayGuard::new();
        guard.admit("AKIA1", date(5000), at(0, false)).unwrap();

        assert!(guard.admit("AKIA2", date(0), at(0, false)).is_ok());
    }

    #[test]
    fn a_trusted_clock_overrules_the_mark() {
        let guard = ReplayGuard::new();
        guard.admit("AKIA", date(50_000), at(0, false)).unwrap();

        assert!(guard.admit("AKIA", date(0), at(1, true)).is_ok());
        assert!(guard.admit("AKIA", date(0), at(2, false)).is_ok());
    }

    #[test]
    fn no_more_than_the_bound_is_remembered_and_the_longest_silent_goes_first() {
        let guard = ReplayGuard::new();
        for n in 0..KEYS_MAX as u64 + 5 {
            guard.admit(&format!("AKIA{n}"), date(0), at(n, false)).unwrap();
        }

        let marks = guard.0.lock().unwrap();
        assert_eq!(marks.len(), KEYS_MAX);
        assert!(!marks.contains_key("AKIA4"));
        assert!(marks.contains_key("AKIA5"));
    }
}
