//! Lets a key be used.

use crate::api::{self, EnableKeyInput, EnableKeyOutput};
use crate::{fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:EnableKey";

fn access(_: &Call, store: &Store, input: &EnableKeyInput) -> Vec<Access> {
    vec![Access::new(ACTION, store.keyring().arn_of(&input.key_id))]
}

fn run(context: &mut Context<'_>, input: &mut EnableKeyInput) -> Result<Answer<EnableKeyOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    context.store.keyring().enable(key.id(), true).map_err(fault::keyring)?;
    Ok(Answer::Now(EnableKeyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::EnableKey>(access, run)
}
