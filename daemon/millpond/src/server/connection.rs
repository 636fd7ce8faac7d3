//! One connection: which protocol it speaks, and when it has outstayed its welcome.

use crate::server::activity::Activity;
use crate::server::exchange::{self, Stand};
use crate::server::socket::Socket;
use crate::server::{Server, reply, talk};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, interval_at, timeout};

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
const STREAMS_MAX: u32 = 128;
/// Bytes a client may send ahead of us on one HTTP/2 connection. They are held outside the body budget.
const WINDOW_BYTES: u32 = 256 << 10;

/// How an HTTP/2 connection begins that nobody agreed on before.
///
/// # Source
/// RFC 9113, section 3.4.
const HTTP2_PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Who is at the other end.
#[derive(Clone, Copy)]
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    pub(crate) secure: bool,
}

/// Serves one connection until it ends.
pub(crate) async fn run(
    server: &Arc<Server>,
    stream: TcpStream,
    address: SocketAddr,
    stop: watch::Receiver<bool>,
) {
    // In boxes, here and below: what begins a connection must not have room in one that waits.
    let mut first = [0; 1];
    let handshake = match Box::pin(timeout(OPENING_MAX, stream.peek(&mut first))).await {
        Ok(Ok(1)) => first[0] == TLS_HANDSHAKE,
        _ => return,
    };
    if !handshake {
        return speak(server, stream, Peer { address, secure: false }, stop).await;
    }
    let Some(tls) = &server.tls else { return };
    let secured = Box::pin(async {
        if let Ok(Ok(stream)) = timeout(OPENING_MAX, tls.accept(stream)).await {
            speak(server, stream, Peer { address, secure: true }, stop).await;
        }
    });
    secured.await;
}

async fn speak<S>(server: &Arc<Server>, stream: S, peer: Peer, stop: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let activity = Arc::new(Activity::new());
    let mut socket = Socket::new(stream, Arc::clone(&activity));
    match Box::pin(timeout(OPENING_MAX, socket.begins_with(HTTP2_PREFACE))).await {
        Ok(Ok(true)) => Box::pin(http2(server, socket, peer, activity, stop)).await,
        Ok(Ok(false)) => talk::http1(server, socket, peer, activity, stop).await,
        _ => {}
    }
}

async fn http2<S>(
    server: &Arc<Server>,
    socket: Socket<S>,
    peer: Peer,
    activity: Arc<Activity>,
    mut stop: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let stopped = stop.clone();
    let service = service_fn(|request: Request<Incoming>| {
        let activity = Arc::clone(&activity);
        let stop = stopped.clone();
        // In a box from the start, so that a request that waits for long takes no room for what it has behind it.
        let begun = Box::pin(begin(Arc::clone(server), request, peer, Arc::clone(&activity), stop.clone()));
        let server = Arc::clone(server);
        async move {
            let outcome = match begun.await {
                Stand::Done(outcome) => outcome,
                Stand::Waits(waiter) => waiter.wait(&server, &stop).await,
            };
            Ok::<Response<_>, Infallible>(reply::response(*outcome, &server, activity))
        }
    });
    let mut connection = pin!(http2_builder().serve_connection(TokioIo::new(socket), service));
    let mut leaving = Leaving::new();
    loop {
        tokio::select! {
            // Most errors here are clients that went away; there is nobody to tell.
            _ = connection.as_mut() => return,
            next = leaving.next(server, &activity, &mut stop) => match next {
                Leave::Soon => connection.as_mut().graceful_shutdown(),
                Leave::Now => return,
            },
        }
    }
}

async fn begin(
    server: Arc<Server>,
    request: Request<Incoming>,
    peer: Peer,
    activity: Arc<Activity>,
    stop: watch::Receiver<bool>,
) -> Stand {
    exchange::begin(&server, request, peer, &activity, stop).await
}

/// When a connection that is still there must end.
pub(crate) struct Leaving {
    look: Interval,
    asked: bool,
}

/// How it must end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leave {
    /// After the requests in progress; said once.
    Soon,
    /// At once.
    Now,
}

impl Leaving {
    pub(crate) fn new() -> Self {
        Self { look: interval_at(Instant::now() + LOOK, LOOK), asked: false }
    }

    /// Returns when the connection must end, because the server stops or because it has outstayed its welcome.
    pub(crate) async fn next(
        &mut self,
        server: &Server,
        activity: &Activity,
        stop: &mut watch::Receiver<bool>,
    ) -> Leave {
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop), if !self.asked => {
                    self.asked = true;
                    return Leave::Soon;
                }
                _ = self.look.tick() => {}
            }
            // Requests in progress are finished; an idle connection is cut when it does not close by itself.
            if self.asked && activity.idle() > CLOSING_MAX {
                return Leave::Now;
            }
            if !self.asked && outstayed(server, activity) {
                self.asked = true;
                return Leave::Soon;
            }
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

pub(crate) fn http1_builder() -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .auto_date_header(false);
    builder
}

fn http2_builder() -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS_MAX)
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .max_header_list_size(u32::try_from(HEAD_BYTES_MAX).expect("64 KiB"))
        .keep_alive_interval(Duration::from_secs(20))
        .auto_date_header(false);
    builder
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::exchange::Waiter;

    fn bytes_of<A, B, C, D, F>(_: impl FnOnce(A, B, C, D) -> F) -> usize {
        size_of::<F>()
    }

    /// Ten thousand of each are to take little; see bench/README.md, `long-polls`.
    #[test]
    fn what_waits_has_no_room_for_what_came_before_and_comes_after() {
        let connection = bytes_of(|server: &'static Arc<Server>, stream, address, stop| {
            run(server, stream, address, stop)
        });
        let request = bytes_of(
            |waiter: Box<Waiter>, server: &'static Arc<Server>, stop: &'static watch::Receiver<bool>, ()| {
                waiter.wait(server, stop)
            },
        );

        assert!(connection <= 1_100 && request <= 400, "{connection} B, {request} B");
    }
}
