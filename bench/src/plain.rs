//! The limit of serving: a hyper handler in a thread of its own that seals, opens, checks and words nothing.

use crate::get_records::{Seen, get_records_body};
use crate::rig::Rig;
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::fs::{self, File};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::thread;
use std::time::Instant;

/// What the handler hands to its connection at once, as the gateway does.
const PIECE_BYTES: u64 = 128 << 10;

/// What every reply is made of.
#[derive(Clone)]
pub(crate) enum Reply {
    /// The same bytes each time, which never leave the processor's cache for long.
    Hot(Bytes),
    /// The log's own files, read on and on.
    Files(Arc<Files>),
}

/// The segments of a log, as bytes that mean nothing.
pub(crate) struct Files {
    segments: Vec<File>,
    segment_bytes: u64,
    /// Bytes read since the pass began.
    at: AtomicU64,
    /// Bytes of a reply.
    reply_bytes: u64,
    /// Bytes of it that are read; what a protocol puts around records and makes of them comes from memory.
    read_bytes: u64,
}

impl Files {
    /// The segments under a data directory, of which a reply reads as many bytes as one of the gateway has of records.
    pub(crate) fn open(dir: &Path, reply_bytes: u64, read_bytes: u64) -> io::Result<Self> {
        let entries = fs::read_dir(dir.join("log/arena"))?.collect::<io::Result<Vec<_>>>()?;
        let mut paths: Vec<_> = entries.iter().map(fs::DirEntry::path).collect();
        paths.sort();
        let segments = paths.iter().map(File::open).collect::<io::Result<Vec<_>>>()?;
        let first = segments.first().ok_or_else(|| io::Error::other("the log has no segment"))?;
        let segment_bytes = first.metadata()?.len();
        Ok(Self { segments, segment_bytes, at: AtomicU64::new(0), reply_bytes, read_bytes })
    }

    /// A piece of a reply, with its share of bytes that are read.
    fn piece(&self, bytes: u64) -> io::Result<Bytes> {
        let length = |bytes| usize::try_from(bytes).expect("a piece is small");
        let mut piece = vec![0; length(bytes)];
        self.read(&mut piece[..length(bytes * self.read_bytes / self.reply_bytes)])?;
        Ok(piece.into())
    }

    /// Fills `out` with what comes next.
    fn read(&self, mut out: &mut [u8]) -> io::Result<()> {
        let mut at = self.at.fetch_add(out.len() as u64, Ordering::Relaxed);
        while !out.is_empty() {
            let (segment, within) = (at / self.segment_bytes, at % self.segment_bytes);
            let file = usize::try_from(segment).ok().and_then(|segment| self.segments.get(segment));
            let file = file.ok_or_else(|| io::Error::other("the log has fewer bytes than its records"))?;
            let left = usize::try_from(self.segment_bytes - within).unwrap_or(usize::MAX).min(out.len());
            let (now, later) = out.split_at_mut(left);
            file.read_exact_at(now, within)?;
            at += left as u64;
            out = later;
        }
        Ok(())
    }
}

/// A handler that listens until the process ends.
pub(crate) struct Plain {
    pub(crate) address: SocketAddr,
    reply: Reply,
}

impl Plain {
    pub(crate) fn start(reply: Reply) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        listener.set_nonblocking(true).map_err(|e| e.to_string())?;
        let address = listener.local_addr().map_err(|e| e.to_string())?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| e.to_string())?;
        let served = reply.clone();
        thread::spawn(move || runtime.block_on(serve(listener, served)));
        Ok(Self { address, reply })
    }

    /// Asks so many times, with requests as signed as the gateway's.
    pub(crate) fn read(&self, rig: &Rig, media_type: &str, calls: u64) -> Result<Seen, String> {
        let mut client = rig.client_to(self.address)?;
        let ask = get_records_body(media_type, &"x".repeat(200));
        let (mut reply, mut seen) = (Vec::new(), Seen::default());
        if let Reply::Files(files) = &self.reply {
            files.at.store(0, Ordering::Relaxed);
        }
        let begin = Instant::now();
        for _ in 0..calls {
            client.call_into("kinesis", "Plain", media_type, &ask, &mut reply)?;
            seen.calls += 1;
            seen.wire_bytes += reply.len() as u64;
        }
        seen.took = begin.elapsed();
        Ok(seen)
    }
}

/// A reply on its way.
struct Sending {
    reply: Reply,
    sent: u64,
}

impl Sending {
    fn left(&self) -> u64 {
        let bytes = match &self.reply {
            Reply::Hot(bytes) => bytes.len() as u64,
            Reply::Files(files) => files.reply_bytes,
        };
        bytes - self.sent
    }
}

impl Body for Sending {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let left = self.left();
        if left == 0 {
            return Poll::Ready(None);
        }
        let piece = match &self.reply {
            Reply::Hot(bytes) => Ok(bytes.clone()),
            Reply::Files(files) => files.piece(left.min(PIECE_BYTES)),
        };
        self.sent += piece.as_ref().map_or(left, |piece| piece.len() as u64);
        Poll::Ready(Some(piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left())
    }
}

async fn serve(listener: TcpListener, reply: Reply) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let service = service_fn(move |request: Request<Incoming>| {
        let reply = reply.clone();
        async move {
            let _ = request.into_body().collect().await;
            Ok::<_, Infallible>(Response::new(Sending { reply, sent: 0 }))
        }
    });
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let connection = hyper::server::conn::http1::Builder::new();
        tokio::spawn(connection.serve_connection(TokioIo::new(stream), service.clone()));
    }
}
