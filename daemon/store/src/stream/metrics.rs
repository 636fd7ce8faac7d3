//! Which metrics a stream reports for each of its shards.

/// A metric of a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShardMetric {
    /// Bytes that were put.
    IncomingBytes,
    /// Records that were put.
    IncomingRecords,
    /// Bytes that were read.
    OutgoingBytes,
    /// Records that were read.
    OutgoingRecords,
    /// Puts that were throttled.
    WriteProvisionedThroughputExceeded,
    /// Reads that were throttled.
    ReadProvisionedThroughputExceeded,
    /// How far the readers are behind.
    IteratorAgeMilliseconds,
}

impl ShardMetric {
    /// All of them, in AWS's order.
    pub const ALL: [Self; 7] = [
        Self::IncomingBytes,
        Self::IncomingRecords,
        Self::OutgoingBytes,
        Self::OutgoingRecords,
        Self::WriteProvisionedThroughputExceeded,
        Self::ReadProvisionedThroughputExceeded,
        Self::IteratorAgeMilliseconds,
    ];

    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IncomingBytes => "IncomingBytes",
            Self::IncomingRecords => "IncomingRecords",
            Self::OutgoingBytes => "OutgoingBytes",
            Self::OutgoingRecords => "OutgoingRecords",
            Self::WriteProvisionedThroughputExceeded => "WriteProvisionedThroughputExceeded",
            Self::ReadProvisionedThroughputExceeded => "ReadProvisionedThroughputExceeded",
            Self::IteratorAgeMilliseconds => "IteratorAgeMilliseconds",
        }
    }

    /// Reads AWS's word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.as_str() == word)
    }
}

/// A set of metrics: bit n stands for the n-th of [`ShardMetric::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShardMetrics(u8);

impl ShardMetrics {
    /// Every metric there is.
    pub const ALL: Self = Self((1 << ShardMetric::ALL.len()) - 1);

    /// As the document has it; bits that mean nothing here are dropped.
    pub(super) const fn from_bits(bits: u8) -> Self {
        Self(bits & Self::ALL.0)
    }

    pub(super) const fn bits(self) -> u8 {
        self.0
    }

    /// True when there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// These and those.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These without those.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// True when `metric` is among them.
    #[must_use]
    pub const fn has(self, metric: ShardMetric) -> bool {
        self.0 & (1 << metric as u8) != 0
    }

    /// The metrics, in AWS's order.
    pub fn iter(self) -> impl Iterator<Item = ShardMetric> {
        ShardMetric::ALL.into_iter().filter(move |metric| self.has(*metric))
    }
}

impl FromIterator<ShardMetric> for ShardMetrics {
    fn from_iter<I: IntoIterator<Item = ShardMetric>>(metrics: I) -> Self {
        Self(metrics.into_iter().fold(0, |bits, metric| bits | 1 << metric as u8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_not_what_was_taken_out() {
        let some: ShardMetrics =
            [ShardMetric::OutgoingBytes, ShardMetric::IncomingBytes].into_iter().collect();

        let words: Vec<&str> = some.iter().map(ShardMetric::as_str).collect();

        assert_eq!(words, ["IncomingBytes", "OutgoingBytes"]);
        assert_eq!(ShardMetrics::ALL.iter().count(), 7);
        assert!(ShardMetrics::ALL.without(ShardMetrics::ALL).is_empty());
        assert_eq!(ShardMetrics::default().with(some), some);
        assert_eq!(ShardMetrics::from_bits(0xff), ShardMetrics::ALL);
        assert_eq!(ShardMetrics::from_bits(some.bits()), some);
    }

    #[test]
    fn every_word_is_read_back() {
        for metric in ShardMetric::ALL {
            assert_eq!(ShardMetric::parse(metric.as_str()), Some(metric));
        }
        assert_eq!(ShardMetric::parse("ALL"), None);
    }
}
