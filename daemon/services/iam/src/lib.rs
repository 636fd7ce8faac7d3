//! Identity and Access Management, as AWS's clients expect it.
//!
//! Goals: users, access keys, roles and their own policies, with AWS's behaviour and texts; a change is on flash when
//! the reply is sent and holds from the next call on. Non-goals: managed policies, groups, login profiles, providers
//! and everything else of a cloud's console; README.md lists every difference.
//! Invariants: no wire code, no clock, no state; what persists is `millpond_store::principal`'s.

pub mod api;
mod fault;
mod limits;
mod names;
mod ops;
mod page;
mod tags;
mod views;

use millpond_service::Service;

/// The service, for the gateway to serve.
#[must_use]
pub fn service() -> Service {
    Service { schema: &api::SERVICE, handlers: ops::handlers(), refuse: fault::validation, strangers: &[] }
}
