//! Leads a name to another key.

use crate::api::{self, UpdateAliasInput, UpdateAliasOutput};
use crate::{alias, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyState, KmsKey};

/// AWS asks for the permission on the alias, on the key it leads to and on the one it is to lead to.
fn access(_: &Call, store: &Store, input: &UpdateAliasInput) -> Vec<Access> {
    let keyring = store.keyring();
    let old = keyring.alias(&input.alias_name).map(|alias| keyring.key_arn(alias.target));
    let resources =
        [Some(keyring.alias_arn(&input.alias_name)), old, Some(keyring.arn_of(&input.target_key_id))];
    resources.into_iter().flatten().map(|resource| Access::new("kms:UpdateAlias", resource)).collect()
}

fn run(context: &mut Context<'_>, input: &mut UpdateAliasInput) -> Result<Answer<UpdateAliasOutput>, Fault> {
    alias::check_name(&input.alias_name)?;
    if key::is_alias(&input.target_key_id) {
        return Err(fault::invalid("Aliases must refer to keys. Not aliases"));
    }
    let keyring = context.store.keyring();
    let alias =
        keyring.alias(&input.alias_name).ok_or_else(|| alias::not_found(context, &input.alias_name))?;
    let new = keyring.resolve(&input.target_key_id).map_err(fault::name)?;
    if new.state() == KeyState::PendingDeletion {
        return Err(fault::pending_deletion(new.arn()));
    }
    if keyring.key(alias.target).is_some_and(|old| !is_alike(&old, &new)) {
        return Err(fault::invalid(
            "The current and new KMS key must be the same type (both symmetric or both asymmetric or both HMAC), and \
             they must have the same key usage.",
        ));
    }
    keyring.update_alias(&input.alias_name, new.id()).map_err(fault::keyring)?;
    Ok(Answer::Now(UpdateAliasOutput {}))
}

/// Code that uses an alias goes on to work.
fn is_alike(old: &KmsKey, new: &KmsKey) -> bool {
    let kind = |key: &KmsKey| (key.spec().is_pair(), key.spec().is_hmac(), key.usage());
    kind(old) == kind(new)
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdateAlias>(access, run)
}
