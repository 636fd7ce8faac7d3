//! Returns the account's alias.

use crate::api::{self, ListAccountAliasesInput, ListAccountAliasesOutput};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &ListAccountAliasesInput) -> Vec<Access> {
    vec![Access::new("iam:ListAccountAliases", "*")]
}

fn run(
    context: &mut Context<'_>,
    _: &mut ListAccountAliasesInput,
) -> Result<Answer<ListAccountAliasesOutput>, Fault> {
    let alias = context.store.principals().account_alias();
    Ok(Answer::Now(ListAccountAliasesOutput {
        account_aliases: alias.into_iter().collect(),
        is_truncated: Some(false),
        marker: None,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListAccountAliases>(access, run)
}
