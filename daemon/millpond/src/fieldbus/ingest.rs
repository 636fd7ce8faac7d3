//! The thread between the ring and the store: it gathers frames, stages them together and notes what to acknowledge.

use super::completions::{Completions, Rejection};
use super::counters::Counters;
use crate::journal;
use millpond_base::Ticket;
use millpond_link::format::FRAME_BYTES_MAX;
use millpond_link::{Delivery, Readings, Reason};
use std::fmt::Display;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// Frames staged together at most. Ours: about 80 KiB, so that one batch stays small beside a commit.
const BATCH_PARCELS: usize = 64;
/// How long readings wait for company. Ours: well below the time after which a node sends again, and long enough to
/// share blocks: six sensors of 60 readings per second write a third of the bytes they write without it.
const GATHER: Duration = Duration::from_millis(25);
/// With so much together nobody waits for more. Ours: four blocks of flash, and less than the window of one node with
/// small readings, which could otherwise fill its window and then wait for the rest of the pause.
const GATHER_BYTES: usize = 16 << 10;
/// Pause before the store is asked again. Ours: below the time of one sync.
const STORE_BUSY: Duration = Duration::from_millis(1);
/// How often the store is asked before the nodes are told to wait: for two seconds, several syncs of a slow card.
const STORE_BUSY_TRIES: u32 = 2_000;
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
    standings: Box<[Standing]>,
}

/// How a device stands with the store.
#[derive(Clone, Copy, Default)]
struct Standing {
    /// Deliveries of another epoch came before a rejection and must not be stored.
    epoch: u32,
    /// What the journal says about its readings; a reason is said once.
    said: Option<Reason>,
}

impl<S: Sink> Ingest<S> {
    pub(super) fn new(
        devices: usize,
        parcels: Receiver<Parcel>,
        sink: S,
        completions: Arc<Completions>,
        counters: Arc<Counters>,
    ) -> Self {
        let standings = vec![Standing::default(); devices].into_boxed_slice();
        Self { parcels, sink, completions, counters, standings }
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
        let mut bytes = 0;
        while batch.len() < BATCH_PARCELS {
            bytes += batch.last().map_or(0, |parcel| parcel.bytes.len());
            let enough = bytes >= GATHER_BYTES;
            let left = if enough { Duration::ZERO } else { end.saturating_duration_since(Instant::now()) };
            let Ok(parcel) = self.parcels.recv_timeout(left) else { return };
            batch.push(parcel);
        }
    }

    /// Stages a batch, without what the store refuses.
    fn take(&mut self, batch: &mut Vec<Parcel>) {
        let mut tries = 0;
        loop {
            self.drop_stale(batch);
            if batch.is_empty() {
                return;
            }
            match self.sink.stage(batch) {
                Ok(ticket) => return self.staged(ticket, batch),
                Err(Unstaged::Later) if tries < STORE_BUSY_TRIES => {
                    tries += 1;
                    std::thread::sleep(STORE_BUSY);
                }
                Err(Unstaged::Later) => self.reject_all(batch, Reason::Behind),
                Err(Unstaged::Nothing { reason }) => self.reject_all(batch, reason),
                Err(Unstaged::Reading { parcel, reading, reason }) => {
                    self.reject_from(batch, parcel, reading, reason);
                }
            }
        }
    }

    fn reject_all(&mut self, batch: &mut Vec<Parcel>, reason: Reason) {
        while !batch.is_empty() {
            self.reject_from(batch, 0, 0, reason);
            self.drop_stale(batch);
        }
    }

    /// Rejects one device's readings from one on. What came before it keeps its place under the new epoch.
    fn reject_from(&mut self, batch: &mut [Parcel], parcel: usize, reading: u16, reason: Reason) {
        let Parcel { slot, first, epoch, .. } = batch[parcel];
        let next = first + u64::from(reading);
        batch[parcel].count = reading;
        let epoch = epoch.wrapping_add(1);
        for kept in batch.iter_mut().filter(|kept| kept.slot == slot && kept.end() <= next) {
            kept.epoch = epoch;
        }
        let retry_ms = if reason == Reason::Behind { BEHIND_RETRY_MS } else { REFUSED_RETRY_MS };
        self.standings[slot].epoch = epoch;
        self.say(slot, batch[parcel].device, reason);
        self.completions.rejected(slot, Rejection { epoch, next, reason, retry_ms });
    }

    fn say(&mut self, slot: usize, device: u64, reason: Reason) {
        let before = self.standings[slot].said.replace(reason);
        if before == Some(reason) || reason == Reason::Behind {
            return;
        }
        let fields: [(&str, &dyn Display); 2] = [("device", &device), ("reason", &words(reason))];
        journal::warn("readings cannot be stored; their node keeps them", &fields);
    }

    /// Drops what was delivered before a rejection, and what is empty.
    fn drop_stale(&self, batch: &mut Vec<Parcel>) {
        batch.retain(|parcel| parcel.count > 0 && parcel.epoch == self.standings[parcel.slot].epoch);
    }

