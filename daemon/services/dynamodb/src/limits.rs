//! Bounds that the model does not state, each with its unit and source.

/// Largest item, in bytes of names and values.
///
/// # Source
/// DynamoDB Developer Guide, quotas: 400 KB.
pub(crate) const ITEM_BYTES_MAX: usize = 400 << 10;

/// Largest partition key value, in bytes.
///
/// # Source
/// DynamoDB Developer Guide, quotas.
pub(crate) const HASH_BYTES_MAX: usize = 2048;

/// Largest sort key value, in bytes.
///
/// # Source
/// DynamoDB Developer Guide, quotas.
pub(crate) const RANGE_BYTES_MAX: usize = 1024;

/// Tables. Ours: each costs memory and a track; AWS's default quota is 2,500.
pub(crate) const TABLES_MAX: usize = 256;

/// Global secondary indexes of a table.
///
/// # Source
/// DynamoDB Developer Guide, quotas: 20.
pub(crate) const GLOBAL_INDEXES_MAX: usize = 20;

/// Local secondary indexes of a table.
///
/// # Source
/// DynamoDB Developer Guide, quotas: 5.
pub(crate) const LOCAL_INDEXES_MAX: usize = 5;

/// Attributes that all indexes of a table name in their projections.
///
/// # Source
/// DynamoDB Developer Guide, quotas: 100.
pub(crate) const PROJECTED_MAX: usize = 100;

/// Tags of a table.
///
/// # Source
/// DynamoDB Developer Guide, "Tagging resources": 50.
pub(crate) const TAGS_MAX: usize = 50;

/// Bytes that a Query or Scan looks at.
///
/// # Source
/// DynamoDB API Reference, Query: 1 MB.
pub(crate) const PAGE_BYTES_MAX: usize = 1 << 20;

/// Bytes that one BatchGetItem gives.
///
/// # Source
/// DynamoDB API Reference, BatchGetItem: 16 MB.
pub(crate) const BATCH_GET_BYTES_MAX: usize = 16 << 20;

/// Keys of one BatchGetItem.
///
/// # Source
/// DynamoDB API Reference, BatchGetItem: 100 items.
pub(crate) const BATCH_GET_MAX: usize = 100;

/// Items of one BatchWriteItem.
///
/// # Source
/// DynamoDB API Reference, BatchWriteItem: 25.
pub(crate) const BATCH_WRITE_MAX: usize = 25;

/// What one BatchWriteItem hands to the log, in bytes; the rest is given back as unprocessed. Ours: one request is one
/// commit, and must be below the log's bounds on a batch.
pub(crate) const STAGE_BYTES_MAX: usize = 4 << 20;

/// Bytes of all items of one transaction.
///
/// # Source
/// DynamoDB Developer Guide, "Amazon DynamoDB Transactions: how it works": 4 MB.
pub(crate) const TRANSACTION_BYTES_MAX: usize = 4 << 20;

/// Tables that ListTables gives at once.
///
/// # Source
/// DynamoDB API Reference, ListTables: 100.
pub(crate) const LIST_TABLES: usize = 100;

/// Capacity units that AWS grants an account and a table. Shown, not enforced.
///
/// # Source
/// DynamoDB Developer Guide, quotas: 80,000 per account and 40,000 per table.
pub(crate) const ACCOUNT_UNITS: i64 = 80_000;
/// See [`ACCOUNT_UNITS`].
pub(crate) const TABLE_UNITS: i64 = 40_000;
