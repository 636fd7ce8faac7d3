//! ML-DSA, the signatures of FIPS 204.

use super::SecretBytes;
use crate::keyring::KeySpec;
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{
    KeyPair, ML_DSA_44, ML_DSA_44_SIGNING, ML_DSA_65, ML_DSA_65_SIGNING, ML_DSA_87, ML_DSA_87_SIGNING,
    PqdsaKeyPair, PqdsaSigningAlgorithm, PqdsaVerificationAlgorithm, UnparsedPublicKey,
};
use zeroize::Zeroizing;

/// Where the seed stands in PKCS#8: after the algorithm, as `[0] 32 bytes`. The library writes no other form.
const SEED_TAIL: [u8; 2] = [0x80, 32];

const fn algorithms(
    spec: KeySpec,
) -> Option<(&'static PqdsaSigningAlgorithm, &'static PqdsaVerificationAlgorithm)> {
    match spec {
        KeySpec::MlDsa44 => Some((&ML_DSA_44_SIGNING, &ML_DSA_44)),
        KeySpec::MlDsa65 => Some((&ML_DSA_65_SIGNING, &ML_DSA_65)),
        KeySpec::MlDsa87 => Some((&ML_DSA_87_SIGNING, &ML_DSA_87)),
        _ => None,
    }
}

fn pair(spec: KeySpec, secret: &[u8]) -> Option<PqdsaKeyPair> {
    PqdsaKeyPair::from_seed(algorithms(spec)?.0, secret).ok()
}

pub(super) fn public(spec: KeySpec, secret: &[u8]) -> Option<Vec<u8>> {
    let pair = pair(spec, secret)?;
    let der: PublicKeyX509Der<'_> = pair.public_key().as_der().ok()?;
    Some(der.as_ref().to_vec())
}

pub(super) fn to_pkcs8(spec: KeySpec, secret: &[u8]) -> Option<SecretBytes> {
    Some(Zeroizing::new(pair(spec, secret)?.to_pkcs8v1().ok()?.as_ref().to_vec()))
}

/// The seed of a key; one that is given in its expanded form alone has lost it, and is refused.
pub(super) fn from_pkcs8(spec: KeySpec, der: &[u8]) -> Option<SecretBytes> {
    let pair = PqdsaKeyPair::from_pkcs8(algorithms(spec)?.0, der).ok()?;
    let own = pair.to_pkcs8v1().ok()?;
    let (head, seed) = own.as_ref().split_last_chunk::<32>()?;
    let seed = Zeroizing::new(seed.to_vec());
    (head.ends_with(&SEED_TAIL) && public(spec, &seed)? == public_of(&pair)?).then_some(seed)
}

fn public_of(pair: &PqdsaKeyPair) -> Option<Vec<u8>> {
    let der: PublicKeyX509Der<'_> = pair.public_key().as_der().ok()?;
    Some(der.as_ref().to_vec())
}

pub(super) fn sign(spec: KeySpec, secret: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let mut signature = vec![0; algorithms(spec)?.0.signature_len()];
    let length = pair(spec, secret)?.sign(message, &mut signature).ok()?;
    signature.truncate(length);
    Some(signature)
}

pub(super) fn verify(spec: KeySpec, public: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    UnparsedPublicKey::new(algorithms(spec)?.1, public).verify(message, signature).ok()
}
