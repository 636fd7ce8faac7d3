//! The keys of OpenID Connect providers: fetched by the binary, kept sealed, and believed for a while without their issuer.
//!
//! Document grammar, version 1, by the provider's number: CBOR map { 0: keys (JWK set), 1: fetched (wall ms), 2: fetched
//! (line ms), 3: the clock was trusted then }, and where the issuer said it { 4: its own time (s) }.

use super::cbor::{self, Fields, Unreadable};
use super::record::Record;
use super::{OidcProvider, PrincipalError, Principals};
use crate::Catalog;
use millpond_base::{LineMs, Now, TrackId, WallMs};
use millpond_jose::KeySet;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use zeroize::Zeroizing;

pub(super) const KIND: &str = "oidc-keys";
const VERSION: u8 = 1;
const FIELDS: u64 = 4;

/// The bell of those who wait for an issuer's keys. No track has this number.
pub const ISSUER_BELL: TrackId = TrackId(u32::MAX);

/// How often keys are fetched that nobody asked for.
///
/// # Source
/// Ours: issuers rotate keys in days, and publish new ones ahead. One fetch with TLS is some 8 kB.
const REFRESH_MS: u64 = 6 * 3_600_000;

/// How soon a fetch that failed is tried again; doubled at each failure up to [`REFRESH_MS`].
const RETRY_MS: u64 = 60_000;

/// How long one fetch for an unknown key keeps off the next: nobody can make a gateway call an issuer more often.
const ASK_AGAIN_MS: u64 = 60_000;

/// How long a caller waits for a fetch.
///
/// # Source
/// Ours: the fetch itself gives up after 8 s, and clients do after a minute.
const WAIT_MS: u64 = 10_000;

/// Keys that did not change are written down again after this long, so that their age survives a restart.
const WRITE_AGAIN_MS: u64 = 24 * 3_600_000;

/// How long keys are believed while their issuer cannot be reached, unless the configuration says otherwise.
const GRACE_MS: u64 = 7 * 24 * 3_600_000;

/// Why an issuer's keys are not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FetchFailure {
    /// The issuer did not answer.
    Unreachable,
    /// The certificate it showed is neither trusted nor one of the provider's thumbprints.
    Untrusted,
    /// What it answered is no discovery document of this issuer, or no set of keys.
    Unusable,
}

impl fmt::Display for FetchFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreachable => "the issuer cannot be reached; look at the link and at the issuer",
            Self::Untrusted => "the issuer's certificate is not trusted; add its thumbprint to the provider",
            Self::Unusable => "the issuer publishes no keys that can be used; look at its discovery document",
        })
    }
}

impl std::error::Error for FetchFailure {}

/// Keys to be fetched.
#[derive(Clone, Debug)]
pub struct Errand {
    /// The provider's number, to answer with.
    pub number: u64,
    /// What it is called in IAM.
    pub provider: Arc<OidcProvider>,
}

/// What an issuer answered.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Its keys.
    pub keys: KeySet,
    /// What time it is there, in seconds; `None` when it did not say.
    pub secs: Option<u64>,
}

/// How an issuer's keys stand.
#[derive(Clone, Debug)]
pub enum Standing {
    /// They were fetched lately.
    Fresh(Arc<KeySet>),
    /// The issuer could not be reached since, and is believed for a while.
    Cached {
        /// The keys.
        keys: Arc<KeySet>,
        /// How long ago they were fetched, in seconds.
        age_secs: u64,
    },
    /// There are none, or they are too old.
    Missing(Option<FetchFailure>),
}

/// Keys that were fetched.
#[derive(Clone, Debug)]
struct Kept {
    keys: Arc<KeySet>,
    wall: WallMs,
    line: LineMs,
    trusted: bool,
    secs: Option<u64>,
}

/// What is known of one issuer.
#[derive(Debug, Default)]
struct Known {
    kept: Option<Kept>,
    /// When the keys on flash were written.
    written: Option<LineMs>,
    /// When to fetch next; `None` for at once.
    due: Option<LineMs>,
    fetching: bool,
    /// When somebody last asked for keys that were not there.
    asked: Option<LineMs>,
    failure: Option<FetchFailure>,
    failures: u32,
    /// The newest time that a token of this issuer was made at, in seconds, and when it was shown.
    newest: Option<(u64, LineMs)>,
}

type Wake = Box<dyn Fn() + Send + Sync>;

