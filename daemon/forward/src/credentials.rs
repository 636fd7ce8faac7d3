//! Which credentials to sign with, and when to ask for new ones.

use crate::backoff::{REPAIR, TRANSIENT, random_below};
use crate::failure::Failure;
use millpond_base::{Entropy, LineMs, Secret};

/// New credentials are asked for this long before the old ones end, or at four fifths of their life if that is
/// sooner. A site may be cut off from its upstream for minutes at a time.
const AHEAD_MS: u64 = 300_000;

/// One in so many parts of their life is what renewal is spread over, before that time: gateways that were switched on together, or
/// that lost the same upstream, do not ask in step.
const SPREAD: u64 = 10;

/// The end of what does not end.
pub const NEVER: LineMs = LineMs(u64::MAX);

/// A key, its secret and, for an assumed role, its token.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Names the key.
    pub access_key_id: String,
    /// Signs.
    pub secret: Secret,
    /// Sent along with an assumed role's key.
    pub token: Option<String>,
}

/// Why new credentials could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FetchError(pub Failure);

/// What to do before signing.
#[derive(Debug)]
pub enum Standing<'a> {
    /// Sign with these.
    Ready {
        /// The credentials.
        credentials: &'a Credentials,
        /// Ask for new ones at the next occasion; these still hold.
        renew: bool,
    },
    /// Ask for new ones now; there are none.
    Fetch,
    /// There are none, and asking again must wait.
    Wait {
        /// When to ask again.
        until: LineMs,
        /// Why the last attempt failed.
        failure: Failure,
    },
}

/// The credentials of one upstream, shared by its routes.
#[derive(Debug, Default)]
pub struct Session {
    held: Option<Held>,
    /// Attempts that failed since the last that did not.
    failures: u32,
    retry: Option<(LineMs, Failure)>,
}

#[derive(Debug)]
struct Held {
    credentials: Credentials,
    renew_at: LineMs,
    ends_at: LineMs,
}

