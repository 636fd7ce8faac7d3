//! Lists the grants of a key, by id.

use crate::api::{self, ListGrantsInput, ListGrantsOutput};
use crate::limits::GRANTS_PAGE;
use crate::page::{self, Page};
use crate::{access, fault, grants, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::KeyringError;

const ACTION: &str = "kms:ListGrants";

fn access(_: &Call, store: &Store, input: &ListGrantsInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(context: &mut Context<'_>, input: &mut ListGrantsInput) -> Result<Answer<ListGrantsOutput>, Fault> {
    let key = key::named(context, &input.key_id)?;
    let keyring = context.store.keyring();
    let limit = page::limit(input.limit, GRANTS_PAGE);
    let after = match &input.marker {
        Some(marker) => Some(grants::id(marker).map_err(|_| page::invalid_marker(marker))?),
        None => None,
    };
    let only = input.grant_id.as_deref().map(grants::id).transpose()?;
    if only.is_some_and(|id| keyring.grant(key.id(), id).is_none()) {
        return Err(fault::keyring(KeyringError::NoGrant));
    }
    let all = keyring.grants_of(key.id()).into_iter();
    let wanted = all
        .filter(|grant| only.is_none_or(|id| grant.id == id))
        .filter(|grant| input.grantee_principal.as_ref().is_none_or(|grantee| grant.grantee == *grantee))
        .filter(|_| input.grantee_service_principal.is_none())
        .filter(|grant| after.is_none_or(|id| grant.id > id));
    let page = Page::cut(wanted.take(limit + 1).collect(), limit, |grant| grant.id.to_string());
    Ok(Answer::Now(ListGrantsOutput {
        grants: Some(page.items.iter().map(|grant| grants::entry(context, grant)).collect()),
        truncated: Some(page.next_marker.is_some()),
        next_marker: page.next_marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListGrants>(access, run)
}
