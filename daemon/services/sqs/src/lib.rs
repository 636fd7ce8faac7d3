//! Simple Queue Service, as AWS's clients expect it, in its JSON and its query protocol.
//!
//! Goals: the operations in `coverage.toml`, with AWS's behaviour and texts; a message is on flash before its sender
//! hears of it, and a deleted one never comes back. Non-goals: quotas that protect a cloud and not a gateway;
//! README.md lists every difference.
//! Invariants: no wire code, no clock, no state; what persists is `millpond_store::queue`'s.

mod address;
pub mod api;
mod attributes;
mod batch;
mod digest;
mod fault;
mod kms;
mod kms_fault;
mod limits;
mod message;
mod move_task;
mod ops;
mod page;
mod permissions;
mod redrive;
mod tags;

pub use message::is_allowed;

use millpond_service::Service;

/// The service, for the gateway to serve.
#[must_use]
pub fn service() -> Service {
    let strangers = &permissions::SHARED;
    Service { strangers, ..Service::new(&api::SERVICE, ops::handlers(), fault::refuse) }
}
