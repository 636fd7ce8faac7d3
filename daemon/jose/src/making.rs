//! Making tokens, and the keys to verify them with.

use crate::algorithm::Algorithm;
use crate::strict;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};
use std::fmt;
use zeroize::Zeroizing;

/// A key pair that signs: RSA with 2,048 bits for RS256, or on P-384 for ES384.
pub struct Signer(Pair);

enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

/// The cryptographic library refused: the key is not one of its own, or the machine has no randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsignable;

impl fmt::Display for Unsignable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key cannot sign tokens; use one that was made for RS256 or ES384")
    }
}

impl std::error::Error for Unsignable {}

impl From<aws_lc_rs::error::Unspecified> for Unsignable {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self
    }
}

impl From<aws_lc_rs::error::KeyRejected> for Unsignable {
    fn from(_: aws_lc_rs::error::KeyRejected) -> Self {
        Self
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(..)")
    }
}

impl Signer {
    /// Makes a new pair and its PKCS #8 form. One of RSA takes up to seconds on a small device.
    ///
    /// # Errors
    /// [`Unsignable`] for another algorithm than RS256 and ES384.
    pub fn generate(algorithm: Algorithm) -> Result<(Self, Zeroizing<Vec<u8>>), Unsignable> {
        let pair = match algorithm {
            Algorithm::Rs256 => Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048)?),
            Algorithm::Es384 => Pair::Ec(EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING)?),
            _ => return Err(Unsignable),
        };
        let der = match &pair {
            Pair::Rsa(pair) => {
                let der: Pkcs8V1Der<'_> = pair.as_der()?;
                Zeroizing::new(der.as_ref().to_vec())
            }
            Pair::Ec(pair) => Zeroizing::new(pair.to_pkcs8v1()?.as_ref().to_vec()),
        };
        Ok((Self(pair), der))
    }

    /// Reads a pair in its PKCS #8 form.
    ///
    /// # Errors
    /// [`Unsignable`].
    pub fn from_pkcs8(algorithm: Algorithm, der: &[u8]) -> Result<Self, Unsignable> {
        Ok(Self(match algorithm {
            Algorithm::Rs256 => Pair::Rsa(RsaKeyPair::from_pkcs8(der)?),
            Algorithm::Es384 => Pair::Ec(EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, der)?),
            _ => return Err(Unsignable),
        }))
    }

    /// What it signs with.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self.0 {
            Pair::Rsa(_) => Algorithm::Rs256,
            Pair::Ec(_) => Algorithm::Es384,
        }
    }

    /// Makes a token that states `claims`.
    ///
    /// # Errors
    /// [`Unsignable`].
    pub fn sign(&self, key_id: &str, claims: &Value) -> Result<String, Unsignable> {
        let header = json!({ "alg": self.algorithm().name(), "kid": key_id, "typ": "JWT" });
        let part = |value: &Value| strict::text(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(&header), part(claims));
        let random = SystemRandom::new();
        let signature = match &self.0 {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature)?;
                signature
            }
            Pair::Ec(pair) => pair.sign(&random, signed.as_bytes())?.as_ref().to_vec(),
        };
        Ok(format!("{signed}.{}", strict::text(&signature)))
    }

    /// The public key, as a member of a JWK set.
    ///
    /// # Errors
    /// [`Unsignable`].
    pub fn public(&self, key_id: &str) -> Result<Value, Unsignable> {
        let mut key = match &self.0 {
            Pair::Rsa(pair) => {
                let (modulus, exponent) = rsa_parts(pair.public_key().as_ref()).ok_or(Unsignable)?;
                json!({ "kty": "RSA", "n": strict::text(modulus), "e": strict::text(exponent) })
            }
            Pair::Ec(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = point.get(1..).ok_or(Unsignable)?.split_at(point.len() / 2);
                json!({ "kty": "EC", "crv": "P-384", "x": strict::text(x), "y": strict::text(y) })
            }
        };
        key["kid"] = key_id.into();
        key["use"] = "sig".into();
        key["alg"] = self.algorithm().name().into();
        Ok(key)
    }
}

/// Modulus and exponent of `RSAPublicKey ::= SEQUENCE { INTEGER, INTEGER }`, without leading zeros.
fn rsa_parts(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (inside, rest) = element(0x30, der)?;
    let (modulus, behind) = element(0x02, inside)?;
    let (exponent, end) = element(0x02, behind)?;
    let positive = |integer: &'_ [u8]| integer.first() == Some(&0);
    let modulus = if positive(modulus) { &modulus[1..] } else { modulus };
    (rest.is_empty() && end.is_empty()).then_some((modulus, exponent))
}

/// The content of the element at the front, and what follows it.
fn element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[found, length], rest) = der.split_first_chunk::<2>()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(length), rest),
        0x81 => (usize::from(*rest.first()?), &rest[1..]),
        0x82 => {
            let (&[high, low], rest) = rest.split_first_chunk::<2>()?;
            (usize::from(high) << 8 | usize::from(low), rest)
        }
        _ => return None,
    };
    if found == tag && length <= rest.len() { Some(rest.split_at(length)) } else { None }
}
