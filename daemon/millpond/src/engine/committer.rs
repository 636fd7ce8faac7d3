//! The one thread that writes to flash.
//!
//! It commits as soon as somebody waits. While a commit syncs, others stage, and the next commit takes them all: the
//! group forms by itself. When the last commit served several callers, the next waits until as many have staged
//! again, but no longer than that last sync took; a lonely caller never waits for company. Work nobody waits for is
//! committed within [`LAZY_MAX`].

use crate::engine::Waiting;
use crate::fieldbus::Completions;
use crate::journal;
use millpond_store::Store;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long work that nobody waits for may stay in memory.
const LAZY_MAX: Duration = Duration::from_secs(1);

/// Longest wait for company. Ours: a queue call should not take longer than a slow card's own sync.
const LINGER_MAX: Duration = Duration::from_millis(5);

/// Staged bytes that are worth a write of their own: at 256 KiB the fixed cost per commit is below two per cent.
const WORTH_WRITING: u64 = 256 << 10;

/// What stagers tell the committer.
#[derive(Default)]
struct Inbox {
    /// Batches staged since the last commit took everything.
    staged: u32,
    /// When the first of them was staged.
    since: Option<Instant>,
    stopping: bool,
}

/// Shared between stagers and the committing thread.
#[derive(Default)]
struct Desk {
    inbox: Mutex<Inbox>,
    changed: Condvar,
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().expect("no holder of this lock can panic")
    }
}

/// The committing thread.
pub(crate) struct Committer {
    desk: Arc<Desk>,
    thread: JoinHandle<()>,
}

impl Committer {
    /// Starts the thread.
    pub(crate) fn start(
        store: Arc<Store>,
        waiting: Arc<Waiting>,
        sensors: Option<Arc<Completions>>,
    ) -> std::io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let doorbell = Arc::clone(&desk);
        store.log().on_staged(Box::new(move || {
            let mut inbox = doorbell.lock();
            inbox.staged += 1;
            inbox.since.get_or_insert_with(Instant::now);
            doorbell.changed.notify_one();
        }));
        let own = Arc::clone(&desk);
        let thread = std::thread::Builder::new().name("committer".into()).spawn(move || {
            Loop { store, waiting, sensors, desk: own, group: 0, sync: Duration::ZERO }.run();
        })?;
        Ok(Self { desk, thread })
    }

    /// Commits what is staged and ends the thread. Nothing may be staged afterwards.
    pub(crate) fn stop(self) {
        self.desk.lock().stopping = true;
        self.desk.changed.notify_one();
        if self.thread.join().is_err() {
            journal::error("the committing thread had panicked", &[]);
        }
    }
}

struct Loop {
    store: Arc<Store>,
    waiting: Arc<Waiting>,
    sensors: Option<Arc<Completions>>,
    desk: Arc<Desk>,
    /// Batches in the last commit.
    group: u32,
    /// How long the last commit took.
    sync: Duration,
}

impl Loop {
    fn run(mut self) {
        while self.wait() {
            if !self.commit() {
                return;
            }
        }
        // Anything staged between the last look and the stop.
        while self.commit() && self.store.log().staged_bytes() > 0 {}
    }

    /// Blocks until a commit is due; false once the thread is to end.
    fn wait(&self) -> bool {
        let mut inbox = self.desk.lock();
        loop {
            if inbox.stopping {
                return false;
            }
            let Some(since) = inbox.since else {
                inbox = self.desk.changed.wait(inbox).expect("no holder of this lock can panic");
                continue;
            };
            let due = self.due(&inbox, since);
            let now = Instant::now();
            if due <= now {
                return true;
            }
            inbox =
                self.desk.changed.wait_timeout(inbox, due - now).expect("no holder of this lock can panic").0;
        }
    }

    /// When what is staged must be committed.
    fn due(&self, inbox: &Inbox, since: Instant) -> Instant {
        if self.store.log().staged_bytes() >= WORTH_WRITING {
            return since;
        }
        if !self.store.log().urgent() {
            return since + LAZY_MAX;
        }
        let company_is_complete = inbox.staged >= self.group;
        if company_is_complete { since } else { since + self.sync.min(LINGER_MAX) }
    }

    /// Commits once; false when the log can no longer be written.
    fn commit(&mut self) -> bool {
        let staged = {
            let mut inbox = self.desk.lock();
            inbox.since = None;
            std::mem::take(&mut inbox.staged)
        };
        let start = Instant::now();
        match self.store.commit(self.store.clock().now()) {
            Ok(None) => true,
            Ok(Some(durable)) => {
                self.sync = start.elapsed();
                self.group = staged;
                self.waiting.advance(durable);
                if let Some(sensors) = &self.sensors {
                    sensors.committed(durable);
                }
                self.again_if_staged();
                true
            }
            Err(error) => {
                journal::error(
                    "the log cannot be written; the gateway only reads from now on",
                    &[("cause", &error)],
                );
                self.waiting.fail();
                false
            }
        }
    }

    /// A commit may leave work behind when more is staged than one commit takes.
    fn again_if_staged(&self) {
        if self.store.log().staged_bytes() > 0 {
            self.desk.lock().since.get_or_insert_with(Instant::now);
        }
    }
}
