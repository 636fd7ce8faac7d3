//! Metrics: what programs count and measure, kept for a while and read back in time.
//!
//! Goals: a measurement is on flash before its sender hears of it; the space is bounded, and the oldest goes first.
//! Non-goals: an index. All metrics are one track of at most [`BYTES_MAX`], which a query reads through, so that they cost
//! no memory between queries.
//!
//! Invariant: the track's document is in the catalog before its first record is staged. It is made with the first metric.

mod datum;

pub use datum::{Datum, Figures};

use crate::keyring::Keyring;
use crate::trail::{TrackError, known_track, own_track};
use crate::{Catalog, CatalogError};
use millpond_base::{LineMs, Now, Seq, TrackId};
use millpond_log::{Batch, Log, ReadError, ReadLimit};
use std::sync::{Arc, Mutex};

pub(crate) const KIND: &str = "metrics";
const VERSION: u8 = 1;

/// Most flash that metrics take. Ours: a day of a busy consumer library.
pub const BYTES_MAX: u64 = 16 << 20;
/// And at most this fraction of the log.
const SHARE_MAX: u64 = 32;
/// How long metrics are kept.
///
/// # Source
/// CloudWatch User Guide, "Metrics retention": data points of a minute, 15 days.
const RETENTION_MS: u64 = 15 * 24 * 3_600_000;
/// One read of the track.
const SCAN: ReadLimit = ReadLimit { records: 256, bytes: 1 << 20 };

/// All metrics of this gateway.
pub struct Metrics {
    catalog: Arc<Catalog>,
    log: Arc<Log>,
    keyring: Arc<Keyring>,
    track: Mutex<Option<TrackId>>,
}

impl Metrics {
    /// Finds the track, if there is one yet.
    ///
    /// # Errors
    /// When the catalog or the keyring fails.
    pub(crate) fn open(
        catalog: &Arc<Catalog>,
        log: &Arc<Log>,
        keyring: &Arc<Keyring>,
    ) -> Result<Self, TrackError> {
        let documents = catalog.all(KIND).map_err(|cause: CatalogError| TrackError::Catalog(cause))?;
        let track = documents.first().map(|(_, document)| known_track(document, log, keyring)).transpose()?;
        let (catalog, log, keyring) = (Arc::clone(catalog), Arc::clone(log), Arc::clone(keyring));
        Ok(Self { catalog, log, keyring, track: Mutex::new(track) })
    }

    /// The track, if there is one yet.
    pub(crate) fn track(&self) -> Option<TrackId> {
        *self.track.lock().expect("no holder of this lock can panic")
    }

    /// Adds measurements of one namespace to a batch.
    ///
    /// # Errors
    /// When the track is not there yet and cannot be made.
    pub fn append(&self, batch: &mut Batch, namespace: &str, data: &[Datum]) -> Result<(), TrackError> {
        let mut track = self.track.lock().expect("no holder of this lock can panic");
        let track = match *track {
            Some(track) => track,
            None => *track.insert(own_track(KIND, &self.catalog, &self.log, &self.keyring)?),
        };
        batch.append(track, &[VERSION], &datum::encode(namespace, data));
        Ok(())
    }

    /// Gives every measurement with its namespace, as they arrived. Damaged ones are passed over.
    ///
    /// # Errors
    /// [`ReadError`] when the device fails.
    pub fn each(&self, mut each: impl FnMut(&str, Datum)) -> Result<(), ReadError> {
        let Some(track) = self.track() else { return Ok(()) };
        self.log.scan(track, Seq(0), SCAN, |records| {
            for record in records {
                let known = (record.attributes == [VERSION]).then(|| datum::decode(&record.body)).flatten();
                let Some((namespace, data)) = known else { continue };
                data.into_iter().for_each(|datum| each(&namespace, datum));
            }
        })
    }

    /// Lets go of what is too old or too much. Called every second.
    pub(crate) fn trim(&self, now: Now) {
        let Some(track) = self.track() else { return };
        self.log.trim_older(track, LineMs(now.line.0.saturating_sub(RETENTION_MS)));
        let stats = self.log.stats();
        let budget_bytes = u64::from(stats.segments_max) * u64::from(stats.segment_bytes);
        let bytes_max = BYTES_MAX.min(budget_bytes / SHARE_MAX);
        let bounds = self.log.bounds(track);
        if bounds.bytes > bytes_max
            && let Some(oldest) = self.log.stretch(track, bounds.first, bounds.bytes - bytes_max)
        {
            self.log.trim(track, oldest.end);
        }
    }

    /// Lets go of what is before a place, when space is short: data comes before figures about it.
    pub(crate) fn give_way(&self, before: Seq) {
        if let Some(track) = self.track() {
            self.log.trim(track, before);
        }
    }
}

/// A door to the private decoder, for daemon/fuzz alone.
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub fn fuzz(bytes: &[u8]) {
    if let Some((namespace, data)) = datum::decode(bytes) {
        let again = datum::encode(&namespace, &data);
        assert!(datum::decode(&again).is_some_and(|(_, again)| again.len() == data.len()));
    }
}

#[cfg(test)]
mod tests;
