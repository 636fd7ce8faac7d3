//! Draws a key pair for use elsewhere and hands out its private key sealed alone.

use crate::api::{self, GenerateDataKeyPairWithoutPlaintextInput, GenerateDataKeyPairWithoutPlaintextOutput};
use crate::data_key::{self, PairOrder};
use crate::{access, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::UsedFor;

const ACTION: &str = "kms:GenerateDataKeyPairWithoutPlaintext";

fn access(_: &Call, store: &Store, input: &GenerateDataKeyPairWithoutPlaintextInput) -> Vec<Access> {
    let access =
        access::with_context(access::on(store, ACTION, &input.key_id), input.encryption_context.as_ref());
    vec![access.with("kms:DataKeyPairSpec", [input.key_pair_spec.clone()])]
}

fn run(
    context: &mut Context<'_>,
    input: &mut GenerateDataKeyPairWithoutPlaintextInput,
) -> Result<Answer<GenerateDataKeyPairWithoutPlaintextOutput>, Fault> {
    let order = PairOrder {
        key_id: &input.key_id,
        action: ACTION,
        spec: &input.key_pair_spec,
        context: input.encryption_context.as_ref(),
        tokens: input.grant_tokens.as_ref(),
        dry_run: input.dry_run == Some(true),
    };
    let made = data_key::generate_pair(context, &order)?;
    key::used(context, &made.key, UsedFor::GenerateDataKeyPairWithoutPlaintext);
    Ok(Answer::Now(GenerateDataKeyPairWithoutPlaintextOutput {
        private_key_ciphertext_blob: Some(made.ciphertext),
        public_key: Some(made.public),
        key_id: Some(made.key.arn().to_owned()),
        key_pair_spec: Some(std::mem::take(&mut input.key_pair_spec)),
        key_material_id: key::current_material(&made.key),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GenerateDataKeyPairWithoutPlaintext>(access, run)
}
