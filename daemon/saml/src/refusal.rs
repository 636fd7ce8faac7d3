//! Why a response is not believed.

use std::fmt;

/// Why a response is not believed. A variant says what its sender would have to change; which of several faults is told
/// first is no secret, because all of them end the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// Not base64, not XML, or XML that a response needs nothing of: document types, instructions, too large, too deep.
    Unreadable,
    /// Not a SAML 2.0 Response.
    NotAResponse,
    /// The provider did not let its user in; the status code says why.
    Unsuccessful(String),
    /// Something in it is encrypted.
    Encrypted,
    /// Not exactly one assertion, as a child of the response.
    NotOneAssertion,
    /// Two elements have the same id, or one that is needed has none.
    AmbiguousId,
    /// No signature where there must be one, or one where there must be none.
    SignaturePlace,
    /// A signature of another make than the one profile, or with an algorithm that is not believed.
    SignatureForm(&'static str),
    /// No key of the provider made this signature, or what it is over was changed.
    SignatureInvalid,
    /// From somebody else than the provider.
    Issuer,
    /// For somebody else.
    Audience,
    /// To be delivered elsewhere.
    Recipient,
    /// The subject, or how it is confirmed, is not what a browser's sign-in has.
    Subject(&'static str),
    /// A condition that is not understood, or a date that is none.
    Conditions,
    /// From the future.
    TooEarly,
    /// Its time has passed.
    Expired,
    /// Issued too long ago.
    Stale,
    /// An answer to a request that was not made here.
    NotAsked,
    /// It lacks a statement that is needed, or has too many.
    Statement(&'static str),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => {
                f.write_str("the response is not base64 of the strict kind of XML that is accepted")
            }
            Self::NotAResponse => f.write_str("the outermost element is no SAML 2.0 Response"),
            Self::Unsuccessful(code) => write!(f, "the identity provider answered with status {code}"),
            Self::Encrypted => {
                f.write_str("encrypted assertions are not accepted; send them signed and in clear over TLS")
            }
            Self::NotOneAssertion => f.write_str("a response must have exactly one assertion, as its child"),
            Self::AmbiguousId => f.write_str("an ID is missing, or given twice"),
            Self::SignaturePlace => f.write_str(
                "the assertion or the response must be signed, by a child of the element that is signed",
            ),
            Self::SignatureForm(what) => write!(f, "the signature is not of the accepted form: {what}"),
            Self::SignatureInvalid => f.write_str("no key of the provider's metadata made this signature"),
            Self::Issuer => f.write_str("the issuer is not the provider's entity id"),
            Self::Audience => f.write_str("the response is for another audience"),
            Self::Recipient => f.write_str("the response is for another recipient"),
            Self::Subject(what) => write!(f, "the subject is not confirmed as it must be: {what}"),
            Self::Conditions => f.write_str("a condition or a date is not understood"),
            Self::TooEarly => f.write_str("the assertion is not valid yet; compare the clocks"),
            Self::Expired => f.write_str("the assertion has expired"),
            Self::Stale => f.write_str("the assertion was issued too long ago; sign in again"),
            Self::NotAsked => {
                f.write_str("the response answers a request that was not made here, or not lately")
            }
            Self::Statement(what) => write!(f, "the assertion lacks {what}"),
        }
    }
}

impl std::error::Error for Refusal {}
