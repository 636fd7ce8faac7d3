//! Adds or replaces one of a role's own policies.

use crate::api::{self, PutRolePolicyInput, PutRolePolicyOutput};
use crate::fault::{self, Quota};
use crate::limits::ROLE_POLICY_CHARS_MAX;
use crate::names;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &PutRolePolicyInput) -> Vec<Access> {
    names::on_role_with_boundary(store, "iam:PutRolePolicy", &input.role_name, None)
}

fn run(
    context: &mut Context<'_>,
    input: &mut PutRolePolicyInput,
) -> Result<Answer<PutRolePolicyOutput>, Fault> {
    let (role, policy) = (&input.role_name, &input.policy_name);
    let principals = context.store.principals();
    principals
        .put_role_policy(role, policy, &input.policy_document, ROLE_POLICY_CHARS_MAX)
        .map_err(|error| fault::change(error, Quota::PoliciesOfRole(role)))?;
    Ok(Answer::Now(PutRolePolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::PutRolePolicy>(access, run)
}
