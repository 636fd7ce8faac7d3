//! ML-DSA over a representative of the message that its holder computed, `EXTERNAL_MU`, which aws-lc-rs has no door to.
//!
//! # Source
//! FIPS 204, 6.2 and algorithm 7: mu = SHAKE256(SHAKE256(pk, 64) ‖ 0 ‖ 0 ‖ M, 64) with an empty context.

use super::der;
use crate::keyring::KeySpec;
use core::convert::Infallible;
use millpond_base::Entropy;
use ml_dsa::signature::rand_core::{TryCryptoRng, TryRng};
use ml_dsa::{
    EncodedSignature, EncodedVerifyingKey, ExpandedSigningKey, MlDsa44, MlDsa65, MlDsa87, MlDsaParams, Seed,
    Signature, VerifyingKey,
};

/// Bytes of a representative.
pub(super) const MU_BYTES: usize = 64;
/// 2.16.840.1.101.3.4.3 and the number of the parameter set.
const OID: [u8; 8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03];

/// The device's random source, for the half of the nonce that is not derived.
struct Source<'a>(&'a dyn Entropy);

impl TryRng for Source<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Source<'_> {}

pub(super) fn sign(spec: KeySpec, seed: &[u8], mu: &[u8], entropy: &dyn Entropy) -> Option<Vec<u8>> {
    match spec {
        KeySpec::MlDsa44 => sign_with::<MlDsa44>(seed, mu, entropy),
        KeySpec::MlDsa65 => sign_with::<MlDsa65>(seed, mu, entropy),
        KeySpec::MlDsa87 => sign_with::<MlDsa87>(seed, mu, entropy),
        _ => None,
    }
}

fn sign_with<P: MlDsaParams>(seed: &[u8], mu: &[u8], entropy: &dyn Entropy) -> Option<Vec<u8>> {
    let mu: &[u8; MU_BYTES] = mu.try_into().ok()?;
    let key = ExpandedSigningKey::<P>::from_seed(&Seed::try_from(seed).ok()?);
    let signature = key.sign_mu_randomized(mu.into(), &mut Source(entropy)).ok()?;
    Some(signature.encode().to_vec())
}

pub(super) fn verify(spec: KeySpec, public: &[u8], mu: &[u8], signature: &[u8]) -> Option<()> {
    match spec {
        KeySpec::MlDsa44 => verify_with::<MlDsa44>(0x11, public, mu, signature),
        KeySpec::MlDsa65 => verify_with::<MlDsa65>(0x12, public, mu, signature),
        KeySpec::MlDsa87 => verify_with::<MlDsa87>(0x13, public, mu, signature),
        _ => None,
    }
}

fn verify_with<P: MlDsaParams>(number: u8, public: &[u8], mu: &[u8], signature: &[u8]) -> Option<()> {
    let mu: &[u8; MU_BYTES] = mu.try_into().ok()?;
    let oid = [&OID[..], &[number]].concat();
    let key = der::key_of_info(&oid, public, size_of::<EncodedVerifyingKey<P>>())?;
    let key = VerifyingKey::<P>::decode(&EncodedVerifyingKey::<P>::try_from(key).ok()?);
    let signature = Signature::<P>::decode(&EncodedSignature::<P>::try_from(signature).ok()?)?;
    key.verify_mu(mu.into(), &signature).then_some(())
}
