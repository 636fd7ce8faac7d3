//! Deleting, purging, and changing how long a message stays hidden.

use super::ack;
use super::live::{Inner, Queue};
use super::message::Envelope;
use super::state::Standing;
use millpond_base::{LineMs, Now, Seq, uuid};
use millpond_log::{Batch, Durable, ReadLimit, Stretch};
use roaring::RoaringTreemap;
use std::fmt;
use std::sync::MutexGuard;

/// Longest time a message may stay hidden since it was received, and longest single visibility timeout.
///
/// # Source
/// SQS Developer Guide, "Amazon SQS visibility timeout": 12 hours.
pub const VISIBILITY_S_MAX: u32 = 43_200;
/// How long after a purge the next one is refused.
///
/// # Source
/// SQS API Reference, PurgeQueue.
const PURGE_MS: u64 = 60_000;

/// Why a receipt handle does not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HandleError {
    /// It is not a handle of this queue.
    Invalid,
    /// FIFO: its message is available again, or was received by someone else.
    Expired,
    /// Its message is not in flight, so its visibility cannot change.
    NotInFlight,
    /// The message would stay hidden for more than twelve hours in all.
    TooLong,
}

impl fmt::Display for HandleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "the receipt handle is not of this queue; use the one the receive gave",
            Self::Expired => "the receipt handle has expired; receive the message again",
            Self::NotInFlight => "the message is not in flight; receive it again",
            Self::TooLong => "a message stays hidden for twelve hours at most; receive it again",
        })
    }
}

impl std::error::Error for HandleError {}

/// A purge came within a minute of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurgeTooSoon;

/// Messages about to be deleted from one queue, which is locked meanwhile.
///
/// They are gone, for every receiver, once [`Deleting::staged`] was called; dropping this before leaves them.
pub struct Deleting<'q> {
    queue: &'q Queue,
    inner: MutexGuard<'q, Inner>,
    now: Now,
    seqs: Vec<u64>,
    /// Purge: everything before this goes.
    before: Option<u64>,
    /// Somebody asked for the purge.
    purge: bool,
    written: Option<Written>,
}

struct Written {
    record: usize,
    head: u64,
    bytes: u64,
}

impl Queue {
    /// Begins to delete.
    #[must_use]
    pub fn deleting(&self, now: Now) -> Deleting<'_> {
        let mut inner = self.lock();
        self.pass_time(&mut inner, &self.settings(), now);
        Deleting { queue: self, inner, now, seqs: Vec::new(), before: None, purge: false, written: None }
    }

    /// Begins to delete everything that was sent.
    ///
    /// # Errors
    /// [`PurgeTooSoon`] within a minute of the last purge.
    pub fn purging(&self, now: Now) -> Result<Deleting<'_>, PurgeTooSoon> {
        let mut deleting = self.deleting(now);
        if deleting.inner.purged.is_some_and(|at| now.line.since_ms(at) < PURGE_MS) {
            return Err(PurgeTooSoon);
        }
        deleting.before = Some(self.log.bounds(self.messages).next.0.max(deleting.inner.state.head()));
        deleting.purge = true;
        Ok(deleting)
    }

    /// Begins to let go of the oldest messages, whole chunks of about so many bytes, whoever has received them. What
    /// lies before `noted` is on its way out already. `None` when there is nothing.
    ///
    /// Says what goes: the first place, the place after the last, and how many messages of those between were there.
    pub(crate) fn letting_go(&self, bytes: u64, noted: Seq, now: Now) -> Option<(Deleting<'_>, Stretch)> {
        let mut deleting = self.deleting(now);
        let state = &deleting.inner.state;
        let first = self.log.bounds(self.messages).first.max(noted);
        let gone = self.log.stretch(self.messages, first, bytes)?;
        let (from, end) = (gone.first.0.max(state.head()), gone.end.0.max(state.head()));
        let records = state.live_between(from, end).min(gone.records);
        let bytes = gone.bytes.saturating_mul(records) / gone.records.max(1);
        deleting.before = Some(end);
        Some((deleting, Stretch { first: Seq(from.min(end - 1)), end: Seq(end), records, bytes }))
    }

    /// Begins to let go of messages at so many of the places given, the oldest first. What somebody has received is left to
    /// them, as its group must not go on before; what is gone already is taken out of the places. `None` when there is
    /// nothing.
    pub(crate) fn letting_go_of(
        &self,
        places: &mut RoaringTreemap,
        count_max: u64,
        now: Now,
    ) -> Option<Deleting<'_>> {
        let mut deleting = self.deleting(now);
        let state = &deleting.inner.state;
        places.retain(|seq| !state.is_gone(seq));
        let count_max = usize::try_from(count_max).unwrap_or(usize::MAX);
        deleting.seqs = places.iter().filter(|seq| !state.is_in_flight(*seq)).take(count_max).collect();
        (!deleting.seqs.is_empty()).then_some(deleting)
    }

    /// The id of the message at a place as clients know it; empty when it cannot be read.
    pub(crate) fn id_at(&self, place: Seq) -> String {
        let records = self.log.read(self.messages, place, ReadLimit { records: 1, bytes: 1 });
        let exact = records.unwrap_or_default().into_iter().find(|record| record.seq == place);
        let envelope = exact.and_then(|record| Envelope::decode(&record.attributes));
        envelope.map_or_else(String::new, |envelope| {
            uuid(&envelope.message_id.unwrap_or_else(|| self.message_id(place.0)))
        })
    }

    /// Hides a received message for `visibility_s` from now on; 0 makes it available at once.
    ///
    /// # Durability
    /// None: after a restart every message that was not deleted is available.
    /// # Errors
    /// [`HandleError`].
    pub fn change_visibility(&self, handle: &str, visibility_s: u32, now: Now) -> Result<(), HandleError> {
        let settings = self.settings();
        let handle = self.open_handle(handle).ok_or(HandleError::Invalid)?;
        let mut inner = self.lock();
        self.pass_time(&mut inner, &settings, now);
        match inner.state.standing(handle.seq, handle.nonce) {
            Standing::InFlight { received_s } => {
                let hidden_s =
                    (now.line.0 / 1000).saturating_sub(u64::from(received_s)) + u64::from(visibility_s);
                if hidden_s > u64::from(VISIBILITY_S_MAX) {
                    return Err(HandleError::TooLong);
                }
                let due = now.line.after_ms(u64::from(visibility_s) * 1000);
                inner.state.hide(handle.seq, handle.nonce, due, now.line);
                Ok(())
            }
            Standing::Visible | Standing::Superseded if settings.is_fifo() => Err(HandleError::Expired),
            _ => Err(HandleError::NotInFlight),
        }
    }
}

