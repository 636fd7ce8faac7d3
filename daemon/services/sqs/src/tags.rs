//! What tags must meet.

use crate::{fault, limits};
use millpond_service::Fault;
use std::collections::BTreeMap;

/// Keys that begin so are AWS's own.
const RESERVED: &str = "aws:";

/// Refuses tags that a queue cannot have.
///
/// # Source
/// SQS Developer Guide, "Amazon SQS queue quotas", Tagging.
pub(crate) fn check(tags: &BTreeMap<String, String>, queue: &str) -> Result<(), Fault> {
    for (key, value) in tags {
        check_key(key)?;
        if value.chars().count() > limits::TAG_VALUE_CHARS_MAX {
            return Err(fault::invalid_parameter(
                "Tag values must be between 0 and 256 characters in length.",
            ));
        }
        if !(is_legal(key) && is_legal(value)) {
            return Err(fault::invalid_parameter(
                "Tag keys and values can only contain Unicode letters, digits, white space and the characters _.:/=+-@.",
            ));
        }
        if key.to_ascii_lowercase().starts_with(RESERVED) {
            return Err(fault::invalid_parameter("Tag keys that begin with aws: are reserved."));
        }
    }
    check_count(tags, queue)
}

/// Refuses a key that no tag can have.
pub(crate) fn check_key(key: &str) -> Result<(), Fault> {
    if (1..=limits::TAG_KEY_CHARS_MAX).contains(&key.chars().count()) { Ok(()) } else { Err(key_length()) }
}

/// A key that is too short or too long; also said when there is none at all.
pub(crate) fn key_length() -> Fault {
    fault::invalid_parameter("Tag keys must be between 1 and 128 characters in length.")
}

/// Refuses more tags than a queue may have.
pub(crate) fn check_count(tags: &BTreeMap<String, String>, queue: &str) -> Result<(), Fault> {
    if tags.len() > limits::TAGS_MAX {
        return Err(fault::invalid_parameter(format!("Too many tags added for queue {queue}.")));
    }
    Ok(())
}

fn is_legal(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c))
}
