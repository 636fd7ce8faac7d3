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

/// Somebody whom an identity provider vouches for may not do this.
pub(crate) fn not_authorised(action: &str) -> Fault {
    access_denied(format!("Not authorized to perform {action}"))
}

/// A device that is not the caller's, or a caller who has none.
pub(crate) fn wrong_device() -> Fault {
    access_denied(
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is \
         valid and associated with this user.",
    )
}

/// A device without a code, or the other way round.
pub(crate) fn half_a_proof() -> Fault {
    access_denied(
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
    )
}

/// A code that the device does not show now, or that was shown before.
pub(crate) fn wrong_code() -> Fault {
    access_denied("MultiFactorAuthentication failed with invalid MFA one time pass code.")
}

/// A session longer than the role's longest.
pub(crate) fn longer_than_role() -> Fault {
    invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
}

/// More managed session policies than one session may have.
pub(crate) fn too_many_policies() -> Fault {
    invalid(
        "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less \
         than or equal to 10",
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
