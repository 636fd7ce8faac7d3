//! SAML 2.0 as far as a service provider needs it: an identity provider's metadata, and its signed answers.
//!
//! # Goals
//! - A claim is read from the very element whose signature was verified, in one document tree that both share.
//! - What a strict reading does not need is refused before it is looked at: document types, processing instructions, a second
//!   assertion, a transform that selects, an algorithm that is broken, a key that the message brings along.
//! - Hostile input costs no more than its own size: bytes, depth, elements and attributes are bounded first.
//!
//! # Non-goals
//! - Signing and encrypting; artifacts, logout and every binding but POST (answers) and Redirect (requests).
//! - Sockets, clocks and memory: the caller says what time it is, and remembers which assertions were used.
//!
//! # Invariants
//! - No input makes a reader panic.
//! - [`verify`] returns claims only of an assertion that is covered by a signature of a key in the given metadata.
//!
//! README.md lists the rules, and where each comes from.

mod c14n;
mod certificate;
mod claims;
mod conditions;
mod date;
mod document;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod metadata;
mod refusal;
mod request;
mod response;
mod signature;
mod text;

pub use claims::{Assertion, Attribute, RolePair, attribute_key, name_qualifier};
pub use conditions::{Clock, Expected, TOLERANCE_MS, VALID_MS_MAX};
pub use metadata::{Binding, Metadata, MetadataError, SignOn};
pub use refusal::Refusal;
pub use request::{AuthnRequest, redirect};
pub use response::{Envelope, peek, verify};
pub use text::decode_base64;

/// Longest SAMLResponse, in characters of base64.
///
/// # Source
/// STS API Reference, AssumeRoleWithSAML, SAMLAssertion: at most 100,000.
pub const RESPONSE_CHARS_MAX: usize = 100_000;
