//! One connection to an upstream: HTTP/1.1, plain or TLS, straight or through a proxy, reused while it lives.

mod counted;
mod dial;
mod pace;
mod portal;
mod proxy;
mod trust;

pub(crate) use proxy::Proxy;
pub(crate) use trust::tls;

use crate::config::{Endpoint, NoProxy, ProxyKind};
use crate::upstream::dead_letters::Reason;
use counted::Counted;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Body, Bytes};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{HeaderValue, PROXY_AUTHORIZATION};
use hyper::http::uri::{Authority, Scheme};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use pace::Pace;
use rustix::net::sockopt;
use rustls::pki_types::ServerName;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// How long a connection may take to be made, names, proxies and TLS included. Over a modem that has to wake first, a handshake
/// of TLS takes four turns of two seconds and more.
const CONNECT_MAX: Duration = Duration::from_secs(20);
/// How long the other side may leave what was sent unacknowledged, or a probe unanswered, before it is taken for gone.
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// How long a connection may be silent before the other side is probed. An answer is waited for meanwhile.
const PROBE_AFTER: Duration = Duration::from_secs(20);
/// A connection that lay idle this long is not used again: load balancers drop them at 60 s without a word.
const IDLE_MAX: Duration = Duration::from_secs(20);
/// Largest answer read. The largest expected is that of a full PutRecords, below 200 KiB.
pub(super) const ANSWER_BYTES_MAX: usize = 4 << 20;

/// Why there is no answer. Whether the call took effect is unknown.
#[derive(Debug)]
pub(crate) struct NoAnswer {
    what: String,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl NoAnswer {
    fn plain(what: impl Into<String>) -> Self {
        Self { what: what.into(), cause: None }
    }

    fn of(what: impl Into<String>, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { what: what.into(), cause: Some(cause.into()) }
    }

    fn because<E: Into<Box<dyn Error + Send + Sync>>>(what: &'static str) -> impl FnOnce(E) -> Self {
        move |cause| Self::of(what, cause)
    }
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        // These end up in one log line, so the innermost cause is told at once.
        let mut innermost = self.cause.as_deref().map(|cause| cause as &dyn Error);
        while let Some(next) = innermost.and_then(Error::source) {
            innermost = Some(next);
        }
        innermost.map_or(Ok(()), |cause| write!(f, ": {cause}"))
    }
}

/// Takes note of bytes that went over a socket.
pub(crate) trait Meter: Send + Sync {
    /// Adds bytes that were sent and bytes that were received.
    fn count(&self, sent: u64, received: u64);
    /// Takes note of what went wrong, in words.
    fn failed(&self, text: &str);
}

tokio::task_local! {
    /// Who pays for the connections that a task makes. Whatever a call needs, roles and tokens included, is made on its behalf deep
    /// below it and in code that has no other reason to know of accounts.
    static METER: Arc<dyn Meter>;
}

/// Runs work whose connections are on an account.
pub(crate) async fn metered<F: Future>(meter: Arc<dyn Meter>, work: F) -> F::Output {
    METER.scope(meter, work).await
}

/// Tells whoever pays what went wrong.
pub(super) fn tell_payer(text: &str) {
    let _ = METER.try_with(|meter| meter.failed(text));
}

/// How endpoints are reached: what is trusted, and through which proxy.
#[derive(Clone)]
pub(crate) struct Way {
    tls: TlsConnector,
    proxy: Option<Proxy>,
    /// What is reached without the proxy.
    beside: Vec<NoProxy>,
    pace: Arc<Pace>,
}

impl Way {
    /// Straight to the endpoint.
    pub(crate) fn straight(tls: TlsConnector) -> Self {
        Self { tls, proxy: None, beside: Vec::new(), pace: Arc::default() }
    }

    /// Through a proxy, except to what `beside` names.
    pub(crate) fn through(tls: TlsConnector, proxy: Option<Proxy>, beside: Vec<NoProxy>) -> Self {
        Self { tls, proxy, beside, pace: Arc::default() }
    }

