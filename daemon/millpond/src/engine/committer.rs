//! The threads that write to flash: one waits for the device while the other seals what comes next.
//!
//! [`Pace`] says when.

use crate::engine::Waiting;
use crate::fieldbus::Completions;
use crate::journal;
use crate::mqtt::Doorbell;
use millpond_log::{Begun, Look, Pace};
use millpond_store::Store;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Instant;

/// One waits for the device, one seals.
const THREADS: usize = 2;

/// What stagers tell the committing threads, and these each other.
#[derive(Default)]
struct Inbox {
    pace: Pace,
    stopping: bool,
}

const POISON: &str = "no holder of this lock can panic";

/// Shared between stagers and the committing threads.
#[derive(Default)]
struct Desk {
    inbox: Mutex<Inbox>,
    changed: Condvar,
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().expect(POISON)
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
        broker: Option<Arc<Doorbell>>,
    ) -> std::io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let doorbell = Arc::clone(&desk);
        store.log().on_staged(Box::new(move |untaken| {
            // Most callers join a commit that is due anyway, and wake nobody.
            if doorbell.lock().pace.staged(untaken, Instant::now()) {
                doorbell.changed.notify_one();
            }
        }));
        let work = Loop { store, waiting, sensors, broker, desk: Arc::clone(&desk) };
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
    broker: Option<Arc<Doorbell>>,
    desk: Arc<Desk>,
}

impl Loop {
    fn run(self) {
        while let Some(begun) = self.wait() {
            if !self.commit(&begun) {
                return;
            }
        }
        // Anything staged between the last look and the stop.
        while self.store.log().untaken().bytes > 0 {
            let begun = self.desk.lock().pace.begin(Instant::now());
            if !self.commit(&begun) {
                return;
            }
        }
    }

    /// Blocks until a commit is due, and begins it; `None` once the thread is to end.
    fn wait(&self) -> Option<Begun> {
        let mut inbox = self.desk.lock();
        loop {
            if inbox.stopping {
                return None;
            }
            let now = Instant::now();
            inbox = match inbox.pace.look(now) {
                Look::Commit => return Some(inbox.pace.begin(now)),
                Look::Until(time) => self.desk.changed.wait_timeout(inbox, time - now).expect(POISON).0,
                Look::Idle => self.desk.changed.wait(inbox).expect(POISON),
            };
        }
    }

    /// Commits once; false when the log can no longer be written.
    fn commit(&self, begun: &Begun) -> bool {
        let committed = self.store.commit(self.store.clock().now());
        if let Ok(Some(durable)) = committed {
            self.waiting.advance(durable);
            if let Some(sensors) = &self.sensors {
                sensors.committed(durable);
            }
            if let Some(broker) = &self.broker {
                broker.committed(durable);
            }
        }
        if let Some(cause) = self.store.log().take_refused() {
            journal::warn(
                "the device refused a write; it was repeated elsewhere; check the device",
                &[("cause", &cause)],
            );
        }
        let left = self.store.log().untaken();
        let mut inbox = self.desk.lock();
        match committed {
            Ok(None) => inbox.pace.idle(left, Instant::now()),
            Ok(Some(_)) => inbox.pace.done(begun, left, Instant::now()),
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
        true
    }
}
