//! Permissions that AddPermission and RemovePermission keep: statements of the queue's policy, named by their labels.

use crate::{fault, limits};
use millpond_service::Fault;
use millpond_store::queue::QueuePolicy;
use serde_json::{Value, json};
use std::sync::Arc;

/// Actions that a queue's policy can let other accounts, and callers who do not say who they are, do.
///
/// # Source
/// SQS API Reference: of all other actions it says that cross-account permissions do not apply to them.
pub(crate) const SHARED: [&str; 8] = [
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ListDeadLetterSourceQueues",
    "sqs:PurgeQueue",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",
];
/// Actions that are the owner's alone.
const OWN: [&str; 12] = [
    "AddPermission",
    "CancelMessageMoveTask",
    "CreateQueue",
    "DeleteQueue",
    "ListMessageMoveTasks",
    "ListQueueTags",
    "ListQueues",
    "RemovePermission",
    "SetQueueAttributes",
    "StartMessageMoveTask",
    "TagQueue",
    "UntagQueue",
];

/// A permission to be added.
pub(crate) struct Permission<'a> {
    pub(crate) label: &'a str,
    pub(crate) accounts: &'a [String],
    pub(crate) actions: &'a [String],
}

impl Permission<'_> {
    /// The statement that gives the permission for the queue `arn`, if it can be given.
    pub(crate) fn statement(&self, arn: &str) -> Result<Value, Fault> {
        if self.actions.is_empty() {
            return Err(fault::missing("Actions"));
        }
        let accounts = self.accounts()?;
        let count = self.actions.len();
        if count > limits::PERMISSION_ACTIONS_MAX {
            let max = limits::PERMISSION_ACTIONS_MAX;
            return Err(fault::over_limit(format!("{count} Actions were found, maximum allowed is {max}.")));
        }
        let actions = self.actions.iter().map(|action| shared(action)).collect::<Result<Vec<_>, _>>()?;
        check_label(self.label)?;
        Ok(json!({
            "Sid": self.label,
            "Effect": "Allow",
            "Principal": {"AWS": one_or_many(accounts)},
            "Action": one_or_many(actions),
            "Resource": arn,
        }))
    }

    /// The accounts, by their roots. As at AWS, those that cannot exist are left out as long as another remains.
    fn accounts(&self) -> Result<Vec<String>, Fault> {
        let is_account = |id: &&String| id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit());
        let known: Vec<String> =
            self.accounts.iter().filter(is_account).map(|id| format!("arn:aws:iam::{id}:root")).collect();
        if known.is_empty() {
            let given = format!("[{}]", self.accounts.join(", "));
            return Err(fault::parameter(given, "PrincipalId", "Unable to verify."));
        }
        Ok(known)
    }
}

/// `SQS:SendMessage`, if that can be shared.
fn shared(action: &str) -> Result<String, Fault> {
    let full = format!("SQS:{action}");
    if action == "*" || SHARED.iter().any(|known| known["sqs:".len()..] == *action) {
        return Ok(full);
    }
    let reason = if OWN.contains(&action) {
        "Only the queue owner is allowed to invoke this action."
    } else {
        "Please refer to the appropriate WSDL for a list of valid actions."
    };
    Err(fault::parameter(full, "ActionName", reason))
}

fn check_label(label: &str) -> Result<(), Fault> {
    if label.is_empty() {
        return Err(fault::missing("Label"));
    }
    let plain = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if plain && label.len() <= limits::LABEL_CHARS_MAX {
        return Ok(());
    }
    let reason = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.";
    Err(fault::parameter(label, "Label", reason))
}

/// The policy with one more statement. A statement that is there already is fine; another one of its name is not.
pub(crate) fn add(
    policy: Option<&QueuePolicy>,
    statement: Value,
    arn: &str,
) -> Result<Option<Arc<QueuePolicy>>, Fault> {
    let mut document = match policy {
        Some(policy) => read(policy)?,
        None => json!({"Version": "2008-10-17", "Id": format!("{arn}/SQSDefaultPolicy"), "Statement": []}),
    };
    let statements = statements(&mut document);
    match statements.iter().find(|known| known["Sid"] == statement["Sid"]) {
        Some(known) if *known == statement => {}
        Some(_) => {
            let label = statement["Sid"].as_str().unwrap_or_default();
            return Err(fault::parameter(label, "Label", "Already exists."));
        }
        None => statements.push(statement),
    }
    write(&document)
}

/// The policy without the statement called `label`; `None` when nothing is left of it.
pub(crate) fn remove(policy: Option<&QueuePolicy>, label: &str) -> Result<Option<Arc<QueuePolicy>>, Fault> {
    let unknown = || fault::parameter(label, "Label", "can't find label on existing policy.");
    let mut document = read(policy.ok_or_else(unknown)?)?;
    let statements = statements(&mut document);
    let before = statements.len();
    statements.retain(|statement| statement["Sid"] != label);
    if statements.len() == before {
        return Err(unknown());
    }
    if statements.is_empty() { Ok(None) } else { write(&document) }
}

fn read(policy: &QueuePolicy) -> Result<Value, Fault> {
    serde_json::from_str(policy.text()).map_err(|_| Fault::internal())
}

/// The document's statements as a list, which a lone one need not be.
fn statements(document: &mut Value) -> &mut Vec<Value> {
    let slot = &mut document["Statement"];
    if !slot.is_array() {
        *slot = json!([slot.take()]);
    }
    slot.as_array_mut().expect("it was made a list")
}

fn write(document: &Value) -> Result<Option<Arc<QueuePolicy>>, Fault> {
    let policy = QueuePolicy::parse(&document.to_string()).map_err(|cause| fault::policy(&cause))?;
    Ok(Some(Arc::new(policy)))
}

fn one_or_many(mut items: Vec<String>) -> Value {
    if items.len() == 1 { Value::from(items.remove(0)) } else { Value::from(items) }
}
