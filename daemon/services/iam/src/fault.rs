//! IAM's refusals, in AWS's words.

use crate::api::error;
use crate::limits::{KEYS_PER_USER_MAX, TRUST_POLICY_CHARS_MAX};
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
    Groups,
    GroupsOfUser,
    Policies,
    Versions,
    AttachedTo(&'static str),
    AccessKeys,
    SamlProviders,
    OidcProviders,
    ClientIds,
    MfaDevices,
    DevicesOfUser,
    PoliciesOfUser(&'a str),
    PoliciesOfGroup(&'a str),
    PoliciesOfRole(&'a str),
}

/// A change that the principals refuse, where no limit is in play.
pub(crate) fn principal(error: PrincipalError) -> Fault {
    match error {
        PrincipalError::NoSuch(kind, name) => no_such(kind, &name),
        PrincipalError::NoSuchKey(id) => no_such_key(&id),
        PrincipalError::NotAttached(arn) => no_such(Kind::Policy, &arn),
        PrincipalError::Exists(kind, name) => exists(kind, &name),
        PrincipalError::HasKeys => conflict("Cannot delete entity, must delete access keys first."),
        PrincipalError::HasPolicies => conflict("Cannot delete entity, must delete policies first."),
        PrincipalError::HasAttached => conflict("Cannot delete entity, must detach all policies first."),
        PrincipalError::HasMembers | PrincipalError::HasGroups => {
            conflict("Cannot delete entity, must remove users from group first.")
        }
        PrincipalError::HasDevice => conflict("Cannot delete entity, must delete MFA device first."),
        PrincipalError::HasVersions => conflict(
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. \
             The default version is deleted with the policy.",
        ),
        PrincipalError::IsDefault => conflict("Cannot delete the default version of a policy."),
        PrincipalError::WrongCode => Fault::of(
            &error::INVALID_AUTHENTICATION_CODE_EXCEPTION,
            "Authentication code for device is not valid.",
        ),
        PrincipalError::TooLong { max } => {
            limit_exceeded(format!("Cannot exceed quota for PolicySize: {max}"))
        }
        PrincipalError::Limit { .. } => {
            limit_exceeded("The number of tags has reached the maximum limit.".to_owned())
        }
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
    let exceeded = |name: &str| format!("Cannot exceed quota for {name}: {max}");
    let oversized =
        |kind: &str, name: &str| format!("Maximum policy size of {max} bytes exceeded for {kind} {name}");
    limit_exceeded(match quota {
        Quota::Users => exceeded("UsersPerAccount"),
        Quota::Roles => exceeded("RolesPerAccount"),
        Quota::Groups => exceeded("GroupsPerAccount"),
        Quota::GroupsOfUser => exceeded("GroupsPerUser"),
        Quota::Policies => exceeded("PoliciesPerAccount"),
        Quota::AttachedTo(kind) => exceeded(&format!("PoliciesPer{kind}")),
        Quota::AccessKeys => format!("Cannot exceed quota for AccessKeysPerUser: {KEYS_PER_USER_MAX}"),
        Quota::SamlProviders => exceeded("SAMLProvidersPerAccount"),
        Quota::OidcProviders => exceeded("OpenIDConnectProvidersPerAccount"),
        Quota::ClientIds => exceeded("ClientIdsPerOpenIdConnectProvider"),
        Quota::MfaDevices => exceeded("VirtualMFADevicesPerAccount"),
        Quota::DevicesOfUser => exceeded("MFADevicesPerUser"),
        Quota::Versions => format!(
            "A managed policy can have up to {max} versions. Before you create a new version, you must delete an \
             existing version."
        ),
        Quota::PoliciesOfUser(name) => oversized("user", name),
        Quota::PoliciesOfGroup(name) => oversized("group", name),
        Quota::PoliciesOfRole(name) => oversized("role", name),
    })
}

/// A managed policy that cannot be attached.
pub(crate) fn attachment(error: PrincipalError, quota: Quota<'_>) -> Fault {
    match error {
        PrincipalError::NoSuch(Kind::Policy, arn) => {
            missing(format!("Policy {arn} does not exist or is not attachable."))
        }
        other => change(other, quota),
    }
}

/// A managed policy that cannot bound anybody.
pub(crate) fn boundary(error: PrincipalError) -> Fault {
    match error {
        PrincipalError::NoSuch(Kind::Policy, arn) => no_such_boundary(&arn),
        other => principal(other),
    }
}

/// A creation that the principals refuse, perhaps because of its boundary or of `quota`.
pub(crate) fn creation(error: PrincipalError, quota: Quota<'_>) -> Fault {
    match error {
        PrincipalError::NoSuch(Kind::Policy, arn) => no_such_boundary(&arn),
        other => change(other, quota),
    }
}

/// A change of a version of the managed policy `arn`.
pub(crate) fn version(error: PrincipalError, arn: &str) -> Fault {
    match error {
        PrincipalError::NoSuchVersion(id) => {
            missing(format!("Policy {arn} version {id} does not exist or is not attachable."))
        }
        other => principal(other),
    }
}

/// A trust policy that is too long.
pub(crate) fn trust_too_long() -> Fault {
    limit_exceeded(format!("Cannot exceed quota for ACLSizePerRole: {TRUST_POLICY_CHARS_MAX}"))
}

/// A user that is not there.
pub(crate) fn no_such_user(name: &str) -> Fault {
    no_such(Kind::User, name)
}

/// A role that is not there.
pub(crate) fn no_such_role(name: &str) -> Fault {
    no_such(Kind::Role, name)
}

/// A group that is not there.
pub(crate) fn no_such_group(name: &str) -> Fault {
    no_such(Kind::Group, name)
}

/// An access key that is not there.
pub(crate) fn no_such_key(id: &str) -> Fault {
    missing(format!("The Access Key with id {id} cannot be found."))
}

/// A device that is not there, or is somebody else's.
pub(crate) fn no_such_device(serial: &str) -> Fault {
    no_such(Kind::Mfa, serial)
}

/// The account issues tokens already.
pub(crate) fn feature_enabled() -> Fault {
    let text = "Outbound web identity federation is already enabled for this account.";
    Fault::of(&error::FEATURE_ENABLED_EXCEPTION, text)
}

/// The account issues no tokens.
pub(crate) fn feature_disabled() -> Fault {
    let text = "Outbound web identity federation is not enabled for this account.";
    Fault::of(&error::FEATURE_DISABLED_EXCEPTION, text)
}

/// A private key that a SAML provider does not have; none has one here.
pub(crate) fn no_such_private_key(id: &str) -> Fault {
    missing(format!("The private key with id {id} cannot be found."))
}

/// A user or role (`kind`) without a boundary to remove.
pub(crate) fn no_boundary(kind: &str, name: &str) -> Fault {
    missing(format!("The {kind} with name {name} has no permissions boundary."))
}

/// A password profile, which nobody has.
pub(crate) fn no_login_profile(user: &str) -> Fault {
    missing(format!("Login Profile for User {user} cannot be found."))
}

/// The password policy, which no account has.
pub(crate) fn no_password_policy(account: &str) -> Fault {
    missing(format!("The Password Policy with domain name {account} cannot be found."))
}

/// An instance profile, of which there are none.
pub(crate) fn no_instance_profile(name: &str) -> Fault {
    missing(format!("Instance Profile {name} cannot be found."))
}

/// A device that somebody has already.
pub(crate) fn device_taken(serial: &str) -> Fault {
    already(format!("MFADevice with serial number {serial} is already in use."))
}

/// An alias that the account has already.
pub(crate) fn alias_exists(alias: &str) -> Fault {
    already(format!("The account alias {alias} already exists."))
}

/// Something that is no ARN.
pub(crate) fn no_arn(text: &str) -> Fault {
    invalid_input(format!("ARN {text} is not valid."))
}

/// A policy that its user or role (`kind`) does not have.
pub(crate) fn no_such_policy(kind: &str, name: &str) -> Fault {
    missing(format!("The {kind} policy with name {name} cannot be found."))
}

/// A permissions boundary that is no managed policy.
pub(crate) fn no_such_boundary(arn: &str) -> Fault {
    missing(format!("Scope ARN: {arn} does not exist or is not attachable."))
}

fn no_such(kind: Kind, name: &str) -> Fault {
    missing(match kind {
        Kind::User => format!("The user with name {name} cannot be found."),
        Kind::Role => format!("The role with name {name} cannot be found."),
        Kind::Group => format!("The group with name {name} cannot be found."),
        Kind::Policy => format!("Policy {name} was not found."),
        Kind::Mfa => format!("VirtualMFADevice with serial number {name} doesn't exist."),
        Kind::Saml => format!("Manifest not found for arn {name}"),
        Kind::Oidc => format!("OpenIDConnect Provider not found for arn {name}"),
        Kind::Alias => format!("The account alias with name {name} cannot be found."),
    })
}

fn exists(kind: Kind, name: &str) -> Fault {
    already(match kind {
        Kind::User => format!("User with name {name} already exists."),
        Kind::Role => format!("Role with name {name} already exists."),
        Kind::Group => format!("Group with name {name} already exists."),
        Kind::Policy => format!("A policy called {name} already exists. Duplicate names are not allowed."),
        Kind::Mfa => "MFADevice entity at the same path and name already exists.".to_owned(),
        Kind::Saml => format!("SAMLProvider with name {name} already exists."),
        Kind::Oidc => format!("Provider with url https://{name} already exists."),
        Kind::Alias => format!("The account alias {name} already exists."),
    })
}

fn already(text: String) -> Fault {
    Fault::of(&error::ENTITY_ALREADY_EXISTS_EXCEPTION, text)
}

fn missing(text: String) -> Fault {
    Fault::of(&error::NO_SUCH_ENTITY_EXCEPTION, text)
}

/// Something that cannot be deleted yet.
pub(crate) fn conflict(text: &str) -> Fault {
    Fault::of(&error::DELETE_CONFLICT_EXCEPTION, text)
}

fn malformed(text: String) -> Fault {
    Fault::of(&error::MALFORMED_POLICY_DOCUMENT_EXCEPTION, text)
}

/// More than there may be.
pub(crate) fn limit_exceeded(text: String) -> Fault {
    Fault::of(&error::LIMIT_EXCEEDED_EXCEPTION, text)
}
