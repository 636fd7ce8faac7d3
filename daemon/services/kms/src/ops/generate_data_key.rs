//! Draws a data key and hands it out in clear and sealed.

use crate::api::{self, GenerateDataKeyInput, GenerateDataKeyOutput};
use crate::data_key::{self, Order};
use crate::{access, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::UsedFor;

const ACTION: &str = "kms:GenerateDataKey";

fn access(_: &Call, store: &Store, input: &GenerateDataKeyInput) -> Vec<Access> {
    vec![access::with_context(access::on(store, ACTION, &input.key_id), input.encryption_context.as_ref())]
}

fn run(
    context: &mut Context<'_>,
    input: &mut GenerateDataKeyInput,
) -> Result<Answer<GenerateDataKeyOutput>, Fault> {
    key::check_recipient(input.recipient.as_ref())?;
    let order = Order {
        key_id: &input.key_id,
        action: ACTION,
        key_spec: input.key_spec.as_deref(),
        number_of_bytes: input.number_of_bytes,
        context: input.encryption_context.as_ref(),
        tokens: input.grant_tokens.as_ref(),
        dry_run: input.dry_run == Some(true),
    };
    let mut made = data_key::generate(context, &order)?;
    key::used(context, &made.key, UsedFor::GenerateDataKey);
    Ok(Answer::Now(GenerateDataKeyOutput {
        ciphertext_blob: Some(made.ciphertext),
        plaintext: Some(std::mem::take(&mut *made.plaintext)),
        key_id: Some(made.key.arn().to_owned()),
        key_material_id: key::current_material(&made.key),
        ..GenerateDataKeyOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GenerateDataKey>(access, run)
}
