//! What is said to the ledger, and how the log keeps it.

use super::entry::Signed;
use millpond_base::{Seq, TrackId};
use millpond_log::Batch;

const VERSION: u8 = 1;
const HEAD_BYTES: usize = 2 + 4 + 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Replaces the entry of its index and all after it.
    New = 0,
    /// Says again what stands elsewhere in the track.
    Copy = 1,
    /// Only says how far a track is gone.
    Floor = 2,
}

/// One record of the ledger's track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) kind: Kind,
    pub(super) gone: Option<(TrackId, Seq)>,
    pub(super) signed: Option<Signed>,
}

impl Statement {
    pub(super) fn copy(signed: Signed) -> Self {
        Self { kind: Kind::Copy, gone: None, signed: Some(signed) }
    }

    pub(super) fn floor(track: TrackId, floor: u64) -> Self {
        Self { kind: Kind::Floor, gone: Some((track, Seq(floor))), signed: None }
    }

    pub(super) fn append(&self, batch: &mut Batch, own: TrackId) {
        let (track, floor) = self.gone.map_or((0, 0), |(track, floor)| (track.0, floor.0));
        let mut head = [0; HEAD_BYTES];
        (head[0], head[1]) = (VERSION, self.kind as u8);
        head[2..6].copy_from_slice(&track.to_le_bytes());
        head[6..].copy_from_slice(&floor.to_le_bytes());
        let body = self.signed.as_ref().map(Signed::encode).unwrap_or_default();
        batch.append(own, &head, &body);
    }

    /// `None` for a record that this version did not write.
    pub(super) fn decode(head: &[u8], body: &[u8]) -> Option<Self> {
        let head: &[u8; HEAD_BYTES] = head.try_into().ok()?;
        let kind = match head[1] {
            0 => Kind::New,
            1 => Kind::Copy,
            2 => Kind::Floor,
            _ => return None,
        };
        let track = u32::from_le_bytes(head[2..6].try_into().ok()?);
        let floor = u64::from_le_bytes(head[6..].try_into().ok()?);
        let gone = (floor > 0).then_some((TrackId(track), Seq(floor)));
        let signed = if kind == Kind::Floor { None } else { Some(Signed::decode(body)?) };
        (head[0] == VERSION).then_some(Self { kind, gone, signed })
    }
}
