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

/// What a session policy and the session's tags may take together, in characters.
///
/// # Source
/// STS API Reference, AssumeRole, Policy: 2,048 characters. AWS packs tags beside it in a form it does not publish;
/// 50 tags of full length come to 19,200 characters, which we allow in addition.
pub(crate) const SESSION_POLICY_CHARS_MAX: usize = 2048;
