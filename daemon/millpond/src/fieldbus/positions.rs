//! How far the readings of each device are stored.
//!
//! Record grammar, version 1: attributes = `01`; body = device (8 B), next (8 B), big-endian: every reading numbered below `next`
//! is stored. The record is staged in the same batch as the readings it speaks of. The newest record of a device
//! counts. Every [`REWRITE_EVERY`] records the whole table is written again, so that older records die and opening
//! reads a bounded number of them.

use crate::trouble::{Step, Trouble};
use millpond_base::{Seq, TrackId};
use millpond_log::{Batch, Log, ReadError, ReadLimit};
use millpond_store::Store;
use millpond_store::trail::own_track;
use std::collections::BTreeMap;

/// The kind of its catalog document.
const KIND: &str = "link";
const VERSION: u8 = 1;
/// Ours: a rewrite of a full table costs less than a tenth of what lies between two.
const REWRITE_EVERY: usize = 4096;
const PAGE: ReadLimit = ReadLimit { records: 512, bytes: 64 << 10 };

/// Positions by device.
pub(crate) struct Positions {
    track: TrackId,
    next: BTreeMap<u64, u64>,
    /// Records since the last rewrite.
    records: usize,
    /// Where the last rewrite starts; everything before it is dead once it is durable.
    rewrite: Option<Seq>,
}

/// Positions that are in a batch and count once it is staged.
#[must_use = "positions count once the batch is staged"]
pub(super) struct Pending {
    changes: Vec<(u64, u64)>,
    rewrite: Option<Seq>,
}

impl Positions {
    /// Opens the track, registers it in the log and reads every position back. Must come before
    /// [`Log::forget_unregistered`].
    pub(crate) fn open(store: &Store) -> Result<Self, Trouble> {
        let log = store.log();
        let track = own_track(KIND, store.catalog(), log, store.keyring())
            .step(|| "cannot open the positions of the sensors".into())?;
        let next = replay(log, track).step(|| "cannot read the positions of the sensors".into())?;
        Ok(Self { track, next, records: REWRITE_EVERY, rewrite: None })
    }

    /// The first reading of a device that is not stored.
    pub(crate) fn of(&self, device: u64) -> u64 {
        self.next.get(&device).copied().unwrap_or(0)
    }

    /// Adds positions to the batch that stores what they speak of.
    pub(super) fn append(&self, log: &Log, batch: &mut Batch, changes: Vec<(u64, u64)>) -> Pending {
        let rewrite = (self.records + changes.len() > REWRITE_EVERY).then(|| log.bounds(self.track).next);
        if rewrite.is_some() {
            for (device, next) in &self.next {
                batch.append(self.track, &[VERSION], &encode(*device, *next));
            }
        }
        for (device, next) in &changes {
            batch.append(self.track, &[VERSION], &encode(*device, *next));
        }
        Pending { changes, rewrite }
    }

    /// The batch was staged.
    pub(super) fn staged(&mut self, log: &Log, pending: Pending) {
        let Pending { changes, rewrite } = pending;
        self.records += changes.len();
        self.next.extend(changes);
        if rewrite.is_some() {
            if let Some(start) = self.rewrite {
                // The rewrite before this one has long been durable: thousands of records lie in between.
                log.trim(self.track, start);
            }
            self.rewrite = rewrite;
            self.records = 0;
        }
    }
}

fn replay(log: &Log, track: TrackId) -> Result<BTreeMap<u64, u64>, ReadError> {
    let mut positions = BTreeMap::new();
    // Where a record is damaged, a later one of the same device says more, or its node sends some readings again.
    log.scan(track, log.bounds(track).first, PAGE, |records| {
        positions.extend(records.iter().filter_map(|record| decode(&record.attributes, &record.body)));
    })?;
    Ok(positions)
}

fn encode(device: u64, next: u64) -> [u8; 16] {
    let mut body = [0; 16];
    body[..8].copy_from_slice(&device.to_be_bytes());
    body[8..].copy_from_slice(&next.to_be_bytes());
    body
}

fn decode(attributes: &[u8], body: &[u8]) -> Option<(u64, u64)> {
    let (device, next) = body.split_first_chunk()?;
    let next = next.try_into().ok()?;
    (attributes == [VERSION]).then_some((u64::from_be_bytes(*device), u64::from_be_bytes(next)))
}
