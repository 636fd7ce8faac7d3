//! Replies as HTTP: headers, date, and a body that is handed over piece by piece.

use crate::entropy::KernelEntropy;
use crate::server::Server;
use crate::server::activity::Activity;
use crate::server::body::Refusal;
use hyper::Response;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{DATE, HeaderName, HeaderValue, SERVER};
use hyper::http::StatusCode;
use millpond_base::{Entropy, uuid};
use millpond_gateway::{Flow, RawReply};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// Bytes handed to the connection at once; a client that stops reading is noticed at this grain.
const PIECE_BYTES: usize = 64 << 10;

/// What the gateway made of a request.
pub(crate) struct Outcome {
    pub(crate) raw: RawReply,
    /// What of the body is still to be made.
    pub(crate) flow: Option<Flow>,
}

impl From<RawReply> for Outcome {
    fn from(raw: RawReply) -> Self {
        Self { raw, flow: None }
    }
}

/// The reply as HTTP. The date is our clock's, also on errors: some clients set their clock by it.
pub(crate) fn response(outcome: Outcome, server: &Arc<Server>, activity: Arc<Activity>) -> Response<Reply> {
    let Outcome { raw, flow } = outcome;
    let wall = server.now().wall;
    let left = Bytes::from(raw.body);
    let mut response = Response::new(Reply { left, flow, server: Arc::clone(server), activity });
    *response.status_mut() = StatusCode::from_u16(raw.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(DATE, HeaderValue::try_from(wall.to_http_date()).expect("a date is plain ASCII"));
    headers.insert(SERVER, HeaderValue::from_static("Millpond"));
    for (name, value) in raw.headers {
        let name = HeaderName::try_from(name);
        // A value that HTTP cannot carry is left out rather than sent mangled.
        if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    response
}

/// The reply to a request that the gateway never saw.
pub(crate) fn refusal(refusal: Refusal) -> RawReply {
    let (status, code, text) = match refusal {
        Refusal::TooLarge => {
            (413, "RequestEntityTooLargeException", "The request body is larger than this endpoint accepts.")
        }
        Refusal::TooSlow => (408, "RequestTimeoutException", "The request body did not arrive in time."),
        Refusal::Broken => (400, "SerializationException", "The request body is incomplete."),
        Refusal::Busy => (503, "ServiceUnavailable", "The request could not be accepted now. Try again."),
        Refusal::Stopping => (503, "ServiceUnavailable", "The endpoint is restarting. Try again."),
    };
    let mut headers = vec![
        ("x-amzn-requestid", uuid(&KernelEntropy.bytes())),
        ("content-type", "application/x-amz-json-1.1".to_owned()),
        ("x-amzn-errortype", code.to_owned()),
    ];
    if matches!(refusal, Refusal::TooSlow | Refusal::Broken | Refusal::Stopping) {
        headers.push((CONNECTION, "close".to_owned()));
    }
    let body = format!("{{\"__type\":\"{code}\",\"message\":\"{text}\"}}").into_bytes();
    RawReply { status, headers, body }
}

const CONNECTION: &str = "connection";

/// A reply body. What is not made yet is made when the connection has taken the piece before.
pub(crate) struct Reply {
    left: Bytes,
    flow: Option<Flow>,
    server: Arc<Server>,
    activity: Arc<Activity>,
}

impl Body for Reply {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.activity.touch();
        if self.left.is_empty() {
            let now = self.server.now();
            match self.flow.as_mut().and_then(|flow| flow.next(now)) {
                Some(bytes) => self.left = bytes.into(),
                None => return Poll::Ready(None),
            }
        }
        let piece = self.left.len().min(PIECE_BYTES);
        Poll::Ready(Some(Ok(Frame::data(self.left.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty() && self.flow.as_ref().is_none_or(Flow::has_ended)
    }

    fn size_hint(&self) -> SizeHint {
        let left = u64::try_from(self.left.len()).expect("a length fits 64 bits");
        if self.flow.is_none() {
            return SizeHint::with_exact(left);
        }
        let mut hint = SizeHint::new();
        hint.set_lower(left);
        hint
    }
}
