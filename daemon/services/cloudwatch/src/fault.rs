//! Every refusal of this service, in AWS's words.

use crate::api::error;
use millpond_aws::constraints::{self, Violation};
use millpond_log::StageError;
use millpond_service::Fault;

/// A request that breaks the model's constraints.
pub(crate) fn validation(violations: &[Violation]) -> Fault {
    Fault::code("ValidationError", 400, constraints::message(violations))
}

pub(crate) fn value(text: impl Into<String>) -> Fault {
    Fault::of(&error::INVALID_PARAMETER_VALUE_EXCEPTION, text)
}

/// `The value … for parameter … is invalid.`
pub(crate) fn invalid(value: impl std::fmt::Display, parameter: &str) -> Fault {
    self::value(format!("The value {value} for parameter {parameter} is invalid."))
}

pub(crate) fn combination(text: impl Into<String>) -> Fault {
    Fault::of(&error::INVALID_PARAMETER_COMBINATION_EXCEPTION, text)
}

pub(crate) fn missing(parameter: &str) -> Fault {
    let text = format!("The parameter {parameter} is required.");
    Fault::of(&error::MISSING_REQUIRED_PARAMETER_EXCEPTION, text)
}

pub(crate) fn token() -> Fault {
    Fault::of(&error::INVALID_NEXT_TOKEN, "Invalid nextToken")
}

/// What this endpoint does not do.
pub(crate) fn unsupported(parameter: &str) -> Fault {
    value(format!("The parameter {parameter} is not supported by this endpoint."))
}

pub(crate) fn internal() -> Fault {
    Fault::of(&error::INTERNAL_SERVICE_FAULT, "Internal service fault")
}

/// What to tell a sender whose measurements could not be staged.
pub(crate) fn stage(cause: &StageError) -> Fault {
    match cause {
        // A full log empties as others let go of records, so trying again is right.
        StageError::Busy { .. } | StageError::Full { .. } => {
            Fault::code("Throttling", 400, "Rate exceeded").query("Throttling", 400)
        }
        _ => internal(),
    }
}
