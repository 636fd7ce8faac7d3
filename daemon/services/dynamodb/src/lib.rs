//! DynamoDB, as AWS's clients expect it: what keeps leases, locks and pointers.
//!
//! Goals: the operations in `coverage.toml`, with AWS's behaviour and texts; a write is on flash before its caller hears of
//! it, and a read shows nothing that is not. Non-goals: streams of changes, backups, replicas, PartiQL; README.md lists every
//! difference. Invariants: no wire code, no clock, no state; what persists is `millpond_store::table`'s.

mod address;
pub mod api;
mod capacity;
mod expr;
mod fault;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod keys;
mod kms;
mod legacy;
mod limits;
mod ops;
mod query_key;
mod read;
mod settings;
mod values;
mod views;
mod write;

use millpond_service::Service;

/// The service, for the gateway to serve.
#[must_use]
pub fn service() -> Service {
    Service::new(&api::SERVICE, ops::handlers(), fault::validation)
}
