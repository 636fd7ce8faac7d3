//! Who a device is: its certificate, what it was issued under, and the private key.

use crate::der;
use crate::pem::{Block, blocks};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA256_ASN1_SIGNING,
    EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use millpond_aws::sigv4::{self, RawRequest, Target};
use millpond_base::{Secret, WallMs};
use std::fmt;
use zeroize::Zeroizing;

/// Curves of a device's key.
static CURVES: [&EcdsaSigningAlgorithm; 3] =
    [&ECDSA_P256_SHA256_ASN1_SIGNING, &ECDSA_P384_SHA384_ASN1_SIGNING, &ECDSA_P521_SHA256_ASN1_SIGNING];

/// A certificate with what stands between it and its authority, and its private key.
pub struct Identity {
    certificates: Vec<Vec<u8>>,
    leaf: der::Certificate,
    key: Key,
    form: Form,
    der: Zeroizing<Vec<u8>>,
}

/// A private key in DER. Never log or store it.
pub enum PrivateKey<'a> {
    /// PKCS#1, of RSA.
    Pkcs1(&'a [u8]),
    /// SEC 1, of an elliptic curve.
    Sec1(&'a [u8]),
    /// PKCS#8, of either.
    Pkcs8(&'a [u8]),
}

#[derive(Clone, Copy)]
enum Form {
    Pkcs1,
    Sec1,
    Pkcs8,
}

enum Key {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

/// Why a certificate and a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unusable {
    /// There is no certificate, or a broken one.
    NoCertificate,
    /// There is no private key.
    NoKey,
    /// The key is sealed with a passphrase.
    Encrypted,
    /// It is none of the kinds that can sign here.
    Kind,
    /// It signs in TLS, and not as IAM Roles Anywhere wants it.
    Curve,
    /// The key belongs to another certificate.
    Stranger,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoCertificate => "it holds no certificate in PEM; the device's own comes first, then those above it",
            Self::NoKey => "it holds no private key in PEM",
            Self::Encrypted => {
                "the private key is sealed with a passphrase; unseal it with openssl pkey, and keep it with millpond \
                 secret set"
            }
            Self::Kind => "the private key is neither RSA of 2048 to 8192 bits nor of the curves P-256, P-384 and P-521",
            Self::Curve => {
                "IAM Roles Anywhere takes signatures with SHA-256, and keys of the curve P-384 make none here; have the \
                 certificate issued for a key of P-256 or RSA"
            }
            Self::Stranger => "the private key is not that of the certificate; take the one it was requested with",
        })
    }
}

impl std::error::Error for Unusable {}

/// How a certificate stands at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// It holds until then.
    Holds(WallMs),
    /// It begins later.
    NotYet(WallMs),
    /// It has ended.
    Ended(WallMs),
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.leaf.serial)
    }
}

impl Identity {
    /// Reads a certificate with those above it, the leaf first, and its key; both as PEM.
    ///
    /// # Errors
    /// When either is not there or not usable, or they do not belong together.
    pub fn read(certificates: &[u8], key: &Secret) -> Result<Self, Unusable> {
        let mut chain = Vec::new();
        for block in blocks(certificates) {
            let block = block.ok_or(Unusable::NoCertificate)?;
            if block.label == "CERTIFICATE" {
                chain.push(block.der.to_vec());
            }
        }
        let own = chain.first().ok_or(Unusable::NoCertificate)?;
        let leaf = der::certificate(own).ok_or(Unusable::NoCertificate)?;
        let (key, form, der) = read_key(key.expose())?;
        let public = match &key {
            Key::Rsa(key) => key.public_key().as_ref(),
            Key::Ec(key) => key.public_key().as_ref(),
        };
        // The certificate holds it as these very bytes, and nothing else that long is likely to be equal.
        if !own.windows(public.len()).any(|part| part == public) {
            return Err(Unusable::Stranger);
        }
        Ok(Self { certificates: chain, leaf, key, form, der })
    }

    /// The certificates in DER, the device's own first.
    #[must_use]
    pub fn certificates(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    /// The private key in DER, for TLS.
    #[must_use]
    pub fn private_key(&self) -> PrivateKey<'_> {
        match self.form {
            Form::Pkcs1 => PrivateKey::Pkcs1(&self.der),
            Form::Sec1 => PrivateKey::Sec1(&self.der),
            Form::Pkcs8 => PrivateKey::Pkcs8(&self.der),
        }
    }

    /// How the certificate stands at `now`.
    #[must_use]
    pub fn validity(&self, now: WallMs) -> Validity {
        match self.leaf {
            der::Certificate { not_before, .. } if now < not_before => Validity::NotYet(not_before),
            der::Certificate { not_after, .. } if now > not_after => Validity::Ended(not_after),
            der::Certificate { not_after, .. } => Validity::Holds(not_after),
        }
    }

