//! Keeps a key from being used, until it is enabled again. What it sealed stays sealed.

use crate::api::{self, DisableKeyInput, DisableKeyOutput};
use crate::{fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:DisableKey";

fn access(_: &Call, store: &Store, input: &DisableKeyInput) -> Vec<Access> {
    vec![Access::new(ACTION, store.keyring().arn_of(&input.key_id))]
}

fn run(context: &mut Context<'_>, input: &mut DisableKeyInput) -> Result<Answer<DisableKeyOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    context.store.keyring().enable(key.id(), false).map_err(fault::keyring)?;
    Ok(Answer::Now(DisableKeyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DisableKey>(access, run)
}
