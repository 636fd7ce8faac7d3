//! One connection to an upstream: HTTP/1.1, plain or TLS, reused while it lives.

use crate::config::Endpoint;
use crate::trouble::{Step, Trouble};
use crate::upstream::dead_letters::Reason;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use millpond_credentials::{Identity, PrivateKey};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, RootCertStore};
use std::error::Error;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// How long a connection may take to be made, names and TLS included.
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// How long a call may take. A MiB over a 512 kbit/s link takes 17 s.
const CALL_MAX: Duration = Duration::from_secs(60);
/// A connection that lay idle this long is not used again: load balancers drop them at 60 s without a word.
const IDLE_MAX: Duration = Duration::from_secs(20);
/// Largest answer read. The largest expected is that of a full PutRecords, below 200 KiB.
const ANSWER_BYTES_MAX: usize = 4 << 20;

/// Why there is no answer. Whether the call took effect is unknown.
#[derive(Debug)]
pub(crate) struct NoAnswer {
    what: &'static str,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl NoAnswer {
    fn because(what: &'static str) -> impl FnOnce(Box<dyn Error + Send + Sync>) -> Self {
        move |cause| Self { what, cause: Some(cause) }
    }
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)?;
        // These end up in one log line, so the innermost cause is told at once.
        let mut innermost = self.cause.as_deref().map(|cause| cause as &dyn Error);
        while let Some(next) = innermost.and_then(Error::source) {
            innermost = Some(next);
        }
        innermost.map_or(Ok(()), |cause| write!(f, ": {cause}"))
    }
}

/// How TLS to an upstream is verified.
///
/// `identity` is who we are to a server that asks for a certificate.
pub(super) fn tls(ca: Option<&Path>, identity: Option<&Identity>) -> Result<TlsConnector, Trouble> {
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
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider supports TLS 1.2 and 1.3")
        .with_root_certificates(roots);
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

/// A place for one connection, made when it is needed.
#[derive(Default)]
pub(super) struct Connection {
    open: Option<Open>,
    refusal: Reason,
    /// Why the last call failed that did, in words.
    why: String,
    /// The access key that signed last.
    signed_as: String,
}

struct Open {
    sender: SendRequest<Full<Bytes>>,
    used: Instant,
    /// Where it leads to.
    endpoint: Endpoint,
}

impl Connection {
    /// Why the last call was refused that was.
    pub(super) const fn refusal(&self) -> &Reason {
        &self.refusal
    }

    /// Notes why a call is refused.
    pub(super) fn refused(&mut self, why: Reason) {
        self.refusal = why;
    }

    /// Why the last call failed that did, in words.
    pub(super) fn why(&self) -> &str {
        &self.why
    }

    /// Notes why a call failed.
    pub(super) fn explain(&mut self, why: impl Into<String>) {
        self.why = why.into();
    }

    /// The access key that signed the last call.
    pub(super) fn signed_as(&self) -> &str {
        &self.signed_as
    }

    /// Notes which access key signs.
    pub(super) fn signs_as(&mut self, access_key_id: &str) {
        if self.signed_as != access_key_id {
            access_key_id.clone_into(&mut self.signed_as);
        }
    }

    /// Sends a request and reads the whole answer.
    pub(super) async fn call(
        &mut self,
        endpoint: &Endpoint,
        tls: &TlsConnector,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Bytes>, NoAnswer> {
        let mut sender = match self.open.take() {
            Some(open) if open.is_good_for(endpoint) => open.sender,
            _ => open(endpoint, tls).await?,
        };
        let exchange = async {
            sender
                .ready()
                .await
                .map_err(|error| NoAnswer::because("the connection was lost")(error.into()))?;
            let answer = sender.send_request(request).await;
            let answer =
                answer.map_err(|error| NoAnswer::because("the connection was lost")(error.into()))?;
            let (head, body) = answer.into_parts();
            let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await;
            let body = body.map_err(NoAnswer::because("the answer could not be read"))?.to_bytes();
            Ok(Response::from_parts(head, body))
        };
        let answer = timeout(CALL_MAX, exchange).await;
        let answer = answer.map_err(|late| NoAnswer::because("no answer in time")(late.into()))??;
        // Kept only after a whole answer: any other state of the connection is unknown.
        self.open = Some(Open { sender, used: Instant::now(), endpoint: endpoint.clone() });
        Ok(answer)
    }
}

impl Open {
    fn is_good_for(&self, endpoint: &Endpoint) -> bool {
        !self.sender.is_closed() && self.used.elapsed() < IDLE_MAX && self.endpoint == *endpoint
    }
}

/// Opens a connection.
pub(crate) async fn open(
    endpoint: &Endpoint,
    tls: &TlsConnector,
) -> Result<SendRequest<Full<Bytes>>, NoAnswer> {
    let connect = async {
        let stream = TcpStream::connect((endpoint.host.as_str(), endpoint.port)).await;
        let stream = stream.map_err(|error| NoAnswer::because("cannot connect")(error.into()))?;
        let _ = stream.set_nodelay(true);
        if !endpoint.tls {
            return speak(stream).await;
        }
        let name = ServerName::try_from(endpoint.host.clone());
        let name =
            name.map_err(|error| NoAnswer::because("the endpoint's name is not one for TLS")(error.into()))?;
        let stream = tls.connect(name, stream).await;
        speak(stream.map_err(|error| NoAnswer::because("TLS failed")(error.into()))?).await
    };
    let opened = timeout(CONNECT_MAX, connect).await;
    opened.map_err(|late| NoAnswer::because("cannot connect in time")(late.into()))?
}

async fn speak<S>(stream: S) -> Result<SendRequest<Full<Bytes>>, NoAnswer>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) = handshake(TokioIo::new(stream))
        .await
        .map_err(|error| NoAnswer::because("the connection was lost")(error.into()))?;
    // Ends by itself when the sender is dropped; its errors also reach whoever waits for the answer.
    tokio::spawn(connection);
    Ok(sender)
}
