//! What tags must meet.

use crate::api::{Tag, error};
use crate::limits;
use millpond_service::Fault;
use std::collections::BTreeSet;

/// Refuses tags that cannot be set together.
pub(crate) fn check(tags: &[Tag]) -> Result<(), Fault> {
    if tags.iter().map(|tag| &tag.tag_key).collect::<BTreeSet<_>>().len() < tags.len() {
        return refuse("Duplicate tag keys");
    }
    if tags.len() > limits::TAGS_MAX {
        return refuse("Too many tags");
    }
    if tags.iter().any(|tag| is_reserved(&tag.tag_key)) {
        return refuse("Tags beginning with aws: are reserved");
    }
    Ok(())
}

/// Refuses keys of tags that nobody can remove.
pub(crate) fn check_keys(keys: &[String]) -> Result<(), Fault> {
    if keys.iter().any(|key| is_reserved(key)) {
        return refuse("Tags beginning with aws: are reserved");
    }
    Ok(())
}

/// The tags that a key has once others were set.
pub(crate) fn merged(have: &[(String, String)], set: Vec<Tag>) -> Result<Vec<(String, String)>, Fault> {
    let mut all = have.to_vec();
    for Tag { tag_key, tag_value } in set {
        match all.iter_mut().find(|(key, _)| *key == tag_key) {
            Some((_, value)) => *value = tag_value,
            None => all.push((tag_key, tag_value)),
        }
    }
    if all.len() > limits::TAGS_MAX {
        return Err(Fault::of(&error::TAG_EXCEPTION, "Too many tags"));
    }
    Ok(all)
}

fn is_reserved(key: &str) -> bool {
    key.to_lowercase().starts_with("aws:")
}

fn refuse(text: &str) -> Result<(), Fault> {
    Err(Fault::of(&error::TAG_EXCEPTION, text))
}
