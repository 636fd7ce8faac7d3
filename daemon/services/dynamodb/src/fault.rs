//! Every refusal of this service, in AWS's words.

use crate::api::{self, error};
use crate::values;
use millpond_aws::IntoValue;
use millpond_aws::constraints::{self, Violation};
use millpond_aws::errors::Detail;
use millpond_log::{ReadError, StageError};
use millpond_service::Fault;
use millpond_store::keyring::KeyringError;
use millpond_store::table::{ChangeError, Item, TooManyItems};

/// A request that breaks the model's constraints.
pub(crate) fn validation(violations: &[Violation]) -> Fault {
    validation_text(constraints::message(violations))
}

pub(crate) fn validation_text(text: impl Into<String>) -> Fault {
    Fault::code("ValidationException", 400, text)
}

/// `One or more parameter values were invalid: …`.
pub(crate) fn parameters(text: impl AsRef<str>) -> Fault {
    validation_text(format!("One or more parameter values were invalid: {}", text.as_ref()))
}

/// What an expression's parser complains about.
pub(crate) fn expression(parameter: &str, text: &str) -> Fault {
    validation_text(format!("Invalid {parameter}: {text}"))
}

/// An operation on items names no table.
pub(crate) fn no_table() -> Fault {
    Fault::of(&error::RESOURCE_NOT_FOUND_EXCEPTION, "Requested resource not found")
}

/// An operation on a table names none.
pub(crate) fn unknown_table(name: &str) -> Fault {
    let text = format!("Requested resource not found: Table: {name} not found");
    Fault::of(&error::RESOURCE_NOT_FOUND_EXCEPTION, text)
}

pub(crate) fn unknown_resource(arn: &str) -> Fault {
    let text = format!("Requested resource not found: ResourcArn: {arn} not found");
    Fault::of(&error::RESOURCE_NOT_FOUND_EXCEPTION, text)
}

pub(crate) fn in_use(text: impl Into<String>) -> Fault {
    Fault::of(&error::RESOURCE_IN_USE_EXCEPTION, text)
}

pub(crate) fn limit(text: impl Into<String>) -> Fault {
    Fault::of(&error::LIMIT_EXCEEDED_EXCEPTION, text)
}

pub(crate) fn no_recovery() -> Fault {
    let text = "Point-in-time recovery is not offered by this endpoint.";
    Fault::of(&error::CONTINUOUS_BACKUPS_UNAVAILABLE_EXCEPTION, text)
}

/// A condition does not hold; `item` is what is there, if it was asked for.
pub(crate) fn condition_failed(item: Option<Item>) -> Fault {
    let fault = Fault::of(&error::CONDITIONAL_CHECK_FAILED_EXCEPTION, CONDITION_FAILED);
    match item {
        Some(item) => {
            let detail = api::ConditionalCheckFailedExceptionDetail { item: Some(values::to_api(item)) };
            let shape = &api::CONDITIONAL_CHECK_FAILED_EXCEPTION_DETAIL;
            fault.with(Detail { shape, value: detail.into_value() })
        }
        None => fault,
    }
}

const CONDITION_FAILED: &str = "The conditional request failed";

/// Why one item of a transaction keeps it from being done.
pub(crate) enum Reason {
    /// It does not.
    None,
    /// Its condition does not hold; with what is there, if it was asked for.
    Condition(Option<Item>),
    /// It asks for something that cannot be.
    Invalid(String),
}

/// A transaction is not done.
pub(crate) fn cancelled(reasons: Vec<Reason>) -> Fault {
    let reasons: Vec<api::CancellationReason> = reasons.into_iter().map(Reason::into_api).collect();
    let codes: Vec<&str> = reasons.iter().map(|reason| reason.code.as_deref().unwrap_or_default()).collect();
    let text = format!(
        "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
        codes.join(", ")
    );
    let detail = api::TransactionCanceledExceptionDetail { cancellation_reasons: Some(reasons) };
    let shape = &api::TRANSACTION_CANCELED_EXCEPTION_DETAIL;
    Fault::of(&error::TRANSACTION_CANCELED_EXCEPTION, text).with(Detail { shape, value: detail.into_value() })
}

impl Reason {
    fn into_api(self) -> api::CancellationReason {
        let (code, message, item) = match self {
            Self::None => ("None", None, None),
            Self::Condition(item) => {
                ("ConditionalCheckFailed", Some(CONDITION_FAILED.to_owned()), item.map(values::to_api))
            }
            Self::Invalid(text) => ("ValidationError", Some(text), None),
        };
        api::CancellationReason { code: Some(code.to_owned()), message, item }
    }
}

pub(crate) fn token_mismatch() -> Fault {
    let text = "An error occurred (IdempotentParameterMismatchException)";
    Fault::of(&error::IDEMPOTENT_PARAMETER_MISMATCH_EXCEPTION, text)
}

pub(crate) fn read(cause: &ReadError) -> Fault {
    match cause {
        // Deleted since it was looked up.
        ReadError::UnknownTrack(_) => no_table(),
        _ => internal(),
    }
}

/// What to tell a writer whose items could not be staged.
pub(crate) fn stage(cause: &StageError) -> Fault {
    match cause {
        // A full log empties as others let go of records, so trying again is right.
        StageError::Busy { .. } | StageError::Full { .. } => throttled(),
        StageError::UnknownTrack(_) => no_table(),
        _ => internal(),
    }
}

pub(crate) fn throttled() -> Fault {
    let text = "The level of configured provisioned throughput for the table was exceeded. Consider increasing your \
                provisioning level with the UpdateTable API.";
    Fault::of(&error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION, text)
}

pub(crate) fn too_many(cause: TooManyItems) -> Fault {
    let TooManyItems { used_bytes, bytes_max } = cause;
    limit(format!(
        "The indexes of all tables of this endpoint take {used_bytes} of {bytes_max} bytes of memory. Delete items before \
         you add new ones."
    ))
}

/// A table was not made or changed.
pub(crate) fn change(cause: &ChangeError, name: &str) -> Fault {
    match cause {
        ChangeError::Exists => in_use(format!("Table already exists: {name}")),
        ChangeError::Unknown => unknown_table(name),
        ChangeError::Key(KeyringError::Catalog(_) | KeyringError::Unwrap) => internal(),
        ChangeError::Key(_) => {
            validation_text("KMS validation error: the KMS key does not exist or cannot be used")
        }
        _ => internal(),
    }
}

pub(crate) fn internal() -> Fault {
    Fault::of(&error::INTERNAL_SERVER_ERROR, "The request processing has failed because of an unknown error.")
}
