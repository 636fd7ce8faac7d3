//! Encrypting and decrypting, as Encrypt, Decrypt and ReEncrypt share it.

use crate::algorithm::Cipher;
use crate::api::error;
use crate::{fault, grants, key};
use millpond_service::{Call, Context, Fault};
use millpond_store::Store;
use millpond_store::keyring::{DecryptError, KeySpec, KeyUsage, KmsKey};
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Refuses what a key cannot encrypt.
pub(crate) fn check_plaintext(
    key: &KmsKey,
    cipher: Cipher,
    plaintext: &[u8],
    pairs: &BTreeMap<String, String>,
) -> Result<(), Fault> {
    let Cipher::Oaep(oaep) = cipher else { return Ok(()) };
    check_no_context(pairs)?;
    let (bytes_max, algorithm, spec) =
        (oaep.plaintext_bytes_max(key.spec()), cipher.as_str(), key.spec().as_str());
    if plaintext.len() <= bytes_max {
        return Ok(());
    }
    Err(fault::invalid(format!(
        "Algorithm {algorithm} and key spec {spec} cannot encrypt data larger than {bytes_max} bytes."
    )))
}

fn check_no_context(pairs: &BTreeMap<String, String>) -> Result<(), Fault> {
    if pairs.is_empty() {
        return Ok(());
    }
    Err(fault::invalid("EncryptionContext is only supported for symmetric encryption keys."))
}

/// Encrypts what was checked.
pub(crate) fn encrypt(
    context: &Context<'_>,
    key: &KmsKey,
    cipher: Cipher,
    plaintext: &[u8],
    pairs: &BTreeMap<String, String>,
) -> Result<Vec<u8>, Fault> {
    let keyring = context.store.keyring();
    match cipher {
        Cipher::Symmetric => keyring.encrypt(key, plaintext, pairs).map_err(fault::keyring),
        Cipher::Oaep(oaep) => {
            let unfit = || fault::invalid("The plaintext does not fit the key.");
            keyring.encrypt_oaep(key, oaep, plaintext).map_err(|cause| fault::use_of(cause, unfit))
        }
    }
}

/// The name of the key that policies judge: the one the caller gives, or else the one the ciphertext claims. A ciphertext that
/// claims no key of ours is judged as some unknown key, so that only callers who may decrypt anything learn that it is not
/// valid.
pub(crate) fn source(call: &Call, store: &Store, key_id: Option<&str>, ciphertext: Option<&[u8]>) -> String {
    if let Some(name) = key_id {
        return name.to_owned();
    }
    let claimed = ciphertext.and_then(|ciphertext| store.keyring().claimed_key(ciphertext));
    let unknown = || format!("arn:aws:kms:{}:{}:key/*", call.region, call.account);
    claimed.map_or_else(unknown, |key| key.arn().to_owned())
}

/// What is to be decrypted, as a call says it.
pub(crate) struct Sealed<'a> {
    pub action: &'static str,
    pub key_id: Option<&'a str>,
    pub ciphertext: Option<&'a [u8]>,
    pub algorithm: Option<&'a str>,
    pub pairs: &'a BTreeMap<String, String>,
    pub tokens: Option<&'a Vec<String>>,
    pub dry_run: bool,
    pub modifiers: Option<&'a Vec<String>>,
}

/// What came out.
pub(crate) struct Opened {
    pub key: Arc<KmsKey>,
    pub cipher: Cipher,
    pub plaintext: Zeroizing<Vec<u8>>,
    pub material: Option<String>,
}

/// Decrypts; `None` when a dry run asks about permissions alone.
pub(crate) fn open(context: &Context<'_>, sealed: &Sealed<'_>) -> Result<Option<Opened>, Fault> {
    let keyring = context.store.keyring();
    grants::check_tokens(context, sealed.tokens)?;
    let named = match sealed.key_id {
        Some(name) => Some(keyring.resolve(name).map_err(fault::name)?),
        None => None,
    };
    if let Some(key) = named.as_ref().filter(|_| ignores_ciphertext(sealed)) {
        key::check_usable(context, key, sealed.action)?;
        return Ok(None);
    }
    let Some(ciphertext) = sealed.ciphertext else {
        return Err(fault::invalid(
            "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy constraint: \
             Member must not be null",
        ));
    };
    if let Some(key) = named.as_ref().filter(|key| is_rsa(key)) {
        return open_rsa(context, key, sealed, ciphertext).map(Some);
    }
    let claimed = keyring.claimed_key(ciphertext).ok_or_else(|| fault::decrypt(DecryptError::Invalid))?;
    if named.is_some_and(|key| key.id() != claimed.id()) {
        let text = "The key ID in the request does not identify a CMK that can perform this operation.";
        return Err(Fault::of(&error::INCORRECT_KEY_EXCEPTION, text));
    }
    key::check_usable(context, &claimed, sealed.action)?;
    let cipher = Cipher::of(&claimed, sealed.algorithm)?;
    let decrypted = keyring.decrypt(ciphertext, sealed.pairs).map_err(fault::decrypt)?;
    let material = Some(decrypted.material.to_string());
    Ok(Some(Opened { key: decrypted.key, cipher, plaintext: decrypted.plaintext, material }))
}

fn is_rsa(key: &KmsKey) -> bool {
    key.spec() != KeySpec::SymmetricDefault && key.usage() == KeyUsage::EncryptDecrypt
}

fn open_rsa(
    context: &Context<'_>,
    key: &Arc<KmsKey>,
    sealed: &Sealed<'_>,
    ciphertext: &[u8],
) -> Result<Opened, Fault> {
    key::check_usable(context, key, sealed.action)?;
    let cipher = Cipher::of(key, sealed.algorithm)?;
    let Cipher::Oaep(oaep) = cipher else { return Err(fault::decrypt(DecryptError::Invalid)) };
    check_no_context(sealed.pairs)?;
    let invalid = || fault::decrypt(DecryptError::Invalid);
    let opened = context.store.keyring().decrypt_oaep(key, oaep, ciphertext);
    let plaintext = opened.map_err(|cause| fault::use_of(cause, invalid))?;
    Ok(Opened { key: Arc::clone(key), cipher, plaintext, material: None })
}

/// A dry run may ask about permissions alone.
fn ignores_ciphertext(sealed: &Sealed<'_>) -> bool {
    let modifiers = sealed.modifiers.map(Vec::as_slice).unwrap_or_default();
    sealed.dry_run && modifiers.iter().any(|modifier| modifier == "IGNORE_CIPHERTEXT")
}
