//! The account as an issuer of its own: what other services verify GetWebIdentityToken's tokens with.
//!
//! Document grammar, version 1: CBOR map { 0: issuer, 1: enabled, 2: keys \[\[key id, algorithm, made (line ms), PKCS #8\]\] }.

use super::cbor::{self, Fields, Unreadable};
use super::{PrincipalError, Principals};
use crate::Catalog;
use millpond_base::{Entropy, LineMs, Now, Secret, uuid};
use millpond_jose::{Algorithm, Signer};
use serde_json::{Value, json};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use zeroize::Zeroizing;

pub(super) const KIND: &str = "outbound-issuer";
const NUMBER: u64 = 0;
const VERSION: u8 = 1;
const FIELDS: u64 = 3;

/// Where the documents of the issuer begin.
const PATH: &str = "/oidc/";

/// What tokens are signed with.
///
/// # Source
/// STS API Reference, GetWebIdentityToken, SigningAlgorithm.
const ALGORITHMS: [Algorithm; 2] = [Algorithm::Rs256, Algorithm::Es384];

/// How long a key signs before the next one is made.
///
/// # Source
/// Ours; AWS does not say.
const ROTATE_MS: u64 = 90 * 24 * 3_600_000;

/// How long a new key is published before it signs, and an old one after it did: those who verify keep keys for hours, and
/// tokens live for one.
const OVERLAP_MS: u64 = 24 * 3_600_000;

#[derive(Clone, Debug)]
struct Key {
    id: String,
    algorithm: Algorithm,
    made: LineMs,
    pkcs8: Secret,
}

#[derive(Clone, Debug, Default)]
struct Issuer {
    url: String,
    enabled: bool,
    keys: Vec<Key>,
}

/// See the module.
pub struct Outbound {
    issuer: Mutex<Issuer>,
    origin: OnceLock<String>,
}

impl Outbound {
    pub(super) fn open(catalog: &Catalog) -> Result<Self, PrincipalError> {
        let mut issuer = Issuer::default();
        for (id, document) in catalog.all(KIND)? {
            let document = Zeroizing::new(document);
            issuer = Issuer::decode(&document)
                .map_err(|Unreadable| PrincipalError::Document { kind: KIND, id })?;
        }
        Ok(Self { issuer: Mutex::new(issuer), origin: OnceLock::new() })
    }

    /// Sets scheme, host and port under which those who verify reach this gateway.
    pub fn set_origin(&self, origin: String) {
        let _ = self.origin.set(origin);
    }

    /// The issuer, while it issues.
    #[must_use]
    pub fn issuer(&self) -> Option<String> {
        let issuer = self.lock();
        issuer.enabled.then(|| issuer.url.clone())
    }

    /// Signs claims, to which the issuer adds who it is. `None` while it does not issue.
    ///
    /// # Errors
    /// [`PrincipalError::Signing`] when the library refuses.
    pub fn sign(
        &self,
        algorithm: Algorithm,
        mut claims: Value,
        now: Now,
    ) -> Result<Option<String>, PrincipalError> {
        let (url, key) = {
            let issuer = self.lock();
            let Some(key) = issuer.signing(algorithm, now).filter(|_| issuer.enabled) else {
                return Ok(None);
            };
            (issuer.url.clone(), key.clone())
        };
        claims["iss"] = url.into();
        let signer = Signer::from_pkcs8(algorithm, key.pkcs8.expose());
        let token = signer.and_then(|signer| signer.sign(&key.id, &claims));
        token.map(Some).map_err(|_| PrincipalError::Signing)
    }

