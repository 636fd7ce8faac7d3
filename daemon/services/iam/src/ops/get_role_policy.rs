//! Returns one of a role's own policies.

use crate::api::{self, GetRolePolicyInput, GetRolePolicyOutput};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &GetRolePolicyInput) -> Vec<Access> {
    names::on_role(store, "iam:GetRolePolicy", &input.role_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetRolePolicyInput,
) -> Result<Answer<GetRolePolicyOutput>, Fault> {
    let name = &input.role_name;
    let role = context.store.principals().role(name).ok_or_else(|| fault::no_such_role(name))?;
    let document = role.policies.document(&input.policy_name);
    let document = document.ok_or_else(|| fault::no_such_policy("role", &input.policy_name))?;
    Ok(Answer::Now(GetRolePolicyOutput {
        role_name: role.name.clone(),
        policy_name: input.policy_name.clone(),
        policy_document: views::document(document),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetRolePolicy>(access, run)
}
