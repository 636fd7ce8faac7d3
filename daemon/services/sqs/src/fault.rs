//! Every refusal of this service, in AWS's words.
//!
//! # Source
//! Texts recorded from AWS by client test suites and issue reports.

use crate::api::error;
use millpond_aws::constraints::{Rule, Violation};
use millpond_log::{ReadError, StageError};
use millpond_service::{Call, Fault};
use millpond_store::queue::{ChangeError, HandleError, MoveError, PolicyError, SendError};
use std::fmt::Display;

/// A request that breaks the model's constraints. SQS never words these as other services do.
pub(crate) fn refuse(violations: &[Violation]) -> Fault {
    match violations.first() {
        Some(violation) if matches!(violation.rule, Rule::Required) => missing(violation.member),
        Some(violation) => invalid_value(format!("Invalid value for the parameter {}.", violation.member)),
        None => Fault::internal(),
    }
}

pub(crate) fn missing(parameter: &str) -> Fault {
    let text = format!("The request must contain the parameter {parameter}.");
    Fault::code("MissingRequiredParameterException", 400, text).query("MissingParameter", 400)
}

pub(crate) fn invalid_parameter(text: impl Into<String>) -> Fault {
    Fault::code("InvalidParameterValueException", 400, text).query("InvalidParameterValue", 400)
}

/// `Value X for parameter Y is invalid. Reason: Z`.
pub(crate) fn parameter(value: impl Display, name: &str, reason: &str) -> Fault {
    invalid_parameter(format!("Value {value} for parameter {name} is invalid. Reason: {reason}"))
}

pub(crate) fn invalid_value(text: impl Into<String>) -> Fault {
    Fault::of(&error::INVALID_ATTRIBUTE_VALUE, text)
}

pub(crate) fn invalid_attribute(name: &str) -> Fault {
    invalid_value(format!("Invalid value for the parameter {name}."))
}

pub(crate) fn unknown_attribute(name: &str) -> Fault {
    attribute_name(format!("Unknown Attribute {name}."))
}

pub(crate) fn attribute_name(text: impl Into<String>) -> Fault {
    Fault::of(&error::INVALID_ATTRIBUTE_NAME, text)
}

pub(crate) fn no_queue(call: &Call) -> Fault {
    let wsdl = if call.query { " for this wsdl version" } else { "" };
    Fault::of(&error::QUEUE_DOES_NOT_EXIST, format!("The specified queue does not exist{wsdl}."))
}

pub(crate) fn address(url: &str) -> Fault {
    Fault::of(&error::INVALID_ADDRESS, format!("The address {url} is not valid for this endpoint."))
}

pub(crate) fn over_limit(text: impl Into<String>) -> Fault {
    Fault::of(&error::OVER_LIMIT, text)
}

/// A queue policy that was submitted as a whole.
pub(crate) fn submitted_policy(cause: &PolicyError) -> Fault {
    match cause {
        PolicyError::TooMany { what: "Statements", found, max } => {
            over_limit(format!("{found} statements were found in the submitted policy, max allowed is {max}"))
        }
        _ => policy(cause),
    }
}

/// A queue policy that does not fit.
pub(crate) fn policy(cause: &PolicyError) -> Fault {
    match cause {
        PolicyError::TooMany { what, found, max } => {
            over_limit(format!("{found} {what} were found, maximum allowed is {max}."))
        }
        PolicyError::TooLong { .. } => over_limit("The policy is longer than 8192 bytes."),
        _ => invalid_attribute("Policy"),
    }
}

pub(crate) fn queue_exists(attribute: &str) -> Fault {
    let text =
        format!("A queue already exists with the same name and a different value for attribute {attribute}");
    Fault::of(&error::QUEUE_NAME_EXISTS, text)
}

pub(crate) fn purge_too_soon(queue: &str) -> Fault {
    let text = format!("Only one PurgeQueue operation on {queue} is allowed every 60 seconds.");
    Fault::of(&error::PURGE_QUEUE_IN_PROGRESS, text).status(403)
}

/// A message holds a character that XML cannot carry.
pub(crate) fn characters(found: char) -> Fault {
    let text = format!(
        "Invalid binary character '#x{:X}' was found in the message body, the set of allowed characters is #x9 | #xA | \
         #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].",
        u32::from(found)
    );
    Fault::of(&error::INVALID_MESSAGE_CONTENTS, text)
}

pub(crate) fn attribute_lists() -> Fault {
    let text = "Message (user) attribute list values in SendMessage operation are not supported.";
    Fault::of(&error::UNSUPPORTED_OPERATION, text)
}

pub(crate) fn in_flight_limit() -> Fault {
    over_limit("Too many messages in flight.")
}

