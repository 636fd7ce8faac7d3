//! Attaches a managed policy to a role.

use crate::api::{self, AttachRolePolicyInput, AttachRolePolicyOutput};
use crate::fault::{self, Quota};
use crate::limits::ATTACHED_MAX;
use crate::names;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Role;

fn access(_: &Call, store: &Store, input: &AttachRolePolicyInput) -> Vec<Access> {
    names::on_role_with_policy(store, "iam:AttachRolePolicy", &input.role_name, &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut AttachRolePolicyInput,
) -> Result<Answer<AttachRolePolicyOutput>, Fault> {
    names::check_arn(&input.policy_arn)?;
    let principals = context.store.principals();
    let attached = principals.attach::<Role>(&input.role_name, &input.policy_arn, ATTACHED_MAX);
    attached.map_err(|error| fault::attachment(error, Quota::AttachedTo("Role")))?;
    Ok(Answer::Now(AttachRolePolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::AttachRolePolicy>(access, run)
}
