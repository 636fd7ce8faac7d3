//! Takes tags off a managed policy.

use crate::api::{self, UntagPolicyInput, UntagPolicyOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::ManagedPolicy;

fn access(_: &Call, _: &Store, input: &UntagPolicyInput) -> Vec<Access> {
    names::on_arn("iam:UntagPolicy", &input.policy_arn)
}

fn run(context: &mut Context<'_>, input: &mut UntagPolicyInput) -> Result<Answer<UntagPolicyOutput>, Fault> {
    let record = names::own_policy(context, &input.policy_arn)?;
    context
        .store
        .principals()
        .untag::<ManagedPolicy>(&record.name, &input.tag_keys)
        .map_err(fault::principal)?;
    Ok(Answer::Now(UntagPolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UntagPolicy>(access, run)
}
