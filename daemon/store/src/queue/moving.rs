//! Moving messages from queue to queue: there and away from here in one atomic write, so that after a power cut a
//! message is in one of the two and never in both.
//!
//! A dead letter keeps its message id. On a standard queue it keeps when it was sent as well, and its retention counts
//! from then; on a FIFO queue both begin anew, and the message id takes the place of the deduplication id, so that two
//! messages which once shared one are not taken for repetitions. What a move task brings elsewhere is a new message.
//!
//! # Source
//! SQS Developer Guide, "Setting-up dead-letter queue retention" and "Learn how to configure a dead-letter queue
//! redrive".

use super::ack;
use super::live::{Inner, Queue};
use super::message::Envelope;
use super::receiving::{group_key, readable};
use millpond_base::{Now, Ticket, TrackId, uuid};
use millpond_log::{Batch, ReadError, Record};
use std::collections::{BTreeMap, HashSet};

/// Bytes of messages after which a batch is full; one message may be larger. A batch must fit the staging buffer.
const BATCH_BYTES: usize = 64 * 1024;
/// Messages that a move task reads at a time, as many as a receive.
const READ_MAX: usize = 10;

/// A message on its way to another queue.
pub(super) struct Parcel {
    pub(super) seq: u64,
    target: TrackId,
    envelope: Envelope,
    body: Vec<u8>,
}

/// What became of parcels.
#[derive(Default)]
pub(super) struct Carried {
    pub(super) moved: u64,
    /// Once this is durable, all of them have moved.
    pub(super) ticket: Option<Ticket>,
    /// Those that could not be staged, with all that came after.
    pub(super) left: Vec<u64>,
}

/// How far a move task has come through its queue.
#[derive(Default)]
pub(super) struct Walk {
    /// The next place to look at.
    pub(super) position: u64,
    /// FIFO: groups of which something was passed over; nothing of them may go before that.
    passed: HashSet<u64>,
}

/// One step of a move task.
pub(super) struct Step<F> {
    pub(super) moved: u64,
    pub(super) ticket: Option<Ticket>,
    /// There is no room for more at the moment.
    pub(super) held_up: bool,
    /// Why nothing more can be moved.
    pub(super) failure: Option<F>,
}

impl Queue {
    /// A message that was received too often, on its way to the dead-letter queue.
    pub(super) fn dead_letter(&self, seq: u64, envelope: Envelope, record: Record, target: &Self) -> Parcel {
        let message_id = envelope.message_id.unwrap_or_else(|| self.message_id(seq));
        let moved = Envelope {
            message_id: Some(message_id),
            moved_from: Some(self.arn.clone()),
            visible_from: None,
            brought_back: false,
            ..envelope
        };
        let envelope = if self.settings().is_fifo() {
            Envelope { sent: None, enqueued: None, dedup_id: Some(uuid(&message_id)), ..moved }
        } else {
            let (sent, enqueued) = (moved.sent.unwrap_or(record.wall), moved.enqueued.unwrap_or(record.line));
            Envelope { sent: Some(sent), enqueued: Some(enqueued), ..moved }
        };
        Parcel { seq, target: target.messages, envelope, body: record.body }
    }

    /// Stages parcels in order, a few to a batch; messages that are gone meanwhile are left out.
    pub(super) fn carry(
        &self,
        inner: &mut Inner,
        mut parcels: Vec<Parcel>,
        essential: bool,
        now: Now,
    ) -> Carried {
        let mut carried = Carried::default();
        parcels.retain(|parcel| !inner.state.is_gone(parcel.seq));
        let mut rest = &parcels[..];
        while !rest.is_empty() {
            let mut bytes = 0;
            let fits = |parcel: &&Parcel| {
                bytes += parcel.body.len();
                bytes <= BATCH_BYTES
            };
            let (some, more) = rest.split_at(rest.iter().take_while(fits).count().max(1));
            let Some(ticket) = self.carry_some(inner, some, essential, now) else {
                carried.left = rest.iter().map(|parcel| parcel.seq).collect();
                break;
            };
            carried.moved += some.len() as u64;
            carried.ticket = Some(ticket);
            rest = more;
        }
        self.snapshot(inner, now);
        carried
    }

