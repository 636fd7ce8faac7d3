//! DeleteResourcePolicy.

use crate::api::{self, DeleteResourcePolicyInput, DeleteResourcePolicyOutput};
use crate::{fault, resource};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DeleteResourcePolicy>(access, run)
}

fn access(call: &Call, _: &Store, input: &DeleteResourcePolicyInput) -> Vec<Access> {
    resource::access("kinesis:DeleteResourcePolicy", &input.resource_arn, call)
}

/// Takes the policy away.
///
/// # Durability
/// The change is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut DeleteResourcePolicyInput,
) -> Result<Answer<DeleteResourcePolicyOutput>, Fault> {
    let resource = resource::find(ctx, &input.resource_arn)?;
    if resource.policy().is_none() {
        return Err(fault::no_policy(&input.resource_arn));
    }
    resource.set_policy(ctx, None)?;
    Ok(Answer::Now(DeleteResourcePolicyOutput {}))
}
