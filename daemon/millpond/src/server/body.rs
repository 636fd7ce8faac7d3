//! Reading a request body within its bounds: size, time, and what all bodies together may take.

use crate::server::Server;
use crate::server::activity::Activity;
use http_body_util::BodyExt;
use hyper::HeaderMap;
use hyper::body::{Body, Incoming};
use hyper::header::CONTENT_LENGTH;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

/// What one permit of the body budget stands for.
pub(crate) const PERMIT_BYTES: usize = 1024;

/// How long a client may pause within a body.
const PAUSE_MAX: Duration = Duration::from_secs(10);
/// How long a small body may take.
const TIME_BASE: Duration = Duration::from_secs(20);
/// Slowest rate at which a large body may arrive, in bytes a second: 16 MiB in about nine minutes.
const RATE_MIN: u64 = 32 << 10;
/// How long a request waits for other bodies to make room.
const ROOM_MAX: Duration = Duration::from_secs(10);
/// How much of a refused body is read and thrown away, so that the client gets to read the refusal.
const DRAIN_BYTES_MAX: usize = 256 << 20;
/// How long that may take.
const DRAIN_MAX: Duration = Duration::from_secs(30);

/// Why a request is refused before the gateway sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The body is larger than allowed.
    TooLarge,
    /// The body came too slowly.
    TooSlow,
    /// The body ended before its declared length, or was framed wrongly.
    Broken,
    /// Other bodies take all the room.
    Busy,
    /// The server is about to stop.
    Stopping,
}

/// A share of the body budget, given back when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    _share: Option<OwnedSemaphorePermit>,
}

/// Reads a body whole.
pub(crate) async fn collect(
    body: Incoming,
    headers: &HeaderMap,
    server: &Server,
    activity: &Activity,
) -> Result<(Vec<u8>, Permit), Refusal> {
    let limit = server.limits.body_bytes_max;
    let declared = declared_bytes(&body, headers);
    if declared.is_some_and(|bytes| bytes > limit) {
        discard(body);
        return Err(Refusal::TooLarge);
    }
    if body.is_end_stream() {
        return Ok((Vec::new(), Permit { _share: None }));
    }
    let mut reader = Reader {
        body,
        bytes: Vec::new(),
        share: Share {
            budget: Arc::clone(&server.bodies),
            held: None,
            permits_max: permits(server.limits.bodies_bytes_max),
        },
        activity,
    };
    match reader.read(declared, limit).await {
        Ok(()) => Ok((reader.bytes, Permit { _share: reader.share.held })),
        Err(refusal) => {
            if refusal == Refusal::TooLarge {
                discard(reader.body);
            }
            Err(refusal)
        }
    }
}

fn declared_bytes(body: &Incoming, headers: &HeaderMap) -> Option<usize> {
    // HTTP/2 clients may leave the header out and HTTP/1.1 clients must not: the body's own hint covers both.
    let exact = body.size_hint().exact();
    let header = || headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok();
    exact.or_else(header).map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX))
}

struct Reader<'a> {
    body: Incoming,
    bytes: Vec<u8>,
    share: Share,
    activity: &'a Activity,
}

impl Reader<'_> {
    async fn read(&mut self, declared: Option<usize>, limit: usize) -> Result<(), Refusal> {
        let start = Instant::now();
        let mut next = self.frame(start).await?;
        // Room is taken when the first bytes are here: announcing a large body costs nothing yet.
        if let Some(declared) = declared {
            self.share.grow(declared).await?;
            self.bytes.reserve_exact(declared);
        }
        while let Some(chunk) = next {
            let bytes = self.bytes.len() + chunk.len();
            if bytes > limit {
                return Err(Refusal::TooLarge);
            }
            self.share.grow(bytes).await?;
            self.bytes.extend_from_slice(&chunk);
            drop(chunk);
            next = self.frame(start).await?;
        }
        Ok(())
    }

    /// The next piece of the body; `None` at its end.
    async fn frame(&mut self, start: Instant) -> Result<Option<hyper::body::Bytes>, Refusal> {
        let so_far = u64::try_from(self.bytes.len()).unwrap_or(u64::MAX);
        let deadline = start + TIME_BASE + Duration::from_secs(so_far / RATE_MIN);
        loop {
            let pause = Instant::now() + PAUSE_MAX;
            let frame = match timeout_at(deadline.min(pause), self.body.frame()).await {
                Err(_) => return Err(Refusal::TooSlow),
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) => return Err(Refusal::Broken),
                Ok(Some(Ok(frame))) => frame,
            };
            self.activity.touch();
            // Trailers carry nothing that any honoured operation reads.
            if let Ok(data) = frame.into_data() {
                return Ok(Some(data));
            }
        }
    }
}

/// What one body holds of the common budget.
struct Share {
    budget: Arc<Semaphore>,
    held: Option<OwnedSemaphorePermit>,
    permits_max: u32,
}

impl Share {
    /// Holds enough for `bytes`. A body larger than the whole budget takes all of it.
    async fn grow(&mut self, bytes: usize) -> Result<(), Refusal> {
        let wanted = permits(bytes).min(self.permits_max);
        let held = self.held.as_ref().map_or(0, |held| u32::try_from(held.num_permits()).unwrap_or(u32::MAX));
        let Some(more) = wanted.checked_sub(held).filter(|more| *more > 0) else { return Ok(()) };
        let acquire = Arc::clone(&self.budget).acquire_many_owned(more);
        let Ok(Ok(more)) = timeout(ROOM_MAX, acquire).await else { return Err(Refusal::Busy) };
        match &mut self.held {
            Some(held) => held.merge(more),
            None => self.held = Some(more),
        }
        Ok(())
    }
}

fn permits(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(PERMIT_BYTES)).unwrap_or(u32::MAX)
}

/// Throws a refused body away while the refusal is being sent. Closing at once would reset the connection, and many
/// clients would report that instead of the refusal.
fn discard(mut body: Incoming) {
    tokio::spawn(timeout(DRAIN_MAX, async move {
        let mut seen = 0;
        while let Some(Ok(frame)) = body.frame().await {
            seen += frame.data_ref().map_or(0, hyper::body::Bytes::len);
            if seen > DRAIN_BYTES_MAX {
                return;
            }
        }
    }));
}
