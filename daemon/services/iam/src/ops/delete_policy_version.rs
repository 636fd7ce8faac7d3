//! Deletes a version of a managed policy that is not in force.

use crate::api::{self, DeletePolicyVersionInput, DeletePolicyVersionOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &DeletePolicyVersionInput) -> Vec<Access> {
    names::on_arn("iam:DeletePolicyVersion", &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeletePolicyVersionInput,
) -> Result<Answer<DeletePolicyVersionOutput>, Fault> {
    names::check_arn(&input.policy_arn)?;
    let (arn, version) = (&input.policy_arn, &input.version_id);
    let deleted = context.store.principals().delete_policy_version(arn, version);
    deleted.map_err(|error| fault::version(error, arn))?;
    Ok(Answer::Now(DeletePolicyVersionOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeletePolicyVersion>(access, run)
}
