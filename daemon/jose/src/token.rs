//! A token, taken apart.

use crate::algorithm::Algorithm;
use crate::strict;
use serde_json::{Map, Value};
use std::fmt;

/// Longest token looked at, in bytes.
///
/// # Source
/// STS API Reference, AssumeRoleWithWebIdentity, WebIdentityToken: 20,000 characters.
const TOKEN_BYTES_MAX: usize = 20_000;

/// The text is no token that may be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Malformed {
    /// It does not have the form of a signed token.
    Form,
    /// It is signed with nothing, with a shared secret, or in a way that nobody knows.
    Algorithm,
    /// It has a header that must be understood and is not.
    Critical,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "this is not a signed JSON web token; send the identity token",
            Self::Algorithm => {
                "the token is not signed with RSA or ECDSA; have the issuer sign with RS256 or ES256"
            }
            Self::Critical => {
                "the token needs an extension that is not known here; have the issuer leave it out"
            }
        })
    }
}

impl std::error::Error for Malformed {}

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unverified {
    /// The set has no key of this name for this algorithm: it may be newer than the set.
    NoSuchKey,
    /// The key did not make this signature.
    WrongSignature,
}

impl fmt::Display for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchKey => "no key of the issuer fits the token; fetch the issuer's keys anew",
            Self::WrongSignature => "the issuer's key did not sign this token; ask the issuer for another",
        })
    }
}

impl std::error::Error for Unverified {}

/// A signed token, taken apart and not yet believed.
#[derive(Clone, Debug)]
pub struct Token<'a> {
    signed: &'a str,
    signature: Vec<u8>,
    algorithm: Algorithm,
    key_id: Option<String>,
    claims: Map<String, Value>,
}

impl<'a> Token<'a> {
    /// Takes a token apart: three parts of base64url without padding, the first two of them JSON objects.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn parse(text: &'a str) -> Result<Self, Malformed> {
        if text.len() > TOKEN_BYTES_MAX {
            return Err(Malformed::Form);
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(Malformed::Form)?;
        let (header, claims) = signed.split_once('.').ok_or(Malformed::Form)?;
        let object = |part: &str| strict::object(&strict::bytes(part)?);
        let header = object(header).ok_or(Malformed::Form)?;
        let named = header.get("alg").and_then(Value::as_str).and_then(Algorithm::named);
        let algorithm = named.ok_or(Malformed::Algorithm)?;
        if header.contains_key("crit") {
            return Err(Malformed::Critical);
        }
        let key_id = match header.get("kid") {
            None => None,
            Some(Value::String(id)) => Some(id.clone()),
            Some(_) => return Err(Malformed::Form),
        };
        Ok(Self {
            signed,
            signature: strict::bytes(signature).ok_or(Malformed::Form)?,
            algorithm,
            key_id,
            claims: object(claims).ok_or(Malformed::Form)?,
        })
    }

    /// What it says it is signed with.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The name of the key it says it is signed with.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// What it states. Nobody has proven it before [`crate::KeySet::verify`] succeeded.
    #[must_use]
    pub const fn claims(&self) -> &Map<String, Value> {
        &self.claims
    }

    pub(crate) const fn signed(&self) -> &str {
        self.signed
    }

    pub(crate) fn signature(&self) -> &[u8] {
        &self.signature
    }
}
