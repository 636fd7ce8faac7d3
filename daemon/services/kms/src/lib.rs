//! Key Management Service, as AWS's clients expect it.
//!
//! Goals: the operations in `coverage.toml`, with AWS's behaviour and texts; key material never leaves the keyring.
//! Non-goals: custom key stores and replicas in other regions, which are refused and not imitated; README.md lists every
//! difference.
//! Invariants: no wire code, no clock, no state; what persists is `millpond_store::keyring`'s.

mod access;
mod algorithm;
mod alias;
pub mod api;
mod cipher;
mod custom_key_store;
mod data_key;
mod fault;
mod grants;
mod key;
mod key_policy;
mod limits;
mod ops;
mod page;
mod signing;
mod tags;
#[cfg(test)]
mod tests;

use millpond_service::Service;

/// The service, for the gateway to serve.
#[must_use]
pub fn service() -> Service {
    Service::new(&api::SERVICE, ops::handlers(), fault::validation)
}
