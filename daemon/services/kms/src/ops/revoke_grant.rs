//! Takes a grant back.

use crate::api::{self, RevokeGrantInput, RevokeGrantOutput};
use crate::{access, fault, grants, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::KeyringError;

const ACTION: &str = "kms:RevokeGrant";

fn access(_: &Call, store: &Store, input: &RevokeGrantInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(context: &mut Context<'_>, input: &mut RevokeGrantInput) -> Result<Answer<RevokeGrantOutput>, Fault> {
    let key = key::named(context, &input.key_id)?;
    let id = grants::id(&input.grant_id)?;
    let keyring = context.store.keyring();
    if keyring.grant(key.id(), id).is_none() {
        return Err(fault::keyring(KeyringError::NoGrant));
    }
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    keyring.remove_grant(key.id(), id).map_err(fault::keyring)?;
    Ok(Answer::Now(RevokeGrantOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::RevokeGrant>(access, run)
}
