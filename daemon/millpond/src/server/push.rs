//! A reply that lasts, as a body: the next piece is asked for once the client has taken the one before.
//!
//! At most one event is in memory for each such reply, in `left`; the connection holds a piece or two more. While
//! there is nothing to say, the connection counts as working; while the client does not take what there is, as idle.

use crate::server::Server;
use crate::server::activity::{Activity, Working};
use crate::server::exchange::sleep_until;
use crate::server::reply;
use hyper::body::Bytes;
use millpond_gateway::{Piece, Streaming};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::watch;

/// Where the pieces come from.
pub(crate) struct Pump {
    server: Arc<Server>,
    stream: Streaming,
    stop: watch::Receiver<bool>,
}

impl Pump {
    pub(crate) const fn new(server: Arc<Server>, stream: Streaming, stop: watch::Receiver<bool>) -> Self {
        Self { server, stream, stop }
    }

    /// The next piece, once there is one; `None` at the end, and when the server is about to stop.
    async fn next(mut self) -> Option<(Self, Bytes)> {
        loop {
            if *self.stop.borrow() {
                return None;
            }
            let server = &self.server;
            let mark = server.waiting.mark();
            match server.gateway.follow(&mut self.stream, server.now()) {
                Piece::Bytes(bytes) => return Some((self, Bytes::from(bytes))),
                Piece::End => return None,
                Piece::Wait { bell, until } => tokio::select! {
                    () = server.waiting.bell(bell, mark) => {}
                    () = sleep_until(server, until) => {}
                    _ = self.stop.wait_for(|stop| *stop) => {}
                },
            }
        }
    }
}

type Coming = Pin<Box<dyn Future<Output = Option<(Pump, Bytes)>> + Send>>;

enum State {
    /// The client has not asked for more.
    Resting(Pump),
    /// The next piece is on its way.
    Fetching(Coming, Working),
    Ended,
}

/// The body of a reply that lasts.
pub(crate) struct Push {
    state: State,
    left: Bytes,
}

impl Push {
    pub(crate) const fn new(pump: Pump) -> Self {
        Self { state: State::Resting(pump), left: Bytes::new() }
    }

    pub(crate) const fn is_over(&self) -> bool {
        matches!(self.state, State::Ended) && self.left.is_empty()
    }

    /// The next bytes to hand to the connection; `None` at the end.
    pub(crate) fn poll(
        &mut self,
        activity: &Arc<Activity>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Bytes>> {
        while self.left.is_empty() {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Resting(pump) => {
                    self.state = State::Fetching(Box::pin(pump.next()), Activity::work_on(activity));
                }
                State::Fetching(mut coming, working) => match coming.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Fetching(coming, working);
                        return Poll::Pending;
                    }
                    Poll::Ready(None) => return Poll::Ready(None),
                    Poll::Ready(Some((pump, bytes))) => {
                        self.left = bytes;
                        self.state = State::Resting(pump);
                    }
                },
            }
        }
        Poll::Ready(reply::piece(&mut self.left))
    }
}
