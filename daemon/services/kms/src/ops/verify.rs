//! Verifies a signature; one that does not fit is an error.

use crate::api::{self, VerifyInput, VerifyOutput, error};
use crate::key::Use;
use crate::{access, algorithm, fault, key, signing};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyUsage, UsedFor};

const ACTION: &str = "kms:Verify";

fn access(_: &Call, store: &Store, input: &VerifyInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id);
    vec![signing::with_keys(access, &input.signing_algorithm, input.message_type.as_deref())]
}

fn run(context: &mut Context<'_>, input: &mut VerifyInput) -> Result<Answer<VerifyOutput>, Fault> {
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
    let invalid = || Fault::of(&error::KMS_INVALID_SIGNATURE_EXCEPTION, "");
    let verified = context.store.keyring().verify(&key, algorithm, message, &input.signature);
    verified.map_err(|cause| fault::use_of(cause, invalid))?;
    key::used(context, &key, UsedFor::Verify);
    Ok(Answer::Now(VerifyOutput {
        key_id: Some(key.arn().to_owned()),
        signature_valid: Some(true),
        signing_algorithm: Some(algorithm.as_str().to_owned()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::Verify>(access, run)
}
