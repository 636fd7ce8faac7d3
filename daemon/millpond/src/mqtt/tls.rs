//! TLS towards devices, with their certificates where authorities are named.

use crate::config::Config;
use crate::datadir::DataDir;
use crate::trouble::{Step, Trouble};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use std::path::Path;
use std::sync::Arc;

/// What every TLS connection is made with.
pub(super) fn config(config: &Config, data: &DataDir) -> Result<Arc<ServerConfig>, Trouble> {
    let tls = config.mqtt.tls.as_ref().or(config.tls.as_ref());
    let tls = tls.ok_or_else(|| Trouble::new("[mqtt] has listen_tls without a certificate"))?;
    let (cert, key) = (data.resolve(&tls.cert), data.resolve(&tls.key));
    let chain = chain(&cert)?;
    let key = PrivateKeyDer::from_pem_file(&key)
        .step(|| format!("cannot read the private key in {}", key.display()))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("the provider supports TLS 1.2 and 1.3");
    let builder = match &config.mqtt.client_ca {
        None => builder.with_no_client_auth(),
        Some(authorities) => {
            let path = data.resolve(authorities);
            let cannot = || format!("the authorities in {} cannot be used", path.display());
            let mut roots = RootCertStore::empty();
            for authority in self::chain(&path)? {
                roots.add(authority).step(cannot)?;
            }
            // Who shows none may still prove itself with a password.
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.allow_unauthenticated().build().step(cannot)?)
        }
    };
    let mut made = builder
        .with_single_cert(chain, key)
        .step(|| format!("the key does not belong to the certificate in {}", cert.display()))?;
    made.alpn_protocols = vec![b"mqtt".to_vec()];
    Ok(Arc::new(made))
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, Trouble> {
    CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .step(|| format!("cannot read the certificates in {}", path.display()))
}
