//! Queue attributes: texts on the wire, [`Settings`] below.

use crate::{fault, limits};
use millpond_policy::Policy;
use millpond_service::Fault;
use millpond_store::queue::{Counts, DedupScope, Order, Queue, Queues, Redrive, Settings, ThroughputLimit};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

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

/// True for a name that GetQueueAttributes knows.
pub(crate) fn is_known(name: &str) -> bool {
    name == "All" || READ_ONLY.contains(&name) || SETTABLE.contains(&name)
}

/// The settings of a new queue, and whether its name fits its type.
pub(crate) fn create(
    name: &str,
    given: &BTreeMap<String, String>,
    queues: &Queues,
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
    apply(Settings { order, ..Settings::default() }, given, queues)
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
    queues: &Queues,
) -> Result<Option<&'a str>, Fault> {
    for (name, text) in given {
        let one = BTreeMap::from([(name.clone(), text.clone())]);
        if apply(current.clone(), &one, queues)? != *current {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Changes settings as `given` says.
pub(crate) fn apply(
    mut settings: Settings,
    given: &BTreeMap<String, String>,
    queues: &Queues,
) -> Result<Settings, Fault> {
    let enables_sse = given.get("SqsManagedSseEnabled").is_some_and(|t| t.eq_ignore_ascii_case("true"));
    if enables_sse && given.get("KmsMasterKeyId").is_some_and(|key| !key.is_empty()) {
        return Err(fault::attribute_name(
            "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
        ));
    }
    for (name, text) in given {
        set(&mut settings, name, text, queues)?;
    }
    Ok(settings)
}

fn set(settings: &mut Settings, name: &str, text: &str, queues: &Queues) -> Result<(), Fault> {
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
        "Policy" => {
            if !text.is_empty() && Policy::parse(text).is_err() {
                return Err(fault::invalid_attribute(name));
            }
            settings.policy = some();
        }
        "RedrivePolicy" => settings.redrive = redrive(settings, text, queues)?,
        "RedriveAllowPolicy" => settings.redrive_allow = redrive_allow(text)?,
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

fn number(name: &str, text: &str, range: &RangeInclusive<i64>) -> Result<u32, Fault> {
    let number = text.parse::<i64>().ok().filter(|n| range.contains(n));
    number.and_then(|n| u32::try_from(n).ok()).ok_or_else(|| fault::invalid_attribute(name))
}

fn boolean(name: &str, text: &str) -> Result<bool, Fault> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Ok(true),
        _ if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(fault::invalid_attribute(name)),
    }
}

/// Reads a redrive policy and checks its target.
fn redrive(settings: &Settings, text: &str, queues: &Queues) -> Result<Option<Redrive>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |reason: &str| fault::parameter(text, "RedrivePolicy", reason);
    let Ok(Value::Object(policy)) = serde_json::from_str::<Value>(text) else {
        return Err(wrong("Redrive policy is not a valid JSON map."));
    };
    if policy.keys().any(|key| key != "deadLetterTargetArn" && key != "maxReceiveCount") {
        return Err(wrong("Only following attributes are expected: [maxReceiveCount, deadLetterTargetArn]."));
    }
    let mandatory = |key: &str| {
        policy
            .get(key)
            .ok_or_else(|| wrong(&format!("Redrive policy does not contain mandatory attribute: {key}.")))
    };
    let target = mandatory("deadLetterTargetArn")?.as_str().unwrap_or_default();
    let count = mandatory("maxReceiveCount")?;
    let shown = count.as_str().map_or_else(|| count.to_string(), str::to_owned);
    let valid = shown.parse::<i64>().ok().filter(|n| limits::REDRIVE_COUNT.contains(n));
    let Some(receive_count_max) = valid.and_then(|n| u32::try_from(n).ok()) else {
        let reason = format!(
            "Invalid value for maxReceiveCount: {shown}, valid values are from 1 to 1000 both inclusive."
        );
        return Err(wrong(&reason));
    };
    if !target.starts_with("arn:aws:sqs:") || target.split(':').count() != 6 {
        return Err(wrong("Invalid value for deadLetterTargetArn."));
    }
    let queue = queues.find_arn(target).ok_or_else(|| wrong("Dead letter target does not exist."))?;
    if queue.settings().is_fifo() != settings.is_fifo() {
        return Err(wrong("Dead-letter queue must be same type of queue as the source."));
    }
    Ok(Some(Redrive { target_arn: target.to_owned(), receive_count_max }))
}

/// Checks the form of a redrive allow policy; who uses it is not enforced.
fn redrive_allow(text: &str) -> Result<Option<String>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let policy = serde_json::from_str::<Value>(text).ok();
    let permission = policy.as_ref().and_then(|p| p.get("redrivePermission")).and_then(Value::as_str);
    if !matches!(permission, Some("allowAll" | "denyAll" | "byQueue")) {
        return Err(fault::invalid_value(
            "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, \
             as it\u{2019}s in an unsupported format.",
        ));
    }
    Ok(Some(text.to_owned()))
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
    for (name, text) in [("RedriveAllowPolicy", &settings.redrive_allow), ("Policy", &settings.policy)] {
        if let Some(text) = text {
            put(name, text.clone());
        }
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
