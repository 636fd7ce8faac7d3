//! AWS's limits that the model does not state.

/// # Source
/// IAM user guide, "IAM and AWS STS quotas": users in an account.
pub(crate) const USERS_MAX: usize = 5000;

/// # Source
/// IAM user guide, "IAM and AWS STS quotas": roles in an account.
pub(crate) const ROLES_MAX: usize = 1000;

/// # Source
/// IAM user guide, "IAM and AWS STS quotas": access keys assigned to an IAM user.
pub(crate) const KEYS_PER_USER_MAX: usize = 2;

/// All of a user's own policies together, in characters that are not white space.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas": IAM name and character limits.
pub(crate) const USER_POLICY_CHARS_MAX: usize = 2048;

/// All of a role's own policies together, in characters that are not white space.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas": IAM name and character limits.
pub(crate) const ROLE_POLICY_CHARS_MAX: usize = 10_240;

/// A trust policy, in characters.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas": role trust policy length.
pub(crate) const TRUST_POLICY_CHARS_MAX: usize = 2048;

/// The longest session of a role when CreateRole does not say, in seconds.
///
/// # Source
/// IAM API Reference, CreateRole, MaxSessionDuration.
pub(crate) const ROLE_SESSION_SECS: u64 = 3600;

/// Elements on a page when the caller does not say.
///
/// # Source
/// IAM API Reference, ListUsers, MaxItems.
pub(crate) const PAGE: usize = 100;
