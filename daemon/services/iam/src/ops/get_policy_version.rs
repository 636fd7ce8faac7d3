//! Returns a version of a managed policy.

use crate::api::{self, GetPolicyVersionInput, GetPolicyVersionOutput};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::PrincipalError;

fn access(_: &Call, _: &Store, input: &GetPolicyVersionInput) -> Vec<Access> {
    names::on_arn("iam:GetPolicyVersion", &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetPolicyVersionInput,
) -> Result<Answer<GetPolicyVersionOutput>, Fault> {
    let policy = names::policy(context, &input.policy_arn)?;
    let missing = || PrincipalError::NoSuchVersion(input.version_id.clone());
    let version = policy.version(&input.version_id).ok_or_else(|| fault::version(missing(), &policy.arn))?;
    Ok(Answer::Now(GetPolicyVersionOutput { policy_version: Some(views::version(&policy, version, true)) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetPolicyVersion>(access, run)
}
