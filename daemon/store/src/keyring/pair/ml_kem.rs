//! ML-KEM, the key encapsulation of FIPS 203.
//!
//! A decapsulation key is `dk_pke ‖ ek ‖ H(ek) ‖ z`, so the encapsulation key `ek` stands 64 bytes before its end.

use super::{SecretBytes, der};
use crate::keyring::KeySpec;
use aws_lc_rs::kem::{
    Algorithm, Ciphertext, DecapsulationKey, EncapsulationKey, ML_KEM_512, ML_KEM_768, ML_KEM_1024,
};
use zeroize::Zeroizing;

/// H(ek) and z.
const TAIL_BYTES: usize = 64;
/// 2.16.840.1.101.3.4.4 and the number of the parameter set.
const OID: [u8; 8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x04];

struct Set {
    algorithm: &'static Algorithm,
    oid: [u8; 9],
    key_bytes: usize,
    ciphertext_bytes: usize,
}

/// # Source
/// FIPS 203, table 3.
fn set(spec: KeySpec) -> Option<Set> {
    let (algorithm, number, key_bytes, ciphertext_bytes) = match spec {
        KeySpec::MlKem512 => (&ML_KEM_512, 1, 800, 768),
        KeySpec::MlKem768 => (&ML_KEM_768, 2, 1184, 1088),
        KeySpec::MlKem1024 => (&ML_KEM_1024, 3, 1568, 1568),
        _ => return None,
    };
    let mut oid = [0; 9];
    oid[..8].copy_from_slice(&OID);
    oid[8] = number;
    Some(Set { algorithm, oid, key_bytes, ciphertext_bytes })
}

pub(super) fn generate(spec: KeySpec) -> Option<SecretBytes> {
    let key = DecapsulationKey::generate(set(spec)?.algorithm).ok()?;
    Some(Zeroizing::new(key.key_bytes().ok()?.as_ref().to_vec()))
}

pub(super) fn public(spec: KeySpec, secret: &[u8]) -> Option<Vec<u8>> {
    let set = set(spec)?;
    DecapsulationKey::new(set.algorithm, secret).ok()?;
    let end = secret.len().checked_sub(TAIL_BYTES)?;
    let key = secret.get(end.checked_sub(set.key_bytes)?..end)?;
    EncapsulationKey::new(set.algorithm, key).ok()?;
    Some(der::subject_public_key_info(&set.oid, key))
}

/// PKCS#8 with the key in its expanded form, which is the one it is kept in.
///
/// # Source
/// RFC 9935, section 6: `ML-KEM-PrivateKey` is a choice, of which `expandedKey` is an octet string.
pub(super) fn to_pkcs8(spec: KeySpec, secret: &[u8]) -> Option<SecretBytes> {
    let algorithm = der::sequence(&[&der::tagged(0x06, &set(spec)?.oid)]);
    let key = der::tagged(0x04, &der::tagged(0x04, secret));
    Some(der::sequence(&[&der::tagged(0x02, &[0]), &algorithm, &key]))
}

/// A fresh secret and the form in which the holder of the key can have it.
pub(in crate::keyring) fn encapsulate(spec: KeySpec, public: &[u8]) -> Option<(Vec<u8>, SecretBytes)> {
    let set = set(spec)?;
    let key = der::key_of_info(&set.oid, public, set.key_bytes)?;
    let (ciphertext, secret) = EncapsulationKey::new(set.algorithm, key).ok()?.encapsulate().ok()?;
    Some((ciphertext.as_ref().to_vec(), Zeroizing::new(secret.as_ref().to_vec())))
}

/// The secret that was encapsulated. Anything of the right length gives one; `None` for every other length.
pub(in crate::keyring) fn decapsulate(
    spec: KeySpec,
    secret: &[u8],
    ciphertext: &[u8],
) -> Option<SecretBytes> {
    let set = set(spec)?;
    if ciphertext.len() != set.ciphertext_bytes {
        return None;
    }
    let key = DecapsulationKey::new(set.algorithm, secret).ok()?;
    Some(Zeroizing::new(key.decapsulate(Ciphertext::from(ciphertext)).ok()?.as_ref().to_vec()))
}
