//! What verifying and scrubbing find.

use std::fmt;

use millpond_base::{Seq, TrackId};

use crate::disk::Area;

/// What is wrong with a piece of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// Acknowledged bytes changed on flash.
    Rot,
    /// The last commit is damaged, and whether it had been acknowledged is not known: at most that one is gone.
    AtRisk,
    /// The device does not give these bytes.
    Unreadable,
    /// A segment's file is not there.
    Missing,
    /// A super block or a footer is damaged. Nothing is lost: the other copy or the segment itself says the same.
    Spare,
    /// What an interrupted write left; it had never been acknowledged.
    Torn,
    /// Changed bytes where nothing is kept.
    Stale,
}

impl FindingKind {
    /// True when the device, and not a power cut, explains it.
    #[must_use]
    pub fn is_damage(self) -> bool {
        !matches!(self, Self::Torn | Self::Stale)
    }

    /// True when acknowledged records are gone, or may be.
    #[must_use]
    pub fn is_loss(self) -> bool {
        matches!(self, Self::Rot | Self::AtRisk | Self::Unreadable | Self::Missing)
    }

    /// One word for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rot => "rot",
            Self::AtRisk => "at-risk",
            Self::Unreadable => "unreadable",
            Self::Missing => "missing",
            Self::Spare => "spare",
            Self::Torn => "torn",
            Self::Stale => "stale",
        }
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rot => "acknowledged data changed on flash",
            Self::AtRisk => "the last commit is damaged; it may have been acknowledged",
            Self::Unreadable => "the device does not give these bytes",
            Self::Missing => "the file is missing",
            Self::Spare => "a copy is damaged; nothing is lost",
            Self::Torn => "remains of an interrupted write, never acknowledged",
            Self::Stale => "changed bytes where nothing is kept",
        })
    }
}

/// Records of a track that lie together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The track.
    pub track: TrackId,
    /// The first record.
    pub first: Seq,
    /// How many records.
    pub count: u64,
}

impl Span {
    /// The place after the last record.
    #[must_use]
    pub fn end(&self) -> Seq {
        Seq(self.first.0.saturating_add(self.count))
    }
}

/// A piece of the log that is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// Where: a copy of the super block, or a segment.
    pub area: Area,
    /// Byte offset in the area's file.
    pub offset: u64,
    /// Bytes from there on that are suspect.
    pub bytes: u64,
    /// The records in it, as far as a footer, the index or the damaged block itself says; else `None`.
    pub span: Option<Span>,
}
