//! AWS's limits that the service model does not carry.
//!
//! # Source
//! SQS Developer Guide, "Amazon SQS message quotas", and SQS API Reference 2012-11-05, unless an item says otherwise.

use millpond_store::queue::{MOVE_RATE_MAX, MOVE_TASKS_KEPT};
use std::ops::RangeInclusive;

/// Entries of one batch.
pub(crate) const BATCH_ENTRIES_MAX: usize = 10;
/// Bytes of one batch, attributes included; also the largest `MaximumMessageSize`.
pub(crate) const BATCH_BYTES_MAX: usize = 1_048_576;
/// Characters of a batch entry's id.
pub(crate) const BATCH_ID_CHARS_MAX: usize = 80;
/// Attributes of one message.
pub(crate) const MESSAGE_ATTRIBUTES_MAX: usize = 10;
/// Bytes of a message attribute's name, and of its type.
pub(crate) const ATTRIBUTE_NAME_BYTES_MAX: usize = 256;
/// Significant digits of a message attribute of type `Number`.
pub(crate) const NUMBER_DIGITS_MAX: usize = 38;
/// Powers of ten that such a number's first digit may stand for.
pub(crate) const NUMBER_MAGNITUDE: RangeInclusive<isize> = -128..=126;
/// Characters of a message group id, a deduplication id and a receive attempt id.
pub(crate) const FIFO_ID_CHARS_MAX: usize = 128;
/// Characters of a queue name, `.fifo` included.
pub(crate) const QUEUE_NAME_CHARS_MAX: usize = 80;
/// Messages of one receive.
pub(crate) const RECEIVE_COUNT: RangeInclusive<i64> = 1..=10;
/// Seconds a receive may wait.
pub(crate) const WAIT_S: RangeInclusive<i64> = 0..=20;
/// Seconds a new message may stay hidden.
pub(crate) const DELAY_S: RangeInclusive<i64> = 0..=900;
/// Seconds a received message may stay hidden.
pub(crate) const VISIBILITY_S: RangeInclusive<i64> = 0..=43_200;
/// Seconds a message may be kept.
pub(crate) const RETENTION_S: RangeInclusive<i64> = 60..=1_209_600;
/// Bytes that `MaximumMessageSize` may be.
pub(crate) const MESSAGE_BYTES: RangeInclusive<i64> = 1_024..=1_048_576;
/// Seconds that `KmsDataKeyReusePeriodSeconds` may be.
pub(crate) const KMS_REUSE_S: RangeInclusive<i64> = 60..=86_400;
/// `maxReceiveCount` of a redrive policy.
pub(crate) const REDRIVE_COUNT: RangeInclusive<i64> = 1..=1_000;
/// Actions of one statement that AddPermission makes.
pub(crate) const PERMISSION_ACTIONS_MAX: usize = 7;
/// Characters of a permission's label.
pub(crate) const LABEL_CHARS_MAX: usize = 80;
/// Tags of one queue.
pub(crate) const TAGS_MAX: usize = 50;
/// Characters of a tag's key.
pub(crate) const TAG_KEY_CHARS_MAX: usize = 128;
/// Characters of a tag's value.
pub(crate) const TAG_VALUE_CHARS_MAX: usize = 256;
/// Queues that a redrive allow policy may name.
pub(crate) const REDRIVE_SOURCES_MAX: usize = 10;
/// Queues of one page.
pub(crate) const PAGE: RangeInclusive<i64> = 1..=1_000;
/// Messages per second that a move task may be told.
pub(crate) const MOVE_RATE: RangeInclusive<i64> = 1..=500;
/// Move tasks of one list.
pub(crate) const MOVE_TASKS: RangeInclusive<i64> = 1..=10;

const _: () =
    assert!(*MOVE_RATE.end() == MOVE_RATE_MAX as i64, "the store moves as fast as a task may be told");
const _: () = assert!(*MOVE_TASKS.end() == MOVE_TASKS_KEPT as i64, "what can be listed is remembered");
const _: () = assert!(*MESSAGE_BYTES.end() == BATCH_BYTES_MAX as i64, "the largest message fills a batch");
