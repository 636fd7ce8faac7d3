//! Lets a key stay that waits for its deletion; it is disabled then.

use crate::api::{self, CancelKeyDeletionInput, CancelKeyDeletionOutput};
use crate::{fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:CancelKeyDeletion";

fn access(_: &Call, store: &Store, input: &CancelKeyDeletionInput) -> Vec<Access> {
    vec![Access::new(ACTION, store.keyring().arn_of(&input.key_id))]
}

fn run(
    context: &mut Context<'_>,
    input: &mut CancelKeyDeletionInput,
) -> Result<Answer<CancelKeyDeletionOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    let key = context.store.keyring().cancel_deletion(key.id()).map_err(fault::keyring)?;
    Ok(Answer::Now(CancelKeyDeletionOutput { key_id: Some(key.arn().to_owned()) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CancelKeyDeletion>(access, run)
}
