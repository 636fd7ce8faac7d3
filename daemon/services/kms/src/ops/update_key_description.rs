//! Describes a key otherwise.

use crate::api::{self, UpdateKeyDescriptionInput, UpdateKeyDescriptionOutput};
use crate::{access, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:UpdateKeyDescription";

fn access(_: &Call, store: &Store, input: &UpdateKeyDescriptionInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut UpdateKeyDescriptionInput,
) -> Result<Answer<UpdateKeyDescriptionOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    let description = std::mem::take(&mut input.description);
    context.store.keyring().describe(key.id(), description).map_err(fault::keyring)?;
    Ok(Answer::Now(UpdateKeyDescriptionOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdateKeyDescription>(access, run)
}
