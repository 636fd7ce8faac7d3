//! Removes one of a user's own policies.

use crate::api::{self, DeleteUserPolicyInput, DeleteUserPolicyOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::PrincipalError;

fn access(_: &Call, store: &Store, input: &DeleteUserPolicyInput) -> Vec<Access> {
    names::on_user_with_boundary(store, "iam:DeleteUserPolicy", &input.user_name, None)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteUserPolicyInput,
) -> Result<Answer<DeleteUserPolicyOutput>, Fault> {
    let principals = context.store.principals();
    principals.delete_user_policy(&input.user_name, &input.policy_name).map_err(|error| match error {
        PrincipalError::NoSuchPolicy(name) => fault::no_such_policy("user", &name),
        other => fault::principal(other),
    })?;
    Ok(Answer::Now(DeleteUserPolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteUserPolicy>(access, run)
}
