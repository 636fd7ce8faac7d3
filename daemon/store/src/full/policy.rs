//! What a stream or queue does when the log is full.

use std::collections::BTreeMap;

/// What a stream or queue does when the log is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// Refuse what comes, in the words of AWS's throttling.
    #[default]
    Reject,
    /// Let go of its oldest records.
    DropOldest,
    /// Let go of records that newer ones of the same key superseded; refuse what comes when there are none.
    KeepNewestPerKey,
}

/// A policy for every stream and queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies {
    default: Policy,
    streams: BTreeMap<String, Policy>,
    queues: BTreeMap<String, Policy>,
}

impl Policies {
    /// Policies by name, and one for everything else.
    #[must_use]
    pub const fn new(
        default: Policy,
        streams: BTreeMap<String, Policy>,
        queues: BTreeMap<String, Policy>,
    ) -> Self {
        Self { default, streams, queues }
    }

    /// The policy of a stream.
    #[must_use]
    pub fn stream(&self, name: &str) -> Policy {
        self.streams.get(name).copied().unwrap_or(self.default)
    }

    /// The policy of a queue.
    #[must_use]
    pub fn queue(&self, name: &str) -> Policy {
        self.queues.get(name).copied().unwrap_or(self.default)
    }

    /// True when any of them lets go.
    #[must_use]
    pub fn lets_go(&self) -> bool {
        let all = self.streams.values().chain(self.queues.values());
        all.chain([&self.default]).any(|policy| *policy != Policy::Reject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, policy: Policy) -> BTreeMap<String, Policy> {
        BTreeMap::from([(name.to_owned(), policy)])
    }

    #[test]
    fn a_name_goes_before_the_default() {
        let policies = Policies::new(Policy::DropOldest, of("s", Policy::Reject), of("q", Policy::Reject));

        assert_eq!([policies.stream("s"), policies.queue("q")], [Policy::Reject; 2]);
        assert_eq!([policies.stream("q"), policies.queue("s")], [Policy::DropOldest; 2]);
        assert!(policies.lets_go() && !Policies::default().lets_go());
    }
}
