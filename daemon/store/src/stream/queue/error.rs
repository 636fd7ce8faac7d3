//! What can go wrong with queues on streams.

use crate::CatalogError;
use crate::keyring::KeyringError;
use millpond_log::ReadError;
use std::error::Error;
use std::fmt;

/// Why the queues on streams could not be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// The catalog failed.
    Catalog(CatalogError),
    /// A document is damaged or newer than this binary.
    Document {
        /// Its number.
        id: u64,
    },
    /// A journal's data key does not unwrap.
    Key {
        /// The queue's number.
        id: u64,
        /// Why.
        cause: KeyringError,
    },
    /// A journal cannot be read.
    Read {
        /// The queue's number.
        id: u64,
        /// Why.
        cause: ReadError,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Catalog(_) => f.write_str("queues on streams cannot be loaded from the catalog"),
            Self::Document { id } => {
                write!(f, "the document of stream queue {id} cannot be read; use a newer binary")
            }
            Self::Key { id, .. } => {
                write!(f, "the data key of stream queue {id} does not unwrap; check the root key")
            }
            Self::Read { id, .. } => {
                write!(f, "the journal of stream queue {id} cannot be read; check the device")
            }
        }
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Catalog(cause) => Some(cause),
            Self::Document { .. } => None,
            Self::Key { cause, .. } => Some(cause),
            Self::Read { cause, .. } => Some(cause),
        }
    }
}

impl From<CatalogError> for OpenError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

/// Why a queue was not made, changed or deleted.
#[derive(Debug)]
#[non_exhaustive]
pub enum ChangeError {
    /// The name is taken.
    Exists,
    /// There is no such queue.
    Unknown,
    /// The stream is gone.
    NoStream,
    /// The stream has as many queues and consumers as it may have.
    TooMany,
    /// No data key could be made.
    Key(KeyringError),
    /// The catalog failed; nothing was changed.
    Catalog(CatalogError),
    /// The new queue cannot be read.
    Read(ReadError),
}

impl fmt::Display for ChangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exists => "a queue of that name exists; choose another name",
            Self::Unknown => "there is no such queue",
            Self::NoStream => "the stream is gone",
            Self::TooMany => "the stream has as many queues and consumers as it may have; delete one",
            Self::Key(_) => "no data key can be made for the queue",
            Self::Catalog(_) => "the catalog does not take the queue's document",
            Self::Read(_) => "the queue's journal cannot be read; check the device",
        })
    }
}

impl Error for ChangeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Exists | Self::Unknown | Self::NoStream | Self::TooMany => None,
            Self::Key(cause) => Some(cause),
            Self::Catalog(cause) => Some(cause),
            Self::Read(cause) => Some(cause),
        }
    }
}

impl From<CatalogError> for ChangeError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}
