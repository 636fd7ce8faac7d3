//! Identity and Access Management, as AWS's clients expect it.
//!
//! Goals: users, groups, roles, managed policies, boundaries, access keys, MFA devices, identity providers and the
//! simulator, with AWS's behaviour and texts; a change is on flash when the reply is sent and holds from the next call
//! on. Non-goals: passwords, certificates, machines' profiles, organisations and everything else of a cloud's console;
//! README.md lists every difference.
//! Invariants: no wire code, no clock, no state; what persists is `millpond_store::principal`'s.

pub mod api;
mod details;
mod fault;
mod limits;
mod metadata;
mod names;
mod ops;
mod page;
mod refusals;
mod simulate;
mod tags;
mod views;

use millpond_service::Service;

/// The service, for the gateway to serve.
#[must_use]
pub fn service() -> Service {
    Service::new(&api::SERVICE, ops::handlers(), fault::validation)
}
