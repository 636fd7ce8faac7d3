//! Keys with a public part: how they are made, kept and used. Nothing here knows of documents or states.
//!
//! A secret is kept in the shortest form from which the library makes the key again:
//!
//! | kind | secret |
//! |---|---|
//! | RSA | PKCS#8 |
//! | P-256, P-384, P-521, secp256k1 | the scalar, big-endian, as long as the field |
//! | Ed25519, ML-DSA | the seed, 32 bytes |
//! | ML-KEM | the decapsulation key of FIPS 203 |
//!
//! Public keys are SubjectPublicKeyInfo in DER.

mod der;
#[cfg(test)]
mod differential_tests;
mod ec;
mod ed25519;
mod ed25519_prehashed;
mod ml_dsa;
mod ml_dsa_mu;
mod ml_kem;
mod rsa;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wycheproof_tests;

pub use rsa::Oaep;

use super::KeySpec;
use aws_lc_rs::digest::{self, Digest};
use millpond_base::Entropy;
use zeroize::Zeroizing;

/// A secret in the form it is kept.
pub(super) type SecretBytes = Zeroizing<Vec<u8>>;

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningAlgorithm {
    /// RSASSA-PSS, the salt as long as the digest.
    RsaPss(Sha),
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1(Sha),
    /// ECDSA, signatures in DER.
    Ecdsa(Sha),
    /// Ed25519 over the whole message.
    Ed25519,
    /// Ed25519ph over the SHA-512 of the message, with an empty context.
    Ed25519Prehashed,
    /// ML-DSA with an empty context.
    MlDsa,
}

/// A hash of the SHA-2 family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sha {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

const ALGORITHMS: [(SigningAlgorithm, &str); 12] = [
    (SigningAlgorithm::RsaPkcs1(Sha::Sha256), "RSASSA_PKCS1_V1_5_SHA_256"),
    (SigningAlgorithm::RsaPkcs1(Sha::Sha384), "RSASSA_PKCS1_V1_5_SHA_384"),
    (SigningAlgorithm::RsaPkcs1(Sha::Sha512), "RSASSA_PKCS1_V1_5_SHA_512"),
    (SigningAlgorithm::RsaPss(Sha::Sha256), "RSASSA_PSS_SHA_256"),
    (SigningAlgorithm::RsaPss(Sha::Sha384), "RSASSA_PSS_SHA_384"),
    (SigningAlgorithm::RsaPss(Sha::Sha512), "RSASSA_PSS_SHA_512"),
    (SigningAlgorithm::Ecdsa(Sha::Sha256), "ECDSA_SHA_256"),
    (SigningAlgorithm::Ecdsa(Sha::Sha384), "ECDSA_SHA_384"),
    (SigningAlgorithm::Ecdsa(Sha::Sha512), "ECDSA_SHA_512"),
    (SigningAlgorithm::Ed25519, "ED25519_SHA_512"),
    (SigningAlgorithm::Ed25519Prehashed, "ED25519_PH_SHA_512"),
    (SigningAlgorithm::MlDsa, "ML_DSA_SHAKE_256"),
];

