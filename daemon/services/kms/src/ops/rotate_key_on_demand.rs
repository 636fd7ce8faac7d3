//! Makes a key anew now. What was encrypted before stays readable.

use crate::api::{self, RotateKeyOnDemandInput, RotateKeyOnDemandOutput};
use crate::{access, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:RotateKeyOnDemand";

fn access(_: &Call, store: &Store, input: &RotateKeyOnDemandInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut RotateKeyOnDemandInput,
) -> Result<Answer<RotateKeyOnDemandOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    key::check_symmetric(&key)?;
    let key = context.store.keyring().rotate_on_demand(key.id()).map_err(fault::keyring)?;
    Ok(Answer::Now(RotateKeyOnDemandOutput { key_id: Some(key.id().to_string()) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::RotateKeyOnDemand>(access, run)
}
