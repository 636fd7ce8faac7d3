//! AWS Signature Version 4, both directions: verifying what clients send and signing what we send upstream.
//!
//! Goals: the canonical request is built from the request exactly as received, so that no parser between the socket
//! and the signature can change its meaning; every comparison of secrets is constant-time; every refusal uses AWS's
//! words and comes in AWS's order.
//! Non-goals: SigV4a, and the chunk signatures of S3 streaming bodies.
//!
//! A server takes four steps:
//!
//! 1. [`parse`] reads the `Authorization` header or the `X-Amz-*` query into a [`Claim`];
//! 2. [`Claim::check`] judges its time and scope, before any secret is looked up;
//! 3. the caller finds the secret of [`Claim::access_key_id`];
//! 4. [`Claim::verify`] repeats step 2 and compares signatures, and [`ReplayGuard::admit`] has the last word.

mod canonical;
mod claim;
mod date;
mod error;
mod key;
mod replay;
mod sign;
#[cfg(test)]
mod vectors;

pub use canonical::percent_encode;
pub use claim::{Claim, Expected, parse};
pub use date::AmzDate;
pub use error::{AuthError, AuthErrorKind};
pub use key::SigningKeys;
pub use replay::ReplayGuard;
pub use sign::{By, Credentials, Target, presign, sign, sign_by};

use aws_lc_rs::digest;
use millpond_base::hex;

/// `AWS4-HMAC-SHA256`, the only algorithm honoured.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// What every credential scope ends in.
const TERMINATOR: &str = "aws4_request";

/// A request as it came off the wire, before anything was decoded.
///
/// Invariant: `headers` keeps the received order and repeats, and holds `host` (from `:authority` under HTTP/2).
#[derive(Clone, Copy, Debug)]
pub struct RawRequest<'a> {
    /// `POST`.
    pub method: &'a str,
    /// Everything before the `?`, undecoded.
    pub path: &'a str,
    /// Everything after the `?`, undecoded; empty when there is none.
    pub query: &'a str,
    /// Names in any case, with their values untrimmed.
    pub headers: &'a [(&'a str, &'a [u8])],
}

impl<'a> RawRequest<'a> {
    /// The first value of a header, trimmed; `None` when absent or not UTF-8.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let (_, value) = self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(value).ok().map(str::trim)
    }

    /// The first value of a query parameter, decoded; `None` when absent.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        canonical::parameters(self.query)
            .find(|(key, _)| key.as_slice() == name.as_bytes())
            .map(|(_, value)| String::from_utf8_lossy(&value).into_owned())
    }
}

/// SHA-256 of a body, as signatures need it.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}
