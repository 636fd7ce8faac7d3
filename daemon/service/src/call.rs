//! One call, as far as services may know it.

use millpond_base::{AccountId, Region};
use std::net::IpAddr;

/// The circumstances of one request.
#[derive(Clone, Debug)]
pub struct Call {
    /// Also in the reply and in the audit event.
    pub request_id: String,
    /// The account this gateway serves.
    pub account: AccountId,
    /// The region this gateway serves.
    pub region: Region,
    /// Scheme and host as the client addressed us: `http://127.0.0.1:4566`.
    pub origin: String,
    /// Where the request came from.
    pub source_ip: IpAddr,
    /// What the client calls itself; empty when it does not say.
    pub user_agent: String,
    /// True for the query protocol, whose texts differ in places.
    pub query: bool,
    /// True when the request came over TLS.
    pub secure: bool,
}

/// One thing a call wants to do, for the policies to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// `kinesis:PutRecords`.
    pub action: &'static str,
    /// The resource's ARN, or `*`.
    pub resource: String,
}

impl Access {
    /// An action on a resource.
    #[must_use]
    pub fn new(action: &'static str, resource: impl Into<String>) -> Self {
        Self { action, resource: resource.into() }
    }
}
