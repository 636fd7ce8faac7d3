//! Lists the grants that a principal may retire, by id.

use crate::api::{self, ListRetirableGrantsInput, ListRetirableGrantsOutput};
use crate::grants;
use crate::limits::GRANTS_PAGE;
use crate::page::{self, Page};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &ListRetirableGrantsInput) -> Vec<Access> {
    vec![Access::new("kms:ListRetirableGrants", "*")]
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListRetirableGrantsInput,
) -> Result<Answer<ListRetirableGrantsOutput>, Fault> {
    let limit = page::limit(input.limit, GRANTS_PAGE);
    let after = match &input.marker {
        Some(marker) => Some(grants::id(marker).map_err(|_| page::invalid_marker(marker))?),
        None => None,
    };
    let all = match &input.retiring_principal {
        Some(principal) => {
            grants::check_principal(principal)?;
            context.store.keyring().grants_retired_by(principal)
        }
        // No grant here names a service of AWS.
        None => Vec::new(),
    };
    let wanted = all.into_iter().filter(|grant| after.is_none_or(|id| grant.id > id));
    let page = Page::cut(wanted.take(limit + 1).collect(), limit, |grant| grant.id.to_string());
    Ok(Answer::Now(ListRetirableGrantsOutput {
        grants: Some(page.items.iter().map(|grant| grants::entry(context, grant)).collect()),
        truncated: Some(page.next_marker.is_some()),
        next_marker: page.next_marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListRetirableGrants>(access, run)
}
