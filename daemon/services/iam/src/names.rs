//! What the policies are asked about: ARNs of users and roles, and the user meant when none is named.

use crate::fault::{self, Quota};
use crate::limits::{CLIENT_IDS_MAX, THUMBPRINTS_MAX};
use millpond_service::{Access, Context, Fault};
use millpond_store::Store;
use millpond_store::principal::{
    Bounded, CallerKind, Group, Kind, ManagedPolicy, MfaDevice, OidcProvider, PrincipalError, Role,
    SamlProvider, User,
};
use std::sync::Arc;

/// The user's ARN; one that is not there would have the path `/`.
pub(crate) fn user_arn(store: &Store, name: &str) -> String {
    let principals = store.principals();
    principals.user(name).map_or_else(|| principals.user_arn("/", name), |user| user.arn.clone())
}

/// The role's ARN; one that is not there would have the path `/`.
pub(crate) fn role_arn(store: &Store, name: &str) -> String {
    let principals = store.principals();
    principals.role(name).map_or_else(|| principals.role_arn("/", name), |role| role.arn.clone())
}

/// Access to a user by name.
pub(crate) fn on_user(store: &Store, action: &'static str, name: &str) -> Vec<Access> {
    vec![Access::new(action, user_arn(store, name))]
}

/// Access to a role by name.
pub(crate) fn on_role(store: &Store, action: &'static str, name: &str) -> Vec<Access> {
    vec![Access::new(action, role_arn(store, name))]
}

/// Access to a group by name; one that is not there would have the path `/`.
pub(crate) fn on_group(store: &Store, action: &'static str, name: &str) -> Vec<Access> {
    let principals = store.principals();
    let group = principals.named::<Group>(name);
    vec![Access::new(
        action,
        group.map_or_else(|| principals.group_arn("/", name), |group| group.arn.clone()),
    )]
}

/// Access to what is named by its ARN.
pub(crate) fn on_arn(action: &'static str, arn: &str) -> Vec<Access> {
    vec![Access::new(action, arn)]
}

/// Access to the user an access key belongs to.
pub(crate) fn on_owner(store: &Store, action: &'static str, key: &str) -> Vec<Access> {
    match store.principals().owner(key) {
        Some(user) => vec![Access::new(action, user.arn.clone())],
        None => vec![Access::new(action, "*")],
    }
}

/// What conditions may ask about the managed policy that is attached.
///
/// # Source
/// Service authorization reference, "Condition keys for AWS Identity and Access Management (IAM)".
const POLICY_ARN: &str = "iam:policyarn";
/// What conditions may ask about the boundary that is set, or that the user or role has.
const BOUNDARY: &str = "iam:permissionsboundary";

/// Access to a user that a managed policy is attached to.
pub(crate) fn on_user_with_policy(
    store: &Store,
    action: &'static str,
    name: &str,
    policy: &str,
) -> Vec<Access> {
    let access = Access::new(action, user_arn(store, name)).with(POLICY_ARN, [policy.to_owned()]);
    vec![bounded(access, boundary_of::<User>(store, name))]
}

/// Access to a role that a managed policy is attached to.
pub(crate) fn on_role_with_policy(
    store: &Store,
    action: &'static str,
    name: &str,
    policy: &str,
) -> Vec<Access> {
    let access = Access::new(action, role_arn(store, name)).with(POLICY_ARN, [policy.to_owned()]);
    vec![bounded(access, boundary_of::<Role>(store, name))]
}

/// Access to a group that a managed policy is attached to.
pub(crate) fn on_group_with_policy(
    store: &Store,
    action: &'static str,
    name: &str,
    policy: &str,
) -> Vec<Access> {
    let access = on_group(store, action, name).into_iter();
    access.map(|access| access.with(POLICY_ARN, [policy.to_owned()])).collect()
}

/// Access to a user whose boundary is set, or whose own boundary matters.
pub(crate) fn on_user_with_boundary(
    store: &Store,
    action: &'static str,
    name: &str,
    new: Option<&str>,
) -> Vec<Access> {
    let boundary = new.map(str::to_owned).or_else(|| boundary_of::<User>(store, name));
    vec![bounded(Access::new(action, user_arn(store, name)), boundary)]
}

/// Access to a role whose boundary is set, or whose own boundary matters.
pub(crate) fn on_role_with_boundary(
    store: &Store,
    action: &'static str,
    name: &str,
    new: Option<&str>,
) -> Vec<Access> {
    let boundary = new.map(str::to_owned).or_else(|| boundary_of::<Role>(store, name));
    vec![bounded(Access::new(action, role_arn(store, name)), boundary)]
}

/// Access to something that is created with a boundary.
pub(crate) fn creating(action: &'static str, arn: String, boundary: Option<&str>) -> Vec<Access> {
    vec![bounded(Access::new(action, arn), boundary.map(str::to_owned))]
}

fn bounded(access: Access, boundary: Option<String>) -> Access {
    // A key that the request does not have is not the same as one without values.
    match boundary {
        Some(arn) => access.with(BOUNDARY, [arn]),
        None => access,
    }
}

fn boundary_of<T: Bounded>(store: &Store, name: &str) -> Option<String> {
    store.principals().named::<T>(name)?.boundary().map(str::to_owned)
}

