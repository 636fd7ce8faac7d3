//! Encrypts up to 4096 bytes.

use crate::algorithm::{self, Cipher};
use crate::api::{self, EncryptInput, EncryptOutput};
use crate::key::Use;
use crate::{access, cipher, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyUsage, UsedFor};
use zeroize::Zeroizing;

const ACTION: &str = "kms:Encrypt";

fn access(_: &Call, store: &Store, input: &EncryptInput) -> Vec<Access> {
    let access =
        access::with_context(access::on(store, ACTION, &input.key_id), input.encryption_context.as_ref());
    let word = input.encryption_algorithm.as_deref().unwrap_or(algorithm::SYMMETRIC_DEFAULT);
    vec![access.with("kms:EncryptionAlgorithm", [word.to_owned()])]
}

fn run(context: &mut Context<'_>, input: &mut EncryptInput) -> Result<Answer<EncryptOutput>, Fault> {
    let of = Use {
        name: &input.key_id,
        action: ACTION,
        usage: KeyUsage::EncryptDecrypt,
        tokens: input.grant_tokens.as_ref(),
    };
    let key = key::ready(context, &of)?;
    let algorithm = Cipher::of(&key, input.encryption_algorithm.as_deref())?;
    let plaintext = Zeroizing::new(std::mem::take(&mut input.plaintext));
    let pairs = input.encryption_context.take().unwrap_or_default();
    cipher::check_plaintext(&key, algorithm, &plaintext, &pairs)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    let sealed = cipher::encrypt(context, &key, algorithm, &plaintext, &pairs)?;
    key::used(context, &key, UsedFor::Encrypt);
    Ok(Answer::Now(EncryptOutput {
        ciphertext_blob: Some(sealed),
        key_id: Some(key.arn().to_owned()),
        encryption_algorithm: Some(algorithm.as_str().to_owned()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::Encrypt>(access, run)
}
