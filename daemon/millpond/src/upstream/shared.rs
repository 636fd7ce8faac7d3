//! How far the lanes of one source have come together.

use super::lane::{Ports, Source};
use super::lock;
use millpond_base::{Ticket, TrackId};
use millpond_forward::{Ledger, Plan};
use millpond_store::Store;
use millpond_store::outbox::{Extent, Outbox, Progress};
use std::sync::{Mutex, MutexGuard};
use tokio::sync::{Notify, watch};

/// What the progress of a lane that reads `track` is kept under.
pub(super) fn progress(track: TrackId) -> String {
    Outbox::lane(track)
}

/// What the lanes of one source share: how far they have come together.
pub(super) struct Shared {
    pub(super) progress: String,
    ledger: Mutex<Ledger>,
    pub(super) plan: Option<Plan>,
    /// Counts how often the lane of what is new was throttled.
    pub(super) crowds: watch::Sender<u64>,
    /// Told when the lane of what is new has become one that drains.
    pub(super) split: Notify,
    floor: Mutex<Floor>,
}

/// What of a source has arrived or is a dead letter, as flash knows it. Another gateway forgets what lies before, so it may be
/// told no more than a power cut would leave.
struct Floor {
    position: u64,
    /// The next one, and what has to be durable first.
    saving: Option<(Ticket, u64)>,
}

impl Shared {
    /// What is kept on flash of a source, or its start.
    pub(super) fn open(ports: &Ports, source: &impl Source) -> Self {
        let progress = progress(source.track());
        let kept = ports.store.outbox().progress(&ports.route, &progress);
        let kept = kept.unwrap_or_else(|| Progress::from(source.kept(source.start())));
        let plan = kept.plan.map(|Extent { first, end, records }| Plan { first, end, records });
        let resumed = kept.pending.into_iter().map(|(from, end)| (source.resume(from), source.resume(end)));
        let ledger = Mutex::new(Ledger::new(source.resume(kept.position), resumed.collect()));
        let floor = Mutex::new(Floor { position: lock(&ledger).arrived(), saving: None });
        Self { progress, ledger, plan, crowds: watch::Sender::new(0), split: Notify::new(), floor }
    }

    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        lock(&self.ledger)
    }

    /// Everything before this position has arrived or is a dead letter, and flash knows it.
    pub(super) fn floor(&self, store: &Store) -> u64 {
        let mut floor = lock(&self.floor);
        let durable = store.log().durable();
        if let Some((_, position)) = floor.saving.take_if(|(ticket, _)| *ticket <= durable) {
            floor.position = position;
        }
        floor.position
    }

    /// Notes that `position` is on its way to flash.
    pub(super) fn saved(&self, store: &Store, ticket: Ticket, position: u64) {
        self.floor(store);
        lock(&self.floor).saving = Some((ticket, position));
    }
}
