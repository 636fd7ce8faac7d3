//! Kinesis Data Streams, as AWS's clients expect it.
//!
//! Goals: the operations in `coverage.toml`, with AWS's behaviour and texts; a record is on flash before its producer
//! hears of it. Non-goals: quotas that protect a cloud and not a gateway; README.md lists every difference.
//! Invariants: no wire code, no clock, no state; what persists is `millpond_store::stream`'s.

mod account;
mod address;
pub mod api;
mod channels;
mod consumer;
mod encryption;
mod fault;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod kms_fault;
mod limits;
mod monitoring;
mod ops;
mod position;
mod queues;
mod rates;
mod resharding;
mod resource;
mod retention;
mod setting;
mod shards;
mod tags;
mod tokens;
mod views;
mod warm;

use millpond_service::Service;

/// The service, for the gateway to serve.
#[must_use]
pub fn service() -> Service {
    Service::new(&api::SERVICE, ops::handlers(), fault::validation)
}
