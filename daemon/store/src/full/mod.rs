//! What happens when the log is full: who is refused, and who lets go of what.
//!
//! Goals: a stream or queue only ever pays with its own records, and no more than it takes; nothing is gone before its
//! entry in the loss ledger is on flash. Non-goals: retention and deletes, which need no shortage.
//!
//! While space is short, a stream or queue that lets go owes as many bytes as it goes on writing, and a whole segment
//! when a write of its was refused. What it owes is paid in its oldest records, whole chunks at a time; or in superseded
//! ones, as far as there are any.

mod newest;
mod oldest;
mod policy;
mod superseded;

pub use policy::{Policies, Policy};

use crate::losses::{Loss, Losses};
use crate::queue::Queues;
use crate::stream::{Stream, Streams};
use millpond_base::{Now, Seq, Ticket, TrackId};
use millpond_log::{Batch, Durable, Log, StageError};
use newest::Newest;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

/// A debt is paid once it is this fraction of a segment.
const PAYMENT_SHARE: u64 = 4;

/// Who is refused and who lets go when the log is full.
pub struct Full {
    log: Arc<Log>,
    losses: Arc<Losses>,
    policies: RwLock<Arc<Policies>>,
    /// Any policy lets go: otherwise nobody needs to look.
    lets_go: AtomicBool,
    accounts: Mutex<Accounts>,
}

#[derive(Default)]
struct Accounts {
    /// By a noun's first track, which is never used again.
    debts: BTreeMap<TrackId, Debt>,
    /// Keys of those that keep the newest of each; as `debts`.
    newest: BTreeMap<TrackId, Newest>,
    /// Chunks were replaced since the last look; and how often that was so.
    replaced: bool,
    turn: usize,
    /// Tracks that were refused since the last look.
    refused: BTreeSet<TrackId>,
    /// Trimmed once the ticket is durable.
    pending: Vec<(Ticket, TrackId, Seq)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Debt {
    /// Records ever written, when last looked at.
    written: u64,
    owed_bytes: u64,
}

/// What a shard or queue lets go of.
struct Parting {
    /// `None` when nobody loses anything by it.
    loss: Option<Loss>,
    /// Up to where its track can be trimmed then.
    gone: Option<(TrackId, Seq)>,
}

/// What a stream or queue has.
struct Holdings {
    tracks: Vec<TrackId>,
    written: u64,
    bytes: u64,
    records: u64,
}

impl Full {
    pub(crate) fn new(log: Arc<Log>, losses: Arc<Losses>) -> Self {
        Self {
            log,
            losses,
            policies: RwLock::default(),
            lets_go: AtomicBool::new(false),
            accounts: Mutex::default(),
        }
    }

    /// Sets what applies from now on. Without this everything is refused when the log is full.
    pub fn set(&self, policies: Policies) {
        self.lets_go.store(policies.lets_go(), Ordering::Release);
        *self.policies.write().expect("no holder of this lock can panic") = Arc::new(policies);
    }

    /// What applies.
    #[must_use]
    pub fn policies(&self) -> Arc<Policies> {
        Arc::clone(&self.policies.read().expect("no holder of this lock can panic"))
    }

    /// Stages a batch, and remembers whose it was if there is no room.
    pub(crate) fn stage(&self, batch: Batch, now: Now) -> Result<Durable<Vec<Seq>>, StageError> {
        if !self.lets_go.load(Ordering::Acquire) {
            return self.log.stage(batch, now);
        }
        let tracks: BTreeSet<TrackId> = batch.tracks().collect();
        let staged = self.log.stage(batch, now);
        if matches!(staged, Err(StageError::Full { .. })) {
            self.lock().refused.extend(tracks);
        }
        staged
    }

    /// Trims what is durably noted as gone; true when that was anything.
    pub(crate) fn settle(&self) -> bool {
        let durable = self.log.durable();
        let mut accounts = self.lock();
        let due: Vec<_> = accounts.pending.extract_if(.., |(ticket, ..)| *ticket <= durable).collect();
        drop(accounts);
        for (_, track, floor) in &due {
            self.log.trim(*track, *floor);
        }
        !due.is_empty()
    }

