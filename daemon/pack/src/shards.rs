//! Which shard of a stream upstream takes which record.

use md5::{Digest, Md5};

/// The open shards of a stream: each range of hash keys, and the shard's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shards {
    /// By their first hash key.
    ranges: Vec<Range>,
}

/// One shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Its name.
    pub shard: String,
    /// The first hash key it takes.
    pub first: u128,
    /// The last.
    pub last: u128,
}

/// Where a record is hashed to.
#[must_use]
pub fn hash_key(key: &str, explicit: Option<u128>) -> u128 {
    explicit.unwrap_or_else(|| u128::from_be_bytes(Md5::digest(key.as_bytes()).into()))
}

impl Shards {
    /// The open shards among these.
    #[must_use]
    pub fn new(mut ranges: Vec<Range>) -> Self {
        ranges.sort_by_key(|range| range.first);
        Self { ranges }
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// True when none is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The shard that takes a hash key, by its number; `None` when no shard that is known does.
    #[must_use]
    pub fn find(&self, hash: u128) -> Option<usize> {
        let after = self.ranges.partition_point(|range| range.first <= hash);
        let number = after.checked_sub(1)?;
        (hash <= self.ranges[number].last).then_some(number)
    }

    /// A shard by its number.
    ///
    /// # Panics
    /// When there are not so many.
    #[must_use]
    pub fn range(&self, number: usize) -> &Range {
        &self.ranges[number]
    }

    /// A shard by its name.
    #[must_use]
    pub fn named(&self, shard: &str) -> Option<&Range> {
        self.ranges.iter().find(|range| range.shard == shard)
    }
}

impl Range {
    /// True when the shard takes the hash key.
    #[must_use]
    pub const fn has(&self, hash: u128) -> bool {
        self.first <= hash && hash <= self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_goes_where_its_hash_lies() {
        let middle = u128::MAX / 2;
        let range = |shard: &str, first, last| Range { shard: shard.to_owned(), first, last };
        let shards = Shards::new(vec![range("b", middle + 1, u128::MAX), range("a", 0, middle)]);

        // MD5 of "a" starts with 0c, that of "b" with 92.
        let named = |key, explicit| {
            shards.find(hash_key(key, explicit)).map(|number| shards.range(number).shard.as_str())
        };
        assert_eq!(named("a", None), Some("a"));
        assert_eq!(named("b", None), Some("b"));
        assert_eq!(named("b", Some(3)), Some("a"));
        assert_eq!(Shards::default().find(0), None);
        assert_eq!(Shards::new(vec![range("c", 5, 9)]).find(10), None);
        assert_eq!(Shards::new(vec![range("c", 5, 9)]).find(4), None);
    }
}
