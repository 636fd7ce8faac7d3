//! The algorithms a token may be signed with.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, EcdsaVerificationAlgorithm,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaParameters,
};

/// How a token is signed: with a private key, always.
///
/// # Source
/// RFC 7518, section 3.1, without `none` and the HMACs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA, PKCS #1 v1.5, SHA-256.
    Rs256,
    /// RSA, PKCS #1 v1.5, SHA-384.
    Rs384,
    /// RSA, PKCS #1 v1.5, SHA-512.
    Rs512,
    /// RSA, PSS, SHA-256.
    Ps256,
    /// RSA, PSS, SHA-384.
    Ps384,
    /// RSA, PSS, SHA-512.
    Ps512,
    /// ECDSA on P-256, SHA-256.
    Es256,
    /// ECDSA on P-384, SHA-384.
    Es384,
    /// ECDSA on P-521, SHA-512.
    Es512,
}

/// What an algorithm needs to verify with.
pub(crate) enum Verifying {
    Rsa(&'static RsaParameters),
    Ec(&'static EcdsaVerificationAlgorithm),
}

const ALL: [(Algorithm, &str); 9] = [
    (Algorithm::Rs256, "RS256"),
    (Algorithm::Rs384, "RS384"),
    (Algorithm::Rs512, "RS512"),
    (Algorithm::Ps256, "PS256"),
    (Algorithm::Ps384, "PS384"),
    (Algorithm::Ps512, "PS512"),
    (Algorithm::Es256, "ES256"),
    (Algorithm::Es384, "ES384"),
    (Algorithm::Es512, "ES512"),
];

impl Algorithm {
    /// The algorithm of a name, which is exact in every letter.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().find(|(_, own)| *own == name).map(|(algorithm, _)| *algorithm)
    }

    /// Its name in headers and keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        ALL.iter().find(|(own, _)| *own == self).map_or("", |(_, name)| name)
    }

    pub(crate) const fn verifying(self) -> Verifying {
        match self {
            Self::Rs256 => Verifying::Rsa(&RSA_PKCS1_2048_8192_SHA256),
            Self::Rs384 => Verifying::Rsa(&RSA_PKCS1_2048_8192_SHA384),
            Self::Rs512 => Verifying::Rsa(&RSA_PKCS1_2048_8192_SHA512),
            Self::Ps256 => Verifying::Rsa(&RSA_PSS_2048_8192_SHA256),
            Self::Ps384 => Verifying::Rsa(&RSA_PSS_2048_8192_SHA384),
            Self::Ps512 => Verifying::Rsa(&RSA_PSS_2048_8192_SHA512),
            Self::Es256 => Verifying::Ec(&ECDSA_P256_SHA256_FIXED),
            Self::Es384 => Verifying::Ec(&ECDSA_P384_SHA384_FIXED),
            Self::Es512 => Verifying::Ec(&ECDSA_P521_SHA512_FIXED),
        }
    }

    /// The curve its keys lie on; `None` for RSA.
    pub(crate) const fn curve(self) -> Option<&'static str> {
        match self {
            Self::Es256 => Some("P-256"),
            Self::Es384 => Some("P-384"),
            Self::Es512 => Some("P-521"),
            _ => None,
        }
    }
}
