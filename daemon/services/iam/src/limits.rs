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

/// Groups in an account.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const GROUPS_MAX: usize = 300;

/// Groups a user can be in.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const GROUPS_PER_USER_MAX: usize = 10;

/// Managed policies in an account.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const POLICIES_MAX: usize = 1500;

/// Versions of a managed policy.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const POLICY_VERSIONS_MAX: usize = 5;

/// Managed policies attached to a user, a group or a role.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const ATTACHED_MAX: usize = 10;

/// All of a group's own policies together, in characters that are not white space.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const GROUP_POLICY_CHARS_MAX: usize = 5120;

/// A managed policy, in characters that are not white space.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const MANAGED_POLICY_CHARS_MAX: usize = 6144;

/// SAML providers in an account.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const SAML_PROVIDERS_MAX: usize = 100;

/// OpenID Connect providers in an account.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const OIDC_PROVIDERS_MAX: usize = 100;

/// Audiences of an OpenID Connect provider.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const CLIENT_IDS_MAX: usize = 100;

/// Thumbprints of an OpenID Connect provider.
///
/// # Source
/// IAM API Reference, CreateOpenIDConnectProvider, ThumbprintList.
pub(crate) const THUMBPRINTS_MAX: usize = 5;

/// MFA devices of a user.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const MFA_DEVICES_PER_USER_MAX: usize = 8;

/// Virtual MFA devices in an account, assigned or not.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas": equal to the user quota; a user may have eight.
pub(crate) const MFA_DEVICES_MAX: usize = 5000 * 8;

/// Tags of anything.
///
/// # Source
/// IAM user guide, "IAM and AWS STS quotas".
pub(crate) const TAGS_MAX: usize = 50;

/// A metadata document, in bytes. AWS takes 10 MB; a provider's own metadata has some 10 kB, and every document here is
/// held in memory.
///
/// # Source
/// Ours.
pub(crate) const SAML_METADATA_BYTES_MAX: usize = 131_072;

/// Policies one simulation can be given.
///
/// # Source
/// Ours, so that one question stays a bounded amount of work; a principal can have 32 here.
pub(crate) const SIMULATED_POLICIES_MAX: usize = 64;

/// Elements on a page when the caller does not say.
///
/// # Source
/// IAM API Reference, ListUsers, MaxItems.
pub(crate) const PAGE: usize = 100;
