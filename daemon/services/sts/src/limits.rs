//! AWS's limits that the model does not state.

/// How long a session lasts when the caller does not say, in seconds.
///
/// # Source
/// STS API Reference, AssumeRole, DurationSeconds.
pub(crate) const ROLE_SESSION_SECS: u64 = 3600;

/// The longest session of a role that another role's session takes on, in seconds.
///
/// # Source
/// IAM user guide, "Roles terms and concepts", role chaining.
pub(crate) const CHAINED_SESSION_SECS_MAX: u64 = 3600;

/// How long a user's session lasts when the caller does not say, in seconds.
///
/// # Source
/// STS API Reference, GetSessionToken, DurationSeconds.
pub(crate) const USER_SESSION_SECS: u64 = 43_200;

/// What session policies may take together, the ARNs of managed ones included, in characters.
///
/// # Source
/// STS API Reference, AssumeRole, Policy: 2,048 characters.
pub(crate) const SESSION_POLICY_CHARS_MAX: usize = 2048;

/// Managed policies that may limit one session.
///
/// # Source
/// STS API Reference, AssumeRole, PolicyArns.
pub(crate) const SESSION_POLICY_ARNS_MAX: usize = 10;

/// Tags of one session, and what they may take, in characters.
///
/// # Source
/// STS API Reference, AssumeRole, Tags: 50 of 128 and 256 characters. AWS packs them beside the policies in a form it does
/// not publish; here they have room of their own.
pub(crate) const SESSION_TAGS_MAX: usize = 50;
pub(crate) const SESSION_TAG_CHARS_MAX: usize = SESSION_TAGS_MAX * (128 + 256);

/// How long a web identity token lasts when the caller does not say, in seconds.
///
/// # Source
/// STS API Reference, GetWebIdentityToken, DurationSeconds.
pub(crate) const WEB_TOKEN_SECS: u64 = 300;

/// What a web identity token may state, in bytes of JSON.
///
/// # Source
/// Ours, as AWS does not say: what fits the headers that most servers take, 8 kB, once it is encoded.
pub(crate) const WEB_TOKEN_PAYLOAD_BYTES_MAX: usize = 5_120;
