//! Queue attributes: texts on the wire, [`Settings`] below.

use crate::{fault, limits, redrive};
use millpond_service::Fault;
use millpond_store::queue::{
    Counts, DedupScope, Order, Queue, QueuePolicy, Queues, Settings, ThroughputLimit,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Attributes that can be read and not set.
const READ_ONLY: [&str; 6] = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
    "QueueArn",
];
/// Attributes that can be set, FIFO ones included.
const SETTABLE: [&str; 15] = [
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "DelaySeconds",
    "FifoQueue",
    "FifoThroughputLimit",
    "KmsDataKeyReusePeriodSeconds",
    "KmsMasterKeyId",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "Policy",
    "ReceiveMessageWaitTimeSeconds",
    "RedriveAllowPolicy",
    "RedrivePolicy",
    "SqsManagedSseEnabled",
    "VisibilityTimeout",
];

/// The queue that attributes are for, among all others.
pub(crate) struct Place<'a> {
    /// All queues.
    pub(crate) queues: &'a Queues,
    /// The ARN of the queue, which may not exist yet.
    pub(crate) arn: &'a str,
}

/// True for a name that GetQueueAttributes knows.
pub(crate) fn is_known(name: &str) -> bool {
    name == "All" || READ_ONLY.contains(&name) || SETTABLE.contains(&name)
}

/// The settings of a new queue, and whether its name fits its type.
pub(crate) fn create(
    name: &str,
    given: &BTreeMap<String, String>,
    place: &Place<'_>,
) -> Result<Settings, Fault> {
    let fifo = match given.get("FifoQueue").map(String::as_str) {
        None => false,
        Some(text) if text.eq_ignore_ascii_case("true") => true,
        // A standard queue has no such attribute, not even as false.
        Some(text) if text.eq_ignore_ascii_case("false") => {
            return Err(fault::unknown_attribute("FifoQueue"));
        }
        Some(_) => return Err(fault::invalid_attribute("FifoQueue")),
    };
    check_name(name, fifo)?;
    let order = if fifo { Order::Fifo } else { Order::Standard };
    apply(Settings { order, ..Settings::default() }, given, place)
}

fn check_name(name: &str, fifo: bool) -> Result<(), Fault> {
    let stem = if fifo { name.strip_suffix(".fifo") } else { Some(name) };
    let plain =
        |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if name.len() <= limits::QUEUE_NAME_CHARS_MAX && stem.is_some_and(plain) {
        return Ok(());
    }
    Err(fault::invalid_parameter(if fifo {
        "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with \
         .fifo suffix and be 1 to 80 in length"
    } else {
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
    }))
}

