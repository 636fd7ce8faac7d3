//! One queue: its memory, its two tracks, and the lock between them.

use super::ack;
use super::attempts::Attempts;
use super::dedup::{DEDUP_MS, Dedup};
use super::document::Document;
use super::handle::Handle;
use super::marks::Marks;
use super::message::Envelope;
use super::receiving::tenant;
use super::settings::{DedupScope, Settings};
use super::state::{Claim, State};
use super::trail::AckTrail;
use crate::rot::Sightings;
use aws_lc_rs::hmac;
use millpond_base::{Entropy, LineMs, Now, Seq, TrackId, WallMs};
use millpond_log::{Batch, Log, ReadError, ReadLimit, after_rot};
use roaring::RoaringTreemap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

/// Longest delay, and so the longest history of sends that is of use.
///
/// # Source
/// SQS API Reference, SetQueueAttributes, `DelaySeconds`.
const DELAY_MS_MAX: u64 = 900_000;
/// How often retention is looked at; messages past it are refused one by one in between.
const RETENTION_STEP_MS: u64 = 1_000;
/// One read of a track, when records are read only for their attributes.
const SCAN: ReadLimit = ReadLimit { records: 1_000, bytes: 1024 * 1024 };
/// Messages looked at for delays after a start; as many as may be delayed.
const RECALL_MAX: usize = 120_000;
/// Messages that one record of a snapshot speaks of: 16 bitmap containers of at most 8 KiB.
const SNAPSHOT_SPAN: u64 = 1 << 20;

/// Receive counts in one record of a snapshot: at most 15 B each.
const SNAPSHOT_COUNTS: usize = 4_000;

/// How many messages a queue holds. Approximate while messages are on their way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Could be received now.
    pub visible: u64,
    /// Received and not deleted.
    pub in_flight: u64,
    /// Sent with a delay that has not passed.
    pub delayed: u64,
}

/// A queue.
pub struct Queue {
    pub(super) id: u64,
    pub(super) arn: String,
    pub(super) log: Arc<Log>,
    pub(super) sightings: Arc<Sightings>,
    pub(super) messages: TrackId,
    pub(super) acks: TrackId,
    pub(super) secret: hmac::Key,
    pub(super) document: Mutex<Document>,
    settings: RwLock<Arc<Settings>>,
    name: String,
    opened: LineMs,
    inner: Mutex<Inner>,
    /// FIFO: held while the window is filled, so that records are looked at once and in order.
    pub(super) scanning: Mutex<()>,
}

/// A message, and from when its retention counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expiry {
    pub(super) seq: u64,
    pub(super) since: LineMs,
}

/// What the lock of a queue guards.
pub(super) struct Inner {
    pub(super) state: State,
    pub(super) trail: AckTrail,
    pub(super) dedup: Dedup,
    pub(super) dedup_loaded: bool,
    pub(super) attempts: Attempts,
    /// FIFO: recent sends, to count delayed messages.
    pub(super) sends: Marks,
    /// FIFO: when the message at the cursor becomes visible, if a delay holds it back.
    pub(super) held_until: Option<LineMs>,
    pub(super) purged: Option<LineMs>,
    delays_recalled: bool,
    /// Dead-letter queues: the oldest message, if it was looked at.
    pub(super) oldest: Option<Expiry>,
    retained: LineMs,
    /// Durably gone before this, and trimmed before that.
    gone_before: u64,
    trimmed_before: u64,
    /// FIFO: from here on a start reads messages again, deleted or not, for their deduplication ids.
    ids_from: u64,
}

impl Queue {
    /// Reads the acknowledgements of a queue whose tracks are registered. Messages are not read.
    pub(super) fn open(
        id: u64,
        arn: String,
        document: Document,
        (log, sightings): (Arc<Log>, Arc<Sightings>),
        entropy: &dyn Entropy,
        now: Now,
    ) -> Result<Self, ReadError> {
        let mut random = [0; 20];
        entropy.fill(&mut random);
        let (nonce, salt) = random.split_at(4);
        let nonce = u32::from_le_bytes(nonce.try_into().expect("four bytes"));
        let replayed = replay(&log, document.acks)?;
        let first = log.bounds(document.messages).first.0;
        let Replayed { head, gone, receives, first_ack, highest, bytes } = replayed;
        let trail = AckTrail::reopened(first_ack, highest, bytes, gone.clone());
        let mut state = State::new(document.settings.order, head.max(first), gone, nonce);
        state.recall(receives);
        let inner = Inner {
            trail,
            dedup: Dedup::new(salt.try_into().expect("sixteen bytes")),
            dedup_loaded: false,
            attempts: Attempts::default(),
            sends: Marks::default(),
            held_until: None,
            purged: None,
            delays_recalled: false,
            oldest: None,
            retained: LineMs(0),
            gone_before: state.head(),
            trimmed_before: first,
            ids_from: 0,
            state,
        };
        Ok(Self {
            id,
            arn,
            log,
            sightings,
            messages: document.messages,
            acks: document.acks,
            secret: hmac::Key::new(hmac::HMAC_SHA256, &document.secret),
            settings: RwLock::new(Arc::new(document.settings.clone())),
            name: document.name.clone(),
            document: Mutex::new(document),
            opened: now.line,
            inner: Mutex::new(inner),
            scanning: Mutex::new(()),
        })
    }