impl SigningAlgorithm {
    /// AWS's word.
    ///
    /// # Panics
    /// Never: every algorithm has its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        ALGORITHMS.iter().find(|(algorithm, _)| *algorithm == self).expect("every algorithm has its word").1
    }

    /// The algorithm of AWS's word; `None` when it is not offered.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        ALGORITHMS.iter().find(|(_, word)| *word == text).map(|(algorithm, _)| *algorithm)
    }

    /// The algorithms that a kind of key signs with.
    #[must_use]
    pub fn of(spec: KeySpec) -> Vec<Self> {
        let fits = |algorithm: &Self| match algorithm {
            Self::RsaPss(_) | Self::RsaPkcs1(_) => spec.is_rsa(),
            Self::Ecdsa(Sha::Sha256) => matches!(spec, KeySpec::EccNistP256 | KeySpec::EccSecgP256k1),
            Self::Ecdsa(Sha::Sha384) => spec == KeySpec::EccNistP384,
            Self::Ecdsa(Sha::Sha512) => spec == KeySpec::EccNistP521,
            Self::Ed25519 | Self::Ed25519Prehashed => spec == KeySpec::EccNistEdwards25519,
            Self::MlDsa => matches!(spec, KeySpec::MlDsa44 | KeySpec::MlDsa65 | KeySpec::MlDsa87),
        };
        ALGORITHMS.iter().map(|(algorithm, _)| *algorithm).filter(fits).collect()
    }

    /// The hash that a digest given instead of the message must come from; `None` when there must be a message.
    #[must_use]
    pub const fn digest(self) -> Option<Sha> {
        match self {
            Self::RsaPss(sha) | Self::RsaPkcs1(sha) | Self::Ecdsa(sha) => Some(sha),
            Self::Ed25519Prehashed => Some(Sha::Sha512),
            Self::Ed25519 | Self::MlDsa => None,
        }
    }
}

impl Sha {
    /// Length of a digest in bytes.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    const fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }
}

