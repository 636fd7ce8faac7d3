//! Whether what answers is the upstream: by authorities, and by pins of its key where there are some.

use crate::config::Pin;
use crate::trouble::{Step, Trouble};
use aws_lc_rs::digest::{SHA256, digest};
use millpond_credentials::{Identity, PrivateKey};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsConnector;

/// How TLS to an upstream is verified: by the authorities in a PEM file, or else by the system's; and of the keys in the chain one
/// must be pinned, where any are. `identity` is who we are to a server that asks for a certificate.
///
/// # Errors
/// When the file does not hold certificates.
pub(crate) fn tls(
    ca: Option<&Path>,
    pins: &[Pin],
    identity: Option<&Identity>,
) -> Result<TlsConnector, Trouble> {
    let mut roots = RootCertStore::empty();
    match ca {
        Some(path) => {
            let cannot = || format!("cannot read the authorities in {}", path.display());
            for certificate in CertificateDer::pem_file_iter(path).step(cannot)? {
                roots.add(certificate.step(cannot)?).step(cannot)?;
            }
        }
        // A machine without any authorities can still reach plain endpoints; TLS ones will say what is missing.
        None => _ = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs),
    }
    let provider = Arc::new(default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("the provider supports TLS 1.2 and 1.3");
    // The configuration keeps the sessions of its connections, so that the next one to the same host resumes.
    let config = if pins.is_empty() {
        builder.with_root_certificates(roots)
    } else {
        let authorities = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
        let authorities =
            authorities.step(|| "pin needs an authority to begin with: name one as ca".into())?;
        let pinned = Arc::new(Pinned { authorities, pins: pins.to_vec() });
        builder.dangerous().with_custom_certificate_verifier(pinned)
    };
    let mut config = match identity {
        Some(identity) => config.with_client_cert_resolver(Arc::new(client_key(identity)?)),
        None => config.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

/// A device's certificate and key, as TLS needs them. The key is read where it lies, so that no copy of it is left behind.
fn client_key(identity: &Identity) -> Result<SingleCertAndKey, Trouble> {
    let chain = identity.certificates().iter().map(|der| CertificateDer::from(der.clone())).collect();
    let der = match identity.private_key() {
        PrivateKey::Pkcs1(der) => PrivateKeyDer::Pkcs1(der.into()),
        PrivateKey::Sec1(der) => PrivateKeyDer::Sec1(der.into()),
        PrivateKey::Pkcs8(der) => PrivateKeyDer::Pkcs8(der.into()),
    };
    let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&der)
        .step(|| "TLS cannot use the private key".into())?;
    Ok(SingleCertAndKey::from(CertifiedKey::new(chain, key)))
}

/// True when a handshake failed because the other side's certificate is not the upstream's.
pub(super) fn is_of_another(error: &Error) -> bool {
    let Error::InvalidCertificate(cause) = error else { return false };
    matches!(
        cause,
        CertificateError::NotValidForName
            | CertificateError::NotValidForNameContext { .. }
            | CertificateError::UnknownIssuer
            | CertificateError::ApplicationVerificationFailure
    )
}

/// Trusts what the authorities vouch for if a key in the chain is pinned.
#[derive(Debug)]
struct Pinned {
    authorities: Arc<WebPkiServerVerifier>,
    pins: Vec<Pin>,
}

impl Pinned {
    fn is_pinned(&self, certificate: &CertificateDer<'_>) -> bool {
        let Ok(parsed) = ParsedCertificate::try_from(certificate) else { return false };
        let hash = digest(&SHA256, &parsed.subject_public_key_info());
        self.pins.iter().any(|pin| pin.0.as_slice() == hash.as_ref())
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
        let verified = self.authorities.verify_server_cert(own, above, name, ocsp, now)?;
        if self.is_pinned(own) || above.iter().any(|certificate| self.is_pinned(certificate)) {
            return Ok(verified);
        }
        Err(CertificateError::ApplicationVerificationFailure.into())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.authorities.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.authorities.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.authorities.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair, PublicKeyData};

    fn is_trusted(
        pins: Vec<Pin>,
        shown: &CertificateDer<'static>,
        authority: &CertificateDer<'static>,
    ) -> bool {
        let mut roots = RootCertStore::empty();
        roots.add(authority.clone()).unwrap();
        let provider = Arc::new(default_provider());
        let authorities =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
        let name = ServerName::try_from("hub.example").unwrap();
        Pinned { authorities, pins }.verify_server_cert(shown, &[], &name, &[], UnixTime::now()).is_ok()
    }

    fn certificate() -> (CertificateDer<'static>, Pin) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["hub.example".to_owned()]).unwrap();
        let hash = digest(&SHA256, &key.subject_public_key_info());
        let certificate = params.self_signed(&key).unwrap().der().clone();
        (certificate, Pin(hash.as_ref().try_into().unwrap()))
    }

    #[test]
    fn a_pin_is_asked_for_besides_an_authority() {
        let (ours, pin) = certificate();
        let (other, _) = certificate();

        assert!(is_trusted(vec![Pin([0; 32]), pin.clone()], &ours, &ours));
        assert!(!is_trusted(vec![Pin([0; 32])], &ours, &ours), "an authority without a pin");
        assert!(!is_trusted(vec![pin], &ours, &other), "a pin without an authority");
    }
}
