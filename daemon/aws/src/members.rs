//! What the JSON and CBOR decoders share.

use std::collections::HashSet;

use crate::Value;
use crate::schema::Member;

/// The index of the member called `name`, looking first at `start` and behind it.
pub(crate) fn find(members: &[Member], start: usize, name: &[u8]) -> Option<usize> {
    let is = |index: &usize| members[*index].name.as_bytes() == name;
    (start..members.len()).find(is).or_else(|| (0..start.min(members.len())).find(is))
}

/// Keeps the last of entries with one key, in their order.
pub(crate) fn last_of_each(mut entries: Vec<(String, Value)>) -> Vec<(String, Value)> {
    const SCAN_MAX: usize = 16;
    let distinct = if entries.len() <= SCAN_MAX {
        (1..entries.len()).all(|i| entries[..i].iter().all(|(key, _)| *key != entries[i].0))
    } else {
        let mut seen = HashSet::with_capacity(entries.len());
        entries.iter().all(|(key, _)| seen.insert(key.as_str()))
    };
    if distinct {
        return entries;
    }
    let mut seen = HashSet::with_capacity(entries.len());
    entries.reverse();
    entries.retain(|(key, _)| seen.insert(key.clone()));
    entries.reverse();
    entries
}

/// Seconds to the nearest millisecond, saturating.
pub(crate) fn millis(seconds: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "float to integer casts saturate; no time is that far away"
    )]
    let ms = (seconds * 1000.0).round() as i64;
    ms
}
