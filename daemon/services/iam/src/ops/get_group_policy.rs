//! Returns one of a group's own policies.

use crate::api::{self, GetGroupPolicyInput, GetGroupPolicyOutput};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Group;

fn access(_: &Call, store: &Store, input: &GetGroupPolicyInput) -> Vec<Access> {
    names::on_group(store, "iam:GetGroupPolicy", &input.group_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetGroupPolicyInput,
) -> Result<Answer<GetGroupPolicyOutput>, Fault> {
    let name = &input.group_name;
    let group = context.store.principals().named::<Group>(name).ok_or_else(|| fault::no_such_group(name))?;
    let document = group.policies.document(&input.policy_name);
    let document = document.ok_or_else(|| fault::no_such_policy("group", &input.policy_name))?;
    Ok(Answer::Now(GetGroupPolicyOutput {
        group_name: group.name.clone(),
        policy_name: input.policy_name.clone(),
        policy_document: views::document(document),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetGroupPolicy>(access, run)
}
