//! Calls to an upstream: signed by its own clock, sent, and judged.

use super::connection::{self, ANSWER_BYTES_MAX, Connection, NoAnswer, Way};
use super::dead_letters::Reason;
use super::lock;
use crate::config::Endpoint;
use crate::journal;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONTENT_ENCODING, DATE, HOST};
use hyper::{Request, Response};
use millpond_aws::sigv4::{self, sha256};
use millpond_aws::{errors, gzip};
use millpond_base::{Clock, LineMs, Now, WallMs};
use millpond_credentials::Identity;
use millpond_forward::{Cause, Credentials, Failure, SKEW_CODES, UpstreamClock};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::watch;
use tokio_rustls::TlsConnector;

/// How long the same failure is not said again: an upstream may be away for days.
const SAY_AGAIN_MS: u64 = 60_000;

/// What an upstream's calls have in common.
pub(super) struct Wire {
    name: String,
    way: Way,
    clock: Arc<dyn Clock>,
    theirs: Mutex<UpstreamClock>,
    /// Counts how often the upstream came back.
    returns: watch::Sender<u64>,
    away: AtomicBool,
    /// What was last said about a call that failed, and when.
    said: Mutex<(String, LineMs)>,
}

/// A call before it is signed.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    /// What the signature is for.
    pub(super) service: &'a str,
    /// What it does, for people.
    pub(super) operation: &'a str,
    pub(super) endpoint: &'a Endpoint,
    pub(super) method: &'a str,
    /// As it goes on the wire, without a query.
    pub(super) path: &'a str,
    /// Besides `host`, in lower case; all of them are signed.
    pub(super) headers: &'a [(&'a str, &'a str)],
    pub(super) body: &'a Bytes,
}

/// Who signs a call.
#[derive(Clone, Copy)]
pub(super) enum Signer<'a> {
    Nobody,
    /// With credentials, for a region.
    Key(&'a Credentials, &'a str),
    /// With a device's certificate, for a region.
    Device(&'a Identity, &'a str),
}

/// A call that did not succeed.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) failure: Failure,
    /// The upstream's code; empty when it did not answer.
    pub(super) code: String,
    pub(super) message: String,
    /// Why, for people.
    pub(super) words: String,
}

impl Refusal {
    /// One that the upstream had no part in.
    pub(super) fn ours(failure: Failure, words: impl Into<String>) -> Self {
        Self { failure, code: String::new(), message: String::new(), words: words.into() }
    }

    /// What a dead letter says of it.
    pub(super) fn reason(&self) -> Reason {
        Reason { code: self.code.clone(), message: self.message.clone() }
    }
}

impl Wire {
    pub(super) fn new(name: &str, way: Way, clock: Arc<dyn Clock>) -> Self {
        Self {
            name: name.to_owned(),
            way,
            clock,
            theirs: Mutex::default(),
            returns: watch::Sender::new(0),
            away: AtomicBool::new(false),
            said: Mutex::default(),
        }
    }

    /// The upstream's name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Our clocks.
    pub(super) fn now(&self) -> Now {
        self.clock.now()
    }

    /// Changes whenever the upstream answers after it had not, or may again.
    pub(super) fn returns(&self) -> watch::Receiver<u64> {
        self.returns.subscribe()
    }

