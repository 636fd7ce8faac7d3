//! From the committer to the broker: what it waits for is durable.

use millpond_base::Ticket;
use mio::Waker;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Wakes the broker's thread when the ticket is durable that it waits for, and for nothing else.
pub(crate) struct Doorbell {
    waker: Waker,
    /// `u64::MAX` while nothing is waited for.
    wanted: AtomicU64,
    stopping: AtomicBool,
}

impl Doorbell {
    pub(super) const fn new(waker: Waker) -> Self {
        Self { waker, wanted: AtomicU64::new(u64::MAX), stopping: AtomicBool::new(false) }
    }

    /// Everything up to `durable` is on flash.
    pub(crate) fn committed(&self, durable: Ticket) {
        if durable.0 >= self.wanted.load(Ordering::SeqCst) {
            self.wake();
        }
    }

    /// What is waited for from now on. The log has to be asked once more afterwards: it may be durable already.
    pub(super) fn want(&self, ticket: Option<Ticket>) {
        self.wanted.store(ticket.map_or(u64::MAX, |ticket| ticket.0), Ordering::SeqCst);
    }

    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.wake();
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    fn wake(&self) {
        // It fails only when the thread is gone.
        let _ = self.waker.wake();
    }
}
