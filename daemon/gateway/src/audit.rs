//! Step 6: the trace of a call, in CloudTrail's shape.
//!
//! Payloads, secrets and free text never enter an event: of a data call only the names of what it touched are kept,
//! of a management call everything short that the model does not mark as sensitive.

use crate::wire::RawRequest;
use millpond_aws::Value;
use millpond_aws::schema::{Kind, Operation, Shape};
use millpond_base::{Now, WallMs};
use millpond_log::Batch;
use millpond_service::{Audit, Call, Fault, Told};
use millpond_store::Store;
use millpond_store::principal::Caller;
use millpond_store::trail::{Event, Identity};

/// Longest text kept of one member, in bytes. Ours: an ARN and a policy name fit, a payload does not.
const TEXT_BYTES_MAX: usize = 512;
/// Longest rendering of one event's parameters, in bytes. Ours: keeps an event within one flash block.
const PARAMETERS_BYTES_MAX: usize = 2048;

/// Calls on data; the rest is management.
///
/// # Source
/// CloudTrail user guide, "Logging data events", resource types of Kinesis, SQS, DynamoDB and CloudWatch.
const DATA_CALLS: [&str; 34] = [
    "PutRecord",
    "PutRecords",
    "GetRecords",
    "GetShardIterator",
    "SubscribeToShard",
    "SendMessage",
    "SendMessageBatch",
    "ReceiveMessage",
    "DeleteMessage",
    "DeleteMessageBatch",
    "ChangeMessageVisibility",
    "ChangeMessageVisibilityBatch",
    "PutRecordBatch",
    "PutMedia",
    "PutItem",
    "GetItem",
    "UpdateItem",
    "DeleteItem",
    "Query",
    "Scan",
    "BatchGetItem",
    "BatchWriteItem",
    "TransactGetItems",
    "TransactWriteItems",
    "PutMetricData",
    "GetMetricData",
    "GetMetricStatistics",
    "ReceiveQueueRecords",
    "AcknowledgeQueueRecords",
    "UpdateQueueRecordsVisibility",
    "ReceiveDeadLetterQueueRecords",
    "AcknowledgeDeadLetterQueueRecords",
    "RestoreDeadLetterQueueRecords",
    "UpdateDeadLetterQueueRecordsVisibility",
];

/// Calls that change nothing although their name does not begin with Get, List or Describe.
///
/// # Source
/// `readOnly` in CloudTrail's example entries of KMS and STS; for DynamoDB and Kinesis, the names say it.
const READS: [&str; 17] = [
    "Encrypt",
    "Decrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateRandom",
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "DecodeAuthorizationMessage",
    "ReceiveMessage",
    "Query",
    "Scan",
    "BatchGetItem",
    "TransactGetItems",
    "SubscribeToShard",
    "ReceiveQueueRecords",
    "ReceiveDeadLetterQueueRecords",
];

/// Members whose text is secret although the model does not say so.
const SECRET_MEMBERS: [&str; 5] =
    ["SecretAccessKey", "SessionToken", "Plaintext", "MessageBody", "PartitionKey"];

/// True when a call changes nothing, so nobody needs to wait for its trace.
pub(crate) fn is_read(operation: &Operation) -> bool {
    let name = operation.name;
    ["Get", "List", "Describe"].iter().any(|p| name.starts_with(p)) || READS.contains(&name)
}

fn is_data(operation: &Operation) -> bool {
    DATA_CALLS.contains(&operation.name)
}

/// An event in the making: everything but how the call ended.
pub(crate) struct Trace<'a> {
    pub(crate) store: &'a Store,
    pub(crate) event: Event,
}

impl<'a> Trace<'a> {
    /// Begins the event of an identified call.
    pub(crate) fn begin(
        store: &'a Store,
        now: Now,
        call: &Call,
        service: &str,
        operation: &Operation,
    ) -> Self {
        let mut id = [0; 16];
        store.entropy().fill(&mut id);
        // The version and variant bits of a random UUID.
        id[6] = id[6] & 0x0f | 0x40;
        id[8] = id[8] & 0x3f | 0x80;
        let event = Event {
            id,
            request_id: call.request_id.clone(),
            wall: WallMs(now.wall.0),
            source: format!("{service}.amazonaws.com"),
            name: operation.name.to_owned(),
            region: call.region.as_str().to_owned(),
            source_ip: call.source_ip.to_string(),
            user_agent: cut(&call.user_agent),
            read_only: is_read(operation),
            management: !is_data(operation),
            secure: call.secure,
            identity: Identity { kind: "Unknown".into(), ..Identity::default() },
            ..Event::default()
        };
        Self { store, event }
    }

