//! Signs a message or its digest.

use crate::api::{self, SignInput, SignOutput};
use crate::key::Use;
use crate::{access, algorithm, fault, key, signing};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyUsage, UsedFor};

const ACTION: &str = "kms:Sign";

fn access(_: &Call, store: &Store, input: &SignInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id);
    vec![signing::with_keys(access, &input.signing_algorithm, input.message_type.as_deref())]
}

fn run(context: &mut Context<'_>, input: &mut SignInput) -> Result<Answer<SignOutput>, Fault> {
    let of = Use {
        name: &input.key_id,
        action: ACTION,
        usage: KeyUsage::SignVerify,
        tokens: input.grant_tokens.as_ref(),
    };
    let key = key::ready(context, &of)?;
    let algorithm = algorithm::to_sign(&key, &input.signing_algorithm)?;
    let message = signing::message(algorithm, input.message_type.as_deref(), &input.message)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    let signature = context.store.keyring().sign(&key, algorithm, message);
    let signature = signature.map_err(|cause| fault::use_of(cause, fault::internal))?;
    key::used(context, &key, UsedFor::Sign);
    Ok(Answer::Now(SignOutput {
        key_id: Some(key.arn().to_owned()),
        signature: Some(signature),
        signing_algorithm: Some(algorithm.as_str().to_owned()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::Sign>(access, run)
}
