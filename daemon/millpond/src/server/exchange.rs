//! One request and its reply: read the body, run the gateway, wait where it says, answer.

use crate::server::Server;
use crate::server::activity::Activity;
use crate::server::body::{self, Refusal};
use crate::server::push::Pump;
use crate::server::reply::{self, Outcome, Reply};
use hyper::body::Incoming;
use hyper::header::HOST;
use hyper::http::request::Parts;
use hyper::{Request, Response, Version};
use millpond_base::LineMs;
use millpond_gateway::{Progress, RawRequest};
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
    let working = Activity::work(activity);
    let outcome = match take(server, request, activity).await {
        Ok((head, body, permit)) => {
            let outcome = process(server, raw_request(&head, body, peer, secure), permit, stop).await;
            server.traffic.requests.fetch_add(1, Ordering::Relaxed);
            outcome
        }
        Err(refusal) => {
            server.traffic.refused.fetch_add(1, Ordering::Relaxed);
            reply::refusal(refusal).into()
        }
    };
    drop(working);
    reply::response(outcome, server, Arc::clone(activity))
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

/// Runs the gateway to the end, or to the head of a reply that lasts, waiting wherever it has to.
async fn process(
    server: &Arc<Server>,
    request: RawRequest,
    permit: body::Permit,
    mut stop: watch::Receiver<bool>,
) -> Outcome {
    let mut mark = server.waiting.mark();
    let mut progress = server.gateway.begin(&request, server.now());
    drop(request);
    // Held until the writes are on flash, where the body's bytes live on as staged records. A request that waits for
    // others to write holds nothing.
    let mut permit = Some(permit);
    loop {
        progress = match progress {
            Progress::Reply(reply) => return reply.into(),
            Progress::Flow { head, flow } => return Outcome::flowing(head, flow),
            Progress::Stream { head, stream } => {
                return Outcome::lasting(head, Pump::new(Arc::clone(server), stream, stop));
            }
            Progress::Durable { ticket, parked } => match server.waiting.durable(ticket).await {
                Ok(()) => server.gateway.resume(parked, server.now()),
                Err(_) => return server.gateway.fail(&parked).into(),
            },
            Progress::Later { bell, until, parked } => {
                drop(permit.take());
                tokio::select! {
                    () = server.waiting.bell(bell, mark) => {}
                    () = sleep_until(server, until) => {}
                    _ = stop.wait_for(|stop| *stop) => return reply::refusal(Refusal::Stopping).into(),
                }
                mark = server.waiting.mark();
                server.gateway.resume(parked, server.now())
            }
        };
    }
}

pub(crate) async fn sleep_until(server: &Server, until: LineMs) {
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
    add_authority(head, &mut headers);
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

/// HTTP/2 carries the host in `:authority`. Some clients sign it as `host`, the SDK for JavaScript under its own name.
fn add_authority(head: &Parts, headers: &mut Vec<(String, Vec<u8>)>) {
    let Some(authority) = head.uri.authority().filter(|_| head.version == Version::HTTP_2) else { return };
    let authority = authority.as_str().as_bytes().to_vec();
    if !head.headers.contains_key(HOST) {
        headers.push(("host".to_owned(), authority.clone()));
    }
    headers.push((":authority".to_owned(), authority));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(version: Version, host: Option<&str>) -> Vec<(String, Vec<u8>)> {
        let mut request = Request::post("http://gate:4566/").version(version);
        if let Some(host) = host {
            request = request.header(HOST, host);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        raw_request(&head, Vec::new(), SocketAddr::from(([127, 0, 0, 1], 1)), false).headers
    }

    #[test]
    fn http2_gives_its_authority_under_both_names_a_client_may_sign() {
        let both =
            [("host".to_owned(), b"gate:4566".to_vec()), (":authority".to_owned(), b"gate:4566".to_vec())];

        assert_eq!(headers(Version::HTTP_2, None), both);
    }

    #[test]
    fn a_host_that_was_sent_is_kept() {
        assert_eq!(headers(Version::HTTP_2, Some("h"))[0], ("host".to_owned(), b"h".to_vec()));
        assert_eq!(headers(Version::HTTP_11, Some("h")), [("host".to_owned(), b"h".to_vec())]);
    }
}