    /// True since a call got no answer.
    pub(super) fn is_away(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    /// The upstream may be reachable again: whoever waits asks now.
    pub(super) fn nudge(&self) {
        self.returns.send_modify(|count| *count += 1);
    }

    /// What the upstream's clock shows; `None` before its first answer.
    pub(super) fn theirs(&self) -> Option<WallMs> {
        self.their_clock().theirs(self.now())
    }

    /// Signs, sends, and once more when the answer shows that our clock was to blame.
    pub(super) async fn exchange(
        &self,
        connection: &mut Connection,
        call: &Call<'_>,
        signer: Signer<'_>,
    ) -> Result<Response<Bytes>, Refusal> {
        let (refusal, signed) = match self.attempt(connection, call, signer).await {
            Ok(answer) => return Ok(answer),
            Err(failed) => failed,
        };
        let is_skewed =
            SKEW_CODES.contains(&refusal.code.as_str()) && self.their_clock().explains(signed, self.now());
        if !is_skewed {
            return Err(refusal);
        }
        journal::warn("our clock and the upstream's differ; signing by theirs", &[("upstream", &self.name)]);
        self.attempt(connection, call, signer).await.map_err(|(refusal, _)| refusal)
    }

    /// Sends a request as it is: over the upstream's way with another identity for TLS, or, without one, to this machine's own
    /// surroundings, straight and in clear.
    pub(super) async fn send(
        &self,
        endpoint: &Endpoint,
        tls: Option<&TlsConnector>,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Bytes>, NoAnswer> {
        let way = match tls {
            Some(tls) => self.way.with_tls(tls.clone()),
            None => self.way.without_proxy(),
        };
        Connection::default().call(endpoint, &way, request).await
    }

    /// Sends a request that nobody signs over the upstream's way.
    pub(super) async fn greet(
        &self,
        endpoint: &Endpoint,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Bytes>, NoAnswer> {
        Connection::default().call(endpoint, &self.way, request).await
    }

    async fn attempt(
        &self,
        connection: &mut Connection,
        call: &Call<'_>,
        signer: Signer<'_>,
    ) -> Result<Response<Bytes>, (Refusal, WallMs)> {
        let before = self.now();
        let signed = self.their_clock().signing_time(before);
        let request = request(call, signer, signed)
            .map_err(|words| (Refusal::ours(Failure::Refused, words), signed))?;
        let answer =
            connection.call(call.endpoint, &self.way, request).await.map_err(|cause| cause.to_string());
        let answer = match answer.and_then(inflated) {
            Ok(answer) => answer,
            Err(cause) => {
                self.away.store(true, Ordering::Relaxed);
                self.report(call, &cause);
                let words = format!("{} does not answer: {cause}", call.endpoint.authority);
                return Err((Refusal::ours(Failure::Unreachable, words), signed));
            }
        };
        if self.away.swap(false, Ordering::Relaxed) {
            self.returns.send_modify(|count| *count += 1);
        }
        if let Some(date) = date(&answer) {
            self.their_clock().learn(date, before.line, self.now().line);
        }
        if answer.status().is_success() {
            return Ok(answer);
        }
        let refusal = refusal(&answer);
        self.report(call, &format!("{} {} {}", answer.status().as_u16(), refusal.code, refusal.message));
        Err((refusal, signed))
    }

    fn report(&self, call: &Call<'_>, cause: &dyn std::fmt::Display) {
        let text = format!("{} {cause}", call.operation);
        connection::tell_payer(&text);
        let now = self.now().line;
        let mut said = lock(&self.said);
        if said.0 == text && now < said.1.after_ms(SAY_AGAIN_MS) {
            return;
        }
        *said = (text, now);
        journal::warn(
            "a call upstream failed",
            &[("upstream", &self.name), ("operation", &call.operation), ("cause", cause)],
        );
    }

    fn their_clock(&self) -> MutexGuard<'_, UpstreamClock> {
        lock(&self.theirs)
    }
}

/// An answer without the compression that was asked for.
fn inflated(answer: Response<Bytes>) -> Result<Response<Bytes>, String> {
    if answer.headers().get(CONTENT_ENCODING).is_none_or(|value| value.as_bytes() != b"gzip") {
        return Ok(answer);
    }
    let (head, body) = answer.into_parts();
    let body = gzip::inflate(&body, ANSWER_BYTES_MAX).map_err(|_| "its answer is damaged".to_owned())?;
    Ok(Response::from_parts(head, Bytes::from(body)))
}

/// When an answer was made, by whoever made it.
pub(super) fn date(answer: &Response<Bytes>) -> Option<WallMs> {
    WallMs::parse_http_date(answer.headers().get(DATE)?.to_str().ok()?)
}

/// Reads an answer that is an error.
pub(super) fn refusal(answer: &Response<Bytes>) -> Refusal {
    let mut reply = errors::parse(answer.body()).unwrap_or_default();
    let status = answer.status().as_u16();
    if reply.code.is_empty() {
        // REST services name the error in a header, and say no more than why in the body.
        let header = answer.headers().get("x-amzn-errortype").and_then(|value| value.to_str().ok());
        reply.code = header.unwrap_or_default().split(':').next().unwrap_or_default().to_owned();
        let body: Option<serde_json::Value> = serde_json::from_slice(answer.body()).ok();
        let said = body.as_ref().and_then(|body| body.get("message")?.as_str());
        reply.message = said.unwrap_or_default().to_owned();
    }
    let failure = Failure::of(status, &reply.code);
    let mut words = Cause::of(failure, &reply.code, &reply.message).words(&reply.code, &reply.message);
    if reply.code.is_empty() {
        words = format!("{words} (status {status})");
    }
    Refusal { failure, code: reply.code, message: reply.message, words }
}

fn request(call: &Call<'_>, signer: Signer<'_>, signed: WallMs) -> Result<Request<Full<Bytes>>, String> {
    let mut headers = vec![(HOST.as_str(), call.endpoint.authority.as_str())];
    headers.extend(call.headers);
    let raw: Vec<(&str, &[u8])> = headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    let raw = sigv4::RawRequest { method: call.method, path: call.path, query: "", headers: &raw };
    let target = |region| sigv4::Target { service: call.service, region };
    let added = match signer {
        Signer::Nobody => Vec::new(),
        Signer::Device(identity, region) => identity
            .sign(&raw, &sha256(call.body), &target(region), signed)
            .map_err(|error| error.to_string())?,
        Signer::Key(credentials, region) => {
            let credentials = sigv4::Credentials {
                access_key_id: &credentials.access_key_id,
                secret: &credentials.secret,
                session_token: credentials.token.as_deref(),
            };
            sigv4::sign(&raw, &sha256(call.body), &credentials, &target(region), signed)
        }
    };
    let mut request = Request::builder().method(call.method).uri(call.path);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    for (name, value) in added {
        request = request.header(name, value);
    }
    let agent = concat!("millpond/", env!("CARGO_PKG_VERSION"));
    let request = request.header("user-agent", agent).body(Full::new(call.body.clone()));
    // What another program issued may hold anything.
    request.map_err(|_| "the credentials hold characters that no header can carry".to_owned())
}