    /// Says who called.
    pub(crate) fn caller(&mut self, caller: &Caller) {
        self.event.identity = caller.identity();
    }

    /// Says what was asked, without payloads and secrets.
    pub(crate) fn parameters(&mut self, operation: &Operation, input: &Value) {
        self.event.request_parameters = render(operation, operation.input, input);
    }

    /// Says what came of it; only management calls that change something have response elements.
    pub(crate) fn response(&mut self, operation: &Operation, output: &Value) {
        if self.event.management && !self.event.read_only {
            self.event.response_elements = render(operation, operation.output, output);
        }
    }

    /// Says why it failed.
    pub(crate) fn fault(&mut self, fault: &Fault) {
        fault.code.clone_into(&mut self.event.error_code);
        self.event.error_message = cut(&fault.message);
    }

    /// Says what the operation tells besides.
    pub(crate) fn told(&mut self, told: Told) {
        if let Some(identity) = told.identity {
            self.event.identity = identity;
        }
        if told.additional.is_empty() {
            return;
        }
        let mut out = String::from("{");
        for (at, (name, text)) in told.additional.iter().enumerate() {
            out.push_str(if at == 0 { "" } else { "," });
            write_text(&mut out, name);
            out.push(':');
            write_text(&mut out, &cut(text));
        }
        out.push('}');
        self.event.additional = out;
    }

    /// The event as a batch of its own.
    pub(crate) fn batch(&self) -> Batch {
        let mut batch = Batch::new();
        self.append_success(&mut batch);
        batch
    }
}

impl Audit for Trace<'_> {
    fn append_success(&self, batch: &mut Batch) {
        self.store.trail().append(batch, &self.event);
    }
}

/// Who an unauthenticated request says it is; kept so that attacks can be counted.
pub(crate) fn claimed(request: &RawRequest) -> Identity {
    let claimed = request.header("authorization").and_then(|value| {
        let (_, rest) = value.split_once("Credential=")?;
        rest.split('/').next()
    });
    Identity {
        kind: "Unknown".into(),
        access_key_id: cut(claimed.unwrap_or_default()),
        ..Identity::default()
    }
}

/// Cuts a text at a character boundary.
fn cut(text: &str) -> String {
    let mut end = text.len().min(TEXT_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

/// Renders a structure as JSON with lower-case member names; empty when nothing is worth keeping.
fn render(operation: &Operation, shape: &Shape, value: &Value) -> String {
    let mut out = String::new();
    let depth = if is_data(operation) { 1 } else { 4 };
    if !write_structure(&mut out, shape, value, depth) || out.len() > PARAMETERS_BYTES_MAX {
        return String::new();
    }
    out
}

fn write_structure(out: &mut String, shape: &Shape, value: &Value, depth: u8) -> bool {
    let (Kind::Structure(members), Value::Struct(slots)) = (&shape.kind, value) else { return false };
    out.push('{');
    let mut some = false;
    for (member, slot) in members.iter().zip(slots) {
        if slot.is_null() || member.sensitive || SECRET_MEMBERS.contains(&member.name) {
            continue;
        }
        let mark = out.len();
        if some {
            out.push(',');
        }
        write_text(out, &lower_first(member.name));
        out.push(':');
        if write_value(out, member.shape, slot, depth) {
            some = true;
        } else {
            out.truncate(mark);
        }
    }
    out.push('}');
    some
}

/// Writes what may be kept of a value; false when nothing may.
fn write_value(out: &mut String, shape: &Shape, value: &Value, depth: u8) -> bool {
    match value {
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Int(n) => out.push_str(&n.to_string()),
        Value::Text(text) if text.len() <= TEXT_BYTES_MAX => write_text(out, text),
        Value::Struct(_) if depth > 1 => return write_structure(out, shape, value, depth - 1),
        Value::List(items) if depth > 1 => {
            let Kind::List { member, .. } = &shape.kind else { return false };
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                if !write_value(out, member, item, depth - 1) {
                    out.push_str("null");
                }
            }
            out.push(']');
        }
        Value::Map(entries) if depth > 1 => {
            let Kind::Map { value: shape, .. } = &shape.kind else { return false };
            out.push('{');
            for (i, (key, item)) in entries.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_text(out, key);
                out.push(':');
                if !write_value(out, shape, item, depth - 1) {
                    out.push_str("null");
                }
            }
            out.push('}');
        }
        _ => return false,
    }
    true
}

fn write_text(out: &mut String, text: &str) {
    use std::fmt::Write;
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => write!(out, "\\u{:04x}", u32::from(c)).expect("writing to a string cannot fail"),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
