//! What another gateway is told of the entries of a call, so that it takes each of them once.

use super::parcel::{Load, Parcel};
use millpond_base::Provenance;

/// A lane as the gateway that it leads to knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Once {
    origin: [u8; 16],
    session: u64,
    next: u64,
}

impl Once {
    /// `session` is drawn at every start; `next` is the place that the source's next record had when the lane began.
    pub(super) const fn new(origin: [u8; 16], session: u64, next: u64) -> Self {
        Self { origin, session, next }
    }

    /// What a call of these says.
    pub(super) fn of(&self, load: &Load) -> Provenance {
        let Self { origin, session, next } = *self;
        let places = load.parcels.iter().map(Parcel::place).collect();
        Provenance { origin, session, next, floor: load.floor, places }
    }
}