/// The keys of every OpenID Connect provider.
pub struct Issuers {
    known: Mutex<BTreeMap<u64, Known>>,
    grace_ms: AtomicU64,
    wake: OnceLock<Wake>,
}

impl Issuers {
    pub(super) fn open(catalog: &Catalog) -> Result<Self, PrincipalError> {
        let mut known = BTreeMap::new();
        for (id, document) in catalog.all(KIND)? {
            let unknown = |Unreadable| PrincipalError::Document { kind: KIND, id };
            let kept = Kept::decode(&document).map_err(unknown)?;
            // Fetched soon after the start, since nobody knows how long the gateway was off.
            known.insert(id, Known { written: Some(kept.line), kept: Some(kept), ..Known::default() });
        }
        Ok(Self { known: Mutex::new(known), grace_ms: AtomicU64::new(GRACE_MS), wake: OnceLock::new() })
    }

    /// Sets how long keys are believed while their issuer cannot be reached.
    pub fn set_grace_ms(&self, grace_ms: u64) {
        self.grace_ms.store(grace_ms, Ordering::Relaxed);
    }

    /// Connects who fetches; it is called when a fetch is wanted at once. Only the first connection counts.
    pub fn connect(&self, wake: Wake) {
        let _ = self.wake.set(wake);
    }

    /// How a provider's keys stand.
    #[must_use]
    pub fn standing(&self, provider: &OidcProvider, now: Now) -> Standing {
        let known = self.lock();
        let Some(known) = known.get(&provider.number()) else { return Standing::Missing(None) };
        let Some(kept) = &known.kept else { return Standing::Missing(known.failure) };
        let age_ms = kept.age_ms(now);
        let keys = Arc::clone(&kept.keys);
        if known.failure.is_none() && age_ms <= REFRESH_MS + RETRY_MS {
            return Standing::Fresh(keys);
        }
        if age_ms > self.grace_ms.load(Ordering::Relaxed) {
            return Standing::Missing(known.failure);
        }
        Standing::Cached { keys, age_secs: age_ms / 1000 }
    }

    /// Asks for a provider's keys because one is missing. Says until when to wait for them; `None` when they were asked for
    /// a moment ago, and the answer is there.
    pub fn want(&self, provider: &OidcProvider, now: Now) -> Option<LineMs> {
        let mut all = self.lock();
        let known = all.entry(provider.number()).or_default();
        if let Some(asked) = known.asked {
            let is_pending = known.fetching || known.due.is_none();
            if is_pending && now.line < asked.after_ms(WAIT_MS) {
                return Some(asked.after_ms(WAIT_MS));
            }
            if now.line < asked.after_ms(ASK_AGAIN_MS) {
                return None;
            }
        }
        (known.asked, known.due) = (Some(now.line), None);
        drop(all);
        if let Some(wake) = self.wake.get() {
            wake();
        }
        Some(now.line.after_ms(WAIT_MS))
    }

    /// A provider was changed: what kept it from being fetched may be gone.
    pub(super) fn changed(&self, number: u64) {
        if let Some(known) = self.lock().get_mut(&number)
            && known.failure.is_some()
        {
            (known.due, known.asked, known.failures) = (None, None, 0);
        }
    }

    /// Notes that a token of this issuer was believed, and when it says it was made.
    pub fn believed(&self, provider: &OidcProvider, made_secs: u64, now: Now) {
        let mut all = self.lock();
        let known = all.entry(provider.number()).or_default();
        if known.newest.is_none_or(|newest| since(newest, now) < made_secs) {
            known.newest = Some((made_secs, now.line));
        }
    }

