//! What the three operations on move tasks share: the queues they name by ARN, and the handle of a task.
//!
//! A handle is base64 of the JSON object `{"taskId": UUID, "sourceArn": ARN}`, as AWS's is. It proves nothing: whoever
//! may act on the source queue may act on its tasks.

use crate::fault;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::uuid;
use millpond_service::{Access, Context, Fault};
use millpond_store::queue::Queue;
use serde_json::{Value, json};
use std::sync::Arc;

/// A task as its handle names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Handle {
    pub(crate) task_id: [u8; 16],
    pub(crate) source_arn: String,
}

impl Handle {
    pub(crate) fn text(&self) -> String {
        STANDARD.encode(json!({"taskId": uuid(&self.task_id), "sourceArn": self.source_arn}).to_string())
    }

    /// `None` for anything that has not the form of a handle.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()?;
        let source_arn = value["sourceArn"].as_str()?.to_owned();
        let digits: Vec<u8> = value["taskId"].as_str()?.bytes().filter(|byte| *byte != b'-').collect();
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let bytes: Vec<u8> = digits.chunks(2).map(byte).collect::<Option<_>>()?;
        let handle = Self { task_id: bytes.try_into().ok()?, source_arn };
        // One form only: what we would have written.
        (Some(uuid(&handle.task_id).as_str()) == value["taskId"].as_str()).then_some(handle)
    }
}

/// The resource that an ARN names; anything for what is no ARN, which the operation refuses.
pub(crate) fn resource(arn: &str) -> &str {
    if arn.starts_with("arn:") { arn } else { "*" }
}

/// What starting or stopping a task needs: the action itself, and taking messages out of the queue.
///
/// # Source
/// SQS Developer Guide, "Troubleshooting dead-letter queue and DLQ redrive issues".
pub(crate) fn access(action: &'static str, source_arn: &str) -> Vec<Access> {
    let actions = [action, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    actions.map(|action| Access::new(action, resource(source_arn))).into()
}

/// The queue that a parameter names by ARN.
pub(crate) fn queue(ctx: &Context<'_>, arn: &str, parameter: &str) -> Result<Arc<Queue>, Fault> {
    if !arn.starts_with("arn:") || arn.split(':').count() != 6 {
        return Err(fault::invalid_parameter(format!("Value {arn} for parameter {parameter} is invalid.")));
    }
    ctx.store.queues().find_arn(arn).ok_or_else(|| fault::no_resource(parameter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_reads_back_and_nothing_else_does() {
        let handle = Handle { task_id: [0xa7; 16], source_arn: "arn:aws:sqs:r:0:q".to_owned() };
        assert_eq!(Handle::read(&handle.text()), Some(handle));
        for wrong in ["", "foobared", "e30=", "eyJ0YXNrSWQiOiJ4Iiwic291cmNlQXJuIjoiYSJ9"] {
            assert_eq!(Handle::read(wrong), None, "{wrong}");
        }
    }
}
