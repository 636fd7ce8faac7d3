//! Lists aliases, by name.

use crate::api::{self, AliasListEntry, ListAliasesInput, ListAliasesOutput};
use crate::limits::ALIASES_PAGE;
use crate::page::{self, Page};
use crate::{fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{Alias, NameError};

fn access(_: &Call, _: &Store, _: &ListAliasesInput) -> Vec<Access> {
    vec![Access::new("kms:ListAliases", "*")]
}

fn run(context: &mut Context<'_>, input: &mut ListAliasesInput) -> Result<Answer<ListAliasesOutput>, Fault> {
    let keyring = context.store.keyring();
    let limit = page::limit(input.limit, ALIASES_PAGE);
    let target = match &input.key_id {
        Some(name) if key::is_alias(name) => {
            return Err(fault::name(NameError::Invalid { name: name.clone() }));
        }
        Some(name) => Some(keyring.resolve(name).map_err(fault::name)?.id()),
        None => None,
    };
    if let Some(marker) = input.marker.as_ref().filter(|marker| !marker.starts_with("alias/")) {
        return Err(page::invalid_marker(marker));
    }
    let aliases = keyring.aliases(target, input.marker.as_deref(), limit + 1);
    let page = Page::cut(aliases, limit, |alias| alias.name.clone());
    Ok(Answer::Now(ListAliasesOutput {
        aliases: Some(page.items.iter().map(|a| entry(a, keyring.alias_arn(&a.name))).collect()),
        truncated: Some(page.next_marker.is_some()),
        next_marker: page.next_marker,
    }))
}

fn entry(alias: &Alias, arn: String) -> AliasListEntry {
    AliasListEntry {
        alias_name: Some(alias.name.clone()),
        alias_arn: Some(arn),
        target_key_id: Some(alias.target.to_string()),
        creation_date: Some(alias.created.0.cast_signed()),
        last_updated_date: Some(alias.updated.0.cast_signed()),
    }
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListAliases>(access, run)
}
