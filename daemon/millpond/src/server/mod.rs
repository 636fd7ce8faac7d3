//! Sockets to requests, replies to sockets: HTTP/1.1, HTTP/2 with prior knowledge and TLS on one port.
//!
//! Goals: every wait has a deadline and every buffer a bound, so that neither a slow nor a greedy client costs memory.
//! Non-goals: what a request means, which is the gateway's.

mod activity;
mod body;
mod connection;
mod console;
mod exchange;
mod push;
mod reply;
mod socket;
mod talk;
mod tls;

pub(crate) use tls::acceptor;

use crate::config::Console;
use crate::engine::Waiting;
use crate::journal;
use millpond_base::Now;
use millpond_gateway::Gateway;
use millpond_store::Store;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

/// How long requests that are in progress may take once the server is told to stop. With the last commit and what the
/// forwarder has on its way the process ends within five seconds, so that an upgrade is short for those who wait.
const GRACE: Duration = Duration::from_secs(3);

/// Bounds on what clients may ask for at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Connections open at the same time.
    pub(crate) connections_max: usize,
    /// Bytes of one request body.
    pub(crate) body_bytes_max: usize,
    /// Bytes of request bodies in memory at the same time.
    pub(crate) bodies_bytes_max: usize,
}

/// What passes through the server.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    /// Connections open now.
    pub(crate) open: AtomicU64,
    /// Requests answered since start.
    pub(crate) requests: AtomicU64,
    /// Requests refused before the gateway saw them: too large, too slow, malformed.
    pub(crate) refused: AtomicU64,
}

/// Everything a connection needs.
pub(crate) struct Server {
    gateway: Gateway,
    store: Arc<Store>,
    waiting: Arc<Waiting>,
    tls: Option<TlsAcceptor>,
    limits: Limits,
    console: Console,
    /// One permit per connection.
    seats: Arc<Semaphore>,
    /// One permit per KiB of request body.
    bodies: Arc<Semaphore>,
    traffic: Traffic,
}

impl Server {
    /// A server for `gateway`.
    pub(crate) fn new(
        gateway: Gateway,
        store: Arc<Store>,
        waiting: Arc<Waiting>,
        tls: Option<TlsAcceptor>,
        limits: Limits,
        console: Console,
    ) -> Self {
        Self {
            gateway,
            store,
            waiting,
            tls,
            console,
            seats: Arc::new(Semaphore::new(limits.connections_max)),
            bodies: Arc::new(Semaphore::new(limits.bodies_bytes_max.div_ceil(body::PERMIT_BYTES))),
            limits,
            traffic: Traffic::default(),
        }
    }

    /// What passes through the server.
    pub(crate) const fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// False once the log can no longer be written.
    pub(crate) fn is_writable(&self) -> bool {
        !self.waiting.has_failed()
    }

    fn now(&self) -> Now {
        self.store.clock().now()
    }

    /// Accepts connections until `stop` says so, then lets requests in progress finish.
    pub(crate) async fn run(self: Arc<Self>, listener: TcpListener, mut stop: watch::Receiver<bool>) {
        loop {
            let accepted = tokio::select! {
                _ = stop.wait_for(|stop| *stop) => break,
                accepted = self.accept(&listener) => accepted,
            };
            let Some((stream, peer, seat)) = accepted else { continue };
            self.traffic.open.fetch_add(1, Ordering::Relaxed);
            let server = Arc::clone(&self);
            let stop = stop.clone();
            tokio::spawn(async move {
                connection::run(&server, stream, peer, stop).await;
                server.traffic.open.fetch_sub(1, Ordering::Relaxed);
                drop(seat);
            });
        }
        drop(listener);
        self.waiting.close();
        self.drain().await;
    }

    /// The next connection, once there is a seat for it.
    async fn accept(
        &self,
        listener: &TcpListener,
    ) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
        let seat = Arc::clone(&self.seats).acquire_owned().await.ok()?;
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Replies are written whole; waiting to fill a segment would only delay them.
                let _ = stream.set_nodelay(true);
                Some((stream, peer, seat))
            }
            Err(error) => {
                // Out of descriptors, most likely. Trying again at once would spin.
                journal::warn("cannot accept a connection", &[("cause", &error)]);
                tokio::time::sleep(Duration::from_millis(100)).await;
                None
            }
        }
    }

    async fn drain(&self) {
        let everyone = u32::try_from(self.limits.connections_max).unwrap_or(u32::MAX);
        if tokio::time::timeout(GRACE, self.seats.acquire_many(everyone)).await.is_err() {
            journal::warn(
                "connections were cut at stop",
                &[("open", &self.traffic.open.load(Ordering::Relaxed))],
            );
        }
    }
}
