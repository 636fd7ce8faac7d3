//! What all batch operations check and answer alike.

use crate::api::BatchResultErrorEntry;
use crate::{fault, limits};
use millpond_service::Fault;
use std::collections::BTreeSet;

/// Checks how many entries there are and what they are called. `entry` is the name of one in the model.
pub(crate) fn check<'a>(entry: &str, ids: impl ExactSizeIterator<Item = &'a str>) -> Result<(), Fault> {
    match ids.len() {
        0 => return Err(fault::batch_empty(entry)),
        count if count > limits::BATCH_ENTRIES_MAX => return Err(fault::batch_too_many(count)),
        _ => {}
    }
    let mut seen = BTreeSet::new();
    for id in ids {
        let plain = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if id.is_empty() || id.len() > limits::BATCH_ID_CHARS_MAX || !plain {
            return Err(fault::batch_entry_id());
        }
        if !seen.insert(id) {
            return Err(fault::batch_ids_not_distinct(id));
        }
    }
    Ok(())
}

/// The answer for an entry that failed while others may not have. Entries carry the older codes in both protocols.
pub(crate) fn failed(id: &str, fault: &Fault) -> BatchResultErrorEntry {
    BatchResultErrorEntry {
        id: id.to_owned(),
        sender_fault: fault.sender,
        code: fault.query_code.to_owned(),
        message: Some(fault.message.clone()),
    }
}
