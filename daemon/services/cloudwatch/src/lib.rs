//! CloudWatch's metrics, as AWS's clients send them.
//!
//! Goals: the operations in `coverage.toml`, with AWS's behaviour and texts, in all three protocols that clients speak; a
//! measurement is on flash before its sender hears of it. Non-goals: alarms, dashboards, expressions; README.md lists every
//! difference. Invariants: no wire code, no clock, no state; what persists is `millpond_store::metric`'s.

pub mod api;
mod datum;
mod fault;
mod limits;
mod ops;
mod series;

use millpond_service::Service;

/// The service, for the gateway to serve.
#[must_use]
pub fn service() -> Service {
    Service::new(&api::SERVICE, ops::handlers(), fault::validation)
}
