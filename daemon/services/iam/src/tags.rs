//! Tags of everything that has a name.

use crate::api::Tag;
use crate::fault;
use crate::limits::TAGS_MAX;
use crate::page::Page;
use millpond_service::{Context, Fault};
use millpond_store::principal::Tagged;

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

/// Sets tags of a record.
pub(crate) fn set<T: Tagged>(
    context: &Context<'_>,
    name: &str,
    tags: Vec<(String, String)>,
) -> Result<(), Fault> {
    context.store.principals().tag::<T>(name, tags, TAGS_MAX).map_err(fault::principal)
}

/// A page of tags, by key.
pub(crate) fn page(tags: &[(String, String)], marker: Option<&str>, max_items: Option<i64>) -> Page<Tag> {
    let mut all = write(tags).unwrap_or_default();
    all.sort_by(|left, right| left.key.cmp(&right.key));
    Page::cut(all, marker, max_items, |tag| tag.key.clone())
}
