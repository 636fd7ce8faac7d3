//! How two threads commit: one seals what comes next while the other writes, and what was sealed first is written first.
//!
//! This file is also compiled by `tests/loom.rs`, against locks that try every order in which threads can run.

use crate::sync::{AtomicBool, AtomicU64, Mutex, MutexGuard, Ordering};

/// The two stages of a commit, what they have in common, and the way from one to the other.
///
/// Invariant: whoever has the sealer may wait for the writer, never the other way round.
#[derive(Debug)]
pub(crate) struct Relay<S, W> {
    sealer: Mutex<S>,
    writer: Mutex<W>,
    durable: AtomicU64,
    stopped: AtomicBool,
}

/// Nothing may be written any more.
#[derive(Debug)]
pub(crate) struct Stopped;

const POISON: &str = "no holder of this lock can panic";

impl<S, W> Relay<S, W> {
    pub(crate) fn new(sealer: S, writer: W) -> Self {
        Self {
            sealer: Mutex::new(sealer),
            writer: Mutex::new(writer),
            durable: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
        }
    }

    /// Begins a commit.
    pub(crate) fn sealer(&self) -> Result<MutexGuard<'_, S>, Stopped> {
        self.check()?;
        Ok(self.sealer.lock().expect(POISON))
    }

    /// Goes on from sealing to writing, once every commit that began earlier has been written.
    pub(crate) fn hand_over(&self, sealer: MutexGuard<'_, S>) -> Result<MutexGuard<'_, W>, Stopped> {
        let writer = self.writer();
        // Whoever seals next finds the writer taken, and so stays behind this one.
        drop(sealer);
        // The commit before may have failed while this one waited: what lies behind a gap is never written.
        self.check()?;
        Ok(writer)
    }

    /// The writer, for what is no commit.
    pub(crate) fn writer(&self) -> MutexGuard<'_, W> {
        self.writer.lock().expect(POISON)
    }

    /// Tells everybody how far the log is on flash, once readers can see it. The writer is the proof that nobody else
    /// tells at the same time.
    pub(crate) fn reached(&self, _writer: &MutexGuard<'_, W>, ticket: u64) {
        self.durable.store(ticket, Ordering::Release);
    }

    /// How far the log is on flash. Who has seen this number sees all that was published before it.
    pub(crate) fn durable(&self) -> u64 {
        self.durable.load(Ordering::Acquire)
    }

    /// Ends writing for good. Called with the writer held.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    fn check(&self) -> Result<(), Stopped> {
        if self.is_stopped() { Err(Stopped) } else { Ok(()) }
    }
}
