//! The policies a user or role has of its own.

use super::cbor::Unreadable;
use super::error::PrincipalError;
use millpond_policy::Policy;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Named policies; each is kept as it was given and as it is evaluated.
#[derive(Clone, Debug, Default)]
pub struct Policies(BTreeMap<String, Arc<Inline>>);

#[derive(Debug)]
struct Inline {
    document: String,
    policy: Arc<Policy>,
}

impl Policies {
    pub(super) fn read(documents: Vec<(String, String)>) -> Result<Self, Unreadable> {
        let mut policies = Self::default();
        for (name, document) in documents {
            // What was once accepted stays readable, however strict IAM becomes.
            let policy = Policy::parse(&document).map_err(|_| Unreadable)?;
            policies.0.insert(name, Arc::new(Inline { document, policy: Arc::new(policy) }));
        }
        Ok(policies)
    }

    /// Adds or replaces a policy, as long as all of them together keep to `chars_max`.
    pub(super) fn put(&mut self, name: &str, document: &str, chars_max: usize) -> Result<(), PrincipalError> {
        let policy =
            Policy::parse_identity(document).map_err(|e| PrincipalError::Malformed(e.to_string()))?;
        let others: usize = self.documents().filter(|(n, _)| *n != name).map(|(_, d)| chars(d)).sum();
        if others + chars(document) > chars_max {
            return Err(PrincipalError::Limit { max: chars_max });
        }
        self.0.insert(
            name.to_owned(),
            Arc::new(Inline { document: document.to_owned(), policy: Arc::new(policy) }),
        );
        Ok(())
    }

    pub(super) fn remove(&mut self, name: &str) -> Result<(), PrincipalError> {
        self.0.remove(name).map(|_| ()).ok_or_else(|| PrincipalError::NoSuchPolicy(name.to_owned()))
    }

    /// A policy as it was given.
    #[must_use]
    pub fn document(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|inline| inline.document.as_str())
    }

    /// Every name, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every policy as it was given, by name.
    pub fn documents(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, inline)| (name.as_str(), inline.document.as_str()))
    }

    /// Every policy as it is evaluated, by name.
    pub(super) fn evaluated(&self) -> impl Iterator<Item = (&str, &Arc<Policy>)> {
        self.0.iter().map(|(name, inline)| (name.as_str(), &inline.policy))
    }
}

/// Length as IAM counts it: white space is free.
pub(super) fn chars(document: &str) -> usize {
    document.chars().filter(|c| !c.is_whitespace()).count()
}
