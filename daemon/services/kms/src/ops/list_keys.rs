//! Lists keys, by id.

use crate::api::{self, KeyListEntry, ListKeysInput, ListKeysOutput};
use crate::limits::KEYS_PAGE;
use crate::page::{self, Page};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyId, KmsKey};

fn access(_: &Call, _: &Store, _: &ListKeysInput) -> Vec<Access> {
    vec![Access::new("kms:ListKeys", "*")]
}

fn run(context: &mut Context<'_>, input: &mut ListKeysInput) -> Result<Answer<ListKeysOutput>, Fault> {
    let limit = page::limit(input.limit, KEYS_PAGE);
    let after = match &input.marker {
        Some(marker) => Some(KeyId::parse(marker).ok_or_else(|| page::invalid_marker(marker))?),
        None => None,
    };
    // Nothing is shared with us by other accounts, so a caller who asks only for that gets nothing.
    let ours = input.resource_owners.as_ref().is_none_or(|owners| owners.iter().any(|owner| owner == "SELF"));
    let keys = if ours { context.store.keyring().keys(after, limit + 1) } else { Vec::new() };
    let page = Page::cut(keys, limit, |key| key.id().to_string());
    Ok(Answer::Now(ListKeysOutput {
        keys: Some(page.items.iter().map(|key| entry(key)).collect()),
        truncated: Some(page.next_marker.is_some()),
        next_marker: page.next_marker,
    }))
}

fn entry(key: &KmsKey) -> KeyListEntry {
    KeyListEntry { key_id: Some(key.id().to_string()), key_arn: Some(key.arn().to_owned()) }
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListKeys>(access, run)
}
