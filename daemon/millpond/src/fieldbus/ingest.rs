//! The thread between the ring and the store: it gathers frames, stages them together and notes what to acknowledge.

use super::completions::{Completions, Rejection};
use super::counters::Counters;
use crate::journal;
use millpond_base::Ticket;
use millpond_link::format::FRAME_BYTES_MAX;
use millpond_link::{Delivery, Readings, Reason};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// Frames staged together at most. Ours: about 80 KiB, so that one batch stays small beside a commit.
const BATCH_PARCELS: usize = 64;
/// How long readings wait for company. Ours: well below the time after which a node sends again, and long enough to
/// share blocks: six sensors of 60 readings per second write a third of the bytes they write without it.
const GATHER: Duration = Duration::from_millis(25);
/// Pause before the store is asked again. Ours: below the time of one sync.
const STORE_BUSY: Duration = Duration::from_millis(1);
/// How long a node waits while its target is missing or the store is full.
const REFUSED_RETRY_MS: u32 = 2_000;
/// How long a node waits when the target can take no more for a moment.
const BEHIND_RETRY_MS: u32 = 500;

/// One frame's readings on their way to the store.
pub(crate) struct Parcel {
    /// The device's place in the table.
    pub(super) slot: usize,
    /// Its number.
    pub(super) device: u64,
    /// See [`Delivery::epoch`].
    pub(super) epoch: u32,
    /// Number of the first reading.
    pub(super) first: u64,
    /// How many of the readings are to be stored.
    pub(super) count: u16,
    bytes: heapless::Vec<u8, FRAME_BYTES_MAX>,
}

impl Parcel {
    pub(super) fn new(slot: usize, delivery: &Delivery<'_>) -> Self {
        let mut bytes = heapless::Vec::new();
        bytes.extend_from_slice(delivery.readings.bytes()).expect("readings come out of one frame");
        let Delivery { device, epoch, first, .. } = *delivery;
        Self { slot, device, epoch, first, count: delivery.readings.left(), bytes }
    }

    pub(super) fn readings(&self) -> Readings<'_> {
        Readings::of(&self.bytes, self.count)
    }

    /// The number after the last reading.
    pub(super) const fn end(&self) -> u64 {
        self.first + self.count as u64
    }
}

/// Why a batch was not staged. Nothing of it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unstaged {
    /// Too much waits for the next commit: ask again.
    Later,
    /// One reading cannot go where it should; the others could.
    Reading {
        /// Which parcel.
        parcel: usize,
        /// Which of its readings.
        reading: u16,
        /// Why.
        reason: Reason,
    },
    /// Nothing can be stored.
    Nothing {
        /// Why.
        reason: Reason,
    },
}

/// Takes readings for good.
pub(super) trait Sink {
    /// Stages all readings of all parcels together with the positions of their devices.
    ///
    /// # Errors
    /// [`Unstaged`]; the same parcels may be given again.
    fn stage(&mut self, parcels: &[Parcel]) -> Result<Ticket, Unstaged>;

    /// The log's durable ticket.
    fn durable(&self) -> Ticket;
}

pub(super) struct Ingest<S> {
    parcels: Receiver<Parcel>,
    sink: S,
    completions: Arc<Completions>,
    counters: Arc<Counters>,
    /// Per device: deliveries of an older epoch came before a rejection and must not be stored.
    epochs: Vec<u32>,
    /// The reason that was last put in the journal.
    said: Option<Reason>,
}

impl<S: Sink> Ingest<S> {
    pub(super) fn new(
        parcels: Receiver<Parcel>,
        sink: S,
        completions: Arc<Completions>,
        counters: Arc<Counters>,
    ) -> Self {
        Self { parcels, sink, completions, counters, epochs: Vec::new(), said: None }
    }

    /// Runs until the bus has gone.
    pub(super) fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH_PARCELS);
        while let Ok(first) = self.parcels.recv() {
            batch.push(first);
            self.gather(&mut batch);
            self.take(&mut batch);
            batch.clear();
        }
    }

    /// Waits for company: a commit costs the flash at least one block, however little is in it.
    fn gather(&self, batch: &mut Vec<Parcel>) {
        let end = Instant::now() + GATHER;
        while batch.len() < BATCH_PARCELS {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(parcel) = self.parcels.recv_timeout(left) else { return };
            batch.push(parcel);
        }
    }

    /// Stages a batch, without what the store refuses.
    fn take(&mut self, batch: &mut Vec<Parcel>) {
        loop {
            self.drop_stale(batch);
            if batch.is_empty() {
                return;
            }
            match self.sink.stage(batch) {
                Ok(ticket) => return self.staged(ticket, batch),
                Err(Unstaged::Later) => std::thread::sleep(STORE_BUSY),
                Err(Unstaged::Reading { parcel, reading, reason }) => {
                    let refused = &mut batch[parcel];
                    let next = refused.first + u64::from(reading);
                    let (slot, epoch) = (refused.slot, refused.epoch);
                    self.reject(slot, epoch, next, reason);
                    // What came before it keeps its place under the new epoch.
                    refused.count = reading;
                    for parcel in
                        batch.iter_mut().filter(|parcel| parcel.slot == slot && parcel.end() <= next)
                    {
                        parcel.epoch = epoch.wrapping_add(1);
                    }
                }
                Err(Unstaged::Nothing { reason }) => {
                    while let Some(Parcel { slot, epoch, first, .. }) = batch.first() {
                        self.reject(*slot, *epoch, *first, reason);
                        self.drop_stale(batch);
                    }
                }
            }
        }
    }

    /// Drops what was delivered before a rejection, and what is empty.
    fn drop_stale(&mut self, batch: &mut Vec<Parcel>) {
        let epochs = &self.epochs;
        let epoch_of = |slot: usize| epochs.get(slot).copied().unwrap_or(0);
        batch.retain(|parcel| parcel.count > 0 && parcel.epoch == epoch_of(parcel.slot));
    }

    fn staged(&mut self, ticket: Ticket, batch: &[Parcel]) {
        let mut slots: heapless::Vec<(usize, u64), BATCH_PARCELS> = heapless::Vec::new();
        for parcel in batch {
            self.counters.staged.add(u64::from(parcel.count));
            match slots.iter_mut().find(|(slot, _)| *slot == parcel.slot) {
                Some((_, next)) => *next = parcel.end(),
                None => slots.push((parcel.slot, parcel.end())).expect("no more devices than parcels"),
            }
        }
        self.said = None;
        self.completions.staged(ticket, &slots, || self.sink.durable());
    }

    /// Tells the bus that a device's readings from `next` on are not stored, and ignores those that follow until the
    /// bus has begun the next epoch.
    fn reject(&mut self, slot: usize, epoch: u32, next: u64, reason: Reason) {
        if self.epochs.len() <= slot {
            self.epochs.resize(slot + 1, 0);
        }
        let epoch = epoch.wrapping_add(1);
        self.epochs[slot] = epoch;
        let retry_ms = if reason == Reason::Behind { BEHIND_RETRY_MS } else { REFUSED_RETRY_MS };
        if self.said != Some(reason) && reason != Reason::Behind {
            self.said = Some(reason);
            journal::warn("readings cannot be stored; their nodes keep them", &[("reason", &said(reason))]);
        }
        self.completions.rejected(slot, Rejection { epoch, next, reason, retry_ms });
    }
}

const fn said(reason: Reason) -> &'static str {
    match reason {
        Reason::Behind => "the gateway is catching up",
        Reason::Target => "the stream or queue is missing or refuses them",
        Reason::Full => "the store is full or read-only",
    }
}