    /// What the issuer publishes at a path: its discovery document or its keys, as JSON. Also after it stopped to issue,
    /// for tokens that are under way.
    #[must_use]
    pub fn document(&self, path: &str) -> Option<String> {
        if !path.starts_with(PATH) {
            return None;
        }
        let issuer = self.lock();
        let own = issuer.url.find(PATH).map(|at| &issuer.url[at..])?;
        match path.strip_prefix(own)? {
            "/.well-known/openid-configuration" => Some(issuer.discovery()),
            "/.well-known/jwks.json" => issuer.key_set(),
            _ => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Issuer> {
        self.issuer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Principals {
    /// The account as an issuer of its own.
    #[must_use]
    pub const fn outbound(&self) -> &Outbound {
        &self.outbound
    }

    /// Lets the account issue tokens; keys are made at the first time. The issuer is at the configured origin, or else where
    /// the client reached the gateway, and stays the same from then on.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::InUse`] when it issues already, [`PrincipalError::Signing`], [`PrincipalError::Catalog`].
    pub fn enable_outbound(&self, origin: &str, now: Now) -> Result<String, PrincipalError> {
        let _changing = self.change();
        let mut issuer = self.outbound.lock().clone();
        if issuer.enabled {
            return Err(PrincipalError::InUse);
        }
        if issuer.url.is_empty() {
            let origin = self.outbound.origin.get().map_or(origin, String::as_str);
            issuer.url = format!("{origin}{PATH}{}", random_id(&*self.entropy));
        }
        issuer.enabled = true;
        issuer.renew(&*self.entropy, now)?;
        let url = issuer.url.clone();
        self.keep_outbound(issuer)?;
        Ok(url)
    }

    /// Lets the account issue no more tokens. Its keys stay, for tokens under way.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NotAttached`] when it issues none, [`PrincipalError::Catalog`].
    pub fn disable_outbound(&self) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let mut issuer = self.outbound.lock().clone();
        if !issuer.enabled {
            return Err(PrincipalError::NotAttached(String::new()));
        }
        issuer.enabled = false;
        self.keep_outbound(issuer)
    }

    /// Makes new keys when the old ones have signed long enough, and forgets those that nobody needs any more.
    ///
    /// # Errors
    /// [`PrincipalError::Signing`], [`PrincipalError::Catalog`]; it is tried again at the next call.
    pub fn rotate_outbound(&self, now: Now) -> Result<(), PrincipalError> {
        if !self.outbound.lock().is_due(now) {
            return Ok(());
        }
        let _changing = self.change();
        let mut issuer = self.outbound.lock().clone();
        issuer.renew(&*self.entropy, now)?;
        self.keep_outbound(issuer)
    }

    fn keep_outbound(&self, issuer: Issuer) -> Result<(), PrincipalError> {
        self.catalog.put(KIND, NUMBER, &issuer.encode())?;
        *self.outbound.lock() = issuer;
        Ok(())
    }
}

impl Issuer {
    /// The key that signs: the newest that has been published long enough, or the oldest while none has.
    fn signing(&self, algorithm: Algorithm, now: Now) -> Option<&Key> {
        let mut own = self.keys.iter().filter(|key| key.algorithm == algorithm);
        let known = |key: &&Key| now.line.since_ms(key.made) >= OVERLAP_MS;
        own.clone().filter(known).max_by_key(|key| key.made).or_else(|| own.next())
    }

    fn newest(&self, algorithm: Algorithm) -> Option<&Key> {
        self.keys.iter().filter(|key| key.algorithm == algorithm).max_by_key(|key| key.made)
    }

    fn wants(&self, algorithm: Algorithm, now: Now) -> bool {
        self.newest(algorithm).is_none_or(|key| now.line.since_ms(key.made) >= ROTATE_MS)
    }

    /// True for a key whose successor has signed long enough.
    fn is_over(&self, key: &Key, now: Now) -> bool {
        let successor = |other: &&Key| other.algorithm == key.algorithm && other.made > key.made;
        self.keys.iter().filter(successor).any(|other| now.line.since_ms(other.made) >= 2 * OVERLAP_MS)
    }

    fn is_due(&self, now: Now) -> bool {
        let wants = || ALGORITHMS.into_iter().any(|algorithm| self.wants(algorithm, now));
        (self.enabled && wants()) || self.keys.iter().any(|key| self.is_over(key, now))
    }

    fn renew(&mut self, entropy: &dyn Entropy, now: Now) -> Result<(), PrincipalError> {
        for algorithm in ALGORITHMS {
            if self.wants(algorithm, now) {
                let (_, pkcs8) = Signer::generate(algorithm).map_err(|_| PrincipalError::Signing)?;
                let pkcs8 = Secret::new(pkcs8.to_vec());
                self.keys.push(Key { id: random_id(entropy), algorithm, made: now.line, pkcs8 });
            }
        }
        let over: Vec<String> =
            self.keys.iter().filter(|key| self.is_over(key, now)).map(|key| key.id.clone()).collect();
        self.keys.retain(|key| !over.contains(&key.id));
        Ok(())
    }

    /// # Source
    /// OpenID Connect Discovery 1.0, section 3.
    fn discovery(&self) -> String {
        json!({
            "issuer": self.url,
            "jwks_uri": format!("{}/.well-known/jwks.json", self.url),
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ALGORITHMS.map(Algorithm::name),
            "claims_supported": ["iss", "sub", "aud", "exp", "iat", "jti"],
        })
        .to_string()
    }

    fn key_set(&self) -> Option<String> {
        let public = |key: &Key| {
            Signer::from_pkcs8(key.algorithm, key.pkcs8.expose())
                .and_then(|signer| signer.public(&key.id))
                .ok()
        };
        let keys: Vec<Value> = self.keys.iter().map(public).collect::<Option<_>>()?;
        Some(json!({ "keys": keys }).to_string())
    }

    fn encode(&self) -> Zeroizing<Vec<u8>> {
        cbor::write(VERSION, FIELDS, |e| {
            e.u8(0)?.str(&self.url)?.u8(1)?.bool(self.enabled)?.u8(2)?.array(self.keys.len() as u64)?;
            for key in &self.keys {
                e.array(4)?.str(&key.id)?.str(key.algorithm.name())?;
                e.u64(key.made.0)?.bytes(key.pkcs8.expose())?;
            }
            Ok(())
        })
    }

    fn decode(document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let (url, enabled) = (fields.text(0)?, fields.flag(1)?);
        let keys = fields.list(2, |decoder| {
            if decoder.array()? != Some(4) {
                return Err(Unreadable);
            }
            Ok(Key {
                id: decoder.str()?.to_owned(),
                algorithm: Algorithm::named(decoder.str()?).ok_or(Unreadable)?,
                made: LineMs(decoder.u64()?),
                pkcs8: Secret::new(decoder.bytes()?.to_vec()),
            })
        })?;
        fields.end()?;
        Ok(Self { url, enabled, keys })
    }
}

fn random_id(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    uuid(&bytes)
}

/// Reads a document, for `fuzz` alone.
#[cfg(feature = "fuzzing")]
pub(super) fn fuzz_document(bytes: &[u8]) {
    let _ = Issuer::decode(bytes);
}

#[cfg(test)]
#[path = "outbound_tests.rs"]
mod tests;
