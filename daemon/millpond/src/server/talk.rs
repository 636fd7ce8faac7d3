//! HTTP/1.1 on one connection. While a request waits for something to arrive, the connection is taken down to its socket:
//! a poll that waits for long costs no buffers.

use crate::server::Server;
use crate::server::activity::Activity;
use crate::server::connection::{Leave, Leaving, Peer, http1_builder};
use crate::server::exchange::{self, Stand, Waiter};
use crate::server::reply::{self, Outcome};
use crate::server::socket::Socket;
use hyper::body::Incoming;
use hyper::header::CONNECTION;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::watch;

/// What is left of a connection while one of its requests waits.
struct Left<S> {
    socket: Socket<S>,
    waiting: Waiting,
}

struct Waiting {
    waiter: Box<Waiter>,
    /// The head of a request that is to be answered in the same way.
    like: Vec<u8>,
}

/// Serves a connection until it ends.
pub(crate) async fn http1<S>(
    server: &Arc<Server>,
    mut socket: Socket<S>,
    peer: Peer,
    activity: Arc<Activity>,
    stop: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut answer = None;
    loop {
        let talk = Box::pin(talk(server, socket, peer, &activity, answer, stop.clone()));
        let Some(Left { socket: rest, waiting: Waiting { waiter, like } }) = talk.await else { return };
        socket = rest;
        if socket.flush().await.is_err() {
            return;
        }
        let outcome = tokio::select! {
            outcome = waiter.wait(server, &stop) => outcome,
            () = socket.gone() => return,
        };
        // The connection is built up again with a request of the same kind before it, whose answer is there already.
        socket.unread(&like);
        answer = Some(outcome);
    }
}

/// Serves requests until the connection has ended, or until one of them has to wait for something to arrive. `answer` is
/// that of the first.
async fn talk<S>(
    server: &Arc<Server>,
    socket: Socket<S>,
    peer: Peer,
    activity: &Arc<Activity>,
    answer: Option<Box<Outcome>>,
    mut stop: watch::Receiver<bool>,
) -> Option<Left<S>>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (answer, waiting) = (Mutex::new(answer), Mutex::new(None));
    let stopped = stop.clone();
    let service = service_fn(|request: Request<Incoming>| {
        let given = taken(&answer);
        let (stop, waiting) = (stopped.clone(), &waiting);
        async move {
            let outcome = match given {
                Some(outcome) => outcome,
                None => answered(server, request, peer, activity, stop, waiting).await,
            };
            Ok::<Response<_>, Infallible>(reply::response(*outcome, server, Arc::clone(activity)))
        }
    });
    let mut connection = http1_builder().serve_connection(TokioIo::new(socket), service);
    let mut leaving = Leaving::new();
    let waiting = loop {
        // One after the other: the answer that is there already goes out before the connection is asked to end.
        tokio::select! {
            biased;
            // Most errors here are clients that went away; there is nobody to tell.
            end = waits_or_ends(&mut connection, &waiting, activity) => break end?,
            next = leaving.next(server, activity, &mut stop) => match next {
                Leave::Soon => Pin::new(&mut connection).graceful_shutdown(),
                Leave::Now => return None,
            },
        }
    };
    let parts = connection.into_parts();
    let mut socket = parts.io.into_inner();
    socket.unread(&parts.read_buf);
    Some(Left { socket, waiting })
}

/// The answer to a request. One that has to wait goes into `waiting`, and the connection is taken down around this.
async fn answered(
    server: &Arc<Server>,
    request: Request<Incoming>,
    peer: Peer,
    activity: &Arc<Activity>,
    stop: watch::Receiver<bool>,
    waiting: &Mutex<Option<Waiting>>,
) -> Box<Outcome> {
    let like = head_like(&request);
    match exchange::begin(server, request, peer, activity, stop).await {
        Stand::Done(outcome) => outcome,
        Stand::Waits(waiter) => {
            *waiting.lock().expect("no holder of this lock can panic") = Some(Waiting { waiter, like });
            std::future::pending().await
        }
    }
}

/// Drives a connection until it ends, or until one of its requests waits. What a client was sent before and does not take
/// would be lost with the connection's buffers: it comes first.
async fn waits_or_ends<C: Future + Unpin>(
    connection: &mut C,
    waiting: &Mutex<Option<Waiting>>,
    activity: &Activity,
) -> Option<Waiting> {
    poll_fn(|context| {
        if Pin::new(&mut *connection).poll(context).is_ready() {
            return Poll::Ready(None);
        }
        match (!activity.is_blocked()).then(|| taken(waiting)).flatten() {
            Some(waiting) => Poll::Ready(Some(waiting)),
            None => Poll::Pending,
        }
    })
    .await
}

fn taken<T>(slot: &Mutex<Option<T>>) -> Option<T> {
    slot.lock().expect("no holder of this lock can panic").take()
}

/// A head that says as `request` does whether the connection goes on afterwards.
fn head_like<B>(request: &Request<B>) -> Vec<u8> {
    let mut head = format!("POST / {:?}\r\n", request.version()).into_bytes();
    for value in request.headers().get_all(CONNECTION) {
        head.extend_from_slice(b"connection: ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}
