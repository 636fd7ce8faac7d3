//! Forgets a name. Its key stays.

use crate::api::{self, DeleteAliasInput, DeleteAliasOutput};
use crate::{alias, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

/// AWS asks for the permission on the alias and on the key.
fn access(_: &Call, store: &Store, input: &DeleteAliasInput) -> Vec<Access> {
    let keyring = store.keyring();
    let key = keyring.alias(&input.alias_name).map(|alias| keyring.key_arn(alias.target));
    let resources = [Some(keyring.alias_arn(&input.alias_name)), key];
    resources.into_iter().flatten().map(|resource| Access::new("kms:DeleteAlias", resource)).collect()
}

fn run(context: &mut Context<'_>, input: &mut DeleteAliasInput) -> Result<Answer<DeleteAliasOutput>, Fault> {
    alias::check_name(&input.alias_name)?;
    context.store.keyring().delete_alias(&input.alias_name).map_err(fault::keyring)?;
    Ok(Answer::Now(DeleteAliasOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteAlias>(access, run)
}
