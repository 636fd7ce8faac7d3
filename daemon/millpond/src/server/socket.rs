//! A connection's bytes: some may have been read ahead, and are read again.

use crate::server::activity::Activity;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

/// What a client that waits may send ahead before nobody reads on.
const AHEAD_BYTES_MAX: usize = 4 << 10;
/// Read at once of what a waiting client sends ahead.
const AHEAD_PIECE_BYTES: usize = 256;

/// A socket with the bytes that were read from it too early.
pub(crate) struct Socket<S> {
    ahead: Vec<u8>,
    stream: S,
    activity: Arc<Activity>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Socket<S> {
    pub(crate) const fn new(stream: S, activity: Arc<Activity>) -> Self {
        Self { ahead: Vec::new(), stream, activity }
    }

    /// Reads until `wanted` has come or something else has; true when it has. The bytes are read again later.
    pub(crate) async fn begins_with(&mut self, wanted: &[u8]) -> io::Result<bool> {
        while self.ahead.len() < wanted.len() {
            let mut piece = [0; AHEAD_PIECE_BYTES];
            let room = piece.len().min(wanted.len() - self.ahead.len());
            let bytes = self.stream.read(&mut piece[..room]).await?;
            if bytes == 0 {
                return Ok(false);
            }
            self.ahead.extend_from_slice(&piece[..bytes]);
            if !wanted.starts_with(&self.ahead) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Puts bytes before everything that is still to be read.
    pub(crate) fn unread(&mut self, bytes: &[u8]) {
        self.ahead.splice(..0, bytes.iter().copied());
    }

    /// Returns when the client has closed the connection.
    pub(crate) async fn gone(&mut self) {
        // Polled by hand, so that no buffer is part of what waits.
        poll_fn(|context| {
            while self.ahead.len() < AHEAD_BYTES_MAX {
                let mut piece = [0; AHEAD_PIECE_BYTES];
                let mut read = ReadBuf::new(&mut piece);
                match ready!(Pin::new(&mut self.stream).poll_read(context, &mut read)) {
                    Ok(()) if !read.filled().is_empty() => self.ahead.extend_from_slice(read.filled()),
                    _ => return Poll::Ready(()),
                }
            }
            Poll::Pending
        })
        .await;
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Socket<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.ahead.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, into);
        }
        let bytes = self.ahead.len().min(into.remaining());
        into.put_slice(&self.ahead[..bytes]);
        self.ahead.drain(..bytes);
        if self.ahead.is_empty() {
            self.ahead = Vec::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Socket<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.activity.note_blocked(written.is_pending());
        Poll::Ready(ready!(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.activity.note_blocked(written.is_pending());
        Poll::Ready(ready!(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;

    fn pair() -> (Socket<tokio::io::DuplexStream>, tokio::io::DuplexStream) {
        let (near, far) = tokio::io::duplex(64 << 10);
        (Socket::new(near, Arc::new(Activity::new())), far)
    }

    fn run(future: impl Future<Output = ()>) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future);
    }

    #[test]
    fn a_preface_is_recognised_and_read_again() {
        run(async {
            let (mut socket, mut far) = pair();
            far.write_all(b"PRI * then more").await.unwrap();

            assert!(socket.begins_with(b"PRI * ").await.unwrap());

            let mut read = [0; 15];
            socket.read_exact(&mut read).await.unwrap();
            assert_eq!(&read, b"PRI * then more");
        });
    }

    #[test]
    fn what_is_no_preface_is_known_from_its_first_unlike_byte() {
        run(async {
            let (mut socket, mut far) = pair();
            far.write_all(b"PO").await.unwrap();

            assert!(!socket.begins_with(b"PRI * ").await.unwrap());

            let mut read = [0; 2];
            socket.read_exact(&mut read).await.unwrap();
            assert_eq!(&read, b"PO");
        });
    }

    #[test]
    fn what_a_waiting_client_sends_ahead_is_kept_and_its_leaving_is_noticed() {
        run(async {
            let (mut socket, mut far) = pair();
            far.write_all(b"POST / next").await.unwrap();
            drop(far);

            socket.gone().await;

            socket.unread(b"first ");
            let mut read = String::new();
            socket.read_to_string(&mut read).await.unwrap();
            assert_eq!(read, "first POST / next");
        });
    }

    #[test]
    fn a_waiting_client_that_sends_on_and_on_is_left_unread() {
        run(async {
            let (mut socket, mut far) = pair();
            far.write_all(&[b'x'; 3 * AHEAD_BYTES_MAX]).await.unwrap();

            let waited = tokio::time::timeout(std::time::Duration::from_millis(1), socket.gone()).await;

            assert!(waited.is_err() && socket.ahead.len() < 2 * AHEAD_BYTES_MAX);
        });
    }
}
