//! The broker of MQTT: devices publish to the gateway, and subscribe.
//!
//! ```text
//! TCP, TLS ──▶ broker thread (mio): packets ──▶ millpond-broker ──▶ batches ──▶ store
//!     ▲                    │                                                     │
//!     └── PUBACK, PUBREC ──┴──── doorbell ◀──────────────────────────────────────┴── committer: durable up to a ticket
//! ```
//! One thread owns the sockets and the broker and never waits for flash. What a turn of its loop has read is staged together, so
//! publishers share commits; acknowledgements leave once the committer has rung. While much is staged nothing more is read.
//!
//! Memory: a connection holds bytes only while a packet is incomplete or unsent; what waits for absent clients lies in the log.

mod certificate;
mod connection;
mod desk;
mod doorbell;
mod figures;
mod keeping;
mod rules;
mod thread;
mod tls;
mod who;

use crate::config::Config;
use crate::datadir::DataDir;
use crate::journal;
use crate::trouble::{Step, Trouble};
pub(crate) use doorbell::Doorbell;
use figures::Figures;
use millpond_store::Store;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use thread::Parts;
pub(crate) use who::derived_password;

/// The broker while it runs: one thread.
pub(crate) struct Mqtt {
    addresses: [Option<SocketAddr>; 2],
    doorbell: Arc<Doorbell>,
    figures: Arc<Figures>,
    thread: JoinHandle<()>,
}

impl Mqtt {
    /// Opens the sockets, reads sessions back and starts the thread; `None` where nothing is listened to.
    ///
    /// # Errors
    /// When an address is taken, a certificate cannot be used, or the log cannot be read.
    pub(crate) fn start(config: &Config, data: &DataDir, store: Arc<Store>) -> Result<Option<Self>, Trouble> {
        if !config.mqtt.is_on() {
            return Ok(None);
        }
        let cannot = || "cannot start the broker".into();
        let poll = mio::Poll::new().step(cannot)?;
        let waker = mio::Waker::new(poll.registry(), thread::WAKER).step(cannot)?;
        let doorbell = Arc::new(Doorbell::new(waker));
        let figures = Arc::new(Figures::default());
        let parts = Parts { doorbell: Arc::clone(&doorbell), figures: Arc::clone(&figures) };
        let work = thread::Loop::open(poll, config, data, store, parts)?;
        let addresses = work.addresses();
        let thread = std::thread::Builder::new().name("mqtt".into()).spawn(|| work.run()).step(cannot)?;
        Ok(Some(Self { addresses, doorbell, figures, thread }))
    }

    /// What the committer tells after each commit.
    pub(crate) fn doorbell(&self) -> Arc<Doorbell> {
        Arc::clone(&self.doorbell)
    }

    /// The addresses it listens on: plain, and TLS.
    pub(crate) const fn addresses(&self) -> [Option<SocketAddr>; 2] {
        self.addresses
    }

    /// What it has counted since the start, by name.
    pub(crate) fn counted(&self) -> Vec<(String, u64)> {
        self.figures.read()
    }

    /// Ends the thread. What was staged stays staged; what was not is published again by its client.
    pub(crate) fn stop(self) {
        self.doorbell.stop();
        if self.thread.join().is_err() {
            journal::error("the broker's thread had panicked", &[]);
        }
    }
}
