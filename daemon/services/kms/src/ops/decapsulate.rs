//! Opens an encapsulated secret.

use crate::api::{self, DecapsulateInput, DecapsulateOutput};
use crate::key::Use;
use crate::{access, algorithm, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{DecryptError, KeyUsage, UsedFor};

const ACTION: &str = "kms:Decapsulate";

fn access(_: &Call, store: &Store, input: &DecapsulateInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id);
    vec![access.with("kms:EncapsulationAlgorithm", [input.encapsulation_algorithm.clone()])]
}

fn run(context: &mut Context<'_>, input: &mut DecapsulateInput) -> Result<Answer<DecapsulateOutput>, Fault> {
    let of = Use {
        name: &input.key_id,
        action: ACTION,
        usage: KeyUsage::EncapsulateDecapsulate,
        tokens: input.grant_tokens.as_ref(),
    };
    let key = key::ready(context, &of)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    // Only the length can be wrong: what was made otherwise gives a secret that nobody else has.
    let invalid = || fault::decrypt(DecryptError::Invalid);
    let opened = context.store.keyring().decapsulate(&key, &input.shared_secret_ciphertext_blob);
    let mut secret = opened.map_err(|cause| fault::use_of(cause, invalid))?;
    key::used(context, &key, UsedFor::Decapsulate);
    Ok(Answer::Now(DecapsulateOutput {
        key_id: Some(key.arn().to_owned()),
        shared_secret: Some(std::mem::take(&mut *secret)),
        encapsulation_algorithm: Some(algorithm::ML_KEM.to_owned()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::Decapsulate>(access, run)
}
