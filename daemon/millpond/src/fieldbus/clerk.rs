//! The thread that waits for catalog and log, so that the bus need not: it keeps which nodes speak with their next key, makes
//! messages into commands, and puts the figures of the nodes among the metrics.

use super::commands::Desk;
use super::completions::Completions;
use super::figures::{NAMESPACE, data};
use crate::journal;
use millpond_log::Batch;
use millpond_store::metric::Datum;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often it looks. Ours: so long a command waits at most before it is sent, and a look at empty queues costs microseconds.
const PERIOD: Duration = Duration::from_millis(100);

/// What the thread needs.
pub(super) struct Office {
    desk: Desk,
    completions: Arc<Completions>,
    /// How many changes of keys were seen and kept.
    kept: u64,
    /// That keeping failed was said.
    said: bool,
    /// Between two sets of figures; `None` for none.
    figures_every: Option<Duration>,
    figures_at: Instant,
}

/// The clerk while it runs.
pub(super) struct Clerk {
    stopping: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Clerk {
    /// Ends the thread after its current round.
    pub(super) fn stop(self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.thread.thread().unpark();
        if self.thread.join().is_err() {
            journal::error("the clerk's thread had panicked", &[]);
        }
    }
}

impl Office {
    pub(super) fn new(desk: Desk, completions: Arc<Completions>, figures_minutes: u64) -> Self {
        let figures_every = (figures_minutes > 0).then(|| Duration::from_secs(60 * figures_minutes));
        Self { desk, completions, kept: 0, said: false, figures_every, figures_at: Instant::now() }
    }

    pub(super) fn start(mut self) -> std::io::Result<Clerk> {
        let stopping = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&stopping);
        let thread = std::thread::Builder::new().name("clerk".into()).spawn(move || {
            while !theirs.load(Ordering::Relaxed) {
                self.keep_changed_keys();
                self.put_figures();
                if self.desk.round() {
                    self.completions.wake();
                }
                std::thread::park_timeout(PERIOD);
            }
            self.keep_changed_keys();
        })?;
        Ok(Clerk { stopping, thread })
    }

    /// Writes down which nodes were heard with their next key. What cannot be written is tried again in the next round; after a
    /// restart in between both keys are known, and the node tells again.
    fn keep_changed_keys(&mut self) {
        let changed = self.desk.counters.rotated.value();
        if changed == self.kept {
            return;
        }
        for node in self.desk.store.nodes().list() {
            let heard = self.desk.roster.find(node.number).map(|entry| entry.generation());
            let Some(generation) = node.next.filter(|next| heard == Some(*next)) else { continue };
            if let Err(error) = self.desk.store.nodes().rotated(node.number, generation) {
                if !std::mem::replace(&mut self.said, true) {
                    journal::error("cannot keep that a node changed its key", &[("cause", &error)]);
                }
                return;
            }
            journal::info("a node changed its key", &[("node", &node.name), ("generation", &generation)]);
        }
        self.said = false;
        self.kept = changed;
    }

    /// Puts the figures of every node among the metrics, now and then.
    fn put_figures(&mut self) {
        let Some(every) = self.figures_every.filter(|every| self.figures_at.elapsed() >= *every) else {
            return;
        };
        self.figures_at += every;
        let now = self.desk.store.clock().now();
        let data: Vec<Datum> = self
            .desk
            .roster
            .all()
            .iter()
            .flat_map(|entry| data(&entry.name, &entry.figures(), now.wall))
            .collect();
        let mut batch = Batch::new();
        // What cannot be kept now is not missed: the next figures come soon.
        if !data.is_empty() && self.desk.store.metrics().append(&mut batch, NAMESPACE, &data).is_ok() {
            let _ = self.desk.store.log().stage(batch.lazy(), now);
        }
    }
}
