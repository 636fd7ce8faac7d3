//! Removes one of a group's own policies.

use crate::api::{self, DeleteGroupPolicyInput, DeleteGroupPolicyOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::{Group, PrincipalError};

fn access(_: &Call, store: &Store, input: &DeleteGroupPolicyInput) -> Vec<Access> {
    names::on_group(store, "iam:DeleteGroupPolicy", &input.group_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteGroupPolicyInput,
) -> Result<Answer<DeleteGroupPolicyOutput>, Fault> {
    let principals = context.store.principals();
    let removed = principals.remove_policy::<Group>(&input.group_name, &input.policy_name);
    removed.map_err(|error| match error {
        PrincipalError::NoSuchPolicy(name) => fault::no_such_policy("group", &name),
        other => fault::principal(other),
    })?;
    Ok(Answer::Now(DeleteGroupPolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteGroupPolicy>(access, run)
}