    /// Its name, `.fifo` included.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `arn:aws:sqs:<region>:<account>:<name>`.
    #[must_use]
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// The track that grows when messages are sent: the bell of receivers.
    #[must_use]
    pub const fn track(&self) -> TrackId {
        self.messages
    }

    /// Its settings now.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        self.settings.read().expect("no holder of this lock can panic").clone()
    }

    /// When it was created, and when its settings were changed last.
    #[must_use]
    pub fn created_and_changed(&self) -> (WallMs, WallMs) {
        let document = self.document.lock().expect("no holder of this lock can panic");
        (document.created, document.changed)
    }

    /// Its tags.
    #[must_use]
    pub fn tags(&self) -> BTreeMap<String, String> {
        self.document.lock().expect("no holder of this lock can panic").tags.clone()
    }

    /// How many messages it holds.
    #[must_use]
    pub fn counts(&self, now: Now) -> Counts {
        let settings = self.settings();
        if !settings.is_fifo() {
            self.recall_delays(now);
        }
        let mut inner = self.lock();
        self.pass_time(&mut inner, &settings, now);
        let bounds = self.log.bounds(self.messages);
        let next = bounds.next.0;
        let state = &inner.state;
        let delayed = if settings.is_fifo() && settings.delay_s > 0 {
            let delay_ms = u64::from(settings.delay_s) * 1000;
            let known = inner.sends.since(delay_ms, now.line).unwrap_or(next);
            // What was sent before the start is not in memory, but in its order on flash.
            let first = if now.line.since_ms(self.opened) < delay_ms {
                self.first_since(LineMs(now.line.0.saturating_sub(delay_ms) + 1)).unwrap_or(known)
            } else {
                known
            };
            next.saturating_sub(first.max(state.cursor()))
        } else {
            state.delayed() as u64
        };
        let in_flight = state.in_flight() as u64;
        // Places may be missing after damage; there are never more messages than records.
        let live = state.live(next).min(bounds.records);
        let visible = live.saturating_sub(in_flight).saturating_sub(delayed);
        Counts { visible, in_flight, delayed }
    }

    /// Standard: finds what was sent with a delay before the start, the first time that somebody counts.
    fn recall_delays(&self, now: Now) {
        let from = {
            let mut inner = self.lock();
            let recent = now.line.since_ms(self.opened) < DELAY_MS_MAX;
            if std::mem::replace(&mut inner.delays_recalled, true) || !recent {
                return;
            }
            inner.state.cursor()
        };
        let since = LineMs(self.opened.0.saturating_sub(DELAY_MS_MAX));
        // What cannot be read is found when it is received.
        let Ok(first) = self.first_since(since) else { return };
        let mut at = first.max(from);
        for _ in 0..RECALL_MAX / SCAN.records {
            let Ok(records) = self.log.read(self.messages, Seq(at), SCAN) else { return };
            let Some(last) = records.last() else { return };
            at = last.seq.0 + 1;
            let mut inner = self.lock();
            for record in &records {
                let Some(envelope) = Envelope::decode(&record.attributes) else { continue };
                if let Some(due) = envelope.visible_from.filter(|&due| due > now.line) {
                    inner.state.delay(record.seq.0, due, tenant(envelope.group.as_deref()));
                }
            }
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no holder of this lock can panic")
    }

    pub(super) fn replace_settings(&self, settings: Settings) {
        *self.settings.write().expect("no holder of this lock can panic") = Arc::new(settings);
    }

    /// Lets delays, visibility timeouts and retention take effect, and trims what is durably gone.
    pub(super) fn pass_time(&self, inner: &mut Inner, settings: &Settings, now: Now) {
        inner.state.advance(now.line);
        if now.line.since_ms(inner.retained) >= RETENTION_STEP_MS {
            inner.retained = now.line;
            let oldest = LineMs(now.line.0.saturating_sub(u64::from(settings.retention_s) * 1000));
            let first = self.log.trim_older(self.messages, oldest);
            inner.state.forget_before(first.0);
            inner.sends.forget(DELAY_MS_MAX, now.line);
        }
        if let Some(trim) = inner.trail.settle(self.log.durable()) {
            self.log.trim(self.acks, Seq(trim.acks_before));
            inner.gone_before = inner.gone_before.max(trim.messages_before);
        }
        self.trim_messages(inner, settings, now);
    }

    fn trim_messages(&self, inner: &mut Inner, settings: &Settings, now: Now) {
        inner.ids_from = if !settings.is_fifo() {
            u64::MAX
        } else if !inner.dedup_loaded && now.line.since_ms(self.opened) < DEDUP_MS {
            0
        } else {
            inner.dedup.oldest(now.line).unwrap_or(u64::MAX)
        };
        let before = inner.gone_before.min(inner.ids_from);
        if before > inner.trimmed_before {
            inner.trimmed_before = before;
            self.log.trim(self.messages, Seq(before));
        }
    }

    /// True when nobody will read the places from `first` to before `end` again, after a start neither: all of them are
    /// durably deleted, and no deduplication id of theirs counts any more. As of the last time that passed.
    pub(super) fn is_dead(&self, first: u64, end: u64) -> bool {
        let inner = self.lock();
        let first = first.max(inner.gone_before);
        end <= inner.ids_from && (first >= end || inner.trail.has_acked(first, end))
    }

    /// The place before which every message is durably deleted, as of the last time that passed.
    #[must_use]
    pub fn gone_before(&self) -> u64 {
        self.lock().gone_before
    }

    /// How many messages of the places from `first` to before `end` are not durably deleted.
    pub(crate) fn unacknowledged(&self, first: Seq, end: Seq) -> u64 {
        let inner = self.lock();
        let first = first.0.max(inner.gone_before);
        end.0.saturating_sub(first).saturating_sub(inner.trail.acked_between(first, end.0))
    }

    /// Reads the deduplication ids of the last five minutes back, once after a start.
    pub(super) fn load_dedup(
        &self,
        inner: &mut Inner,
        settings: &Settings,
        now: Now,
    ) -> Result<(), ReadError> {
        if inner.dedup_loaded {
            return Ok(());
        }
        if now.line.since_ms(self.opened) < DEDUP_MS {
            let since = LineMs(self.opened.0.saturating_sub(DEDUP_MS));
            let from = Seq(self.first_since(since)?);
            self.log.scan(self.messages, from, SCAN, |records| {
                for record in records {
                    let Some(envelope) = Envelope::decode(&record.attributes) else { continue };
                    // A message moved here from another queue took part in no deduplication.
                    if envelope.moved_from.is_none()
                        && !envelope.brought_back
                        && let Some(id) = &envelope.dedup_id
                    {
                        let key = dedup_key(&inner.dedup, settings, envelope.group.as_deref(), id);
                        inner.dedup.insert(key, record.seq.0, self.opened);
                    }
                }
            })?;
        }
        inner.dedup_loaded = true;
        Ok(())
    }

    /// The first record written at or after `line`.
    fn first_since(&self, line: LineMs) -> Result<u64, ReadError> {
        let bounds = self.log.bounds(self.messages);
        let (mut low, mut high) = (bounds.first.0, bounds.next.0);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.log.read(self.messages, Seq(middle), ReadLimit { records: 1, bytes: 1 }) {
                Ok(records) => match records.first() {
                    Some(record) if record.line < line => low = record.seq.0 + 1,
                    _ => high = middle,
                },
                Err(ReadError::Rot { first, count, .. }) => low = after_rot(Seq(middle), first, count).0,
                Err(error) => return Err(error),
            }
        }
        Ok(low)
    }

    /// Replaces a long list of acknowledgements by one picture. Nobody waits for it, and when it fails the records
    /// it would replace are still there.
    pub(super) fn snapshot(&self, inner: &mut Inner, now: Now) {
        if inner.trail.wants_snapshot() {
            self.write_snapshot(inner, now);
        }
    }

    /// Writes the acknowledgements at the end of their track, when older ones keep a segment from being used again.
    pub(crate) fn move_acks(&self, now: Now) {
        self.write_snapshot(&mut self.lock(), now);
    }

    /// The track of the acknowledgements.
    pub(crate) const fn ack_track(&self) -> TrackId {
        self.acks
    }

    fn write_snapshot(&self, inner: &mut Inner, now: Now) {
        let head = inner.state.head();
        let gone = inner.state.gone();
        let highest = gone.max().unwrap_or(head);
        let mut bytes = 0;
        let mut first_ack = None;
        let mut ticket = None;
        let mut from = head;
        while from <= highest {
            let mut part = RoaringTreemap::new();
            part.insert_range(from..from + SNAPSHOT_SPAN);
            part &= gone;
            let record = ack::encode_bitmap(head, &part);
            let mut batch = Batch::new();
            batch.append(self.acks, &[], &record);
            let Ok(receipt) = self.log.stage(batch.lazy().essential(), now) else { return };
            bytes += record.len() as u64;
            first_ack = first_ack.or(receipt.peek().first().copied());
            ticket = Some(receipt.ticket());
            from += SNAPSHOT_SPAN;
        }
        let counts: Vec<(u64, u32)> = inner.state.receives().into_iter().collect();
        // Who has no redrive policy needs no counts after a start.
        let counts = if self.settings().redrive.is_some() { &counts[..] } else { &[] };
        let highest = counts.last().map_or(highest, |&(seq, _)| highest.max(seq));
        for part in counts.chunks(SNAPSHOT_COUNTS) {
            let record = ack::encode_counts(head, part);
            let mut batch = Batch::new();
            batch.append(self.acks, &[], &record);
            let Ok(receipt) = self.log.stage(batch.lazy().essential(), now) else { return };
            bytes += record.len() as u64;
            ticket = Some(receipt.ticket());
        }
        if let (Some(first), Some(ticket)) = (first_ack, ticket) {
            inner.trail.snapshot_staged(ticket, first.0, highest, bytes, head);
        }
    }

    /// The id of the message at `seq`: fixed by the queue's secret, so that it needs no room.
    pub(super) fn message_id(&self, seq: u64) -> [u8; 16] {
        let mut message = *b"message id......";
        message[8..].copy_from_slice(&seq.to_le_bytes());
        let tag = hmac::sign(&self.secret, &message);
        let mut id: [u8; 16] = tag.as_ref()[..16].try_into().expect("SHA-256 has 32 bytes");
        id[6] = id[6] & 0x0f | 0x40;
        id[8] = id[8] & 0x3f | 0x80;
        id
    }

    pub(super) fn handle_of(&self, claim: &Claim) -> String {
        Handle { queue: self.id, seq: claim.seq, nonce: claim.nonce, due: claim.due }.seal(&self.secret)
    }

    pub(super) fn open_handle(&self, text: &str) -> Option<Handle> {
        Handle::open(text, self.id, &self.secret)
    }
}

