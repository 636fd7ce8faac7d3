//! Which credentials to sign with, and when to ask for new ones.

use crate::backoff::{REPAIR, TRANSIENT};
use crate::failure::Failure;
use millpond_base::{Entropy, LineMs, Secret};

/// New credentials are asked for this long before the old ones end, or at four fifths of their life if that is
/// sooner. A site may be cut off from its upstream for minutes at a time.
const AHEAD_MS: u64 = 300_000;

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

/// Where credentials come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A key that does not end.
    Key,
    /// A role that is assumed with the key, for a limited time.
    Role,
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
#[derive(Debug)]
pub struct Session {
    source: Source,
    key: Credentials,
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
    /// A session that has nothing but its key yet.
    #[must_use]
    pub const fn new(source: Source, key: Credentials) -> Self {
        Self { source, key, held: None, failures: 0, retry: None }
    }

    /// The key itself, which signs the request for a role.
    #[must_use]
    pub const fn key(&self) -> &Credentials {
        &self.key
    }

    /// What to do before signing at `now`.
    #[must_use]
    pub fn standing(&self, now: LineMs) -> Standing<'_> {
        if self.source == Source::Key {
            return Standing::Ready { credentials: &self.key, renew: false };
        }
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

    /// Takes new credentials that hold for `life_ms` from `now` on, both by the upstream's clock.
    pub fn fetched(&mut self, credentials: Credentials, life_ms: u64, now: LineMs) {
        let until_renewal = (life_ms / 5 * 4).min(life_ms.saturating_sub(AHEAD_MS).max(life_ms / 2));
        let (renew_at, ends_at) = (now.after_ms(until_renewal), now.after_ms(life_ms));
        self.held = Some(Held { credentials, renew_at, ends_at });
        self.failures = 0;
        self.retry = None;
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

    fn role() -> Session {
        Session::new(Source::Role, credentials("AKIA"))
    }

    /// The standing in one word.
    fn word(session: &Session, now: u64) -> String {
        match session.standing(LineMs(now)) {
            Standing::Ready { credentials, renew } => format!("{} {renew}", credentials.access_key_id),
            Standing::Fetch => "fetch".into(),
            Standing::Wait { failure, .. } => format!("wait {failure:?}"),
        }
    }

    #[test]
    fn a_plain_key_is_always_ready() {
        assert_eq!(word(&Session::new(Source::Key, credentials("AKIA")), u64::MAX), "AKIA false");
    }

    #[test]
    fn a_role_is_asked_for_first_and_renewed_before_it_ends() {
        let mut session = role();
        assert_eq!(word(&session, 0), "fetch");

        session.fetched(credentials("ASIA1"), HOUR_MS, LineMs(0));

        assert_eq!(word(&session, HOUR_MS * 4 / 5 - 1), "ASIA1 false");
        assert_eq!(word(&session, HOUR_MS * 4 / 5), "ASIA1 true");
        assert_eq!(word(&session, HOUR_MS - 1), "ASIA1 true");
        assert_eq!(word(&session, HOUR_MS), "fetch");
    }

    #[test]
    fn the_shortest_role_is_renewed_five_minutes_ahead() {
        let mut session = role();

        session.fetched(credentials("ASIA1"), 900_000, LineMs(0));

        assert_eq!(word(&session, 599_999), "ASIA1 false");
        assert_eq!(word(&session, 600_000), "ASIA1 true");
    }

    #[test]
    fn what_still_holds_is_used_while_renewal_fails() {
        let mut session = role();
        session.fetched(credentials("ASIA1"), HOUR_MS, LineMs(0));
        let now = HOUR_MS * 4 / 5;

        session.failed(FetchError(Failure::Refused), LineMs(now), &SeededEntropy::new(1));

        assert_eq!(word(&session, now), "ASIA1 false", "not asked for again at once");
        assert_eq!(word(&session, now + 300_000), "ASIA1 true");
        session.failed(FetchError(Failure::Refused), LineMs(HOUR_MS - 1), &SeededEntropy::new(1));
        assert_eq!(word(&session, HOUR_MS), "wait Refused");
    }

    #[test]
    fn refused_credentials_are_dropped_once() {
        let mut session = role();
        session.fetched(credentials("ASIA1"), HOUR_MS, LineMs(0));

        session.refused("ASIA1");
        assert_eq!(word(&session, 1), "fetch");
        session.fetched(credentials("ASIA2"), HOUR_MS, LineMs(1));
        session.refused("ASIA1");

        assert_eq!(word(&session, 2), "ASIA2 false", "a late refusal of the old ones must not drop the new");
    }
}
