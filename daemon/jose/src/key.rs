//! The keys an issuer publishes.

use crate::algorithm::{Algorithm, Verifying};
use crate::strict;
use crate::token::{Token, Unverified};
use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::UnparsedPublicKey;
use serde_json::{Map, Value, json};
use std::fmt;

/// Longest set read, in bytes.
///
/// # Source
/// Ours: the keys that a set may have, of RSA with 4,096 bits, are 150 kB.
const SET_BYTES_MAX: usize = 262_144;

/// Keys that count of one set; those that follow are not looked at.
///
/// # Source
/// IAM user guide, "Create an OpenID Connect (OIDC) identity provider": 100 RSA and 100 EC keys.
const KEYS_MAX: usize = 200;

/// Largest modulus, in bytes: verifying takes time with its square.
///
/// # Source
/// Ours: 8,192 bits, the most that aws-lc verifies with.
const MODULUS_BYTES_MAX: usize = 1024;

/// A set that cannot be used: not JSON of the right form, too long, or without a key to verify with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unusable;

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the document is no set of keys to verify signatures with; look at what the issuer publishes",
        )
    }
}

impl std::error::Error for Unusable {}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Material {
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    /// The point, uncompressed, behind the name of its curve.
    Ec {
        curve: &'static str,
        point: Vec<u8>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    id: Option<String>,
    algorithm: Option<Algorithm>,
    material: Material,
}

/// The keys with which signatures of one issuer are verified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySet(Vec<Key>);

impl KeySet {
    /// Reads a JWK set. Keys that verify nothing (of another kind, for encryption, symmetric, or damaged) are passed over.
    ///
    /// # Errors
    /// [`Unusable`].
    pub fn parse(json: &[u8]) -> Result<Self, Unusable> {
        if json.len() > SET_BYTES_MAX {
            return Err(Unusable);
        }
        let set = strict::object(json).ok_or(Unusable)?;
        let keys = set.get("keys").and_then(Value::as_array).ok_or(Unusable)?;
        let keys: Vec<Key> = keys.iter().filter_map(|key| read(key.as_object()?)).take(KEYS_MAX).collect();
        if keys.is_empty() { Err(Unusable) } else { Ok(Self(keys)) }
    }

    /// The set as JSON again, without what nobody verifies with.
    #[must_use]
    pub fn to_json(&self) -> String {
        let keys: Vec<Value> = self.0.iter().map(Key::to_json).collect();
        json!({ "keys": keys }).to_string()
    }

    /// Proves that one of the keys signed a token.
    ///
    /// # Errors
    /// [`Unverified`].
    pub fn verify(&self, token: &Token<'_>) -> Result<(), Unverified> {
        let algorithm = token.algorithm();
        let named = |key: &&Key| token.key_id().is_none() || key.id.as_deref() == token.key_id();
        let mut candidates = self.0.iter().filter(named).filter(|key| key.fits(algorithm)).peekable();
        if candidates.peek().is_none() {
            return Err(Unverified::NoSuchKey);
        }
        // Without a name every key that fits may be meant. Two of one name are rare, and an attacker cannot add any.
        if candidates.take(KEYS_MAX).any(|key| key.verifies(algorithm, token)) {
            return Ok(());
        }
        Err(Unverified::WrongSignature)
    }
}

impl Key {
    /// True when the key is of the kind that an algorithm needs, and may be used with it.
    fn fits(&self, algorithm: Algorithm) -> bool {
        let is_of_kind = match (&self.material, algorithm.curve()) {
            (Material::Rsa { .. }, None) => true,
            (Material::Ec { curve, .. }, Some(wanted)) => *curve == wanted,
            _ => false,
        };
        is_of_kind && self.algorithm.is_none_or(|own| own == algorithm)
    }

    fn verifies(&self, algorithm: Algorithm, token: &Token<'_>) -> bool {
        let (message, signature) = (token.signed().as_bytes(), token.signature());
        match (&self.material, algorithm.verifying()) {
            (Material::Rsa { modulus, exponent }, Verifying::Rsa(parameters)) => {
                let key = PublicKeyComponents { n: modulus, e: exponent };
                key.verify(parameters, message, signature).is_ok()
            }
            (Material::Ec { point, .. }, Verifying::Ec(curve)) => {
                UnparsedPublicKey::new(curve, point).verify(message, signature).is_ok()
            }
            _ => false,
        }
    }

    fn to_json(&self) -> Value {
        let mut out = match &self.material {
            Material::Rsa { modulus, exponent } => {
                json!({ "kty": "RSA", "n": strict::text(modulus), "e": strict::text(exponent) })
            }
            Material::Ec { curve, point } => {
                let (x, y) = point[1..].split_at(point.len() / 2);
                json!({ "kty": "EC", "crv": curve, "x": strict::text(x), "y": strict::text(y) })
            }
        };
        if let Some(id) = &self.id {
            out["kid"] = id.as_str().into();
        }
        if let Some(algorithm) = self.algorithm {
            out["alg"] = algorithm.name().into();
        }
        out
    }
}

/// A key to verify with; `None` for every other.
fn read(key: &Map<String, Value>) -> Option<Key> {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    if text("use").is_some_and(|use_| use_ != "sig") {
        return None;
    }
    if let Some(operations) = key.get("key_ops") {
        operations.as_array()?.iter().find(|operation| operation.as_str() == Some("verify"))?;
    }
    // A key that states an algorithm we do not know is not to be used with another.
    let algorithm = match text("alg") {
        Some(name) => Some(Algorithm::named(name)?),
        None => None,
    };
    let material = match text("kty")? {
        "RSA" => rsa(strict::bytes(text("n")?)?, strict::bytes(text("e")?)?)?,
        "EC" => ec(text("crv")?, &strict::bytes(text("x")?)?, &strict::bytes(text("y")?)?)?,
        _ => return None,
    };
    Some(Key { id: text("kid").map(str::to_owned), algorithm, material })
}

fn rsa(modulus: Vec<u8>, exponent: Vec<u8>) -> Option<Material> {
    // Some issuers write a leading zero, which the standard forbids and aws-lc refuses.
    let trimmed = |bytes: Vec<u8>| bytes.into_iter().skip_while(|byte| *byte == 0).collect::<Vec<u8>>();
    let (modulus, exponent) = (trimmed(modulus), trimmed(exponent));
    let is_sane = (256..=MODULUS_BYTES_MAX).contains(&modulus.len()) && (1..=8).contains(&exponent.len());
    is_sane.then_some(Material::Rsa { modulus, exponent })
}

fn ec(curve: &str, x: &[u8], y: &[u8]) -> Option<Material> {
    let (curve, bytes) =
        [("P-256", 32), ("P-384", 48), ("P-521", 66)].into_iter().find(|(c, _)| *c == curve)?;
    if x.len() != bytes || y.len() != bytes {
        return None;
    }
    Some(Material::Ec { curve, point: [&[4], x, y].concat() })
}
