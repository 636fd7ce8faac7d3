//! Why a request was not believed, in AWS's words.

use std::fmt;

/// A refusal to believe who sent a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthError {
    /// Which error the client sees.
    pub kind: AuthErrorKind,
    /// The text the client sees.
    pub message: String,
}

/// The errors of authentication; each protocol has its own code for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthErrorKind {
    /// The request carries no signature.
    MissingToken,
    /// The signature lacks a part or a part is malformed.
    Incomplete,
    /// The signature is complete, but wrong, too old, too new or for something else.
    InvalidSignature,
    /// The access key or session token is not ours.
    UnknownKey,
    /// The session has ended.
    ExpiredToken,
}

impl AuthErrorKind {
    /// Code and HTTP status in the JSON and CBOR protocols.
    #[must_use]
    pub const fn json(self) -> (&'static str, u16) {
        match self {
            Self::MissingToken => ("MissingAuthenticationTokenException", 400),
            Self::Incomplete => ("IncompleteSignatureException", 400),
            Self::InvalidSignature => ("InvalidSignatureException", 400),
            Self::UnknownKey => ("UnrecognizedClientException", 400),
            Self::ExpiredToken => ("ExpiredTokenException", 400),
        }
    }

    /// Code and HTTP status in the query protocol.
    ///
    /// # Source
    /// AWS STS API Reference, Common Errors.
    #[must_use]
    pub const fn query(self) -> (&'static str, u16) {
        match self {
            Self::MissingToken => ("MissingAuthenticationToken", 403),
            Self::Incomplete => ("IncompleteSignature", 400),
            Self::InvalidSignature => ("SignatureDoesNotMatch", 403),
            Self::UnknownKey => ("InvalidClientTokenId", 403),
            Self::ExpiredToken => ("ExpiredToken", 403),
        }
    }
}

impl AuthError {
    /// An access key that does not exist, is inactive, or whose session token is absent or not ours.
    ///
    /// One text for all of them: a caller without the key must not learn which.
    #[must_use]
    pub fn unknown_key() -> Self {
        Self::new(AuthErrorKind::UnknownKey, "The security token included in the request is invalid.")
    }

    /// A session that has ended.
    #[must_use]
    pub fn expired_token() -> Self {
        Self::new(AuthErrorKind::ExpiredToken, "The security token included in the request is expired")
    }

    pub(super) fn new(kind: AuthErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    pub(super) fn incomplete(message: impl Into<String>) -> Self {
        Self::new(AuthErrorKind::Incomplete, message)
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(AuthErrorKind::InvalidSignature, message)
    }

    pub(super) fn mismatch() -> Self {
        Self::invalid(
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
             Access Key and signing method. Consult the service documentation for details.",
        )
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for AuthError {}
