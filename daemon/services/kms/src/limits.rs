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
