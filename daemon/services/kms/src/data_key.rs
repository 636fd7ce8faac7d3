//! What the operations share that draw keys for use elsewhere.

use crate::algorithm::Cipher;
use crate::key::Use;
use crate::{fault, key, limits};
use millpond_service::{Context, Fault};
use millpond_store::keyring::{DataKeyPair, KeySpec, KeyUsage, KmsKey};
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What a caller asks for.
pub(crate) struct Order<'a> {
    pub key_id: &'a str,
    pub action: &'static str,
    pub key_spec: Option<&'a str>,
    pub number_of_bytes: Option<i64>,
    pub context: Option<&'a BTreeMap<String, String>>,
    pub tokens: Option<&'a Vec<String>>,
    pub dry_run: bool,
}

/// A data key and its sealed form.
pub(crate) struct DataKey {
    pub key: Arc<KmsKey>,
    pub plaintext: Zeroizing<Vec<u8>>,
    pub ciphertext: Vec<u8>,
}

/// Draws a data key and encrypts it.
pub(crate) fn generate(context: &Context<'_>, order: &Order<'_>) -> Result<DataKey, Fault> {
    let length = length(order.key_spec, order.number_of_bytes)?;
    let key = wrapping_key(context, order.key_id, order.action, order.tokens)?;
    if order.dry_run {
        return Err(fault::dry_run());
    }
    let mut plaintext = Zeroizing::new(vec![0; length]);
    context.store.entropy().fill(&mut plaintext);
    let empty = BTreeMap::new();
    let sealed = context.store.keyring().encrypt(&key, &plaintext, order.context.unwrap_or(&empty));
    Ok(DataKey { ciphertext: sealed.map_err(fault::keyring)?, key, plaintext })
}

/// What a caller asks for.
pub(crate) struct PairOrder<'a> {
    pub key_id: &'a str,
    pub action: &'static str,
    pub spec: &'a str,
    pub context: Option<&'a BTreeMap<String, String>>,
    pub tokens: Option<&'a Vec<String>>,
    pub dry_run: bool,
}

/// A key pair, and its private key's sealed form.
pub(crate) struct Pair {
    pub key: Arc<KmsKey>,
    pub private: Zeroizing<Vec<u8>>,
    pub public: Vec<u8>,
    pub ciphertext: Vec<u8>,
}

/// Draws a key pair and encrypts its private key.
pub(crate) fn generate_pair(context: &Context<'_>, order: &PairOrder<'_>) -> Result<Pair, Fault> {
    let key = wrapping_key(context, order.key_id, order.action, order.tokens)?;
    let unsupported = || fault::unsupported(format!("KeyPairSpec {} is not supported", order.spec));
    let spec = KeySpec::parse(order.spec).ok_or_else(unsupported)?;
    if order.dry_run {
        return Err(fault::dry_run());
    }
    let keyring = context.store.keyring();
    let DataKeyPair { private, public } = keyring.draw_data_key_pair(spec).map_err(fault::keyring)?;
    let empty = BTreeMap::new();
    let sealed = keyring.encrypt(&key, &private, order.context.unwrap_or(&empty));
    Ok(Pair { ciphertext: sealed.map_err(fault::keyring)?, key, private, public })
}

/// The symmetric key that is to seal what is drawn.
fn wrapping_key(
    context: &Context<'_>,
    name: &str,
    action: &'static str,
    tokens: Option<&Vec<String>>,
) -> Result<Arc<KmsKey>, Fault> {
    let key = key::ready(context, &Use { name, action, usage: KeyUsage::EncryptDecrypt, tokens })?;
    // Keys of RSA encrypt, too, and seal nothing.
    Cipher::of(&key, None)?;
    Ok(key)
}

fn length(key_spec: Option<&str>, number_of_bytes: Option<i64>) -> Result<usize, Fault> {
    match (key_spec, number_of_bytes) {
        (Some("AES_128"), None) => Ok(limits::AES_128_BYTES),
        (Some(_), None) => Ok(limits::AES_256_BYTES),
        (None, Some(bytes)) => Ok(usize::try_from(bytes).expect("the model bounds it from 1 to 1024")),
        _ => Err(fault::invalid("Please specify either number of bytes or key spec.")),
    }
}
