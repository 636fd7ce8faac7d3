//! One call, as far as services may know it.

use millpond_base::{AccountId, Provenance, Region};
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
    /// Where the entries come from when another gateway forwards them.
    pub provenance: Option<Box<Provenance>>,
}

/// One thing a call wants to do, for the policies to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// `kinesis:PutRecords`.
    pub action: &'static str,
    /// The resource's ARN, or `*`.
    pub resource: String,
    /// Condition keys of this access, by lower-case name.
    pub keys: Vec<(String, Vec<String>)>,
}

impl Access {
    /// An action on a resource.
    #[must_use]
    pub fn new(action: &'static str, resource: impl Into<String>) -> Self {
        Self { action, resource: resource.into(), keys: Vec::new() }
    }

    /// The same with a condition key. One that is given twice has the values of both.
    #[must_use]
    pub fn with(mut self, name: &str, values: impl IntoIterator<Item = String>) -> Self {
        let name = name.to_lowercase();
        match self.keys.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => known.extend(values),
            None => self.keys.push((name, values.into_iter().collect())),
        }
        self
    }

    /// The values of a condition key of this access, by lower-case name.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<Vec<String>> {
        self.keys.iter().find(|(known, _)| known == name).map(|(_, values)| values.clone())
    }
}
