//! One connection: which protocol it speaks, and when it has outstayed its welcome.

use crate::server::activity::Activity;
use crate::server::{Server, exchange};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, interval_at, timeout};

/// First byte of a TLS handshake record.
///
/// # Source
/// RFC 8446, section 5.1, `ContentType.handshake`. No HTTP request starts with it.
const TLS_HANDSHAKE: u8 = 0x16;

/// How long a client may take to send its first request's head, or its TLS handshake.
const OPENING_MAX: Duration = Duration::from_secs(10);
/// How long a connection may lie idle between requests, or a client may leave a reply unread. AWS closes after 60 s.
const IDLE_MAX: Duration = Duration::from_secs(60);
/// The same when every seat is taken and others wait.
const IDLE_MAX_WHEN_FULL: Duration = Duration::from_secs(5);
/// How often idleness is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How long a connection may take to close after it was asked to.
const CLOSING_MAX: Duration = Duration::from_secs(5);

/// Largest request head. AWS allows 8 KiB of headers per line and 16 KiB in all; session tokens take most of it.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// Requests in progress on one HTTP/2 connection.
const STREAMS_MAX: u32 = 64;
/// Bytes a client may send ahead of us on one HTTP/2 connection. They are held outside the body budget.
const WINDOW_BYTES: u32 = 256 << 10;

/// Serves one connection until it ends.
pub(crate) async fn run(
    server: &Arc<Server>,
    stream: TcpStream,
    peer: SocketAddr,
    stop: watch::Receiver<bool>,
) {
    let mut first = [0; 1];
    let handshake = match timeout(OPENING_MAX, stream.peek(&mut first)).await {
        Ok(Ok(1)) => first[0] == TLS_HANDSHAKE,
        _ => return,
    };
    if !handshake {
        drive(server, stream, peer, false, stop).await;
        return;
    }
    let Some(tls) = &server.tls else { return };
    if let Ok(Ok(stream)) = timeout(OPENING_MAX, tls.accept(stream)).await {
        drive(server, stream, peer, true, stop).await;
    }
}

async fn drive<S>(
    server: &Arc<Server>,
    stream: S,
    peer: SocketAddr,
    secure: bool,
    mut stop: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let activity = Arc::new(Activity::new());
    let stopped = stop.clone();
    let service = service_fn(|request: Request<Incoming>| {
        let server = Arc::clone(server);
        let activity = Arc::clone(&activity);
        let stop = stopped.clone();
        async move {
            let response = exchange::answer(&server, request, peer, secure, &activity, stop).await;
            Ok::<Response<_>, Infallible>(response)
        }
    });
    let builder = builder();
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let mut look = interval_at(Instant::now() + LOOK, LOOK);
    loop {
        tokio::select! {
            // Most errors here are clients that went away; there is nobody to tell.
            _ = connection.as_mut() => return,
            _ = stop.wait_for(|stop| *stop) => break,
            _ = look.tick() => if outstayed(server, &activity) { break },
        }
    }
    connection.as_mut().graceful_shutdown();
    // Requests in progress are finished; an idle connection is cut when it does not close by itself.
    let mut look = interval_at(Instant::now() + LOOK, LOOK);
    loop {
        tokio::select! {
            _ = connection.as_mut() => return,
            _ = look.tick() => if activity.idle() > CLOSING_MAX { return },
        }
    }
}

fn outstayed(server: &Server, activity: &Activity) -> bool {
    let allowed = match (activity.has_asked(), server.seats.available_permits()) {
        (false, _) => OPENING_MAX,
        (true, 0) => IDLE_MAX_WHEN_FULL,
        (true, _) => IDLE_MAX,
    };
    activity.idle() > allowed
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .auto_date_header(false);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS_MAX)
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .max_header_list_size(u32::try_from(HEAD_BYTES_MAX).expect("64 KiB"))
        .keep_alive_interval(Duration::from_secs(20))
        .auto_date_header(false);
    builder
}