    /// What time it is, in seconds, as far as this issuer's tokens go: by a trusted clock, or else no less than the newest
    /// time that the issuer itself stated, carried forward on the device timeline. 0 when nobody knows.
    #[must_use]
    pub fn time_secs(&self, provider: &OidcProvider, now: Now) -> u64 {
        if now.trusted {
            return now.wall.secs();
        }
        let all = self.lock();
        let Some(known) = all.get(&provider.number()) else { return 0 };
        let fetched = known.kept.as_ref().and_then(|kept| Some((kept.secs?, kept.line)));
        [known.newest, fetched].into_iter().flatten().map(|stated| since(stated, now)).max().unwrap_or(0)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stated time, carried forward.
fn since((secs, line): (u64, LineMs), now: Now) -> u64 {
    secs.saturating_add(now.line.since_ms(line) / 1000)
}

impl Principals {
    /// The keys of OpenID Connect providers.
    #[must_use]
    pub const fn issuers(&self) -> &Issuers {
        &self.issuers
    }

    /// Keys that are to be fetched now. Each is handed out once, until it is answered.
    #[must_use]
    pub fn errands(&self, now: Now) -> Vec<Errand> {
        let mut all = self.issuers.lock();
        let mut errands = Vec::new();
        for provider in self.listed::<OidcProvider>() {
            let known = all.entry(provider.number()).or_default();
            if !known.fetching && known.due.is_none_or(|due| now.line >= due) {
                known.fetching = true;
                // `due` stays as it is: whoever asked sees that the answer is not there yet.
                errands.push(Errand { number: provider.number(), provider });
            }
        }
        errands
    }

    /// Takes what an issuer answered.
    ///
    /// # Durability
    /// New keys are on flash when this returns; those that are known already are written once a day.
    /// # Errors
    /// [`PrincipalError::Catalog`]; the keys are known to memory all the same.
    pub fn answered(
        &self,
        number: u64,
        answer: Result<Fetched, FetchFailure>,
        now: Now,
    ) -> Result<(), PrincipalError> {
        // Held so that the provider cannot be deleted meanwhile and leave its keys behind.
        let _changing = self.change();
        let is_there = self.listed::<OidcProvider>().iter().any(|provider| provider.number() == number);
        let mut all = self.issuers.lock();
        if !is_there {
            all.remove(&number);
            return Ok(());
        }
        let known = all.entry(number).or_default();
        known.fetching = false;
        let fetched = match answer {
            Ok(fetched) => fetched,
            Err(failure) => {
                let wait_ms = (RETRY_MS << known.failures.min(16)).min(REFRESH_MS);
                known.failures = known.failures.saturating_add(1);
                (known.failure, known.due) = (Some(failure), Some(now.line.after_ms(wait_ms)));
                return Ok(());
            }
        };
        (known.failure, known.failures, known.due) = (None, 0, Some(now.line.after_ms(REFRESH_MS)));
        let is_new = known.kept.as_ref().is_none_or(|kept| *kept.keys != fetched.keys);
        let kept = Kept {
            keys: Arc::new(fetched.keys),
            wall: now.wall,
            line: now.line,
            trusted: now.trusted,
            secs: fetched.secs,
        };
        let document = kept.encode();
        known.kept = Some(kept);
        let is_due = known.written.is_none_or(|last| now.line.since_ms(last) >= WRITE_AGAIN_MS);
        if !is_new && !is_due {
            return Ok(());
        }
        drop(all);
        self.catalog.put(KIND, number, &document)?;
        self.issuers.lock().entry(number).or_default().written = Some(now.line);
        Ok(())
    }

    /// Forgets the keys of a provider that is deleted. The caller holds `changing`.
    pub(super) fn forget_keys(&self, number: u64) -> Result<(), PrincipalError> {
        self.issuers.lock().remove(&number);
        self.catalog.remove(KIND, number)?;
        Ok(())
    }
}

impl Kept {
    /// How long ago it was, by the device timeline, and by the wall clock where that was trusted then and is now, which knows
    /// of time that passed while the device was off.
    fn age_ms(&self, now: Now) -> u64 {
        let by_line = now.line.since_ms(self.line);
        let by_wall = if self.trusted && now.trusted { now.wall.0.saturating_sub(self.wall.0) } else { 0 };
        by_line.max(by_wall)
    }

    fn encode(&self) -> Zeroizing<Vec<u8>> {
        cbor::write(VERSION, FIELDS + u64::from(self.secs.is_some()), |e| {
            e.u8(0)?.str(&self.keys.to_json())?.u8(1)?.u64(self.wall.0)?;
            e.u8(2)?.u64(self.line.0)?.u8(3)?.bool(self.trusted)?;
            cbor::put_maybe_number(e, 4, self.secs)
        })
    }

    fn decode(document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let kept = Self {
            keys: Arc::new(KeySet::parse(fields.at(0)?.str()?.as_bytes()).map_err(|_| Unreadable)?),
            wall: WallMs(fields.number(1)?),
            line: LineMs(fields.number(2)?),
            trusted: fields.flag(3)?,
            secs: fields.maybe_number(4)?,
        };
        fields.end()?;
        Ok(kept)
    }
}

/// Reads a document, for `fuzz` alone.
#[cfg(feature = "fuzzing")]
pub(super) fn fuzz_document(bytes: &[u8]) {
    let _ = Kept::decode(bytes);
}

#[cfg(test)]
#[path = "issuers_tests.rs"]
mod tests;
