//! Security Token Service, as AWS's clients expect it.
//!
//! Goals: the operations in `coverage.toml`, with AWS's behaviour and texts; a session costs no flash and ends with
//! its user or role. Non-goals: federation (SAML, web identity), multi-factor devices, managed session policies,
//! which are refused and not imitated; README.md lists every difference.
//! Invariants: no wire code, no clock, no state; sessions are `millpond_store::principal`'s.

pub mod api;
mod fault;
mod limits;
mod ops;

use millpond_service::Service;

/// The service, for the gateway to serve.
#[must_use]
pub fn service() -> Service {
    Service { schema: &api::SERVICE, handlers: ops::handlers(), refuse: fault::validation, strangers: &[] }
}
