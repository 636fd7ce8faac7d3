//! Describes a managed policy.

use crate::api::{self, GetPolicyInput, GetPolicyOutput};
use crate::{names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &GetPolicyInput) -> Vec<Access> {
    names::on_arn("iam:GetPolicy", &input.policy_arn)
}

fn run(context: &mut Context<'_>, input: &mut GetPolicyInput) -> Result<Answer<GetPolicyOutput>, Fault> {
    let policy = names::policy(context, &input.policy_arn)?;
    let usage = context.store.principals().usage().get(&policy.arn).copied().unwrap_or_default();
    Ok(Answer::Now(GetPolicyOutput { policy: Some(views::policy(&policy, usage, true)) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetPolicy>(access, run)
}
