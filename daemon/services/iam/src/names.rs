//! What the policies are asked about: ARNs of users and roles, and the user meant when none is named.

use crate::fault;
use millpond_service::{Access, Context, Fault};
use millpond_store::Store;
use millpond_store::principal::CallerKind;

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
