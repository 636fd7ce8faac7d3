//! How far the readings of each device are stored, and what of them was lost.
//!
//! Record grammar, version 2: attributes = `02`; body = device (8 B), next (8 B), lost (8 B), gaps (4 B), stored (8 B, ms since
//! 1970), big-endian: every reading numbered below `next` is stored, but for `lost` ones in `gaps` stretches. Version 1: attributes =
//! `01`; body = device, next. The record is staged in the same batch as the readings it speaks of. The newest record of a device
//! counts. Every [`REWRITE_EVERY`] records the whole table is written again, so that older records die and opening
//! reads a bounded number of them.

use super::roster::Standing;
use crate::trouble::{Step, Trouble};
use millpond_base::{Seq, TrackId, WallMs};
use millpond_log::{Batch, Log, ReadError, ReadLimit};
use millpond_store::Store;
use millpond_store::trail::own_track;
use std::collections::BTreeMap;

/// The kind of its catalog document.
const KIND: &str = "link";
const VERSION: u8 = 2;
/// Without what was lost.
const VERSION_PLAIN: u8 = 1;
const BODY_BYTES: usize = 36;
/// Ours: a rewrite of a full table costs less than a tenth of what lies between two.
const REWRITE_EVERY: usize = 4096;
const PAGE: ReadLimit = ReadLimit { records: 512, bytes: 64 << 10 };

/// Positions by device.
pub(crate) struct Positions {
    track: TrackId,
    standings: BTreeMap<u64, Standing>,
    /// Records since the last rewrite.
    records: usize,
    /// Where the last rewrite starts; everything before it is dead once it is durable.
    rewrite: Option<Seq>,
}

/// Positions that are in a batch and count once it is staged.
#[must_use = "positions count once the batch is staged"]
pub(super) struct Pending {
    changes: Vec<(u64, Standing)>,
    rewrite: Option<Seq>,
}

impl Positions {
    /// Opens the track, registers it in the log and reads every position back. Must come before
    /// [`Log::forget_unregistered`].
    pub(crate) fn open(store: &Store) -> Result<Self, Trouble> {
        let log = store.log();
        let track = own_track(KIND, store.catalog(), log, store.keyring())
            .step(|| "cannot open the positions of the sensors".into())?;
        let standings = replay(log, track).step(|| "cannot read the positions of the sensors".into())?;
        Ok(Self { track, standings, records: REWRITE_EVERY, rewrite: None })
    }

    /// What is known of a device; `None` when nothing of it was ever stored.
    pub(crate) fn of(&self, device: u64) -> Option<Standing> {
        self.standings.get(&device).copied()
    }

    /// What is known of every device, by number.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u64, Standing)> {
        self.standings.iter().map(|(device, standing)| (*device, *standing))
    }

    /// Adds positions to the batch that stores what they speak of.
    pub(super) fn append(&self, log: &Log, batch: &mut Batch, changes: Vec<(u64, Standing)>) -> Pending {
        let rewrite = (self.records + changes.len() > REWRITE_EVERY).then(|| log.bounds(self.track).next);
        if rewrite.is_some() {
            for (device, standing) in &self.standings {
                batch.append(self.track, &[VERSION], &encode(*device, *standing));
            }
        }
        for (device, standing) in &changes {
            batch.append(self.track, &[VERSION], &encode(*device, *standing));
        }
        Pending { changes, rewrite }
    }

    /// The batch was staged.
    pub(super) fn staged(&mut self, log: &Log, pending: Pending) {
        let Pending { changes, rewrite } = pending;
        self.records += changes.len();
        self.standings.extend(changes);
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

fn replay(log: &Log, track: TrackId) -> Result<BTreeMap<u64, Standing>, ReadError> {
    let mut positions = BTreeMap::new();
    // Where a record is damaged, a later one of the same device says more, or its node sends some readings again.
    log.scan(track, log.bounds(track).first, PAGE, |records| {
        positions.extend(records.iter().filter_map(|record| decode(&record.attributes, &record.body)));
    })?;
    Ok(positions)
}

fn encode(device: u64, standing: Standing) -> [u8; BODY_BYTES] {
    let mut body = [0; BODY_BYTES];
    body[..8].copy_from_slice(&device.to_be_bytes());
    body[8..16].copy_from_slice(&standing.next.to_be_bytes());
    body[16..24].copy_from_slice(&standing.lost.to_be_bytes());
    body[24..28].copy_from_slice(&standing.gaps.to_be_bytes());
    body[28..].copy_from_slice(&standing.stored.0.to_be_bytes());
    body
}

fn decode(attributes: &[u8], body: &[u8]) -> Option<(u64, Standing)> {
    let (device, rest) = body.split_first_chunk()?;
    let (next, rest) = rest.split_first_chunk()?;
    let mut standing = Standing { next: u64::from_be_bytes(*next), ..Standing::default() };
    match attributes {
        [VERSION_PLAIN] if rest.is_empty() => {}
        [VERSION] => {
            let (lost, rest) = rest.split_first_chunk()?;
            let (gaps, rest) = rest.split_first_chunk()?;
            standing.lost = u64::from_be_bytes(*lost);
            standing.gaps = u32::from_be_bytes(*gaps);
            standing.stored = WallMs(u64::from_be_bytes(rest.try_into().ok()?));
        }
        _ => return None,
    }
    Some((u64::from_be_bytes(*device), standing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_read_and_nothing_shorter_does() {
        let standing = Standing { next: 1 << 40, lost: 3, gaps: 2, stored: WallMs(1_700_000_000_000) };
        let body = encode(7, standing);
        let plain = Standing { next: 1 << 40, ..Standing::default() };

        assert_eq!(decode(&[2], &body), Some((7, standing)));
        assert_eq!(decode(&[1], &body[..16]), Some((7, plain)));
        for end in 0..BODY_BYTES {
            assert_eq!(decode(&[2], &body[..end]), None, "cut at {end}");
        }
        assert_eq!(decode(&[1], &body), None);
        assert_eq!(decode(&[3], &body), None);
    }
}
