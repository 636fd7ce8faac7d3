//! One queue: its settings, its memory, and its journal in the log.

use super::document::Document;
use super::journal;
use super::settings::{Settings, Start};
use super::state::{Shore, State};
use crate::stream::{ResourcePolicy, Stream, StreamId, Streams};
use millpond_base::{LineMs, Now, Seq, Ticket, TrackId, WallMs};
use millpond_log::{Batch, Log, ReadError, ReadLimit};
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

/// Below this a snapshot is not worth a record.
const SNAPSHOT_BYTES_MIN: u64 = 64 * 1024;
/// One read of the journal at a start.
const SCAN: ReadLimit = ReadLimit { records: 1_000, bytes: 1024 * 1024 };

/// A queue on a stream.
pub struct StreamQueue {
    pub(super) number: u64,
    pub(super) log: Arc<Log>,
    pub(super) journal: TrackId,
    bell: TrackId,
    id: String,
    arn: String,
    name: String,
    stream: StreamId,
    stream_name: String,
    pub(super) document: Mutex<Document>,
    inner: Mutex<Inner>,
    /// Somebody may be waiting for records.
    waiting: AtomicBool,
}

/// What the lock of a queue guards.
pub(super) struct Inner {
    pub(super) state: State,
    pub(super) trail: Trail,
}

/// How much journal there is, and what of it is garbage once a ticket is durable.
#[derive(Default)]
pub(super) struct Trail {
    bytes: u64,
    snapshot_bytes: u64,
    pending: VecDeque<(Ticket, Seq)>,
}

impl std::fmt::Debug for StreamQueue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StreamQueue({}, {})", self.id, self.name)
    }
}

impl StreamQueue {
    /// Replays the journal of a queue whose track is registered. Records of the stream are not read.
    pub(super) fn open(
        number: u64,
        arn_prefix: &str,
        document: Document,
        log: Arc<Log>,
        nonce: u32,
    ) -> Result<Self, ReadError> {
        let mut state = State::new(&document.places, document.settings.receives_max, nonce);
        let mut trail = Trail::default();
        let first = log.bounds(document.journal).first;
        log.scan(document.journal, first, SCAN, |records| {
            for record in records {
                trail.bytes += record.body.len() as u64;
                for part in journal::decode(&record.body).unwrap_or_default() {
                    state.replay(part);
                }
            }
        })?;
        Ok(Self {
            number,
            log,
            journal: document.journal,
            bell: document.bell,
            arn: format!("{arn_prefix}{}", document.id),
            id: document.id.clone(),
            name: document.name.clone(),
            stream: document.stream,
            stream_name: document.stream_name.clone(),
            document: Mutex::new(document),
            inner: Mutex::new(Inner { state, trail }),
            waiting: AtomicBool::new(false),
        })
    }

    /// Its generated id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// `arn:aws:kinesis:<region>:<account>:queue/<id>`.
    #[must_use]
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The life of the stream it is on.
    #[must_use]
    pub const fn stream_id(&self) -> StreamId {
        self.stream
    }

    /// The name of the stream it is on.
    #[must_use]
    pub fn stream_name(&self) -> &str {
        &self.stream_name
    }

    /// The stream it is on, as it is now; `None` once that is gone.
    #[must_use]
    pub fn stream(&self, streams: &Streams) -> Option<Arc<Stream>> {
        streams.find(&self.stream_name).filter(|stream| stream.id == self.stream)
    }

    /// What rings when records may be visible.
    #[must_use]
    pub const fn bell(&self) -> TrackId {
        self.bell
    }

    /// When it was made.
    #[must_use]
    pub fn created(&self) -> WallMs {
        self.document().created
    }

    /// Where it began, and the moment from which it delivers records.
    #[must_use]
    pub fn start(&self) -> (Start, WallMs) {
        let document = self.document();
        (document.start, document.starts_at)
    }

