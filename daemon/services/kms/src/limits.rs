//! AWS's limits that the model does not state.

/// # Source
/// KMS API reference, TagResource: 50 tags on each key.
pub(crate) const TAGS_MAX: usize = 50;

/// # Units
/// Bytes.
/// # Source
/// KMS developer guide, "Resource quotas": key policy document size 32 KB.
pub(crate) const POLICY_BYTES_MAX: usize = 32_768;

/// Keys on a page when the caller does not say.
///
/// # Source
/// KMS API reference, ListKeys, Limit.
pub(crate) const KEYS_PAGE: usize = 100;

/// Aliases on a page when the caller does not say.
///
/// # Source
/// KMS API reference, ListAliases, Limit.
pub(crate) const ALIASES_PAGE: usize = 50;

/// Grants, and tags, on a page when the caller does not say.
///
/// # Source
/// KMS API reference, ListGrants, ListRetirableGrants and ListResourceTags, Limit.
pub(crate) const GRANTS_PAGE: usize = 50;
/// See [`GRANTS_PAGE`].
pub(crate) const TAGS_PAGE: usize = 50;

/// Rotations on a page when the caller does not say.
///
/// # Source
/// KMS API reference, ListKeyRotations, Limit.
pub(crate) const ROTATIONS_PAGE: usize = 100;

/// Days from one automatic rotation to the next when the caller does not say.
///
/// # Source
/// KMS API reference, EnableKeyRotation, RotationPeriodInDays.
pub(crate) const ROTATION_DAYS: i64 = 365;

/// Days that imported material may stay when it is to go.
///
/// # Source
/// KMS API reference, ImportKeyMaterial, ValidTo.
pub(crate) const VALID_DAYS_MAX: u64 = 365;

/// Pairs of an encryption context that a grant may ask for.
///
/// # Source
/// KMS API reference, CreateGrant, Constraints.
pub(crate) const CONSTRAINT_PAIRS_MAX: usize = 8;

/// Length of a value of such a pair.
///
/// # Units
/// Characters.
/// # Source
/// KMS API reference, CreateGrant, Constraints.
pub(crate) const CONSTRAINT_VALUE_MAX: usize = 384;

/// Length of the representative of a message that ML-DSA signs.
///
/// # Units
/// Bytes.
/// # Source
/// FIPS 204, algorithm 7.
pub(crate) const MU_BYTES: usize = 64;

/// # Source
/// KMS API reference, GenerateDataKey, KeySpec.
pub(crate) const AES_128_BYTES: usize = 16;

/// # Source
/// KMS API reference, GenerateDataKey, KeySpec.
pub(crate) const AES_256_BYTES: usize = 32;

/// Days that a key waits for its deletion at least, and at most or when nothing is said.
///
/// # Source
/// AWS KMS API Reference, ScheduleKeyDeletion.
pub(crate) const DELETION_DAYS_MIN: i64 = 7;
/// See [`DELETION_DAYS_MIN`].
pub(crate) const DELETION_DAYS_MAX: i64 = 30;
