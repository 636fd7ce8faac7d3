//! Encrypt and decrypt, as the KMS API offers them.

use super::envelope::{self, Content, Header};
use super::{DecryptError, KeyState, Keyring, KeyringError, KmsKey, MaterialId, context};
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What a ciphertext held.
#[derive(Debug)]
pub struct Decrypted {
    /// The key that encrypted it.
    pub key: Arc<KmsKey>,
    /// The backing key that encrypted it.
    pub material: MaterialId,
    /// The plaintext.
    pub plaintext: Zeroizing<Vec<u8>>,
}

impl Keyring {
    /// Encrypts a small message, binding it to an encryption context.
    ///
    /// # Units
    /// The ciphertext is 86 bytes longer than the plaintext.
    /// # Errors
    /// [`KeyringError::Disabled`].
    /// # Panics
    /// Never: every backing key was opened once when it was made or loaded.
    pub fn encrypt(
        &self,
        key: &KmsKey,
        plaintext: &[u8],
        context: &BTreeMap<String, String>,
    ) -> Result<Vec<u8>, KeyringError> {
        key.check_enabled()?;
        let version = key.version();
        let secret = self.backing(&key.document, version).expect("every backing key was opened once before");
        let header = self.header(Content::Message, key.id(), version);
        Ok(envelope::seal(&secret, &header, &context::canonical(context), plaintext))
    }

    /// The key a ciphertext says it was encrypted with, if that key exists. Not authenticated.
    #[must_use]
    pub fn claimed_key(&self, ciphertext: &[u8]) -> Option<Arc<KmsKey>> {
        let header = Header::read(ciphertext)?;
        if header.content == Content::Message { self.key(header.key) } else { None }
    }

    /// Decrypts what [`Keyring::encrypt`] made, under the same encryption context.
    ///
    /// # Errors
    /// [`DecryptError`]; it does not say what differs.
    pub fn decrypt(
        &self,
        ciphertext: &[u8],
        context: &BTreeMap<String, String>,
    ) -> Result<Decrypted, DecryptError> {
        let key = self.claimed_key(ciphertext).ok_or(DecryptError::Invalid)?;
        let arn = || key.arn().to_owned();
        match key.state() {
            KeyState::Enabled => {}
            KeyState::Disabled => return Err(DecryptError::Disabled { arn: arn() }),
            KeyState::PendingDeletion => return Err(DecryptError::PendingDeletion { arn: arn() }),
            KeyState::PendingImport => return Err(DecryptError::PendingImport { arn: arn() }),
        }
        let version = Header::read(ciphertext).ok_or(DecryptError::Invalid)?.backing;
        let secret = self.backing(&key.document, version).ok_or(DecryptError::Invalid)?;
        let plaintext = envelope::open(&secret, ciphertext, &context::canonical(context));
        let plaintext = plaintext.ok_or(DecryptError::Invalid)?;
        let index = usize::try_from(version).map_err(|_| DecryptError::Invalid)?.wrapping_sub(1);
        let material = *key.materials.get(index).ok_or(DecryptError::Invalid)?;
        Ok(Decrypted { key, material, plaintext })
    }
}
