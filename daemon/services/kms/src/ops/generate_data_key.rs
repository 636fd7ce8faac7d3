//! Draws a data key and hands it out in clear and sealed.

use crate::api::{self, GenerateDataKeyInput, GenerateDataKeyOutput};
use crate::data_key::{self, Order};
use crate::key;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:GenerateDataKey";

fn access(_: &Call, store: &Store, input: &GenerateDataKeyInput) -> Vec<Access> {
    vec![Access::new(ACTION, store.keyring().arn_of(&input.key_id))]
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
        dry_run: input.dry_run == Some(true),
    };
    let mut made = data_key::generate(context, &order)?;
    Ok(Answer::Now(GenerateDataKeyOutput {
        ciphertext_blob: Some(made.ciphertext),
        plaintext: Some(std::mem::take(&mut *made.plaintext)),
        key_id: Some(made.key.arn().to_owned()),
        key_material_id: Some(made.key.material().to_string()),
        ..GenerateDataKeyOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GenerateDataKey>(access, run)
}
