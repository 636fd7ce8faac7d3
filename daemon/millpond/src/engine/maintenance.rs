//! The thread that tidies: retention, expired holds and segments whose data is dead.

use crate::journal;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often it looks. Ours: retention is in hours, and a second is soon enough for space to come free under load.
const PERIOD: Duration = Duration::from_secs(1);

/// The tidying thread.
pub(crate) struct Maintenance {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Maintenance {
    /// Starts the thread, which runs `round` every second.
    pub(crate) fn start(mut round: impl FnMut() + Send + 'static) -> std::io::Result<Self> {
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new().name("maintenance".into()).spawn(move || {
            while stopped.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
                round();
            }
        })?;
        Ok(Self { stop, thread })
    }

    /// Ends the thread after its current round.
    pub(crate) fn stop(self) {
        drop(self.stop);
        if self.thread.join().is_err() {
            journal::error("the tidying thread had panicked", &[]);
        }
    }
}
