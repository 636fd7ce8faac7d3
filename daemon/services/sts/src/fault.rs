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

/// An access key id that tells no account.
pub(crate) fn no_access_key() -> Fault {
    invalid("The access key id is not valid.")
}

/// A token that nobody who delegates made here.
pub(crate) fn expired_trade_in() -> Fault {
    let text = "The trade-in token provided in the request has expired and can no longer be exchanged for credentials. \
                Request a new token and retry the operation.";
    Fault::of(&error::EXPIRED_TRADE_IN_TOKEN_EXCEPTION, text)
}

/// A web identity token that is not to be believed.
pub(crate) fn invalid_token(text: impl Into<String>) -> Fault {
    Fault::of(&error::INVALID_IDENTITY_TOKEN_EXCEPTION, text)
}

/// Something that is no identity token.
pub(crate) fn no_web_token() -> Fault {
    invalid_token(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    )
}

/// A token without a claim that it must have.
pub(crate) fn missing_claim(name: &str) -> Fault {
    invalid_token(format!("Missing a required claim: {name}"))
}

/// A token of an issuer that IAM does not know.
pub(crate) fn no_provider(issuer: &str) -> Fault {
    invalid_token(format!("No OpenIDConnect provider found in your account for {issuer}"))
}

/// A token that was made for somebody else.
pub(crate) fn wrong_audience() -> Fault {
    invalid_token("Incorrect token audience")
}

/// An issuer that publishes no key for the token.
pub(crate) fn no_verification_key() -> Fault {
    invalid_token(
        "Couldn't retrieve verification key from your identity provider,  please reference \
         AssumeRoleWithWebIdentity documentation for requirements",
    )
}

/// An issuer whose certificate is neither trusted nor pinned.
pub(crate) fn wrong_thumbprint() -> Fault {
    invalid_token("OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint")
}

/// An issuer that does not answer.
pub(crate) fn no_answer_from_provider() -> Fault {
    let text = "The identity provider could not be reached to verify the identity token. Retry the request.";
    Fault::of(&error::IDP_COMMUNICATION_ERROR_EXCEPTION, text)
}

/// A provider of OAuth 2.0 access tokens, none of which can be asked here.
pub(crate) fn rejected_claim(provider: &str) -> Fault {
    let text = format!("The identity provider {provider} cannot vouch for anybody at this endpoint.");
    Fault::of(&error::IDP_REJECTED_CLAIM_EXCEPTION, text)
}

/// A token whose time is over; both times in seconds.
pub(crate) fn expired_token(now: u64, expires: u64) -> Fault {
    let text =
        format!("Token expired: current date/time {now} must be before the expiration date/time {expires}");
    Fault::of(&error::EXPIRED_TOKEN_EXCEPTION, text)
}

/// An algorithm that tokens are not signed with. The model does not list them, so this is not worded as its constraints are.
pub(crate) fn unknown_algorithm(name: &str) -> Fault {
    invalid(format!(
        "The signing algorithm {name} is not supported. Supported signing algorithms are RS256 and ES384."
    ))
}

/// A token that would outlive the session that asks for it.
pub(crate) fn longer_than_session() -> Fault {
    let text = "The requested token duration would extend the session beyond its original expiration time.";
    Fault::of(&error::SESSION_DURATION_ESCALATION_EXCEPTION, text)
}

/// A token that says more than it may.
pub(crate) fn token_too_large() -> Fault {
    let text = "The requested token payload size exceeds the maximum allowed size. Reduce the number of request tags.";
    Fault::of(&error::JWT_PAYLOAD_SIZE_EXCEEDED_EXCEPTION, text)
}

/// An account that issues no tokens.
pub(crate) fn no_outbound_federation() -> Fault {
    let text = "The outbound web identity federation feature is not enabled for this account.";
    Fault::of(&error::OUTBOUND_WEB_IDENTITY_FEDERATION_DISABLED_EXCEPTION, text)
}

/// A message that was not sealed here, or too long ago.
pub(crate) fn no_authorization_message() -> Fault {
    Fault::of(&error::INVALID_AUTHORIZATION_MESSAGE_EXCEPTION, "Message is not valid")
}

/// A session that could not begin.
pub(crate) fn principal(error: PrincipalError) -> Fault {
    match error {
        PrincipalError::Malformed(text) => Fault::of(&error::MALFORMED_POLICY_DOCUMENT_EXCEPTION, text),
        _ => Fault::internal(),
    }
}
