//! Dead-letter queues: where a queue's messages go that were received too often, and who may use a queue for that.

use crate::attributes::Place;
use crate::{fault, limits};
use millpond_service::Fault;
use millpond_store::queue::{Redrive, Settings};
use serde_json::{Map, Value};

/// What a redrive allow policy may say.
const PERMISSIONS: [&str; 3] = ["allowAll", "denyAll", "byQueue"];

/// Reads a redrive policy and checks its target.
pub(crate) fn read(settings: &Settings, text: &str, place: &Place<'_>) -> Result<Option<Redrive>, Fault> {
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
    let queue = place.queues.find_arn(target).ok_or_else(|| wrong("Dead letter target does not exist."))?;
    if queue.settings().is_fifo() != settings.is_fifo() {
        return Err(wrong("Dead-letter queue must be same type of queue as the source."));
    }
    if !allows(queue.settings().redrive_allow.as_deref(), place.arn) {
        return Err(wrong(
            "The redrive allow policy of the dead-letter queue does not allow this source queue.",
        ));
    }
    Ok(Some(Redrive { target_arn: target.to_owned(), receive_count_max }))
}

/// Whether a queue with this redrive allow policy may be the dead-letter queue of the queue `source`.
fn allows(policy: Option<&str>, source: &str) -> bool {
    let Some(Ok(Value::Object(policy))) = policy.map(serde_json::from_str::<Value>) else { return true };
    match policy.get("redrivePermission").and_then(Value::as_str) {
        Some("denyAll") => false,
        Some("byQueue") => sources(&policy).is_some_and(|arns| arns.contains(&source)),
        _ => true,
    }
}

/// Checks a redrive allow policy, which is kept as it was given.
pub(crate) fn read_allow(text: &str) -> Result<Option<String>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let form = || {
        fault::invalid_value(
            "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, \
             as it\u{2019}s in an unsupported format.",
        )
    };
    let Ok(Value::Object(policy)) = serde_json::from_str::<Value>(text) else { return Err(form()) };
    if policy.keys().any(|key| key != "redrivePermission" && key != "sourceQueueArns") {
        return Err(form());
    }
    let permission = policy.get("redrivePermission").and_then(Value::as_str);
    let permission = permission.filter(|word| PERMISSIONS.contains(word)).ok_or_else(form)?;
    let named = match policy.get("sourceQueueArns") {
        None => None,
        Some(_) => Some(sources(&policy).ok_or_else(form)?.len()),
    };
    let reason = match (permission, named) {
        ("byQueue", None | Some(0)) => {
            "When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values."
        }
        ("byQueue", Some(count)) if count > limits::REDRIVE_SOURCES_MAX => {
            "The maximum number of source queue ARNs you can specify is 10."
        }
        ("byQueue", _) | (_, None) => return Ok(Some(text.to_owned())),
        _ => "To specify one or more source queue ARNs, you must set redrivePermission to byQueue.",
    };
    let reason = format!("Amazon SQS can't create the redrive allow policy. {reason}");
    Err(fault::parameter(text, "RedriveAllowPolicy", &reason))
}

/// The queues that a redrive allow policy names; `None` when they are not a list of texts.
fn sources(policy: &Map<String, Value>) -> Option<Vec<&str>> {
    policy.get("sourceQueueArns")?.as_array()?.iter().map(Value::as_str).collect()
}
