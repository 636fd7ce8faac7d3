//! IAM's refusals, in AWS's words.

use crate::api::error;
use crate::limits::{KEYS_PER_USER_MAX, ROLES_MAX, TRUST_POLICY_CHARS_MAX, USERS_MAX};
use millpond_aws::constraints::{self, Rule, Violation};
use millpond_service::Fault;
use millpond_store::principal::{Kind, PrincipalError};

/// A request that breaks the model's constraints. A name with a strange character has a text of its own.
pub(crate) fn validation(violations: &[Violation]) -> Fault {
    match violations {
        [Violation { rule: Rule::Pattern(_), path, .. }] if path.ends_with("Name") => invalid(format!(
            "The specified value for {path} is invalid. It must contain only alphanumeric characters and/or the \
             following: +=,.@_-"
        )),
        _ => invalid(constraints::message(violations)),
    }
}

/// A request that breaks a rule the model does not state.
pub(crate) fn invalid(text: impl Into<String>) -> Fault {
    Fault::code("ValidationError", 400, text)
}

/// Tags that do not fit each other.
pub(crate) fn invalid_input(text: impl Into<String>) -> Fault {
    Fault::of(&error::INVALID_INPUT_EXCEPTION, text)
}

/// Whose limit is reached when the principals refuse a change.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Quota<'a> {
    Users,
    Roles,
    AccessKeys,
    PoliciesOfUser(&'a str),
    PoliciesOfRole(&'a str),
}

/// A change that the principals refuse, where no limit is in play.
pub(crate) fn principal(error: PrincipalError) -> Fault {
    match error {
        PrincipalError::NoSuch(Kind::User, name) => no_such("user", &name),
        PrincipalError::NoSuch(Kind::Role, name) => no_such("role", &name),
        PrincipalError::NoSuchKey(id) => missing(format!("The Access Key with id {id} cannot be found.")),
        PrincipalError::Exists(Kind::User, name) => exists("User", &name),
        PrincipalError::Exists(Kind::Role, name) => exists("Role", &name),
        PrincipalError::HasKeys => conflict("Cannot delete entity, must delete access keys first."),
        PrincipalError::HasPolicies => conflict("Cannot delete entity, must delete policies first."),
        PrincipalError::Malformed(text) => malformed(text),
        _ => Fault::of(
            &error::SERVICE_FAILURE_EXCEPTION,
            "The request processing has failed because of an unknown error, exception or failure.",
        ),
    }
}

/// A change that the principals refuse, perhaps because of `quota`.
pub(crate) fn change(error: PrincipalError, quota: Quota<'_>) -> Fault {
    let PrincipalError::Limit { max } = error else { return principal(error) };
    let text = match quota {
        Quota::Users => format!("Cannot exceed quota for UsersPerAccount: {USERS_MAX}"),
        Quota::Roles => format!("Cannot exceed quota for RolesPerAccount: {ROLES_MAX}"),
        Quota::AccessKeys => format!("Cannot exceed quota for AccessKeysPerUser: {KEYS_PER_USER_MAX}"),
        Quota::PoliciesOfUser(name) => format!("Maximum policy size of {max} bytes exceeded for user {name}"),
        Quota::PoliciesOfRole(name) => format!("Maximum policy size of {max} bytes exceeded for role {name}"),
    };
    limit_exceeded(text)
}

/// A trust policy that is too long.
pub(crate) fn trust_too_long() -> Fault {
    limit_exceeded(format!("Cannot exceed quota for ACLSizePerRole: {TRUST_POLICY_CHARS_MAX}"))
}

/// A user that is not there.
pub(crate) fn no_such_user(name: &str) -> Fault {
    no_such("user", name)
}

/// A role that is not there.
pub(crate) fn no_such_role(name: &str) -> Fault {
    no_such("role", name)
}

/// A policy that its user or role (`kind`) does not have.
pub(crate) fn no_such_policy(kind: &str, name: &str) -> Fault {
    missing(format!("The {kind} policy with name {name} cannot be found."))
}

/// A permissions boundary is a managed policy, and there are none.
pub(crate) fn no_such_boundary(arn: &str) -> Fault {
    missing(format!("Scope ARN: {arn} does not exist or is not attachable."))
}

fn no_such(kind: &str, name: &str) -> Fault {
    missing(format!("The {kind} with name {name} cannot be found."))
}

fn exists(kind: &str, name: &str) -> Fault {
    Fault::of(&error::ENTITY_ALREADY_EXISTS_EXCEPTION, format!("{kind} with name {name} already exists."))
}

fn missing(text: String) -> Fault {
    Fault::of(&error::NO_SUCH_ENTITY_EXCEPTION, text)
}

fn conflict(text: &str) -> Fault {
    Fault::of(&error::DELETE_CONFLICT_EXCEPTION, text)
}

fn malformed(text: String) -> Fault {
    Fault::of(&error::MALFORMED_POLICY_DOCUMENT_EXCEPTION, text)
}

fn limit_exceeded(text: String) -> Fault {
    Fault::of(&error::LIMIT_EXCEEDED_EXCEPTION, text)
}
