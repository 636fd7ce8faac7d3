//! Leads a name to a key.

use crate::api::{self, CreateAliasInput, CreateAliasOutput};
use crate::{alias, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::KeyState;

/// AWS asks for the permission on the alias and on the key.
fn access(_: &Call, store: &Store, input: &CreateAliasInput) -> Vec<Access> {
    let alias = store.keyring().alias_arn(&input.alias_name);
    let key = store.keyring().arn_of(&input.target_key_id);
    [alias, key].map(|resource| Access::new("kms:CreateAlias", resource)).into()
}

fn run(context: &mut Context<'_>, input: &mut CreateAliasInput) -> Result<Answer<CreateAliasOutput>, Fault> {
    alias::check_name(&input.alias_name)?;
    if key::is_alias(&input.target_key_id) {
        return Err(fault::invalid("Aliases must refer to keys. Not aliases"));
    }
    let keyring = context.store.keyring();
    let key = keyring.resolve(&input.target_key_id).map_err(fault::name)?;
    if key.state() == KeyState::PendingDeletion {
        return Err(fault::pending_deletion(key.arn()));
    }
    keyring.create_alias(&input.alias_name, key.id()).map_err(fault::keyring)?;
    Ok(Answer::Now(CreateAliasOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateAlias>(access, run)
}
