//! Whether a connection is alive: requests in progress, and when bytes last moved.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// One connection's pulse.
#[derive(Debug)]
pub(crate) struct Activity {
    start: Instant,
    /// Milliseconds after `start` at which something last happened.
    touched: AtomicU64,
    /// Requests whose handler runs now, and replies that last and have nothing to say.
    working: AtomicU32,
    requests: AtomicU32,
    /// The client does not take what it is sent.
    blocked: AtomicBool,
}

impl Activity {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            touched: AtomicU64::new(0),
            working: AtomicU32::new(0),
            requests: AtomicU32::new(0),
            blocked: AtomicBool::new(false),
        }
    }

    /// Notes that bytes moved.
    pub(crate) fn touch(&self) {
        self.touched.store(self.elapsed_ms(), Ordering::Relaxed);
    }

    /// Notes that a request is in progress until the result is dropped.
    pub(crate) fn work(this: &Arc<Self>) -> Working {
        this.requests.fetch_add(1, Ordering::Relaxed);
        Self::work_on(this)
    }

    /// Notes that the next piece of a reply that lasts is not there yet, until the result is dropped.
    pub(crate) fn work_on(this: &Arc<Self>) -> Working {
        this.working.fetch_add(1, Ordering::Relaxed);
        Working(Arc::clone(this))
    }

    /// Notes whether bytes for the client were left over when the connection last tried to send them.
    pub(crate) fn note_blocked(&self, blocked: bool) {
        self.blocked.store(blocked, Ordering::Relaxed);
    }

    /// True while the client does not take what it is sent.
    pub(crate) fn is_blocked(&self) -> bool {
        self.blocked.load(Ordering::Relaxed)
    }

    /// True once a request has arrived.
    pub(crate) fn has_asked(&self) -> bool {
        self.requests.load(Ordering::Relaxed) > 0
    }

    /// How long nothing has happened; zero while a request is in progress.
    pub(crate) fn idle(&self) -> Duration {
        if self.working.load(Ordering::Relaxed) > 0 {
            return Duration::ZERO;
        }
        Duration::from_millis(self.elapsed_ms().saturating_sub(self.touched.load(Ordering::Relaxed)))
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// A request in progress.
#[derive(Debug)]
pub(crate) struct Working(Arc<Activity>);

impl Drop for Working {
    fn drop(&mut self) {
        self.0.touch();
        self.0.working.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn opened_a_minute_ago() -> Arc<Activity> {
        let start = Instant::now().checked_sub(MINUTE).expect("the machine runs for a minute");
        Arc::new(Activity { start, ..Activity::new() })
    }

    #[test]
    fn a_connection_is_not_idle_while_a_reply_that_lasts_has_nothing_to_say() {
        let activity = opened_a_minute_ago();
        assert!(activity.idle() >= MINUTE);

        let waiting = Activity::work_on(&activity);

        assert_eq!(activity.idle(), Duration::ZERO);
        assert!(!activity.has_asked(), "it is no request");
        drop(waiting);
        assert!(activity.idle() < MINUTE, "what comes of it moves bytes");
    }

    #[test]
    fn a_client_that_leaves_a_piece_for_a_minute_is_idle() {
        let activity = opened_a_minute_ago();

        drop(Activity::work(&activity));
        activity.touched.store(0, Ordering::Relaxed);

        assert!(activity.has_asked() && activity.idle() >= MINUTE);
    }
}
