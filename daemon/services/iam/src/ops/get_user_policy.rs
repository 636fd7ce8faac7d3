//! Returns one of a user's own policies.

use crate::api::{self, GetUserPolicyInput, GetUserPolicyOutput};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &GetUserPolicyInput) -> Vec<Access> {
    names::on_user(store, "iam:GetUserPolicy", &input.user_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetUserPolicyInput,
) -> Result<Answer<GetUserPolicyOutput>, Fault> {
    let name = &input.user_name;
    let user = context.store.principals().user(name).ok_or_else(|| fault::no_such_user(name))?;
    let document = user.policies.document(&input.policy_name);
    let document = document.ok_or_else(|| fault::no_such_policy("user", &input.policy_name))?;
    Ok(Answer::Now(GetUserPolicyOutput {
        user_name: user.name.clone(),
        policy_name: input.policy_name.clone(),
        policy_document: views::document(document),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetUserPolicy>(access, run)
}
