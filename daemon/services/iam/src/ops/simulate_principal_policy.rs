//! Says what the policies of a user, group or role would decide.

use crate::api::{self, SimulatePrincipalPolicyInput, SimulatePrincipalPolicyOutput};
use crate::{names, simulate};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &SimulatePrincipalPolicyInput) -> Vec<Access> {
    names::on_arn("iam:SimulatePrincipalPolicy", &input.policy_source_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut SimulatePrincipalPolicyInput,
) -> Result<Answer<SimulatePrincipalPolicyOutput>, Fault> {
    simulate::refuse_exclusions(input.policy_exclusion_list.as_deref())?;
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
    let source = simulate::source(context.store.principals(), &input.policy_source_arn)?;
    let mut policies = source.policies;
    policies
        .extend(simulate::given(input.policy_input_list.as_deref().unwrap_or_default(), "PolicyInputList")?);
    let boundary = simulate::boundary(boundary)?.or(source.boundary);
    let page = simulate::answer(context, &question, &mut policies, boundary, source.caller)?;
    Ok(Answer::Now(SimulatePrincipalPolicyOutput {
        is_truncated: page.is_truncated(),
        evaluation_results: Some(page.items),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::SimulatePrincipalPolicy>(access, run)
}
