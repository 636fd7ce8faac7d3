//! Decrypts a ciphertext and encrypts it again, without showing what it holds.

use crate::algorithm::Cipher;
use crate::api::{self, ReEncryptInput, ReEncryptOutput};
use crate::cipher::{self, Sealed};
use crate::{access, algorithm, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyUsage, UsedFor};

const FROM: &str = "kms:ReEncryptFrom";
const TO: &str = "kms:ReEncryptTo";

/// One permission on the key the ciphertext comes from, and one on the key it goes to.
fn access(call: &Call, store: &Store, input: &ReEncryptInput) -> Vec<Access> {
    let source =
        cipher::source(call, store, input.source_key_id.as_deref(), input.ciphertext_blob.as_deref());
    let source = access::on(store, FROM, &source);
    let to = access::on(store, TO, &input.destination_key_id);
    let same = (source.resource == to.resource).to_string();
    let word = |word: &Option<String>| word.clone().unwrap_or(algorithm::SYMMETRIC_DEFAULT.to_owned());
    let source = access::with_context(source, input.source_encryption_context.as_ref())
        .with("kms:EncryptionAlgorithm", [word(&input.source_encryption_algorithm)])
        .with("kms:ReEncryptOnSameKey", [same.clone()]);
    let to = access::with_context(to, input.destination_encryption_context.as_ref())
        .with("kms:EncryptionAlgorithm", [word(&input.destination_encryption_algorithm)])
        .with("kms:ReEncryptOnSameKey", [same]);
    vec![source, to]
}

fn run(context: &mut Context<'_>, input: &mut ReEncryptInput) -> Result<Answer<ReEncryptOutput>, Fault> {
    let (from_pairs, to_pairs) = (
        input.source_encryption_context.take().unwrap_or_default(),
        input.destination_encryption_context.take().unwrap_or_default(),
    );
    let sealed = Sealed {
        action: FROM,
        key_id: input.source_key_id.as_deref(),
        ciphertext: input.ciphertext_blob.as_deref(),
        algorithm: input.source_encryption_algorithm.as_deref(),
        pairs: &from_pairs,
        tokens: input.grant_tokens.as_ref(),
        dry_run: input.dry_run == Some(true),
        modifiers: input.dry_run_modifiers.as_ref(),
    };
    let opened = cipher::open(context, &sealed)?;
    let to = key::usable(context, &input.destination_key_id, TO)?;
    key::check_usage(&to, KeyUsage::EncryptDecrypt, "ReEncrypt")?;
    let algorithm = Cipher::of(&to, input.destination_encryption_algorithm.as_deref())?;
    let plaintext = opened.as_ref().map(|opened| &opened.plaintext[..]).unwrap_or_default();
    cipher::check_plaintext(&to, algorithm, plaintext, &to_pairs)?;
    let Some(opened) = opened.filter(|_| input.dry_run != Some(true)) else { return Err(fault::dry_run()) };
    let ciphertext = cipher::encrypt(context, &to, algorithm, &opened.plaintext, &to_pairs)?;
    key::used(context, &opened.key, UsedFor::ReEncrypt);
    key::used(context, &to, UsedFor::ReEncrypt);
    Ok(Answer::Now(ReEncryptOutput {
        ciphertext_blob: Some(ciphertext),
        source_key_id: Some(opened.key.arn().to_owned()),
        key_id: Some(to.arn().to_owned()),
        source_encryption_algorithm: Some(opened.cipher.as_str().to_owned()),
        destination_encryption_algorithm: Some(algorithm.as_str().to_owned()),
        source_key_material_id: opened.material,
        destination_key_material_id: key::current_material(&to),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ReEncrypt>(access, run)
}
