//! The thread that waits for the catalog, so that the bus need not: it keeps which nodes speak with their next key, and
//! puts the figures of the nodes among the metrics.

use super::counters::Counters;
use super::figures::{NAMESPACE, data};
use super::roster::Roster;
use crate::journal;
use millpond_log::Batch;
use millpond_store::Store;
use millpond_store::metric::Datum;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often it looks. Ours: a node that changed its key is refused its former one this long after.
const PERIOD: Duration = Duration::from_millis(200);

/// What the thread needs.
pub(super) struct Office {
    store: Arc<Store>,
    roster: Arc<Roster>,
    counters: Arc<Counters>,
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
    pub(super) fn new(
        store: Arc<Store>,
        roster: Arc<Roster>,
        counters: Arc<Counters>,
        figures_minutes: u64,
    ) -> Self {
        let figures_every = (figures_minutes > 0).then(|| Duration::from_secs(60 * figures_minutes));
        Self { store, roster, counters, kept: 0, said: false, figures_every, figures_at: Instant::now() }
    }

    pub(super) fn start(mut self) -> std::io::Result<Clerk> {
        let stopping = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&stopping);
        let thread = std::thread::Builder::new().name("clerk".into()).spawn(move || {
            while !theirs.load(Ordering::Relaxed) {
                self.keep_changed_keys();
                self.put_figures();
                std::thread::park_timeout(PERIOD);
            }
            self.keep_changed_keys();
        })?;
        Ok(Clerk { stopping, thread })
    }

    /// Writes down which nodes were heard with their next key. What cannot be written is tried again in the next round; after a
    /// restart in between both keys are known, and the node tells again.
    fn keep_changed_keys(&mut self) {
        let changed = self.counters.rotated.value();
        if changed == self.kept {
            return;
        }
        for node in self.store.nodes().list() {
            let heard = self.roster.find(node.number).map(|entry| entry.generation());
            let Some(generation) = node.next.filter(|next| heard == Some(*next)) else { continue };
            if let Err(error) = self.store.nodes().rotated(node.number, generation) {
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
        let now = self.store.clock().now();
        let data: Vec<Datum> = self
            .roster
            .all()
            .iter()
            .flat_map(|entry| data(&entry.name, &entry.figures(), now.wall))
            .collect();
        let mut batch = Batch::new();
        // What cannot be kept now is not missed: the next figures come soon.
        if !data.is_empty() && self.store.metrics().append(&mut batch, NAMESPACE, &data).is_ok() {
            let _ = self.store.log().stage(batch.lazy(), now);
        }
    }
}
