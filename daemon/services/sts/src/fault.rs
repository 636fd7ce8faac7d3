//! STS's refusals, in AWS's words.

use crate::api::error;
use millpond_aws::constraints::{self, Violation};
use millpond_service::Fault;
use millpond_store::principal::PrincipalError;

/// A request that breaks the model's constraints.
pub(crate) fn validation(violations: &[Violation]) -> Fault {
    invalid(constraints::message(violations))
}

/// A request that breaks a rule the model does not state.
pub(crate) fn invalid(text: impl Into<String>) -> Fault {
    Fault::code("ValidationError", 400, text)
}

/// Tags that do not fit each other.
pub(crate) fn invalid_parameter(text: impl Into<String>) -> Fault {
    Fault::code("InvalidParameterValue", 400, text)
}

/// The caller may not do this. AWS does not say which policy is missing, because the role may be another's.
pub(crate) fn denied(arn: &str, action: &str, resource: &str) -> Fault {
    access_denied(format!("User: {arn} is not authorized to perform: {action} on resource: {resource}"))
}

/// The caller is of the wrong kind, or could not prove something.
pub(crate) fn access_denied(text: impl Into<String>) -> Fault {
    Fault::code("AccessDenied", 403, text)
}

/// Multi-factor devices are not kept here, so no code can be right.
pub(crate) fn multi_factor() -> Fault {
    access_denied(
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is \
         valid and associated with this user.",
    )
}

/// Session policies and tags beyond what a session may carry.
pub(crate) fn too_large(percent: usize) -> Fault {
    let text = format!("Packed policy consumes {percent}% of allotted space, please use smaller policy.");
    Fault::of(&error::PACKED_POLICY_TOO_LARGE_EXCEPTION, text)
}

/// A session that could not begin.
pub(crate) fn principal(error: PrincipalError) -> Fault {
    match error {
        PrincipalError::Malformed(text) => Fault::of(&error::MALFORMED_POLICY_DOCUMENT_EXCEPTION, text),
        _ => Fault::internal(),
    }
}
