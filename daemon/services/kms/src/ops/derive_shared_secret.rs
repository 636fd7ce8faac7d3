//! Derives the secret shared with the holder of another key of the same curve.

use crate::api::{self, DeriveSharedSecretInput, DeriveSharedSecretOutput};
use crate::key::Use;
use crate::{access, algorithm, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyUsage, UsedFor};

const ACTION: &str = "kms:DeriveSharedSecret";

fn access(_: &Call, store: &Store, input: &DeriveSharedSecretInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id);
    vec![access.with("kms:KeyAgreementAlgorithm", [input.key_agreement_algorithm.clone()])]
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeriveSharedSecretInput,
) -> Result<Answer<DeriveSharedSecretOutput>, Fault> {
    key::check_recipient(input.recipient.as_ref())?;
    let of = Use {
        name: &input.key_id,
        action: ACTION,
        usage: KeyUsage::KeyAgreement,
        tokens: input.grant_tokens.as_ref(),
    };
    let key = key::ready(context, &of)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    let unfit =
        || fault::invalid("The public key is not a valid key of the same curve in DER-encoded X.509 form.");
    let secret = context.store.keyring().agree(&key, &input.public_key);
    let mut secret = secret.map_err(|cause| fault::use_of(cause, unfit))?;
    key::used(context, &key, UsedFor::DeriveSharedSecret);
    Ok(Answer::Now(DeriveSharedSecretOutput {
        key_id: Some(key.arn().to_owned()),
        shared_secret: Some(std::mem::take(&mut *secret)),
        key_agreement_algorithm: Some(algorithm::ECDH.to_owned()),
        key_origin: Some(key.origin().as_str().to_owned()),
        ..DeriveSharedSecretOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeriveSharedSecret>(access, run)
}
