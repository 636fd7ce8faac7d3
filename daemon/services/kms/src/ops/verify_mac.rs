//! Verifies an HMAC; one that does not fit is an error.

use crate::api::{self, VerifyMacInput, VerifyMacOutput, error};
use crate::key::Use;
use crate::{access, algorithm, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyUsage, UsedFor};

const ACTION: &str = "kms:VerifyMac";

fn access(_: &Call, store: &Store, input: &VerifyMacInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id);
    vec![access.with("kms:MacAlgorithm", [input.mac_algorithm.clone()])]
}

fn run(context: &mut Context<'_>, input: &mut VerifyMacInput) -> Result<Answer<VerifyMacOutput>, Fault> {
    let of = Use {
        name: &input.key_id,
        action: ACTION,
        usage: KeyUsage::GenerateVerifyMac,
        tokens: input.grant_tokens.as_ref(),
    };
    let key = key::ready(context, &of)?;
    algorithm::check_mac(&key, &input.mac_algorithm)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    let invalid = || Fault::of(&error::KMS_INVALID_MAC_EXCEPTION, "");
    let verified = context.store.keyring().verify_mac(&key, &input.message, &input.mac);
    verified.map_err(|cause| fault::use_of(cause, invalid))?;
    key::used(context, &key, UsedFor::VerifyMac);
    Ok(Answer::Now(VerifyMacOutput {
        key_id: Some(key.arn().to_owned()),
        mac_valid: Some(true),
        mac_algorithm: Some(std::mem::take(&mut input.mac_algorithm)),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::VerifyMac>(access, run)
}
