//! The threads that write to flash: one waits for the device while the other seals what comes next.
//!
//! They commit as soon as somebody waits. While a commit is being written, others stage, and the next commit takes them
//! all: the group forms by itself. When the last commit served several callers, the next waits until as many have staged
//! again, but no longer than that last commit took; a lonely caller never waits for company. Work nobody waits for is
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

/// One waits for the device, one seals.
const THREADS: usize = 2;

/// What stagers tell the committing threads, and these each other.
#[derive(Default)]
struct Inbox {
    /// Batches staged since a commit took what there was.
    staged: u32,
    /// When the first of them was staged.
    since: Option<Instant>,
    /// Commits under way.
    writing: usize,
    /// Batches in the last commit.
    group: u32,
    /// How long the last commit took.
    took: Duration,
    stopping: bool,
}

/// Shared between stagers and the committing threads.
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

/// The committing threads.
pub(crate) struct Committer {
    desk: Arc<Desk>,
    threads: Vec<JoinHandle<()>>,
}

impl Committer {
    /// Starts the threads.
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
        let work = Loop { store, waiting, sensors, desk: Arc::clone(&desk) };
        let thread =
            |work: Loop| std::thread::Builder::new().name("committer".into()).spawn(move || work.run());
        let threads = std::iter::repeat_n(work, THREADS).map(thread).collect::<Result<_, _>>()?;
        Ok(Self { desk, threads })
    }

    /// Commits what is staged and ends the threads. Nothing may be staged afterwards.
    pub(crate) fn stop(self) {
        self.desk.lock().stopping = true;
        self.desk.changed.notify_all();
        for thread in self.threads {
            if thread.join().is_err() {
                journal::error("a committing thread had panicked", &[]);
            }
        }
    }
}

#[derive(Clone)]
struct Loop {
    store: Arc<Store>,
    waiting: Arc<Waiting>,
    sensors: Option<Arc<Completions>>,
    desk: Arc<Desk>,
}

impl Loop {
    fn run(self) {
        while let Some(group) = self.wait() {
            if !self.commit(group) {
                return;
            }
        }
        // Anything staged between the last look and the stop.
        while self.store.log().untaken_bytes() > 0 && self.commit(1) {}
    }

    /// Blocks until a commit is due and says how many batches asked for it; `None` once the thread is to end.
    fn wait(&self) -> Option<u32> {
        let mut inbox = self.desk.lock();
        loop {
            if inbox.stopping {
                return None;
            }
            let Some(due) = inbox.since.and_then(|since| self.due(&inbox, since)) else {
                inbox = self.desk.changed.wait(inbox).expect("no holder of this lock can panic");
                continue;
            };
            let now = Instant::now();
            if due <= now {
                inbox.since = None;
                inbox.writing += 1;
                return Some(std::mem::take(&mut inbox.staged));
            }
            inbox =
                self.desk.changed.wait_timeout(inbox, due - now).expect("no holder of this lock can panic").0;
        }
    }

    /// When what is staged must be committed; `None` when that depends on the commit under way.
    fn due(&self, inbox: &Inbox, since: Instant) -> Option<Instant> {
        if self.store.log().untaken_bytes() >= WORTH_WRITING {
            return Some(since);
        }
        if inbox.writing > 0 {
            // Sealed now, a small commit would only wait for the device, and nobody could join it any more.
            return None;
        }
        if !self.store.log().urgent() {
            return Some(since + LAZY_MAX);
        }
        let company_is_complete = inbox.staged >= inbox.group;
        Some(if company_is_complete { since } else { since + inbox.took.min(LINGER_MAX) })
    }

    /// Commits once; false when the log can no longer be written.
    fn commit(&self, group: u32) -> bool {
        let start = Instant::now();
        let committed = self.store.commit(self.store.clock().now());
        if let Ok(Some(durable)) = committed {
            self.waiting.advance(durable);
            if let Some(sensors) = &self.sensors {
                sensors.committed(durable);
            }
        }
        if let Some(cause) = self.store.log().take_refused() {
            journal::warn(
                "the device refused a write; it was repeated elsewhere; check the device",
                &[("cause", &cause)],
            );
        }
        let mut inbox = self.desk.lock();
        inbox.writing = inbox.writing.saturating_sub(1);
        match committed {
            Ok(None) => {}
            Ok(Some(_)) => (inbox.group, inbox.took) = (group, start.elapsed()),
            Err(error) => {
                drop(inbox);
                journal::error(
                    "the log cannot be written; the gateway only reads from now on",
                    &[("cause", &error)],
                );
                self.waiting.fail();
                return false;
            }
        }
        // A commit may leave work behind when more is staged than one commit takes.
        if self.store.log().untaken_bytes() > 0 {
            inbox.since.get_or_insert_with(Instant::now);
        }
        self.desk.changed.notify_one();
        true
    }
}