/// What is signed.
#[derive(Clone, Copy, Debug)]
pub enum Message<'a> {
    /// A message.
    Raw(&'a [u8]),
    /// The digest of one.
    Digest(&'a [u8]),
    /// What FIPS 204 calls the representative of one, 64 bytes.
    Mu(&'a [u8]),
}

impl Message<'_> {
    /// The digest under `sha`; `None` when the one given has another length.
    fn digest(self, sha: Sha) -> Option<Digest> {
        match self {
            Message::Raw(message) => Some(digest::digest(sha.algorithm(), message)),
            Message::Digest(digest) => Digest::import_less_safe(digest, sha.algorithm()).ok(),
            Message::Mu(_) => None,
        }
    }

    const fn raw(&self) -> Option<&[u8]> {
        match self {
            Message::Raw(message) => Some(message),
            Message::Digest(_) | Message::Mu(_) => None,
        }
    }
}

/// Makes a key. RSA takes up to some seconds; the library draws RSA and ML-KEM keys itself, all others come from
/// `entropy`. `None` when the library fails.
pub(super) fn generate(spec: KeySpec, entropy: &dyn Entropy) -> Option<SecretBytes> {
    match spec {
        KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => rsa::generate(spec),
        KeySpec::MlKem512 | KeySpec::MlKem768 | KeySpec::MlKem1024 => ml_kem::generate(spec),
        KeySpec::EccNistEdwards25519 | KeySpec::MlDsa44 | KeySpec::MlDsa65 | KeySpec::MlDsa87 => {
            let mut seed = Zeroizing::new(vec![0; 32]);
            entropy.fill(&mut seed);
            Some(seed)
        }
        _ => ec::generate(spec, entropy),
    }
}

/// The public key of a secret.
pub(super) fn public(spec: KeySpec, secret: &[u8]) -> Option<Vec<u8>> {
    match spec {
        KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => rsa::public(secret),
        KeySpec::MlKem512 | KeySpec::MlKem768 | KeySpec::MlKem1024 => ml_kem::public(spec, secret),
        KeySpec::EccNistEdwards25519 => ed25519::public(secret),
        KeySpec::MlDsa44 | KeySpec::MlDsa65 | KeySpec::MlDsa87 => ml_dsa::public(spec, secret),
        _ => ec::public(spec, secret),
    }
}

/// A secret as PKCS#8, for those who take it elsewhere.
pub(super) fn to_pkcs8(spec: KeySpec, secret: &[u8]) -> Option<SecretBytes> {
    match spec {
        KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => Some(Zeroizing::new(secret.to_vec())),
        KeySpec::EccNistEdwards25519 => ed25519::to_pkcs8(secret),
        KeySpec::MlDsa44 | KeySpec::MlDsa65 | KeySpec::MlDsa87 => ml_dsa::to_pkcs8(spec, secret),
        KeySpec::MlKem512 | KeySpec::MlKem768 | KeySpec::MlKem1024 => ml_kem::to_pkcs8(spec, secret),
        _ => ec::to_pkcs8(spec, secret),
    }
}

/// A secret from PKCS#8 that someone brings; `None` when it is no key of that kind.
pub(super) fn from_pkcs8(spec: KeySpec, der: &[u8]) -> Option<SecretBytes> {
    match spec {
        KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => rsa::from_pkcs8(spec, der),
        KeySpec::EccNistEdwards25519 => ed25519::from_pkcs8(der),
        KeySpec::MlDsa44 | KeySpec::MlDsa65 | KeySpec::MlDsa87 => ml_dsa::from_pkcs8(spec, der),
        KeySpec::MlKem512 | KeySpec::MlKem768 | KeySpec::MlKem1024 => None,
        _ => ec::from_pkcs8(spec, der),
    }
}

/// Signs; `None` when algorithm, kind or message do not fit together.
pub(super) fn sign(
    spec: KeySpec,
    secret: &[u8],
    algorithm: SigningAlgorithm,
    message: Message<'_>,
) -> Option<Vec<u8>> {
    match algorithm {
        SigningAlgorithm::RsaPss(sha) => rsa::sign(secret, true, sha, &message.digest(sha)?),
        SigningAlgorithm::RsaPkcs1(sha) => rsa::sign(secret, false, sha, &message.digest(sha)?),
        SigningAlgorithm::Ecdsa(sha) => ec::sign(spec, secret, &message.digest(sha)?),
        SigningAlgorithm::Ed25519 => ed25519::sign(secret, message.raw()?),
        SigningAlgorithm::Ed25519Prehashed => {
            ed25519_prehashed::sign(secret, message.digest(Sha::Sha512)?.as_ref())
        }
        SigningAlgorithm::MlDsa => ml_dsa::sign(spec, secret, message.raw()?),
    }
}

/// Signs a message of which only the representative is given; `None` when it is none, or the key another kind.
pub(super) fn sign_mu(spec: KeySpec, secret: &[u8], mu: &[u8], entropy: &dyn Entropy) -> Option<Vec<u8>> {
    ml_dsa_mu::sign(spec, secret, mu, entropy)
}

/// True when `signature` was made over `message` with the secret of `public`.
pub(super) fn verify(
    spec: KeySpec,
    public: &[u8],
    algorithm: SigningAlgorithm,
    message: Message<'_>,
    signature: &[u8],
) -> bool {
    let verified = match algorithm {
        SigningAlgorithm::RsaPss(sha) => {
            message.digest(sha).and_then(|digest| rsa::verify(public, true, sha, &digest, signature))
        }
        SigningAlgorithm::RsaPkcs1(sha) => {
            message.digest(sha).and_then(|digest| rsa::verify(public, false, sha, &digest, signature))
        }
        SigningAlgorithm::Ecdsa(sha) => {
            message.digest(sha).and_then(|digest| ec::verify(spec, public, &digest, signature))
        }
        SigningAlgorithm::Ed25519 => message.raw().and_then(|raw| ed25519::verify(public, raw, signature)),
        SigningAlgorithm::Ed25519Prehashed => message
            .digest(Sha::Sha512)
            .and_then(|digest| ed25519_prehashed::verify(public, digest.as_ref(), signature)),
        SigningAlgorithm::MlDsa => match message {
            Message::Mu(mu) => ml_dsa_mu::verify(spec, public, mu, signature),
            _ => message.raw().and_then(|raw| ml_dsa::verify(spec, public, raw, signature)),
        },
    };
    verified.is_some()
}

pub(super) use ec::agree;
pub(super) use ml_kem::{decapsulate, encapsulate};
pub(super) use rsa::{decrypt, encrypt, unwrap_aes};