    /// Signs a request as IAM Roles Anywhere wants it: returns the headers to add, those of the certificate among them.
    ///
    /// # Errors
    /// [`Unusable::Curve`] when the key cannot sign so.
    ///
    /// # Source
    /// IAM Roles Anywhere User Guide, "Signing process".
    pub fn sign(
        &self,
        request: &RawRequest<'_>,
        body_sha256: &[u8; 32],
        target: &Target<'_>,
        at: WallMs,
    ) -> Result<Vec<(&'static str, String)>, Unusable> {
        let mut added = vec![("x-amz-x509", base64(&self.certificates[0]))];
        let above: Vec<String> = self.certificates[1..].iter().map(|der| base64(der)).collect();
        if !above.is_empty() {
            added.push(("x-amz-x509-chain", above.join(",")));
        }
        let mut headers = request.headers.to_vec();
        headers.extend(added.iter().map(|(name, value)| (*name, value.as_bytes())));
        let whole = RawRequest { headers: &headers, ..*request };
        let by = sigv4::By { algorithm: self.algorithm(), id: &self.leaf.serial };
        let signed = sigv4::sign_by(&whole, body_sha256, &by, target, at, |text| self.signature(text))?;
        added.extend(signed);
        Ok(added)
    }

    const fn algorithm(&self) -> &'static str {
        match &self.key {
            Key::Rsa(_) => "AWS4-X509-RSA-SHA256",
            Key::Ec(_) => "AWS4-X509-ECDSA-SHA256",
        }
    }

    fn signature(&self, text: &[u8]) -> Result<Vec<u8>, Unusable> {
        let random = SystemRandom::new();
        match &self.key {
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature).map_err(|_| Unusable::Kind)?;
                Ok(signature)
            }
            Key::Ec(key) if key.algorithm() == &ECDSA_P384_SHA384_ASN1_SIGNING => Err(Unusable::Curve),
            Key::Ec(key) => Ok(key.sign(&random, text).map_err(|_| Unusable::Kind)?.as_ref().to_vec()),
        }
    }
}

