//! Gives the account an alias in the place of the one it has.

use crate::api::{self, CreateAccountAliasInput, CreateAccountAliasOutput};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &CreateAccountAliasInput) -> Vec<Access> {
    vec![Access::new("iam:CreateAccountAlias", "*")]
}

fn run(
    context: &mut Context<'_>,
    input: &mut CreateAccountAliasInput,
) -> Result<Answer<CreateAccountAliasOutput>, Fault> {
    let principals = context.store.principals();
    if principals.account_alias().as_ref() == Some(&input.account_alias) {
        return Err(fault::alias_exists(&input.account_alias));
    }
    principals.set_account_alias(&input.account_alias).map_err(fault::principal)?;
    Ok(Answer::Now(CreateAccountAliasOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateAccountAlias>(access, run)
}
