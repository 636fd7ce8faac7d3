//! Decrypts what Encrypt or GenerateDataKey sealed.

use crate::api::{self, DecryptInput, DecryptOutput};
use crate::cipher::{self, Sealed};
use crate::{access, algorithm, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::UsedFor;

const ACTION: &str = "kms:Decrypt";

fn access(call: &Call, store: &Store, input: &DecryptInput) -> Vec<Access> {
    let source = cipher::source(call, store, input.key_id.as_deref(), input.ciphertext_blob.as_deref());
    let access = access::with_context(access::on(store, ACTION, &source), input.encryption_context.as_ref());
    let word = input.encryption_algorithm.as_deref().unwrap_or(algorithm::SYMMETRIC_DEFAULT);
    vec![access.with("kms:EncryptionAlgorithm", [word.to_owned()])]
}

fn run(context: &mut Context<'_>, input: &mut DecryptInput) -> Result<Answer<DecryptOutput>, Fault> {
    key::check_recipient(input.recipient.as_ref())?;
    let pairs = input.encryption_context.take().unwrap_or_default();
    let sealed = Sealed {
        action: ACTION,
        key_id: input.key_id.as_deref(),
        ciphertext: input.ciphertext_blob.as_deref(),
        algorithm: input.encryption_algorithm.as_deref(),
        pairs: &pairs,
        tokens: input.grant_tokens.as_ref(),
        dry_run: input.dry_run == Some(true),
        modifiers: input.dry_run_modifiers.as_ref(),
    };
    let opened = cipher::open(context, &sealed)?.filter(|_| input.dry_run != Some(true));
    let Some(mut opened) = opened else { return Err(fault::dry_run()) };
    key::used(context, &opened.key, UsedFor::Decrypt);
    Ok(Answer::Now(DecryptOutput {
        key_id: Some(opened.key.arn().to_owned()),
        plaintext: Some(std::mem::take(&mut *opened.plaintext)),
        encryption_algorithm: Some(opened.cipher.as_str().to_owned()),
        key_material_id: opened.material,
        ..DecryptOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::Decrypt>(access, run)
}
