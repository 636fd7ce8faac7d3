//! Says what policies would decide, which are given with the question.

use crate::api::{self, SimulateCustomPolicyInput, SimulateCustomPolicyOutput};
use crate::simulate;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &SimulateCustomPolicyInput) -> Vec<Access> {
    vec![Access::new("iam:SimulateCustomPolicy", "*")]
}

fn run(
    context: &mut Context<'_>,
    input: &mut SimulateCustomPolicyInput,
) -> Result<Answer<SimulateCustomPolicyOutput>, Fault> {
    simulate::refuse_organisation(input.ordered_organization_policy_input_list.as_deref())?;
    let boundary = input.permissions_boundary_policy_input_list.as_deref().unwrap_or_default();
    let question = simulate::Question {
        action_names: &input.action_names,
        resource_arns: input.resource_arns.as_deref().unwrap_or_default(),
        resource_policy: input.resource_policy.as_deref(),
        resource_owner: input.resource_owner.as_deref(),
        caller_arn: input.caller_arn.as_deref(),
        context: input.context_entries.as_deref().unwrap_or_default(),
        marker: input.marker.as_deref(),
        max_items: input.max_items,
    };
    let mut policies = simulate::given(&input.policy_input_list, "PolicyInputList")?;
    let boundary = simulate::boundary(boundary)?;
    let page = simulate::answer(context, &question, &mut policies, boundary, None)?;
    Ok(Answer::Now(SimulateCustomPolicyOutput {
        is_truncated: page.is_truncated(),
        evaluation_results: Some(page.items),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::SimulateCustomPolicy>(access, run)
}
