//! What can go wrong with keys.

use crate::CatalogError;
use std::fmt;

/// Why the keyring could not do its work.
#[derive(Debug)]
#[non_exhaustive]
pub enum KeyringError {
    /// The catalog failed.
    Catalog(CatalogError),
    /// The data was made with another root key.
    WrongRoot {
        /// Fingerprint of the root key given.
        given: [u8; 16],
        /// Fingerprint of the root key the data was made with.
        expected: [u8; 16],
    },
    /// A key's document does not read, or its backing key does not open.
    Damaged {
        /// The document's kind.
        kind: &'static str,
        /// The document's number.
        id: u64,
    },
    /// A name leads to no key.
    Name(NameError),
    /// A wrapped data key does not open.
    Unwrap,
    /// The key is disabled.
    Disabled {
        /// The key's ARN.
        arn: String,
    },
    /// The key waits for its deletion.
    PendingDeletion {
        /// The key's ARN.
        arn: String,
    },
    /// The key's material is still to be brought.
    PendingImport {
        /// The key's ARN.
        arn: String,
    },
    /// Only a symmetric key can wrap data keys.
    NotSymmetric {
        /// The key's ARN.
        arn: String,
    },
    /// A key was made anew as often as may be asked.
    TooManyRotations {
        /// The key's ARN.
        arn: String,
    },
    /// No material was brought that the key could be made anew with.
    NothingWaits {
        /// The key's ARN.
        arn: String,
    },
    /// As many keys that take long to make are being made as may be.
    Busy {
        /// How many.
        limit: usize,
    },
    /// The library could not make a key.
    Library,
    /// No grant of the key has this id.
    NoGrant,
    /// The key does not wait for its deletion.
    NotPending {
        /// The key's ARN.
        arn: String,
    },
    /// An alias of that name exists.
    AliasExists {
        /// The alias's ARN.
        arn: String,
    },
    /// Keys and aliases fill the room they may take.
    Full {
        /// Bytes their documents would take.
        needed_bytes: usize,
        /// Bytes they may take.
        limit_bytes: usize,
    },
    /// A key has as many aliases as it may have.
    TooManyAliases {
        /// How many it may have.
        limit: usize,
    },
}

/// Why a name leads to no key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    /// Neither a key id, an alias name nor an ARN of either.
    Invalid {
        /// What was given.
        name: String,
    },
    /// No key has this ARN.
    NoKey {
        /// The key's ARN.
        arn: String,
    },
    /// No alias has this ARN.
    NoAlias {
        /// The alias's ARN.
        arn: String,
    },
    /// The ARN belongs to another region.
    Region {
        /// That region.
        region: String,
    },
}

/// Why a ciphertext does not decrypt.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecryptError {
    /// Not ours, tampered with, or sealed under another encryption context.
    Invalid,
    /// The key is disabled.
    Disabled {
        /// The key's ARN.
        arn: String,
    },
    /// The key waits for its deletion.
    PendingDeletion {
        /// The key's ARN.
        arn: String,
    },
    /// The key's material is still to be brought, or brought again.
    PendingImport {
        /// The key's ARN.
        arn: String,
    },
}

impl fmt::Display for KeyringError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Catalog(_) => f.write_str("the catalog could not keep or read a key"),
            Self::WrongRoot { given, expected } => write!(
                f,
                "root.key has fingerprint {}, this data was made with {}; put back the root.key of this directory",
                Hex(given),
                Hex(expected)
            ),
            Self::Damaged { kind, id } => {
                write!(
                    f,
                    "document {kind}/{id} is damaged; check that root.key and catalog.db belong together"
                )
            }
            Self::Name(cause) => cause.fmt(f),
            Self::Unwrap => {
                f.write_str("a data key does not open; check that root.key and catalog.db belong together")
            }
            Self::Disabled { arn } => write!(f, "{arn} is disabled; enable it"),
            Self::NotPending { arn } => write!(f, "{arn} does not wait for its deletion"),
            Self::PendingDeletion { arn } => write!(f, "{arn} waits for its deletion; cancel that first"),
            Self::PendingImport { arn } => write!(f, "{arn} has no key material; import it"),
            Self::NotSymmetric { arn } => write!(f, "{arn} is no symmetric key; choose one that is"),
            Self::TooManyRotations { arn } => write!(f, "{arn} was rotated as often as may be asked"),
            Self::NothingWaits { arn } => write!(f, "{arn} has no material that waits; import some first"),
            Self::Busy { limit } => write!(f, "{limit} keys are being made; try again soon"),
            Self::Library => f.write_str("the library could not make a key"),
            Self::NoGrant => f.write_str("the key has no such grant"),
            Self::AliasExists { arn } => write!(f, "{arn} exists already; choose another name"),
            Self::Full { needed_bytes, limit_bytes } => {
                write!(f, "keys and aliases would take {needed_bytes} B of {limit_bytes} B; delete some")
            }
            Self::TooManyAliases { limit } => write!(f, "the key has {limit} aliases, the most it may have"),
        }
    }
}

impl std::error::Error for KeyringError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Catalog(cause) => Some(cause),
            _ => None,
        }
    }
}

impl From<CatalogError> for KeyringError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

impl From<NameError> for KeyringError {
    fn from(cause: NameError) -> Self {
        Self::Name(cause)
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { name } => {
                write!(f, "{name} names no key; give a key id, an alias or the ARN of either")
            }
            Self::NoKey { arn } => write!(f, "{arn} does not exist"),
            Self::NoAlias { arn } => write!(f, "{arn} does not exist"),
            Self::Region { region } => write!(f, "the ARN is of region {region}, not of this one"),
        }
    }
}

impl std::error::Error for NameError {}

impl fmt::Display for DecryptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid => {
                f.write_str("the ciphertext or its encryption context is not what was encrypted here")
            }
            Self::Disabled { arn } => write!(f, "{arn} is disabled; enable it"),
            Self::PendingDeletion { arn } => write!(f, "{arn} waits for its deletion; cancel that first"),
            Self::PendingImport { arn } => write!(f, "{arn} has no key material; import it"),
        }
    }
}

impl std::error::Error for DecryptError {}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
