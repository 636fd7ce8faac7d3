//! RSA: signatures, OAEP, and the wrapping of imported key material.

use super::{SecretBytes, Sha};
use crate::keyring::KeySpec;
use aws_lc_rs::digest::Digest;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrapPadded};
use aws_lc_rs::rsa::{
    KeyPair, KeySize, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPrivateDecryptingKey,
    OaepPublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
};
use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PKCS1_SHA256,
    RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
    RSA_PSS_2048_8192_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaParameters,
    RsaSignatureEncoding, UnparsedPublicKey,
};
use zeroize::Zeroizing;

/// The hash of an OAEP padding and of its mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oaep {
    /// SHA-1, which is safe here and what old clients have.
    Sha1,
    /// SHA-256.
    Sha256,
}

impl Oaep {
    const fn algorithm(self) -> &'static OaepAlgorithm {
        match self {
            Self::Sha1 => &OAEP_SHA1_MGF1SHA1,
            Self::Sha256 => &OAEP_SHA256_MGF1SHA256,
        }
    }

    /// The longest plaintext that a key encrypts.
    ///
    /// # Units
    /// Bytes.
    /// # Source
    /// RFC 8017, 7.1.1: the modulus less two hashes and two bytes.
    #[must_use]
    pub const fn plaintext_bytes_max(self, spec: KeySpec) -> usize {
        let hash_bytes = match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        };
        (modulus_bits(spec) / 8).saturating_sub(2 * hash_bytes + 2)
    }
}

const fn modulus_bits(spec: KeySpec) -> usize {
    match spec {
        KeySpec::Rsa2048 => 2048,
        KeySpec::Rsa3072 => 3072,
        KeySpec::Rsa4096 => 4096,
        _ => 0,
    }
}

const fn size(spec: KeySpec) -> Option<KeySize> {
    match spec {
        KeySpec::Rsa2048 => Some(KeySize::Rsa2048),
        KeySpec::Rsa3072 => Some(KeySize::Rsa3072),
        KeySpec::Rsa4096 => Some(KeySize::Rsa4096),
        _ => None,
    }
}

pub(super) fn generate(spec: KeySpec) -> Option<SecretBytes> {
    pkcs8(&PrivateDecryptingKey::generate(size(spec)?).ok()?)
}

fn pkcs8(key: &PrivateDecryptingKey) -> Option<SecretBytes> {
    let der: Pkcs8V1Der<'_> = key.as_der().ok()?;
    Some(Zeroizing::new(der.as_ref().to_vec()))
}

pub(super) fn public(secret: &[u8]) -> Option<Vec<u8>> {
    let key = PrivateDecryptingKey::from_pkcs8(secret).ok()?.public_key();
    let der: PublicKeyX509Der<'_> = key.as_der().ok()?;
    Some(der.as_ref().to_vec())
}

pub(super) fn from_pkcs8(spec: KeySpec, der: &[u8]) -> Option<SecretBytes> {
    let key = PrivateDecryptingKey::from_pkcs8(der).ok()?;
    if key.key_size_bits() == modulus_bits(spec) { pkcs8(&key) } else { None }
}

pub(super) fn sign(secret: &[u8], pss: bool, sha: Sha, digest: &Digest) -> Option<Vec<u8>> {
    let encoding: &'static RsaSignatureEncoding = match (pss, sha) {
        (true, Sha::Sha256) => &RSA_PSS_SHA256,
        (true, Sha::Sha384) => &RSA_PSS_SHA384,
        (true, Sha::Sha512) => &RSA_PSS_SHA512,
        (false, Sha::Sha256) => &RSA_PKCS1_SHA256,
        (false, Sha::Sha384) => &RSA_PKCS1_SHA384,
        (false, Sha::Sha512) => &RSA_PKCS1_SHA512,
    };
    let pair = KeyPair::from_pkcs8(secret).ok()?;
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign_digest(encoding, digest, &mut signature).ok()?;
    Some(signature)
}

pub(super) fn verify(public: &[u8], pss: bool, sha: Sha, digest: &Digest, signature: &[u8]) -> Option<()> {
    let parameters: &'static RsaParameters = match (pss, sha) {
        (true, Sha::Sha256) => &RSA_PSS_2048_8192_SHA256,
        (true, Sha::Sha384) => &RSA_PSS_2048_8192_SHA384,
        (true, Sha::Sha512) => &RSA_PSS_2048_8192_SHA512,
        (false, Sha::Sha256) => &RSA_PKCS1_2048_8192_SHA256,
        (false, Sha::Sha384) => &RSA_PKCS1_2048_8192_SHA384,
        (false, Sha::Sha512) => &RSA_PKCS1_2048_8192_SHA512,
    };
    UnparsedPublicKey::new(parameters, public).verify_digest(digest, signature).ok()
}

/// `None` when the plaintext is too long.
pub(in crate::keyring) fn encrypt(public: &[u8], oaep: Oaep, plaintext: &[u8]) -> Option<Vec<u8>> {
    let key = OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(public).ok()?).ok()?;
    let mut ciphertext = vec![0; key.ciphertext_size()];
    let length = key.encrypt(oaep.algorithm(), plaintext, &mut ciphertext, None).ok()?.len();
    ciphertext.truncate(length);
    Some(ciphertext)
}

/// `None` when the ciphertext was made with another key, padding or hash.
pub(in crate::keyring) fn decrypt(secret: &[u8], oaep: Oaep, ciphertext: &[u8]) -> Option<SecretBytes> {
    let key = OaepPrivateDecryptingKey::new(PrivateDecryptingKey::from_pkcs8(secret).ok()?).ok()?;
    let mut plaintext = Zeroizing::new(vec![0; key.min_output_size()]);
    let length = key.decrypt(oaep.algorithm(), ciphertext, &mut plaintext, None).ok()?.len();
    plaintext.truncate(length);
    Some(plaintext)
}

/// Opens what was wrapped in two layers: an AES-256 key in OAEP, and after it the material under that key, as in RFC
/// 5649.
pub(in crate::keyring) fn unwrap_aes(secret: &[u8], oaep: Oaep, wrapped: &[u8]) -> Option<SecretBytes> {
    let modulus_bytes = PrivateDecryptingKey::from_pkcs8(secret).ok()?.key_size_bytes();
    let (key, material) = wrapped.split_at_checked(modulus_bytes)?;
    let kek = AesKek::new(&AES_256, &decrypt(secret, oaep, key)?).ok()?;
    let mut out = Zeroizing::new(vec![0; material.len()]);
    let length = kek.unwrap_with_padding(material, &mut out).ok()?.len();
    out.truncate(length);
    Some(out)
}
