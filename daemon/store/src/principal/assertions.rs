//! Assertions of identity providers: each is used once, and what they were signed at tells the time where no clock does.
//!
//! Document grammar of a used assertion, version 1: CBOR map { 0: SHA-256 of issuer, 0 byte and id (bytes), 1: not to be used
//! again before (wall ms), 2: time known then (wall ms), 3: where the line stood then (line ms) }.
//!
//! A document is not removed when its assertion has expired, which would write the whole catalog anew, but overwritten by a
//! later one: there are as many as were ever live at once.

use super::Principals;
use super::cbor::{self, Fields, Unreadable};
use crate::catalog::CatalogError;
use aws_lc_rs::digest::{SHA256, digest};
use millpond_base::{LineMs, Now, WallMs};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::PoisonError;
use zeroize::Zeroizing;

pub(super) const KIND: &str = "used-assertion";
const VERSION: u8 = 1;
const FIELDS: u64 = 4;

/// Assertions that are remembered at once.
///
/// # Source
/// Ours: two sign-ins a second for the eight minutes that one can be used; 100 kB of flash.
const REMEMBERED_MAX: usize = 1024;

/// How long a request for a sign-in may wait for its answer, on the device timeline.
///
/// # Source
/// Ours: a quarter of an hour to find a password and a telephone.
const REQUEST_MS_MAX: u64 = 900_000;
const REQUEST: &str = "sign-in request";

/// An assertion cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum AssertionError {
    /// It was used before.
    Used,
    /// More are remembered than may be at once; the first of them expire within minutes.
    TooMany,
    /// The catalog failed; it was not used.
    Catalog(CatalogError),
}

impl fmt::Display for AssertionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Used => "the assertion was used before; sign in again",
            Self::TooMany => "too many assertions were used lately; try again in some minutes",
            Self::Catalog(_) => "the catalog cannot be written",
        })
    }
}

impl std::error::Error for AssertionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Catalog(error) => Some(error),
            _ => None,
        }
    }
}

/// Every used assertion that could still be believed, by its document's number.
#[derive(Debug, Default)]
pub(super) struct Assertions {
    used: BTreeMap<u64, Used>,
}

/// A used assertion, and what was known of the time then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Used {
    name: [u8; 32],
    until: WallMs,
    known: WallMs,
    line: LineMs,
}

impl Assertions {
    pub(super) fn load(&mut self, number: u64, document: &[u8]) -> Result<(), Unreadable> {
        self.used.insert(number, Used::decode(document)?);
        Ok(())
    }

    /// The time that is known without a clock: the newest that was known, and what the timeline counted since.
    fn at_least(&self, line: LineMs) -> WallMs {
        let newest = self.used.values().max_by_key(|used| used.line);
        newest.map_or(WallMs(0), |used| WallMs(used.known.0.saturating_add(line.since_ms(used.line))))
    }
}

impl Used {
    fn encode(&self) -> Zeroizing<Vec<u8>> {
        cbor::write(VERSION, FIELDS, |e| {
            e.u8(0)?.bytes(&self.name)?.u8(1)?.u64(self.until.0)?;
            e.u8(2)?.u64(self.known.0)?.u8(3)?.u64(self.line.0)?;
            Ok(())
        })
    }

    pub(super) fn decode(document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let used = Self {
            name: fields.at(0)?.bytes()?.try_into().map_err(|_| Unreadable)?,
            until: WallMs(fields.number(1)?),
            known: WallMs(fields.number(2)?),
            line: LineMs(fields.number(3)?),
        };
        fields.end()?;
        Ok(used)
    }
}

impl Principals {
    /// How late it is at least, where no clock is trusted: the newest time at which an assertion was signed that was believed,
    /// and what the device timeline counted since.
    #[must_use]
    pub fn assertion_time(&self, now: Now) -> WallMs {
        self.assertions().at_least(now.line)
    }

    /// Uses up an assertion that was signed at `signed` and would not be believed from `until` on.
    ///
    /// # Durability
    /// On flash when this returns: no restart lets it be used again.
    /// # Errors
    /// [`AssertionError`].
    pub fn use_assertion(
        &self,
        (issuer, id): (&str, &str),
        signed: WallMs,
        until: WallMs,
        now: Now,
    ) -> Result<(), AssertionError> {
        let name = digest(&SHA256, &[issuer.as_bytes(), &[0], id.as_bytes()].concat());
        let name = name.as_ref().try_into().expect("SHA-256 has 32 bytes");
        let mut assertions = self.assertions();
        let known = if now.trusted { now.wall } else { assertions.at_least(now.line).max(signed) };
        if assertions.used.values().any(|used| used.name == name) {
            return Err(AssertionError::Used);
        }
        let free = assertions.used.iter().find(|(_, used)| used.until <= known).map(|(number, _)| *number);
        let number = match free {
            Some(number) => number,
            None if assertions.used.len() >= REMEMBERED_MAX => return Err(AssertionError::TooMany),
            None => self.catalog.next_id().map_err(AssertionError::Catalog)?,
        };
        let used = Used { name, until, known, line: now.line };
        self.catalog.put(KIND, number, &used.encode()).map_err(AssertionError::Catalog)?;
        assertions.used.insert(number, used);
        Ok(())
    }

