//! Tags of users and roles.

use crate::api::Tag;
use crate::fault;
use millpond_service::Fault;

/// Reads tags; keys are distinct without regard to case.
pub(crate) fn read(tags: Option<Vec<Tag>>) -> Result<Vec<(String, String)>, Fault> {
    let tags = tags.unwrap_or_default();
    let same = |left: &Tag, right: &Tag| left.key.to_lowercase() == right.key.to_lowercase();
    if (1..tags.len()).any(|at| tags[..at].iter().any(|earlier| same(earlier, &tags[at]))) {
        return Err(fault::invalid_input(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        ));
    }
    Ok(tags.into_iter().map(|tag| (tag.key, tag.value)).collect())
}

/// Tags as a reply carries them: absent when there are none.
pub(crate) fn write(tags: &[(String, String)]) -> Option<Vec<Tag>> {
    let tag = |(key, value): &(String, String)| Tag { key: key.clone(), value: value.clone() };
    (!tags.is_empty()).then(|| tags.iter().map(tag).collect())
}
