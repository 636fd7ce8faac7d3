//! How a queue behaves, as types that cannot hold a value AWS would refuse.

use super::policy::QueuePolicy;
use crate::encryption::Encryption;
use std::sync::Arc;

/// Whether messages keep their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Best effort; redelivered messages come first.
    #[default]
    Standard,
    /// Strict within a message group, with deduplication.
    Fifo,
}

/// Within what a deduplication id must be unique.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DedupScope {
    /// The whole queue.
    #[default]
    Queue,
    /// Each message group by itself.
    MessageGroup,
}

/// To what the FIFO throughput quota applies. Stored and reported; this engine has no such quota.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThroughputLimit {
    /// The whole queue.
    #[default]
    PerQueue,
    /// Each message group by itself.
    PerMessageGroupId,
}

/// Where messages go that were received too often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redrive {
    /// The dead-letter queue.
    pub target_arn: String,
    /// How often a message may be received before it is moved.
    pub receive_count_max: u32,
}

/// Every setting of a queue.
///
/// # Source
/// SQS API Reference 2012-11-05, SetQueueAttributes; defaults as real queues report them in 2026.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Fixed at creation.
    pub order: Order,
    /// How long a new message stays hidden: 0 to 900 s.
    pub delay_s: u32,
    /// How long a received message stays hidden: 0 to 43 200 s.
    pub visibility_s: u32,
    /// How long a message is kept: 60 to 1 209 600 s.
    pub retention_s: u32,
    /// How long a receive waits when it does not say: 0 to 20 s.
    pub wait_s: u32,
    /// Largest message, attributes included: 1 024 to 1 048 576 B.
    pub message_bytes_max: u32,
    /// A message without a deduplication id uses the SHA-256 of its body.
    pub content_dedup: bool,
    /// FIFO only.
    pub dedup_scope: DedupScope,
    /// FIFO only.
    pub throughput_limit: ThroughputLimit,
    /// The dead-letter queue, if there is one.
    pub redrive: Option<Redrive>,
    /// Who may use this queue as a dead-letter queue: JSON as given.
    pub redrive_allow: Option<String>,
    /// What the owner lets others do.
    pub policy: Option<Arc<QueuePolicy>>,
    /// The KMS key named for the queue, as given; SQS takes any name.
    pub kms_key: Option<String>,
    /// The KMS keys that messages were sealed under, of those that were named and could be used.
    pub encryption: Encryption,
    /// How long SQS reuses a data key: 60 to 86 400 s. Reported only; the engine has its own rotation.
    pub kms_reuse_s: u32,
    /// Sealed with a key of the service. Reported only: a queue here is always sealed.
    pub managed_sse: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            order: Order::Standard,
            delay_s: 0,
            visibility_s: 30,
            retention_s: 345_600,
            wait_s: 0,
            message_bytes_max: 1_048_576,
            content_dedup: false,
            dedup_scope: DedupScope::Queue,
            throughput_limit: ThroughputLimit::PerQueue,
            redrive: None,
            redrive_allow: None,
            policy: None,
            kms_key: None,
            encryption: Encryption::default(),
            kms_reuse_s: 300,
            managed_sse: true,
        }
    }
}

impl Settings {
    /// True for a FIFO queue.
    #[must_use]
    pub fn is_fifo(&self) -> bool {
        self.order == Order::Fifo
    }
}
