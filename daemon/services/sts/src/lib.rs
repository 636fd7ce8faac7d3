//! Security Token Service, as AWS's clients expect it.
//!
//! Goals: the operations in `coverage.toml`, with AWS's behaviour and texts; a session costs no flash and ends with
//! its user or role. README.md lists every difference.
//! Invariants: no wire code, no clock, no state; sessions are `millpond_store::principal`'s.

pub mod api;
mod claims;
mod device;
mod fault;
mod federation;
mod limits;
mod ops;
mod saml;
mod session;
mod web_identity;

use millpond_service::Service;

/// Operations whose caller is proven by what it brings and not by a signature.
///
/// # Source
/// STS API Reference: both are called without AWS security credentials; the model's `smithy.api#noAuth`.
const UNSIGNED: [&str; 2] = ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"];

/// The service, for the gateway to serve.
#[must_use]
pub fn service() -> Service {
    Service {
        unsigned: &UNSIGNED,
        publishes: |store, path| store.principals().outbound().document(path),
        ..Service::new(&api::SERVICE, ops::handlers(), fault::validation)
    }
}