    /// One batch: the messages there, and their acknowledgement here.
    fn carry_some(&self, inner: &mut Inner, parcels: &[Parcel], essential: bool, now: Now) -> Option<Ticket> {
        let mut batch = Batch::new();
        for parcel in parcels {
            batch.append(parcel.target, &parcel.envelope.encode(), &parcel.body);
        }
        let head = inner.state.head();
        let mut seqs: Vec<u64> = parcels.iter().map(|parcel| parcel.seq).collect();
        let list = ack::encode_list(head, &mut seqs);
        let record = batch.len();
        batch.append(self.acks, &[], &list);
        let receipt = self.log.stage(if essential { batch.essential() } else { batch }, now).ok()?;
        for &seq in &seqs {
            inner.state.remove(seq);
        }
        let ack = receipt.peek()[record].0;
        let after = inner.state.head();
        inner.trail.staged(receipt.ticket(), ack, head, seqs, list.len() as u64, after);
        Some(receipt.ticket())
    }

    /// A move task goes on: up to `count` messages of those before `end` go where `route` says. Messages in flight
    /// and delayed ones are passed over, and so is the rest of their group.
    ///
    /// The queue that `route` gives is the one that takes the message.
    pub(super) fn walk<F>(
        &self,
        walk: &mut Walk,
        end: u64,
        count: usize,
        route: impl Fn(&Envelope) -> Result<std::sync::Arc<Self>, F>,
        now: Now,
    ) -> Result<Step<F>, ReadError> {
        let settings = self.settings();
        let fifo = settings.is_fifo();
        let seqs = {
            let mut inner = self.lock();
            self.pass_time(&mut inner, &settings, now);
            let bounds = self.log.bounds(self.messages);
            inner.state.forget_before(bounds.first.0);
            let end = end.min(bounds.next.0);
            let count = count.min(READ_MAX);
            let (seqs, reached) = inner.state.available(walk.position, end, count, &mut walk.passed);
            walk.position = reached.max(walk.position);
            seqs
        };
        let mut known = BTreeMap::new();
        self.fetch(seqs.clone(), &mut known)?;
        let mut inner = self.lock();
        let mut parcels = Vec::with_capacity(seqs.len());
        let mut failure = None;
        for seq in seqs {
            if inner.state.is_gone(seq) {
                continue;
            }
            let record = known.remove(&seq);
            let read = record.and_then(|record| Some((readable(&record, &settings, now)?, record)));
            let Some((envelope, record)) = read else {
                inner.state.remove(seq);
                continue;
            };
            let group = group_key(envelope.group.as_deref());
            let due = if fifo {
                record.line.after_ms(u64::from(settings.delay_s) * 1000)
            } else {
                envelope.visible_from.unwrap_or(now.line)
            };
            let blocked = fifo && (walk.passed.contains(&group) || inner.state.is_blocked(group));
            if blocked || due > now.line || !inner.state.is_available(seq) {
                walk.passed.insert(group);
                continue;
            }
            match route(&envelope) {
                Ok(target) => parcels.push(brought(seq, envelope, record, &target, now)),
                Err(why) => {
                    failure = Some(why);
                    break;
                }
            }
        }
        let carried = self.carry(&mut inner, parcels, false, now);
        if let Some(&first) = carried.left.first() {
            walk.position = first;
        }
        let held_up = !carried.left.is_empty();
        Ok(Step { moved: carried.moved, ticket: carried.ticket, held_up, failure })
    }

    /// Messages before `end` that a move task would still have to move, those in flight included.
    pub(super) fn left_before(&self, end: u64) -> u64 {
        let inner = self.lock();
        inner.state.live_between(inner.state.head(), end)
    }

    /// The place after the newest message that can be received, and how many there are before it.
    pub(super) fn extent(&self, now: Now) -> (u64, u64) {
        let mut inner = self.lock();
        self.pass_time(&mut inner, &self.settings(), now);
        let bounds = self.log.bounds(self.messages);
        let live = inner.state.live_between(bounds.first.0, bounds.next.0).min(bounds.records);
        (bounds.next.0, live)
    }
}

/// A message that a move task takes elsewhere: a new one, of which nothing is known but what its sender said.
fn brought(seq: u64, envelope: Envelope, record: Record, target: &Queue, now: Now) -> Parcel {
    let settings = target.settings();
    let delayed = !settings.is_fifo() && settings.delay_s > 0;
    let envelope = Envelope {
        message_id: None,
        moved_from: None,
        sent: None,
        enqueued: None,
        visible_from: delayed.then(|| now.line.after_ms(u64::from(settings.delay_s) * 1000)),
        brought_back: true,
        ..envelope
    };
    Parcel { seq, target: target.messages, envelope, body: record.body }
}
