//! What an object of records is called: the same records always by the same name.

use millpond_base::{WallMs, civil_from_days};

/// Which records an object holds.
#[derive(Clone, Copy, Debug)]
pub struct Extent<'a> {
    /// What the name begins with; may be empty, and need not end with a slash.
    pub prefix: &'a str,
    /// The stream or queue.
    pub source: &'a str,
    /// The shard.
    pub part: &'a str,
    /// This gateway, in letters and digits: two of them may write to one bucket.
    pub device: &'a str,
    /// The log's track, which is never used again when a stream is deleted and made anew.
    pub track: u32,
    /// The first record's position.
    pub first: u64,
    /// The last record's position.
    pub last: u64,
    /// When the first record arrived.
    pub arrived: WallMs,
    /// `jsonl`, and `.gz` where it is compressed.
    pub extension: &'a str,
}

/// `prefix/stream/shard/yyyy/mm/dd/hh/device-track-first-last.extension`.
#[must_use]
pub fn name(of: &Extent<'_>) -> String {
    let hours = of.arrived.0 / 3_600_000;
    let (year, month, day) = civil_from_days(i64::try_from(hours / 24).unwrap_or(i64::MAX / 2));
    let prefix = of.prefix.trim_end_matches('/');
    let slash = if prefix.is_empty() { "" } else { "/" };
    format!(
        "{prefix}{slash}{}/{}/{year:04}/{month:02}/{day:02}/{:02}/{}-{}-{:020}-{:020}.{}",
        of.source,
        of.part,
        hours % 24,
        of.device,
        of.track,
        of.first,
        of.last,
        of.extension
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_is_inside_and_sorts_by_time() {
        let extent = Extent {
            prefix: "plant/",
            source: "readings",
            part: "shardId-000000000000",
            device: "0a1b",
            track: 7,
            first: 12,
            last: 34,
            arrived: WallMs(1_700_000_000_123),
            extension: "jsonl.gz",
        };

        let expected = "plant/readings/shardId-000000000000/2023/11/14/22/\
                        0a1b-7-00000000000000000012-00000000000000000034.jsonl.gz";
        assert_eq!(name(&extent), expected);
        assert!(name(&Extent { prefix: "", ..extent }).starts_with("readings/"));
        // A clock that is wrong by ages has no name that panics.
        assert!(!name(&Extent { arrived: WallMs(u64::MAX), ..extent }).is_empty());
    }
}
