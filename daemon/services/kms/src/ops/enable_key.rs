//! Lets a key be used.

use crate::api::{self, EnableKeyInput, EnableKeyOutput};
use crate::key;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::KeyState;

const ACTION: &str = "kms:EnableKey";

fn access(_: &Call, store: &Store, input: &EnableKeyInput) -> Vec<Access> {
    vec![Access::new(ACTION, store.keyring().arn_of(&input.key_id))]
}

fn run(context: &mut Context<'_>, input: &mut EnableKeyInput) -> Result<Answer<EnableKeyOutput>, Fault> {
    key::set_state(context, &input.key_id, KeyState::Enabled, ACTION)?;
    Ok(Answer::Now(EnableKeyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::EnableKey>(access, run)
}