    /// The id of a new request for a sign-in. Nothing is stored: the id itself says, under a seal, when it was made.
    #[must_use]
    pub fn sign_in_request(&self, now: Now) -> String {
        // A name in XML does not begin with a digit.
        format!("_{}", self.seal_note(REQUEST, &now.line.0.to_be_bytes()))
    }

    /// Whether a request for a sign-in was made here, and lately.
    #[must_use]
    pub fn is_sign_in_request(&self, id: &str, now: Now) -> bool {
        let made = id.strip_prefix('_').and_then(|note| self.open_note(REQUEST, note));
        let made = made.and_then(|line| <[u8; 8]>::try_from(line.as_slice()).ok()).map(u64::from_be_bytes);
        made.is_some_and(|made| now.line.since_ms(LineMs(made)) < REQUEST_MS_MAX)
    }

    fn assertions(&self) -> std::sync::MutexGuard<'_, Assertions> {
        self.assertions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, fresh, open};
    use super::*;
    use crate::catalog::Image;

    const FIRST: (&str, &str) = ("https://idp.example", "_a1");
    const SECOND: (&str, &str) = ("https://idp.example", "_a2");
    const UNTIL: WallMs = WallMs(500_000);

    fn blind(secs: u64) -> Now {
        Now { wall: WallMs(7), trusted: false, ..at(secs) }
    }

    #[test]
    fn an_assertion_is_used_once() {
        let principals = fresh();

        assert!(principals.use_assertion(FIRST, WallMs(1000), UNTIL, at(1)).is_ok());
        assert!(matches!(
            principals.use_assertion(FIRST, WallMs(1000), UNTIL, at(2)),
            Err(AssertionError::Used)
        ));
        assert!(principals.use_assertion(SECOND, WallMs(1000), UNTIL, at(2)).is_ok());
        let elsewhere = ("https://other.example", "_a1");
        assert!(principals.use_assertion(elsewhere, WallMs(1000), UNTIL, at(2)).is_ok());
    }

    #[test]
    fn a_restart_forgets_neither_assertions_nor_the_time() {
        let (catalog, principals) = open(&Image::default(), 1);
        principals.use_assertion(FIRST, WallMs(90_000), UNTIL, blind(1)).unwrap();

        let (_, principals) = open(&catalog.image().unwrap(), 2);

        assert_eq!(principals.assertion_time(blind(11)), WallMs(100_000));
        let again = principals.use_assertion(FIRST, WallMs(90_000), UNTIL, blind(11));
        assert!(matches!(again, Err(AssertionError::Used)));
    }

    #[test]
    fn what_has_expired_makes_room() {
        let (catalog, principals) = open(&Image::default(), 1);
        principals.use_assertion(FIRST, WallMs(1000), UNTIL, at(1)).unwrap();

        principals.use_assertion(SECOND, WallMs(500_000), WallMs(900_000), at(500)).unwrap();

        assert_eq!(catalog.all(KIND).unwrap().len(), 1);
    }

    #[test]
    fn a_clock_that_is_not_trusted_makes_no_room() {
        let (catalog, principals) = open(&Image::default(), 1);
        let wrong = Now { wall: WallMs(u64::MAX), trusted: false, ..at(1) };
        principals.use_assertion(FIRST, WallMs(1000), UNTIL, wrong).unwrap();

        principals.use_assertion(SECOND, WallMs(2000), UNTIL, wrong).unwrap();

        assert_eq!(catalog.all(KIND).unwrap().len(), 2);
    }

    #[test]
    fn no_more_are_remembered_than_fit() {
        let principals = fresh();
        for number in 0..REMEMBERED_MAX {
            let id = format!("_{number}");
            principals.use_assertion((FIRST.0, &id), WallMs(1000), UNTIL, at(1)).unwrap();
        }

        assert!(matches!(
            principals.use_assertion(FIRST, WallMs(1000), UNTIL, at(1)),
            Err(AssertionError::TooMany)
        ));
        assert!(principals.use_assertion(FIRST, WallMs(500_000), WallMs(900_000), at(500)).is_ok());
    }

    #[test]
    fn a_failing_catalog_uses_nothing() {
        let (catalog, principals) = open(&Image::default(), 1);
        catalog.refuse_writes();

        let refused = principals.use_assertion(FIRST, WallMs(1000), UNTIL, at(1));

        assert!(matches!(refused, Err(AssertionError::Catalog(_))));
    }

    #[test]
    fn a_request_is_known_for_a_while_and_to_its_maker_only() {
        let principals = fresh();
        let id = principals.sign_in_request(at(10));

        assert!(principals.is_sign_in_request(&id, at(10 + 899)));
        assert!(!principals.is_sign_in_request(&id, at(10 + 900)));
        for other in
            ["", "_", "_00", "_é", &id[1..], &id[..id.len() - 1], &principals.sign_in_request(at(10))[1..]]
        {
            assert!(!principals.is_sign_in_request(other, at(10)), "{other}");
        }
    }

    #[test]
    fn the_published_form_is_frozen_and_read_back() {
        let used = Used { name: [7; 32], until: WallMs(9000), known: WallMs(1000), line: LineMs(500) };

        let text: String = used.encode().iter().map(|b| format!("{b:02x}")).collect();

        assert_eq!(text, include_str!("used_assertion_v1.hex").trim());
        assert_eq!(Used::decode(&used.encode()).unwrap(), used);
        for length in 0..used.encode().len() {
            assert!(Used::decode(&used.encode()[..length]).is_err(), "{length}");
        }
    }
}