    /// Lets go of what is owed, if space is short. Called every second.
    pub(crate) fn relieve(&self, streams: &Streams, queues: &Queues, now: Now) {
        self.settle();
        if !self.lets_go.load(Ordering::Acquire) {
            return;
        }
        let policies = self.policies();
        let refused = std::mem::take(&mut self.lock().refused);
        let mut seen = BTreeSet::new();
        for stream in self.in_turn(streams.list(None, usize::MAX)) {
            let policy = policies.stream(&stream.name);
            let held = self.holdings(stream.shards().iter().map(|shard| shard.track).collect());
            if let Some(owed_bytes) = self.owes(policy, &held, &refused, &mut seen) {
                let arn = streams.arn(&stream.name);
                let paid_bytes = match policy {
                    Policy::KeepNewestPerKey => {
                        self.stream_keeps_newest(&stream, &arn, &held, owed_bytes, now)
                    }
                    _ => self.stream_drops_oldest(&stream, &arn, owed_bytes, now),
                };
                self.pay(held.tracks[0], paid_bytes);
            }
        }
        for queue in queues.list("", None, usize::MAX) {
            let policy = policies.queue(queue.name());
            let held = self.holdings(vec![queue.track()]);
            if let Some(owed_bytes) = self.owes(policy, &held, &refused, &mut seen) {
                let paid_bytes = match policy {
                    Policy::KeepNewestPerKey => self.queue_keeps_newest(&queue, &held, owed_bytes, now),
                    _ => self.queue_drops_oldest(&queue, owed_bytes, now),
                };
                self.pay(queue.track(), paid_bytes);
            }
        }
        self.lock().debts.retain(|track, _| seen.contains(track));
        self.forget_keys(|track| seen.contains(&track), now);
    }

    /// Streams, another one first after each that replaced chunks: only one can at a time.
    fn in_turn(&self, mut streams: Vec<Arc<Stream>>) -> Vec<Arc<Stream>> {
        let turn = self.lock().turn % streams.len().max(1);
        streams.rotate_left(turn);
        streams
    }

    fn holdings(&self, tracks: Vec<TrackId>) -> Holdings {
        let mut held = Holdings { tracks, written: 0, bytes: 0, records: 0 };
        for track in &held.tracks {
            let bounds = self.log.bounds(*track);
            held.written += bounds.next.0;
            held.bytes += bounds.bytes;
            held.records += bounds.records;
        }
        held
    }

    /// What a noun must pay now.
    fn owes(
        &self,
        policy: Policy,
        held: &Holdings,
        refused: &BTreeSet<TrackId>,
        seen: &mut BTreeSet<TrackId>,
    ) -> Option<u64> {
        if policy == Policy::Reject {
            return None;
        }
        let stats = self.log.stats();
        let segment_bytes = u64::from(stats.segment_bytes);
        let was_refused = held.tracks.iter().any(|track| refused.contains(track));
        let own = *held.tracks.first()?;
        seen.insert(own);
        let mut accounts = self.lock();
        let debt = accounts.debts.entry(own).or_insert(Debt { written: held.written, owed_bytes: 0 });
        let grown = held.written.saturating_sub(std::mem::replace(&mut debt.written, held.written));
        if stats.segments_short() == 0 && !was_refused {
            debt.owed_bytes = 0;
            return None;
        }
        let grown_bytes = grown.saturating_mul(held.bytes) / held.records.max(1);
        debt.owed_bytes = debt.owed_bytes.saturating_add(grown_bytes).min(held.bytes);
        if was_refused {
            debt.owed_bytes = debt.owed_bytes.max(segment_bytes);
        }
        (debt.owed_bytes >= segment_bytes / PAYMENT_SHARE).then_some(debt.owed_bytes)
    }

    fn pay(&self, own: TrackId, paid_bytes: u64) {
        if let Some(debt) = self.lock().debts.get_mut(&own) {
            debt.owed_bytes = debt.owed_bytes.saturating_sub(paid_bytes);
        }
    }

    /// Stages losses with what else belongs to them; once that is durable, what is gone is trimmed.
    fn let_go(&self, mut batch: Batch, partings: Vec<Parting>, now: Now) -> Option<Durable<Vec<Seq>>> {
        let mut noting = self.losses.noting(now);
        for Parting { loss, gone } in &partings {
            if let Some(loss) = loss {
                noting.push(&mut batch, loss, *gone);
            }
        }
        let receipt = self.log.stage(batch.essential(), now).ok()?;
        noting.staged(&receipt);
        let gone = partings.into_iter().filter_map(|parting| parting.gone);
        self.lock().pending.extend(gone.map(|(track, floor)| (receipt.ticket(), track, floor)));
        Some(receipt)
    }

    fn lock(&self) -> MutexGuard<'_, Accounts> {
        self.accounts.lock().expect("no holder of this lock can panic")
    }
}

#[cfg(test)]
pub(crate) mod tests;
