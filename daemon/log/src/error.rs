//! What can fail, one closed enum per thing.

use std::error::Error;
use std::fmt;
use std::io;

use millpond_base::{Seq, TrackId};

/// Why a batch was not staged. Nothing of it will be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StageError {
    /// Too much waits for the next commit; try again after one.
    Busy {
        /// Bytes that wait.
        staged_bytes: u64,
        /// Bytes that may wait.
        staged_bytes_max: u64,
    },
    /// The budget is used up by live data.
    Full {
        /// Bytes of flash that hold live data.
        used_bytes: u64,
        /// Bytes of flash that the log may use.
        budget_bytes: u64,
    },
    /// An earlier write or sync failed; the log can be read but not written until it is reopened.
    Failed,
    /// The track was never registered, or was dropped.
    UnknownTrack(TrackId),
    /// The track takes no more records; see [`crate::Log::close_track`].
    Closed(TrackId),
    /// The batch cannot fit in one commit.
    TooLarge {
        /// Bytes that the batch needs.
        bytes: u64,
        /// Bytes that a batch may need.
        bytes_max: u64,
    },
}

impl fmt::Display for StageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy { staged_bytes, staged_bytes_max } => {
                write!(
                    f,
                    "{staged_bytes} B of {staged_bytes_max} B wait to be written; try again after the next commit"
                )
            }
            Self::Full { used_bytes, budget_bytes } => write!(
                f,
                "the log holds {used_bytes} B of {budget_bytes} B; delete a stream or shorten its retention"
            ),
            Self::Failed => f.write_str("an earlier write failed; check the device and restart"),
            Self::UnknownTrack(track) => {
                write!(f, "track {} is not registered; register its key first", track.0)
            }
            Self::Closed(track) => {
                write!(f, "track {} takes no more records; find out what took its place", track.0)
            }
            Self::TooLarge { bytes, bytes_max } => {
                write!(f, "a batch of {bytes} B exceeds {bytes_max} B; split it")
            }
        }
    }
}

impl Error for StageError {}

/// Why a commit failed. The outcome of the batches in it is unknown until the log is reopened.
#[derive(Debug)]
#[non_exhaustive]
pub enum CommitError {
    /// The device refused this write or sync; the log is now read-only.
    Device(io::Error),
    /// An earlier commit failed; the log is read-only until it is reopened.
    Failed,
}

impl fmt::Display for CommitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Device(_) => f.write_str("the device failed while writing; check it and restart"),
            Self::Failed => f.write_str("an earlier write failed; check the device and restart"),
        }
    }
}

impl Error for CommitError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Device(cause) => Some(cause),
            Self::Failed => None,
        }
    }
}

/// Why nothing could be read from here.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// A chunk of acknowledged records is damaged; a caller goes on at `first + count`.
    Rot {
        /// The track.
        track: TrackId,
        /// The first record of the damaged chunk.
        first: Seq,
        /// How many records the chunk holds.
        count: u32,
        /// The segment it lies in.
        segment: u32,
        /// Byte offset in the segment's file.
        offset: u64,
    },
    /// The track is not registered, or its key was forgotten.
    UnknownTrack(TrackId),
    /// The device refused to read.
    Device(io::Error),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rot { track, first, count, segment, offset } => write!(
                f,
                "track {}: {count} records from {} are damaged (segment {segment}, offset {offset}); go on after them",
                track.0, first.0
            ),
            Self::UnknownTrack(track) => {
                write!(f, "track {} is not registered; register its key first", track.0)
            }
            Self::Device(_) => f.write_str("the device failed while reading; check it and try again"),
        }
    }
}

impl Error for ReadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Device(cause) => Some(cause),
            Self::Rot { .. } | Self::UnknownTrack(_) => None,
        }
    }
}

/// Why a log could not be created or opened. Nothing was changed that a later open could miss.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// There is no log here; create one.
    Missing,
    /// There is a log here already; it is never overwritten.
    Exists,
    /// Both super blocks are damaged.
    SuperDamaged,
    /// The log was written by a later version.
    Version {
        /// The version found.
        found: u16,
        /// The version this program writes.
        known: u16,
    },
    /// The segment size differs from the one the log was created with.
    SegmentBytes {
        /// Bytes per segment on flash.
        found: u32,
    },
    /// An option is out of range.
    Options(&'static str),
    /// The device failed.
    Device(io::Error),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no log here; create one first"),
            Self::Exists => f.write_str("there is a log here already; open it or choose another directory"),
            Self::SuperDamaged => f.write_str("both super blocks are damaged; restore one from a backup"),
            Self::Version { found, known } => {
                write!(f, "the log has format {found}, this program knows {known}; use a newer program")
            }
            Self::SegmentBytes { found } => {
                write!(f, "the log has segments of {found} B; open it with the same size")
            }
            Self::Options(what) => write!(f, "{what}; correct the option"),
            Self::Device(_) => f.write_str("the device failed while opening the log; check it and try again"),
        }
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Device(cause) => Some(cause),
            _ => None,
        }
    }
}

impl From<io::Error> for OpenError {
    fn from(cause: io::Error) -> Self {
        Self::Device(cause)
    }
}

/// Why no segment could be freed.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReclaimError {
    /// An earlier write failed; the log is read-only until it is reopened.
    Failed,
}

impl fmt::Display for ReclaimError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed => f.write_str("an earlier write failed; check the device and restart"),
        }
    }
}

impl Error for ReclaimError {}
