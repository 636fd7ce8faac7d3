//! What GenerateDataKey and GenerateDataKeyWithoutPlaintext share.

use crate::{fault, key, limits};
use millpond_service::{Context, Fault};
use millpond_store::keyring::KmsKey;
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
    let key = key::usable(context, order.key_id, order.action)?;
    if order.dry_run {
        return Err(fault::dry_run());
    }
    let mut plaintext = Zeroizing::new(vec![0; length]);
    context.store.entropy().fill(&mut plaintext);
    let empty = BTreeMap::new();
    let sealed = context.store.keyring().encrypt(&key, &plaintext, order.context.unwrap_or(&empty));
    Ok(DataKey { ciphertext: sealed.map_err(fault::keyring)?, key, plaintext })
}

fn length(key_spec: Option<&str>, number_of_bytes: Option<i64>) -> Result<usize, Fault> {
    match (key_spec, number_of_bytes) {
        (Some("AES_128"), None) => Ok(limits::AES_128_BYTES),
        (Some(_), None) => Ok(limits::AES_256_BYTES),
        (None, Some(bytes)) => Ok(usize::try_from(bytes).expect("the model bounds it from 1 to 1024")),
        _ => Err(fault::invalid("Please specify either number of bytes or key spec.")),
    }
}
