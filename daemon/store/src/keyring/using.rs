//! Keys in use, besides encryption with symmetric ones: signatures, HMACs, RSA, shared secrets and key pairs.

use super::key::KmsKey;
use super::pair::{self, Message, Oaep, SecretBytes, SigningAlgorithm};
use super::{KeySpec, Keyring, KeyringError};
use aws_lc_rs::{constant_time, hmac};
use std::fmt;
use zeroize::Zeroizing;

/// Why a key did not do what it was asked for.
#[derive(Debug)]
#[non_exhaustive]
pub enum UseError {
    /// The key may not be used now.
    Key(KeyringError),
    /// What was given does not fit the key, or was not made with it.
    Unfit,
}

impl fmt::Display for UseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(cause) => cause.fmt(f),
            Self::Unfit => f.write_str("what was given does not belong to the key"),
        }
    }
}

impl std::error::Error for UseError {}

impl From<KeyringError> for UseError {
    fn from(cause: KeyringError) -> Self {
        Self::Key(cause)
    }
}

/// A key pair for use elsewhere.
pub struct DataKeyPair {
    /// PKCS#8.
    pub private: Zeroizing<Vec<u8>>,
    /// SubjectPublicKeyInfo.
    pub public: Vec<u8>,
}

impl Keyring {
    /// Signs a message or its digest.
    ///
    /// # Errors
    /// [`UseError`].
    pub fn sign(
        &self,
        key: &KmsKey,
        algorithm: SigningAlgorithm,
        message: Message<'_>,
    ) -> Result<Vec<u8>, UseError> {
        self.with_secret(key, |secret| match message {
            Message::Mu(mu) if algorithm == SigningAlgorithm::MlDsa => {
                pair::sign_mu(key.spec(), secret, mu, &*self.entropy)
            }
            _ => pair::sign(key.spec(), secret, algorithm, message),
        })
    }

    /// Verifies a signature.
    ///
    /// # Errors
    /// [`UseError`].
    pub fn verify(
        &self,
        key: &KmsKey,
        algorithm: SigningAlgorithm,
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<(), UseError> {
        let public = usable_public(key)?;
        let valid = pair::verify(key.spec(), public, algorithm, message, signature);
        if valid { Ok(()) } else { Err(UseError::Unfit) }
    }

    /// Encrypts with a key of RSA.
    ///
    /// # Errors
    /// [`UseError`]; [`UseError::Unfit`] when the plaintext is too long.
    pub fn encrypt_oaep(&self, key: &KmsKey, oaep: Oaep, plaintext: &[u8]) -> Result<Vec<u8>, UseError> {
        pair::encrypt(usable_public(key)?, oaep, plaintext).ok_or(UseError::Unfit)
    }

    /// Decrypts with a key of RSA.
    ///
    /// # Errors
    /// [`UseError`].
    pub fn decrypt_oaep(
        &self,
        key: &KmsKey,
        oaep: Oaep,
        ciphertext: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, UseError> {
        self.with_secret(key, |secret| pair::decrypt(secret, oaep, ciphertext))
    }

    /// The HMAC of a message under the one hash of the key.
    ///
    /// # Errors
    /// [`UseError`].
    pub fn mac(&self, key: &KmsKey, message: &[u8]) -> Result<Vec<u8>, UseError> {
        let algorithm = match key.spec() {
            KeySpec::Hmac224 => hmac::HMAC_SHA224,
            KeySpec::Hmac256 => hmac::HMAC_SHA256,
            KeySpec::Hmac384 => hmac::HMAC_SHA384,
            KeySpec::Hmac512 => hmac::HMAC_SHA512,
            _ => return Err(UseError::Unfit),
        };
        let tag = |secret: &[u8]| hmac::sign(&hmac::Key::new(algorithm, secret), message).as_ref().to_vec();
        self.with_secret(key, |secret| Some(tag(secret)))
    }

    /// Verifies an HMAC, in a time that says nothing about it.
    ///
    /// # Errors
    /// [`UseError`].
    pub fn verify_mac(&self, key: &KmsKey, message: &[u8], mac: &[u8]) -> Result<(), UseError> {
        let own = self.mac(key, message)?;
        constant_time::verify_slices_are_equal(&own, mac).map_err(|_| UseError::Unfit)
    }

    /// The secret shared with the holder of another key of the same curve, given in SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`UseError`].
    pub fn agree(&self, key: &KmsKey, peer: &[u8]) -> Result<Zeroizing<Vec<u8>>, UseError> {
        self.with_secret(key, |secret| pair::agree(key.spec(), secret, peer))
    }

    /// A fresh secret, and the form of it that only the key opens.
    ///
    /// # Errors
    /// [`UseError`].
    pub fn encapsulate(&self, key: &KmsKey) -> Result<(Vec<u8>, Zeroizing<Vec<u8>>), UseError> {
        pair::encapsulate(key.spec(), usable_public(key)?).ok_or(UseError::Unfit)
    }

    /// The secret of such a form; another one for a form that was made otherwise.
    ///
    /// # Errors
    /// [`UseError`]; [`UseError::Unfit`] when its length is wrong.
    pub fn decapsulate(&self, key: &KmsKey, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, UseError> {
        self.with_secret(key, |secret| pair::decapsulate(key.spec(), secret, ciphertext))
    }

    /// Draws a key pair that is not kept.
    ///
    /// # Errors
    /// As [`Keyring::create_key`].
    pub fn draw_data_key_pair(&self, spec: KeySpec) -> Result<DataKeyPair, KeyringError> {
        let secret = self.draw_pair(spec)?;
        let private = pair::to_pkcs8(spec, &secret).ok_or(KeyringError::Library)?;
        let public = pair::public(spec, &secret).ok_or(KeyringError::Library)?;
        Ok(DataKeyPair { private, public })
    }

    fn with_secret<T>(&self, key: &KmsKey, f: impl FnOnce(&[u8]) -> Option<T>) -> Result<T, UseError> {
        key.check_enabled()?;
        let secret: SecretBytes = self.secret(&key.document, key.version()).ok_or(UseError::Unfit)?;
        f(&secret).ok_or(UseError::Unfit)
    }
}

fn usable_public(key: &KmsKey) -> Result<&[u8], UseError> {
    key.check_enabled()?;
    key.public_key().ok_or(UseError::Unfit)
}
