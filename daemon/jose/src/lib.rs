//! JSON Web Tokens: reading one, proving its signature with an issuer's published keys, and making one.
//!
//! Goals: one form only (the compact serialisation of a signature), asymmetric algorithms only, the algorithm bound to
//! the kind and the stated use of the key; bounded work on anything; no claim is read before the caller asks for it.
//! Non-goals: encryption, symmetric algorithms, `none`, keys that a token brings itself (`jwk`, `jku`, `x5c`), and what
//! claims mean.
//!
//! Invariants: a token that names no algorithm of [`Algorithm`] cannot be parsed, so it cannot be verified; a JSON object
//! in which a name stands twice is refused, so that no two readers see different claims.
//!
//! # Source
//! RFC 7515 (signatures), 7517 (keys), 7518 (algorithms), 7519 (tokens), 8725 (best practice).

mod algorithm;
mod key;
mod making;
mod strict;
#[cfg(test)]
mod tests;
mod token;

pub use algorithm::Algorithm;
pub use key::{KeySet, Unusable};
pub use making::{Signer, Unsignable};
pub use token::{Malformed, Token, Unverified};
