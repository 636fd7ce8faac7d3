//! PutResourcePolicy.

use crate::api::{self, PutResourcePolicyInput, PutResourcePolicyOutput};
use crate::{address, fault, resource};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::{POLICY_BYTES_MAX, ResourcePolicy};

pub(super) fn handler() -> Handler {
    Handler::new::<api::PutResourcePolicy>(access, run)
}

fn access(call: &Call, _: &Store, input: &PutResourcePolicyInput) -> Vec<Access> {
    resource::access("kinesis:PutResourcePolicy", &input.resource_arn, call)
}

/// Attaches a policy in the place of the one that is there. The next call is judged by it.
///
/// # Durability
/// The policy is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut PutResourcePolicyInput,
) -> Result<Answer<PutResourcePolicyOutput>, Fault> {
    let resource = resource::find(ctx, &input.resource_arn)?;
    if input.policy.len() > POLICY_BYTES_MAX {
        let text = format!("The resource policy exceeds the limit of {POLICY_BYTES_MAX} bytes.");
        return Err(fault::limit_exceeded(text));
    }
    let arn = address::canonical(&input.resource_arn, ctx.call);
    let policy = ResourcePolicy::parse(&input.policy, &arn)
        .map_err(|cause| fault::invalid(format!("The resource policy is not valid: {cause}")))?;
    resource.set_policy(ctx, Some(policy))?;
    Ok(Answer::Now(PutResourcePolicyOutput {}))
}