impl Deleting<'_> {
    /// Adds the message that `handle` was given for. One that is gone already is fine.
    ///
    /// # Errors
    /// [`HandleError::Invalid`], and on FIFO queues [`HandleError::Expired`].
    pub fn push(&mut self, handle: &str) -> Result<(), HandleError> {
        let handle = self.queue.open_handle(handle).ok_or(HandleError::Invalid)?;
        let fifo = self.queue.settings().is_fifo();
        match self.inner.state.standing(handle.seq, handle.nonce) {
            Standing::Gone => return Ok(()),
            Standing::Visible | Standing::Superseded if fifo => return Err(HandleError::Expired),
            // Received before the last start and by nobody since: the handle holds as long as it would have.
            Standing::Untouched if fifo && handle.due <= self.now.line => return Err(HandleError::Expired),
            _ => {}
        }
        self.seqs.push(handle.seq);
        Ok(())
    }

    /// The places of what is to be deleted.
    pub(crate) fn places(&self) -> &[u64] {
        &self.seqs
    }

    /// Writes what is to be deleted into the batch: one record, or none when there is nothing.
    pub fn write(&mut self, batch: &mut Batch) {
        self.seqs.sort_unstable();
        self.seqs.dedup();
        let head = self.before.unwrap_or(self.inner.state.head());
        if self.seqs.is_empty() && self.before.is_none() {
            return;
        }
        let record = ack::encode_list(head, &mut self.seqs);
        self.written = Some(Written { record: batch.len(), head, bytes: record.len() as u64 });
        batch.append(self.queue.acks, &[], &record);
    }

    /// The batch was staged: the messages are gone.
    pub fn staged(mut self, receipt: &Durable<Vec<Seq>>) {
        let inner = &mut *self.inner;
        if let Some(before) = self.before {
            if self.purge {
                inner.purged = Some(self.now.line);
            }
            inner.state.forget_before(before);
        }
        for &seq in &self.seqs {
            inner.state.remove(seq);
        }
        if let Some(Written { record, head, bytes }) = self.written {
            let ack = receipt.peek()[record].0;
            inner.trail.staged(receipt.ticket(), ack, head, self.seqs, bytes, inner.state.head());
            self.queue.snapshot(inner, self.now);
        }
    }
}

impl Inner {
    /// When the next hidden message becomes visible.
    pub(super) fn next_due(&self) -> Option<LineMs> {
        [self.state.next_due(), self.held_until].into_iter().flatten().min()
    }
}