    /// The same way to a server to which something else is trusted or shown.
    pub(crate) fn with_tls(&self, tls: TlsConnector) -> Self {
        Self { tls, ..self.clone() }
    }

    /// The same way without the proxy.
    pub(crate) fn without_proxy(&self) -> Self {
        Self { proxy: None, ..self.clone() }
    }

    fn proxy(&self, endpoint: &Endpoint) -> Option<&Proxy> {
        self.proxy.as_ref().filter(|_| !self.beside.iter().any(|rule| rule.covers(&endpoint.host)))
    }

    /// The HTTP proxy that takes plain requests as they are, rather than to tunnel them.
    fn relay(&self, endpoint: &Endpoint) -> Option<&Proxy> {
        self.proxy(endpoint).filter(|proxy| !endpoint.tls && proxy.address.kind == ProxyKind::Http)
    }

    /// A connection to the endpoint, which nothing was said over; and who pays for it.
    async fn reach(&self, endpoint: &Endpoint) -> Result<Counted<TcpStream>, NoAnswer> {
        let Some(proxy) = self.proxy(endpoint) else {
            return Ok(counted(dial::dial(&endpoint.host, endpoint.port).await?));
        };
        let stream = dial::dial(&proxy.address.host, proxy.address.port).await;
        let stream = stream.map_err(|cause| NoAnswer::plain(format!("the proxy is not reached: {cause}")))?;
        let mut stream = counted(stream);
        if self.relay(endpoint).is_none() {
            proxy.pass(&mut stream, endpoint).await?;
        }
        Ok(stream)
    }
}

