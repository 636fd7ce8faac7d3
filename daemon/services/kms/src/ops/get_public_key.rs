//! Hands out the public key of a key pair.

use crate::api::{self, GetPublicKeyInput, GetPublicKeyOutput};
use crate::{access, algorithm, fault, grants, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::KmsKey;

const ACTION: &str = "kms:GetPublicKey";

fn access(_: &Call, store: &Store, input: &GetPublicKeyInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetPublicKeyInput,
) -> Result<Answer<GetPublicKeyOutput>, Fault> {
    grants::check_tokens(context, input.grant_tokens.as_ref())?;
    let key = key::usable(context, &input.key_id, ACTION)?;
    let Some(public) = key.public_key() else { return Err(fault::unsupported("")) };
    Ok(Answer::Now(GetPublicKeyOutput {
        key_id: Some(key.arn().to_owned()),
        public_key: Some(public.to_vec()),
        customer_master_key_spec: Some(key.spec().as_str().to_owned()),
        key_spec: Some(key.spec().as_str().to_owned()),
        key_usage: Some(key.usage().as_str().to_owned()),
        encryption_algorithms: words(&key, algorithm::encryption),
        signing_algorithms: words(&key, algorithm::signing),
        key_agreement_algorithms: words(&key, algorithm::agreement),
        encapsulation_algorithms: words(&key, algorithm::encapsulation),
    }))
}

fn words(key: &KmsKey, of: fn(&KmsKey) -> Vec<&'static str>) -> Option<Vec<String>> {
    let words = of(key);
    if words.is_empty() { None } else { Some(words.into_iter().map(str::to_owned).collect()) }
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetPublicKey>(access, run)
}
