//! One request and its reply: read the body, run the gateway, wait where it says, answer.

use crate::engine::{Heard, Mark, Place};
use crate::server::Server;
use crate::server::activity::{Activity, Working};
use crate::server::body::{self, Refusal};
use crate::server::connection::Peer;
use crate::server::console;
use crate::server::push::Pump;
use crate::server::reply::{self, Outcome};
use hyper::body::Incoming;
use hyper::header::HOST;
use hyper::http::request::Parts;
use hyper::{Request, Version};
use millpond_base::{LineMs, TrackId};
use millpond_gateway::{Parked, Progress, RawRequest};
use millpond_service::Wake;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::watch;

/// Where a request stands.
pub(crate) enum Stand {
    /// Answered, but for what of the body is still to be made.
    Done(Box<Outcome>),
    /// It waits for something to arrive, possibly for long.
    Waits(Box<Waiter>),
}

/// Takes a request as far as it can go without waiting for something to arrive.
pub(crate) async fn begin(
    server: &Arc<Server>,
    request: Request<Incoming>,
    peer: Peer,
    activity: &Arc<Activity>,
    stop: watch::Receiver<bool>,
) -> Stand {
    let working = Activity::work(activity);
    let (head, incoming) = request.into_parts();
    match body::collect(incoming, &head.headers, server, activity).await {
        Ok((body, permit)) => {
            let request = raw_request(&head, body, peer);
            drop(head);
            process(server, request, permit, working, stop).await
        }
        Err(refusal) => {
            server.traffic.refused.fetch_add(1, Ordering::Relaxed);
            Stand::Done(Box::new(reply::refusal(refusal).into()))
        }
    }
}

/// Runs the gateway until it has answered, or has to wait for something to arrive.
async fn process(
    server: &Arc<Server>,
    request: RawRequest,
    permit: body::Permit,
    working: Working,
    stop: watch::Receiver<bool>,
) -> Stand {
    if console::is_addressed(server, &request) {
        // In a box: what a page needs must not make room in every request.
        let reply = Box::pin(console::answer(server, &request)).await;
        server.traffic.requests.fetch_add(1, Ordering::Relaxed);
        return Stand::Done(Box::new(reply.into()));
    }
    let mark = server.waiting.mark();
    let progress = server.gateway.begin(&request, server.now());
    drop(request);
    let end = proceed(server, progress, &stop).await;
    // Held until the writes are on flash, where the body's bytes live on as staged records. A request that waits for
    // others to write holds nothing.
    drop(permit);
    match end {
        Ok(outcome) => {
            server.traffic.requests.fetch_add(1, Ordering::Relaxed);
            Stand::Done(Box::new(outcome))
        }
        Err(later) => Stand::Waits(Box::new(Waiter { later, mark, place: None, _working: working })),
    }
}

/// Waits for what is on its way to flash.
async fn proceed(
    server: &Arc<Server>,
    mut progress: Progress,
    stop: &watch::Receiver<bool>,
) -> Result<Outcome, Later> {
    loop {
        progress = match progress {
            Progress::Reply(reply) => return Ok(reply.into()),
            Progress::Flow { head, flow } => return Ok(Outcome::flowing(head, flow)),
            Progress::Stream { head, stream } => {
                return Ok(Outcome::lasting(head, Pump::new(Arc::clone(server), stream, stop.clone())));
            }
            Progress::Durable { ticket, parked } => match server.waiting.durable(ticket).await {
                Ok(()) => server.gateway.resume(parked, server.now()),
                Err(_) => return Ok(server.gateway.fail(&parked).into()),
            },
            Progress::Later { bell, until, wake, parked } => {
                return Err(Later { bell, until, wake, parked });
            }
        };
    }
}

/// What the gateway waits for.
struct Later {
    bell: TrackId,
    until: LineMs,
    wake: Wake,
    parked: Parked,
}

/// A request that waits for something to arrive. Nothing else of it is in memory meanwhile.
pub(crate) struct Waiter {
    later: Later,
    /// From before the gateway looked last.
    mark: Mark,
    /// In the line of those that wait for the same.
    place: Option<Place>,
    _working: Working,
}

impl Waiter {
    /// Waits until there is an answer. All that is not needed while it waits is in boxes that are made afterwards.
    pub(crate) async fn wait(
        mut self: Box<Self>,
        server: &Arc<Server>,
        stop: &watch::Receiver<bool>,
    ) -> Box<Outcome> {
        loop {
            self.sleep(server).await;
            if server.waiting.is_closed() {
                return Box::new(reply::refusal(Refusal::Stopping).into());
            }
            match Box::pin(self.look(server, stop)).await {
                Ok(outcome) => return outcome,
                Err(waiter) => self = waiter,
            }
        }
    }

    /// Lets the gateway look whether there is an answer now.
    async fn look(
        mut self: Box<Self>,
        server: &Arc<Server>,
        stop: &watch::Receiver<bool>,
    ) -> Result<Box<Outcome>, Box<Self>> {
        let mark = server.waiting.mark();
        let Self { later, place, _working, .. } = *self;
        let progress = server.gateway.resume(later.parked, server.now());
        match proceed(server, progress, stop).await {
            Ok(outcome) => {
                server.traffic.requests.fetch_add(1, Ordering::Relaxed);
                Ok(Box::new(outcome))
            }
            Err(later) => {
                *self = Self { later, mark, place, _working };
                Err(self)
            }
        }
    }

    /// Returns when it is time to look again.
    async fn sleep(&mut self, server: &Server) {
        let Later { bell, until, wake, .. } = self.later;
        let Wake::First { due } = wake else {
            // Few wait in this way, and it takes more room.
            return Box::pin(async {
                tokio::select! {
                    () = server.waiting.bell(bell, self.mark) => {}
                    () = sleep_until(server, until) => {}
                }
            })
            .await;
        };
        let place = self.place.get_or_insert_with(|| Place::take(&server.waiting, bell));
        if !place.sleep(self.mark, due, server.now().line) {
            return;
        }
        loop {
            let alarm = place.alarm().map_or(until, |alarm| alarm.min(until));
            let mut timer = pin!(tokio::time::sleep(left(server, alarm)));
            let heard = poll_fn(|context| match place.poll_hear(context) {
                Poll::Ready(heard) => Poll::Ready(Some(heard)),
                Poll::Pending => timer.as_mut().poll(context).map(|()| None),
            });
            match heard.await {
                Some(Heard::Call) => return,
                Some(Heard::Alarm) => {}
                None => return place.get_up(),
            }
        }
    }
}

pub(crate) async fn sleep_until(server: &Server, until: LineMs) {
    tokio::time::sleep(left(server, until)).await;
}

/// The timer counts in milliseconds from an instant that may lie within one: one more makes sure.
fn left(server: &Server, until: LineMs) -> Duration {
    Duration::from_millis(until.since_ms(server.now().line) + 1)
}

/// The request exactly as it was sent, as far as HTTP/2 has a form of "as sent".
fn raw_request(head: &Parts, body: Vec<u8>, peer: Peer) -> RawRequest {
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
        peer: peer.address.ip().to_canonical(),
        secure: peer.secure,
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
    use std::net::SocketAddr;

    fn headers(version: Version, host: Option<&str>) -> Vec<(String, Vec<u8>)> {
        let mut request = Request::post("http://gate:4566/").version(version);
        if let Some(host) = host {
            request = request.header(HOST, host);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        let peer = Peer { address: SocketAddr::from(([127, 0, 0, 1], 1)), secure: false };
        raw_request(&head, Vec::new(), peer).headers
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
