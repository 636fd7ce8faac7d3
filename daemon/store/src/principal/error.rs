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
    /// A group of users.
    Group,
    /// A managed policy.
    Policy,
    /// A virtual MFA device.
    Mfa,
    /// A SAML provider.
    Saml,
    /// An OpenID Connect provider.
    Oidc,
    /// The account's alias.
    Alias,
}

impl Kind {
    const fn noun(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Role => "role",
            Self::Group => "group",
            Self::Policy => "managed policy",
            Self::Mfa => "virtual MFA device",
            Self::Saml => "SAML provider",
            Self::Oidc => "OpenID Connect provider",
            Self::Alias => "account alias",
        }
    }
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
    /// The user, group or role still has policies.
    HasPolicies,
    /// The user, group or role still has managed policies.
    HasAttached,
    /// The user is still in groups.
    HasGroups,
    /// The user still has an MFA device.
    HasDevice,
    /// The group still has users.
    HasMembers,
    /// The managed policy is attached, or bounds somebody; the device belongs to somebody.
    InUse,
    /// The managed policy still has versions that are not in force.
    HasVersions,
    /// The version is in force.
    IsDefault,
    /// The managed policy has no version of this id.
    NoSuchVersion(String),
    /// The managed policy with this ARN is not attached.
    NotAttached(String),
    /// The codes are not those that the device shows now.
    WrongCode,
    /// A token of the account's own cannot be signed.
    Signing,
    /// A policy is too long.
    TooLong {
        /// The most characters it may have, white space aside.
        max: usize,
    },
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
            Self::NoSuch(kind, name) => {
                write!(f, "there is no {} {name}; create it first", kind.noun())
            }
            Self::NoSuchPolicy(name) => write!(f, "there is no policy {name}; put it first"),
            Self::NoSuchKey(id) => write!(f, "there is no access key {id}; list the user's keys"),
            Self::Exists(kind, name) => {
                write!(f, "there is a {} {name} already; choose another name", kind.noun())
            }
            Self::HasKeys => f.write_str("it still has access keys; delete them first"),
            Self::HasPolicies => f.write_str("it still has policies; delete them first"),
            Self::HasAttached => f.write_str("it still has managed policies; detach them first"),
            Self::HasGroups => f.write_str("it is still in groups; take it out first"),
            Self::HasDevice => f.write_str("it still has an MFA device; deactivate it first"),
            Self::HasMembers => f.write_str("it still has users; take them out first"),
            Self::InUse => f.write_str("it is still in use; detach it first"),
            Self::HasVersions => f.write_str("it still has other versions; delete them first"),
            Self::IsDefault => f.write_str("the version is in force; put another in force first"),
            Self::NoSuchVersion(id) => write!(f, "there is no version {id}; list the policy's versions"),
            Self::NotAttached(arn) => write!(f, "the policy {arn} is not attached; list what is"),
            Self::WrongCode => f.write_str("the codes are not the device's; wait for new ones and try again"),
            Self::Signing => f.write_str("the key for tokens cannot be used; look at the journal"),
            Self::TooLong { max } => write!(f, "the policy may have {max} characters; split it"),
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
