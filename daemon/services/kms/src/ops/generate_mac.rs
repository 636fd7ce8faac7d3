//! Makes the HMAC of a message.

use crate::api::{self, GenerateMacInput, GenerateMacOutput};
use crate::key::Use;
use crate::{access, algorithm, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyUsage, UsedFor};

const ACTION: &str = "kms:GenerateMac";

fn access(_: &Call, store: &Store, input: &GenerateMacInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id);
    vec![access.with("kms:MacAlgorithm", [input.mac_algorithm.clone()])]
}

fn run(context: &mut Context<'_>, input: &mut GenerateMacInput) -> Result<Answer<GenerateMacOutput>, Fault> {
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
    let mac = context.store.keyring().mac(&key, &input.message);
    let mac = mac.map_err(|cause| fault::use_of(cause, fault::internal))?;
    key::used(context, &key, UsedFor::GenerateMac);
    Ok(Answer::Now(GenerateMacOutput {
        mac: Some(mac),
        mac_algorithm: Some(std::mem::take(&mut input.mac_algorithm)),
        key_id: Some(key.arn().to_owned()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GenerateMac>(access, run)
}
