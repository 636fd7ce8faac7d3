//! One request and its reply: read the body, run the gateway, wait where it says, answer.

use crate::server::Server;
use crate::server::activity::Activity;
use crate::server::body::{self, Refusal};
use crate::server::reply::{self, Reply};
use hyper::body::Incoming;
use hyper::header::HOST;
use hyper::http::request::Parts;
use hyper::{Request, Response};
use millpond_base::LineMs;
use millpond_gateway::{Progress, RawReply, RawRequest};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::watch;

/// Answers one request.
pub(crate) async fn answer(
    server: &Arc<Server>,
    request: Request<Incoming>,
    peer: SocketAddr,
    secure: bool,
    activity: &Arc<Activity>,
    stop: watch::Receiver<bool>,
) -> Response<Reply> {
    let working = activity.work();
    let raw = match take(server, request, activity).await {
        Ok((head, body, permit)) => {
            let raw = process(server, raw_request(&head, body, peer, secure), permit, stop).await;
            server.traffic.requests.fetch_add(1, Ordering::Relaxed);
            raw
        }
        Err(refusal) => {
            server.traffic.refused.fetch_add(1, Ordering::Relaxed);
            reply::refusal(refusal)
        }
    };
    drop(working);
    reply::response(raw, server.now().wall, Arc::clone(activity))
}

async fn take(
    server: &Server,
    request: Request<Incoming>,
    activity: &Activity,
) -> Result<(Parts, Vec<u8>, body::Permit), Refusal> {
    let (head, incoming) = request.into_parts();
    let (body, permit) = body::collect(incoming, &head.headers, server, activity).await?;
    Ok((head, body, permit))
}

/// Runs the gateway to the end, waiting wherever it has to.
async fn process(
    server: &Server,
    request: RawRequest,
    permit: body::Permit,
    mut stop: watch::Receiver<bool>,
) -> RawReply {
    let mut mark = server.waiting.mark();
    let mut progress = server.gateway.begin(&request, server.now());
    drop(request);
    // Held until the writes are on flash, where the body's bytes live on as staged records. A request that waits for
    // others to write holds nothing.
    let mut permit = Some(permit);
    loop {
        progress = match progress {
            Progress::Reply(reply) => return reply,
            Progress::Durable { ticket, parked } => match server.waiting.durable(ticket).await {
                Ok(()) => server.gateway.resume(parked, server.now()),
                Err(_) => return server.gateway.fail(&parked),
            },
            Progress::Later { bell, until, parked } => {
                drop(permit.take());
                tokio::select! {
                    () = server.waiting.bell(bell, mark) => {}
                    () = sleep_until(server, until) => {}
                    _ = stop.wait_for(|stop| *stop) => return reply::refusal(Refusal::Stopping),
                }
                mark = server.waiting.mark();
                server.gateway.resume(parked, server.now())
            }
        };
    }
}

async fn sleep_until(server: &Server, until: LineMs) {
    let left = until.since_ms(server.now().line);
    // The timer counts in milliseconds from an instant that may lie within one: one more makes sure.
    tokio::time::sleep(Duration::from_millis(left + 1)).await;
}

/// The request exactly as it was sent, as far as HTTP/2 has a form of "as sent".
fn raw_request(head: &Parts, body: Vec<u8>, peer: SocketAddr, secure: bool) -> RawRequest {
    let mut headers: Vec<(String, Vec<u8>)> = head
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
        .collect();
    if !head.headers.contains_key(HOST)
        && let Some(authority) = head.uri.authority()
    {
        // HTTP/2 carries the host in `:authority`, and clients sign it as `host`.
        headers.push(("host".to_owned(), authority.as_str().as_bytes().to_vec()));
    }
    RawRequest {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers,
        body,
        peer: peer.ip().to_canonical(),
        secure,
    }
}
