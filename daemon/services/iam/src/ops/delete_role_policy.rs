//! Removes one of a role's own policies.

use crate::api::{self, DeleteRolePolicyInput, DeleteRolePolicyOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::PrincipalError;

fn access(_: &Call, store: &Store, input: &DeleteRolePolicyInput) -> Vec<Access> {
    names::on_role_with_boundary(store, "iam:DeleteRolePolicy", &input.role_name, None)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteRolePolicyInput,
) -> Result<Answer<DeleteRolePolicyOutput>, Fault> {
    let principals = context.store.principals();
    principals.delete_role_policy(&input.role_name, &input.policy_name).map_err(|error| match error {
        PrincipalError::NoSuchPolicy(name) => fault::no_such_policy("role", &name),
        other => fault::principal(other),
    })?;
    Ok(Answer::Now(DeleteRolePolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteRolePolicy>(access, run)
}