pub(crate) fn throttled() -> Fault {
    Fault::of(&error::REQUEST_THROTTLED, "Rate exceeded")
}

pub(crate) fn batch_entry_id() -> Fault {
    let text = "A batch entry id can only contain alphanumeric characters, hyphens and underscores. \
                It can be at most 80 letters long.";
    Fault::of(&error::INVALID_BATCH_ENTRY_ID, text)
}

pub(crate) fn batch_ids_not_distinct(id: &str) -> Fault {
    Fault::of(&error::BATCH_ENTRY_IDS_NOT_DISTINCT, format!("Id {id} repeated."))
}

pub(crate) fn batch_empty(entry: &str) -> Fault {
    let text = format!("There should be at least one {entry} in the request.");
    Fault::of(&error::EMPTY_BATCH_REQUEST, text)
}

pub(crate) fn batch_too_many(count: usize) -> Fault {
    let max = crate::limits::BATCH_ENTRIES_MAX;
    let text = format!("Maximum number of entries per request are {max}. You have sent {count}.");
    Fault::of(&error::TOO_MANY_ENTRIES_IN_BATCH_REQUEST, text)
}

pub(crate) fn batch_too_long(bytes: usize) -> Fault {
    let max = crate::limits::BATCH_BYTES_MAX;
    let text = format!("Batch requests cannot be longer than {max} bytes. You have sent {bytes} bytes.");
    Fault::of(&error::BATCH_REQUEST_TOO_LONG, text)
}

/// What a receipt handle does not do.
pub(crate) fn handle(cause: HandleError, handle: &str, visibility_s: i64) -> Fault {
    match cause {
        HandleError::Expired => parameter(handle, "ReceiptHandle", "The receipt handle has expired."),
        HandleError::NotInFlight => {
            let text = format!(
                "Value {handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not \
                 available for visibility timeout change."
            );
            Fault::of(&error::MESSAGE_NOT_INFLIGHT, text)
        }
        HandleError::TooLong => parameter(
            visibility_s,
            "VisibilityTimeout",
            "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]",
        ),
        _ => {
            let text = format!("The input receipt handle \"{handle}\" is not a valid receipt handle.");
            Fault::of(&error::RECEIPT_HANDLE_IS_INVALID, text)
        }
    }
}

/// A message that the queue does not take.
pub(crate) fn send(cause: &SendError, call: &Call) -> Fault {
    match cause {
        SendError::NoGroup => missing("MessageGroupId"),
        SendError::NoDedupId => no_dedup_id(),
        SendError::TooFast { .. } => throttled(),
        SendError::Read(cause) => read(cause, call),
        _ => Fault::internal(),
    }
}

pub(crate) fn no_dedup_id() -> Fault {
    invalid_parameter(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    )
}

pub(crate) fn stage(cause: &StageError, call: &Call) -> Fault {
    match cause {
        // A full log empties as messages are deleted or forwarded, so trying again is right.
        StageError::Busy { .. } | StageError::Full { .. } => throttled(),
        // Deleted since it was looked up.
        StageError::UnknownTrack(_) => no_queue(call),
        _ => Fault::internal(),
    }
}

pub(crate) fn read(cause: &ReadError, call: &Call) -> Fault {
    match cause {
        ReadError::UnknownTrack(_) => no_queue(call),
        _ => Fault::internal(),
    }
}

pub(crate) fn change(cause: &ChangeError, call: &Call) -> Fault {
    match cause {
        ChangeError::DeletedRecently => Fault::of(
            &error::QUEUE_DELETED_RECENTLY,
            "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
        ),
        ChangeError::Unknown => no_queue(call),
        ChangeError::TooMany => over_limit("The maximum number of queues is reached."),
        ChangeError::TooManyKeys => {
            Fault::of(&error::REQUEST_THROTTLED, "The KMS key was changed too often.")
        }
        _ => Fault::internal(),
    }
}

/// A queue named by ARN that is not there: one of the few errors with a status of its own in both protocols.
pub(crate) fn no_resource(parameter: &str) -> Fault {
    no_such(format!("The resource that you specified for the {parameter} parameter doesn't exist."))
}

fn no_such(text: impl Into<String>) -> Fault {
    Fault::of(&error::RESOURCE_NOT_FOUND_EXCEPTION, text).status(404).query("ResourceNotFoundException", 404)
}

/// A move task that was not started or stopped.
pub(crate) fn move_task(cause: &MoveError) -> Fault {
    match cause {
        MoveError::NotDeadLetters => {
            invalid_parameter("Source queue must be configured as a Dead Letter Queue.")
        }
        MoveError::Active => invalid_parameter(
            "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
        ),
        MoveError::TooMany { .. } => throttled(),
        MoveError::Unknown => no_such("Task does not exist."),
        _ => Fault::internal(),
    }
}
