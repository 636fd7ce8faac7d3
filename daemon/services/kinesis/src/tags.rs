//! What tags must meet.

use crate::{fault, limits};
use millpond_base::AccountId;
use millpond_service::Fault;
use std::collections::BTreeMap;

/// Keys that begin so are AWS's own.
const RESERVED: &str = "aws:";

/// Refuses tags with illegal characters, and more than a resource may have. `resource` is `stream readings`.
pub(crate) fn check(
    tags: &BTreeMap<String, String>,
    resource: &str,
    account: &AccountId,
) -> Result<(), Fault> {
    let texts = tags.iter().flat_map(|(key, value)| [key, value]);
    check_texts(texts, &format!("add tags to {resource}"), account)?;
    if tags.keys().any(|key| key.to_ascii_lowercase().starts_with(RESERVED)) {
        return Err(fault::invalid(format!(
            "Failed to add tags to {resource} under account {account} because tag keys that begin with {RESERVED} are \
             reserved."
        )));
    }
    check_count(tags, resource, account)
}

/// Refuses keys to remove that no tag can have.
pub(crate) fn check_keys(keys: &[String], resource: &str, account: &AccountId) -> Result<(), Fault> {
    check_texts(keys.iter(), &format!("remove tags from {resource}"), account)
}

/// Adds tags to those a resource has.
pub(crate) fn add(
    to: &mut BTreeMap<String, String>,
    tags: BTreeMap<String, String>,
    resource: &str,
    account: &AccountId,
) -> Result<(), Fault> {
    to.extend(tags);
    check_count(to, resource, account)
}

fn check_texts<'t>(
    mut texts: impl Iterator<Item = &'t String> + Clone,
    what: &str,
    account: &AccountId,
) -> Result<(), Fault> {
    let legal = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_./=+-%@:".contains(c);
    if !texts.clone().all(|text| text.chars().all(legal)) {
        return Err(fault::invalid(
            "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :.",
        ));
    }
    // AWS's first text says that it may be used, and the second that it may not.
    if texts.any(|text| text.contains('%')) {
        return Err(fault::invalid(format!(
            "Failed to {what} under account {account} because some tags contained illegal characters. The allowed \
             characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'."
        )));
    }
    Ok(())
}

fn check_count(tags: &BTreeMap<String, String>, resource: &str, account: &AccountId) -> Result<(), Fault> {
    if tags.len() <= limits::TAGS_MAX {
        return Ok(());
    }
    let (article, most) = (resource.split(' ').next().unwrap_or(resource), limits::TAGS_MAX);
    Err(fault::invalid(format!(
        "Failed to add tags to {resource} under account {account} because a given {article} cannot have more than {most} \
         tags associated with it."
    )))
}
