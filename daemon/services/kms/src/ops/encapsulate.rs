//! Draws a secret and encapsulates it for the holder of a key.

use crate::api::{self, EncapsulateInput, EncapsulateOutput};
use crate::key::Use;
use crate::{access, algorithm, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyUsage, UsedFor};

const ACTION: &str = "kms:Encapsulate";

fn access(_: &Call, store: &Store, input: &EncapsulateInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id);
    vec![access.with("kms:EncapsulationAlgorithm", [input.encapsulation_algorithm.clone()])]
}

fn run(context: &mut Context<'_>, input: &mut EncapsulateInput) -> Result<Answer<EncapsulateOutput>, Fault> {
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
    let made = context.store.keyring().encapsulate(&key);
    let (ciphertext, mut secret) = made.map_err(|cause| fault::use_of(cause, fault::internal))?;
    key::used(context, &key, UsedFor::Encapsulate);
    Ok(Answer::Now(EncapsulateOutput {
        key_id: Some(key.arn().to_owned()),
        shared_secret: Some(std::mem::take(&mut *secret)),
        shared_secret_ciphertext_blob: Some(ciphertext),
        encapsulation_algorithm: Some(algorithm::ML_KEM.to_owned()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::Encapsulate>(access, run)
}
