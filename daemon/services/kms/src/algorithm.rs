//! The algorithms of keys, in AWS's words, and which fit which key.

use crate::api::error;
use millpond_service::Fault;
use millpond_store::keyring::{KeySpec, KeyUsage, KmsKey, Oaep, SigningAlgorithm};

/// The one algorithm of symmetric keys.
pub(crate) const SYMMETRIC_DEFAULT: &str = "SYMMETRIC_DEFAULT";
const OAEP_SHA_1: &str = "RSAES_OAEP_SHA_1";
const OAEP_SHA_256: &str = "RSAES_OAEP_SHA_256";
/// The one algorithm of key agreement.
pub(crate) const ECDH: &str = "ECDH";
/// The one algorithm of key encapsulation.
pub(crate) const ML_KEM: &str = "ML_KEM";

/// How something is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cipher {
    /// With a symmetric key.
    Symmetric,
    /// With a key of RSA.
    Oaep(Oaep),
}

impl Cipher {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Symmetric => SYMMETRIC_DEFAULT,
            Self::Oaep(Oaep::Sha1) => OAEP_SHA_1,
            Self::Oaep(Oaep::Sha256) => OAEP_SHA_256,
        }
    }

    /// The algorithm a call names, or the default one, if it is one of the key's.
    pub(crate) fn of(key: &KmsKey, word: Option<&str>) -> Result<Self, Fault> {
        let word = word.unwrap_or(SYMMETRIC_DEFAULT);
        match word {
            SYMMETRIC_DEFAULT if key.spec() == KeySpec::SymmetricDefault => Ok(Self::Symmetric),
            OAEP_SHA_1 if key.spec().is_rsa() => Ok(Self::Oaep(Oaep::Sha1)),
            OAEP_SHA_256 if key.spec().is_rsa() => Ok(Self::Oaep(Oaep::Sha256)),
            _ => Err(incompatible(word, key)),
        }
    }
}

/// What a key encrypts with.
pub(crate) fn encryption(key: &KmsKey) -> Vec<&'static str> {
    match key.usage() {
        KeyUsage::EncryptDecrypt if key.spec().is_rsa() => vec![OAEP_SHA_1, OAEP_SHA_256],
        KeyUsage::EncryptDecrypt => vec![SYMMETRIC_DEFAULT],
        _ => Vec::new(),
    }
}

/// What a key signs with.
pub(crate) fn signing(key: &KmsKey) -> Vec<&'static str> {
    if key.usage() != KeyUsage::SignVerify {
        return Vec::new();
    }
    SigningAlgorithm::of(key.spec()).into_iter().map(SigningAlgorithm::as_str).collect()
}

/// What a key makes HMACs with.
pub(crate) const fn mac(key: &KmsKey) -> Option<&'static str> {
    match key.spec() {
        KeySpec::Hmac224 => Some("HMAC_SHA_224"),
        KeySpec::Hmac256 => Some("HMAC_SHA_256"),
        KeySpec::Hmac384 => Some("HMAC_SHA_384"),
        KeySpec::Hmac512 => Some("HMAC_SHA_512"),
        _ => None,
    }
}

/// How a key agrees on secrets.
pub(crate) fn agreement(key: &KmsKey) -> Vec<&'static str> {
    if key.usage() == KeyUsage::KeyAgreement { vec![ECDH] } else { Vec::new() }
}

/// How secrets are encapsulated for a key.
pub(crate) fn encapsulation(key: &KmsKey) -> Vec<&'static str> {
    if key.usage() == KeyUsage::EncapsulateDecapsulate { vec![ML_KEM] } else { Vec::new() }
}

/// The signing algorithm a call names, if it is one of the key's.
pub(crate) fn to_sign(key: &KmsKey, word: &str) -> Result<SigningAlgorithm, Fault> {
    let algorithm = SigningAlgorithm::parse(word).filter(|a| SigningAlgorithm::of(key.spec()).contains(a));
    algorithm.ok_or_else(|| incompatible(word, key))
}

/// Refuses an HMAC that is not the key's.
pub(crate) fn check_mac(key: &KmsKey, word: &str) -> Result<(), Fault> {
    if mac(key) == Some(word) { Ok(()) } else { Err(incompatible(word, key)) }
}

fn incompatible(algorithm: &str, key: &KmsKey) -> Fault {
    let spec = key.spec().as_str();
    let text = format!("Algorithm {algorithm} is incompatible with key spec {spec}.");
    Fault::of(&error::INVALID_KEY_USAGE_EXCEPTION, text)
}