impl Session {
    /// What to do before signing at `now`.
    #[must_use]
    pub fn standing(&self, now: LineMs) -> Standing<'_> {
        let blocked = self.retry.filter(|(until, _)| now < *until);
        match (&self.held, blocked) {
            (Some(held), _) if now < held.ends_at => {
                let renew = now >= held.renew_at && blocked.is_none();
                Standing::Ready { credentials: &held.credentials, renew }
            }
            (_, Some((until, failure))) => Standing::Wait { until, failure },
            (_, None) => Standing::Fetch,
        }
    }

    /// Takes new credentials that end at `ends_at`; those that do not end have [`NEVER`] there. `entropy` spreads their renewal.
    pub fn fetched(&mut self, credentials: Credentials, ends_at: LineMs, now: LineMs, entropy: &dyn Entropy) {
        let life_ms = ends_at.since_ms(now);
        let latest = (life_ms / 5 * 4).min(life_ms.saturating_sub(AHEAD_MS).max(life_ms / 2));
        let renew_at = match ends_at {
            NEVER => NEVER,
            _ => now.after_ms(latest - random_below(life_ms / SPREAD + 1, entropy)),
        };
        self.held = Some(Held { credentials, renew_at, ends_at });
        self.failures = 0;
        self.retry = None;
    }

    /// Learns that the credentials of this key end at another time than was thought.
    pub fn corrected(&mut self, access_key_id: &str, ends_at: LineMs, now: LineMs, entropy: &dyn Entropy) {
        if let Some(held) = self.held.take_if(|held| held.credentials.access_key_id == access_key_id) {
            let (failures, retry) = (self.failures, self.retry);
            self.fetched(held.credentials, ends_at, now, entropy);
            (self.failures, self.retry) = (failures, retry);
        }
    }

    /// Notes that asking failed. Credentials that still hold stay in use.
    pub fn failed(&mut self, error: FetchError, now: LineMs, entropy: &dyn Entropy) {
        let FetchError(failure) = error;
        let delay_ms = match failure {
            Failure::Unreachable | Failure::Throttled => TRANSIENT.full_jitter_ms(self.failures, entropy),
            Failure::Refused | Failure::Missing | Failure::Rejected => {
                REPAIR.half_jitter_ms(self.failures, entropy)
            }
        };
        self.failures = self.failures.saturating_add(1);
        self.retry = Some((now.after_ms(delay_ms), failure));
    }

    /// Notes that the upstream does not accept these credentials: they are not used again. Others that came since
    /// are kept, so that several lanes which were refused together ask once.
    pub fn refused(&mut self, access_key_id: &str) {
        self.held.take_if(|held| held.credentials.access_key_id == access_key_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::SeededEntropy;

    const HOUR_MS: u64 = 3_600_000;

    fn credentials(id: &str) -> Credentials {
        Credentials { access_key_id: id.into(), secret: Secret::new(vec![1]), token: None }
    }

    fn issued(session: &mut Session, id: &str, life_ms: u64, now: u64) {
        session.fetched(credentials(id), LineMs(now + life_ms), LineMs(now), &SeededEntropy::new(now));
    }

    /// The standing in one word.
    fn word(session: &Session, now: u64) -> String {
        match session.standing(LineMs(now)) {
            Standing::Ready { credentials, renew } => format!("{} {renew}", credentials.access_key_id),
            Standing::Fetch => "fetch".into(),
            Standing::Wait { failure, .. } => format!("wait {failure:?}"),
        }
    }

    /// When renewal of a life that begins at 0 is asked for, over many gateways.
    fn renewals(life_ms: u64) -> Vec<u64> {
        let renewal = |seed| {
            let mut session = Session::default();
            session.fetched(credentials("ASIA1"), LineMs(life_ms), LineMs(0), &SeededEntropy::new(seed));
            session.held.unwrap().renew_at.0
        };
        (0..500).map(renewal).collect()
    }

    #[test]
    fn a_plain_key_is_always_ready() {
        let mut session = Session::default();

        session.fetched(credentials("AKIA"), NEVER, LineMs(5), &SeededEntropy::new(1));

        assert_eq!(word(&session, u64::MAX - 1), "AKIA false");
    }

    #[test]
    fn credentials_are_asked_for_first_and_renewed_before_they_end() {
        let mut session = Session::default();
        assert_eq!(word(&session, 0), "fetch");

        issued(&mut session, "ASIA1", HOUR_MS, 0);

        assert_eq!(word(&session, HOUR_MS * 7 / 10 - 1), "ASIA1 false");
        assert_eq!(word(&session, HOUR_MS * 4 / 5), "ASIA1 true");
        assert_eq!(word(&session, HOUR_MS - 1), "ASIA1 true");
        assert_eq!(word(&session, HOUR_MS), "fetch");
    }

    #[test]
    fn renewal_is_spread_and_never_late() {
        for (life_ms, earliest, latest) in [
            (HOUR_MS, HOUR_MS * 7 / 10, HOUR_MS * 4 / 5),
            (900_000, 510_000, 600_000),
            (600_000, 240_000, 300_000),
        ] {
            let renewals = renewals(life_ms);

            assert!(renewals.iter().all(|at| (earliest..=latest).contains(at)), "{life_ms}");
            let third = (latest - earliest) / 3;
            assert!(renewals.iter().any(|at| *at <= earliest + third));
            assert!(renewals.iter().any(|at| *at >= latest - third));
        }
    }

    #[test]
    fn an_end_that_was_guessed_is_corrected() {
        let mut session = Session::default();
        issued(&mut session, "ASIA1", HOUR_MS, 0);

        session.corrected("ASIA2", LineMs(5), LineMs(1), &SeededEntropy::new(1));
        assert_eq!(word(&session, 6), "ASIA1 false", "of other credentials");
        session.corrected("ASIA1", LineMs(5), LineMs(6), &SeededEntropy::new(1));

        assert_eq!(word(&session, 6), "fetch");
    }

    #[test]
    fn what_still_holds_is_used_while_renewal_fails() {
        let mut session = Session::default();
        issued(&mut session, "ASIA1", HOUR_MS, 0);
        let now = HOUR_MS * 4 / 5;

        session.failed(FetchError(Failure::Refused), LineMs(now), &SeededEntropy::new(1));

        assert_eq!(word(&session, now), "ASIA1 false", "not asked for again at once");
        assert_eq!(word(&session, now + 300_000), "ASIA1 true");
        session.failed(FetchError(Failure::Refused), LineMs(HOUR_MS - 1), &SeededEntropy::new(1));
        assert_eq!(word(&session, HOUR_MS), "wait Refused");
    }

    #[test]
    fn refused_credentials_are_dropped_once() {
        let mut session = Session::default();
        issued(&mut session, "ASIA1", HOUR_MS, 0);

        session.refused("ASIA1");
        assert_eq!(word(&session, 1), "fetch");
        issued(&mut session, "ASIA2", HOUR_MS, 1);
        session.refused("ASIA1");

        assert_eq!(word(&session, 2), "ASIA2 false", "a late refusal of the old ones must not drop the new");
    }
}
