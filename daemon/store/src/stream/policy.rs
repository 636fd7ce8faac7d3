//! Resource-based policies: what the owner of a stream, or of something that belongs to it, lets others do.
//!
//! A policy is kept in the document of what it is attached to, so that it goes with it.

use millpond_policy::{Malformed, Policy};
use std::fmt;

/// Longest policy, in bytes.
///
/// # Source
/// Chosen: IAM takes no more for a resource-based policy of DynamoDB, and every policy is kept in memory.
pub const POLICY_BYTES_MAX: usize = 20 << 10;

/// The service whose actions a policy of a stream may name.
const VENDOR: &str = "kinesis";

/// A policy as it was written, ready to be asked.
#[derive(Clone)]
pub struct ResourcePolicy {
    text: String,
    policy: Policy,
}

impl ResourcePolicy {
    /// Reads the policy of `arn`.
    ///
    /// # Errors
    /// [`Malformed`] when the document is no policy, or speaks about something else.
    pub fn parse(text: &str, arn: &str) -> Result<Self, Malformed> {
        Ok(Self { policy: Policy::parse_resource(text, VENDOR, arn)?, text: text.to_owned() })
    }

    /// Reads a policy that was accepted before; rules that were added since do not take it away.
    pub(crate) fn kept(text: &str) -> Option<Self> {
        Some(Self { policy: Policy::parse(text).ok()?, text: text.to_owned() })
    }

    /// The document as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it says.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }
}

impl PartialEq for ResourcePolicy {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for ResourcePolicy {}

impl fmt::Debug for ResourcePolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