/// The ARN an instance profile would have, if there were any.
pub(crate) fn instance_profile_arn(store: &Store, name: &str) -> String {
    format!("arn:aws:iam::{}:instance-profile/{name}", store.account())
}

/// A managed policy by its ARN, one of AWS's included.
pub(crate) fn policy(context: &Context<'_>, arn: &str) -> Result<Arc<ManagedPolicy>, Fault> {
    check_arn(arn)?;
    let missing = || fault::principal(PrincipalError::NoSuch(Kind::Policy, arn.to_owned()));
    context.store.principals().managed(arn).ok_or_else(missing)
}

/// A managed policy of the account by its ARN.
pub(crate) fn own_policy(context: &Context<'_>, arn: &str) -> Result<Arc<ManagedPolicy>, Fault> {
    check_arn(arn)?;
    let missing = || fault::principal(PrincipalError::NoSuch(Kind::Policy, arn.to_owned()));
    context.store.principals().by_arn(arn).ok_or_else(missing)
}

/// A SAML provider by its ARN.
pub(crate) fn saml(context: &Context<'_>, arn: &str) -> Result<Arc<SamlProvider>, Fault> {
    check_arn(arn)?;
    let missing = || fault::principal(PrincipalError::NoSuch(Kind::Saml, arn.to_owned()));
    context.store.principals().by_arn(arn).ok_or_else(missing)
}

/// An OpenID Connect provider by its ARN.
pub(crate) fn oidc(context: &Context<'_>, arn: &str) -> Result<Arc<OidcProvider>, Fault> {
    check_arn(arn)?;
    let missing = || fault::principal(PrincipalError::NoSuch(Kind::Oidc, arn.to_owned()));
    context.store.principals().by_arn(arn).ok_or_else(missing)
}

/// A virtual MFA device by its serial number.
pub(crate) fn device(context: &Context<'_>, serial: &str) -> Result<Arc<MfaDevice>, Fault> {
    context.store.principals().by_arn(serial).ok_or_else(|| fault::no_such_device(serial))
}

/// Refuses what is no ARN at all.
pub(crate) fn check_arn(arn: &str) -> Result<(), Fault> {
    let is_arn = arn.starts_with("arn:") && arn.matches(':').count() >= 5;
    if is_arn { Ok(()) } else { Err(fault::no_arn(arn)) }
}

/// A provider's URL without its scheme.
pub(crate) fn bare_url(url: &str) -> &str {
    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    bare.unwrap_or(url).trim_end_matches('/')
}

/// Refuses a URL that no OpenID Connect provider can have: it names a host over TLS, and no query. An issuer on the same
/// machine may do without TLS.
///
/// # Source
/// IAM API Reference, CreateOpenIDConnectProvider, Url. That a port may be named, and `http` for the loopback, is ours:
/// issuers of a site seldom have port 443.
pub(crate) fn check_url(url: &str) -> Result<(), Fault> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    let (authority, path) = bare_url(url).split_once('/').unwrap_or((bare_url(url), ""));
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let is_port = port.parse::<u16>().is_ok_and(|port| port > 0) && port.bytes().all(|b| b.is_ascii_digit());
    let is_loopback = matches!(host, "localhost" | "127.0.0.1");
    let is_sealed = url.starts_with("https://") || (url.starts_with("http://") && is_loopback);
    if is_sealed && is_port && !host.is_empty() && host.chars().chain(path.chars()).all(allowed) {
        return Ok(());
    }
    Err(fault::invalid("Invalid Open ID Connect Provider URL"))
}

/// Refuses too many audiences.
pub(crate) fn check_clients(clients: &[String]) -> Result<(), Fault> {
    if clients.len() > CLIENT_IDS_MAX {
        return Err(fault::change(PrincipalError::Limit { max: CLIENT_IDS_MAX }, Quota::ClientIds));
    }
    Ok(())
}

/// Refuses thumbprints that are no SHA-1 in hexadecimal, or too many of them.
pub(crate) fn check_thumbprints(thumbprints: &[String]) -> Result<(), Fault> {
    if thumbprints.len() > THUMBPRINTS_MAX {
        return Err(fault::invalid_input("Thumbprint list must contain fewer than 5 entries."));
    }
    match thumbprints.iter().find(|text| !text.bytes().all(|b| b.is_ascii_hexdigit())) {
        Some(text) => Err(fault::invalid_input(format!("Invalid thumbprint: {text}"))),
        None => Ok(()),
    }
}

/// Access to the named user. Without a name it is the caller's own, and [`own_or_named`] asks.
pub(crate) fn on_user_if_named(store: &Store, action: &'static str, name: Option<&str>) -> Vec<Access> {
    name.map_or_else(Vec::new, |name| on_user(store, action, name))
}

/// The named user, or the one who calls.
pub(crate) fn own_or_named(
    context: &Context<'_>,
    action: &'static str,
    name: Option<&str>,
) -> Result<String, Fault> {
    if let Some(name) = name {
        return Ok(name.to_owned());
    }
    if context.caller.kind == CallerKind::RoleSession {
        return Err(fault::invalid("Must specify userName when calling with non-User credentials"));
    }
    let name = context.caller.name.clone();
    context.permit(action, &user_arn(context.store, &name))?;
    Ok(name)
}
