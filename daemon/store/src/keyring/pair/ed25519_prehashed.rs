//! Ed25519ph: Ed25519 over the SHA-512 of a message, which the library has no door to. The hash is the library's, the curve
//! curve25519-dalek's.
//!
//! # Source
//! RFC 8032, 5.1 and 2: `dom2(1, "")` goes before everything that is hashed.

use super::der;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{Context, SHA512};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::{Scalar, clamp_integer};
use zeroize::Zeroizing;

/// What Ed25519ph with an empty context begins with.
const DOMAIN: &[u8] = b"SigEd25519 no Ed25519 collisions\x01\x00";
/// 1.3.101.112.
const OID: [u8; 3] = [0x2b, 0x65, 0x70];
/// Bytes of the digest that is signed.
pub(super) const DIGEST_BYTES: usize = 64;

fn hash(parts: &[&[u8]]) -> Zeroizing<[u8; 64]> {
    let mut context = Context::new(&SHA512);
    parts.iter().for_each(|part| context.update(part));
    let mut hash = Zeroizing::new([0; 64]);
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

fn scalar(parts: &[&[u8]]) -> Zeroizing<Scalar> {
    Zeroizing::new(Scalar::from_bytes_mod_order_wide(&hash(parts)))
}

pub(super) fn sign(seed: &[u8], digest: &[u8]) -> Option<Vec<u8>> {
    if digest.len() != DIGEST_BYTES {
        return None;
    }
    let expanded = hash(&[seed]);
    let (half, prefix) = expanded.split_first_chunk::<32>()?;
    let secret = Zeroizing::new(Scalar::from_bytes_mod_order(clamp_integer(*half)));
    let public = EdwardsPoint::mul_base(&secret).compress();
    let nonce = scalar(&[DOMAIN, prefix, digest]);
    let point = EdwardsPoint::mul_base(&nonce).compress();
    let challenge = scalar(&[DOMAIN, point.as_bytes(), public.as_bytes(), digest]);
    let answer = *nonce + *challenge * *secret;
    Some([point.to_bytes(), answer.to_bytes()].concat())
}

/// As the library verifies Ed25519: without the cofactor, and with no scalar but a reduced one.
pub(super) fn verify(public: &[u8], digest: &[u8], signature: &[u8]) -> Option<()> {
    let key: &[u8; 32] = der::key_of_info(&OID, public, 32)?.try_into().ok()?;
    let (point, answer) = signature.split_first_chunk::<32>()?;
    let answer: Option<Scalar> = Scalar::from_canonical_bytes(answer.try_into().ok()?).into();
    if digest.len() != DIGEST_BYTES {
        return None;
    }
    let challenge = scalar(&[DOMAIN, point, key, digest]);
    let key = CompressedEdwardsY(*key).decompress()?;
    let found = EdwardsPoint::vartime_double_scalar_mul_basepoint(&challenge, &-key, &answer?);
    verify_slices_are_equal(found.compress().as_bytes(), point).ok()
}