    fn staged(&mut self, ticket: Ticket, batch: &[Parcel]) {
        let mut slots: heapless::Vec<(usize, u64), BATCH_PARCELS> = heapless::Vec::new();
        for parcel in batch {
            self.counters.staged.add(u64::from(parcel.count));
            self.standings[parcel.slot].said = None;
            match slots.iter_mut().find(|(slot, _)| *slot == parcel.slot) {
                Some((_, next)) => *next = parcel.end(),
                None => slots.push((parcel.slot, parcel.end())).expect("no more devices than parcels"),
            }
        }
        self.completions.staged(ticket, &slots, || self.sink.durable());
    }
}

const fn words(reason: Reason) -> &'static str {
    match reason {
        Reason::Behind => "the gateway is catching up",
        Reason::Target => "the stream or queue is missing or refuses them",
        Reason::Full => "the store is full or read-only",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;
    use std::sync::mpsc::{SyncSender, sync_channel};

    /// Answers as told and keeps what it took: device, first number and count.
    #[derive(Default)]
    struct Script {
        answers: VecDeque<Unstaged>,
        taken: Vec<(u64, u64, u16)>,
    }

    impl Sink for Script {
        fn stage(&mut self, parcels: &[Parcel]) -> Result<Ticket, Unstaged> {
            if let Some(refusal) = self.answers.pop_front() {
                return Err(refusal);
            }
            self.taken.extend(parcels.iter().map(|parcel| (parcel.device, parcel.first, parcel.count)));
            Ok(Ticket(1))
        }

        fn durable(&self) -> Ticket {
            Ticket(1)
        }
    }

    fn ingest(answers: &[Unstaged]) -> (Ingest<Script>, mio::Poll, SyncSender<Parcel>) {
        let poll = mio::Poll::new().unwrap();
        let waker = mio::Waker::new(poll.registry(), mio::Token(0)).unwrap();
        let completions = Arc::new(Completions::new(2, waker));
        let script = Script { answers: answers.iter().copied().collect(), taken: Vec::new() };
        let (keep_open, parcels) = sync_channel(1);
        (Ingest::new(2, parcels, script, completions, Arc::default()), poll, keep_open)
    }

    fn parcel(slot: usize, epoch: u32, first: u64, count: u16) -> Parcel {
        let device = 100 + slot as u64;
        Parcel { slot, device, epoch, first, count, bytes: heapless::Vec::new() }
    }

    /// Device, durable position, and epoch and number of a rejection.
    type Told = (usize, Option<u64>, Option<(u32, u64)>);

    fn outcomes(ingest: &Ingest<Script>) -> Vec<Told> {
        let mut all = Vec::new();
        ingest.completions.take(|slot, outcome| {
            all.push((slot, outcome.durable, outcome.rejection.map(|it| (it.epoch, it.next))));
        });
        all
    }

    #[test]
    fn a_reading_that_is_refused_takes_only_its_followers_along() {
        let refusal = Unstaged::Reading { parcel: 1, reading: 2, reason: Reason::Target };
        let (mut ingest, _poll, _open) = ingest(&[refusal]);
        let mut batch =
            vec![parcel(0, 0, 10, 5), parcel(0, 0, 15, 5), parcel(1, 0, 7, 3), parcel(0, 0, 20, 5)];

        ingest.take(&mut batch);

        assert_eq!(ingest.sink.taken, [(100, 10, 5), (100, 15, 2), (101, 7, 3)]);
        assert_eq!(outcomes(&ingest), [(0, Some(17), Some((1, 17))), (1, Some(10), None)]);
    }

    #[test]
    fn readings_from_before_a_rejection_are_not_stored_after_it() {
        let (mut ingest, _poll, _open) = ingest(&[Unstaged::Nothing { reason: Reason::Full }]);
        ingest.take(&mut vec![parcel(0, 0, 0, 5), parcel(1, 0, 0, 1)]);
        assert_eq!(outcomes(&ingest), [(0, None, Some((1, 0))), (1, None, Some((1, 0)))]);

        ingest.take(&mut vec![parcel(0, 0, 5, 5), parcel(0, 1, 0, 5)]);

        assert_eq!(ingest.sink.taken, [(100, 0, 5)]);
    }

    #[test]
    fn two_rejections_in_a_row_name_the_last_epoch_and_the_first_number() {
        let target = Unstaged::Reading { parcel: 0, reading: 3, reason: Reason::Target };
        let (mut ingest, _poll, _open) = ingest(&[target, Unstaged::Nothing { reason: Reason::Full }]);

        ingest.take(&mut vec![parcel(0, 0, 0, 5)]);

        assert_eq!(ingest.sink.taken, []);
        assert_eq!(outcomes(&ingest), [(0, None, Some((2, 0)))]);
    }

    #[test]
    fn a_busy_store_is_asked_again() {
        let (mut ingest, _poll, _open) = ingest(&[Unstaged::Later; 3]);

        ingest.take(&mut vec![parcel(0, 0, 0, 5)]);

        assert_eq!(ingest.sink.taken, [(100, 0, 5)]);
    }

    #[test]
    fn a_store_that_stays_busy_makes_nodes_wait_and_not_the_gateway() {
        let (mut ingest, _poll, _open) = ingest(&vec![Unstaged::Later; 1 + STORE_BUSY_TRIES as usize]);

        ingest.take(&mut vec![parcel(0, 0, 0, 5)]);

        assert_eq!(outcomes(&ingest), [(0, None, Some((1, 0)))]);
    }
}
