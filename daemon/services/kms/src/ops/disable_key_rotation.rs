//! Has a key made anew no more.

use crate::api::{self, DisableKeyRotationInput, DisableKeyRotationOutput};
use crate::{access, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::KeyOrigin;

const ACTION: &str = "kms:DisableKeyRotation";

fn access(_: &Call, store: &Store, input: &DisableKeyRotationInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut DisableKeyRotationInput,
) -> Result<Answer<DisableKeyRotationOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    key::check_origin(&key, KeyOrigin::AwsKms)?;
    key::check_symmetric(&key)?;
    context.store.keyring().rotate_no_more(key.id()).map_err(fault::keyring)?;
    Ok(Answer::Now(DisableKeyRotationOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DisableKeyRotation>(access, run)
}
