//! Whether an issuer's certificate is to be trusted: by the device's authorities, or by the thumbprints in IAM.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{
    CryptoProvider, aws_lc_rs::default_provider, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio_rustls::TlsConnector;

/// Trusts what the device's authorities vouch for, and what one of a provider's thumbprints names: an authority in the chain,
/// or the certificate itself.
///
/// # Source
/// IAM user guide, "Obtain the thumbprint for an OpenID Connect identity provider": SHA-1, used where no trusted authority
/// vouches for the certificate.
#[derive(Debug)]
pub(super) struct Pinned {
    provider: Arc<CryptoProvider>,
    /// `None` on a device without any authorities.
    authorities: Option<Arc<WebPkiServerVerifier>>,
    thumbprints: Vec<String>,
    refused: AtomicBool,
}

impl Pinned {
    /// Reads the device's authorities anew, because they change and because they need not lie in memory between two fetches.
    pub(super) fn new(thumbprints: &[String]) -> Self {
        let provider = Arc::new(default_provider());
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let authorities = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        Self {
            authorities: authorities.build().ok(),
            provider,
            thumbprints: thumbprints.iter().map(|text| text.to_ascii_lowercase()).collect(),
            refused: AtomicBool::new(false),
        }
    }

    /// True once a certificate was shown that is not to be trusted.
    pub(super) fn has_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    /// What connects with it.
    pub(super) fn connector(this: &Arc<Self>) -> TlsConnector {
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&this.provider))
            .with_safe_default_protocol_versions()
            .expect("the provider supports TLS 1.2 and 1.3")
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(this) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        TlsConnector::from(Arc::new(config))
    }

    /// Verifies by the thumbprints alone.
    fn verify_pinned(
        &self,
        own: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), Error> {
        let untrusted = Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        if self.is_pinned(own) {
            return verify_server_name(&ParsedCertificate::try_from(own)?, name);
        }
        let pinned = above.iter().find(|certificate| self.is_pinned(certificate)).ok_or(untrusted)?;
        let mut roots = RootCertStore::empty();
        roots.add(pinned.clone().into_owned())?;
        let provider = Arc::clone(&self.provider);
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
        let verifier = verifier.map_err(|error| Error::General(error.to_string()))?;
        verifier.verify_server_cert(own, above, name, &[], now).map(|_| ())
    }

    fn is_pinned(&self, certificate: &CertificateDer<'_>) -> bool {
        let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate);
        let mut text = String::new();
        for byte in digest.as_ref() {
            let _ = write!(text, "{byte:02x}");
        }
        self.thumbprints.contains(&text)
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let by_authorities =
            self.authorities.as_ref().map(|all| all.verify_server_cert(own, above, name, ocsp, now));
        if let Some(Ok(verified)) = by_authorities {
            return Ok(verified);
        }
        let pinned = self.verify_pinned(own, above, name, now);
        self.refused.store(pinned.is_err(), Ordering::Relaxed);
        pinned.map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

    /// An authority that nobody knows, and a certificate of `id.example` under it.
    fn chain() -> (CertificateDer<'static>, CertificateDer<'static>) {
        let mut above = CertificateParams::new(Vec::new()).unwrap();
        above.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let authority = above.self_signed(&key).unwrap().der().clone();
        let issuer = Issuer::new(above, key);
        let own = CertificateParams::new(vec!["id.example".to_owned()]).unwrap();
        let own = own.signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap().der().clone();
        (authority, own)
    }

    fn thumbprint(certificate: &CertificateDer<'_>) -> String {
        let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate);
        digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect()
    }

    fn is_trusted(
        thumbprints: &[String],
        own: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        name: &str,
    ) -> bool {
        let pinned = Pinned::new(thumbprints);
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let verified = pinned.verify_server_cert(own, above, &name, &[], UnixTime::now()).is_ok();
        assert_eq!(pinned.has_refused(), !verified);
        verified
    }

    #[test]
    fn a_thumbprint_vouches_for_an_authority_in_the_chain_or_for_the_certificate_and_for_no_other_name() {
        let (authority, own) = chain();
        let above = std::slice::from_ref(&authority);

        for pin in [thumbprint(&authority), thumbprint(&own)] {
            assert!(is_trusted(std::slice::from_ref(&pin), &own, above, "id.example"));
            assert!(!is_trusted(&[pin], &own, above, "other.example"));
        }
        assert!(!is_trusted(&[], &own, above, "id.example"));
        assert!(!is_trusted(&["0".repeat(40)], &own, above, "id.example"));
    }

    #[test]
    fn a_pinned_authority_does_not_vouch_for_what_it_did_not_sign() {
        let (authority, _) = chain();
        let (_, foreign) = chain();

        // The attacker shows the pinned certificate beside one of its own.
        assert!(!is_trusted(&[thumbprint(&authority)], &foreign, &[authority], "id.example"));
    }
}