    /// Its settings now.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.document().settings
    }

    /// Its tags.
    #[must_use]
    pub fn tags(&self) -> BTreeMap<String, String> {
        self.document().tags.clone()
    }

    /// What its owner lets others do with it.
    #[must_use]
    pub fn policy(&self) -> Option<Arc<ResourcePolicy>> {
        self.document().policy.clone()
    }

    /// True when somebody may be waiting; from now on nobody is.
    pub(super) fn take_waiting(&self) -> bool {
        self.waiting.load(Ordering::Acquire) && self.waiting.swap(false, Ordering::AcqRel)
    }

    /// Says that somebody may wait from now on, before looking: what comes afterwards rings.
    pub(super) fn may_wait(&self) {
        self.waiting.store(true, Ordering::Release);
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.waiting.load(Ordering::Acquire)
    }

    pub(super) fn document(&self) -> MutexGuard<'_, Document> {
        self.document.lock().expect("no holder of this lock can panic")
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no holder of this lock can panic")
    }

    /// The queue, locked, after time has passed.
    pub(super) fn lock_at(&self, now: Now) -> MutexGuard<'_, Inner> {
        let mut inner = self.lock();
        inner.state.advance(now.line);
        self.settle(&mut inner);
        inner
    }

    /// Trims what of the journal is durably superseded.
    pub(super) fn settle(&self, inner: &mut Inner) {
        let durable = self.log.durable();
        while let Some(&(ticket, before)) = inner.trail.pending.front()
            && ticket <= durable
        {
            inner.trail.pending.pop_front();
            self.log.trim(self.journal, before);
        }
    }

    /// The stream's shards as they stand. Children are looked at before their parents: once a record of a child can be
    /// read, so can all of its parents'.
    pub(super) fn shores(&self, stream: &Stream, state: &mut State) -> Vec<Shore> {
        let mut shores: Vec<Shore> = stream
            .shards()
            .iter()
            .rev()
            .map(|shard| {
                let bounds = self.log.bounds(shard.track);
                Shore { shard: shard.index, first: bounds.first.0, next: bounds.next.0, open: true }
            })
            .collect();
        shores.reverse();
        state.see(&shores);
        for (at, shard) in stream.shards().iter().enumerate().filter(|(_, shard)| !shard.parents.is_empty()) {
            let passed = |parent: &u32| {
                let parent = shores.iter().find(|shore| shore.shard == *parent);
                parent.is_none_or(|parent| state.has_passed(parent.shard, parent.next))
            };
            shores[at].open = shard.parents.iter().all(passed);
        }
        shores
    }

    /// Counts what was written to the journal, and replaces a long one by one picture. Nobody waits for that, and when it
    /// fails the records it would replace are still there.
    pub(super) fn written(&self, inner: &mut Inner, bytes: u64, now: Now) {
        inner.trail.bytes += bytes;
        if inner.trail.bytes > SNAPSHOT_BYTES_MIN.max(inner.trail.snapshot_bytes * 2) {
            self.snapshot(inner, now);
        }
    }

    /// Writes the journal anew at its end, when older records keep a segment from being used again.
    pub(crate) fn move_journal(&self, now: Now) {
        self.snapshot(&mut self.lock(), now);
    }

    /// The track of the journal.
    pub(crate) const fn journal_track(&self) -> TrackId {
        self.journal
    }

    fn snapshot(&self, inner: &mut Inner, now: Now) {
        let mut batch = Batch::new();
        let mut bytes = 0;
        for part in inner.state.snapshot() {
            let record = journal::encode(&[part]);
            bytes += record.len() as u64;
            batch.append(self.journal, &[], &record);
        }
        if batch.is_empty() {
            return;
        }
        let Ok(receipt) = self.log.stage(batch.lazy().essential(), now) else { return };
        inner.trail.bytes = bytes;
        inner.trail.snapshot_bytes = bytes;
        if let Some(&first) = receipt.peek().first() {
            inner.trail.pending.push_back((receipt.ticket(), first));
        }
    }

    /// When the next hidden record becomes visible.
    #[must_use]
    pub fn next_due(&self) -> Option<LineMs> {
        self.lock().state.next_due()
    }
}
