//! What can go wrong with streams.

use crate::CatalogError;
use crate::keyring::KeyringError;
use std::error::Error;
use std::fmt;

/// Why the streams could not be loaded.
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
    /// A consumer's document is damaged or newer than this binary.
    ConsumerDocument {
        /// Its number.
        id: u64,
    },
    /// A stream's data key does not unwrap.
    Key {
        /// The stream's number.
        id: u64,
        /// Why.
        cause: KeyringError,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Catalog(_) => f.write_str("streams cannot be loaded from the catalog"),
            Self::Document { id } => {
                write!(f, "the document of stream {id} cannot be read; use a newer binary")
            }
            Self::ConsumerDocument { id } => {
                write!(f, "the document of stream consumer {id} cannot be read; use a newer binary")
            }
            Self::Key { id, .. } => {
                write!(f, "the data key of stream {id} does not unwrap; check the root key")
            }
        }
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Catalog(cause) => Some(cause),
            Self::Document { .. } | Self::ConsumerDocument { .. } => None,
            Self::Key { cause, .. } => Some(cause),
        }
    }
}

impl From<CatalogError> for OpenError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

/// Why a stream was not made.
#[derive(Debug)]
#[non_exhaustive]
pub enum CreateError {
    /// The name is taken.
    Exists,
    /// The catalog failed.
    Catalog(CatalogError),
    /// No data key could be made.
    Key(KeyringError),
}

impl fmt::Display for CreateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exists => "the stream exists; choose another name",
            Self::Catalog(_) => "the stream cannot be written to the catalog",
            Self::Key(_) => "the stream's data key cannot be made",
        })
    }
}

impl Error for CreateError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Exists => None,
            Self::Catalog(cause) => Some(cause),
            Self::Key(cause) => Some(cause),
        }
    }
}

impl From<CatalogError> for CreateError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

impl From<KeyringError> for CreateError {
    fn from(cause: KeyringError) -> Self {
        Self::Key(cause)
    }
}

/// Why a stream was not changed; it is as it was.
#[derive(Debug)]
#[non_exhaustive]
pub enum ChangeError<E> {
    /// There is no such stream.
    Unknown,
    /// Whoever asked found a reason not to.
    Refused(E),
    /// The shards would not cover the key space exactly once.
    Shards,
    /// The stream's data key does not unwrap, or a new one cannot be made.
    Key(KeyringError),
    /// The catalog failed.
    Catalog(CatalogError),
}

impl<E> fmt::Display for ChangeError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "there is no such stream",
            Self::Refused(_) => "the stream cannot be changed so",
            Self::Shards => "the shards would leave a gap or overlap; the stream is unchanged",
            Self::Key(_) => "the stream's data key cannot be used; the stream is unchanged",
            Self::Catalog(_) => "the stream cannot be written to the catalog; it is unchanged",
        })
    }
}

impl<E: Error + 'static> Error for ChangeError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unknown | Self::Shards => None,
            Self::Refused(cause) => Some(cause),
            Self::Key(cause) => Some(cause),
            Self::Catalog(cause) => Some(cause),
        }
    }
}

impl<E> From<CatalogError> for ChangeError<E> {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

impl<E> From<KeyringError> for ChangeError<E> {
    fn from(cause: KeyringError) -> Self {
        Self::Key(cause)
    }
}

/// Why a stream was not deleted.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeleteError {
    /// There is no such stream.
    Unknown,
    /// The stream has consumers, and they were to be spared.
    Consumed,
    /// The catalog failed; the stream is intact.
    Catalog(CatalogError),
}

impl fmt::Display for DeleteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "there is no such stream",
            Self::Consumed => "the stream has consumers; deregister them first",
            Self::Catalog(_) => "the stream cannot be removed from the catalog; it is intact",
        })
    }
}

impl Error for DeleteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unknown | Self::Consumed => None,
            Self::Catalog(cause) => Some(cause),
        }
    }
}

impl From<CatalogError> for DeleteError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

/// Why a consumer was not registered.
#[derive(Debug)]
#[non_exhaustive]
pub enum RegisterError {
    /// The stream is gone.
    UnknownStream,
    /// The stream has a consumer of this name.
    Exists,
    /// The stream has as many consumers as it may.
    Full,
    /// The catalog failed.
    Catalog(CatalogError),
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownStream => "the stream is gone",
            Self::Exists => "the consumer exists; choose another name",
            Self::Full => "the stream has as many consumers as it may; deregister one",
            Self::Catalog(_) => "the consumer cannot be written to the catalog",
        })
    }
}

impl Error for RegisterError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Catalog(cause) => Some(cause),
            _ => None,
        }
    }
}

impl From<CatalogError> for RegisterError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

/// Why a consumer was not deregistered or changed.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeregisterError {
    /// The consumer is gone.
    Unknown,
    /// The catalog failed; the consumer is as it was.
    Catalog(CatalogError),
}

impl fmt::Display for DeregisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "there is no such consumer",
            Self::Catalog(_) => "the catalog did not take the change of the consumer; it is as it was",
        })
    }
}

impl Error for DeregisterError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unknown => None,
            Self::Catalog(cause) => Some(cause),
        }
    }
}

impl From<CatalogError> for DeregisterError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}
