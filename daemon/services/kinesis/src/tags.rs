//! What tags must meet.

use crate::{fault, limits};
use millpond_base::AccountId;
use millpond_service::Fault;
use std::collections::BTreeMap;

/// Refuses tags with illegal characters, and more than a resource may have. `resource` is `stream readings`.
pub(crate) fn check(
    tags: &BTreeMap<String, String>,
    resource: &str,
    account: &AccountId,
) -> Result<(), Fault> {
    let legal = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_./=+-@:".contains(c);
    if !tags.iter().all(|(key, value)| key.chars().chain(value.chars()).all(legal)) {
        return Err(fault::invalid(
            "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :.",
        ));
    }
    if tags.len() > limits::TAGS_MAX {
        let (article, most) = (resource.split(' ').next().unwrap_or(resource), limits::TAGS_MAX);
        return Err(fault::invalid(format!(
            "Failed to add tags to {resource} under account {account} because a given {article} cannot have more than \
             {most} tags associated with it."
        )));
    }
    Ok(())
}
