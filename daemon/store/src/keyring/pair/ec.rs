//! ECDSA and ECDH on P-256, P-384, P-521 and secp256k1.

use super::{SecretBytes, der};
use crate::keyring::KeySpec;
use aws_lc_rs::agreement::{
    self, ECDH_P256, ECDH_P384, ECDH_P521, ParsedPublicKey, ParsedPublicKeyFormat, PrivateKey,
};
use aws_lc_rs::digest::Digest;
use aws_lc_rs::encoding::{AsBigEndian, AsDer, EcPrivateKeyBin, PublicKeyX509Der};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256K1_SHA256_ASN1,
    ECDSA_P256K1_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA384_ASN1_SIGNING,
    ECDSA_P521_SHA512_ASN1, ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    EcdsaVerificationAlgorithm, KeyPair, UnparsedPublicKey,
};
use millpond_base::Entropy;
use zeroize::Zeroizing;

struct Curve {
    scalar_bytes: usize,
    /// What is left of the first byte of a scalar, so that few draws are above the order.
    first_byte: u8,
    signing: &'static EcdsaSigningAlgorithm,
    verifying: &'static EcdsaVerificationAlgorithm,
    agreeing: Option<&'static agreement::Algorithm>,
}

fn curve(spec: KeySpec) -> Option<Curve> {
    let (scalar_bytes, first_byte) = match spec {
        KeySpec::EccNistP384 => (48, 0xff),
        KeySpec::EccNistP521 => (66, 0x01),
        _ => (32, 0xff),
    };
    let (signing, verifying, agreeing) = match spec {
        KeySpec::EccNistP256 => (&ECDSA_P256_SHA256_ASN1_SIGNING, &ECDSA_P256_SHA256_ASN1, Some(&ECDH_P256)),
        KeySpec::EccNistP384 => (&ECDSA_P384_SHA384_ASN1_SIGNING, &ECDSA_P384_SHA384_ASN1, Some(&ECDH_P384)),
        KeySpec::EccNistP521 => (&ECDSA_P521_SHA512_ASN1_SIGNING, &ECDSA_P521_SHA512_ASN1, Some(&ECDH_P521)),
        KeySpec::EccSecgP256k1 => (&ECDSA_P256K1_SHA256_ASN1_SIGNING, &ECDSA_P256K1_SHA256_ASN1, None),
        _ => return None,
    };
    Some(Curve { scalar_bytes, first_byte, signing, verifying, agreeing })
}

/// Draws scalars until one is from 1 to the order of the curve, which almost always is the first.
pub(super) fn generate(spec: KeySpec, entropy: &dyn Entropy) -> Option<SecretBytes> {
    let curve = curve(spec)?;
    for _ in 0..64 {
        let mut scalar = Zeroizing::new(vec![0; curve.scalar_bytes]);
        entropy.fill(&mut scalar);
        scalar[0] &= curve.first_byte;
        if pair(&curve, &scalar).is_some() {
            return Some(scalar);
        }
    }
    None
}

pub(super) fn public(spec: KeySpec, secret: &[u8]) -> Option<Vec<u8>> {
    let pair = pair(&curve(spec)?, secret)?;
    let der: PublicKeyX509Der<'_> = pair.public_key().as_der().ok()?;
    Some(der.as_ref().to_vec())
}

pub(super) fn to_pkcs8(spec: KeySpec, secret: &[u8]) -> Option<SecretBytes> {
    Some(Zeroizing::new(pair(&curve(spec)?, secret)?.to_pkcs8v1().ok()?.as_ref().to_vec()))
}

pub(super) fn from_pkcs8(spec: KeySpec, der: &[u8]) -> Option<SecretBytes> {
    let pair = EcdsaKeyPair::from_pkcs8(curve(spec)?.signing, der).ok()?;
    let scalar: EcPrivateKeyBin<'_> = pair.private_key().as_be_bytes().ok()?;
    Some(Zeroizing::new(scalar.as_ref().to_vec()))
}

pub(super) fn sign(spec: KeySpec, secret: &[u8], digest: &Digest) -> Option<Vec<u8>> {
    Some(pair(&curve(spec)?, secret)?.sign_digest(digest).ok()?.as_ref().to_vec())
}

pub(super) fn verify(spec: KeySpec, public: &[u8], digest: &Digest, signature: &[u8]) -> Option<()> {
    UnparsedPublicKey::new(curve(spec)?.verifying, public).verify_digest(digest, signature).ok()
}

/// The secret shared with the holder of `peer`: the x coordinate, as long as the field. `None` when `peer` is no point
/// of the same curve.
pub(in crate::keyring) fn agree(spec: KeySpec, secret: &[u8], peer: &[u8]) -> Option<SecretBytes> {
    let algorithm = curve(spec)?.agreeing?;
    // The library also reads a curve that is spelled out; AWS takes names alone, as RFC 5480 does.
    if !names_its_curve(spec, peer) {
        return None;
    }
    let own = PrivateKey::from_private_key(algorithm, secret).ok()?;
    let peer = ParsedPublicKey::try_from(agreement::UnparsedPublicKey::new(algorithm, peer)).ok()?;
    if !matches!(peer.format(), ParsedPublicKeyFormat::X509) {
        return None;
    }
    agreement::agree(&own, peer, (), |shared| Ok(Zeroizing::new(shared.to_vec()))).ok()
}

/// True when SubjectPublicKeyInfo says by its name that the key is of this curve.
fn names_its_curve(spec: KeySpec, info: &[u8]) -> bool {
    const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
    let name: &[u8] = match spec {
        KeySpec::EccNistP256 => &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
        KeySpec::EccNistP384 => &[0x2b, 0x81, 0x04, 0x00, 0x22],
        KeySpec::EccNistP521 => &[0x2b, 0x81, 0x04, 0x00, 0x23],
        _ => return false,
    };
    let algorithm = der::sequence(&[&der::tagged(0x06, EC_PUBLIC_KEY), &der::tagged(0x06, name)]);
    // Behind the tag and the length, which takes a byte more from 128 on.
    let from = if info.get(1) == Some(&0x81) { 3 } else { 2 };
    info.get(from..).is_some_and(|rest| rest.starts_with(&algorithm))
}

/// The library takes a lone scalar in the form of RFC 5915.
fn pair(curve: &Curve, scalar: &[u8]) -> Option<EcdsaKeyPair> {
    if scalar.len() != curve.scalar_bytes {
        return None;
    }
    let key = der::sequence(&[&[0x02, 1, 1], &der::tagged(0x04, scalar)]);
    EcdsaKeyPair::from_private_key_der(curve.signing, &key).ok()
}
