//! Why users, roles and access keys could not be opened, changed or believed.

use crate::CatalogError;
use std::fmt;

/// What a principal is, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A user.
    User,
    /// A role.
    Role,
}

/// Why users and roles could not be opened or changed.
#[derive(Debug)]
#[non_exhaustive]
pub enum PrincipalError {
    /// The catalog failed; nothing was changed.
    Catalog(CatalogError),
    /// A document has a form this binary does not know.
    Document {
        /// The document's kind.
        kind: &'static str,
        /// The document's number.
        id: u64,
    },
    /// Nobody has this name.
    NoSuch(Kind, String),
    /// The user or role has no policy of this name.
    NoSuchPolicy(String),
    /// The user has no access key of this id.
    NoSuchKey(String),
    /// Somebody has this name already; names differ by more than case.
    Exists(Kind, String),
    /// The user or role still has access keys.
    HasKeys,
    /// The user or role still has policies.
    HasPolicies,
    /// A limit would be passed.
    Limit {
        /// The most there may be.
        max: usize,
    },
    /// A policy cannot be used; the text says why, in AWS's words.
    Malformed(String),
}

impl fmt::Display for PrincipalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Catalog(_) => f.write_str("the catalog does not take users and roles"),
            Self::Document { kind, id } => {
                write!(
                    f,
                    "document {kind}/{id} has an unknown form; use the binary that wrote it, or a newer one"
                )
            }
            Self::NoSuch(Kind::User, name) => write!(f, "there is no user {name}; create it first"),
            Self::NoSuch(Kind::Role, name) => write!(f, "there is no role {name}; create it first"),
            Self::NoSuchPolicy(name) => write!(f, "there is no policy {name}; put it first"),
            Self::NoSuchKey(id) => write!(f, "there is no access key {id}; list the user's keys"),
            Self::Exists(Kind::User, name) => {
                write!(f, "there is a user {name} already; choose another name")
            }
            Self::Exists(Kind::Role, name) => {
                write!(f, "there is a role {name} already; choose another name")
            }
            Self::HasKeys => f.write_str("it still has access keys; delete them first"),
            Self::HasPolicies => f.write_str("it still has policies; delete them first"),
            Self::Limit { max } => write!(f, "there may be {max} at most; delete one first"),
            Self::Malformed(text) => write!(f, "the policy cannot be used: {text}"),
        }
    }
}

impl std::error::Error for PrincipalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Catalog(cause) => Some(cause),
            _ => None,
        }
    }
}

impl From<CatalogError> for PrincipalError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

/// Why an access key does not open the door. Clients are told of expiry only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// No such key, or its user or role is gone.
    Unknown,
    /// The key was made inactive.
    Inactive,
    /// The session has ended.
    Expired,
    /// A session's key came without its token.
    TokenMissing,
    /// The token is not ours, or belongs to another key.
    TokenInvalid,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "the access key is not known here; create one",
            Self::Inactive => "the access key is inactive; activate it or use another",
            Self::Expired => "the session has ended; begin a new one",
            Self::TokenMissing => "the access key belongs to a session; send its token too",
            Self::TokenInvalid => {
                "the session token was not made here for this access key; begin a new session"
            }
        })
    }
}

impl std::error::Error for KeyError {}
