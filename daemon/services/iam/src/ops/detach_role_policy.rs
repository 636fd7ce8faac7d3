//! Detaches a managed policy from a role.

use crate::api::{self, DetachRolePolicyInput, DetachRolePolicyOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Role;

fn access(_: &Call, store: &Store, input: &DetachRolePolicyInput) -> Vec<Access> {
    names::on_role_with_policy(store, "iam:DetachRolePolicy", &input.role_name, &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DetachRolePolicyInput,
) -> Result<Answer<DetachRolePolicyOutput>, Fault> {
    names::check_arn(&input.policy_arn)?;
    let detached = context.store.principals().detach::<Role>(&input.role_name, &input.policy_arn);
    detached.map_err(fault::principal)?;
    Ok(Answer::Now(DetachRolePolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DetachRolePolicy>(access, run)
}
