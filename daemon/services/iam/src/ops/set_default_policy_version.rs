//! Puts another version of a managed policy in force.

use crate::api::{self, SetDefaultPolicyVersionInput, SetDefaultPolicyVersionOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &SetDefaultPolicyVersionInput) -> Vec<Access> {
    names::on_arn("iam:SetDefaultPolicyVersion", &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut SetDefaultPolicyVersionInput,
) -> Result<Answer<SetDefaultPolicyVersionOutput>, Fault> {
    names::check_arn(&input.policy_arn)?;
    let (arn, version) = (&input.policy_arn, &input.version_id);
    let set = context.store.principals().set_default_version(arn, version, context.now);
    set.map_err(|error| fault::version(error, arn))?;
    Ok(Answer::Now(SetDefaultPolicyVersionOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::SetDefaultPolicyVersion>(access, run)
}
