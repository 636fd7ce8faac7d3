//! What calls ask the policies, with the condition keys of KMS.
//!
//! # Source
//! AWS KMS developer guide, "Condition keys for AWS KMS". Those about the key itself are `millpond_store::keyring`'s.

use crate::key;
use millpond_service::Access;
use millpond_store::Store;
use std::collections::BTreeMap;

/// An action on the key that a call names.
pub(crate) fn on(store: &Store, action: &'static str, name: &str) -> Access {
    let access = Access::new(action, store.keyring().arn_of(name));
    if !key::is_alias(name) {
        return access;
    }
    let alias = name.rfind("alias/").map_or(name, |at| &name[at..]);
    access.with("kms:RequestAlias", [alias.to_owned()])
}

/// The same with an encryption context.
pub(crate) fn with_context(mut access: Access, context: Option<&BTreeMap<String, String>>) -> Access {
    let Some(pairs) = context.filter(|pairs| !pairs.is_empty()) else { return access };
    for (key, value) in pairs {
        access = access.with(&format!("kms:EncryptionContext:{key}"), [value.clone()]);
    }
    access.with("kms:EncryptionContextKeys", pairs.keys().cloned())
}

/// The same with a key that has one value, if it is given.
pub(crate) fn with_word(access: Access, name: &str, word: Option<&str>) -> Access {
    match word {
        Some(word) => access.with(name, [word.to_owned()]),
        None => access,
    }
}

/// The same with the tags that are to be set.
pub(crate) fn with_tags(mut access: Access, tags: &[crate::api::Tag]) -> Access {
    for tag in tags {
        access = access.with(&format!("aws:RequestTag/{}", tag.tag_key), [tag.tag_value.clone()]);
    }
    access.with("aws:TagKeys", tags.iter().map(|tag| tag.tag_key.clone()))
}
