//! Detaches a managed policy from a group.

use crate::api::{self, DetachGroupPolicyInput, DetachGroupPolicyOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Group;

fn access(_: &Call, store: &Store, input: &DetachGroupPolicyInput) -> Vec<Access> {
    names::on_group_with_policy(store, "iam:DetachGroupPolicy", &input.group_name, &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DetachGroupPolicyInput,
) -> Result<Answer<DetachGroupPolicyOutput>, Fault> {
    names::check_arn(&input.policy_arn)?;
    let detached = context.store.principals().detach::<Group>(&input.group_name, &input.policy_arn);
    detached.map_err(fault::principal)?;
    Ok(Answer::Now(DetachGroupPolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DetachGroupPolicy>(access, run)
}
