//! Deletes a managed policy that nobody uses.

use crate::api::{self, DeletePolicyInput, DeletePolicyOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::PrincipalError;

fn access(_: &Call, _: &Store, input: &DeletePolicyInput) -> Vec<Access> {
    names::on_arn("iam:DeletePolicy", &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeletePolicyInput,
) -> Result<Answer<DeletePolicyOutput>, Fault> {
    names::check_arn(&input.policy_arn)?;
    context.store.principals().delete_policy(&input.policy_arn).map_err(|error| match error {
        PrincipalError::InUse => fault::conflict("Cannot delete a policy attached to entities."),
        other => fault::principal(other),
    })?;
    Ok(Answer::Now(DeletePolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeletePolicy>(access, run)
}
