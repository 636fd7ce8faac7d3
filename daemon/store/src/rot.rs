//! Damage that somebody met, on its way into the loss ledger.
//!
//! Goals: each damaged range of a stream or queue stands in the ledger once, whoever meets it (a reader, the scrubber, a
//! start) and however often; to meet it again costs a look into a small table. Non-goals: damage to what the gateway
//! keeps for itself, and telling people; the binary does that.

use crate::Store;
use crate::losses::{Cause, Loss};
use millpond_base::{Now, Seq, TrackId};
use millpond_log::{Log, ReadError, ReadLimit, Span, after_rot};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard};

/// Damaged ranges remembered, 48 B each. Ours: a device with more has other troubles; beyond that a range is noted when
/// it is met once more.
const SPANS_MAX: usize = 1024;
/// What is read of a suspect track in one step.
const STEP: ReadLimit = ReadLimit { records: usize::MAX, bytes: 1 << 20 };

/// Damage met since the start.
#[derive(Default)]
pub(crate) struct Sightings {
    spans: Mutex<BTreeMap<Span, Standing>>,
    /// Tracks to read through, each from a place on.
    suspects: Mutex<VecDeque<(TrackId, Seq)>>,
}

#[derive(Clone, Copy)]
enum Standing {
    /// So many records were lost with it.
    Fresh { records: u64 },
    /// The ledger has it, or need not.
    Noted,
}

impl Sightings {
    /// Remembers a damaged range that was not met before. `records` says how many it costs, and is asked outside all
    /// locks.
    pub(crate) fn saw(&self, span: Span, records: impl FnOnce() -> u64) {
        let is_new = |spans: &BTreeMap<_, _>| span.count > 0 && !spans.contains_key(&span);
        if !is_new(&self.lock()) {
            return;
        }
        let records = records();
        let mut spans = self.lock();
        if spans.len() >= SPANS_MAX {
            spans.retain(|_, standing| matches!(standing, Standing::Fresh { .. }));
        }
        if spans.len() < SPANS_MAX && is_new(&spans) {
            spans.insert(span, Standing::Fresh { records });
        }
    }

    fn fresh(&self) -> Vec<(Span, u64)> {
        let spans = self.lock();
        let fresh = spans.iter().filter_map(|(span, standing)| match standing {
            Standing::Fresh { records } => Some((*span, *records)),
            Standing::Noted => None,
        });
        fresh.collect()
    }

    fn noted(&self, span: Span) {
        self.lock().insert(span, Standing::Noted);
    }

    /// Reads a step of the tracks that are suspect, and says what is damaged.
    fn look(&self, log: &Log) -> Option<Span> {
        let (track, from) = self.suspects().pop_front()?;
        let (next, found) = match log.read(track, from, STEP) {
            Ok(records) => (records.last()?.seq.next(), None),
            Err(ReadError::Rot { first, count, .. }) => {
                (after_rot(from, first, count), Some(Span { track, first, count: count.into() }))
            }
            Err(_) => return None,
        };
        self.suspects().push_front((track, next));
        found
    }

    fn suspects(&self) -> MutexGuard<'_, VecDeque<(TrackId, Seq)>> {
        self.suspects.lock().expect("no holder of this lock can panic")
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Span, Standing>> {
        self.spans.lock().expect("no holder of this lock can panic")
    }
}

impl Store {
    /// Says that records cannot be read because the flash changed them; the next [`Store::maintain`] notes it in the loss
    /// ledger, if they are of a stream or queue and no entry says so.
    pub fn saw_rot(&self, span: Span) {
        self.sightings().saw(span, || {
            match (self.queues().of_track(span.track), self.tables().of_track(span.track)) {
                (Some(queue), _) => queue.unacknowledged(span.first, span.end()),
                (_, Some(table)) => table.living(span.first, span.end()),
                _ => span.count,
            }
        });
    }

    /// Has tracks read through, a step at each [`Store::maintain`]: opening the log found damage and says whose it is,
    /// but not which records.
    pub fn suspect(&self, tracks: impl IntoIterator<Item = TrackId>) {
        let mut suspects = self.sightings().suspects();
        for track in tracks {
            if !suspects.iter().any(|(known, _)| *known == track) {
                suspects.push_back((track, Seq(0)));
            }
        }
    }

    /// Brings into the ledger what was met since the last time.
    pub(crate) fn note_rot(&self, now: Now) {
        if let Some(span) = self.sightings().look(self.log()) {
            self.saw_rot(span);
        }
        for (span, records) in self.sightings().fresh() {
            let loss = self.loss_of(span, records);
            if loss.is_none_or(|loss| self.losses().note_rot(&loss, now)) {
                self.sightings().noted(span);
            }
        }
    }

    /// `None` when nobody loses anything.
    fn loss_of(&self, span: Span, records: u64) -> Option<Loss> {
        let (queue, table) = (self.queues().of_track(span.track), self.tables().of_track(span.track));
        let (arn, part) = match (queue, table) {
            (Some(queue), _) => (queue.arn().to_owned(), String::new()),
            (_, Some(table)) => (table.arn().to_owned(), String::new()),
            _ => self.streams().name_of(span.track)?,
        };
        let chunk = self.log().stretch(span.track, span.first, 1).filter(|chunk| chunk.first == span.first);
        let bytes = chunk.map_or(0, |chunk| chunk.bytes * records / chunk.records.max(1));
        (records > 0).then(|| Loss {
            arn,
            part,
            first: span.first.0,
            last: span.end().0 - 1,
            first_id: String::new(),
            last_id: String::new(),
            count: records,
            bytes,
            cause: Cause::Rot,
        })
    }
}

#[cfg(test)]
mod tests;
