//! What can go wrong with a disk, and when: docs/fault-model.md says what each means.

use std::collections::BTreeMap;
use std::ops::Range;

use millpond_base::{Entropy, SeededEntropy};

use crate::disk::Area;

/// What goes wrong at one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The operation fails with an I/O error and does nothing.
    Error,
    /// A write or zero fill stops half-way and fails.
    Short,
    /// A create, write or zero fill fails because there is no space; it does nothing.
    NoSpace,
    /// A sync fails; each sector written since the last good one is kept or lost by chance, and
    /// later syncs succeed without writing it again.
    SyncLies,
    /// The operation takes this long. Milliseconds.
    Slow(u32),
    /// A sync succeeds and flushes nothing.
    SyncIgnored,
    /// A write succeeds, and so does its sync; flash keeps the old bytes, as the next start finds.
    Lost,
    /// As `Lost`, and the bytes land in another place.
    Misdirected,
    /// One bit flips somewhere among what was written.
    Rot,
    /// A page somewhere among what was written cannot be read until it is written again.
    Spoiled,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Create,
    Write,
    Zero,
    Sync,
    Names,
}

impl Fault {
    /// True when bytes are gone that a sync had promised: nothing can undo that, it can only be noticed.
    #[must_use]
    pub const fn destroys(self) -> bool {
        matches!(self, Self::SyncIgnored | Self::Lost | Self::Misdirected | Self::Rot | Self::Spoiled)
    }

    /// One word, for counting.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Short => "short",
            Self::NoSpace => "no-space",
            Self::SyncLies => "sync-lies",
            Self::Slow(_) => "slow",
            Self::SyncIgnored => "sync-ignored",
            Self::Lost => "lost",
            Self::Misdirected => "misdirected",
            Self::Rot => "rot",
            Self::Spoiled => "spoiled",
        }
    }

    pub(super) const fn strikes(self, kind: Kind) -> bool {
        match self {
            Self::Error | Self::Slow(_) | Self::Rot | Self::Spoiled => true,
            Self::Short => matches!(kind, Kind::Write | Kind::Zero),
            Self::NoSpace => matches!(kind, Kind::Create | Kind::Write | Kind::Zero),
            Self::SyncLies | Self::SyncIgnored => matches!(kind, Kind::Sync),
            Self::Lost | Self::Misdirected => matches!(kind, Kind::Write),
        }
    }
}

/// The script of a simulated disk. Operations that change it (create, write, zero, sync, sync of
/// names) are counted from 0, reads apart from them.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// Power is lost during this operation: unsynced sectors are kept or lost by chance.
    pub cut_at: Option<u64>,
    /// What goes wrong at which operation, or at the first after it that this can happen to.
    pub at: BTreeMap<u64, Fault>,
    /// Which reads fail with an I/O error.
    pub reads: Vec<u64>,
    /// Bytes that all areas together may have.
    pub capacity_bytes: Option<u64>,
}

impl Faults {
    /// The power goes at this operation, and nothing else goes wrong.
    #[must_use]
    pub fn cut(operation: u64) -> Self {
        Self { cut_at: Some(operation), ..Self::default() }
    }

    /// One thing goes wrong at this operation.
    #[must_use]
    pub fn one(operation: u64, fault: Fault) -> Self {
        Self { at: BTreeMap::from([(operation, fault)]), ..Self::default() }
    }

    /// Up to `count` of these faults at operations that `seed` decides. Nothing of nothing.
    #[must_use]
    pub fn drawn(seed: u64, operations: Range<u64>, count: u64, kinds: &[Fault]) -> Self {
        let chance = SeededEntropy::new(seed);
        let below = |n: u64| u64::from_le_bytes(chance.bytes()).checked_rem(n);
        let draw = |_| {
            let at = operations.start + below(operations.end.saturating_sub(operations.start))?;
            let kind = below(kinds.len() as u64)?;
            Some((at, kinds[usize::try_from(kind).ok()?]))
        };
        Self { at: (0..count).filter_map(draw).collect(), ..Self::default() }
    }
}

/// A fault that happened, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Harm {
    /// The operation.
    pub operation: u64,
    /// What went wrong.
    pub fault: Fault,
    /// The file; that of the operation, or where the damage is.
    pub area: Option<Area>,
    /// Byte offset in the file.
    pub offset: u64,
    /// How many bytes.
    pub bytes: u64,
}
