//! Decrypts what Encrypt or GenerateDataKey sealed.

use crate::api::{self, DecryptInput, DecryptOutput, error};
use crate::{fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::DecryptError;

const ACTION: &str = "kms:Decrypt";

/// The key the caller names, or else the one the ciphertext claims. A ciphertext that claims no key of ours is judged
/// as some unknown key, so that only callers who may decrypt anything learn that it is not valid.
fn access(call: &Call, store: &Store, input: &DecryptInput) -> Vec<Access> {
    let keyring = store.keyring();
    let claimed = || keyring.claimed_key(input.ciphertext_blob.as_deref()?).map(|key| key.arn().to_owned());
    let resource = match &input.key_id {
        Some(name) => keyring.arn_of(name),
        None => claimed().unwrap_or_else(|| format!("arn:aws:kms:{}:{}:key/*", call.region, call.account)),
    };
    vec![Access::new(ACTION, resource)]
}

fn run(context: &mut Context<'_>, input: &mut DecryptInput) -> Result<Answer<DecryptOutput>, Fault> {
    let keyring = context.store.keyring();
    let named = match &input.key_id {
        Some(name) => Some(keyring.resolve(name).map_err(fault::name)?),
        None => None,
    };
    key::check_recipient(input.recipient.as_ref())?;
    if let Some(key) = named.as_ref().filter(|_| ignores_ciphertext(input)) {
        key::check_usable(context, key, ACTION)?;
        return Err(fault::dry_run());
    }
    let Some(ciphertext) = input.ciphertext_blob.take() else {
        return Err(fault::invalid(
            "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy constraint: \
             Member must not be null",
        ));
    };
    let claimed = keyring.claimed_key(&ciphertext).ok_or_else(|| fault::decrypt(DecryptError::Invalid))?;
    if named.is_some_and(|key| key.id() != claimed.id()) {
        let text = "The key ID in the request does not identify a CMK that can perform this operation.";
        return Err(Fault::of(&error::INCORRECT_KEY_EXCEPTION, text));
    }
    key::check_usable(context, &claimed, ACTION)?;
    key::check_algorithm(input.encryption_algorithm.as_deref())?;
    let pairs = input.encryption_context.take().unwrap_or_default();
    let mut decrypted = keyring.decrypt(&ciphertext, &pairs).map_err(fault::decrypt)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    Ok(Answer::Now(DecryptOutput {
        key_id: Some(decrypted.key.arn().to_owned()),
        plaintext: Some(std::mem::take(&mut *decrypted.plaintext)),
        encryption_algorithm: Some(key::SYMMETRIC_DEFAULT.to_owned()),
        key_material_id: Some(decrypted.material.to_string()),
        ..DecryptOutput::default()
    }))
}

/// A dry run may ask about permissions alone.
fn ignores_ciphertext(input: &DecryptInput) -> bool {
    let modifiers = input.dry_run_modifiers.as_deref().unwrap_or_default();
    input.dry_run == Some(true) && modifiers.iter().any(|modifier| modifier == "IGNORE_CIPHERTEXT")
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::Decrypt>(access, run)
}
