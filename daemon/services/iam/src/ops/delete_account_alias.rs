//! Takes the account's alias away.

use crate::api::{self, DeleteAccountAliasInput, DeleteAccountAliasOutput};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &DeleteAccountAliasInput) -> Vec<Access> {
    vec![Access::new("iam:DeleteAccountAlias", "*")]
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteAccountAliasInput,
) -> Result<Answer<DeleteAccountAliasOutput>, Fault> {
    context.store.principals().delete_account_alias(&input.account_alias).map_err(fault::principal)?;
    Ok(Answer::Now(DeleteAccountAliasOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteAccountAlias>(access, run)
}
