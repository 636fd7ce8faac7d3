//! The public key in a certificate. Its dates and issuer are not looked at: metadata is what makes a key trusted, and a
//! certificate there is a wrapping of it.
//!
//! # Source
//! OASIS, "SAML V2.0 Metadata Interoperability Profile", section 2.6.1; RFC 5280, section 4.1, for the layout.

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const VERSION: u8 = 0xa0;
/// Algorithm identifiers that a SubjectPublicKeyInfo begins with: rsaEncryption and id-ecPublicKey.
///
/// # Source
/// RFC 3279, sections 2.3.1 and 2.3.5.
const RSA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC: &[u8] = &[0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

/// A key for one family of algorithms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PublicKey {
    /// The SubjectPublicKeyInfo of an RSA key.
    Rsa(Vec<u8>),
    /// The SubjectPublicKeyInfo of a key on an elliptic curve.
    Ec(Vec<u8>),
}

/// The public key of a certificate in DER.
pub(crate) fn public_key(certificate: &[u8]) -> Option<PublicKey> {
    let (certificate, rest) = value(SEQUENCE, certificate)?;
    let (mut fields, _) = value(SEQUENCE, certificate)?;
    if !rest.is_empty() {
        return None;
    }
    if let Some((_, rest)) = value(VERSION, fields) {
        fields = rest;
    }
    // Serial number, signature algorithm, issuer, validity and subject.
    for tag in [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE] {
        (_, fields) = value(tag, fields)?;
    }
    let (info, rest) = value(SEQUENCE, fields)?;
    let whole = fields[..fields.len() - rest.len()].to_vec();
    let (algorithm, _) = value(SEQUENCE, info)?;
    if algorithm.starts_with(RSA) {
        Some(PublicKey::Rsa(whole))
    } else if algorithm.starts_with(EC) {
        Some(PublicKey::Ec(whole))
    } else {
        None
    }
}

/// The content of the element at the front, which must have this tag, and what follows it.
fn value(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[found, first], mut rest) = der.split_first_chunk()?;
    if found != tag {
        return None;
    }
    let length = match usize::from(first) {
        short @ 0..=0x7f => short,
        long @ 0x81..=0x83 => {
            let (digits, after) = rest.split_at_checked(long - 0x80)?;
            rest = after;
            digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit))
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::decode_base64;

    fn certificate(pem: &str) -> Vec<u8> {
        let lines: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        decode_base64(&lines).unwrap()
    }

    #[test]
    fn keys_of_both_kinds_are_found() {
        let rsa = certificate(include_str!("../tests/fixtures/idp.crt"));
        let ec = certificate(include_str!("../tests/fixtures/idp-ec.crt"));

        assert!(matches!(public_key(&rsa), Some(PublicKey::Rsa(info)) if info.len() == 294));
        assert!(matches!(public_key(&ec), Some(PublicKey::Ec(info)) if info.len() == 91));
    }

    #[test]
    fn every_truncation_is_refused() {
        let whole = certificate(include_str!("../tests/fixtures/idp.crt"));

        for length in 0..whole.len() {
            assert_eq!(public_key(&whole[..length]), None, "{length}");
        }
        assert_eq!(public_key(&[&whole[..], &[0]].concat()), None);
    }
}