fn read_key(text: &[u8]) -> Result<(Key, Form, Zeroizing<Vec<u8>>), Unusable> {
    // "-----BEGIN EC PARAMETERS-----" may come first.
    let is_key =
        |block: &Option<Block>| block.as_ref().is_none_or(|block| block.label.ends_with("PRIVATE KEY"));
    let Some(Some(block)) = blocks(text).find(is_key) else {
        let is_sealed = text.windows(9).any(|part| part == b"ENCRYPTED");
        return Err(if is_sealed { Unusable::Encrypted } else { Unusable::NoKey });
    };
    let der = &block.der[..];
    let ec = |read: &dyn Fn(&'static EcdsaSigningAlgorithm) -> Option<EcdsaKeyPair>| {
        CURVES.iter().copied().find_map(read).map(Key::Ec)
    };
    let (key, form) = match block.label.as_str() {
        "ENCRYPTED PRIVATE KEY" => return Err(Unusable::Encrypted),
        "RSA PRIVATE KEY" => (RsaKeyPair::from_der(der).ok().map(Key::Rsa), Form::Pkcs1),
        "EC PRIVATE KEY" => (ec(&|curve| EcdsaKeyPair::from_private_key_der(curve, der).ok()), Form::Sec1),
        _ => {
            let rsa = RsaKeyPair::from_pkcs8(der).ok().map(Key::Rsa);
            (rsa.or_else(|| ec(&|curve| EcdsaKeyPair::from_pkcs8(curve, der).ok())), Form::Pkcs8)
        }
    };
    Ok((key.ok_or(Unusable::Kind)?, form, block.der))
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::signature::{
        ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
    };
    use millpond_aws::sigv4::sha256;

    fn made(algorithm: &'static rcgen::SignatureAlgorithm) -> (String, Secret) {
        let key = rcgen::KeyPair::generate_for(algorithm).unwrap();
        let certificate =
            rcgen::CertificateParams::new(vec!["device-7".into()]).unwrap().self_signed(&key).unwrap();
        (certificate.pem(), Secret::new(key.serialize_pem().into_bytes()))
    }

    fn signed(identity: &Identity) -> Vec<(&'static str, String)> {
        let headers: &[(&str, &[u8])] =
            &[("host", b"rolesanywhere.us-east-1.amazonaws.com"), ("content-type", b"application/json")];
        let request = RawRequest { method: "POST", path: "/sessions", query: "", headers };
        let target = Target { service: "rolesanywhere", region: "us-east-1" };
        identity.sign(&request, &sha256(b"{}"), &target, WallMs(1_635_940_800_000)).unwrap()
    }

    #[test]
    fn a_request_is_signed_with_the_certificate_s_key_and_named_by_its_serial() {
        let kinds: [(_, _, &'static dyn VerificationAlgorithm); 2] = [
            (&rcgen::PKCS_ECDSA_P256_SHA256, "AWS4-X509-ECDSA-SHA256", &ECDSA_P256_SHA256_ASN1),
            (&rcgen::PKCS_RSA_SHA256, "AWS4-X509-RSA-SHA256", &RSA_PKCS1_2048_8192_SHA256),
        ];
        for (kind, name, verifier) in kinds {
            let (certificate, key) = made(kind);
            let identity = Identity::read(certificate.as_bytes(), &key).unwrap();

            let headers = signed(&identity);

            let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, ["x-amz-x509", "x-amz-date", "authorization"]);
            let x509 = &headers[0].1;
            let authorization = &headers[2].1;
            let start = format!(
                "{name} Credential={}/20211103/us-east-1/rolesanywhere/aws4_request, \
                 SignedHeaders=content-type;host;x-amz-date;x-amz-x509, Signature=",
                identity.leaf.serial
            );
            let signature = authorization.strip_prefix(&start).unwrap();
            let signature: Vec<u8> = (0..signature.len() / 2)
                .map(|at| u8::from_str_radix(&signature[2 * at..2 * at + 2], 16).unwrap())
                .collect();
            let canonical = format!(
                "POST\n/sessions\n\ncontent-type:application/json\nhost:rolesanywhere.us-east-1.amazonaws.com\n\
                 x-amz-date:20211103T120000Z\nx-amz-x509:{x509}\n\ncontent-type;host;x-amz-date;x-amz-x509\n{}",
                millpond_base::hex(&sha256(b"{}"))
            );
            let text = format!(
                "{name}\n20211103T120000Z\n20211103/us-east-1/rolesanywhere/aws4_request\n{}",
                millpond_base::hex(&sha256(canonical.as_bytes()))
            );
            let public = match &identity.key {
                Key::Rsa(key) => key.public_key().as_ref().to_vec(),
                Key::Ec(key) => key.public_key().as_ref().to_vec(),
            };
            UnparsedPublicKey::new(verifier, public).verify(text.as_bytes(), &signature).unwrap();
        }
    }

    #[test]
    fn certificates_above_the_own_one_are_sent_along() {
        let (own, key) = made(&rcgen::PKCS_ECDSA_P256_SHA256);
        let (above, _) = made(&rcgen::PKCS_ECDSA_P256_SHA256);
        let identity = Identity::read(format!("{own}{above}{own}").as_bytes(), &key).unwrap();

        let headers = signed(&identity);

        assert_eq!(headers[1].0, "x-amz-x509-chain");
        assert_eq!(headers[1].1.split(',').count(), 2);
        assert!(headers[3].1.contains("x-amz-date;x-amz-x509;x-amz-x509-chain, "));
    }

    #[test]
    fn what_cannot_be_used_is_told_apart() {
        let (certificate, key) = made(&rcgen::PKCS_ECDSA_P256_SHA256);
        let (_, other) = made(&rcgen::PKCS_ECDSA_P256_SHA256);
        let (odd, odd_key) = made(&rcgen::PKCS_ED25519);
        let read = |certificate: &str, key: &Secret| Identity::read(certificate.as_bytes(), key).unwrap_err();
        let text = |text: &str| Secret::new(text.as_bytes().to_vec());

        assert_eq!(read("", &key), Unusable::NoCertificate);
        assert_eq!(
            read("-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----", &key),
            Unusable::NoCertificate
        );
        assert_eq!(read(&certificate, &text("")), Unusable::NoKey);
        assert_eq!(read(&certificate, &text(&certificate)), Unusable::NoKey);
        assert_eq!(read(&certificate, &other), Unusable::Stranger);
        assert_eq!(read(&odd, &odd_key), Unusable::Kind);
        let sealed = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAQID\n-----END ENCRYPTED PRIVATE KEY-----";
        assert_eq!(read(&certificate, &text(sealed)), Unusable::Encrypted);
        let old =
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAQID\n-----END RSA PRIVATE KEY-----";
        assert_eq!(read(&certificate, &text(old)), Unusable::Encrypted);
    }

    #[test]
    fn a_certificate_says_when_it_holds() {
        let key = rcgen::KeyPair::generate().unwrap();
        let mut params = rcgen::CertificateParams::new(vec![]).unwrap();
        params.not_before = rcgen::date_time_ymd(2026, 1, 1);
        params.not_after = rcgen::date_time_ymd(2027, 1, 1);
        let pem = params.self_signed(&key).unwrap().pem();
        let identity =
            Identity::read(pem.as_bytes(), &Secret::new(key.serialize_pem().into_bytes())).unwrap();
        let (first, last) = (WallMs(1_767_225_600_000), WallMs(1_798_761_600_000));

        assert_eq!(identity.validity(WallMs(first.0 - 1)), Validity::NotYet(first));
        assert_eq!(identity.validity(first), Validity::Holds(last));
        assert_eq!(identity.validity(WallMs(last.0 + 1)), Validity::Ended(last));
        assert!(matches!(identity.private_key(), PrivateKey::Pkcs8(_)));
    }
}
