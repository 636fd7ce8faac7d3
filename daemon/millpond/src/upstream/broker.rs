//! A message broker: how it is reached, who we are there, and what was last said about it.

use super::connection::{self, Duplex, NoAnswer, Way};
use super::desk::Desk;
use super::lock;
use crate::config::{self, Endpoint};
use crate::journal;
use crate::secrets::Vault;
use crate::trouble::{Step, Trouble};
use millpond_base::{Clock, LineMs, Secret};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::watch;
use tokio_rustls::TlsConnector;

/// How long the same failure is not said again: a broker may be away for days.
const SAY_AGAIN_MS: u64 = 60_000;
/// Calls in flight at once; each is a connection.
const CALLS_MAX: u32 = 16;

/// A broker, shared by its routes.
pub(super) struct Broker {
    config: config::Broker,
    endpoint: Endpoint,
    way: Way,
    #[cfg(feature = "nats")]
    tls: Arc<ClientConfig>,
    password: Option<Secret>,
    /// Grants the calls of all lanes.
    desk: Arc<Desk>,
    clock: Arc<dyn Clock>,
    /// Counts how often the broker came back.
    returns: watch::Sender<u64>,
    away: AtomicBool,
    /// What was last said about a call that failed, and when.
    said: Mutex<(String, LineMs)>,
}

impl Broker {
    /// Reads secrets, authorities and certificates; nothing is connected yet.
    pub(super) fn new(
        config: &config::Broker,
        vault: &Vault,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Trouble> {
        let password = config.secret.as_ref().map(|name| vault.secret(name.as_str())).transpose()?;
        let address = config.endpoint.clone();
        let authority = format!("{}:{}", address.host, address.port);
        let endpoint = Endpoint { tls: address.tls, host: address.host, port: address.port, authority };
        let tls = Arc::new(tls(config, vault)?);
        Ok(Self {
            way: Way::straight(TlsConnector::from(Arc::clone(&tls))),
            #[cfg(feature = "nats")]
            tls,
            config: config.clone(),
            endpoint,
            password,
            desk: Arc::new(Desk::new(CALLS_MAX, Arc::clone(&clock))),
            clock,
            returns: watch::Sender::new(0),
            away: AtomicBool::new(false),
            said: Mutex::default(),
        })
    }

    pub(super) const fn config(&self) -> &config::Broker {
        &self.config
    }

    pub(super) fn password(&self) -> Option<&[u8]> {
        self.password.as_ref().map(Secret::expose)
    }

    /// Where it is, for a client that opens connections by itself.
    #[cfg(feature = "nats")]
    pub(super) fn address(&self) -> String {
        let scheme = if self.endpoint.tls { "tls" } else { "nats" };
        match self.endpoint.host.contains(':') {
            true => format!("{scheme}://[{}]:{}", self.endpoint.host, self.endpoint.port),
            false => format!("{scheme}://{}:{}", self.endpoint.host, self.endpoint.port),
        }
    }

    /// TLS for such a client.
    #[cfg(feature = "nats")]
    pub(super) fn tls(&self) -> ClientConfig {
        self.tls.as_ref().clone()
    }

    /// Where lanes get their calls granted.
    pub(super) fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.desk)
    }

    /// Changes whenever the broker answers after it had not, or may again.
    pub(super) fn returns(&self) -> watch::Receiver<u64> {
        self.returns.subscribe()
    }

    /// True since a call got no answer.
    pub(super) fn is_away(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    /// The broker may be reachable again: whoever waits asks now.
    pub(super) fn nudge(&self) {
        self.returns.send_modify(|count| *count += 1);
    }

    /// A new connection.
    pub(super) async fn connect(&self) -> Result<Box<dyn Duplex>, NoAnswer> {
        connection::stream(&self.endpoint, &self.way).await
    }

    /// Notes that the broker answers.
    pub(super) fn answered(&self) {
        if self.away.swap(false, Ordering::Relaxed) {
            self.returns.send_modify(|count| *count += 1);
        }
    }

    /// Says what went wrong, the same not more often than once a minute.
    pub(super) fn report(&self, operation: &str, cause: &str, is_away: bool) {
        if is_away {
            self.away.store(true, Ordering::Relaxed);
        }
        let text = format!("{operation} {cause}");
        let now = self.clock.now().line;
        let mut said = lock(&self.said);
        if said.0 == text && now < said.1.after_ms(SAY_AGAIN_MS) {
            return;
        }
        *said = (text, now);
        let fields: [(&str, &dyn std::fmt::Display); 3] =
            [("broker", &self.config.name.as_str()), ("operation", &operation), ("cause", &cause)];
        journal::warn("a message could not be delivered to a broker", &fields);
    }
}

/// TLS to the broker: what is trusted, and what we show.
fn tls(config: &config::Broker, vault: &Vault) -> Result<ClientConfig, Trouble> {
    let mut roots = RootCertStore::empty();
    match config.ca.as_ref().map(|path| vault.resolve(path)) {
        Some(path) => {
            for certificate in certificates(&path)? {
                roots
                    .add(certificate)
                    .step(|| format!("cannot trust the authorities in {}", path.display()))?;
            }
        }
        None => _ = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs),
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider supports TLS 1.2 and 1.3")
        .with_root_certificates(roots);
    let Some(path) = config.certificate.as_ref().map(|path| vault.resolve(path)) else {
        return Ok(builder.with_no_client_auth());
    };
    let unreadable = || format!("broker {:?} has no private key that can be read", config.name.as_str());
    let key = match (&config.key, &config.key_secret) {
        (Some(file), _) => PrivateKeyDer::from_pem_file(vault.resolve(file)).step(unreadable)?,
        (None, Some(name)) => {
            PrivateKeyDer::from_pem_slice(vault.secret(name.as_str())?.expose()).step(unreadable)?
        }
        (None, None) => return Err(Trouble::new(unreadable())),
    };
    let unfit = || format!("the certificate in {} and its private key do not fit", path.display());
    builder.with_client_auth_cert(certificates(&path)?, key).step(unfit)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Trouble> {
    let cannot = || format!("cannot read the certificates in {}", path.display());
    CertificateDer::pem_file_iter(path).step(cannot)?.map(|one| one.step(cannot)).collect()
}