fn counted(stream: TcpStream) -> Counted<TcpStream> {
    let millis = u32::try_from(SILENCE_MAX.as_millis()).unwrap_or(u32::MAX);
    // Without these a dead link is noticed by the deadline of the call alone.
    let _ = sockopt::set_tcp_user_timeout(&stream, millis);
    let _ = sockopt::set_socket_keepalive(&stream, true);
    let _ = sockopt::set_tcp_keepidle(&stream, PROBE_AFTER);
    let _ = sockopt::set_tcp_keepintvl(&stream, PROBE_AFTER);
    Counted::new(stream, METER.try_with(Arc::clone).ok())
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

impl Open {
    fn is_good_for(&self, endpoint: &Endpoint) -> bool {
        !self.sender.is_closed() && self.used.elapsed() < IDLE_MAX && self.endpoint == *endpoint
    }
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

    /// Sends a request and reads the whole answer. An answer that cannot be the upstream's is none.
    pub(super) async fn call(
        &mut self,
        endpoint: &Endpoint,
        way: &Way,
        mut request: Request<Full<Bytes>>,
    ) -> Result<Response<Bytes>, NoAnswer> {
        let bytes = request.body().size_hint().lower();
        let start = Instant::now();
        let mut sender = match self.open.take() {
            Some(open) if open.is_good_for(endpoint) => open.sender,
            _ => open(endpoint, way).await?,
        };
        let relay = way.relay(endpoint);
        if let Some(proxy) = relay {
            address_to_relay(&mut request, endpoint, proxy)?;
        }
        let exchange = exchange(&mut sender, request, relay.is_some());
        let Ok(answer) = timeout(way.pace.patience(bytes), exchange).await else {
            way.pace.was_late();
            return Err(NoAnswer::plain("no answer in time"));
        };
        let answer = answer?;
        way.pace.moved(bytes, start.elapsed());
        if portal::is_foreign(&answer) {
            return Err(NoAnswer::plain(portal::SAYS));
        }
        // Kept only after a whole answer: any other state of the connection is unknown.
        self.open = Some(Open { sender, used: Instant::now(), endpoint: endpoint.clone() });
        Ok(answer)
    }
}

async fn exchange(
    sender: &mut SendRequest<Full<Bytes>>,
    request: Request<Full<Bytes>>,
    is_relayed: bool,
) -> Result<Response<Bytes>, NoAnswer> {
    let lost = NoAnswer::because::<hyper::Error>;
    sender.ready().await.map_err(lost("the connection was lost"))?;
    let answer = sender.send_request(request).await.map_err(lost("the connection was lost"))?;
    // Its page is not waited for: proxies hang up before they have read the request.
    if is_relayed && matches!(answer.status().as_u16(), 401 | 407) && !portal::is_of_an_api(&answer) {
        return Err(proxy::unknown_user(answer.status().as_u16()));
    }
    let (head, body) = answer.into_parts();
    let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await;
    let body = body.map_err(NoAnswer::because("the answer could not be read"))?.to_bytes();
    Ok(Response::from_parts(head, body))
}

/// Makes a request name the upstream in full, as proxies want it that pass plain requests on.
fn address_to_relay(
    request: &mut Request<Full<Bytes>>,
    endpoint: &Endpoint,
    proxy: &Proxy,
) -> Result<(), NoAnswer> {
    let unnamed = || NoAnswer::plain("the endpoint's name is not one for HTTP");
    let mut parts = request.uri().clone().into_parts();
    parts.scheme = Some(Scheme::HTTP);
    parts.authority = Some(endpoint.authority.parse::<Authority>().map_err(|_| unnamed())?);
    *request.uri_mut() = Uri::from_parts(parts).map_err(|_| unnamed())?;
    if let Some(text) = proxy.authorization() {
        let mut value = HeaderValue::from_str(&text).expect("base64 is plain ASCII");
        value.set_sensitive(true);
        request.headers_mut().insert(PROXY_AUTHORIZATION, value);
    }
    Ok(())
}

/// Bytes in both directions.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Duplex for S {}

/// Opens a connection.
pub(crate) async fn open(endpoint: &Endpoint, way: &Way) -> Result<SendRequest<Full<Bytes>>, NoAnswer> {
    let connect = async { speak(secured(endpoint, way).await?).await };
    let opened = timeout(CONNECT_MAX, connect).await;
    opened.map_err(NoAnswer::because("cannot connect in time"))?
}

/// Opens a connection for something else than HTTP.
pub(crate) async fn stream(endpoint: &Endpoint, way: &Way) -> Result<Box<dyn Duplex>, NoAnswer> {
    let opened = timeout(CONNECT_MAX, secured(endpoint, way)).await;
    opened.map_err(NoAnswer::because("cannot connect in time"))?
}

async fn secured(endpoint: &Endpoint, way: &Way) -> Result<Box<dyn Duplex>, NoAnswer> {
    let stream = way.reach(endpoint).await?;
    if !endpoint.tls {
        return Ok(Box::new(stream));
    }
    let name = ServerName::try_from(endpoint.host.clone());
    let name = name.map_err(NoAnswer::because("the endpoint's name is not one for TLS"))?;
    Ok(Box::new(way.tls.connect(name, stream).await.map_err(untrusted)?))
}

/// Words a handshake that failed.
fn untrusted(error: std::io::Error) -> NoAnswer {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
    match cause {
        Some(cause) if trust::is_of_another(cause) => NoAnswer::of(
            format!("TLS failed, the certificate is not the upstream's; {}", portal::SAYS),
            error,
        ),
        _ => NoAnswer::of("TLS failed", error),
    }
}

async fn speak<S>(stream: S) -> Result<SendRequest<Full<Bytes>>, NoAnswer>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) =
        handshake(TokioIo::new(stream))
            .await
            .map_err(NoAnswer::because::<hyper::Error>("the connection was lost"))?;
    // Ends by itself when the sender is dropped; its errors also reach whoever waits for the answer.
    tokio::spawn(connection);
    Ok(sender)
}

#[cfg(test)]
mod tests;
