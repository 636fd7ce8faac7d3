//! Ed25519.

use super::SecretBytes;
use aws_lc_rs::encoding::{AsBigEndian, AsDer, Curve25519SeedBin, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use zeroize::Zeroizing;

pub(super) fn public(secret: &[u8]) -> Option<Vec<u8>> {
    let pair = Ed25519KeyPair::from_seed_unchecked(secret).ok()?;
    let der: PublicKeyX509Der<'_> = pair.public_key().as_der().ok()?;
    Some(der.as_ref().to_vec())
}

pub(super) fn to_pkcs8(secret: &[u8]) -> Option<SecretBytes> {
    let pair = Ed25519KeyPair::from_seed_unchecked(secret).ok()?;
    let der: Pkcs8V1Der<'_> = pair.as_der().ok()?;
    Some(Zeroizing::new(der.as_ref().to_vec()))
}

pub(super) fn from_pkcs8(der: &[u8]) -> Option<SecretBytes> {
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok()?;
    let seed: Curve25519SeedBin<'_> = pair.seed().ok()?.as_be_bytes().ok()?;
    Some(Zeroizing::new(seed.as_ref().to_vec()))
}

pub(super) fn sign(secret: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let pair = Ed25519KeyPair::from_seed_unchecked(secret).ok()?;
    Some(pair.try_sign(message).ok()?.as_ref().to_vec())
}

pub(super) fn verify(public: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    UnparsedPublicKey::new(&ED25519, public).verify(message, signature).ok()
}
