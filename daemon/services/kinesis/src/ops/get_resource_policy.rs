//! GetResourcePolicy.

use crate::api::{self, GetResourcePolicyInput, GetResourcePolicyOutput};
use crate::resource;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

/// What AWS shows for a resource without a policy.
const NONE: &str = "{}";

pub(super) fn handler() -> Handler {
    Handler::new::<api::GetResourcePolicy>(access, run)
}

fn access(call: &Call, _: &Store, input: &GetResourcePolicyInput) -> Vec<Access> {
    resource::access("kinesis:GetResourcePolicy", &input.resource_arn, call)
}

/// Shows the policy as it was written.
fn run(
    ctx: &mut Context<'_>,
    input: &mut GetResourcePolicyInput,
) -> Result<Answer<GetResourcePolicyOutput>, Fault> {
    let resource = resource::find(ctx, &input.resource_arn)?;
    let policy = resource.policy().map_or_else(|| NONE.to_owned(), |policy| policy.text().to_owned());
    Ok(Answer::Now(GetResourcePolicyOutput { policy }))
}