/// The first attribute of `given` that a queue with these settings does not have.
pub(crate) fn mismatch<'a>(
    current: &Settings,
    given: &'a BTreeMap<String, String>,
    place: &Place<'_>,
) -> Result<Option<&'a str>, Fault> {
    for (name, text) in given {
        let mut one = current.clone();
        set(&mut one, name, text, place)?;
        if one != *current {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Changes settings as `given` says.
pub(crate) fn apply(
    mut settings: Settings,
    given: &BTreeMap<String, String>,
    place: &Place<'_>,
) -> Result<Settings, Fault> {
    let enables_sse = given.get("SqsManagedSseEnabled").is_some_and(|t| t.eq_ignore_ascii_case("true"));
    if enables_sse && given.get("KmsMasterKeyId").is_some_and(|key| !key.is_empty()) {
        return Err(fault::attribute_name(
            "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
        ));
    }
    for (name, text) in given {
        set(&mut settings, name, text, place)?;
    }
    check_throughput(&settings)?;
    Ok(settings)
}

/// High throughput needs ids that are unique within a group.
///
/// # Source
/// SQS API Reference, SetQueueAttributes: `perMessageGroupId` is allowed only when `DeduplicationScope` is `messageGroup`.
fn check_throughput(settings: &Settings) -> Result<(), Fault> {
    let high = settings.throughput_limit == ThroughputLimit::PerMessageGroupId;
    if high && settings.dedup_scope != DedupScope::MessageGroup {
        return Err(fault::invalid_value(
            "Invalid value for the parameter FifoThroughputLimit. Reason: The perMessageGroupId value is allowed only when \
             the value for DeduplicationScope is messageGroup.",
        ));
    }
    Ok(())
}

fn set(settings: &mut Settings, name: &str, text: &str, place: &Place<'_>) -> Result<(), Fault> {
    let some = || (!text.is_empty()).then(|| text.to_owned());
    match name {
        "DelaySeconds" => settings.delay_s = number(name, text, &limits::DELAY_S)?,
        "VisibilityTimeout" => settings.visibility_s = number(name, text, &limits::VISIBILITY_S)?,
        "MessageRetentionPeriod" => settings.retention_s = number(name, text, &limits::RETENTION_S)?,
        "ReceiveMessageWaitTimeSeconds" => settings.wait_s = number(name, text, &limits::WAIT_S)?,
        "MaximumMessageSize" => settings.message_bytes_max = number(name, text, &limits::MESSAGE_BYTES)?,
        "KmsDataKeyReusePeriodSeconds" => settings.kms_reuse_s = number(name, text, &limits::KMS_REUSE_S)?,
        "KmsMasterKeyId" => {
            settings.kms_key = some();
            settings.managed_sse &= settings.kms_key.is_none();
        }
        "SqsManagedSseEnabled" => {
            settings.managed_sse = boolean(name, text)?;
            if settings.managed_sse {
                settings.kms_key = None;
            }
        }
        "Policy" => settings.policy = policy(text)?,
        "RedrivePolicy" => settings.redrive = redrive::read(settings, text, place)?,
        "RedriveAllowPolicy" => settings.redrive_allow = redrive::read_allow(text)?,
        _ => return set_fifo(settings, name, text),
    }
    Ok(())
}

fn set_fifo(settings: &mut Settings, name: &str, text: &str) -> Result<(), Fault> {
    match name {
        "FifoQueue" if settings.is_fifo() == boolean(name, text)? => {}
        "FifoQueue" => {
            let text =
                "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.";
            return Err(fault::invalid_value(text));
        }
        "DeduplicationScope" | "FifoThroughputLimit" if !settings.is_fifo() => {
            let text = format!("You can specify the {name} only when FifoQueue is set to true.");
            return Err(fault::attribute_name(text));
        }
        "ContentBasedDeduplication" if settings.is_fifo() => settings.content_dedup = boolean(name, text)?,
        "DeduplicationScope" => {
            settings.dedup_scope = match text {
                "queue" => DedupScope::Queue,
                "messageGroup" => DedupScope::MessageGroup,
                _ => return Err(fault::invalid_attribute(name)),
            }
        }
        "FifoThroughputLimit" => {
            settings.throughput_limit = match text {
                "perQueue" => ThroughputLimit::PerQueue,
                "perMessageGroupId" => ThroughputLimit::PerMessageGroupId,
                _ => return Err(fault::invalid_attribute(name)),
            }
        }
        _ => return Err(fault::unknown_attribute(name)),
    }
    Ok(())
}

fn policy(text: &str) -> Result<Option<Arc<QueuePolicy>>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let policy = QueuePolicy::parse(text).map_err(|cause| fault::submitted_policy(&cause))?;
    Ok(Some(Arc::new(policy)))
}

fn number(name: &str, text: &str, range: &RangeInclusive<i64>) -> Result<u32, Fault> {
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse::<i64>().ok().filter(|n| plain && range.contains(n));
    number.and_then(|n| u32::try_from(n).ok()).ok_or_else(|| fault::invalid_attribute(name))
}

fn boolean(name: &str, text: &str) -> Result<bool, Fault> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Ok(true),
        _ if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(fault::invalid_attribute(name)),
    }
}

/// Every attribute that a queue has.
pub(crate) fn show(queue: &Queue, counts: Counts) -> BTreeMap<String, String> {
    let settings = queue.settings();
    let (created, changed) = queue.created_and_changed();
    let mut out = BTreeMap::new();
    let mut put = |name: &str, text: String| {
        out.insert(name.to_owned(), text);
    };
    put("QueueArn", queue.arn().to_owned());
    put("ApproximateNumberOfMessages", counts.visible.to_string());
    put("ApproximateNumberOfMessagesNotVisible", counts.in_flight.to_string());
    put("ApproximateNumberOfMessagesDelayed", counts.delayed.to_string());
    put("CreatedTimestamp", created.secs().to_string());
    put("LastModifiedTimestamp", changed.secs().to_string());
    put("VisibilityTimeout", settings.visibility_s.to_string());
    put("MaximumMessageSize", settings.message_bytes_max.to_string());
    put("MessageRetentionPeriod", settings.retention_s.to_string());
    put("DelaySeconds", settings.delay_s.to_string());
    put("ReceiveMessageWaitTimeSeconds", settings.wait_s.to_string());
    put("SqsManagedSseEnabled", settings.managed_sse.to_string());
    if let Some(key) = &settings.kms_key {
        put("KmsMasterKeyId", key.clone());
        put("KmsDataKeyReusePeriodSeconds", settings.kms_reuse_s.to_string());
    }
    if let Some(redrive) = &settings.redrive {
        let target = Value::from(redrive.target_arn.as_str());
        let count = redrive.receive_count_max;
        put("RedrivePolicy", format!(r#"{{"deadLetterTargetArn":{target},"maxReceiveCount":{count}}}"#));
    }
    if let Some(allow) = &settings.redrive_allow {
        put("RedriveAllowPolicy", allow.clone());
    }
    if let Some(policy) = &settings.policy {
        put("Policy", policy.text().to_owned());
    }
    if settings.is_fifo() {
        put("FifoQueue", "true".to_owned());
        put("ContentBasedDeduplication", settings.content_dedup.to_string());
        let group = settings.dedup_scope == DedupScope::MessageGroup;
        put("DeduplicationScope", if group { "messageGroup" } else { "queue" }.to_owned());
        let group = settings.throughput_limit == ThroughputLimit::PerMessageGroupId;
        put("FifoThroughputLimit", if group { "perMessageGroupId" } else { "perQueue" }.to_owned());
    }
    out
}
