//! Encrypts up to 4096 bytes.

use crate::api::{self, EncryptInput, EncryptOutput};
use crate::{fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use zeroize::Zeroizing;

const ACTION: &str = "kms:Encrypt";

fn access(_: &Call, store: &Store, input: &EncryptInput) -> Vec<Access> {
    vec![Access::new(ACTION, store.keyring().arn_of(&input.key_id))]
}

fn run(context: &mut Context<'_>, input: &mut EncryptInput) -> Result<Answer<EncryptOutput>, Fault> {
    let key = key::usable(context, &input.key_id, ACTION)?;
    key::check_algorithm(input.encryption_algorithm.as_deref())?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    let plaintext = Zeroizing::new(std::mem::take(&mut input.plaintext));
    let pairs = input.encryption_context.take().unwrap_or_default();
    let sealed = context.store.keyring().encrypt(&key, &plaintext, &pairs).map_err(fault::keyring)?;
    Ok(Answer::Now(EncryptOutput {
        ciphertext_blob: Some(sealed),
        key_id: Some(key.arn().to_owned()),
        encryption_algorithm: Some(key::SYMMETRIC_DEFAULT.to_owned()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::Encrypt>(access, run)
}