/// The key of a deduplication id under the queue's scope.
pub(super) fn dedup_key(
    dedup: &Dedup,
    settings: &Settings,
    group: Option<&str>,
    id: &str,
) -> super::dedup::Key {
    let scope = match settings.dedup_scope {
        DedupScope::Queue => None,
        DedupScope::MessageGroup => Some(group.unwrap_or_default()),
    };
    dedup.key(scope, id)
}

struct Replayed {
    head: u64,
    gone: RoaringTreemap,
    receives: BTreeMap<u64, u32>,
    first_ack: u64,
    highest: Option<u64>,
    bytes: u64,
}

fn replay(log: &Log, acks: TrackId) -> Result<Replayed, ReadError> {
    let first_ack = log.bounds(acks).first.0;
    let (gone, receives) = (RoaringTreemap::new(), BTreeMap::new());
    let mut replayed = Replayed { head: 0, gone, receives, first_ack, highest: None, bytes: 0 };
    // What a damaged record named is delivered again.
    log.scan(acks, Seq(first_ack), SCAN, |records| {
        for record in records {
            replayed.bytes += record.body.len() as u64;
            if let Ok(head) = ack::replay(&record.body, &mut replayed.gone, &mut replayed.receives) {
                replayed.head = replayed.head.max(head);
            }
        }
        replayed.gone.remove_range(..replayed.head);
        replayed.receives = replayed.receives.split_off(&replayed.head);
    })?;
    if replayed.bytes > 0 {
        let received = replayed.receives.last_key_value().map_or(0, |(&seq, _)| seq);
        let highest = replayed.gone.max().unwrap_or(0).max(replayed.head.saturating_sub(1));
        replayed.highest = Some(highest.max(received));
    }
    Ok(replayed)
}
